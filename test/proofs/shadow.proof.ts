/** P52: ten thousand runs in shadow, of which a CRM's own log has no effect. */
import { expect, test } from 'vitest';
import { agents, expectWatchedOnly, outward, walked } from '../crew/shadow-days.ts';
import { withDatabase } from '../support/database.ts';
import { sized } from './chances.ts';

const days = sized(10_000) / agents.length;

test(`${(days * agents.length).toLocaleString('en')} runs in shadow write nothing, send nothing and call nobody; all is recorded`, () =>
  withDatabase(async (db) => {
    await expectWatchedOnly(db, await walked(db, 'shadow', days), days);
  }));

test('the same walk notices agents that are not in shadow', () =>
  withDatabase(async (db) => {
    const { crm } = await walked(db, 'auto', 6);
    expect(crm.effects.length).toBeGreaterThan(0);
    expect((await outward(db).select('topic')).length).toBeGreaterThan(0);
  }));
