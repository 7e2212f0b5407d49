/** Who is to run, and why. A paused agent is left alone: it finds what waits for it when it goes on. */
import { roster } from '../agents/roster.ts';
import type { Db } from '../db/pool.ts';
import type { AgentName } from '../policy/nouns.ts';
import { signalled } from '../runs/signals.ts';
import { activePauses, pauseOn } from '../settings/pauses.ts';

/** Seconds from the start of one look at changes to the next: so many changes are one run, and a card is there within five. */
const betweenLooks = 2;
/** Seconds after a run that failed. */
const afterFailure = 60;

/**
 * Agents of single deals and records, while changes wait for them: asked each second, and answered with those that did not begin such
 * a run just now.
 */
export async function wokenByDeals(db: Db, now: Date): Promise<AgentName[]> {
  const agents = roster.filter(({ triggers }) => triggers.length > 0).map(({ name }) => name);
  // A run of later than now is one of before the clock was set back.
  const { rows } = await db.raw<{ rows: { name: AgentName }[] }>(
    `select a.name from unnest(?::text[]) as a(name)
     where exists (select 1 from touched where noun in ('deal', 'contact', 'account', 'rule')) and not exists (
       select 1 from (select started_at, error_category from runs where agent = a.name and started_at <= ? order by started_at desc limit 1) r
       where r.started_at > ?::timestamptz - make_interval(secs => case when r.error_category is null then ?::integer else ?::integer end))`,
    [agents, now, now, betweenLooks, afterFailure],
  );
  return unpaused(
    db,
    now,
    rows.map(({ name }) => name),
  );
}

/**
 * Agents that look at figures and at no single deal, unless these come with a report: once for what has changed. `seen` is
 * how far they have seen, null before the first time; the new one is given back.
 */
export async function wokenByFigures(
  db: Db,
  now: Date,
  seen: number | null,
): Promise<{ agents: AgentName[]; seen: number }> {
  // What changed may have been taken by those that look at single deals: the counter remembers it.
  const { rows } = await db.raw<{ rows: { newest: number; waits: boolean }[] }>(
    `select case when is_called then last_value else 0 end::float8 as newest, exists (select 1 from touched) as waits from touched_seq_seq`,
  );
  const { newest, waits } = rows[0] ?? { newest: 0, waits: false };
  const moved = seen === null ? waits : newest > seen;
  const concerned = roster.filter(
    ({ triggers, figures, report }) => triggers.length === 0 && figures.length > 0 && report === undefined,
  );
  const agents = moved
    ? await unpaused(
        db,
        now,
        concerned.map(({ name }) => name),
      )
    : [];
  return { agents, seen: newest };
}

/** Who has something to hear from another agent. */
export const wokenBySignal = async (db: Db, now: Date): Promise<AgentName[]> => {
  const waiting = await signalled(db);
  return unpaused(
    db,
    now,
    roster.flatMap(({ name }) => (waiting.includes(name) ? [name] : [])),
  );
};

async function unpaused(db: Db, now: Date, agents: AgentName[]): Promise<AgentName[]> {
  if (agents.length === 0) return [];
  const pauses = await activePauses(db, now);
  return agents.filter((agent) => !pauseOn(pauses, { agent }));
}
