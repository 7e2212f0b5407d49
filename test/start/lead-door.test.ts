import { expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import type { Db } from '../../src/db/pool.ts';
import { frontDoor } from '../../src/front-door.ts';
import { createInbox, type Inbox } from '../../src/jobs/inbox.ts';
import { createWorkers } from '../../src/jobs/workers.ts';
import { leadDoor } from '../../src/lead-door.ts';
import { takeLead } from '../../src/lead-taking.ts';
import { silentLog } from '../../src/log.ts';
import { noModels } from '../../src/models/models.ts';
import { sign } from '../../src/outside/signed.ts';
import { pause, resume } from '../../src/settings/pauses.ts';
import { cast, now as friday, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

const secret = 'a secret of thirty-two characters';
const second = Math.floor(Date.now() / 1000);
const wallNow = () => new Date(second * 1000);

async function withDoor(
  work: (use: { send: (body: string, of?: Sent) => Promise<[number, string]>; url: string }) => Promise<void>,
  inbox: Inbox,
): Promise<void> {
  const log = silentLog();
  const door = await frontDoor({ host: '127.0.0.1', port: 0, log });
  door.open({
    ready: async () => ({ ready: true, database: true, slack: true, jobs: true, room: true, because: [] }),
    metrics: { type: 'text/plain', text: async () => '' },
    slackEvents: null,
    leads: leadDoor({ secret, inbox, log, now: () => friday, wallNow }),
    page: null,
  });
  const url = `${door.url}/intake`;
  const send = async (body: string, of: Sent = {}): Promise<[number, string]> => {
    const at = of.at ?? second;
    const answer = await fetch(url, {
      method: of.method ?? 'POST',
      ...(of.method === 'GET' ? {} : { body }),
      headers: {
        'content-type': of.type ?? 'application/json',
        'x-steward-timestamp': String(at),
        'x-steward-signature': of.signature ?? sign(of.secret ?? secret, at, Buffer.from(body)),
        ...(of.delivery ? { 'x-steward-delivery': of.delivery } : {}),
      },
    });
    return [answer.status, (await answer.text()).trim()];
  };
  try {
    await work({ send, url });
  } finally {
    await door.close();
  }
}
type Sent = {
  at?: number;
  type?: string;
  method?: string;
  secret?: string;
  signature?: string;
  delivery?: string;
};

async function withHouse(
  work: (use: { db: Db; inbox: Inbox; idle: () => Promise<void> }) => Promise<void>,
): Promise<void> {
  await withDatabase(async (db, { url }) => {
    await seedCast(db);
    const inbox = createInbox({ db });
    const handle = async () => {};
    const workers = createWorkers({
      db,
      url,
      log: silentLog(),
      topics: {
        draw: handle,
        whisper: handle,
        apply: handle,
        roll_back: handle,
        start: handle,
        secret: handle,
        file: handle,
        picture: handle,
        home: handle,
        mail: handle,
      },
      inbox: {
        event: handle,
        action: handle,
        command: handle,
        submission: handle,
        lead: (job) => takeLead({ db, now: stoppedAt(friday), models: noModels }, job),
      },
    });
    inbox.onStored(workers.wake);
    await workers.start();
    try {
      await work({ db, inbox, idle: workers.idle });
    } finally {
      await workers.stop();
    }
  });
}

const jane = JSON.stringify({ name: 'Jane Roe', email: 'jane@borealis.example', company: 'Borealis GmbH' });
const kept = [200, '{"kept":true,"again":false}'];
const again = [200, '{"kept":true,"again":true}'];

test('a signed form is in the inbox when it is acknowledged, and becomes a lead', () =>
  withHouse(({ db, inbox, idle }) =>
    withDoor(async ({ send }) => {
      expect(await send(jane)).toEqual(kept);
      expect(await db('inbox').where({ kind: 'lead' })).toHaveLength(1);
      await idle();
      expect(await db('leads').where({ source: 'intake' }).first()).toMatchObject({
        name: 'Jane Roe',
        created_at: friday,
      });
    }, inbox),
  ));

test('the same message replayed, and the same delivery signed anew, are taken once', () =>
  withHouse(({ db, inbox, idle }) =>
    withDoor(async ({ send }) => {
      expect(await send(jane, { delivery: 'd-1' })).toEqual(kept);
      expect(await send(jane)).toEqual(again);
      expect(await send(jane, { delivery: 'd-1', at: second - 5 })).toEqual(again);
      expect(await send(jane, { delivery: 'd-2', at: second - 6 })).toEqual(kept);
      await idle();
      // Two hands may be at them at once: which of them is the first to be written is open, not that it is one.
      expect((await db('arrivals').pluck('fresh')).sort()).toEqual([false, true]);
    }, inbox),
  ));

test('what is not signed, signed otherwise, changed, or signed outside of the window is refused, and nothing is kept', () =>
  withHouse(({ db, inbox }) =>
    withDoor(async ({ send, url }) => {
      const unsigned = await fetch(url, {
        method: 'POST',
        body: jane,
        headers: { 'content-type': 'application/json' },
      });
      expect(unsigned.status).toBe(401);
      expect(await send(jane, { secret: 'another secret of enough characters!' })).toEqual([
        401,
        'The signature does not fit.',
      ]);
      expect(await send(jane, { signature: sign(secret, second, Buffer.from('{}')) })).toEqual([
        401,
        'The signature does not fit.',
      ]);
      expect(await send(jane, { signature: 'v1=' })).toEqual([401, 'The signature does not fit.']);
      const late = 'The message was signed too long ago, or by a clock that is ahead.';
      for (const at of [second - 301, second + 301]) expect(await send(jane, { at })).toEqual([401, late]);
      for (const at of [second - 299, second + 299]) expect((await send(jane, { at }))[0]).toBe(200);
      expect(await db('inbox')).toHaveLength(2);
    }, inbox),
  ));

test('another method, another kind of content and too much of it are refused with a sentence', () =>
  withHouse(({ db, inbox }) =>
    withDoor(async ({ send }) => {
      expect(await send('', { method: 'GET' })).toEqual([405, 'Leads are sent with POST.']);
      expect(await send(jane, { type: 'image/png' })).toEqual([
        415,
        expect.stringMatching(/^Send a form as/),
      ]);
      const [status] = await send('x'.repeat(1_000_001)).catch(() => [413]);
      expect(status).toBe(413);
      expect(await db('inbox')).toEqual([]);
    }, inbox),
  ));

test('what is broken, and what holds nothing of a lead, is refused with the reason, and nothing is kept', () =>
  withHouse(({ db, inbox }) =>
    withDoor(async ({ send }) => {
      const broken = await send('{"name": "Jane Roe", "email":');
      expect(broken).toEqual([400, expect.stringMatching(/^It is not JSON: .+ Send it again, whole\.$/)]);
      const nothing =
        'It has no field of a lead. Send at least an e-mail, a phone number, a name or a message.';
      for (const empty of ['{}', '[]', '{"name":"","email":""}', '{"utm":"x"}', 'hi'])
        expect(await send(empty), empty).toEqual([400, nothing]);
      expect(await send('hi', { type: 'text/plain' })).toEqual([
        400,
        'It has no headers of a mail, and nothing that says who wrote it. Send the whole mail.',
      ]);
      const noise = Array.from({ length: 64 }, (_, n) => String.fromCharCode(n))
        .join('')
        .repeat(20);
      expect(await send(noise, { type: 'message/rfc822' })).toEqual([
        400,
        'It is no text: neither a mail nor a form.',
      ]);
      expect(await db('inbox')).toEqual([]);
      // Little is enough, and an address that is none is somebody's all the same.
      for (const [i, little] of ['{"phone":"+49 30 901820"}', '{"email":"jane@"}', '{"name":"Jo"}'].entries())
        expect((await send(little, { at: second - i }))[0], little).toBe(200);
      const unlabelled = '{"q1":"Forty seats for our office in Bremen, please"}';
      expect((await send(unlabelled))[0]).toBe(200);
      const away = 'From: jane@borealis.example\nSubject: Automatic reply\n\nI am away.';
      expect((await send(away, { type: 'message/rfc822' }))[0]).toBe(200);
    }, inbox),
  ));

test('a lead that could not be kept is not acknowledged', () =>
  withDoor(
    async ({ send }) => {
      expect(await send(jane)).toEqual([503, 'It could not be kept. Send it again.']);
    },
    { store: () => Promise.reject(new Error('no database')), onStored: () => {} },
  ));

test('the text of a mail comes in by the same door, byte by byte, and one mail is one arrival by whichever way', () =>
  withHouse(({ db, inbox, idle }) =>
    withDoor(async ({ send }) => {
      const mail =
        'From: Jörg Müller <joerg@mueller.example>\nMessage-ID: <m1@mueller.example>\nSubject: Angebot\n\nBitte ein Angebot für 40 Plätze.\n\nViele Grüße\nJörg Müller\nMüller GmbH';
      expect(await send(mail, { type: 'message/rfc822' })).toEqual(kept);
      expect(await send(mail, { type: 'text/plain', at: second - 1 })).toEqual(kept);
      await idle();
      expect(await db('leads').where({ source: 'intake' })).toMatchObject([
        {
          name: 'Jörg Müller',
          company: 'Müller GmbH',
          message: 'Bitte ein Angebot für 40 Plätze.',
          lead_source: 'E-mail',
        },
      ]);
      expect(await db('arrivals').pluck('key')).toEqual(['mail:m1@mueller.example']);
    }, inbox),
  ));

test('while everything is paused a lead waits in the inbox, and comes in afterwards', () =>
  withHouse(({ db, inbox, idle }) =>
    withDoor(async ({ send }) => {
      const use = { db, now: stoppedAt(friday) };
      const by = { kind: 'person', id: cast.ada } as const;
      await pause(use, { scope: 'everything', subjectId: '', by, until: null, reason: 'test' });
      await send(jane);
      await idle();
      expect(await db('leads').where({ source: 'intake' })).toEqual([]);
      await resume(use, { scope: 'everything', subjectId: '', by });
      await db('inbox').update({ not_before: new Date(0) });
      await idle();
      expect(await db('leads').where({ source: 'intake' })).toHaveLength(1);
    }, inbox),
  ));
