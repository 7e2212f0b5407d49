/** Where a subject stands at this moment: what finer modes and checkpoints look at. */
import type { Db } from '../db/pool.ts';
import type { SubjectKind } from '../policy/nouns.ts';
import type { Subject } from './nouns.ts';

/** `currency` is null where the company's is meant; a record has no amount. */
export type Standing = {
  accountId: string | null;
  tags: string[];
  territoryId: string | null;
  ownerId: string | null;
  teamId: string | null;
  amount: number | null;
  currency: string | null;
};

const nowhere: Standing = {
  accountId: null,
  tags: [],
  territoryId: null,
  ownerId: null,
  teamId: null,
  amount: null,
  currency: null,
};

const record = `select s.account_id as "accountId", coalesce(a.tags, '{}') as tags, k.territory_id as "territoryId", k.owner_id as "ownerId", o.team_id as "teamId",
    null::numeric as amount, null as currency
  from records s left join accounts a on a.id = s.account_id left join keepers k on k.account_id = s.account_id left join people o on o.id = k.owner_id where s.id = ?`;
const from: Record<SubjectKind, string> = {
  deal: `select s.account_id as "accountId", coalesce(a.tags, '{}') as tags, s.territory_id as "territoryId", s.owner_id as "ownerId", o.team_id as "teamId", s.amount, s.currency
    from deals s left join accounts a on a.id = s.account_id left join people o on o.id = s.owner_id where s.id = ?`,
  lead: `select s.account_id as "accountId", coalesce(a.tags, '{}') as tags, s.territory_id as "territoryId", s.owner_id as "ownerId", o.team_id as "teamId", null::numeric as amount, null as currency
    from leads s left join accounts a on a.id = s.account_id left join people o on o.id = s.owner_id where s.id = ?`,
  contact: `${record} and s.kind = 'contact'`,
  account: `${record} and s.kind = 'account'`,
};

export async function standingOf(db: Db, subject: Subject): Promise<Standing> {
  const { rows } = await db.raw<{ rows: Standing[] }>(from[subject.kind], [subject.id]);
  return rows[0] ?? nowhere;
}

/** Names of the stages that leave a deal open. */
export const openStageNames = (db: Db): Promise<string[]> => db('stages').where({ is: 'open' }).pluck('name');
