/** More workflows were to be started than an hour allows: told once, and over when all of them have had their turn. */
import { record } from '../audit/record.ts';
import type { Db } from '../db/pool.ts';
import { redrawCards, wantCard } from '../jobs/cards.ts';
import { currentSettings, textSetting } from '../settings/settings.ts';
import { whoHears } from './crew.ts';

/** The caller holds the lock of starts. Nothing where one is open. */
export async function openFlood(trx: Db, now: Date): Promise<void> {
  const told = await whoHears(trx, 'pipeline');
  const [made] = await trx('start_floods')
    .insert({ began_at: now, told: told?.id ?? null })
    .onConflict()
    .ignore()
    .returning<{ id: number }[]>('id');
  if (!made) return;
  await record(trx, {
    action: 'start.flood_began',
    subject: { kind: 'flood', id: String(made.id) },
    by: { kind: 'system', id: 'workflows' },
    because: 'As many workflows as an hour allows were started.',
  });
  const channel = told?.slackId
    ? `dm:${told.slackId}`
    : textSetting(await currentSettings(trx, now), 'ops_channel');
  if (channel) await wantCard(trx, { key: `flood:${made.id}`, channel });
}

/** Where none but this one waits for its turn any more. */
export async function endFlood(trx: Db, now: Date, startId: number): Promise<void> {
  const open = await trx('start_floods').whereNull('ended_at').first<{ id: number } | undefined>('id');
  if (!open) return;
  const waits = await trx('starts')
    .where({ state: 'waiting', called_at: null })
    .where('stoppable_until', '<=', now)
    .whereNot({ id: startId })
    .first('id');
  if (!waits) {
    await trx('start_floods').where({ id: open.id }).update({ ended_at: now });
    await record(trx, {
      action: 'start.flood_ended',
      subject: { kind: 'flood', id: String(open.id) },
      by: { kind: 'system', id: 'workflows' },
    });
  }
  await redrawCards(trx, [`flood:${open.id}`]);
}

export type Flood = { id: number; beganAt: Date; endedAt: Date | null; waiting: number; started: number };

/** Null when there is none. `started` since it began. */
export async function floodById(db: Db, id: number, now: Date): Promise<Flood | null> {
  const { rows } = await db.raw<{ rows: Flood[] }>(
    `select f.id, f.began_at as "beganAt", f.ended_at as "endedAt",
       (select count(*) from starts s where s.state = 'waiting' and s.called_at is null and s.stoppable_until <= ?) as waiting,
       (select count(*) from starts s where s.called_at >= f.began_at and s.called_at <= coalesce(f.ended_at, 'infinity')) as started
     from start_floods f where f.id = ?`,
    [now, id],
  );
  const row = rows[0];
  return row ? { ...row, waiting: Number(row.waiting), started: Number(row.started) } : null;
}
