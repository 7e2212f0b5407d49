/** The same question asked twice, side by side. */
import { BadInput } from '../errors.ts';
import type { Answer, LeftOut, SeriesItem, Side, TableRow } from '../sales/answer.ts';
import type { Condition, Question } from '../sales/conditions.ts';
import { findField } from '../sales/fields.ts';
import { calendarOf, companyCurrency, type Reading } from '../sales/leaf.ts';
import { bucketLabel, bucketOf, resolvePeriod } from '../sales/periods.ts';
import { withinChance } from '../sales/shares.ts';
import type { Sight } from './sight.ts';
import { together } from './sight.ts';

type Ask = (question: Question) => Promise<Answer>;
type Value = Extract<Answer, { kind: 'value' }>;
type Series = Extract<Answer, { kind: 'series' }>;
export type OtherSide = NonNullable<Question['compare']>;

/**
 * Of a performance: both tables as one, each row beside its other side. Throws BadInput for other things that are not
 * one number: a list, a risk, a funnel, a forecast. Money is compared in one currency:
 * that of all amounts where they have but one, else the company's, and the others are counted as left out.
 */
export async function comparisonOf({ question, at }: Sight, other: OtherSide, ask: Ask): Promise<Answer> {
  const { compare: _, by = [], limit, ...own } = question;
  const second: Question = { ...own, where: other.where };
  const period = other.period ?? own.period;
  if (period !== undefined) second.period = period;
  if (other.asOf === null) delete second.asOf;
  else if (other.asOf !== undefined) second.asOf = other.asOf;
  if (isPerformance(question)) {
    const grouped = by.length > 0 ? { by } : {};
    return bothTables([await ask({ ...own, ...grouped }), await ask({ ...second, ...grouped })], limit);
  }
  requireNumber(question);
  const values = [await oneValue(ask, own), await oneValue(ask, second)] as const;
  const currency = currencyOf(values, companyCurrency(at.use.settings));
  const isSum = question.measure !== 'rows' && 'sum' in question.measure;
  const sides: [Side, Side] = [side(values[0], currency, isSum), side(values[1], currency, isSum)];
  const groups =
    by.length === 0 ? null : [await seriesOf(ask, { ...own, by }), await seriesOf(ask, { ...second, by })];
  const [first, last] = values;
  return {
    kind: 'comparison',
    unit: first.unit,
    sides,
    by,
    rows: groups ? paired(groups, currency, inStep(question, other, at.use)).slice(0, limit) : [],
    withinChance: isWinRate(question) ? chance(sides) : null,
    total: first.total + last.total,
    leftOut: together(
      sameRows(question, other) ? larger(first.leftOut, last.leftOut) : [...first.leftOut, ...last.leftOut],
      // At two points in time a deal is on both sides, and left out once.
      other.asOf === undefined
        ? values.flatMap((value) => foreign(value, currency))
        : larger(foreign(first, currency), foreign(last, currency)),
    ),
  };
}

function requireNumber({ measure }: Question): void {
  const table = measure !== 'rows' && 'metric' in measure ? tables[measure.metric] : undefined;
  if (measure !== 'rows' && !table) return;
  throw new BadInput(`${table ?? 'A list'} cannot be compared with another.`, {
    fix: 'Compare a count, a sum, an average, a win rate or another single number.',
  });
}

const tables: Partial<Record<string, string>> = {
  quota_risk: 'A list of who is at risk',
  funnel: 'A funnel',
};

async function oneValue(ask: Ask, question: Question): Promise<Value> {
  const answer = await ask(question);
  // Of a forecast what is expected; of a quarter that is over what was won.
  if (answer.kind === 'forecast') {
    const { expected, currency } = answer.forecast;
    return {
      kind: 'value',
      value: expected,
      unit: 'currency',
      currency,
      total: answer.total,
      leftOut: answer.leftOut,
    };
  }
  if (answer.kind !== 'value') throw new Error(`A comparison needs a value, not ${answer.kind}.`);
  if (answer.unit === 'currency') return answer;
  // What counted deals add up to is not what is compared.
  const { sums: _, ...counted } = answer;
  return counted;
}

async function seriesOf(ask: Ask, question: Question): Promise<Series> {
  const answer = await ask(question);
  if (answer.kind !== 'series') throw new Error(`A comparison needs a series, not ${answer.kind}.`);
  return answer;
}

/** Null where the values are no money. */
function currencyOf(values: readonly Value[], company: string): string | null {
  if (values.every(({ unit, currency }) => unit !== 'currency' && currency === undefined)) return null;
  const used = new Set(
    values.flatMap(({ sums, currency }) => sums?.map((sum) => sum.currency) ?? [currency]),
  );
  const [only] = used;
  return used.size === 1 && only !== undefined ? only : company;
}

/** Of a sum in which the currency does not occur 0, of an average nothing. */
function side(answer: Value, currency: string | null, isSum: boolean): Side {
  const { value, total, part, whole, sums } = answer;
  const found = sums?.find((sum) => sum.currency === currency);
  return {
    value: sums ? (found?.amount ?? (isSum ? 0 : null)) : value,
    count: sums ? (found?.deals ?? 0) : total,
    ...(currency === null ? {} : { currency }),
    ...(part === undefined ? {} : { part }),
    ...(whole === undefined ? {} : { whole }),
  };
}

const foreign = ({ sums = [] }: Value, currency: string | null): LeftOut[] =>
  sums
    .filter((sum) => sum.currency !== currency)
    .map(({ deals }) => ({ because: `amount in another currency than ${currency}`, count: deals }));

