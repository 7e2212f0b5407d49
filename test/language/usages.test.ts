import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { last, readAs } from './say.ts';

const quarter = 'this quarter (1 Jan to 31 Mar 2026)';

describe('activity within so many days is activity, and not the want of it', () => {
  const lately = 'Open deals with last activity in the last 7 days (14 Mar to 20 Mar 2026)';
  const idle = 'Open deals without activity for 7 days or more';
  test.each([
    ['deals with activity in 7 days', lately],
    ['deals that have activity within 7 days', lately],
    ['deals with recent activity within the last 7 days', lately],
    ['deals that had some activity in 7 days', lately],
    ['deals with no activity in 7 days', idle],
    ['deals without activity in 7 days', idle],
    ["deals that haven't had activity in 7 days", idle],
    ['deals that have not had any activity in 7 days', idle],
  ])('%s', (text, expected) => expect(readAs(text, cast)).toBe(expected));
});

describe('what other tongues, trades and keyboards write', () => {
  test.each([
    ['cnt of my oppts in proposal', 'Number of your deals in Proposal'],
    ['revenue this year till date', 'Amount of won deals closed from 1 Jan 2026 to 20 Mar 2026'],
    ['fcst q3', 'Forecast in Q3 (1 Jul to 30 Sep 2026)'],
    ['my fcast for the quarter', `Your forecast ${quarter}`],
    ['what closes tmrw', 'Open deals closing tomorrow (21 Mar 2026)'],
    ['my open deals above 3 lakh', 'Your open deals over $300,000'],
    ['deals above 1.5 crore', 'Open deals over $15,000,000'],
    ['deals with amount superior to 40 000', 'Open deals over $40,000'],
    ['my affairs in Proposal', 'Your deals in Proposal'],
    ['kindly tell the number of my deals in Discovery as on today', 'Number of your deals in Discovery'],
    ['please prepare the list of my open deals', 'Your open deals'],
    [
      'won amount by product in calendar 2025',
      'Amount of won deals closed in 2025 (1 Jan to 31 Dec 2025) by product',
    ],
    ['my deals scheduled for April', 'Your open deals closing in April (1 Apr to 30 Apr 2026)'],
    ['open deals older than 90 days, counted from creation', 'Open deals created more than 90 days ago'],
    ['deals of Tom, no matter the stage', 'Open deals of Tom Reyes'],
    ['lost deals without a loss reason on file', 'Lost deals without loss reason'],
    ['my deals of at most 15k each, in Proposal', 'Your deals in Proposal of at most $15,000'],
    ['no need for the names, just how many deals are stale', 'Number of stale open deals'],
    ['funnel, where do we leak', 'Funnel'],
    ['my deals whose close date has already passed but still open', 'Your open deals past their close date'],
    ["who's in danger of missing their quota", `Quota risk ${quarter} by owner`],
    ['average response to new leads by team', 'Time to first touch by team'],
    [
      'did we lose more this month than last month?',
      'Number of lost deals closed this month (1 Mar to 31 Mar 2026) compared with last month (1 Feb to 28 Feb 2026)',
    ],
    ['sum of won amounts by rep, highest to lowest', 'Amount of won deals by owner'],
    ['open deals from the oldest', 'Open deals, sorted by created ascending'],
    ['deals in proposal, me', 'Your deals in Proposal'],
    ['what should close next month on my side', 'Your open deals closing next month (1 Apr to 30 Apr 2026)'],
    ['lost deals from Q3 2025', 'Lost deals closed in Q3 2025 (1 Jul to 30 Sep 2025)'],
    ['what have we won this quarter, in total', `Amount of won deals closed ${quarter}`],
    ['forecast, end of Q2', 'Forecast in Q2 (1 Apr to 30 Jun 2026)'],
    [
      "everything of Tom's that's supposed to close this quarter",
      `Open deals of Tom Reyes closing ${quarter}`,
    ],
    ['product mix won this quarter', `Amount of won deals closed ${quarter} by product`],
    ['morning prep: my deals closing today', 'Your open deals closing today (20 Mar 2026)'],
    ['what can you really do', '> help everything'],
    ['pipeline may run again', '> resume Pipeline agent'],
    ['stop everything!! all agents, now', '> pause Pipeline agent, Forecasting agent'],
    ['how looks the coverage of my team', `Your team's pipeline coverage ${quarter}`],
  ])('%s', (words, expected) => expect(readAs(words, cast)).toBe(expected));

  test.each([
    ['show me', '? What is meant?'],
    ['deals with close date over 30 days past', 'past'],
    ['deals from Q2 2026 to Q3 2026', 'Open deals closing from 1 Apr 2026 to 30 Sep 2026'],
    ['won deals from Q3 2025 onwards', 'since Q3 2025'],
    ['lower the stale limit to 20 days', 'stale'],
    ["deals of Mara's whole team", '| team'],
  ])('%s is not taken for one of them', (words, part) => expect(readAs(words, cast)).toContain(part));
});

