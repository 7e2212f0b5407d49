/** What a run found that concerns other agents. */
import type { Agent } from '../agents/nouns.ts';
import { hearersOf } from '../agents/roster.ts';
import type { Db } from '../db/pool.ts';
import { sendSignal } from '../runs/signals.ts';

/** A figure that has left its limit is told to who looks at deals: one signal for all that this run has found. */
export async function tellAgents(trx: Db, use: { now: Date; runId: string }, agent: Agent): Promise<void> {
  const to = hearersOf('figure_off').filter((name) => name !== agent.name);
  if (agent.figures.length === 0 || to.length === 0) return;
  const found = await trx('findings')
    .where({ run_id: use.runId, agent: agent.name, found_at: use.now })
    .whereIn(
      'trigger',
      agent.figures.map(({ name }) => name),
    )
    .whereNot({ severity: 'information' })
    .orderBy('worth', 'desc')
    .select<{ fact: string }[]>(trx.raw("evidence->>'fact' as fact"));
  const [first] = found;
  if (!first) return;
  const what = found.length > 1 ? `${first.fact}, and ${found.length - 1} more` : first.fact;
  await sendSignal(trx, { kind: 'figure_off', to, runId: use.runId, what, now: use.now });
}
