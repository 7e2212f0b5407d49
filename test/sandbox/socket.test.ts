import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Workspace } from '../../src/sandbox/workspace.ts';
import { withBolt, withWorkspace } from './with-workspace.ts';

test('a person asks in a dm and Bolt answers over Socket Mode', () =>
  withWorkspace({}, (workspace) =>
    withBolt(
      workspace,
      (app) =>
        app.message(
          'hello',
          async ({ say, message }) => void (await say({ text: `Hi, ${message.channel_type}.` })),
        ),
      async () => {
        const mara = workspace.as('mara');
        mara.say('dm', 'hello');
        const answer = await mara.until(() => mara.sees('dm').find((message) => message.bot));
        expect(answer.text).toBe('Hi, im.');
      },
    ),
  ));

test('a message that names the app in a channel comes twice, with the same ts and different event ids', () =>
  withWorkspace({}, async (workspace) => {
    const seen: { type: string; ts: string; id: string }[] = [];
    const note = (type: string, event: { ts: string }, body: { event_id: string }) =>
      seen.push({ type, ts: event.ts, id: body.event_id });
    await withBolt(
      workspace,
      (app) => {
        app.event('app_mention', async ({ event, body }) => void note('app_mention', event, body));
        app.event('message', async ({ event, body }) => void note('message', event, body));
      },
      async () => {
        const priya = workspace.as('priya');
        priya.say('#deals', '@Steward how many open deals');
        await priya.until(() => seen.length === 2);
        expect(seen.map(({ type }) => type).sort()).toEqual(['app_mention', 'message']);
        expect(seen[0]?.ts).toBe(seen[1]?.ts);
        expect(seen[0]?.id).not.toBe(seen[1]?.id);
      },
    );
  }));

test('a button opens a modal, the form is sent back, and the card is redrawn', () =>
  withWorkspace({}, async (workspace) => {
    await withBolt(
      workspace,
      (app) => {
        app.action('edit', async ({ ack, body, client }) => {
          await ack();
          if (body.type !== 'block_actions') return;
          const label = { type: 'plain_text' as const, text: 'Close date' };
          await client.views.open({
            trigger_id: body.trigger_id,
            view: {
              type: 'modal',
              callback_id: 'edit',
              private_metadata: `${body.channel?.id}/${body.message?.ts}`,
              title: { type: 'plain_text', text: 'Edit proposal' },
              submit: { type: 'plain_text', text: 'Save' },
              blocks: [
                {
                  type: 'input',
                  block_id: 'date',
                  label,
                  element: { type: 'datepicker', action_id: 'date' },
                },
              ],
            },
          });
        });
        app.view('edit', async ({ ack, view, client }) => {
          const date = view.state.values.date?.date?.selected_date;
          if (date === '2026-01-01')
            return ack({ response_action: 'errors', errors: { date: 'Close date must be after today.' } });
          await ack();
          const [channel = '', ts = ''] = view.private_metadata.split('/');
          await client.chat.update({ channel, ts, text: `Moved to ${date}.`, blocks: [] });
        });
      },
      async (app) => {
        const mara = workspace.as('mara');
        const button = {
          type: 'button' as const,
          action_id: 'edit',
          text: { type: 'plain_text' as const, text: 'Edit' },
        };
        const posted = await app.client.chat.postMessage({
          channel: '#deals',
          text: 'Move the close date?',
          blocks: [{ type: 'actions', elements: [button] }],
        });
        const card = await mara.until(() => mara.sees('deals').find((message) => message.ts === posted.ts));
        expect(await mara.press(card, 'Edit')).toEqual({ ok: true });
        await mara.until(() => mara.modal());
        expect(await mara.submit({})).toMatchObject({
          ok: false,
          errors: { date: 'Please complete this required field.' },
        });
        expect(await mara.submit({ date: '2026-01-01' })).toMatchObject({
          ok: false,
          errors: { date: 'Close date must be after today.' },
        });
        expect(await mara.submit({ date: '2026-04-15' })).toEqual({ ok: true, did: 'closed' });
        await mara.until(() => mara.sees('deals').find((message) => message.text === 'Moved to 2026-04-15.'));
        expect(mara.modal()).toBeUndefined();
        expect(workspace.notices.recent().filter((notice) => notice.kind === 'refused')).toEqual([]);
      },
    );
  }));

