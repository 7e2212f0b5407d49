/** Sums of independent amounts on a grid of equal steps. Pure; `outcomes` says what it is for. */

/** `count` deals of this amount, each won with probability `rate`. */
export type Chance = { amount: number; rate: number; count: number };

/** Deals that nobody has opened yet: how many of them will be won on average, and what such deals brought before. */
export type Later = { wins: number; amounts: { amount: number; count: number }[] };

/** Deals still to come with the first two moments of one of them. */
export type Sure = Later & { mean: number; square: number };
export type Case = { weight: number; chances: Chance[]; later: Sure | null };

const mostSteps = 16_384;

type Read = { low: number; middle: number; high: number; atLeast(goal: number): number };

/** The distribution over all cases, each as likely as its weight. All cases hold the same deals, with other rates. */
export function distribution(cases: Case[]): Read {
  const chances = cases[0]?.chances ?? [];
  // A negative amount is certain, and its absence a gain.
  const certain = chances.reduce((sum, { amount, count }) => sum + Math.min(0, amount) * count, 0);
  const open = chances.reduce((sum, { amount, count }) => sum + Math.abs(amount) * count, 0);
  const total = open + Math.max(0, ...cases.map(({ later }) => mostOf(later)));
  const step = gridStep(cases[0], total);
  const size = Math.ceil(total / step) + 2;
  if (cases.length === 1 && cases[0]) return readOff(sumOf(cases[0], step, size), certain, step);
  const likely = new Float64Array(size);
  for (const one of cases) {
    const sum = sumOf(one, step, size);
    for (let place = 0; place < size; place++)
      likely[place] = (likely[place] ?? 0) + one.weight * (sum[place] ?? 0);
  }
  return readOff(likely, certain, step);
}

/** Beyond this deals still to come do not go: ten standard deviations over their mean, and where they are few, eight of the largest. */
const mostOf = (later: Sure | null): number =>
  later === null
    ? 0
    : later.wins * later.mean +
      10 * Math.sqrt(later.wins * later.square) +
      8 * later.amounts.reduce((most, { amount }) => Math.max(most, amount), 0);

/** In cents the amounts are whole, and have a common divisor. */
function gridStep(one: Case | undefined, total: number): number {
  let divisor = 0;
  for (const { amount, count } of [...(one?.chances ?? []), ...(one?.later?.amounts ?? [])]) {
    if (count <= 0) continue;
    let [a, b] = [divisor, Math.round(Math.abs(amount) * 100)];
    while (b > 0) [a, b] = [b, a % b];
    divisor = a;
  }
  const exact = divisor / 100;
  return exact > 0 && total / exact <= mostSteps ? exact : total / mostSteps;
}

/** The points in use, from `first` to `last`; all others are 0. */
type Range = { first: number; last: number };

function sumOf({ chances, later }: Case, step: number, size: number): Float64Array {
  const likely = new Float64Array(size);
  likely[0] = 1;
  const range: Range = { first: 0, last: later ? compound(likely, later, step) : 0 };
  // The small ones first: the range in use stays short for longer.
  for (const { amount, rate, count } of chances.toSorted((a, b) => Math.abs(a.amount) - Math.abs(b.amount))) {
    if (amount === 0) continue;
    const { steps, upper } = placeOf(Math.abs(amount), step);
    const gain = amount > 0 ? rate : 1 - rate;
    for (let i = 0; i < count; i++) {
      const last = Math.min(size - 1, range.last + steps + (upper > 0 ? 1 : 0));
      if (upper > 0) addBetween(likely, { ...range, last }, { steps, rate: gain, upper });
      else add(likely, { ...range, last }, steps, gain);
      range.last = last;
      trim(likely, range);
    }
  }
  return likely;
}

/** What is less likely than one in 10^18 is let go: of 2,000 deals and 16,384 points together less than 10^-10. */
function trim(likely: Float64Array, range: Range): void {
  while (range.last > range.first && (likely[range.last] ?? 0) < 1e-18) likely[range.last--] = 0;
  while (range.first < range.last && (likely[range.first] ?? 0) < 1e-18) likely[range.first++] = 0;
}

