/** The answer in one sentence with its number. */
import type { Frame } from '../language/request.ts';
import type { Answer, Cell, DealRow } from '../sales/answer.ts';
import {
  comparisonSentence,
  funnelSentence,
  leadsSentence,
  listedSentence,
  noneHasValue,
  tableSentence,
  valueSentence,
  withoutAny,
} from '../story/answer.ts';
import { type Asked, countedAs, isWhole } from '../story/asked.ts';
import { forecastSentence } from '../story/forecast-answer.ts';
import {
  count,
  countOf,
  day,
  figure,
  headlineMoney,
  list,
  money,
  number,
  percent,
  sums,
} from '../story/format.ts';
import { totalsOf } from '../story/totals.ts';
import { groupsSentence, limitedValue } from './groups-sentence.ts';

export function answerSentence(frame: Frame, answer: Answer, asked: Asked): string {
  const currency = asked.companyCurrency;
  switch (answer.kind) {
    case 'rows':
      return ofRows(frame, answer, currency);
    case 'leads':
      return behind(frame, answer.total, answer.leads.length, asked) ?? leadsSentence(answer);
    case 'listed':
      return behind(frame, answer.total, answer.listed.rows.length, asked) ?? listedSentence(answer);
    case 'value':
      return valueSentence(answer, asked);
    case 'series':
      return groupsSentence(frame, answer, asked, ofSeries(frame, answer, asked));
    case 'comparison':
      return comparisonSentence(answer, asked);
    case 'table':
      return tableSentence(answer, asked);
    case 'funnel':
      return funnelSentence(answer);
    case 'forecast':
      return forecastSentence(answer, asked);
  }
}

function ofRows(frame: Frame, answer: Extract<Answer, { kind: 'rows' }>, currency: string): string {
  const shown = answer.rows.length;
  const all = count(answer.total, 'deal');
  const from = (frame.skip ?? 0) + 1;
  if (from > 1 && shown === 0) return noneBehind(all, from);
  const told = frame.limit === 1 ? oneFact(frame, answer, currency) : null;
  if (told) return [told, sortedRaw(frame, answer.sums, [])].filter((part) => part !== '').join(' ');
  const cut = from > 1 || (frame.limit !== null && answer.total > frame.limit);
  const head = from > 1 ? `${places(from, shown)} of ${all}` : cut ? `${number(shown)} of ${all}` : all;
  // The sum belongs to what is shown: beside "5 of 307" the sum of all 307 would read as that of the 5.
  const summed = cut ? sumsOf(answer.rows) : answer.sums;
  const together = cut ? `in ${shown === 1 ? 'this one' : `these ${number(shown)}`}` : 'in total';
  const money = summed.length > 0 ? `, ${sums(summed, currency)} ${together}` : '';
  return [`${head}${money}.`, standout(frame, answer.rows, currency), sortedRaw(frame, answer.sums, summed)]
    .filter((part) => part !== '')
    .join(' ');
}

/** Which is the larger of two amounts in different currencies is not known. */
function sortedRaw(frame: Frame, all: { currency: string }[], shown: { currency: string }[]): string {
  if (!byAmount(frame) || all.length < 2) return '';
  const of = frame.limit === null ? shown : all;
  const names = list(of.map(({ currency }) => currency).toSorted());
  return `Amounts in ${names} are sorted by their number, not converted. Add "in ${all[0]?.currency}" for one currency.`;
}

const noneBehind = (all: string, from: number): string =>
  `${all}, and none after number ${number(from - 1)}.`;
const places = (from: number, shown: number): string =>
  shown === 1 ? `Number ${number(from)}` : `Numbers ${number(from)} to ${number(from + shown - 1)}`;

/** "Numbers 6 to 10 of 40 leads." Null where the list is shown from its beginning. */
function behind({ skip }: Frame, total: number, shown: number, { of }: Asked): string | null {
  if (!skip) return null;
  const all = countOf(total, countedAs[of]);
  return shown === 0 ? noneBehind(all, skip + 1) : `${places(skip + 1, shown)} of ${all}.`;
}

