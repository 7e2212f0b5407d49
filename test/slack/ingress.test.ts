import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { actions } from '../../blocks/ids.ts';
import type { Db } from '../../src/db/pool.ts';
import { watchRoom } from '../../src/db/room.ts';
import { createInbox, type Inbox } from '../../src/jobs/inbox.ts';
import { silentLog } from '../../src/log.ts';
import { createWorkspace, type Workspace } from '../../src/sandbox/workspace.ts';
import { type Connection, createConnection } from '../../src/slack/bolt.ts';
import { createClient } from '../../src/slack/client.ts';
import { arrivalOf } from '../../src/slack/ingress.ts';
import { lost, tellOfLost } from '../../src/slack/lost.ts';
import { withDatabase } from '../support/database.ts';

const log = silentLog();
type Mode = 'socket' | 'http';
type Bench = { db: Db; workspace: Workspace; connection: Connection; url: string };

/** The real connection in one of its modes, in front of a real inbox. `around` may spoil the inbox. */
async function withConnection(
  mode: Mode,
  work: (bench: Bench) => Promise<void>,
  around = (inbox: Inbox): Inbox => inbox,
): Promise<void> {
  const workspace = await createWorkspace({ timing: { ackMs: 800, retryMs: [50, 100, 200] } });
  await withDatabase(async (db) => {
    const { botToken, appToken, signingSecret, apiUrl } = workspace;
    const client = createClient(botToken, { apiUrl, log });
    const connection = createConnection({
      slack: { botToken, appToken, signingSecret, mode, apiUrl },
      client,
      inbox: around(createInbox({ db })),
      sayLost: tellOfLost({ client, room: watchRoom({ db, folder: null }), log }),
      log,
    });
    const server = createServer((request, response) => connection.requestListener?.(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
    try {
      await connection.start();
      if (mode === 'http') await workspace.setDelivery(url);
      await work({ db, workspace, connection, url });
    } finally {
      await connection.stop();
      server.closeAllConnections();
      server.close();
      await workspace.stop();
    }
  });
}

const noRoom = () =>
  Object.assign(new Error('could not extend file "base/1/2": No space left on device'), { code: '53100' });

const kept = async (db: Db, n: number): Promise<{ kind: string; body: { event?: { text?: string } } }[]> => {
  for (let tries = 0; tries < 200; tries++) {
    const rows = await db('inbox').whereNotNull('body').orderBy('id').select('kind', 'body');
    if (rows.length >= n) return rows;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`The inbox never held ${n} rows.`);
};

describe.each(['socket', 'http'] as const)('in %s mode', (mode) => {
  test('a message is in the inbox once, though it came as a mention, as a message and again', () =>
    withConnection(mode, async ({ db, workspace, connection }) => {
      expect(connection.ready()).toBe(true);
      workspace.faults.add({ kind: 'duplicate' });
      workspace.as('mara').say('deals', `<@${workspace.ids.bot}> show my open deals`);
      workspace.as('mara').say('dm', 'help');
      const rows = await kept(db, 2);
      await new Promise((resolve) => setTimeout(resolve, 150));
      expect((await kept(db, 2)).map((row) => row.kind)).toEqual(['event', 'event']);
      expect(rows.map((row) => row.body.event?.text).sort()).toEqual(
        [`<@${workspace.ids.bot}> show my open deals`, 'help'].sort(),
      );
    }));

  test('what could not be kept is not acknowledged, and comes again', async () => {
    let failures = 0;
    const spoil = (inbox: Inbox): Inbox => ({
      ...inbox,
      store: (item) => (failures++ < 1 ? Promise.reject(new Error('no room')) : inbox.store(item)),
    });
    await withConnection(
      mode,
      async ({ db, workspace }) => {
        workspace.as('mara').say('dm', 'again');
        expect(await kept(db, 1)).toHaveLength(1);
        expect(failures).toBeGreaterThan(1);
      },
      spoil,
    );
  });

  test('where the disk is full, who wrote hears it once though Slack sends it again, and it is kept once there is room', async () => {
    let full = true;
    const spoil = (inbox: Inbox): Inbox => ({
      ...inbox,
      store: (item) => (full ? Promise.reject(noRoom()) : inbox.store(item)),
    });
    await withConnection(
      mode,
      async ({ db, workspace }) => {
        const mara = workspace.as('mara');
        const notes = () =>
          mara.sees('dm').filter(({ onlyFor, text }) => onlyFor === mara.id && text === lost.message);
        mara.say('dm', 'how many open deals');
        await mara.until(() => notes().length > 0);
        await new Promise((resolve) => setTimeout(resolve, 120));
        full = false;
        expect(await kept(db, 1)).toHaveLength(1);
        expect(notes()).toHaveLength(1);
      },
      spoil,
    );
  });

  test('where the disk is full, a command and a click are answered from memory, and small talk in a thread is not', async () => {
    const spoil = (inbox: Inbox): Inbox => ({ ...inbox, store: () => Promise.reject(noRoom()) });
    await withConnection(
      mode,
      async ({ workspace }) => {
        const mara = workspace.as('mara');
        const priya = workspace.as('priya');
        expect(await mara.slash('deals', '/steward help')).toEqual({ ok: true });
        const client = createClient(workspace.botToken, { apiUrl: workspace.apiUrl, log });
        const { ts } = await client.chat.postMessage({
          channel: workspace.channels().deals ?? '',
          text: 'A card.',
          blocks: [
            {
              type: 'actions',
              elements: [
                {
                  type: 'button',
                  action_id: actions.approve,
                  text: { type: 'plain_text', text: 'Approve' },
                  value: '1',
                },
              ],
            },
          ],
        });
        const card = priya.sees('deals').find((one) => one.ts === ts);
        if (!card) throw new Error('The card is not there.');
        expect(await priya.press(card, 'Approve')).toEqual({ ok: true });
        priya.say('deals', 'as we said', { thread: card.ts });
        const heard = (one: typeof mara) =>
          [...one.sees('deals'), ...one.thread('deals', card.ts)]
            .filter(({ onlyFor }) => onlyFor === one.id)
            .map(({ text }) => text);
        await mara.until(() => heard(mara).length > 0);
        await priya.until(() => heard(priya).length > 0);
        await new Promise((resolve) => setTimeout(resolve, 200));
        expect(heard(mara)).toEqual([lost.command]);
        expect(heard(priya)).toEqual([lost.click]);
      },
      spoil,
    );
  });

  test('small talk in a channel is not kept, a slash command is', () =>
    withConnection(mode, async ({ db, workspace }) => {
      workspace.as('mara').say('deals', 'good morning');
      const answer = await workspace.as('mara').slash('deals', '/steward help');
      expect(answer.ok).toBe(true);
      expect((await kept(db, 1)).map((row) => row.kind)).toEqual(['command']);
    }));
});

test('a request from the future is refused, though its signature is right', () =>
  withConnection('http', async ({ url, workspace, db }) => {
    const { createHmac } = await import('node:crypto');
    const send = (at: number) => {
      const body = JSON.stringify({
        type: 'event_callback',
        team_id: 'T1',
        event_id: `Ev${at}`,
        event: { type: 'message', channel_type: 'im', channel: 'D1', user: 'U1', text: 'x', ts: `${at}.1` },
      });
      const signature = `v0=${createHmac('sha256', workspace.signingSecret).update(`v0:${at}:${body}`).digest('hex')}`;
      return fetch(url, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'x-slack-request-timestamp': String(at),
          'x-slack-signature': signature,
        },
      });
    };
    const now = Math.floor(Date.now() / 1000);
    expect((await send(now + 3600)).status).toBe(401);
    expect((await send(now - 3600)).status).toBe(401);
    expect((await send(now)).status).toBe(200);
    expect(await kept(db, 1)).toHaveLength(1);
  }));

