/** That a playbook came by itself, and that it is over, is said once in the channel for deals. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { type CardKey, wantCards } from '../jobs/cards.ts';
import { movesOf, type PlaybookMove } from './playbooks.ts';
import type { SettingValue } from './setting.ts';
import { currentSettings, type SettingRow, textSetting } from './settings.ts';

/** `endedBy`: a person's id, or "clock"; null while it is on. `movesBack`: what its end changed, where that was said. */
export type Announced = {
  id: number;
  playbook: string;
  label: string;
  moves: PlaybookMove[];
  movesBack: PlaybookMove[] | null;
  at: Date;
  until: Date | null;
  endedAt: Date | null;
  endedBy: string | null;
};

export async function announcedPlaybook(db: Db, id: number): Promise<Announced | null> {
  const { rows } = await db.raw<{ rows: Announced[] }>(
    `select id, playbook, label, moves, moves_back as "movesBack", at, until, ended_at as "endedAt", ended_by as "endedBy"
     from playbook_activations where id = ? and moves is not null`,
    [id],
  );
  return rows[0] ?? null;
}

/**
 * Says each coming and each end that nobody has said yet; where there is no channel yet, as soon as there is one. What a
 * person ends is told by the message that said that it came. Clock work, safe to repeat.
 */
export function announcePlaybooks(use: { db: Db; now: Clock }): Promise<void> {
  const now = use.now.now();
  return inTransaction(use.db, async (trx) => {
    const settings = await currentSettings(trx, now);
    const channel = textSetting(settings, 'deals_channel');
    if (channel === '') return;
    const come = await trx('playbook_activations')
      .whereNotNull('moves')
      .whereNull('announced_at')
      .whereNull('ended_at')
      .where((still) => still.whereNull('until').orWhere('until', '>', now))
      .update({ announced_at: now })
      .returning<{ id: number }[]>('id');
    const over = await endsToSay(trx, settings, now);
    const keys: CardKey[] = [
      ...over.map((id) => `playbook:${id}:over` as const),
      ...come.map(({ id }) => `playbook:${id}` as const),
    ];
    await wantCards(
      trx,
      keys.map((key) => ({ key, channel })),
    );
  });
}

/** With what holds again since. */
async function endsToSay(trx: Db, settings: SettingRow[], now: Date): Promise<number[]> {
  const rows: { id: number; moves: PlaybookMove[] }[] = await trx('playbook_activations')
    .whereNotNull('announced_at')
    .whereNull('end_announced_at')
    .where({ ended_by: 'clock' })
    .forUpdate()
    .select('id', 'moves');
  for (const { id, moves } of rows) {
    const set: Record<string, SettingValue> = Object.fromEntries(moves.map(({ name, to }) => [name, to]));
    const back = movesOf(settings, set).map(({ name, from, to }) => ({ name, from: to, to: from }));
    await trx('playbook_activations')
      .where({ id })
      .update({ end_announced_at: now, moves_back: JSON.stringify(back) });
  }
  return rows.map(({ id }) => Number(id));
}
