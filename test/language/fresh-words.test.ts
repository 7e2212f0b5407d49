/** What two new authors typed: a stage after its word, averages of counts, two names after a figure, and words for who and how much. */
import { describe, expect, test } from 'vitest';
import { lexicons } from './companies.ts';
import { last, readAs } from './say.ts';

const { cast, maven } = lexicons;
const quarter = '(1 Jan to 31 Mar 2026)';

describe('what was read as something else', () => {
  test.each([
    // The stage is named, and nothing is stuck.
    ['deals in stage Contract', 'Open deals in Contract'],
    ['sum of deals in stage Contract by rep', 'Amount of open deals in Contract by owner'],
    ['deals in stage Contract for 30 days', 'Open deals in Contract for 30 days or more'],
    ['deals in stage for 30 days', 'Open deals in the same stage for 30 days or more'],
    // An average of counts has no measure; of a number it has.
    ['average number of deals per rep', '-'],
    ['how many deals do I close on average per month', '-'],
    ['average number of pushes per rep', 'Average close date pushes of open deals by owner'],
    // Whoever has none is in no group.
    ['who has not won anything this quarter', '-'],
    ['who has the shortest sales cycle?', 'Sales cycle by owner'],
    ['who owns Hooli rollout', '> owner Hooli rollout'],
    // Quotas are set for what is to come; attainment is of what has been.
    ['quota per rep for Q2', 'Quota attainment in Q2 (1 Apr to 30 Jun 2026) by owner'],
    ['attainment per rep for Q2', 'Quota attainment in Q2 2025 (1 Apr to 30 Jun 2025) by owner'],
    // All that there are, where they are told apart by it.
    ['deals by status', 'Number of deals by status'],
    ['accounts in EMEA with open pipeline over 200k', 'Open pipeline in EMEA by account, each over $200,000'],
    ['accounts with deals over 200k', 'Number of open deals over $200,000 by account'],
    ['show me the thing from yesterday', '~ Deals with close date yesterday (19 Mar 2026) | thing'],
    [
      'share of deals lost to competitors this year',
      '~ Lost deals closed this year (1 Jan to 31 Dec 2026) | share | competitors',
    ],
    ['lower it', '> ? Which limit, and to what? For example "set the stale threshold to 14 days".'],
  ])('%s', (text, expected) => expect(readAs(text, cast)).toBe(expected));

  test('a question that has begun is no story before another one', () => {
    expect(readAs('how many GTK five hundreds did we sell in Q4', maven)).toMatch(/ \| five hundreds$/);
    expect(readAs('how many foobars did we sell in Q4', maven)).toMatch(/ \| foobars$/);
  });
});

describe('other words for who, how much and when', () => {
  test.each([
    ['which of my people has the smallest pipeline', "Your team's open pipeline by owner"],
    [
      'which manager sold the most last quarter',
      'Amount of won deals closed last quarter (1 Oct to 31 Dec 2025) by manager',
    ],
    [
      'is dan or tom doing better this quarter',
      `Performance of Dan Cole or Tom Reyes this quarter ${quarter} by owner`,
    ],
    ['whats my number looking like', `Your quota attainment this quarter ${quarter}`],
    [
      'my lost deals since christmas and why',
      'Your lost deals closed since Christmas 2025 (from 25 Dec 2025), with reason',
    ],
    [
      'how much revenue have we made in february',
      'Amount of won deals closed in February (1 Feb to 28 Feb 2026)',
    ],
    ['how long do my deals usually take', 'Your sales cycle'],
    ['my deals by stage with amounts', 'Amount of your open deals by stage'],
    [
      'everything we expect to land in april above 30k',
      'Open deals over $30,000 closing in April (1 Apr to 30 Apr 2026)',
    ],
    ['wins so far in march', 'Won deals closed from 1 Mar 2026 to 20 Mar 2026'],
    ['win rate tom lst quater', 'Win rate of Tom Reyes last quarter (1 Oct to 31 Dec 2025)'],
    ['deels wihtout activty sinse 2 wks', 'Open deals without activity for 14 days or more'],
  ])('%s', (text, expected) => expect(readAs(text, cast)).toBe(expected));
});

describe('two names after what was asked', () => {
  test.each([
    [['win rate 2025', 'emea vs amer'], 'Win rate in EMEA in 2025 (1 Jan to 31 Dec 2025) compared with AMER'],
    [
      ['win rate 2025', 'split emea / amer'],
      'Win rate in EMEA in 2025 (1 Jan to 31 Dec 2025) compared with AMER',
    ],
    [['open deals', 'emea vs amer'], 'Number of open deals in EMEA compared with AMER'],
    [
      ['lost deals last quarter', 'why did we lose them'],
      'Number of lost deals closed last quarter (1 Oct to 31 Dec 2025) by loss reason',
    ],
    [['pipeline by stage', 'rather by product'], 'Open pipeline by product'],
    [['open pipeline', 'split per stage'], 'Open pipeline by stage'],
    [
      ['performance of tom', 'tom vs priya'],
      `Performance of Tom Reyes or Priya Nair this quarter ${quarter} by owner`,
    ],
    [['tom vs priya'], `Performance of Tom Reyes or Priya Nair this quarter ${quarter} by owner`],
  ])('%j', (turns, expected) => expect(last(cast, ...turns)).toBe(expected));
});
