/** Numbers about deals, quotas and activities, each counted from its own rows, side by side in one statement for the whole and for each group. */
import type { Db } from '../db/pool.ts';
import type { LeftOut } from '../sales/answer.ts';
import type { Condition } from '../sales/conditions.ts';
import type { Field } from '../sales/fields.ts';
import { calendarOf } from '../sales/leaf.ts';
import { conditionSql, fromWhere } from './compile.ts';
import { compiler } from './compiler.ts';
import { type Grouped, groupColumns, groupNames, namesOf } from './groups.ts';
import type { Count } from './left-out.ts';
import { scopeSql } from './scope.ts';
import { leftOutSql, type Sight, told } from './sight.ts';
import { join, raw, rowsOf, type Sql, sql } from './sql.ts';

/**
 * Rows of one table, in the shape of the question's noun, and what is counted of them. `columns` are of the row `d`,
 * `facts` aggregates of those columns. `from` is where the rows are that do not lie in the noun's own table.
 */
export type Part = {
  where: Condition;
  columns: (at: Sight['at']) => Record<string, Sql>;
  facts: Record<string, string>;
  from?: Sql;
};

export type FactRow = {
  id: string | null;
  key: string;
  label: string;
  order: (number | string)[];
  facts: Facts;
};
export type Facts = Record<string, number | null>;
export type Found = { whole: Facts; rows: FactRow[]; leftOut: LeftOut[] };

/** One statement. A fact of no rows is null, or 0 where it is a count. The scope holds for the rows of every part. */
export async function factsOf(
  db: Db,
  sight: Sight,
  parts: Part[],
  use: { groups: Field[]; counts: Count[] },
): Promise<Found> {
  const { groups, counts } = use;
  const names = [...new Set(parts.flatMap((part) => Object.keys(part.facts)))];
  const keys = groups.length > 0 ? `, ${groupNames(groups)}` : '';
  const each = parts.map((part) => partSql(sight, part, { groups, names }));
  const sums = names.map((name) => `sum("${name}") as "${name}"`).join(', ');
  const statement = sql`with part as (${join(each, ' union all ')})
    select ${leftOutSql(counts)} as "leftOut", (select coalesce(json_agg(to_json(y)), '[]')
      from (select overall${raw(keys)}, ${raw(sums)} from part group by overall${raw(keys)}) y) as rows`;
  const [found] = await rowsOf<{ rows: Grouped[]; leftOut: number[] }>(db, statement);
  const rows = found?.rows ?? [];
  const factsIn = (row: Grouped | undefined): Facts =>
    Object.fromEntries(names.map((name) => [name, typeof row?.[name] === 'number' ? row[name] : null]));
  return {
    whole: factsIn(rows.find((row) => row.overall)),
    rows: rows
      .filter((row) => !row.overall)
      .map((row) => ({
        ...groupOf(sight, row, groups),
        facts: factsIn(row),
      })),
    leftOut: told(counts, found?.leftOut),
  };
}

/** The group of a row that has the columns of `groupColumns`. */
export const groupOf = (sight: Sight, row: Grouped, groups: Field[]): Omit<FactRow, 'facts'> => ({
  ...namesOf(row, groups, calendarOf(sight.at.use)),
  id: typeof row.id0 === 'string' && row.id0 !== '' ? row.id0 : null,
  order: groups.flatMap((field, i) => placeOf(field, row, i)),
});

/** Where a group stands that has a place of its own; "~" comes after every year. */
function placeOf(field: Field, row: Grouped, i: number): (number | string)[] {
  if (field.name === 'stage') return [typeof row[`order${i}`] === 'number' ? Number(row[`order${i}`]) : 1e9];
  if (field.bucket) return [typeof row[`key${i}`] === 'string' ? String(row[`key${i}`]) : '~'];
  return [];
}

function partSql(sight: Sight, part: Part, { groups, names }: { groups: Field[]; names: string[] }): Sql {
  const at = compiler(sight.at.noun, sight.at.use, sight.at.asOf);
  const columns = Object.entries(part.columns(at)).map(([name, value]) => sql`${value} as ${raw(name)}`);
  const picked = [...groupColumns(at, groups), ...columns];
  const where = join([conditionSql(at, part.where), scopeSql(at.noun, sight.scope)], ' and ');
  const facts = raw(names.map((name) => `${part.facts[name] ?? 'null::numeric'} as "${name}"`).join(', '));
  const rows = sql`(select ${join(picked, ', ')} ${fromWhere(at, where, part.from)}) x`;
  if (groups.length === 0) return sql`select true as overall, ${facts} from ${rows}`;
  const keys = raw(groupNames(groups));
  return sql`select grouping(key0) = 1 as overall, ${keys}, ${facts} from ${rows} group by grouping sets ((${keys}), ())`;
}
