import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { withHttpBolt, withWorkspace } from './with-workspace.ts';

test('Bolt behind signed HTTP answers the challenge, gets events, commands and clicks', () =>
  withWorkspace({}, async (workspace) => {
    const verdict = await withHttpBolt(
      workspace,
      (app) => {
        app.message('hello', async ({ say }) => void (await say('Hi.')));
        app.command('/steward', async ({ ack, command }) => ack(`You said: ${command.text}`));
        app.action('go', async ({ ack, respond }) => {
          await ack();
          await respond({ text: 'Went.', replace_original: true });
        });
      },
      async (app) => {
        const mara = workspace.as('mara');
        mara.say('dm', 'hello');
        await mara.until(() => mara.sees('dm').find((message) => message.bot));
        expect(await mara.slash('#deals', '/steward help me')).toEqual({ ok: true });
        expect(mara.sees('deals').map(({ text, onlyFor }) => [text, onlyFor])).toEqual([
          ['You said: help me', mara.id],
        ]);
        const button = {
          type: 'button' as const,
          action_id: 'go',
          text: { type: 'plain_text' as const, text: 'Go' },
        };
        const blocks = [{ type: 'actions' as const, elements: [button] }];
        await app.client.chat.postMessage({ channel: '#leads', text: 'Press.', blocks });
        const [card] = mara.sees('leads');
        if (card) expect(await mara.press(card, 'Go')).toEqual({ ok: true });
        await mara.until(() => mara.sees('leads')[0]?.text === 'Went.');
      },
    );
    expect(verdict).toEqual({ verified: true, reason: '' });
  }));

test('a wrong signing secret is refused by Bolt, and said on the page', () =>
  withWorkspace({}, async (workspace) => {
    const verdict = await withHttpBolt(
      workspace,
      () => {},
      async () => {},
      { secret: 'another' },
    );
    expect(verdict).toEqual({ verified: false, reason: 'http_error' });
    expect(workspace.notices.recent().at(-1)?.text).toContain('did not answer Slack');
  }));

/** An app that answers as told, and keeps what it was sent. */
async function withServer(
  status: (request: IncomingMessage, body: string) => number | null,
  work: (url: string, seen: { headers: IncomingMessage['headers']; body: string }[]) => Promise<void>,
  headers: Record<string, string> = {},
): Promise<void> {
  const seen: { headers: IncomingMessage['headers']; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const challenge = /"challenge":"([^"]+)"/.exec(body)?.[1];
    if (challenge) return response.end(challenge);
    seen.push({ headers: request.headers, body });
    const answer = status(request, body);
    if (answer !== null) response.writeHead(answer, headers).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('an event that is not acknowledged comes three times more, with number and reason, under the same id', () =>
  withWorkspace({ timing: { retryMs: [0, 20, 40] } }, (workspace) =>
    withServer(
      () => 500,
      async (url, seen) => {
        await workspace.setDelivery(url);
        const mara = workspace.as('mara');
        mara.say('dm', 'hello');
        await mara.until(() => seen.length === 4);
        expect(seen.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2', '3']);
        expect(seen[1]?.headers['x-slack-retry-reason']).toBe('http_error');
        expect(new Set(seen.map(({ body }) => JSON.parse(body).event_id)).size).toBe(1);
        await mara.until(() =>
          workspace.notices.recent().some(({ text }) => text.includes('never acknowledged')),
        );
      },
    ),
  ));

test('an answer that takes longer than the limit counts as none: events come again, a click shows an error', () =>
  withWorkspace({ timing: { ackMs: 60, retryMs: [0] } }, (workspace) =>
    withServer(
      () => null,
      async (url, seen) => {
        await workspace.setDelivery(url);
        const mara = workspace.as('mara');
        mara.say('dm', 'hello');
        await mara.until(() => seen.length === 2);
        expect(seen[1]?.headers['x-slack-retry-reason']).toBe('http_timeout');
        const late = await mara.slash('dm', '/steward help');
        expect(late).toEqual({
          ok: false,
          sentence: 'That did not work. Try again.',
          reason: 'no acknowledgement within 0.06 s',
        });
      },
    ),
  ));

test('an app that answers x-slack-no-retry is not asked again', () =>
  withWorkspace({ timing: { retryMs: [0, 0, 0] } }, (workspace) =>
    withServer(
      () => 503,
      async (url, seen) => {
        await workspace.setDelivery(url);
        workspace.as('mara').say('dm', 'hello');
        await workspace.delivery.settled();
        await new Promise((resolve) => setTimeout(resolve, 30));
        expect(seen.length).toBe(1);
        expect(workspace.delivery.record.map(({ ok, reason }) => [ok, reason])).toEqual([
          [false, 'http_error'],
        ]);
      },
      { 'x-slack-no-retry': '1' },
    ),
  ));
