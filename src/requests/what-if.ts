/** "What if the win rate falls to 20 %", "without the largest deal", "if this rep leaves": the forecast with one thing changed. */

import type { Reported } from '../crew/forecast-report.ts';
import { BadInput } from '../errors.ts';
import { atWinRate, figuresOf, type Outlook, withoutLargest, withoutOwner } from '../sales/outlook.ts';
import type { WhatIf } from '../story/forecast-report.ts';
import { count, list, share } from '../story/format.ts';

export type Supposed =
  /** 0 to 1. */
  | { winRate: number }
  /** So many of the largest. */
  | { withoutLargest: number }
  | { without: { id: string; name: string } };

/** Throws BadInput where there is nothing to change: no norm to compare with, no open deal, nobody of that name. */
export function whatIf({ forecast, figures }: Reported, supposed: Supposed): WhatIf {
  const { given, outlook } = supposing({ forecast, figures }, supposed);
  const found = figuresOf(outlook);
  const chance = forecast.quota === null ? null : found.atLeast(forecast.quota);
  return { given, expected: found.expected, low: found.low, high: found.high, chance };
}

function supposing(
  { forecast, figures }: Pick<Reported, 'forecast' | 'figures'>,
  supposed: Supposed,
): { given: string; outlook: Outlook } {
  const { outlook } = forecast;
  if ('winRate' in supposed) {
    const { part, whole } = figures.winRate.norm;
    if (part === 0)
      throw new BadInput(
        'There is no win rate to compare with: nothing was won in the four quarters before.',
        {
          fix: 'Ask again when deals have been won.',
        },
      );
    const norm = part / whole;
    const given = `With a win rate of ${share(supposed.winRate)} instead of ${share(norm)}`;
    return { given, outlook: atWinRate(outlook, { norm, to: supposed.winRate }) };
  }
  if ('withoutLargest' in supposed) {
    const found = withoutLargest(outlook, supposed.withoutLargest);
    if (found.without.length === 0)
      throw new BadInput('No deal is open, so none can be left out.', { fix: 'Ask for the forecast.' });
    const names = found.without.slice(0, 3).map(({ name }) => name);
    const more = found.without.length - names.length;
    return {
      given: `Without ${list(more > 0 ? [...names, count(more, 'more deal')] : names)}`,
      outlook: found.outlook,
    };
  }
  const { id, name } = supposed.without;
  if (!outlook.open.some(({ owner }) => owner === id))
    throw new BadInput(`${name} has no open deal in this forecast.`, { fix: 'Name somebody who has.' });
  return { given: `Without ${name}`, outlook: withoutOwner(outlook, id, forecast.shareOfWins.get(id) ?? 0) };
}
