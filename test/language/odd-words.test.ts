import { expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import { numberOf, words } from '../../src/language/words.ts';
import { cast } from './companies.ts';
import { on, say } from './say.ts';

const said = (text: string): string => say(read(text, on(cast, null)), cast);
const numbers = (text: string): (number | undefined)[] =>
  words(text).flatMap(({ number }) => (number ? [number.value] : []));

test('a day that its month does not have is asked back, however it is written', () => {
  for (const day of ['31/02', '31/02/2026', '31.02.2026', '31 February 2026']) {
    const reading = read(`deals closing by ${day}`, on(cast, null));
    expect(reading.say, day).toBe('which');
    expect(reading.say === 'which' ? reading.options.map(({ label }) => label) : []).toEqual([
      '28 February 2026',
      '1 March 2026',
    ]);
  }
});

test('a point before three digits is a thousands separator, which is said; before "m" or "million" it is not', () => {
  const reading = read('open deals over 1.005', on(cast, null));
  expect(said('open deals over 1.005')).toContain('$1,005');
  expect(reading.say === 'question' ? reading.assumptions : []).toContain('"1.005" = 1,005.');
  expect(numbers('over 1.250m')).toEqual([1.25]);
  expect(numbers('over 1.250 million')).toEqual([1.25]);
  expect(numbers('over 1.250 deals')).toEqual([1_250]);
  expect(numbers('over 50.000')).toEqual([50_000]);
});

test('a number whose digits would be lost is not understood rather than rounded', () => {
  expect(numberOf('9007199254740991')).toBe(Number.MAX_SAFE_INTEGER);
  expect(numberOf('99999999999999999999999')).toBeNull();
  expect(read('deals over 99999999999999999999999', on(cast, null)).say).toBe('unread');
});

test('a sign alone is not understood, and nothing at all is how one asks for help', () => {
  expect(read('🤷', on(cast, null))).toMatchObject({ say: 'unread', words: '🤷' });
  expect(read('', on(cast, null))).toMatchObject({ say: 'unread', words: '' });
});

test('an end of a limit that is no day to come is named in its own words', () => {
  const reading = read('set stale days to 20 until yesterday', on(cast, null));
  expect(reading.say === 'unread' ? reading.words : reading.say).toMatch(/until yesterday/);
});