/** Which deal it is: "Acme Platform, $42,000, of Tom Reyes; the largest of 12." Where one thing was asked of it: "Acme Platform, $42,000: owner Tom Reyes." */
function oneFact(frame: Frame, answer: Extract<Answer, { kind: 'rows' }>, currency: string): string | null {
  const { rows, listed, total } = answer;
  const [row] = rows;
  const [column, ...others] = listed?.columns ?? [];
  if (!row || total < 1) return null;
  const name =
    byAmount(frame) && row.amount !== null && column?.field !== 'amount'
      ? `${row.name}, ${money(row.amount, row.currency, currency)}`
      : row.name;
  if (column && others.length === 0)
    return saidOfOne(name, column, listed?.rows[0]?.cells[0] ?? null, currency);
  const who = [name, ...(row.owner === null ? [] : [`of ${row.owner}`])].join(', ');
  const at = listed?.columns.findIndex(({ field }) => field === frame.sort?.field) ?? -1;
  const by = at < 0 || byAmount(frame) ? undefined : listed?.columns[at];
  const told = by && saidOfOne(who, by, listed?.rows[0]?.cells[at] ?? null, currency);
  return `${told ? told.slice(0, -1) : who}; ${among(frame, total)}.`;
}

const byAmount = (frame: Frame): boolean =>
  frame.sort ? frame.sort.field === 'amount' : frame.limit !== null;

/** "the largest of 335" */
function among(frame: Frame, total: number): string {
  if (total === 1) return 'the only one';
  const which = byAmount(frame) ? ((frame.sort?.down ?? true) ? 'largest' : 'smallest') : 'first';
  return `the ${which} of ${number(total)}`;
}

function saidOfOne(
  name: string,
  column: { label: string; type: string },
  cell: Cell,
  currency: string,
): string | null {
  const label = column.label.toLowerCase();
  if (cell === null || Array.isArray(cell) || typeof cell === 'boolean')
    return cell === null ? `${name}: no ${label}.` : null;
  if (typeof cell === 'object') return `${name}: ${label} ${money(cell.amount, cell.currency, currency)}.`;
  const said =
    column.type === 'day'
      ? day(String(cell))
      : column.type === 'days'
        ? count(Number(cell), 'day')
        : String(cell);
  return `${name}: ${label} ${said}.`;
}

/** Amounts of these rows, each currency by itself, added up in cents. */
function sumsOf(rows: DealRow[]): { currency: string; amount: number; deals: number }[] {
  const byCurrency = new Map<string, { cents: number; deals: number }>();
  for (const { amount, currency } of rows) {
    if (amount === null || currency === null) continue;
    const so = byCurrency.get(currency) ?? { cents: 0, deals: 0 };
    byCurrency.set(currency, { cents: so.cents + Math.round(amount * 100), deals: so.deals + 1 });
  }
  return [...byCurrency].map(([currency, { cents, deals }]) => ({ currency, amount: cents / 100, deals }));
}

/** "The longest is Acme Platform, 47 days." Only what the question is about. */
function standout(frame: Frame, rows: DealRow[], currency: string): string {
  if (rows.length < 2) return '';
  const about = (field: string): boolean =>
    frame.sort?.field === field ||
    frame.clauses.some(
      (clause) => (clause.says === 'range' || clause.says === 'stale') && clause.field === field,
    );
  const most = (of: (row: DealRow) => number | null): DealRow | null =>
    rows.reduce<DealRow | null>(
      (best, row) => ((of(row) ?? -1) > (best ? (of(best) ?? -1) : -1) ? row : best),
      null,
    );
  if (about('days_in_stage')) {
    const row = most((deal) => deal.daysInStage);
    return row?.daysInStage ? `The longest is ${row.name}, ${count(row.daysInStage, 'day')}.` : '';
  }
  if (about('days_since_activity')) {
    const row = most((deal) => deal.daysSinceActivity);
    return row?.daysSinceActivity
      ? `The longest is ${row.name}, ${count(row.daysSinceActivity, 'day')}.`
      : '';
  }
  if (
    frame.sort?.field === 'close_date' ||
    frame.clauses.some((clause) => clause.says === 'period' && clause.field === 'close_date')
  ) {
    const first = rows
      .filter((row) => row.closeDate !== null)
      .sort((a, b) => (a.closeDate ?? '').localeCompare(b.closeDate ?? ''))[0];
    return first?.closeDate ? `The earliest close date is ${day(first.closeDate)}, ${first.name}.` : '';
  }
  if (new Set(rows.map((row) => row.currency)).size !== 1) return '';
  const row = most((deal) => deal.amount);
  return row?.amount ? `The largest is ${row.name}, ${money(row.amount, row.currency, currency)}.` : '';
}

