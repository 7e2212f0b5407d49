/** An exception's card to JSON, against the same blocks written by hand. A thousand different ones, none with anything to escape. */
import { exceptionCard } from '../../blocks/exception.ts';
import type { ExceptionCard } from '../../blocks/proposal.ts';
import { type Plain, plainCard } from './floors/card.ts';
import { compare, type Report } from './measure.ts';

const here = { now: new Date('2026-03-20T13:32:00Z'), zone: 'Europe/Berlin', currency: 'USD' };
const accounts = [
  'Acme Platform',
  'Globex Analytics',
  'Łódź Maszyny',
  'Crème Frères – Support',
  'Hooli Security',
];
const people = ['Priya Nair', 'Tom Reyes', 'Søren Holm', 'Elif Demir'];
const steps = ['Call on security review', 'Send the proposal', 'Meet the decision maker'];

const plain = Array.from({ length: 1_000 }, (_, n): Plain => {
  const pick = (from: string[]) => from[n % from.length] ?? '';
  const two = (value: number) => String(value).padStart(2, '0');
  return {
    id: n + 1,
    hash: n.toString(16).padStart(64, 'a'),
    deal: `${pick(accounts)} ${n}`,
    url: `https://crm.example/deals/${n}`,
    amount: 1_000 + n * 731,
    owner: pick(people),
    moved: {
      label: 'Close date',
      before: `202${n % 2 === 0 ? 5 : 6}-0${1 + (n % 3)}-${two(1 + (n % 28))}`,
      after: `2026-0${4 + (n % 5)}-${two(1 + ((n * 7) % 28))}`,
    },
    also: { label: 'Next step', before: null, after: pick(steps) },
    finding: `In Negotiation for ${31 + (n % 90)} days (limit 30)`,
    evidence: [`close date is ${n % 40} days past`, `pushed ${n % 5} times`],
    basis: `Today + ${10 + (n % 30)} days, the median remaining time of 23 won deals from Negotiation`,
    waitsFor: `UMARA${n % 10}`,
    agent: { name: 'pipeline', version: 14, mode: 'suggest' },
    confidence: { share: 0.75 + (n % 20) / 100, cases: 41, accepted: 38 },
    foundAt: new Date(1_774_000_000_000 + n * 61_000),
  };
});

const ours = plain.map(
  (card): ExceptionCard => ({
    id: card.id,
    hash: card.hash,
    deal: {
      id: `D-${card.id}`,
      name: card.deal,
      url: card.url,
      amount: card.amount,
      currency: 'USD',
      owner: card.owner,
    },
    wants: {
      kind: 'change',
      fields: [
        { field: 'close_date', type: 'day', ...card.moved },
        { field: 'next_step', type: 'text', ...card.also },
      ],
    },
    finding: card.finding,
    evidence: card.evidence,
    basis: card.basis,
    waitsFor: { name: 'Mara Lind', slackId: card.waitsFor },
    needs: null,
    severity: 'attention',
    agent: card.agent,
    confidence: card.confidence,
    foundAt: card.foundAt,
    state: { is: 'open' },
  }),
);

export async function card(use: { quick: boolean }): Promise<Report[]> {
  const times = use.quick ? 5 : 20;
  const variant = <T>(cards: T[], draw: (card: T) => object) => ({
    run: async () => {
      let characters = 0;
      const began = performance.now();
      for (let time = 0; time < times; time++)
        for (const one of cards) characters += JSON.stringify(draw(one)).length;
      const each = ((performance.now() - began) * 1000) / (times * cards.length);
      return { figures: { each }, result: { characters, cards: cards.map(draw) } };
    },
  });
  const report = await compare({
    title: 'An exception’s card to JSON',
    ours: variant(ours, (one) => exceptionCard(one, here)),
    floor: variant(plain, plainCard),
    rounds: use.quick ? 5 : 15,
    goals: [{ figure: 'each', says: 'µs a card', atMost: 1.25 }],
  });
  return [report];
}