test('a body without an end is cut off before anybody looks at its signature', () =>
  withConnection('http', async ({ url, db }) => {
    const now = String(Math.floor(Date.now() / 1000));
    const send = (body: string) =>
      fetch(url, {
        method: 'POST',
        body,
        headers: { 'x-slack-request-timestamp': now, 'x-slack-signature': 'v0=none' },
      });
    expect((await send('x'.repeat(1_000_000))).status).toBe(401);
    await expect(send('x'.repeat(8_000_000))).rejects.toThrow();
    expect((await send('{}')).status).toBe(401);
    expect(await db('inbox')).toEqual([]);
  }));

describe('while the rest of the program is still being read', () => {
  const withButton = async (workspace: Workspace) => {
    const client = createClient(workspace.botToken, { apiUrl: workspace.apiUrl, log });
    const button = {
      type: 'button' as const,
      action_id: actions.why,
      text: { type: 'plain_text' as const, text: 'Why' },
    };
    await client.chat.postMessage({
      channel: workspace.channels().deals ?? '',
      text: 'A card',
      blocks: [{ type: 'actions', elements: [button] }],
    });
    const [card] = workspace.as('mara').sees('deals');
    if (!card) throw new Error('The card was not posted.');
    return card;
  };

  test('what is said is kept, and a click that opens a form waits for its listener', () =>
    withConnection('socket', async ({ db, workspace, connection }) => {
      const card = await withButton(workspace);
      const pressed = workspace.as('mara').press(card, 'Why');
      workspace.as('mara').say('dm', 'help');
      expect(await kept(db, 1)).toHaveLength(1);
      const heard: string[] = [];
      connection.app.action(/.*/, async ({ ack, body }) => {
        await ack();
        heard.push(body.type);
      });
      connection.attend();
      expect(await pressed).toMatchObject({ ok: true });
      expect(heard).toEqual(['block_actions']);
    }));

  test('a start that is given up leaves such a click to Slack', () =>
    withConnection('socket', async ({ workspace, connection }) => {
      const card = await withButton(workspace);
      const pressed = workspace.as('mara').press(card, 'Why');
      await new Promise((resolve) => setTimeout(resolve, 50));
      await connection.stop();
      expect(await pressed).toMatchObject({ ok: false });
    }));
});

