import type { WinRateFigures } from '../../sales/attained.ts';
import { newcombe } from '../../sales/shares.ts';
import { count, number, share } from '../../story/format.ts';
import { moneyIn } from './coverage.ts';
import type { ForecastTrigger } from './nouns.ts';

/**
 * The win rate is off the norm by more than so many points, and by more than chance would do: the 95 % interval of the
 * difference (Newcombe) is all on one side of zero.
 */
export const winRateOff: ForecastTrigger<WinRateFigures> = {
  name: 'win_rate_off',
  severity: 'attention',
  reads: 'win_rate_points',
  check: ({ about, now, norm, expected }, limit, terms) => {
    const difference = newcombe(now, norm);
    if (!difference) return null;
    const [is, was] = [now.part / now.whole, norm.part / norm.whole];
    const points = (is - was) * 100;
    // 35 % less 25 % is a hair under 10 points among floating-point numbers.
    if (Math.abs(points) <= limit + 1e-9) return null;
    if (difference.from <= 0 && difference.to >= 0) return null;
    const money = moneyIn(terms);
    const off = `${number(Math.abs(points))} points ${points < 0 ? 'under' : 'over'}`;
    return {
      trigger: 'win_rate_off',
      severity: 'attention',
      about,
      why: `The win rate is ${share(is)}, ${off} the norm of ${share(was)} (limit ${number(limit)} points)`,
      evidence: [
        `${number(now.part)} of ${count(now.whole, 'decided deal')} in this period, ${number(norm.part)} of ${number(norm.whole)} in the year before`,
        `The difference is more than chance: between ${signed(difference.from)} and ${signed(difference.to)} points in 95 of 100 cases`,
        `With ${share(is)}: ${money(expected.now)}. With the norm ${share(was)}: ${money(expected.norm)}`,
      ],
      proposes: null,
      personal: about.of === 'person',
    };
  },
};

const signed = (difference: number): string => {
  const points = number(Math.abs(difference * 100));
  return difference < 0 ? `−${points}` : `+${points}`;
};
