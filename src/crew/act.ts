/** Acting alone: what policy allows goes to the CRM through the same door as what people approve. */
import { requestChange } from '../changes/request.ts';
import type { Db } from '../db/pool.ts';
import type { Proposed } from './judge.ts';

/** How many things the agent has changed alone within the last hour. */
export async function doneThisHour(db: Db, agent: string, now: Date): Promise<number> {
  const [row] = await db('changes')
    .where({ by_kind: 'agent', by_id: agent })
    .where('requested_at', '>', new Date(now.getTime() - 3_600_000))
    .count<{ count: number }[]>('* as count');
  return Number(row?.count ?? 0);
}

/** At most as many as a run may open cards, so one change after the other is no burden. */
export async function applyAllowed(
  trx: Db,
  use: { now: Date; runId: string },
  allowed: (Proposed & { proposalId: number })[],
): Promise<void> {
  for (const { proposal, proposalId } of allowed) {
    // No policy allows what only a person knows.
    if (proposal.wants.kind === 'form') continue;
    await requestChange(trx, {
      subject: proposal.subject,
      wants: proposal.wants,
      by: { kind: 'agent', id: proposal.agent, version: proposal.agentVersion },
      now: use.now,
      proposalId,
      runId: use.runId,
    });
  }
}
