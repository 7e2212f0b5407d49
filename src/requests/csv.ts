/** An answer as a CSV file, complete and harmless in a spreadsheet. Pure. */
import { stringify } from 'csv-stringify/sync';
import type { Answer } from '../sales/answer.ts';
import { answerTable } from '../story/answer-table.ts';
import type { Asked } from '../story/asked.ts';
import type { Value } from '../story/table.ts';

/**
 * RFC 4180: CRLF, quotes where needed, one line of headings. It begins with a byte order mark, without which Excel reads
 * UTF-8 as the machine's own code page and spoils every name beyond ASCII; readers of UTF-8 skip it. Numbers are plain
 * (1234.5, a share of 27 % as 0.27), days YYYY-MM-DD, nothing is "". Totals are left out, so that columns can be added up.
 */
export const answerCsv = (answer: Answer, asked: Asked): string => answerFile(answer, asked).csv;

/** The same, and how many rows are in it. */
export function answerFile(answer: Answer, asked: Asked): { csv: string; rows: number } {
  const { columns, rows, totalled } = answerTable(answer, asked);
  const kept = totalled ? rows.slice(0, -1) : rows;
  const head = columns.map(({ head, holds }) => (holds === 'days' ? `${head} (days)` : head));
  return { csv: csv(head, kept), rows: kept.length };
}

export const csv = (head: string[], rows: Value[][]): string =>
  stringify(
    [head, ...rows].map((row) => row.map(guarded)),
    {
      bom: true,
      record_delimiter: 'windows',
      // By itself it quotes only what holds its own end of line, and half of one would tear the row.
      quoted_match: /[\r\n]/,
    },
  );

// A spreadsheet would run such a text as a formula; Excel does so after blanks and full-width signs too.
const formula = /^[\s\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

const guarded = (value: Value): string =>
  typeof value === 'string'
    ? formula.test(value)
      ? `'${value}`
      : value
    : value === null
      ? ''
      : String(value);
