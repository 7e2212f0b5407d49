/** Acting alone: what policy allows goes to the CRM through the same door as what people approve. */
import { capsOver, type Reached } from '../changes/reach.ts';
import { requestAlone } from '../changes/request.ts';
import type { Db } from '../db/pool.ts';
import { capSaid } from '../policy/gates.ts';
import type { AgentName, Deed } from '../policy/nouns.ts';
import type { SettingRow } from '../settings/settings.ts';
import { count } from '../story/format.ts';
import { batchFor } from './batches.ts';
import type { Proposed } from './judge.ts';

/** What there is room for, and of the rest why it waits: "100 changes an hour are allowed". */
export function withinCaps(
  allowed: Proposed[],
  on: { agent: AgentName; settings: SettingRow[]; reached: Reached },
): { go: Proposed[]; beyond: number; because: string[] } {
  const kinds = (['change', 'nudge'] as const).map((kind) => {
    const caps = capsOver(kind, on);
    const room = Math.max(0, Math.min(...caps.map(({ most, done }) => most - done)));
    const mine = allowed.filter(({ proposal }) => proposal.wants.kind === kind);
    const reachedFirst = caps.find(({ most, done }) => most - done <= room);
    return { go: mine.slice(0, room), beyond: mine.length - Math.min(room, mine.length), cap: reachedFirst };
  });
  const go = new Set(kinds.flatMap((one) => one.go));
  return {
    go: allowed.filter((one) => go.has(one)),
    beyond: kinds.reduce((sum, { beyond }) => sum + beyond, 0),
    because: kinds.flatMap(({ beyond, cap }) => (beyond > 0 && cap ? [capSaid(cap)] : [])),
  };
}

/** Those worth most come last: a few that are worth little go first where there are many. Says how many wait for these. */
export async function applyAllowed(
  trx: Db,
  use: { now: Date; runId: string; settings: SettingRow[] },
  agent: { name: AgentName; version: number },
  allowed: (Proposed & { proposalId: number })[],
): Promise<number> {
  const wishes = allowed.flatMap(({ proposal, proposalId, waiting }) => {
    // No policy allows what only a person knows.
    const wants: Deed | null = proposal.wants.kind === 'form' ? null : proposal.wants;
    return wants ? [{ subject: proposal.subject, wants, proposalId, worth: waiting.worth }] : [];
  });
  const batch = await batchFor(trx, { agent: agent.name, count: wishes.length, runId: use.runId }, use);
  const inOrder = wishes.toSorted((a, b) => a.worth - b.worth);
  await requestAlone(
    trx,
    inOrder.map((wish, n) => ({ ...wish, batch: batch && { id: batch.id, first: n < batch.first } })),
    {
      by: { kind: 'agent', id: agent.name, version: agent.version },
      now: use.now,
      runId: use.runId,
      held: `Held: ${count(batch?.first ?? 0, 'thing')} of the batch go first.`,
    },
  );
  return batch === null ? 0 : wishes.length - batch.first;
}
