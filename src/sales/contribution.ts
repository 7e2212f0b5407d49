/** Which part of a whole explains most of the difference between what came and what was expected. Pure. */

/** `before`: what came of it in the time that the expectation rests on. Of a share: out of how many (`of`). */
export type Part = { name: string; came: number; before: number; of?: number };
/** `expected + difference = came`; `share` of the whole difference, below zero where it went the other way. */
export type Contribution = {
  name: string;
  came: number;
  expected: number;
  difference: number;
  share: number;
};

/** To the cent, or a hundredth of a piece. */
const grain = 100;

/**
 * The difference of the whole, taken apart additively: each part is set against its own expectation, which is its share of
 * the whole one as it was before (of a share: the expected share of its own cases), so that expectations, and with them
 * differences, add up exactly (rounded to hundredths by the largest remainder). The one that explains most first.
 */
export function contributions(expected: number, parts: Part[]): Contribution[] {
  const weight = (part: Part): number => part.of ?? part.before;
  const all = parts.reduce((sum, part) => sum + weight(part), 0);
  const own = apportioned(
    Math.round(expected * grain),
    parts.map((part) => (all > 0 ? weight(part) / all : 1 / parts.length)),
  );
  const came = parts.map((part) => Math.round(part.came * grain));
  const whole = came.reduce((sum, one) => sum + one, 0) - Math.round(expected * grain);
  return parts
    .map(({ name }, i): Contribution => {
      const difference = (came[i] ?? 0) - (own[i] ?? 0);
      return {
        name,
        came: (came[i] ?? 0) / grain,
        expected: (own[i] ?? 0) / grain,
        difference: difference / grain,
        share: whole === 0 ? 0 : difference / whole,
      };
    })
    .toSorted((a, b) => b.share - a.share || a.name.localeCompare(b.name));
}

/** A whole number in whole parts that add up to it. */
function apportioned(whole: number, shares: number[]): number[] {
  const exact = shares.map((share) => share * whole);
  const parts = exact.map(Math.floor);
  const left = whole - parts.reduce((sum, one) => sum + one, 0);
  const byRemainder = exact
    .map((value, i) => ({ i, rest: value - Math.floor(value) }))
    .toSorted((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of byRemainder.slice(0, Math.max(0, left))) parts[i] = (parts[i] ?? 0) + 1;
  return parts;
}

export type Explained = Contribution & { dimension: string };

/**
 * Of each dimension the part that explains most, if it explains three tenths or more and clearly more than its share of the
 * whole would: a large part of everything explains a large part of anything (explanatory power and surprise: Bhagwan et
 * al., "Adtributor: Revenue Debugging in Advertising Systems", NSDI 2014). The most telling dimension first.
 */
export function explainedBy(expected: number, dimensions: { name: string; parts: Part[] }[]): Explained[] {
  return dimensions
    .flatMap(({ name: dimension, parts }) => {
      if (parts.length < 2) return [];
      const [top] = contributions(expected, parts);
      return top && top.share >= 0.3 && surpriseOf(top, expected) >= 0.1 ? [{ ...top, dimension }] : [];
    })
    .toSorted((a, b) => surpriseOf(b, expected) - surpriseOf(a, expected));
}

const surpriseOf = (one: Contribution, whole: number): number =>
  one.share - (whole === 0 ? 0 : one.expected / whole);
