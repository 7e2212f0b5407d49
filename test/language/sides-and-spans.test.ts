import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

describe('whose and which days', () => {
  test.each([
    ["what's closing for me next week", 'Your open deals closing next week (23 Mar to 29 Mar 2026)'],
    ['whats closing for me next wk', 'Your open deals closing next week (23 Mar to 29 Mar 2026)'],
    ['wats due for me this week', 'Your open deals closing this week (16 Mar to 22 Mar 2026)'],
    ['list deals closing next week for me', 'Open deals closing next week (23 Mar to 29 Mar 2026)'],
    ['whats open for me', 'Your open deals'],
    ['Lost deals, me, last month', 'Your lost deals closed last month (1 Feb to 28 Feb 2026)'],
    ['me, open deals, Proposal', 'Your open deals in Proposal'],
    ['won deals this quarter, me', 'Your won deals closed this quarter (1 Jan to 31 Mar 2026)'],
    ['show me, please, open deals', 'Open deals'],
    ['tell me, deals over 50k', 'Open deals over $50,000'],
    [
      'Team forecast this quarter, by rep',
      "Your team's forecast this quarter (1 Jan to 31 Mar 2026) by owner",
    ],
    ['team forecast', 'Forecast this quarter (1 Jan to 31 Mar 2026) by team'],
    ['forecast through end of march', 'Forecast by the end of March (to 31 Mar 2026)'],
    ['my deals closing thru march', 'Your open deals closing by the end of March (to 31 Mar 2026)'],
    ['won deals January through March', 'Won deals closed from 1 Jan 2026 to 31 Mar 2026'],
    ['wins from last quarter', 'Won deals closed last quarter (1 Oct to 31 Dec 2025)'],
    ['wins since last quarter', 'Won deals closed since last quarter (from 1 Oct 2025)'],
    ['wins from last quarter on', 'Won deals closed since last quarter (from 1 Oct 2025)'],
    ['deals closing from this week onwards', 'Open deals closing since this week (from 16 Mar 2026)'],
    ['deals closing from Q2 on', 'Open deals closing from Q2 on (from 1 Apr 2026)'],
    ['open deals due from june', 'Open deals closing from June on (from 1 Jun 2026)'],
    ['deals closing since Q2', 'Open deals closing since Q2 2025 (from 1 Apr 2025)'],
    ['won deals from Q2 on', 'Won deals closed since Q2 2025 (from 1 Apr 2025)'],
    ['deals created from Q2 on', 'Deals created since Q2 2025 (from 1 Apr 2025)'],
    ['deals from last month to next month', 'Open deals closing from 1 Feb 2026 to 30 Apr 2026'],
    ['slipped deals: close date in the past, still open', 'Open deals past their close date'],
    ['deals that slipped twice', 'Open deals pushed 2 or more times'],
    ['deals pushed and overdue', 'Open deals pushed 1 or more times past their close date'],
    [
      'The board wants a list for Monday: everything in Negotiation that has not moved for three weeks.',
      'Open deals in Negotiation for 21 days or more',
    ],
  ])('%s', (text, meant) => {
    expect(readAs(text, cast)).toBe(meant);
  });
});

describe('two people side by side', () => {
  test.each([
    [
      'me vs Tom, won amount this quarter',
      'Amount of won deals of Tom Reyes or you closed this quarter (1 Jan to 31 Mar 2026) by owner',
    ],
    [
      'Tom vs me won amount this quarter',
      'Amount of won deals of Tom Reyes or you closed this quarter (1 Jan to 31 Mar 2026) by owner',
    ],
    [
      'how do i compare, me vs Tom, won amount this quarter',
      'Amount of won deals of Tom Reyes or you closed this quarter (1 Jan to 31 Mar 2026) by owner',
    ],
    [
      'how do I compare to Priya',
      'Performance of Priya Nair or you this quarter (1 Jan to 31 Mar 2026) by owner',
    ],
    [
      'how do I stack up against Tom in won deals this quarter',
      'Number of won deals of Tom Reyes or you closed this quarter (1 Jan to 31 Mar 2026) by owner',
    ],
  ])('%s', (text, meant) => {
    expect(readAs(text, cast)).toBe(meant);
  });
});

