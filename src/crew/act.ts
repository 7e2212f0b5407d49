/** Acting alone: what policy allows goes to the CRM through the same door as what people approve. */
import { requestChange } from '../changes/request.ts';
import type { Db } from '../db/pool.ts';
import type { Proposed } from './judge.ts';

/** At most as many as a run may open cards, so one change after the other is no burden. */
export async function applyAllowed(
  trx: Db,
  use: { now: Date; runId: string },
  allowed: (Proposed & { proposalId: number })[],
): Promise<void> {
  for (const { proposal, proposalId } of allowed) {
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
