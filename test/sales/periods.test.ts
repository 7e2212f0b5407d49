import { expect, test } from 'vitest';
import { bucketLabel, bucketOf, type Calendar, resolvePeriod } from '../../src/sales/periods.ts';

const calendar: Calendar = { fiscalYearStart: 1, weekStart: 1 };
const friday = { ...calendar, now: new Date('2026-03-20T10:00:00Z'), zone: 'UTC' };
const period = (name: string, use = friday) => {
  const found = resolvePeriod(name, use);
  return found && `${found.from ?? '…'} – ${found.to ?? '…'}`;
};

test.each([
  ['today', '2026-03-20 – 2026-03-20'],
  ['Yesterday', '2026-03-19 – 2026-03-19'],
  ['tomorrow', '2026-03-21 – 2026-03-21'],
  ['this week', '2026-03-16 – 2026-03-22'],
  ['last week', '2026-03-09 – 2026-03-15'],
  ['next week', '2026-03-23 – 2026-03-29'],
  ['this month', '2026-03-01 – 2026-03-31'],
  ['last month', '2026-02-01 – 2026-02-28'],
  ['next month', '2026-04-01 – 2026-04-30'],
  ['this quarter', '2026-01-01 – 2026-03-31'],
  ['current quarter', '2026-01-01 – 2026-03-31'],
  ['last quarter', '2025-10-01 – 2025-12-31'],
  ['next quarter', '2026-04-01 – 2026-06-30'],
  ['this half', '2026-01-01 – 2026-06-30'],
  ['this year', '2026-01-01 – 2026-12-31'],
  ['last fiscal year', '2025-01-01 – 2025-12-31'],
  ['Q2', '2026-04-01 – 2026-06-30'],
  ['Q4 2025', '2025-10-01 – 2025-12-31'],
  ['Q2 FY26', '2026-04-01 – 2026-06-30'],
  ['2026 Q1', '2026-01-01 – 2026-03-31'],
  ['2026-Q1', '2026-01-01 – 2026-03-31'],
  ["Q1'27", '2027-01-01 – 2027-03-31'],
  ['first quarter of 2025', '2025-01-01 – 2025-03-31'],
  ['second half 2026', '2026-07-01 – 2026-12-31'],
  ['H1 2025', '2025-01-01 – 2025-06-30'],
  ['FY25', '2025-01-01 – 2025-12-31'],
  ['2024', '2024-01-01 – 2024-12-31'],
  ['March', '2026-03-01 – 2026-03-31'],
  ['sept 2025', '2025-09-01 – 2025-09-30'],
  ['last november', '2025-11-01 – 2025-11-30'],
  ['last february', '2026-02-01 – 2026-02-28'],
  ['next march', '2027-03-01 – 2027-03-31'],
  ['2024-02', '2024-02-01 – 2024-02-29'],
  ['2026-03-04', '2026-03-04 – 2026-03-04'],
  ['2026-01-01..2026-01-15', '2026-01-01 – 2026-01-15'],
  ['last 7 days', '2026-03-14 – 2026-03-20'],
  ['last 1 day', '2026-03-20 – 2026-03-20'],
  ['past 30 days', '2026-02-19 – 2026-03-20'],
  ['next 14 days', '2026-03-20 – 2026-04-02'],
  ['next 2 weeks', '2026-03-20 – 2026-04-02'],
  ['within 14 days', '2026-03-20 – 2026-04-03'],
  ['last 3 months', '2025-12-21 – 2026-03-20'],
  ['last 2 quarters', '2025-07-01 – 2025-12-31'],
  ['next 2 quarters', '2026-04-01 – 2026-09-30'],
  ['YTD', '2026-01-01 – 2026-03-20'],
  ['QTD', '2026-01-01 – 2026-03-20'],
  ['month to date', '2026-03-01 – 2026-03-20'],
  ['rest of this quarter', '2026-03-20 – 2026-03-31'],
  ['by EOQ', '… – 2026-03-31'],
  ['by end of next month', '… – 2026-04-30'],
  ['before Q2', '… – 2026-03-31'],
  ['after this month', '2026-04-01 – …'],
  ['since last monday', '2026-03-16 – …'],
  ['end of year', '2026-12-31 – 2026-12-31'],
  ['EOM', '2026-03-31 – 2026-03-31'],
  ['friday', '2026-03-20 – 2026-03-20'],
  ['next friday', '2026-03-27 – 2026-03-27'],
  ['last friday', '2026-03-13 – 2026-03-13'],
])('on Friday 20 March 2026 "%s" is %s', (name, expected) => {
  expect(period(name)).toBe(expected);
});

test.each([
  '',
  'soon',
  'Q5',
  'H3',
  '2026-13',
  '2026-02-30',
  'last 0 days',
  'constructor',
  'the',
  'this fortnight',
  '20',
])('"%s" is no period', (name) => {
  expect(period(name)).toBeNull();
});

const february: typeof friday = { ...friday, fiscalYearStart: 2 };
test.each([
  ['this quarter', '2026-02-01 – 2026-04-30'],
  ['this year', '2026-02-01 – 2027-01-31'],
  ['this calendar year', '2026-01-01 – 2026-12-31'],
  ['FY26', '2025-02-01 – 2026-01-31'],
  ['Q2 FY2027', '2026-05-01 – 2026-07-31'],
  ['Q4', '2026-11-01 – 2027-01-31'],
  ['last quarter', '2025-11-01 – 2026-01-31'],
  ['March', '2026-03-01 – 2026-03-31'],
  ['2026', '2026-01-01 – 2026-12-31'],
])('with a fiscal year from February "%s" is %s', (name, expected) => {
  expect(period(name, february)).toBe(expected);
});

test('a week can begin on Sunday', () => {
  expect(period('this week', { ...friday, weekStart: 7 })).toBe('2026-03-15 – 2026-03-21');
});

test('today is the day in the company zone, also in the night its clocks change', () => {
  const night = { ...friday, now: new Date('2026-03-08T04:30:00Z'), zone: 'America/New_York' };
  expect(period('today', night)).toBe('2026-03-07 – 2026-03-07');
  expect(period('next 2 days', night)).toBe('2026-03-07 – 2026-03-08');
  expect(period('tomorrow', { ...night, zone: 'Pacific/Apia' })).toBe('2026-03-09 – 2026-03-09');
});

test('a day falls into its month, its fiscal quarter and its fiscal year', () => {
  const from2 = { fiscalYearStart: 2, weekStart: 1 };
  expect(bucketOf('2026-01-31', 'quarter', from2)).toBe('2026-Q4');
  expect(bucketOf('2026-02-01', 'quarter', from2)).toBe('2027-Q1');
  expect(bucketOf('2026-02-01', 'year', from2)).toBe('2027');
  expect(bucketOf('2026-02-01', 'month', from2)).toBe('2026-02');
  expect(bucketOf('2026-12-31', 'quarter', calendar)).toBe('2026-Q4');
  expect(bucketOf('2026-03-20', 'week', from2)).toBe('2026-03-16');
  expect(bucketOf('2026-03-20', 'week', { ...from2, weekStart: 7 })).toBe('2026-03-15');
  expect(bucketLabel('2026-03-16', from2)).toBe('Week of 16 Mar 2026');
  expect([
    bucketLabel('2027-Q1', from2),
    bucketLabel('2026-Q1', calendar),
    bucketLabel('2026-03', calendar),
    bucketLabel('2027', from2),
  ]).toEqual(['Q1 FY27', 'Q1 2026', 'Mar 2026', 'FY27']);
});
