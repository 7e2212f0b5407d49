/** When a trigger becomes true by the mere passing of days, kept for each deal so that a sweep reads only what has come due. */
import type { Knex } from 'knex';
import type { Db } from '../db/pool.ts';
import type { Condition } from '../sales/conditions.ts';
import { type Reading, statedCurrency } from '../sales/leaf.ts';
import { compile, conditionSql, fromWhere } from './compile.ts';
import { type Compiler, compiler } from './compiler.ts';
import { baseDay, dependsOnToday, startDay } from './due-days.ts';
import { join, query, raw, rowsOf, type Sql, sql } from './sql.ts';

/** A condition on deals under the name by which its rows in `due` are kept. */
export type DueTrigger = { name: string; of: 'deal'; condition: Condition };

/**
 * Rewrites the trigger's rows in `due` for these deals or for all: `due_at` is the start, in the company's zone, of the
 * first day on which the condition holds if nothing but time passes (−infinity: it needs no time), `since` the day its
 * count begins. A deal of which it never becomes true has no row; unchanged rows are not written. Settings are resolved
 * per deal. Exact where what has become true stays true; where a part ends again ("10 to 20 days"), `due_at` may come too
 * early, never too late, and `dealsWhere` tells. What compares with a named period is judged as of today: rewrite such a trigger each day.
 * Of given deals it says which `differed`, those that lost their row included. `new`: all, of a trigger that has no row yet,
 * which spares comparing.
 */
export function dueStatement(
  db: Db,
  trigger: DueTrigger,
  subjects: readonly string[] | 'all' | 'new',
  use: Reading,
): Knex.Raw<{ rows: { written: number; differed: string[] | null }[] }> {
  const { at, start, since, where } = pieces(trigger, use);
  const named = trigger.name;
  const rows = sql`select d.id, ${since} as since, ${start} as start_on`;
  const starts = (
    from: Sql,
  ) => sql`select id, since, (start_on::timestamp at time zone ${use.zone}::text) as due_at
    from (${from}) y where start_on < 'infinity'`;
  if (subjects === 'new')
    return query(
      db,
      sql`with born as (
          insert into due (trigger, subject_id, due_at, since)
          select ${named}, id, due_at, since from (${starts(sql`${rows} ${fromWhere(at, where)}`)}) s returning 1
        )
        select (select count(*) from born) as written, null as differed`,
    );
  // Of given deals each is looked up by its key, so that the cost is theirs and not the table's.
  const differing =
    subjects === 'all'
      ? sql`(${starts(sql`${rows} ${fromWhere(at, where)}`)}) s
          full join (select * from due where trigger = ${named}) x on x.subject_id = s.id`
      : sql`(select distinct id from unnest(${subjects}::text[]) as g(id) order by id) given
          left join lateral (${starts(sql`${rows} ${fromWhere(at, where, sql`(select * from deals where deals.id = given.id offset 0) d`)}`)}) s on true
          left join lateral (select * from due where trigger = ${named} and subject_id = given.id offset 0) x on true`;
  // Nobody else writes a trigger's rows while its agent is locked, so what is not known is new.
  return query(
    db,
    sql`with differs as materialized (
        select s.id, s.due_at, s.since, x.subject_id as known from ${differing}
        where (s.id is null) <> (x.subject_id is null) or x.due_at is distinct from s.due_at or x.since is distinct from s.since
      ), gone as (
        delete from due using (select known from differs where id is null offset 0) g
        where due.trigger = ${named} and due.subject_id = g.known
      ), moved as (
        update due set due_at = m.due_at, since = m.since from (select * from differs where id is not null and known is not null offset 0) m
        where due.trigger = ${named} and due.subject_id = m.known returning 1
      ), born as (
        insert into due (trigger, subject_id, due_at, since)
        select ${named}, id, due_at, since from differs where known is null and id is not null order by id returning 1
      )
      select (select count(*) from moved) + (select count(*) from born) as written,
        ${subjects === 'all' ? raw('null') : raw("(select coalesce(array_agg(coalesce(id, known)), '{}') from differs)")} as differed`,
  );
}

/**
 * The columns of a deal on which its rows in `due` rest. While none of them changes the rows stay as they are, whatever
 * else happens to the deal. `changed_at`, the last resort for "since", is none: it is not to move by itself.
 */
export function dueColumns(trigger: DueTrigger, use: Reading): Set<string> {
  const { at, start, since, where } = pieces(trigger, use);
  const { text } = sql`${start} ${since} ${fromWhere(at, where)}`;
  const columns = new Set([...text.matchAll(/\bd\.(\w+)/g)].map(([, column = '']) => column));
  for (const constant of ['id', 'changed_at']) columns.delete(constant);
  return columns;
}

function pieces(trigger: DueTrigger, use: Reading): { at: Compiler; start: Sql; since: Sql; where: Sql } {
  const at = compiler('deal', use);
  const parts = 'all' in trigger.condition ? trigger.condition.all : [trigger.condition];
  const currency = statedCurrency(parts) ?? undefined;
  const still = parts.filter((part) => !dependsOnToday(at, part));
  const moving = parts.filter((part) => dependsOnToday(at, part));
  return {
    at,
    start: moving.length === 0 ? raw("'-infinity'::date") : startDay(at, { all: moving }, currency),
    since: sql`coalesce(${baseDay(at, moving) ?? raw('null::date')}, d.stage_since, d.created_on, d.changed_at::date)`,
    where: join([...still.map((part) => conditionSql(at, part, currency)), raw('true')], ' and '),
  };
}

/** Ids of the deals of which the condition holds now; of these only, when given. */
export async function dealsWhere(
  db: Db,
  condition: Condition,
  use: Reading,
  among?: readonly string[],
): Promise<string[]> {
  const at: Compiler = compiler('deal', use);
  const inner = compile(at, condition, { everything: true });
  const only = among ? sql` and d.id = any(${among}::text[])` : raw('');
  return (await rowsOf<{ id: string }>(db, sql`select d.id ${inner}${only}`)).map(({ id }) => id);
}
