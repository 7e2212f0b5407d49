/** P20: what a person does to many goes a few first, and above a limit nothing before somebody else has approved it. */
import { describe, expect, test } from 'vitest';
import { applyChange } from '../../src/changes/apply.ts';
import { assignDeals } from '../../src/changes/assign.ts';
import { closeOut } from '../../src/changes/close-out.ts';
import { undo } from '../../src/changes/undo.ts';
import { stoppedAt } from '../../src/clock.ts';
import { sayOfBatch, signBatch, tendBatches } from '../../src/crew/batches.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import type { Db } from '../../src/db/pool.ts';
import { silentLog } from '../../src/log.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, now, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { somebody } from '../support/exception.ts';

const later = (minutes: number) => stoppedAt(new Date(now.getTime() + minutes * 60_000));
const useOf = (db: Db, at = stoppedAt(now)) => ({ db, now: at });
const ids = (deals: number, of = 'B') => Array.from({ length: deals }, (_, n) => `D-${of}-${n}`);

/** So many deals of Priya's in Negotiation. */
async function deals(db: Db, many: number, of = 'B') {
  const [stage] = await db('stages').where({ name: 'Negotiation' }).select('id');
  const { account_id } = await db('deals').where({ id: 'D-acme' }).first('account_id');
  await db('deals').insert(
    ids(many, of).map((id) => ({
      ...{ id, source: 'test', source_id: id, name: `Deal ${id}`, account_id, stage_id: stage.id },
      ...{ status: 'open', owner_id: cast.priya, territory_id: 'T-emea', amount: 100, currency: 'USD' },
    })),
  );
}
const toTom = async (db: Db, many: number, of = 'B', by: string = cast.mara) =>
  assignDeals(useOf(db), {
    deals: ids(many, of).map((id) => ({ id, ownerId: cast.priya })),
    to: cast.tom,
    by: await somebody(db, by),
    because: null,
  });
/** Does what the queue has, as the workers would. */
async function work(db: Db, at = stoppedAt(now)): Promise<number> {
  const jobs: { id: number }[] = await db('outbox')
    .where({ topic: 'apply' })
    .orderBy('id')
    .select(db.raw(`(body->>'changeId')::bigint as id`));
  await db('outbox').where({ topic: 'apply' }).delete();
  const use = {
    ...{ db, now: at, crm: builtinCrm({ db, now: at }) },
    ...{ writer: builtinWriter({ db, now: at }), log: silentLog() },
  };
  for (const { id } of jobs) await applyChange(use, { changeId: id });
  return jobs.length;
}
const given = async (db: Db, of = 'B') =>
  Number(
    (await db('deals').where('id', 'like', `D-${of}-%`).where({ owner_id: cast.tom }).count())[0]?.count,
  );
const bold = (work_: (db: Db) => Promise<void>) =>
  withDatabase(async (db) => {
    await seedCast(db);
    await work_(db);
  });
const batches = (db: Db) => db('batches').orderBy('id');

describe('many things that a person does at once', () => {
  test('ten or fewer go at once; of more ten go first, and the rest an hour later', () =>
    bold(async (db) => {
      await deals(db, 10, 'A');
      await toTom(db, 10, 'A');
      expect(await work(db)).toBe(10);
      expect(await batches(db)).toMatchObject([{ total: 10, first: 10, went_on_at: now }]);
      expect(await db('cards').where('key', 'like', 'batch:%')).toEqual([]);
      await deals(db, 20);
      await toTom(db, 20);
      await work(db);
      expect(await given(db)).toBe(10);
      expect(await tendBatches(useOf(db, later(59)))).toEqual({ wentOn: 0, stopped: 0 });
      expect(await tendBatches(useOf(db, later(60)))).toEqual({ wentOn: 1, stopped: 0 });
      await work(db, later(60));
      expect(await given(db)).toBe(20);
    }));

  test('a rest that somebody applies past its turn is held all the same', () =>
    bold(async (db) => {
      await deals(db, 12);
      const { ids: made } = await toTom(db, 12);
      await work(db);
      await db('outbox').insert({
        topic: 'apply',
        key: `change:${made[11]}`,
        body: JSON.stringify({ changeId: made[11] }),
      });
      await work(db);
      expect(await given(db)).toBe(10);
    }));

  test('whoever asked lets the rest go or gives it up; the first word counts', () =>
    bold(async (db) => {
      const mara = await somebody(db, cast.mara);
      const priya = await somebody(db, cast.priya);
      await deals(db, 12);
      await toTom(db, 12);
      await work(db);
      const [{ id: batchId }] = await batches(db);
      expect((await sayOfBatch(useOf(db), { batchId, say: 'go on', by: priya }))?.say).toBe('not allowed');
      const said = await Promise.all(
        (['go on', 'drop'] as const).map((say) => sayOfBatch(useOf(db), { batchId, say, by: mara })),
      );
      expect(said.map((one) => one?.say).toSorted()).toEqual(['done', 'late']);
    }));

  /** Things wrong in all of them, each time another many in another way; one of the first is taken back. How many were touched. */
  async function touchedIn(
    db: Db,
    runs: number,
    before: () => Promise<unknown> = async () => {},
  ): Promise<number[]> {
    await setSetting(useOf(db), { name: 'bulk_limit', value: 500, by: { kind: 'system', id: 'test' } });
    const mara = await somebody(db, cast.mara);
    const touched: number[] = [];
    for (let n = 0; n < runs; n++) {
      const of = `R${n}`;
      const many = 11 + ((n * 7) % 40);
      await deals(db, many, of);
      const { ids: made } =
        n % 2 === 0
          ? await toTom(db, many, of)
          : await closeOut(useOf(db), {
              deals: ids(many, of).map((id) => ({ id, stage: 'Negotiation' })),
              ...{ to: 'Closed Lost', by: mara },
            });
      // What the workers have in hand is done, as `work` above does it; here the count matters.
      const { id: batchId } = await db('batches').orderBy('id', 'desc').first('id');
      await db('changes')
        .where({ batch_id: batchId, held: null })
        .update({ state: 'applied', applied_at: now, ended_at: now });
      // Somebody looks at one of the ten, sees that it is wrong, and takes it back.
      expect((await undo(useOf(db), { changeId: made[n % 10] ?? 0, by: mara })).say).toBe('requested');
      await before();
      await tendBatches(useOf(db, later(120)));
      const wanted = await db('outbox')
        .where({ topic: 'apply' })
        .whereRaw(`(body->>'changeId')::bigint in (select id from changes where batch_id = ?)`, [batchId]);
      touched.push(wanted.length);
      await sayOfBatch(useOf(db), { batchId, say: 'drop', by: mara });
    }
    return touched;
  }

  test('what is wrong in all of them stops at ten, in 50 of 50 runs', () =>
    bold(async (db) => {
      expect((await touchedIn(db, 50)).filter((one) => one !== 10)).toEqual([]);
    }));

  test('the same runs notice a house that does not look whether one of the first was taken back', () =>
    bold(async (db) => {
      const blind = () => db('changes').whereNotNull('undoes').update({ state: 'failed' });
      expect((await touchedIn(db, 4, blind)).filter((one) => one > 10)).toHaveLength(4);
    }));
});

