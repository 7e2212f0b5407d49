import { useEffect, useState } from 'preact/hooks';
import { type Drawn, html } from '../html.ts';
import { Icon } from '../icons.ts';
import { type Dict, dicts, list, number, string } from '../read.ts';
import type { BlockProps } from './props.ts';
import { Cell, isNumber } from './rich-text.ts';
import { WideTable } from './wide-table.ts';

type Sort = { column: number; down: boolean } | null;

/** A table that is paged and sorted by the reader; nobody else sees that. */
export const DataTable = ({ block }: BlockProps): Drawn => {
  const [head = [], ...rows] = list(block.rows).map(dicts);
  const [sort, setSort] = useState<Sort>(null);
  const [page, setPage] = useState(0);
  const size = Math.max(1, number(block.page_size, 5));
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const at = Math.min(page, pages - 1);
  useEffect(() => setPage(0), [sort]);
  const shown = sorted(rows, sort).slice(at * size, at * size + size);
  const blank = (cell: Dict | undefined): boolean => cell?.type === 'raw_text' && cell.text === '–';
  const numeric = head.map(
    (_cell, column) =>
      rows.some((row) => isNumber(row[column])) &&
      rows.every((row) => isNumber(row[column]) || blank(row[column])),
  );
  const rowHead = number(block.row_header_column_index, -1);
  const side = (column: number): string => (numeric[column] ? 'number' : '');
  const turn = (column: number): void =>
    setSort(sort?.column !== column ? { column, down: false } : sort.down ? null : { column, down: true });
  return html`<div class="data-table">
    <div class="table-frame"><div class="table-caption" aria-hidden="true">${string(block.caption)}</div>
      <${WideTable} label=${string(block.caption)}><table>
      <thead><tr>${head.map(
        (
          cell,
          column,
        ) => html`<th key=${column} scope="col" class=${side(column)} aria-sort=${sortWord(sort, column)}>
        <button type="button" class="sort" onClick=${() => turn(column)}><${Cell} cell=${cell} />
          <span class=${`sort-mark${sort?.column === column ? ' on' : ''}${sort?.column === column && sort.down ? ' down' : ''}`}><${Icon} name="sort" /></span></button>
      </th>`,
      )}</tr></thead>
      <tbody>${shown.map(
        (row, r) =>
          html`<tr key=${r}>${row.map((cell, column) =>
            column === rowHead
              ? html`<th key=${column} scope="row" class=${side(column)}><${Cell} cell=${cell} /></th>`
              : html`<td key=${column} class=${side(column)}><${Cell} cell=${cell} /></td>`,
          )}</tr>`,
      )}</tbody>
    </table><//></div>
    <${Pager} from=${at * size + 1} to=${at * size + shown.length} of=${rows.length} at=${at} pages=${pages} turn=${setPage} />
  </div>`;
};

const sortWord = (sort: Sort, column: number): string =>
  sort?.column !== column ? 'none' : sort.down ? 'descending' : 'ascending';

type PagerProps = {
  from: number;
  to: number;
  of: number;
  at: number;
  pages: number;
  turn(page: number): void;
};

const Pager = ({ from, to, of, at, pages, turn }: PagerProps): Drawn => {
  if (pages < 2) return null;
  return html`<div class="pager">
    <span>${from}–${to} of ${of}</span>
    <button type="button" class="icon-button" aria-label="Rows before" aria-disabled=${at === 0} onClick=${() => at > 0 && turn(at - 1)}><${Icon} name="left" /></button>
    <button type="button" class="icon-button" aria-label="Next rows" aria-disabled=${at === pages - 1} onClick=${() => at < pages - 1 && turn(at + 1)}><${Icon} name="right" /></button>
  </div>`;
};

/** Numbers by value, words as words ("item 9" before "item 10"); rows that compare equal keep their order. */
export const sorted = (rows: Dict[][], sort: Sort): Dict[][] => {
  if (!sort) return rows;
  const { column, down } = sort;
  const words = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  const order = (a: Dict[], b: Dict[]): number => {
    const [x, y] = [a[column], b[column]];
    if (isNumber(x) && isNumber(y)) return number(x?.value, 0) - number(y?.value, 0);
    return words.compare(cellWords(x), cellWords(y));
  };
  return [...rows].sort((a, b) => (down ? -order(a, b) : order(a, b)));
};

const cellWords = (cell: Dict | undefined): string =>
  cell?.type === 'rich_text'
    ? dicts(cell.elements)
        .flatMap((part) => dicts(part.elements).map((leaf) => string(leaf.text)))
        .join('')
    : string(cell?.text);
