import { expect, test } from 'vitest';
import { type DueTrigger, dealsWhere, dueColumns, dueStatement } from '../../src/crm/due.ts';
import { versioned } from '../../src/crm/mirror.ts';
import type { Db } from '../../src/db/pool.ts';
import type { Reading } from '../../src/sales/leaf.ts';
import { now, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

const stale: DueTrigger = {
  name: 'stale_in_stage',
  of: 'deal',
  condition: {
    all: [
      { field: 'status', is: 'open' },
      { field: 'days_in_stage', from: { setting: 'stale_days' }, exclusive: ['from'] },
    ],
  },
};
const days = (value: number, scope = 'everyone', scopeId = '', stage = '') => ({
  name: 'stale_days',
  scope,
  scopeId,
  stage,
  value,
});
const use = (...settings: Reading['settings']): Reading => ({
  now,
  zone: 'America/New_York',
  settings: [days(30), ...settings],
});
const due = async (db: Db) =>
  Object.fromEntries(
    (await db('due').orderBy('subject_id')).map((row) => [row.subject_id, row.due_at.toISOString()]),
  );

test('a deal is due at the start of the day, in the company zone, after its limit', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await dueStatement(db, [stale], 'all', use());
    expect(await due(db)).toEqual({
      'D-acme': '2026-03-04T05:00:00.000Z', // 1 February + 31 days, before the clocks changed
      'D-globex': '2026-04-05T04:00:00.000Z',
      'D-hooli': '2026-03-02T05:00:00.000Z',
      'D-initech': '2026-02-15T05:00:00.000Z',
      'D-initech-2': '2026-04-12T04:00:00.000Z',
      'D-umbrella': '2026-04-15T04:00:00.000Z',
    });
    expect((await db('due').where({ subject_id: 'D-acme' }).first()).since).toBe('2026-02-01');
    expect((await dealsWhere(db, stale.condition, use())).sort()).toEqual(['D-acme', 'D-hooli', 'D-initech']);
  }));

test('the narrowest setting that fits the deal is its limit', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const scoped = use(
      days(60, 'territory', 'T-emea'),
      days(50, 'team', 'G-emea', 'Proposal'),
      days(10, 'person', 'P-priya', 'Negotiation'),
      days(90, 'account', 'A-acme'),
      days(20, 'everyone', '', 'Contract'),
    );
    await dueStatement(db, [stale], 'all', scoped);
    expect(await due(db)).toMatchObject({
      'D-acme': '2026-05-03T04:00:00.000Z', // its account: 90 days
      'D-globex': '2026-03-16T04:00:00.000Z', // Priya's deals in Negotiation: 10
      'D-hooli': '2026-03-02T05:00:00.000Z', // everyone: 30
      'D-initech': '2026-03-07T05:00:00.000Z', // the team's deals in Proposal: 50
      'D-initech-2': '2026-05-12T04:00:00.000Z', // the territory: 60
      'D-umbrella': '2026-04-05T04:00:00.000Z', // everyone's in Contract: 20
    });
  }));

test('only the given deals are worked out again, and one that can no longer be due is gone; it says which differ', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await dueStatement(db, [stale], 'all', use());
    await db('deals').where({ id: 'D-acme' }).update({ stage_id: 'S-won', status: 'won' });
    await db('deals').whereIn('id', ['D-hooli', 'D-globex']).update({ stage_since: '2026-03-20' });
    const before = await due(db);
    const { rows } = await dueStatement(db, [stale], ['D-acme', 'D-hooli', 'D-initech-2', 'D-none'], use());
    const differs = (subject: string) => ({ trigger: 'stale_in_stage', subject });
    expect(rows).toEqual([{ written: 1, differed: expect.any(Array) }]);
    expect(rows[0]?.differed?.toSorted((a, b) => a.subject.localeCompare(b.subject))).toEqual([
      differs('D-acme'),
      differs('D-hooli'),
    ]);
    const { 'D-acme': _gone, ...rest } = before;
    expect(await due(db)).toEqual({ ...rest, 'D-hooli': '2026-04-20T04:00:00.000Z' });
    await db('due').insert({ trigger: 'another', subject_id: 'D-acme', due_at: now });
    await dueStatement(db, [stale], [], use());
    expect(Object.keys(await due(db))).toHaveLength(6);
  }));

