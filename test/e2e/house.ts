/** The real program, in a folder of its own, and people with windows of their own. */
import type { Locator, Page } from 'playwright-core';
import { chromiumPath, theBrowser } from '../page/support/browser.ts';
import { homeWithoutPush } from '../start/home.ts';
import { aFolder, friday, type Program, program } from '../start/program.ts';

export const noChromium =
  chromiumPath() === '' && 'No Chromium is on this machine, so the browser tests are skipped.';

export type Windows = {
  /** Opens the page as that person. */
  as: (
    who: string,
    look?: { dark?: boolean; width?: number; height?: number; scale?: number },
  ) => Promise<Page>;
  address: () => string;
  program: () => Program;
  /** Where it keeps its data. */
  home: string;
  /** Ends the program with SIGKILL and starts it again on the same folder and port. */
  killAndStart: () => Promise<void>;
};

/**
 * On the day on which the pictures are taken. `furnish` makes the home before the start, which is a first one unless that
 * has been; null: nothing is there, as on a newcomer's machine in the last two weeks of a quarter.
 */
export async function withHouse(
  work: (windows: Windows) => Promise<void>,
  furnish: ((home: string) => Promise<void>) | null = homeWithoutPush,
): Promise<void> {
  const folder = await aFolder();
  const home = { ...friday, STEWARD_HOME: `${folder.path}/home` };
  await furnish?.(home.STEWARD_HOME);
  let running = program(['start'], home);
  const pages: Page[] = [];
  const faults: string[] = [];
  let failed = true;
  try {
    const [address, browser] = await Promise.all([running.ready(), theBrowser()]);
    await work({
      address: () => address,
      program: () => running,
      home: home.STEWARD_HOME,
      as: async (who, look = {}) => {
        const page = await browser.newPage({
          viewport: { width: look.width ?? 1280, height: look.height ?? 860 },
          deviceScaleFactor: look.scale ?? 1,
          colorScheme: look.dark ? 'dark' : 'light',
          timezoneId: 'Europe/Berlin',
          reducedMotion: 'reduce',
        });
        pages.push(page);
        page.on('pageerror', (error) => faults.push(`${who}: ${error.message}`));
        await page.goto(`${address}/?as=${who}`);
        await page.getByRole('textbox', { name: /^Message/ }).waitFor();
        return page;
      },
      killAndStart: async () => {
        running.signal('SIGKILL');
        await running.ended;
        running = program(['start'], { ...home, PORT: new URL(address).port });
        await running.ready();
      },
    });
    if (faults.length > 0) throw new Error(`The page met errors: ${faults.join('; ')}`);
    failed = false;
  } finally {
    await Promise.all(pages.map((page) => page.close()));
    running.signal('SIGINT');
    const { out, err } = await running.ended;
    if (failed) console.error(`The program had said:\n${out}${err}`);
    await folder.remove();
  }
}

/** Types into the composer and sends. */
export async function send(page: Page, text: string): Promise<void> {
  const box = page.getByRole('textbox', { name: /^Message/ });
  await box.fill(text);
  await box.press('Enter');
}

/** Goes to a channel, to the Home or to a conversation of the sidebar. */
export async function go(page: Page, place: string): Promise<void> {
  await page.getByRole('navigation').getByText(place, { exact: true }).first().click();
  if (place !== 'Home')
    await page.getByRole('textbox', { name: new RegExp(`^Message #?${place}`) }).waitFor();
}

/** Has the agent look, and gives back the card of Priya's deals. */
export async function cardOfPriya(page: Page): Promise<Locator> {
  // People get to know an agent by one card: only after that does asking it to run bring more.
  await go(page, 'deals');
  await page
    .getByRole('article')
    .filter({ hasText: /Pipeline agent v/ })
    .first()
    .waitFor();
  await go(page, 'Steward');
  await send(page, 'run the pipeline agent');
  await page
    .getByText(/Only you can confirm/)
    .last()
    .waitFor();
  await page.getByRole('button', { name: /^Run/ }).last().click();
  await go(page, 'deals');
  const card = page.getByRole('article').filter({ hasText: /deals of Priya Nair/ });
  await card.waitFor();
  return card;
}
