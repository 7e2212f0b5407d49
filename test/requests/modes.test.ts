import { describe, expect, test } from 'vitest';
import { replyJson } from '../../src/requests/json.ts';
import { cast } from '../support/company.ts';
import { decided } from '../support/modes.ts';
import { company, is, type Talk } from './talk.ts';

const mode = async ({ db }: Talk) => (await db('agents').where({ name: 'pipeline' }).first('mode')).mode;
const finer = ({ db }: Talk) =>
  db('modes')
    .whereNull('ended_at')
    .whereRaw("trigger || kind || field <> ''")
    .orderBy('id')
    .select('trigger', 'field', 'mode');
const earn = (talk: Talk) => decided(talk.db, { approved: 66, rejected: 4 });
const yes = async (talk: Talk, text: string, by: string) => {
  const asked = is(await talk.ask(text, by, text), 'confirm');
  return is(await talk.press(asked, 'yes', by), 'done');
};

describe('down is free', () => {
  test('whoever may stop an agent lowers it, at once after the yes, with the way back', () =>
    company(async (talk) => {
      const asked = is(
        await talk.ask('put the pipeline agent in shadow because the import broke its dates', cast.mara, 't'),
        'confirm',
      );
      expect(asked).toMatchObject({
        headline: 'Put the Pipeline agent in shadow mode.',
        consequence:
          'Now it is in suggest mode (v1). What it finds is recorded; nothing is changed and nobody is asked. What was done stays done.',
        wayBack: 'Way back: "put the Pipeline agent in suggest".',
        count: 1,
      });
      expect(replyJson(asked)).toMatchObject({
        intent: 'set_mode',
        slots: { agent: ['pipeline'], value: 'shadow', reason: 'the import broke its dates' },
      });
      expect(await mode(talk)).toBe('suggest');
      expect(is(await talk.press(asked, 'yes', cast.mara), 'done').sentence).toBe(
        'Mara put the Pipeline agent in shadow mode.',
      );
      expect(await mode(talk)).toBe('shadow');
      expect(
        await talk.db('audit').where({ action: 'agent.mode' }).first('actor_id', 'because', 'details'),
      ).toMatchObject({
        actor_id: cast.mara,
        because: 'the import broke its dates',
        details: { before: 'suggest', after: 'shadow', version: 2 },
      });
    }));

  test('a rep may not, and is told who may', () =>
    company(async (talk) => {
      const reply = is(await talk.ask('put the pipeline agent in shadow', cast.priya), 'refused');
      expect(reply.because).toBe(
        'Putting the Pipeline agent in shadow needs a manager, an agent owner, an approver or an administrator. Ask Mara Lind, Ada Moss or Ana Ruiz.',
      );
      expect(await mode(talk)).toBe('suggest');
    }));

  test('finer modes that go further end with it, and are counted', () =>
    company(async (talk) => {
      await yes(talk, 'put the pipeline agent in shadow', cast.mara);
      await yes(talk, 'put close date past in suggest', cast.mara);
      expect(await finer(talk)).toEqual([{ trigger: 'close_date_past', field: '', mode: 'suggest' }]);
      const asked = is(await talk.ask('put the pipeline agent in shadow', cast.mara, 't'), 'confirm');
      expect(asked.consequence).toContain(
        '1 finer mode that goes further ends with it: suggest for close date past.',
      );
      await talk.press(asked, 'yes', cast.mara);
      expect(await finer(talk)).toEqual([]);
    }));

  test('undo takes a raise back, and a lowering only as far as it may go by itself', () =>
    company(async (talk) => {
      await yes(talk, 'put the pipeline agent in shadow', cast.mara);
      await yes(talk, 'undo', cast.mara);
      expect(await mode(talk)).toBe('suggest');
      expect(is(await talk.ask('undo', cast.mara), 'text').sentence).toBe(
        'There is no change of yours that can be undone.',
      );
    }));
});

