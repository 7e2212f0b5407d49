/** A rollback under way: its changes are applied like any other, a few at a time, and it ends by itself. */
import { hearersOf } from '../agents/roster.ts';
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { redrawCard } from '../jobs/cards.ts';
import { sendSignal } from '../runs/signals.ts';
import { count } from '../story/format.ts';
import { type ApplyUse, applyChange } from './apply.ts';
import { goOn, slices } from './rollback.ts';
import { countsOf } from './rollback-state.ts';

/** So long a worker stays at it before others have their turn. */
const AT_A_TIME_MS = 2_000;
/** A signal tells no more causes than that. */
const mostRuns = 20;
const takenAtOnce = 50;

/** Applies what falls into the slice, for a moment; what is left then goes behind everything that waits. Safe to repeat. */
export async function carryOn(use: ApplyUse, input: { rollbackId: number; slice: number }): Promise<void> {
  const began = performance.now();
  for (let after = 0; ; ) {
    const ids = await nextOf(use.db, { ...input, after });
    if (ids.length === 0 && after === 0) {
      await endIfOver(use, input.rollbackId);
      return;
    }
    // What had to wait for another change of its record is found from the beginning.
    after = ids.at(-1) ?? 0;
    for (const changeId of ids) {
      await applyChange(use, { changeId });
      if (performance.now() - began > AT_A_TIME_MS) return goOn(use.db, input.rollbackId, input.slice);
    }
  }
}

/** Of each record the first that is left, so that the newest change is taken back before the one under it. */
async function nextOf(
  db: Db,
  { rollbackId, slice, after }: { rollbackId: number; slice: number; after: number },
): Promise<number[]> {
  const { rows } = await db.raw<{ rows: { id: number }[] }>(
    `select c.id from changes c where c.rollback_id = ? and c.id > ? and c.state in ('pending', 'applying') and c.held is null
       and mod(hashtext(c.subject_id) & 2147483647, ?) = ?
       and (c.lease_until is null or c.lease_until <= clock_timestamp())
       and not exists (select 1 from changes e where e.subject_kind = c.subject_kind and e.subject_id = c.subject_id
         and e.rollback_id = c.rollback_id and e.id < c.id and e.state in ('pending', 'applying'))
       and not exists (select 1 from outbox o where o.topic = 'apply' and o.key = 'change:' || c.id and o.done_at is null and o.failed_at is null)
     order by c.id limit ?`,
    [rollbackId, after, slices, slice, takenAtOnce],
  );
  return rows.map(({ id }) => id);
}

/** Clock work: ends what is over, takes up what a dead worker left, and shows how far each is. */
export async function tendRollbacks(use: { db: Db; now: Clock }): Promise<void> {
  const ids: number[] = await use.db('rollbacks').whereNull('ended_at').orderBy('id').pluck('id');
  for (const id of ids) {
    if (await endIfOver(use, id)) continue;
    await takeUp(use.db, id);
    await showNow(use.db, id);
  }
}

/** Whether it is over, by us or by somebody before us. */
async function endIfOver(use: { db: Db; now: Clock }, id: number): Promise<boolean> {
  const left = await use
    .db('changes')
    .where({ rollback_id: id })
    .whereIn('state', ['pending', 'applying'])
    .first('id');
  if (left) return false;
  await use.db.transaction(async (trx) => {
    const [ended] = await trx('rollbacks')
      .where({ id })
      .whereNull('ended_at')
      .update({ ended_at: use.now.now() })
      .returning<{ by_id: string }[]>('by_id');
    if (!ended) return;
    await record(trx, {
      action: 'rollback.ended',
      subject: { kind: 'rollback', id: String(id) },
      by: { kind: 'person', id: ended.by_id },
      details: await countsOf(trx, id),
    });
    await tellAgents(trx, id, use.now.now());
    await redrawCard(trx, `rollback:${id}`);
  });
  return true;
}

/** Agents that work with figures of deals hear once of all of it. */
async function tellAgents(trx: Db, id: number, now: Date): Promise<void> {
  const runs = await trx('changes')
    .where({ rollback_id: id, state: 'applied', subject_kind: 'deal' })
    .whereNotNull('run_id')
    .groupBy('run_id')
    .orderByRaw('count(*) desc')
    .limit(mostRuns)
    .select<{ run_id: string; deals: number }[]>('run_id', trx.raw('count(distinct subject_id) as deals'));
  for (const { run_id: runId, deals } of runs)
    await sendSignal(trx, {
      kind: 'deals_changed',
      to: hearersOf('deals_changed'),
      runId,
      what: `${count(deals, 'deal')} ${deals === 1 ? 'was' : 'were'} changed back`,
      now,
    });
}

async function takeUp(db: Db, id: number): Promise<void> {
  const { rows } = await db.raw<{ rows: { slice: number }[] }>(
    `select slice from generate_series(0, ?) slice
     where not exists (select 1 from outbox o where o.topic = 'roll_back' and o.key = 'rollback:' || ?::bigint || ':' || slice
         and o.done_at is null and o.failed_at is null)
       and exists (select 1 from changes c where c.rollback_id = ? and c.state in ('pending', 'applying') and c.held is null
         and mod(hashtext(c.subject_id) & 2147483647, ?) = slice
         and not exists (select 1 from outbox o where o.topic = 'apply' and o.key = 'change:' || c.id and o.done_at is null and o.failed_at is null))`,
    [slices - 1, id, id, slices],
  );
  for (const { slice } of rows) await goOn(db, id, slice);
}

/** Every three seconds is often enough to read. */
async function showNow(db: Db, id: number): Promise<void> {
  const due = await db('rollbacks')
    .where({ id })
    .where((q) => q.whereNull('shown_at').orWhereRaw(`shown_at < clock_timestamp() - interval '3 seconds'`))
    .update({ shown_at: db.raw('clock_timestamp()') });
  if (due === 1) await redrawCard(db, `rollback:${id}`);
}
