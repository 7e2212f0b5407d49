import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

describe('no word that could change the answer is dropped in silence', () => {
  test.each([
    ['deals in Negotiation sorted by', '~ Deals in Negotiation | sorted by'],
    ['open deals in EMEA order by', '~ Open deals in EMEA | order by'],
    ['deals in Negotiation sorted', '~ Deals in Negotiation | sorted'],
    ['show deals in', '~ Open deals | in'],
    ['open deals of', '~ Open deals | of'],
    ['how many deals over -100k', '~ Number of open deals | over - 100k'],
    ['deals stuck -5 days', '~ Stale open deals | - 5 days'],
    ['top -3 deals by amount', '~ Open deals, sorted by amount descending | - 3'],
    ['top 0 deals', '-'],
    ['first 0 open deals in EMEA', '-'],
    [
      'show deals stuck in negotiation 30 days and also pipeline',
      '~ Open deals in Negotiation for 30 days or more | pipeline',
    ],
    ['open deals in EMEA over 50k and pipeline', '~ Open deals in EMEA over $50,000 | pipeline'],
    [
      'show deals stuck in negotiation 30 days\nalso pipeline by rep',
      '~ Open deals in Negotiation for 30 days or more | pipeline by rep',
    ],
    ['deals over 100k, and also the forecast', '~ Open deals over $100,000 | forecast'],
    ['deals in EMEA and also deals in AMER', '~ Open deals in EMEA | deals in AMER'],
    ['deals in Negotiation and also lost deals', '~ Deals in Negotiation | lost deals'],
    ['deals by owner sorted by', '> ? "by …": what?'],
    ['show deals in EMEA in', '~ Open deals in EMEA | in'],
    ['list deals with', '~ Open deals | with'],
    ['deals in Negotiation and', '~ Deals in Negotiation | and'],
    // "Or" between two limits is not both.
    ['deals in EMEA or over 100k', '-'],
    ['deals that are stale or over 100k', '-'],
    ['deals closing this month or over 200k', '-'],
    ['deals under 10k or over 100k', '-'],
    ['how many deals over 100k or in EMEA', '-'],
    ['deals over 100k or stale', '-'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });

  test.each([
    ['deals 30 -60 days in stage', 'Open deals in the same stage between 30 days and 60 days'],
    ['deals between 30 - 60 days in stage', 'Open deals in the same stage between 30 days and 60 days'],
    ['deals 100k-200k', 'Open deals between $100,000 and $200,000'],
    ['negotiation - 30 days', 'Open deals in Negotiation for 30 days or more'],
    ['- top 3 deals', 'Top 3 open deals by amount'],
    ['deals in Proposal or Negotiation', 'Deals in Proposal or Negotiation'],
    ['which stage are my deals in', 'Number of your open deals by stage'],
    ['smallest open deal in the company?', 'Top 1 open deal by amount ascending'],
    ['pipeline by rep, ranked', 'Open pipeline by owner'],
    ['list open deals sorted by close date limit 3', 'Top 3 open deals by close date ascending'],
    [
      'show deals without next step sorted by amount, limit 5',
      'Top 5 open deals without next step by amount',
    ],
    [
      'deals not in EMEA over 200k sorted by oldest',
      'Open deals not in EMEA over $200,000, sorted by created ascending',
    ],
    ['my open deals limit 5', '5 your open deals'],
    ['pipeline by rep limit 3', 'Open pipeline by owner, top 3'],
    ['open deals by amount, limit five', 'Top 5 open deals by amount'],
    ['stale limit 21', '> stale_days = 21 plain'],
    ['which deals in EMEA are also over 100k', 'Open deals in EMEA over $100,000'],
    ['deals of Tom and also of Priya', 'Open deals of Tom Reyes or Priya Nair'],
    ['deals and pipeline by stage', 'Open pipeline by stage'],
    ['wins from last quarter on', 'Won deals closed since last quarter (from 1 Oct 2025)'],
    ['deals sorted by newest', 'Open deals, sorted by created descending'],
  ])('and none is taken for such a word: %s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});
