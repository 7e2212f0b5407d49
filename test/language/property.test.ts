import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { questionOf } from '../../src/language/question.ts';
import { read } from '../../src/language/reader.ts';
import type { Clause, Frame } from '../../src/language/request.ts';
import { changes, indexSpelling, nearest } from '../../src/language/spelling.ts';
import { anyCharacter } from '../support/characters.ts';
import { workOf } from '../support/work.ts';
import { cast } from './companies.ts';
import { on, say } from './say.ts';

/** Parts of a request that have nothing to do with each other, each in several wordings. */
const parts: string[][] = [
  ['in EMEA', 'for EMEA', 'in the EMEA region', 'from EMEA'],
  ['over 100k', 'above $100k', 'worth more than 100,000 dollars', 'with amount > 100000'],
  ['closing this month', 'due this month', 'expected to close this month'],
  ['without next step', 'with no next step', 'missing a next step'],
  ['in negotiation', 'in the negotiation stage', 'at stage Negotiation'],
  ['owned by Priya Nair', 'of Priya', 'assigned to Priya'],
  ['with product Core', 'on product core'],
];
const heads = ['show open deals', 'list all open opportunities', 'open deals', 'what open deals are there'];

const normal = (frame: Frame): string =>
  JSON.stringify({
    ...questionOf(frame, null),
    where: frame.clauses.map((clause: Clause) => JSON.stringify(clause)).sort(),
  });

describe('rewording', () => {
  test('independent parts in any order and wording give the same condition', () => {
    fc.assert(
      fc.property(
        fc.subarray(
          parts.map((_, at) => at),
          { minLength: 1, maxLength: 4 },
        ),
        fc.nat(),
        fc.nat(),
        fc.constantFrom(...heads),
        (chosen, a, b, head) => {
          const worded = (order: number[], seed: number): string =>
            [head, ...order.map((at, place) => parts[at]?.[(seed + place) % (parts[at]?.length ?? 1)])].join(
              ' ',
            );
          const one = read(worded(chosen, a), on(cast));
          const other = read(worded([...chosen].reverse(), b), on(cast));
          expect(one.say === 'question' ? normal(one.frame) : say(one, cast), worded(chosen, a)).toBe(
            other.say === 'question'
              ? normal(other.frame)
              : `${worded([...chosen].reverse(), b)}: ${say(other, cast)}`,
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  test('capitals, politeness and punctuation change nothing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          'open deals over 100k in emea',
          'deals stuck in negotiation 30 days',
          'pipeline by stage for emea',
        ),
        fc.constantFrom('', 'please ', 'hey, can you show me ', 'Steward: '),
        fc.constantFrom('', '?', '!!!', ' pls', ' 📈', '. Thanks'),
        fc.boolean(),
        (text, before, after, loud) => {
          const plain = read(text, on(cast));
          const other = read(`${before}${loud ? text.toUpperCase() : text}${after}`, on(cast));
          expect(say(other, cast)).toBe(say(plain, cast));
        },
      ),
    );
  });
});

describe('whatever is typed', () => {
  test('reading ends, and quickly, on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 300 }), (text) => {
        expect(['question', 'command', 'which', 'partly', 'refused', 'unread']).toContain(
          read(text, on(cast)).say,
        );
      }),
      { numRuns: 500 },
    );
  });

  test('long repetitions do not blow up', async () => {
    const bits = [
      'a',
      ' ',
      "'",
      '1,',
      '1.',
      ',',
      '<',
      '@',
      'deals over ',
      'not ',
      'and ',
      '$',
      'total of all ',
      'show the deal ',
      ':a:',
      '&amp;',
      'until ',
    ];
    const seconds = await workOf(() => {
      for (const bit of bits)
        expect(read(bit.repeat(Math.floor(8_000 / bit.length)), on(cast)).say).not.toBe('question');
    });
    expect(seconds).toBeLessThan(5);
  });
});

describe('spelling', () => {
  test('the index finds what comparing with every word finds', () => {
    const letters = fc.constantFrom(...'abcde');
    const word = fc.array(letters, { minLength: 4, maxLength: 11 }).map((list) => list.join(''));
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 30 }), word, (list, typed) => {
        const found = nearest(indexSpelling(list), typed);
        const most = typed.length < 8 ? 1 : 2;
        const distances = list
          .map((one) => ({ one, distance: changes(typed, one, Math.min(most, one.length < 8 ? 1 : 2)) }))
          .filter((entry): entry is { one: string; distance: number } => entry.distance !== null);
        const best = Math.min(...distances.map((entry) => entry.distance));
        const expected = distances.filter((entry) => entry.distance === best).map((entry) => entry.one);
        expect([...found.words].sort()).toEqual(expected.sort());
      }),
      { numRuns: 300 },
    );
  });
});
