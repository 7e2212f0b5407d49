import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { applyChange } from '../../src/changes/apply.ts';
import { reclaimLost, releaseHeld } from '../../src/changes/release.ts';
import { requestChange } from '../../src/changes/request.ts';
import { resolveConflict, tryNow } from '../../src/changes/resolve.ts';
import { stoppedAt } from '../../src/clock.ts';
import type { Db } from '../../src/db/pool.ts';
import { decide } from '../../src/exceptions/decide.ts';
import { exceptionView } from '../../src/exceptions/view.ts';
import { silentLog } from '../../src/log.ts';
import { pause, resume } from '../../src/settings/pauses.ts';
import { cast, now, seedCast } from '../support/company.ts';
import { type CrmMode, crmModes, type Fault, fakeCrm } from '../support/crm.ts';
import { aFreshDatabase, withDatabase } from '../support/database.ts';
import { aNudge, anException, somebody } from '../support/exception.ts';
import { inAuto } from '../support/modes.ts';

const log = silentLog();
const zone = 'Europe/Berlin';
const before = { close_date: '2026-03-10', next_step: null, amount: 42_000 };

/** A world in which Mara has approved a new close date for D-acme, and a worker that comes back until it is over. */
async function approved(db: Db, mode: CrmMode) {
  const crm = fakeCrm(mode);
  crm.set('D-acme', before);
  const { id, hash } = await anException(db);
  const time = stoppedAt(now);
  const mara = await somebody(db, cast.mara);
  const decided = await decide(
    { db, now: time, zone },
    { exceptionId: id, say: 'approve', by: mara, shownHash: hash },
  );
  if (decided.say !== 'decided' || !decided.changeId) throw new Error('not decided');
  const changeId = decided.changeId;
  const use = { db, crm: crm.crm, writer: crm.writer, now: time, log, leaseMs: 1000 };
  return {
    crm,
    exceptionId: id,
    changeId,
    time,
    use,
    mara,
    step: () => applyChange(use, { changeId }),
    row: () => db('changes').where({ id: changeId }).first(),
    state: async () => (await exceptionView({ db, now: time }, id))?.state,
    /** As if so much time had passed since the CRM was called. */
    calledAgo: (ms: number) =>
      db.raw(`update changes set called_at = called_at - ? * interval '1 millisecond' where id = ?`, [
        ms,
        changeId,
      ]),
    /** The worker was killed: nobody comes to an end, its lease runs out. */
    killed: () => db.raw(`update changes set lease_until = clock_timestamp() where id = ?`, [changeId]),
  };
}

