import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createWorkspace } from '../../src/sandbox/workspace.ts';

let dir = '';
const running: ChildProcessWithoutNullStreams[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'workspace '));
});
afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  await rm(dir, { recursive: true, force: true });
});

type Ready = { port: number; url: string; botToken: string; appToken: string; signingSecret: string };

function start(...args: string[]): {
  child: ChildProcessWithoutNullStreams;
  ready: Promise<Ready>;
  ended: Promise<number | null>;
  stderr: () => string;
} {
  const child = spawn(process.execPath, ['src/sandbox/main.mjs', ...args]);
  running.push(child);
  let stderr = '';
  child.stderr.on('data', (part) => {
    stderr += part;
  });
  const ready = new Promise<Ready>((resolve) =>
    child.stdout.once('data', (line) => resolve(JSON.parse(String(line)))),
  );
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  return { child, ready, ended, stderr: () => stderr };
}

test('it says in one line that it is ready, ignores Ctrl-C, and ends when its stdin closes', async () => {
  const { child, ready, ended, stderr } = start('--data', dir);
  const { url, botToken } = await ready;
  expect(botToken).toMatch(/^xoxb-/);
  child.kill('SIGINT');
  expect((await fetch(`${url}/_page/people`)).status).toBe(200);
  child.stdin.end();
  expect(await ended).toBe(0);
  expect(stderr()).toBe('');
});

test('it ends on SIGTERM, and a taken port is a sentence', async () => {
  const first = start();
  const { port } = await first.ready;
  const second = start('--port', String(port));
  expect(await second.ended).toBe(1);
  expect(second.stderr()).toBe(
    `The local workspace cannot start: port ${port} is in use by another program; give another with --port\n`,
  );
  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);
});

test('a kill loses nothing: people, channels, messages, Home and tokens are there again, and no ts comes twice', async () => {
  const first = start('--data', dir);
  const before = await first.ready;
  const call = async (ready: Ready, path: string, body: object): Promise<Record<string, unknown>> => {
    const headers = { authorization: `Bearer ${ready.botToken}`, 'content-type': 'application/json' };
    return (await (
      await fetch(ready.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
    ).json()) as never;
  };
  const people = [{ name: 'Mara Lind', email: 'mara@example.com' }];
  const seeded = await call(before, '/_workspace', { people, channels: [{ name: 'deals' }] });
  const post = {
    channel: '#deals',
    text: 'Kept.',
    metadata: { event_type: 'card', event_payload: { k: '1' } },
  };
  const posted = await call(before, '/api/chat.postMessage', post);
  const user_id = (seeded.people as Record<string, string>)['mara@example.com'];
  await call(before, '/api/views.publish', {
    user_id,
    view: { type: 'home', blocks: [{ type: 'divider' }] },
  });
  first.child.kill('SIGKILL');
  await first.ended;
  await appendFile(join(dir, 'workspace.jsonl'), '["messages","cut off in the mid');

  const again = start('--data', dir);
  const after = await again.ready;
  expect([after.botToken, after.appToken, after.signingSecret]).toEqual([
    before.botToken,
    before.appToken,
    before.signingSecret,
  ]);
  expect((await call(after, '/_workspace', {})).people).toEqual(seeded.people);
  const history = await call(after, '/api/conversations.history', {
    channel: posted.channel,
    include_all_metadata: true,
  });
  expect(history.messages).toMatchObject([{ ts: posted.ts, text: 'Kept.', metadata: post.metadata }]);
  const start_ = (await (await fetch(`${after.url}/_page/start?as=mara`)).json()) as {
    home: { blocks: unknown[] };
  };
  expect(start_.home.blocks).toMatchObject([{ type: 'divider' }]);
  const next = await call(after, '/api/chat.postMessage', { channel: '#deals', text: 'Later.' });
  expect(String(next.ts) > String(posted.ts)).toBe(true);
});

test('the file is rewritten at each start without what is no longer true', async () => {
  const first = await createWorkspace({ dataDir: dir });
  const { ts, channel } = first.as('mara').say('deals', 'Gone soon.');
  const headers = { authorization: `Bearer ${first.botToken}`, 'content-type': 'application/json' };
  for (let i = 0; i < 20; i++)
    first.seed({ people: [{ name: 'Mara Lind', email: 'mara@example.com', role: `role ${i}` }] });
  await fetch(`${first.apiUrl}reactions.add`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ channel, timestamp: ts, name: 'eyes' }),
  });
  await first.stop();
  const size = (await readFile(join(dir, 'workspace.jsonl'), 'utf8')).length;
  const second = await createWorkspace({ dataDir: dir });
  expect((await readFile(join(dir, 'workspace.jsonl'), 'utf8')).length).toBeLessThan(size);
  expect(second.as('mara').sees('deals')).toMatchObject([
    { ts, text: 'Gone soon.', reactions: [{ name: 'eyes' }] },
  ]);
  await second.stop();
});

test('a data file that is not ours is named, with the fix', async () => {
  await appendFile(join(dir, 'workspace.jsonl'), 'nonsense\n');
  const { ended, stderr } = start('--data', dir);
  expect(await ended).toBe(1);
  expect(stderr()).toContain('Line 1 of');
  expect(stderr()).toContain('Move the file away to start with an empty workspace.');
});
