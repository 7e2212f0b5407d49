/** Rows as a table: Slack's data table, or the plainer pictures for workspaces that lack it. */

import { type Block, unfolded } from './kit.ts';
import { limits } from './limits.ts';
import { bold, joined, type Markup, md, plain, plainOr } from './text.ts';

/** How well the workspace draws tables; each is tried when the one before was refused. */
export type Drawing = 'data_table' | 'table' | 'lines';
export const drawings: Drawing[] = ['data_table', 'table', 'lines'];

/** A number is shown as `text` and sorted by `value`. */
export type Cell = string | { value: number; text: string };
/** `total` stands last, however many rows are cut before it. */
export type Table = { caption: string; head: string[]; rows: Cell[][]; total?: Cell[] | null };

const shown = (cell: Cell): string =>
  plainOr(typeof cell === 'string' ? cell : cell.text, limits.dataTable.cell, '–');

/** As many leading rows as fit the limits of rows and characters. */
const fitting = (table: Table, rows: number, characters: number): Cell[][] => {
  const size = (cells: Cell[]) => cells.reduce((sum, cell) => sum + shown(cell).length + 8, 0);
  const total = table.total ?? [];
  let room = characters - table.head.join('').length - table.caption.length - size(total);
  const kept: Cell[][] = [];
  for (const cells of table.rows.slice(0, rows - (table.total ? 1 : 0))) {
    room -= size(cells);
    if (room < 0) break;
    kept.push(cells);
  }
  return kept;
};

const withTotal = (table: Table, rows: Cell[][]): Cell[][] => (table.total ? [...rows, table.total] : rows);

/** The table's block and how many rows are in it, its total not counted. */
export const tableBlock = (table: Table, as: Drawing): { blocks: Block[]; shown: number } => {
  if (table.rows.length === 0) return { blocks: [], shown: 0 };
  if (as === 'lines') return asLines(table);
  if (as === 'table') {
    const rows = fitting(table, limits.table.rows, limits.table.characters * 0.9);
    const cell = (text: string) => ({
      type: 'raw_text' as const,
      text: plainOr(text, limits.dataTable.cell, '–'),
    });
    return {
      blocks: [
        {
          type: 'table',
          rows: [
            table.head.map(cell),
            ...withTotal(table, rows).map((cells) => cells.map((one) => cell(shown(one)))),
          ],
        },
      ],
      shown: rows.length,
    };
  }
  const rows = fitting(table, limits.dataTable.rows, limits.dataTable.characters * 0.9);
  return {
    blocks: [
      {
        type: 'data_table',
        caption: plainOr(table.caption, limits.dataTable.caption, 'Rows'),
        page_size: limits.dataTable.pageSize,
        row_header_column_index: 0,
        rows: [
          table.head.map((text) => ({ type: 'raw_text' as const, text: plainOr(text, 60, '–') })),
          ...withTotal(table, rows).map((cells) =>
            cells.map((cell) =>
              typeof cell === 'string'
                ? { type: 'raw_text' as const, text: shown(cell) }
                : { type: 'raw_number' as const, value: cell.value, text: shown(cell) },
            ),
          ),
        ],
      },
    ],
    shown: rows.length,
  };
};

const asLines = (table: Table): { blocks: Block[]; shown: number } => {
  const rows = table.rows.slice(0, limits.table.rows);
  const said: Markup[] = withTotal(table, rows).map((cells) => {
    const [first, ...rest] = cells.map((cell) => plain(shown(cell), limits.name));
    return joined([bold(md`${first ?? '–'}`), ...rest.map((cell) => md`${cell}`)], ', ');
  });
  return { blocks: [unfolded(joined(said, '\n'))], shown: rows.length };
};

/** The first rows as lines of plain text, for `text`. */
export const spokenRows = (table: Table): string[] =>
  table.rows
    .slice(0, limits.table.rows)
    .map((cells) => cells.map((cell) => plain(shown(cell), limits.name)).join(', '));