describe('a number of the last without its unit is asked back', () => {
  test.each([
    'won deals in the last 6',
    'how many did I win over the last 3',
    "Priya's won deals over the past 4",
    'my deals created past 3',
    'lost deals within the previous two',
    'deals closing in the next 30',
  ])('%s', (text) => {
    expect(readAs(text, cast)).toMatch(/^\? ".*(?:\d|two)": what of\? \S+ days \| /);
  });

  test.each([
    ['last 5 won deals', 'Top 5 won deals by close date'],
    ['show the next 5 deals to close', 'Top 5 open deals by close date ascending'],
    ['in the last 6 won deals', 'Top 6 won deals by close date'],
  ])('not where deals are counted: %s', (text, meant) => {
    expect(readAs(text, cast)).toBe(meant);
  });
});

describe('a period up to today', () => {
  test.each([
    ['won deals this quarter to date', 'Won deals closed from 1 Jan 2026 to 20 Mar 2026'],
    ['total won this year to date', 'Amount of won deals closed from 1 Jan 2026 to 20 Mar 2026'],
    ['quarter-to-date bookings', 'Amount of won deals closed in quarter to date (1 Jan to 20 Mar 2026)'],
    ['bookings, fiscal year to date', 'Amount of won deals closed in year to date (1 Jan to 20 Mar 2026)'],
    ['deals created this month to date', 'Deals created from 1 Mar 2026 to 20 Mar 2026'],
    [
      'bookings last quarter to date',
      '~ Amount of won deals closed last quarter (1 Oct to 31 Dec 2025) | to date',
    ],
  ])('%s', (text, meant) => expect(readAs(text, cast)).toBe(meant));
});

describe('a period by another name', () => {
  test.each([
    ['AMER bookings Q4 25', 'Amount of won deals in AMER closed in Q4 2025 (1 Oct to 31 Dec 2025)'],
    ["bookings Q4 '25, by rep", 'Amount of won deals closed in Q4 2025 (1 Oct to 31 Dec 2025) by owner'],
    ['win rate by product, CY25', 'Win rate in 2025 (1 Jan to 31 Dec 2025) by product'],
    ['bookings in the final quarter of 2025', 'Amount of won deals closed in Q4 2025 (1 Oct to 31 Dec 2025)'],
    [
      'bookings in the last quarter of last year',
      'Amount of won deals closed in Q4 2025 (1 Oct to 31 Dec 2025)',
    ],
    ['forecast for the quarter that starts in April', 'Forecast from 1 Apr 2026 to 30 Jun 2026'],
    ['forecast for the quarter ending in June 2026', 'Forecast from 1 Apr 2026 to 30 Jun 2026'],
    ['win rate in the present quarter', 'Win rate this quarter (1 Jan to 31 Mar 2026)'],
    ['Current-quarter forecast by region', 'Forecast this quarter (1 Jan to 31 Mar 2026) by territory'],
    ['deals due to close by end apr', 'Open deals closing by the end of April (to 30 Apr 2026)'],
    [
      'bookings for the whole year, by quarter',
      'Amount of won deals closed this year (1 Jan to 31 Dec 2026) by close quarter',
    ],
    ['full year 2025 bookings', 'Amount of won deals closed in 2025 (1 Jan to 31 Dec 2025)'],
    ['top Q1 25 deals', 'Top 25 open deals closing in Q1 (1 Jan to 31 Mar 2026) by amount'],
    ['deals with no activity for a full month', '~ Open deals without last activity | full month'],
  ])('%s', (text, meant) => expect(readAs(text, cast)).toBe(meant));
});

