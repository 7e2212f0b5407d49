/** Sentences about a figure and its limit: the plan of an alert, its card and its end all use them. Pure. */
import type { Answer, Unit } from '../sales/answer.ts';
import { valueSentence } from './answer.ts';
import type { Asked } from './asked.ts';
import { countOf, figure, headlineMoney, money } from './format.ts';

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
