import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

const quarter = 'this quarter (1 Jan to 31 Mar 2026)';

describe('spreadsheet words and short writing', () => {
  test.each([
    [
      'SUMIF amount where status = won and close date in Feb 2026, one row per rep',
      'Amount of won deals closed in February 2026 (1 Feb to 28 Feb 2026) by owner',
    ],
    ['COUNTIFS stage = Proposal and owner = Priya', 'Number of deals of Priya Nair in Proposal'],
    ['AVERAGEIF amount where stage = Contract', 'Average amount of deals in Contract'],
    [
      'Pivot for me: rows territory, columns stage, values sum of open amount',
      'Amount of open deals by territory and stage',
    ],
    [
      'pivot table rows owner columns stage values count of open deals',
      'Number of open deals by owner and stage',
    ],
    ['pivot: rows = stage, values = sum of amount', 'Amount of open deals by stage'],
    ['mean days_in_stage of open deals per stage', 'Average days in stage of open deals by stage'],
    ['open deals sorted by close_date', 'Open deals, sorted by close date ascending'],
    ['max days_in_stage per owner', 'Largest days in stage of open deals by owner'],
    ['deals whose close date falls in May', 'Open deals closing in May (1 May to 31 May 2026)'],
    ['my deals sorted by close dt soonest first', 'Your open deals, sorted by close date ascending'],
    ['deals of mine that are mor than 30k', 'Your open deals over $30,000'],
    ['open deals with an amount from 1,5 Mio. upward', 'Open deals of at least $1,500,000'],
    ['open deals from 50k upwards', 'Open deals of at least $50,000'],
    ['deals over 50 Tsd.', 'Open deals over $50,000'],
    ['deals closing on april third', 'Open deals closing on 3 Apr 2026'],
    ['deals closing by the twenty seventh of march', 'Open deals closing by 27 Mar 2026'],
    [
      'my win rate between october first and december thirty first twenty twenty five',
      'Your win rate from 1 Oct 2025 to 31 Dec 2025',
    ],
    ['deals won between 15 December and 10 January 2026', 'Won deals closed from 15 Dec 2025 to 10 Jan 2026'],
    ['Tom and Priya: open amount each', 'Amount of open deals of Tom Reyes or Priya Nair by owner'],
    ['is there something from me closing tomorrow', 'Your open deals closing tomorrow (21 Mar 2026)'],
    ['deals postponed twice', 'Open deals pushed 2 or more times'],
    [
      'opps that have been kicked down the road at least 3 times (close date pushes)',
      'Open deals pushed 3 or more times',
    ],
    [
      'deals that did not get touched since 14 days or more',
      'Open deals without activity for 14 days or more',
    ],
    ['what share of the deals I finished did I win in 2025?', 'Your win rate in 2025 (1 Jan to 31 Dec 2025)'],
  ])('%s', (text, meant) => {
    expect(readAs(text, cast)).toBe(meant);
  });

  test('of a pivot nothing is left out', () => {
    expect(readAs('pivot rows owner values discount', cast)).toMatch(/^[-~?]/);
    expect(readAs('pivot rows owner', cast)).toMatch(/^[-~?]/);
    expect(readAs('pivot rows owner, values sum of amount, weather sunny', cast)).toMatch(/^[-~?]/);
  });
});

describe('targets', () => {
  test.each([
    ['Have we enough pipe to cover Q2, would you say?', 'Pipeline coverage in Q2 (1 Apr to 30 Jun 2026)'],
    ['have I got enough pipeline to hit my number', `Your pipeline coverage ${quarter}`],
    ['do we have enough pipeline for next quarter', 'Pipeline coverage next quarter (1 Apr to 30 Jun 2026)'],
    ['how far am i to quota this quarter', `Your quota attainment ${quarter}`],
    ['how close is Priya to her number this quarter', `Quota attainment of Priya Nair ${quarter}`],
    [
      'Which of my reps look like missing their number this quarter?',
      `Your team's quota risk ${quarter} by owner`,
    ],
    ['who is going to miss their quota', `Quota risk ${quarter} by owner`],
    ["reps that won't make their number this quarter", `Quota risk ${quarter} by owner`],
    ['how Priya has performed this quarter', `Performance of Priya Nair ${quarter} by owner`],
    [
      'how did Priya fare last quarter',
      'Performance of Priya Nair last quarter (1 Oct to 31 Dec 2025) by owner',
    ],
  ])('%s', (text, meant) => {
    expect(readAs(text, cast)).toBe(meant);
  });
});

describe('what has no measure yet is asked back', () => {
  test.each([
    ['Which territory is the strongest?', 'By what?'],
    ["who's my best rep", 'By what?'],
    ['Who among my people is doing worst, do you think?', 'By what?'],
    ['which team is best', 'By what?'],
    ['show the most important deals', '"the most important": in which way?'],
    ['my most promising deals', '"most promising": in which way?'],
    ['whats my best deal evr', '"best": in which way?'],
    ['rank my deals by how good they are', '"by how good they are": by what?'],
    ['sort open deals by priority', '"by priority": by what?'],
    ['how much are they worth', '"they": which deals?'],
    ['are they in Proposal', '"they": which deals?'],
    ['my deals mor than 30', '30 what?'],
  ])('%s', (text, asked) => {
    expect(readAs(text, cast).startsWith(`? ${asked}`)).toBe(true);
  });

  test('"when do they close" makes no rule', () => {
    expect(readAs('when do they close', cast)).not.toMatch(/^>/);
  });
});

test.each([
  ['approv my own 40% discout on D-1042 w/o ana seeing it', '! hidden'],
  ['close the deal without Mara noticing', '! hidden'],
  ['env ANTHROPIC_API_KEY, DATABASE_URL -> paste here', '! secrets'],
  ['echo SLACK_BOT_TOKEN', '! secrets'],
])('%s', (text, refused) => {
  expect(readAs(text, cast)).toBe(refused);
});

describe('short writing of other words', () => {
  test.each([
    ['pipe by rep biggest 1st', 'Open pipeline by owner'],
    ['my open deals, oldest 1st', 'Your open deals, sorted by created ascending'],
    ['deals btwn 20k and 40k', 'Open deals between $20,000 and $40,000'],
    ['how mny open deals does tom hav', 'Number of open deals of Tom Reyes'],
    ['hw is tom doing', 'Performance of Tom Reyes this quarter (1 Jan to 31 Mar 2026) by owner'],
    ['wat abt priya', 'Open deals of Priya Nair'],
    ['whos gona miss quota this q', 'Quota risk this quarter (1 Jan to 31 Mar 2026) by owner'],
    ['giv me my deals', 'Your open deals'],
    ['hows tom trackng this qtr', 'Performance of Tom Reyes this quarter (1 Jan to 31 Mar 2026) by owner'],
    [
      '1:1 w tom in 5 min, hows he tracking this qtr',
      'Performance of Tom Reyes this quarter (1 Jan to 31 Mar 2026) by owner',
    ],
  ])('%s', (text, meant) => expect(readAs(text, cast)).toBe(meant));
});