function ofSeries(frame: Frame, answer: Extract<Answer, { kind: 'series' }>, asked: Asked): string {
  const { series, total, unit } = answer;
  const currency = asked.companyCurrency;
  const counted = countOf(total, countedAs[asked.of]);
  const totals = totalsOf(series);
  const [main] = totals;
  const inMain = series.filter(
    (item) => item.value !== null && (item.currency ?? null) === (main?.currency ?? null),
  );
  const [first] = inMain.toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0));
  if (unit === 'currency' && asked.addsUp && noneHasValue(answer))
    return nothingToAdd(answer, asked, counted);
  if (!main || !first || first.value === null)
    return series.length > 0 ? `${counted}, and nothing to measure in any group.` : `${counted}.`;
  const isMoney = unit === 'currency';
  const said = (value: number): string =>
    frame.having
      ? limitedValue({ value, currency: main.currency ?? currency }, answer, frame.having, asked)
      : isMoney
        ? headlineMoney(value, main.currency ?? currency, totals.length > 1 ? '' : currency)
        : figure(value, unit, undefined, currency);
  const where = totals.length > 1 ? `In ${main.currency}, ` : '';
  const label = first.label || 'without a value';
  if (!asked.addsUp) {
    const low = inMain.toSorted((a, b) => (a.value ?? 0) - (b.value ?? 0))[0];
    if (inMain.length > 1 && low?.value === first.value)
      return `${where}all ${number(inMain.length)} have the same ${uncapital(asked.measure)}: ${said(first.value)}.`.replace(
        /^./,
        (letter) => letter.toUpperCase(),
      );
    const [most, least] = unit === 'days' ? ['longest', 'shortest'] : ['highest', 'lowest'];
    const span =
      inMain.length > 1 && low && low.value !== null && low.value !== first.value
        ? `, ${low.label || 'without a value'} the ${least}: ${said(low.value)}`
        : '';
    const what =
      frame.measure.kind === 'average' && asked.metric === null ? 'average' : uncapital(asked.measure);
    // "Lowest first": who is asked for comes first.
    if (frame.sort?.field === 'measure' && !frame.sort.down && span !== '' && low && low.value !== null)
      return `${where}${low.label || 'without a value'} has the ${least} ${what}: ${said(low.value)}, ${label} the ${most}: ${said(first.value)}.`;
    return `${where}${label} has the ${most} ${what}: ${said(first.value)}${span}.`;
  }
  // The first few are not the whole, so no share of it is said.
  const share =
    isWhole(asked) && main.amount > 0 && first.value <= main.amount
      ? ` (${percent(first.value / main.amount)})`
      : '';
  const whole =
    frame.limit !== null ? '' : isMoney ? `${sums(totals, currency)} in ${counted}. ` : `${counted}. `;
  // Of somebody "is largest" says something else.
  const ofPeople = frame.by.length === 1 && ['owner', 'person', 'owner.manager'].includes(frame.by[0] ?? '');
  const [least] = inMain.toSorted((a, b) => (a.value ?? 0) - (b.value ?? 0));
  const equal = (to: number | null): string[] =>
    inMain.filter(({ value }) => value === to).map((one) => one.label || 'without a value');
  const few = least ? equal(least.value) : [];
  if (frame.sort?.field === 'measure' && !frame.sort.down && few.length > 1 && frame.limit === null)
    return `${whole}${where}${firstFew(few)} ${ofPeople ? (isMoney ? 'have the least' : 'have the fewest') : 'are smallest'}: ${said(least?.value ?? 0)} each.`;
  if (frame.sort?.field === 'measure' && !frame.sort.down && least && least.value !== null)
    return `${whole}${where}${least.label || 'without a value'} ${ofPeople ? (isMoney ? 'has the least' : 'has the fewest') : 'is smallest'}: ${said(least.value)}.`;
  const most = equal(first.value);
  if (most.length > 1 && frame.limit === null && !frame.skip)
    return `${whole}${where}${firstFew(most)} ${ofPeople ? 'have the most' : 'are largest'}: ${said(first.value)} each.`;
  return `${whole}${where}${label} ${ofPeople ? 'has the most' : 'is largest'}${frame.skip ? ' of these' : ''}: ${said(first.value)}${share}.`;
}

const firstFew = (names: string[]): string =>
  list(names.length > 3 ? [...names.slice(0, 3), count(names.length - 3, 'other')] : names);

/** "2,089 deals, none with an amount. By number, Engaging is largest: 1,589." */
function nothingToAdd(
  { series }: Extract<Answer, { kind: 'series' }>,
  asked: Asked,
  counted: string,
): string {
  const numbers = new Map<string, number>();
  for (const { label, count } of series) numbers.set(label, (numbers.get(label) ?? 0) + count);
  const [most] = [...numbers].toSorted(([, a], [, b]) => b - a);
  const largest = most ? ` By number, ${most[0] || 'without a value'} is largest: ${number(most[1])}.` : '';
  return `${counted}, ${withoutAny(asked)}.${largest}`;
}

const uncapital = (label: string): string => label.charAt(0).toLowerCase() + label.slice(1);
