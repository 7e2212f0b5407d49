import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

describe('won or lost', () => {
  test.each([
    ['everything I closed, won or lost, since February', 'Your won and lost deals closed since February'],
    ["Tom's deals that were won or lost last month", 'Won and lost deals of Tom Reyes closed last month'],
    ['closed won or closed lost in EMEA last quarter', 'Won and lost deals in EMEA closed last quarter'],
  ])('%s: the deals themselves', (words, begins) =>
    expect(readAs(words, cast).startsWith(begins)).toBe(true),
  );

  test.each([
    'how many deals were won or lost this quarter',
    'count of won or lost deals last month',
    'wins vs losses this quarter',
    'total value of deals won or lost this quarter',
  ])('%s: how many or how much of each', (words) => expect(readAs(words, cast)).toContain('by status'));
});

describe('nothing but question marks', () => {
  test.each(['??', '????', '?!', '? ?'])('%s is asked back', (words) =>
    expect(readAs(words, cast)).toMatch(/^\? What is meant\?/),
  );

  test('a single one is the usual sign for help', () => expect(readAs('?', cast)).toBe('> help everything'));
});

describe('from one stage to another', () => {
  test.each([
    ['my deals from Discovery to Negotiation', 'Your deals in Discovery, Proposal or Negotiation'],
    [
      'mine, Proposal thru Contract, under 90k',
      'Your deals in Proposal, Negotiation or Contract under $90,000',
    ],
    ['deals between Discovery and Negotiation', 'Deals in Discovery, Proposal or Negotiation'],
    ['number of deals at Proposal up to Negotiation', 'Number of deals in Proposal or Negotiation'],
  ])('%s', (words, expected) => expect(readAs(words, cast)).toBe(expected));

  test.each([
    'deals that moved from Discovery to Negotiation',
    'how long from Discovery to Contract',
    'my deals from Negotiation to Discovery',
    'deals in Discovery and Negotiation',
  ])('%s is no span of stages', (words) => expect(readAs(words, cast)).not.toContain('Proposal'));
});
