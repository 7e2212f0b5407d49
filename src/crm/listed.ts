/** Columns by name: any field of the catalogue that people may see, as a cell of a row. */
import { BadInput } from '../errors.ts';
import type { Listed } from '../sales/answer.ts';
import { type Field, type FieldName, fieldNamed, type Noun } from '../sales/fields.ts';
import { currencySql, valueSql } from './compile.ts';
import type { Compiler } from './compiler.ts';
import { join, type Sql, sql } from './sql.ts';

/** Throws BadInput for a field that is not there, and for one that no list shows. */
export function columnsOf(noun: Noun, show: FieldName[]): Listed['columns'] {
  return show.map((name) => {
    const field = fieldNamed(noun, name);
    if (field.unlisted)
      throw new BadInput(`${field.label} of a ${noun} is shown in no list.`, {
        fix: 'Look it up on the card of that one.',
      });
    return { field: name, label: field.label, type: field.type };
  });
}

/** The cells of one row as a JSON array, in the order of the columns. */
export const cellsSql = (at: Compiler, columns: Listed['columns']): Sql =>
  sql`json_build_array(${join(
    columns.map(({ field }) => cellSql(at, fieldNamed(at.noun, field))),
    ', ',
  )})`;

function cellSql(at: Compiler, field: Field): Sql {
  const value = valueSql(at, field);
  const currency = currencySql(at, field);
  if (!currency) return value;
  return sql`case when ${value} is not null then json_build_object('amount', ${value}, 'currency', ${currency}) end`;
}
