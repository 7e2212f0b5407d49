import { describe, expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import { cast } from './companies.ts';
import { on, readAs } from './say.ts';

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

describe('commands with what is said beside them', () => {
  test.each([
    ['change the stale threshold: 17 days instead', '> stale_days = 17 days'],
    ['put the inactivity limit at 25 days, instead', '> inactivity_days = 25 days'],
    ['run forecasting before my call', '> run Forecasting agent'],
    ['run the pipeline agent ahead of the board meeting', '> run Pipeline agent'],
    ['kick off forecasting again, I mean the agent', '> run Forecasting agent'],
  ])('%s', (words, expected) => expect(readAs(words, cast)).toBe(expected));

  test('a time at which it is to run is no such remark', () =>
    expect(readAs('run forecasting before Friday', cast)).toBe('-'));

  test.each([
    ['raise the limit to 20', 'the stale days one, for Proposal', '> stale_days = 20 plain in Proposal'],
    ['lower the threshold to 12 days', 'inactivity', '> inactivity_days = 12 days'],
    ['change the threshold', 'the stale days to 9', '> stale_days = 9 plain'],
  ])('%s, then %s', (first, answer, expected) => {
    const reading = read(first, on(cast));
    const completes = reading.say === 'lacks' ? reading.completes : null;
    expect(readAs(completes?.replace('…', answer) ?? '', cast)).toBe(expected);
  });
});