describe('carrying out a change', () => {
  let fresh: Awaited<ReturnType<typeof aFreshDatabase>>;
  let db: Db;
  beforeAll(async () => {
    fresh = await aFreshDatabase();
    db = fresh.db;
    await seedCast(db);
  });
  afterAll(() => fresh.drop());
  beforeEach(async () => {
    await db('pauses').delete();
    await db('changes').where({ state: 'pending' }).update({ state: 'abandoned' });
    await db('agents').update({ mode: 'suggest' });
    await db('people')
      .where({ id: cast.mara })
      .update({ active: true, roles: ['manager'] });
  });

  for (const mode of crmModes) {
    test(`${mode}: written once, read back, recorded, and told`, async () => {
      const world = await approved(db, mode);
      expect(await world.step()).toBe('applied');
      expect(await world.step()).toBe('nothing now');
      expect(world.crm.effects).toHaveLength(1);
      expect(world.crm.fields('D-acme').close_date).toBe('2026-04-15');
      expect(await world.state()).toMatchObject({
        is: 'settled',
        sentence: 'Mara moved the close date of Acme Platform from 10 Mar to 15 Apr 2026.',
        readBackAt: now,
        undo: { changeId: world.changeId },
      });
      const actions = await db('audit')
        .where({ subject_id: String(world.changeId), subject_kind: 'change' })
        .orderBy('id')
        .pluck('action');
      expect(actions).toEqual(['change.requested', 'change.applied']);
    });

    test(`${mode}: an answer lost after it was done is found by looking, and nothing is done twice`, async () => {
      const world = await approved(db, mode);
      world.crm.fail('lost after');
      expect(await world.step()).toBe('nothing now');
      expect(await world.step()).toBe('applied');
      expect(world.crm.effects).toHaveLength(1);
    });

    test(`${mode}: a worker killed after the CRM had done it leaves one effect and one record`, async () => {
      const world = await approved(db, mode);
      const dying = { ...world.use, crm: { ...world.use.crm }, writer: killedAfter(world.use.writer) };
      const dead = applyChange(dying, { changeId: world.changeId });
      await dying.writer.called;
      await world.killed();
      expect(await world.step()).toBe('applied');
      dying.writer.wake();
      expect(await dead).toBe('nothing now');
      expect(world.crm.effects).toHaveLength(1);
      expect(
        await db('audit').where({ action: 'change.applied', subject_id: String(world.changeId) }),
      ).toHaveLength(1);
    });

    test(`${mode}: a call that lands late never makes a second effect`, async () => {
      const world = await approved(db, mode);
      world.crm.fail('lands late');
      await world.step();
      await world.calledAgo(60_000);
      const second = await world.step();
      world.crm.land();
      if (mode === 'none') {
        // Nobody may call again; a person looks, and sees that it was done.
        expect(second).toBe('unknown');
        await tryNow({ db, now: world.time }, { changeId: world.changeId, by: world.mara });
        expect(await world.step()).toBe('applied');
      } else {
        expect(second).toBe('applied');
      }
      expect(world.crm.effects).toHaveLength(1);
    });

    test(`${mode}: a CRM that is down is asked again later, and the card says so`, async () => {
      const world = await approved(db, mode);
      world.crm.fail('down');
      expect(await world.step()).toBe('nothing now');
      expect(await world.state()).toMatchObject({
        is: 'failed',
        by: 'Mara Lind',
        because: 'The CRM did not answer.',
        nextTry: new Date(now.getTime() + 5_000),
      });
      world.crm.reads('down');
      expect(await world.step()).toBe('nothing now');
      world.crm.reads('up');
      expect(await world.step()).toBe('applied');
      expect(world.crm.effects).toHaveLength(1);
    });

    test(`${mode}: what somebody has changed meanwhile is not overwritten until a person says so`, async () => {
      const world = await approved(db, mode);
      world.crm.edit('D-acme', { close_date: '2026-03-30' }, cast.tom);
      expect(await world.step()).toBe('conflict');
      expect(world.crm.effects).toHaveLength(0);
      expect(await world.state()).toMatchObject({
        is: 'conflict',
        sentence: 'Not applied: Tom Reyes changed the close date to 30 Mar 2026.',
        ours: '15 Apr',
        theirs: '30 Mar',
        live: true,
      });
      const use = { db, now: world.time };
      const both = await Promise.all(
        (['use', 'keep'] as const).map((say) =>
          resolveConflict(use, { changeId: world.changeId, say, by: world.mara }),
        ),
      );
      expect(both.filter((one) => one.say === 'resolved')).toHaveLength(1);
      expect(both.filter((one) => one.say === 'late')).toEqual([{ say: 'late', byName: 'Mara Lind' }]);
      const ours = both.find((one) => one.say === 'resolved');
      if (ours?.say === 'resolved' && ours.changeId) {
        if (mode === 'second') {
          // Within the second of Tom's edit the condition would not notice a further one of his.
          expect(await applyChange(world.use, { changeId: ours.changeId })).toBe('nothing now');
          expect(world.crm.calls).toHaveLength(0);
          world.crm.age('D-acme');
        }
        expect(await applyChange(world.use, { changeId: ours.changeId })).toBe('applied');
        expect(await world.state()).toMatchObject({
          sentence: 'Mara moved the close date of Acme Platform from 30 Mar to 15 Apr 2026.',
        });
      } else {
        expect(await world.state()).toMatchObject({
          sentence: 'Mara kept 30 Mar 2026 as the close date (proposed: 15 Apr 2026).',
        });
      }
    });
  }

  test('a random run of faults and kills ends in one effect, or in a question to a person where the CRM offers nothing', async () => {
    const faults: Fault[] = ['down', 'lost before', 'lost after', 'lands late'];
    let seed = 7;
    const next = () => {
      seed = (seed * 1664525 + 1013904223) % 4294967296;
      return seed / 4294967296;
    };
    for (let trial = 0; trial < 40; trial++) {
      const mode = crmModes[trial % 4] ?? 'keys';
      const world = await approved(db, mode);
      for (let n = 0; n < 4; n++) if (next() < 0.6) world.crm.fail(faults[Math.floor(next() * 4)] ?? 'down');
      let outcome = '';
      for (let steps = 0; steps < 25 && outcome !== 'applied' && outcome !== 'unknown'; steps++) {
        if (next() < 0.3) {
          const dying = { ...world.use, writer: killedAfter(world.use.writer) };
          const dead = applyChange(dying, { changeId: world.changeId });
          await Promise.race([dying.writer.called, dead]);
          await world.killed();
          outcome = await world.step();
          dying.writer.wake();
          await dead;
        } else outcome = await world.step();
        if (next() < 0.3) world.crm.land();
        await world.calledAgo(60_000);
      }
      world.crm.land();
      const row = await world.row();
      expect(world.crm.effects.length, `trial ${trial}, ${mode}`).toBeLessThanOrEqual(1);
      if (mode !== 'none') expect(row.state, `trial ${trial}, ${mode}`).toBe('applied');
      if (row.state === 'applied') expect(world.crm.effects).toHaveLength(1);
      else expect(row.state).toBe('unknown');
      const ends = await db('audit').where({
        subject_id: String(world.changeId),
        action: `change.${row.state}`,
      });
      expect(ends).toHaveLength(1);
    }
  });

  test('a CRM with neither keys nor conditions is never called twice, and a person sorts out the rest', async () => {
    const world = await approved(db, 'none');
    world.crm.fail('lost before');
    await world.step();
    expect(await world.step()).toBe('nothing now');
    await world.calledAgo(60_000);
    expect(await world.step()).toBe('unknown');
    expect(world.crm.calls).toHaveLength(1);
    expect(await world.state()).toMatchObject({ is: 'unknown', by: 'Mara Lind' });
    const again = await resolveConflict(
      { db, now: world.time },
      { changeId: world.changeId, say: 'use', by: world.mara },
    );
    if (again.say !== 'resolved' || !again.changeId) throw new Error('not resolved');
    expect(await applyChange(world.use, { changeId: again.changeId })).toBe('applied');
    expect(world.crm.effects).toHaveLength(1);
  });

  test('when a lost call may have been done and taken back by somebody, a person is asked', async () => {
    const world = await approved(db, 'version');
    world.crm.fail('lost after');
    await world.step();
    world.crm.edit('D-acme', { close_date: '2026-03-10' }, cast.tom);
    expect(await world.step()).toBe('unknown');
    expect(world.crm.fields('D-acme').close_date).toBe('2026-03-10');
  });

  test('another field that somebody edits in the same moment does not get in the way', async () => {
    const world = await approved(db, 'version');
    const writer = {
      write: async (input: Parameters<typeof world.use.writer.write>[0]) => {
        if (world.crm.calls.length === 0) world.crm.edit('D-acme', { next_step: 'Call' }, cast.priya);
        return world.use.writer.write(input);
      },
    };
    expect(await applyChange({ ...world.use, writer }, { changeId: world.changeId })).toBe('applied');
    expect(world.crm.fields('D-acme')).toMatchObject({ close_date: '2026-04-15', next_step: 'Call' });
    expect(new Set(world.crm.calls).size).toBe(2);
  });

  test('what the CRM refuses is failed with its words, and can be tried again', async () => {
    const world = await approved(db, 'keys');
    world.crm.fail('refused');
    expect(await world.step()).toBe('failed');
    expect(await world.state()).toMatchObject({
      is: 'failed',
      because: 'The CRM refused it: the field is locked.',
      nextTry: null,
    });
    expect(
      await tryNow({ db, now: world.time }, { changeId: world.changeId, by: await somebody(db, cast.nora) }),
    ).toMatchObject({ say: 'not allowed' });
    expect(await tryNow({ db, now: world.time }, { changeId: world.changeId, by: world.mara })).toMatchObject(
      { say: 'resolved' },
    );
    expect(await world.step()).toBe('applied');
  });

  test('a record that is gone is a conflict without buttons', async () => {
    const world = await approved(db, 'version');
    world.crm.forget('D-acme');
    expect(await world.step()).toBe('conflict');
    expect(await world.state()).toMatchObject({
      is: 'conflict',
      sentence: 'Not applied: it is no longer in the CRM.',
      live: false,
    });
  });

  for (const target of [
    { scope: 'everything' },
    { scope: 'agent', subjectId: 'pipeline' },
    { scope: 'customer', subjectId: 'A-acme' },
  ] as const) {
    test(`a pause of ${target.scope} holds what was approved, and it goes on when the pause ends`, async () => {
      const world = await approved(db, 'keys');
      const ada = { kind: 'person', id: cast.ada } as const;
      await pause({ db, now: world.time }, { ...target, by: ada });
      expect(await world.step()).toBe('held');
      expect(world.crm.calls).toHaveLength(0);
      expect((await world.state())?.is).toBe('held');
      await db('outbox').whereNull('done_at').update({ done_at: db.fn.now() });
      expect(await releaseHeld({ db, now: world.time })).toBe(0);
      await resume({ db, now: world.time }, { ...target, by: ada });
      expect(await releaseHeld({ db, now: world.time })).toBe(1);
      expect(await world.step()).toBe('applied');
    });
  }

  test('a pause that begins between the claim and the call stops the call', async () => {
    const world = await approved(db, 'keys');
    const crm = {
      ...world.use.crm,
      read: async (ref: Parameters<typeof world.use.crm.read>[0]) => {
        await pause({ db, now: world.time }, { scope: 'everything', by: { kind: 'person', id: cast.ada } });
        return world.use.crm.read(ref);
      },
    };
    expect(await applyChange({ ...world.use, crm }, { changeId: world.changeId })).toBe('nothing now');
    expect(world.crm.calls).toHaveLength(0);
    expect((await world.state())?.is).toBe('held');
  });

  test('a right that ended between the click and the change stops it, and says so', async () => {
    const world = await approved(db, 'keys');
    await db('people').where({ id: cast.mara }).update({ active: false });
    expect(await world.step()).toBe('refused');
    expect(world.crm.calls).toHaveLength(0);
    const state = await world.state();
    expect(state).toMatchObject({ is: 'failed', by: 'Mara Lind', nextTry: null });
    expect(state?.is === 'failed' && state.because).toContain('The approval does not count any more.');
  });

  test('a change that differs from the one that was approved is not applied', async () => {
    const world = await approved(db, 'keys');
    await db('changes')
      .where({ id: world.changeId })
      .update({
        fields: JSON.stringify([{ field: 'close_date', before: '2026-03-10', after: '2027-01-01' }]),
      });
    expect(await world.step()).toBe('refused');
    expect(world.crm.calls).toHaveLength(0);
  });

  test('an agent in shadow changes nothing, even what it was allowed before', async () => {
    const world = await approved(db, 'keys');
    await db('agents').where({ name: 'pipeline' }).update({ mode: 'shadow' });
    expect(await world.step()).toBe('refused');
    expect(world.crm.calls).toHaveLength(0);
  });

  test('an agent in auto mode acts alone, and its sentence says so', async () => {
    const crm = fakeCrm('keys');
    crm.set('D-acme', before);
    const { proposalId } = await anException(db);
    await inAuto(db);
    const changeId = await db.transaction((trx) =>
      requestChange(trx, {
        subject: { kind: 'deal', id: 'D-acme' },
        wants: {
          kind: 'change',
          fields: [{ field: 'close_date', before: '2026-03-10', after: '2026-04-15' }],
        },
        by: { kind: 'agent', id: 'pipeline', version: 14 },
        proposalId,
        now,
      }),
    );
    const use = { db, crm: crm.crm, writer: crm.writer, now: stoppedAt(now), log };
    expect(await applyChange(use, { changeId })).toBe('applied');
    expect(crm.effects).toEqual([{ id: 'D-acme', set: { close_date: '2026-04-15' }, by: 'pipeline' }]);
  });

  test('two workers at the same change make one effect, and the second leaves it alone', async () => {
    const world = await approved(db, 'none');
    const outcomes = await Promise.all([world.step(), world.step(), world.step(), world.step()]);
    expect(outcomes.filter((one) => one === 'applied')).toHaveLength(1);
    expect(world.crm.effects).toHaveLength(1);
    expect(await world.row()).toMatchObject({ fence: 1, attempts: 1 });
  });

  test('a worker that slept through its lease calls nobody when it wakes', async () => {
    const world = await approved(db, 'none');
    let wake = () => {};
    const asleep = new Promise<void>((resolve) => {
      wake = resolve;
    });
    let reads = 0;
    const crm = {
      ...world.use.crm,
      read: async (ref: Parameters<typeof world.use.crm.read>[0]) => {
        const found = await world.use.crm.read(ref);
        reads += 1;
        await asleep;
        return found;
      },
    };
    const sleeper = applyChange({ ...world.use, crm }, { changeId: world.changeId });
    while (reads === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await world.killed();
    expect(await world.step()).toBe('applied');
    wake();
    expect(await sleeper).toBe('nothing now');
    expect(world.crm.calls).toHaveLength(1);
  });

  test('a CRM that is slow to be read is written to all the same, with the whole lease for the call', async () => {
    const world = await approved(db, 'none');
    const crm = {
      ...world.use.crm,
      read: async (ref: Parameters<typeof world.use.crm.read>[0]) => {
        const found = await world.use.crm.read(ref);
        await world.killed();
        return found;
      },
    };
    let left = 0;
    const writer: typeof world.use.writer = {
      write: async (call) => {
        const { rows } = await db.raw(
          'select (extract(epoch from lease_until - clock_timestamp()) * 1000)::float8 as left from changes where id = ?',
          [world.changeId],
        );
        left = rows[0].left;
        return world.use.writer.write(call);
      },
    };
    expect(
      await applyChange({ ...world.use, crm, writer, leaseMs: 60_000 }, { changeId: world.changeId }),
    ).toBe('applied');
    expect(left).toBeGreaterThan(30_000);
    expect(world.crm.effects).toHaveLength(1);
  });

  test('a change that nobody is bound to come back to is taken up again', async () => {
    const world = await approved(db, 'keys');
    await db('outbox').whereNull('done_at').update({ done_at: db.fn.now() });
    expect(await reclaimLost({ db })).toBeGreaterThan(0);
    expect(await reclaimLost({ db })).toBe(0);
    expect(
      await db('outbox')
        .where({ key: `change:${world.changeId}` })
        .whereNull('done_at'),
    ).toHaveLength(1);
  });
});

test('an approved nudge is a wanted message to its reader, once', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const { id, hash } = await anException(db, { wants: aNudge });
    const time = stoppedAt(now);
    const decided = await decide(
      { db, now: time, zone },
      { exceptionId: id, say: 'approve', by: await somebody(db, cast.mara), shownHash: hash },
    );
    if (decided.say !== 'decided' || !decided.changeId) throw new Error('not decided');
    const crm = fakeCrm('none');
    const use = { db, crm: crm.crm, writer: crm.writer, now: time, log };
    const { changeId } = decided;
    await Promise.all([applyChange(use, { changeId }), applyChange(use, { changeId })]);
    expect(
      await db('cards')
        .where({ key: `nudge:${changeId}` })
        .select('channel'),
    ).toEqual([{ channel: 'dm:U_PRIYA' }]);
    expect((await exceptionView({ db, now: time }, id))?.state).toMatchObject({
      is: 'settled',
      sentence: 'Mara had Steward ask Priya Nair about Acme Platform.',
      undo: null,
    });
    expect(crm.calls).toHaveLength(0);
  }));

