/** Deals that nobody has touched, and those that the asker has not. */
import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { last, readAs } from './say.ts';

describe('what I have not touched is mine', () => {
  test.each([
    ["deals I haven't touched", 'Your inactive open deals'],
    ['deals i havent touched', 'Your inactive open deals'],
    ['deals I haven’t touched', 'Your inactive open deals'],
    ['deals I have not touched in 2 weeks', 'Your open deals without activity for 14 days or more'],
    ["deals I've not touched in 2 weeks", 'Your open deals without activity for 14 days or more'],
    ["which deals haven't I touched in 2 weeks", 'Your open deals without activity for 14 days or more'],
    ["what haven't I touched in 3 weeks", 'Your open deals without activity for 21 days or more'],
    ["deals I haven't called in 10 days", 'Your open deals without activity for 10 days or more'],
    [
      "which of my deals haven't I touched in 2 weeks",
      'Your open deals without activity for 14 days or more',
    ],
  ])('%s', (text, expected) => expect(readAs(text, cast)).toBe(expected));
});

describe('whose else they are is as it is said', () => {
  test.each([
    ["deals we haven't touched", 'Inactive open deals'],
    ['deals nobody has touched in 2 weeks', 'Open deals without activity for 14 days or more'],
    [
      "Tom's deals I haven't touched in 2 weeks",
      'Open deals of Tom Reyes without activity for 14 days or more',
    ],
    ["my team's deals I haven't touched", "Your team's inactive open deals"],
  ])('%s', (text, expected) => expect(readAs(text, cast)).toBe(expected));

  test('in a thread about somebody, too', () => {
    expect(last(cast, "Tom's open deals", "the ones I haven't touched in 2 weeks")).toBe(
      'Open deals of Tom Reyes without activity for 14 days or more',
    );
  });
});
