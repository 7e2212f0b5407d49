import { describe, expect, test } from 'vitest';
import { applyChange } from '../../src/changes/apply.ts';
import { pause } from '../../src/settings/pauses.ts';
import { cast } from '../support/company.ts';
import { rolled } from '../support/rolled.ts';
import { company, is, type Talk } from './talk.ts';

type Rolled = ReturnType<typeof rolled>;

/** So many deals of Tom's, and what the workers would do. */
const withDeals = (
  many: number,
  work: (
    talk: Talk,
    of: Rolled & { carryOut: () => Promise<void>; owners: () => Promise<object> },
  ) => Promise<void>,
) =>
  company(async (talk) => {
    await talk.db.raw(
      `insert into deals (id, source, source_id, name, owner_id, territory_id, stage_id, status, amount, currency, created_on)
       select 'D-many-' || n, 'test', 'many-' || n, 'Many ' || n, ?, territory_id, stage_id, 'open', 1000 + n, currency, '2026-01-05'
       from deals cross join generate_series(1, ?::int) n where id = 'D-acme'`,
      [cast.tom, many],
    );
    const of = rolled(talk.db, talk.clock);
    const carryOut = async (): Promise<void> => {
      const jobs: { id: number }[] = await talk
        .db('outbox')
        .where({ topic: 'apply' })
        .orderBy('id')
        .select(talk.db.raw(`(body->>'changeId')::bigint as id`));
      await talk.db('outbox').where({ topic: 'apply' }).delete();
      for (const { id } of jobs) await applyChange(of.use, { changeId: id });
      await of.carryThrough();
    };
    const owners = async (): Promise<object> =>
      Object.fromEntries(
        (
          await talk
            .db('deals')
            .where('id', 'like', 'D-many-%')
            .groupBy('owner_id')
            .select('owner_id', talk.db.raw('count(*)::int as deals'))
        ).map(({ owner_id, deals }) => [owner_id, deals]),
      );
    await work(talk, { ...of, carryOut, owners });
  });

async function handOver(talk: Talk, many: number) {
  await talk.ask(`top ${many} open deals of Tom under $1,031`, cast.mara, 'top');
  const asked = is(await talk.ask('assign them to Priya', cast.mara, 'top'), 'confirm');
  return is(await talk.press(asked, 'yes', cast.mara), 'done');
}