test('several triggers together are worked out as each by itself would be', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const triggers: DueTrigger[] = [
      stale,
      { name: 'no_amount', of: 'deal', condition: { field: 'amount', missing: true } },
      { name: 'quiet', of: 'deal', condition: { field: 'days_since_activity', from: 7 } },
    ];
    const scoped = use(days(60, 'territory', 'T-emea'));
    const rows = () =>
      db('due').orderBy(['trigger', 'subject_id']).select('trigger', 'subject_id', 'due_at', 'since');
    const apart = async (subjects: string[] | 'all') => {
      for (const trigger of triggers) await dueStatement(db, [trigger], subjects, scoped);
      return rows();
    };
    const first = await apart('all');
    expect(new Set(first.map((row) => row.trigger)).size).toBe(3);
    for (const how of ['new', 'all'] as const) {
      await db('due').delete();
      await dueStatement(db, triggers, how, scoped);
      expect(await rows(), how).toEqual(first);
    }
    const changed = ['D-acme', 'D-hooli', 'D-initech-2', 'D-none'];
    await db('deals').where({ id: 'D-acme' }).update({ status: 'won', stage_id: 'S-won', amount: null });
    await db('deals').where({ id: 'D-initech-2' }).update({ amount: 5, stage_since: '2026-03-01' });
    const together = await db.transaction(async (trx) => {
      const seen = await dueStatement(trx, triggers, changed, scoped);
      const after = await trx('due')
        .orderBy(['trigger', 'subject_id'])
        .select('trigger', 'subject_id', 'due_at', 'since');
      await trx('due').delete();
      await trx('due').insert(first);
      return { differed: seen.rows[0]?.differed?.length, after };
    });
    expect(together.after).toEqual(await apart(changed));
    const told = (row: object) => JSON.stringify(row);
    const before = new Set(first.map(told));
    const after = new Set(together.after.map(told));
    const pairs = [
      ...first.filter((row) => !after.has(told(row))),
      ...together.after.filter((row) => !before.has(told(row))),
    ].map((row) => `${row.trigger} ${row.subject_id}`);
    expect(together.differed).toBe(new Set(pairs).size);
  }));

test('what needs no time is due at once, and a missing day never', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await db('deals').where({ id: 'D-acme' }).update({ stage_since: null });
    await dueStatement(db, [stale], ['D-acme'], use());
    expect(await db('due')).toEqual([]);
    await dueStatement(
      db,
      [{ ...stale, name: 'no_amount', condition: { field: 'amount', missing: true } }],
      'all',
      use(),
    );
    expect(await db('due').select('subject_id', 'due_at', 'since')).toEqual([
      { subject_id: 'D-initech-2', due_at: Number.NEGATIVE_INFINITY, since: '2026-03-12' },
    ]);
  }));

test('a change in a column that a trigger does not read leaves its rows as they are', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const other: Record<string, unknown> = {
      name: 'Another name',
      account_id: 'A-globex',
      owner_id: 'P-dan',
      product_id: null,
      territory_id: 'T-amer',
      stage_id: 'S-contract',
      status: 'won',
      amount: 1,
      currency: 'EUR',
      created_on: '2024-01-01',
      close_date: '2026-12-31',
      stage_since: '2025-06-01',
      last_activity_on: '2025-06-01',
      next_step: 'Something else',
      segment: 'Another',
      lead_source: 'Another',
      lost_reason: 'Another',
      close_date_pushes: 9,
    };
    expect(Object.keys(other).sort()).toEqual(versioned.toSorted());
    const open = { field: 'status', is: 'open' };
    const quiet = { field: 'days_since_activity', from: 7, exclusive: ['from' as const] };
    const scoped = use(days(60, 'territory', 'T-emea'), days(50, 'team', 'G-emea', 'Proposal'));
    const triggers: [DueTrigger, Reading, string[]][] = [
      [stale, use(), ['created_on', 'stage_since', 'status']],
      [stale, scoped, ['created_on', 'owner_id', 'stage_id', 'stage_since', 'status', 'territory_id']],
      ...(
        [
          [{ all: [open, quiet] }, ['created_on', 'last_activity_on', 'stage_since', 'status']],
          [
            { all: [open, { field: 'close_date', to: { ago: { days: 1 } } }] },
            ['close_date', 'created_on', 'stage_since', 'status'],
          ],
          [{ field: 'amount', missing: true }, ['amount', 'created_on', 'stage_since']],
          [{ field: 'close_date_pushes', from: 0 }, ['close_date_pushes', 'created_on', 'stage_since']],
        ] as [DueTrigger['condition'], string[]][]
      ).map(([condition, reads], n): [DueTrigger, Reading, string[]] => [
        { name: `trigger ${n}`, of: 'deal', condition },
        use(),
        reads,
      ]),
    ];
    for (const [trigger, reading, reads] of triggers) {
      const columns = dueColumns(trigger, reading);
      expect([...columns].sort(), trigger.name).toEqual(reads);
      await db('due').delete();
      await dueStatement(db, [trigger], 'all', reading);
      const rowsOf = () => db('due').orderBy('subject_id').select('subject_id', 'due_at', 'since');
      const before = await rowsOf();
      expect(before, trigger.name).not.toEqual([]);
      for (const column of versioned.filter((name) => !columns.has(name)))
        await db
          .transaction(async (trx) => {
            await trx('deals').update({ [column]: other[column] });
            await dueStatement(trx, [trigger], 'all', reading);
            expect(
              await trx('due').orderBy('subject_id').select('subject_id', 'due_at', 'since'),
              column,
            ).toEqual(before);
            throw new Error('back');
          })
          .catch((error) => {
            if (error.message !== 'back') throw error;
          });
      expect(await rowsOf()).toEqual(before);
    }
  }));
