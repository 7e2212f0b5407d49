/** Who is to run, and why. A paused agent is left alone: it finds what waits for it when it goes on. */
import { roster } from '../agents/roster.ts';
import type { Db } from '../db/pool.ts';
import type { AgentName } from '../policy/nouns.ts';
import { signalled } from '../runs/signals.ts';
import { activePauses, pauseOn } from '../settings/pauses.ts';

/**
 * Who is concerned by what has changed. Those that look at single deals are, until they have taken it; those that look at
 * figures once for each thing that changed: `seen` is how far they have seen, and the new one is given back.
 */
export async function wokenByChange(
  db: Db,
  now: Date,
  seen: number,
): Promise<{ agents: AgentName[]; seen: number }> {
  const { rows } = await db.raw<{ rows: { newest: number | null }[] }>(
    'select max(seq) as newest from touched',
  );
  const newest = rows[0]?.newest ?? null;
  if (newest === null) return { agents: [], seen };
  const concerned = roster.filter(
    ({ triggers, figures }) => triggers.length > 0 || (figures.length > 0 && newest > seen),
  );
  return {
    agents: await unpaused(
      db,
      now,
      concerned.map(({ name }) => name),
    ),
    seen: newest,
  };
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
