/** Of which deals conditions are true: of given ones, now; of all, on the days of a past span. Each in one statement. */
import type { Db } from '../db/pool.ts';
import type { Condition } from '../sales/conditions.ts';
import { addDays, dayIn, endOfDay } from '../sales/days.ts';
import type { Reading } from '../sales/leaf.ts';
import type { FieldMove } from '../sales/moves.ts';
import { compile, conditionSql, fromWhere } from './compile.ts';
import { type Compiler, compiler } from './compiler.ts';
import { dependsOnToday } from './due-days.ts';
import { eventRows } from './events.ts';
import { provenFrom } from './history.ts';
import { join, query, raw, rowsOf, type Sql, sql } from './sql.ts';

const everything = { everything: true } as const;

/** Of each deal the places of the conditions that are true of it now; deals of which none is are left out. */
export async function conditionsHolding(
  db: Db,
  conditions: readonly Condition[],
  ids: readonly string[],
  use: Reading,
): Promise<Map<string, number[]>> {
  if (conditions.length === 0 || ids.length === 0) return new Map();
  const at = compiler('deal', use);
  const each = conditions.map((one, n) => sql`case when ${conditionSql(at, one)} then ${n}::integer end`);
  const rows = await rowsOf<{ id: string; held: number[] }>(
    db,
    sql`select * from (select d.id, array_remove(array[${join(each, ', ')}]::integer[], null) as held ${fromWhere(at, sql`d.id = any(${ids}::text[])`)}) h
      where cardinality(held) > 0`,
  );
  return new Map(rows.map(({ id, held }) => [id, held]));
}

/** Keeps of which deals the condition is true now: nobody is told of these when the rule begins. Says how many. */
export async function keepStanding(db: Db, rule: number, condition: Condition, use: Reading): Promise<void> {
  const at = compiler('deal', use);
  await query(
    db,
    sql`insert into rule_standing (rule, subject_id) select ${rule}::integer, d.id ${compile(at, condition, everything)} on conflict do nothing`,
  );
}

/** What a condition came to on the days of a past span. */
export type RuleReplay = {
  /** How many past days were looked at, each as it stood at its end. */
  days: number;
  /** Deals of which it was true on at least one of them. */
  deals: number;
  /** Of an event: how often it happened. */
  times: number;
  /** The largest of these deals, by name. */
  names: string[];
  /** There is so much history that only each seventh of the days was looked at. */
  weekly: boolean;
  /** What people decided in these days on cards about these deals. */
  approved: number;
  edited: number;
  rejected: number;
};

/** Beyond so many versions only each seventh day is looked at, and it is said. */
const manyVersions = 200_000;

/**
 * `condition` as of the end of each of the last `days` days that are proven, today's not among them. `event`: only on the day
 * which this field of the deal names, or on which this change of a field was made. `triggers`: only cards that these led to.
 */
