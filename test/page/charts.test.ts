import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { areas, bars, groups, lines, pie, twelve } from './fixtures/charts.ts';
import { inBrowser } from './support/browser.ts';

const chart = (page: Page, ts: string): Locator => page.locator(`[data-ts="${ts}"] .chart`).first();
/** How wide and how high the texts of a drawing reach beyond it. */
const spill = (drawing: Locator): Promise<number> =>
  drawing.evaluate((svg) => {
    const frame = svg.getBoundingClientRect();
    const over = [...svg.querySelectorAll('text')].map((text) => {
      const box = text.getBoundingClientRect();
      return Math.max(frame.left - box.left, box.right - frame.right, box.bottom - frame.bottom, 0);
    });
    return Math.max(0, ...over);
  });

inBrowser('charts on the page', ({ stage, open }) => {
  const post = (block: Record<string, unknown>): Promise<string> =>
    stage().post('gallery', { text: 'A chart.', blocks: [block] });

  test('bars begin at zero, are as high as their values, and say them', async () => {
    const ts = await post(bars);
    const page = await open('/?as=mara#/gallery');
    const heights = await chart(page, ts)
      .locator('rect.bar')
      .evaluateAll((all) => all.map((bar) => Number(bar.getAttribute('height'))));
    const [first = 0, , , highest = 1] = heights;
    expect(heights).toHaveLength(5);
    expect(first / highest).toBeCloseTo(640 / 3_100, 3);
    expect(await chart(page, ts).locator('.value').allTextContents()).toEqual([
      '640K',
      '1.2M',
      '2.3M',
      '3.1M',
      '1.8M',
    ]);
    expect(await chart(page, ts).locator('figcaption').innerText()).toBe('Open pipeline by stage, EMEA');
  });

  test('the words of a drawing are its title and every value', async () => {
    const [bar, round] = [await post(groups), await post(pie)];
    const page = await open('/?as=mara#/gallery');
    const words = (ts: string): Promise<string | null> =>
      chart(page, ts).getByRole('img').getAttribute('aria-label');
    expect(await words(bar)).toBe(
      'Won and lost by quarter: Won: Q1 11, Q2 14, Q3 9, Q4 17; Lost: Q1 8, Q2 6, Q3 12, Q4 5; Net: Q1 3, Q2 8, Q3 -3, Q4 12',
    );
    expect(await words(round)).toBe(
      'Open deals by product: Platform 41, Analytics 27, Premium support plus 12, Training 5',
    );
  });

  test('a bar below zero hangs from the zero line', async () => {
    const ts = await post(groups);
    const page = await open('/?as=mara#/gallery');
    const zero = Number(await chart(page, ts).locator('line.zero').getAttribute('y1'));
    const below = chart(page, ts).locator('.series-3 rect.bar').nth(2);
    expect(Number(await below.getAttribute('y'))).toBeCloseTo(zero, 3);
  });

  test('lines and areas have one line and one name for each series', async () => {
    const [line, area] = [await post(lines), await post(areas)];
    const page = await open('/?as=mara#/gallery');
    expect(await chart(page, line).locator('.plot path.line').count()).toBe(4);
    expect(await chart(page, line).locator('.chart-legend li').allInnerTexts()).toContain('東京 営業部');
    expect(await chart(page, area).locator('.plot path.area').count()).toBe(2);
  });

  test('a pie has a slice for each segment, with its value and its share', async () => {
    const ts = await post(pie);
    const page = await open('/?as=mara#/gallery');
    expect(await chart(page, ts).locator('.slice').count()).toBe(4);
    const shares = await chart(page, ts).locator('.shares li').allTextContents();
    expect(shares.map((share) => share.trim())).toEqual([
      'Platform41 · 48%',
      'Analytics27 · 32%',
      'Premium support plus12 · 14%',
      'Training5 · 6%',
    ]);
  });

  test('the most that Slack takes fits a narrow window, and nothing spills', async () => {
    const all = [
      await post(bars),
      await post(lines),
      await post(areas),
      await post(groups),
      await post(twelve),
    ];
    for (const width of [1280, 400]) {
      const page = await open('/?as=mara#/gallery', { width });
      for (const ts of all) {
        const drawing = chart(page, ts).locator('svg.plot');
        await drawing.waitFor();
        expect(await spill(drawing)).toBeLessThan(2);
        const over = await page.locator('.timeline').evaluate((box) => box.scrollWidth - box.clientWidth);
        expect(over).toBe(0);
      }
    }
  });
});
