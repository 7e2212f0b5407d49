import { WebClient } from '@slack/web-api';
import { expect, test, vi } from 'vitest';
import { UsedWrongly } from '../../src/errors.ts';
import { faultHere } from '../../src/fault-command.ts';
import type { FaultWanted } from '../../src/sandbox/faults.ts';
import type { Workspace } from '../../src/sandbox/workspace.ts';
import { silent, withBolt, withWorkspace } from './with-workspace.ts';

const post = (workspace: Workspace, text = 'x', timeout = 0) =>
  new WebClient(workspace.botToken, {
    slackApiUrl: workspace.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    logger: silent,
  }).chat.postMessage({ channel: '#deals', text });

const cases: [FaultWanted['kind'], Partial<FaultWanted>, stored: boolean][] = [
  ['lost', {}, true],
  ['reset', {}, false],
  ['ratelimited', { retryAfter: 7 }, false],
  ['error500', {}, false],
  ['error500', { after: true }, true],
  ['html', {}, false],
  ['html', { after: true }, true],
  ['refuse', { code: 'account_inactive' }, false],
];

test.each(cases)('%s %j: the caller fails once, and the message is stored: %s', (kind, more, stored) =>
  withWorkspace({}, async (workspace) => {
    workspace.faults.add({ kind, on: 'chat.postMessage', next: 1, ...more });
    await expect(post(workspace, 'once')).rejects.toThrow();
    expect(
      workspace
        .as('mara')
        .sees('deals')
        .map(({ text }) => text),
    ).toEqual(stored ? ['once'] : []);
    expect(workspace.calls.all('chat.postMessage').at(-1)).toMatchObject({ done: stored });
    expect((await post(workspace, 'again')).ok).toBe(true);
  }),
);

test('a late answer comes late, though the message is there at once', () =>
  withWorkspace({}, async (workspace) => {
    workspace.faults.add({ kind: 'late', on: 'chat.*', ms: 2_000 });
    const answered = post(workspace, 'late', 200);
    answered.catch(() => undefined);
    const mara = workspace.as('mara');
    await mara.until(() => mara.sees('deals').some(({ text }) => text === 'late'));
    await expect(answered).rejects.toThrow();
  }));

test('the same seed gives the same luck', () =>
  withWorkspace({ limits: 'off' }, async (workspace) => {
    const luck = async (seed: number): Promise<boolean[]> => {
      workspace.faults.clear();
      workspace.faults.seed(seed);
      workspace.faults.add({ kind: 'error500', on: 'chat.postMessage', probability: 0.5 });
      const results: boolean[] = [];
      for (let i = 0; i < 12; i++)
        results.push(
          await post(workspace).then(
            () => true,
            () => false,
          ),
        );
      return results;
    };
    const first = await luck(7);
    expect(await luck(7)).toEqual(first);
    expect(new Set(first)).toEqual(new Set([true, false]));
  }));

test('history can lag behind what was stored', () =>
  withWorkspace({}, async (workspace) => {
    await post(workspace, 'new');
    const history = async (): Promise<number> => {
      const body = new URLSearchParams({
        token: workspace.botToken,
        channel: workspace.channels().deals ?? '',
      });
      const answer = await fetch(`${workspace.apiUrl}conversations.history`, { method: 'POST', body });
      return ((await answer.json()) as { messages: unknown[] }).messages.length;
    };
    workspace.faults.add({ kind: 'lag', on: 'conversations.history', ms: 60_000, next: 1 });
    expect(await history()).toBe(0);
    expect(await history()).toBe(1);
  }));

test('events are doubled, reordered, lost and held back as the faults say', () =>
  withWorkspace({ timing: { retryMs: [5, 5, 5] } }, async (workspace) => {
    const seen: [text: string | undefined, id: string, retry: unknown][] = [];
    await withBolt(
      workspace,
      (app) =>
        app.event('message', async ({ event, body, context }) => {
          seen.push(['text' in event ? event.text : undefined, body.event_id, context.retryNum]);
        }),
      async () => {
        const mara = workspace.as('mara');
        workspace.faults.add({ kind: 'duplicate', on: 'message', next: 1 });
        mara.say('dm', 'doubled');
        await mara.until(() => seen.length === 2);
        expect(seen[0]?.[1]).toBe(seen[1]?.[1]);
        workspace.faults.add({ kind: 'reorder', on: 'message', next: 1 });
        mara.say('dm', 'first');
        mara.say('dm', 'second');
        await mara.until(() => seen.length === 4);
        expect(seen.slice(2).map(([text]) => text)).toEqual(['second', 'first']);
        workspace.faults.add({ kind: 'drop', on: 'message', next: 1 });
        mara.say('dm', 'dropped');
        await mara.until(() => seen.length === 5);
        expect(seen[4]).toMatchObject(['dropped', expect.any(String), 1]);
        workspace.faults.add({ kind: 'hold', on: 'message' });
        mara.say('dm', 'held');
        await workspace.delivery.settled();
        expect(seen.length).toBe(5);
        workspace.delivery.release();
        await mara.until(() => seen.length === 6);
      },
    );
  }));

