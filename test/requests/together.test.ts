import { describe, expect, test } from 'vitest';
import { setMode } from '../../src/crew/modes.ts';
import { wholeAgent } from '../../src/policy/modes.ts';
import { cast } from '../support/company.ts';
import { inAuto } from '../support/modes.ts';
import { company, is, type Talk } from './talk.ts';

const by = { kind: 'person', id: cast.ada } as const;
const useOf = ({ db, clock }: Talk) => ({ db, now: clock });
const yes = async (talk: Talk, text: string, who: string = cast.ada) => {
  const asked = is(await talk.ask(text, who, text), 'confirm');
  const done = is(await talk.ask('yes', who, text), 'done');
  return { ...asked, done };
};
const answered = async (talk: Talk, text: string, who: string = cast.ada): Promise<string> => {
  const reply = await talk.ask(text, who);
  return JSON.stringify(reply);
};
const rules = async ({ db }: Talk) =>
  (await db('rules').whereNull('ended_at').orderBy('rule').select('rule', 'mode')).map(
    ({ rule, mode }) => `${rule} ${mode}`,
  );
const modes = async ({ db }: Talk) =>
  Object.fromEntries((await db('agents').select('name', 'mode')).map(({ name, mode }) => [name, mode]));

describe('all rules at once', () => {
  const three = async (talk: Talk) => {
    await yes(talk, 'if a deal is over $100,000, alert me');
    await yes(talk, 'if a deal is over $200,000, alert me', cast.mara);
    await yes(talk, 'if a deal is over $300,000, alert me', cast.mara);
  };

  test('are switched off after a yes that counts them, each on record, and come back', () =>
    company(async (talk) => {
      await three(talk);
      const said = await yes(talk, 'switch off all rules');
      expect(said.headline).toBe('Switch off all 3 rules.');
      expect(said.consequence).toContain('2 of them are of somebody else.');
      expect(said.count).toBe(3);
      expect(await rules(talk)).toEqual(['1 off', '2 off', '3 off']);
      expect(await talk.db('audit').where({ action: 'rule.changed' })).toHaveLength(3);
      expect(said.wayBack).toBe('Way back: "undo the last 3".');
      await yes(talk, 'undo the last 3');
      expect(await rules(talk)).toEqual(['1 on', '2 on', '3 on']);
    }));

  test('are those that one keeps', () =>
    company(async (talk) => {
      await three(talk);
      expect((await yes(talk, 'switch off all rules', cast.mara)).count).toBe(2);
      expect(await rules(talk)).toEqual(['1 on', '2 off', '3 off']);
      expect(await answered(talk, 'switch off all rules', cast.mara)).toContain(
        'There is no rule of yours to be switched off. Nothing was changed.',
      );
    }));

  test('are not switched where one has changed since they were counted', () =>
    company(async (talk) => {
      await three(talk);
      is(await talk.ask('delete all rules', cast.ada, 'all'), 'confirm');
      await yes(talk, 'switch off rule 2');
      expect(is(await talk.ask('yes', cast.ada, 'all'), 'done').how).not.toBe('done');
      expect(await rules(talk)).toEqual(['1 on', '2 off', '3 on']);
    }));
});

describe('all agents at once', () => {
  test('go into shadow after a yes, finer modes with them, and come back where they were in suggest', () =>
    company(async (talk) => {
      const scope = { ...wholeAgent, trigger: 'close_date_past' };
      await setMode(useOf(talk), { agent: 'pipeline', scope, mode: 'shadow', by });
      const said = await yes(talk, 'put all agents in shadow');
      expect(said.headline).toBe('Put 4 agents in shadow mode.');
      expect(new Set(Object.values(await modes(talk)))).toEqual(new Set(['shadow']));
      // One sentence is one thing to take back.
      const back = await yes(talk, 'undo');
      expect(back.headline).toBe('Undo your last 4 changes.');
      expect(new Set(Object.values(await modes(talk)))).toEqual(new Set(['suggest']));
    }));

  test('do not leave shadow by a word of whoever may not', () =>
    company(async (talk) => {
      await yes(talk, 'put all agents in shadow');
      expect(is(await talk.ask('put all agents in suggest', cast.priya), 'refused').because).toContain(
        'needs',
      );
      expect(await answered(talk, 'put all agents in auto')).toContain('Auto is earned');
      expect(new Set(Object.values(await modes(talk)))).toEqual(new Set(['shadow']));
    }));
});

describe('turning off auto', () => {
  test('ends it wherever something acts alone, and says that it comes back by its evidence alone', () =>
    company(async (talk) => {
      await inAuto(talk.db, 'pipeline', { ...wholeAgent, kind: 'change', field: 'contact.phone' });
      const said = await yes(talk, 'turn off auto');
      expect(said.headline).toBe('Turn off auto for the Pipeline agent for phone numbers.');
      expect(said.wayBack).toContain('with its evidence and somebody who signs it');
      expect(await talk.db('modes').whereNull('ended_at').pluck('mode')).toEqual(['suggest']);
      expect(await answered(talk, 'turn off auto')).toContain('No agent is in auto. Nothing was changed.');
    }));

  test('is for whoever may stop an agent', () =>
    company(async (talk) => {
      await inAuto(talk.db);
      expect(is(await talk.ask('turn off auto', cast.priya), 'refused').because).toContain(
        'Turning off auto needs',
      );
      expect(await modes(talk)).toMatchObject({ pipeline: 'auto' });
    }));
});

test('what is missing before an agent may act alone is answered, however it is asked', () =>
  company(async (talk) => {
    for (const text of ['why is pipeline not in auto', 'what is missing for auto'])
      expect(await answered(talk, text)).toContain('To auto: The evidence is not there yet: 0 of 30 days');
  }));

test('all checkpoints end after a yes that names them, and come back', () =>
  company(async (talk) => {
    await yes(talk, 'always ask me before changing Acme');
    await yes(talk, 'add a checkpoint on nudges to Globex');
    const said = await yes(talk, 'remove all checkpoints');
    expect(said.headline).toBe('End all 2 checkpoints.');
    expect(said.consequence).toContain('2 (nudges to Globex)');
    expect(await talk.db('checkpoints').whereNull('ended_at')).toEqual([]);
    await yes(talk, 'undo the last 2');
    expect(await talk.db('checkpoints').whereNull('ended_at')).toHaveLength(2);
    expect(is(await talk.ask('remove all checkpoints', cast.priya), 'refused').because).toContain('needs');
  }));
