import { describe, expect, test } from 'vitest';
import { replyJson } from '../../src/requests/json.ts';
import { cast } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

const alerts = (talk: Talk) => talk.db('kpi_alerts').whereNull('ended_at').orderBy('id').pluck('id');
const set = async (talk: Talk, text: string, by: string = cast.mara, thread = 'set') => {
  is(await talk.ask(text, by, thread), 'confirm');
  return is(await talk.ask('yes', by, thread), 'done');
};

describe('setting an alert on a figure', () => {
  test('shows who is told when, and how the figure is now; it is set by the yes alone, and once', () =>
    company(async (talk) => {
      const text = 'alert #sales-leads when win rate of EMEA this quarter falls below 25 %';
      const asked = is(await talk.ask(text, cast.mara, 't1'), 'confirm');
      expect(asked).toMatchObject({
        headline: 'Tell #sales-leads when win rate in EMEA this quarter is under 25%.',
        consequence: 'It is 50% now. Looked at whenever data change: told once, and again when it is over.',
        wayBack: 'Way back: "undo" or "stop that alert", at any time.',
        verb: 'Set the alert',
      });
      expect(replyJson(asked)).toMatchObject({ intent: 'create_rule', slots: { rule_text: text } });
      expect(await alerts(talk)).toEqual([]);
      expect(is(await talk.ask('yes', cast.mara, 't1'), 'done').sentence).toBe(
        'Alert 1 is set: #sales-leads is told when win rate in EMEA this quarter is under 25%.',
      );
      expect(is(await talk.press(asked, 'yes', cast.mara), 'done').how).toBe('cancelled');
      expect(is(await talk.ask(text, cast.mara, 't2'), 'text').sentence).toBe(
        'That is alert 1 already: win rate in EMEA this quarter is under 25%. Nothing was changed.',
      );
      expect(await alerts(talk)).toEqual([1]);
      expect(await talk.db('audit').where({ action: 'kpi_alert.set', actor_id: cast.mara })).toHaveLength(1);
    }));

  test('asks back for the unit, and goes on with the answer', () =>
    company(async (talk) => {
      const asked = is(await talk.ask('alert #ops when win rate is under 25', cast.mara, 't1'), 'clarify');
      expect(asked.question).toBe('25 of what? It is a percentage: say "25%".');
      expect(is(await talk.ask('25%', cast.mara, 't1'), 'confirm').headline).toBe(
        'Tell #ops when win rate is under 25%.',
      );
    }));

  test('says when it is beyond its limit already', () =>
    company(async (talk) => {
      const asked = is(await talk.ask('tell me when open pipeline drops under 2m', cast.priya), 'confirm');
      expect(asked.consequence).toMatch(/^It is \$180,500 now, so it is told at once\./);
    }));

  test('of amounts in several currencies the company’s is watched, and the others are said to be left out', () =>
    company(async (talk) => {
      await talk.db('deals').where({ id: 'D-globex' }).update({ currency: 'EUR' });
      const asked = is(await talk.ask('tell me when open pipeline drops under 2m', cast.mara), 'confirm');
      expect(asked.consequence).toMatch(
        /^It is \$[\d,.]+[KM]? now, .* EUR [\d,]+ in another currency is not counted\./,
      );
    }));
});

describe('who may be told of what', () => {
  test.each([
    ['a rep by herself', cast.priya, 'alert me when my open deals are more than 3', 'confirm'],
    ['a rep for a channel', cast.priya, 'alert #deals when win rate this quarter is under 30%', 'refused'],
    ['a rep for her manager', cast.priya, 'let Mara know when win rate of EMEA is under 30%', 'refused'],
    ['a manager for a channel', cast.mara, 'alert #deals when win rate this quarter is under 30%', 'confirm'],
    [
      'a manager of another territory',
      cast.mara,
      'alert me when open pipeline of AMER is under 3m',
      'refused',
    ],
    ['a channel of one person', cast.mara, 'alert #deals when open pipeline of Tom is under 3m', 'refused'],
    ['a channel of one customer', cast.ada, 'alert #deals when open pipeline of Acme is under 3m', 'refused'],
    ['a channel of one deal', cast.ada, 'alert #deals when the maximum deal amount is over 300k', 'refused'],
    ['a channel of "mine"', cast.mara, 'alert #deals when my open deals are more than 3', 'clarify'],
    [
      'a manager of her territory',
      cast.ada,
      'let Mara know when open pipeline of EMEA is under 3m',
      'confirm',
    ],
    ['a manager of the whole company', cast.ada, 'let Mara know when open pipeline is under 3m', 'refused'],
    [
      'a rep of another territory',
      cast.ada,
      'let Priya know when open pipeline of AMER is under 3m',
      'refused',
    ],
    ['a rep of her own deals', cast.ada, 'let Priya know when open pipeline of Priya is under 3m', 'confirm'],
  ] as const)('%s', (_, by, text, kind) =>
    company(async (talk) => {
      const reply = await talk.ask(text, by);
      expect(reply.kind, JSON.stringify(reply)).toBe(kind);
    }),
  );

  test('somebody who cannot be reached is not told', () =>
    company(async (talk) => {
      await talk.db('people').where({ id: cast.priya }).update({ slack_id: null });
      const text = 'let Priya know when open pipeline of Priya is under 3m';
      expect(is(await talk.ask(text, cast.ada), 'clarify').question).toMatch(/^Priya Nair cannot be told/);
    }));
});

