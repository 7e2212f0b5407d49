import type { App } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import { expect, test } from 'vitest';
import type { Workspace } from '../../src/sandbox/workspace.ts';
import { withBolt, withWorkspace } from './with-workspace.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const button = (action_id: string, value?: string) => ({
  type: 'button' as const,
  action_id,
  text: plain(action_id),
  value,
});
const row = (...elements: object[]): KnownBlock =>
  ({ type: 'actions', block_id: 'row', elements }) as KnownBlock;
const modal = (title: string, more: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  title: plain(title),
  blocks: [{ type: 'section', text: plain(title) }],
  ...more,
});

/** A card with these elements in #deals, as it stands. */
async function card(workspace: Workspace, app: App, ...elements: object[]) {
  const { ts } = await app.client.chat.postMessage({
    channel: '#deals',
    text: 'A card.',
    blocks: [row(...elements)],
  });
  const mara = workspace.as('mara');
  return mara.until(() => mara.sees('deals').find((message) => message.ts === ts));
}

// biome-ignore lint/suspicious/noExplicitAny: payloads of all shapes are looked at as they came
type Payload = any;
const acking = (seen: Payload[]) => (app: App) => {
  app.action(/.*/, async ({ ack, body }) => {
    await ack();
    seen.push(body);
  });
};

test('a click says who, where, what and with which state', () =>
  withWorkspace({}, async (workspace) => {
    const seen: Payload[] = [];
    await withBolt(workspace, acking(seen), async (app) => {
      const day = { type: 'datepicker', action_id: 'day', initial_date: '2026-03-20' };
      const message = await card(workspace, app, button('approve', 'hash-1'), day);
      const priya = workspace.as('priya');
      await priya.press(message, 'approve');
      expect(seen[0]).toMatchObject({
        type: 'block_actions',
        user: { id: priya.id, username: 'priya' },
        container: {
          type: 'message',
          message_ts: message.ts,
          channel_id: message.channel,
          is_ephemeral: false,
        },
        channel: { id: message.channel, name: 'deals' },
        message: { ts: message.ts, text: 'A card.' },
        state: { values: { row: { day: { type: 'datepicker', selected_date: '2026-03-20' } } } },
        actions: [
          { type: 'button', action_id: 'approve', block_id: 'row', value: 'hash-1', text: plain('approve') },
        ],
      });
      await priya.press(message, 'day', '2026-04-15');
      expect(seen[1]).toMatchObject({
        state: { values: { row: { day: { selected_date: '2026-04-15' } } } },
        actions: [{ type: 'datepicker', selected_date: '2026-04-15' }],
      });
    });
  }));

test('an overflow sends its option, feedback buttons the pressed one, and only what they offer', () =>
  withWorkspace({}, async (workspace) => {
    const seen: Payload[] = [];
    await withBolt(workspace, acking(seen), async (app) => {
      const menu = {
        type: 'overflow',
        action_id: 'more',
        options: [{ text: plain('Snooze'), value: 'snooze' }],
      };
      const message = await card(workspace, app, menu);
      const mara = workspace.as('mara');
      expect(await mara.press(message, 'more', 'snooze')).toEqual({ ok: true });
      expect(await mara.press(message, 'more', 'sell')).toMatchObject({
        ok: false,
        reason: 'option_not_found',
      });
      const feedback = {
        type: 'feedback_buttons',
        action_id: 'rate',
        positive_button: { text: plain('Good'), value: 'good' },
        negative_button: { text: plain('Bad'), value: 'bad' },
      };
      const blocks = [{ type: 'context_actions', elements: [feedback] }] as unknown as KnownBlock[];
      const { ts } = await app.client.chat.postMessage({ channel: '#deals', text: 'An answer.', blocks });
      const answer = await mara.until(() => mara.sees('deals').find((one) => one.ts === ts));
      await mara.press(answer, 'rate', 'bad');
      expect(seen.map(({ actions }) => actions[0].selected_option?.value ?? actions[0].value)).toEqual([
        'snooze',
        'bad',
      ]);
    });
  }));

