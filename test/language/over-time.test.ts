/** The pipeline as a line over time is no question yet: what comes near it is asked back, with all that was said of it. */
import { expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

const asks = '? The pipeline as a line over time is not there yet. Is one of these meant?';

test.each([
  ['pipeline trend', 'Open pipeline'],
  ['open pipeline over time', 'Open pipeline'],
  ['weekly pipeline', 'Open pipeline'],
  ['monthly pipeline of Tom', 'Open pipeline of Tom Reyes'],
  ['how has the pipeline in EMEA developed', 'Open pipeline in EMEA'],
  ['pipeline trend by week for EMEA', 'Open pipeline in EMEA'],
  ['open deals per week', 'Number of open deals'],
])('%s', (text, what) => {
  expect(readAs(text, cast)).toBe(
    `${asks} ${what} compared with 18 Feb 2026 | ${what} compared with 20 Dec 2025 | ${what} by close month`,
  );
});

test.each([
  ['bookings trend', 'Amount of won deals by close month'],
  ['open deals closing per week', 'Number of open deals by close week'],
  ['pipeline by close month', 'Open pipeline by close month'],
  ['pipeline vs a month ago', 'Open pipeline compared with 20 Feb 2026'],
])('what is a question is answered: %s', (text, expected) => expect(readAs(text, cast)).toBe(expected));

test('of what does not stand there is no such line', () => {
  for (const text of ['churn trend by region', 'margin over time', 'weekly discounts'])
    expect(readAs(text, cast), text).not.toContain('line over time');
});
