import { describe, expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import { cast } from './companies.ts';
import { on, readAs } from './say.ts';

describe('one request in a message that tells more', () => {
  test.each([
    [
      'We had the steering meeting this morning and nobody knew the answer. Could you tell me how much we won in EMEA last quarter? I will pass it on to the board.',
      'Amount of won deals in EMEA closed last quarter (1 Oct to 31 Dec 2025)',
    ],
    [
      'Morning! The board wants a list for Monday: everything in Negotiation that has not moved for three weeks. Thanks a lot',
      'Open deals in Negotiation for 21 days or more',
    ],
    [
      'I took over a messy region and nobody kept it tidy. First step: which open deals have no next step? Just those in EMEA, largest first. Then I will talk to everyone.',
      'Open deals in EMEA without next step, sorted by amount descending',
    ],
    [
      'Everything Tom lost in 2025. Newest first.',
      'Lost deals of Tom Reyes closed in 2025 (1 Jan to 31 Dec 2025), sorted by close date descending',
    ],
    [
      'Priya looks tired these days. Count her open deals by stage.',
      'Number of open deals of Priya Nair by stage',
    ],
    ['open deals by owner, because the board wants it', 'Number of open deals by owner'],
    ['• mine • Negotiation • at least 20k', 'Your deals in Negotiation of at least $20,000'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });

  test('what may limit the request is never set aside', () => {
    for (const text of [
      'I only care about EMEA. Show me open deals over 50k.',
      'I have too many stale ones. How many deals is it, per stage?',
      'We talked about deals over 100k. Which deals close this month?',
      'EMEA: kerfuffle. Show me open deals.',
    ])
      expect(read(text, on(cast)).say, text).not.toBe('question');
  });

  test('two requests are not one', () => {
    expect(read('Which deals close this month? Who won most in Q4? Thanks', on(cast)).say).not.toBe(
      'question',
    );
  });
});

describe('turns of phrase', () => {
  test.each([
    ['where do we land this quarter', 'Forecast this quarter (1 Jan to 31 Mar 2026)'],
    ['where does Priya land next month', 'Forecast of Priya Nair next month (1 Apr to 30 Apr 2026)'],
    ['break the open pipeline down by stage', 'Open pipeline by stage'],
    ['rep vs rep: won amount Q1', 'Amount of won deals closed in Q1 (1 Jan to 31 Mar 2026) by owner'],
    ['no deals under 10k in EMEA', 'Open deals in EMEA of at least $10,000'],
    ['open deals, nothing over 100k', 'Open deals of at most $100,000'],
    ['is our win rate going up or down? quarter by quarter', 'Win rate by close quarter'],
    ['on average how big are my open deals', 'Average amount of your open deals'],
    ['my book in Proposal', 'Your deals in Proposal'],
    ['deals won in twenty twenty-five', 'Won deals closed in 2025 (1 Jan to 31 Dec 2025)'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});

describe('what is said and cannot be read is never dropped', () => {
  test.each([
    'reps with no deals closing this month',
    'top 3 deals closing this quarter for each rep',
    'open deals but Priya',
    'deals pushed more than twice this quarter',
    "who's ghosting me",
    'how many deals do they have',
    'deals with them',
    'deals that closed this week and those created',
  ])('%s', (text) => {
    expect(read(text, on(cast)).say).not.toBe('question');
  });

  test.each([
    ['open deals, anyone but Priya', 'Open deals not of Priya Nair'],
    ['how much have I closed this year', 'Amount of your won deals closed this year (1 Jan to 31 Dec 2026)'],
    ['how many deals per stage does each rep have', 'Number of open deals by stage and owner'],
    ['list the open deals in EMEA for me', 'Open deals in EMEA'],
    ['how much pipeline is in Contract for me', 'Your open pipeline in Contract'],
    ["my deals and Tom's", 'Open deals of Tom Reyes or you'],
    [
      'do I have more in Proposal or in Negotiation',
      'Number of your deals in Proposal or Negotiation by stage',
    ],
    [
      'who won more last quarter, Tom or Priya',
      'Number of won deals of Tom Reyes or Priya Nair closed last quarter (1 Oct to 31 Dec 2025) by owner',
    ],
    ['deals closing until Friday', 'Open deals closing by Friday (to 20 Mar 2026)'],
    ['what should be signed this week', 'Open deals closing this week (16 Mar to 22 Mar 2026)'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});

describe('days and months as people put them', () => {
  test.each([
    ['deals closing a week from today', 'Open deals closing on 27 Mar 2026'],
    ['deals closing in the last two weeks of April', 'Open deals closing from 17 Apr 2026 to 30 Apr 2026'],
    ['won deals in the first 10 days of March', 'Won deals closed from 1 Mar 2026 to 10 Mar 2026'],
    ['deals lost the week before last', 'Lost deals closed from 2 Mar 2026 to 8 Mar 2026'],
    ['deals lost between 3 and 12 February', 'Lost deals closed from 3 Feb 2026 to 12 Feb 2026'],
    ['deals created on the 3rd', 'Deals created on 3 Mar 2026'],
    ['deals closing on the 3rd', 'Open deals closing on 3 Apr 2026'],
    ['deals closing by month end', 'Open deals closing by the end of this month (to 31 Mar 2026)'],
    [
      'deals closing on the last day of the quarter',
      'Open deals closing at the end of this quarter (31 Mar 2026)',
    ],
    ['deals closing this or next month', 'Open deals closing from 1 Mar 2026 to 30 Apr 2026'],
    ['six figure deals', 'Open deals of at least $100,000 and under $1,000,000'],
    [
      'compare Q3 and Q4 bookings',
      'Amount of won deals closed in Q3 2025 (1 Jul to 30 Sep 2025) compared with Q4 2025 (1 Oct to 31 Dec 2025)',
    ],
    [
      'did we win more in January or in February',
      'Number of won deals closed from 1 Jan 2026 to 28 Feb 2026 by close month',
    ],
    ['last deal we won', 'Top 1 won deal by close date'],
    ['deals open more than 6 months', 'Open deals created more than 180 days ago'],
    ['deals in nego over 50k', 'Deals in Negotiation over $50,000'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });

  test('a period within another one is not taken for both', () => {
    expect(read('deals closing this quarter, this month', on(cast)).say).not.toBe('question');
  });

  test('since when a stage is that of a deal is not guessed', () => {
    expect(read('deals in stage since 1 March', on(cast)).say).not.toBe('question');
  });
});

describe('requests like a database’s', () => {
  test.each([
    [
      "select count(*) from opps where stage='Negotiation' group by owner",
      'Number of deals in Negotiation by owner',
    ],
    [
      'GROUP BY created_month COUNT(*) WHERE created >= 2025-07-01',
      'Number of deals created since 1 Jul 2025 by created month',
    ],
    ['stage:Negotiation next_step:none', 'Deals in Negotiation without next step'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});
