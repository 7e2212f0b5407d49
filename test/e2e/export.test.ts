import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startedHome } from '../start/started.ts';
import { go, noChromium, send, withHouse } from './house.ts';

async function downloaded(page: Page): Promise<{ name: string; text: string }> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('link', { name: /^Download open-deals/ })
      .last()
      .click(),
  ]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

test.skipIf(noChromium)(
  'an answer is exported with one press; its file is downloaded from the page, now and after a kill',
  { timeout: 90_000 },
  () =>
    withHouse(async ({ as, killAndStart }) => {
      const mara = await as('mara');
      await go(mara, 'Steward');
      await send(mara, 'open deals in EMEA');
      const card = mara
        .locator('article[data-author=other]')
        .filter({ hasText: 'Open deals in EMEA' })
        .last();
      // The button comes with the answer; until then the card says what is being worked on.
      const button = card.getByRole('button', { name: /^Export CSV/ });
      await button.waitFor();
      const said = /(\d+) deals/.exec(await card.innerText())?.[1];
      await button.click();
      await card.getByRole('button', { name: /1 reply/ }).click();
      await mara
        .getByText(/\d+ rows, sent to you only\./)
        .last()
        .waitFor();
      const { name, text } = await downloaded(mara);
      expect(name).toBe('open-deals-in-emea-2026-03-20.csv');
      expect(text.trim().split('\r\n')).toHaveLength(Number(said) + 1);
      await killAndStart();
      await mara.reload();
      expect(await downloaded(mara)).toEqual({ name, text });
    }, startedHome),
);