describe('what one sentence did to many', () => {
  test('goes back as a whole by "undo" alone, and by its number whatever was done since', () =>
    withDeals(8, async (talk, { carryOut, owners }) => {
      const done = await handOver(talk, 8);
      expect(done.next[0]?.request).toBe('undo batch 1');
      await carryOut();
      expect(await owners()).toEqual({ [cast.priya]: 8 });
      const plain = is(await talk.ask('undo', cast.mara), 'confirm');
      expect(plain).toMatchObject({ headline: 'Undo batch 1 (assign 8 deals to Priya Nair).', count: 8 });
      expect(is(await talk.ask('undo my last 3 changes', cast.mara), 'confirm').headline).toBe(
        'Undo your last 3 changes.',
      );
      talk.clock.move('2026-03-20T11:00:00Z');
      is(
        await talk.press(await talk.ask('assign Acme Platform to Tom', cast.mara), 'yes', cast.mara),
        'done',
      );
      await carryOut();
      expect(is(await talk.ask('undo', cast.mara), 'confirm').headline).toMatch(/of Acme Platform/);
      const asked = is(await talk.ask('take batch 1 back', cast.mara), 'confirm');
      expect(asked.count).toBe(8);
      is(await talk.press(asked, 'yes', cast.mara), 'done');
      await carryOut();
      expect(await owners()).toEqual({ [cast.tom]: 8 });
      expect(await talk.db('deals').where({ id: 'D-acme' }).first('owner_id')).toEqual({
        owner_id: cast.tom,
      });
      expect(is(await talk.ask('how far is the undo', cast.mara), 'text').sentence).toBe(
        'All undone: batch 1 (assign 8 deals to Priya Nair).',
      );
      expect(is(await talk.ask('undo batch 1', cast.mara), 'text').sentence).toMatch(
        /^Nothing of batch 1 is left that you can undo\./,
      );
    }));

  test('while its rest waits, the rest is given up and what went first goes back', () =>
    withDeals(16, async (talk, { carryOut, owners }) => {
      await handOver(talk, 16);
      expect(is(await talk.ask('undo', cast.mara), 'text').sentence).toBe(
        '10 changes of batch 1 are being written at this moment. Ask again when that is over.',
      );
      await carryOut();
      expect(await owners()).toEqual({ [cast.priya]: 10, [cast.tom]: 6 });
      const asked = is(await talk.ask('undo', cast.mara), 'confirm');
      expect(asked).toMatchObject({ headline: 'Undo batch 1 (assign 16 deals to Priya Nair).', count: 16 });
      expect(asked.consequence).toContain('6 more wait and are given up.');
      expect(is(await talk.press(asked, 'yes', cast.mara), 'done').sentence).toBe(
        'The undo of 10 changes is under way. What somebody has changed since stays. It is undo 1: ask "how far is undo 1". 6 changes of batch 1 are given up.',
      );
      await carryOut();
      expect(await owners()).toEqual({ [cast.tom]: 16 });
      expect(await talk.db('changes').where({ state: 'pending' })).toEqual([]);
      expect(await talk.db('batches').first('dropped_by')).toEqual({ dropped_by: cast.mara });
    }));

  test('before a second approval all of it is given up', () =>
    withDeals(26, async (talk, { carryOut, owners }) => {
      const done = await handOver(talk, 26);
      expect(done.next[0]?.request).toBe('undo batch 1');
      const asked = is(await talk.ask('undo', cast.mara), 'confirm');
      expect(asked).toMatchObject({
        headline: 'Give up batch 1 (assign 26 deals to Priya Nair).',
        consequence: 'Nothing of it is done yet, and nothing will be.',
        verb: 'Give it up',
      });
      expect(is(await talk.press(asked, 'yes', cast.mara), 'done').sentence).toBe(
        '26 changes of batch 1 are given up.',
      );
      await carryOut();
      expect(await owners()).toEqual({ [cast.tom]: 26 });
    }));

  test('somebody else’s is none of a rep', () =>
    withDeals(3, async (talk, { carryOut }) => {
      await handOver(talk, 3);
      await carryOut();
      expect(is(await talk.ask('undo batch 1', cast.priya), 'text').sentence).toBe(
        'There is no batch 1 of yours.',
      );
      expect(is(await talk.ask('undo the batch', cast.priya), 'text').sentence).toBe(
        'You have done nothing to many at once yet.',
      );
    }));
});

test('what goes back beside records is told, and what "undo the rollback" leaves', () =>
  withDeals(3, async (talk, { carryOut, owners }) => {
    await pause(
      { db: talk.db, now: talk.clock },
      { scope: 'agent', subjectId: 'pipeline', by: { kind: 'person', id: cast.mara } },
    );
    talk.clock.move('2026-03-20T10:30:00Z');
    await handOver(talk, 3);
    await carryOut();
    const asked = is(await talk.ask('undo my last 4 changes', cast.mara), 'confirm');
    is(await talk.press(asked, 'yes', cast.mara), 'done');
    await carryOut();
    expect(is(await talk.ask('how far is the undo', cast.mara), 'text').sentence).toBe(
      'All undone: your last 4 changes. 3 are of records. Besides: Pipeline agent is not paused any more.',
    );
    const again = is(await talk.ask('undo the rollback', cast.mara), 'confirm');
    expect(again.count).toBe(3);
    expect(again.consequence).toContain(
      'What went back with them stays as it is: Pipeline agent is not paused any more. Say it again where it is wanted.',
    );
    is(await talk.press(again, 'yes', cast.mara), 'done');
    await carryOut();
    expect(await owners()).toEqual({ [cast.priya]: 3 });
  }));
