import { describe, expect, test } from 'vitest';
import { hasPeriodWord, periodDays } from '../../src/language/period-days.ts';
import { holidayNames } from '../../src/sales/holidays.ts';
import { resolvePeriod } from '../../src/sales/periods.ts';
import { linesOf } from './corpus/lines.ts';

const friday = { fiscalYearStart: 1, weekStart: 1, now: new Date('2026-03-20T10:00:00Z'), zone: 'UTC' };

describe('the days of a period', () => {
  test('are those of the day, the zone and the calendar, whatever was asked for before', () => {
    const others = [
      friday,
      { ...friday, now: new Date('2026-03-21T10:00:00Z') },
      { ...friday, now: new Date('2026-03-20T23:30:00Z') },
      { ...friday, now: new Date('2026-03-20T23:30:00Z'), zone: 'Europe/Berlin' },
      { ...friday, fiscalYearStart: 2 },
      { ...friday, weekStart: 7 },
    ];
    for (const round of [1, 2])
      for (const use of others)
        for (const name of ['today', 'this week', 'this quarter', 'last year', 'no period at all'])
          expect(periodDays(name, use), `${name}, round ${round}`).toEqual(resolvePeriod(name, use));
  });

  test('belong to whoever asked', () => {
    const first = periodDays('this month', friday);
    if (first) first.from = null;
    expect(periodDays('this month', friday)?.from).toBe('2026-03-01');
  });
});

describe('words without which no period is named', () => {
  test.each([
    ...holidayNames,
    ...'eod eow eom eoq eoh eoy ytd qtd mtd wtd now today tomorrow yesterday'.split(' '),
    ...'the last qtr|next yr|first half|Q3|H1|FY26|2025|Sept|may|on fri|rest of the week|next weekend'.split(
      '|',
    ),
  ])('%s has one', (name) => expect(hasPeriodWord(name)).toBe(true));

  test('every run of words that names a period has one', async () => {
    let named = 0;
    for (const { turns } of await linesOf('dev'))
      for (const { text } of turns) {
        const words = text.toLowerCase().split(/\s+/);
        for (const at of words.keys())
          for (const length of [1, 2, 3, 4]) {
            const name = words.slice(at, at + length).join(' ');
            if (resolvePeriod(name, friday) === null) continue;
            named += 1;
            expect(hasPeriodWord(name), name).toBe(true);
          }
      }
    expect(named).toBeGreaterThan(100);
  });

  test('other words have none', () => expect(hasPeriodWord('stop the pipeline agent')).toBe(false));
});
