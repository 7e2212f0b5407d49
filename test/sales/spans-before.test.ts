import { expect, test } from 'vitest';
import { spanLabel, spansBefore, usualLength } from '../../src/sales/spans-before.ts';

const calendar = { fiscalYearStart: 1, weekStart: 1, zone: 'Europe/Berlin' };
const before = (from: string, to: string, count = 2, use = calendar) =>
  spansBefore({ from, to }, count, use).map((span) => `${span.from}..${span.to}`);

test('before a month stand months, before a quarter quarters, before a half halves, before a year years', () => {
  expect(before('2026-03-01', '2026-03-31')).toEqual(['2026-01-01..2026-01-31', '2026-02-01..2026-02-28']);
  expect(before('2026-01-01', '2026-03-31')).toEqual(['2025-07-01..2025-09-30', '2025-10-01..2025-12-31']);
  expect(before('2026-01-01', '2026-06-30')).toEqual(['2025-01-01..2025-06-30', '2025-07-01..2025-12-31']);
  expect(before('2025-01-01', '2025-12-31')).toEqual(['2023-01-01..2023-12-31', '2024-01-01..2024-12-31']);
});

test('before any other days stand as many days, back to back', () => {
  expect(before('2026-03-20', '2026-03-31')).toEqual(['2026-02-24..2026-03-07', '2026-03-08..2026-03-19']);
  expect(before('2026-03-20', '2026-03-20', 1)).toEqual(['2026-03-19..2026-03-19']);
});

test('quarters and years are those of the fiscal year', () => {
  const fiscal = { ...calendar, fiscalYearStart: 2 };
  expect(before('2026-02-01', '2026-04-30', 1, fiscal)).toEqual(['2025-11-01..2026-01-31']);
  expect(before('2026-02-01', '2027-01-31', 1, fiscal)).toEqual(['2025-02-01..2026-01-31']);
  // The calendar's quarter is none of that company.
  expect(before('2026-01-01', '2026-03-31', 1, fiscal)).toEqual(['2025-10-03..2025-12-31']);
});

test('a period is called what people call it, and has its usual length', () => {
  expect(spanLabel({ from: '2025-10-01', to: '2025-12-31' }, calendar)).toBe('Q4 2025');
  expect(spanLabel({ from: '2026-02-01', to: '2026-02-28' }, calendar)).toBe('Feb 2026');
  expect(spanLabel({ from: '2025-01-01', to: '2025-12-31' }, calendar)).toBe('2025');
  expect(spanLabel({ from: '2026-03-08', to: '2026-03-19' }, calendar)).toBeNull();
  expect(usualLength({ from: '2025-10-01', to: '2025-12-31' }, calendar)).toBe(90);
  expect(usualLength({ from: '2026-03-08', to: '2026-03-19' }, calendar)).toBe(12);
});
