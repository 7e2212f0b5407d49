import { describe, expect, test } from 'vitest';
import { activePauses } from '../../src/settings/pauses.ts';
import { cast } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

const paused = async (talk: Talk, ...whom: string[]): Promise<void> => {
  for (const one of whom) {
    const asked = is(await talk.ask(`pause ${one}`, cast.ada), 'confirm');
    is(await talk.press(asked, 'yes', cast.ada), 'done');
  }
};
const left = async (talk: Talk): Promise<string[]> =>
  (await activePauses(talk.db)).map(({ scope, subjectId }) => (scope === 'agent' ? subjectId : scope));

describe('"resume", and nothing else', () => {
  test('ends the one thing that is paused, by its name', () =>
    company(async (talk) => {
      expect(is(await talk.ask('resume'), 'text').sentence).toBe('Nothing is paused.');
      await paused(talk, 'the pipeline agent');
      const asked = is(await talk.ask('back to work'), 'confirm');
      expect(asked.headline).toBe('Resume Pipeline agent.');
      is(await talk.press(asked, 'yes'), 'done');
      expect(await left(talk)).toEqual([]);
    }));

  test('asks which of several, and ends that one only', () =>
    company(async (talk) => {
      await paused(talk, 'the pipeline agent', 'the forecasting agent', 'Acme');
      const asked = is(await talk.ask('resume', cast.ada, 't1'), 'clarify');
      expect(asked).toMatchObject({
        question: 'What is to go on? Paused: Pipeline agent, Forecasting agent and Acme.',
        options: [
          { label: 'Resume Pipeline agent' },
          { label: 'Resume Forecasting agent' },
          { label: 'Resume Acme' },
          { label: 'Resume everything' },
        ],
      });
      const one = is(await talk.press(asked, 'option:1'), 'confirm');
      expect(one.headline).toBe('Resume Forecasting agent.');
      is(await talk.press(one, 'yes'), 'done');
      expect(await left(talk)).toEqual(['pipeline', 'customer']);

      const again = is(await talk.ask('lift the pause', cast.ada, 't1'), 'clarify');
      expect(again.options).toHaveLength(3);
      const typed = is(await talk.ask('pipeline', cast.ada, 't1'), 'confirm');
      expect(typed.headline).toBe('Resume Pipeline agent.');
      is(await talk.ask('yes', cast.ada, 't1'), 'done');
      expect(await left(talk)).toEqual(['customer']);
    }));

  test('of more than can be offered, everything is offered first', () =>
    company(async (talk) => {
      await paused(talk, 'all agents', 'Acme');
      const asked = is(await talk.ask('resume'), 'clarify');
      expect(asked.options).toHaveLength(5);
      expect(asked.options[0]).toMatchObject({ label: 'Resume everything' });
      expect(asked.question).toMatch(/There are more; say which\.$/);
      const all = is(await talk.press(asked, 'option:0'), 'confirm');
      expect(all.headline).toBe('Resume everything.');
    }));

  test('everything said is everything meant', () =>
    company(async (talk) => {
      await paused(talk, 'the pipeline agent', 'Acme');
      const asked = is(await talk.ask('resume everything'), 'confirm');
      is(await talk.press(asked, 'yes'), 'done');
      expect(await left(talk)).toEqual([]);
    }));
});
