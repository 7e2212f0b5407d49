import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { inBrowser } from './support/browser.ts';

const cell = (text: string) => ({ type: 'raw_text', text });
const table = (columns: number) => {
  const line = (word: string) => [...Array(columns).keys()].map((n) => cell(`${word} ${n + 1}`));
  return {
    type: 'data_table',
    caption: `Deals, ${columns} columns`,
    page_size: 10,
    row_header_column_index: 0,
    rows: [line('Column'), line('A value of column'), line('Another value')],
  };
};
/** Whether something beyond that edge is hinted at. */
const edges = (page: Page, ts: string) =>
  page
    .locator(`[data-ts="${ts}"] .table-wide`)
    .evaluate((at) => ({ before: at.classList.contains('before'), after: at.classList.contains('after') }));

inBrowser('a table that is wider than its place', ({ stage, open }) => {
  test('has a soft edge where columns are hidden, is named so, and is scrolled with the arrow keys', async () => {
    const root = await stage().post('gallery', { text: 'A list.' });
    const ts = await stage().post('gallery', { text: 'Deals.', blocks: [table(9)], thread_ts: root });
    const page = await open(`/?as=mara#/gallery/${root}`, { width: 1280 });
    const box = page.getByRole('region', { name: 'Deals, 9 columns, scrolls sideways' });
    await box.waitFor();
    expect(await edges(page, ts)).toEqual({ before: false, after: true });
    const edge = await page
      .locator(`[data-ts="${ts}"] .table-wide`)
      .evaluate((at) => getComputedStyle(at, '::after').backgroundImage);
    expect(edge).toMatch(/linear-gradient/);
    await box.focus();
    for (let n = 0; n < 4; n++) await page.keyboard.press('ArrowRight');
    await expect.poll(() => edges(page, ts)).toEqual({ before: true, after: true });
    await box.evaluate((at) => at.scrollTo({ left: at.scrollWidth, behavior: 'instant' }));
    await expect.poll(() => edges(page, ts)).toEqual({ before: true, after: false });
  });

  test('a table that fits has no edge, no such name, and is no stop for the keyboard', async () => {
    const ts = await stage().post('gallery', { text: 'Deals.', blocks: [table(2)] });
    const page = await open('/?as=mara#/gallery', { width: 1280 });
    const box = page.getByRole('region', { name: 'Deals, 2 columns', exact: true });
    await box.waitFor();
    expect(await edges(page, ts)).toEqual({ before: false, after: false });
    expect(await box.getAttribute('tabindex')).toBeNull();
    await page.setViewportSize({ width: 320, height: 640 });
    await expect.poll(() => edges(page, ts)).toEqual({ before: false, after: true });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });
});
