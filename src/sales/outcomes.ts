/** What a set of deals may bring, each won or not on its own. Pure. */
import { type Case, type Chance, distribution, type Later, type Sure } from './grid.ts';

export type Besides = {
  later?: Later;
  /** By how much all chances together may turn out better or worse: the coefficient of variation of what all share. */
  swing?: number;
};

/** The mean, the middle, the ends between which it lies in 80 of 100 cases, and how likely at least so much is reached. */
export type Outcomes = {
  mean: number;
  low: number;
  middle: number;
  high: number;
  atLeast(goal: number): number;
};

/**
 * The distribution of the sum of independent deals, by convolving them one after the other on a grid (the individual
 * risk model: Klugman, Panjer, Willmot, "Loss Models", chapter 9). The grid's step is the amounts' common divisor, so
 * that the result is exact; where that takes more than 16,384 steps, an amount between two points is split between them
 * so that its mean is kept (the method of local moment matching, ibid.). Beyond 2,000 deals the sum is taken as normal.
 *
 * Deals still to come are a compound Poisson sum by Panjer's recursion (ibid.). With a swing the distribution is the
 * mixture over a lognormal factor of mean 1 by which all rates are multiplied, at the seven points of Gauss and Hermite.
 */
export function outcomes(chances: Chance[], { later, swing = 0 }: Besides = {}): Outcomes {
  const cases = swingPoints(swing).map(({ factor, weight }) => ({
    weight,
    chances:
      factor === 1 ? chances : chances.map((one) => ({ ...one, rate: Math.min(1, one.rate * factor) })),
    later: laterOf(later, factor),
  }));
  const deals = chances.reduce((sum, { amount, count }) => sum + (amount === 0 ? 0 : count), 0);
  const mean = cases.reduce((sum, one) => sum + one.weight * meanOf(one), 0);
  if (deals === 0 && cases[0]?.later === null)
    return { mean, low: mean, middle: mean, high: mean, atLeast: (goal) => (mean >= goal ? 1 : 0) };
  return deals > mostDeals ? normal(cases, mean) : { mean, ...distribution(cases) };
}

const mostDeals = 2_000;

/** Nodes and weights of Gauss and Hermite for the normal distribution. Source: Abramowitz and Stegun, table 25.10. */
const hermite: [number, number][] = [
  [0, 0.457142857142857],
  [1.154405394739968, 0.240123178605013],
  [2.366759410734541, 0.030757123967586],
  [3.750439717725742, 0.000548268855972],
];

/** A lognormal of mean 1 in seven points, which have its mean exactly. */
function swingPoints(swing: number): { factor: number; weight: number }[] {
  if (swing <= 0) return [{ factor: 1, weight: 1 }];
  const sigma = Math.sqrt(Math.log(1 + swing * swing));
  const points = hermite.flatMap(([node, weight]) =>
    (node === 0 ? [0] : [-node, node]).map((at) => ({ factor: Math.exp(sigma * at), weight })),
  );
  const all = points.reduce((sum, { weight }) => sum + weight, 0);
  const mean = points.reduce((sum, { factor, weight }) => sum + (factor * weight) / all, 0);
  return points.map(({ factor, weight }) => ({ factor: factor / mean, weight: weight / all }));
}

function laterOf(later: Later | undefined, factor: number): Sure | null {
  const amounts = later?.amounts.filter(({ amount, count }) => amount > 0 && count > 0) ?? [];
  if (!later || later.wins <= 0 || amounts.length === 0) return null;
  const all = amounts.reduce((sum, { count }) => sum + count, 0);
  const moment = (power: number): number =>
    amounts.reduce((sum, { amount, count }) => sum + (amount ** power * count) / all, 0);
  return { wins: later.wins * factor, amounts, mean: moment(1), square: moment(2) };
}

const meanOf = ({ chances, later }: Case): number =>
  chances.reduce((sum, { amount, rate, count }) => sum + amount * rate * count, 0) +
  (later ? later.wins * later.mean : 0);

const varianceOf = ({ chances, later }: Case): number =>
  chances.reduce((sum, { amount, rate, count }) => sum + amount * amount * rate * (1 - rate) * count, 0) +
  (later ? later.wins * later.square : 0);

/** Of very many: the variance of each case, and what the cases differ from each other. */
function normal(cases: Case[], mean: number): Outcomes {
  const variance = cases.reduce(
    (sum, one) => sum + one.weight * (varianceOf(one) + (meanOf(one) - mean) ** 2),
    0,
  );
  const spread = Math.sqrt(variance);
  return {
    mean,
    low: mean - 1.2815515655446004 * spread,
    middle: mean,
    high: mean + 1.2815515655446004 * spread,
    atLeast: (goal) => (spread === 0 ? (mean >= goal ? 1 : 0) : upperTail((goal - mean) / spread)),
  };
}

/** P(Z ≥ z) to 7 digits. Source: Abramowitz and Stegun, "Handbook of Mathematical Functions", 26.2.17. */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z >= 0 ? tail : 1 - tail;
}
