import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { sizeOf } from '../../src/sandbox/page/files.ts';
import { picture } from './fixtures/picture.ts';
import { inBrowser } from './support/browser.ts';
import { upload } from './support/upload.ts';

const card = (page: Page, ts: string): Locator => page.locator(`[data-ts="${ts}"]`);
const csv = 'deal,value\nAcme Platform,120000\n';

test('sizes are said in words', () => {
  expect([1, 820, 12_345, 3_400_000].map(sizeOf)).toEqual(['1 byte', '820 bytes', '12 KB', '3.4 MB']);
});

inBrowser('files and streams on the page', ({ stage, open }) => {
  test('a file has its name, its size and a way to have it', async () => {
    const { ts } = await upload(stage(), { name: 'deals.csv', title: 'Open deals', body: csv }, 'gallery');
    const page = await open('/?as=mara#/gallery');
    const file = card(page, ts).locator('.file');
    expect(await file.locator('.file-name').innerText()).toBe('Open deals');
    expect(await file.locator('small').innerText()).toBe('deals.csv · CSV · 32 bytes');
    const saving = page.waitForEvent('download');
    await file.getByRole('link', { name: 'Download deals.csv, 32 bytes' }).click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe('deals.csv');
    expect(readFileSync(await saved.path(), 'utf8')).toBe(csv);
    expect(await card(page, ts).getAttribute('aria-label')).toContain('deals.csv');
  });

  test('a file that is deleted says so while one looks at it', async () => {
    const { ts, id } = await upload(stage(), { name: 'gone.csv', body: csv }, 'gallery');
    const page = await open('/?as=mara#/gallery');
    await card(page, ts).locator('.file').waitFor();
    await stage().app.call('files.delete', { file: id });
    await card(page, ts).getByText('This file was deleted.').waitFor();
  });

  test('a picture is shown in place with its words, as a file and in an image block', async () => {
    const chart = { name: 'chart.png', body: picture, alt: 'Bar chart: open pipeline by stage.' };
    const shared = await upload(stage(), chart, 'gallery');
    const kept = await upload(stage(), chart);
    const image = { type: 'image', slack_file: { id: kept.id }, alt_text: 'Bar chart: 8 bars.' };
    const ts = await stage().post('gallery', { text: 'A picture.', blocks: [image] });
    const page = await open('/?as=mara#/gallery');
    for (const [place, words] of [
      [card(page, shared.ts), chart.alt],
      [card(page, ts), image.alt_text],
    ] as const) {
      const drawn = place.getByRole('img', { name: words });
      await drawn.waitFor();
      await expect
        .poll(() => drawn.evaluate((img) => (img as HTMLImageElement).naturalWidth))
        .toBeGreaterThan(1);
    }
  });

  test('what is streamed grows in place, is marked while it is written, and is read out once', async () => {
    const mara = stage().workspace.as('mara');
    const asked = mara.say('dm', 'why did West fall behind?');
    const page = await open(`/?as=mara#/${mara.dm()}/${asked.ts}`);
    const here = { channel: mara.dm() };
    const { ts } = await stage().app.call('chat.startStream', { ...here, thread_ts: asked.ts });
    const answer = page.locator(`[data-ts="${ts}"]`).last();
    await answer.getByText('Writing').waitFor();
    const append = (more: Record<string, unknown>): Promise<unknown> =>
      stage().app.call('chat.appendStream', { ...here, ts, ...more });
    const step = { type: 'task_update', id: 't1', title: 'Reads 50 deals' };
    await append({ chunks: [{ ...step, status: 'in_progress' }] });
    await answer.getByText('Running: Reads 50 deals').waitFor();
    await append({ chunks: [{ ...step, status: 'complete' }] });
    await append({ markdown_text: 'West closed **11** ' });
    await append({ markdown_text: 'of 50.' });
    await answer.getByText('West closed 11 of 50.').waitFor();
    expect(await answer.locator('.task.complete').count()).toBe(1);
    expect(await answer.getAttribute('aria-busy')).toBe('true');
    expect(await page.locator('#spoken').innerText()).not.toContain('West closed');
    await stage().app.call('chat.stopStream', { ...here, ts });
    await expect.poll(() => answer.getAttribute('aria-busy')).toBe('false');
    expect(await page.locator('#spoken p', { hasText: 'West closed' }).count()).toBe(1);
    expect(await page.locator('.message.streaming').count()).toBe(0);
  });

  test('a plan stands with its steps', async () => {
    const mara = stage().workspace.as('mara');
    const asked = mara.say('dm', 'forecast?');
    const page = await open(`/?as=mara#/${mara.dm()}/${asked.ts}`);
    const chunks = ['Reads the deals', 'Compares with last year'].map((title, i) => ({
      type: 'task_update',
      id: `t${i}`,
      title,
      status: i === 0 ? 'error' : 'pending',
    }));
    await stage().app.call('chat.startStream', {
      channel: mara.dm(),
      thread_ts: asked.ts,
      task_display_mode: 'plan',
      chunks: [{ type: 'plan_update', title: 'Forecast in two steps' }, ...chunks],
    });
    const plan = page.locator('.plan').last();
    await plan.getByText('Forecast in two steps').waitFor();
    expect(await plan.locator('.task-title').allTextContents()).toEqual([
      'Failed: Reads the deals',
      'Not begun: Compares with last year',
    ]);
  });

  test('Stop is there when the app wants to hear of it, and ends what is being written', async () => {
    const { workspace, app } = stage();
    const mara = workspace.as('mara');
    const asked = mara.say('dm', 'compare every rep');
    const { ts } = await app.call('chat.startStream', { channel: mara.dm(), thread_ts: asked.ts });
    const page = await open(`/?as=mara#/${mara.dm()}/${asked.ts}`);
    await page.locator('.thread .working').waitFor();
    const stop = page.locator('.thread').getByRole('button', { name: 'Stop' });
    expect(await stop.count()).toBe(0);
    workspace.seed({ app: { events: ['message.im', 'agent_session_stopped'] } });
    await stop.click();
    await page.locator(`.thread [data-ts="${ts}"].streaming`).waitFor({ state: 'detached' });
    const more = { channel: mara.dm(), ts, markdown_text: 'more' };
    await expect(app.call('chat.appendStream', more)).rejects.toThrow('stopped_by_user');
  });
});
