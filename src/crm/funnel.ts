import type { Db } from '../db/pool.ts';
import type { Scope } from '../policy/nouns.ts';
import type { Answer } from '../sales/answer.ts';
import type { Condition } from '../sales/conditions.ts';
import type { Period } from '../sales/periods.ts';
import { compile } from './compile.ts';
import type { Compiler } from './compiler.ts';
import { rowsOf, sql } from './sql.ts';

/**
 * Deals that reached each stage: those that some version shows in it or in a later one. `period` limits the day on which
 * they were created. Of a deal that is known only as lost nobody knows how far it came: it is left out.
 */
export async function funnelAnswer(
  db: Db,
  where: Condition,
  at: Compiler,
  scope: Scope,
  period: Period | null,
): Promise<Answer> {
  const bounds: Condition[] = period
    ? [
        {
          field: 'created_on',
          ...(period.from ? { from: period.from } : {}),
          ...(period.to ? { to: period.to } : {}),
        },
      ]
    : [];
  const rows = await rowsOf<{ id: string; name: string; count: number; total: number; unknown: number }>(
    db,
    sql`with hit as materialized (select d.id, d.stage_id ${compile(at, { all: [where, ...bounds] }, scope)}),
      been as (select hit.id, v.stage_id from hit join deal_versions v on v.deal_id = hit.id union select id, stage_id from hit),
      reached as (select been.id, max(s."order") filter (where s."is" <> 'lost') as far from been join stages s on s.id = been.stage_id group by been.id)
    select s.id, s.name, (select count(*) from reached where far >= s."order")::integer as count, (select count(*) from reached)::integer as total,
      (select count(*) from reached where far is null)::integer as unknown
    from stages s where s."is" <> 'lost' order by s."order"`,
  );
  const unknown = rows[0]?.unknown ?? 0;
  return {
    kind: 'funnel',
    steps: rows.map(({ id, name, count }, place) => {
      const before = rows[place - 1]?.count ?? 0;
      return { key: id, label: name, count, rate: before > 0 ? count / before : null };
    }),
    total: (rows[0]?.total ?? 0) - unknown,
    leftOut: unknown > 0 ? [{ because: 'known only as lost', count: unknown }] : [],
  };
}
