/** What a run found that concerns other agents. */
import type { Agent } from '../agents/nouns.ts';
import { hearersOf } from '../agents/roster.ts';
import type { Db } from '../db/pool.ts';
import { sendSignal } from '../runs/signals.ts';

type Use = { now: Date; runId: string };

/** What was found and what moved, each told to who works with it: of each kind one signal for the whole run. */
export async function tellAgents(trx: Db, use: Use, agent: Agent, moved: string | null): Promise<void> {
  await tellFigures(trx, use, agent);
  if (moved !== null) await tellMoved(trx, use, agent, moved);
}

/** A figure that has left its limit is told to who looks at deals. */
async function tellFigures(trx: Db, use: Use, agent: Agent): Promise<void> {
  const to = hearersOf('figure_off').filter((name) => name !== agent.name);
  if (agent.figures.length === 0 || to.length === 0) return;
  const found = await trx('findings')
    .where({ run_id: use.runId, agent: agent.name, found_at: use.now })
    .whereIn(
      'trigger',
      agent.figures.map(({ name }) => name),
    )
    .whereNot({ severity: 'information' })
    // What is off with one person is told to them and their manager, and needs no deal looked at.
    .whereNot({ subject_kind: 'person' })
    .orderBy('worth', 'desc')
    .select<{ fact: string }[]>(trx.raw("evidence->>'fact' as fact"));
  const [first] = found;
  if (!first) return;
  const what = found.length > 1 ? `${first.fact}, and ${found.length - 1} more` : first.fact;
  await sendSignal(trx, { kind: 'figure_off', to, runId: use.runId, what, now: use.now });
}

/** What has been told already, and says the same still, is not told again. */
async function tellMoved(trx: Db, use: Use, agent: Agent, what: string): Promise<void> {
  const last = await trx('signals')
    .where({ kind: 'forecast_moved' })
    .orderBy('id', 'desc')
    .first<{ causes: { what: string }[] } | undefined>('causes');
  if (last?.causes[0]?.what === what) return;
  const to = hearersOf('forecast_moved').filter((name) => name !== agent.name);
  await sendSignal(trx, { kind: 'forecast_moved', to, runId: use.runId, what, now: use.now });
}
