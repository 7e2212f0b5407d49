import { describe, expect, test } from 'vitest';
import { emptyLexicon } from '../../src/language/lexicon.ts';
import { emptyFrame, type Frame } from '../../src/language/request.ts';
import type { Company } from '../../src/requests/company.ts';
import { trendSentence } from '../../src/requests/trend.ts';
import type { Answer } from '../../src/sales/answer.ts';
import { asked } from '../support/answers.ts';

const company: Company = {
  lexicon: emptyLexicon,
  settings: [],
  companyCurrency: 'USD',
  calendar: { fiscalYearStart: 1, weekStart: 1 },
  now: new Date('2026-03-20T10:00:00Z'),
  zone: 'UTC',
};
const won: Frame = {
  ...emptyFrame,
  clauses: [
    { says: 'status', is: ['won'], implied: false },
    { says: 'period', field: 'close_date', period: 'since 2025-07-01' },
  ],
  by: ['close_month'],
  measure: { kind: 'sum', field: 'amount' },
};
const months = [
  '2025-07',
  '2025-08',
  '2025-09',
  '2025-10',
  '2025-11',
  '2025-12',
  '2026-01',
  '2026-02',
  '2026-03',
];
const line = (values: number[]): Extract<Answer, { kind: 'series' }> => ({
  kind: 'series',
  by: ['close_month'],
  unit: 'currency',
  total: 90,
  leftOut: [],
  series: values.map((value, n) => ({
    key: months[n] ?? '',
    label: months[n] ?? '',
    value,
    count: 10,
    currency: 'USD',
  })),
});
const said = (values: number[], frame = won): string =>
  trendSentence(frame, line(values), asked({ addsUp: true }), company);

describe('a trend begins with its direction', () => {
  test('from the first periods to the last whole ones, and since when; what is under way does not count', () => {
    expect(said([100, 110, 90, 100, 150, 140, 160, 150, 5])).toBe(
      'Up 50%, from $100 a month (2025-07 to 2025-09) to $150 a month (2025-12 to 2026-02), mostly since 2025-11. ',
    );
    expect(said([150, 150, 150, 100, 100, 100, 100, 100, 900])).toMatch(
      /^Down 33%, .*, mostly since 2025-10\. $/,
    );
    expect(said([100, 101, 100, 99, 100, 101, 100, 100, 0])).toMatch(
      /^About level, from \$100\.33 a month|^About level, from \$100 a month/,
    );
  });

  test('a first period of which only a part was asked for does not count either', () => {
    const [status] = won.clauses;
    const since = (period: string): Frame => ({
      ...won,
      clauses: [...(status ? [status] : []), { says: 'period', field: 'close_date', period }],
    });
    const values = [5, 100, 100, 100, 100, 100, 100, 100, 0];
    expect(said(values, since('since 2025-07-21'))).toMatch(/^About level, from \$100 a month \(2025-08 to/);
    expect(said(values, since('since 2025-07-01'))).toMatch(/^Up /);
  });

  test('nothing is said of two periods, of groups, or of what is still to come', () => {
    expect(said([100, 200])).toBe('');
    expect(said([100, 110, 90, 100], { ...won, by: ['owner'] })).toBe('');
    const open: Frame = {
      ...won,
      clauses: [{ says: 'status', is: ['open'], implied: true }],
      pipeline: true,
    };
    expect(said([100, 110, 90, 100, 150, 140, 160, 150, 5], open)).toBe('');
  });
});
