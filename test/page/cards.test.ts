import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { answerCard, leadCard, openCard, settledCard } from './fixtures/cards.ts';
import { inBrowser } from './support/browser.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const card = (page: Page, ts: string) => page.locator(`[data-ts="${ts}"]`);
const topOf = async (page: Page, ts: string): Promise<number> =>
  (await card(page, ts).boundingBox())?.y ?? Number.NaN;

inBrowser('cards on the page', ({ stage, open }) => {
  test('nothing that a message says becomes markup, a script or a trap', async () => {
    const page = await open('/?as=mara#/gallery');
    let alerted = false;
    page.on('dialog', () => {
      alerted = true;
    });
    const hostile = page.locator('.message').filter({ hasText: 'a trap' });
    await hostile.waitFor();
    expect(await hostile.locator('script, img').count()).toBe(0);
    expect(
      await hostile
        .locator('a')
        .evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).protocol)),
    ).toEqual(['https:']);
    expect(await hostile.locator('[onmouseover]').count()).toBe(0);
    expect(await hostile.innerText()).toContain('<script>alert(1)</script>');
    expect(await hostile.innerText()).toContain('<b>not bold</b> & done');
    expect(alerted).toBe(false);
  });

  test('every block is drawn, and one that the page does not know is named, with its payload', async () => {
    const page = await open('/?as=mara#/gallery');
    expect(await page.locator('.message').first().locator('.notice').count()).toBe(0);
    const ts = await stage().post('gallery', {
      text: 'A film.',
      blocks: [
        {
          type: 'video',
          title: plain('How to approve'),
          alt_text: 'A film of two minutes.',
          video_url: 'https://films.example/approve',
          thumbnail_url: 'https://films.example/approve.png',
        },
      ],
    });
    await card(page, ts).getByText('This page cannot draw video.').waitFor();
    await card(page, ts).getByRole('button', { name: 'Payload' }).click();
    expect(await page.locator('.payload-text').innerText()).toContain('"How to approve"');
  });

  test('an image that cannot be had is its words', async () => {
    const page = await open('/?as=mara#/gallery');
    const image = {
      type: 'image',
      image_url: 'https://pictures.example/chart.png',
      alt_text: 'Bar chart: open pipeline by stage.',
    };
    const ts = await stage().post('gallery', { text: 'A picture.', blocks: [image] });
    expect(await card(page, ts).locator('.no-image').innerText()).toBe('Bar chart: open pipeline by stage.');
  });

  test('a pressed button waits with its row, and the card is redrawn in place, told once', async () => {
    const page = await open('/?as=mara#/deals');
    const ts = await stage().post('deals', openCard(stage().now));
    const release = Promise.withResolvers<void>();
    stage().answer(async () => {
      await release.promise;
      return {};
    });
    const approve = card(page, ts).getByRole('button', { name: 'Approve: move close date of Acme Platform' });
    await approve.click();
    expect(await approve.getAttribute('aria-busy')).toBe('true');
    expect(await card(page, ts).getByRole('button', { name: 'Reject' }).getAttribute('aria-disabled')).toBe(
      'true',
    );
    expect(await card(page, ts).getByRole('button', { name: 'Why' }).getAttribute('aria-disabled')).toBe(
      'false',
    );
    release.resolve();
    await stage().update('deals', ts, settledCard(stage().now));
    await card(page, ts).getByRole('button', { name: 'Undo' }).waitFor();
    const spoken = page.locator('#spoken p', {
      hasText: 'Card updated: Mara moved the close date of Acme Platform',
    });
    expect(await spoken.count()).toBe(1);
    // The pressed button is gone with its row; the keyboard stays at the card.
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-ts'))).toBe(ts);
    stage().answer(undefined);
  });

  test('no answer from the app: the row says so, and the reason is in the log', async () => {
    const page = await open('/?as=mara#/deals');
    stage().workspace.setTiming({ ackMs: 300 });
    stage().answer(() => 'silence');
    const ts = await stage().post('deals', openCard(stage().now));
    await card(page, ts).getByRole('button', { name: 'Reject' }).click();
    await card(page, ts).getByText('That did not work. Try again.').waitFor();
    expect(await card(page, ts).getByRole('button', { name: 'Reject' }).getAttribute('aria-disabled')).toBe(
      'false',
    );
    await page.getByRole('button', { name: /^Notices/ }).click();
    expect(await page.locator('.log-list li').first().innerText()).toMatch(/did not (work|answer)/);
    stage().workspace.setTiming({ ackMs: 3_000 });
    stage().answer(undefined);
  });

  test('a card that changes moves nothing of what is being read', async () => {
    const page = await open('/?as=tom#/deals', { height: 600 });
    const above = await stage().post('deals', answerCard(stage().now));
    const read = await stage().post('deals', openCard(stage().now));
    for (let i = 0; i < 4; i += 1) await stage().post('deals', leadCard(stage().now));
    await card(page, read).waitFor();
    await card(page, read).evaluate((element) => element.scrollIntoView({ block: 'start' }));
    await page.waitForTimeout(100);
    const before = await topOf(page, read);
    await stage().update('deals', above, settledCard(stage().now));
    await card(page, above).getByRole('button', { name: 'Undo' }).waitFor({ state: 'attached' });
    expect(Math.abs((await topOf(page, read)) - before)).toBeLessThanOrEqual(1);
    await stage().post('deals', leadCard(stage().now));
    await page.waitForTimeout(150);
    expect(Math.abs((await topOf(page, read)) - before)).toBeLessThanOrEqual(1);
  });

  test('a last card that grows is followed, as far as its beginning stays in view', async () => {
    // Whoever opens where a card higher than the window stands last reads it from its first line, and is not at the end.
    for (let i = 0; i < 4; i += 1) await stage().post('deals', leadCard(stage().now));
    const page = await open('/?as=tom#/deals', { height: 600 });
    const last = await stage().post('deals', { text: 'Working on it.', blocks: [] });
    await card(page, last).waitFor();
    const place = () =>
      card(page, last).evaluate((element) => {
        const view = element.closest('.timeline')?.getBoundingClientRect();
        const own = element.getBoundingClientRect();
        return { above: own.top - (view?.top ?? 0), below: own.bottom - (view?.bottom ?? 0) };
      });
    // Whoever is still on the way to the end is not yet one who reads there.
    await expect.poll(async () => (await place()).below).toBeLessThanOrEqual(1);
    await stage().update('deals', last, leadCard(stage().now));
    await card(page, last).getByRole('button').first().waitFor({ state: 'attached' });
    await expect.poll(async () => (await place()).below).toBeLessThanOrEqual(1);
    await stage().update('deals', last, answerCard(stage().now));
    await card(page, last).locator('table').waitFor({ state: 'attached' });
    await expect.poll(async () => (await place()).above).toBeLessThanOrEqual(1);
    expect((await place()).above).toBeGreaterThanOrEqual(-1);
  });

  test('what one says oneself is seen, wherever one was reading', async () => {
    const page = await open('/?as=tom#/deals', { height: 600 });
    for (let i = 0; i < 4; i += 1) await stage().post('deals', leadCard(stage().now));
    const first = page.locator('.timeline .message').first();
    await first.evaluate((element) => element.scrollIntoView({ block: 'start' }));
    await page.waitForTimeout(100);
    await page.getByRole('textbox', { name: /^Message/ }).fill('I take it from here');
    await page.keyboard.press('Enter');
    const said = page.locator('.timeline').getByText('I take it from here').last();
    await said.waitFor();
    await expect
      .poll(() =>
        said.evaluate((element) => {
          const view = element.closest('.timeline')?.getBoundingClientRect();
          return view !== undefined && element.getBoundingClientRect().bottom <= view.bottom;
        }),
      )
      .toBe(true);
  });

  test('a table turns its pages and sorts by value', async () => {
    const page = await open('/?as=mara#/deals');
    const ts = await stage().post('deals', answerCard(stage().now));
    const first = card(page, ts).locator('tbody tr').first();
    await card(page, ts).getByText('1–10 of 14').waitFor();
    await card(page, ts).getByRole('button', { name: 'Next rows' }).click();
    await card(page, ts).getByText('11–14 of 14').waitFor();
    await card(page, ts).getByRole('button', { name: 'Amount (USD)' }).click();
    await card(page, ts).getByText('1–10 of 14').waitFor();
    expect(await first.innerText()).toContain('Juniper Pilot');
    await card(page, ts).getByRole('button', { name: 'Amount (USD)' }).click();
    expect(await first.innerText()).toContain('Fjord Analytics');
    expect(await card(page, ts).locator('th[aria-sort=descending]').count()).toBe(1);
  });

  test('a chart is drawn to scale, and its words are its numbers', async () => {
    const page = await open('/?as=mara#/deals');
    const points = (values: number[]) => values.map((value, n) => ({ label: `Q${n + 1}`, value }));
    const ts = await stage().post('deals', {
      text: 'Won by quarter',
      blocks: [
        {
          type: 'data_visualization',
          title: 'Won by quarter',
          chart: {
            type: 'bar',
            series: [
              { name: 'This year', data: points([10, 40, 0]) },
              { name: 'Last year', data: points([20, -20, 5]) },
            ],
            axis_config: { categories: ['Q1', 'Q2', 'Q3'] },
          },
        },
      ],
    });
    const chart = card(page, ts).getByRole('img', { name: /^Won by quarter: / });
    await chart.waitFor();
    expect(await chart.getAttribute('aria-label')).toBe(
      'Won by quarter: This year: Q1 10, Q2 40, Q3 0; Last year: Q1 20, Q2 -20, Q3 5',
    );
    const heights = await chart
      .locator('rect')
      .evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute('height'))));
    const [ten = 0, forty = 0, none, twenty = 0, minus = 0] = heights;
    expect(forty / ten).toBeCloseTo(4, 5);
    expect(twenty).toBeCloseTo(minus, 5);
    expect(none).toBe(0);
    expect(await card(page, ts).locator('.chart-legend li').allInnerTexts()).toEqual([
      'This year',
      'Last year',
    ]);
  });

  test('a question is asked first; no means that nothing is sent', async () => {
    const page = await open('/?as=mara#/gallery');
    const before = stage().heard.length;
    await page.getByRole('button', { name: 'Retire agent' }).click();
    await page.getByText('This cannot be undone.').waitFor();
    await page.keyboard.press('Escape');
    expect(stage().heard.length).toBe(before);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Retire agent');
    await page.getByRole('button', { name: 'Retire agent' }).click();
    await page.getByRole('button', { name: 'Retire', exact: true }).click();
    await expect.poll(() => stage().heard.length).toBe(before + 1);
  });

  test('a menu and the selects are worked with the arrow keys, and tell what was chosen', async () => {
    const page = await open('/?as=mara#/gallery');
    const chosen = (id: string) =>
      (stage().heard.at(-1)?.payload.actions as { action_id: string }[] | undefined)?.find(
        (action) => action.action_id === id,
      );
    await page.getByRole('combobox', { name: /Choose a stage/ }).click();
    await page.keyboard.type('neg');
    await page.keyboard.press('Enter');
    await expect.poll(() => chosen('a1')).toMatchObject({ selected_option: { value: 'n' } });
    const free = () => page.locator('.block-actions [aria-disabled=true]').count();
    await expect.poll(free).toBe(0);
    await page.getByRole('combobox', { name: /Choose a person/ }).click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => chosen('a2'))
      .toMatchObject({ selected_user: stage().workspace.users()['priya@example.com'] });
    await expect.poll(free).toBe(0);
    await page.getByRole('button', { name: '15 Apr 2026' }).click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => chosen('a3')).toMatchObject({ selected_date: '2026-04-22' });
    const ts = await stage().post('gallery', openCard(stage().now));
    await card(page, ts).getByRole('button', { name: 'More' }).click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => chosen('later')).toMatchObject({ selected_option: { value: 'week' } });
  });

  test('the calendar keeps the keyboard when the month changes', async () => {
    const page = await open('/?as=mara#/gallery');
    await page.getByRole('button', { name: '15 Apr 2026' }).click();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    await expect.poll(focused).toBe('15 Apr 2026');
    for (const [key, day] of [
      ['PageUp', '15 Mar 2026'],
      ['PageUp', '15 Feb 2026'],
      ['PageDown', '15 Mar 2026'],
    ]) {
      await page.keyboard.press(key ?? '');
      await expect.poll(focused).toBe(day);
    }
    await page.keyboard.press('Escape');
  });

  test('an ephemeral message is seen by one person, and says so', async () => {
    const [mara, tom] = await Promise.all([open('/?as=mara#/leads'), open('/?as=tom#/leads')]);
    await stage().app.call('chat.postEphemeral', {
      channel: stage().channels.leads,
      user: stage().workspace.users()['tom@example.com'],
      text: 'Priya claimed this 2 s before you.',
    });
    const own = tom.locator('.message', { hasText: 'Priya claimed this' });
    await own.getByText('Only visible to you').waitFor();
    expect(await mara.getByText('Priya claimed this').count()).toBe(0);
    // Another window reads it with the conversation, and once more when its line is open.
    const later = await open('/?as=tom#/leads');
    await later.locator('.message', { hasText: 'Priya claimed this' }).first().waitFor();
    await stage().post('leads', { text: 'The line is open.', blocks: [] });
    await later.locator('.message', { hasText: 'The line is open.' }).waitFor();
    await later.waitForTimeout(300);
    expect(await later.locator('.message', { hasText: 'Priya claimed this' }).count()).toBe(1);
  });

  test('a form keeps what was typed while it is updated, names its errors at the fields, and gives focus back', async () => {
    const page = await open('/?as=ana#/deals');
    const ts = await stage().post('deals', openCard(stage().now));
    await card(page, ts).getByRole('button', { name: 'Edit', exact: true }).focus();
    await page.keyboard.press('Enter');
    const form = page.getByRole('dialog', { name: 'Edit proposal' });
    await form.getByRole('textbox', { name: /Next step/ }).fill('Ask Jane');
    await form.getByRole('button', { name: 'Save and approve' }).click();
    await form.getByText('Close date must be after today, 20 Mar 2026.').waitFor();
    expect(await form.getByRole('textbox', { name: /Next step/ }).inputValue()).toBe('Ask Jane');
    expect(await form.getByRole('textbox', { name: /Next step/ }).getAttribute('aria-invalid')).toBe('true');
    const submitted = stage().heard.findLast(({ payload }) => payload.type === 'view_submission');
    expect(submitted?.payload.view).toMatchObject({
      private_metadata: 'exception:7',
      state: {
        values: {
          next_step: { v: { value: 'Ask Jane' } },
          close_date: { v: { selected_date: '2026-04-15' } },
        },
      },
    });
    await form.getByRole('combobox', { name: 'Owner' }).click();
    await page.keyboard.type('pri');
    await page.getByRole('option', { name: 'Priya Nair' }).click();
    expect(await form.getByRole('combobox', { name: 'Owner' }).innerText()).toBe('Priya Nair');
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Edit');
  });

  test('forms stack, the lower one waits, and Tab stays inside', async () => {
    const page = await open('/?as=oskar#/deals');
    const ts = await stage().post('deals', openCard(stage().now));
    await card(page, ts).getByRole('button', { name: 'Why' }).click();
    await page.getByRole('button', { name: 'Show rows' }).click();
    await page.getByText('Loading the run…').waitFor();
    expect(await page.locator('.skeleton').count()).toBe(1);
    for (let i = 0; i < 6; i += 1) await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('dialog') !== null)).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Show rows' }).waitFor();
    await page.getByRole('button', { name: 'Show rows' }).click();
    await page.getByText('Loading the run…').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).first().click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('what Slack would refuse is told in a strip of its own', async () => {
    const page = await open('/?as=mara#/deals');
    await stage()
      .post('deals', { text: 'x', blocks: [{ type: 'header', text: plain('x'.repeat(200)) }] })
      .catch(() => '');
    const strip = page.locator('.notices .notice', { hasText: 'invalid_blocks' });
    await strip.waitFor();
    await strip.getByRole('button', { name: 'Payload' }).click();
    expect(await page.locator('.payload-text').innerText()).toContain('"header"');
  });
});
