import { expect, test } from 'vitest';
import { suggestion } from '../../src/requests/suggest.ts';
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

test('a deal whose name was mistyped is asked back about, and the one that is chosen is shown', () =>
  company(async ({ ask, press }) => {
    for (const text of ['deal Amce Pltform', 'who owns Amce Pltform', 'why did you flag Amce Pltform']) {
      const asked = is(await ask(text, cast.mara, text), 'clarify');
      expect([text, asked.question, asked.options.map(({ label }) => label)]).toEqual([
        text,
        expect.stringMatching(/^No deal is called "amce pltform"\. Which one is meant\?$/i),
        ['Acme Platform'],
      ]);
    }
    const asked = is(await ask('deal Amce Pltform', cast.mara, 't'), 'clarify');
    expect(await press(asked, 'option:0', cast.mara)).toMatchObject({
      kind: 'deal',
      deal: { id: 'D-acme' },
    });
    // Nothing is called like it.
    expect(await ask('deal Zorblax Quux', cast.mara)).toMatchObject({
      kind: 'text',
      sentence: 'No deal named "Zorblax Quux" is found among the deals you may see.',
    });
  }));

test('of the nearest requests none is offered that one may not give', () =>
  company(async ({ ask }) => {
    const offered = async (by: string) =>
      is(await ask('pause everyone who is lazy', by), 'not understood').next.map(({ request }) => request);
    expect((await offered(cast.mara))[0]).toBe('pause the Pipeline agent');
    const [first, ...others] = await offered(cast.priya);
    expect(others).toHaveLength(2);
    expect([first, ...others].join()).not.toMatch(/pause|resume|run/);
  }));

test('a name that nothing has leaves nothing to choose, and a whole question after it is that question', () =>
  company(async ({ ask }) => {
    const asked = is(await ask('deals of Zorblax', cast.ada, 't'), 'clarify');
    expect(asked).toMatchObject({
      question: 'No account, person, product or team is called "Zorblax" here, and none like it.',
      options: [],
    });
    expect(is(await ask('deals of Globex', cast.ada, 't'), 'answer').understood).toBe(
      'Open deals for Globex',
    );
  }));

test('where there is nothing to choose from, what can be asked is offered, and a press asks it', () =>
  company(async ({ ask, press }) => {
    const asked = is(await ask('average age of unicorns', cast.mara), 'clarify');
    expect(asked.options).toEqual([]);
    expect(asked.next).toHaveLength(3);
    const [first] = asked.next ?? [];
    const pressed = await press(asked, first?.choice ?? '', cast.mara);
    expect(is(pressed, 'answer').understood?.toLowerCase()).toContain('age');
    // Where there is, nothing else is.
    expect(is(await ask('deal Amce Pltform', cast.mara), 'clarify').next).toBeUndefined();
  }));

test('a request on a button is cut between two words', () => {
  const label = (request: string) => suggestion(0, request).label;
  expect(label('win rate this quarter vs last quarter')).toBe('Win rate this quarter vs last…');
  expect(label('deals stuck in Negotiation 30 days')).toBe('Deals stuck in Negotiation 30…');
  expect(label('pipeline by stage')).toBe('Pipeline by stage');
  expect(label('a request that is thirty long.')).toBe('A request that is thirty long.');
  expect(label('Donaudampfschifffahrtsgesellschaft')).toBe('Donaudampfschifffahrtsgesells…');
});
