import type { WinRateFigures } from '../../sales/attained.ts';
import { newcombe } from '../../sales/shares.ts';
import { count, number, share } from '../../story/format.ts';
import type { Figure, FigureTrigger, Told } from '../nouns.ts';
import { inLines, moneyIn } from './coverage.ts';

/**
 * The win rate is off the norm by more than so many points, and by more than chance would do: the 95 % interval of the
 * difference (Newcombe) is all on one side of zero.
 */
export const winRateOff: FigureTrigger = {
  name: 'win_rate_off',
  label: 'off the norm of its win rate',
  figure: 'win_rate',
  of: 'company',
  severity: 'attention',
  limit: 'win_rate_points',
  holds: ({ forecast }, { value }) => forecast?.of === 'win rate' && isOff(forecast.figures, value),
  tell: (figure, { value }) => tell(figure, value),
};

/** In points; null where there is nothing to compare. */
const pointsOff = ({ now, norm }: WinRateFigures): number | null =>
  now.whole === 0 || norm.whole === 0 ? null : (now.part / now.whole - norm.part / norm.whole) * 100;

function isOff(figures: WinRateFigures, limit: number): boolean {
  const points = pointsOff(figures);
  const difference = newcombe(figures.now, figures.norm);
  // 35 % less 25 % is a hair under 10 points among floating-point numbers.
  if (points === null || !difference || Math.abs(points) <= limit + 1e-9) return false;
  return difference.from > 0 || difference.to < 0;
}

function tell({ forecast }: Figure, limit: number): Told {
  const asks = [{ label: 'Win rate by team', text: 'win rate this quarter by team' }];
  const points = forecast?.of === 'win rate' ? pointsOff(forecast.figures) : null;
  if (forecast?.of !== 'win rate' || points === null)
    return { headline: 'Win rate: nothing to compare', sentence: null, asks };
  const { now, norm, expected } = forecast.figures;
  const [is, was] = [share(now.part / now.whole), share(norm.part / norm.whole)];
  const side = points < 0 ? 'under' : 'over';
  const off = `${number(Math.abs(points))} points ${side}`;
  const money = moneyIn(forecast.terms);
  const difference = newcombe(now, norm);
  const beyond = isOff(forecast.figures, limit);
  return {
    headline: `The win rate is ${is}, ${off} the norm of ${was} (limit ${number(limit)} points)`,
    ...inLines(
      [
        `${number(now.part)} of ${count(now.whole, 'decided deal')} in this period, ${number(norm.part)} of ${number(norm.whole)} in the year before`,
        ...(beyond && difference
          ? [
              `The difference is more than chance: between ${signed(difference.from)} and ${signed(difference.to)} points in 95 of 100 cases`,
            ]
          : []),
        `With ${is}: ${money(expected.now)}. With the norm ${was}: ${money(expected.norm)}`,
      ],
      null,
    ),
    asks,
    limit: { was: 'off the norm', back: beyond ? null : 'within what is usual' },
  };
}

const signed = (difference: number): string => {
  const points = number(Math.abs(difference * 100));
  return difference < 0 ? `−${points}` : `+${points}`;
};
