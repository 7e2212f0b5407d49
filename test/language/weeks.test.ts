/** By week, and by the day that is meant: of creation where that is asked about, else of the close date. */
import { expect, test } from 'vitest';
import { cast } from './companies.ts';
import { last, readAs } from './say.ts';

test.each([
  ['weekly wins', 'Number of won deals by close week'],
  [
    'weekly trend of won deals since new year',
    'Number of won deals closed since New Year 2026 (from 1 Jan 2026) by close week',
  ],
  ['bookings by week', 'Amount of won deals by close week'],
  ['deals created by month', 'Number of deals by created month'],
  ['deals created per year', 'Number of deals by created year'],
  [
    'deals created last year by quarter',
    'Number of deals created last year (1 Jan to 31 Dec 2025) by created quarter',
  ],
  [
    'deals created last year by close month',
    'Number of deals created last year (1 Jan to 31 Dec 2025) by close month',
  ],
  ['leads per week', 'Number of leads by created week'],
  ['leads by month', 'Number of leads by created month'],
  // A week that is a period is none of these.
  ['deals closing this week', 'Open deals closing this week (16 Mar to 22 Mar 2026)'],
])('%s', (text, expected) => expect(readAs(text, cast)).toBe(expected));

test('in a thread', () => {
  expect(last(cast, 'wins by week', 'by month')).toBe('Number of won deals by close month');
  expect(last(cast, 'bookings this quarter', 'by week')).toBe(
    'Amount of won deals closed this quarter (1 Jan to 31 Mar 2026) by close week',
  );
});
