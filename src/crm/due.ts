/** When a trigger becomes true by the mere passing of days, kept for each deal so that a sweep reads only what has come due. */
import type { Knex } from 'knex';
import type { Db } from '../db/pool.ts';
import type { Condition } from '../sales/conditions.ts';
import { type Reading, statedCurrency } from '../sales/leaf.ts';
import { compile, conditionSql, fromWhere } from './compile.ts';
import { type Compiler, compiler } from './compiler.ts';
import { baseDay, dependsOnToday, startDay } from './due-days.ts';
import { join, query, raw, rowsOf, sql } from './sql.ts';

/** A condition on deals under the name by which its rows in `due` are kept. */
export type DueTrigger = { name: string; of: 'deal'; condition: Condition };

/**
 * Rewrites the trigger's rows in `due` for these deals or for all: `due_at` is the start, in the company's zone, of the
 * first day on which the condition holds if nothing but time passes (−infinity: it needs no time), `since` the day its
 * count begins. A deal of which it never becomes true has no row; unchanged rows are not written. Settings are resolved
 * per deal. Exact where what has become true stays true; where a part ends again ("10 to 20 days"), `due_at` may come too
 * early, never too late, and `dealsWhere` tells. What compares with a named period is judged as of today: rewrite such a trigger each day.
 */
export function dueStatement(
  db: Db,
  trigger: DueTrigger,
  subjects: readonly string[] | 'all',
  use: Reading,
): Knex.Raw {
  const at = compiler('deal', use);
  const parts = 'all' in trigger.condition ? trigger.condition.all : [trigger.condition];
  const currency = statedCurrency(parts) ?? undefined;
  const still = parts.filter((part) => !dependsOnToday(at, part));
  const moving = parts.filter((part) => dependsOnToday(at, part));
  const start = moving.length === 0 ? raw("'-infinity'::date") : startDay(at, { all: moving }, currency);
  const since = sql`coalesce(${baseDay(at, moving) ?? raw('null::date')}, d.stage_since, d.created_on, d.changed_at::date)`;
  const where = join([...still.map((part) => conditionSql(at, part, currency)), raw('true')], ' and ');
  const rows = sql`select d.id, ${since} as since, ${start} as start_on`;
  const mine = sql`due.trigger = ${trigger.name} and not exists (select 1 from starts where starts.id = due.subject_id)`;
  // Of given deals each is looked up by its key, so that the cost is theirs and not the table's.
  const [read, gone, known] =
    subjects === 'all'
      ? [
          sql`${rows} ${fromWhere(at, where)}`,
          mine,
          sql`left join due x on x.trigger = ${trigger.name} and x.subject_id = s.id`,
        ]
      : [
          sql`${rows} ${fromWhere(at, where, sql`unnest(${subjects}::text[]) as given(id) cross join lateral (select * from deals where deals.id = given.id offset 0) d`)}`,
          sql`due.subject_id = any(${subjects}::text[]) and ${mine}`,
          sql`left join lateral (select * from due where trigger = ${trigger.name} and subject_id = s.id offset 0) x on true`,
        ];
  return query(
    db,
    sql`with starts as materialized (
        select id, since, (start_on::timestamp at time zone ${use.zone}::text) as due_at from (${read}) x where start_on < 'infinity'
      ), gone as (delete from due where ${gone})
      insert into due (trigger, subject_id, due_at, since)
      select ${trigger.name}, s.id, s.due_at, s.since from starts s ${known}
      where x.subject_id is null or (x.due_at, x.since) is distinct from (s.due_at, s.since)
      on conflict (trigger, subject_id) do update set due_at = excluded.due_at, since = excluded.since`,
  );
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