/** The point of the grid below an amount, and which share of it belongs to the next point. */
function placeOf(amount: number, step: number): { steps: number; upper: number } {
  const steps = Math.floor(amount / step + 1e-9);
  const over = Math.max(0, amount / step - steps);
  return { steps, upper: over < 1e-9 ? 0 : over };
}

/** One more deal, in place: from the top down each point still holds what was there before. */
function add(likely: Float64Array, { first, last }: Range, steps: number, rate: number): void {
  const stays = 1 - rate;
  for (let place = last; place >= first + steps; place--)
    likely[place] = (likely[place] ?? 0) * stays + (likely[place - steps] ?? 0) * rate;
  for (let place = Math.min(first + steps - 1, last); place >= first; place--)
    likely[place] = (likely[place] ?? 0) * stays;
}

/** The same for an amount between two points. */
function addBetween(
  likely: Float64Array,
  { first, last }: Range,
  { steps, rate, upper }: { steps: number; rate: number; upper: number },
): void {
  const stays = 1 - rate;
  const near = rate * (1 - upper);
  const far = rate * upper;
  const all = first + steps + 1;
  for (let place = last; place >= all; place--)
    likely[place] =
      (likely[place] ?? 0) * stays +
      (likely[place - steps] ?? 0) * near +
      (likely[place - steps - 1] ?? 0) * far;
  if (all - 1 <= last)
    likely[all - 1] = (likely[all - 1] ?? 0) * stays + (likely[all - 1 - steps] ?? 0) * near;
  for (let place = Math.min(all - 2, last); place >= first; place--)
    likely[place] = (likely[place] ?? 0) * stays;
}

/**
 * A Poisson number of independent amounts, by Panjer's recursion. It is linear in its first value, so that this may be
 * anything: e to the minus a thousand has no place among floating-point numbers. Returns the last point in use.
 */
function compound(likely: Float64Array, { wins, amounts }: Sure, step: number): number {
  const size = likely.length;
  const severity = severityOf(amounts, step);
  const small = 1e-200;
  likely[0] = 1;
  for (let place = 1; place < size; place++) {
    let sum = 0;
    for (const { steps, share } of severity) {
      if (steps > place) break;
      sum += steps * share * (likely[place - steps] ?? 0);
    }
    const value = (wins / place) * sum;
    likely[place] = value;
    if (value > 1e200) for (let i = 0; i <= place; i++) likely[i] = (likely[i] ?? 0) * small;
  }
  const all = likely.reduce((sum, one) => sum + one, 0);
  for (let place = 0; place < size; place++) likely[place] = (likely[place] ?? 0) / all;
  return size - 1;
}

/** How likely one amount lies so many steps up, by steps; what is under one step counts into the chance of none. */
function severityOf(amounts: Later['amounts'], step: number): { steps: number; share: number }[] {
  const all = amounts.reduce((sum, { count }) => sum + count, 0);
  const shares = new Map<number, number>();
  for (const { amount, count } of amounts) {
    const { steps, upper } = placeOf(amount, step);
    shares.set(steps, (shares.get(steps) ?? 0) + ((1 - upper) * count) / all);
    if (upper > 0) shares.set(steps + 1, (shares.get(steps + 1) ?? 0) + (upper * count) / all);
  }
  return [...shares]
    .filter(([steps]) => steps > 0)
    .sort(([a], [b]) => a - b)
    .map(([steps, share]) => ({ steps, share }));
}

function readOff(likely: Float64Array, certain: number, step: number): Read {
  const quantile = (share: number): number => {
    let sum = 0;
    for (let place = 0; place < likely.length; place++) {
      sum += likely[place] ?? 0;
      if (sum >= share - 1e-12) return certain + place * step;
    }
    return certain + (likely.length - 1) * step;
  };
  return {
    low: quantile(0.1),
    middle: quantile(0.5),
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
