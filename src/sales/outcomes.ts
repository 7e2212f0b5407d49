/** What a set of open deals may bring, each won or not on its own. Pure. */

/** `count` deals of this amount, each won with probability `rate`. */
export type Chance = { amount: number; rate: number; count: number };

/** The mean, the ends between which it lies in 80 of 100 cases, and how likely at least so much is reached. */
export type Outcomes = { mean: number; low: number; high: number; atLeast(goal: number): number };

const mostSteps = 16_384;
const mostDeals = 2_000;

/**
 * The distribution of the sum of independent deals, by convolving them one after the other on a grid (the individual
 * risk model: Klugman, Panjer, Willmot, "Loss Models", chapter 9). The grid's step is the amounts' common divisor, so
 * that the result is exact; where that takes more than 16,384 steps, an amount between two points is split between them
 * so that its mean is kept (the method of local moment matching, ibid.). Beyond 2,000 deals the sum is taken as normal.
 */
export function outcomes(chances: Chance[]): Outcomes {
  // A negative amount is certain, and its absence a gain.
  const certain = chances.reduce((sum, { amount, count }) => sum + Math.min(0, amount) * count, 0);
  const gains = chances
    .filter(({ amount, count }) => amount !== 0 && count > 0)
    .map(({ amount, rate, count }) =>
      amount > 0 ? { amount, rate, count } : { amount: -amount, rate: 1 - rate, count },
    );
  const deals = gains.reduce((sum, { count }) => sum + count, 0);
  const mean = chances.reduce((sum, { amount, rate, count }) => sum + amount * rate * count, 0);
  if (deals === 0) return { mean, low: mean, high: mean, atLeast: (goal) => (mean >= goal ? 1 : 0) };
  return deals > mostDeals ? normal(gains, mean) : convolved(gains, mean, certain);
}

function convolved(gains: Chance[], mean: number, certain: number): Outcomes {
  const total = gains.reduce((sum, { amount, count }) => sum + amount * count, 0);
  const step = gridStep(gains, total);
  const likely = new Float64Array(Math.ceil(total / step) + 2);
  likely[0] = 1;
  let last = 0;
  for (const { amount, rate, count } of gains) {
    const steps = Math.floor(amount / step + 1e-9);
    const over = Math.max(0, amount / step - steps);
    const upper = over < 1e-9 ? 0 : over;
    for (let i = 0; i < count; i++) {
      last = Math.min(likely.length - 1, last + steps + (upper > 0 ? 1 : 0));
      add(likely, last, { steps, rate, upper });
    }
  }
  const at = (place: number): number => certain + place * step;
  const quantile = (share: number): number => {
    let sum = 0;
    for (let place = 0; place <= last; place++) {
      sum += likely[place] ?? 0;
      if (sum >= share - 1e-12) return at(place);
    }
    return at(last);
  };
  return {
    mean,
    low: quantile(0.1),
    high: quantile(0.9),
    atLeast: (goal) => {
      const first = Math.max(0, Math.ceil((goal - certain) / step - 1e-9));
      return Math.min(
        1,
        likely.subarray(first).reduce((sum, one) => sum + one, 0),
      );
    },
  };
}

/** One more deal, in place: from the top down each point still holds what was there before. */
function add(likely: Float64Array, last: number, deal: { steps: number; rate: number; upper: number }): void {
  const { steps, rate, upper } = deal;
  for (let place = last; place >= 0; place--) {
    const lower = place >= steps ? (likely[place - steps] ?? 0) : 0;
    const above = upper > 0 && place > steps ? (likely[place - steps - 1] ?? 0) : 0;
    likely[place] = (likely[place] ?? 0) * (1 - rate) + rate * (lower * (1 - upper) + above * upper);
  }
}

/** In cents the amounts are whole, and have a common divisor. */
function gridStep(gains: Chance[], total: number): number {
  let divisor = 0;
  for (const { amount } of gains) {
    let [a, b] = [divisor, Math.round(amount * 100)];
    while (b > 0) [a, b] = [b, a % b];
    divisor = a;
  }
  const exact = divisor / 100;
  return exact > 0 && total / exact <= mostSteps ? exact : total / mostSteps;
}

function normal(gains: Chance[], mean: number): Outcomes {
  const variance = gains.reduce(
    (sum, { amount, rate, count }) => sum + amount * amount * rate * (1 - rate) * count,
    0,
  );
  const spread = Math.sqrt(variance);
  return {
    mean,
    low: mean - 1.2815515655446004 * spread,
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
