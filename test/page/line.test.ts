import { createServer } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { inBrowser } from './support/browser.ts';
import { startFakeApp } from './support/fake-app.ts';

/** Stands before the workspace as the house does, and can be taken away. */
const startDoor = async (to: number) => {
  const open = new Set<import('node:net').Socket>();
  const server = createServer();
  server.on('connection', (from) => {
    const on = connect(to, '127.0.0.1');
    for (const socket of [from, on]) open.add(socket.on('error', () => socket.destroy()));
    from.pipe(on).pipe(from);
    from.on('close', () => on.destroy());
    on.on('close', () => from.destroy());
  });
  const listen = (port: number): Promise<number> =>
    new Promise((resolve) =>
      server.listen(port, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
    );
  const port = await listen(0);
  return {
    port,
    shut: async (): Promise<void> => {
      for (const socket of open) socket.destroy();
      open.clear();
      await new Promise((resolve) => server.close(resolve));
    },
    reopen: () => listen(port),
  };
};

inBrowser('the line to the workspace', ({ stage, open }) => {
  test('the house goes away and comes back: it is said, and what was missed is there without a reload', async () => {
    const door = await startDoor(stage().workspace.port);
    const page = await open('/?as=mara#/deals');
    await page.goto(`http://127.0.0.1:${door.port}/?as=mara#/deals`);
    await page.getByRole('region', { name: 'Messages in #deals' }).waitFor();
    await page.locator('.composer textarea').fill('half a sentence');
    await door.shut();
    await page.locator('.notices').getByText('Reconnecting…').waitFor();
    await page
      .locator('.notices')
      .getByText('Steward is not running. Start it with npm start; nothing is lost.')
      .waitFor();
    await stage().post('deals', { text: 'Said while the line was down.' });
    await door.reopen();
    await page.getByText('Said while the line was down.').waitFor();
    await expect.poll(() => page.locator('.notices').innerText()).not.toContain('not running');
    expect(await page.locator('.composer textarea').inputValue()).toBe('half a sentence');
    await door.shut();
  });

  test('what is said while the page is being read is there, however late the reading comes', async () => {
    const page = await open('/?as=mara#/leads');
    const said: string[] = [];
    await page.route('**/_page/messages?**', async (route) => {
      const before = await route.fetch();
      said.push(`Said during reading ${said.length + 1}.`);
      await stage().post('leads', { text: said.at(-1) ?? '' });
      await new Promise((resolve) => setTimeout(resolve, 150));
      await route.fulfill({ response: before });
    });
    await page.goto('about:blank');
    await page.goto(`http://127.0.0.1:${stage().workspace.port}/?as=mara#/leads`);
    const shown = page.getByRole('region', { name: 'Messages in #leads' });
    await shown.getByText('Said during reading 2.').waitFor();
    await shown.getByText('Said during reading 1.').waitFor();
    expect(said).toHaveLength(2);
  });

  test('what Slack would refuse is in the strip, though it was told before there was a line', async () => {
    const page = await open('/?as=mara#/leads');
    let told = false;
    await page.route('**/_page/messages?**', async (route) => {
      if (!told)
        await stage()
          .post('deals', { text: 'x', blocks: [{ type: 'no such block' }] })
          .catch(() => '');
      told = true;
      await route.continue();
    });
    await page.goto('about:blank');
    await page.goto(`http://127.0.0.1:${stage().workspace.port}/?as=mara#/leads`);
    await page.locator('.notices .notice', { hasText: 'invalid_blocks' }).waitFor();
  });

  test('a message that could not be sent stays in the composer, with the reason until there is none', async () => {
    const door = await startDoor(stage().workspace.port);
    const page = await open('/?as=tom#/leads');
    await page.goto(`http://127.0.0.1:${door.port}/?as=tom#/leads`);
    await page.getByRole('region', { name: 'Messages in #leads' }).waitFor();
    await door.shut();
    await page.locator('.composer textarea').fill('I take it');
    await page.keyboard.press('Enter');
    const reason = page.locator('.composer').getByText('Nothing was sent: Steward is not running.');
    await reason.waitFor();
    expect(await page.locator('.composer textarea').inputValue()).toBe('I take it');
    await door.reopen();
    await reason.waitFor({ state: 'detached' });
    expect(await page.locator('.composer textarea').inputValue()).toBe('I take it');
    await page.keyboard.press('Enter');
    await page.locator('.timeline').getByText('I take it').waitFor();
    await page.locator('.composer textarea').fill('x'.repeat(40_001));
    await page.keyboard.press('Enter');
    await page.locator('.composer').getByText('A message has at most 40,000 characters.').waitFor();
    await door.shut();
  });

  test('the app alone is away: said after a moment, and gone when it is back', async () => {
    const page = await open('/?as=mara#/deals');
    const strip = page.locator('.notices');
    stage().app.stop();
    await strip.getByText('Steward is not running. Start it with npm start; nothing is lost.').waitFor();
    const again = await startFakeApp(stage().workspace, () => undefined);
    await expect.poll(() => strip.innerText()).not.toContain('not running');
    again.stop();
  });

  test('a fault is tried by keyboard: what is on is said, counts down, and is switched off with one click', async () => {
    const { workspace, app } = stage();
    const page = await open('/?as=mara#/deals');
    await page.getByRole('button', { name: 'Try a fault' }).focus();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog', { name: 'Try a fault' });
    await panel.getByText('No fault is on.').waitFor();
    await panel.getByLabel('How often').selectOption('2 times');
    await panel.getByRole('button', { name: 'Switch on: Server error' }).focus();
    await page.keyboard.press('Enter');
    await panel.getByRole('status').getByText('Server error: messages and cards, 2 times more').waitFor();
    await page.keyboard.press('Escape');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('Try a fault, 1 on');
    const strip = page.locator('.notices');
    await strip.getByText('Fault on. Server error: messages and cards, 2 times more.').waitFor();
    await expect(app.call('chat.postMessage', { channel: '#deals', text: 'x' })).rejects.toThrow();
    await strip.getByText('Fault on. Server error: messages and cards, once more.').waitFor();
    await strip.getByRole('button', { name: 'Switch off' }).click();
    await expect.poll(() => strip.innerText()).not.toContain('Fault on');
    expect(workspace.faults.list()).toEqual([]);
  });
});
