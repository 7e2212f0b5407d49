import { describe, expect, test } from 'vitest';
import { cutNote, waterfallSvg } from '../../blocks/waterfall-svg.ts';

const mark = (label: string, value: number) => ({ label, value, said: `${value}` });
const drawn = (from: number, steps: number[], to: number): string =>
  waterfallSvg({
    ...{ shape: 'waterfall', title: 'Forecast', besides: null, alt: '' },
    from: mark('before', from),
    steps: steps.map((value, n) => mark(`step ${n}`, value)),
    to: mark('now', to),
  });
/** The lengths of the bars, from top to bottom. */
const bars = (svg: string): number[] =>
  [...svg.matchAll(/<rect x="[\d.]+" y="[\d.]+" width="([\d.]+)" height="[\d.]+" fill/g)].map((found) =>
    Number(found[1]),
  );

describe('a waterfall', () => {
  test('of steps that are small beside the totals is cut, and says so', () => {
    const svg = drawn(11_371_297, [115_599, -634_550], 10_852_346);
    expect(svg).toContain(cutNote);
    const [, won = 0, revalued = 0, last = 0] = bars(svg).slice(-4);
    expect(revalued).toBeGreaterThan(won * 4);
    expect(won).toBeGreaterThan(20);
    // What is drawn of a total is shorter than it, never shorter than nothing.
    expect(last).toBeGreaterThan(10);
  });

  test('of large steps begins at zero', () => {
    const svg = drawn(100, [80, -30], 150);
    expect(svg).not.toContain(cutNote);
    const [first = 0, up = 0] = bars(svg).slice(-4);
    expect(up / first).toBeCloseTo(0.8, 1);
  });

  test('below zero is not cut', () => {
    expect(drawn(10, [-20], -10)).not.toContain(cutNote);
  });
});