describe('out of shadow', () => {
  test('an agent without an owner stays there', () =>
    company(async (talk) => {
      await yes(talk, 'put the pipeline agent in shadow', cast.mara);
      await talk.db('agents').update({ owner_id: null });
      const reply = is(await talk.ask('put the pipeline agent in suggest', cast.mara), 'text');
      expect(reply.sentence).toBe(
        'The Pipeline agent has no owner, and an agent without one does not leave shadow. Say "make … the owner of the Pipeline agent" first. Nothing was changed.',
      );
      expect(await mode(talk)).toBe('shadow');
    }));

  test('a manager raises for the own territory alone', () =>
    company(async (talk) => {
      await yes(talk, 'put the pipeline agent in shadow', cast.mara);
      expect(
        is(await talk.ask('put the pipeline agent in suggest in AMER', cast.mara), 'refused').because,
      ).toBe(
        'Putting the Pipeline agent in AMER in suggest needs the manager there, an agent owner or an approver. Ask Ada Moss, Ana Ruiz or Nora Quinn.',
      );
      await yes(talk, 'put the pipeline agent in suggest in EMEA', cast.mara);
      expect(
        await talk.db('modes').whereNull('ended_at').whereNot({ territory_id: '' }).first('mode'),
      ).toEqual({
        mode: 'suggest',
      });
    }));
});

