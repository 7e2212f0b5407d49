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
