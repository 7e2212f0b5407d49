/** P52: ten thousand runs in shadow, of which a CRM's own log has no effect. */
import { expect, test } from 'vitest';
import { agents, outward, walked } from '../crew/shadow-days.ts';
import { withDatabase } from '../support/database.ts';
import { shareOf } from './chances.ts';

const days = shareOf(10_000) / agents.length;

test(`${(days * agents.length).toLocaleString('en')} runs in shadow write nothing, send nothing and call nobody; all is recorded`, () =>
  withDatabase(async (db) => {
    const { crm, runs } = await walked(db, 'shadow', days);
    expect(runs).toBe(days * agents.length);
    expect(crm.calls).toEqual([]);
    expect(await db('changes').select('id')).toEqual([]);
    expect(await db('exceptions').select('id')).toEqual([]);
    expect(await db('cards').pluck('key')).toEqual([]);
    expect(await outward(db).select('topic')).toEqual([]);
    const proposed: { verdict: { say: string } }[] = await db('proposals').select('verdict');
    expect(proposed.length).toBeGreaterThan(days);
    expect(new Set(proposed.map(({ verdict }) => verdict.say))).toEqual(new Set(['shadow']));
  }));

test('the same walk notices agents that are not in shadow', () =>
  withDatabase(async (db) => {
    const { crm } = await walked(db, 'auto', 6);
    expect(crm.effects.length).toBeGreaterThan(0);
    expect((await outward(db).select('topic')).length).toBeGreaterThan(0);
  }));
