import { describe, expect, test } from 'vitest';
import { replyJson } from '../../src/requests/json.ts';
import { currentSettings, numberSetting, textSetting } from '../../src/settings/settings.ts';
import { cast } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

const stale = async (talk: Talk, at = {}) => numberSetting(await currentSettings(talk.db), 'stale_days', at);
const emea = { territoryId: 'T-emea' };

describe('setting a limit in words', () => {
  test('says what it does to the deals of today; then it is set, once, in the audit log, and can be taken back', () =>
    company(async (talk) => {
      const asked = is(
        await talk.ask('set stale threshold to 14 days for EMEA until 15 January', cast.mara, 't1'),
        'confirm',
      );
      expect(asked).toMatchObject({
        headline: 'Set "Stale after" to 14 days for EMEA until Fri 15 Jan 2027, 00:00 CET.',
        consequence: 'Now 30 days (standard value). 1 more deal would be stale: 3 instead of 2.',
        verb: 'Set to 14 days',
        count: 1,
      });
      expect(replyJson(asked)).toMatchObject({
        intent: 'set_threshold',
        slots: {
          threshold_name: 'stale_days',
          value: 14,
          region: ['EMEA'],
          until: '2027-01-14T23:00:00.000Z',
        },
      });
      expect(await stale(talk, emea)).toBe(30);
      const done = is(await talk.ask('yes', cast.mara, 't1'), 'done');
      expect(done.sentence).toBe(
        'Stale after is 14 days for EMEA until Fri 15 Jan 2027, 00:00 CET (was 30 days).',
      );
      expect([await stale(talk, emea), await stale(talk)]).toEqual([14, 30]);
      expect(await talk.db('audit').where({ action: 'setting.set', actor_id: cast.mara })).toHaveLength(1);
      expect(is(await talk.press(asked, 'yes', cast.mara), 'done').how).toBe('cancelled');
      expect(await talk.db('settings')).toHaveLength(1);
      const back = is(await talk.press(done, 'next:0', cast.mara), 'confirm');
      expect(back.headline).toBe(
        'Undo the last change: "Stale after" for EMEA back to what holds otherwise.',
      );
      is(await talk.press(back, 'yes', cast.mara), 'done');
      expect(await stale(talk, emea)).toBe(30);
    }));

  test('holds for a stage where one is named', () =>
    company(async (talk) => {
      const asked = is(await talk.ask('negotiation deals are stale after 21 days', cast.oskar), 'confirm');
      expect(asked.headline).toBe('Set "Stale after" to 21 days in Negotiation.');
      await talk.press(asked, 'yes', cast.oskar);
      expect([await stale(talk, { stage: 'Negotiation' }), await stale(talk, { stage: 'Proposal' })]).toEqual(
        [21, 30],
      );
    }));

  test('goes on in the thread: only there, another value, and each time it waits for the yes', () =>
    company(async (talk) => {
      const first = is(await talk.ask('set the stale threshold to 20 days', cast.ana, 't1'), 'confirm');
      const second = is(await talk.ask('only for EMEA', cast.ana, 't1'), 'confirm');
      expect(second.headline).toBe('Set "Stale after" to 20 days for EMEA.');
      expect(is(await talk.ask('make it 10', cast.ana, 't1'), 'confirm').headline).toBe(
        'Set "Stale after" to 10 days for EMEA.',
      );
      is(await talk.ask('yes', cast.ana, 't1'), 'done');
      expect(is(await talk.press(first, 'yes', cast.ana), 'done').how).toBe('cancelled');
      expect([await stale(talk), await stale(talk, emea)]).toEqual([30, 10]);
      // Another thread and another person go on from nothing.
      expect((await talk.ask('make it 12', cast.ana, 't2')).kind).toBe('clarify');
      expect((await talk.ask('make it 12', cast.oskar, 't1')).kind).toBe('clarify');
    }));

  test('a value beyond the range or of another unit is told with the range, and nothing is set', () =>
    company(async (talk) => {
      for (const [text, sentence] of [
        [
          'set the stale threshold to 0 days',
          'Stale after cannot be 0. Enter a whole number of days from 1 to 365.',
        ],
        [
          'set the stale threshold to 9999 days',
          'Stale after cannot be 9999. Enter a whole number of days from 1 to 365.',
        ],
        [
          'set the stale threshold to 10%',
          'Stale after cannot be 10%. Enter a whole number of days from 1 to 365.',
        ],
        [
          'set the hourly cap for EMEA to 10',
          'Changes per hour cannot differ by territory. It can differ by agent.',
        ],
        [
          'set the bulk limit in Negotiation to 10',
          'Deals at once without a second approval cannot differ by stage. Leave the stage out.',
        ],
      ] as const) {
        const reply = is(await talk.ask(text), 'clarify');
        expect(reply.question, text).toBe(sentence);
        expect(replyJson(reply).clarify, text).toEqual({ question: sentence, options: [] });
      }
      expect(await talk.db('settings')).toEqual([]);
    }));

  test('words that are not read stop it', () =>
    company(async (talk) => {
      for (const text of [
        'set the stale threshold for Foo to 14 days',
        'set the stale threshold to banana',
        'set the stale threshold for EMEA and AMER to 14 days',
        'set the stale threshold to 14 days and not for Priya',
      ])
        expect((await talk.ask(text)).kind, text).toBe('not understood');
    }));

  test('what is missing is asked, and said by itself it makes the request whole', () =>
    company(async (talk) => {
      expect(is(await talk.ask('set threshold', cast.ada, 't1'), 'clarify').question).toMatch(/^Which limit/);
      expect(is(await talk.ask('set the stale threshold for EMEA', cast.ada, 't1'), 'clarify').question).toBe(
        'To what? For example "14 days".',
      );
      expect(is(await talk.ask('14 days', cast.ada, 't1'), 'confirm').headline).toBe(
        'Set "Stale after" to 14 days for EMEA.',
      );
    }));

  test('a share is said as percent or as a number, and stands in the slots as it was said', () =>
    company(async (talk) => {
      for (const text of ['lower the confidence floor to 80 percent', 'lower the confidence floor to 0.8']) {
        const asked = is(await talk.ask(text, cast.ana), 'confirm');
        expect(asked.headline).toBe('Set "Confidence floor" to 80% for everyone.');
        expect(replyJson(asked).slots).toMatchObject({
          threshold_name: 'confidence_floor',
          value: text.includes('80') ? 80 : 0.8,
        });
      }
    }));

  test('what was set meanwhile by somebody else is not overwritten', () =>
    company(async (talk) => {
      const asked = await talk.ask('set the stale threshold to 20 days', cast.ana);
      const other = await talk.ask('set the stale threshold to 25 days', cast.oskar);
      await talk.press(other, 'yes', cast.oskar);
      const late = is(await talk.press(asked, 'yes', cast.ana), 'done');
      expect(late.how).toBe('changed');
      expect(await stale(talk)).toBe(25);
    }));

  test('the limit of discounts is set by an approver and by nobody below', () =>
    company(async (talk) => {
      is(await talk.ask('raise the approval limit for discounts to 10%', cast.mara), 'refused');
      const asked = is(await talk.ask('raise the approval limit for discounts to 10%', cast.ana), 'confirm');
      expect(asked.headline).toBe('Set "Approver needed above a discount of" to 10% for everyone.');
      expect(replyJson(asked)).toMatchObject({
        intent: 'set_threshold',
        slots: { threshold_name: 'discount_limit', value: 10 },
      });
      await talk.press(asked, 'yes', cast.ana);
      expect(await talk.db('settings').where({ name: 'discount_limit' }).first('value')).toEqual({
        value: 10,
      });
    }));
});

