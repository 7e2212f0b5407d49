import { expect, test } from 'vitest';
import { type Card, section } from '../../blocks/kit.ts';
import { data } from '../../blocks/text.ts';
import type { Db } from '../../src/db/pool.ts';
import { wantCard } from '../../src/jobs/cards.ts';
import { Later } from '../../src/jobs/later.ts';
import { silentLog } from '../../src/log.ts';
import { startRun } from '../../src/runs/runs.ts';
import { createWorkspace, type Workspace } from '../../src/sandbox/workspace.ts';
import { createChannels } from '../../src/slack/channels.ts';
import { createClient } from '../../src/slack/client.ts';
import { cardOf, drawAnew, takenOver } from '../../src/slack/ledger.ts';
import { createPace } from '../../src/slack/pace.ts';
import { type PostUse, show } from '../../src/slack/post.ts';
import { sweepTwins } from '../../src/slack/twins.ts';
import { withDatabase } from '../support/database.ts';

const log = silentLog();
const card = (text: string): Card => ({ text, blocks: [section(data(text))] });
const key = 'exception:7' as const;

type Bench = {
  db: Db;
  workspace: Workspace;
  use: PostUse;
  draw: (text: string) => Promise<void>;
  posts: () => string[];
};

/** A ledger on a real database, drawing into a real workspace, with short times. */
async function withLedger(work: (bench: Bench) => Promise<void>): Promise<void> {
  const workspace = await createWorkspace({});
  try {
    await withDatabase(async (db) => {
      const client = createClient(workspace.botToken, { apiUrl: workspace.apiUrl, log, timeoutMs: 10_000 });
      const use: PostUse = {
        db,
        client,
        log,
        pace: createPace({ perSecond: 1000 }),
        channels: createChannels({ db, client, log }),
        settleMs: 100,
        count: () => {},
      };
      await wantCard(db, { key, channel: '#deals' });
      const draw = async (text: string) => {
        const known = await cardOf(db, key);
        if (known) await show(use, known, () => card(text));
      };
      const posts = () =>
        workspace
          .as('mara')
          .sees('deals')
          .map((message) => message.text);
      await work({ db, workspace, use, draw, posts });
    });
  } finally {
    await workspace.stop();
  }
}

/** Draws until nothing is put off any more, as a worker does. */
async function drawn(draw: (text: string) => Promise<void>, text: string): Promise<number> {
  for (let tries = 1; tries < 20; tries++) {
    try {
      await draw(text);
      return tries;
    } catch (error) {
      if (!(error instanceof Later)) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.min(error.afterMs ?? 10, 300)));
    }
  }
  throw new Error('The card was never drawn.');
}

test('a card is posted once and rewritten in place', () =>
  withLedger(async ({ db, draw, posts, workspace }) => {
    await draw('first');
    await draw('second');
    await draw('second');
    expect(posts()).toEqual(['second']);
    expect(workspace.calls.all('chat.update')).toHaveLength(1);
    expect(await cardOf(db, key)).toMatchObject({ state: 'posted', channel: workspace.channels().deals });
  }));

test('a click on what stood there before the last drawing does not have the card drawn again; one on what stands there now does', () =>
  withLedger(async ({ db, draw }) => {
    const clicked = async (): Promise<number> =>
      (await db('inbox').insert({ kind: 'action', body: '{}' }).returning('id'))[0].id;
    const wanted = () => db('outbox').where({ key, done_at: null }).pluck('topic');
    const before = await clicked();
    await draw('first');
    await db('outbox').update({ done_at: new Date() });
    const { channel = '', ts } = (await cardOf(db, key)) ?? {};
    await drawAnew(db, { channel, ts: ts ?? '' }, before);
    expect(await wanted()).toEqual([]);
    await drawAnew(db, { channel, ts: ts ?? '' }, await clicked());
    expect(await wanted()).toEqual(['draw']);
    expect((await cardOf(db, key))?.drawnHash).toBeNull();
  }));

test('a post whose answer was lost is found by its marker and not sent again', () =>
  withLedger(async ({ draw, posts, workspace, db }) => {
    workspace.faults.add({ kind: 'lost', on: 'chat.postMessage', next: 1 });
    expect(await drawn(draw, 'only one')).toBeGreaterThan(1);
    expect(posts()).toEqual(['only one']);
    expect(workspace.calls.all('chat.postMessage')).toHaveLength(1);
    expect((await cardOf(db, key))?.state).toBe('posted');
  }));

test('a post that never arrived is sent again after it was looked for twice at least', () =>
  withLedger(async ({ draw, posts, workspace }) => {
    workspace.faults.add({ kind: 'reset', on: 'chat.postMessage', next: 1 });
    await drawn(draw, 'came');
    expect(posts()).toEqual(['came']);
    expect(workspace.calls.all('conversations.history').length).toBeGreaterThanOrEqual(2);
    expect(workspace.calls.all('chat.postMessage')).toHaveLength(2);
  }));

