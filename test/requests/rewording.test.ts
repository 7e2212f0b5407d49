/** The same question in other words and another order has the same rows. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Db } from '../../src/db/pool.ts';
import { read } from '../../src/language/reader.ts';
import { personById } from '../../src/people/people.ts';
import type { Person } from '../../src/policy/nouns.ts';
import { answerFrame } from '../../src/requests/answering.ts';
import { type Company, companyNow } from '../../src/requests/company.ts';
import { replyJson } from '../../src/requests/json.ts';
import type { Reply } from '../../src/requests/reply.ts';
import { cast, now } from '../support/company.ts';
import { company } from './talk.ts';

/** Parts that have nothing to do with each other, each in several wordings; a tail comes last. */
type Saying = { heads: string[]; parts: string[][]; tails: string[][] };
const deals: Saying = {
  heads: ['show open deals', 'list all open opportunities', 'open deals', 'what open deals are there'],
  parts: [
    ['in EMEA', 'for EMEA', 'in the EMEA region', 'from EMEA'],
    ['over 20k', 'above $20k', 'worth more than 20,000 dollars', 'with amount > 20000'],
    ['closing this quarter', 'due this quarter', 'expected to close this quarter'],
    ['in negotiation', 'in the negotiation stage', 'at stage Negotiation'],
    ['owned by Priya Nair', 'of Priya', 'assigned to Priya'],
    ['with product Core', 'on product core'],
  ],
  tails: [
    [''],
    ['with stage and amount', ', with stage and amount', 'showing stage and amount'],
    ['with the owner', ', with owner'],
  ],
};
const accounts: Saying = {
  heads: ['accounts', 'list all accounts', 'which customers', 'show me our accounts'],
  parts: [
    ['in EMEA', 'in the EMEA region'],
    ['tagged strategic', 'with tag strategic'],
    ['with open deals', 'with at least 1 open deal', 'with 1 or more open deals'],
    ['without activity for 20 days', 'not touched in 20 days'],
  ],
  tails: [[''], ['with owner and industry', ', with owner and industry']],
};

async function rowsOf(db: Db, text: string, use: { company: Company; by: Person }): Promise<string> {
  const reading = read(text, use.company);
  if (reading.say !== 'question') return `${text}: ${reading.say}`;
  const { said } = await answerFrame({ db, ...use }, reading.frame);
  const { answer } = replyJson({ slots: {}, assumptions: [], ...said } as unknown as Reply) as {
    answer: { rows: unknown[]; total: number };
  };
  return JSON.stringify([answer.total, answer.rows]);
}

test('independent parts in any order and any wording give the same rows', () =>
  company(async ({ db, clock }) => {
    expect(clock.now()).toEqual(now);
    await db('accounts').where({ id: 'A-acme' }).update({ owner_id: cast.priya });
    const [ada, mara] = [await personById(db, cast.ada), await personById(db, cast.mara)];
    if (!ada || !mara) throw new Error('Nobody asks.');
    const companyOfNow = await companyNow({ db, now: clock, zone: 'UTC' });
    const saying = fc.constantFrom(deals, accounts).chain((one) =>
      fc.record({
        one: fc.constant(one),
        chosen: fc.shuffledSubarray(
          one.parts.map((_, at) => at),
          { maxLength: 4 },
        ),
        tail: fc.nat(one.tails.length - 1),
        words: fc.tuple(fc.nat(), fc.nat()),
        who: fc.constantFrom(ada, mara),
      }),
    );
    await fc.assert(
      fc.asyncProperty(saying, async ({ one, chosen, tail, words, who }) => {
        const worded = (order: number[], seed: number): string => {
          const pick = (of: string[] | undefined, at: number) => of?.[(seed + at) % of.length] ?? '';
          return [
            pick(one.heads, 0),
            ...order.map((at, place) => pick(one.parts[at], place)),
            pick(one.tails[tail], 7),
          ]
            .filter(Boolean)
            .join(' ');
        };
        const texts = [worded(chosen, words[0]), worded(chosen.toReversed(), words[1])] as const;
        const use = { company: companyOfNow, by: who };
        expect(await rowsOf(db, texts[1], use), texts.join(' | ')).toBe(await rowsOf(db, texts[0], use));
      }),
      { numRuns: 150 },
    );
  }));
