import { richText } from './rich-text.ts';
import {
  byType,
  type Check,
  chars,
  complain,
  flag,
  inside,
  isObject,
  list,
  oneOf,
  type Place,
  shape,
  whole,
} from './shape.ts';

const mostInTables = 10_000;
const mostInDataTables = 20_000;

const cells: Record<string, Check> = {
  raw_text: shape({ type: oneOf('raw_text'), text: chars(mostInDataTables) }),
  raw_number: shape({ type: oneOf('raw_number'), value: number, text: chars(mostInDataTables) }),
  rich_text: richText,
};

function number(value: unknown, place: Place): void {
  if (typeof value !== 'number' || !Number.isFinite(value)) complain(place, 'must be a number');
}

/** Cell text has its own budget, so it does not count as text of the message. */
const cell: Check = (value, place) => {
  const before = place.tally.text;
  byType(cells, value, place)?.(value, place);
  place.tally.text = before;
};

const column = (value: unknown, place: Place): void => {
  if (value !== null) shape({}, { align: oneOf('left', 'center', 'right'), is_wrapped: flag })(value, place);
};

export const table: Check = (value, place) => {
  shape(
    { type: oneOf('table'), rows: list(list(cell, 20), 100) },
    { block_id: chars(255), column_settings: list(column, 20, 0) },
  )(value, place);
  place.tally.cells += charsIn(value);
  if (place.tally.cells > mostInTables)
    complain(inside(place, 'rows'), `tables of a message hold at most ${mostInTables} characters`);
};

export const dataTable: Check = (value, place) => {
  shape(
    { type: oneOf('data_table'), rows: list(list(cell, 20), 201, 2), caption: chars(2000) },
    { block_id: chars(255), page_size: whole(1, 100), row_header_column_index: whole(0, 19) },
  )(value, place);
  const rows = isObject(value) && Array.isArray(value.rows) ? value.rows : [];
  const header = Array.isArray(rows[0]) ? rows[0] : [];
  for (const [i, entry] of header.entries()) {
    const at = inside(inside(inside(inside(place, 'rows'), 0), i), 'type');
    if (isObject(entry) && entry.type === 'rich_text') complain(at, 'header cells must not be rich_text');
  }
  for (const [i, row] of rows.entries()) {
    if (Array.isArray(row) && row.length !== header.length)
      complain(inside(inside(place, 'rows'), i), `must have ${header.length} cells, like the header`);
  }
  const pinned = isObject(value) ? value.row_header_column_index : undefined;
  if (typeof pinned === 'number' && pinned >= header.length)
    complain(inside(place, 'row_header_column_index'), 'must be a column of the table');
  place.tally.dataCells += charsIn(value);
  if (place.tally.dataCells > mostInDataTables) {
    complain(inside(place, 'rows'), `data tables of a message hold at most ${mostInDataTables} characters`);
  }
};

function charsIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((total: number, entry) => total + charsIn(entry), 0);
  if (!isObject(value)) return 0;
  const own = typeof value.text === 'string' ? value.text.length : 0;
  return own + charsIn(value.rows) + charsIn(value.elements);
}