describe('setting back', () => {
  test('one limit goes back to what holds otherwise', () =>
    company(async (talk) => {
      await talk.press(await talk.ask('stale 14 days for EMEA', cast.mara), 'yes', cast.mara);
      const asked = is(await talk.ask('reset the stale threshold for EMEA', cast.mara), 'confirm');
      expect(asked).toMatchObject({
        headline: 'Set "Stale after" back to 30 days for EMEA.',
        verb: 'Set back to 30 days',
      });
      is(await talk.press(asked, 'yes', cast.mara), 'done');
      expect(await stale(talk, emea)).toBe(30);
      expect(is(await talk.ask('reset the stale threshold for EMEA', cast.mara), 'text').sentence).toBe(
        'Stale after has no value of its own for EMEA. It is 30 days.',
      );
    }));

  test('all limits at once, and one undo takes all of it back', () =>
    company(async (talk) => {
      for (const text of [
        'stale 14 days for EMEA',
        'set the approval limit to 50k',
        'set the hourly cap to 5',
      ])
        await talk.press(await talk.ask(text, cast.ada), 'yes', cast.ada);
      const asked = is(await talk.ask('reset all thresholds back to default', cast.ana), 'confirm');
      expect(asked).toMatchObject({ count: 3, verb: 'Set 3 values back' });
      expect(is(await talk.press(asked, 'yes', cast.ana), 'done').next[0]?.request).toBe('undo');
      expect(await talk.db('settings').whereNull('ended_at')).toEqual([]);
      const back = is(await talk.ask('undo', cast.ana), 'confirm');
      expect(back.headline).toMatch(/^Undo the last change: 3 values back to what held before: /);
      await talk.press(back, 'yes', cast.ana);
      expect(await stale(talk, emea)).toBe(14);
      expect(await talk.db('settings').whereNull('ended_at')).toHaveLength(3);
    }));
});

