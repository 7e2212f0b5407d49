/** What a finding rests on, kept with it: the rows that were read, as they were then, and the setting that decided. */
import type { Found, Limit } from '../agents/nouns.ts';
import { daysBetween } from '../sales/days.ts';
import { count, day } from '../story/format.ts';

export type Evidence = {
  /** The fact in a sentence: "In Negotiation for 47 days (limit 30)". */
  fact: string;
  /** Short facts for the card's evidence line. */
  facts: string[];
  /** The setting that decided, by its version. */
  limit: Limit;
  stage: string;
  since: string;
  days: number;
  /** What was read, for people: "deal D-1042 (stage, close date)". */
  read: string[];
  deal: {
    id: string;
    version: number;
    amount: number | null;
    currency: string | null;
    closeDate: string | null;
  };
};

export function evidenceOf(found: Found, limit: Limit, fact: string, dealVersion: number): Evidence {
  const past = found.closeDate === null ? 0 : daysBetween(found.closeDate, found.today);
  const last = found.lastActivityOn
    ? `last activity ${day(found.lastActivityOn)}${found.lastActivity ? `, ${found.lastActivity}` : ''}`
    : 'no activity recorded';
  return {
    fact,
    facts: [
      found.closeDate === null
        ? 'no close date'
        : past > 0
          ? `close date is ${count(past, 'day')} past`
          : null,
      last,
      found.pushes > 0 ? `pushed ${count(found.pushes, 'time')}` : null,
    ].filter((sentence) => sentence !== null),
    limit,
    stage: found.stage,
    since: found.since,
    days: found.days,
    read: [
      `deal ${found.deal} (stage, close date, next step)`,
      'its last activity',
      'won deals from this stage',
    ],
    deal: {
      id: found.dealId,
      version: dealVersion,
      amount: found.amount,
      currency: found.currency,
      closeDate: found.closeDate,
    },
  };
}
