import { describe, expect, test } from 'vitest';
import type { Lexicon } from '../../src/language/lexicon.ts';
import { cast } from './companies.ts';
import { last, readAs } from './say.ts';

const company: Lexicon = {
  ...cast,
  values: [
    { noun: 'activity', field: 'kind', value: 'call' },
    { noun: 'activity', field: 'kind', value: 'meeting' },
    { noun: 'deal', field: 'lost_reason', value: 'Price' },
    { noun: 'deal', field: 'lost_reason', value: 'Timing' },
  ],
};

const week = 'done last week (9 Mar to 15 Mar 2026)';
describe('a small word blocks no reading', () => {
  test.each([
    ['how many calls did we make last week', `Number of activities with kind call ${week}`],
    ['calls made last week', `Number of activities with kind call ${week}`],
    [
      'how many meetings did Priya hold last week',
      `Number of activities with kind meeting of Priya Nair ${week}`,
    ],
    ['lost deals with price as loss reason', 'Lost deals with loss reason Price'],
    ['lost deals with timing as the reason', 'Lost deals with loss reason Timing'],
    ['which is the cheapest deal', 'Top 1 open deal by amount ascending'],
  ])('"%s"', (text, expected) => {
    expect(readAs(text, company)).toBe(expected);
  });

  test.each([
    ['deals nobody has talked to', 'Inactive open deals'],
    ["deals we haven't called in 2 weeks", 'Open deals without activity for 14 days or more'],
    ['deals nobody called or mailed in ten days', 'Open deals without activity for 10 days or more'],
    ['deals no one has followed up on', 'Inactive open deals'],
    ["deals I've not contacted for 20 days", 'Your open deals without activity for 20 days or more'],
    ['deals nobody has met with since 1 March', 'Open deals without activity since 1 Mar 2026'],
    ['which deals have we not heard from in a month', 'Open deals without activity for 30 days or more'],
    ['accounts nobody has talked to in 30 days', 'Accounts without activity for 30 days or more'],
    ['customers we have not spoken to in 60 days', 'Accounts without activity for 60 days or more'],
    ['leads nobody has called', 'Leads without first touch'],
  ])('whom nobody spoke to: "%s"', (text, expected) => {
    expect(readAs(text, company)).toBe(expected);
  });

  const quarter = '(1 Jan to 31 Mar 2026)';
  test.each([
    ['won vs lost', 'Number of closed deals by status'],
    ['win vs lose', 'Number of closed deals by status'],
    ['won vs lose this quarter', `Number of won and lost deals closed this quarter ${quarter} by status`],
    [
      'how many deals did we win vs lose this quarter',
      `Number of won and lost deals closed this quarter ${quarter} by status`,
    ],
    [
      'won deals against lost ones this quarter',
      `Number of won and lost deals closed this quarter ${quarter} by status`,
    ],
    [
      'wins versus losses this quarter by rep',
      `Number of won and lost deals closed this quarter ${quarter} by status and owner`,
    ],
    ['win/loss this quarter', `Number of won and lost deals closed this quarter ${quarter} by status`],
  ])('won beside lost: "%s"', (text, expected) => {
    expect(readAs(text, company)).toBe(expected);
  });

  test.each([
    ['how far are we from quota', 'Quota attainment'],
    ['how far off quota are we', 'Quota attainment'],
    ['how close am I to my target', 'Your quota attainment'],
    ['how far is Priya from her quota', 'Quota attainment of Priya Nair'],
    ['how far away is Tom Reyes from target', 'Quota attainment of Tom Reyes'],
    ['gap to quota', 'Quota attainment'],
    ["what's left to target this quarter", 'Quota attainment'],
  ])('what is left of the quota: "%s"', (text, expected) => {
    expect(readAs(text, company)).toBe(`${expected} this quarter ${quarter}`);
  });

  test.each([
    ['who works at Acme Corp', 'Contacts for Acme Corp'],
    ['who do we know at Globex', 'Contacts for Globex'],
    ["who's at Initech", 'Contacts for Initech'],
    ['who is at risk', `Quota risk this quarter ${quarter} by owner`],
  ])('who is where: "%s"', (text, expected) => {
    expect(readAs(text, company)).toBe(expected);
  });
});

test.each([
  ['deals über 50.000 €', 'Open deals over EUR 50,000'],
  ['Offene Deals in Negotiation über 50.000 €', 'Open deals in Negotiation over EUR 50,000'],
  ['meine offenen Deals unter 20.000 €', 'Your open deals under EUR 20,000'],
  ['gewonnene Deals mindestens 100.000 $', 'Won deals of at least $100,000'],
  ['Deals mehr als 50.000', 'Open deals over $50,000'],
])('German words around a number: "%s"', (text, expected) => {
  expect(readAs(text, company)).toBe(expected);
});

