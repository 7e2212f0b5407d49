import type { Imported } from './crm/import/report.ts';
import type { Reply } from './requests/reply.ts';
import type { DealRow } from './sales/answer.ts';
import { answerTable, readTable, shownRows } from './story/answer-table.ts';
import { askedOf } from './story/asked.ts';
import { worded } from './story/explained.ts';
import { instant, moneyBelow, number } from './story/format.ts';
import type { AnswerTable } from './story/table.ts';

/** A reply as lines for a terminal: understanding first, as on the card. */
export function spoken(reply: Reply): string {
  // What was read in part says both halves in its own sentence.
  const heads = reply.understood !== null && reply.kind !== 'partly understood';
  const lines = heads ? [`Understood: ${reply.understood}`, ''] : [];
  const all = [...lines, ...said(reply), ...reply.assumptions.map((assumption) => `(${assumption})`)];
  return `${all.join('\n').replace(obeyed, '')}\n`;
}

// A name could move the cursor, colour the screen or turn the line around.
export const obeyed = /(?!\n)\p{Cc}|[\u202A-\u202E\u2066-\u2069]/gu;

function said(reply: Reply): string[] {
  switch (reply.kind) {
    case 'answer':
      // A deal's name may hold a line end.
      return [reply.sentence.replace(/\s*\n\s*/g, ' '), ...answered(reply)];
    case 'deal':
      return tableLines(dealTable([reply.deal], reply.companyCurrency), reply.companyCurrency);
    case 'text':
      return [reply.sentence, ...reply.lines];
    case 'help':
      return reply.groups.flatMap(({ title, lines }) => [title, ...lines.map((line) => `  ${line}`), '']);
    case 'clarify':
      return [
        reply.question,
        ...reply.options.map(({ label, fact }, i) => `  ${i + 1}. ${label}${fact ? ` (${fact})` : ''}`),
        ...(reply.next ? ['The nearest things Steward can do:', ...nearest(reply.next)] : []),
      ];
    case 'confirm':
      return [
        reply.headline,
        reply.consequence,
        reply.wayBack,
        `To go on, answer "yes" in the same thread before ${instant(new Date(reply.expires), reply.zone, new Date(reply.asOf))}.`,
      ];
    case 'done':
      return [reply.sentence];
    case 'not understood':
      return [`Not understood: ${reply.words}`, reply.sentence, ...nearest(reply.next)];
    case 'explained':
      return [
        ...reply.sentences,
        ...(reply.worded ? [worded] : []),
        '',
        ...reply.sources.map(({ n, understood, sentence }) => `  [${n}] ${understood}: ${sentence}`),
      ];
    case 'refused':
      return [reply.because, ...nearest(reply.next)];
    default:
      return [reply.sentence, ...nearest(reply.next)];
  }
}

/** What an import did or, on a dry run, would do; then the mapping is shown in the shape of a map file. */
export function imported(result: Imported): string {
  const rejected = result.rejects.slice(0, 5).map(({ line, reason }) => `  line ${line}: ${reason}`);
  return [
    result.sentence,
    ...rejected,
    ...(result.rejectFile ? [`All rejected rows, with line and reason: ${result.rejectFile}`] : []),
    ...result.assumptions.map((assumption) => `(${assumption})`),
    ...(result.dryRun
      ? [
          'Nothing was kept. The mapping, to be saved, changed and given back with --map:',
          JSON.stringify(result.mapping, null, 2),
        ]
      : []),
  ].join('\n');
}

const nearest = (next: { request: string }[]): string[] => next.map(({ request }) => `  Try: ${request}`);

function answered(reply: Extract<Reply, { kind: 'answer' }>): string[] {
  const { answer, companyCurrency } = reply;
  const left = answer.leftOut.map(({ count, because }) => `${number(count)} left out: ${because}`);
  const asked = askedOf(reply.question, companyCurrency, reply.sides);
  const own = readTable(answer, asked);
  if (own) return [...tableLines(own, companyCurrency), ...left];
  if (answer.kind === 'rows')
    return [...tableLines(dealTable(answer.rows, companyCurrency), companyCurrency), ...left];
  // The sentence above has it all.
  if (answer.kind === 'value') return left;
  const made = answerTable(answer, asked);
  const columns = answer.kind === 'leads' ? made.columns.slice(0, mostColumns) : made.columns;
  return [...tableLines({ ...made, columns }, companyCurrency), ...left];
}

/** So many columns of a list stand beside each other in a terminal; figures that were asked for all do. */
const mostColumns = 8;

/** Headings, a line under them, figures to the right; a total is set off by another line. */
function tableLines({ columns, rows, totalled }: AnswerTable, company: string): string[] {
  if (rows.length === 0) return [];
  const cells = shownRows({ columns, rows }, company).map((row) => row.map((cell) => terminal(cell ?? '–')));
  const head = columns.map((column) => terminal(column.head));
  const widths = head.map((text, n) => Math.max(wide(text), ...cells.map((row) => wide(row[n] ?? ''))));
  const line = (row: string[]) =>
    `  ${row
      .map((cell, n) => {
        const room = ' '.repeat((widths[n] ?? 0) - wide(cell));
        return ['text', 'day'].includes(columns[n]?.holds ?? 'text') ? cell + room : room + cell;
      })
      .join('  ')}`.trimEnd();
  const rule = `  ${widths.map((width) => '─'.repeat(width)).join('  ')}`;
  const body = cells.map(line);
  return [line(head), rule, ...(totalled ? [...body.slice(0, -1), rule, ...body.slice(-1)] : body)];
}

/** One line, without what a terminal would obey, cut as on a card. */
const terminal = (text: string): string => {
  const clean = text.replace(/\s+/g, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '');
  const letters = [...clean];
  return letters.length > 40 ? `${letters.slice(0, 39).join('')}…` : clean;
};

const twice =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;

/** Columns of a terminal that a text takes: Chinese and Japanese letters take two, marks none. */
const wide = (text: string): number =>
  [...text].reduce((sum, letter) => sum + (/\p{M}/u.test(letter) ? 0 : twice.test(letter) ? 2 : 1), 0);

/** What tells deals apart at a glance; a file has all of it. */
const dealTable = (rows: DealRow[], company: string): AnswerTable => {
  const written = moneyBelow(
    rows.flatMap((row) => (row.amount === null ? [] : [row.amount])),
    'exact',
  );
  const several =
    new Set(rows.flatMap((row) => (row.amount === null ? [] : [row.currency ?? company]))).size > 1;
  // Beside another currency each amount bears its code.
  const said = (amount: number, currency: string | null): string =>
    several ? written(amount, currency ?? company, '') : written(amount, currency, company);
  return {
    columns: [
      { head: 'Deal', holds: 'text' },
      { head: 'Owner', holds: 'text' },
      { head: 'Stage', holds: 'text' },
      { head: 'Amount', holds: 'text' },
      { head: 'In stage', holds: 'days' },
      { head: 'Without activity', holds: 'days' },
      { head: 'Close date', holds: 'day' },
    ],
    rows: rows.map((row) => [
      row.name,
      row.owner,
      row.stage,
      row.amount === null ? null : said(row.amount, row.currency),
      row.daysInStage,
      row.daysSinceActivity,
      row.closeDate,
    ]),
    totalled: false,
  };
};
