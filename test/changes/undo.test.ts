import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyChange } from '../../src/changes/apply.ts';
import { editDeal } from '../../src/changes/edit-deal.ts';
import { requestChange } from '../../src/changes/request.ts';
import { undo } from '../../src/changes/undo.ts';
import { stoppedAt } from '../../src/clock.ts';
import { confidences } from '../../src/crew/confidence.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import type { Db } from '../../src/db/pool.ts';
import { decide } from '../../src/exceptions/decide.ts';
import { exceptionView } from '../../src/exceptions/view.ts';
import { exportFeedback } from '../../src/learning/export.ts';
import { giveFeedback } from '../../src/learning/feedback.ts';
import { silentLog } from '../../src/log.ts';
import { behindProposal } from '../../src/runs/behind-proposal.ts';
import { pause } from '../../src/settings/pauses.ts';
import { cast, now, seedCast } from '../support/company.ts';
import { fakeCrm } from '../support/crm.ts';
import { withDatabase } from '../support/database.ts';
import { aNudge, anException, somebody } from '../support/exception.ts';

const log = silentLog();
const zone = 'Europe/Berlin';

/** The CRM that comes with Steward, with every wanted change applied until nothing is left. */
function world(db: Db) {
  const time = stoppedAt(now);
  const use = {
    db,
    crm: builtinCrm({ db, now: time }),
    writer: builtinWriter({ db, now: time, zone }),
    now: time,
    log,
    zone,
  };
  return {
    time,
    use,
    applyAll: async () => {
      for (;;) {
        const next = await db('changes')
          .where({ state: 'pending' })
          .whereNull('held')
          .orderBy('id')
          .first('id');
        if (!next) return;
        await applyChange(use, { changeId: next.id });
      }
    },
    state: async (id: number) => (await exceptionView(use, id))?.state,
    deal: () => db('deals').where({ id: 'D-acme' }).first(),
  };
}

async function approvedBy(db: Db, of: ReturnType<typeof world>, wants?: Parameters<typeof anException>[1]) {
  const { id, hash } = await anException(db, wants);
  const mara = await somebody(db, cast.mara);
  const decided = await decide(of.use, { exceptionId: id, say: 'approve', by: mara, shownHash: hash });
  if (decided.say !== 'decided' || !decided.changeId) throw new Error(`not decided: ${decided.say}`);
  await of.applyAll();
  return { id, changeId: decided.changeId, mara };
}

test('undo puts it back, twice is once, and it can be done again', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const of = world(db);
    const { id, changeId, mara } = await approvedBy(db, of);
    expect((await of.deal()).close_date).toBe('2026-04-15');
    const both = await Promise.all([
      undo(of.use, { changeId, by: mara }),
      undo(of.use, { changeId, by: mara }),
    ]);
    expect(both.map((one) => one.say).sort()).toEqual(['already', 'requested']);
    await of.applyAll();
    expect((await of.deal()).close_date).toBe('2026-03-10');
    const state = await of.state(id);
    expect(state).toMatchObject({
      is: 'undone',
      sentence: 'Mara undid this: close date is 10 Mar 2026 again.',
    });
    expect(await undo(of.use, { changeId, by: mara })).toMatchObject({ say: 'already', byName: 'Mara Lind' });
    if (state?.is !== 'undone' || !state.again) throw new Error('nothing to do again');
    await undo(of.use, { changeId: state.again.changeId, by: mara });
    await of.applyAll();
    expect((await of.deal()).close_date).toBe('2026-04-15');
    expect(await of.state(id)).toMatchObject({
      is: 'settled',
      sentence: 'Mara did it again: close date is 15 Apr 2026.',
    });
  }));

