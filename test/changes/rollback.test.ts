import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChange } from '../../src/changes/apply.ts';
import { reclaimLost } from '../../src/changes/release.ts';
import { type Begun, beginRollback } from '../../src/changes/rollback.ts';
import { rollbackPlan } from '../../src/changes/rollback-plan.ts';
import type { RollbackOf } from '../../src/changes/rollback-scope.ts';
import { rollbackById, staysOf } from '../../src/changes/rollback-state.ts';
import { markOf, sayOfStay } from '../../src/changes/rollback-word.ts';
import { carryOn, tendRollbacks } from '../../src/changes/rollback-work.ts';
import type { Db } from '../../src/db/pool.ts';
import type { FieldValue } from '../../src/policy/nouns.ts';
import { cast, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { somebody } from '../support/exception.ts';
import { rolled } from '../support/rolled.ts';

const ofRun: RollbackOf = { what: 'run', run: '7F3K' };

const withCast = (work: (db: Db, of: ReturnType<typeof rolled>) => Promise<void>) =>
  withDatabase(async (db) => {
    await seedCast(db);
    await work(db, rolled(db));
  });

const idOf = (begun: Begun): number => {
  if (begun.say !== 'begun') throw new Error(begun.say);
  return begun.rollbackId;
};

describe('many changes taken back as one', () => {
  test('each field that nobody touched has what stood there before, however often the agent changed it', () =>
    withCast(async (db, of) => {
      await of.did(
        { deal: 'D-acme', before: null, after: 'Call' },
        { deal: 'D-acme', before: 'Call', after: 'Mail', at: '2026-03-20T09:10:00Z' },
        { deal: 'D-globex', before: null, after: 'Call' },
      );
      const by = await somebody(db, cast.mara);
      const id = idOf(await beginRollback(of.use, { of: ofRun, says: 'run 7F3K', by }));
      await of.carryThrough();
      expect(await of.value('D-acme')).toBeNull();
      expect(await of.value('D-globex')).toBeNull();
      const found = await rollbackById(db, id);
      expect(found).toMatchObject({ counts: { total: 3, undone: 3, stay: 0, left: 0 } });
      expect(found?.endedAt).not.toBeNull();
      expect(await db('audit').where({ subject_kind: 'rollback' }).orderBy('id').pluck('action')).toEqual([
        'rollback.begun',
        'rollback.ended',
      ]);
    }));

  test('what a person has changed since stays, and is listed with who and when; the rest goes back', () =>
    withCast(async (db, of) => {
      await of.did(
        { deal: 'D-acme', before: null, after: 'Call' },
        { deal: 'D-globex', before: null, after: 'Call' },
      );
      of.clock.move('2026-03-20T09:30:00Z');
      await of.edited(cast.priya, { deal: 'D-acme', before: 'Call', after: 'Lunch' });
      of.clock.move('2026-03-20T09:40:00Z');
      // Another field, later: it is not what stays.
      await of.edited(cast.tom, { deal: 'D-acme', field: 'amount', before: 42_000, after: 43_000 });
      of.clock.move('2026-03-20T10:00:00Z');
      const by = await somebody(db, cast.mara);
      const plan = await rollbackPlan(of.use, ofRun, by);
      expect(plan).toMatchObject({
        goBack: 1,
        records: 2,
        edited: [{ subjectId: 'D-acme', now: 'Lunch', by: 'person:P-priya' }],
      });
      const id = idOf(await beginRollback(of.use, { of: ofRun, says: 'run 7F3K', by }));
      await of.carryThrough();
      expect([await of.value('D-acme'), await of.value('D-globex')]).toEqual(['Lunch', null]);
      expect(await rollbackById(db, id)).toMatchObject({ counts: { total: 2, undone: 1, stay: 1 } });
      expect(await staysOf(db, id)).toMatchObject([
        {
          subjectId: 'D-acme',
          field: 'next_step',
          wanted: null,
          now: 'Lunch',
          by: 'person:P-priya',
          at: new Date('2026-03-20T09:30:00Z'),
          decided: null,
        },
      ]);
    }));

  test('asked for twice at once it is one, whoever asks', () =>
    withCast(async (db, of) => {
      await of.did({ deal: 'D-acme', before: null, after: 'Call' });
      const [mara, ada] = [await somebody(db, cast.mara), await somebody(db, cast.ada)];
      const both = await Promise.all(
        [mara, ada].map((by) => beginRollback(of.use, { of: ofRun, says: 'run 7F3K', by })),
      );
      expect(both.map(({ say }) => say).sort()).toEqual(['begun', 'nothing']);
      expect(await db('rollbacks')).toHaveLength(1);
      expect(await db('changes').whereNotNull('undoes')).toHaveLength(1);
      await of.carryThrough();
      expect((await beginRollback(of.use, { of: ofRun, says: 'run 7F3K', by: mara })).say).toBe('nothing');
    }));

  test('whoever decides about a part takes that part back', () =>
    withCast(async (db, of) => {
      await of.did(
        { deal: 'D-acme', before: null, after: 'Call' },
        { deal: 'D-hooli', before: null, after: 'Call' },
      );
      const by = await somebody(db, cast.mara);
      // Of the other she is told nothing, not even that there is one.
      expect(await rollbackPlan(of.use, ofRun, by)).toMatchObject({ goBack: 1, records: 1, tooOld: 0 });
      expect(await beginRollback(of.use, { of: ofRun, says: 'run 7F3K', by })).toMatchObject({ total: 1 });
      await of.carryThrough();
      expect([await of.value('D-acme'), await of.value('D-hooli')]).toEqual([null, 'Call']);
    }));

  test('rights that are gone when it is applied end it for what is left, and that is not called done', () =>
    withCast(async (db, of) => {
      await of.did({ deal: 'D-acme', before: null, after: 'Call' });
      const by = await somebody(db, cast.mara);
      const id = idOf(await beginRollback(of.use, { of: ofRun, says: 'run 7F3K', by }));
      await db('people').where({ id: cast.mara }).update({ active: false });
      await of.carryThrough();
      expect(await of.value('D-acme')).toBe('Call');
      expect(await rollbackById(db, id)).toMatchObject({ counts: { undone: 0, failed: 1 } });
    }));

  test('it can be done again as a whole, and taken back again', () =>
    withCast(async (db, of) => {
      await of.did(
        { deal: 'D-acme', before: null, after: 'Call' },
        { deal: 'D-acme', before: 'Call', after: 'Mail', at: '2026-03-20T09:10:00Z' },
      );
      const by = await somebody(db, cast.mara);
      let id = idOf(await beginRollback(of.use, { of: ofRun, says: 'run 7F3K', by }));
      for (const wanted of ['Mail', null]) {
        await of.carryThrough();
        const again: RollbackOf = { what: 'rollback', rollback: id };
        id = idOf(await beginRollback(of.use, { of: again, says: 'what was undone', by }));
        await of.carryThrough();
        expect(await of.value('D-acme')).toBe(wanted);
      }
    }));

  test('messages that went out are named and stay', () =>
    withCast(async (db, of) => {
      const [change] = await of.did({ deal: 'D-acme', before: null, after: 'Call' });
      const { proposal_id, run_id } = await db('changes').where({ id: change }).first();
      await db('changes').insert({
        back: 'compensable',
        kind: 'nudge',
        subject_kind: 'deal',
        subject_id: 'D-acme',
        fields: '[]',
        message: { to: cast.priya, text: 'What comes next?' },
        proposal_id,
        run_id,
        by_kind: 'agent',
        by_id: 'pipeline',
        state: 'applied',
        key: 'key-of-the-nudge-----',
        request_hash: 'h',
        applied_at: '2026-03-20T09:00:00Z',
      });
      const plan = await rollbackPlan(of.use, ofRun, await somebody(db, cast.mara));
      expect(plan).toMatchObject({ sent: 1, goBack: 1 });
      expect(plan.backs).toHaveLength(1);
    }));

  test('who has a lead goes back together with its owner', () =>
    withCast(async (db, of) => {
      await db('leads').where({ id: 'L-1' }).update({ owner_id: cast.priya });
      await db('lead_claims').insert({ lead_id: 'L-1', by_id: cast.priya });
      const changes: number[] = await db('changes')
        .insert({
          kind: 'change',
          subject_kind: 'lead',
          subject_id: 'L-1',
          fields: JSON.stringify([{ field: 'owner', before: null, after: cast.priya }]),
          by_kind: 'person',
          by_id: cast.priya,
          state: 'applied',
          key: 'key-of-the-claim-----',
          request_hash: 'h',
          back: 'reversible',
          applied_at: '2026-03-20T09:00:00Z',
        })
        .returning('id')
        .then((rows) => rows.map(({ id }) => id));
      const by = await somebody(db, cast.mara);
      await beginRollback(of.use, { of: { what: 'these', changes }, says: 'the claim', by });
      await of.carryThrough();
      expect((await db('leads').where({ id: 'L-1' }).first()).owner_id).toBeNull();
      expect(await db('lead_claims')).toEqual([]);
    }));

  test('what is older than the days of an undo stays', () =>
    withCast(async (db, of) => {
      await of.did({ deal: 'D-acme', before: null, after: 'Call', at: '2026-01-02T09:00:00Z' });
      const by = await somebody(db, cast.mara);
      expect(await rollbackPlan(of.use, ofRun, by)).toMatchObject({ backs: [], tooOld: 1 });
      expect((await beginRollback(of.use, { of: ofRun, says: 'run 7F3K', by })).say).toBe('nothing');
    }));
});

describe('a rollback that is cut off', () => {
  test('a worker that died in the middle of a change leaves it to the next one', () =>
    withCast(async (db, of) => {
      await of.did(
        { deal: 'D-acme', before: null, after: 'Call' },
        { deal: 'D-globex', before: null, after: 'Call' },
      );
      const by = await somebody(db, cast.mara);
      const id = idOf(await beginRollback(of.use, { of: ofRun, says: 'run 7F3K', by }));
      const cut = { ...of.use, writer: { write: () => new Promise<never>(() => undefined) }, leaseMs: 30 };
      const first = await db('changes').where({ rollback_id: id }).orderBy('id').first('id');
      void applyChange(cut, { changeId: first.id });
      await expect
        .poll(async () => (await db('changes').where({ id: first.id }).first('called_at')).called_at)
        .not.toBeNull();
      // Whoever had the jobs is dead as well, and nobody else comes back to its changes.
      await db('outbox').delete();
      expect(await reclaimLost({ db })).toBe(0);
      await new Promise((done) => setTimeout(done, 50));
      await tendRollbacks(of.use);
      expect(await db('outbox').where({ topic: 'roll_back' })).not.toHaveLength(0);
      await of.carryThrough();
      expect([await of.value('D-acme'), await of.value('D-globex')]).toEqual([null, null]);
      expect(await rollbackById(db, id)).toMatchObject({ counts: { undone: 2 } });
    }));

  test('while the newest change of a record is in somebody’s hands the one under it waits', () =>
    withCast(async (db, of) => {
      await of.did(
        { deal: 'D-acme', before: null, after: 'Call' },
        { deal: 'D-acme', before: 'Call', after: 'Mail', at: '2026-03-20T09:10:00Z' },
      );
      const by = await somebody(db, cast.mara);
      const rollbackId = idOf(await beginRollback(of.use, { of: ofRun, says: 'run 7F3K', by }));
      const [newest] = await db('changes').where({ rollback_id: rollbackId }).orderBy('id').pluck('id');
      const held = (until: string) =>
        db('changes')
          .where({ id: newest })
          .update({ state: 'applying', lease_until: db.raw(`clock_timestamp() + interval '${until}'`) });
      await held('1 minute');
      for (const slice of [0, 1, 2]) await carryOn(of.use, { rollbackId, slice });
      expect(await db('changes').where({ rollback_id: rollbackId }).orderBy('id').pluck('state')).toEqual([
        'applying',
        'pending',
      ]);
      await held('-1 second');
      await of.carryThrough();
      expect(await of.value('D-acme')).toBeNull();
      expect(await rollbackById(db, rollbackId)).toMatchObject({ counts: { undone: 2, stay: 0 } });
    }));

  test('two workers at one slice do nothing twice', () =>
    withCast(async (db, of) => {
      await of.did(
        { deal: 'D-acme', before: null, after: 'Call' },
        { deal: 'D-acme', before: 'Call', after: 'Mail', at: '2026-03-20T09:10:00Z' },
      );
      const by = await somebody(db, cast.mara);
      const rollbackId = idOf(await beginRollback(of.use, { of: ofRun, says: 'run 7F3K', by }));
      await Promise.all([0, 1, 2, 0, 1, 2].map((slice) => carryOn(of.use, { rollbackId, slice })));
      await of.carryThrough();
      expect(await of.value('D-acme')).toBeNull();
      expect(
        await db('audit').where({ action: 'change.applied' }).count<{ count: number }[]>('* as count'),
      ).toEqual([{ count: 2 }]);
    }));
});

describe('what stays is decided field by field', () => {
  const stayed = async (db: Db, of: ReturnType<typeof rolled>) => {
    await of.did({ deal: 'D-acme', before: null, after: 'Call' });
    await of.edited(cast.priya, { deal: 'D-acme', before: 'Call', after: 'Lunch' });
    const by = await somebody(db, cast.mara);
    const id = idOf(await beginRollback(of.use, { of: ofRun, says: 'run 7F3K', by }));
    await of.carryThrough();
    const [stay] = await staysOf(db, id);
    if (!stay) throw new Error('nothing stays');
    return { id, by, word: { changeId: stay.changeId, field: stay.field, shown: markOf(stay.now) } };
  };

  test('theirs is kept; the first word counts', () =>
    withCast(async (db, of) => {
      const { id, by, word } = await stayed(db, of);
      expect(await sayOfStay(of.use, { ...word, say: 'keep', by })).toEqual({ say: 'kept' });
      expect(await sayOfStay(of.use, { ...word, say: 'restore', by })).toEqual({
        say: 'late',
        byName: 'Mara Lind',
      });
      expect(await staysOf(db, id)).toMatchObject([{ decided: { say: 'keep', byId: cast.mara } }]);
      expect(await of.value('D-acme')).toBe('Lunch');
    }));

  test('ours is restored over exactly what was on the screen, and then it is whole', () =>
    withCast(async (db, of) => {
      const { id, by, word } = await stayed(db, of);
      const before = (await rollbackById(db, id))?.counts;
      expect(before).toMatchObject({ partly: 0, stay: 1 });
      const restored = await sayOfStay(of.use, { ...word, say: 'restore', by });
      if (restored.say !== 'requested') throw new Error(restored.say);
      expect((await rollbackById(db, id))?.counts).toEqual(before);
      await applyChange(of.use, restored);
      expect(await of.value('D-acme')).toBeNull();
      expect((await rollbackById(db, id))?.counts).toMatchObject({ undone: before?.total, stay: 0 });
    }));

  test('what was changed again since it was shown is not overwritten', () =>
    withCast(async (db, of) => {
      const { by, word } = await stayed(db, of);
      await of.edited(cast.priya, { deal: 'D-acme', before: 'Lunch', after: 'Dinner' });
      expect(await sayOfStay(of.use, { ...word, say: 'restore', by })).toEqual({ say: 'changed' });
    }));

  test('what is changed between the tap and the write is not overwritten either, and is open again', () =>
    withCast(async (db, of) => {
      const { id, by, word } = await stayed(db, of);
      const restored = await sayOfStay(of.use, { ...word, say: 'restore', by });
      if (restored.say !== 'requested') throw new Error(restored.say);
      await of.edited(cast.priya, { deal: 'D-acme', before: 'Lunch', after: 'Dinner' });
      expect(await applyChange(of.use, restored)).toBe('conflict');
      expect(await of.value('D-acme')).toBe('Dinner');
      expect(await staysOf(db, id)).toMatchObject([{ now: 'Dinner', decided: null }]);
    }));

  test('whoever does not decide about the deal decides nothing', () =>
    withCast(async (db, of) => {
      const { word } = await stayed(db, of);
      const nora = await somebody(db, cast.nora);
      expect(await sayOfStay(of.use, { ...word, say: 'restore', by: nora })).toMatchObject({
        say: 'not allowed',
      });
    }));
});

test('whatever agent and people wrote in turn, no person is overwritten and the rest is as before', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const of = rolled(db);
    const by = await somebody(db, cast.ada);
    let run = 0;
    const step = fc.record({ deal: fc.constantFrom('D-acme', 'D-globex'), agent: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        run += 1;
        const name = `7P${run}`;
        await db('deals').update({ next_step: null });
        const values = new Map<string, FieldValue>();
        const wanted = new Map<string, FieldValue>();
        for (const [n, { deal, agent }] of steps.entries()) {
          const before = values.get(deal) ?? null;
          const after = `${agent ? 'agent' : 'person'} ${n}`;
          values.set(deal, after);
          if (agent) await of.did({ deal, before, after, run: name });
          else {
            await of.edited(cast.priya, { deal, before, after });
            wanted.set(deal, after);
          }
        }
        await beginRollback(of.use, { of: { what: 'run', run: name }, says: 'it', by });
        await of.carryThrough();
        for (const deal of ['D-acme', 'D-globex'])
          expect(await of.value(deal)).toBe(wanted.get(deal) ?? null);
      }),
      { numRuns: 12 },
    );
  }));

