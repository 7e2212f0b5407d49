/** What a file may change of an account: nothing that a person or the directory has said (sales/precedence.ts). */
import { directoryFields, yieldsTo } from '../../sales/precedence.ts';
import { raw, rowsOf, sql } from '../sql.ts';
import type { Context } from './context.ts';

const open = yieldsTo('import')
  .map((origin) => `'${origin}'`)
  .join(', ');
const mayChange = (field: string): string => `coalesce(t.origins->>'${field}', 'import') in (${open})`;

/** How the new value of a column follows from the old one and the file's. */
export const byRank: Record<string, string> = Object.fromEntries(
  directoryFields.map((field) => [
    field,
    `case when ${mayChange(field)} then excluded.${field} else t.${field} end`,
  ]),
);

/** Counts the accounts of which the file says something else that does not count. */
export async function countKept(at: Context, rows: { source_id: string }[]): Promise<void> {
  const differ = directoryFields
    .filter((field) => at.has(field))
    .map((field) => `(not ${mayChange(field)} and t.${field} is distinct from g.${field})`);
  if (differ.length === 0) return;
  const kept = await rowsOf<{ id: string }>(
    at.trx,
    sql`select t.id from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as g(source_id text, industry text, country text, employees integer, revenue numeric)
      join accounts t on t.source = ${at.source} and t.source_id = g.source_id where ${raw(differ.join(' or '))}`,
  );
  for (const _ of kept) at.count('a value that a person or the company directory has said, and that stayed');
}