test('an approval that was undone counts as decided and not as accepted, until it is done again', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const of = world(db);
    const { id, changeId, mara } = await approvedBy(db, of);
    await giveFeedback(of.use, { on: { kind: 'exception', id: String(id) }, say: 'good', by: mara });
    const { agent, agent_version, trigger } = await db('proposals').first();
    const counted = async () => ({
      next: (await confidences(db, agent, agent_version)).get(trigger),
      like: (await behindProposal(db, 'exception', String(id)))?.like,
      exported: (await Array.fromAsync(exportFeedback(db))).map(({ decided, undone }) => ({
        decided,
        undone,
      })),
    });
    const accepted = {
      next: { share: 2 / 3, cases: 1, accepted: 1 },
      like: { cases: 1, accepted: 1, edited: 0, rejected: 0, undone: 0 },
      exported: [{ decided: 'approve', undone: false }],
    };
    expect(await counted()).toEqual(accepted);
    const undone = await undo(of.use, { changeId, by: mara });
    // Wanted is not yet done: the CRM may still refuse it.
    expect(await counted()).toEqual(accepted);
    await of.applyAll();
    expect(await counted()).toEqual({
      next: { share: 1 / 3, cases: 1, accepted: 0 },
      like: { cases: 1, accepted: 0, edited: 0, rejected: 0, undone: 1 },
      exported: [{ decided: 'approve', undone: true }],
    });
    if (undone.say !== 'requested') throw new Error(undone.say);
    await undo(of.use, { changeId: undone.changeId, by: mara });
    await of.applyAll();
    expect(await counted()).toEqual(accepted);
  }));

test('undo does not overwrite what somebody has changed since, and says who and what', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const of = world(db);
    const { id, changeId, mara } = await approvedBy(db, of);
    const priya = await somebody(db, cast.priya);
    await editDeal(of.use, {
      dealId: 'D-acme',
      fields: { close_date: '2026-03-30' },
      shown: { close_date: '2026-04-15' },
      by: priya,
    });
    await of.applyAll();
    expect((await of.deal()).close_date).toBe('2026-03-30');
    await undo(of.use, { changeId, by: mara });
    await of.applyAll();
    expect((await of.deal()).close_date).toBe('2026-03-30');
    expect(await of.state(id)).toMatchObject({
      is: 'conflict',
      sentence: 'Not undone: Priya Nair changed the close date to 30 Mar 2026.',
      ours: '10 Mar',
      theirs: '30 Mar',
    });
  }));

test('of several fields, those that nobody has touched are put back, and the others are listed', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const of = world(db);
    const { id, changeId, mara } = await approvedBy(db, of, {
      wants: {
        kind: 'change',
        fields: [
          { field: 'close_date', before: '2026-03-10', after: '2026-04-15' },
          { field: 'next_step', before: null, after: 'Call on security review' },
        ],
      },
    });
    const priya = await somebody(db, cast.priya);
    await editDeal(of.use, {
      dealId: 'D-acme',
      fields: { close_date: '2026-03-30' },
      shown: { close_date: '2026-04-15' },
      by: priya,
    });
    await of.applyAll();
    await undo(of.use, { changeId, by: mara });
    await of.applyAll();
    const deal = await of.deal();
    expect([deal.close_date, deal.next_step]).toEqual(['2026-03-30', null]);
    expect(await of.state(id)).toMatchObject({
      is: 'undone',
      sentence:
        'Mara undid this: next step is empty again. Not undone: Priya Nair changed the close date to 30 Mar 2026.',
    });
  }));

