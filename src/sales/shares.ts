/** Shares of counts and how sure they are. Pure. */

export type Share = { part: number; whole: number };
export type Interval = { from: number; to: number };

const z95 = 1.959963984540054;

/**
 * Wilson's score interval of a share, 95 %. Null where there is nothing to divide by.
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
 */
export function wilson({ part, whole }: Share): Interval | null {
  if (whole <= 0) return null;
  const share = part / whole;
  const square = z95 * z95;
  const middle = (share + square / (2 * whole)) / (1 + square / whole);
  const reach =
    (z95 * Math.sqrt((share * (1 - share)) / whole + square / (4 * whole * whole))) / (1 + square / whole);
  return { from: Math.max(0, middle - reach), to: Math.min(1, middle + reach) };
}

/**
 * Newcombe's hybrid score interval of the difference `a − b` of two independent shares, 95 %. Null where one of them
 * has nothing to divide by. Source: R. G. Newcombe, "Interval estimation for the difference between independent
 * proportions: comparison of eleven methods", Statistics in Medicine 17 (1998), method 10.
 */
export function newcombe(a: Share, b: Share): Interval | null {
  const [of, against] = [wilson(a), wilson(b)];
  if (!of || !against) return null;
  const [p, q] = [a.part / a.whole, b.part / b.whole];
  return {
    from: p - q - Math.hypot(p - of.from, against.to - q),
    to: p - q + Math.hypot(of.to - p, q - against.from),
  };
}

/** Whether two shares differ by no more than chance would make them (95 %); null where one of them is of nothing. */
export function withinChance(a: Share, b: Share): boolean | null {
  const difference = newcombe(a, b);
  return difference && difference.from <= 0 && difference.to >= 0;
}
