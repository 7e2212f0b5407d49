/** What an auditor reads of a quarter, each part one statement over the log and the tables that it records. */
import type { Db } from '../db/pool.ts';
import type { AuditReport } from '../story/audit-report.ts';
import { deedSaid, subjectSaid } from '../story/deed.ts';
import { idsIn, namesOf, withNames } from './names.ts';
import type { Verified } from './verify.ts';

type Span = { from: Date; to: Date };
/** `clock`: what time it is for the house, which in the local workspace may be set. */
type Asked = Span & { quarter: string; zone: string; by: string; clock: Date; verified: Verified };

/** Longer lists are cut, and say so; the search has all. */
const longest = 200;

export async function auditReport(db: Db, asked: Asked): Promise<AuditReport> {
  const { from, to, quarter, zone, by, clock, verified } = asked;
  const rows = async <T>(text: string, values: (Date | number)[] = [from, to]): Promise<T[]> =>
    (await db.raw<{ rows: T[] }>(text, values)).rows;
  const name = (kind: string, id: string): string =>
    `coalesce((select p.name from people p where ${kind} = 'person' and p.id = ${id}), initcap(${id}))`;
  const made = await rows<{ at: Date }>('select clock_timestamp() as at', []);
  const refused = await listed<Plain>(
    rows,
    `from audit a where a.action like '%refused' and a.at >= ? and a.at < ?`,
    `a.at, ${name('a.actor_kind', 'a.actor_id')} as who, a.action, a.subject_kind as kind, a.subject_id as id, a.because`,
  );
  const governed = await listed<Plain>(
    rows,
    `from audit a where (a.subject_kind in ('setting', 'agent', 'playbook', 'rule', 'checkpoint', 'snapshot', 'mode_request', 'kpi_alert', 'approval', 'workflow', 'batch')
           or split_part(a.action, '.', 1) in ('person', 'pause', 'role', 'stand_in') or a.action = 'alert.rolled_back')
         and a.action not like '%refused' and a.at >= ? and a.at < ?`,
    `a.at, ${name('a.actor_kind', 'a.actor_id')} as who, a.action, a.subject_kind as kind, a.subject_id as id,
         a.details->>'before' as before, a.details->>'after' as after, a.because`,
  );
  const names = await namesOf(
    db,
    idsIn(
      [...refused.rows, ...governed.rows].flatMap(({ id, before = null, after = null }) => [
        id,
        before,
        after,
      ]),
    ),
  );
  const said = (one: Plain) => spoken(one, names);
  return {
    quarter,
    zone,
    by,
    from,
    to,
    madeAt: made[0]?.at ?? to,
    clock,
    verified: {
      ok: verified.ok,
      sentence: verified.sentence,
      unsealed: verified.ok ? verified.unsealed : null,
    },
    counts: await rows(
      `select action, count(*) filter (where actor_kind = 'person') as people, count(*) filter (where actor_kind = 'agent') as agents,
         count(*) filter (where actor_kind = 'system') as system from audit where at >= ? and at < ? group by action order by action`,
    ),
    actors: await rows(
      `select ${name('actor_kind', 'actor_id')} as who, actor_kind as kind, count(*) as rows from audit where at >= ? and at < ?
       group by actor_kind, actor_id order by 3 desc, 1 limit ${longest}`,
    ),
    signed: await listed(
      rows,
      `from audit a join exceptions e on a.subject_kind = 'exception' and e.id::text = a.subject_id join proposals p on p.id = e.proposal_id
         left join deals d on p.subject_kind = 'deal' and d.id = p.subject_id
       where a.action in ('exception.decided', 'exception.signed') and coalesce(a.details->>'say', '') <> 'reject' and e.asks && '{approver,finance,qa,owner,champion,admin}'
         and a.at >= ? and a.at < ?`,
      `a.at, ${name('a.actor_kind', 'a.actor_id')} as who, coalesce(d.name, p.subject_id) as what, array_to_string(e.asks, ', ') as needed,
         (select said->>'sentence' from jsonb_array_elements(p.verdict->'because') said where coalesce(said->'restsOn'->>'kind', '') <> 'mode' limit 1) as because`,
    ),
    refused: { ...refused, rows: refused.rows.map(said) },
    governed: { ...governed, rows: governed.rows.map(said) },
    undone: await listed(
      rows,
      `from changes u join changes c on c.id = u.undoes left join deals d on u.subject_kind = 'deal' and d.id = u.subject_id
         join audit a on a.subject_kind = 'change' and a.subject_id = u.id::text and a.action = 'change.applied'
       where c.undoes is null and a.at >= ? and a.at < ?`,
      `a.at, ${name('u.by_kind', 'u.by_id')} as who, coalesce(d.name, u.subject_id) as what,
         (select string_agg(f->>'field', ', ') from jsonb_array_elements(u.fields) f) as because`,
    ),
    rollbacks: await rows(
      `select b.at, ${name("'person'", 'r.by_id')} as who, r.says as what, r.total,
         (select count(*) from changes c where c.rollback_id = r.id and c.state = 'applied' and c.conflict is null) as undone
       from audit b join rollbacks r on r.id::text = b.subject_id where b.action = 'rollback.begun' and b.at >= ? and b.at < ?
       order by b.id limit ${longest}`,
    ),
    alone: await rows(
      `select initcap(c.by_id) as agent, p.agent_version as version, count(*) as changes, count(distinct (c.subject_kind, c.subject_id)) as records
       from changes c join proposals p on p.id = c.proposal_id
         join audit a on a.subject_kind = 'change' and a.subject_id = c.id::text and a.action = 'change.applied'
       where c.by_kind = 'agent' and a.at >= ? and a.at < ? group by 1, 2 order by 1, 2`,
    ),
    gaps: await gapsOf(rows, verified),
  };
}

