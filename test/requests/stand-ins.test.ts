import { describe, expect, test } from 'vitest';
import { applyChange } from '../../src/changes/apply.ts';
import { stoppedAt } from '../../src/clock.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import { remindDue } from '../../src/exceptions/clock-work.ts';
import { decide } from '../../src/exceptions/decide.ts';
import { beginStandIns, endStandIns } from '../../src/exceptions/standing-in.ts';
import { exceptionView } from '../../src/exceptions/view.ts';
import { waitingFor } from '../../src/exceptions/waiting.ts';
import { silentLog } from '../../src/log.ts';
import { cast, now } from '../support/company.ts';
import { anException, somebody } from '../support/exception.ts';
import { company, is, type Talk } from './talk.ts';

const yes = async (talk: Talk, text: string, by: string) =>
  is(await talk.press(is(await talk.ask(text, by, text), 'confirm'), 'yes', by), 'done');
const away = "I'm away until Monday, Nora decides for me";
const monday = new Date('2026-03-23T10:00:00Z');
const approve = async ({ db }: Talk, by: string, { id, hash }: { id: number; hash: string }, at = now) =>
  decide(
    { db, now: stoppedAt(at), zone: 'UTC' },
    { exceptionId: id, say: 'approve', by: await somebody(db, by), shownHash: hash },
  );
const apply = ({ db }: Talk, changeId: number, at = now) => {
  const use = { db, now: stoppedAt(at), zone: 'UTC', log: silentLog() };
  return applyChange({ ...use, crm: builtinCrm(use), writer: builtinWriter(use) }, { changeId });
};

const whispers = async ({ db }: Talk): Promise<string[]> =>
  (await db('outbox').where({ topic: 'whisper' }).orderBy('id').pluck('body')).map(({ text }) => text);