describe('the very value of ours', () => {
  const at = (second: string) => `2026-03-20T09:00:${second}Z`;
  const lunch = { deal: 'D-acme', before: null, after: 'Lunch' };
  const dinner = { deal: 'D-acme', before: 'Lunch', after: 'Dinner' };
  const started = async (db: Db) => {
    await seedCast(db);
    await db('deals').where({ id: 'D-acme' }).update({ next_step: null });
    return rolled(db);
  };
  const takenBack = async (of: ReturnType<typeof rolled>) => {
    of.clock.move('2026-03-20T10:00:00Z');
    const by = await somebody(of.use.db, cast.ada);
    const begun = await beginRollback(of.use, { of: { what: 'run', run: '7F3K' }, says: 'it', by });
    if (begun.say !== 'begun') throw new Error(begun.say);
    await of.carryThrough();
    return staysOf(of.use.db, begun.rollbackId);
  };

  test('set anew by a person within the same second is theirs: it stays, and is listed with who', () =>
    withDatabase(async (db) => {
      const of = await started(db);
      await of.did({ ...lunch, at: at('00.100') });
      of.clock.move(at('00.400'));
      await of.edited(cast.priya, dinner);
      of.clock.move(at('00.700'));
      await of.edited(cast.priya, { ...dinner, before: 'Dinner', after: 'Lunch' });
      const stays = await takenBack(of);
      expect(await of.value('D-acme')).toBe('Lunch');
      expect(stays.map(({ field, now, by }) => [field, now, by])).toEqual([
        ['next_step', 'Lunch', `person:${cast.priya}`],
      ]);
    }));

  test('said again where it stands already changes nothing, and goes back with ours; so does what stood beside it', () =>
    withDatabase(async (db) => {
      const of = await started(db);
      await of.did({ ...lunch, at: at('00.100') });
      of.clock.move(at('00.400'));
      await of.edited(cast.priya, {
        deal: 'D-acme',
        field: 'close_date',
        before: '2026-03-10',
        after: '2026-05-01',
      });
      expect(await takenBack(of)).toEqual([]);
      expect(await of.value('D-acme')).toBeNull();
      expect(await of.value('D-acme', 'close_date')).toBe('2026-05-01');
    }));

  test('that came back by taking back what was above it is ours still, and goes back, too', () =>
    withDatabase(async (db) => {
      const of = await started(db);
      await of.did({ ...lunch, at: at('00.100') }, { ...dinner, at: at('00.900') });
      expect(await takenBack(of)).toEqual([]);
      expect(await of.value('D-acme')).toBeNull();
    }));

  test('that ours was before and again goes back to what stood before both, though all is taken back within one instant', () =>
    withDatabase(async (db) => {
      const of = await started(db);
      const back = { deal: 'D-acme', before: 'Lunch', after: null };
      await of.did(
        { ...lunch, at: at('00.100') },
        { ...back, at: at('00.400') },
        { ...lunch, at: at('00.900') },
      );
      expect(await takenBack(of)).toEqual([]);
      expect(await of.value('D-acme')).toBeNull();
    }));

  test('whatever is written in turn within seconds, of two values alone, no last word of a person is overwritten', () =>
    withDatabase(async (db) => {
      await seedCast(db);
      const of = rolled(db);
      let run = 0;
      let tick = Date.parse('2026-03-20T08:00:00Z');
      const step = fc.record({
        agent: fc.boolean(),
        value: fc.constantFrom('Lunch', 'Dinner'),
        ms: fc.constantFrom(1, 150, 999),
      });
      const by = await somebody(db, cast.ada);
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
          run += 1;
          const start = await of.value('D-acme');
          let [now, last]: [FieldValue, 'agent' | 'person'] = [start, 'agent'];
          let settled: FieldValue = start;
          for (const { agent, value, ms } of steps) {
            if (value === now) continue;
            tick += ms;
            of.clock.move(new Date(tick));
            if (agent)
              await of.did({
                deal: 'D-acme',
                before: now,
                after: value,
                run: `7V${run}`,
                at: new Date(tick).toISOString(),
              });
            else await of.edited(cast.priya, { deal: 'D-acme', before: now, after: value });
            [now, last] = [value, agent ? 'agent' : 'person'];
            if (!agent) settled = value;
          }
          tick += 1000;
          of.clock.move(new Date(tick));
          await beginRollback(of.use, { of: { what: 'run', run: `7V${run}` }, says: 'it', by });
          await of.carryThrough();
          if (last === 'person') expect(await of.value('D-acme')).toBe(settled);
        }),
        { numRuns: 15 },
      );
    }));
});