test('an event during a dropped connection comes again when the app is back', () =>
  withWorkspace({ timing: { retryMs: [10, 300, 300] } }, async (workspace) => {
    const texts: unknown[] = [];
    const listen = (app: {
      event: (type: 'message', listener: (args: { event: object }) => Promise<void>) => void;
    }): void =>
      app.event('message', async ({ event }) => void texts.push('text' in event ? event.text : null));
    const mara = workspace.as('mara');
    await withBolt(workspace, listen as never, async () => {
      workspace.sockets.drop();
      await mara.until(() => workspace.sockets.count() === 0);
      mara.say('dm', 'while away');
      await workspace.delivery.settled();
    });
    await withBolt(workspace, listen as never, async () => {
      await mara.until(() => texts.length === 1);
      expect(texts).toEqual(['while away']);
    });
  }));

test('what was said while the app was away reaches it when it is back, however long that took', () =>
  withWorkspace({ timing: { retryMs: [0, 1, 1] } }, async (workspace) => {
    const texts: unknown[] = [];
    const mara = workspace.as('mara');
    for (const text of ['one', 'two']) mara.say('dm', text);
    await workspace.delivery.settled();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await withBolt(
      workspace,
      (app) =>
        app.event('message', async ({ event }) => void texts.push('text' in event ? event.text : null)),
      async () => {
        await mara.until(() => texts.length === 2);
        expect(texts).toEqual(['one', 'two']);
      },
    );
    expect(
      workspace.notices
        .recent()
        .map(({ text }) => text)
        .join(),
    ).not.toContain('given up');
  }));

test('from the page a fault is switched on by its name, and everything off', () =>
  withWorkspace({}, async (workspace) => {
    const at = `${workspace.url}/_page/faults`;
    const say = async (body: object) => {
      const answer = await fetch(at, { method: 'POST', body: JSON.stringify(body) });
      return { status: answer.status, said: await answer.json() };
    };
    const { choices } = (await (await fetch(at)).json()) as { choices: { name: string; of: string }[] };
    for (const { name } of choices) expect((await say({ fault: name, times: 3 })).status).toBe(200);
    expect(workspace.faults.list()).toHaveLength(choices.length);
    expect((await say({ off: true })).said).toMatchObject({ on: [] });
    expect((await say({ fault: 'gone' })).said).toMatchObject({
      on: [{ text: 'Channel gone: messages and cards, once more' }],
    });
    await expect(post(workspace)).rejects.toThrow('channel_not_found');
    expect((await post(workspace)).ok).toBe(true);
    expect((await say({ fault: 'hold', times: null })).said).toMatchObject({
      on: [{ text: 'Held back: what people write, until it is switched off' }],
    });
    const wrong = await say({ fault: 'gremlins' });
    expect(wrong).toMatchObject({ status: 400, said: { sentence: 'That is no fault that can be tried.' } });
    expect(JSON.stringify(wrong.said)).toContain('fault');
  }));

test('from the command line a fault is switched on and off, and nonsense is refused with the way out', () =>
  withWorkspace({}, async (workspace) => {
    vi.stubEnv('PORT', String(workspace.port));
    const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const said = async (words: string[], flags: Record<string, string> = {}): Promise<string> => {
      printed.mockClear();
      expect(await faultHere({ words, flags })).toBe(0);
      return printed.mock.calls.map(([part]) => part).join('');
    };
    try {
      expect(await said(['lost'], { times: '2', on: 'windows' })).toBe(
        'On. Answer lost: forms and Home, 2 times more.\n',
      );
      expect(await said([])).toMatch(/^ {2}lost +Slack does what Steward asks[\s\S]*On\. Answer lost/);
      expect(await said(['off'])).toBe('No fault is on.\n');
      await expect(faultHere({ words: ['gremlins'], flags: {} })).rejects.toThrow(UsedWrongly);
      await expect(faultHere({ words: ['lost'], flags: { times: 'twice' } })).rejects.toThrow(/whole number/);
      vi.stubEnv('SLACK_BOT_TOKEN', 'xoxb-1');
      vi.stubEnv('SLACK_APP_TOKEN', 'xapp-1');
      await expect(faultHere({ words: ['off'], flags: {} })).rejects.toThrow(/local workspace only/);
    } finally {
      printed.mockRestore();
      vi.unstubAllEnvs();
    }
  }));

test('faults can be switched over HTTP, and nonsense is refused with its place', () =>
  withWorkspace({}, async (workspace) => {
    const set = async (body: unknown): Promise<{ ok: boolean; error?: string; faults?: unknown[] }> =>
      (await (
        await fetch(`${workspace.url}/_faults`, { method: 'POST', body: JSON.stringify(body) })
      ).json()) as never;
    expect(await set({ seed: 3, faults: [{ kind: 'lost', on: 'chat.postMessage', next: 1 }] })).toMatchObject(
      {
        ok: true,
        faults: [{ kind: 'lost', next: 1 }],
      },
    );
    await expect(post(workspace)).rejects.toThrow();
    expect((await set({ faults: [{ kind: 'gremlins' }] })).error).toContain('faults[0].kind');
    expect(await set({ clear: true })).toMatchObject({ ok: true, faults: [] });
    expect(workspace.notices.recent().map(({ text }) => text)).toContain(
      'Fault switched on: lost, chat.postMessage, the next 1.',
    );
  }));