describe('up to auto', () => {
  test('without the evidence it is refused with what is missing', () =>
    company(async (talk) => {
      expect(is(await talk.ask('put the pipeline agent in auto', cast.mara), 'text').sentence).toBe(
        'Not yet. The evidence is not there yet: 0 of 30 days; nothing like it was decided yet. It stays in suggest.',
      );
      await decided(talk.db, { approved: 10, from: '2026-03-08' });
      expect(is(await talk.ask('put the pipeline agent in auto', cast.mara), 'text').sentence).toBe(
        'Not yet. The evidence is not there yet: 12 of 30 days; 10 of 10 accepted unchanged: at least 72%, bar 80%. It stays in suggest.',
      );
      expect(await talk.db('mode_requests')).toEqual([]);
    }));

  test('with it one asks, somebody else signs, and each of it is recorded', () =>
    company(async (talk) => {
      await earn(talk);
      const asked = is(await talk.ask('put the pipeline agent in auto', cast.mara, 't'), 'confirm');
      expect(asked).toMatchObject({
        headline: 'Ask for auto mode for the Pipeline agent.',
        consequence:
          'Evidence: 38 days, 66 of 70 accepted unchanged, at least 86% (bar 80%). Somebody else has to sign it within 7 days: Ada Moss or Ana Ruiz. Until then it stays in suggest. Then it acts alone within its authority; money, products and owners, and what has a checkpoint, still go to a person.',
      });
      await talk.press(asked, 'yes', cast.mara);
      expect(await mode(talk)).toBe('suggest');
      expect(await talk.db('cards').where('key', 'like', 'mode:%').orderBy('key').pluck('channel')).toEqual([
        'dm:U_ADA',
        'dm:U_ANA',
      ]);
      for (const [who, because] of [
        [cast.mara, 'You asked for it yourself: somebody else has to sign it. Ask Ada Moss or Ana Ruiz.'],
        [
          cast.oskar,
          'Signing auto mode needs an approver or an administrator other than who asked for it. Ask Ada Moss or Ana Ruiz.',
        ],
      ] as const)
        expect(is(await talk.ask('approve auto for pipeline', who), 'refused').because).toBe(because);
      expect((await yes(talk, 'approve auto for pipeline', cast.ana)).sentence).toBe(
        'Signed: the Pipeline agent is in auto mode now.',
      );
      expect(await mode(talk)).toBe('auto');
      expect(
        await talk.db('audit').where('action', 'like', '%mode%').orderBy('id').select('action', 'actor_id'),
      ).toEqual([
        { action: 'mode.requested', actor_id: cast.mara },
        { action: 'mode.approved', actor_id: cast.ana },
        { action: 'agent.mode', actor_id: cast.ana },
      ]);
    }));

  test('an approver who asks cannot sign for themselves, by words or by any other way', () =>
    company(async (talk) => {
      await earn(talk);
      await yes(talk, 'put the pipeline agent in auto', cast.ana);
      expect(is(await talk.ask('approve mode request 1', cast.ana), 'refused').because).toContain('yourself');
      await expect(
        talk.db('mode_requests').update({ ended_at: new Date(), ended_as: 'approved', ended_by: cast.ana }),
      ).rejects.toThrow();
      await expect(talk.db('agents').update({ mode: 'auto' })).rejects.toThrow('auto_is_signed');
      await expect(
        talk.db('modes').insert({
          agent: 'pipeline',
          trigger: 'close_date_past',
          mode: 'auto',
          before: 'suggest',
          version: 1,
          by_kind: 'person',
          by_id: cast.ana,
          at: new Date(),
        }),
      ).rejects.toThrow();
    }));

  test('evidence that went between the asking and the signing ends the request', () =>
    company(async (talk) => {
      await earn(talk);
      await yes(talk, 'put the pipeline agent in auto', cast.mara);
      await decided(talk.db, { rejected: 20, from: '2026-03-18' });
      expect((await yes(talk, 'approve auto for pipeline', cast.ana)).sentence).toMatch(
        /^Not signed: The evidence is not there yet: 66 of 90 accepted unchanged/,
      );
      expect([await mode(talk), (await talk.db('mode_requests').first('ended_as')).ended_as]).toEqual([
        'suggest',
        'lost',
      ]);
    }));

  test('a request that nobody signs in time is over', () =>
    company(async (talk) => {
      await earn(talk);
      await yes(talk, 'put the pipeline agent in auto', cast.mara);
      talk.clock.move('2026-03-28T10:00:00Z');
      expect(is(await talk.ask('approve mode request 1', cast.ana, 'x'), 'confirm').headline).toContain(
        'Approve',
      );
      expect((await yes(talk, 'approve mode request 1', cast.ana)).sentence).toBe(
        'This request is over: nobody signed it in time. Nothing was changed.',
      );
      expect(await mode(talk)).toBe('suggest');
    }));

  test('whoever asked may take it back', () =>
    company(async (talk) => {
      await earn(talk);
      await yes(talk, 'put the pipeline agent in auto', cast.mara);
      expect((await yes(talk, 'undo', cast.mara)).sentence).toBe(
        'Undone: the request for auto for the Pipeline agent.',
      );
      expect((await talk.db('mode_requests').first('ended_as')).ended_as).toBe('withdrawn');
    }));

  test('money never, however much was accepted', () =>
    company(async (talk) => {
      await earn(talk);
      for (const what of ['amounts', 'products', 'owners'])
        expect(
          is(await talk.ask(`let pipeline change ${what} by itself`, cast.mara), 'text').sentence,
        ).toMatch(/ never go without a person\. .* Nothing was changed\.$/);
    }));

  test('the bar is the approvers’ own, and its days are never fewer than 30', () =>
    company(async (talk) => {
      expect(is(await talk.ask('set the bar for auto to 60%', cast.mara), 'refused').because).toContain(
        'an approver or an administrator',
      );
      await yes(talk, 'set the bar for auto to 90%', cast.ana);
      expect(is(await talk.ask('set days before auto to 5', cast.ana), 'clarify').question).toContain(
        'from 30 to 365',
      );
      await earn(talk);
      expect(is(await talk.ask('put the pipeline agent in auto', cast.mara), 'text').sentence).toContain(
        '66 of 70 accepted unchanged: at least 86%, bar 90%',
      );
    }));

  test('what was decided about something else is no evidence', () =>
    company(async (talk) => {
      await decided(talk.db, {
        approved: 40,
        trigger: 'no_activity',
        wants: { kind: 'nudge', nudge: { to: cast.priya, text: 'Next?' } },
      });
      await decided(talk.db, { approved: 40, deal: 'D-hooli' });
      const missing = async (text: string) => is(await talk.ask(text, cast.ana), 'text').sentence;
      expect(await missing('let pipeline fix phone numbers by itself')).toContain(
        'nothing like it was decided yet',
      );
      expect(await missing('put close date past in auto in EMEA')).toContain(
        'nothing like it was decided yet',
      );
      is(await talk.ask('put close date past in auto in AMER', cast.ana), 'confirm');
      is(await talk.ask('let pipeline send nudges by itself', cast.ana), 'confirm');
    }));

  test('after a lowering from auto, up again takes all of it again', () =>
    company(async (talk) => {
      await earn(talk);
      await yes(talk, 'put the pipeline agent in auto', cast.mara);
      await yes(talk, 'approve auto for pipeline', cast.ana);
      const lower = is(await talk.ask('put the pipeline agent in suggest', cast.mara, 't'), 'confirm');
      expect(lower.wayBack).toBe(
        'Way back: "put the Pipeline agent in auto", with its evidence and somebody who signs it.',
      );
      await talk.press(lower, 'yes', cast.mara);
      expect(is(await talk.ask('undo', cast.mara), 'text').sentence).toBe(
        'Going back to auto needs its evidence and a signature again: say "put the Pipeline agent in auto". Nothing was changed.',
      );
      expect(await mode(talk)).toBe('suggest');
    }));
});

