/** What a set of open deals may bring, when each is won or not, independently of the others. */

/** `amount` at least 0; `rate`: the share of like deals that were won, 0 to 1. */
export type Chance = { amount: number; rate: number };

export type Outcomes = {
  mean: number;
  /** The amount that is not reached in so large a share of cases (0 to 1). */
  quantile: (share: number) => number;
  /** In what share of cases at least this much is won. */
  reaches: (amount: number) => number;
};

const bins = 4_000;

/**
 * The exact distribution of the sum of independent won-or-not amounts, by convolution: each deal moves the share
 * `rate` of every outcome up by its amount. Amounts are counted in steps of a 4,000th of their total, so an end is off
 * by at most half a step for each deal; the mean is exact.
 */
export function outcomesOf(deals: Chance[]): Outcomes {
  const total = deals.reduce((sum, deal) => sum + deal.amount, 0);
  const mean = deals.reduce((sum, deal) => sum + deal.amount * deal.rate, 0);
  const step = total > 0 ? total / bins : 1;
  const odds = new Float64Array(bins + 1);
  odds[0] = 1;
  let top = 0;
  let exact = 0;
  let placed = 0;
  for (const { amount, rate } of deals) {
    // Rounded against the sum so far, so that the steps of all deals add up to the total.
    exact += amount / step;
    const shift = Math.round(exact) - placed;
    placed += shift;
    if (shift === 0) continue;
    top = Math.min(bins, top + shift);
    for (let at = top; at >= 0; at--) {
      const from = at >= shift ? (odds[at - shift] ?? 0) : 0;
      odds[at] = (odds[at] ?? 0) * (1 - rate) + from * rate;
    }
  }
  return {
    mean,
    quantile: (share) => {
      let sum = 0;
      for (let at = 0; at <= top; at++) {
        sum += odds[at] ?? 0;
        if (sum >= share - 1e-12) return at * step;
      }
      return top * step;
    },
    reaches: (amount) => {
      if (amount <= 0) return 1;
      let sum = 0;
      for (let at = Math.max(0, Math.ceil(amount / step - 0.5)); at <= top; at++) sum += odds[at] ?? 0;
      return Math.min(1, sum);
    },
  };
}
