import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type WebAPIPlatformError, WebClient } from '@slack/web-api';
import { expect, test } from 'vitest';
import { usualCast } from '../../src/sandbox/cast.ts';
import type { Workspace } from '../../src/sandbox/workspace.ts';
import { silent, withBolt, withWorkspace } from './with-workspace.ts';

type Json = Record<string, unknown>;

const scopes = ['chat:write', 'files:read', 'files:write', 'im:write', 'channels:history'];
const events = ['message.channels', 'file_shared', 'file_deleted'];
/** The usual cast, and an app that may read and write files. */
const withFiles = { ...usualCast, app: { scopes, events } };

const clientOf = (workspace: Workspace): WebClient =>
  new WebClient(workspace.botToken, {
    slackApiUrl: workspace.apiUrl,
    retryConfig: { retries: 0 },
    logger: silent,
  });

const errorOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'no error';
  } catch (error) {
    return (error as WebAPIPlatformError).data?.error ?? String(error);
  }
};

const csv = 'deal,value\nAcme Platform,120000\n';
// One pixel.
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
);

type Ticket = { id: string; url: string };
const ticketFor = async (client: WebClient, filename: string, length: number): Promise<Ticket> => {
  const { file_id = '', upload_url = '' } = await client.files.getUploadURLExternal({ filename, length });
  return { id: file_id, url: upload_url };
};
const send = (url: string, body: string | Buffer, method = 'POST'): Promise<Response> =>
  fetch(url, { method, body: body as BodyInit });

/** A file that has its bytes and is not completed yet. */
const uploaded = async (
  client: WebClient,
  name = 'deals.csv',
  body: string | Buffer = csv,
): Promise<string> => {
  const { id, url } = await ticketFor(client, name, Buffer.byteLength(body));
  expect((await send(url, body)).status).toBe(200);
  return id;
};
const complete = (client: WebClient, args: Json): Promise<unknown> =>
  client.apiCall('files.completeUploadExternal', args);
const inPlace = (workspace: Workspace, who: string, id: string): Promise<Response> =>
  fetch(`${workspace.url}/_page/file?${new URLSearchParams({ as: who, id })}`);

test('uploadV2 sends a file into a thread with a comment, as one message of the app', () =>
  withWorkspace(withFiles, async (workspace) => {
    const client = clientOf(workspace);
    const { deals = '' } = workspace.channels();
    const mara = workspace.as('mara');
    const asked = mara.say('deals', 'export that');
    const sent = await client.filesUploadV2({
      channel_id: deals,
      thread_ts: asked.ts,
      initial_comment: '1 row, sent to you only.',
      filename: 'deals.csv',
      title: 'Open deals',
      content: csv,
    });
    const [, reply] = mara.thread('deals', asked.ts);
    expect(reply).toMatchObject({ subtype: 'file_share', bot: true, text: '1 row, sent to you only.' });
    const { messages = [] } = await client.conversations.replies({ channel: deals, ts: asked.ts });
    expect(messages[1]).toMatchObject({
      subtype: 'file_share',
      thread_ts: asked.ts,
      files: [{ name: 'deals.csv', title: 'Open deals', filetype: 'csv', mimetype: 'text/csv', size: 32 }],
    });
    const [file] = sent.files[0]?.files ?? [];
    const { file: known } = await client.files.info({ file: file?.id ?? '' });
    expect(known).toMatchObject({ channels: [deals], is_public: true });
    expect(known?.shares?.public?.[deals]?.[0]).toMatchObject({ ts: reply?.ts, thread_ts: asked.ts });
  }));

test('several files of one upload are one message, in the order in which they were named', () =>
  withWorkspace(withFiles, async (workspace) => {
    const { deals = '' } = workspace.channels();
    await clientOf(workspace).files.uploadV2({
      channel_id: deals,
      initial_comment: 'Both.',
      file_uploads: [
        { file: Buffer.from(csv), filename: 'deals.csv' },
        { file: png, filename: 'chart.png', alt_text: 'Bar chart: open pipeline.' },
      ],
    });
    const message = workspace.as('mara').sees('deals').at(-1);
    expect(message?.files?.map(({ name }) => name)).toEqual(['deals.csv', 'chart.png']);
    expect(message?.files?.[1]).toMatchObject({ altText: 'Bar chart: open pipeline.', width: 1, height: 1 });
  }));

