import { describe, expect, test } from 'vitest';
import { applyChange } from '../../src/changes/apply.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import { decide } from '../../src/exceptions/decide.ts';
import { silentLog } from '../../src/log.ts';
import { personById } from '../../src/people/people.ts';
import { replyJson } from '../../src/requests/json.ts';
import { pause } from '../../src/settings/pauses.ts';
import { cast } from '../support/company.ts';
import { anException } from '../support/exception.ts';
import { undone } from '../support/rolled.ts';
import { company, is, type Talk } from './talk.ts';

type Made = { deal: string; by?: string; agent?: boolean; at?: string };

/** A change that is in the CRM: a person's own, or one that the pipeline agent proposed. */
async function changed(
  talk: Talk,
  { deal, by = cast.mara, agent = false, at = '2026-03-20T09:00:00Z' }: Made,
): Promise<void> {
  const run = { agent: 'pipeline', woken_by: 'schedule', actor_kind: 'system', actor_id: 'clock' };
  const id = `2B${deal.length}${Math.floor(Number(new Date(at)) / 1000) % 97}`;
  if (agent)
    await talk
      .db('runs')
      .insert({ id, ...run, started_at: at })
      .onConflict('id')
      .ignore();
  const [proposal] = agent
    ? await talk
        .db('proposals')
        .insert({
          run_id: id,
          agent: 'pipeline',
          agent_version: 1,
          mode: 'auto',
          trigger: 'stale-in-stage',
          kind: 'change',
          subject_kind: 'deal',
          subject_id: deal,
          change: '{}',
          hash: 'h',
          reason: 'Stale',
          confidence: 0.9,
        })
        .returning<{ id: number }[]>('id')
    : [];
  await talk.db('changes').insert({
    back: 'reversible',
    kind: 'change',
    subject_kind: 'deal',
    subject_id: deal,
    fields: JSON.stringify([{ field: 'next_step', before: null, after: 'Call' }]),
    proposal_id: proposal?.id ?? null,
    by_kind: agent ? 'agent' : 'person',
    by_id: agent ? 'pipeline' : by,
    state: 'applied',
    key: `key-${deal}-${at}-${by}-${agent}`.padEnd(20, '-'),
    request_hash: 'h',
    requested_at: at,
    applied_at: at,
  });
}

