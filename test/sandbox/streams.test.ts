import { type WebAPIPlatformError, WebClient } from '@slack/web-api';
import { expect, test } from 'vitest';
import { usualCast } from '../../src/sandbox/cast.ts';
import type { Message } from '../../src/sandbox/nouns.ts';
import type { Workspace, WorkspaceOptions } from '../../src/sandbox/workspace.ts';
import { silent, withBolt, withWorkspace } from './with-workspace.ts';

type Json = Record<string, unknown>;
type Talk = {
  workspace: Workspace;
  client: WebClient;
  /** Where Mara asked in her dm. */
  asked: { channel: string; thread_ts: string };
  call: (method: string, args: Json) => Promise<Json>;
  refused: (method: string, args: Json) => Promise<string>;
  /** The answer as it stands under the question. */
  answer: () => Message;
};

/** Mara has asked something in her direct messages. */
const withQuestion = (options: WorkspaceOptions, work: (talk: Talk) => Promise<void>): Promise<void> =>
  withWorkspace(options, async (workspace) => {
    const client = new WebClient(workspace.botToken, {
      slackApiUrl: workspace.apiUrl,
      retryConfig: { retries: 0 },
      logger: silent,
    });
    const mara = workspace.as('mara');
    const { ts } = mara.say('dm', 'why did West fall behind?');
    const call = async (method: string, args: Json): Promise<Json> => ({
      ...(await client.apiCall(method, args)),
    });
    const refused = async (method: string, args: Json): Promise<string> => {
      try {
        await call(method, args);
        return 'no error';
      } catch (error) {
        return (error as WebAPIPlatformError).data?.error ?? String(error);
      }
    };
    const answer = (): Message => {
      const found = mara.thread('dm', ts).at(-1);
      if (!found) throw new Error('There is no answer yet.');
      return found;
    };
    await work({ workspace, client, asked: { channel: mara.dm(), thread_ts: ts }, call, refused, answer });
  });

const text = (words: string): Json => ({ type: 'markdown_text', text: words });

test('chatStream writes one message that grows, and ends with blocks and metadata', () =>
  withQuestion({}, async ({ client, asked, answer, workspace }) => {
    const stream = client.chatStream({ ...asked, buffer_size: 1 });
    await stream.append({ markdown_text: '**West** closed ' });
    expect(answer()).toMatchObject({ text: '**West** closed ', bot: true, stream: { display: 'timeline' } });
    await stream.append({ markdown_text: '11 of 50.' });
    expect(answer().blocks).toMatchObject([{ type: 'markdown', text: '**West** closed 11 of 50.' }]);
    const done = await stream.stop({
      markdown_text: ' Security losses lead.',
      blocks: [{ type: 'divider' }],
      metadata: { event_type: 'answer', event_payload: { k: 'A-1' } },
    });
    expect(done.message).toMatchObject({ text: '**West** closed 11 of 50. Security losses lead.' });
    expect(answer().stream).toBeUndefined();
    expect(answer().blocks?.map(({ type }) => type)).toEqual(['markdown', 'divider']);
    expect(answer().metadata?.event_type).toBe('answer');
    expect(answer().edited).toBeUndefined();
    expect(workspace.as('mara').thread('dm', asked.thread_ts)).toHaveLength(2);
  }));

test('a stream that was never written to before its end is one message all the same', () =>
  withQuestion({}, async ({ client, asked, answer }) => {
    await client.chatStream(asked).stop({ markdown_text: 'Short.' });
    expect(answer()).toMatchObject({ text: 'Short.' });
  }));

test('tasks stand where they began: title and status are replaced, details grow', () =>
  withQuestion({}, async ({ client, asked, answer }) => {
    const task = { type: 'task_update' as const, id: 't1', title: 'Reads the deals' };
    const stream = client.chatStream(asked);
    await stream.append({ chunks: [{ ...task, status: 'in_progress', details: 'West. ' }] });
    await stream.append({ markdown_text: 'So far so good. ', chunks: [] });
    const last = { ...task, title: 'Read 50 deals', status: 'complete' as const, details: 'East.' };
    await stream.append({ chunks: [{ ...last, output: '11 won' }] });
    const [card, words] = answer().blocks ?? [];
    expect(card).toMatchObject({ type: 'task_card', title: 'Read 50 deals', status: 'complete' });
    expect(JSON.stringify(card?.details)).toContain('West. East.');
    expect(JSON.stringify(card?.output)).toContain('11 won');
    expect(words).toMatchObject({ type: 'markdown', text: 'So far so good. ' });
  }));

