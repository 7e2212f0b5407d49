import { describe, expect, test } from 'vitest';
import { applyChange } from '../../src/changes/apply.ts';
import { releaseHeld } from '../../src/changes/release.ts';
import { undo } from '../../src/changes/undo.ts';
import { stoppedAt } from '../../src/clock.ts';
import { sayOfBatch, tendBatches } from '../../src/crew/batches.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { runAgent } from '../../src/crew/run.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import type { Db } from '../../src/db/pool.ts';
import { silentLog } from '../../src/log.ts';
import { wholeAgent } from '../../src/policy/modes.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, now, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { somebody } from '../support/exception.ts';
import { inAuto } from '../support/modes.ts';

const by = { kind: 'system', id: 'test' } as const;
const phones = { ...wholeAgent, kind: 'change', field: 'contact.phone' } as const;
const later = (minutes: number) => stoppedAt(new Date(now.getTime() + minutes * 60_000));

/** So many contacts whose phone number is put right alone. */
async function company(db: Db, contacts: number) {
  await seedCast(db);
  await ensureAgents({ db, local: true });
  const use = { db, now: stoppedAt(now), zone: 'UTC' };
  await setSetting(use, { name: 'confidence_floor', value: 0, by });
  await setSetting(use, { name: 'ops_channel', value: 'COPS', by });
  await db('accounts').where({ id: 'A-globex' }).update({ country: 'Germany' });
  if (contacts > 0)
    await db('contacts').insert(
      Array.from({ length: contacts }, (_, n) => ({
        id: `C-${n}`,
        source: 'test',
        source_id: `C-${n}`,
        name: `Contact ${n}`,
        phone: `089 228 47 ${700 + n}`,
        account_id: 'A-globex',
      })),
    );
  await inAuto(db, 'pipeline', phones);
  return use;
}
type Use = Awaited<ReturnType<typeof company>>;

const run = (use: Use) => runAgent(use, { agent: 'pipeline', by, wokenBy: 'schedule' });
const apply = (use: Use, changeId: number) =>
  applyChange(
    { ...use, crm: builtinCrm({ db: use.db, now: use.now }), writer: builtinWriter(use), log: silentLog() },
    { changeId },
  );
/** Does what the queue has, as the workers would. */
async function work(use: Use): Promise<string[]> {
  const ids: number[] = await use
    .db('outbox')
    .where({ topic: 'apply', done_at: null })
    .orderBy('id')
    .select(use.db.raw(`(body->>'changeId')::bigint as id`))
    .then((rows) => rows.map(({ id }: { id: number }) => id));
  await use.db('outbox').where({ topic: 'apply' }).delete();
  const came: string[] = [];
  for (const id of ids) came.push(await apply(use, id));
  return came;
}
const written = async (db: Db) =>
  Number((await db('contacts').where('phone', 'like', '+49%').count())[0]?.count);
const batch = (db: Db) => db('batches').first();

describe('caps', () => {
  test('what is over the cap of an hour is taken up when there is room again; none is lost', () =>
    withDatabase(async (db) => {
      const use = await company(db, 5);
      await setSetting(use, { name: 'hourly_cap', value: 2, by });
      expect((await run(use)).sentence).toMatch(
        /did 2 alone.* held 3 back \(2 changes an hour are allowed\)/,
      );
      expect(await work(use)).toEqual(['applied', 'applied']);
      expect((await run({ ...use, now: later(59) })).sentence).toContain('held 3 back');
      expect(await work({ ...use, now: later(59) })).toEqual([]);
      for (const minutes of [61, 122]) {
        await run({ ...use, now: later(minutes) });
        await work({ ...use, now: later(minutes) });
      }
      expect(await written(db)).toBe(5);
    }));

  test('a day has its cap, too', () =>
    withDatabase(async (db) => {
      const use = await company(db, 5);
      await setSetting(use, { name: 'daily_cap', value: 3, by });
      expect((await run(use)).sentence).toContain('held 2 back (3 changes a day are allowed)');
      await work(use);
      expect((await run({ ...use, now: later(120) })).sentence).toContain('held 2 back');
      await run({ ...use, now: later(24 * 60 + 1) });
      await work({ ...use, now: later(24 * 60 + 1) });
      expect(await written(db)).toBe(5);
    }));

  test('it counts when each is let go: with a cap lowered meanwhile the rest is held, and goes by itself', () =>
    withDatabase(async (db) => {
      const use = await company(db, 4);
      await run(use);
      await setSetting(use, { name: 'hourly_cap', value: 1, by });
      expect((await work(use)).toSorted()).toEqual(['applied', 'held', 'held', 'held']);
      const held = await db('changes').where({ state: 'pending' }).first('held');
      expect(held.held).toEqual({
        pauses: [],
        until: later(60).now().toISOString(),
        because: expect.arrayContaining(['Held: 1 change an hour is allowed, and so many were done.']),
      });
      expect(await releaseHeld({ ...use, now: later(59) })).toBe(0);
      for (const minutes of [60, 121, 182]) {
        expect(await releaseHeld({ ...use, now: later(minutes) })).toBeGreaterThan(0);
        await work({ ...use, now: later(minutes) });
      }
      expect(await written(db)).toBe(4);
    }));

  test('two workers at the same moment do not both take the last place', () =>
    withDatabase(async (db) => {
      const use = await company(db, 6);
      await run(use);
      await setSetting(use, { name: 'hourly_cap', value: 2, by });
      const ids: number[] = await db('changes').pluck('id');
      const came = await Promise.all(ids.map((id) => apply(use, id)));
      expect(came.filter((one) => one === 'applied')).toHaveLength(2);
      expect(await written(db)).toBe(2);
    }));
});

