import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { countryCode } from '../../src/sales/countries.ts';
import { phonesIn, phoneTrouble, readPhone } from '../../src/sales/phones.ts';

test('a number with its country needs no other help; one without is dialled where the lead is', () => {
  expect(readPhone('+353 (0)1 234 5678', null)).toMatchObject({ e164: '+35312345678', region: 'IE' });
  expect(readPhone('06 69821234', 'IT')?.e164).toBe('+390669821234');
  expect(readPhone('06 69821234', null)).toBeNull();
});

test('an order number, a day and a filler are no phone numbers', () => {
  for (const text of ['1234567890', '2026-03-20', '192.168.0.1', '1111111111', '+1 650 253 0000 0000 0000'])
    expect(readPhone(text, 'US'), text).toBeNull();
});

test('numbers within a text are found once each, with what stands around them left alone', () => {
  const text = 'Tel. +351 21 234 5678 | Fax +351 21 234 5678, order 4711-2026, since 2026-03-20';
  expect(phonesIn(text, null).map(({ e164 }) => e164)).toEqual(['+351212345678']);
});

test('a country is known by its code and by its name in the languages of those who fill in forms', () => {
  expect(['Italia', 'IE', 'Deutschland', 'uk', 'United States', 'The Netherlands'].map(countryCode)).toEqual([
    'IT',
    'IE',
    'DE',
    'GB',
    'US',
    'NL',
  ]);
  expect(countryCode('Atlantis')).toBeNull();
});

const file = new URL('../../../shared/data/phone-numbers/phones.jsonl', import.meta.url);
type Line = {
  input: string;
  style: string;
  default_region: string | null;
  expected_e164: string | null;
  expected_ext: string | null;
  expected_valid: boolean;
  also_acceptable: string[];
};
const lines: Line[] = existsSync(file)
  ? readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : [];

test.skipIf(lines.length === 0)(
  'collected spellings of numbers come out as E.164 (phone-numbers is there)',
  () => {
    const wrong = lines.filter((line) => {
      const read = readPhone(line.input, line.default_region);
      const e164 = read?.e164 ?? null;
      if (e164 !== null && line.also_acceptable.includes(e164)) return false;
      return (
        e164 !== (line.expected_valid ? line.expected_e164 : null) ||
        (read !== null && read.ext !== line.expected_ext)
      );
    });
    expect(wrong.map(({ style, input }) => `${style}: ${input}`)).toEqual([]);
  },
);

test('of a number without its country nobody guesses where it is dialled', () => {
  expect(readPhone('(202) 555-0112', 'US')).toMatchObject({ e164: '+12025550112' });
  expect(readPhone('(202) 555-0112', null)).toBeNull();
  expect(phoneTrouble('(202) 555-0112', '(202) 555-0112', null)).toContain('does not say its country');
});
