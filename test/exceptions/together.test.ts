import { expect, test } from 'vitest';
import { undo } from '../../src/changes/undo.ts';
import { undoTogether } from '../../src/changes/undo-together.ts';
import { stoppedAt } from '../../src/clock.ts';
import type { Db } from '../../src/db/pool.ts';
import { remindDue } from '../../src/exceptions/clock-work.ts';
import { decide } from '../../src/exceptions/decide.ts';
import { groupView } from '../../src/exceptions/groups.ts';
import { snooze } from '../../src/exceptions/put-off.ts';
import { decideTogether } from '../../src/exceptions/together.ts';
import { cast, now, seedCast, withoutQuiet } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { aGroup, anException, somebody } from '../support/exception.ts';

const clock = () => stoppedAt(now);
const hours = (n: number) => new Date(now.getTime() + n * 3_600_000);

/** A card with so many exceptions about Acme. */
async function together(db: Db, count: number) {
  const group = await aGroup(db);
  const members: { exceptionId: number; hash: string }[] = [];
  for (let n = 0; n < count; n++) {
    const { id, hash } = await anException(db, { group });
    members.push({ exceptionId: id, hash });
  }
  return { group, members };
}

test('while one tap decides several, others decide, put off and undo single ones: each once, and nobody waits for ever', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const [mara, priya] = [await somebody(db, cast.mara), await somebody(db, cast.priya)];
    const use = { db, now: clock(), zone: 'UTC' };
    for (let round = 0; round < 4; round++) {
      const { members } = await together(db, 6);
      const ids = members.map(({ exceptionId }) => exceptionId);
      const all = decideTogether(use, { say: 'approve', shown: members, by: mara });
      const backwards = decideTogether(use, { say: 'reject', shown: members.toReversed(), by: priya });
      const single = members
        .toReversed()
        .map(({ exceptionId, hash }) =>
          decide(use, { exceptionId, say: 'approve', by: priya, shownHash: hash }),
        );
      const naps = ids.map((exceptionId) => snooze(use, { exceptionId, until: hours(30), by: priya }));
      await Promise.all([all, backwards, ...single, ...naps]);
      expect(
        await db('decisions').whereIn('exception_id', ids).orderBy('exception_id').pluck('exception_id'),
      ).toEqual(ids);
      const changes: number[] = await db('changes').whereIn('exception_id', ids).orderBy('id').pluck('id');
      await db('changes').whereIn('id', changes).update({ state: 'applied', applied_at: now });
      const undone = await Promise.all([
        undoTogether(use, { changeIds: changes, by: mara }),
        undoTogether(use, { changeIds: changes.toReversed(), by: priya }),
        ...changes.toReversed().map((changeId) => undo(use, { changeId, by: priya })),
      ]);
      expect(undone.flat().filter(({ say }) => say === 'requested')).toHaveLength(changes.length);
    }
  }));

test('what somebody has put off meanwhile is not approved with the others', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const mara = await somebody(db, cast.mara);
    const { members } = await together(db, 2);
    await snooze(
      { db, now: clock() },
      { exceptionId: members[0]?.exceptionId ?? 0, until: hours(30), by: await somebody(db, cast.priya) },
    );
    const use = { db, now: clock(), zone: 'UTC' };
    expect(await decideTogether(use, { say: 'approve', shown: members, by: mara })).toMatchObject([
      { decided: { say: 'apart', because: 'put off meanwhile.' } },
      { decided: { say: 'decided' } },
    ]);
  }));

test('a card of eight is read in as many statements as one of two', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const mara = await somebody(db, cast.mara);
    const count = async (members: number): Promise<number> => {
      const { group, members: all } = await together(db, members);
      await decideTogether(
        { db, now: clock(), zone: 'UTC' },
        { say: 'approve', shown: all.slice(0, members / 2), by: mara },
      );
      let statements = 0;
      const one = () => statements++;
      db.on('query', one);
      expect((await groupView({ db, now: clock() }, group))?.members).toHaveLength(members);
      db.removeListener('query', one);
      return statements;
    };
    const two = await count(2);
    expect(await count(8)).toBe(two);
    expect(two).toBeLessThan(12);
  }));

test('a card of several reminds once for all of them, and is handed up once', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await withoutQuiet(db);
    const { group, members } = await together(db, 3);
    const at = async (n: number) => remindDue({ db, now: stoppedAt(hours(n)) });
    expect(await at(24)).toEqual({ reminded: 3, handedUp: 0 });
    // One that joined the card later is told with it.
    const late = await anException(db, { group, opened: hours(2) });
    expect(await at(27)).toEqual({ reminded: 1, handedUp: 0 });
    expect(await at(48)).toEqual({ reminded: 0, handedUp: 3 });
    expect(await at(60)).toEqual({ reminded: 0, handedUp: 1 });
    for (const n of [72, 96]) expect(await at(n)).toEqual({ reminded: 0, handedUp: 0 });
    const notes = await db('outbox').where({ topic: 'whisper' }).orderBy('id').pluck('body');
    expect(notes.map(({ user, text }) => [user, text])).toEqual([
      ['U_MARA', '3 deals of Priya Nair have waited for you for 24 h.'],
      ['U_ADA', '3 deals of Priya Nair have waited for 48 h without a decision. You can help them along.'],
    ]);
    expect(
      await db('audit').where({ action: 'exception.reminded' }).orderBy('id').pluck('subject_id'),
    ).toEqual([...members.map(({ exceptionId }) => exceptionId), late.id].map(String));
  }));