describe('threads', () => {
  test('"and Tom?" asks the same of somebody else, "and Tom" and "Tom too" name one more', () => {
    expect(last(cast, "Priya's deals in Proposal", 'and Tom?')).toBe('Deals of Tom Reyes in Proposal');
    expect(last(cast, "Priya's deals in Proposal", 'and Tom')).toBe(
      'Deals of Priya Nair or Tom Reyes in Proposal',
    );
    expect(last(cast, "Priya's deals in Proposal", 'Tom too?')).toBe(
      'Deals of Priya Nair or Tom Reyes in Proposal',
    );
  });

  test('the same quarter a year earlier is compared with', () => {
    expect(last(cast, 'win rate last quarter', 'against the same quarter a year before')).toContain(
      'compared with Q4 2024',
    );
  });

  test('a refusal before a correction is one in any spelling', () => {
    expect(last(cast, 'my deals in Discovery', 'nope, Proposal')).toBe('Your deals in Proposal');
  });
});

describe('small words that point at nothing', () => {
  test.each([
    'check it again',
    'those from last time please',
    'the other ones?',
    'compare that with the last one',
    'same again pls',
  ])('"%s" is asked back where nothing was asked before', (words) =>
    expect(readAs(words, cast)).toMatch(/^\? (?:Nothing was asked here before this\. )?What is meant\?/),
  );

  test('what names a thing is not one of them', () => {
    expect(readAs('is that lunch booked', cast)).not.toContain('What is meant?');
  });
});

describe('what two more authors wrote', () => {
  test.each([
    ['neg deals stuck 20d+', 'Open deals in Negotiation for 20 days or more'],
    ['disc deals of priya', 'Deals of Priya Nair in Discovery'],
    ['pros and cons', '-'],
    [
      'wondering which of my deals under 20k have been in their stage the longest, top 5 is plenty',
      'Top 5 your open deals under $20,000 by days in stage',
    ],
    ['my deals closing next mth', 'Your open deals closing next month (1 Apr to 30 Apr 2026)'],
    ['win rate of the trailing 6 months', readAs('win rate of the last 6 months', cast)],
    [
      'show me the deals I won this quarter, got curious honestly',
      'Your won deals closed this quarter (1 Jan to 31 Mar 2026)',
    ],
    ['my deals sorted by age, oldest first', 'Your open deals, sorted by age descending'],
    ['my deals sorted by age, newest first', 'Your open deals, sorted by age ascending'],
    ['may I ask for the pipeline by stage', 'Open pipeline by stage'],
    ['deals wo close date', 'Open deals without close date'],
    ['opps w/o close date or amt', 'Open deals without close date or amount'],
    ['deals in contract xcept priya', 'Deals not of Priya Nair in Contract'],
    ['# open per rep', 'Number of open deals by owner'],
    ['win rt me ytd', 'Your win rate in year to date (1 Jan to 20 Mar 2026)'],
    ['mine pushed 3x or more', 'Your open deals pushed 3 or more times'],
    ['my open opps created since mon', 'Your open deals created since last Monday (from 16 Mar 2026)'],
    ['Give the quantity of open deals, divided per manager', 'Number of open deals by manager'],
    ['Please give me the repartition of the open volume by phase.', 'Amount of open deals by stage'],
    [
      'How quick is the first contact after a lead arrives, in days, divided by region?',
      'Time to first touch by territory',
    ],
    [
      'By which factor does the open pipeline cover the remaining quota in every region?',
      'Pipeline coverage this quarter (1 Jan to 31 Mar 2026) by territory',
    ],
    ['Open deals everywhere but EMEA, smallest first', 'Open deals not in EMEA, sorted by amount ascending'],
    [
      'open deals closing between today and the thirtieth of june',
      'Open deals closing from 20 Mar 2026 to 30 Jun 2026',
    ],
    ['open deals of at least a quarter of a million', 'Open deals of at least $250,000'],
    [
      'deals in the present stage for at least twenty but at most thirty days',
      'Open deals in the same stage between 20 days and 30 days',
    ],
    ['hand over dans negotiation deals', '> ? To whom?'],
    ['give my deals in Proposal to someone with more time', '> ? To whom?'],
    ['set the confidence floor to 85 per cent', readAs('set the confidence floor to 85%', cast)],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });

  test('an agent that there is not is asked back about', () => {
    expect(readAs('pause the marketing agent', cast)).toMatch(
      /^\? No agent is called "marketing"\. Which one is meant\? pause /i,
    );
  });
});