describe('who decides for somebody who is away', () => {
  test('what waits goes to them, too; the card says for whom; it ends by itself', () =>
    company(async (talk) => {
      const { db } = talk;
      const card = await anException(db);
      expect(await approve(talk, cast.nora, card)).toMatchObject({ say: 'not allowed' });
      const asked = is(await talk.ask(away, cast.mara, 'a'), 'confirm');
      expect(asked.headline).toMatch(/^Nora Quinn decides for you until /);
      expect(asked.consequence).toContain('1 card that waits for you now goes to Nora, too');
      await talk.press(asked, 'yes', cast.mara);
      const view = await exceptionView({ db, now: stoppedAt(now) }, card.id);
      expect(view).toMatchObject({ waitsFor: { name: 'Nora Quinn' }, inStead: 'Mara Lind' });
      expect(await waitingFor({ db, now }, await somebody(db, cast.nora))).toMatchObject([
        { id: card.id, inStead: { id: cast.mara, name: 'Mara Lind' } },
      ]);
      expect(await waitingFor({ db, now }, await somebody(db, cast.mara))).toMatchObject([{ inStead: null }]);
      expect(await db('outbox').where({ topic: 'whisper' }).first('body')).toMatchObject({
        body: { user: 'U_NORA', text: expect.stringContaining('You decide for Mara Lind until') },
      });
      const done = await approve(talk, cast.nora, card);
      expect(await apply(talk, done.say === 'decided' ? (done.changeId ?? 0) : 0)).toBe('applied');

      const later = await anException(db);
      expect(await approve(talk, cast.nora, later, monday)).toMatchObject({ say: 'not allowed' });
      expect(await endStandIns({ db, now: stoppedAt(monday) })).toBe(1);
      expect(await db('audit').whereIn('action', ['stand_in.set', 'stand_in.ended']).pluck('action')).toEqual(
        ['stand_in.set', 'stand_in.ended'],
      );
    }));

  test('from a day to come it begins by itself, and both are told once', () =>
    company(async (talk) => {
      const { db } = talk;
      const card = await anException(db);
      const asked = is(
        await talk.ask("I'm on vacation next week, Nora takes over", cast.mara, 'a'),
        'confirm',
      );
      expect(asked.headline).toMatch(/^Nora Quinn decides for you from Mon 23 Mar.* until Sun 29 Mar/);
      await talk.press(asked, 'yes', cast.mara);
      expect(await approve(talk, cast.nora, card)).toMatchObject({ say: 'not allowed' });
      expect(await waitingFor({ db, now }, await somebody(db, cast.nora))).toEqual([]);
      expect(is(await talk.ask('who is away', cast.priya, 'b'), 'text').sentence).toBe(
        'Nobody is away now. 1 absence to come.',
      );
      const use = { db, now: stoppedAt(monday), zone: 'UTC' };
      expect([await beginStandIns(use), await beginStandIns(use)]).toEqual([1, 0]);
      expect(await whispers(talk)).toEqual([
        expect.stringMatching(/^You decide for Mara Lind from Mon 23 Mar/),
        expect.stringMatching(/^You decide for Mara Lind until .* 1 card waits now/),
      ]);
      expect(await approve(talk, cast.nora, card, monday)).toMatchObject({ say: 'decided' });
    }));

  test('whoever stood in is told that it is over', () =>
    company(async (talk) => {
      await yes(talk, away, cast.mara);
      await yes(talk, "I'm back", cast.mara);
      expect(await whispers(talk)).toContain(
        'Mara Lind is back: you no longer decide for Mara Lind. What you decided meanwhile stays.',
      );
    }));

  test('two absences that do not overlap stand beside each other, and a third takes the place of what it overlaps', () =>
    company(async (talk) => {
      await yes(talk, away, cast.mara);
      await yes(talk, 'from 1 April to 3 April Nora decides for me', cast.mara);
      expect(is(await talk.ask('who is away', cast.mara, 'x'), 'text').lines).toHaveLength(2);
      await yes(talk, 'from 2 April to 9 April Nora decides for me', cast.mara);
      const { lines } = is(await talk.ask('who is away', cast.mara, 'y'), 'text');
      expect(lines).toHaveLength(2);
      expect(lines.join(' ')).toContain('from 2 Apr');
    }));

  test('undo ends it, and only it', () =>
    company(async (talk) => {
      const { db } = talk;
      const card = await anException(db);
      await yes(talk, away, cast.mara);
      const asked = is(await talk.ask('undo', cast.mara, 'u'), 'confirm');
      expect(`${asked.headline} ${asked.consequence}`).toContain('Nora Quinn no longer decides for you');
      await talk.press(asked, 'yes', cast.mara);
      expect(await approve(talk, cast.nora, card)).toMatchObject({ say: 'not allowed' });
      expect(is(await talk.ask('undo', cast.mara, 'v'), 'text').sentence).toMatch(
        /^There is no change of yours/,
      );
    }));

  test('an approval given for somebody counts no more when it is written after they are back', () =>
    company(async (talk) => {
      await yes(talk, away, cast.mara);
      const done = await approve(talk, cast.nora, await anException(talk.db));
      await yes(talk, "I'm back", cast.mara);
      expect(await apply(talk, done.say === 'decided' ? (done.changeId ?? 0) : 0)).toBe('refused');
    }));

  test('nobody stands in for themselves, for somebody while away, or in a chain or a circle', () =>
    company(async (talk) => {
      const said = async (text: string, by: string) =>
        is(await talk.ask(text, by, `${by} ${text}`), 'text').sentence;
      expect(await said('Mara decides for me until Monday', cast.mara)).toContain(
        'Nobody stands in for themselves.',
      );
      expect(await said('Tom decides for me until Monday', cast.mara)).toContain(
        'Tom Reyes may not decide what Mara Lind may. Name somebody with the same role, such as Nora Quinn.',
      );
      await yes(talk, away, cast.mara);
      expect(await said('Mara decides for me until Monday', cast.nora)).toContain('Mara Lind is away, too.');
      await talk
        .db('people')
        .where({ id: cast.ada })
        .update({ roles: ['admin', 'manager'] });
      expect(await said('Ada decides for me until Monday', cast.nora)).toContain(
        'Nora Quinn stands in for Mara Lind. Name somebody else for Mara Lind first.',
      );
    }));

  test('for others only their manager or an administrator says it', () =>
    company(async (talk) => {
      is(await talk.ask('Priya covers for Dan until Monday', cast.tom, 'a'), 'refused');
      is(await talk.ask('Tom covers for Priya until Monday', cast.mara, 'b'), 'confirm');
      await yes(talk, 'Nora covers for Mara until Monday', cast.ada);
      expect(is(await talk.ask('who is away', cast.tom, 'c'), 'text').lines[0]).toMatch(
        /^Nora Quinn decides for Mara Lind until /,
      );
    }));

  test('whoever decides for the owner of a deal signs nothing above a threshold of it', () =>
    company(async (talk) => {
      const { db } = talk;
      await db('people')
        .where({ id: cast.ana })
        .update({ roles: ['approver', 'rep'] });
      await db('deals').where({ id: 'D-acme' }).update({ amount: 200_000 });
      const card = await anException(db, { asks: ['manager', 'approver'] });
      await yes(talk, 'Ana decides for me until Monday', cast.priya);
      expect(await approve(talk, cast.ana, card)).toMatchObject({ say: 'not allowed' });
      await yes(talk, "I'm back", cast.priya);
      expect(await approve(talk, cast.ana, card)).toMatchObject({ say: 'decided' });
    }));

  test('a role that goes takes the standing in with it', () =>
    company(async (talk) => {
      await yes(talk, away, cast.mara);
      await talk
        .db('people')
        .where({ id: cast.nora })
        .update({ roles: ['rep'] });
      expect(await approve(talk, cast.nora, await anException(talk.db))).toMatchObject({
        say: 'not allowed',
      });
    }));

  test('the reminder goes to whoever decides meanwhile', () =>
    company(async (talk) => {
      const { db } = talk;
      await anException(db, { opened: new Date('2026-03-19T09:00:00Z') });
      await yes(talk, away, cast.mara);
      await db('outbox').delete();
      expect(await remindDue({ db, now: stoppedAt(now), zone: 'UTC' })).toMatchObject({ reminded: 1 });
      expect(await db('outbox').where({ topic: 'whisper' }).first('body')).toMatchObject({
        body: { user: 'U_NORA' },
      });
    }));
});
