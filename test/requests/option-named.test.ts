import { describe, expect, test } from 'vitest';
import { optionNamed } from '../../src/requests/option-named.ts';

const days = [{ label: '3 April 2026' }, { label: '4 March 2026' }];
const people = [
  { label: 'Tom Reyes' },
  { label: 'Tomas Berg' },
  { label: 'Acme Corp' },
  { label: 'Acme Logistics' },
];
const readings = [{ label: 'Won deals closed on 4 Mar 2026' }, { label: 'Open deals closing on 4 Mar 2026' }];

describe('a typed answer to a question back', () => {
  test.each([
    ['4 March I mean', '4 March 2026'],
    ['the 4th of March please', '4 March 2026'],
    ['I meant April 3rd', '3 April 2026'],
    ['april', '3 April 2026'],
  ])('%s', (words, label) => expect(optionNamed(days, words)?.label).toBe(label));

  test('a part of a name is enough where only one has it', () => {
    expect(optionNamed(people, 'Tom, sorry')?.label).toBe('Tom Reyes');
    expect(optionNamed(people, 'Acme')).toBeNull();
  });

  test('another day, and what asks something of its own, is none', () => {
    expect(optionNamed(days, '5 March')).toBeNull();
    expect(optionNamed(days, 'not March')).toBeNull();
    expect(optionNamed(days, '2026')).toBeNull();
    expect(optionNamed(readings, 'won deals')).toBeNull();
  });
});
