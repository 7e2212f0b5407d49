import { expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

const year = '(1 Jan to 31 Dec 2026)';
const quarter = '(1 Jan to 31 Mar 2026)';

test.each([
  [
    'my top 5 reps this year, by amount',
    `Amount of your team's won deals closed this year ${year} by owner, top 5`,
  ],
  ['my bottom 3 reps by win rate', "Your team's win rate by owner, bottom 3"],
  ['my 5 reps with the most pipeline', "Your team's open pipeline by owner, top 5"],
  [
    'who are my best reps by won amount this quarter',
    `Amount of your team's won deals closed this quarter ${quarter} by owner`,
  ],
  ['my reps by win rate', "Your team's win rate by owner"],
  ['my people by pipeline', "Your team's open pipeline by owner"],
  ['my AEs by bookings', "Amount of your team's won deals by owner"],
  ['rank my reps by value', "Amount of your team's open deals by owner"],
  ['which of my reps has the best win rate', "Your team's win rate by owner"],
])('my reps are those of my team, each by themselves: %s', (text, expected) =>
  expect(readAs(text, cast)).toBe(expected),
);

test.each([
  ["my guys' pipeline", "Your team's open pipeline"],
  ["my sales reps' open deals", "Your team's open deals"],
  ['deals of my reps closing this quarter', `Your team's open deals closing this quarter ${quarter}`],
  ['my reps by region', "Number of your team's open deals by territory"],
  ['my deals by rep', 'Number of your open deals by owner'],
  ['my top 5 deals by amount', 'Top 5 your open deals by amount'],
])('what they have is one list, and what is mine stays mine: %s', (text, expected) =>
  expect(readAs(text, cast)).toBe(expected),
);

test.each([
  [
    'how am I doing compared to last quarter',
    `Your performance this quarter ${quarter} by owner compared with last quarter (1 Oct to 31 Dec 2025)`,
  ],
  ["deals I haven't touched in two weeks", 'Your open deals without activity for 14 days or more'],
  ['which deals have I not touched in 2 weeks', 'Your open deals without activity for 14 days or more'],
  ["deals we haven't touched in two weeks", 'Open deals without activity for 14 days or more'],
  ['how many activities did I do this quarter', `Number of your activities done this quarter ${quarter}`],
  ['can I see stuck deals', 'Stale open deals'],
])('what I did or left is mine: %s', (text, expected) => expect(readAs(text, cast)).toBe(expected));
