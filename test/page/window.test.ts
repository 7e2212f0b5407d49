import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { inBrowser } from './support/browser.ts';

const focused = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    return {
      region: at?.closest<HTMLElement>('[data-region]')?.dataset.region ?? '',
      ts: at?.getAttribute('data-ts'),
      tag: at?.tagName,
    };
  });

inBrowser('the window', ({ stage, open }) => {
  test('the address says who one is, so that two windows are two people', async () => {
    const [priya, tom] = await Promise.all([open('/?as=priya#/leads'), open('/?as=tom#/leads')]);
    await priya.locator('.composer textarea').fill('Mine, @Tom Reyes');
    await priya.keyboard.press('Enter');
    const said = tom.locator('.message', { hasText: 'Mine, @Tom Reyes' });
    await said.waitFor();
    expect(await said.locator('.author').innerText()).toBe('Priya Nair');
    expect(await said.locator('.mention.mine').innerText()).toBe('@Tom Reyes');
  });

  test('one begins as the manager whom a card in a channel calls, however much another was only told', async () => {
    const { workspace, app } = stage();
    const nora = workspace.as('nora').id;
    const { channel } = (await app.call('conversations.open', { users: nora })) as {
      channel: { id: string };
    };
    for (const text of ['One.', 'Two.', 'Three.'])
      await app.call('chat.postMessage', { channel: channel.id, text });
    await stage().post('deals', { text: `<@${workspace.as('mara').id}>, this waits for you.` });
    const page = await open('/');
    await page.getByRole('button', { name: /^You are Mara Lind/ }).waitFor();
  });

  test('a second browser begins as the same manager, though the card was read in the first', async () => {
    const card = await stage().post('deals', {
      text: `<@${stage().workspace.as('mara').id}>, this waits for you.`,
    });
    const hers = await open('/?as=mara#/deals');
    const item = hers.getByRole('button', { name: /^# ?deals/ });
    await hers.getByText('this waits for you').last().waitFor();
    await expect.poll(() => item.innerText()).not.toMatch(/[1-9]/);
    expect(card).toBeDefined();
    const page = await open('/');
    await page.getByRole('button', { name: /^You are Mara Lind/ }).waitFor();
  });

  test('becoming somebody else keeps the channel, says so, and shows only what that person may see', async () => {
    const page = await open('/?as=mara#/managers');
    await page.getByRole('button', { name: /^You are/ }).click();
    await page.getByRole('menuitemradio', { name: /Ana Ruiz/ }).click();
    await page.getByText('You are now Ana Ruiz, approver.').waitFor();
    expect(page.url()).toContain('?as=ana#/managers');
    await page.getByRole('button', { name: /^You are/ }).click();
    const outsider = page.getByRole('menuitemradio', { name: /Lena Fox/ });
    expect(await outsider.innerText()).toContain('may ask for access');
    await outsider.click();
    await page.getByText('You are now Lena Fox, outsider.').waitFor();
    expect(page.url()).toContain('?as=lena#/deals');
    expect(await page.getByRole('navigation', { name: 'Places' }).getByText('managers').count()).toBe(0);
  });

  test('unread messages are counted in the list and in the title, and read by looking', async () => {
    const page = await open('/?as=dan#/deals');
    await stage().post('steward-ops', { text: 'One.' });
    const item = page.getByRole('button', { name: /^# ?steward-ops/ });
    await expect.poll(() => item.innerText()).toMatch(/[1-9]/);
    await expect.poll(() => page.title()).toMatch(/^\(\d+\) #deals · Steward local workspace$/);
    await item.click();
    await page.getByText('One.').waitFor();
    await expect.poll(() => item.innerText()).not.toMatch(/[1-9]/);
  });

  test('after "Go to" one goes on in the composer of the place that was chosen', async () => {
    const page = await open('/?as=mara#/deals');
    await page.getByRole('region', { name: 'Messages in #deals' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('leads');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Messages in #leads' }).waitFor();
    await expect.poll(() => focused(page)).toMatchObject({ region: 'channel', tag: 'TEXTAREA' });
    await page.keyboard.type('here I am');
    expect(await page.locator('.composer textarea').inputValue()).toBe('here I am');
  });

  test('↑ in an empty composer goes to the last message, ↓ from there back; with words in it the caret moves', async () => {
    const page = await open('/?as=mara#/deals');
    await stage().post('deals', { text: 'The last of all.' });
    const last = page.locator('.timeline .message').last();
    await page.getByText('The last of all.', { exact: true }).waitFor();
    const field = page.locator('.composer textarea');
    await field.focus();
    await page.keyboard.press('ArrowUp');
    expect((await focused(page)).ts).toBe(await last.getAttribute('data-ts'));
    await page.keyboard.press('ArrowDown');
    expect((await focused(page)).tag).toBe('TEXTAREA');
    await field.fill('one');
    await page.keyboard.press('ArrowUp');
    expect((await focused(page)).tag).toBe('TEXTAREA');
  });

  test('an address that names nobody is said, with who there is', async () => {
    const page = await open('/?as=nobody#/deals');
    const notice = page.getByText(/^Nobody here is called "nobody", so you are .+\. There are: .*mara/);
    await notice.waitFor();
    const known = await open('/?as=mara#/deals');
    await known.getByRole('region', { name: 'Messages in #deals' }).waitFor();
    expect(await known.getByText('Nobody here is called').count()).toBe(0);
  });

  test('an address of no place of mine is said, and one is where one begins', async () => {
    const page = await open('/?as=priya#/nochannel');
    const said = page.locator('.notices .notice', {
      hasText: 'You are in no conversation called "nochannel".',
    });
    await said.waitFor();
    await page.getByRole('region', { name: 'Messages in #deals' }).waitFor();
    expect(page.url()).toMatch(/#\/deals$/);
    await said.getByRole('button', { name: 'Dismiss' }).click();
    await page.evaluate(() => {
      location.hash = '#/elsewhere';
    });
    await page.getByText('You are in no conversation called "elsewhere".').waitFor();
  });

  test('the first Tab offers to skip to where one writes, past all cards', async () => {
    const page = await open('/?as=mara#/deals');
    await page.getByRole('region', { name: 'Messages in #deals' }).waitFor();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('Tab');
    const skip = page.getByRole('button', { name: 'Skip to writing' });
    expect(await skip.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    expect(await focused(page)).toMatchObject({ region: 'channel', tag: 'TEXTAREA' });
  });

  test('in a narrow window a long answer is seen from its first line', async () => {
    const page = await open('/?as=mara#/deals', { width: 320, height: 560 });
    await page.locator('.timeline .message').first().waitFor();
    const lines = Array.from({ length: 60 }, (_, n) => `line ${n}`).join('\n');
    await stage().post('deals', {
      text: 'Long.',
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: `*The first line*\n${lines}` }, expand: true },
      ],
    });
    await page.getByText('The first line').waitFor();
    await expect
      .poll(() =>
        page.evaluate(() => {
          const view = document.querySelector('.timeline')?.getBoundingClientRect();
          const message = [...document.querySelectorAll('.timeline .message')]
            .at(-1)
            ?.getBoundingClientRect();
          return view && message ? Math.round(message.top - view.top) : null;
        }),
      )
      .toBeGreaterThanOrEqual(-1);
  });

  test('F6 goes round, arrows go through messages, Enter opens the thread, Escape closes it', async () => {
    const page = await open('/?as=mara#/deals');
    await page.getByRole('region', { name: 'Messages in #deals' }).waitFor();
    await page.keyboard.press('F6');
    expect((await focused(page)).region).toBe('sidebar');
    await page.keyboard.press('F6');
    expect(await focused(page)).toMatchObject({ region: 'channel', tag: 'TEXTAREA' });
    await page.keyboard.press('Shift+F6');
    expect((await focused(page)).region).toBe('sidebar');
    const root = page.locator(`[data-ts="${stage().cards.question}"]`);
    await root.focus();
    await page.keyboard.press('ArrowDown');
    expect((await focused(page)).ts).toBe(stage().cards.settled);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: 'Thread in #deals' }).waitFor();
    expect(page.url()).toContain(`/${stage().cards.question}`);
    await page.keyboard.press('F6');
    await page.keyboard.press('Escape');
    await page.getByRole('complementary').waitFor({ state: 'detached' });
    expect((await focused(page)).ts).toBe(stage().cards.question);
  });

  test('Ctrl K goes to places and people, and finds messages by their words', async () => {
    const page = await open('/?as=mara#/deals');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('lea');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain('#/leads');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('Jane Roe is the right');
    await page.getByRole('option', { name: /Jane Roe is the right person/ }).waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('a slash lists commands and sends them; an unknown one is said', async () => {
    const page = await open('/?as=tom#/leads');
    const field = page.locator('.composer textarea');
    await field.fill('/');
    await page.getByRole('option', { name: /\/steward/ }).waitFor();
    await page.keyboard.press('Enter');
    expect(await field.inputValue()).toBe('/steward ');
    await page.keyboard.type('my open deals');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => stage().heard.findLast(({ type }) => type === 'slash_commands')?.payload.text)
      .toBe('my open deals');
    await field.fill('/nothing here');
    await page.keyboard.press('Enter');
    await page.getByText('/nothing is not a command here. Known: /steward.').waitFor();
    expect(await field.inputValue()).toBe('/nothing here');
  });

  test('Home is drawn, keeps its place in the list, and its buttons press', async () => {
    const page = await open('/?as=mara#/home');
    await page.getByRole('heading', { name: '4 wait for you' }).waitFor();
    expect(await page.getByRole('button', { name: /^Home/ }).first().innerText()).toContain('4');
    await page.getByRole('button', { name: 'Start review' }).click();
    await expect
      .poll(
        () => (stage().heard.at(-1)?.payload.actions as { action_id: string }[] | undefined)?.[0]?.action_id,
      )
      .toBe('review');
    await page.getByRole('button', { name: 'Messages', exact: true }).click();
    await page.getByText('This is the beginning of your messages with Steward.').waitFor();
  });

  test('the answer to a question opens at the side by itself, and the composer keeps focus', async () => {
    const page = await open('/?as=dan#/leads');
    await page.locator('.composer textarea').fill('@Steward my leads');
    await page.keyboard.press('Enter');
    const own = page.locator('.place .message', { hasText: '@Steward my leads' });
    await own.waitFor();
    await stage().post('leads', { text: 'You have 2 leads.', thread_ts: await own.getAttribute('data-ts') });
    const thread = page.getByRole('complementary', { name: 'Thread in #leads' });
    await thread.getByText('You have 2 leads.').waitFor();
    expect(await focused(page)).toMatchObject({ region: 'channel', tag: 'TEXTAREA' });
    await page.keyboard.press('Escape');
    await thread.waitFor({ state: 'detached' });
    await own.getByText('1 reply').waitFor();
  });

  test('suggested prompts stand above the composer until one speaks', async () => {
    const page = await open('/?as=nora#/home');
    await page.getByRole('button', { name: 'Messages', exact: true }).click();
    await page.getByText('This is the beginning of your messages').waitFor();
    await stage().app.call('assistant.threads.setSuggestedPrompts', {
      channel_id: stage().workspace.as('nora').dm(),
      title: 'Try one',
      prompts: [{ title: 'My open deals', message: 'show my open deals' }],
    });
    await page.getByRole('button', { name: 'My open deals' }).click();
    await page.locator('.message', { hasText: 'show my open deals' }).waitFor();
    expect(await page.getByRole('button', { name: 'My open deals' }).count()).toBe(0);
  });

  test('nothing scrolls sideways at 320 px, and one column shows list, place or thread', async () => {
    const page = await open('/?as=mara#/gallery', { width: 320, height: 640 });
    for (const at of ['#/gallery', `#/deals/${stage().cards.question}`, '#/home', '#/list']) {
      await page.goto(`${stage().url}/?as=mara${at}`);
      await page.waitForTimeout(200);
      const overflows = await page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll('.timeline, .home, .frame')].some(
          (one) => one.scrollWidth > one.clientWidth,
        ),
      );
      expect([at, overflows]).toEqual([at, false]);
    }
    await page.getByRole('button', { name: '# deals' }).click();
    await page.getByRole('button', { name: 'Back to the list' }).click();
    expect(await page.getByRole('navigation', { name: 'Places' }).isVisible()).toBe(true);
    expect(await page.locator('.place').isVisible()).toBe(false);
  });

  test('the theme follows the system until it is chosen, and the choice is kept', async () => {
    const page = await open('/?as=mara#/deals', { dark: true });
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await ground()).toBe('rgb(22, 24, 29)');
    await page.getByRole('button', { name: 'Switch to the light theme' }).click();
    expect(await ground()).toBe('rgb(255, 255, 255)');
    await page.reload();
    await page.waitForSelector('.sidebar');
    expect(await ground()).toBe('rgb(255, 255, 255)');
  });
});

describe('the colours', () => {
  test('text stands out from its ground at least 4.5 to 1, in both themes', async () => {
    const css = await readFile(new URL('../../src/sandbox/page/style.css', import.meta.url), 'utf8');
    const tokens = [...css.matchAll(/--([a-z-]+): light-dark\((#\w{6}), (#\w{6})\)/g)];
    const value = (name: string, dark: number): string =>
      tokens.find((token) => token[1] === name)?.[2 + dark] ?? '';
    const pairs = [
      ...['text', 'muted', 'link', 'danger'].flatMap((text) =>
        ['bg', 'raised', 'tint'].map((ground) => [text, ground] as const),
      ),
      ['side-text', 'side'],
      ['side-text', 'side-over'],
      ['notice-text', 'notice'],
      ['link', 'mention'],
      ['text', 'mention-mine'],
    ] as const;
    for (const dark of [0, 1])
      for (const [text, ground] of pairs)
        expect([text, ground, dark, contrast(value(text, dark), value(ground, dark)) >= 4.5]).toEqual([
          text,
          ground,
          dark,
          true,
        ]);
    for (const dark of [0, 1]) {
      expect(contrast('#ffffff', value('primary', dark))).toBeGreaterThanOrEqual(4.5);
      expect(contrast('#ffffff', value('side-active', dark))).toBeGreaterThanOrEqual(4.5);
    }
  });
});

/** WCAG 2.2, relative luminance. */
const contrast = (a: string, b: string): number => {
  const [light = 0, dark = 0] = [a, b].map(luminance).sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
};

const luminance = (hex: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

inBrowser('where as many cards call one manager as another', ({ stage, open }) => {
  test('a new browser begins as the one who looked at something last', async () => {
    const { workspace, post } = stage();
    // Of Mara's there is one in the workspace from the start.
    await post('steward-ops', { text: `<@${workspace.as('nora').id}>, look here.` });
    const nora = await open('/?as=nora#/steward-ops');
    await nora.getByText('look here.').waitFor();
    const place = nora.getByRole('button', { name: /^# ?steward-ops/ });
    await expect.poll(() => place.innerText()).not.toMatch(/[1-9]/);
    const page = await open('/');
    await page.getByRole('button', { name: /^You are Nora Quinn/ }).waitFor();
  });
});