test('a click that crosses a redrawing reaches the app; a button that is long gone does nothing, and says so', () => {
  let now = Date.now();
  return withWorkspace({ now: () => now }, async (workspace) => {
    const seen: Payload[] = [];
    await withBolt(workspace, acking(seen), async (app) => {
      const message = await card(workspace, app, button('approve'));
      const container = { type: 'message', channel: message.channel, ts: message.ts };
      const press = async (): Promise<unknown> => {
        const response = await fetch(`${workspace.url}/_page/action?as=mara`, {
          method: 'POST',
          body: JSON.stringify({ container, blockId: 'row', actionId: 'approve' }),
        });
        return response.json();
      };
      await app.client.chat.update({
        channel: message.channel,
        ts: message.ts,
        text: 'Settled.',
        blocks: [],
      });
      expect(await press()).toEqual({ ok: true });
      expect(seen).toMatchObject([{ actions: [{ action_id: 'approve' }], message: { text: 'Settled.' } }]);
      now += 11_000;
      expect(await press()).toMatchObject({ ok: false, reason: 'element_not_found' });
      expect(seen).toHaveLength(1);
    });
  });
});

test('a response_url answers privately, replaces, deletes, and is used up after five posts', () =>
  withWorkspace({}, async (workspace) => {
    const seen: Payload[] = [];
    await withBolt(workspace, acking(seen), async (app) => {
      const message = await card(workspace, app, button('approve'));
      const mara = workspace.as('mara');
      await mara.press(message, 'approve');
      const post = async (body: object): Promise<[number, string]> => {
        const response = await fetch(seen[0].response_url, { method: 'POST', body: JSON.stringify(body) });
        return [response.status, await response.text()];
      };
      expect(await post({ text: 'Only you.' })).toEqual([200, 'ok']);
      expect(mara.sees('deals').map(({ text, onlyFor }) => [text, onlyFor])).toEqual([
        ['A card.', undefined],
        ['Only you.', mara.id],
      ]);
      await post({ text: 'For all.', response_type: 'in_channel', thread_ts: message.ts });
      expect(mara.thread('deals', message.ts).map(({ text }) => text)).toEqual(['A card.', 'For all.']);
      await post({ text: 'Settled.', replace_original: true });
      expect(mara.sees('deals')[0]).toMatchObject({ text: 'Settled.', blocks: [] });
      expect((await post({ text: 'x', blocks: [{ type: 'nonsense' }] }))[0]).toBe(400);
      expect(await post({ delete_original: true })).toEqual([200, 'ok']);
      expect(await post({ text: 'once more' })).toEqual([
        404,
        JSON.stringify({ ok: false, error: 'used_url' }),
      ]);
    });
  }));

test('a click in an ephemeral message can replace and delete only that message', () =>
  withWorkspace({}, async (workspace) => {
    const seen: Payload[] = [];
    await withBolt(workspace, acking(seen), async (app) => {
      const mara = workspace.as('mara');
      const channel = workspace.channels().deals ?? '';
      await app.client.chat.postEphemeral({
        channel,
        user: mara.id,
        text: 'Share?',
        blocks: [row(button('share'))],
      });
      const shown = await mara.until(() => mara.sees('deals').at(-1));
      await mara.press(shown, 'share');
      expect(seen[0].container).toMatchObject({ is_ephemeral: true, message_ts: shown.ts });
      expect(seen[0].message).toBeUndefined();
      await fetch(seen[0].response_url, {
        method: 'POST',
        body: JSON.stringify({ text: 'Shared.', replace_original: true }),
      });
      expect(mara.sees('deals').map(({ text, onlyFor }) => [text, onlyFor])).toEqual([['Shared.', mara.id]]);
      await fetch(seen[0].response_url, { method: 'POST', body: JSON.stringify({ delete_original: true }) });
      expect(mara.sees('deals')).toEqual([]);
    });
  }));

test('a trigger opens one view, within three seconds', async () => {
  let clock = Date.now();
  await withWorkspace({ now: () => clock }, async (workspace) => {
    const seen: Payload[] = [];
    await withBolt(workspace, acking(seen), async (app) => {
      const message = await card(workspace, app, button('edit'));
      const open = async (at: number): Promise<string> => {
        const answer = app.client.views.open({ trigger_id: seen[at].trigger_id, view: modal('Edit') });
        return answer.then(
          () => 'opened',
          (error) => error.data.error,
        );
      };
      const mara = workspace.as('mara');
      await mara.press(message, 'edit');
      expect(await open(0)).toBe('opened');
      expect(await open(0)).toBe('exchanged_trigger_id');
      await mara.press(message, 'edit');
      clock += 3_001;
      expect(await open(1)).toBe('expired_trigger_id');
      const invented = app.client.views.open({ trigger_id: '1.2.3', view: modal('Edit') });
      await expect(invented).rejects.toMatchObject({ data: { error: 'invalid_trigger_id' } });
    });
  });
});

