/** Rows by a field: its key, the id beside it (two people of one name stay two groups) and its place. */
import { BadInput } from '../errors.ts';
import type { Field } from '../sales/fields.ts';
import { fieldNamed } from '../sales/fields.ts';
import { bucketLabel, type Calendar } from '../sales/periods.ts';
import { places } from './columns.ts';
import { valueSql } from './compile.ts';
import type { Compiler } from './compiler.ts';
import { join, raw, type Sql, sql } from './sql.ts';

export function groupable(field: Field): Field {
  if (field.groupable) return field;
  throw new BadInput(`Nothing can be grouped by ${field.label.toLowerCase()}.`, {
    fix: 'Group by stage, owner, team, territory, account, product or a month.',
  });
}

/** `key0, id0, order0`. Stages stand in their order. */
export function groupSql(at: Compiler, field: Field, i: number): Sql {
  const value = valueSql(at, field);
  const id = places[at.noun].columns[field.name]?.id;
  const order =
    at.noun === 'deal' && field.name === 'stage' ? valueSql(at, fieldNamed('deal', 'stage.order')) : raw('0');
  return join(
    [
      sql`${value}::text as ${raw(`key${i}`)}`,
      raw(`${id ?? "''"} as id${i}`),
      sql`${order} as ${raw(`order${i}`)}`,
    ],
    ', ',
  );
}

/** What people read of a group. */
export function groupLabel(field: Field, key: string, calendar: Calendar): string {
  if (key === '') return `No ${field.label.toLowerCase()}`;
  return field.bucket ? bucketLabel(key, calendar) : key;
}