/** The groups of the first side, and then those that only the second has. */
function paired(groups: Series[], currency: string | null, step: Step | null) {
  const [first = [], second = []] = groups.map(({ series }) =>
    series.filter((item) => currency === null || item.currency === undefined || item.currency === currency),
  );
  const met = step
    ? second.map((item) => {
        const key = step.toFirst(item.key);
        return { ...item, key, label: step.label(key) };
      })
    : second;
  const others = new Map(met.map((item) => [item.key, item]));
  const known = new Set(first.map(({ key }) => key));
  const plain = ({ key: _, label: __, ...rest }: SeriesItem): Side => rest;
  const rows = [...first, ...met.filter(({ key }) => !known.has(key))].map(({ key, label }) => {
    const own = first.find((item) => item.key === key);
    const other = others.get(key);
    const sides: [Side | null, Side | null] = [own ? plain(own) : null, other ? plain(other) : null];
    return { key, label, sides };
  });
  return step ? rows.sort((a, b) => a.key.localeCompare(b.key)) : rows;
}

/** Month by month of two periods: the first of one stands beside the first of the other. */
type Step = { toFirst: (key: string) => string; label: (key: string) => string };

function inStep(question: Question, other: OtherSide, use: Reading): Step | null {
  const [name, ...more] = question.by ?? [];
  const bucket = name === undefined ? undefined : findField(question.of, name)?.bucket;
  if (!bucket || more.length > 0) return null;
  const calendar = calendarOf(use);
  const begins = [
    question.period ?? periodOn(question.where, bucket.day),
    other.period ?? periodOn(other.where, bucket.day),
  ].map((period) =>
    period ? resolvePeriod(period, { ...calendar, now: use.now, zone: use.zone })?.from : null,
  );
  const [first, second] = begins.map((day) => (day ? ordinal(bucketOf(day, bucket.by, calendar)) : null));
  if (first === second) return null;
  if (first === null || second === null || first === undefined || second === undefined)
    throw new BadInput('Two periods are put side by side by time only where both have a beginning.', {
      fix: 'Say for example "this year vs last year".',
    });
  return {
    toFirst: (key) => keyAt(ordinal(key) - second + first, bucket.by),
    label: (key) => bucketLabel(key, calendar),
  };
}

const periodOn = (where: Condition, day: string): string | null => {
  for (const part of 'all' in where ? where.all : [where]) {
    if ('all' in part) return periodOn(part, day);
    if (
      'field' in part &&
      part.field === day &&
      'is' in part &&
      typeof part.is === 'object' &&
      'period' in part.is
    )
      return part.is.period;
  }
  return null;
};

type By = 'week' | 'month' | 'quarter' | 'year';

/** Where a bucket stands in the row of all of its kind; a week by its first day. */
function ordinal(key: string): number {
  const [year = '0', part, day] = key.split('-');
  if (part === undefined) return Number(year);
  if (day !== undefined) return Date.parse(`${key}T00:00:00Z`) / 86_400_000;
  return part.startsWith('Q')
    ? Number(year) * 4 + Number(part.slice(1)) - 1
    : Number(year) * 12 + Number(part) - 1;
}

function keyAt(place: number, by: By): string {
  if (by === 'week') return new Date(place * 86_400_000).toISOString().slice(0, 10);
  if (by === 'year') return String(place);
  if (by === 'quarter') return `${Math.floor(place / 4)}-Q${(place % 4) + 1}`;
  return `${Math.floor(place / 12)}-${String((place % 12) + 1).padStart(2, '0')}`;
}

const isPerformance = ({ measure }: Question): boolean =>
  measure !== 'rows' && 'metric' in measure && measure.metric === 'performance';

/** Rows of the first side in its order, each followed by its row of the second; who is in the second alone comes last. */
function bothTables([mine, theirs]: [Answer, Answer], limit: number | undefined): Answer {
  if (mine.kind !== 'table' || theirs.kind !== 'table') throw new Error('A performance is a table.');
  const known = new Set(mine.rows.map(({ id }) => id));
  const nothing = mine.columns.map(() => null);
  const missing = theirs.rows.filter(({ id }) => !known.has(id));
  const first = [...mine.rows, ...missing.map((row): TableRow => ({ ...row, cells: nothing }))].slice(
    0,
    limit,
  );
  const rows = first.flatMap((row): TableRow[] => {
    const other = theirs.rows.find(({ id }) => id === row.id);
    return [
      { ...row, side: 0 },
      { ...row, cells: other?.cells ?? nothing, side: 1 },
    ];
  });
  return { ...mine, rows, whole: null, total: mine.total, leftOut: larger(mine.leftOut, theirs.leftOut) };
}

const isWinRate = ({ measure }: Question): boolean =>
  measure !== 'rows' && 'metric' in measure && measure.metric === 'win_rate';

const chance = ([a, b]: [Side, Side]): boolean | null =>
  withinChance({ part: a.part ?? 0, whole: a.whole ?? 0 }, { part: b.part ?? 0, whole: b.whole ?? 0 });

/** Whether both sides are the same rows but for the days they fall on: then a row without a day is missing from both. */
function sameRows({ where }: Question, other: OtherSide): boolean {
  const rest = (condition: Condition): string =>
    JSON.stringify(('all' in condition ? condition.all : [condition]).map(withoutPeriod));
  return rest(where) === rest(other.where);
}

function withoutPeriod(part: Condition): Condition {
  const day = 'field' in part && 'is' in part && typeof part.is === 'object' && 'period' in part.is;
  return day ? { field: part.field, is: { period: '' } } : part;
}

const larger = (a: LeftOut[], b: LeftOut[]): LeftOut[] =>
  [...new Set([...a, ...b].map(({ because }) => because))].map((because) => ({
    because,
    count: Math.max(...[a, b].map((list) => list.find((one) => one.because === because)?.count ?? 0)),
  }));
