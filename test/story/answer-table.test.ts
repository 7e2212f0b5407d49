import { expect, test } from 'vitest';
import { answerTable } from '../../src/story/answer-table.ts';
import { asked, askedMetric } from '../support/answers.ts';

test('a rate of amounts stands beside both of them, so that who asks for quotas sees them', () => {
  const item = {
    key: 'P-tom',
    label: 'Tom Reyes',
    value: 0.88,
    count: 9,
    part: 650_500,
    whole: 740_000,
    currency: 'USD',
  };
  const table = answerTable(
    {
      kind: 'series',
      by: ['owner'],
      unit: 'share',
      series: [item, { ...item, key: '', label: 'Nobody', value: null, whole: undefined }],
      total: 9,
      leftOut: [],
    },
    askedMetric('attainment', 'Quota attainment'),
  );
  expect(table.columns.map(({ head }) => head)).toEqual([
    'Owner',
    'Quota attainment',
    'Won (USD)',
    'Quota (USD)',
    'Deals',
  ]);
  expect(table.rows).toEqual([
    ['Tom Reyes', 0.88, 650_500, 740_000, 9],
    ['Nobody', null, 650_500, null, 9],
  ]);
});

test('of other rates what they divide is not shown', () => {
  const item = { key: 'P-tom', label: 'Tom Reyes', value: 0.5, count: 4, part: 2, whole: 4 };
  const table = answerTable(
    { kind: 'series', by: ['owner'], unit: 'share', series: [item], total: 4, leftOut: [] },
    askedMetric('win_rate', 'Win rate'),
  );
  expect(table.columns.map(({ head }) => head)).toEqual(['Owner', 'Win rate', 'Deals']);
});

test("the company's currency is the first column of amounts, whichever the first group has", () => {
  const item = { key: 'a', label: 'Jan 2026', value: 97_700, count: 1, currency: 'EUR' };
  const series = [item, { ...item, key: 'b', label: 'Feb 2026', currency: 'USD' }];
  const table = answerTable(
    { kind: 'series', by: ['close_month'], unit: 'currency', series, total: 2, leftOut: [] },
    asked({ measure: 'Amount' }),
  );
  expect(table.columns.map(({ head }) => head)).toEqual([
    'Close month',
    'Amount (USD)',
    'Amount (EUR)',
    'Deals',
  ]);
  expect(table.rows[0]).toEqual(['Jan 2026', null, 97_700, 1]);
});