describe('a few first', () => {
  test('of thirty things three go first; the rest follows when nobody has undone one in an hour', () =>
    withDatabase(async (db) => {
      const use = await company(db, 30);
      expect((await run(use)).sentence).toContain(
        'did 3 alone, does 27 more once the first of them have gone well',
      );
      expect(await work(use)).toEqual(['applied', 'applied', 'applied']);
      expect(
        await db('cards')
          .where({ key: `batch:${(await batch(db)).id}` })
          .first('channel'),
      ).toEqual({
        channel: 'dm:U_OSKAR',
      });
      expect(await tendBatches({ db, now: later(59) })).toEqual({ wentOn: 0, stopped: 0 });
      expect(await work({ ...use, now: later(59) })).toEqual([]);
      const both = await Promise.all([
        tendBatches({ db, now: later(60) }),
        tendBatches({ db, now: later(60) }),
      ]);
      expect(both.map(({ wentOn }) => wentOn).toSorted()).toEqual([0, 1]);
      await work({ ...use, now: later(61) });
      expect(await written(db)).toBe(30);
    }));

  test('one that is undone stops the rest until a person says go on; the owner is told with an example', () =>
    withDatabase(async (db) => {
      const use = await company(db, 30);
      await run(use);
      await work(use);
      const [first] = await db('changes').where({ batch_first: true }).pluck('id');
      await undo(use, { changeId: Number(first), by: await somebody(db, cast.ada) });
      expect(await tendBatches({ db, now: later(1) })).toEqual({ wentOn: 0, stopped: 1 });
      expect(await tendBatches({ db, now: later(600) })).toEqual({ wentOn: 0, stopped: 0 });
      await work({ ...use, now: later(600) });
      expect(await written(db)).toBe(2);
      const stopped = await batch(db);
      expect(stopped).toMatchObject({
        stopped_because: '1 of the first 3 was undone or failed.',
        examples: [{ because: 'It was undone.' }],
      });
      expect(await db('cards').where({ key: `batch:${stopped.id}:stopped` })).toHaveLength(1);
      const say = (id: string) =>
        somebody(db, id).then((one) =>
          sayOfBatch({ db, now: later(601) }, { batchId: stopped.id, say: 'go on', by: one }),
        );
      expect(await say(cast.priya)).toMatchObject({ say: 'not allowed' });
      expect(await say(cast.oskar)).toEqual({ say: 'done' });
      expect(await say(cast.oskar)).toEqual({ say: 'late' });
      await work({ ...use, now: later(602) });
      expect(await written(db)).toBe(29);
    }));

  test('given up, the rest is never done, whatever time passes', () =>
    withDatabase(async (db) => {
      const use = await company(db, 12);
      await run(use);
      const { id } = await batch(db);
      await sayOfBatch(use, { batchId: id, say: 'drop', by: await somebody(db, cast.mara) });
      await tendBatches({ db, now: later(999) });
      await work({ ...use, now: later(999) });
      expect(await db('changes').where({ state: 'abandoned' })).toHaveLength(10);
      expect(await written(db)).toBe(2);
    }));

  test('while a batch waits, what is found later joins its rest, however little it is', () =>
    withDatabase(async (db) => {
      const use = await company(db, 10);
      await run(use);
      await db('contacts').insert({
        id: 'C-new',
        source: 'test',
        source_id: 'C-new',
        name: 'New',
        phone: '089 228 47 999',
        account_id: 'A-globex',
      });
      await run({ ...use, now: later(5) });
      expect(await batch(db)).toMatchObject({ total: 11, first: 1 });
      await work({ ...use, now: later(5) });
      expect(await written(db)).toBe(1);
    }));

  test('without a canary batch all hundred are touched before anybody has looked', () =>
    withDatabase(async (db) => {
      const use = await company(db, 100);
      await setSetting(use, { name: 'hourly_cap', value: 1_000, by });
      await setSetting(use, { name: 'canary_from', value: 101, by });
      await run(use);
      await work(use);
      expect(await db('changes').where({ state: 'applied' })).toHaveLength(100);
    }));

  // P20 of the reliability notes, at the size of a pull request.
  test('of a hundred wrong ones at most ten are touched, by whatever way the rest is pushed', () =>
    withDatabase(async (db) => {
      const use = await company(db, 100);
      await setSetting(use, { name: 'hourly_cap', value: 1_000, by });
      await setSetting(use, { name: 'canary_percent', value: 50, by });
      await run(use);
      await work(use);
      const first: number[] = await db('changes').where({ batch_first: true }).pluck('id');
      expect(first).toHaveLength(10);
      const ada = await somebody(db, cast.ada);
      for (const changeId of first) await undo(use, { changeId, by: ada });
      const rest: number[] = await db('changes').where({ batch_first: false }).pluck('id');
      for (const minutes of [1, 70, 5_000]) {
        const at = { ...use, now: later(minutes) };
        await tendBatches(at);
        await releaseHeld(at);
        await run(at);
        await work(at);
        for (const id of rest.slice(0, 5)) expect(await apply(at, id)).toBe('held');
      }
      expect(await written(db)).toBe(0);
      expect(await db('changes').whereNull('undoes').where({ state: 'applied' })).toHaveLength(10);
    }));
});

