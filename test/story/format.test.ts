import { expect, test } from 'vitest';
import { calendarDay, instant } from '../../src/story/format.ts';

test('an early day of a month has no zero before it, as a calendar date has none', () => {
  const at = new Date('2026-04-01T07:05:00Z');
  expect(calendarDay(at, 'UTC')).toBe('1 Apr 2026');
  expect(instant(at, 'Europe/Berlin')).toBe('1 Apr, 09:05 CEST');
});