test('modals stack three deep; update keeps what was typed under the same ids and refuses a stale hash', () =>
  withWorkspace({}, async (workspace) => {
    const seen: Payload[] = [];
    await withBolt(workspace, acking(seen), async (app) => {
      const message = await card(workspace, app, button('edit'));
      const mara = workspace.as('mara');
      await mara.press(message, 'edit');
      const note: KnownBlock = {
        type: 'input',
        block_id: 'note',
        label: plain('Note'),
        element: { type: 'plain_text_input', action_id: 'note', initial_value: 'Call' },
      };
      const form = modal('One', { submit: plain('Save'), blocks: [note, row(button('next'))] });
      const opened = await app.client.views.open({ trigger_id: seen[0].trigger_id, view: form });
      const { id: view_id = '', hash = '' } = opened.view ?? {};
      const first = mara.modal();
      if (!first) throw new Error('no modal');
      await fetch(`${workspace.url}/_page/action?as=mara`, {
        method: 'POST',
        body: JSON.stringify({
          container: { type: 'view', viewId: view_id },
          blockId: 'row',
          actionId: 'next',
          state: { note: { note: { type: 'plain_text_input', value: 'Call on Monday' } } },
        }),
      });
      expect(seen[1].view.state.values.note.note.value).toBe('Call on Monday');
      await app.client.views.update({ view_id, hash, view: { ...form, title: plain('Two') } });
      expect(mara.modal()?.values.note?.note?.value).toBe('Call on Monday');
      const stale = app.client.views.update({ view_id, hash, view: form });
      await expect(stale).rejects.toMatchObject({ data: { error: 'hash_conflict' } });
      for (let depth = 2; depth <= 3; depth++) {
        await mara.press(first, 'next');
        await app.client.views.push({
          trigger_id: seen.at(-1).trigger_id,
          view: modal(`Level ${depth}`, { notify_on_close: true }),
        });
      }
      await mara.press(first, 'next');
      const fourth = app.client.views.push({ trigger_id: seen.at(-1).trigger_id, view: modal('Level 4') });
      await expect(fourth).rejects.toMatchObject({ data: { error: 'push_limit_reached' } });
    });
  }));

test('a submission can be answered with an update, a push, or by closing all; closing is told when wanted', () =>
  withWorkspace({}, async (workspace) => {
    const closed: boolean[] = [];
    const listen = (app: App): void => {
      app.command('/steward', async ({ ack, client, command }) => {
        await ack();
        const view = modal('Ask', { callback_id: 'ask', submit: plain('Go'), notify_on_close: true });
        await client.views.open({
          trigger_id: command.trigger_id,
          view: { ...view, private_metadata: command.text },
        });
      });
      app.view('ask', async ({ ack, view }) => {
        if (view.private_metadata === 'update')
          await ack({ response_action: 'update', view: modal('Updated') });
        else if (view.private_metadata === 'push')
          await ack({ response_action: 'push', view: modal('Pushed') });
        else if (view.private_metadata === 'clear') await ack({ response_action: 'clear' });
        else await ack({ response_action: 'errors', errors: { nowhere: 'No such block.' } });
      });
      app.view({ callback_id: 'ask', type: 'view_closed' }, async ({ ack, body }) => {
        await ack();
        closed.push('is_cleared' in body && body.is_cleared === true);
      });
    };
    await withBolt(workspace, listen, async () => {
      const mara = workspace.as('mara');
      const start = async (how: string): Promise<void> => {
        await mara.slash('#deals', `/steward ${how}`);
        await mara.until(() => mara.modal()?.privateMetadata === how);
      };
      await start('update');
      expect(await mara.submit()).toEqual({ ok: true, did: 'updated' });
      expect(mara.modal()?.title).toMatchObject({ text: 'Updated' });
      await start('push');
      expect(await mara.submit()).toEqual({ ok: true, did: 'pushed' });
      await mara.close();
      expect(mara.modal()?.title).toMatchObject({ text: 'Ask' });
      await start('clear');
      expect(await mara.submit()).toEqual({ ok: true, did: 'cleared' });
      expect(mara.modal()).toBeUndefined();
      await start('wrong');
      expect(await mara.submit()).toMatchObject({ ok: false, errors: {} });
      expect(workspace.notices.recent().at(-1)).toMatchObject({
        kind: 'refused',
        code: 'invalid_errors_block_id',
      });
      await mara.close();
      expect(closed).toEqual([false]);
    });
  }));

