import { expect, test } from 'vitest';
import { checked } from '../../../src/requests/open/check.ts';
import type { Figure } from '../../../src/requests/open/figures.ts';

const figure = (id: string, value: number, unit: Figure['unit'], more: Partial<Figure> = {}): Figure => ({
  id,
  label: id,
  value,
  unit,
  currency: unit === 'currency' ? 'USD' : null,
  change: false,
  text: String(value),
  ...more,
});
const figures = [
  figure('r1.1', 46, 'deals'),
  figure('r1.2', 0.2706, 'share'),
  figure('r1.3', -4, 'points', { change: true }),
  figure('r2.1', 1_240_300, 'currency'),
  figure('r2.2', 42_000, 'currency', { currency: 'CAD' }),
  figure('r2.3', 47.3, 'days'),
  figure('r2.4', 2.4, 'ratio'),
  figure('r2.5', 12, 'deals'),
];
const check = (text: string, numbers: [string, string][], phrases: string[] = []) =>
  checked({ text, numbers: numbers.map(([said, id]) => ({ said, figure: id })) }, { figures, phrases });

test.each<[string, [string, string][], string]>([
  ['Win rate is 27%.', [['27%', 'r1.2']], 'Win rate is 27% [1].'],
  ['46 deals were won.', [['46', 'r1.1']], '46 [1] deals were won.'],
  ['It is down 4 points.', [['4 points', 'r1.3']], 'It is down 4 points [1].'],
  ['Pipeline is $1.24M.', [['$1.24M', 'r2.1']], 'Pipeline is $1.24M [2].'],
  ['Pipeline is $1,240,300.', [['$1,240,300', 'r2.1']], 'Pipeline is $1,240,300 [2].'],
  ['It has CAD 42,000 open.', [['CAD 42,000', 'r2.2']], 'It has CAD 42,000 [2] open.'],
  ['It has CAD 42k open.', [['42k', 'r2.2']], 'It has CAD 42k [2] open.'],
  ['It took 47 days.', [['47 days', 'r2.3']], 'It took 47 days [2].'],
  [
    'Coverage is 2.4×, in twelve deals.',
    [
      ['2.4×', 'r2.4'],
      ['twelve', 'r2.5'],
    ],
    'Coverage is 2.4× [2], in twelve [2] deals.',
  ],
  ['One reason stands out.', [], 'One reason stands out.'],
])('%s holds, and each number leads to its question', (text, numbers, shown) => {
  expect(check(text, numbers)).toEqual({ text: shown, wrong: null });
});

test.each<[string, [string, string][]]>([
  ['Win rate is 28%.', [['28%', 'r1.2']]],
  ['Win rate is 27%.', []],
  ['Win rate is 27%.', [['27%', 'r9.9']]],
  ['Win rate is 27.', [['27', 'r1.2']]],
  ['Win rate is 46%.', [['46%', 'r1.1']]],
  ['It is up 4 points.', [['4 points', 'r1.3']]],
  ['It is down 4%.', [['4%', 'r1.3']]],
  ['Pipeline is $1.25M.', [['$1.25M', 'r2.1']]],
  ['Pipeline is $1M.', [['$1M', 'r2.1']]],
  ['Pipeline is 1,240,300.', [['1,240,300', 'r2.1']]],
  ['Pipeline is €1.24M.', [['€1.24M', 'r2.1']]],
  ['It has $42,000 open.', [['$42,000', 'r2.2']]],
  ['It took 47 weeks.', [['47 weeks', 'r2.3']]],
  ['It took 47.', [['47', 'r2.3']]],
  ['Half of the deals were lost.', []],
  ['Losses doubled.', []],
  ['Losses grew threefold.', []],
  ['Seven deals were lost.', []],
  ['46 of 100 deals were won.', [['46', 'r1.1']]],
  ['46 and 46 deals.', [['46', 'r1.1']]],
  ['٤٦ deals were won.', []],
  ['See https://evil.example for 46.', [['46', 'r1.1']]],
  ['Ask <!channel>.', []],
  ['Ask <PERSON_9>.', []],
])('%s does not hold', (text, numbers) => {
  expect(check(text, numbers).wrong).not.toBeNull();
});

test('names, periods and limits of the questions may be said; the same digits elsewhere may not', () => {
  const phrases = ['GTX 500', 'Q1 2026', '30 days', '31 Mar 2026', '2026'];
  expect(
    check('GTX 500 lost most in Q1 2026, until 31 Mar 2026, over 30 days.', [], phrases).wrong,
  ).toBeNull();
  for (const text of ['500 deals.', '30 deals.', '30% of them.', '2,026 deals.', 'GTX 5000 won.'])
    expect(check(text, [], phrases).wrong, text).not.toBeNull();
});