describe('above the limit', () => {
  test('nothing is changed before somebody else approves; ten go then, and the rest after their hour', () =>
    bold(async (db) => {
      await deals(db, 26);
      await toTom(db, 26);
      expect(await work(db)).toBe(0);
      expect(await tendBatches(useOf(db, later(120)))).toEqual({ wentOn: 0, stopped: 0 });
      const [{ id: batchId }] = await batches(db);
      expect(
        (await db('cards').where('key', 'like', 'batch:%').orderBy('key').pluck('channel')).toSorted(),
      ).toEqual(['dm:U_ADA', 'dm:U_ANA', 'dm:U_MARA']);
      const sign = async (who: string, at = stoppedAt(now)) =>
        (await signBatch(useOf(db, at), { batchId, say: 'approve', by: await somebody(db, who) }))?.say;
      expect([await sign(cast.mara), await sign(cast.priya), await sign(cast.nora)]).toEqual(
        Array(3).fill('not allowed'),
      );
      expect((await Promise.all([sign(cast.ana), sign(cast.ada)])).toSorted()).toEqual(['approved', 'late']);
      await work(db);
      expect(await given(db)).toBe(10);
      expect(await tendBatches(useOf(db, later(60)))).toEqual({ wentOn: 1, stopped: 0 });
      await work(db, later(60));
      expect(await given(db)).toBe(26);
      expect(await db('audit').where({ subject_kind: 'batch' }).orderBy('id').pluck('action')).toEqual([
        'batch.asked',
        'batch.sign_refused',
        'batch.sign_refused',
        'batch.sign_refused',
        'batch.signed',
        'batch.went_on',
      ]);
    }));

  test('an approver asks another one; a no, taking it back and the end of its days change nothing', () =>
    bold(async (db) => {
      for (const [n, end] of (['no', 'back', 'expired'] as const).entries()) {
        await deals(db, 26, `E${n}`);
        await toTom(db, 26, `E${n}`, cast.ada);
        const { id: batchId } = await db('batches').orderBy('id', 'desc').first('id');
        const ada = await somebody(db, cast.ada);
        expect((await signBatch(useOf(db), { batchId, say: 'approve', by: ada }))?.say).toBe('not allowed');
        const by = end === 'no' ? await somebody(db, cast.ana) : ada;
        if (end === 'expired') await tendBatches(useOf(db, later(60 * 24 * 30)));
        else expect((await signBatch(useOf(db), { batchId, say: 'reject', by }))?.say).toBe('rejected');
        const ana = await somebody(db, cast.ana);
        expect((await signBatch(useOf(db), { batchId, say: 'approve', by: ana }))?.say).toBe('late');
        await work(db);
        expect(await given(db, `E${n}`)).toBe(0);
      }
      expect(await db('changes').whereNot({ state: 'abandoned' })).toEqual([]);
    }));

  test('an approval whose giver has lost the right does not count when it is written', () =>
    bold(async (db) => {
      await deals(db, 26);
      await toTom(db, 26);
      const [{ id: batchId }] = await batches(db);
      await signBatch(useOf(db), { batchId, say: 'approve', by: await somebody(db, cast.ana) });
      await db('people').where({ id: cast.ana }).update({ active: false });
      await work(db);
      expect(await given(db)).toBe(0);
    }));

  test('the database takes no batch that its own maker has approved, and none that went on without', () =>
    bold(async (db) => {
      await deals(db, 26);
      await toTom(db, 26);
      const set = (row: object) => db('batches').update(row);
      await expect(set({ signed_at: now, signed_by: cast.mara })).rejects.toThrow(
        'batches_signed_by_another',
      );
      await expect(set({ went_on_at: now })).rejects.toThrow('batches_go_when_signed');
    }));
});
