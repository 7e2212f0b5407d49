import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { startedHome } from '../start/started.ts';
import { cardOfPriya, noChromium, withHouse } from './house.ts';

const slow = { timeout: 120_000 };

const row = (card: Locator, text: RegExp) => card.locator('.section').filter({ hasText: text }).first();

test.skipIf(noChromium)(
  'eight deals are approved with two taps, one is taken back on its row, and the rest is reviewed one by one',
  slow,
  () =>
    withHouse(async ({ as }) => {
      const mara = await as('mara');
      const card = await cardOfPriya(mara);
      await card.getByRole('button', { name: /^Approve these 8/ }).click();
      const question = mara.getByRole('dialog', { name: 'Approve these 8?' });
      await question.getByText('You can undo').waitFor();
      await question.getByRole('button', { name: 'Approve 8' }).click();
      await card.getByText('8 of 16 decided: 8 approved.').waitFor();
      expect(
        await mara
          .getByRole('article')
          .filter({ hasText: /deals of Priya Nair/ })
          .count(),
      ).toBe(1);

      const choose = async (of: RegExp, what: string) => {
        await row(card, of).getByRole('button', { name: 'More' }).click();
        await mara.getByRole('menuitem', { name: what, exact: true }).click();
      };
      const change = /^\d+ .*Close date/;
      // Each row's menu has the same name: what it is about is its description.
      const menu = row(card, change).getByRole('button', { name: 'More' });
      const about = await menu.getAttribute('aria-describedby');
      expect(await mara.locator(`[id="${about}"]`).innerText()).toMatch(/Close date/);
      const n = /^\d+/.exec(await row(card, change).innerText())?.[0] ?? '';
      await choose(change, 'Approve');
      const settled = new RegExp(`${n}\\s+\\S.*\\d{4} \\(Mara\\)`);
      await row(card, settled).waitFor();
      await choose(settled, 'Undo');
      await row(card, new RegExp(`${n}\\s+\\S.*Mara undid this`)).waitFor();

      await card.getByRole('button', { name: /^Review one by one/ }).click();
      const review = mara.getByRole('dialog', { name: 'Review one by one' });
      await review.getByText('1 of 7').waitFor();
      await review.getByRole('button', { name: /^Skip/ }).click();
      await review.getByText('2 of 7').waitFor();
      await review.getByRole('button', { name: /^Approve/ }).click();
      await review.getByText(/^3 of 7 · Approved/).waitFor();
      await mara.keyboard.press('Escape');
      await card.getByText(/10 of 16 decided: 10 approved\./).waitFor();
    }, startedHome),
);
