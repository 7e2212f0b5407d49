import { expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

test.each([
  [
    'how many deals moved from proposal to negotiation last month',
    '> stage_moves Proposal to Negotiation, last month, Deals',
  ],
  [
    'How many deals went from Discovery to Proposal this quarter?',
    '> stage_moves Discovery to Proposal, this quarter, Deals',
  ],
  [
    'show deals that moved from proposal to negotiation in EMEA last month',
    '> stage_moves Proposal to Negotiation (list), last month, Deals in EMEA',
  ],
  ['moves from negotiation to won this year', '> stage_moves Negotiation to Won, this year, Deals'],
  [
    'how many deals moved out of negotiation last month',
    '> stage_moves Negotiation to any, last month, Deals',
  ],
  ['how many deals moved back last month', '> stage_moves any to any back, last month, Deals'],
  ['which deals moved back this month', '> stage_moves any to any back (list), this month, Deals'],
  ['stage moves', '> stage_moves any to any, usual, Deals'],
  ['stage moves of Priya last week', '> stage_moves any to any, last week, Deals of Priya Nair'],
  [
    'conversion from discovery to proposal this quarter',
    '> stage_conversion Discovery to Proposal, this quarter, Deals',
  ],
  [
    "what's the conversion rate from discovery to contract in EMEA",
    '> stage_conversion Discovery to Contract, usual, Deals in EMEA',
  ],
  [
    'negotiation to contract conversion last quarter',
    '> stage_conversion Negotiation to Contract, last quarter, Deals',
  ],
  [
    'what share of deals in discovery reached proposal last quarter',
    '> stage_conversion Discovery to Proposal, last quarter, Deals',
  ],
  ['stage conversion', 'Funnel'],
  ['stage conversion rates', 'Funnel'],
  ['show the chain of run 7F3K', '> signals 7F3K'],
  ['what did run 7f3k set off', '> signals 7F3K'],
  ['show signals today', '> signals today'],
  ['what did the agents tell each other yesterday', '> signals yesterday'],
])('%s', (text, expected) => {
  expect(readAs(text, cast)).toBe(expected);
});

test('what is no pair of stages, or says more than is read, is nothing of the kind', () => {
  for (const text of [
    'deals moved from Priya to Tom last month',
    'move deals from Priya to Tom',
    'conversion from lead to deal',
    'deals that moved to negotiation this month',
    'conversion from discovery to proposal by rep',
  ])
    expect(readAs(text, cast)).not.toMatch(/stage_/);
});

test.each([
  ['my deals that moved forward this week', '> stage_moves any to any forward, this week, Your deals'],
  ['deals of mine that moved forward this week', '> stage_moves any to any forward, this week, Your deals'],
  [
    "which of Tom's deals moved back this month",
    '> stage_moves any to any back (list), this month, Deals of Tom Reyes',
  ],
  [
    'how many of my deals moved from proposal to negotiation last month',
    '> stage_moves Proposal to Negotiation, last month, Your deals',
  ],
])('%s: whose they are is kept', (text, read) => {
  expect(readAs(text, cast)).toBe(read);
});
