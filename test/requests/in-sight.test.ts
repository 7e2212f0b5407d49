import { expect, test } from 'vitest';
import { cast } from '../support/company.ts';
import { company, is, names } from './talk.ts';

test('the name of an account beyond one’s scope is as unknown as a name that does not exist', () =>
  company(async (talk) => {
    const told = async (text: string) => {
      const { kind, ...rest } = await talk.ask(text, cast.priya);
      return { kind, said: JSON.stringify(rest) };
    };
    const theirs = await told('open deals of Umbrella');
    const nobodys = await told('open deals of Zyxwvut');
    expect(theirs.kind).toBe(nobodys.kind);
    expect((await told('open deals of Umbrela')).said).not.toContain('Umbrella"');
    expect(names(await talk.ask('open deals of Umbrella', cast.dan))).toEqual(['Umbrella Core']);
    expect(names(await talk.ask('open deals of Umbrella', cast.ada))).toEqual(['Umbrella Core']);
  }));

test('a question back offers only what the person may see', () =>
  company(async (talk) => {
    await talk.db('accounts').insert([
      {
        id: 'A-acme-us',
        source: 'test',
        source_id: 'A-acme-us',
        name: 'Nimbus North',
        territory_id: 'T-amer',
      },
      {
        id: 'A-acme-eu',
        source: 'test',
        source_id: 'A-acme-eu',
        name: 'Nimbus South',
        territory_id: 'T-emea',
      },
    ]);
    const all = is(await talk.ask('open deals of Nimbus', cast.ada), 'clarify');
    expect(all.options.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['Nimbus North', 'Nimbus South']),
    );
    const some = JSON.stringify(await talk.ask('open deals of Nimbus', cast.priya));
    expect(some).not.toContain('Nimbus North');
  }));

test('a customer beyond the scope is not offered for a name that is nearly theirs, as a deal of theirs is not', () =>
  company(async (talk) => {
    const told = async (text: string, by: string) => JSON.stringify(await talk.ask(text, by));
    for (const text of [
      'deals of Hooli Corpp',
      "Hooli Corpp's deals",
      'deals of zorb hoolli',
      'deal Hoolii Rollut',
      'zork Hooli',
    ]) {
      const reply = await told(text, cast.priya);
      expect(reply.replace(text, ''), text).not.toMatch(/"Hooli"|Hooli Rollout|for Hooli\b/);
    }
    for (const text of ['deals of Hooli Corpp', 'deals of zorb hoolli'])
      expect(await told(text, cast.dan), text).toContain('"Hooli"');
    expect(await told('deal Hoolii Rollut', cast.dan)).toContain('Hooli Rollout');
  }));

test('a manager cannot pause a customer that they may not know', () =>
  company(async (talk) => {
    expect((await talk.ask('pause Hooli', cast.nora)).kind).toBe('confirm');
    expect((await talk.ask('pause Hooli', cast.mara)).kind).not.toBe('confirm');
  }));
