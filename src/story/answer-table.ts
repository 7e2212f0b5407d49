/** An answer of any kind as one table: the card, the terminal and the CSV file all draw this. Pure. */
import {
  type Answer,
  bestCaseFrom,
  commitFrom,
  type DealRow,
  type LeadRow,
  type Side,
  type TableRow,
  type Unit,
} from '../sales/answer.ts';
import { type Asked, behindOf, headed, isWhole, shareOfAmount } from './asked.ts';
import { day, figure, money, moneyBelow, percent } from './format.ts';
import { listedFile, listedTable, telling } from './listed.ts';
import type { AnswerTable, Column, Holds, Value } from './table.ts';

export function answerTable(answer: Answer, asked: Asked): AnswerTable {
  switch (answer.kind) {
    case 'rows':
      return answer.listed ? listedFile('deal', answer.listed) : listed(dealColumns, answer.rows);
    case 'leads':
      return answer.listed ? listedFile('lead', answer.listed) : listed(leadColumns, answer.leads);
    case 'listed':
      return listedFile(answer.of, answer.listed);
    case 'value':
      return ofValue(answer, asked);
    case 'series':
      return ofSeries(answer, asked);
    case 'comparison':
      return ofComparison(answer, asked);
    case 'table':
      return ofTable(answer, asked);
    case 'funnel':
      return {
        columns: [text('Stage'), column('Deals', 'deals'), column('Went on to it', 'share')],
        rows: answer.steps.map(({ label, count, rate }) => [label, count, rate]),
        totalled: false,
      };
    case 'forecast':
      return ofForecast(answer);
  }
}

/** The answer as it is read, on a card and in a terminal: of rows that have columns of their own, these. Null: the usual ones. */
export function readTable(answer: Answer, asked: Asked): AnswerTable | null {
  if (answer.kind === 'listed')
    return listedTable(answer.of, telling(answer.listed, asked.limited), asked.companyCurrency);
  if (answer.kind !== 'rows' && answer.kind !== 'leads') return null;
  return answer.listed
    ? listedTable(answer.kind === 'rows' ? 'deal' : 'lead', answer.listed, asked.companyCurrency)
    : null;
}

const text = (head: string): Column => ({ head, holds: 'text' });
const column = (head: string, holds: Holds, currency?: string): Column => ({
  head: currency === undefined ? head : `${head} (${currency})`,
  holds,
  ...(currency === undefined ? {} : { currency }),
});

const under = (head: string, holds: Holds, currency?: string): Column => ({
  ...column(head, holds, currency),
  head,
});

type Listed<Row> = [head: string, holds: Holds, of: (row: Row) => Value][];

// Amounts of a list are plain numbers beside a column that names their currency.
const dealColumns: Listed<DealRow> = [
  ['Deal', 'text', (row) => row.name],
  ['Deal id', 'text', (row) => row.id],
  ['Account', 'text', (row) => row.account],
  ['Owner', 'text', (row) => row.owner],
  ['Team', 'text', (row) => row.team],
  ['Territory', 'text', (row) => row.territory],
  ['Product', 'text', (row) => row.product],
  ['Stage', 'text', (row) => row.stage],
  ['Status', 'text', (row) => headed(row.status)],
  ['Amount', 'number', (row) => row.amount],
  ['Currency', 'text', (row) => row.currency],
  ['Close date', 'day', (row) => row.closeDate],
  ['Days in stage', 'number', (row) => row.daysInStage],
  ['In stage since', 'day', (row) => row.stageSince],
  ['Last activity', 'day', (row) => row.lastActivityOn],
  ['Days since activity', 'number', (row) => row.daysSinceActivity],
  ['Next step', 'text', (row) => row.nextStep],
  ['Created', 'day', (row) => row.createdOn],
];

const leadColumns: Listed<LeadRow> = [
  ['Lead', 'text', (row) => row.name ?? row.company ?? row.id],
  ['Company', 'text', (row) => row.company],
  ['Owner', 'text', (row) => row.owner],
  ['Status', 'text', (row) => headed(row.status)],
  ['Age', 'days', (row) => row.age],
  ['First touch', 'day', (row) => row.firstTouchOn],
  ['Days to first touch', 'number', (row) => row.responseDays],
  ['Title', 'text', (row) => row.title],
  ['Source', 'text', (row) => row.leadSource],
  ['Team', 'text', (row) => row.team],
  ['Territory', 'text', (row) => row.territory],
  ['Segment', 'text', (row) => row.segment],
  ['Created', 'day', (row) => row.createdOn],
  ['Lead id', 'text', (row) => row.id],
];

const listed = <Row>(columns: Listed<Row>, rows: Row[]): AnswerTable => ({
  columns: columns.map(([head, holds]) => column(head, holds)),
  rows: rows.map((row) => columns.map(([, , of]) => of(row))),
  totalled: false,
});

