/** What playbooks bring along, on a fresh folder: reports, what executives read, a hint, and dead deals closed out. */
import type { Locator, Page } from 'playwright-core';
import { go, send, withHouse } from '../e2e/house.ts';

const press = (within: Page | Locator, label: RegExp) =>
  within.getByRole('button', { name: label }).first().click();
const card = (page: Page, text: string | RegExp) =>
  page.getByRole('article').filter({ hasText: text }).last();

async function confirmed(page: Page, text: string, button: RegExp, done: RegExp): Promise<void> {
  await send(page, text);
  const plan = page.locator('article[data-author=other]').filter({ hasText: 'Only you can confirm' }).last();
  await plan.waitFor();
  await press(plan, button);
  await page.getByText(done).last().waitFor();
}

export const playbooksSeen = (
  picture: (name: string, of: Page | Locator) => Promise<void>,
  look: { scale: number; width: number; height: number; dark?: boolean },
): Promise<void> =>
  withHouse(async ({ as }) => {
    const ana = await as('ana', look);
    ana.setDefaultTimeout(90_000);
    await go(ana, 'Steward');
    await confirmed(ana, 'activate Pipeline cleanup', /^Switch on/, /Pipeline cleanup is on/);
    await confirmed(ana, 'activate Audit preparation', /^Switch on/, /Audit preparation is on/);
    await confirmed(ana, 'activate Large deal for Nimbus Partners', /^Switch on/, /Large deal is on/);
    await confirmed(ana, 'start new rep onboarding for Priya', /^Switch on/, /New rep onboarding is on/);
    await confirmed(ana, 'post the pipeline review', /^Run it now/, /Analytics agent/);
    await card(ana, 'at 1 customer with a large deal').waitFor();
    await picture('large-deals', card(ana, 'at 1 customer with a large deal'));
    await go(ana, 'insights');
    await card(ana, 'Pipeline hygiene').waitFor();
    await picture('hygiene', card(ana, 'could be closed'));
    await picture('exceptions', card(ana, 'Audit exceptions'));
    const priya = await as('priya', look);
    priya.setDefaultTimeout(90_000);
    await go(priya, 'Steward');
    await card(priya, 'Hint:').waitFor();
    await picture('hint', card(priya, 'Hint:'));
    await go(ana, 'Steward');
    await send(ana, 'clean up the dead deals in EMEA');
    const plan = ana.locator('article[data-author=other]').filter({ hasText: 'deals in EMEA as' }).last();
    await plan.waitFor();
    await picture('close-out', plan);
    await confirmed(ana, 'assign D-1585 to Elif', /^(?:Assign|Give|Change)/, /Elif/);
    await card(ana, 'you are told of each change').waitFor();
    await picture('large-update', card(ana, 'you are told of each change'));
  });
