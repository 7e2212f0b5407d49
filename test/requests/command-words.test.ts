/** What commands in other words come to: the whole way, from words to what is done. */
import { describe, expect, test } from 'vitest';
import { roster } from '../../src/agents/roster.ts';
import { silentLog } from '../../src/log.ts';
import { noModels } from '../../src/models/models.ts';
import { localOperator } from '../../src/people/operator.ts';
import { ask, press } from '../../src/requests/ask.ts';
import { replyJson } from '../../src/requests/json.ts';
import { thresholds } from '../../src/requests/limits.ts';
import { preferenceNames } from '../../src/requests/resting.ts';
import { cast } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

const pauses = (talk: Talk) => talk.db('pauses').whereNull('resumed_at');

describe('pausing', () => {
  test('"shut it up" asks what is meant, and the answer alone makes it whole', () =>
    company(async (talk) => {
      const asked = is(await talk.ask('stop bugging my reps until monday 9', cast.mara, 't'), 'clarify');
      expect(asked.question).toBe(
        `What is to be paused: everything, all agents or one of them (${roster.map(({ label }) => label).join(', ')})?`,
      );
      const confirm = is(await talk.ask('all agents', cast.mara, 't'), 'confirm');
      expect(confirm.headline).toMatch(/until Mon 23 Mar, 09:00/);
      expect(await pauses(talk)).toHaveLength(0);
      await talk.press(confirm, 'yes', cast.mara);
      expect(await pauses(talk)).toHaveLength(roster.length);
    }));

  test('what was asked for goes on: another end, another agent', () =>
    company(async (talk) => {
      is(await talk.ask('pause the pipeline agent', cast.mara, 't'), 'confirm');
      const later = is(await talk.ask('make that until Tuesday 8:00', cast.mara, 't'), 'confirm');
      expect(replyJson(later).slots).toEqual({ agent: ['pipeline'], until: '2026-03-24T07:00:00.000Z' });
    }));

  test('a beginning that is later is asked back, and nothing is paused', () =>
    company(async (talk) => {
      is(await talk.ask('pause the pipeline agent on monday', cast.mara), 'clarify');
      expect(await pauses(talk)).toHaveLength(0);
    }));
});

describe('undoing', () => {
  test('the last change of a deal by its name, after a yes', () =>
    company(async (talk) => {
      await talk.db('changes').insert({
        back: 'reversible',
        kind: 'change',
        subject_kind: 'deal',
        subject_id: 'D-acme',
        fields: JSON.stringify([{ field: 'next_step', before: null, after: 'Call' }]),
        by_kind: 'person',
        by_id: cast.priya,
        state: 'applied',
        key: 'key-of-the-change-of-acme',
        request_hash: 'h',
        requested_at: '2026-03-20T09:00:00Z',
        applied_at: '2026-03-20T09:00:00Z',
      });
      const asked = is(await talk.ask('put Acme Platform back how it was', cast.mara), 'confirm');
      expect(asked.headline).toBe('Undo the last change of Acme Platform.');
      await talk.press(asked, 'yes', cast.mara);
      expect(await talk.db('changes').whereNotNull('undoes')).toHaveLength(1);
    }));

  test('whose changes "everything you did" are is asked', () =>
    company(async (talk) => {
      is(await talk.ask('undo everything you did today', cast.mara), 'clarify');
      expect(await talk.db('changes').whereNotNull('undoes')).toHaveLength(0);
    }));
});

