import type { Db } from '../db/pool.ts';
import type { Confidence } from '../policy/nouns.ts';

/**
 * By trigger of this version of the agent: (accepted + 1) / (decided + 2), Laplace's rule of succession. Accepted is
 * approved unchanged and not undone since; what expired, was withdrawn or was reopened is not counted.
 */
export async function confidences(db: Db, agent: string, version: number): Promise<Map<string, Confidence>> {
  const { rows } = await db.raw<{ rows: { trigger: string; cases: number; accepted: number }[] }>(
    `select trigger, count(*) as cases, count(*) filter (where came_to = 'accepted') as accepted
     from decision_outcomes where agent = ? and agent_version = ? group by trigger`,
    [agent, version],
  );
  return new Map(
    rows.map(({ trigger, cases, accepted }) => [
      trigger,
      { share: (accepted + 1) / (cases + 2), cases, accepted },
    ]),
  );
}
