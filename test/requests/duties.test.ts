import { describe, expect, test } from 'vitest';
import { agentRow, ensureAgents } from '../../src/crew/crew.ts';
import { cast } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

const pipeline = (talk: Talk) => agentRow(talk.db, 'pipeline');
const said = async (talk: Talk, text: string, by: string = cast.ana) => {
  is(await talk.ask(text, by, text), 'confirm');
  return is(await talk.ask('yes', by, text), 'done');
};

describe('who answers for an agent', () => {
  test.each([
    ['make Tom the owner of the pipeline agent', 'ownerId', cast.tom],
    ['set the fallback of the pipeline agent to Priya Nair', 'fallbackId', cast.priya],
    ['the owner of the pipeline agent is now Mara', 'ownerId', cast.mara],
    ['Tom Reyes is the fallback for the pipeline agent', 'fallbackId', cast.tom],
    ['please make me the owner of the pipeline agent', 'ownerId', cast.ana],
    ["change the pipeline agent's owner to Tom", 'ownerId', cast.tom],
  ] as const)('"%s" changes it after the yes alone', (text, which, who) =>
    company(async (talk) => {
      const before = await pipeline(talk);
      is(await talk.ask(text, cast.ana, 't'), 'confirm');
      expect(await pipeline(talk)).toEqual(before);
      is(await talk.ask('yes', cast.ana, 't'), 'done');
      expect((await pipeline(talk))[which]).toBe(who);
    }),
  );

  test('is shown with what it was, and the way back restores it', () =>
    company(async (talk) => {
      const asked = is(await talk.ask('make Tom the owner of the pipeline agent', cast.ana, 't'), 'confirm');
      expect(asked).toMatchObject({
        headline: 'Make Tom Reyes the owner of the Pipeline agent.',
        consequence: 'Now it is Oskar Weber. The owner is told when the agent fails, and may pause it.',
        wayBack: 'Way back: "make Oskar Weber the owner of the Pipeline agent".',
        verb: 'Make Tom owner',
      });
      const done = is(await talk.ask('yes', cast.ana, 't'), 'done');
      expect(done.sentence).toBe('Ana made Tom Reyes the owner of the Pipeline agent.');
      await said(talk, 'make Oskar Weber the owner of the Pipeline agent');
      expect((await pipeline(talk)).ownerId).toBe(cast.oskar);
      expect(await talk.db('audit').where({ action: 'agent.owner' }).orderBy('id').pluck('details')).toEqual([
        { before: cast.oskar, after: cast.tom },
        { before: cast.tom, after: cast.oskar },
      ]);
    }));

  test('a yes to what was changed meanwhile changes nothing', () =>
    company(async (talk) => {
      is(await talk.ask('make Tom the owner of the pipeline agent', cast.ana, 't'), 'confirm');
      await said(talk, 'make Mara the owner of the pipeline agent');
      await talk.ask('yes', cast.ana, 't');
      expect((await pipeline(talk)).ownerId).toBe(cast.mara);
    }));

  test('is not for reps and managers to say', () =>
    company(async (talk) => {
      for (const by of [cast.priya, cast.mara])
        expect(
          is(await talk.ask('make Tom the owner of the pipeline agent', by), 'refused').because,
        ).toContain('needs an agent owner, an approver or an administrator');
      expect((await pipeline(talk)).ownerId).toBe(cast.oskar);
    }));

  test('of a deal is something else', () =>
    company(async (talk) => {
      const asked = is(await talk.ask('make Tom the owner of Acme Platform', cast.ada), 'confirm');
      expect(asked.headline).toContain('Acme Platform');
      expect((await pipeline(talk)).ownerId).toBe(cast.oskar);
    }));
});

test('what an agent is measured by can be set, and outlives the next start', () =>
  company(async (talk) => {
    await said(talk, 'the metric of the pipeline agent is Share of stale deals closed within a week');
    await ensureAgents({ db: talk.db, local: true });
    expect((await pipeline(talk)).metric).toBe('Share of stale deals closed within a week');
    const status = is(await talk.ask('status of the pipeline agent', cast.ana), 'text');
    expect(status.lines?.slice(-2)).toEqual([
      'Owner: Oskar Weber. Fallback: Ana Ruiz.',
      'Measured by: Share of stale deals closed within a week.',
    ]);
  }));

test.each(['who owns the pipeline agent', 'who is the fallback of the pipeline agent?'])(
  '"%s" is answered with who answers for it',
  (text) =>
    company(async (talk) => {
      expect(is(await talk.ask(text, cast.priya), 'text').lines).toContain(
        'Owner: Oskar Weber. Fallback: Ana Ruiz.',
      );
    }),
);
