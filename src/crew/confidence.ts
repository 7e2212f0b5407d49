import type { Db } from '../db/pool.ts';
import type { Confidence } from '../policy/nouns.ts';

/**
 * By trigger of this version of the agent: (accepted + 1) / (decided + 2), Laplace's rule of succession. Accepted is
 * approved unchanged; what expired, was withdrawn or was reopened is not counted.
 */
export async function confidences(db: Db, agent: string, version: number): Promise<Map<string, Confidence>> {
  const { rows } = await db.raw<{ rows: { trigger: string; cases: number; accepted: number }[] }>(
    `select p.trigger, count(*) as cases, count(*) filter (where d.say = 'approve') as accepted
     from decisions d join exceptions e on e.id = d.exception_id join proposals p on p.id = e.proposal_id
     where p.agent = ? and p.agent_version = ? and d.reopened_at is null group by p.trigger`,
    [agent, version],
  );
  return new Map(
    rows.map(({ trigger, cases, accepted }) => [
      trigger,
      { share: (accepted + 1) / (cases + 2), cases, accepted },
    ]),
  );
}
