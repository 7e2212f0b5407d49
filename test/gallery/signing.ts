/** The card that two people sign, on a fresh folder: seen after the first has signed. */
import type { Locator, Page } from 'playwright-core';
import { go, send, withHouse } from '../e2e/house.ts';

const press = (within: Page | Locator, label: RegExp) =>
  within.getByRole('button', { name: label }).first().click();

async function confirmed(page: Page, text: string, button: RegExp, done: RegExp): Promise<void> {
  await send(page, text);
  const plan = page.locator('article[data-author=other]').filter({ hasText: 'Only you can confirm' }).last();
  await plan.waitFor();
  await press(plan, button);
  await page.getByText(done).last().waitFor();
}

export const signing = (
  picture: (name: string, of: Page | Locator) => Promise<void>,
  look: { scale: number; width: number; height: number },
): Promise<void> =>
  withHouse(async ({ as }) => {
    const [mara, ana] = [await as('mara', look), await as('ana', look)];
    for (const page of [mara, ana]) page.setDefaultTimeout(30_000);
    await mara.getByRole('button', { name: /^Approve/ }).waitFor();
    await go(ana, 'Steward');
    await confirmed(ana, 'make Oskar finance', /^Give the role/, /made Oskar Weber finance/);
    await confirmed(ana, 'deals over 10k need an approver and finance', /^Set it/, /Ana set approval 1/);
    await go(ana, 'deals');
    const card = ana.getByRole('article').filter({ hasText: 'Move close date of' }).last();
    await press(card, /^Approve/);
    await card.getByText('1 of 2: Ana Ruiz approved').waitFor();
    await picture('two-sign', card);
  });
