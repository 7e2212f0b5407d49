import { expect, test } from 'vitest';
import { type DueTrigger, dealsWhere, dueStatement } from '../../src/crm/due.ts';
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
    await dueStatement(db, stale, 'all', use());
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
    await dueStatement(db, stale, 'all', scoped);
    expect(await due(db)).toMatchObject({
      'D-acme': '2026-05-03T04:00:00.000Z', // its account: 90 days
      'D-globex': '2026-03-16T04:00:00.000Z', // Priya's deals in Negotiation: 10
      'D-hooli': '2026-03-02T05:00:00.000Z', // everyone: 30
      'D-initech': '2026-03-07T05:00:00.000Z', // the team's deals in Proposal: 50
      'D-initech-2': '2026-05-12T04:00:00.000Z', // the territory: 60
      'D-umbrella': '2026-04-05T04:00:00.000Z', // everyone's in Contract: 20
    });
  }));

const same = (ids: string[]) => (got: string[]) => got.toSorted().join() === ids.join();

test('only the given deals are worked out again, and one that can no longer be due is gone; it says which differ', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await dueStatement(db, stale, 'all', use());
    await db('deals').where({ id: 'D-acme' }).update({ stage_id: 'S-won', status: 'won' });
    await db('deals').whereIn('id', ['D-hooli', 'D-globex']).update({ stage_since: '2026-03-20' });
    const before = await due(db);
    const { rows } = await dueStatement(db, stale, ['D-acme', 'D-hooli', 'D-initech-2', 'D-none'], use());
    expect(rows).toEqual([{ written: 1, differed: expect.toSatisfy(same(['D-acme', 'D-hooli'])) }]);
    const { 'D-acme': _gone, ...rest } = before;
    expect(await due(db)).toEqual({ ...rest, 'D-hooli': '2026-04-20T04:00:00.000Z' });
    await db('due').insert({ trigger: 'another', subject_id: 'D-acme', due_at: now });
    await dueStatement(db, stale, [], use());
    expect(Object.keys(await due(db))).toHaveLength(6);
  }));

test('what needs no time is due at once, and a missing day never', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await db('deals').where({ id: 'D-acme' }).update({ stage_since: null });
    await dueStatement(db, stale, ['D-acme'], use());
    expect(await db('due')).toEqual([]);
    await dueStatement(
      db,
      { ...stale, name: 'no_amount', condition: { field: 'amount', missing: true } },
      'all',
      use(),
    );
    expect(await db('due').select('subject_id', 'due_at', 'since')).toEqual([
      { subject_id: 'D-initech-2', due_at: Number.NEGATIVE_INFINITY, since: '2026-03-12' },
    ]);
  }));
