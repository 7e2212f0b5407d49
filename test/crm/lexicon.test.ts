import { expect, test } from 'vitest';
import { namesMark, readLexicon } from '../../src/crm/lexicon.ts';
import type { Db } from '../../src/db/pool.ts';
import { seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

const changes: Record<string, (db: Db) => Promise<unknown>> = {
  'an account comes': (db) =>
    db('accounts').insert({ id: 'A-new', source: 'test', source_id: 'new', name: 'Kestrel' }),
  'an account is renamed': (db) => db('accounts').where({ id: 'A-new' }).update({ name: 'Kestrel Group' }),
  'an account is tagged': (db) => db('accounts').update({ tags: ['strategic'] }),
  'an account goes': (db) => db('accounts').where({ id: 'A-new' }).delete(),
  'a product is renamed': async (db) =>
    db('products')
      .where({ id: (await db('products').first('id')).id })
      .update({ name: 'Platform One' }),
  'a person leaves': (db) => db('people').where({ name: 'Tom Reyes' }).update({ active: false }),
  'a stage is renamed': (db) => db('stages').where({ name: 'Negotiation' }).update({ name: 'Closing' }),
  'a team is renamed': async (db) =>
    db('teams')
      .where({ id: (await db('teams').first('id')).id })
      .update({ name: 'Team X' }),
  'a territory is renamed': async (db) =>
    db('territories')
      .where({ id: (await db('territories').first('id')).id })
      .update({ name: 'Nordics' }),
};

test('whatever changes a name changes the mark, and nothing else does', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    for (const [what, change] of Object.entries(changes)) {
      const before = await namesMark(db);
      await change(db);
      expect(await namesMark(db), what).not.toBe(before);
    }
    const before = await namesMark(db);
    await db('deals').update({ next_step: 'Call' });
    await db('accounts').update({ industry: 'Retail' });
    expect(await namesMark(db)).toBe(before);
    expect((await readLexicon(db)).stages.map(({ name }) => name)).toContain('Closing');
  }));