function ofValue(answer: Extract<Answer, { kind: 'value' }>, asked: Asked): AnswerTable {
  const { value, unit, currency, total } = answer;
  const behind = column(headed(behindOf(asked)), 'number');
  if (value === null && answer.sums && answer.sums.length > 0) {
    return {
      columns: [text('Currency'), column(asked.measure, 'number'), behind],
      rows: answer.sums.map((sum) => [sum.currency, sum.amount, sum.deals]),
      totalled: false,
    };
  }
  const isCount = value === total && ['deals', 'leads', 'accounts', 'contacts'].includes(unit);
  const [money] = answer.sums?.length === 1 ? answer.sums : [];
  return {
    columns: [
      column(asked.measure, unit, unit === 'currency' ? (currency ?? asked.companyCurrency) : undefined),
      ...(isCount ? [] : [behind]),
      ...(money ? [column('Amount', 'currency', money.currency)] : []),
    ],
    rows: [[value, ...(isCount ? [] : [total]), ...(money ? [money.amount] : [])]],
    totalled: false,
  };
}

/** A rate of amounts stands beside both of them: who asks for quotas wants to see them. */
const amountsOf: Record<string, { head: string; of: 'part' | 'whole' }[]> = {
  attainment: [
    { head: 'Won', of: 'part' },
    { head: 'Quota', of: 'whole' },
  ],
  coverage: [
    { head: 'Open pipeline', of: 'part' },
    { head: 'Left to win', of: 'whole' },
  ],
  [shareOfAmount]: [{ head: 'Amount', of: 'part' }],
};

/** Each currency has its own column: they are never added up. Nor are averages and rates. */
function ofSeries({ by, series, unit }: Extract<Answer, { kind: 'series' }>, asked: Asked): AnswerTable {
  const group = text(by.map(headed).join(', ') || 'Group');
  const behind = column(headed(behindOf(asked)), 'number');
  const inMoney = unit === 'currency';
  const isCount = !inMoney && series.every((item) => item.value === item.count);
  const currencyOf = (item: { currency?: string }) => item.currency ?? asked.companyCurrency;
  // The company's own comes first, whichever the first group has.
  const first = (currency: string): number => (currency === asked.companyCurrency ? 0 : 1);
  const currencies = inMoney
    ? [...new Set(series.map(currencyOf))].toSorted((a, b) => first(a) - first(b))
    : [];
  const measure = inMoney && asked.measure === 'Deals' ? 'Amount' : asked.measure;
  const divides = series.some(({ whole }) => whole !== undefined)
    ? (amountsOf[asked.metric ?? asked.measure] ?? [])
    : [];
  const line = (label: string, of: typeof series): Value[] => {
    const measured = (items: typeof series): Value => {
      const values = items.flatMap(({ value }) => (value === null ? [] : [value]));
      return values.length === 0 ? null : plus(values);
    };
    const cells = inMoney
      ? currencies.map((currency) => measured(of.filter((item) => currencyOf(item) === currency)))
      : [measured(of)];
    const amounts = divides.flatMap(({ of: end }): Value[] => [
      of.length === 1 ? (of[0]?.[end] ?? null) : null,
    ]);
    return [label, ...cells, ...amounts, ...(isCount ? [] : [plus(of.map((item) => item.count))])];
  };
  // The same key twice is one group with amounts in two currencies.
  const groups = inMoney
    ? [...Map.groupBy(series, (item) => item.key).values()]
    : series.map((item) => [item]);
  const totalled = groups.length > 1 && asked.addsUp && isWhole(asked);
  return {
    columns: [
      group,
      ...(inMoney
        ? currencies.map((currency) => column(measure, 'currency', currency))
        : [column(measure, unit)]),
      ...divides.map(({ head }) => column(head, 'currency', series[0] && currencyOf(series[0]))),
      ...(isCount ? [] : [behind]),
    ],
    rows: [
      ...groups.map((items) => line(items[0]?.label || 'No value', items)),
      ...(totalled ? [line('Total', series)] : []),
    ],
    totalled,
  };
}

// In cents, so that a column of amounts ends in no 0.30000000000000004.
const plus = (values: number[]): number =>
  Math.round(values.reduce((all, value) => all + Math.round(value * 1e6), 0)) / 1e6;

