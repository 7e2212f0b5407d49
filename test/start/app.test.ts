import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { actions } from '../../blocks/ids.ts';
import { createApp } from '../../src/app.ts';
import { stoppedAt } from '../../src/clock.ts';
import { readConfig } from '../../src/config.ts';
import { runAgent } from '../../src/crew/run.ts';
import type { Db } from '../../src/db/pool.ts';
import { silentLog } from '../../src/log.ts';
import type { Message } from '../../src/sandbox/nouns.ts';
import type { Workspace } from '../../src/sandbox/workspace.ts';
import { cast, now } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { offline } from '../support/names.ts';
import { castCompany, castWorkspace } from '../support/workspace.ts';
import { program } from './program.ts';

type House = {
  db: Db;
  owner: Db;
  workspace: Workspace;
  clock: ReturnType<typeof stoppedAt>;
  /** The clock goes on by so many minutes; the timetable notices within a second. */
  pass(minutes: number): void;
  /** A command of the program on this house's database. */
  command(...args: string[]): Promise<{ code: number | null; out: string; err: string }>;
};

/** The whole wiring on the cast's company, with a clock that stands still until it is moved. */
async function withApp(work: (house: House) => Promise<void>): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'steward-app-'));
  const workspace = await castWorkspace();
  try {
    await withDatabase(async (db, { url, owner, ownerUrl }) => {
      await castCompany(db, workspace);
      const env = {
        DATABASE_URL: url,
        DATABASE_MIGRATE_URL: ownerUrl,
        STEWARD_SECRET: 'a secret that is long enough for the audit chain',
        STEWARD_HOME: home,
        SLACK_BOT_TOKEN: workspace.botToken,
        SLACK_APP_TOKEN: workspace.appToken,
        SLACK_API_URL: workspace.apiUrl,
      };
      const clock = stoppedAt(now);
      const app = await createApp({
        config: readConfig(env),
        log: silentLog(),
        clock,
        database: { db, url },
        names: offline,
        settleMs: 200,
      });
      await app.start();
      try {
        await work({
          db,
          owner,
          workspace,
          clock,
          pass: (minutes) => clock.move(new Date(clock.now().getTime() + minutes * 60_000)),
          command: (...args) => program(args, env).ended,
        });
      } finally {
        await app.stop();
      }
    });
  } finally {
    await workspace.stop();
    await rm(home, { recursive: true });
  }
}

const holds = (message: Message | undefined, text: string | RegExp): boolean =>
  message !== undefined &&
  (typeof text === 'string'
    ? JSON.stringify(message).includes(text)
    : text.test(JSON.stringify(message.blocks) + message.text));

test('an agent that begins to fail makes one message with examples and Pause, which is closed when it has recovered', () =>
  withApp(async ({ db, owner, workspace, pass, clock }) => {
    const runOnce = () =>
      runAgent(
        { db, now: clock, zone: 'UTC' },
        { agent: 'pipeline', by: { kind: 'system', id: 'test' }, wokenBy: 'hand' },
      );
    // The house may be at a run of its own.
    const run = async () => {
      let ran = await runOnce();
      for (let tries = 0; ran.say === 'running' && tries < 100; tries++) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        ran = await runOnce();
      }
      return ran;
    };
    const oskar = workspace.as('oskar');
    const alert = () => oskar.sees('steward-ops')[0];
    for (let n = 0; n < 18; n++) await run();
    await owner.raw(
      `create function fail() returns trigger language plpgsql as $$ begin raise exception 'the ledger is away'; end $$`,
    );
    await owner.raw('create trigger broken before insert on findings execute function fail()');
    await db('deals').where({ id: 'D-globex' }).update({ stage_since: '2026-01-01' });
    await db('touched').insert({ noun: 'deal', subject_id: 'D-globex' });
    for (let n = 0; n < 3; n++) expect(await run()).toMatchObject({ say: 'failed' });
    pass(1);
    await oskar.until(() => holds(alert(), actions.pauseAgent), 10_000);
    expect(alert()?.text).toMatch(/Pipeline agent .*\d of 2\d runs/);
    const [{ examples }] = await db('alerts').select('examples');
    expect(examples).toHaveLength(3);
    for (const { run } of examples) expect(holds(alert(), run)).toBe(true);
    expect(holds(alert(), 'Nearly all: the database refused it: the ledger is away.')).toBe(true);

    const shown = alert();
    if (shown) await oskar.press(shown, actions.pauseAgent);
    await oskar.until(() => holds(alert(), 'Paused by Oskar'), 10_000);
    expect(await db('pauses').whereNull('resumed_at').pluck('scope')).toEqual(['agent']);
    const paused = alert();
    if (paused) await oskar.press(paused, actions.resume);
    await oskar.until(() => !holds(alert(), 'Paused by Oskar'), 10_000);

    await owner.raw('drop trigger broken on findings');
    pass(61);
    expect(await run()).toMatchObject({ say: 'done' });
    pass(1);
    await oskar.until(() => holds(alert(), 'recovered'), 10_000);
    expect(oskar.sees('steward-ops')).toHaveLength(1);
  }));

