import { describe, expect, test } from 'vitest';
import { isBeyond, limitSaid, sideOf, valueSaid } from '../../src/story/kpi.ts';

const under = (limit: number, including = false) => ({ over: false, including, limit });
const over = (limit: number, including = false) => ({ over: true, including, limit });
const share = { unit: 'share', currency: null } as const;
const dollars = { unit: 'currency', currency: 'USD' } as const;

describe('a figure beyond its limit', () => {
  test.each([
    [under(0.25), 0.25, false],
    [under(0.25), 0.2499, true],
    [under(0.25, true), 0.25, true],
    [over(20), 20, false],
    [over(20), 21, true],
    [over(20, true), 20, true],
    [over(20, true), 19, false],
    // 0.29 * 100 is not 29.
    [over(29 / 100), 29 / 100, false],
    [over(0.07), 7 / 100, false],
    [under(3), null, false],
    [over(0), null, false],
  ])('%j against %s is %s', (limited, value, expected) => {
    expect(isBeyond(limited, value)).toBe(expected);
  });

  test('is never said with the words of its limit, unless it is at it', () => {
    expect(valueSaid({ ...share, value: 0.246 }, under(0.25), 'USD')).toBe('24.6%');
    expect(valueSaid({ ...share, value: 0.22 }, under(0.25), 'USD')).toBe('22%');
    expect(valueSaid({ ...share, value: 0.25 }, under(0.25), 'USD')).toBe('25%');
    expect(valueSaid({ ...dollars, value: 1_999_999 }, under(2_000_000), 'USD')).toBe('$1,999,999');
    expect(valueSaid({ ...share, value: null }, under(0.25), 'USD')).toBe('nothing to measure');
  });

  test('its limit is as exact as it was set', () => {
    expect(limitSaid(under(0.125), share, 'USD')).toBe('12.5%');
    expect(limitSaid(under(2_000_000), dollars, 'USD')).toBe('$2M');
    expect(limitSaid(under(2_345_678), dollars, 'USD')).toBe('$2,345,678');
    expect(limitSaid(under(2.5), { unit: 'ratio', currency: null }, 'USD')).toBe('2.5×');
    expect(limitSaid(over(45), { unit: 'days', currency: null }, 'USD')).toBe('45 days');
    expect([sideOf(under(1)), sideOf(over(1, true))]).toEqual(['under', 'at or over']);
  });
});