test('a file goes to several conversations, and to a person as a direct message', () =>
  withWorkspace(withFiles, async (workspace) => {
    const client = clientOf(workspace);
    const { deals = '', leads = '' } = workspace.channels();
    const priya = workspace.as('priya');
    const id = await uploaded(client);
    await complete(client, { files: [{ id }], channels: [deals, leads, priya.id].join(',') });
    for (const place of ['deals', 'leads', 'dm']) expect(priya.sees(place).at(-1)?.files?.[0]?.id).toBe(id);
    const { file } = await client.files.info({ file: id });
    expect(file).toMatchObject({ channels: [deals, leads], ims: [priya.dm()] });
  }));

test('the app hears when a file is shared and when it is deleted', () =>
  withWorkspace(withFiles, async (workspace) => {
    const heard: Json[] = [];
    const listen = (app: import('@slack/bolt').App): void => {
      app.use(async ({ body, next }) => {
        heard.push((body as unknown as { event: Json }).event);
        await next();
      });
    };
    await withBolt(workspace, listen, async (app) => {
      const { deals = '' } = workspace.channels();
      const id = await uploaded(app.client);
      await complete(app.client, { files: [{ id }], channel_id: deals, initial_comment: 'Here.' });
      await app.client.files.delete({ file: id });
      await expect.poll(() => heard.map(({ type }) => type)).toContain('file_deleted');
      expect(heard.find(({ type }) => type === 'file_shared')).toMatchObject({
        file_id: id,
        user_id: workspace.ids.bot,
        channel_id: deals,
      });
    });
  }));

test('without a channel the file is private: no message, no share, and it can still be read by the app', () =>
  withWorkspace(withFiles, async (workspace) => {
    const client = clientOf(workspace);
    const id = await uploaded(client);
    await complete(client, { files: [{ id }] });
    const { file } = await client.files.info({ file: id });
    expect(file).toMatchObject({ channels: [], groups: [], ims: [], is_public: false, shares: {} });
    expect((await inPlace(workspace, 'mara', id)).status).toBe(404);
  }));

test.each([
  ['nothing to upload', { filename: 'a.csv', length: 0 }, 'missing_argument'],
  ['no name', { length: 3 }, 'invalid_arguments'],
  ['a length that is no number', { filename: 'a.csv', length: 'many' }, 'invalid_arguments'],
  ['more than any file may have', { filename: 'a.csv', length: 100_000_001 }, 'file_upload_size_restricted'],
  ['a long snippet', { filename: 'a.py', length: 1_000_001, snippet_type: 'python' }, 'snippet_too_large'],
  ['a long description', { filename: 'a.png', length: 3, alt_txt: 'x'.repeat(1001) }, 'alt_txt_too_large'],
])('no address for an upload is given for %s', (_what, args, expected) =>
  withWorkspace(withFiles, async (workspace) => {
    expect(await errorOf(clientOf(workspace).apiCall('files.getUploadURLExternal', args))).toBe(expected);
  }),
);

test('the bytes are taken once, and exactly as many as were announced', () =>
  withWorkspace(withFiles, async (workspace) => {
    const client = clientOf(workspace);
    const { id, url } = await ticketFor(client, 'a.txt', 3);
    expect((await send(url, 'four')).status).toBe(400);
    expect((await send(url.replace(/[a-f0-9]{40}$/, 'a'.repeat(40)), 'one')).status).toBe(404);
    expect(await errorOf(complete(client, { files: [{ id }] }))).toBe('file_not_found');
    const taken = await send(url, 'one');
    expect([taken.status, await taken.text()]).toEqual([200, 'OK - 3']);
    expect((await send(url, 'two')).status).toBe(400);
    expect(workspace.calls.all('upload_url').map(({ outcome }) => outcome)).toEqual([
      'wrong_length',
      'upload_not_found',
      'ok',
      'already_uploaded',
    ]);
  }));

