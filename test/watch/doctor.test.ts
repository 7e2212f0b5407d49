import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import type { Db } from '../../src/db/pool.ts';
import { type Room, watchRoom } from '../../src/db/room.ts';
import { examine } from '../../src/watch/doctor.ts';
import { cast, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

/** A stand-in for the outside on this machine. */
async function outside<T>(answer: RequestListener, work: (origin: string) => Promise<T>): Promise<T> {
  const server = createServer(answer);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  try {
    return await work(`http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}`);
  } finally {
    server.close();
  }
}

const look = async (
  db: Db,
  env: Record<string, string>,
  more: { guarded?: boolean; missing?: string[]; room?: Room } = {},
) => {
  const config = readConfig({ STEWARD_HOME: tmpdir(), ...env });
  const checks = await examine({
    config,
    db,
    guarded: true,
    embedded: true,
    folder: null,
    room: watchRoom({ db, folder: null }),
    missing: [],
    scopes: ['chat:write', 'users:read'],
    ...more,
  });
  return new Map(checks.map((check) => [check.name, check]));
};

const amiss = (checks: Awaited<ReturnType<typeof look>>) =>
  [...checks].filter(([, { state }]) => state !== 'ok').map(([name]) => name);

test('with nothing configured all is well; an empty company and a role that owns the tables are told of', () =>
  withDatabase(async (db, { owner }) => {
    const [empty] = (await look(db, {})).values().filter(({ name }) => name === 'company');
    expect(empty).toMatchObject({
      state: 'warning',
      fix: expect.stringContaining('steward -- import deals'),
    });
    await seedCast(db);
    const checks = await look(db, {});
    expect(amiss(checks)).toEqual([]);
    expect(amiss(await look(owner, {}))).toEqual(['audit role']);
    expect(checks.get('database')?.says).toMatch(/^Postgres 1[5-9]/);
    expect(checks.get('slack')?.says).toContain('local workspace');
  }));

test('people whom Slack cannot tell are counted, where it is Slack that has to', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const slack = {
      DATABASE_URL: 'postgres://one@127.0.0.1/none',
      STEWARD_SECRET: 's'.repeat(32),
    };
    expect((await look(db, slack)).get('people')).toBeUndefined();
    await db('people').where({ id: cast.tom }).update({ email: null });
    expect((await look(db, slack)).get('people')).toMatchObject({
      state: 'warning',
      says: expect.stringMatching(/^1 of \d+ people have no e-mail, so nobody in Slack is taken for them\.$/),
      fix: expect.stringContaining('import people'),
    });
    expect((await look(db, {})).get('people')).toBeUndefined();
  }));

test('tables that are behind are a problem with the command that mends it', () =>
  withDatabase(async (db) => {
    const checks = await look(db, {}, { missing: ['0009_later.ts'] });
    expect(checks.get('tables')).toMatchObject({ state: 'problem', fix: expect.stringContaining('migrate') });
  }));

test('a database without room is a problem, and what happens meanwhile is said', () =>
  withDatabase(async (db) => {
    const room: Room = { lacking: async () => 'The disk of the database is full.', met: async () => true };
    expect((await look(db, {}, { room })).get('disk')).toMatchObject({
      state: 'problem',
      says: 'The disk of the database is full.',
      fix: expect.stringContaining('people who ask are told so'),
    });
  }));

test('a scope that Slack did not grant, a refused app token and a wrong clock are named', () =>
  withDatabase((db) =>
    outside(
      (request, answer) => {
        const bot = request.url === '/api/auth.test';
        answer.setHeader('x-oauth-scopes', 'chat:write,commands');
        answer.setHeader('date', new Date(Date.now() - 600_000).toUTCString());
        answer.end(
          JSON.stringify(
            bot
              ? { ok: true, user: 'steward', team: 'Acme' }
              : { ok: false, error: 'not_allowed_token_type' },
          ),
        );
      },
      async (origin) => {
        const checks = await look(db, {
          SLACK_API_URL: `${origin}/api`,
          SLACK_BOT_TOKEN: 'xoxb-1',
          SLACK_APP_TOKEN: 'xapp-1',
        });
        expect(checks.get('slack bot token')).toMatchObject({ state: 'ok', says: 'Works: steward in Acme.' });
        expect(checks.get('slack scopes')).toMatchObject({ state: 'problem', says: 'Missing: users:read.' });
        expect(checks.get('slack app token')).toMatchObject({
          state: 'problem',
          says: 'Slack refuses it: not_allowed_token_type.',
        });
        expect(checks.get('slack clock')).toMatchObject({
          state: 'problem',
          says: expect.stringContaining('differ by'),
        });
      },
    ),
  ));

test('a Slack that does not answer and a refused model key are problems, not failures', () =>
  withDatabase((db) =>
    outside(
      (request, answer) =>
        void answer.writeHead(request.headers['x-api-key'] === 'good' ? 200 : 401).end('{}'),
      async (origin) => {
        const env = {
          SLACK_API_URL: 'http://127.0.0.1:9/api',
          SLACK_BOT_TOKEN: 'xoxb-1',
          SLACK_APP_TOKEN: 'xapp-1',
        };
        const keys = {
          ANTHROPIC_API_KEY: 'good',
          ANTHROPIC_BASE_URL: origin,
          OPENAI_API_KEY: 'bad',
          OPENAI_BASE_URL: origin,
        };
        const checks = await look(db, { ...env, ...keys });
        expect(checks.get('slack')).toMatchObject({
          state: 'problem',
          says: expect.stringContaining('does not answer'),
        });
        expect(checks.get('model Anthropic')?.state).toBe('ok');
        expect(checks.get('model OpenAI-compatible')).toMatchObject({
          state: 'problem',
          fix: 'Check OPENAI_API_KEY.',
        });
        expect(JSON.stringify([...checks])).not.toMatch(/xoxb-1|xapp-1|"bad"|good/);
      },
    ),
  ));
