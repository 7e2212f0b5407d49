import { expect, test } from 'vitest';
import { forecastMoved } from '../../src/story/forecast-report.ts';

const q1 = { period: 'Q1 2026', currency: 'USD', companyCurrency: 'USD' };
const moved = (from: number, to: number) => forecastMoved({ ...q1, figures: { expected: to } }, from);

test('a forecast that moved is told in figures that differ', () => {
  expect(moved(4_400_000, 4_200_000)).toBe('the forecast of Q1 2026 moved from $4.4M to $4.2M');
  expect(moved(10_781_000, 10_779_800)).toBe('the forecast of Q1 2026 is $1,200 lower, at $10.78M still');
  expect(moved(10_780_000, 10_780_000.5)).toBe('the forecast of Q1 2026 is $0.50 higher, at $10.78M still');
  expect(moved(10_780_000, 10_780_000.001)).toBeNull();
});