test('a lead is claimed once: the CRM has its owner, and whoever came later is told who', () =>
  withApp(async ({ db, workspace }) => {
    const [priya, tom, mara] = [workspace.as('priya'), workspace.as('tom'), workspace.as('mara')];
    const card = () =>
      mara.sees('leads').find((one) => holds(one, 'Park & Co') || holds(one, 'Park &amp; Co'));
    const shown = await mara.until(card, 10_000);
    await Promise.all([priya.press(shown, actions.claim), tom.press(shown, actions.claim)]);
    const claimer = async () => (await db('lead_claims').first('by_id'))?.by_id;
    await expect.poll(claimer, { timeout: 10_000 }).toBeDefined();
    const [first, late] =
      (await claimer()) === cast.priya ? (['Priya', tom] as const) : (['Tom', priya] as const);
    await late.until(
      () => late.sees('leads').some((one) => one.onlyFor && holds(one, `${first} claimed this`)),
      10_000,
    );
    await mara.until(() => holds(card(), new RegExp(`${first} \\w+ claimed this lead`)), 10_000);
    await expect
      .poll(async () => (await db('leads').where({ id: 'L-1' }).first('owner_id')).owner_id, {
        timeout: 10_000,
      })
      .toBe(first === 'Priya' ? cast.priya : cast.tom);
    await expect
      .poll(() => db('changes').where({ subject_kind: 'lead' }).pluck('state'), { timeout: 10_000 })
      .toEqual(['applied']);
  }));

test('what was asked is gone after seven days on the clock, and the feedback on it can be exported', () =>
  withApp(async ({ db, owner, workspace, pass, command }) => {
    const mara = workspace.as('mara');
    const { ts } = mara.say('dm', 'how many open deals over 77k');
    const answer = await mara.until(
      () => mara.sees('dm').find((one) => one.bot && one.ts > ts && holds(one, actions.good)),
      10_000,
    );
    await mara.press(answer, actions.good);
    await expect.poll(async () => (await db('feedback')).length, { timeout: 10_000 }).toBe(1);
    const exported = await command('export', 'feedback', '--as', 'ana@example.com');
    expect(exported).toMatchObject({ code: 0, err: '' });
    const lines = exported.out.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ by: cast.mara, say: 'good', asked: 'how many open deals over 77k' }),
    ]);

    const raw = () =>
      Promise.all([
        db('inbox')
          .whereNotNull('body')
          .then((rows) => rows.length),
        db('runs')
          .where({ woken_by: 'question' })
          .whereNotNull('input')
          .then((rows) => rows.length),
      ]);
    expect((await raw()).every((rows) => rows > 0)).toBe(true);
    await owner.raw(`update inbox set received_at = received_at - interval '6 days 23 hours'`);
    pass(7 * 24 * 60 - 90);
    const swept = () => db('slots').where({ name: 'delete raw payloads' }).where('at', '>', now).first('at');
    await expect.poll(swept, { timeout: 10_000 }).toBeDefined();
    expect((await raw()).every((rows) => rows > 0)).toBe(true);
    await owner.raw(`update inbox set received_at = received_at - interval '2 hours'`);
    pass(120);
    await expect.poll(raw, { timeout: 10_000 }).toEqual([0, 0]);
  }));

test('the audit log that the house sealed verifies, and a row that was tampered with is named', () =>
  withApp(async ({ owner, workspace, command }) => {
    await workspace.as('priya').until(() => workspace.as('priya').sees('leads').length > 0, 10_000);
    // Who was given their rights by no command came with the company.
    await owner('people').update({ source: 'sample' });
    // What is changed before it is sealed is sealed so.
    await expect
      .poll(() => command('audit', 'verify'), { timeout: 30_000 })
      .toMatchObject({
        code: 0,
        out: expect.stringMatching(
          /^\d+ audit rows are sealed and as they were written; 0 written since wait/,
        ),
      });
    const { id } = await owner('audit').orderBy('id').offset(2).first('id');
    await owner('audit').where({ id }).update({ actor_id: 'somebody else' });
    expect(await command('audit', 'verify')).toMatchObject({
      code: 1,
      out: `A sealed row was changed, or the key is another one: changed at row ${id}.\n`,
    });
  }));
