/** How sure a share is. */

/** A share of counted cases: `part` of `whole`. */
export type Share = { part: number; whole: number };

const z = 1.959963984540054;

/** The Wilson score interval, 95 % (Wilson 1927): where the true share lies; 0 to 1 where there are no cases. */
export function wilson({ part, whole }: Share): { low: number; high: number } {
  if (whole <= 0) return { low: 0, high: 1 };
  const share = part / whole;
  const centre = share + (z * z) / (2 * whole);
  const spread = z * Math.sqrt((share * (1 - share)) / whole + (z * z) / (4 * whole * whole));
  const by = 1 + (z * z) / whole;
  return { low: Math.max(0, (centre - spread) / by), high: Math.min(1, (centre + spread) / by) };
}

/**
 * Whether the difference of two shares lies within what chance would do: 0 lies within the 95 % interval of the
 * difference after Newcombe (1998, method 10, from the two Wilson intervals). Null where one has no cases.
 */
export function differsByChance(a: Share, b: Share): boolean | null {
  if (a.whole <= 0 || b.whole <= 0) return null;
  const [first, second] = [wilson(a), wilson(b)];
  const [p, q] = [a.part / a.whole, b.part / b.whole];
  const below = Math.sqrt((p - first.low) ** 2 + (second.high - q) ** 2);
  const above = Math.sqrt((first.high - p) ** 2 + (q - second.low) ** 2);
  return p - q - below <= 0 && p - q + above >= 0;
}
