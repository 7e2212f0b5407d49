import type { Db } from '../db/pool.ts';
import type { Scope } from '../policy/nouns.ts';
import type { LeadRow } from '../sales/answer.ts';
import type { Question } from '../sales/conditions.ts';
import { fieldNamed } from '../sales/fields.ts';
import { compile, valueSql } from './compile.ts';
import type { Compiler } from './compiler.ts';
import { raw, rowsOf, sql } from './sql.ts';

/** Leads that match, the newest first unless the question says otherwise; `total` counts all. */
export async function leadList(
  db: Db,
  question: Question,
  at: Compiler,
  { scope, longest = 10_000 }: { scope: Scope; longest?: number },
): Promise<{ leads: LeadRow[]; total: number }> {
  const sort = question.sort ?? { field: 'created_on', down: true };
  const key = valueSql(at, fieldNamed('lead', sort.field));
  for (const join of ['o', 't', 'r']) at.joins.add(join);
  const limit = Math.min(question.limit ?? longest, longest);
  const order = raw(`sort ${sort.down ? 'desc' : ''} nulls last, id`);
  const [found] = await rowsOf<{ leads: LeadRow[]; total: number }>(
    db,
    sql`with hit as materialized (select d.id, d.name, d.company, d.title, d.status, d.lead_source as "leadSource", o.name as owner,
        t.name as team, r.name as territory, d.segment, d.created_on as "createdOn", d.first_touch_on as "firstTouchOn",
        (d.first_touch_on - d.created_on) as "responseDays", (${at.today}::date - d.created_on) as age, ${key} as sort
        ${compile(at, question.where, scope)})
      select (select count(*) from hit) as total,
        (select coalesce(json_agg(to_jsonb(x) - 'sort'), '[]') from (select * from hit order by ${order} limit ${limit}::integer) x) as leads`,
  );
  return { leads: found?.leads ?? [], total: found?.total ?? 0 };
}
