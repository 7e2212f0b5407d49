import { describe, expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import type { Frame } from '../../src/language/request.ts';
import { typed } from '../../src/language/understanding.ts';
import { cast } from './companies.ts';
import { on, say } from './say.ts';

function turns(...said: string[]): string[] {
  let frame: Frame | null = null;
  return said.map((text) => {
    const reading = read(text, on(cast, frame));
    if (reading.say === 'question') frame = reading.frame;
    return say(reading, cast);
  });
}
const last = (...said: string[]): string => turns(...said).at(-1) ?? '';
const sorted = 'Open deals, sorted by amount descending';

describe('what comes behind a list of so many', () => {
  test.each([
    ['next 5', `${sorted}, numbers 6 to 10`],
    ['and the next five please', `${sorted}, numbers 6 to 10`],
    ['5 more', `${sorted}, numbers 6 to 10`],
    ['show me three more', `${sorted}, numbers 6 to 8`],
    ['what about the following 5', `${sorted}, numbers 6 to 10`],
    ['next', `${sorted}, numbers 6 to 10`],
    ['more', `${sorted}, numbers 6 to 10`],
    ['next page', `${sorted}, numbers 6 to 10`],
    ['the rest', `${sorted}, from number 6 on`],
    ['and the others', `${sorted}, from number 6 on`],
  ])('"%s"', (reply, expected) => {
    expect(last('top 5 deals', reply)).toBe(expected);
  });

  test('further on, and back again', () => {
    expect(
      turns('top 5 deals', 'next 5', 'next 5', 'previous 5', 'make it 10', 'only EMEA').slice(2),
    ).toEqual([
      `${sorted}, numbers 11 to 15`,
      `${sorted}, numbers 6 to 10`,
      'Top 10 open deals by amount',
      'Top 10 open deals in EMEA by amount',
    ]);
  });

  test('of groups, too', () => {
    expect(last('pipeline by owner top 3', 'next 3')).toBe('Open pipeline by owner, numbers 4 to 6');
  });

  test('behind all of them there is nothing: which ones are meant is asked', () => {
    expect(last('open deals', 'next 5')).toBe(
      '? The list was of all of them. Which 5? The 5 that close next | The 5 largest',
    );
  });
});

describe('one row by its place', () => {
  test.each([
    ['who owns the first one', 'Top 1 open deal by amount, with owner'],
    ['who has the second', `${sorted}, number 2, with owner`],
    ['whose is the third one?', `${sorted}, number 3, with owner`],
    ["who's on number 4", `${sorted}, number 4, with owner`],
    ['when does the 2nd one close', `${sorted}, number 2, with close date`],
    ['what stage is the third in', `${sorted}, number 3, with stage`],
    ['the next step of the second deal', `${sorted}, number 2, with next step`],
    ['how big is the fifth', `${sorted}, number 5, with amount`],
    ['tell me about the last one', `${sorted}, number 5`],
    ['the second?', `${sorted}, number 2`],
  ])('"%s"', (reply, expected) => {
    expect(last('top 5 deals', reply)).toBe(expected);
  });

  test('after it, "it" is that row, and everything else is about the list', () => {
    expect(
      turns(
        'top 5 deals',
        'who owns the second one',
        'when does it close',
        'and the third?',
        'only EMEA',
      ).slice(2),
    ).toEqual([
      `${sorted}, number 2, with close date`,
      `${sorted}, number 3`,
      'Top 5 open deals in EMEA by amount',
    ]);
  });

  test.each([
    'who owns them',
    'whose are they',
    'whose are these',
    'who are the owners',
    'who is working on those',
  ])('"%s": the rows say so', (reply) => {
    expect(last('deals in EMEA', reply)).toBe('Open deals in EMEA');
  });
});

describe('a figure of the top ten is of those ten', () => {
  const won = 'won deals closed this year (1 Jan to 31 Dec 2026)';
  test.each([
    ['average?', `Average amount of ${won}, of the top 10 by amount`],
    ['what is the average', `Average amount of ${won}, of the top 10 by amount`],
    ['median', `Median amount of ${won}, of the top 10 by amount`],
    ['total', `Amount of ${won}, of the top 10 by amount`],
    ['how much is that in total', `Amount of ${won}, of the top 10 by amount`],
    ['by owner', `Number of ${won} by owner, of the top 10 by amount`],
  ])('"%s"', (reply, expected) => {
    expect(last('top 10 won deals this year', reply)).toBe(expected);
  });

  test.each([
    ['average amount of the top 10 won deals', 'Average amount of won deals, of the top 10 by amount'],
    ['total of the 5 largest open deals', 'Amount of open deals, of the top 5 by amount'],
    ['average of the 10 newest deals', 'Average amount of open deals, of the top 10 by created'],
  ])('"%s"', (text, expected) => {
    expect(last(text)).toBe(expected);
  });

  test('the ten come back as a list', () => {
    expect(last('top 10 won deals this year', 'average?', 'show them')).toBe(`Top 10 ${won} by amount`);
  });
});

describe('who has the biggest one: that deal, and whose it is', () => {
  test.each([
    ['who won the biggest', 'Top 1 won deal by amount, with owner'],
    ['who won the biggest deal', 'Top 1 won deal by amount, with owner'],
    ['who has the largest deal in EMEA', 'Top 1 open deal in EMEA by amount, with owner'],
    ['who owns the oldest deal', 'Top 1 open deal by created ascending, with owner'],
    [
      'who closed the largest deal last quarter?',
      'Top 1 won deal closed last quarter (1 Oct to 31 Dec 2025) by amount, with owner',
    ],
    [
      'who lost the biggest deal this quarter',
      'Top 1 lost deal closed this quarter (1 Jan to 31 Mar 2026) by amount, with owner',
    ],
    ['who owns the biggest deals', 'Open deals, sorted by amount descending, with owner'],
    ['who has the biggest pipeline', 'Open pipeline by owner'],
    ['who won the most', 'Number of won deals by owner'],
  ])('"%s"', (text, expected) => {
    expect(last(text)).toBe(expected);
  });
});

test.each([
  ['who should get them', '-'],
  ['who could take these', '-'],
  ['which are unassigned', 'Open deals in EMEA without owner'],
  ['only those not assigned to anyone', 'Open deals in EMEA without owner'],
])('after a list of deals "%s" is no count by owner', (reply, expected) => {
  expect(last('deals in EMEA', reply)).toBe(expected);
});

test.each([
  ['top 5 deals', 'next 5'],
  ['top 5 deals', 'the rest'],
  ['top 5 deals', 'who owns the third one'],
  ['top 10 won deals this year', 'average?'],
  ['top 10 won deals this year', 'by owner'],
  ['pipeline by owner top 3', 'next 3'],
])('after "%s" the understanding of "%s" reads back as the same', (first, reply) => {
  let frame: Frame | null = null;
  for (const text of [first, reply]) {
    const reading = read(text, on(cast, frame));
    frame = reading.say === 'question' ? reading.frame : null;
  }
  if (!frame) throw new Error('not read');
  const { rowOf: _, ...plain }: Frame = frame;
  expect(say(read(typed(plain, on(cast)), on(cast)), cast)).toBe(last(first, reply));
});
