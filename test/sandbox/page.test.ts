import { request } from 'node:http';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { PageEvent, StartAnswer } from '../../src/sandbox/page-api.ts';
import type { Workspace } from '../../src/sandbox/workspace.ts';
import { withBolt, withWorkspace } from './with-workspace.ts';

const get = async <T>(workspace: Workspace, path: string): Promise<T> =>
  (await (await fetch(workspace.url + path)).json()) as T;
const send = async (
  workspace: Workspace,
  path: string,
  body: object,
): Promise<{ status: number; body: Record<string, unknown> }> => {
  const response = await fetch(workspace.url + path, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as never };
};
const api = (workspace: Workspace, method: string, args: object) =>
  fetch(workspace.apiUrl + method, {
    method: 'POST',
    headers: { authorization: `Bearer ${workspace.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  });

/** An open page of that person, and what it is told. */
async function open(
  workspace: Workspace,
  as: string,
  window = '',
): Promise<{ events: PageEvent[]; close: () => void }> {
  const socket = new WebSocket(
    `${workspace.url.replace('http', 'ws')}/_page/socket?as=${as}&window=${window}`,
  );
  const events: PageEvent[] = [];
  socket.on('message', (data) => events.push(JSON.parse(String(data))));
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  return { events, close: () => socket.terminate() };
}

test('the first paint has people, conversations with unread counts, commands and the app', () =>
  withWorkspace({}, async (workspace) => {
    await api(workspace, 'chat.postMessage', {
      channel: '#deals',
      text: `<@${workspace.as('mara').id}>, this waits for you.`,
    });
    await api(workspace, 'chat.postMessage', { channel: '#deals', text: 'And this.' });
    const start = await get<StartAnswer>(workspace, '/_page/start?as=mara');
    expect(start.me).toMatchObject({
      name: 'Mara Lind',
      initials: 'ML',
      role: 'manager EMEA',
      tzLabel: expect.stringContaining('Central'),
    });
    expect(start.conversations.find(({ name }) => name === 'deals')).toMatchObject({
      kind: 'channel',
      unread: 2,
      mentions: 1,
    });
    expect(start.app).toMatchObject({ name: 'Steward', connected: false, mode: 'socket' });
    expect(start.commands[0]?.command).toBe('/steward');
    const { channel, ts } = workspace.as('mara').sees('deals').at(-1) ?? { channel: '', ts: '' };
    await send(workspace, '/_page/read?as=mara', { channel, ts });
    const after = await get<StartAnswer>(workspace, '/_page/start?as=mara');
    expect(after.conversations.find(({ name }) => name === 'deals')).toMatchObject({
      unread: 0,
      mentions: 0,
    });
  }));

test('each page is told only what its person may see', () =>
  withWorkspace(
    {
      channels: [{ name: 'deals', members: ['mara', 'priya'] }],
      people: ['mara', 'priya', 'tom'].map((handle) => ({ name: handle, email: `${handle}@example.com` })),
    },
    async (workspace) => {
      const [mara, tom] = [await open(workspace, 'mara'), await open(workspace, 'tom')];
      const { deals = '' } = workspace.channels();
      await send(workspace, '/_page/send?as=priya', { channel: deals, text: 'Hello.' });
      await api(workspace, 'chat.postEphemeral', {
        channel: deals,
        user: workspace.as('mara').id,
        text: 'Only you.',
      });
      await workspace
        .as('mara')
        .until(() => mara.events.some((event) => event.type === 'message' && event.message.ephemeral));
      const texts = mara.events.flatMap((event) => (event.type === 'message' ? [event.message.text] : []));
      expect(texts).toEqual(['Hello.', 'Only you.']);
      expect(mara.events).toContainEqual({
        type: 'unread',
        channel: deals,
        unread: 1,
        mentions: 0,
        lastRead: '0',
      });
      expect(tom.events.filter(({ type }) => type !== 'notice')).toEqual([]);
      expect((await send(workspace, '/_page/send?as=tom', { channel: deals, text: 'x' })).body).toEqual({
        ok: false,
        sentence: 'You are not in that conversation.',
        reason: 'channel_not_found',
      });
      const seen = await get<{ messages: { text: string; ephemeral: boolean }[] }>(
        workspace,
        `/_page/messages?as=mara&channel=${deals}`,
      );
      expect(seen.messages.map(({ text, ephemeral }) => [text, ephemeral])).toEqual([
        ['Hello.', false],
        ['Only you.', true],
      ]);
      mara.close();
      tom.close();
    },
  ));

test('messages come by pages, oldest first, and a thread starts with its root', () =>
  withWorkspace({}, async (workspace) => {
    const mara = workspace.as('mara');
    const roots = ['a', 'b', 'c'].map((text) => mara.say('deals', text));
    const [a, b] = roots;
    mara.say('deals', 'reply', { thread: a?.ts });
    type Answer = { messages: { text: string; reply_count?: number }[]; hasMore: boolean };
    const last = await get<Answer>(workspace, `/_page/messages?as=tom&channel=${a?.channel}&limit=2`);
    expect([last.messages.map(({ text }) => text), last.hasMore]).toEqual([['b', 'c'], true]);
    const before = await get<Answer>(
      workspace,
      `/_page/messages?as=tom&channel=${a?.channel}&limit=2&before=${b?.ts}`,
    );
    expect([before.messages, before.hasMore]).toMatchObject([[{ text: 'a', reply_count: 1 }], false]);
    const thread = await get<Answer>(workspace, `/_page/thread?as=tom&channel=${a?.channel}&ts=${a?.ts}`);
    expect(thread.messages.map(({ text }) => text)).toEqual(['a', 'reply']);
    const hits = await get<{ hits: { text: string }[] }>(workspace, '/_page/search?as=tom&q=REPL');
    expect(hits.hits.map(({ text }) => text)).toEqual(['reply']);
  }));

test('an update, a deletion and a published Home arrive in place', () =>
  withWorkspace({}, async (workspace) => {
    const page = await open(workspace, 'mara');
    const { ts } = (await (
      await api(workspace, 'chat.postMessage', { channel: '#deals', text: 'Open.' })
    ).json()) as { ts: string };
    const channel = workspace.channels().deals;
    await api(workspace, 'chat.update', { channel, ts, text: 'Settled.' });
    await api(workspace, 'chat.delete', { channel, ts });
    await api(workspace, 'views.publish', {
      user_id: workspace.as('mara').id,
      view: { type: 'home', blocks: [] },
    });
    await workspace.as('mara').until(() => page.events.some(({ type }) => type === 'home'));
    expect(page.events.map(({ type }) => type).filter((type) => type !== 'unread')).toEqual([
      'message',
      'message_changed',
      'message_deleted',
      'home',
    ]);
    page.close();
  }));

test('a modal is open in the window in which its button was pressed, and in no other', () =>
  withWorkspace({}, async (workspace) => {
    const view = (title: string) => ({
      type: 'modal' as const,
      title: { type: 'plain_text' as const, text: title },
      submit: { type: 'plain_text' as const, text: 'Go on' },
      blocks: [{ type: 'section' as const, text: { type: 'plain_text' as const, text: title } }],
    });
    await withBolt(
      workspace,
      (app) => {
        app.action('edit', async ({ ack, body, client }) => {
          await ack();
          if ('trigger_id' in body)
            await client.views.open({ trigger_id: body.trigger_id, view: view('Edit') });
        });
        app.view(/.*/, ({ ack }) => ack({ response_action: 'push', view: view('More') }));
      },
      async (app) => {
        const mara = workspace.as('mara');
        const { ts, channel } = await app.client.chat.postMessage({
          channel: '#deals',
          text: 'A card.',
          blocks: [
            {
              type: 'actions',
              block_id: 'row',
              elements: [{ type: 'button', action_id: 'edit', text: { type: 'plain_text', text: 'Edit' } }],
            },
          ],
        });
        const [here, there] = await Promise.all([
          open(workspace, 'mara', 'here'),
          open(workspace, 'mara', 'there'),
        ]);
        const told = ({ events }: { events: PageEvent[] }) =>
          events.map(({ type }) => type).filter((type) => type.startsWith('view_'));
        const viewsIn = async (window: string) =>
          (await get<StartAnswer>(workspace, `/_page/start?as=mara&window=${window}`)).views.length;
        const press = (window: string) =>
          send(workspace, `/_page/action?as=mara&window=${window}`, {
            container: { type: 'message', channel, ts },
            blockId: 'row',
            actionId: 'edit',
          });
        await press('here');
        await mara.until(() => told(here).includes('view_opened'));
        expect([await viewsIn('here'), await viewsIn('there'), await viewsIn('')]).toEqual([1, 0, 0]);

        // What is pushed onto it stands on it, also when both windows have one.
        await press('there');
        await mara.until(() => told(there).includes('view_opened'));
        const [first] = (await get<StartAnswer>(workspace, '/_page/start?as=mara&window=here')).views;
        await send(workspace, '/_page/submit?as=mara&window=here', { viewId: first?.id, state: {} });
        await mara.until(() => told(here).includes('view_pushed'));
        expect([await viewsIn('here'), await viewsIn('there')]).toEqual([2, 1]);
        await send(workspace, '/_page/close?as=mara&window=here', { viewId: first?.id, all: true });
        await mara.until(() => told(here).includes('view_closed'));
        expect([await viewsIn('here'), await viewsIn('there')]).toEqual([0, 1]);
        expect(told(there)).toEqual(['view_opened']);
        here.close();
        there.close();
      },
    );
  }));

test('nonsense from a page is refused with a sentence', () =>
  withWorkspace({}, async (workspace) => {
    expect(await send(workspace, '/_page/send?as=nobody', {})).toMatchObject({
      status: 404,
      body: { reason: 'user_not_found' },
    });
    expect(await send(workspace, '/_page/send?as=mara', { text: 7 })).toMatchObject({
      status: 400,
      body: { reason: 'invalid_arguments' },
    });
    expect(await send(workspace, '/_page/dance?as=mara', {})).toMatchObject({
      status: 400,
      body: { reason: 'unknown_route' },
    });
    const body = { viewId: 'V1', state: {} };
    expect((await send(workspace, '/_page/submit?as=mara', body)).body.sentence).toBe('That form is closed.');
  }));

test('the page’s files are served as JavaScript under a policy that lets nothing else run', () =>
  withWorkspace({}, async (workspace) => {
    const page = await fetch(workspace.url);
    const policy = page.headers.get('content-security-policy') ?? '';
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    expect(policy).toContain("default-src 'self'");
    expect(await page.text()).toContain(`<script type="importmap" nonce="${nonce}">`);
    for (const name of ['preact', 'hooks', 'htm']) {
      const library = await fetch(`${workspace.url}/_page/lib/${name}.js`);
      expect([library.status, library.headers.get('content-type')]).toEqual([
        200,
        'text/javascript; charset=utf-8',
      ]);
      expect(await library.text()).toContain('export');
    }
    for (const path of [
      '/_page/app/../main.ts',
      '/_page/app/..%2fmain.ts',
      '/_page/lib/fs.js',
      '/_page/app/',
    ]) {
      expect(await statusOf(workspace, path)).toBeGreaterThanOrEqual(400);
    }
  }));

/** Asks for exactly this path and these headers; fetch would tidy both up. */
const statusOf = (
  workspace: Workspace,
  path: string,
  headers: Record<string, string> = {},
): Promise<number> =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: workspace.port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });

test('another site, or a name that points here, cannot use the page’s routes', () =>
  withWorkspace({}, async (workspace) => {
    expect(await statusOf(workspace, '/_page/people')).toBe(200);
    expect(await statusOf(workspace, '//')).toBe(404);
    expect(await statusOf(workspace, '/_page/people', { origin: 'https://evil.example' })).toBe(403);
    expect(await statusOf(workspace, '/_page/people', { host: 'evil.example:80' })).toBe(403);
    expect(await statusOf(workspace, '/_workspace', { origin: 'https://evil.example' })).toBe(403);
    const socket = new WebSocket(`${workspace.url.replace('http', 'ws')}/_page/socket?as=mara`, {
      origin: 'https://evil.example',
    });
    const refused = await new Promise<string>((resolve) =>
      socket.on('error', (error) => resolve(error.message)),
    );
    expect(refused).toContain('403');
  }));
