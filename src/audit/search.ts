/** Searching the audit log: of a time, of whoever did it, of a deal with all that hangs on it, of an agent, of a kind of thing. */
import type { Db } from '../db/pool.ts';

/** `to` is not included. All that is given has to hold. */
export type AuditQuery = {
  from?: Date | undefined;
  to?: Date | undefined;
  /** What this person did, and what was done about them. */
  person?: string | undefined;
  /** The deal itself, and its changes and cards. */
  deal?: string | undefined;
  lead?: string | undefined;
  /** What the agent did, and what people decided about what it did. */
  agent?: string | undefined;
  /** "change.applied", or "change" for all of that kind. */
  action?: string | undefined;
  /** Only about deals of these territories and owners. */
  within?: { territoryIds: string[]; personIds: string[] } | undefined;
};

/** `who`: a name, where there is one. `about`: "deal D-1042", the deal of a change or a card where it is about one. */
export type AuditRow = {
  id: number;
  at: Date;
  action: string;
  who: string;
  actorKind: string;
  actorId: string;
  subjectKind: string;
  subjectId: string;
  about: string | null;
  run: string | null;
  because: string | null;
  details: Record<string, unknown>;
};

const pageSize = 2_000;

/** The oldest first, page by page, so that a year of it takes no more room than a day. */
export async function* auditRows(db: Db, query: AuditQuery): AsyncGenerator<AuditRow[]> {
  for (let after = 0; ; ) {
    const rows = await pageOf(db, query, { after, limit: pageSize, latest: false });
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = last.id;
  }
}

/** The kinds of actions that the log has, by their names. */
export async function auditActions(db: Db): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { action: string }[] }>(
    'select distinct action from audit order by action',
  );
  return rows.map(({ action }) => action);
}

/** The latest so many, the newest first, and how many there are. */
export async function latestAudit(
  db: Db,
  query: AuditQuery,
  limit: number,
): Promise<{ rows: AuditRow[]; total: number }> {
  const rows = await pageOf(db, query, { after: 0, limit, latest: true });
  const { where, values } = condition(query);
  const counted = await db.raw<{ rows: { total: number }[] }>(
    `select count(*) as total from audit a where ${where}`,
    values,
  );
  return { rows, total: counted.rows[0]?.total ?? 0 };
}

async function pageOf(
  db: Db,
  query: AuditQuery,
  { after, limit, latest }: { after: number; limit: number; latest: boolean },
): Promise<AuditRow[]> {
  const { where, values } = condition(query);
  const { rows } = await db.raw<{ rows: AuditRow[] }>(
    `with page as (select a.* from audit a where ${where} and a.id > ? order by a.id ${latest ? 'desc' : 'asc'} limit ?)
     select a.id, a.at, a.action, coalesce(p.name, initcap(a.actor_id)) as who, a.actor_kind as "actorKind", a.actor_id as "actorId",
       a.subject_kind as "subjectKind", a.subject_id as "subjectId", d.name as about, a.run_id as run, a.because, a.details
     from page a left join people p on a.actor_kind = 'person' and p.id = a.actor_id
       left join deals d on d.id = ${dealOf} order by a.id ${latest ? 'desc' : 'asc'}`,
    [...values, after, limit],
  );
  return rows;
}

/** The deal that a row is about; a change and a card say it in their details, or in their own tables. */
const dealOf = `case
    when a.subject_kind = 'deal' then a.subject_id
    when a.details->'of'->>'kind' = 'deal' then a.details->'of'->>'id'
    when a.subject_kind = 'exception' and a.subject_id ~ '^[0-9]{1,15}$' then (select x.subject_id from exceptions e join proposals x on x.id = e.proposal_id
      where e.id = a.subject_id::bigint and x.subject_kind = 'deal')
    when a.subject_kind = 'change' and a.subject_id ~ '^[0-9]{1,15}$' then (select c.subject_id from changes c
      where c.id = a.subject_id::bigint and c.subject_kind = 'deal') end`;

type Value = string | Date | string[];

function condition(query: AuditQuery): { where: string; values: Value[] } {
  const parts: string[] = ['true'];
  const values: Value[] = [];
  const add = (part: string, ...given: Value[]): void => {
    parts.push(part);
    values.push(...given);
  };
  if (query.from) add('a.at >= ?', query.from);
  if (query.to) add('a.at < ?', query.to);
  if (query.action)
    add(`(a.action = ? or starts_with(a.action, ?))`, query.action, `${query.action.replace(/\.$/, '')}.`);
  if (query.person)
    add(
      `((a.actor_kind = 'person' and a.actor_id = ?) or (a.subject_kind = 'person' and a.subject_id = ?))`,
      query.person,
      query.person,
    );
  if (query.agent)
    add(
      `((a.actor_kind = 'agent' and a.actor_id = ?) or (a.subject_kind = 'agent' and a.subject_id = ?)
        or a.run_id in (select id from runs where agent = ?))`,
      query.agent,
      query.agent,
      query.agent,
    );
  if (query.deal)
    add(
      `((a.subject_kind = 'deal' and a.subject_id = ?)
        or (a.subject_kind = 'change' and a.subject_id in (select id::text from changes where subject_kind = 'deal' and subject_id = ?))
        or (a.subject_kind = 'exception' and a.subject_id in (select e.id::text from exceptions e join proposals x on x.id = e.proposal_id
          where x.subject_kind = 'deal' and x.subject_id = ?)))`,
      query.deal,
      query.deal,
      query.deal,
    );
  if (query.lead)
    add(
      `((a.subject_kind = 'lead' and a.subject_id = ?)
        or (a.subject_kind = 'change' and a.subject_id in (select id::text from changes where subject_kind = 'lead' and subject_id = ?)))`,
      query.lead,
      query.lead,
    );
  // What a lead is about was found within the scope.
  if (query.within && !query.lead)
    add(
      `${dealOf} in (select id from deals where territory_id = any(?) or owner_id = any(?))`,
      query.within.territoryIds,
      query.within.personIds,
    );
  return { where: parts.join(' and '), values };
}