function ofComparison(
  { by, rows, sides, unit }: Extract<Answer, { kind: 'comparison' }>,
  asked: Asked,
): AnswerTable {
  const inMoney = unit === 'currency';
  const all = [...rows.flatMap((row) => row.sides), ...sides].flatMap((side) => (side ? [side] : []));
  const currencies = inMoney
    ? new Set(all.map((side) => side.currency ?? asked.companyCurrency))
    : new Set<string>();
  const [only] = currencies.size === 1 ? [...currencies] : [];
  const named = asked.sides.names.map(headed);
  const cells = (of: [Side | null, Side | null]): Value[] => {
    const [mine, theirs] = [of[0]?.value ?? null, of[1]?.value ?? null];
    const comparable = mine !== null && theirs !== null && (!inMoney || of[0]?.currency === of[1]?.currency);
    const difference = comparable ? apart(mine, theirs, unit) : null;
    return inMoney && !only
      ? [mine, of[0]?.currency ?? null, theirs, of[1]?.currency ?? null, difference]
      : [mine, theirs, difference];
  };
  const holds = inMoney && !only ? 'number' : unit;
  return {
    columns: [
      text(by.map(headed).join(', ') || 'Measure'),
      // The first heading names the currency of all.
      ...named.flatMap((name, n) => [
        n === 0 ? column(name, holds, only) : under(name, holds, only),
        ...(inMoney && !only ? [text(`${name}, currency`)] : []),
      ]),
      unit === 'share' ? column('Points', 'number') : under('Difference', holds, only),
    ],
    rows: [
      ...rows.map((row) => [row.label || 'No value', ...cells(row.sides)]),
      [rows.length > 0 ? 'All' : asked.measure, ...cells(sides)],
    ],
    totalled: rows.length > 0,
  };
}

/** Of shares the points between the rounded figures, so that it adds up on sight. */
const apart = (mine: number, theirs: number, unit: Unit): number =>
  unit === 'share' ? Math.round(mine * 100) - Math.round(theirs * 100) : plus([mine, -theirs]);

function ofTable(
  { by, columns, rows, whole }: Extract<Answer, { kind: 'table' }>,
  asked: Asked,
): AnswerTable {
  const sided = (row: TableRow): string =>
    row.side === undefined ? row.label : `${row.label}, ${asked.sides.names[row.side]}`;
  const all = (whole ? [...rows, whole] : rows).map((row) => ({ ...row, label: sided(row) }));
  return {
    columns: [text(headed(by)), ...columns.map(({ label, unit, currency }) => column(label, unit, currency))],
    rows: all.map(({ label, cells }) => [label || 'No value', ...columns.map((_, n) => cells[n] ?? null)]),
    totalled: whole !== null,
  };
}

function ofForecast({ forecast: of }: Extract<Answer, { kind: 'forecast' }>): AnswerTable {
  const amounts: [string, number | null, number | null][] = [
    ['Quota', of.quota, null],
    ['Won so far', of.won, of.wonDeals],
    ['Low end (80%)', of.low, null],
    ['Expected', of.expected, null],
    ['High end (80%)', of.high, null],
    [`Commit (from ${percent(commitFrom)})`, of.commit, null],
    [`Best case (from ${percent(bestCaseFrom)})`, of.bestCase, null],
    ['Open pipeline', of.pipeline, of.openDeals],
  ];
  const stages = of.stages.map((one): Value[] => [
    `In ${one.stage}`,
    one.amount,
    one.deals,
    one.expected,
    one.rate,
  ]);
  const later: Value[][] = of.later === 0 ? [] : [['Not opened yet', null, null, of.later, null]];
  return {
    columns: [
      text('Forecast'),
      column('Amount', 'currency', of.currency),
      column('Deals', 'deals'),
      column('Expected', 'currency', of.currency),
      column('Share', 'share'),
    ],
    rows: [...amounts.map((row): Value[] => [...row, null, null]), ...stages, ...later],
    totalled: false,
  };
}

/** The rows as people read them, under headings that name the currency and what is counted. Null: an empty cell. */
export function shownRows(
  { columns, rows }: Pick<AnswerTable, 'columns' | 'rows'>,
  company: string,
): (string | null)[][] {
  const written = columns.map(({ holds }, n) =>
    holds === 'currency' ? moneyBelow(rows.flatMap((row) => numbersIn(row[n] ?? null))) : money,
  );
  return rows.map((row) =>
    columns.map((column, n) => shownValue(row[n] ?? null, column, company, written[n] ?? money)),
  );
}

/** The same as cells of a card: a number is sorted by its value. */
export const shownCells = (
  table: Pick<AnswerTable, 'columns' | 'rows'>,
  company: string,
): (string | { value: number; text: string })[][] =>
  shownRows(table, company).map((texts, at) =>
    texts.map((said, n) => {
      const value = table.rows[at]?.[n] ?? null;
      const text = said ?? '–';
      return typeof value === 'number' && Number.isFinite(value) ? { value, text } : text;
    }),
  );

const numbersIn = (value: Value): number[] => (typeof value === 'number' ? [value] : []);

function shownValue(
  value: Value,
  { holds, currency }: Column,
  company: string,
  as: typeof money,
): string | null {
  if (value === null || value === '') return null;
  if (typeof value === 'string') return holds === 'day' ? day(value) : value;
  if (holds === 'text' || holds === 'day') return String(value);
  // The heading bears the code, so the cell has figures only.
  const said = figure(value, holds, currency ?? null, currency === undefined ? company : '', as);
  return currency === undefined ? said : said.replace(`${currency} `, '');
}
