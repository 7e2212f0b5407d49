import { describe, expect, test } from 'vitest';
import { exceptionCard } from '../../blocks/exception.ts';
import { groupCard } from '../../blocks/exception-group.ts';
import { applyChange } from '../../src/changes/apply.ts';
import { stoppedAt } from '../../src/clock.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import type { Db } from '../../src/db/pool.ts';
import { openPool } from '../../src/db/pool.ts';
import { type Decide, decide } from '../../src/exceptions/decide.ts';
import { groupView } from '../../src/exceptions/groups.ts';
import { exceptionView } from '../../src/exceptions/view.ts';
import { waitingFor } from '../../src/exceptions/waiting.ts';
import { silentLog } from '../../src/log.ts';
import { changeHash } from '../../src/policy/hash.ts';
import type { Role, Wanted } from '../../src/policy/nouns.ts';
import { type NewTier, setTier } from '../../src/settings/approval-tiers.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { here } from '../blocks/samples.ts';
import { cast, now, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { aGroup, anException, closeDate, somebody } from '../support/exception.ts';

const clock = () => stoppedAt(now);
const zone = 'Europe/Berlin';
const lena = 'P-lena';
const bo = 'P-bo';

/** The cast with Lena of finance and Bo, a second approver; D-acme is Priya's, of so much. */
const withSigners = (amount: number, work: (db: Db, url: string) => Promise<void>): Promise<void> =>
  withDatabase(async (db, { url }) => {
    await seedCast(db);
    const person = (id: string, name: string, roles: Role[]) => ({
      ...{ id, source: 'test', source_id: id, name, roles },
      email: `${id}@example.com`,
      slack_id: `U_${id}`,
    });
    await db('people').insert([person(lena, 'Lena Fox', ['finance']), person(bo, 'Bo Hart', ['approver'])]);
    await db('deals').where({ id: 'D-acme' }).update({ amount });
    await work(db, url);
  });

const finance: NewTier = { of: 'amount', over: 250_000, currency: 'USD', whom: ['finance'], inOrder: false };
const tier = (db: Db, more: Partial<NewTier> = {}) =>
  setTier({ db }, { tier: { ...finance, ...more }, byId: cast.ana, because: null, now });

type Open = { id: number; hash: string };
const says = async (db: Db, by: string, { id, hash }: Open, more: Partial<Decide> = {}) =>
  decide(
    { db, now: clock(), zone },
    { exceptionId: id, say: 'approve', by: await somebody(db, by), shownHash: hash, ...more },
  );
const apply = async (db: Db, changeId: number) => {
  const use = { db, now: clock(), zone, log: silentLog() };
  return applyChange({ ...use, crm: builtinCrm(use), writer: builtinWriter(use) }, { changeId });
};
const changesOf = (db: Db, { id }: Open) => db('changes').where({ exception_id: id });
const closeDateOf = async (db: Db): Promise<string> =>
  (await db('deals').where({ id: 'D-acme' }).first(db.raw("to_char(close_date, 'YYYY-MM-DD') as day"))).day;

describe('two who sign', () => {
  test('nothing is changed before both have, in whatever order; each step is told and recorded', () =>
    withSigners(300_000, async (db) => {
      await tier(db);
      const card = await anException(db, { asks: ['manager', 'approver', 'finance'], waitsFor: cast.ana });
      const view = async () => exceptionView({ db, now: clock() }, card.id);
      expect(await view()).toMatchObject({ signed: '0 of 2: an approver and finance still to sign.' });
      expect(await says(db, lena, card)).toEqual({
        say: 'signed',
        of: 2,
        signed: 1,
        left: ['approver'],
        inOrder: false,
      });
      expect(await changesOf(db, card)).toEqual([]);
      expect(await view()).toMatchObject({
        state: { is: 'open' },
        signed: '1 of 2: Lena Fox approved; an approver still to sign.',
        waitsFor: { name: 'Ana Ruiz' },
      });
      const done = await says(db, cast.ana, card);
      expect(done).toMatchObject({ say: 'decided' });
      expect(await apply(db, done.say === 'decided' ? (done.changeId ?? 0) : 0)).toBe('applied');
      expect(await closeDateOf(db)).toBe('2026-04-15');
      expect(
        await db('audit')
          .where({ subject_kind: 'exception', subject_id: String(card.id) })
          .orderBy('id')
          .pluck('action'),
      ).toEqual(['exception.signed', 'exception.decided']);
    }));

  test('one person signs once, whatever they hold, and somebody without the role not at all', () =>
    withSigners(300_000, async (db) => {
      await tier(db);
      await db('people')
        .where({ id: cast.ana })
        .update({ roles: ['approver', 'finance'] });
      const card = await anException(db, { asks: ['manager', 'approver', 'finance'] });
      expect(await says(db, cast.ana, card)).toMatchObject({ say: 'signed' });
      expect(await says(db, cast.ana, card)).toMatchObject({
        say: 'not allowed',
        because: 'You have signed this already. Nothing else was changed.',
      });
      for (const by of [cast.mara, cast.ada, cast.priya, cast.oskar])
        expect(await says(db, by, card)).toMatchObject({ say: 'not allowed' });
      expect(await changesOf(db, card)).toEqual([]);
      expect(await says(db, bo, card)).toMatchObject({ say: 'decided' });
    }));

  test('in order the second waits for the first', () =>
    withSigners(300_000, async (db) => {
      await tier(db, { over: 100_000, whom: ['approver', 'finance'], inOrder: true });
      const card = await anException(db, { asks: ['manager', 'approver', 'finance'] });
      expect(await says(db, lena, card)).toMatchObject({
        say: 'not allowed',
        because: expect.stringContaining(
          'Needs an approver, then finance: deal of $300,000 (limit $100,000).',
        ),
      });
      expect(await says(db, cast.ana, card)).toMatchObject({ say: 'signed', inOrder: true });
      expect(await says(db, lena, card)).toMatchObject({ say: 'decided' });
    }));

  test('it waits for whoever is next, and no longer for whoever has signed', () =>
    withSigners(300_000, async (db) => {
      await tier(db);
      const card = await anException(db, { asks: ['manager', 'approver', 'finance'] });
      const waits = async (who: string) =>
        (await waitingFor({ db, now }, await somebody(db, who))).map(({ id }) => id);
      expect([await waits(cast.ana), await waits(lena)]).toEqual([[card.id], [card.id]]);
      await says(db, cast.ana, card);
      expect([await waits(cast.ana), await waits(bo), await waits(lena)]).toEqual([[], [], [card.id]]);
      expect(await db('outbox').where({ topic: 'whisper' }).pluck('body')).toMatchObject([
        {
          user: `U_${lena}`,
          text: expect.stringMatching(
            /^Acme Platform.*: 1 of 2 signed, Ana Ruiz approved\. Now it waits for you/,
          ),
        },
      ]);
    }));

  test('a card of several shows in the row who has signed and for whom it waits, tells the next one of which deal, and keeps both names', () =>
    withSigners(300_000, async (db) => {
      await tier(db);
      const group = await aGroup(db);
      const card = await anException(db, { group, asks: ['manager', 'approver', 'finance'] });
      await anException(db, { group, deal: 'D-globex' });
      const shown = async (): Promise<string> => {
        const view = await groupView({ db, now: clock() }, group);
        return JSON.stringify(view && groupCard(view, here));
      };
      expect(await shown()).toContain('0 of 2: an approver and finance still to sign.');
      await says(db, cast.ana, card);
      const half = await shown();
      expect(half).toContain('⏳ 1 of 2: Ana Ruiz approved; finance still to sign. Waits for Lena Fox.');
      expect(half).not.toContain('0 of 2');
      const [told] = await db('outbox').where({ topic: 'whisper' }).pluck('body');
      expect(told).toMatchObject({
        user: `U_${lena}`,
        text: expect.stringMatching(/^Acme Platform: 1 of 2/),
      });
      const done = await says(db, lena, card);
      expect(await apply(db, done.say === 'decided' ? (done.changeId ?? 0) : 0)).toBe('applied');
      const after = await shown();
      expect(after).toContain('15 Apr 2026 (Ana and Lena)');
      expect(after).not.toContain('still to sign');
      const single = await exceptionView({ db, now: clock() }, card.id);
      expect(JSON.stringify(single && exceptionCard(single, here))).toContain(
        'signed by Ana Ruiz and Lena Fox',
      );
    }));

  test('a no ends it, and what was signed before counts for nothing when it is opened again', () =>
    withSigners(300_000, async (db) => {
      await tier(db);
      const card = await anException(db, { asks: ['manager', 'approver', 'finance'] });
      await says(db, cast.ana, card);
      expect(await says(db, cast.ana, card, { say: 'reject', reason: 'Not now' })).toMatchObject({
        say: 'decided',
      });
      await db('decisions').update({ reopened_at: now, reopened_by: cast.ana });
      await db('exceptions').update({ closed_at: null, closed_as: null });
      expect(await says(db, lena, card)).toMatchObject({ say: 'signed', left: ['approver'] });
    }));

  test('a signature is for the change that was on the screen and for no other', () =>
    withSigners(300_000, async (db) => {
      await tier(db);
      const card = await anException(db, { asks: ['manager', 'approver', 'finance'] });
      await says(db, cast.ana, card);
      const fields = [{ field: 'close_date', before: '2026-03-10', after: '2026-05-01' }];
      const hash = changeHash({ kind: 'change', fields });
      await db('proposals')
        .where({ id: card.proposalId })
        .update({ change: JSON.stringify({ fields }), hash });
      await db('exceptions').where({ id: card.id }).update({ hash });
      expect(await says(db, lena, card)).toMatchObject({ say: 'stale' });
      expect(await says(db, lena, { id: card.id, hash })).toMatchObject({ say: 'signed' });
      expect(await changesOf(db, card)).toEqual([]);
    }));
});

describe('four eyes', () => {
  const newAmount = (after: number): Wanted => ({
    kind: 'change',
    fields: [{ field: 'amount', before: 42_000, after }],
  });

  test('the owner of the deal signs nothing of it, with whatever role, and what they signed before counts no more', () =>
    withSigners(300_000, async (db) => {
      await tier(db);
      await db('people')
        .where({ id: cast.priya })
        .update({ roles: ['rep', 'approver', 'finance'] });
      const card = await anException(db, { asks: ['manager', 'approver', 'finance'] });
      expect(await says(db, cast.priya, card)).toMatchObject({ say: 'not allowed' });
      expect(await says(db, cast.ana, card)).toMatchObject({ say: 'signed' });
      await db('deals').where({ id: 'D-acme' }).update({ owner_id: cast.ana });
      expect(await says(db, lena, card)).toMatchObject({ say: 'signed', left: ['approver'] });
      expect(await says(db, bo, card)).toMatchObject({ say: 'decided' });
    }));

  test('whoever changes the values above a threshold proposes them, and somebody else signs', () =>
    withSigners(42_000, async (db) => {
      const card = await anException(db, { wants: newAmount(43_000) });
      const anew = await says(db, cast.mara, card, { say: 'edit', fields: { amount: 150_000 } });
      expect(anew).toEqual({ say: 'proposed anew', left: ['approver'], inOrder: false });
      expect(await changesOf(db, card)).toEqual([]);
      const { hash } = await db('exceptions').where({ id: card.id }).first('hash');
      expect(hash).not.toBe(card.hash);
      expect(await exceptionView({ db, now: clock() }, card.id)).toMatchObject({
        hash,
        proposedBy: 'Mara Lind',
        needs: 'Needs an approver: deal of $150,000 (limit $100,000).',
        waitsFor: { name: 'Ana Ruiz' },
        wants: { fields: [{ field: 'amount', after: 150_000 }] },
      });
      expect(await says(db, cast.ana, card)).toMatchObject({ say: 'stale' });
      const done = await says(db, cast.ana, { id: card.id, hash });
      expect(done).toMatchObject({ say: 'decided' });
      expect(await apply(db, done.say === 'decided' ? (done.changeId ?? 0) : 0)).toBe('applied');
      // The agent had proposed something else: it does not count as accepted.
      expect(await db('decisions').where({ exception_id: card.id }).first('say')).toEqual({ say: 'edit' });
    }));

  test('an approver who changes the values does not sign them; where nobody else could, nothing is changed', () =>
    withSigners(42_000, async (db) => {
      const card = await anException(db, { wants: newAmount(120_000), asks: ['manager', 'approver'] });
      expect(await says(db, cast.ana, card, { say: 'edit', fields: { amount: 150_000 } })).toMatchObject({
        say: 'proposed anew',
      });
      const { hash } = await db('exceptions').where({ id: card.id }).first('hash');
      expect(await says(db, cast.ana, { id: card.id, hash })).toMatchObject({ say: 'not allowed' });
      await db('people').where({ id: cast.ana }).update({ active: false });
      const next = await says(db, bo, { id: card.id, hash }, { say: 'edit', fields: { amount: 160_000 } });
      expect(next).toMatchObject({ say: 'invalid' });
      expect(JSON.stringify(next)).toContain(
        'Somebody other than you has to sign, and there is nobody who can.',
      );
      expect(await changesOf(db, card)).toEqual([]);
    }));

  test('what somebody fills into a form above a threshold is signed by somebody else', () =>
    withSigners(42_000, async (db) => {
      await db('deals').where({ id: 'D-acme' }).update({ product_id: 'PR-plus', amount: null });
      const card = await anException(db, {
        wants: { kind: 'form', form: { to: cast.priya, fields: ['amount'] } },
      });
      const edit = (amount: number) => says(db, cast.priya, card, { say: 'edit', fields: { amount } });
      expect(await edit(36_799.99)).toEqual({ say: 'proposed anew', left: ['approver'], inOrder: false });
      const { hash } = await db('exceptions').where({ id: card.id }).first('hash');
      expect((await exceptionView({ db, now: clock() }, card.id))?.needs).toBe(
        'Needs an approver: discount 8.00003% (limit 8%).',
      );
      const done = await says(db, cast.ana, { id: card.id, hash });
      expect(await apply(db, done.say === 'decided' ? (done.changeId ?? 0) : 0)).toBe('applied');
    }));

  test('a discount of exactly the limit needs nobody above, and one given in steps counts as a whole', () =>
    withSigners(40_000, async (db) => {
      await db('deals').where({ id: 'D-acme' }).update({ product_id: 'PR-plus' });
      const step = async (before: number, after: number) => {
        const card = await anException(db, {
          wants: { kind: 'change', fields: [{ field: 'amount', before, after }] },
        });
        const said = await says(db, cast.mara, card);
        if (said.say === 'decided') await apply(db, said.changeId ?? 0);
        return said.say === 'not allowed' ? said.because : said.say;
      };
      expect(await step(40_000, 38_400)).toBe('decided');
      expect(await step(38_400, 36_800)).toBe('decided');
      expect(await step(36_800, 36_000)).toMatch(/^Needs an approver: discount 10% \(limit 8%\)\./);
    }));
});

describe('a threshold that changes while a card waits: the stricter holds', () => {
  const limit = (db: Db, value: number) =>
    setSetting(
      { db, now: clock() },
      { name: 'approval_amount', value, by: { kind: 'person', id: cast.ana } },
    );

  test('raised, it asks for whom it asked', () =>
    withSigners(200_000, async (db) => {
      const card = await anException(db, { asks: ['manager', 'approver'] });
      await limit(db, 500_000);
      expect(await says(db, cast.mara, card)).toMatchObject({ say: 'not allowed' });
      const done = await says(db, cast.ana, card);
      expect(await apply(db, done.say === 'decided' ? (done.changeId ?? 0) : 0)).toBe('applied');
    }));

  test('lowered, it asks for more, and its card says so', () =>
    withSigners(80_000, async (db) => {
      const card = await anException(db);
      await limit(db, 50_000);
      expect(await says(db, cast.mara, card)).toMatchObject({ say: 'not allowed' });
      expect((await db('exceptions').where({ id: card.id }).first('asks')).asks).toEqual([
        'manager',
        'approver',
      ]);
      expect(await says(db, cast.ana, card)).toMatchObject({ say: 'decided' });
    }));

  test('lowered between the yes and the writing, it is not written', () =>
    withSigners(80_000, async (db) => {
      const card = await anException(db);
      const done = await says(db, cast.mara, card);
      await limit(db, 50_000);
      expect(await apply(db, done.say === 'decided' ? (done.changeId ?? 0) : 0)).toBe('refused');
      expect(await closeDateOf(db)).not.toBe('2026-04-15');
    }));
});

describe('races', () => {
  test('of rights that go while somebody signs or it is written: nothing is written on a dead right', () =>
    withSigners(300_000, async (db, url) => {
      await tier(db);
      const other = openPool(url, { max: 5 });
      const ends: string[] = [];
      for (let round = 0; round < 24; round++) {
        await db('people')
          .where({ id: cast.ana })
          .update({ active: true, roles: ['approver', 'owner'] });
        await db('deals').where({ id: 'D-acme' }).update({ close_date: '2026-03-10' });
        const card = await anException(db, { asks: ['manager', 'approver', 'finance'] });
        await says(db, cast.ana, card);
        const gone =
          round % 2 === 0
            ? other('people').where({ id: cast.ana }).update({ active: false })
            : other('people')
                .where({ id: cast.ana })
                .update({ roles: ['owner'] });
        const early = round % 4 < 2;
        const lenaSays = async () => {
          const said = await says(db, lena, card);
          if (!early) await gone;
          return said.say === 'decided' && said.changeId !== null ? apply(db, said.changeId) : said.say;
        };
        const [end] = early ? await Promise.all([lenaSays(), gone]) : [await lenaSays()];
        ends.push(end);
        const written = (await closeDateOf(db)) === '2026-04-15';
        expect(written, `${round}: ${end}`).toBe(end === 'applied');
        // Where her right was gone before the other signed, nothing may be written.
        if (!early) expect(end).toBe('refused');
      }
      expect(ends.length).toBe(24);
      await other.destroy();
    }));

  test('two who sign at the same moment make one change', () =>
    withSigners(300_000, async (db, url) => {
      await tier(db);
      const other = openPool(url, { max: 5 });
      for (let round = 0; round < 12; round++) {
        const card = await anException(db, { asks: ['manager', 'approver', 'finance'] });
        const answers = await Promise.all([
          says(db, cast.ana, card),
          says(other, lena, card),
          says(other, cast.ana, card),
        ]);
        expect(answers.filter(({ say }) => say === 'decided')).toHaveLength(1);
        expect(await changesOf(db, card)).toHaveLength(1);
      }
      await other.destroy();
    }));

  test('two approvals of the same approver are never two, however they are sent', () =>
    withSigners(300_000, async (db, url) => {
      await tier(db, { over: 100_000, whom: ['approver', 'approver'] });
      const other = openPool(url, { max: 8 });
      for (let round = 0; round < 12; round++) {
        const card = await anException(db, { wants: closeDate, asks: ['manager', 'approver', 'approver'] });
        const all = await Promise.all(Array.from({ length: 6 }, () => says(other, cast.ana, card)));
        expect(all.map(({ say }) => say)).not.toContain('decided');
        expect(await changesOf(db, card)).toEqual([]);
        expect(await says(db, bo, card)).toMatchObject({ say: 'decided' });
      }
      await other.destroy();
    }));
});
