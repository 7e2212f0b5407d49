/** What was kept with a finding, as it is told again. */

/** `of` is the aspect of the deal that a fact speaks of; findings of an earlier version kept texts alone. */
export type KeptFacts = ({ of: string; fact: string } | string)[];

/** The facts that say something besides what these findings on the same card say. */
export function untold(facts: KeptFacts, besides: { tells?: string }[]): string[] {
  const told = besides.map(({ tells }) => tells);
  return facts.flatMap((one) => (typeof one === 'string' ? [one] : told.includes(one.of) ? [] : [one.fact]));
}
