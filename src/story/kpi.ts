/** Sentences about a figure and its limit: the plan of an alert, its card and its end all use them. Pure. */
import type { Answer, Unit } from '../sales/answer.ts';
import type { Effect } from '../sales/part-effects.ts';
import { valueSentence } from './answer.ts';
import type { Asked } from './asked.ts';
import { type Chart, lineChart } from './chart.ts';
import { countOf, dayWithoutYear, figure, headlineMoney, money, number } from './format.ts';

type Unitary = { unit: Unit; currency: string | null };
export type Measured = Unitary & { value: number | null };
export type Limited = { over: boolean; including: boolean; limit: number };

/** "under", "at or over": the side on which somebody is told. */
export const sideOf = ({ over, including }: Limited): string =>
  `${including ? 'at or ' : ''}${over ? 'over' : 'under'}`;

/** Whether the figure is beyond its limit. What has no value is not. A share of 29 in 100 is not over 29 %, whatever a fraction makes of it. */
export function isBeyond({ over, including, limit }: Limited, value: number | null): boolean {
  if (value === null) return false;
  const same = Math.abs(value - limit) <= 1e-9 * Math.max(1, Math.abs(limit));
  return same ? including : over ? value > limit : value < limit;
}

/** "25%", "$2M", "3×", "20": as exact as it was set. */
export function limitSaid(
  { limit }: Pick<Limited, 'limit'>,
  { unit, currency }: Unitary,
  company: string,
): string {
  if (unit === 'currency') {
    const short = headlineMoney(limit, currency, company);
    return limit % 10_000 === 0 ? short : money(limit, currency, company);
  }
  return unit === 'days' ? countOf(limit, 'days') : finely(limit, unit);
}

/** The figure; finer where it would read as its limit: "24.6%" beside a limit of 25 %. */
export function valueSaid({ value, unit, currency }: Measured, limited: Limited, company: string): string {
  if (value === null) return 'nothing to measure';
  const short = figure(value, unit, currency, company, headlineMoney);
  const same =
    isBeyond({ ...limited, including: true }, value) &&
    isBeyond({ ...limited, over: !limited.over, including: true }, value);
  if (same || short !== limitSaid(limited, { unit, currency }, company)) return short;
  return unit === 'currency'
    ? money(value, currency, company)
    : unit === 'days'
      ? `${finely(value, unit)} days`
      : finely(value, unit);
}

const finely = (value: number, unit: Unit): string => {
  const shown = (of: number): string => fine.format(of);
  return unit === 'share' ? `${shown(value * 100)}%` : unit === 'ratio' ? `${shown(value)}×` : shown(value);
};
const fine = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

type Lately = { on: string; value: number | null }[];

/** "a quarter ago 31%"; null where nobody knows. */
export function quarterAgo(of: Measured & { lately: Lately }, company: string): string | null {
  const before = of.lately[0]?.value ?? null;
  if (before === null || of.value === null || of.lately.length < 2) return null;
  return `a quarter ago ${figure(before, of.unit, of.currency, company, headlineMoney)}`;
}

/** The figure week by week with its limit; null where too little is known of it. */
export function latelyChart(
  name: string,
  of: Measured & Limited & { lately: Lately },
  company: string,
): Chart | null {
  const said = (value: number): string => figure(value, of.unit, of.currency, company, headlineMoney);
  const first = of.lately.findIndex(({ value }) => value !== null);
  return lineChart({
    title: `${name}, by week`,
    measure: name,
    marks: of.lately.slice(Math.max(0, first)).map(({ on, value }) => ({
      label: dayWithoutYear(on),
      value,
      said: value === null ? 'no data' : said(value),
    })),
    limit: { label: 'Limit', value: of.limit, said: limitSaid(of, of, company) },
    said,
  });
}

/** "Most of it: Security losses (+6).", "Much of it: EMEA (−$120,000).": how the part differs from a quarter before. */
export function effectSaid(
  { label, is, was, share: of }: Effect,
  { value, before, unit, currency }: Measured & { before: number },
  measure: { kind: string; metric?: string },
  company: string,
): string {
  const much = of >= 0.5 ? 'Most of it' : 'Much of it';
  if (measure.metric === 'win_rate') {
    const won = (is?.part ?? 0) - (was?.part ?? 0);
    const lost = (is?.whole ?? 0) - (is?.part ?? 0) - ((was?.whole ?? 0) - (was?.part ?? 0));
    const fell = (value ?? 0) < before;
    // A rate falls by more losses or fewer wins: what there was more of is named.
    const byLosses = fell ? lost >= -won : -lost > won;
    const [what, by] = byLosses ? (['losses', lost] as const) : (['wins', won] as const);
    return `${much}: ${label} ${what} (${signedNumber(by)}).`;
  }
  if (measure.kind === 'metric')
    return `${much}: ${label}, ${said(is?.value ?? null, unit, company)} after ${said(was?.value ?? null, unit, company)}.`;
  const difference = (is?.value ?? 0) - (was?.value ?? 0);
  const by = figure(
    Math.abs(difference),
    unit === 'currency' ? unit : 'number',
    currency,
    company,
    headlineMoney,
  );
  return `${much}: ${label} (${difference < 0 ? '−' : '+'}${by}).`;
}

const said = (value: number | null, unit: Unit, company: string): string =>
  value === null ? 'nothing' : figure(value, unit, null, company);
const signedNumber = (of: number): string => `${of < 0 ? '−' : '+'}${number(Math.abs(of))}`;

/** What is behind the figure, without the figure: "11 of 50 won, of those won or lost." Null where there is no more to say. */
export function behindFigure(answer: Answer, asked: Asked): string | null {
  if (answer.kind !== 'value') return null;
  const whole = valueSentence(answer, asked);
  // "22%: 11 of 50 …", "$8.4M in 23 deals.", "47 days over 12 won deals, …", "23 deals, $8.4M in total."
  const rest = [
    /^[^:]{1,40}: (.+)$/,
    /^[^ ]+(?: days?)? (?:in|over) (.+)$/,
    /^[^,]+(?:,\d{3})* deals?, (.+)$/,
  ]
    .map((pattern) => pattern.exec(whole)?.[1])
    .find((part) => part !== undefined);
  return rest ?? null;
}