test('an upload is completed once; an unknown or unfinished one is refused, and then none of them is shared', () =>
  withWorkspace(withFiles, async (workspace) => {
    const client = clientOf(workspace);
    const { deals: channel_id = '' } = workspace.channels();
    const id = await uploaded(client);
    const both = { files: [{ id }, { id: 'F000000000X' }], channel_id };
    expect(await errorOf(complete(client, both))).toBe('file_not_found');
    expect(workspace.as('mara').sees('deals')).toEqual([]);
    expect(await errorOf(client.files.info({ file: id }))).toBe('file_not_found');
    await complete(client, { files: [{ id }], channel_id });
    expect(await errorOf(complete(client, { files: [{ id }], channel_id }))).toBe('file_update_failed');
    expect(workspace.as('mara').sees('deals')).toHaveLength(1);
  }));

test('a file is not sent where the app may not post', () =>
  withWorkspace(
    { ...withFiles, channels: [...(usualCast.channels ?? []), { name: 'board', private: true, app: false }] },
    async (workspace) => {
      const client = clientOf(workspace);
      const { deals = '', general = '', leads = '', board = '' } = workspace.channels();
      const files = [{ id: await uploaded(client) }];
      const refused = (args: Json): Promise<string> => errorOf(complete(client, { files, ...args }));
      expect(await refused({ channel_id: 'C000000000X' })).toBe('channel_not_found');
      expect(await refused({ channel_id: '#deals' })).toBe('channel_not_found');
      expect(await refused({ channel_id: board })).toBe('channel_not_found');
      expect(await refused({ channel_id: general })).toBe('not_in_channel');
      expect(await refused({ channels: `${deals},C000000000X` })).toBe('invalid_channel');
      expect(await refused({ channels: Array(101).fill(deals).join(',') })).toBe('channels_limit_exceeded');
      expect(await refused({ channel_id: deals, thread_ts: '1.000001' })).toBe('thread_not_found');
      expect(await refused({ channels: `${deals},${leads}`, thread_ts: '1.000001' })).toBe(
        'invalid_arguments',
      );
      expect(await refused({ thread_ts: '1.000001' })).toBe('invalid_arguments');
      expect(await refused({ channel_id: deals, blocks: [{ type: 'sparkle' }] })).toBe('invalid_blocks');
      expect(await errorOf(complete(client, { files: [], channel_id: deals }))).toBe('invalid_arguments');
      expect(await errorOf(complete(client, { channel_id: deals }))).toBe('invalid_arguments');
      expect(workspace.as('mara').sees('deals')).toEqual([]);
    },
  ));

test('blocks stand with the file, unless there is a comment: then they are not even looked at', () =>
  withWorkspace(withFiles, async (workspace) => {
    const client = clientOf(workspace);
    const { deals: channel_id = '' } = workspace.channels();
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: '*Open deals*' } }];
    await complete(client, { files: [{ id: await uploaded(client) }], channel_id, blocks });
    const files = [{ id: await uploaded(client) }];
    await complete(client, { files, channel_id, initial_comment: 'Here.', blocks: [{ type: 'sparkle' }] });
    const [first, second] = workspace.as('mara').sees('deals');
    expect(first?.blocks?.[0]).toMatchObject(blocks[0] ?? {});
    expect(second?.blocks).toBeUndefined();
  }));

test('without the scope nothing of this is possible', () =>
  withWorkspace({ ...usualCast, app: { scopes: ['chat:write'] } }, async (workspace) => {
    const client = clientOf(workspace);
    const wanted = client.files.getUploadURLExternal({ filename: 'a.csv', length: 3 });
    await expect(wanted).rejects.toMatchObject({ data: { error: 'missing_scope', needed: 'files:write' } });
    expect(await errorOf(complete(client, { files: [{ id: 'F1' }] }))).toBe('missing_scope');
    await expect(client.files.info({ file: 'F1' })).rejects.toMatchObject({ data: { needed: 'files:read' } });
    expect(await errorOf(client.files.delete({ file: 'F1' }))).toBe('missing_scope');
  }));

