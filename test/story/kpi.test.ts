import { describe, expect, test } from 'vitest';
import {
  effectSaid,
  isBeyond,
  latelyChart,
  limitSaid,
  quarterAgo,
  sideOf,
  valueSaid,
} from '../../src/story/kpi.ts';

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

  test('is compared with a quarter ago and drawn from the first week that is known', () => {
    const lately = [0.31, null, 0.22].map((value, n) => ({ on: `2026-03-0${n + 1}`, value }));
    const of = { ...share, ...under(0.25), value: 0.22, lately };
    expect(quarterAgo(of, 'USD')).toBe('a quarter ago 31%');
    expect(latelyChart('Win rate', of, 'USD')).toMatchObject({
      marks: [{ said: '31%' }, { said: 'no data' }, { said: '22%' }],
      limit: { label: 'Limit', value: 0.25, said: '25%' },
    });
    const unknown = { ...of, lately: [{ on: '2026-02-01', value: null }, ...lately.slice(1)] };
    expect(quarterAgo(unknown, 'USD')).toBeNull();
    expect(latelyChart('Win rate', unknown, 'USD')).toBeNull();
  });

  test('says of the part that explains it what there was more or less of', () => {
    const item = (part: number, whole: number) => ({
      key: 'S',
      label: 'Security',
      value: part / whole,
      count: whole,
      part,
      whole,
    });
    const rate = { kind: 'metric', metric: 'win_rate' };
    const effect = (is: ReturnType<typeof item>, was: ReturnType<typeof item>, of = 0.8) => ({
      dimension: 'product',
      label: 'Security',
      is,
      was,
      share: of,
    });
    const fell = { ...share, value: 0.22, before: 0.31 };
    expect(effectSaid(effect(item(2, 12), item(4, 8)), fell, rate, 'USD')).toBe(
      'Most of it: Security losses (+6).',
    );
    expect(effectSaid(effect(item(0, 4), item(4, 8), 0.4), fell, rate, 'USD')).toBe(
      'Much of it: Security wins (−4).',
    );
    const rose = { ...share, value: 0.31, before: 0.22 };
    expect(effectSaid(effect(item(9, 12), item(4, 8)), rose, rate, 'USD')).toBe(
      'Most of it: Security wins (+5).',
    );
    const sum = { ...item(1, 1), value: 280_000 };
    const was = { ...item(1, 1), value: 400_000 };
    const money = { ...dollars, value: 1_000_000, before: 1_120_000 };
    expect(effectSaid(effect(sum, was), money, { kind: 'sum' }, 'USD')).toBe(
      'Most of it: Security (−$120,000).',
    );
  });
});