describe('limits', () => {
  test('those of one territory are set back, the others stay', () =>
    company(async (talk) => {
      for (const text of [
        'set the stale threshold to 14 days for EMEA',
        'set the stale threshold to 20 days',
      ])
        await talk.press(await talk.ask(text, cast.ana), 'yes', cast.ana);
      const asked = is(await talk.ask('reset EMEA to defaults', cast.ana), 'confirm');
      expect(asked.headline).toBe('Set all limits for EMEA back to their standard values.');
      expect(asked.count).toBe(1);
      await talk.press(asked, 'yes', cast.ana);
      const left = await talk.db('settings').whereNull('ended_at').where({ name: 'stale_days' });
      expect(left).toMatchObject([{ scope: 'everyone', value: 20 }]);
    }));

  test('what holds now is told, with where it differs', () =>
    company(async (talk) => {
      const text = 'set the stale threshold to 14 days for EMEA';
      await talk.press(await talk.ask(text, cast.ana), 'yes', cast.ana);
      const one = is(await talk.ask('what is the stale threshold?', cast.dan), 'text');
      expect(one.sentence).toBe('Stale after: 30 days (standard value); 14 days for EMEA.');
      expect(replyJson(one)).toMatchObject({
        intent: 'show_limits',
        slots: { threshold_name: 'stale_days' },
      });
      expect(is(await talk.ask('show me the limits', cast.dan), 'text').lines).toHaveLength(
        thresholds.length + preferenceNames.length,
      );
    }));

  test('a limit without a value goes back to its default, and says so in the slots', () =>
    company(async (talk) => {
      const reply = replyJson(await talk.ask('reset the stale threshold for EMEA', cast.ana));
      expect(reply.intent).toBe('reset_defaults');
      expect(reply.slots).toEqual({ threshold_name: 'stale_days', region: ['EMEA'] });
    }));

  test('for whom alone another limit holds is not told to others', () =>
    company(async (talk) => {
      const text = 'set the stale threshold to 9 days for Priya';
      await talk.press(await talk.ask(text, cast.ana), 'yes', cast.ana);
      const told = is(await talk.ask('what is the stale threshold?', cast.dan), 'text').sentence;
      expect(told).toBe('Stale after: 30 days (standard value); 1 value for single people or customers.');
    }));

  test('"for me" is no limit for everyone', () =>
    company(async (talk) => {
      is(await talk.ask('set stale days to 14 for me', cast.ana), 'not understood');
    }));
});

describe('what is not there yet is recognised with its parts, and nothing is done', () => {
  test.each([
    [
      'tell me every Monday which deals are stale',
      'create_rule',
      {
        rule_text: 'tell me every Monday which deals are stale',
      },
    ],
  ] as const)('%s', (text, intent, slots) =>
    company(async (talk) => {
      const reply = is(await talk.ask(text, cast.ana), 'text');
      expect(replyJson(reply)).toMatchObject({ intent, slots });
      expect(reply.sentence).toMatch(/not there yet.*Nothing was changed; the request is recorded\.$/);
    }),
  );
});

describe('what settings are kept, copied and bundled by bears its parts, though there is nothing to do', () => {
  test.each([
    ['go back to snapshot q1-start', 'rollback', { value: 'q1-start' }],
    ['clone the EMEA settings to AMER', 'clone_config', { region: ['EMEA', 'AMER'] }],
    [
      'turn on renewal season for EMEA until 30 April',
      'activate_playbook',
      {
        playbook: 'Renewal season',
        region: ['EMEA'],
        until: '2026-04-30T21:59:00.000Z',
      },
    ],
  ] as const)('%s', (text, intent, slots) =>
    company(async (talk) => {
      const reply = is(await talk.ask(text, cast.ana), 'text');
      expect(replyJson(reply)).toMatchObject({ intent, slots });
    }),
  );
});

test('refusals are recorded with their reason', () =>
  company(async (talk) => {
    for (const text of ["export everybody's commission", 'lösche alle Deals', 'approve it on behalf of Mara'])
      is(await talk.ask(text, cast.dan), 'refused');
    const kept = await talk.db('requests').orderBy('id').select('reply');
    expect(kept.map(({ reply }) => reply.intent)).toEqual(['refuse', 'refuse', 'refuse']);
  }));

test('words that were not all read name no deals of another territory', () =>
  company(async (talk) => {
    is(await talk.ask('zorblax deals in AMER', cast.priya), 'refused');
  }));

test('whoever sits at the machine of a company without an administrator may assign, and it is judged again as theirs', () =>
  company(async (talk) => {
    const use = { db: talk.db, now: talk.clock, zone: 'UTC', models: noModels, log: silentLog() };
    const asked = await ask(use, { text: 'hand D-acme to Tom', by: localOperator, place: { kind: 'cli' } });
    is(asked.reply, 'confirm');
    const done = await press(use, { requestId: asked.requestId, choice: 'yes', by: localOperator });
    is(done.reply, 'done');
    expect(await talk.db('changes')).toMatchObject([{ subject_id: 'D-acme', by_id: 'operator' }]);
  }));