describe('a period and the one behind it', () => {
  test.each([
    ['deals closing next week and the week after', 'Open deals closing from 23 Mar 2026 to 5 Apr 2026'],
    ['deals closing this month or next', 'Open deals closing from 1 Mar 2026 to 30 Apr 2026'],
    [
      'deals closing this week and next, over 50k',
      'Open deals over $50,000 closing from 16 Mar 2026 to 29 Mar 2026',
    ],
    ['deals created last week and this', '~ Deals created last week (9 Mar to 15 Mar 2026) | this'],
  ])('%s', (text, meant) => expect(readAs(text, cast)).toBe(meant));
});

describe('a day a week or two after the coming one', () => {
  test.each([
    ['deals closing by Thursday week', 'Open deals closing by 2 Apr 2026'],
    ['deals closing Tuesday week', 'Open deals closing on 31 Mar 2026'],
    ['deals closing on Monday fortnight', 'Open deals closing on 6 Apr 2026'],
    ['deals closing a week on Thursday', 'Open deals closing on 2 Apr 2026'],
    ['deals closing a fortnight from Monday', 'Open deals closing on 6 Apr 2026'],
    ['deals closing tomorrow week', 'Open deals closing on 28 Mar 2026'],
  ])('%s', (text, meant) => expect(readAs(text, cast)).toBe(meant));
});

describe('the other side without its noun', () => {
  test.each([
    [
      'win rate this year against last',
      'Win rate this year (1 Jan to 31 Dec 2026) compared with last year (1 Jan to 31 Dec 2025)',
    ],
    [
      'bookings last month vs this',
      'Amount of won deals closed last month (1 Feb to 28 Feb 2026) compared with this month (1 Mar to 31 Mar 2026)',
    ],
    [
      'win rate, this quarter versus last, by rep',
      'Win rate this quarter (1 Jan to 31 Mar 2026) by owner compared with last quarter (1 Oct to 31 Dec 2025)',
    ],
    [
      'bookings, Q1 26 against Q4 25',
      'Amount of won deals closed in Q1 2026 (1 Jan to 31 Mar 2026) compared with Q4 2025 (1 Oct to 31 Dec 2025)',
    ],
    [
      'how do bookings this quarter compare to last',
      'Amount of won deals closed this quarter (1 Jan to 31 Mar 2026) compared with last quarter (1 Oct to 31 Dec 2025)',
    ],
    [
      'did we win more this quarter than last',
      'Number of won deals closed this quarter (1 Jan to 31 Mar 2026) compared with last quarter (1 Oct to 31 Dec 2025)',
    ],
    [
      "compare this month's wins with last",
      'Number of won deals closed this month (1 Mar to 31 Mar 2026) compared with last month (1 Feb to 28 Feb 2026)',
    ],
    [
      "compare last quarter's bookings with this one",
      'Amount of won deals closed last quarter (1 Oct to 31 Dec 2025) compared with this quarter (1 Jan to 31 Mar 2026)',
    ],
    [
      'bookings this quarter against this',
      '~ Amount of won deals closed this quarter (1 Jan to 31 Mar 2026) | against this',
    ],
    [
      'bookings this month vs last team',
      '~ Amount of won deals closed this month (1 Mar to 31 Mar 2026) | vs last team',
    ],
  ])('%s', (text, meant) => expect(readAs(text, cast)).toBe(meant));
});

describe("one's own beside somebody else's", () => {
  test.each([
    ['how is my win rate in comparison with Tom', 'Win rate of Tom Reyes or you by owner'],
    ["my pipeline against Tom's", 'Open pipeline of Tom Reyes or you by owner'],
    ["Tom's win rate vs mine", 'Win rate of Tom Reyes or you by owner'],
    [
      "Put Priya's performance this quarter beside Tom's",
      'Performance of Priya Nair or Tom Reyes this quarter (1 Jan to 31 Mar 2026) by owner',
    ],
    ['EMEA pipeline beside AMER', 'Open pipeline in EMEA compared with AMER'],
  ])('%s', (text, meant) => expect(readAs(text, cast)).toBe(meant));
});
