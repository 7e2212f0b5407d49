import { type WebAPIPlatformError, WebClient } from '@slack/web-api';
import { expect, test } from 'vitest';
import type { Workspace } from '../../src/sandbox/workspace.ts';
import { silent, withWorkspace } from './with-workspace.ts';

const clientOf = (workspace: Workspace, token = workspace.botToken): WebClient =>
  new WebClient(token, {
    slackApiUrl: workspace.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
  });

const errorOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'no error';
  } catch (error) {
    return (error as WebAPIPlatformError).data?.error ?? (error as { code: string }).code;
  }
};

test('auth.test says who the app is and which scopes it has', () =>
  withWorkspace({}, async (workspace) => {
    const answer = await clientOf(workspace).auth.test();
    expect(answer.user_id).toBe(workspace.ids.bot);
    expect(answer.response_metadata?.scopes).toContain('chat:write');
  }));

test('tokens are checked as Slack checks them', () =>
  withWorkspace({}, async (workspace) => {
    const post = { channel: '#deals', text: 'x' };
    expect(await errorOf(clientOf(workspace, 'xoxb-other').chat.postMessage(post))).toBe('invalid_auth');
    expect(await errorOf(clientOf(workspace, workspace.appToken).chat.postMessage(post))).toBe(
      'not_allowed_token_type',
    );
    expect(await errorOf(clientOf(workspace).apps.connections.open({}))).toBe('not_allowed_token_type');
    const anonymous = await fetch(`${workspace.apiUrl}chat.postMessage`, {
      method: 'POST',
      body: new URLSearchParams(post),
    });
    expect(await anonymous.json()).toEqual({ ok: false, error: 'not_authed' });
  }));

test('a scope that the app does not have is named', () =>
  withWorkspace(
    { app: { scopes: ['chat:write'] }, people: [], channels: [{ name: 'deals' }] },
    async (workspace) => {
      const list = clientOf(workspace).users.list({});
      await expect(list).rejects.toMatchObject({
        data: { error: 'missing_scope', needed: 'users:read', provided: 'chat:write' },
      });
    },
  ));

test('a message goes to a channel, by name, by id, or to a person', () =>
  withWorkspace({}, async (workspace) => {
    const client = clientOf(workspace);
    const { deals = '', general = '' } = workspace.channels();
    const byName = await client.chat.postMessage({ channel: '#deals', text: 'One.' });
    expect(byName).toMatchObject({ channel: deals, message: { text: 'One.', user: workspace.ids.bot } });
    const toPerson = await client.chat.postMessage({ channel: workspace.as('mara').id, text: 'Two.' });
    expect(toPerson.channel).toBe(workspace.as('mara').dm());
    expect(await errorOf(client.chat.postMessage({ channel: general, text: 'x' }))).toBe('not_in_channel');
    expect(await errorOf(client.chat.postMessage({ channel: 'C404', text: 'x' }))).toBe('channel_not_found');
    expect(await errorOf(client.chat.postMessage({ channel: deals, text: '' }))).toBe('no_text');
    expect(await errorOf(client.chat.postMessage({ channel: deals, text: 'x'.repeat(40_001) }))).toBe(
      'msg_too_long',
    );
    expect(await errorOf(client.chat.postMessage({ channel: deals, text: 'x', thread_ts: '1.000001' }))).toBe(
      'thread_not_found',
    );
    workspace.seed({ channels: [{ name: 'deals', archived: true }] });
    expect(await errorOf(client.chat.postMessage({ channel: deals, text: 'x' }))).toBe('is_archived');
  }));

