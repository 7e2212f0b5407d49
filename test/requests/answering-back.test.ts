import { expect, test } from 'vitest';
import { cast } from '../support/company.ts';
import { company, is } from './talk.ts';

test('after words that were not understood, a reply that changes one thing says from where it goes on', () =>
  company(async ({ ask }) => {
    const thread = 't-unread';
    await ask('open deals', cast.ada, thread);
    is(await ask('blorf hmpf', cast.ada, thread), 'not understood');
    const added = is(await ask('add the industry', cast.ada, thread), 'answer');
    expect(added.understood).toMatch(/^Open deals, with .*industry$/);
    expect(added.assumptions).toContain('Goes on from: Open deals.');
    is(await ask('gnarl hmpf', cast.ada, thread), 'not understood');
    // This may be meant for what was not understood.
    is(await ask('over 50k', cast.ada, thread), 'clarify');
  }));

test('a question back is answered by a word for all of them, or by the place of one', () =>
  company(async ({ ask, db }) => {
    await db('accounts').insert({
      ...{ id: 'A-acme-2', source: 'test', source_id: 'A-acme-2' },
      ...{ name: 'Acme Logistics', territory_id: 'T-emea' },
    });
    await db('accounts').where({ id: 'A-acme' }).update({ name: 'Acme Corp' });
    const answers: [string, string][] = [
      ['both', 'Open deals for Acme Corp or Acme Logistics'],
      ['all of them please', 'Open deals for Acme Corp or Acme Logistics'],
      ['either', 'Open deals for Acme Corp or Acme Logistics'],
      ['the second one', 'Open deals for Acme Logistics'],
      ['first', 'Open deals for Acme Corp'],
      ['option 2', 'Open deals for Acme Logistics'],
      ['the latter', 'Open deals for Acme Logistics'],
    ];
    for (const [said, expected] of answers) {
      is(await ask('acme deals', cast.ada, said), 'clarify');
      expect([said, is(await ask(said, cast.ada, said), 'answer').understood]).toEqual([said, expected]);
    }
  }));