test('a rep may take up a question to herself, and the card says that it went to her own messages', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const { id, hash } = await anException(db, { wants: aNudge });
    const time = stoppedAt(now);
    const decided = await decide(
      { db, now: time, zone },
      { exceptionId: id, say: 'approve', by: await somebody(db, cast.priya), shownHash: hash },
    );
    if (decided.say !== 'decided' || !decided.changeId) throw new Error('not decided');
    const crm = fakeCrm('none');
    await applyChange(
      { db, crm: crm.crm, writer: crm.writer, now: time, log },
      { changeId: decided.changeId },
    );
    expect((await exceptionView({ db, now: time }, id))?.state).toMatchObject({
      is: 'settled',
      sentence: 'Priya took up the question about Acme Platform; it is in their own messages.',
    });
  }));

/** A writer whose caller dies after the CRM has done its work: the answer comes only when it is woken. */
function killedAfter(writer: ReturnType<typeof fakeCrm>['writer']) {
  let wake = () => {};
  let called = () => {};
  const asleep = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const hasCalled = new Promise<void>((resolve) => {
    called = resolve;
  });
  return {
    called: hasCalled,
    wake: () => wake(),
    write: async (input: Parameters<typeof writer.write>[0]) => {
      const answer = await writer.write(input).catch((error: unknown) => error);
      called();
      await asleep;
      if (answer instanceof Error) throw answer;
      return answer as Awaited<ReturnType<typeof writer.write>>;
    },
  };
}
