/** Pieces of SQL with their values apart: what a person typed is always a parameter, never part of the text. */
import type { Db } from '../db/pool.ts';

export type Sql = { readonly text: string; readonly values: readonly unknown[] };

/** A template whose values are bound; a value that is itself a piece of SQL is spliced in. */
export function sql(parts: TemplateStringsArray, ...values: unknown[]): Sql {
  let text = parts[0] ?? '';
  const bound: unknown[] = [];
  for (const [i, value] of values.entries()) {
    if (isSql(value)) {
      text += value.text;
      bound.push(...value.values);
    } else {
      text += '?';
      bound.push(value);
    }
    text += parts[i + 1] ?? '';
  }
  return { text, values: bound };
}

/** Text of our own (column names); never anything from outside. */
export const raw = (text: string): Sql => ({ text, values: [] });

export const join = (pieces: Sql[], between: string): Sql => ({
  text: pieces.map((piece) => piece.text).join(between),
  values: pieces.flatMap((piece) => piece.values),
});

/** One query, as knex runs it. */
export const query = (db: Db, piece: Sql) => db.raw(piece.text, piece.values as never);

/** Runs it and hands out its rows. */
export async function rowsOf<T>(db: Db, piece: Sql): Promise<T[]> {
  const { rows } = await query(db, piece);
  return rows;
}

const isSql = (value: unknown): value is Sql =>
  typeof value === 'object' &&
  value !== null &&
  'text' in value &&
  'values' in value &&
  Array.isArray(value.values);
