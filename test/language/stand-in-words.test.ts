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
    ["I'm back", 'end the stand-in of you'],
    ['Priya is back', 'end the stand-in of Priya Nair'],
    ['Tom no longer stands in for me', 'end the stand-in of you'],
    ['end the stand-in of Priya', 'end the stand-in of Priya Nair'],
    ['who stands in for Priya', 'stand-ins'],
    ['who is away', 'stand-ins'],
  ])('%s', (text, said) => expect(readAs(text, lexicon)).toBe(`> ${said}`));

  test('without an end it is asked for', () =>
    expect(readAs('Tom decides for me', lexicon)).toBe('> ? Until when? For example "until Monday".'));

  test.each(['Tom has deals until Friday', 'who decides on Acme', 'the pipeline agent decides for me'])(
    '%s is none',
    (text) => expect(readAs(text, lexicon)).not.toMatch(/^> (?:\S+ \S+ for|end the stand-in)/),
  );
});
