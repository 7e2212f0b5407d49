import { expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

test.each([
  ['number of deals per stage and their value', 'Amount of open deals by stage'],
  ['count and total amount of open deals by stage', 'Amount of open deals by stage'],
  ['how many deals and how much by team', 'Amount of open deals by team'],
  ['how many open deals and their total value by territory', 'Amount of open deals by territory'],
  ['number and value of open deals', 'Number of open deals'],
  ['win rate and cycle time by rep', 'Performance this quarter (1 Jan to 31 Mar 2026) by owner'],
  [
    'win rate, cycle time and attainment by team last quarter',
    'Performance last quarter (1 Oct to 31 Dec 2025) by team',
  ],
])('two measures are the one question whose answer has both: %s', (said, meant) => {
  expect(readAs(said, cast)).toBe(meant);
});

test.each([
  [
    'month over month won amount this year',
    'Amount of won deals closed this year (1 Jan to 31 Dec 2026) by close month',
  ],
  ['MoM won amount ytd', 'Amount of won deals closed in year to date (1 Jan to 20 Mar 2026) by close month'],
  ['win rate quarter over quarter this year', 'Win rate this year (1 Jan to 31 Dec 2026) by close quarter'],
  [
    'new deals week over week this quarter',
    'Number of deals created this quarter (1 Jan to 31 Mar 2026) by created week',
  ],
  [
    'bookings this quarter year over year',
    'Amount of won deals closed this quarter (1 Jan to 31 Mar 2026) compared with Q1 2025 (1 Jan to 31 Mar 2025)',
  ],
])('over a time that is longer, each of its months: %s', (said, meant) => {
  expect(readAs(said, cast)).toBe(meant);
});

test.each([
  ['why did we lose Globex', 'Lost deals for Globex, with reason'],
  [
    'why did we lose so many deals last quarter',
    'Number of lost deals closed last quarter (1 Oct to 31 Dec 2025) by loss reason',
  ],
  ['deals whose close date moved more than twice', 'Open deals pushed more than 2 times'],
  ['commit vs best case this quarter', 'Forecast this quarter (1 Jan to 31 Mar 2026)'],
  ["what's the average time deals spend in negotiation", 'Stage duration in Negotiation'],
])('%s', (said, meant) => {
  expect(readAs(said, cast)).toBe(meant);
});