export async function replayCondition(
  db: Db,
  condition: Condition,
  of: {
    days: number;
    event: 'stage_since' | 'created_on' | FieldMove | null;
    triggers: readonly string[] | null;
  },
  use: Reading,
): Promise<RuleReplay> {
  const today = dayIn(use.now, use.zone);
  const proven = await provenFrom(db);
  const { rows: sizes } = await db.raw<{ rows: { rows: number }[] }>(
    `select greatest(reltuples, 0)::float8 as rows from pg_class where oid = 'deal_versions'::regclass`,
  );
  const step = of.event === null && (sizes[0]?.rows ?? 0) > manyVersions ? 7 : 1;
  const days: string[] = [];
  for (let back = 1; back <= of.days; back += step) {
    const day = addDays(today, -back);
    if (proven && endOfDay(day, use.zone) >= proven) days.push(day);
  }
  const nothing = {
    days: days.length * step,
    deals: 0,
    times: 0,
    names: [],
    weekly: step > 1,
    approved: 0,
    edited: 0,
    rejected: 0,
  };
  if (days.length === 0) return nothing;
  const from = endOfDay(addDays(today, -of.days - 1), use.zone);
  const first = compiler('deal', use, from);
  // What no day changes is asked once, so that each day looks at these alone.
  const kept = fromWhere(
    first,
    conditionSql(first, lasting(first, condition)),
    sql`(select v.deal_id as id, v.* from deal_versions v where v.valid_to is null or v.valid_to > ${from}::timestamptz) d`,
  );
  const each = days.map((day) => {
    const end = endOfDay(day, use.zone);
    const at = compiler('deal', use, end);
    const where = conditionSql(at, condition);
    const on = happenedOn(day, of.event, where);
    return sql`(select d.id, d.amount, d.name ${fromWhere(at, on, sql`(select * from kept where valid_from <= ${end}::timestamptz and (valid_to is null or valid_to > ${end}::timestamptz)) d`)})`;
  });
  const happened =
    typeof of.event === 'object' && of.event !== null
      ? eventRows(
          { event: { move: of.event, after: null }, limit: '' },
          { from, subjects: 'all', replayed: true },
          use,
        )
      : raw('select null::text as subject_id, null::date as since');
  const only = of.triggers === null ? raw('') : sql` and p.trigger = any(${of.triggers}::text[])`;
  const [row] = await rowsOf<Omit<RuleReplay, 'days' | 'weekly'>>(
    db,
    sql`with kept as materialized (select d.* ${kept}), happened as materialized (${happened}), held as materialized (${join(each, ' union all ')}),
      of as materialized (select id, max(amount) as amount, max(name) as name from held group by id),
      said as (
        select c.say, count(*)::int as count from decisions c join exceptions e on e.id = c.exception_id join proposals p on p.id = e.proposal_id
        where c.reopened_at is null and c.at > ${from}::timestamptz and c.at <= ${use.now}::timestamptz
          and p.subject_kind = 'deal' and p.subject_id in (select id from of)${only} group by c.say)
      select (select count(*)::int from of) as deals, (select count(*)::int from held) as times,
        array(select name from of order by amount desc nulls last, name limit 3) as names,
        coalesce((select count from said where say = 'approve'), 0) as approved,
        coalesce((select count from said where say = 'edit'), 0) as edited,
        coalesce((select count from said where say = 'reject'), 0) as rejected`,
  );
  return row ? { ...row, days: nothing.days, weekly: nothing.weekly } : nothing;
}

function happenedOn(day: string, event: 'stage_since' | 'created_on' | FieldMove | null, where: Sql): Sql {
  if (event === null) return where;
  return typeof event === 'string'
    ? sql`${where} and ${raw(`d.${event}`)} = ${day}::date`
    : sql`${where} and d.id in (select subject_id from happened where since = ${day}::date)`;
}

/** The parts of a condition that are the same on every day. */
function lasting(at: Compiler, condition: Condition): Condition {
  const parts = 'all' in condition ? condition.all : [condition];
  const isLasting = (part: Condition): boolean =>
    !dependsOnToday(at, part) && !/"(?:period|ago|moved)":/.test(JSON.stringify(part));
  return {
    all: parts.flatMap((part) => ('all' in part ? [lasting(at, part)] : isLasting(part) ? [part] : [])),
  };
}

/** How many deals it is true of now, and the largest of them by name. */
export async function holdingNow(
  db: Db,
  condition: Condition,
  use: Reading,
): Promise<{ count: number; names: string[] }> {
  const at = compiler('deal', use);
  const [row] = await rowsOf<{ count: number; names: string[] }>(
    db,
    sql`with h as materialized (select d.id, d.name, d.amount ${compile(at, condition, everything)})
      select (select count(*)::int from h) as count, array(select name from h order by amount desc nulls last, name limit 3) as names`,
  );
  return row ?? { count: 0, names: [] };
}
