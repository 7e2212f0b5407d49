import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { type Stage, startStage } from './stage.ts';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The system's Chromium, or an empty string. */
export const chromiumPath = (): string => places.find((path) => existsSync(path)) ?? '';

export const chromiumArguments = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let launched: Browser | null = null;
/** One browser for all tests of a worker, each with windows of its own; it ends with the worker. */
export async function theBrowser(): Promise<Browser> {
  if (!launched?.isConnected())
    launched = await chromium.launch({ executablePath: chromiumPath(), args: chromiumArguments });
  return launched;
}

export type View = { width?: number; height?: number; dark?: boolean };
export type InBrowser = {
  stage(): Stage;
  /** Opens the page in a window of its own, in which nothing is left of an earlier test. */
  open(path: string, view?: View): Promise<Page>;
};

/** Tests in a real browser, on a fresh stage for the file; skipped with a sentence where there is no Chromium. */
export const inBrowser = (title: string, tests: (use: InBrowser) => void): void => {
  const path = chromiumPath();
  if (!path)
    console.warn(
      `Skipped "${title}": there is no Chromium on this machine. Install chromium to run these tests.`,
    );
  describe.skipIf(!path)(title, () => {
    let browser: Browser;
    let stage: Stage;
    const opened: Page[] = [];
    const idle: Page[] = [];
    beforeAll(async () => {
      [browser, stage] = await Promise.all([theBrowser(), startStage()]);
    });
    afterAll(async () => {
      await Promise.all(idle.splice(0).map((page) => page.context().close()));
      await stage.stop();
    });
    afterEach(async () => {
      await Promise.all(opened.splice(0).map(async (page) => idle.push(await asNew(page))));
    });
    const open = async (
      address: string,
      { width = 1280, height = 800, dark = false }: View = {},
    ): Promise<Page> => {
      // A window of its own each time takes twice as much of the machine as one that is used again.
      const page = idle.pop() ?? (await (await browser.newContext()).newPage());
      opened.push(page);
      page.setDefaultTimeout(8_000);
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
      await page.goto(`${stage.url}${address}`);
      await page.waitForSelector('.sidebar', { state: 'attached' });
      return page;
    };
    tests({ stage: () => stage, open });
  });
};

/** A window in which nothing is left of a test: no storage, no ears, and no other window beside it. */
async function asNew(page: Page): Promise<Page> {
  const context = page.context();
  for (const other of context.pages()) if (other !== page) await other.close();
  page.removeAllListeners();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.evaluate(() => {
    localStorage.clear();
    sessionStorage.clear();
  });
  await context.clearCookies();
  await page.goto('about:blank');
  return page;
}
