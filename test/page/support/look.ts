// Pictures of the page in every state, for looking at: `node test/page/support/look.ts <folder>`.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { chromiumArguments, chromiumPath } from './browser.ts';
import { startStage } from './stage.ts';

const folder = process.argv[2] ?? join(process.cwd(), '.steward', 'look');
await mkdir(folder, { recursive: true });
const stage = await startStage();
const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumArguments });
const problems: string[] = [];

const open = async (
  path: string,
  how: { dark?: boolean; width?: number; height?: number },
): Promise<Page> => {
  const page = await browser.newPage({
    viewport: { width: how.width ?? 1280, height: how.height ?? 900 },
    colorScheme: how.dark ? 'dark' : 'light',
    deviceScaleFactor: 1,
  });
  page.on('console', (line) => line.type() === 'error' && problems.push(`${path}: ${line.text()}`));
  page.on('pageerror', (error) => problems.push(`${path}: ${error.message}`));
  await page.goto(`${stage.url}${path}`);
  await page.waitForSelector('.sidebar', { state: 'attached' });
  await page.waitForTimeout(400);
  return page;
};
const shot = (page: Page, name: string) => page.screenshot({ path: join(folder, `${name}.png`) });

for (const dark of [false, true]) {
  const tone = dark ? 'dark' : 'light';
  const page = await open(`/?as=mara#/deals/${stage.cards.question}`, { dark, width: 1440 });
  await shot(page, `deals-thread-${tone}`);
  await page.goto(`${stage.url}/?as=mara#/gallery`);
  await page.waitForTimeout(500);
  await page.setViewportSize({ width: 1280, height: 2600 });
  await page.waitForTimeout(200);
  await shot(page, `gallery-${tone}`);
  await page.setViewportSize({ width: 1280, height: 1100 });
  await page.goto(`${stage.url}/?as=mara#/home`);
  await page.waitForTimeout(500);
  await shot(page, `home-${tone}`);
  await page.goto(`${stage.url}/?as=mara#/deals`);
  await page.waitForTimeout(400);
  await page.getByRole('button', { name: 'Edit', exact: true }).first().click();
  await page.waitForSelector('dialog');
  await page.waitForTimeout(300);
  await shot(page, `modal-${tone}`);
  await page.getByRole('button', { name: 'Save and approve' }).click();
  await page.waitForSelector('.field-error');
  await shot(page, `modal-errors-${tone}`);
  await page.locator('.select.date').click();
  await page.waitForTimeout(200);
  await shot(page, `calendar-${tone}`);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.waitForTimeout(300);
  await page.close();
}
const page = await open('/?as=tom#/leads', {});
await shot(page, 'leads-tom');
await page.locator('.you-button').click();
await page.waitForTimeout(150);
await shot(page, 'you-are');
await page.keyboard.press('Escape');
await page.locator('.composer textarea').fill('/');
await page.waitForTimeout(100);
await shot(page, 'slash');
await page.locator('.composer textarea').fill('ask @');
await page.waitForTimeout(100);
await shot(page, 'mention');
await page.keyboard.press('Control+k');
await page.waitForTimeout(200);
await shot(page, 'go-to');
await page.close();
for (const width of [360, 320]) {
  const narrow = await open('/?as=mara#/deals', { width, height: 740 });
  await shot(narrow, `narrow-${width}`);
  await narrow.goto(`${stage.url}/?as=mara#/deals/${stage.cards.question}`);
  await narrow.waitForTimeout(400);
  await shot(narrow, `narrow-thread-${width}`);
  await narrow.goto(`${stage.url}/?as=mara#/list`);
  await narrow.waitForTimeout(300);
  await shot(narrow, `narrow-list-${width}`);
  await narrow.goto(`${stage.url}/?as=mara#/gallery`);
  await narrow.waitForTimeout(300);
  await narrow.setViewportSize({ width, height: 3600 });
  await narrow.waitForTimeout(200);
  await shot(narrow, `narrow-gallery-${width}`);
  await narrow.close();
}
console.log(problems.length === 0 ? 'no errors in the console' : problems.join('\n'));
await browser.close();
await stage.stop();
