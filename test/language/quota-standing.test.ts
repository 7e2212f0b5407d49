/** Whether somebody is on track for the quota, and who may miss it: two questions, in the words that people use. */
import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { last, readAs } from './say.ts';

const quarter = 'this quarter (1 Jan to 31 Mar 2026)';

describe('how oneself, a team or a named person stands', () => {
  test.each([
    ['am I on track?', `Your quota standing ${quarter}`],
    ['am i on track for my number', `Your quota standing ${quarter}`],
    ['am I going to make my number', `Your quota standing ${quarter}`],
    ['so, am I gonna hit quota this quarter?', `Your quota standing ${quarter}`],
    ['will I make my target', `Your quota standing ${quarter}`],
    ['am i gonna miss quota', `Your quota standing ${quarter}`],
    ['am I behind on quota', `Your quota standing ${quarter}`],
    ['are we on track?', `Quota standing ${quarter}`],
    ['are we going to make the quarter?', `Quota standing ${quarter}`],
    ['am I going to make my month', 'Your quota standing this month (1 Mar to 31 Mar 2026)'],
    ['are we going to hit our number', `Your team's quota standing ${quarter}`],
    ['is Tom on track', `Quota standing of Tom Reyes ${quarter}`],
    ['is Tom going to make his number', `Quota standing of Tom Reyes ${quarter}`],
    ['is EMEA on track', `Quota standing in EMEA ${quarter}`],
    ['which reps are on track', `Quota standing ${quarter}`],
    [
      'quota standing of my team last quarter',
      "Your team's quota standing last quarter (1 Oct to 31 Dec 2025)",
    ],
  ])('%s', (text, expected) => expect(readAs(text, cast)).toBe(expected));
});

describe('whether oneself has hit it is asked of nobody else', () => {
  test.each([
    ['did i hit quota last quarter', 'Your quota attainment last quarter (1 Oct to 31 Dec 2025)'],
    ['Did I make my number last quarter?', 'Your quota attainment last quarter (1 Oct to 31 Dec 2025)'],
    ['how did i do last quarter', 'Your performance last quarter (1 Oct to 31 Dec 2025) by owner'],
    ['how have I been doing this quarter', `Your performance ${quarter} by owner`],
    ['how much do I need to close this quarter', `Your quota attainment ${quarter}`],
    ['how much do we need to close', `Your team's quota attainment ${quarter}`],
    ['how much is missing to quota', `Your team's quota attainment ${quarter}`],
    ['have I reached my target', `Your quota attainment ${quarter}`],
    ['did Tom hit quota last quarter', 'Quota attainment of Tom Reyes last quarter (1 Oct to 31 Dec 2025)'],
  ])('%s', (text, expected) => expect(readAs(text, cast)).toBe(expected));
});

describe('who may miss it is a list by owner', () => {
  test.each([
    ['who is at risk of missing quota this quarter', `Quota risk ${quarter} by owner`],
    ['which reps are behind quota', `Quota risk ${quarter} by owner`],
    ["who's not going to hit quota?", `Quota risk ${quarter} by owner`],
    ['who missed quota last quarter', 'Quota risk last quarter (1 Oct to 31 Dec 2025) by owner'],
    [
      'which reps missed their number last quarter',
      'Quota risk last quarter (1 Oct to 31 Dec 2025) by owner',
    ],
    ["who's behind?", `Quota risk ${quarter} by owner`],
    ['which reps are falling behind this quarter', `Quota risk ${quarter} by owner`],
    ['who is off track', `Quota risk ${quarter} by owner`],
    ['is anybody in my team short of quota this quarter?', `Your team's quota risk ${quarter} by owner`],
  ])('%s', (text, expected) => expect(readAs(text, cast)).toBe(expected));
});

test.each([
  "my team's quota standing this quarter",
  'quota standing in EMEA this quarter',
  'my quota standing last quarter',
])('typed out it reads back to itself: %s', (text) =>
  expect(readAs(text, cast).toLowerCase()).toContain(text.replace(/^my/, 'your').toLowerCase()),
);

test('how much of it is won stays its attainment', () => {
  expect(readAs('how am I doing against quota', cast)).toBe(`Your quota attainment ${quarter}`);
  expect(readAs('where am I against quota', cast)).toBe(`Your quota attainment ${quarter}`);
  expect(readAs('my quota attainment', cast)).toBe(`Your quota attainment ${quarter}`);
});

test('in a thread the period is another one', () => {
  expect(last(cast, 'am I on track?', 'and next quarter?')).toBe(
    'Your quota standing next quarter (1 Apr to 30 Jun 2026)',
  );
});