test('a slash command is not for threads, and an unanswered one is an error to the person', () =>
  withWorkspace({}, async (workspace) => {
    const mara = workspace.as('mara');
    const { ts } = mara.say('deals', 'root');
    expect(await mara.slash('deals', '/steward help', { thread: ts })).toMatchObject({
      reason: 'not_supported_in_threads',
    });
    expect(await mara.slash('deals', '/nothing')).toMatchObject({ reason: 'unknown_command' });
    expect(await mara.slash('deals', '/steward help')).toEqual({
      ok: false,
      sentence: 'That did not work. Try again.',
      reason: 'Steward is not running',
    });
  }));

test('opening the Home makes an event with the tab, and what is published stays with its person', () =>
  withWorkspace({}, async (workspace) => {
    const tabs: Payload[] = [];
    const listen = (app: App): void => {
      app.event('app_home_opened', async ({ event, client }) => {
        tabs.push(event);
        if (event.tab !== 'home') return;
        const blocks: KnownBlock[] = [
          { type: 'header', text: plain('Nothing waits for you.') },
          row(button('refresh')),
        ];
        await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
      });
      app.action('refresh', async ({ ack, body }) => {
        await ack();
        tabs.push(body);
      });
    };
    await withBolt(workspace, listen, async (app) => {
      const mara = workspace.as('mara');
      mara.openHome('messages');
      mara.openHome('home');
      const home = await mara.until(() => mara.home());
      expect(home.blocks[0]).toMatchObject({ type: 'header' });
      expect(workspace.as('tom').home()).toBeUndefined();
      await mara.press(home, 'refresh');
      expect(tabs.map(({ tab, container }) => tab ?? container.type)).toEqual(['messages', 'home', 'view']);
      expect(tabs[0].channel).toBe(mara.dm());
      // It is painted anew while somebody presses a button of the one before.
      await app.client.views.publish({
        user_id: mara.id,
        view: { type: 'home', blocks: [{ ...row(button('refresh')), block_id: 'another row' }] },
      });
      const crossed = await fetch(`${workspace.url}/_page/action?as=mara`, {
        method: 'POST',
        body: JSON.stringify({
          container: { type: 'view', viewId: home.id },
          blockId: home.blocks[1]?.block_id,
          actionId: 'refresh',
        }),
      });
      expect(mara.home()?.blocks).toMatchObject([{ block_id: 'another row' }]);
      expect(await crossed.json()).toEqual({ ok: true });
      expect(tabs).toHaveLength(4);
      const stale = app.client.views.publish({
        user_id: mara.id,
        hash: 'old',
        view: { type: 'home', blocks: [] },
      });
      await expect(stale).rejects.toMatchObject({ data: { error: 'hash_conflict' } });
    });
  }));

test('an external select asks the app for options, and options that Slack would refuse are refused', () =>
  withWorkspace({}, async (workspace) => {
    const listen = (app: App): void => {
      app.options('deal', async ({ ack, options }) => {
        const count = options.value === 'many' ? 101 : 2;
        await ack({
          options: Array.from({ length: count }, (_, i) => ({
            text: plain(`${options.value} ${i}`),
            value: `D-${i}`,
          })),
        });
      });
    };
    await withBolt(workspace, listen, async (app) => {
      const message = await card(workspace, app, { type: 'external_select', action_id: 'deal' });
      const mara = workspace.as('mara');
      const found = await mara.suggest(message, 'deal', 'acme');
      expect(found.options.map(({ value }) => value)).toEqual(['D-0', 'D-1']);
      expect((await mara.suggest(message, 'deal', 'many')).options).toEqual([]);
      expect(workspace.notices.recent().at(-1)).toMatchObject({ kind: 'refused', code: 'invalid_options' });
    });
  }));

test('what a person types is escaped, and names become mentions', () =>
  withWorkspace({}, async (workspace) => {
    const said = workspace
      .as('priya')
      .say('deals', '@steward ask @Mara Lind: is 5 < 7 & <!channel> on https://a.example/x?');
    const mara = workspace.as('mara').id;
    expect(said.text).toBe(
      `<@${workspace.ids.bot}> ask <@${mara}>: is 5 &lt; 7 &amp; &lt;!channel&gt; on <https://a.example/x?>`,
    );
    expect(said.blocks?.[0]).toMatchObject({ type: 'rich_text' });
  }));
