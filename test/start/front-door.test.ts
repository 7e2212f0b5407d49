import { createServer } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { type Behind, frontDoor } from '../../src/front-door.ts';
import { silentLog } from '../../src/log.ts';

const behind: Behind = {
  ready: async () => ({
    ready: false,
    database: true,
    slack: false,
    jobs: true,
    room: true,
    because: ['Slack is not connected.'],
  }),
  metrics: { type: 'text/plain', text: async () => 'steward_database_up 1\n' },
  slackEvents: (request, answer) => void answer.end(`heard ${request.method}`),
  page: null,
};

async function withDoor(work: (door: Awaited<ReturnType<typeof frontDoor>>) => Promise<void>): Promise<void> {
  const door = await frontDoor({ host: '127.0.0.1', port: 0, log: silentLog() });
  try {
    await work(door);
  } finally {
    await door.close();
  }
}

const got = async (url: string, init?: RequestInit): Promise<[number, string]> => {
  const answer = await fetch(url, init);
  return [answer.status, (await answer.text()).trim()];
};

test('alive from the first moment, ready only when the house is', () =>
  withDoor(async (door) => {
    expect(await got(`${door.url}/healthz`)).toEqual([200, '{"alive":true}']);
    expect(await got(`${door.url}/readyz`)).toEqual([
      503,
      '{"ready":false,"because":["Steward is starting."]}',
    ]);
    door.open(behind);
    expect(await got(`${door.url}/readyz`)).toEqual([
      503,
      expect.stringContaining('Slack is not connected.'),
    ]);
    expect(await got(`${door.url}/metrics`)).toEqual([200, 'steward_database_up 1']);
    expect(await got(`${door.url}/slack/events`, { method: 'POST', body: '{}' })).toEqual([
      200,
      'heard POST',
    ]);
    expect(await got(`${door.url}/anything`)).toEqual([
      404,
      expect.stringContaining('people talk to it in Slack'),
    ]);
  }));

test('the page and its socket are passed through, and the socket ends with the house', async () => {
  const page = createServer((request, answer) => answer.end(`${request.headers.host} ${request.url}`));
  page.on('upgrade', (_, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\r\n');
    socket.on('data', (said: Buffer) => socket.write(`echo ${said}`));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((listening) => page.listen(0, '127.0.0.1', listening));
  const address = page.address();
  const origin = `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}`;
  const door = await frontDoor({ host: '127.0.0.1', port: 0, log: silentLog() });
  door.open({ ...behind, page: origin });
  expect(await got(`${door.url}/_page/start?as=mara`)).toEqual([
    200,
    `${new URL(origin).host} /_page/start?as=mara`,
  ]);

  const socket = connect(Number(new URL(door.url).port), '127.0.0.1');
  let heard = '';
  socket.on('data', (part) => {
    heard += part;
  });
  socket.write(
    `GET /_page/socket HTTP/1.1\r\nhost: localhost:${new URL(door.url).port}\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\r\n`,
  );
  await expect.poll(() => heard).toContain('101 Switching Protocols');
  socket.write('hello');
  await expect.poll(() => heard).toContain('echo hello');
  const ended = new Promise((resolve) => socket.once('close', resolve));
  await door.close();
  await ended;
  page.close();
});
