import { type Drawn, html } from '../html.ts';
import { dicts, list, string } from '../read.ts';
import type { BlockProps } from './props.ts';
import { Cell, isNumber } from './rich-text.ts';
import { WideTable } from './wide-table.ts';

/** A plain table: the first row is its head. */
export const Table = ({ block }: BlockProps): Drawn => {
  const [head = [], ...rows] = list(block.rows).map(dicts);
  const settings = dicts(block.column_settings);
  const side = (column: number): string =>
    string(settings[column]?.align) ||
    (rows.length > 0 && rows.every((row) => isNumber(row[column])) ? 'right' : 'left');
  const style = (column: number) => ({
    textAlign: side(column),
    whiteSpace: settings[column]?.is_wrapped === true ? 'normal' : '',
  });
  return html`<div class="table-frame"><${WideTable} label="Table"><table>
    <thead><tr>${head.map((cell, i) => html`<th key=${i} scope="col" style=${style(i)}><${Cell} cell=${cell} /></th>`)}</tr></thead>
    <tbody>${rows.map((row, r) => html`<tr key=${r}>${row.map((cell, i) => html`<td key=${i} style=${style(i)}><${Cell} cell=${cell} /></td>`)}</tr>`)}</tbody>
  </table><//></div>`;
};
