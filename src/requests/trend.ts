/** Where a figure in time is going: from its first periods to its last whole ones, and since when. */
import type { Frame } from '../language/request.ts';
import type { Answer, SeriesItem } from '../sales/answer.ts';
import { addDays, dayIn } from '../sales/days.ts';
import { bucketOf, resolvePeriod } from '../sales/periods.ts';
import type { Asked } from '../story/asked.ts';
import { count, figure, headlineMoney, share } from '../story/format.ts';
import { totalsOf } from '../story/totals.ts';
import type { Company } from './company.ts';

type Series = Extract<Answer, { kind: 'series' }>;
type Unit = 'week' | 'month' | 'quarter' | 'year';

/**
 * "Up 45%, from $1.93M a month (Nov 2024 to Jan 2025) to $2.79M a month (Dec 2025 to Feb 2026), mostly since Sep 2025. ": the
 * mean of the first periods beside that of the last, of those that are over. "Since" is where the means before and after differ
 * most for their length (the change point of a CUSUM). Empty where it is no series in time, or one that lies ahead.
 */
export function trendSentence(frame: Frame, answer: Answer, asked: Asked, company: Company): string {
  const unit = /_(week|month|quarter|year)$/.exec(frame.by.length === 1 ? (frame.by[0] ?? '') : '')?.[1];
  if (answer.kind !== 'series' || unit === undefined || frame.having || frame.limit !== null) return '';
  const begun = wholePeriods(answer, unit as Unit, company);
  const limit = frame.clauses.find((clause) => clause.says === 'period');
  // Without a limit the first period is where the data begins, seldom at its own beginning.
  const whole = limit
    ? begun.filter(({ key }) => key !== cutIn(limit.period, unit as Unit, company))
    : begun.slice(1);
  if (whole.length < 3 || isAhead(frame)) return '';
  const width = whole.length >= 8 ? 3 : whole.length >= 6 ? 2 : 1;
  const [first, last] = [whole.slice(0, width), whole.slice(-width)];
  const [before, after] = [meanOf(first), meanOf(last)];
  if (before === null || after === null) return '';
  const currency = whole[0]?.currency;
  const several = totalsOf(answer.series).length > 1;
  const said = (value: number): string =>
    figure(value, answer.unit, currency, several ? '' : asked.companyCurrency, headlineMoney);
  const each = asked.addsUp && width > 1 ? ` a ${unit}` : '';
  const when = (of: SeriesItem[]): string =>
    of.length === 1 ? ` in ${of[0]?.label}` : `${each} (${of[0]?.label} to ${of.at(-1)?.label})`;
  const rounded =
    asked.addsUp && answer.unit !== 'currency'
      ? (value: number) => Math.round(value * 10) / 10
      : (value: number) => value;
  const change = changeSaid(before, after, answer.unit);
  const since = change === 'About level' ? '' : turnedAt(whole, after > before);
  return `${change}, from ${said(rounded(before))}${when(first)} to ${said(rounded(after))}${when(last)}${since}. `;
}

/** Of what is open all lies ahead, by its close date. */
const isAhead = ({ by, clauses, pipeline }: Frame): boolean =>
  (by[0] ?? '').startsWith('close_') &&
  (pipeline || clauses.some((one) => one.says === 'status' && one.is.includes('open')));

/** In the order of time, of the main currency, without the one that is under way and what is still to come. */
function wholePeriods({ series }: Series, unit: Unit, { now, zone, calendar }: Company): SeriesItem[] {
  const [main] = totalsOf(series.filter(({ value }) => value !== null));
  const current = bucketOf(dayIn(now, zone), unit, calendar);
  return series
    .filter(
      ({ key, value, currency }) =>
        key !== '' && key < current && value !== null && (currency ?? null) === (main?.currency ?? null),
    )
    .toSorted((a, b) => a.key.localeCompare(b.key));
}

/** The period in whose middle that time begins: "last 12 months" on the 20th. Null where it begins with one. */
function cutIn(period: string, unit: Unit, { now, zone, calendar }: Company): string | null {
  const from = resolvePeriod(period, { ...calendar, now, zone })?.from;
  if (!from) return null;
  const first = bucketOf(from, unit, calendar);
  return first === bucketOf(addDays(from, -1), unit, calendar) ? first : null;
}

/** A rate of several periods is that of all their cases. */
function meanOf(items: SeriesItem[]): number | null {
  const whole = items.reduce((sum, item) => sum + (item.whole ?? 0), 0);
  if (items.every((item) => item.part !== undefined && item.whole !== undefined))
    return whole > 0 ? items.reduce((sum, item) => sum + (item.part ?? 0), 0) / whole : null;
  return items.reduce((sum, { value }) => sum + (value ?? 0), 0) / items.length;
}

function changeSaid(before: number, after: number, unit: Series['unit']): string {
  if (unit === 'share') {
    const points = Math.round(after * 100) - Math.round(before * 100);
    return points === 0 ? 'About level' : `${points > 0 ? 'Up' : 'Down'} ${count(Math.abs(points), 'point')}`;
  }
  if (before <= 0) return after > before ? 'Up' : 'About level';
  const change = after / before - 1;
  if (Math.abs(change) < 0.02) return 'About level';
  return `${change > 0 ? 'Up' : 'Down'} ${share(Math.abs(change))}`;
}

function turnedAt(whole: SeriesItem[], up: boolean): string {
  if (whole.length < 6) return '';
  const values = whole.map(({ value }) => value ?? 0);
  const mean = (of: number[]): number => of.reduce((sum, one) => sum + one, 0) / of.length;
  const splits = values.slice(1).map((_, n) => {
    const at = n + 1;
    const step = mean(values.slice(at)) - mean(values.slice(0, at));
    return { at, weight: (up ? step : -step) * Math.sqrt((at * (values.length - at)) / values.length) };
  });
  const best = splits.reduce((most, one) => (one.weight > most.weight ? one : most));
  return best.weight > 0 ? `, mostly since ${whole[best.at]?.label}` : '';
}