describe('the alerts that there are', () => {
  test('are listed with what they tell whom, each with its button to remove it', () =>
    company(async (talk) => {
      await set(talk, 'alert #sales-leads when win rate of EMEA this quarter is under 25%');
      await set(talk, 'let Mara know when open pipeline of EMEA is under 3m', cast.ada);
      await set(talk, 'alert me when open pipeline of AMER is under 3m', cast.nora);
      const mine = is(await talk.ask('list my alerts', cast.mara), 'text');
      expect(mine.sentence).toBe('2 alerts.');
      expect(mine.lines).toEqual([
        '2: open pipeline in EMEA is under $3M. To you, by Ada Moss.',
        '1: win rate in EMEA this quarter is under 25%. To #sales-leads.',
      ]);
      expect(mine.next.map(({ request }) => request)).toEqual(['remove alert 2', 'remove alert 1']);
      expect(is(await talk.ask('show alerts', cast.ada), 'text').lines).toHaveLength(3);
      expect(is(await talk.ask('show alerts', cast.tom), 'text').sentence).toBe('No alert is set.');
      const asked = is(await talk.press(mine, 'next:1', cast.mara), 'confirm');
      expect(asked.headline).toBe('Stop alert 1: win rate in EMEA this quarter is under 25%.');
      await talk.press(asked, 'yes', cast.mara);
      expect(await alerts(talk)).toEqual([2, 3]);
    }));

  test('are stopped by those whom they concern; without a number the only one, or which one is asked', () =>
    company(async (talk) => {
      expect(is(await talk.ask('stop that alert', cast.mara), 'text').sentence).toBe(
        'You have no alert that could be stopped.',
      );
      await set(talk, 'alert me when win rate is under 25%');
      expect(is(await talk.ask('stop alert 1', cast.tom), 'text').sentence).toBe(
        'There is no alert 1 of yours.',
      );
      expect(is(await talk.ask('stop my alert', cast.mara), 'confirm').headline).toMatch(/^Stop alert 1/);
      await set(talk, 'alert me when win rate is under 20%');
      expect(is(await talk.ask('stop my alert', cast.mara), 'text').sentence).toBe(
        'Which one? Say its number.',
      );
      expect(is(await talk.ask('stop that alert', cast.mara), 'confirm').headline).toMatch(/^Stop alert 2/);
      expect(is(await talk.ask('delete alert 1', cast.ana), 'confirm').headline).toMatch(/^Stop alert 1/);
    }));
});

describe('taking an alert back', () => {
  test('ends one that was set; one that was stopped holds again, with its number', () =>
    company(async (talk) => {
      const undo = async (headline: string) => {
        expect(is(await talk.ask('undo', cast.mara, 'u'), 'confirm').headline).toBe(headline);
        return is(await talk.ask('yes', cast.mara, 'u'), 'done');
      };
      await set(talk, 'alert me when win rate is under 25%');
      await undo('Undo the last change: alert 1 (win rate is under 25%) is stopped.');
      expect(await alerts(talk)).toEqual([]);
      // What was taken back is no deed of its own, so a second undo does not bring it back.
      expect(is(await talk.ask('undo', cast.mara), 'text').sentence).toContain('no change of yours');
      await set(talk, 'alert me when win rate is under 25%');
      is(await talk.ask('stop that alert', cast.mara, 'u'), 'confirm');
      await talk.ask('yes', cast.mara, 'u');
      expect(await alerts(talk)).toEqual([]);
      const done = await undo('Undo the last change: alert 2 (win rate is under 25%) holds again.');
      expect(done.sentence).toBe('Undone: alert 2 (win rate is under 25%) holds again.');
      expect(await alerts(talk)).toEqual([2]);
    }));
});
