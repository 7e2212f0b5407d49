/** What stands in the tables and is in no row of the audit log: somebody has reached past Steward. */
import type { Db } from '../db/pool.ts';

/** `what` is a table's noun, `id` which one; `sentence` says what is not explained. */
export type Unexplained = { what: string; id: string; sentence: string };

const shownAtMost = 20;

/** A change of state and the entry that is written with it, in the same transaction; each is one set-based look. */
const kinds: { what: string; said: string; sql: string }[] = [
  {
    what: 'setting',
    said: 'stands as nobody has set it',
    sql: `select concat_ws(' ', s.name, nullif(s.scope, 'everyone'), nullif(s.scope_id, ''), nullif(s.stage, '')) as id from settings s
      where s.ended_at is null and not exists (select 1 from audit a where a.action = 'setting.set' and a.actor_id = s.by_id
        and a.details -> 'version' = to_jsonb(s.version) and a.details -> 'after' = s.value)`,
  },
  {
    what: 'pause',
    said: 'began without a word of who',
    sql: `select concat_ws(' ', p.scope, nullif(p.subject_id, '')) as id from pauses p
      where not exists (select 1 from audit a where a.action = 'pause.started' and a.subject_kind = p.scope
        and a.subject_id = coalesce(nullif(p.subject_id, ''), 'everything') and a.actor_id = p.by_id)`,
  },
  {
    what: 'end of a pause',
    said: 'is not explained',
    sql: `select concat_ws(' ', p.scope, nullif(p.subject_id, '')) as id from pauses p
      where p.resumed_at is not null group by p.scope, p.subject_id
      having count(*) > (select count(*) from audit a where a.action = 'pause.ended' and a.subject_kind = p.scope
        and a.subject_id = coalesce(nullif(p.subject_id, ''), 'everything'))`,
  },
  {
    what: 'decision on card',
    said: 'was taken by nobody who pressed',
    sql: `select d.exception_id::text as id from decisions d
      where not exists (select 1 from audit a where a.action = 'exception.decided' and a.subject_kind = 'exception'
        and a.subject_id = d.exception_id::text and a.actor_id = d.by_id and a.details ->> 'say' = d.say and a.details ->> 'hash' = d.hash)`,
  },
  {
    what: 'change',
    said: 'is said to be done, and nobody has done it',
    sql: `select c.id::text as id from changes c where c.state = 'applied'
      and not exists (select 1 from audit a where a.action = 'change.applied' and a.subject_kind = 'change' and a.subject_id = c.id::text)`,
  },
  {
    what: 'mode of the agent',
    said: 'is another than the one that was last set',
    sql: `select g.name as id from agents g
      left join modes m on m.agent = g.name and m.ended_at is null
        and m.trigger || m.kind || m.field || m.territory_id = '' and m.up_to is null
      where (m.id is null and g.mode = 'auto') or m.mode <> g.mode
        or (m.id is not null and not exists (select 1 from audit a where a.action = 'agent.mode' and a.subject_id = g.name
          and a.details -> 'version' = to_jsonb(m.version) and a.details ->> 'after' = m.mode))`,
  },
  {
    what: 'role',
    said: 'was given by nobody',
    sql: `select p.id || ' ' || r.role as id from people p, unnest(p.roles) r(role)
      where p.source <> 'sample' and r.role in ('admin', 'approver', 'finance')
      and not exists (select 1 from audit a where a.subject_kind = 'person' and a.subject_id = p.id
        and ((a.action = 'role.given' and a.details ->> 'role' = r.role) or (a.action = 'person.made_admin' and r.role = 'admin')))`,
  },
  {
    what: 'checkpoint',
    said: 'is there without who named it',
    sql: `select c.id::text as id from checkpoints c
      where not exists (select 1 from audit a where a.subject_kind = 'checkpoint' and a.subject_id = c.id::text and a.actor_id = c.by_id)`,
  },
  {
    what: 'deal',
    said: 'is another than its latest version',
    sql: `select d.id from deals d join deal_versions v on v.deal_id = d.id and v.valid_to is null
      where (d.stage_id, d.status, d.amount, d.currency, d.close_date, d.owner_id, d.next_step)
        is distinct from (v.stage_id, v.status, v.amount, v.currency, v.close_date, v.owner_id, v.next_step)`,
  },
];

/**
 * Each thing once, at most twenty of a kind. Empty where the log explains all that stands there. What a company brings in
 * from its CRM is explained by its import; a restored row of the log is for `verify`.
 */
export async function unexplained(db: Db): Promise<Unexplained[]> {
  const found = kinds.map(
    ({ what, said, sql }) =>
      `(select '${what}' as what, id, 'The ${what} ' || id || ' ${said}.' as sentence from (${sql} limit ${shownAtMost}) as found)`,
  );
  const { rows } = await db.raw<{ rows: Unexplained[] }>(found.join(' union all '));
  return rows;
}
