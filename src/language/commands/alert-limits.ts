/** Limits of figures: in which unit each figure is counted, and whether what was said fits it. */
import { metricNamed } from '../../sales/metrics.ts';
import { isFigure, unitOf } from '../measure-units.ts';
import { quantityAt } from '../numbers.ts';
import type { Frame } from '../request.ts';
import { words } from '../words.ts';

/** As it was said. `times`: "3x". */
export type Said = {
  unit: 'plain' | 'money' | 'days' | 'percent' | 'times';
  value: number;
  currency: string | null;
};

const times = /^(\d{1,6}(?:\.\d{1,4})?)\s?(?:x|×|times)(?![\p{L}\p{N}])/u;

/** The limit that words begin with, and what stands behind it; null where they begin with none. */
export function limitAt(text: string): { said: Said; rest: string } | null {
  const multiple = times.exec(text);
  if (multiple)
    return {
      said: { unit: 'times', value: Number(multiple[1]), currency: null },
      rest: text.slice(multiple[0].length).trim(),
    };
  const list = words(text);
  const found = quantityAt(list, 0);
  const last = found && list[found.length - 1];
  if (!found || !last || found.plus) return null;
  const currency = found.unit === 'money' ? found.currency : null;
  return { said: { unit: found.unit, value: found.value, currency }, rest: text.slice(last.end).trim() };
}

/** Null: the question has one figure as its answer. Otherwise why not. */
export function oneFigure({ measure, by, other, limit, cut }: Frame): string | null {
  if (by.length > 0) return 'One figure can be watched, not one for each group. Name the one that is meant.';
  if (other) return 'One figure can be watched, not a comparison.';
  if (limit !== null || cut) return 'A figure of the first few cannot be watched.';
  if (measure.kind === 'metric' && !isFigure(measure))
    return `${metricNamed(measure.metric).label} is not one figure. What can be watched: win rate, coverage, attainment, sales cycle, forecast, counts, sums and averages.`;
  return null;
}

/** Below this, a bare number is hardly meant as money. */
const leastMoney = 1_000;

/** The limit in the figure's own unit. `ask`: what is missing, or does not fit. */
export function inUnit(
  frame: Frame,
  { unit, value, currency }: Said,
  company: string,
): { value: number; currency: string | null } | { ask: string } {
  const own = unitOf(frame);
  const fits = (limit: number) => ({ value: limit, currency: null });
  switch (own) {
    case 'share':
      return unit === 'percent'
        ? fits(value / 100)
        : { ask: `${value} of what? It is a percentage: say "25%".` };
    case 'ratio':
      if (unit === 'times' || unit === 'plain') return fits(value);
      return unit === 'percent'
        ? fits(value / 100)
        : { ask: 'That is counted in times of the quota: say "3x".' };
    case 'days':
      return unit === 'days'
        ? fits(value)
        : { ask: `${value} of what? It is counted in days: say "45 days".` };
    case 'number':
      return unit === 'plain' ? fits(value) : { ask: 'That is a number without a unit: say "20".' };
    case 'currency': {
      const counted = currencyOf(frame) ?? company;
      if (unit === 'plain' && value >= leastMoney) return { value, currency: counted };
      if (unit !== 'money')
        return { ask: `${value} of what? It is an amount in ${counted}: say "2m" or "500k".` };
      return currency === null || currency === counted
        ? { value, currency: counted }
        : { ask: `It is counted in ${counted}, and no rate is set. Say the limit in ${counted}.` };
    }
  }
}

/** The currency that the question itself names. */
const currencyOf = (frame: Frame): string | null => {
  const named = frame.clauses.find(
    (clause) => clause.says === 'names' && clause.field === 'currency' && !clause.not,
  );
  const [first, ...others] = named?.says === 'names' ? named.names : [];
  return first && others.length === 0 ? first.id : null;
};
