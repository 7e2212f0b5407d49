/** What one agent tells another: one run causes the next, and the chain of causes can be read back. */
import type { Db } from '../db/pool.ts';
import type { AgentName, SignalKind } from '../policy/nouns.ts';
import { signalStopped } from '../story/signal.ts';

/** A chain of more steps than there are agents goes round in a circle. */
const mostSteps = 4;
const causesKept = 20;

export type Signal = {
  kind: SignalKind;
  /** Who hears of it. */
  to: AgentName[];
  /** The run that it comes from. */
  runId: string;
  /** What happened, as a clause that names the thing: "close date of Acme Platform changed". */
  what: string;
  now: Date;
};

/**
 * Tells it, in the caller's transaction. Signals of a kind to an agent that has not heard of the last one yet become one.
 * An agent that has acted in the chain already is not woken by it again, and no chain has more than four steps: such a
 * signal is kept with the reason, and wakes nobody. What a run of somebody's own words does is told to nobody.
 */
export async function sendSignal(trx: Db, signal: Signal): Promise<void> {
  if (signal.to.length === 0) return;
  const { rows } = await trx.raw<{ rows: { agent: string; path: string[]; depth: number }[] }>(
    `with came as (select path, depth from signals where taken_by = ?)
     select r.agent, array(select a from came, unnest(path) a group by a having count(*) = (select count(*) from came)) as path,
       (select coalesce(min(depth), 0) from came) as depth
     from runs r where r.id = ? and r.agent <> 'requests'`,
    [signal.runId, signal.runId],
  );
  const [from] = rows;
  if (!from) return;
  const path = [...from.path.filter((agent) => agent !== from.agent), from.agent];
  const depth = from.depth + 1;
  const causes = [{ agent: from.agent, run: signal.runId, what: signal.what }];
  const told = signal.to.map((to) => ({
    to,
    stopped: path.includes(to)
      ? signalStopped.acted(to)
      : depth > mostSteps
        ? signalStopped.long(mostSteps)
        : null,
  }));
  // What several tell at once has the shortest of their chains: otherwise something new would end with something old.
  await trx.raw(
    `insert into signals (kind, to_agent, path, depth, causes, sent_at, last_at, stopped_because)
     select ?, t."to", ?::text[], ?, ?::jsonb, ?, ?, t.stopped from jsonb_to_recordset(?::jsonb) as t("to" text, stopped text)
     on conflict (to_agent, kind) where taken_at is null and stopped_because is null do update set
       count = signals.count + 1, last_at = excluded.last_at, depth = least(signals.depth, excluded.depth),
       path = array(select a from unnest(signals.path) a where a = any(excluded.path)),
       causes = case when jsonb_array_length(signals.causes) < ${causesKept} then excluded.causes || signals.causes
         else excluded.causes || (signals.causes - (jsonb_array_length(signals.causes) - 1)) end`,
    [...[signal.kind, path, depth, JSON.stringify(causes), signal.now, signal.now], JSON.stringify(told)],
  );
}

/** The run hears all that waits for its agent. */
export async function takeSignals(trx: Db, agent: string, run: { id: string; now: Date }): Promise<number> {
  return trx('signals')
    .where({ to_agent: agent })
    .whereNull('taken_at')
    .whereNull('stopped_because')
    .update({ taken_at: run.now, taken_by: run.id });
}

/** The agents that have something to hear. */
export const signalled = (db: Db): Promise<string[]> =>
  db('signals').whereNull('taken_at').whereNull('stopped_because').distinct().pluck('to_agent');

export type SignalRow = {
  id: number;
  kind: SignalKind;
  to: string;
  depth: number;
  count: number;
  causes: { agent: string; run: string; what: string }[];
  at: Date;
  /** The run that heard it; null while it waits, or where it was stopped. */
  run: string | null;
  stoppedBecause: string | null;
};

const columns = `s.id, s.kind, s.to_agent as "to", s.depth, s.count, s.causes, s.last_at as at, s.taken_by as run, s.stopped_because as "stoppedBecause"`;

/** What led to this run, the nearest cause first, step by step. Empty where no agent had a part in it. */
export async function signalsBehind(db: Db, runId: string): Promise<SignalRow[]> {
  const { rows } = await db.raw<{ rows: SignalRow[] }>(
    `with recursive chain as (
       select s.*, 1 as step from signals s where s.taken_by = ?
       union select s.*, c.step + 1 from chain c cross join lateral jsonb_array_elements(c.causes) cause join signals s on s.taken_by = cause->>'run'
         where c.step < ?)
     select ${columns} from (select distinct on (id) * from chain order by id, step) s order by s.step, s.id`,
    [runId, mostSteps],
  );
  return rows;
}

/** As far as a chain can go, and as far back. */
const farthest = 2 * mostSteps;

/** Every signal of the chain of which this run is a part, from what began it to where it ended. */
export async function chainOf(db: Db, runId: string): Promise<SignalRow[]> {
  const { rows } = await db.raw<{ rows: SignalRow[] }>(
    `with recursive back as (
       select ?::text as run, 0 as step
       union select cause->>'run', b.step + 1 from back b join signals s on s.taken_by = b.run
         cross join lateral jsonb_array_elements(s.causes) cause where b.step < ?
     ), chain as (
       select run, 0 as step from back
       union select s.taken_by, c.step + 1 from chain c join signals s on s.causes @> jsonb_build_array(jsonb_build_object('run', c.run))
         where s.taken_by is not null and c.step < ?)
     select ${columns} from signals s
     where exists (select 1 from (select distinct run from chain) c where s.causes @> jsonb_build_array(jsonb_build_object('run', c.run)))
     order by s.last_at, s.depth, s.id`,
    [runId, farthest, farthest],
  );
  return rows;
}

/** The latest first; `span`: of that time alone, its end not included. */
export async function latestSignals(
  db: Db,
  most: number,
  span: { from: Date; to: Date } | null = null,
): Promise<SignalRow[]> {
  const { rows } = await db.raw<{ rows: SignalRow[] }>(
    `select ${columns} from signals s where ?::timestamptz is null or (s.last_at >= ? and s.last_at < ?)
     order by s.last_at desc, s.id desc limit ?`,
    [span?.from ?? null, span?.from ?? null, span?.to ?? null, most],
  );
  return rows;
}
