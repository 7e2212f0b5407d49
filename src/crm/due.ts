/** When a trigger becomes true by the mere passing of days, kept for each deal so that a sweep reads only what has come due. */
import type { Knex } from 'knex';
import type { Db } from '../db/pool.ts';
import type { Condition } from '../sales/conditions.ts';
import { type FieldName, fieldNamed } from '../sales/fields.ts';
import { type Reading, statedCurrency } from '../sales/leaf.ts';
import { compile, conditionSql, fromWhere, valueSql } from './compile.ts';
import { type Compiler, compiler } from './compiler.ts';
import { baseDay, dependsOnToday, startDay } from './due-days.ts';
import { join, query, raw, rowsOf, type Sql, sql } from './sql.ts';

/** A condition on deals under the name by which its rows in `due` are kept. */
export type DueTrigger = {
  name: string;
  of: 'deal';
  condition: Condition;
  /** The day field that is "since" where time has no part in the condition; absent: that of its stage. */
  sinceDay?: FieldName;
};

/** A deal of which what one trigger says of it is another than before. */
export type Differing = { trigger: string; subject: string };

/**
 * Rewrites the triggers' rows in `due` for these deals or for all: `due_at` is the start, in the company's zone, of the
 * first day on which the condition holds if nothing but time passes (−infinity: it needs no time), `since` the day its
 * count begins. A deal of which it never becomes true has no row; unchanged rows are not written. Settings are resolved
 * per deal. Exact where what has become true stays true; where a part ends again ("10 to 20 days"), `due_at` may come too
 * early, never too late, and `dealsWhere` tells. What compares with a named period is judged as of today: rewrite such a trigger each day.
 * Of given deals it says which `differed`, those that lost their row included. `new`: all, of triggers that have no row yet,
 * which spares comparing.
 */
export function dueStatement(
  db: Db,
  triggers: readonly DueTrigger[],
  subjects: readonly string[] | 'all' | 'new',
  use: Reading,
): Knex.Raw<{ rows: { written: number; differed: Differing[] | null }[] }> {
  const names = triggers.map((trigger) => trigger.name);
  if (subjects === 'new')
    return query(
      db,
      sql`with born as (
          insert into due (trigger, subject_id, due_at, since)
          select trigger, id, due_at, since from (${standing(triggers, use)}) s returning 1
        )
        select (select count(*) from born) as written, null as differed`,
    );
  // Of given deals each is looked up by its key, so that the cost is theirs and not the table's.
  const given = raw('given cross join lateral');
  const both =
    subjects === 'all'
      ? sql`stands as (${standing(triggers, use)}),
          stood as (select * from due where trigger = any(${names}::text[]))`
      : sql`given as materialized (select distinct id from unnest(${subjects}::text[]) as g(id) order by id),
          stands as materialized (${standing(triggers, use, sql`${given} (select * from deals where deals.id = given.id offset 0) d`)}),
          stood as materialized (select x.* from ${given} (select * from due where subject_id = given.id and trigger = any(${names}::text[]) offset 0) x)`;
  // Nobody else writes a trigger's rows while its agent is locked, so what is not known is new.
  return query(
    db,
    sql`with ${both}, differs as materialized (
        select coalesce(s.trigger, x.trigger) as trigger, coalesce(s.id, x.subject_id) as subject, s.due_at, s.since,
          s.id is not null as holds, x.subject_id is not null as known
        from stands s full join stood x on x.subject_id = s.id and x.trigger = s.trigger
        where s.id is null or x.subject_id is null or x.due_at <> s.due_at or x.since is distinct from s.since
      ), gone as (
        delete from due using (select * from differs where not holds offset 0) g
        where due.trigger = g.trigger and due.subject_id = g.subject
      ), moved as (
        update due set due_at = m.due_at, since = m.since from (select * from differs where holds and known offset 0) m
        where due.trigger = m.trigger and due.subject_id = m.subject returning 1
      ), born as (
        insert into due (trigger, subject_id, due_at, since)
        select trigger, subject, due_at, since from differs where not known order by subject returning 1
      )
      select (select count(*) from moved) + (select count(*) from born) as written,
        ${subjects === 'all' ? raw('null') : raw(`(select coalesce(json_agg(json_build_object('trigger', trigger, 'subject', subject)), '[]') from differs)`)} as differed`,
  );
}

/** A `select` of id, trigger, since and due_at: each deal with each of the triggers that time makes true of it, read once for all. */
function standing(triggers: readonly DueTrigger[], use: Reading, from?: Sql): Sql {
  const at = compiler('deal', use);
  const of = triggers.map((trigger) => ({ name: trigger.name, ...pieces(at, trigger) }));
  const each = (said: (one: Pieces) => Sql): Sql => sql`unnest(array[${join(of.map(said), ', ')}]::date[])`;
  // Of all deals most are closed and true of nothing; of given ones reading each condition twice would be dearer.
  const any = from
    ? raw('true')
    : join(
        of.map(({ where }) => sql`(${where})`),
        ' or ',
      );
  return sql`select id, trigger, since, (start_on::timestamp at time zone ${use.zone}::text) as due_at from (
      select d.id, unnest(${of.map(({ name }) => name)}::text[]) as trigger, ${each(({ since }) => since)} as since,
        ${each(({ where, start }) => sql`case when ${where} then ${start} end`)} as start_on
      ${fromWhere(at, any, from)}) y
    where start_on < 'infinity'`;
}

/**
 * The columns of a deal on which its rows in `due` rest. While none of them changes the rows stay as they are, whatever
 * else happens to the deal. `changed_at`, the last resort for "since", is none: it is not to move by itself.
 */
export function dueColumns(trigger: DueTrigger, use: Reading): Set<string> {
  const at = compiler('deal', use);
  const { start, since, where } = pieces(at, trigger);
  const { text } = sql`${start} ${since} ${fromWhere(at, where)}`;
  const columns = new Set([...text.matchAll(/\bd\.(\w+)/g)].map(([, column = '']) => column));
  for (const constant of ['id', 'changed_at']) columns.delete(constant);
  return columns;
}

type Pieces = { start: Sql; since: Sql; where: Sql };

function pieces(at: Compiler, trigger: DueTrigger): Pieces {
  const parts = 'all' in trigger.condition ? trigger.condition.all : [trigger.condition];
  const currency = statedCurrency(parts) ?? undefined;
  const still = parts.filter((part) => !dependsOnToday(at, part));
  const moving = parts.filter((part) => dependsOnToday(at, part));
  const own = trigger.sinceDay ? valueSql(at, fieldNamed('deal', trigger.sinceDay)) : raw('null::date');
  return {
    start: moving.length === 0 ? raw("'-infinity'::date") : startDay(at, { all: moving }, currency),
    since: sql`coalesce(${baseDay(at, moving) ?? own}, d.stage_since, d.created_on, d.changed_at::date)`,
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
