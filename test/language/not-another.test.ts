/** Words that once made a question into another one: it is answered as asked, or said not to be read. */
import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

const quarter = 'this quarter (1 Jan to 31 Mar 2026)';

test.each([
  ['will Tom and Priya make their numbers?', `Quota standing of Tom Reyes or Priya Nair ${quarter}`],
  ['will Tom make his number?', `Quota standing of Tom Reyes ${quarter}`],
  ['how much is Tom short of his quota', `Quota attainment of Tom Reyes ${quarter}`],
  ["tell me how I'm doing against quota", `Your quota attainment ${quarter}`],
])('%s', (text, expected) => expect(readAs(text, cast)).toBe(expected));

describe('what is not read is said not to be', () => {
  test.each([
    ['can Priya still make it this quarter', /^~ .* make$/],
    ['will we win Initech', /^-/],
    ['who has no open deals', /^~ Number of open deals by owner \| no open deals$/],
    [
      'list open deals sorted by owner then amount',
      /^~ Open deals, sorted by owner ascending \| then amount$/,
    ],
    ['first 5 open deals alphabetically', /^~ Top 5 open deals by amount .*alphabetically$/],
    ['list open deals sorted by close date, then amount', /^~ Open deals, sorted by close date/],
  ])('%s', (text, expected) => expect(readAs(text, cast)).toMatch(expected));
});

describe('why somebody is away is private where it is asked, and else a reason', () => {
  test.each([
    'who is on sick leave',
    'is Tom on sick leave',
    'was Tom ill last week',
    'which reps took parental leave',
  ])('%s', (text) => expect(readAs(text, cast)).toBe('! private'));
  test.each([
    [
      "please don't bother Globex for the next two weeks, their CFO is on paternity leave",
      '> pause Globex until Fri 3 Apr, 10:00 UTC, because their CFO is on paternity leave',
    ],
    [
      'our contact at Globex got divorced, please pause Globex for two weeks',
      '> pause Globex until Fri 3 Apr, 10:00 UTC',
    ],
    ['show me open deals, the CFO is on sick leave', 'Open deals'],
  ])('%s', (text, expected) => expect(readAs(text, cast)).toBe(expected));
});

test('what is hoped of somebody after a greeting is no request', () => {
  expect(readAs('Good morning Steward, hope you had a nice weekend!', cast)).toBe('> greet');
  expect(readAs("Hey Steward, hope you're well. Could you tell me how many open deals I have?", cast)).toBe(
    'Number of your open deals',
  );
  expect(readAs("if it's not too much trouble, tell me which deals Tom lost in February", cast)).toBe(
    'Lost deals of Tom Reyes closed in February (1 Feb to 28 Feb 2026)',
  );
});