test('as a plan, tasks stand together under its title', () =>
  withQuestion({}, async ({ client, asked, answer }) => {
    const stream = client.chatStream({ ...asked, task_display_mode: 'plan' });
    const chunks = ['t1', 't2'].map((id) => ({
      type: 'task_update' as const,
      id,
      title: `Step ${id}`,
      status: 'pending' as const,
    }));
    await stream.append({ chunks: [{ type: 'plan_update', title: 'Three steps' }, ...chunks] });
    expect(answer().blocks).toHaveLength(1);
    expect(answer().blocks?.[0]).toMatchObject({
      type: 'plan',
      title: 'Three steps',
      tasks: [{ task_id: 't1' }, { task_id: 't2' }],
    });
  }));

test('a stream sets its session working and, at the end, as it is told', () =>
  withQuestion({}, async ({ asked, call, workspace }) => {
    const sessions = async (): Promise<unknown> =>
      ((await (await fetch(`${workspace.url}/_page/start?as=mara`)).json()) as Json).sessions;
    const { ts } = await call('chat.startStream', asked);
    const here = { channel: asked.channel, thread_ts: asked.thread_ts };
    expect(await sessions()).toEqual([{ ...here, status: 'processing' }]);
    const end = { channel: asked.channel, ts, markdown_text: 'May I?', session_status: 'suspended' };
    await call('chat.stopStream', end);
    expect(await sessions()).toEqual([{ ...here, status: 'suspended' }]);
  }));

test('in a channel Slack wants to know whom a stream is for', () =>
  withQuestion({}, async ({ workspace, refused }) => {
    const { deals: channel = '', general = '' } = workspace.channels();
    const thread_ts = workspace.as('mara').say('deals', 'why?').ts;
    const to = { recipient_user_id: workspace.as('mara').id, recipient_team_id: workspace.ids.team };
    const start = (args: Json): Promise<string> => refused('chat.startStream', args);
    expect(await start({ channel, thread_ts })).toBe('missing_recipient_user_id');
    expect(await start({ channel, thread_ts, recipient_user_id: to.recipient_user_id })).toBe(
      'missing_recipient_team_id',
    );
    expect(await start({ channel, thread_ts, ...to, recipient_user_id: 'U0' })).toBe('user_not_found');
    expect(await start({ channel, thread_ts, ...to, recipient_team_id: 'T0' })).toBe('team_not_found');
    expect(await start({ channel, ...to })).toBe('invalid_arguments');
    expect(await start({ channel, thread_ts: '1.000001', ...to })).toBe('thread_not_found');
    expect(await start({ channel: general, thread_ts, ...to })).toBe('not_in_channel');
    expect(await start({ channel: 'C0', thread_ts, ...to })).toBe('channel_not_found');
    expect(await start({ channel, thread_ts, ...to, task_display_mode: 'wall' })).toBe('invalid_arguments');
    expect(await start({ channel, thread_ts, ...to })).toBe('no error');
  }));

test.each<[string, Json, string]>([
  ['too much text', { markdown_text: 'x'.repeat(12_001) }, 'msg_too_long'],
  ['a chunk with too much text', { chunks: [text('x'.repeat(12_001))] }, 'msg_too_long'],
  ['nothing', {}, 'no_text'],
  ['no chunks', { chunks: [] }, 'no_text'],
  ['chunks that are no list', { chunks: 'nonsense' }, 'invalid_chunks'],
  ['a chunk of no kind', { chunks: [{ type: 'sparkle' }] }, 'invalid_chunks'],
  [
    'a task without an id',
    { chunks: [{ type: 'task_update', title: 'x', status: 'complete' }] },
    'invalid_chunks',
  ],
  [
    'a task of no state',
    { chunks: [{ type: 'task_update', id: 't', title: 'x', status: 'done' }] },
    'invalid_chunks',
  ],
  ['a long plan title', { chunks: [{ type: 'plan_update', title: 'x'.repeat(257) }] }, 'invalid_chunks'],
  [
    'long details',
    { chunks: [{ type: 'task_update', id: 't', title: 'x', status: 'error', details: 'x'.repeat(257) }] },
    'invalid_chunks',
  ],
  [
    'a block that there is not',
    { chunks: [{ type: 'blocks', blocks: [{ type: 'sparkle' }] }] },
    'invalid_blocks',
  ],
  [
    'more blocks than a stream may have',
    { chunks: [1, 2].map(() => ({ type: 'blocks', blocks: Array(26).fill({ type: 'divider' }) })) },
    'msg_blocks_too_many',
  ],
])('%s is not added to a stream', (_what, args, expected) =>
  withQuestion({}, async ({ asked, call, refused }) => {
    const { ts } = await call('chat.startStream', { ...asked, markdown_text: 'One.' });
    expect(await refused('chat.appendStream', { channel: asked.channel, ts, ...args })).toBe(expected);
  }),
);

test('the most that one call may add is added, again and again', () =>
  withQuestion({}, async ({ asked, call, answer }) => {
    const { ts } = await call('chat.startStream', asked);
    for (let n = 0; n < 3; n++)
      await call('chat.appendStream', { channel: asked.channel, ts, markdown_text: 'x'.repeat(12_000) });
    expect(answer().text).toHaveLength(36_000);
  }));

