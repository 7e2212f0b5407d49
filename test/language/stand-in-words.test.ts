import { describe, expect, test } from 'vitest';
import { cast as lexicon } from './companies.ts';
import { readAs } from './say.ts';

describe('away, in words', () => {
  test.each([
    ["I'm away until Monday, Tom decides for me", 'Tom Reyes for you until 2026-03-23'],
    ['I am on vacation until 3 April, Tom stands in for me', 'Tom Reyes for you until 2026-04-03'],
    ["I'm out until Friday and Priya covers for me", 'Priya Nair for you until 2026-03-27'],
    ['Tom stands in for me until Friday', 'Tom Reyes for you until 2026-03-27'],
    ['Tom decides for me until Monday', 'Tom Reyes for you until 2026-03-23'],
    ['let Tom decide for me until Monday', 'Tom Reyes for you until 2026-03-23'],
    ['Tom covers for Priya until Wednesday', 'Tom Reyes for Priya Nair until 2026-03-25'],
    ["while I'm away until Monday Tom decides for me", 'Tom Reyes for you until 2026-03-23'],
    ['make Tom my stand-in until Friday', 'Tom Reyes for you until 2026-03-27'],
    ['my stand-in is Tom until Friday', 'Tom Reyes for you until 2026-03-27'],
    ['I am away tomorrow, Priya decides', 'Priya Nair for you from 2026-03-21 until 2026-03-21'],
    ["I'm on vacation next week, Tom takes over", 'Tom Reyes for you from 2026-03-23 until 2026-03-29'],
    ['from Monday to Friday Tom stands in for me', 'Tom Reyes for you from 2026-03-23 until 2026-03-27'],
    ['Tom stands in for me from Monday to Friday', 'Tom Reyes for you from 2026-03-23 until 2026-03-27'],
    ['Tom covers for me until 3 April', 'Tom Reyes for you until 2026-04-03'],
    ['Tom decides for me this week', 'Tom Reyes for you until 2026-03-22'],
    ["I'm sick today, Tom decides", 'Tom Reyes for you until 2026-03-20'],
    [
      "I'm on vacation from 1 April to 10 April, Priya covers for me",
      'Priya Nair for you from 2026-04-01 until 2026-04-10',
    ],
    ['I am out from Monday for two weeks, Tom decides', 'Tom Reyes for you from 2026-03-23 until 2026-04-06'],
    [
      'Mara is away next week, Nora decides for her',
      'Nora Quinn for Mara Lind from 2026-03-23 until 2026-03-29',
    ],
    ["I'm back", 'end the stand-in of you'],
    ['Priya is back', 'end the stand-in of Priya Nair'],
    ['Tom no longer stands in for me', 'end the stand-in of you'],
    ['end the stand-in of Priya', 'end the stand-in of Priya Nair'],
    ['who stands in for Priya', 'stand-ins'],
    ['who is away', 'stand-ins'],
  ])('%s', (text, said) => expect(readAs(text, lexicon)).toBe(`> ${said}`));

  test('without an end it is asked for', () =>
    expect(readAs('Tom decides for me', lexicon)).toBe('> ? Until when? For example "until Monday".'));

  test.each(["I'm out tomorrow", 'I am away next week', "I'm on vacation until 3 April"])(
    '%s: who decides is asked',
    (text) => expect(readAs(text, lexicon)).toBe('> ? Who decides for you meanwhile? Say the name.'),
  );

  test('a name that nobody has is asked back with the nearest', () =>
    expect(readAs('Lena stands in for me until Friday', lexicon)).toMatch(
      /^\? Nobody called "Lena" is known here\. Who is meant\? \S+ \S+ stands in for me until friday/,
    ));

  test.each(['Tom has deals until Friday', 'who decides on Acme', 'the pipeline agent decides for me'])(
    '%s is none',
    (text) => expect(readAs(text, lexicon)).not.toMatch(/^> (?:\S+ \S+ for|end the stand-in)/),
  );
});
