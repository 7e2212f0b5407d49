import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
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
  /** Opens the page in a window of its own; it is closed at the end of the test. */
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
    const opened: BrowserContext[] = [];
    beforeAll(async () => {
      [browser, stage] = await Promise.all([theBrowser(), startStage()]);
    });
    afterAll(() => stage.stop());
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((context) => context.close()));
    });
    const open = async (
      address: string,
      { width = 1280, height = 800, dark = false }: View = {},
    ): Promise<Page> => {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: dark ? 'dark' : 'light',
      });
      opened.push(context);
      const page = await context.newPage();
      page.setDefaultTimeout(8_000);
      await page.goto(`${stage.url}${address}`);
      await page.waitForSelector('.sidebar', { state: 'attached' });
      return page;
    };
    tests({ stage: () => stage, open });
  });
};