describe('undoing several', () => {
  test('what is still under way is not there yet to be taken back', () =>
    company(async (talk) => {
      await talk.press(await talk.ask('assign Acme Platform to Tom', cast.mara), 'yes', cast.mara);
      expect(is(await talk.ask('undo', cast.mara), 'text').sentence).toBe(
        '1 change of yours is still under way. Ask again in a moment.',
      );
    }));

  test('the last three of whoever asks, the newest first, and nobody else’s', () =>
    company(async (talk) => {
      await changed(talk, { deal: 'D-acme', at: '2026-03-19T09:00:00Z' });
      await changed(talk, { deal: 'D-globex', at: '2026-03-19T10:00:00Z' });
      await changed(talk, { deal: 'D-initech', at: '2026-03-20T08:00:00Z' });
      await changed(talk, { deal: 'D-initech-2', at: '2026-03-20T09:00:00Z' });
      await changed(talk, { deal: 'D-hooli', by: cast.nora });
      const asked = is(await talk.ask('undo my last 3 changes', cast.mara), 'confirm');
      expect(asked).toMatchObject({ headline: 'Undo your last 3 changes.', count: 3, verb: 'Undo 3' });
      expect(asked.consequence).toMatch(/^Next step of Initech Pilot from Call back to empty\./);
      expect(replyJson(asked)).toMatchObject({ intent: 'rollback', slots: { n_actions: 3 } });
      expect(is(await talk.press(asked, 'yes', cast.mara), 'done').sentence).toMatch(
        /^The undo of 3 changes is under way/,
      );
      expect(await undone(talk.db)).toEqual(['D-globex', 'D-initech', 'D-initech-2']);
    }));

  test('of many, what is no change of a record is named whatever else is counted: a pause goes back with it', () =>
    company(async (talk) => {
      await pause(
        { db: talk.db, now: { now: () => new Date('2026-03-18T09:00:00Z'), isSet: () => true } },
        { scope: 'agent', subjectId: 'pipeline', by: { kind: 'person', id: cast.mara } },
      );
      const deals = ['D-acme', 'D-globex', 'D-initech', 'D-initech-2', 'D-umbrella'];
      for (const [n, deal] of deals.entries())
        await changed(talk, { deal, at: `2026-03-2${n % 2}T0${n}:00:00Z` });
      const asked = is(await talk.ask('undo my last 9 changes', cast.mara), 'confirm');
      expect(asked.count).toBe(6);
      expect(asked.consequence).toMatch(/^Pipeline agent is not paused any more\. Next step of /);
      expect(asked.consequence).toContain('And 2 more.');
    }));

  test('where there are fewer it says so', () =>
    company(async (talk) => {
      await changed(talk, { deal: 'D-acme' });
      const asked = is(await talk.ask('undo my last 3 changes', cast.mara), 'confirm');
      expect(asked).toMatchObject({ headline: 'Undo your last change.' });
      expect(asked.consequence).toContain('3 were asked for; these are all that can be undone.');
    }));

  test('all that an agent did in a period, as far as whoever asks decides about it', () =>
    company(async (talk) => {
      await changed(talk, { deal: 'D-acme', agent: true });
      await changed(talk, { deal: 'D-hooli', agent: true });
      await changed(talk, { deal: 'D-initech', agent: true, at: '2026-03-19T09:00:00Z' });
      await changed(talk, { deal: 'D-globex' });
      const asked = is(await talk.ask('undo everything pipeline did today', cast.mara), 'confirm');
      expect(asked).toMatchObject({ headline: 'Undo 1 change by Pipeline agent, today.', count: 1 });
      await talk.press(asked, 'yes', cast.mara);
      expect(await undone(talk.db)).toEqual(['D-acme']);
      expect(is(await talk.ask('undo everything pipeline did today', cast.priya), 'text').sentence).toBe(
        'There is no change by Pipeline agent that you can undo, today.',
      );
    }));

  test('the last ones of an agent', () =>
    company(async (talk) => {
      await changed(talk, { deal: 'D-acme', agent: true, at: '2026-03-18T09:00:00Z' });
      await changed(talk, { deal: 'D-initech', agent: true, at: '2026-03-19T09:00:00Z' });
      await changed(talk, { deal: 'D-globex', agent: true });
      const asked = is(await talk.ask("undo pipeline's last 2 changes", cast.mara), 'confirm');
      expect(asked).toMatchObject({ headline: 'Undo the last 2 changes by Pipeline agent.', count: 2 });
      await talk.press(asked, 'yes', cast.mara);
      expect(await undone(talk.db)).toEqual(['D-globex', 'D-initech']);
    }));

  test('what came in meanwhile is not undone by an old yes', () =>
    company(async (talk) => {
      await changed(talk, { deal: 'D-acme' });
      const asked = await talk.ask('undo', cast.mara);
      await changed(talk, { deal: 'D-globex', at: '2026-03-20T09:30:00Z' });
      expect(is(await talk.press(asked, 'yes', cast.mara), 'done').how).toBe('changed');
      expect(await undone(talk.db)).toEqual([]);
    }));

  test('settings and changes come in their order, and a limit that somebody has set since stays', () =>
    company(async (talk) => {
      await changed(talk, { deal: 'D-acme', by: cast.ada, at: '2026-03-20T09:00:00Z' });
      await talk.press(await talk.ask('set the stale threshold to 20 days'), 'yes');
      expect(is(await talk.ask('undo'), 'confirm').headline).toBe(
        'Undo the last change: "Stale after" back to what holds otherwise.',
      );
      talk.clock.move('2026-03-20T10:05:00Z');
      await talk.press(await talk.ask('set the stale threshold to 25 days', cast.oskar), 'yes', cast.oskar);
      expect(is(await talk.ask('undo'), 'confirm').headline).toMatch(
        /^Undo the last change of Acme Platform/,
      );
    }));

  test('a limit that was set back is set again by an undo, unless somebody has set it since', () =>
    company(async (talk) => {
      await talk.press(await talk.ask('set the stale threshold to 20 days', cast.ana), 'yes', cast.ana);
      await talk.press(await talk.ask('reset the stale threshold', cast.ada), 'yes', cast.ada);
      const asked = is(await talk.ask('undo', cast.ada), 'confirm');
      expect(asked.headline).toBe('Undo the last change: "Stale after" back to 20 days.');
      await talk.press(await talk.ask('set the stale threshold to 25 days', cast.ana), 'yes', cast.ana);
      expect(is(await talk.press(asked, 'yes', cast.ada), 'done').how).toBe('changed');
      expect(is(await talk.ask('undo', cast.ada), 'text').sentence).toMatch(/^There is no change of yours/);
      expect(await talk.db('settings').whereNull('ended_at')).toMatchObject([{ value: 25 }]);
    }));
});

describe('an approval of which nothing is done yet', () => {
  /** Mara approves the close date of Acme Platform while Acme is paused. Says which exception it was. */
  async function held(talk: Talk): Promise<number> {
    const { db, clock } = talk;
    const { id, hash } = await anException(db);
    const by = await personById(db, cast.mara);
    await pause(
      { db, now: clock },
      { scope: 'customer', subjectId: 'A-acme', by: { kind: 'person', id: cast.ada } },
    );
    await decide({ db, now: clock, zone: 'UTC' }, { exceptionId: id, say: 'approve', by, shownHash: hash });
    const change = await db('changes').where({ exception_id: id }).first('id');
    const [crm, writer] = [builtinCrm({ db, now: clock }), builtinWriter({ db, now: clock })];
    const use = { db, crm, writer, now: clock, log: silentLog() };
    expect(await applyChange(use, { changeId: change.id })).toBe('held');
    return id;
  }

  test('is taken back by "undo", and its card is open again', () =>
    company(async (talk) => {
      const id = await held(talk);
      await changed(talk, { deal: 'D-globex' });
      const plan = is(await talk.ask('undo', cast.mara, 't1'), 'confirm');
      expect(plan).toMatchObject({
        headline: 'Take back the approval for Acme Platform: close date stays 10 Mar 2026.',
        consequence: expect.stringMatching(/^Nothing of it is done yet\. .*paused/),
      });
      expect(is(await talk.ask('yes', cast.mara, 't1'), 'done').sentence).toBe(
        'Taken back: close date of Acme Platform stays 10 Mar 2026. Nothing was changed, and its card is open again.',
      );
      expect(await talk.db('changes').where({ exception_id: id }).first()).toMatchObject({
        state: 'abandoned',
        held: null,
      });
      expect(await talk.db('exceptions').where({ id }).first()).toMatchObject({ closed_at: null });
      // The next one is what was done before it.
      expect(is(await talk.ask('undo', cast.mara, 't1'), 'confirm').headline).toContain('next step');
    }));

  test('of somebody else is not yours to take back', () =>
    company(async (talk) => {
      await held(talk);
      expect(await talk.ask('undo', cast.nora)).toMatchObject({
        sentence: 'There is no change of yours that can be undone.',
      });
    }));
});
