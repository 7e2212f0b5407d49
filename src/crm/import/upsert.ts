/** Rows of a file into a table, a batch at a time: new ones inserted, differing ones updated, equal ones left alone. */
import type { Db } from '../../db/pool.ts';
import { join, raw, rowsOf, type Sql, sql } from '../sql.ts';

export type Columns = Record<string, string>;
export type Upsert = {
  table: string;
  source: string;
  /** Column → Postgres type, of all that a row may bear beside id and source_id. */
  columns: Columns;
  /** Columns that the file has; the others are left as they are in rows that exist. */
  has: (column: string) => boolean;
  rows: Record<string, unknown>[];
  /** How a column's value follows from old (`t`) and new (`excluded`), where it is not simply the new one. */
  rules?: Record<string, string>;
  /** Columns set when a row is inserted or updated, as SQL. */
  stamps?: { insert: Record<string, Sql>; update: Record<string, Sql> };
};

/** Each row's `id` is its source id, too, unless `source_id` says otherwise. An id that another source uses gets the source's name before it. */
export async function upsert(
  trx: Db,
  input: Upsert,
): Promise<{ id: string; source_id: string; fresh: boolean }[]> {
  if (input.rows.length === 0) return [];
  const { table, columns, stamps } = input;
  const names = Object.keys(columns);
  const known = names.filter((name) => input.has(name));
  const typed = raw(
    [
      'id text',
      'source_id text',
      ...names.map((name) => `${name} ${jsonType(columns[name] ?? 'text')}`),
    ].join(', '),
  );
  const value = (name: string) =>
    columns[name] === 'text[]' ? `array(select jsonb_array_elements_text(g.${name}))` : `g.${name}`;
  const rule = (name: string) => input.rules?.[name] ?? `excluded.${name}`;
  const inserted = Object.entries(stamps?.insert ?? {});
  const updated = Object.entries(stamps?.update ?? {});
  const list = (items: string[]) => raw(items.map((item) => `, ${item}`).join(''));
  const update =
    known.length === 0
      ? raw('do nothing')
      : sql`do update set ${join([...known.map((name) => raw(`${name} = ${rule(name)}`)), ...updated.map(([name, to]) => sql`${raw(name)} = ${to}`)], ', ')}
          where (${raw(known.map((name) => `t.${name}`).join(', '))}) is distinct from (${raw(known.map(rule).join(', '))})`;
  return rowsOf(
    trx,
    sql`insert into ${raw(table)} as t (id, source, source_id${list(names)}${list(inserted.map(([name]) => name))})
      select case when exists (select 1 from ${raw(table)} x where x.id = g.id and (x.source, x.source_id) <> (${input.source}::text, g.source_id))
          then ${input.source}::text || ':' || g.id else g.id end, ${input.source}::text, g.source_id${list(names.map(value))}${join(
            inserted.map(([, to]) => sql`, ${to}`),
            '',
          )}
      from jsonb_to_recordset(${JSON.stringify(input.rows)}::jsonb) as g(${typed})
      on conflict (source, source_id) ${update}
      returning t.id, t.source_id, (t.xmax = 0) as fresh`,
  );
}

const jsonType = (type: string): string => (type === 'text[]' ? 'jsonb' : type);