test('a stage that nobody here has is asked about, not left out', () => {
  expect(readAs('Offene Deals in Verhandlung über 50.000 €', company)).not.toMatch(/^Open deals over/);
});

describe('the id of a deal alone asks for that deal', () => {
  test.each([
    ['D-2481', '> deal D-2481'],
    ['show D-2481', '> deal D-2481'],
    ['show me d-2481 please', '> deal D-2481'],
    ['what about D-2481?', '> deal D-2481'],
    ['tell me about D-2481', '> deal D-2481'],
    ["what's the status of D-2481", '> deal D-2481'],
    ['pull up D-1009', '> deal D-1009'],
    ['#D-2481', '> deal D-2481'],
    ['who owns D-2481', '> owner D-2481'],
  ])('"%s"', (text, expected) => {
    expect(readAs(text, company)).toBe(expected);
  });
});

describe('in a thread', () => {
  test.each([
    [['deals with product Core', 'or Platform Cloud'], 'Open deals with product Core or Platform Cloud'],
    [['deals in EMEA', 'or in AMER'], 'Open deals in EMEA or AMER'],
    [['open deals', 'show the owner'], 'Open deals, with owner, amount, days in stage, close date and stage'],
    [
      ['open deals', 'show me the next step and the product'],
      'Open deals, with owner, amount, days in stage, close date, stage, next step and product',
    ],
    [
      ['open deals', 'show the industry'],
      'Open deals, with owner, amount, days in stage, close date, stage and industry',
    ],
    [['open deals', 'show stage and amount only'], 'Open deals, with stage and amount'],
    [['open deals', 'show all stages'], 'Open deals'],
    [['deals by stage', 'as a chart'], 'Number of open deals by stage'],
    [['deals by stage', 'can you plot that?'], 'Number of open deals by stage'],
    [['deals by stage', 'show it as a bar chart please'], 'Number of open deals by stage'],
    [['deals by stage', 'as a table'], 'Number of open deals by stage, as a table'],
    [['deals by stage', 'as a list'], 'Open deals'],
    [['open deals', 'as a chart'], '-'],
    [
      ['deals closing this month', 'and the month after'],
      'Open deals closing in April 2026 (1 Apr to 30 Apr 2026)',
    ],
    [
      ['deals closing this month', 'the following month'],
      'Open deals closing in April 2026 (1 Apr to 30 Apr 2026)',
    ],
    [
      ['deals closing this month', 'the month after', 'and the month after that'],
      'Open deals closing in May 2026 (1 May to 31 May 2026)',
    ],
    [
      ['deals closing this quarter', 'and the quarter after'],
      'Open deals closing in Q2 2026 (1 Apr to 30 Jun 2026)',
    ],
    [['won deals last quarter', 'the one after'], 'Won deals closed in Q1 2026 (1 Jan to 31 Mar 2026)'],
    [['deals closing next week', 'the week after'], 'Open deals closing from 30 Mar 2026 to 5 Apr 2026'],
    [['win rate in January', 'a month later'], 'Win rate in February 2026 (1 Feb to 28 Feb 2026)'],
    [['open deals', 'and the month after'], '-'],
    [['open deals', 'the cheapest one'], 'Top 1 open deal by amount ascending'],
  ])('%j', (turns, expected) => {
    expect(last(company, ...turns)).toBe(expected);
  });
});

describe('what is asked of one deal is on its card; of several, it is a question', () => {
  test.each([
    ['when does D-1272 close', '> deal D-1272'],
    ['how much is d-1272 worth', '> deal D-1272'],
    ['what stage is D-1272 in', '> deal D-1272'],
    ['how long has D-1272 been in negotiation', '> deal D-1272'],
    ["what's the status of the Acme Platform deal", '> deal Acme Platform'],
    ['when will the Acme Platform deal close?', '> deal Acme Platform'],
    ['is the Acme Platform deal still open', '> deal Acme Platform'],
  ])('"%s"', (text, expected) => {
    expect(readAs(text, company)).toBe(expected);
  });

  test.each([
    'how big is the average deal',
    'what is the size of the biggest deal',
    'when will the next deal close',
    'how big is the deal',
    'how long has each deal been in negotiation',
  ])('"%s"', (text) => {
    expect(readAs(text, company)).not.toMatch(/^> deal/);
  });
});