test('what is wrong at the stop is refused, and the stream goes on', () =>
  withQuestion({}, async ({ asked, call, refused }) => {
    const { ts } = await call('chat.startStream', asked);
    const stop = (args: Json): Promise<string> =>
      refused('chat.stopStream', { channel: asked.channel, ts, ...args });
    expect(await stop({})).toBe('no_text');
    expect(await stop({ markdown_text: 'x', blocks: [{ type: 'sparkle' }] })).toBe('invalid_blocks');
    expect(await stop({ markdown_text: 'x', metadata: { event_type: 'x' } })).toBe('invalid_metadata_schema');
    expect(await stop({ markdown_text: 'x', session_status: 'tired' })).toBe('invalid_status');
    expect(await stop({ markdown_text: 'x' })).toBe('no error');
  }));

test('a finished stream takes nothing more; nor does a message that never was one, or somebody else wrote', () =>
  withQuestion({}, async ({ asked, call, refused }) => {
    const { channel, thread_ts } = asked;
    const { ts } = await call('chat.startStream', { ...asked, markdown_text: 'One.' });
    expect(await refused('chat.update', { channel, ts, text: 'Two.' })).toBe('streaming_state_conflict');
    await call('chat.stopStream', { channel, ts });
    const more = { markdown_text: 'Two.' };
    for (const method of ['chat.appendStream', 'chat.stopStream']) {
      expect(await refused(method, { channel, ts, ...more })).toBe('message_not_in_streaming_state');
      expect(await refused(method, { channel, ts: thread_ts, ...more })).toBe('message_not_owned_by_app');
      expect(await refused(method, { channel, ts: '1.000001', ...more })).toBe('message_not_found');
    }
    expect(await refused('chat.update', { channel, ts, text: 'Two.' })).toBe('no error');
  }));

test('a stream ends by itself in time, and adding to it does not make it live longer', () => {
  let now = Date.now();
  return withQuestion({ now: () => now }, async ({ asked, call, refused, answer }) => {
    const { channel } = asked;
    const { ts } = await call('chat.startStream', { ...asked, markdown_text: 'One. ' });
    now += 200_000;
    await call('chat.appendStream', { channel, ts, markdown_text: 'Two.' });
    now += 100_000;
    const more = { channel, ts, markdown_text: 'Three.' };
    expect(await refused('chat.appendStream', more)).toBe('message_not_in_streaming_state');
    expect(await refused('chat.stopStream', more)).toBe('message_not_in_streaming_state');
    expect(await refused('chat.update', { channel, ts, text: 'One. Two. Three.' })).toBe('no error');
    expect(answer().text).toBe('One. Two. Three.');
  });
});

test('what ended by itself no longer shows that it is being written', () =>
  withQuestion({ timing: { streamMs: 50 } }, async ({ asked, call, answer }) => {
    await call('chat.startStream', { ...asked, markdown_text: 'One.' });
    expect(answer().stream).toBeDefined();
    await expect.poll(() => answer().stream).toBeUndefined();
    expect(answer().text).toBe('One.');
  }));

test('a stream can be lost on the way, like any message', () =>
  withQuestion({}, async ({ asked, refused, workspace, answer }) => {
    workspace.faults.add({ kind: 'lost', on: 'chat.startStream', next: 1 });
    expect(await refused('chat.startStream', { ...asked, markdown_text: 'One.' })).toContain('Error');
    expect(answer().text).toBe('One.');
  }));

test('a person stops a stream: it takes nothing more, and the app hears whose stop it was', () =>
  withQuestion(
    { ...usualCast, app: { events: ['message.im', 'agent_session_stopped'] } },
    async ({ asked, call, refused, workspace }) => {
      const { channel, thread_ts } = asked;
      const heard: Json[] = [];
      const listen = (app: import('@slack/bolt').App): void => {
        app.use(async ({ body, next }) => {
          heard.push((body as unknown as { event: Json }).event);
          await next();
        });
      };
      await withBolt(workspace, listen, async () => {
        const { ts } = await call('chat.startStream', { ...asked, markdown_text: 'One.' });
        workspace.as('mara').stop('dm', thread_ts);
        const stopped = (): Json | undefined => heard.find(({ type }) => type === 'agent_session_stopped');
        await expect.poll(stopped).toMatchObject({
          channel,
          thread_ts,
          user: workspace.as('mara').id,
          streaming_message_ts: [ts],
        });
        const more = { channel, ts, markdown_text: 'Two.' };
        expect(await refused('chat.appendStream', more)).toBe('stopped_by_user');
        expect(await refused('chat.stopStream', more)).toBe('stopped_by_user');
        expect(await refused('chat.update', { channel, ts, text: 'One. Stopped.' })).toBe('no error');
      });
    },
  ));
