import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mask } from '../../src/models/masking.ts';

test('the longest name is replaced first, whatever its case, and never inside a word', () => {
  const { text, unmask } = mask('PRIYA NAIR and Priya, not Priyanka', [
    { kind: 'PERSON', value: 'Priya' },
    { kind: 'PERSON', value: 'Priya Nair' },
  ]);
  expect(text).toBe('<PERSON_1> and <PERSON_2>, not Priyanka');
  expect(unmask({ owners: [text] })).toEqual({ owners: ['PRIYA NAIR and Priya, not Priyanka'] });
});

test.each(['+49 30 1234567', '(617) 555-0188', '617-555-0188', '030 / 1234567', '+1 (415) 555 0100'])(
  '%s is a phone number',
  (phone) => {
    expect(mask(`call ${phone} today`, []).text).toBe('call <PHONE_1> today');
  },
);

test('amounts, days and deal numbers are not phone numbers', () => {
  const text = 'over 100000, $1,200,000 by 2026-03-20, D-1042, 150 days, 1.200.000 €';
  expect(mask(text, []).text).toBe(text);
});

const file = new URL('../../../shared/data/pii-spans/sales_notes.jsonl', import.meta.url);
test.skipIf(!existsSync(file))('no e-mail address of the labelled sales notes stays readable', () => {
  const notes = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { text: string });
  const left = notes.filter(({ text }) => /[\w.]@[\w-]+\.\w/.test(mask(text, []).text));
  expect(notes.length).toBeGreaterThan(0);
  expect(left.map(({ text }) => text)).toEqual([]);
});
