/** Groups that are limited by their measure, in words: how many meet the limit, and of none the nearest. */
import type { Frame, Having } from '../language/request.ts';
import { havingSaid } from '../language/understanding.ts';
import type { Answer, SeriesItem } from '../sales/answer.ts';
import { findField } from '../sales/fields.ts';
import { type Asked, countedAs } from '../story/asked.ts';
import { count, countOf, number } from '../story/format.ts';
import { valueSaid } from '../story/kpi.ts';
import { whoCounted } from '../story/quota-answer.ts';

type Series = Extract<Answer, { kind: 'series' }>;

/**
 * "4 of 14 people, 193 deals. …", with `rest` behind it; "1 of 14 people: Priya Nair with 89 deals."; "None of 14 people has
 * over 60%. The highest is Tom Reyes with 48%." Without a limit on groups `rest` alone.
 */
export function groupsSentence(frame: Frame, answer: Series, asked: Asked, rest: string): string {
  const { groups, series } = answer;
  const { having } = frame;
  if (!having || !groups || groups.of === 0) return rest;
  const all = groupsCounted(groups.of, asked.of, answer.by);
  const [only] = series;
  const counts = answer.unit === countedAs[asked.of];
  const named = (item: SeriesItem): string =>
    `${item.label || 'what has none'} with ${counts ? countOf(item.value ?? 0, answer.unit) : limitedValue(item, answer, having, asked)}`;
  const one = groups.of === 1 ? (groups.nearest ?? only) : undefined;
  if (one) return `The only ${all.slice(2)} with a figure is ${named(one)}.`;
  if (groups.nearest)
    return `None of ${all} has ${havingSaid(frame, having, asked.companyCurrency)}. The ${endOf(having)} is ${named(groups.nearest)}.`;
  if (groups.met === 1 && only) return `1 of ${all}: ${named(only)}.`;
  const met = groups.met === groups.of ? `All ${all}` : `${number(groups.met)} of ${all}`;
  return `${met}${asked.addsUp && frame.limit === null ? ', ' : '. '}${rest}`;
}

const endOf = ({ from, to }: Having): string =>
  from === null ? 'lowest' : to === null ? 'highest' : 'nearest';

/** Finer where it would read as the limit itself. */
export function limitedValue(
  { value, currency }: Pick<SeriesItem, 'value' | 'currency'>,
  { unit }: Pick<Series, 'unit'>,
  { from, to, exclusive }: Having,
  { companyCurrency }: Asked,
): string {
  const limit = { over: from !== null, including: exclusive.length === 0, limit: from ?? to ?? 0 };
  return valueSaid({ value, unit, currency: currency ?? null }, limit, companyCurrency);
}

/** "14 people", "5 products"; of two fields "30 groups". */
function groupsCounted(n: number, of: Asked['of'], by: string[]): string {
  const [field = '', ...more] = by;
  if (more.length > 0) return count(n, 'group');
  if (field === 'person') return countOf(n, 'people');
  return field === 'owner'
    ? whoCounted(n, field)
    : count(n, findField(of, field)?.label.toLowerCase() ?? 'group');
}