describe('who may set a limit', () => {
  test('a manager sets all of the own territory back, and what is not theirs stays and is named', () =>
    company(async (talk) => {
      for (const text of [
        'stale 14 days for EMEA',
        'stale 10 days for AMER',
        'set the approval limit to 50k for EMEA',
      ])
        await talk.press(await talk.ask(text, cast.ada), 'yes', cast.ada);
      const left = () => talk.db('settings').whereNull('ended_at').orderBy('name').pluck('name');
      const asked = is(await talk.ask('reset EMEA to defaults', cast.mara), 'confirm');
      expect(asked).toMatchObject({
        headline: 'Set all limits for EMEA back to their standard values.',
        count: 1,
      });
      expect(asked.consequence).toBe(
        '1 value goes: Stale after. What is set for everyone stays. Stays, as not yours to set: "Approver needed above" for EMEA. Ask Ada Moss or Ana Ruiz.',
      );
      expect(is(await talk.press(asked, 'yes', cast.mara), 'done').how).toBe('done');
      expect(await left()).toEqual(['approval_amount', 'stale_days']);
      expect(await stale(talk, emea)).toBe(30);
      expect(is(await talk.ask('reset AMER to defaults', cast.mara), 'refused').because).toMatch(
        /^Setting all limits for AMER back is not possible for you: it needs the manager there, .*\. Ask [A-Z]/,
      );
      await talk.press(await talk.ask('undo', cast.mara), 'yes', cast.mara);
      expect(await stale(talk, emea)).toBe(14);
    }));

  test('who may not is told who can: by name, and only those who may there', () =>
    company(async (talk) => {
      const because = async (text: string, who: string) => is(await talk.ask(text, who), 'refused').because;
      expect(await because('stale 14 days for AMER', cast.mara)).toMatch(/Ask .*Nora Quinn/);
      expect(await because('set the approval limit to 500k', cast.mara)).toMatch(
        / Ask Ada Moss or Ana Ruiz\.$/,
      );
      for (const text of [
        'put the pipeline agent in shadow',
        'always ask about accounts tagged Strategic',
        'take a snapshot',
        'pause everything',
        'skip stale warnings for deals over $40,000',
      ])
        expect(await because(text, cast.priya), text).toMatch(/ Ask Mara Lind, /);
    }));

  test('a manager sets it for the own territory, and is told so where more is asked', () =>
    company(async (talk) => {
      expect((await talk.ask('stale 14 days for EMEA', cast.mara)).kind).toBe('confirm');
      for (const text of ['stale 14 days for AMER', 'set the stale threshold to 14 days'])
        expect(is(await talk.ask(text, cast.mara), 'refused').because, text).toMatch(
          /is not possible for you: it needs .* You can set it for EMEA\. Ask [A-Z]/,
        );
      const refused = is(await talk.ask('negotiation deals are stale after 21 days', cast.mara), 'refused');
      expect(is(await talk.press(refused, 'next:0', cast.mara), 'confirm').headline).toBe(
        'Set "Stale after" to 21 days for EMEA in Negotiation.',
      );
    }));

  test('nobody but an approver or an administrator moves the limits above which approvers are asked', () =>
    company(async (talk) => {
      for (const text of [
        'set the approval limit to 500k',
        'lower the confidence floor to 10%',
        'set the bulk limit to 400',
      ]) {
        for (const who of [cast.mara, cast.oskar, cast.priya])
          expect(is(await talk.ask(text, who), 'refused').because, text).toMatch(
            /needs an approver or an administrator/,
          );
        expect((await talk.ask(text, cast.ana)).kind, text).toBe('confirm');
      }
      await talk.press(await talk.ask('set the approval limit to 500k', cast.ana), 'yes', cast.ana);
      expect(is(await talk.ask('reset all thresholds', cast.oskar), 'refused').because).toBe(
        'Setting all limits back is not possible for you: it needs an approver or an administrator. Ask Ada Moss or Ana Ruiz.',
      );
    }));

  test('a rep sets none', () =>
    company(async (talk) => {
      for (const text of ['stale 14 days for EMEA', 'cap pipeline at 5 changes per hour'])
        is(await talk.ask(text, cast.priya), 'refused');
    }));

  test('rights that were lost meanwhile count at the yes', () =>
    company(async (talk) => {
      const asked = await talk.ask('stale 14 days for EMEA', cast.mara);
      await talk
        .db('people')
        .where({ id: cast.mara })
        .update({ roles: ['rep'] });
      expect(is(await talk.press(asked, 'yes', cast.mara), 'done').how).toBe('changed');
      expect(await talk.db('settings')).toEqual([]);
    }));
});

