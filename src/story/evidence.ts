/** What was kept with a finding, as it is told again. */
import { count } from './format.ts';

/** `of` is the aspect of the deal that a fact speaks of; findings of an earlier version kept texts alone. */
export type KeptFacts = ({ of: string; fact: string } | string)[];

/** The facts that say something besides what these findings on the same card say. */
export function untold(facts: KeptFacts, besides: { tells?: string }[]): string[] {
  const told = besides.map(({ tells }) => tells);
  return facts.flatMap((one) => (typeof one === 'string' ? [one] : told.includes(one.of) ? [] : [one.fact]));
}

/** A finding where there is little room: "Negotiation 47 days", "close date is 10 days past". */
export function shortFact(of: { fact: string; tells?: string; stage?: string; days?: number }): string {
  const fact = of.fact.replace(/\.$/, '');
  if (of.tells === 'stage' && of.stage && of.days !== undefined)
    return `${of.stage} ${count(of.days, 'day')}`;
  return `${fact.charAt(0).toLowerCase()}${fact.slice(1)}`;
}
