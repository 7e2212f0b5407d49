/** A file in Slack is sent once: whatever answer is lost, and wherever the process dies. */
import { describe, expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import type { Db } from '../../src/db/pool.ts';
import { Later } from '../../src/jobs/later.ts';
import { silentLog } from '../../src/log.ts';
import { noModels } from '../../src/models/models.ts';
import { personById } from '../../src/people/people.ts';
import { ask } from '../../src/requests/ask.ts';
import type { FaultWanted } from '../../src/sandbox/faults.ts';
import type { Workspace } from '../../src/sandbox/workspace.ts';
import { createChannels } from '../../src/slack/channels.ts';
import { createClient } from '../../src/slack/client.ts';
import { fileOf, wantExport } from '../../src/slack/files/ledger.ts';
import { type FileUse, sendFile } from '../../src/slack/files/send.ts';
import { createPace } from '../../src/slack/pace.ts';
import { createWho } from '../../src/slack/who.ts';
import { cast, now, slackIdOf } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { castCompany, castWorkspace } from '../support/workspace.ts';

const key = 'export:7' as const;
const log = silentLog();

type Bench = {
  db: Db;
  workspace: Workspace;
  use: FileUse;
  /** Works on the job until nothing is put off any more, as the workers do. */
  work: (use?: FileUse) => Promise<void>;
  filesInDm: () => string[];
  state: () => Promise<string | undefined>;
};

/** Mara's question is answered, and its file wanted in her direct messages. */
async function withFile(work: (bench: Bench) => Promise<void>): Promise<void> {
  const workspace = await castWorkspace();
  try {
    await withDatabase(async (db) => {
      await castCompany(db, workspace);
      const client = createClient(workspace.botToken, { apiUrl: workspace.apiUrl, log, timeoutMs: 400 });
      const clock = stoppedAt(now);
      const self = () => ({ teamId: 'T', botUserId: workspace.ids.bot, botId: null });
      const use: FileUse = {
        db,
        client,
        clock,
        zone: 'UTC',
        log,
        fetch,
        pace: createPace({ perSecond: 1000 }),
        channels: createChannels({ db, client, log }),
        who: createWho({ db, client, self }),
        settleMs: 100,
      };
      const by = await personById(db, cast.mara);
      const asked = await ask(
        { db, now: clock, zone: 'UTC', models: noModels, log },
        { text: 'open deals', by, place: { kind: 'dm' } },
      );
      const slackUser = slackIdOf(cast.mara);
      await wantExport(db, { key, requestId: asked.requestId, slackUser, channel: `dm:${slackUser}` });
      const sees = () => workspace.as('mara').sees('dm');
      await work({
        db,
        workspace,
        use,
        work: (mortal = use) => worked(mortal),
        filesInDm: () => sees().flatMap(({ files }) => (files ?? []).map(({ name }) => name)),
        state: async () => (await fileOf(db, key))?.state,
      });
    });
  } finally {
    await workspace.stop();
  }
}

async function worked(use: FileUse): Promise<void> {
  for (let attempt = 1; attempt < 20; attempt++) {
    try {
      await sendFile(use, { id: 1, attempt, body: { file: key } });
      return;
    } catch (error) {
      if (error instanceof Killed) throw error;
      const wait = error instanceof Later ? (error.afterMs ?? 10) : 10;
      await new Promise((resolve) => setTimeout(resolve, Math.min(wait, 500)));
    }
  }
  throw new Error('The file was never sent.');
}

const theFile = ['open-deals-2026-03-20.csv'];
const steps = ['files.getUploadURLExternal', 'upload_url', 'files.completeUploadExternal'];

describe.each(steps)('%s', (on) => {
  test.each<[string, Partial<FaultWanted>]>([
    ['its answer is lost', { kind: 'lost' }],
    ['it does not arrive', { kind: 'reset' }],
    ['it ends in an error after it was done', { kind: 'error500', after: true }],
    ['it ends in an error and was not done', { kind: 'error500' }],
    ['it is answered too late', { kind: 'late', ms: 600 }],
    ['Slack asks to slow down', { kind: 'ratelimited', retryAfter: 1 }],
  ])('%s: one file arrives', (_, fault) =>
    withFile(async ({ workspace, work, filesInDm, state }) => {
      workspace.faults.add({ kind: 'lost', ...fault, on, next: 1 });
      await work();
      expect(filesInDm()).toEqual(theFile);
      expect(await state()).toBe('sent');
    }),
  );
});

class Killed extends Error {}

/** A process that dies at its nth call, before the call leaves or when its answer has come. */
function mortal(use: FileUse, n: number, when: 'before' | 'after'): FileUse {
  let calls = 0;
  const counted = async <T>(call: () => Promise<T>): Promise<T> => {
    calls += 1;
    if (calls === n && when === 'before') throw new Killed();
    const answer = await call();
    if (calls === n) throw new Killed();
    return answer;
  };
  const client = Object.create(use.client);
  client.files = {
    getUploadURLExternal: (args: never) => counted(() => use.client.files.getUploadURLExternal(args)),
  };
  client.apiCall = (method: string, args: never) => counted(() => use.client.apiCall(method, args));
  return { ...use, client, fetch: (...sent) => counted(() => fetch(...sent)) };
}

test.each([1, 2, 3].flatMap((n) => [[n, 'before'] as const, [n, 'after'] as const]))(
  'killed at call %i, %s it: the next one sends exactly one file',
  (n, when) =>
    withFile(async ({ use, work, filesInDm, state }) => {
      await work(mortal(use, n, when)).catch(() => undefined);
      await work();
      await work();
      expect(filesInDm()).toEqual(theFile);
      expect(await state()).toBe('sent');
    }),
);

test('two workers at the same time send one file', () =>
  withFile(async ({ work, filesInDm }) => {
    await Promise.all([work(), work()]);
    expect(filesInDm()).toEqual(theFile);
  }));

test('a late first answer and a second try make one file, since Slack takes an id once', () =>
  withFile(async ({ workspace, work, filesInDm, state }) => {
    workspace.faults.add({ kind: 'lost', on: 'files.completeUploadExternal', next: 1 });
    // History lags behind longer than anybody looks.
    workspace.faults.add({ kind: 'lag', on: 'conversations.history', ms: 60_000 });
    await work();
    expect(workspace.calls.all('files.completeUploadExternal')).toHaveLength(2);
    expect(filesInDm()).toEqual(theFile);
    expect(await state()).toBe('doubtful');
  }));

test('where nobody may look, the reader is told instead of getting a second file', () =>
  withFile(async ({ workspace, work, filesInDm, state, db }) => {
    workspace.faults.add({ kind: 'lost', on: 'files.completeUploadExternal', next: 1 });
    workspace.faults.add({ kind: 'refuse', code: 'missing_scope', on: 'conversations.history' });
    await work();
    expect(filesInDm()).toEqual(theFile);
    expect(await state()).toBe('doubtful');
    expect(await db('outbox').where({ topic: 'whisper' }).first('body')).toMatchObject({
      body: { text: expect.stringMatching(/^Slack did not say whether the file arrived\./) },
    });
  }));

test('an upload that Slack has thrown away in between is made anew', () =>
  withFile(async ({ workspace, work, use, filesInDm, state, db }) => {
    await work(mortal(use, 3, 'before')).catch(() => undefined);
    await db('files').update({ file_id: 'F000000000X' });
    await work();
    expect(workspace.calls.all('files.getUploadURLExternal')).toHaveLength(2);
    expect(filesInDm()).toEqual(theFile);
    expect(await state()).toBe('sent');
  }));

test('an export is recorded with who, what and how many rows', () =>
  withFile(async ({ work, db }) => {
    await work();
    expect(await db('audit').where({ action: 'answer.exported' })).toMatchObject([
      { subject_kind: 'request', actor_id: cast.mara, details: { rows: expect.any(Number) } },
    ]);
  }));