describe('what a stage requires', () => {
  test('is said in words, with how many deals it concerns, shown among the limits, and taken back', () =>
    company(async (talk) => {
      const required = async (stage: string) =>
        textSetting(await currentSettings(talk.db), 'required_fields', { stage });
      const asked = is(
        await talk.ask('in Negotiation an amount, a close date and a next step are required', cast.oskar),
        'confirm',
      );
      expect(asked).toMatchObject({
        headline: 'Set "Required of a deal" to amount, close date and next step in Negotiation.',
        consequence: 'Now none (standard value). 3 more deals would be incomplete: 3 instead of 0.',
      });
      expect(replyJson(asked)).toMatchObject({
        intent: 'set_threshold',
        slots: {
          threshold_name: 'required_fields',
          fields: ['amount', 'close_date', 'next_step'],
          stage: ['Negotiation'],
        },
      });
      const done = is(await talk.press(asked, 'yes', cast.oskar), 'done');
      expect(done.sentence).toBe(
        'Required of a deal is amount, close date and next step in Negotiation (was none).',
      );
      expect([await required('Negotiation'), await required('Proposal')]).toEqual([
        'amount,close_date,next_step',
        '',
      ]);
      const shown = is(await talk.ask('what are the required fields'), 'text');
      expect(shown.sentence).toBe(
        'Required of a deal: none (standard value); amount, close date and next step in Negotiation.',
      );
      const back = is(await talk.ask('nothing is required in Negotiation', cast.oskar), 'confirm');
      await talk.press(back, 'yes', cast.oskar);
      expect(await required('Negotiation')).toBe('');
    }));

  test('is a list of fields and nothing else', () =>
    company(async (talk) => {
      const reply = is(await talk.ask('set the required fields in Negotiation to 5', cast.oskar), 'clarify');
      expect(reply.question).toBe(
        'Required of a deal cannot be 5. Enter fields of these: amount, close date, next step, product, lead source.',
      );
      expect(await talk.db('settings')).toEqual([]);
    }));
});

