/** What rows are grouped by: keys as SQL, and as people read them. */
import { BadInput } from '../errors.ts';
import type { SeriesItem } from '../sales/answer.ts';
import type { Question } from '../sales/conditions.ts';
import { type Field, fieldNamed, type Noun } from '../sales/fields.ts';
import { bucketLabel, type Calendar } from '../sales/periods.ts';
import { plainColumn } from './columns.ts';
import { valueSql } from './compile.ts';
import type { Compiler } from './compiler.ts';
import { raw, type Sql, sql } from './sql.ts';

/** The fields that a question groups by, two at most. Throws BadInput where nothing can be grouped by one. */
export const groupsOf = (noun: Noun, by: string[] = []): Field[] =>
  by.slice(0, 2).map((name) => groupable(fieldNamed(noun, name)));

function groupable(field: Field): Field {
  if (field.groupable) return field;
  throw new BadInput(`Nothing can be grouped by ${field.label.toLowerCase()}.`, {
    fix: 'Group by stage, owner, team, territory, account, product or a month.',
  });
}

/** Two people of one name stay two groups: the id takes part. Stages stand in their order. */
export const groupColumns = (at: Compiler, groups: Field[]): Sql[] =>
  groups.flatMap((field, i) => {
    const value = valueSql(at, field);
    const id = plainColumn(at.noun, field.name)?.id;
    const order =
      at.noun === 'deal' && field.name === 'stage'
        ? valueSql(at, fieldNamed('deal', 'stage.order'))
        : raw('0');
    return [
      sql`${value}::text as ${raw(`key${i}`)}`,
      raw(`${id ?? "''"} as id${i}`),
      sql`${order} as ${raw(`order${i}`)}`,
    ];
  });

/** The names of those columns: "key0, id0, order0". */
export const groupNames = (groups: Field[]): string =>
  groups.map((_, i) => `key${i}, id${i}, order${i}`).join(', ');

/** Stages and months stand in their order, all else with the largest first. */
export function groupOrder(groups: Field[], question: Question): Sql {
  const order = groups.map((field, i) => {
    if (field.name === 'stage') return `order${i} nulls last`;
    return field.bucket ? `key${i} nulls last` : null;
  });
  const natural = question.sort ? [] : order.filter((part) => part !== null);
  const value = `value ${question.sort && !question.sort.down ? '' : 'desc'} nulls last`;
  return raw([...natural, value, ...groups.map((_, i) => `key${i}`)].join(', '));
}

/** A row that has the columns of `groupNames`. */
export type Grouped = Record<string, unknown>;

export function namesOf(
  row: Grouped,
  groups: Field[],
  calendar: Calendar,
): Pick<SeriesItem, 'key' | 'label'> {
  const keys = groups.map((_, i) => (typeof row[`key${i}`] === 'string' ? String(row[`key${i}`]) : ''));
  const labels = groups.map((field, i) => {
    const key = keys[i] ?? '';
    if (key === '') return `No ${field.label.toLowerCase()}`;
    return field.bucket ? bucketLabel(key, calendar) : key;
  });
  return { key: keys.join(' / '), label: labels.join(' / ') };
}