describe('old news', () => {
  const version = (db: Db, from: string, to: string | null, stage: string) =>
    db.raw(
      `insert into deal_versions select (jsonb_populate_record(v, ?::jsonb)).* from deal_versions v where v.deal_id = 'D-acme' limit 1`,
      [JSON.stringify({ valid_from: from, valid_to: to, stage_id: stage })],
    );

  test.each([
    ['2026-03-19T08:00:00Z', 'allow'],
    ['2026-03-12T08:00:00Z', 'ask'],
  ])('a stage that an import says moved back on %s: %s', (at, says) =>
    withDatabase(async (db) => {
      const use = await company(db, 0);
      await inAuto(db);
      await setSetting(use, { name: 'deals_channel', value: 'CDEALS', by });
      await setSetting(use, { name: 'cards_first_run', value: 50, by });
      await db('deals')
        .where({ id: 'D-acme' })
        .update({ stage_since: at.slice(0, 10), close_date: '2026-06-30' });
      await db('deal_versions').where({ deal_id: 'D-acme' }).update({ valid_from: at });
      await version(db, '2026-01-01T00:00:00Z', at, 'S-contract');
      await run(use);
      const row = await db('proposals').where({ subject_id: 'D-acme' }).first();
      expect(row).toMatchObject({ trigger: 'stage_moved_back', verdict: { say: says } });
    }),
  );

  test('an import of old deals sends no message alone: people are asked about the most valuable', () =>
    withDatabase(async (db) => {
      const use = await company(db, 0);
      await inAuto(db);
      await setSetting(use, { name: 'deals_channel', value: 'CDEALS', by });
      await setSetting(use, { name: 'cards_first_run', value: 50, by });
      await db('deals')
        .where({ status: 'open' })
        .update({ close_date: '2026-06-30', stage_since: '2025-06-01' });
      await run(use);
      expect(await db('changes').where({ kind: 'nudge' })).toEqual([]);
      expect(JSON.stringify(await db('proposals').pluck('verdict'))).toContain(
        'nothing is done alone about old news',
      );
    }));

  test('a replay and a dry run reach nobody', () =>
    withDatabase(async (db) => {
      const use = await company(db, 20);
      await db('sources').insert({
        name: 'test',
        kind: 'sample',
        imported_at: now,
        proven_from: '2025-01-01',
      });
      await runAgent(use, { agent: 'pipeline', by, wokenBy: 'hand', asOf: '2026-03-10' });
      await runAgent(use, { agent: 'pipeline', by, wokenBy: 'hand', dryRun: true });
      expect(await db('changes')).toEqual([]);
      expect(await db('batches')).toEqual([]);
      expect(await db('cards')).toEqual([]);
    }));
});