test('after any sequence of changes and edits an undo gives back exactly the fields that nobody else has touched', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const crm = fakeCrm('version');
    const use = { db, crm: crm.crm, writer: crm.writer, now: stoppedAt(now), log };
    const ada = await somebody(db, cast.ada);
    const value = fc.record({
      close_date: fc.constantFrom('2026-05-01', '2026-06-02', '2026-07-03'),
      next_step: fc.constantFrom(null, 'Call', 'Mail'),
      amount: fc.constantFrom(1, 20.5, 300.25),
    });
    type Values = { close_date: string; next_step: string | null; amount: number };
    const names = ['close_date', 'next_step', 'amount'] as const;
    await fc.assert(
      fc.asyncProperty(
        value,
        value,
        fc.array(fc.record({ field: fc.constantFrom(...names), to: value }), { maxLength: 3 }),
        async (start: Values, wanted: Values, edits) => {
          crm.set('D-acme', { ...start });
          const fields = names
            .filter((name) => start[name] !== wanted[name])
            .map((field) => ({ field, before: start[field], after: wanted[field] }));
          if (fields.length === 0) return;
          const changeId = await db.transaction((trx) =>
            requestChange(trx, {
              subject: { kind: 'deal', id: 'D-acme' },
              wants: { kind: 'change', fields },
              by: { kind: 'person', id: cast.ada },
              now,
            }),
          );
          expect(await applyChange(use, { changeId })).toBe('applied');
          for (const edit of edits) crm.edit('D-acme', { [edit.field]: edit.to[edit.field] }, cast.tom);
          const between = { ...crm.fields('D-acme') };
          const asked = await undo(use, { changeId, by: ada });
          if (asked.say !== 'requested') throw new Error(asked.say);
          await applyChange(use, { changeId: asked.changeId });
          for (const name of names) {
            const ours = fields.some((field) => field.field === name);
            const untouched = between[name] === wanted[name];
            expect(crm.fields('D-acme')[name]).toBe(ours && untouched ? start[name] : between[name]);
          }
        },
      ),
      { numRuns: 40, seed: 20260320 },
    );
  }));

test('who may not decide may not undo, a message cannot be taken back, and after 30 days it is too late', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const of = world(db);
    const { changeId, mara, id } = await approvedBy(db, of);
    expect(await undo(of.use, { changeId, by: await somebody(db, cast.dan) })).toMatchObject({
      say: 'not allowed',
      whoCan: ['Mara Lind', 'Priya Nair'],
    });
    const nudge = await approvedBy(db, of, { wants: aNudge });
    expect(await undo(of.use, { changeId: nudge.changeId, by: mara })).toEqual({
      say: 'not possible',
      because: 'A message that was sent cannot be taken back.',
    });
    of.time.move(new Date(now.getTime() + 30 * 86_400_000));
    expect(await undo(of.use, { changeId, by: mara })).toMatchObject({ say: 'not possible' });
    expect(await of.state(id)).toMatchObject({ is: 'settled', undo: null });
  }));

test('the way back stays open while everything is paused', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const of = world(db);
    const { changeId, mara } = await approvedBy(db, of);
    await pause(of.use, { scope: 'everything', by: { kind: 'person', id: cast.ada } });
    await undo(of.use, { changeId, by: mara });
    await of.applyAll();
    expect((await of.deal()).close_date).toBe('2026-03-10');
  }));

test('a person’s own edit is checked, conditional on what was shown, and held by a pause', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const of = world(db);
    const priya = await somebody(db, cast.priya);
    const shown = { close_date: '2026-03-10', amount: 42_000, next_step: null };
    const edit = (fields: Record<string, unknown>, by = priya) =>
      editDeal(of.use, { dealId: 'D-acme', fields, shown, by });
    expect(await edit({ amount: 'a lot' })).toMatchObject({ say: 'invalid', errors: [{ field: 'amount' }] });
    expect(await edit({ close_date: '2026-03-10', amount: 42_000 })).toEqual({ say: 'nothing' });
    expect(await edit({ amount: 1 }, await somebody(db, cast.dan))).toMatchObject({ say: 'not allowed' });
    expect(await edit({ name: 'Mine' })).toMatchObject({ say: 'invalid' });
    await db('deals')
      .where({ id: 'D-acme' })
      .update({ amount: 50_000, version: 2, changed_by: 'person:P-tom' });
    const asked = await edit({ amount: 45_000 });
    if (asked.say !== 'requested') throw new Error(asked.say);
    expect(await applyChange(of.use, { changeId: asked.changeId })).toBe('conflict');
    expect((await of.deal()).amount).toBe(50_000);
    await pause(of.use, { scope: 'customer', subjectId: 'A-acme', by: { kind: 'person', id: cast.ada } });
    const held = await edit({ next_step: 'Call' });
    if (held.say !== 'requested') throw new Error(held.say);
    expect(await applyChange(of.use, { changeId: held.changeId })).toBe('held');
    expect((await of.deal()).next_step).toBeNull();
  }));
