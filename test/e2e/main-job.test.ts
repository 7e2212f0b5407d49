import { expect, test } from 'vitest';
import { startedHome } from '../start/started.ts';
import { go, noChromium, send, withHouse } from './house.ts';

const slow = { timeout: 90_000 };

test.skipIf(noChromium)(
  'in the last two weeks of a quarter a newcomer reads beside the first card which limits are others, and why',
  slow,
  () =>
    withHouse(async ({ as }) => {
      const mara = await as('mara');
      const push = mara.getByRole('article').filter({ hasText: 'Quarter-end push is on until' });
      await push.getByText(/Stale after: 30 days → 14 days/).waitFor();
      await push.getByRole('button', { name: /^Not this quarter/ }).waitFor();
      await mara
        .getByRole('article')
        .filter({ hasText: /Pipeline agent v/ })
        .first()
        .waitFor();
    }, null),
);

test.skipIf(noChromium)(
  'a newcomer asks, gets the card, approves, sees the deal changed, undoes, gives feedback and asks why',
  slow,
  () =>
    withHouse(async ({ as }) => {
      const mara = await as('mara');
      const headline = await mara
        .getByText(/^Move close date of .*: .* → /)
        .first()
        .innerText();
      const facts = await mara.getByRole('article').filter({ hasText: headline }).first().innerText();
      const [, deal = '', before = '', after = ''] =
        /^Move close date of (.*): (.*) → (.*)$/.exec(headline) ?? [];
      expect(deal).not.toBe('');

      await mara.getByRole('button', { name: /^Approve/ }).click();
      await mara
        .getByText(/Mara moved the close date of/)
        .first()
        .waitFor();
      expect(await mara.getByRole('button', { name: /^(Approve|Edit|Reject)/ }).count()).toBe(0);

      // Other deals bear that name too; the stage and the amount say which one is meant.
      await send(mara, `/steward deal ${deal}`);
      const amount = /[$€][\d,]*\d/.exec(facts)?.[0] ?? '';
      await mara.getByText(`Which ${deal}?`).first().waitFor();
      await mara
        .getByRole('button', { name: new RegExp(`${amount.replace('$', '\\$')}$`) })
        .last()
        .click();
      // Cards of other deals, which have an Edit, too, may come in below it meanwhile.
      const seen = mara
        .getByRole('article')
        .filter({ has: mara.getByRole('button', { name: /^Edit/ }), hasText: deal })
        .filter({ hasNot: mara.getByRole('button', { name: /^(Approve|Reject)/ }) });
      await seen.last().getByText(after).waitFor();
      expect(await seen.last().innerText()).not.toContain(before);

      await mara.getByRole('button', { name: /^Why/ }).first().click();
      const why = mara.getByRole('dialog');
      await why.getByText(/In .* since .* days\. Limit 30/).waitFor();
      await why.getByText(/Mara Lind approved/).waitFor();
      await mara.keyboard.press('Escape');

      await mara.getByRole('button', { name: /^Good/ }).first().click();
      await mara.getByText('Recorded: Good.').first().waitFor();

      await mara.getByRole('button', { name: /^Undo/ }).first().click();
      await mara.getByText(`Mara undid this: close date is ${before}`, { exact: false }).first().waitFor();

      await go(mara, 'Steward');
      await send(mara, 'show deals stuck in negotiation 30 days');
      await mara.getByText('Open deals in Negotiation for 30 days or more').first().waitFor();
      await mara
        .getByText(/\d+ deals, (\$|USD )/)
        .first()
        .waitFor();
    }),
);

test.skipIf(noChromium)(
  'two reps claim one lead: one has it, the other is told who, and an outsider is refused privately',
  slow,
  () =>
    withHouse(async ({ as }) => {
      const [elif, tom, lena] = [await as('elif'), await as('tom'), await as('lena')];
      for (const page of [elif, tom, lena]) await go(page, 'leads');
      const lead = /^New lead: .*EMEA/;
      const card = (page: typeof elif) =>
        page.getByRole('article').filter({ hasText: 'EMEA' }).filter({ hasText: 'Claim' }).first();
      await lena.getByText(lead).first().waitFor();
      await card(lena)
        .getByRole('button', { name: /^Claim/ })
        .click();
      await lena.getByText('Leads are claimed by reps and managers.').first().waitFor();
      expect(await elif.getByText('Leads are claimed by reps and managers.').count()).toBe(0);
      // Both fingers are on the button before either presses: what one sees may change while the other's click travels.
      const buttons = await Promise.all(
        [elif, tom].map((page) =>
          card(page)
            .getByRole('button', { name: /^Claim/ })
            .elementHandle(),
        ),
      );
      await Promise.all(buttons.map((button) => button?.evaluate((node) => (node as HTMLElement).click())));
      await lena
        .getByText(/claimed this lead/)
        .first()
        .waitFor();
      const told = await Promise.race([
        elif
          .getByText(/Tom claimed this .* before you/)
          .first()
          .waitFor()
          .then(() => 'Elif'),
        tom
          .getByText(/Elif claimed this .* before you/)
          .first()
          .waitFor()
          .then(() => 'Tom'),
      ]);
      expect(
        await lena
          .getByText(/claimed this lead/)
          .first()
          .innerText(),
      ).toContain(told === 'Tom' ? 'Elif' : 'Tom');
    }, startedHome),
);

test.skipIf(noChromium)(
  'killed in the middle and started again, it goes on where it was, and the page finds it by itself',
  slow,
  () =>
    withHouse(async ({ as, killAndStart }) => {
      const mara = await as('mara');
      await mara.getByRole('button', { name: /^Approve/ }).waitFor();
      await killAndStart();
      await mara.getByRole('button', { name: /^Approve/ }).click({ timeout: 20_000 });
      await mara
        .getByText(/Mara moved the close date of/)
        .first()
        .waitFor({ timeout: 20_000 });
    }, startedHome),
);