test.each([
  { kind: 'error500', so: 'sent again after the second look' },
  { kind: 'reset', so: 'waited for until it cannot be on its way any more' },
] as const)('a post that ended with $kind is $so', ({ kind }) =>
  withLedger(async ({ draw, posts, workspace, db, use }) => {
    use.settleMs = 10_000;
    workspace.faults.add({ kind, on: 'chat.postMessage', next: 1 });
    await expect(draw('came')).rejects.toMatchObject({ afterMs: null });
    const later = (seconds: number) =>
      db.raw(
        `update cards set sending_since = sending_since - ? * interval '1 second', looked_at = looked_at - ? * interval '1 second'`,
        [seconds, seconds],
      );
    await later(2);
    await expect(draw('came')).rejects.toThrow(Later);
    await later(4);
    if (kind === 'error500') await draw('came');
    else {
      await expect(draw('came')).rejects.toThrow(Later);
      expect(posts()).toEqual([]);
      await later(4);
      await draw('came');
    }
    expect(posts()).toEqual(['came']);
  }),
);

test('an answer that is no data at all is no refusal: the card is drawn again', () =>
  withLedger(async ({ draw, posts, workspace, db }) => {
    await draw('first');
    workspace.faults.add({ kind: 'html', on: 'chat.update', next: 2 });
    await expect(draw('second')).rejects.toMatchObject({ afterMs: null });
    expect((await cardOf(db, key))?.state).toBe('posted');
    await drawn(draw, 'second');
    expect(posts()).toEqual(['second']);
  }));

test('a card that came twice in spite of all is closed the second time', () =>
  withLedger(async ({ draw, posts, workspace, db, use }) => {
    await draw('current');
    const marker = (await cardOf(db, key))?.marker ?? '';
    const late = await use.client.chat.postMessage({
      channel: workspace.channels().deals ?? '',
      ...card('current'),
      metadata: { event_type: 'steward_card', event_payload: { k: marker } },
    });
    await db('cards').update({ looks: 2, drawn_at: db.raw("now() - interval '1 minute'") });
    // A history that lags behind shows neither: the doubt stays.
    workspace.faults.add({ kind: 'lag', on: 'conversations.history', ms: 60_000 });
    expect(await sweepTwins({ db, client: use.client, log, settleMs: 100 })).toBe(0);
    workspace.faults.clear();
    expect(await sweepTwins({ db, client: use.client, log, settleMs: 100 })).toBe(1);
    expect(posts()).toEqual(['current', 'This card came twice. The one above is current.']);
    expect((await cardOf(db, key))?.ts).not.toBe(late.ts);
  }));

test('being told to slow down puts off this channel only', () =>
  withLedger(async ({ draw, workspace, use, db, posts }) => {
    workspace.faults.add({ kind: 'ratelimited', on: 'chat.postMessage', next: 1, retryAfter: 30 });
    await expect(draw('later')).rejects.toMatchObject({ afterMs: 30_000 });
    await wantCard(db, { key: 'lead:L-1', channel: 'leads' });
    const other = await cardOf(db, 'lead:L-1');
    if (other) await show(use, other, () => card('a lead'));
    expect(
      workspace
        .as('mara')
        .sees('leads')
        .map((message) => message.text),
    ).toEqual(['a lead']);
    await expect(draw('later')).rejects.toThrow(Later);
    expect(posts()).toEqual([]);
    expect((await cardOf(db, key))?.state).toBe('wanted');
  }));

test('a channel that does not exist is a reason in the ledger, and wanting the card again tries again', () =>
  withLedger(async ({ db, use }) => {
    await wantCard(db, { key: 'alert:1', channel: '#nowhere' });
    const lost = await cardOf(db, 'alert:1');
    if (lost) await show(use, lost, () => card('x'));
    expect(await db('cards').where({ key: 'alert:1' }).first('state', 'error')).toEqual({
      state: 'failed',
      error: 'channel_not_found',
    });
    await wantCard(db, { key: 'alert:1', channel: '#nowhere' });
    expect((await cardOf(db, 'alert:1'))?.state).toBe('wanted');
  }));

test('a card goes to a person directly, and into a public channel that Steward was not in', () =>
  withLedger(async ({ db, use, workspace }) => {
    const mara = workspace.as('mara');
    await wantCard(db, { key: 'nudge:1', channel: `dm:${mara.id}` });
    await wantCard(db, { key: 'alert:2', channel: 'general' });
    for (const one of ['nudge:1', 'alert:2']) {
      const known = await cardOf(db, one);
      if (known) await show(use, known, () => card(one));
    }
    expect(mara.sees('dm').map((message) => message.text)).toEqual(['nudge:1']);
    expect(mara.sees('general').map((message) => message.text)).toEqual(['alert:2']);
  }));

test('the message of an attempt that died shows the answer of the next one', () =>
  withLedger(async ({ db }) => {
    const [first, second] = await db.transaction(async (trx) => {
      const by = { kind: 'system', id: 'test' } as const;
      const runId = await startRun(trx, { agent: 'requests', wokenBy: 'question', by });
      const rows = await trx('requests')
        .insert(
          [1, 2].map(() => ({
            run_id: runId,
            place: 'dm',
            text: 'x',
            cause: 'inbox:7',
            asked_at: new Date(0),
          })),
        )
        .returning('id');
      return rows.map(({ id }) => Number(id));
    });
    await wantCard(db, { key: `answer:${first ?? 0}`, channel: '#deals' });
    await takenOver(db, 'inbox:7', `answer:${second}`);
    await takenOver(db, 'inbox:7', `answer:${second}`);
    expect(await db('cards').whereLike('key', 'answer:%').pluck('key')).toEqual([`answer:${second}`]);
  }));
