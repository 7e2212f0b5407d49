/** "Reps with more than 5 open deals": a limit on what each group has, beside limits on each deal. */
import { describe, expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import { typed } from '../../src/language/understanding.ts';
import { cast } from './companies.ts';
import { last, on, readAs } from './say.ts';

const quarter = 'this quarter (1 Jan to 31 Mar 2026)';
const lastQuarter = 'last quarter (1 Oct to 31 Dec 2025)';
const year = 'this year (1 Jan to 31 Dec 2026)';

const isRead = ([text, expected]: [string, string]): void => expect(readAs(text, cast)).toBe(expected);
const limited: [string, string][][] = [
  // How many
  [
    ['reps with more than 5 open deals', 'Number of open deals by owner, more than 5'],
    ['Which reps have over five open deals?', 'Number of open deals by owner, more than 5'],
    ['reps with more then 5 opne deals', 'Number of open deals by owner, more than 5'],
    ['reps w/ > 5 open deals', 'Number of open deals by owner, more than 5'],
    ['who has 10 or more open deals', 'Number of open deals by owner, 10 or more'],
    ['how many reps have more than 5 open deals', 'Number of open deals by owner, more than 5'],
    ['anyone with more than 30 open deals', 'Number of open deals by owner, more than 30'],
    ['my reps with more than 5 open deals', "Number of your team's open deals by owner, more than 5"],
    ['reps in EMEA with more than 5 open deals', 'Number of open deals in EMEA by owner, more than 5'],
    ['owners with at least 3 stuck deals', 'Number of stale open deals by owner, 3 or more'],
    ['reps with no more than 3 open deals', 'Number of open deals by owner, at most 3'],
    ['reps with exactly 5 open deals', 'Number of open deals by owner, exactly 5'],
    ['reps with between 5 and 10 open deals', 'Number of open deals by owner, between 5 and 10'],
    ['stages with more than 20 deals', 'Number of open deals by stage, more than 20'],
    ['which teams have fewer than 50 open deals', 'Number of open deals by team, fewer than 50'],
    ['who won at least 3 deals this quarter', `Number of won deals closed ${quarter} by owner, 3 or more`],
    [
      'products with fewer than 5 wins this year',
      `Number of won deals closed ${year} by product, fewer than 5`,
    ],
    ['lost reasons with more than 10 deals', 'Number of deals by loss reason, more than 10'],
    ['lead sources with more than 10 leads', 'Number of leads by lead source, more than 10'],
    ['open deals by owner, more than 5', 'Number of open deals by owner, more than 5'],
    ['deals per rep, only those with more than 15', 'Number of open deals by owner, more than 15'],
    [
      'open deals by owner as of 1 March, more than 5',
      'Number of open deals by owner, more than 5, as of 1 Mar 2026',
    ],
    ['open deals per rep where count > 10', 'Number of open deals by owner, more than 10'],
    ['top 5 reps with more than 10 open deals', 'Number of open deals by owner, more than 10, top 5'],
  ],
  // How much
  [
    ['which reps have over 500k open pipeline', 'Open pipeline by owner, each over $500,000'],
    ['reps with open pipeline over 500k', 'Open pipeline by owner, each over $500,000'],
    ['reps whose pipeline exceeds 500k', 'Open pipeline by owner, each over $500,000'],
    ['reps with more than 500k EUR open pipeline', 'Open pipeline by owner, each over EUR 500,000'],
    ['teams with more than 1m in open deals', 'Amount of open deals by team, each over $1,000,000'],
    [
      'products with less than 100k won this year',
      `Amount of won deals closed ${year} by product, each under $100,000`,
    ],
    [
      'accounts with over 100k won this year',
      `Amount of won deals closed ${year} by account, each over $100,000`,
    ],
    ['who won more than 500k this year', `Amount of won deals closed ${year} by owner, each over $500,000`],
    [
      'reps with bookings over 1m this year',
      `Amount of won deals closed ${year} by owner, each over $1,000,000`,
    ],
    ['which reps have an average deal above 50k', 'Average amount of won deals by owner, each over $50,000'],
  ],
  // Rates, coverage, days
  [
    ['reps with a win rate over 40% this year', `Win rate ${year} by owner, over 40%`],
    ['reps with a 40%+ win rate', 'Win rate by owner, at least 40%'],
    ['who has between 30% and 50% win rate', 'Win rate by owner, between 30% and 50%'],
    ['territories with win rate under 25%', 'Win rate by territory, under 25%'],
    ['win rate under 37.5% by territory', 'Win rate by territory, under 37.5%'],
    ['teams with coverage below 3', `Pipeline coverage ${quarter} by team, under 3×`],
    ['who has less than 3x coverage', `Pipeline coverage ${quarter} by owner, under 3×`],
    ['reps with a sales cycle over 60 days', 'Sales cycle by owner, each more than 60 days'],
    [
      'lead sources with response time over 2 days',
      'Time to first touch by lead source, each more than 2 days',
    ],
  ],
  // Quotas
  [
    ['who is below 50% attainment', `Quota attainment ${quarter} by owner, under 50%`],
    ['who is under 50 % of quota', `Quota attainment ${quarter} by owner, under 50%`],
    ['is anyone below 50% of their quota?', `Quota attainment ${quarter} by owner, under 50%`],
    ['reps at less than half their quota', `Quota attainment ${quarter} by owner, under 50%`],
    ['teams under 50% attainment last quarter', `Quota attainment ${lastQuarter} by team, under 50%`],
    ['who is at 120% or more of quota', `Quota attainment ${quarter} by owner, at least 120%`],
    ['which reps hit quota', `Quota attainment ${quarter} by owner, at least 100%`],
    ['who made their quota last quarter', `Quota attainment ${lastQuarter} by owner, at least 100%`],
    ['who met their number last quarter', `Quota attainment ${lastQuarter} by owner, at least 100%`],
    ['who has reached quota', `Quota attainment ${quarter} by owner, at least 100%`],
    ['who beat quota last quarter', `Quota attainment ${lastQuarter} by owner, over 100%`],
    ['who is over quota', `Quota attainment ${quarter} by owner, over 100%`],
    ["who hasn't hit quota yet", `Quota attainment ${quarter} by owner, under 100%`],
  ],
];

describe('a limit on the measure of groups', () => {
  test.each(limited.flat())('%s', (...line) => isRead(line));
});

test.each(limited.flat())('typed out it reads back to itself: %s', (text, expected) => {
  const reading = read(text, on(cast));
  const again = reading.say === 'question' ? typed(reading.frame, on(cast)) : reading.say;
  expect(readAs(again, cast)).toBe(expected);
});

describe('a limit on each deal stays one, and a condition beside it, too', () => {
  test.each<[string, string]>([
    ['reps with deals over 100k', 'Number of open deals over $100,000 by owner'],
    ['open deals by owner, over 100k', 'Number of open deals over $100,000 by owner'],
    ['deals of my people over 100k', "Your team's open deals over $100,000"],
    ['pipeline over 100k by rep', 'Open pipeline over $100,000 by owner'],
    ['which reps have stuck deals over 50k', 'Number of stale open deals over $50,000 by owner'],
    ['reps with more than 3 deals over 100k', 'Number of open deals over $100,000 by owner, more than 3'],
    [
      'owners with at least 3 deals stuck more than 30 days',
      'Number of open deals in the same stage for more than 30 days by owner, 3 or more',
    ],
    [
      'deals stuck more than 30 days by owner',
      'Number of open deals in the same stage for more than 30 days by owner',
    ],
    ['deals open more than 60 days', 'Open deals created more than 60 days ago'],
    [
      'more than 5 days in stage by owner',
      'Number of open deals in the same stage for more than 5 days by owner',
    ],
    ['accounts with more than 2 open deals', 'Accounts with more than 2 open deals'],
    ['who missed quota last quarter', `Quota risk ${lastQuarter} by owner`],
    ["who didn't hit quota last quarter", `Quota risk ${lastQuarter} by owner`],
  ])('%s', (...line) => isRead(line));
});

describe('what is unclear is asked or left unread, never guessed', () => {
  test.each<[string, string]>([
    ['open deals by stage over 45', '? 45 what? 45 days in the stage | 45 thousand | An amount of 45'],
    ['win rate over 40%', '~ Win rate | over 40%'],
    ["Tom's win rate over 40%", '~ Win rate of Tom Reyes | over 40%'],
  ])('%s', (...line) => isRead(line));
});

describe('in a thread', () => {
  test.each<[string[], string]>([
    [['win rate by owner', 'only those over 40%'], 'Win rate by owner, over 40%'],
    [['win rate by owner', 'just the ones under 50%'], 'Win rate by owner, under 50%'],
    [['attainment by owner', 'who is under 50%'], `Quota attainment ${quarter} by owner, under 50%`],
    [['attainment by owner', 'just those below half'], `Quota attainment ${quarter} by owner, under 50%`],
    [['coverage by owner', 'under 3x'], `Pipeline coverage ${quarter} by owner, under 3×`],
    [['open deals by owner', 'only those with more than 20'], 'Number of open deals by owner, more than 20'],
    [['pipeline by owner', 'only those over 500k'], 'Open pipeline by owner, each over $500,000'],
    [['pipeline by owner', 'only deals over 100k'], 'Open pipeline over $100,000 by owner'],
    [
      ['reps with pipeline over 500k', 'only deals over 100k'],
      'Open pipeline over $100,000 by owner, each over $500,000',
    ],
    [['open deals by owner', 'only over 100k'], 'Number of open deals over $100,000 by owner'],
    // It stays with its measure and its groups, and goes with them.
    [
      ['who hit quota last quarter', 'and this quarter?'],
      `Quota attainment ${quarter} by owner, at least 100%`,
    ],
    [['reps with more than 5 open deals', 'in EMEA'], 'Number of open deals in EMEA by owner, more than 5'],
    [['reps with more than 5 open deals', 'top 3'], 'Number of open deals by owner, more than 5, top 3'],
    [['reps with more than 5 open deals', 'by team'], 'Number of open deals by team'],
    [['reps with more than 5 open deals', 'by money not by number'], 'Amount of open deals by owner'],
    [['reps with more than 5 open deals', 'show all'], 'Number of open deals by owner'],
    // Another one takes its place, or is its other end.
    [
      ['reps with more than 5 open deals', 'and more than 10?'],
      'Number of open deals by owner, more than 10',
    ],
    [['reps with more than 5 open deals', 'make it 10'], 'Number of open deals by owner, more than 10'],
    [['reps with a win rate over 40%', 'make it 50%'], 'Win rate by owner, over 50%'],
    [['reps with a win rate over 40%', 'under 30%'], 'Win rate by owner, under 30%'],
    [['reps with a win rate over 40%', 'and under 60%'], 'Win rate by owner, over 40% and under 60%'],
    // Two sides have no limit.
    [
      ['reps with a win rate over 40% this year', 'vs last year'],
      `Win rate ${year} by owner compared with last year (1 Jan to 31 Dec 2025)`,
    ],
  ])('%j', (turns, expected) => expect(last(cast, ...turns)).toBe(expected));
});
