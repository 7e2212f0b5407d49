/** The same question twice, side by side. */
import { BadInput } from '../errors.ts';
import type { Answer, Side } from '../sales/answer.ts';
import type { Question } from '../sales/conditions.ts';
import { differsByChance } from '../sales/intervals.ts';

type Value = Extract<Answer, { kind: 'value' }>;
type Series = Extract<Answer, { kind: 'series' }>;

/** Throws BadInput where the question has more than one number on a side. */
export async function compared(
  question: Question,
  currency: string,
  ask: (question: Question) => Promise<Answer>,
): Promise<Answer> {
  const { compare, ...first } = question;
  const { limit: _, ...whole } = first;
  // Which groups are the largest is for both sides together to say.
  const [one, other] = await Promise.all([ask(whole), ask({ ...whole, period: undefined, ...compare })]);
  if (one.kind === 'value' && other.kind === 'value')
    return ofValues(valueIn(one, currency), valueIn(other, currency), question);
  if (one.kind === 'series' && other.kind === 'series')
    return ofSeries(seriesIn(one, currency), seriesIn(other, currency), question);
  throw new BadInput('Only counts, sums, averages and rates can be compared.', {
    fix: 'Ask for one of them, or for the two lists one after the other.',
  });
}

/** Two sides are compared in one currency: where there are several, in the company's; the others are left out and counted. */
function valueIn(answer: Value, currency: string): Value {
  if (!answer.sums || answer.sums.length < 2) return answer;
  const ours = answer.sums.find((sum) => sum.currency === currency);
  const others = answer.sums.reduce((all, sum) => all + (sum === ours ? 0 : sum.deals), 0);
  const { sums: _, ...rest } = answer;
  return {
    ...rest,
    ...{ value: ours?.amount ?? null, currency, total: answer.total - others },
    leftOut: [...answer.leftOut, elsewhere(currency, others)],
  };
}

function seriesIn(answer: Series, currency: string): Series {
  const ours = answer.series.filter((item) => item.currency === undefined || item.currency === currency);
  const several = new Set(answer.series.map((item) => item.currency)).size > 1;
  if (!several || ours.length === 0) return answer;
  const others = answer.series.reduce((all, item) => all + (ours.includes(item) ? 0 : item.count), 0);
  return {
    ...answer,
    ...{ series: ours, total: answer.total - others },
    leftOut: [...answer.leftOut, elsewhere(currency, others)],
  };
}

const elsewhere = (currency: string, count: number) => ({
  because: `amount in another currency than ${currency}`,
  count,
});

const sideOf = (answer: Value): Side => ({
  value: answer.value,
  count: answer.total,
  ...(answer.currency ? { currency: answer.currency } : {}),
  ...(answer.part === undefined ? {} : { part: answer.part }),
  ...(answer.whole === undefined ? {} : { whole: answer.whole }),
});

function ofValues(one: Value, other: Value, question: Question): Answer {
  const sides: [Side, Side] = [sideOf(one), sideOf(other)];
  return {
    kind: 'comparison',
    unit: one.unit,
    sides,
    by: [],
    rows: [],
    withinChance: isCounted(question) ? byChance(sides) : null,
    total: one.total + other.total,
    leftOut: merged(one, other),
  };
}

/** Of the rates, the win rate alone counts cases; the others divide money. */
const isCounted = ({ measure }: Question): boolean =>
  measure !== 'rows' && 'metric' in measure && measure.metric === 'win_rate';

const byChance = ([a, b]: [Side, Side]): boolean | null =>
  differsByChance({ part: a.part ?? 0, whole: a.whole ?? 0 }, { part: b.part ?? 0, whole: b.whole ?? 0 });

function ofSeries(one: Series, other: Series, question: Question): Answer {
  const keyOf = ({ key, currency }: Series['series'][number]): string => `${key}\n${currency ?? ''}`;
  const second = new Map(other.series.map((item) => [keyOf(item), item]));
  const known = new Set(one.series.map(keyOf));
  const rest = other.series.filter((item) => !known.has(keyOf(item)));
  const rows = [
    ...one.series.map((item) => ({
      key: item.key,
      label: item.label,
      sides: [item, second.get(keyOf(item)) ?? null] as [Side | null, Side | null],
    })),
    ...rest.map((item) => ({
      key: item.key,
      label: item.label,
      sides: [null, item] as [Side | null, Side | null],
    })),
  ];
  return {
    kind: 'comparison',
    unit: one.unit,
    sides: [summed(one), summed(other)],
    by: one.by,
    rows: rows.slice(0, question.limit),
    withinChance: null,
    total: one.total + other.total,
    leftOut: merged(one, other),
  };
}

/** What all groups of a side make together: counts and sums add up, of rates their parts do, averages do not. */
function summed({ series, unit, total }: Series): Side {
  const currencies = new Set(series.map((item) => item.currency));
  const [currency] = currencies;
  const parts = series.every((item) => item.part !== undefined && item.whole !== undefined);
  const sum = (of: (item: Series['series'][number]) => number): number =>
    series.reduce((all, item) => all + of(item), 0);
  if (parts && series.length > 0 && (unit === 'share' || unit === 'ratio')) {
    const [part, whole] = [sum((item) => item.part ?? 0), sum((item) => item.whole ?? 0)];
    return { value: whole > 0 ? part / whole : null, count: total, part, whole };
  }
  if (unit === 'days' || unit === 'number' || unit === 'share' || unit === 'ratio' || currencies.size > 1)
    return { value: null, count: total };
  return {
    value: sum((item) => item.value ?? 0),
    count: total,
    ...(currency ? { currency } : {}),
  };
}

/** The reasons of both sides, each once. */
function merged(one: Answer, other: Answer): Answer['leftOut'] {
  const counts = new Map<string, number>();
  for (const { because, count } of [...one.leftOut, ...other.leftOut])
    counts.set(because, (counts.get(because) ?? 0) + count);
  return [...counts].map(([because, count]) => ({ because, count }));
}