/** As the log has it. */
type Plain = {
  at: Date;
  who: string;
  action: string;
  kind: string;
  id: string;
  before?: string | null;
  after?: string | null;
  because: string | null;
};

function spoken(
  { at, who, action, kind, id, before, after, because }: Plain,
  names: ReadonlyMap<string, string>,
) {
  const named = (text: string): string => withNames(text, names);
  const value = (text: string | null | undefined): string | null => (text ? named(text) : null);
  const what = `${deedSaid(action)}: ${subjectSaid(kind, id, named)}`;
  return { at, who, what, because, before: value(before), after: value(after) };
}

type Rows = <T>(text: string, values?: (Date | number)[]) => Promise<T[]>;

/** The first so many, and how many there are. */
async function listed<T>(rows: Rows, from: string, columns: string): Promise<{ rows: T[]; total: number }> {
  const [counted] = await rows<{ total: number }>(`select count(*) as total ${from}`);
  return {
    rows: await rows<T>(`select ${columns} ${from} order by a.id limit ${longest}`),
    total: counted?.total ?? 0,
  };
}

async function gapsOf(rows: Rows, verified: Verified): Promise<AuditReport['gaps']> {
  return [
    ...(await lackingIn(rows)),
    { what: 'audit rows that wait for their seal', count: verified.ok ? verified.unsealed : 0 },
  ];
}

/** What the log lacks that an auditor would ask for, between two instants, the second not included. */
export const auditGaps = (db: Db, { from, to }: Span): Promise<AuditReport['gaps']> =>
  lackingIn(async <T>(text: string) => (await db.raw<{ rows: T[] }>(text, [from, to])).rows);

async function lackingIn(rows: Rows): Promise<AuditReport['gaps']> {
  const [found] = await rows<{
    edited: number;
    rejected: number;
    unknown: number;
    silent: number;
    expired: number;
  }>(
    `select count(*) filter (where a.action = 'exception.decided' and a.details->>'say' = 'reject' and a.because is null) as rejected,
       count(*) filter (where a.action = 'exception.decided' and a.details->>'say' = 'edit' and a.because is null) as edited,
       count(*) filter (where a.action = 'exception.expired') as expired,
       count(*) filter (where a.action = 'change.unknown') as unknown,
       count(*) filter (where a.action in ('setting.set', 'setting.cleared', 'agent.mode') and a.actor_kind = 'person' and a.because is null) as silent
     from audit a where a.at >= ? and a.at < ?`,
  );
  return [
    { what: 'cards rejected without a reason', count: Number(found?.rejected ?? 0) },
    { what: 'cards edited without a note', count: Number(found?.edited ?? 0) },
    { what: 'cards expired without a decision', count: Number(found?.expired ?? 0) },
    { what: 'settings and modes changed without a reason', count: Number(found?.silent ?? 0) },
    { what: 'changes whose answer from the CRM was lost', count: Number(found?.unknown ?? 0) },
  ];
}