test('url_private is read with the token; without it a sign-in page comes, with status 200', () =>
  withWorkspace(withFiles, async (workspace) => {
    const client = clientOf(workspace);
    const id = await uploaded(client);
    await complete(client, { files: [{ id }], channel_id: workspace.channels().deals });
    const { url_private = '', url_private_download = '' } =
      (await client.files.info({ file: id })).file ?? {};
    const authorization = `Bearer ${workspace.botToken}`;
    for (const url of [url_private, url_private_download])
      expect(await (await fetch(url, { headers: { authorization } })).text()).toBe(csv);
    for (const headers of [undefined, { authorization: 'Bearer xoxb-other' }]) {
      const answer = await fetch(url_private, { headers });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(await answer.text()).not.toContain('Acme');
    }
    const other = await fetch(url_private.replace(id, 'F000000000X'), { headers: { authorization } });
    expect(other.status).toBe(404);
  }));

test('on the page a file is for the members of its conversation', () =>
  withWorkspace(
    { ...withFiles, channels: [{ name: 'managers', private: true, members: ['mara@example.com'] }] },
    async (workspace) => {
      const client = clientOf(workspace);
      const id = await uploaded(client);
      await complete(client, { files: [{ id }], channel_id: workspace.channels().managers });
      const mine = await inPlace(workspace, 'mara', id);
      expect([mine.status, await mine.text()]).toEqual([200, csv]);
      expect(mine.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''deals.csv");
      expect((await inPlace(workspace, 'tom', id)).status).toBe(404);
    },
  ));

test('a page or a drawing that could run is downloaded, never shown', () =>
  withWorkspace(withFiles, async (workspace) => {
    const client = clientOf(workspace);
    for (const name of ['trap.html', 'trap.svg']) {
      const id = await uploaded(client, name, '<svg onload="alert(1)"/>');
      await complete(client, { files: [{ id }], channel_id: workspace.channels().deals });
      const { headers } = await inPlace(workspace, 'mara', id);
      expect(headers.get('content-disposition')).toContain('attachment');
      expect(headers.get('content-security-policy')).toContain('sandbox');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  }));

test('a deleted file is gone for everybody; its message says so', () =>
  withWorkspace(withFiles, async (workspace) => {
    const client = clientOf(workspace);
    const { deals = '' } = workspace.channels();
    const id = await uploaded(client);
    await complete(client, { files: [{ id }], channel_id: deals, initial_comment: 'Here.' });
    await client.files.delete({ file: id });
    expect(await errorOf(client.files.info({ file: id }))).toBe('file_deleted');
    expect(await errorOf(client.files.delete({ file: id }))).toBe('file_deleted');
    expect(await errorOf(client.files.delete({ file: 'F000000000X' }))).toBe('file_not_found');
    const { messages = [] } = await client.conversations.history({ channel: deals });
    expect(messages[0]).toMatchObject({ text: 'Here.', files: [{ id, mode: 'tombstone' }] });
    expect((await inPlace(workspace, 'mara', id)).status).toBe(404);
  }));

test('a message that is deleted no longer shares its file', () =>
  withWorkspace(withFiles, async (workspace) => {
    const client = clientOf(workspace);
    const { deals = '' } = workspace.channels();
    const id = await uploaded(client);
    await complete(client, { files: [{ id }], channel_id: deals });
    const ts = workspace.as('mara').sees('deals').at(-1)?.ts ?? '';
    await client.chat.delete({ channel: deals, ts });
    expect((await client.files.info({ file: id })).file?.channels).toEqual([]);
    expect((await inPlace(workspace, 'mara', id)).status).toBe(404);
  }));

test('an image block takes a picture that Slack has, by id or by address, and nothing else', () =>
  withWorkspace(withFiles, async (workspace) => {
    const client = clientOf(workspace);
    const { deals: channel = '' } = workspace.channels();
    const id = await uploaded(client, 'chart.png', png);
    const post = (slack_file: Json): Promise<unknown> =>
      client.apiCall('chat.postMessage', {
        channel,
        text: 'A chart.',
        blocks: [{ type: 'image', alt_text: 'Bar chart.', slack_file }],
      });
    expect(await errorOf(post({ id }))).toBe('invalid_blocks');
    await complete(client, { files: [{ id }] });
    expect((await inPlace(workspace, 'mara', id)).status).toBe(404);
    await post({ id });
    const { url_private, permalink } = (await client.files.info({ file: id })).file ?? {};
    await post({ url: url_private });
    await post({ url: permalink });
    // Whoever sees the message sees the picture, though it was never shared as a file.
    expect((await inPlace(workspace, 'mara', id)).headers.get('content-type')).toBe('image/png');
    const table = await uploaded(client);
    await complete(client, { files: [{ id: table }] });
    for (const wrong of [{ id: 'F000000000X' }, { id: table }, { url: 'https://files.slack.com/x.png' }, {}])
      expect(await errorOf(post(wrong))).toBe('invalid_blocks');
    await expect(post({ id: 'F000000000X' })).rejects.toMatchObject({
      data: {
        response_metadata: {
          messages: ['[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]'],
        },
      },
    });
    await client.files.delete({ file: id });
    expect(await errorOf(post({ id }))).toBe('invalid_blocks');
  }));

test('a Home shows a picture to its person only', () =>
  withWorkspace(withFiles, async (workspace) => {
    const client = clientOf(workspace);
    const id = await uploaded(client, 'chart.png', png);
    await complete(client, { files: [{ id }] });
    const publish = (file: string): Promise<unknown> =>
      client.views.publish({
        user_id: workspace.as('mara').id,
        view: { type: 'home', blocks: [{ type: 'image', alt_text: 'Chart.', slack_file: { id: file } }] },
      });
    expect(await errorOf(publish('F000000000X'))).toBe('invalid_arguments');
    await publish(id);
    expect((await inPlace(workspace, 'mara', id)).status).toBe(200);
    expect((await inPlace(workspace, 'tom', id)).status).toBe(404);
  }));

test('files outlive a restart; an upload that was not completed does not', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'files-'));
  try {
    let id = '';
    let lost = '';
    await withWorkspace({ ...withFiles, dataDir }, async (workspace) => {
      const client = clientOf(workspace);
      id = await uploaded(client);
      await complete(client, { files: [{ id }], channel_id: workspace.channels().deals });
      lost = await uploaded(client);
    });
    await withWorkspace({ ...withFiles, dataDir }, async (workspace) => {
      const client = clientOf(workspace);
      expect(readdirSync(join(dataDir, 'files'))).toEqual([id]);
      expect(await (await inPlace(workspace, 'mara', id)).text()).toBe(csv);
      const { file } = await client.files.info({ file: id });
      const headers = { authorization: `Bearer ${workspace.botToken}` };
      expect(await (await fetch(file?.url_private ?? '', { headers })).text()).toBe(csv);
      expect(await errorOf(complete(client, { files: [{ id: lost }] }))).toBe('file_not_found');
    });
  } finally {
    rmSync(dataDir, { recursive: true });
  }
});

test('the upload itself can fail: nothing is kept, or the answer alone is lost', () =>
  withWorkspace(withFiles, async (workspace) => {
    const client = clientOf(workspace);
    const { id, url } = await ticketFor(client, 'a.txt', 3);
    workspace.faults.add({ kind: 'error500', on: 'upload_url', next: 1 });
    expect((await send(url, 'one')).status).toBe(500);
    expect(await errorOf(complete(client, { files: [{ id }] }))).toBe('file_not_found');
    workspace.faults.add({ kind: 'lost', on: 'upload_url', next: 1 });
    await expect(send(url, 'one')).rejects.toThrow();
    await complete(client, { files: [{ id }] });
  }));
