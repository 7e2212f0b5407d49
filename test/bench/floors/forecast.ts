/** The floor of a forecast: the bare dynamic programme over a grid, with nothing beside it. */
export type Deal = { amount: number; rate: number };

/** The ends and the middle of what these deals bring, each amount split between the two points it lies between. */
export function bareProgramme(deals: Deal[], cells: number): { low: number; middle: number; high: number } {
  const step = deals.reduce((sum, { amount }) => sum + amount, 0) / cells;
  const likely = new Float64Array(cells + 2);
  likely[0] = 1;
  let last = 0;
  for (const { amount, rate } of deals) {
    const steps = Math.floor(amount / step);
    const over = amount / step - steps;
    const [stays, near, far] = [1 - rate, rate * (1 - over), rate * over];
    last = Math.min(cells + 1, last + steps + 1);
    for (let at = last; at > steps; at--)
      likely[at] =
        (likely[at] as number) * stays +
        (likely[at - steps] as number) * near +
        (likely[at - steps - 1] as number) * far;
    likely[steps] = (likely[steps] as number) * stays + (likely[0] as number) * near;
    for (let at = steps - 1; at >= 0; at--) likely[at] = (likely[at] as number) * stays;
  }
  const quantile = (share: number) => {
    let sum = 0;
    let at = 0;
    while (at < cells + 1) {
      sum += likely[at] as number;
      if (sum >= share) break;
      at++;
    }
    return at * step;
  };
  return { low: quantile(0.1), middle: quantile(0.5), high: quantile(0.9) };
}
