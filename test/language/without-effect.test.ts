import { describe, expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import { cast } from './companies.ts';
import { on, readAs } from './say.ts';

describe('a word that was read and changes nothing counts as not read', () => {
  test.each([
    ['how many employees does globex have', '~ Number of open deals for Globex | employees'],
    ['win rate by deal size', '~ Win rate | deal size'],
    ['longest sales cycle this year', '~ Sales cycle this year (1 Jan to 31 Dec 2026) | longest'],
    ['open deals closing around easter', '~ Open deals closing in Easter 2026 (5 Apr 2026) | around'],
    ['largest forecast', '-'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });

  test.each([
    ['strategic accounts: open deals over 50k', 'question'],
    ['open deals of rep Tom', 'question'],
    ['deals created this year by month', 'question'],
    ['deals whose close date was pushed at least twice', 'question'],
    ['which rep has the highest win rate', 'question'],
  ])(
    'but one that only says what a name beside it is, or does something elsewhere, is read: %s',
    (text, say) => {
      expect(read(text, on(cast)).say).toBe(say);
    },
  );

  test('neither won nor lost is neither', () => {
    expect(readAs('deals not won or lost', cast)).toBe('Open deals');
  });
});