test('the socket is opened again when Slack closes it', () =>
  withConnection('socket', async ({ workspace, connection, db }) => {
    workspace.sockets.drop();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await workspace.connected();
    workspace.as('mara').say('dm', 'still there');
    expect(await kept(db, 1)).toHaveLength(1);
    expect(connection.ready()).toBe(true);
  }));

describe('what arrives', () => {
  const self = { teamId: 'T1', botUserId: 'UBOT', botId: 'B1' };
  const event = (of: Record<string, unknown>) =>
    arrivalOf(
      {
        type: 'event_callback',
        team_id: 'T1',
        event_id: 'Ev123',
        event: { type: 'message', channel: 'C1', user: 'U1', ts: '1.1', text: 'x', ...of },
      },
      self,
    );

  test.each([
    ['our own words', { user: 'UBOT', channel_type: 'im' }],
    ['another bot', { bot_id: 'B2', channel_type: 'im' }],
    ['an edit', { subtype: 'message_changed', channel_type: 'im' }],
    ['talk among people', {}],
  ])('is forgotten when it is %s', (_, of) => {
    expect(event(of)).toEqual({ do: 'drop' });
  });

  test('is kept under each of its identities', () => {
    expect(event({ channel_type: 'im', client_msg_id: 'abc' })).toMatchObject({
      do: 'store',
      item: { kind: 'event', keys: ['evt:Ev123', 'msg:T1:C1:1.1', 'cmid:abc'], lane: 'say:C1:U1' },
    });
  });

  test('goes to a listener where a form has to open', () => {
    const click = (action_id: string) =>
      arrivalOf(
        {
          type: 'block_actions',
          team: { id: 'T1' },
          user: { id: 'U1' },
          channel: { id: 'C1' },
          container: { message_ts: '1.1' },
          actions: [{ action_id, action_ts: '2.2' }],
        },
        self,
      );
    expect(click(actions.why)).toEqual({ do: 'listen' });
    expect(click(`${actions.choose}#3`)).toEqual({
      do: 'store',
      item: {
        kind: 'action',
        keys: [`act:T1:C1:1.1:${actions.choose}#3:U1:2.2`],
        lane: 'press:C1:1.1:U1',
        body: expect.anything(),
      },
    });
  });
});
