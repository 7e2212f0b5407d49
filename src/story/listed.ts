/** Rows with the columns that were asked for, as a table to read and as one to export. Pure. */
import type { Cell, Listed } from '../sales/answer.ts';
import type { FieldName, FieldType } from '../sales/fields.ts';
import { list, money } from './format.ts';
import type { AnswerTable, Column, Holds, Value } from './table.ts';

const heads = { deal: 'Deal', lead: 'Lead', account: 'Account', contact: 'Contact' } as const;
export type ListedNoun = keyof typeof heads;

/** To be read: the name, then the columns; each amount bears its currency, unless all have the same, which is in the heading. */
export function listedTable(of: ListedNoun, { columns, rows }: Listed, company: string): AnswerTable {
  const twins = twinsIn(rows.map(({ name }) => name));
  const only = columns.map((_, n) => onlyCurrency(rows.map(({ cells }) => cells[n] ?? null)));
  return {
    columns: [
      { head: heads[of], holds: 'text' },
      ...columns.map(({ label, type }, n): Column => {
        const currency = only[n];
        if (type === 'money' && currency)
          return { head: `${label} (${currency})`, holds: 'currency', currency };
        return { head: label, holds: read[type] };
      }),
    ],
    rows: rows.map(({ id, name, cells }) => [
      name === null ? id : twins.has(name) ? `${name} (${id})` : name,
      ...columns.map(({ type }, n) => readable(cells[n] ?? null, type, only[n] ?? null, company)),
    ]),
    totalled: false,
  };
}

/** Without the usual columns that are empty, or say in each row what was asked for. */
export function telling(listed: Listed, limited: FieldName[] | undefined): Listed {
  if (!limited || listed.rows.length === 0) return listed;
  const says = listed.columns.map(({ field }, n) => {
    const found = new Set(listed.rows.map(({ cells }) => JSON.stringify(cells[n] ?? null)));
    return found.size > 1 || !(found.has('null') || limited.includes(field));
  });
  return {
    columns: listed.columns.filter((_, n) => says[n]),
    rows: listed.rows.map((row) => ({ ...row, cells: row.cells.filter((_, n) => says[n]) })),
  };
}

/** Names that several rows bear. */
function twinsIn(names: (string | null)[]): Set<string | null> {
  const seen = new Set<string | null>();
  return new Set(names.filter((name) => seen.size === seen.add(name).size));
}

/** For a file: the id beside the name, amounts as plain numbers beside a column that names their currency. */
export function listedFile(of: ListedNoun, { columns, rows }: Listed): AnswerTable {
  return {
    columns: [
      { head: heads[of], holds: 'text' },
      { head: `${heads[of]} id`, holds: 'text' },
      ...columns.flatMap(({ label, type }): Column[] =>
        type === 'money'
          ? [
              { head: label, holds: 'number' },
              { head: label === 'Amount' ? 'Currency' : `${label}, currency`, holds: 'text' },
            ]
          : [
              {
                head: label,
                holds: type === 'day' ? 'day' : type === 'number' || type === 'days' ? 'number' : 'text',
              },
            ],
      ),
    ],
    rows: rows.map(({ id, name, cells }) => [
      name ?? id,
      id,
      ...columns.flatMap(({ type }, n): Value[] => {
        const cell = cells[n] ?? null;
        if (type !== 'money') return [plain(cell)];
        return isMoney(cell) ? [cell.amount, cell.currency] : [null, null];
      }),
    ]),
    totalled: false,
  };
}

/** Rows for programs: each column under the name of its field ("closeDate"), an amount with its currency beside it. */
export const listedRows = ({ columns, rows }: Listed): Record<string, unknown>[] =>
  rows.map(({ id, name, cells }) => ({
    id,
    name,
    ...Object.fromEntries(
      columns.flatMap(({ field, type }, n): [string, unknown][] => {
        const [key, cell] = [keyOf(field), cells[n] ?? null];
        if (type !== 'money') return [[key, cell]];
        const paid = isMoney(cell) ? cell : { amount: null, currency: null };
        return [
          [key, paid.amount],
          [key === 'amount' ? 'currency' : `${key}Currency`, paid.currency],
        ];
      }),
    ),
  }));

/** "close_date" → "closeDate", "account.industry" → "accountIndustry". */
const keyOf = (field: string): string =>
  field.replace(/[._](\p{L})/gu, (_, letter: string) => letter.toUpperCase());

const read: Record<FieldType, Holds> = {
  text: 'text',
  name: 'text',
  list: 'text',
  truth: 'text',
  money: 'text',
  number: 'number',
  day: 'day',
  instant: 'text',
  days: 'days',
};

type Money = { amount: number; currency: string };
const isMoney = (cell: Cell): cell is Money =>
  cell !== null && typeof cell === 'object' && !Array.isArray(cell);

function onlyCurrency(cells: Cell[]): string | null {
  const found = new Set(cells.filter(isMoney).map(({ currency }) => currency));
  return found.size === 1 ? ([...found][0] ?? null) : null;
}

function readable(cell: Cell, type: FieldType, only: string | null, company: string): Value {
  if (isMoney(cell)) return only ? cell.amount : money(cell.amount, cell.currency, company);
  return type === 'money' ? null : plain(cell);
}

function plain(cell: Cell): Value {
  if (Array.isArray(cell)) return list(cell);
  if (typeof cell === 'boolean') return cell ? 'Yes' : 'No';
  return isMoney(cell) ? cell.amount : cell;
}
