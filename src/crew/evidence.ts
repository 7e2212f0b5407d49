/** What a finding rests on, kept with it: the rows that were read, as they were then, and the setting that decided. */
import type { Aspect, Deal, Held, HeldRecord, Limit } from '../agents/nouns.ts';
import { daysBetween } from '../sales/days.ts';
import { count, day } from '../story/format.ts';

export type Evidence = DealEvidence | ReturnType<typeof recordEvidence>;

type DealEvidence = {
  /** The fact in a sentence: "In Negotiation for 47 days (limit 30)". */
  fact: string;
  /** The same with the day on which it began. */
  because: string;
  /** The aspect of the deal that the fact speaks of. */
  tells: Aspect;
  /** Short facts for the card's evidence line, of other aspects. */
  facts: { of: Aspect; fact: string }[];
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

export function evidenceOf({ trigger, found, limit }: Held, dealVersion: number): DealEvidence {
  // A close date that is asked for need not be said to be missing.
  const told = [trigger.tells, ...(found.missing.includes('close_date') ? ['close date'] : [])];
  return {
    fact: trigger.why(found, limit),
    because: trigger.because(found),
    tells: trigger.tells,
    facts: factsOf(found).filter(({ of }) => !told.includes(of)),
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

/** Of a contract its own sentence tells all. */
export const recordEvidence = (
  { record, breach, since, limit }: HeldRecord,
  version: number,
): Omit<DealEvidence, 'deal' | 'stage'> & { record: { of: string; id: string; version: number } } => ({
  fact: breach.because.replace(/\.$/, ''),
  because: `${breach.because.replace(/\.$/, '')}; known since ${day(since)}`,
  tells: 'fields',
  facts: [],
  limit,
  since,
  days: daysBetween(since, record.today),
  read: [
    `${record.of} ${record.name} (${breach.fields.map(({ field }) => field.replaceAll('_', ' ')).join(', ')})`,
    ...(record.account === null ? [] : [`its account ${record.account}`]),
    ...(breach.read === undefined ? [] : [breach.read]),
  ],
  record: { of: record.of, id: record.id, version },
});

function factsOf(deal: Deal): DealEvidence['facts'] {
  const past = deal.closeDate === null ? 0 : daysBetween(deal.closeDate, deal.today);
  const how = deal.lastActivity ? `, ${deal.lastActivity}` : '';
  return [
    ...(deal.closeDate === null ? [{ of: 'close date' as const, fact: 'no close date' }] : []),
    ...(past > 0 ? [{ of: 'close date' as const, fact: `close date is ${count(past, 'day')} past` }] : []),
    {
      of: 'last activity',
      fact: deal.lastActivityOn ? `last activity ${day(deal.lastActivityOn)}${how}` : 'no activity recorded',
    },
    ...(deal.pushes > 0 ? [{ of: 'pushes' as const, fact: `pushed ${count(deal.pushes, 'time')}` }] : []),
  ];
}
