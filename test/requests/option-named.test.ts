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

  test('what tells one request from the others is enough', () => {
    const pauses = ['the Pipeline agent', 'the Forecasting agent', 'all agents'].map((whom) => ({
      label: `Pause ${whom} until monday`,
    }));
    expect(optionNamed(pauses, 'pipeline')?.label).toBe('Pause the Pipeline agent until monday');
    expect(optionNamed(pauses, 'the forecasting one please')?.label).toBe(
      'Pause the Forecasting agent until monday',
    );
    expect(optionNamed(pauses, 'all')?.label).toBe('Pause all agents until monday');
    expect(optionNamed(pauses, 'agent')).toBeNull();
    expect(optionNamed(pauses, 'pipeline by stage')).toBeNull();
    expect(optionNamed([{ label: 'Your open deals' }, { label: 'Open pipeline' }], 'deals')).toBeNull();
  });

  test('another day, and what asks something of its own, is none', () => {
    expect(optionNamed(days, '5 March')).toBeNull();
    expect(optionNamed(days, 'not March')).toBeNull();
    expect(optionNamed(days, '2026')).toBeNull();
    expect(optionNamed(readings, 'won deals')).toBeNull();
  });
});