describe('asked about', () => {
  test('the mode, since when, by whom, what is finer, what waits, and how far it is from auto', () =>
    company(async (talk) => {
      await decided(talk.db, { approved: 10, from: '2026-03-08' });
      await yes(talk, 'put no activity in shadow', cast.mara);
      const reply = await talk.ask('mode of the pipeline agent', cast.mara);
      expect(replyJson(reply)).toMatchObject({ intent: 'agent_status', slots: { agent: ['pipeline'] } });
      const { lines } = is(reply, 'text');
      expect(lines[0]).toContain('Mode suggest (shadow for no activity), version');
      expect(lines.slice(1, 4)).toEqual([
        'In suggest as it began.',
        'For no activity: shadow (v1), since 20 Mar, 11:00 CET by Mara Lind.',
        'To auto: The evidence is not there yet: 12 of 30 days; 10 of 10 accepted unchanged: at least 72%, bar 80%.',
      ]);
      expect(is(await talk.ask('mode of close date past', cast.mara), 'text').sentence).toBe(
        'The Pipeline agent for close date past is in suggest mode (v1).',
      );
    }));

  test('all of them, with the requests that wait', () =>
    company(async (talk) => {
      await earn(talk);
      await yes(talk, 'put close date past in auto', cast.mara);
      const reply = is(await talk.ask('show me the modes', cast.ana), 'text');
      expect(reply.lines.slice(0, 2)).toEqual([
        'Pipeline agent: suggest, as it began.',
        'Mode request 1 waits to be signed until 27 Mar, 11:00 CET: auto for the Pipeline agent for close date past, asked by Mara Lind.',
      ]);
    }));
});

test.each([
  [
    'put messages outside Slack in auto',
    'Messages outside Slack never go without a person, in whatever mode.',
  ],
  [
    'put nudges by e-mail in auto for EMEA',
    'Messages outside Slack never go without a person, in whatever mode.',
  ],
  ['put workflow starts in auto', 'Starts of workflows outside never go without a person, in whatever mode.'],
])('"%s" is no mode that there is', (text, says) =>
  company(async (talk) => {
    const said = is(await talk.ask(text, cast.ada), 'text').sentence;
    expect(said).toContain(says);
    expect(said).toContain('Each is held for 5 minutes first and can be stopped. Nothing was changed.');
  }),
);