type Envelope = {
  type: string;
  envelope_id?: string;
  num_connections?: number;
  reason?: string;
  payload?: { event?: { text?: string } };
};

/** A bare Socket Mode connection that acknowledges what it gets. */
async function connect(workspace: Workspace): Promise<{ seen: Envelope[]; close: () => void }> {
  const headers = { authorization: `Bearer ${workspace.appToken}` };
  const answer = await fetch(`${workspace.apiUrl}apps.connections.open`, { method: 'POST', headers });
  const { url } = (await answer.json()) as { url: string };
  const socket = new WebSocket(url);
  const seen: Envelope[] = [];
  socket.on('message', (data) => {
    const envelope = JSON.parse(String(data)) as Envelope;
    seen.push(envelope);
    if (envelope.envelope_id) socket.send(JSON.stringify({ envelope_id: envelope.envelope_id }));
  });
  await workspace.as('mara').until(() => seen.length > 0);
  return { seen, close: () => socket.terminate() };
}

test('several connections share the events, each event goes to one of them, and an eleventh is sent away', () =>
  withWorkspace({}, async (workspace) => {
    const ten: Awaited<ReturnType<typeof connect>>[] = [];
    for (let i = 0; i < 10; i++) ten.push(await connect(workspace));
    expect(ten.at(-1)?.seen[0]).toMatchObject({ type: 'hello', num_connections: 10 });
    const eleventh = await connect(workspace);
    expect(eleventh.seen[0]).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
    const mara = workspace.as('mara');
    for (let i = 0; i < 20; i++) mara.say('dm', `${i}`);
    await workspace.delivery.settled();
    const texts = ten.map(({ seen }) => seen.flatMap(({ payload }) => payload?.event?.text ?? []));
    expect(texts.flat().sort()).toEqual(Array.from({ length: 20 }, (_, i) => `${i}`).sort());
    expect(texts.filter((own) => own.length > 0).length).toBe(10);
    for (const { close } of [...ten, eleventh]) close();
  }));

test('a ticket opens one connection', () =>
  withWorkspace({}, async (workspace) => {
    const headers = { authorization: `Bearer ${workspace.appToken}` };
    const answer = await fetch(`${workspace.apiUrl}apps.connections.open`, { method: 'POST', headers });
    const { url } = (await answer.json()) as { url: string };
    const first = new WebSocket(url);
    await new Promise((resolve) => first.on('open', resolve));
    const second = new WebSocket(url);
    expect(
      await new Promise<string>((resolve) => second.on('error', ({ message }) => resolve(message))),
    ).toContain('403');
    first.terminate();
  }));

test('an event that the app does not acknowledge in time comes again, marked as a retry', () =>
  withWorkspace({ timing: { ackMs: 40, retryMs: [0] } }, async (workspace) => {
    const seen: [id: string, retry: number | undefined, reason: string | undefined][] = [];
    await withBolt(
      workspace,
      (app) =>
        app.event('message', async ({ body, context }) => {
          seen.push([body.event_id, context.retryNum, context.retryReason]);
        }),
      async (app) => {
        const inner = app.processEvent.bind(app);
        let slow = true;
        app.processEvent = async (event) => {
          const ack = event.ack;
          const late = slow;
          slow = false;
          await inner({ ...event, ack: async (answer) => (late ? undefined : ack(answer)) });
        };
        workspace.as('mara').say('dm', 'hello');
        await workspace.as('mara').until(() => seen.length === 2);
        expect(seen[0]?.[0]).toBe(seen[1]?.[0]);
        expect(seen[1]?.slice(1)).toEqual([1, 'http_timeout']);
      },
    );
  }));

test('a reply to a reply belongs to the root of the thread', () =>
  withWorkspace({}, async (workspace) => {
    const mara = workspace.as('mara');
    const root = mara.say('deals', 'root');
    const reply = mara.say('deals', 'reply', { thread: root.ts });
    mara.say('deals', 'deeper', { thread: reply.ts });
    expect(mara.thread('deals', root.ts).map(({ text }) => text)).toEqual(['root', 'reply', 'deeper']);
    expect(mara.sees('deals').map(({ text }) => text)).toEqual(['root']);
  }));