test('how soon unclear mail domains are asked again is set and asked in words, and told beside how long an answer counts', () =>
  company(async (talk) => {
    const asked = is(await talk.ask('look mail domains up every 12 hours', cast.oskar), 'confirm');
    expect(asked.headline).toBe('Set "Unclear e-mail domains asked again after" to 12 hours for everyone.');
    await talk.press(asked, 'yes', cast.oskar);
    expect(numberSetting(await currentSettings(talk.db), 'mail_domain_hours')).toBe(12);
    expect(is(await talk.ask('how often are mail domains looked up', cast.priya), 'text').sentence).toBe(
      'Unclear e-mail domains asked again after: 12 hours. E-mail domains known for: 30 days (standard value).',
    );
    expect(
      is(await talk.ask('look mail domains up every 30 minutes', cast.oskar), 'clarify').question,
    ).toContain('a whole number of hours from 1 to 720');
  }));

test('what executive reports are made by is set for everyone by an approver, and not by an agent owner', () =>
  company(async (talk) => {
    const refused = is(await talk.ask('set the coverage target to 4x', cast.oskar), 'refused');
    expect(refused.because).toContain('it needs an approver or an administrator');
    is(await talk.ask('set the coverage target to 4x', cast.ana), 'confirm');
  }));

describe('settings that are on or off, or a word', () => {
  test('are set in words by whoever may, with their end, asked why, and taken back', () =>
    company(async (talk) => {
      const hygiene = async () => textSetting(await currentSettings(talk.db), 'hygiene_report', emea);
      const asked = is(
        await talk.ask('hygiene report weekly for EMEA until 15 January', cast.mara),
        'confirm',
      );
      expect(asked.headline).toBe(
        'Set "Hygiene report" to weekly for EMEA until Fri 15 Jan 2027, 00:00 CET.',
      );
      expect(replyJson(asked)).toMatchObject({
        slots: { threshold_name: 'hygiene_report', value: 'weekly', region: ['EMEA'] },
      });
      expect(await hygiene()).toBe('off');
      const done = is(await talk.press(asked, 'yes', cast.mara), 'done');
      expect(await hygiene()).toBe('weekly');
      expect(
        is(await talk.ask('why is the hygiene report weekly for EMEA', cast.mara), 'text').sentence,
      ).toMatch(/^Hygiene report is weekly for EMEA: set by Mara Lind on /);
      const audited = await talk.db('audit').where({ action: 'setting.set', actor_id: cast.mara });
      expect(audited).toHaveLength(1);
      await talk.press(is(await talk.press(done, 'next:0', cast.mara), 'confirm'), 'yes', cast.mara);
      expect(await hygiene()).toBe('off');
    }));

  test('a manager does not set them for everyone, and what has no such place says where it may differ', () =>
    company(async (talk) => {
      expect(is(await talk.ask('switch off the daily summary', cast.mara), 'refused').because).toContain(
        'Daily summary',
      );
      expect(
        is(await talk.ask('hygiene report weekly for Globex', cast.oskar), 'clarify').question,
      ).toContain('Hygiene report cannot differ by account.');
      expect(await talk.db('settings')).toHaveLength(0);
    }));

  test.each([
    ['switch off the daily summary', 'daily_summary', false],
    ['the executives are finance', 'executives', 'finance'],
    ['a person always decides', 'person_decides', true],
    ['set dead days to 45', 'dead_days', 45],
    ['model budget per person 2 dollars a day', 'model_budget_usd', 2],
  ])('%s', (text, name, value) =>
    company(async (talk) => {
      const asked = is(await talk.ask(text, cast.ana), 'confirm');
      is(await talk.press(asked, 'yes', cast.ana), 'done');
      const rows = await currentSettings(talk.db);
      expect(rows.find((row) => row.name === name)?.value).toBe(value);
    }),
  );
});
