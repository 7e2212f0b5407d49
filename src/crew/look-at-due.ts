/** Triggers that are true of a deal while it stays as it is: found when it changes, or when they come due. */
import type { Agent, Trigger } from '../agents/nouns.ts';
import { type Differing, dueColumns, dueStatement } from '../crm/due.ts';
import { query, raw, type Sql, sql } from '../crm/sql.ts';
import type { Db } from '../db/pool.ts';
import { insertFindings } from './insert-findings.ts';
import { type Counted, type LookedAt, type LookUse, lookedAt, type Subjects } from './looking.ts';

export type ConditionTrigger = Extract<Trigger, { condition: unknown }>;

/** The columns of a deal on which the trigger rests. */
export const dueReads = (trigger: ConditionTrigger, use: LookUse): Set<string> => dueColumns(trigger, use);

/**
 * `since`: how far it was swept before; null: never, or that counts no more, and all deals are looked at. `subjects` are
 * the deals that changed in what the trigger reads.
 */
export type DueLook = { trigger: ConditionTrigger; since: Date | null; subjects: string[] };

/** The triggers together, so that a deal is read once for all of them that it concerns. */
export async function lookAtDue(
  trx: Db,
  use: LookUse,
  agent: Agent,
  looks: readonly DueLook[],
): Promise<LookedAt> {
  const afresh = looks.filter(({ since }) => since === null);
  const known = looks.filter(({ since }) => since !== null);
  const all = await rewriteDue(trx, use, afresh, 'all');
  const some: Rewritten = { written: 0, differed: [] };
  for (const { together, subjects } of bySubjects(known)) {
    const { written, differed } = await rewriteDue(trx, use, together, subjects);
    some.written += written;
    some.differed.push(...differed);
  }
  // First what holds no longer: then what is found just now is not read again.
  const gone = [
    ...(await markGone(trx, use, afresh, 'all')),
    ...(await markGone(trx, use, known, some.differed)),
  ];
  const found = [
    ...(await insertFindings(trx, use, agent, triggersOf(afresh), {
      rows: everDue(use, afresh),
      many: true,
    })),
    ...(await insertFindings(trx, use, agent, triggersOf(known), {
      rows: newlyDue(use, known, some.differed),
      many: false,
    })),
  ];
  return lookedAt(all.written + some.written, found, gone);
}

const triggersOf = (looks: readonly DueLook[]): ConditionTrigger[] => looks.map(({ trigger }) => trigger);
const namesOf = (looks: readonly DueLook[]): string[] => looks.map(({ trigger }) => trigger.name);

/** A statement costs more than what it reads too much for some deals. */
const mostGroups = 4;

/** Deals that the same triggers are about; all of them at once where there would be many such groups. */
function bySubjects(looks: readonly DueLook[]): { together: DueLook[]; subjects: string[] }[] {
  const concerning = new Map<string, DueLook[]>();
  for (const look of looks)
    for (const subject of new Set(look.subjects)) {
      const of = concerning.get(subject);
      if (of) of.push(look);
      else concerning.set(subject, [look]);
    }
  const groups = Map.groupBy(concerning, ([, of]) => of.map(({ trigger }) => trigger.name).join());
  if (groups.size > mostGroups) return [{ together: [...looks], subjects: [...concerning.keys()] }];
  return [...groups.values()].map((group) => ({
    together: group[0]?.[1] ?? [],
    subjects: group.map(([subject]) => subject),
  }));
}

type Rewritten = { written: number; differed: Differing[] };

/** A touched deal whose due row stays as it was bears what it bore: its findings need not be read again. */
async function rewriteDue(
  trx: Db,
  use: LookUse,
  looks: readonly DueLook[],
  subjects: Subjects,
): Promise<Rewritten> {
  if (looks.length === 0 || subjects.length === 0) return { written: 0, differed: [] };
  const none = subjects === 'all' && !(await trx('due').whereIn('trigger', namesOf(looks)).first('trigger'));
  const { rows } = await dueStatement(trx, triggersOf(looks), none ? 'new' : subjects, use);
  return { written: rows[0]?.written ?? 0, differed: rows[0]?.differed ?? [] };
}

const columns = raw('d.trigger, d.subject_id, d.since, null::jsonb as detail');

const everDue = (use: LookUse, looks: readonly DueLook[]): Sql =>
  sql`select ${columns} from due d where d.trigger = any(${namesOf(looks)}::text[]) and d.due_at <= ${use.now}`;

/** What time alone has made true since each was swept, and all that is due of what differs. */
const newlyDue = (use: LookUse, looks: readonly DueLook[], differed: readonly Differing[]): Sql =>
  sql`select ${columns} from unnest(${namesOf(looks)}::text[], ${looks.map(({ since }) => since)}::timestamptz[]) t(trigger, since)
      cross join lateral (select * from due where trigger = t.trigger and due_at > t.since and due_at <= ${use.now} offset 0) d
    union select ${columns} from ${pairs(differed)}
      cross join lateral (select * from due where subject_id = g.subject and trigger = g.trigger and due_at <= ${use.now} offset 0) d`;

const pairs = (differed: readonly Differing[]): Sql =>
  sql`unnest(${differed.map(({ trigger }) => trigger)}::text[], ${differed.map(({ subject }) => subject)}::text[]) g(trigger, subject)`;

/** Findings of these deals that no due row bears any more, each with the reason as a clause: "the deal moved to Won". */
async function markGone(
  trx: Db,
  use: LookUse,
  looks: readonly DueLook[],
  differed: readonly Differing[] | 'all',
): Promise<Counted[]> {
  if (looks.length === 0 || differed.length === 0) return [];
  // Of given deals one lookup for each live finding, however many rows are due; over all, one pass of each.
  const unborne =
    differed === 'all'
      ? sql`findings f where f.trigger = any(${namesOf(looks)}::text[]) and f.gone_at is null and not exists (
          select 1 from due d where d.trigger = f.trigger and d.subject_id = f.subject_id and d.since = f.since and d.due_at <= ${use.now})`
      : sql`${pairs(differed)}
          cross join lateral (select * from findings where subject_id = g.subject and gone_at is null and trigger = g.trigger offset 0) f
          where (select d.due_at <= ${use.now} from due d where d.trigger = f.trigger and d.subject_id = f.subject_id and d.since = f.since) is not true`;
  const { rows } = await query(
    trx,
    sql`with unborne as materialized (select f.id, f.trigger, f.subject_id, f.since from ${unborne}),
      gone as (
        update findings f set gone_at = ${use.now}, gone_because = coalesce((
            select case when x.status <> 'open' or t.moves and x.stage_since is distinct from u.since then 'the deal moved to ' || s.name else t.over end
            from deals x join stages s on s.id = x.stage_id where x.id = u.subject_id), 'the deal is no longer in the CRM')
        from (select * from unborne offset 0) u
          join unnest(${namesOf(looks)}::text[], ${looks.map(({ trigger }) => trigger.over)}::text[], ${looks.map(({ trigger }) => ofItsStage.has(trigger.tells))}::boolean[])
            t(name, over, moves) on t.name = u.trigger
        where f.id = u.id returning f.trigger)
      select trigger, count(*)::int as count from gone group by trigger`,
  );
  return rows;
}

/** What is over where the deal moves on. */
const ofItsStage = new Set<Trigger['tells']>(['stage', 'fields', 'product']);