test('arguments may come as JSON too', () =>
  withWorkspace({}, async (workspace) => {
    const response = await fetch(`${workspace.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        authorization: `Bearer ${workspace.botToken}`,
      },
      body: JSON.stringify({ channel: '#deals', text: 'As JSON.', blocks: [{ type: 'divider' }] }),
    });
    expect(await response.json()).toMatchObject({
      ok: true,
      message: { text: 'As JSON.', blocks: [{ type: 'divider' }] },
    });
  }));

test('only the app’s own messages can be updated or deleted, and what is not sent stays', () =>
  withWorkspace({}, async (workspace) => {
    const client = clientOf(workspace);
    const { deals = '' } = workspace.channels();
    const section = { type: 'section' as const, text: { type: 'mrkdwn' as const, text: '*Kept*' } };
    const metadata = { event_type: 'steward_card', event_payload: { k: 'a1' } };
    const { ts = '' } = await client.chat.postMessage({
      channel: deals,
      text: 'Open.',
      blocks: [section],
      metadata,
    });
    await client.chat.update({ channel: deals, ts, text: 'Settled.' });
    const history = await client.conversations.history({ channel: deals, include_all_metadata: true });
    expect(history.messages?.[0]).toMatchObject({
      text: 'Settled.',
      blocks: [section],
      metadata,
      edited: { user: workspace.ids.bot },
    });
    await client.chat.update({ channel: deals, ts, text: 'Bare.', blocks: [] });
    expect(workspace.as('mara').sees('deals')[0]).toMatchObject({ text: 'Bare.', blocks: [] });

    const theirs = workspace.as('mara').say('deals', 'Mine.');
    expect(await errorOf(client.chat.update({ channel: deals, ts: theirs.ts, text: 'x' }))).toBe(
      'cant_update_message',
    );
    expect(await errorOf(client.chat.delete({ channel: deals, ts: theirs.ts }))).toBe('cant_delete_message');
    expect(await errorOf(client.chat.update({ channel: deals, ts: '1.000001', text: 'x' }))).toBe(
      'message_not_found',
    );
    await client.chat.delete({ channel: deals, ts });
    expect(
      workspace
        .as('mara')
        .sees('deals')
        .map((message) => message.ts),
    ).toEqual([theirs.ts]);
  }));

test('an ephemeral message is seen by one person, and is out of reach of update and history', () =>
  withWorkspace({}, async (workspace) => {
    const client = clientOf(workspace);
    const { deals = '' } = workspace.channels();
    const mara = workspace.as('mara');
    const { message_ts: ts = '' } = await client.chat.postEphemeral({
      channel: deals,
      user: mara.id,
      text: 'Only you.',
    });
    expect(mara.sees('deals').map((message) => message.text)).toEqual(['Only you.']);
    expect(workspace.as('tom').sees('deals')).toEqual([]);
    expect((await client.conversations.history({ channel: deals })).messages).toEqual([]);
    expect(await errorOf(client.chat.update({ channel: deals, ts, text: 'x' }))).toBe('message_not_found');
    expect(await errorOf(client.chat.postEphemeral({ channel: deals, user: 'U404', text: 'x' }))).toBe(
      'user_not_found',
    );
  }));

test('metadata is whole only for those who ask for all of it', () =>
  withWorkspace({}, async (workspace) => {
    const client = clientOf(workspace);
    const { deals = '' } = workspace.channels();
    const metadata = { event_type: 'steward_card', event_payload: { k: 'opaque' } };
    await client.chat.postMessage({ channel: deals, text: 'x', metadata });
    expect((await client.conversations.history({ channel: deals })).messages?.[0]?.metadata).toEqual({
      event_type: 'steward_card',
    });
    const whole = await client.conversations.history({ channel: deals, include_all_metadata: true });
    expect(whole.messages?.[0]?.metadata).toEqual(metadata);
  }));

test('history is newest first, by pages, between two moments, without replies; replies start with their root', () =>
  withWorkspace({}, async (workspace) => {
    const client = clientOf(workspace);
    const { deals = '' } = workspace.channels();
    const sent: string[] = [];
    for (const text of ['a', 'b', 'c'])
      sent.push((await client.chat.postMessage({ channel: deals, text })).ts ?? '');
    const [a = '', b = '', c = ''] = sent;
    await client.chat.postMessage({ channel: deals, text: 'reply', thread_ts: a });
    workspace.as('tom').say('deals', 'another', { thread: a });
    const texts = (answer: { messages?: { text?: string }[] }): (string | undefined)[] =>
      answer.messages?.map(({ text }) => text) ?? [];

    const first = await client.conversations.history({ channel: deals, limit: 2 });
    expect(texts(first)).toEqual(['c', 'b']);
    expect(first.has_more).toBe(true);
    const second = await client.conversations.history({
      channel: deals,
      limit: 2,
      cursor: first.response_metadata?.next_cursor,
    });
    expect(second.messages).toMatchObject([{ text: 'a', reply_count: 2, reply_users_count: 2 }]);
    expect(texts(await client.conversations.history({ channel: deals, oldest: a, latest: c }))).toEqual([
      'b',
    ]);
    expect(
      texts(await client.conversations.history({ channel: deals, oldest: a, latest: c, inclusive: true })),
    ).toEqual(['c', 'b', 'a']);
    expect(texts(await client.conversations.replies({ channel: deals, ts: a }))).toEqual([
      'a',
      'reply',
      'another',
    ]);
    expect(await errorOf(client.conversations.replies({ channel: deals, ts: '1.000001' }))).toBe(
      'thread_not_found',
    );
    expect(b < c).toBe(true);
  }));

test('people have a time zone, an e-mail and a name; bots have no e-mail', () =>
  withWorkspace({ now: () => Date.parse('2026-03-20T10:00:00Z') }, async (workspace) => {
    const client = clientOf(workspace);
    const found = await client.users.lookupByEmail({ email: 'Mara@example.com' });
    expect(found.user).toMatchObject({
      real_name: 'Mara Lind',
      tz: 'Europe/Berlin',
      tz_offset: 3600,
      profile: { email: 'mara@example.com' },
    });
    expect(await errorOf(client.users.lookupByEmail({ email: 'nobody@example.com' }))).toBe(
      'users_not_found',
    );
    expect((await client.users.info({ user: workspace.ids.bot })).user).toMatchObject({ is_bot: true });
    const pages = [];
    for await (const page of client.paginate('users.list', { limit: 4 })) pages.push(page);
    expect(pages.length).toBe(3);
  }));

test('the app can find, join and open conversations', () =>
  withWorkspace({}, async (workspace) => {
    const client = clientOf(workspace);
    const list = await client.conversations.list({
      types: 'public_channel',
      exclude_archived: true,
      limit: 200,
    });
    expect(list.channels?.map(({ name, is_member }) => [name, is_member])).toContainEqual(['general', false]);
    const { general = '' } = workspace.channels();
    expect((await client.conversations.join({ channel: general })).channel?.is_member).toBe(true);
    const opened = await client.conversations.open({ users: workspace.as('ana').id });
    expect(opened.channel?.id).toBe(workspace.as('ana').dm());
    expect((await client.conversations.members({ channel: general })).members).toContain(workspace.ids.bot);
    expect(await errorOf(client.conversations.open({ users: 'U404' }))).toBe('user_not_found');
  }));

test('a method that Slack does not have is unknown, and one that it has elsewhere too', () =>
  withWorkspace({}, async (workspace) => {
    expect(await errorOf(clientOf(workspace).apiCall('chat.telepathy'))).toBe('unknown_method');
    expect(await errorOf(clientOf(workspace).apiCall('constructor'))).toBe('unknown_method');
  }));

test('a missing argument is named', () =>
  withWorkspace({}, async (workspace) => {
    const call = clientOf(workspace).apiCall('chat.update', { channel: 'C1', text: 'x' });
    await expect(call).rejects.toMatchObject({
      data: {
        error: 'invalid_arguments',
        response_metadata: { messages: ['[ERROR] missing required field: ts'] },
      },
    });
  }));

test('more than a burst of posts to one channel is answered with 429 and Retry-After', () =>
  withWorkspace({ now: () => 1_800_000_000_000 }, async (workspace) => {
    const client = clientOf(workspace);
    for (let i = 0; i < 30; i++) await client.chat.postMessage({ channel: '#deals', text: `${i}` });
    await expect(client.chat.postMessage({ channel: '#deals', text: 'one more' })).rejects.toMatchObject({
      retryAfter: 1,
    });
    expect((await client.chat.postMessage({ channel: '#leads', text: 'elsewhere' })).ok).toBe(true);
    workspace.limits.set({ 'users.info': 1 });
    const mara = workspace.as('mara').id;
    await client.users.info({ user: mara });
    await expect(client.users.info({ user: mara })).rejects.toMatchObject({ retryAfter: 60 });
    workspace.limits.set('off');
    expect((await client.users.info({ user: mara })).ok).toBe(true);
  }));

test('reactions are added once and taken back once', () =>
  withWorkspace({}, async (workspace) => {
    const client = clientOf(workspace);
    const { ts, channel } = workspace.as('priya').say('deals', 'question');
    const eyes = { channel, timestamp: ts, name: 'eyes' };
    await client.reactions.add(eyes);
    expect(workspace.as('priya').sees('deals')[0]?.reactions).toEqual([
      { name: 'eyes', users: [workspace.ids.bot] },
    ]);
    expect(await errorOf(client.reactions.add(eyes))).toBe('already_reacted');
    await client.reactions.remove(eyes);
    expect(await errorOf(client.reactions.remove(eyes))).toBe('no_reaction');
  }));

test('an agent says that it is working, and suggests at most four prompts', () =>
  withWorkspace({}, async (workspace) => {
    const client = clientOf(workspace);
    const asked = workspace.as('priya').say('dm', 'my open deals');
    const status = { channel_id: asked.channel, thread_ts: asked.ts, status: 'processing' };
    expect(await client.agents.sessions.setStatus(status)).toMatchObject({ agent_status: 'processing' });
    expect(await errorOf(client.agents.sessions.setStatus({ ...status, status: 'thinking' }))).toBe(
      'invalid_status',
    );
    const prompts = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ title: `${i}`, message: `${i}` }));
    const set = (count: number) =>
      client.assistant.threads.setSuggestedPrompts({ channel_id: asked.channel, prompts: prompts(count) });
    expect((await set(4)).ok).toBe(true);
    expect(await errorOf(set(5))).toBe('invalid_arguments');
  }));

test('every call is recorded without its token, with what became of it', () =>
  withWorkspace({}, async (workspace) => {
    const client = clientOf(workspace);
    await client.chat.postMessage({ channel: '#deals', text: 'Recorded.' });
    await errorOf(client.chat.postMessage({ channel: 'C404', text: 'Refused.' }));
    const calls = workspace.calls.all('chat.postMessage');
    expect(calls.map(({ outcome, done }) => [outcome, done])).toEqual([
      ['ok', true],
      ['channel_not_found', false],
    ]);
    expect(JSON.stringify(calls)).not.toContain(workspace.botToken);
    const read = (await (await fetch(`${workspace.url}/_calls?method=chat.postMessage`)).json()) as {
      calls: unknown[];
    };
    expect(read.calls).toEqual(JSON.parse(JSON.stringify(calls)));
  }));

test('a message that would ring for a whole channel is said on the page; an escaped one is not', () =>
  withWorkspace({}, async (workspace) => {
    const client = clientOf(workspace);
    await client.chat.postMessage({ channel: '#deals', text: 'From a lead: &lt;!channel&gt;' });
    expect(workspace.notices.recent()).toEqual([]);
    await client.chat.postMessage({ channel: '#deals', text: 'From a lead: <!channel>' });
    expect(workspace.notices.recent().at(-1)).toMatchObject({
      kind: 'warning',
      text: 'Steward rang for everybody in #deals: <!channel>.',
    });
  }));

test('what Slack does not read as markup rings for nobody, and in a direct message there is nobody else', () =>
  withWorkspace({}, async (workspace) => {
    const client = clientOf(workspace);
    const name = '<!channel>';
    const button = { type: 'button', text: { type: 'plain_text', text: name }, action_id: 'a', value: name };
    const option = { text: { type: 'plain_text', text: name }, value: name };
    const cells = { type: 'table', rows: [[{ type: 'raw_text', text: name }]] };
    const rich = { type: 'rich_text_section', elements: [{ type: 'text', text: name }] };
    const names = [
      {
        type: 'actions',
        elements: [
          button,
          { type: 'overflow', action_id: 'b', options: [option, { ...option, value: 'b' }] },
        ],
      },
      { type: 'rich_text', elements: [rich] },
      cells,
    ];
    await client.chat.postMessage({ channel: '#deals', text: 'A table.', blocks: names });
    const dm = workspace.as('mara').dm();
    const loud = [{ type: 'section', text: { type: 'mrkdwn', text: name } }];
    await client.chat.postMessage({ channel: dm, text: 'Hello.', blocks: loud });
    expect(workspace.notices.recent()).toEqual([]);

    const all = { type: 'rich_text_section', elements: [{ type: 'broadcast', range: 'here' }] };
    for (const blocks of [loud, [{ type: 'rich_text', elements: [all] }]])
      await client.chat.postMessage({ channel: '#deals', text: 'Hello.', blocks });
    await client.chat.postMessage({ channel: '#deals', text: 'Hello.', attachments: [{ text: name }] });
    expect(workspace.notices.recent().map(({ text }) => text)).toEqual([
      'Steward rang for everybody in #deals: <!channel>.',
      'Steward rang for everybody in #deals: <!here>.',
      'Steward rang for everybody in #deals: <!channel>.',
    ]);
  }));

test('behind a proxy, sockets and response_urls lead through it', () =>
  withWorkspace({}, async (workspace) => {
    const set = (publicUrl: string | null) =>
      fetch(`${workspace.url}/_workspace`, { method: 'POST', body: JSON.stringify({ publicUrl }) });
    await set('http://127.0.0.1:9/');
    const open = await clientOf(workspace, workspace.appToken).apps.connections.open({});
    expect(open.url).toMatch(/^ws:\/\/127\.0\.0\.1:9\/_socket\?ticket=/);
    await set(null);
    const direct = await clientOf(workspace, workspace.appToken).apps.connections.open({});
    expect(direct.url).toContain(`:${workspace.port}/_socket`);
  }));
