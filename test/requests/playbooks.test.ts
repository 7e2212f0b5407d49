import { describe, expect, test } from 'vitest';
import { replyJson } from '../../src/requests/json.ts';
import { anyPlaybook } from '../../src/settings/own-playbooks.ts';
import { playbookNamed } from '../../src/settings/playbook-entries.ts';
import { turnPlaybooks } from '../../src/settings/playbooks.ts';
import { rulesNow } from '../../src/settings/rules.ts';
import { currentSettings, numberSetting, setSetting } from '../../src/settings/settings.ts';
import { cast, withoutPush } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

const say = async (talk: Talk, text: string, by: string = cast.ana) =>
  is(await talk.press(is(await talk.ask(text, by), 'confirm'), 'yes', by), 'done').sentence;
const stale = async (talk: Talk, at = {}) =>
  numberSetting(await currentSettings(talk.db, talk.clock.now()), 'stale_days', at);

describe('switching a playbook on', () => {
  test('shows what changes and what that does to the deals; it ends with the quarter, and is switched off again', () =>
    company(async (talk) => {
      await say(talk, 'set the stale threshold to 40 days for AMER');
      const asked = is(await talk.ask('activate Quarter-end push', cast.ana), 'confirm');
      expect(asked.headline).toBe('Switch on Quarter-end push for everyone until 01 Apr, 02:00 CEST.');
      expect(asked.consequence).toMatch(
        /^8 settings change: daily forecasts in the last 14 days → 92 days, daily pipeline review off → on, stale after 30 days → 14 days, .* and 3 more\./,
      );
      expect(asked.consequence).toMatch(/\d+ more deals? would be stale: \d+ instead of \d+\./);
      expect(asked.consequence).toContain('1 value of narrower places stays.');
      expect(asked.wayBack).toBe(
        'Way back: "deactivate Quarter-end push", at any time. It ends by itself then; nothing is overwritten.',
      );
      expect(replyJson(asked)).toMatchObject({
        intent: 'activate_playbook',
        slots: { playbook: 'Quarter-end push' },
      });
      expect(await stale(talk)).toBe(30);
      const done = is(await talk.press(asked, 'yes', cast.ana), 'done');
      expect(done.sentence).toBe('Quarter-end push is on for everyone until 01 Apr, 02:00 CEST.');
      expect([await stale(talk), await stale(talk, { territoryId: 'T-amer' })]).toEqual([14, 40]);
      expect(is(await talk.ask('which playbooks are on?', cast.mara), 'text').lines[0]).toBe(
        'Quarter-end push is on for everyone since 20 Mar, 11:00 CET, by Ana Ruiz, until 01 Apr, 02:00 CEST.',
      );
      const off = is(await talk.ask('deactivate the Quarter-end push playbook', cast.ana), 'confirm');
      expect(off.headline).toBe('Switch off Quarter-end push for everyone.');
      expect(off.consequence).toMatch(/^8 settings go back: .*stale after 14 days → 30 days/);
      expect(replyJson(off).intent).toBe('deactivate_playbook');
      await talk.press(off, 'yes', cast.ana);
      expect(await stale(talk)).toBe(30);
    }));

  test('for one place, until a day, and "undo" switches it off', () =>
    company(async (talk) => {
      const asked = is(
        await talk.ask('activate Quarter-end push for EMEA until 28 March', cast.mara),
        'confirm',
      );
      expect(asked.headline).toBe('Switch on Quarter-end push for EMEA until 28 Mar, 23:59 CET.');
      expect(asked.consequence).toContain(
        'Left out, because it cannot differ there: daily forecasts in the last, daily pipeline review and remind after.',
      );
      expect(replyJson(asked).slots).toMatchObject({ region: ['EMEA'], until: '2026-03-28T22:59:00.000Z' });
      await talk.press(asked, 'yes', cast.mara);
      expect([await stale(talk, { territoryId: 'T-emea' }), await stale(talk)]).toEqual([14, 30]);
      expect(is(await talk.ask('undo', cast.mara), 'confirm').headline).toBe(
        'Undo the last change: the playbook Quarter-end push for EMEA off again.',
      );
      await talk.press(await talk.ask('undo', cast.mara), 'yes', cast.mara);
      expect(await stale(talk, { territoryId: 'T-emea' })).toBe(30);
      await say(talk, 'activate Quarter-end push for EMEA', cast.mara);
      await say(talk, 'deactivate Quarter-end push', cast.mara);
      await talk.press(await talk.ask('undo', cast.mara), 'yes', cast.mara);
      expect(await stale(talk, { territoryId: 'T-emea' })).toBe(14);
      talk.clock.move('2026-04-02T10:00:00Z');
      expect(await stale(talk, { territoryId: 'T-emea' })).toBe(30);
    }));

  test('one for a new rep needs the rep, and lasts 90 days or as long as is said', () =>
    company(async (talk) => {
      expect(is(await talk.ask('activate New rep onboarding', cast.mara, 't1'), 'clarify').question).toBe(
        'For whom? New rep onboarding is for a person.',
      );
      expect(is(await talk.ask('Priya', cast.mara, 't1'), 'confirm').headline).toBe(
        'Switch on New rep onboarding for Priya Nair until 19 Jun, 00:00 CEST.',
      );
      expect(
        is(await talk.ask('start new rep onboarding for Priya for 30 days', cast.mara), 'confirm').headline,
      ).toMatch(/for Priya Nair until 19 Apr/);
      expect(is(await talk.ask('activate New rep onboarding for EMEA', cast.ana), 'clarify').question).toBe(
        'New rep onboarding cannot be for EMEA: it is for a person.',
      );
      expect(is(await talk.ask('activate Large deal for Acme', cast.mara), 'confirm').headline).toBe(
        'Switch on Large deal for Acme.',
      );
    }));

  test('two that overlap: the later counts for one place, the narrower otherwise, and both are told before', () =>
    company(async (talk) => {
      await say(talk, 'activate Quarter-end push');
      const cleanup = is(await talk.ask('start the pipeline cleanup playbook', cast.ana), 'confirm');
      expect(cleanup.consequence).toContain(
        'Quarter-end push is on for everyone as well: of what both set this one counts, as the later.',
      );
      await talk.press(cleanup, 'yes', cast.ana);
      expect(await stale(talk)).toBe(21);
      const emea = is(await talk.ask('activate Quarter-end push for EMEA', cast.mara), 'confirm');
      expect(emea.consequence).toContain(
        'Pipeline cleanup is on for everyone: of what both set the narrower place counts.',
      );
      await say(talk, 'deactivate pipeline cleanup');
      expect(await stale(talk)).toBe(14);
    }));

  test('what cannot be is said, and nothing is done', () =>
    company(async (talk) => {
      for (const [text, question] of [
        [
          'use the Quarter-end push playbook from the blue moon',
          '"blue moon" is not read. Say for whom, from which day and until when.',
        ],
        [
          'activate the Quarter-end push playbook for APAC',
          '"APAC" is not read. Say for whom, from which day and until when.',
        ],
      ] as const)
        expect(is(await talk.ask(text, cast.ana), 'clarify').question, text).toBe(question);
      for (const [text, sentence] of [
        ['deactivate Quarter-end push', 'Quarter-end push is not on for everyone.'],
        [
          'turn on renewal season for EMEA until 30 April',
          'There is no playbook called "Renewal season". There are: Quarter-end push, New rep onboarding, Large deal, Pipeline cleanup and Audit preparation.',
        ],
      ] as const)
        expect(is(await talk.ask(text, cast.ana), 'text').sentence, text).toBe(sentence);
      expect(await talk.db('playbook_activations')).toEqual([]);
    }));

  test('whoever may not set it there may not switch it on there; what is on for one person is not told to others', () =>
    company(async (talk) => {
      for (const [text, by] of [
        ['activate Quarter-end push', cast.mara],
        ['activate Quarter-end push for EMEA', cast.nora],
        ['activate Quarter-end push for EMEA', cast.priya],
        ['activate New rep onboarding for Dan', cast.mara],
      ] as const)
        expect(is(await talk.ask(text, by), 'refused').because, text).toMatch(
          /is not possible for you: it needs /,
        );
      await say(talk, 'activate New rep onboarding for Priya', cast.mara);
      expect(JSON.stringify(await talk.ask('list playbooks', cast.dan))).not.toContain('Priya');
      expect(is(await talk.ask('list playbooks', cast.priya), 'text').sentence).toBe('1 playbook is on.');
    }));
});

describe('beside what is set', () => {
  test('a limit set beneath a playbook counts when it ends, and is said so', () =>
    company(async (talk) => {
      await say(talk, 'activate Quarter-end push');
      const asked = is(await talk.ask('set the stale threshold to 40 days', cast.ana), 'confirm');
      expect(asked.consequence).toBe(
        'Now 14 days (playbook Quarter-end push). The playbook Quarter-end push is on there: what is set counts when it ends.',
      );
      expect(is(await talk.press(asked, 'yes', cast.ana), 'done').sentence).toBe(
        'Stale after is set for everyone. The playbook Quarter-end push is on there: what is set counts when it ends. Until then it is 14 days.',
      );
      await say(talk, 'deactivate Quarter-end push');
      expect(await stale(talk)).toBe(40);
    }));

  test('a snapshot, a copy and setting all back leave playbooks alone', () =>
    company(async (talk) => {
      await say(talk, 'activate Quarter-end push');
      await say(talk, 'take a snapshot called a');
      expect((await talk.db('snapshots').first()).settings).toEqual([]);
      expect(is(await talk.ask('reset all thresholds', cast.ana), 'text').sentence).toBe(
        'All limits have their standard values.',
      );
    }));

  test('what is copied or brought back beneath one is said to count when it ends', () =>
    company(async (talk) => {
      await say(talk, 'set the stale threshold to 21 days for EMEA');
      await say(talk, 'take a snapshot called a');
      await say(talk, 'set the stale threshold to 22 days for EMEA');
      await say(talk, 'activate Quarter-end push for EMEA', cast.mara);
      await say(talk, 'activate Quarter-end push for AMER', cast.nora);
      for (const text of ['restore the snapshot a', 'clone the EMEA settings to AMER'])
        expect(is(await talk.ask(text, cast.ana), 'confirm').consequence, text).toMatch(
          / The playbook Quarter-end push is on there: 1 value counts when it ends\.$/,
        );
    }));

  test('why a limit is what it is names the playbook', () =>
    company(async (talk) => {
      await say(talk, 'set the stale threshold to 21 days for EMEA');
      await say(talk, 'activate Quarter-end push for EMEA', cast.mara);
      const told = is(await talk.ask('why is the stale threshold 14 for EMEA', cast.ana), 'text');
      expect(told.sentence).toBe(
        'Stale after is 14 days for EMEA: the playbook Quarter-end push is on there since 20 Mar, 11:00 CET, by Mara Lind, until 01 Apr, 02:00 CEST.',
      );
      expect(told.lines).toEqual([
        'EMEA: 14 days, the playbook Quarter-end push. This counts.',
        expect.stringMatching(/^EMEA: 21 days, set by Ana Ruiz/),
        'Everyone: no value of its own.',
        'Standard value: 30 days.',
      ]);
    }));
});

test('what one of them does is told without switching it on', () =>
  company(async (talk) => {
    for (const text of ['what does the quarter-end push do?', 'explain the quarter-end push playbook']) {
      const told = is(await talk.ask(text, cast.priya), 'text');
      expect(told.sentence, text).toMatch(/^Quarter-end push: .* It is off\.$/);
      expect(told.lines).toContain('Stale after: 14 days.');
    }
    expect(replyJson(await talk.ask('run the pipeline', cast.ana)).intent).toBe('force_run');
  }));

/** Where none comes by itself, although the cast lives in the last two weeks of the quarter. */
const companyWithoutPush: typeof company = (work) =>
  company(async (talk) => {
    await withoutPush(talk.db);
    await work(talk);
  });

describe('coming by itself', () => {
  test('says what it changes beside its being on now, and where that is nothing', () =>
    company(async (talk) => {
      const yes = async (text: string) => {
        is(await talk.ask(text, cast.ana, text), 'confirm');
        is(await talk.ask('yes', cast.ana, text), 'done');
      };
      await yes('activate pipeline cleanup');
      expect(
        is(await talk.ask('run the pipeline cleanup every month', cast.ana), 'confirm').consequence,
      ).toContain('Each time, for everyone: stale after 30 days → 21 days');
      const values = Object.entries(playbookNamed('pipeline-cleanup')?.values ?? {});
      for (const [name, value] of values)
        await setSetting(
          { db: talk.db, now: talk.clock },
          { name, value, by: { kind: 'system', id: 'test' } },
        );
      expect(
        is(await talk.ask('run the pipeline cleanup every month', cast.ana), 'confirm').consequence,
      ).toContain('What it sets for everyone is set already.');
    }));

  test('one word of a name is asked about, and a last day belongs to it', () =>
    company(async (talk) => {
      expect(is(await talk.ask('start quarter', cast.ana), 'clarify').question).toBe(
        'Is the playbook Quarter-end push meant?',
      );
      const asked = is(await talk.ask('activate quarter-end push until 28 March', cast.ana), 'confirm');
      expect(asked.headline).toContain('until 28 Mar, 23:59');
    }));

  test('is said in words, with what it changes and when it begins, and is taken back', () =>
    companyWithoutPush(async (talk) => {
      const asked = is(await talk.ask('let the quarter-end push come by itself', cast.ana), 'confirm');
      expect(asked.headline).toBe(
        'Let Quarter-end push switch itself on for the last two weeks of each quarter.',
      );
      expect(asked.consequence).toMatch(
        /^It is on within a minute, until the end of 31 Mar 2026\. Each time, for everyone: .*stale after 30 days → 14 days/,
      );
      await talk.press(asked, 'yes', cast.ana);
      expect(is(await talk.ask('list playbooks', cast.mara), 'text').lines).toContain(
        'Quarter-end push by itself: on.',
      );
      const off = is(await talk.ask("don't start the quarter-end push automatically", cast.ana), 'confirm');
      expect(off.headline).toBe('Quarter-end push no longer comes by itself.');
      await talk.press(await talk.ask('undo', cast.ana), 'yes', cast.ana);
      expect(is(await talk.ask('list playbooks', cast.mara), 'text').lines).toContain(
        'Quarter-end push by itself: off.',
      );
    }));

  test('the push does, unless somebody says that it is not to each quarter, or that it is again', () =>
    company(async (talk) => {
      const told = async () => is(await talk.ask('list playbooks', cast.mara), 'text').lines;
      expect(await told()).toContain('Quarter-end push by itself: on.');
      expect(is(await talk.ask('activate quarter-end push every quarter', cast.ana), 'text').sentence).toBe(
        'Quarter-end push by itself is on already.',
      );
      await say(talk, 'deactivate quarter-end push every quarter');
      expect(await told()).toContain('Quarter-end push by itself: off.');
      await turnPlaybooks({ db: talk.db, now: talk.clock, zone: 'UTC' });
      expect(await talk.db('playbook_activations')).toEqual([]);
      await say(talk, 'activate quarter-end push every quarter');
      await turnPlaybooks({ db: talk.db, now: talk.clock, zone: 'UTC' });
      expect(await talk.db('playbook_activations').pluck('playbook')).toEqual(['quarter-end-push']);
      expect(
        is(await talk.ask('deactivate quarter-end push every quarter', cast.mara), 'refused').because,
      ).toContain('an agent owner');
    }));

  test('the cleanup each month; another one cannot, and a manager may not', () =>
    company(async (talk) => {
      const asked = is(await talk.ask('run the pipeline cleanup every month', cast.ana), 'confirm');
      expect(asked.headline).toBe('Let Pipeline cleanup switch itself on for the first week of each month.');
      expect(asked.consequence).toMatch(/^It begins with the next one\./);
      expect(is(await talk.ask('run the audit preparation every month', cast.ana), 'text').sentence).toMatch(
        /^Audit preparation does not come by itself like that\./,
      );
      expect(
        is(await talk.ask('run the pipeline cleanup every quarter', cast.mara), 'refused').because,
      ).toContain('an agent owner');
    }));
});

describe('one that is made by hand', () => {
  test('is created after the yes, switched on as the others are, and removed when it is off', () =>
    company(async (talk) => {
      const asked = is(
        await talk.ask('create a playbook called Summer: stale 45 days, cards per day 4', cast.ana),
        'confirm',
      );
      expect(asked).toMatchObject({
        headline: 'Create the playbook Summer.',
        consequence:
          'It sets stale after 45 days and cards a day 4. Nothing changes until it is switched on with "activate Summer".',
        count: 2,
      });
      await talk.press(asked, 'yes', cast.ana);
      expect(await stale(talk)).toBe(30);
      expect(is(await talk.ask('what does the Summer playbook do', cast.mara), 'text').lines).toContain(
        'Stale after: 45 days.',
      );
      expect(await say(talk, 'activate Summer for EMEA until 1 September', cast.mara)).toBe(
        'Summer is on for EMEA until 01 Sep, 23:59 CEST.',
      );
      expect(await stale(talk, { territoryId: 'T-emea' })).toBe(45);
      expect(is(await talk.ask('delete the playbook Summer', cast.ana), 'text').sentence).toBe(
        'Summer is on. Switch it off first: "deactivate Summer".',
      );
      await say(talk, 'deactivate Summer', cast.mara);
      expect(await say(talk, 'delete the playbook Summer')).toBe('The playbook Summer is gone.');
      expect(is(await talk.ask('activate the Summer playbook', cast.ana), 'text').sentence).toMatch(
        /^There is no playbook called "Summer/,
      );
    }));

  test('what is not read, a limit of the approvers, a name that is taken, or a manager: nothing is made', () =>
    company(async (talk) => {
      expect(
        (await talk.ask('create a playbook called Summer: stale 45 days, coffee 4', cast.ana)).kind,
      ).toBe('not understood');
      expect(
        is(await talk.ask('create a playbook called Rush: approval limit 1m', cast.ana), 'clarify').question,
      ).toBe('"Approver needed above" cannot be in a playbook: an approver sets it.');
      expect(
        is(await talk.ask('create a playbook called Rush: stale 900 days', cast.ana), 'clarify').question,
      ).toMatch(/^Stale after cannot be 900\./);
      expect(
        is(await talk.ask('create a playbook called Large deal: stale 9 days', cast.ana), 'text').sentence,
      ).toMatch(/^There is a playbook called "Large deal" already\./);
      expect((await talk.ask('create a playbook called Rush: stale 9 days', cast.mara)).kind).toBe('refused');
      expect(await talk.db('playbooks')).toEqual([]);
    }));
});

describe('on a day to come', () => {
  const turn = (talk: Talk) => turnPlaybooks({ db: talk.db, now: talk.clock, zone: 'Europe/Berlin' });

  test('it changes nothing before, comes by itself then, once, and ends as said', () =>
    companyWithoutPush(async (talk) => {
      const asked = is(
        await talk.ask('activate Quarter-end push for EMEA from Monday until 28 March', cast.mara),
        'confirm',
      );
      expect(asked.headline).toBe(
        'Switch on Quarter-end push for EMEA from 23 Mar, 00:00 CET until 28 Mar, 23:59 CET.',
      );
      expect(asked.consequence).toMatch(
        /^Nothing changes before\. By what holds now \d+ settings would change: .*stale after 30 days → 14 days/,
      );
      expect(is(await talk.press(asked, 'yes', cast.mara), 'done').sentence).toBe(
        'Quarter-end push comes on for EMEA from 23 Mar, 00:00 CET until 28 Mar, 23:59 CET.',
      );
      await turn(talk);
      expect(await stale(talk, { territoryId: 'T-emea' })).toBe(30);
      expect(is(await talk.ask('list playbooks', cast.mara), 'text').lines[0]).toBe(
        'Quarter-end push comes on for EMEA from 23 Mar, 00:00 CET until 28 Mar, 23:59 CET.',
      );
      expect(
        is(await talk.ask('activate Quarter-end push for EMEA from Tuesday', cast.mara), 'text').sentence,
      ).toContain('is to come for EMEA on 23 Mar, 00:00 CET already');
      talk.clock.move('2026-03-22T23:01:00Z');
      await Promise.all([turn(talk), turn(talk)]);
      expect([await stale(talk, { territoryId: 'T-emea' }), await stale(talk)]).toEqual([14, 30]);
      expect(await talk.db('playbook_activations')).toHaveLength(1);
      expect(await talk.db('audit').where({ action: 'playbook.started' }).pluck('actor_id')).toEqual([
        cast.mara,
      ]);
      talk.clock.move('2026-03-29T00:00:00Z');
      await turn(talk);
      expect(await stale(talk, { territoryId: 'T-emea' })).toBe(30);
    }));

  test('it is given up before, and by itself where who planned it has left', () =>
    companyWithoutPush(async (talk) => {
      await say(talk, 'activate Quarter-end push for EMEA from Monday', cast.mara);
      const off = is(await talk.ask('deactivate Quarter-end push for EMEA', cast.mara), 'confirm');
      expect(off.headline).toBe('Give up that Quarter-end push comes on for EMEA from 23 Mar, 00:00 CET.');
      await talk.press(off, 'yes', cast.mara);
      await say(talk, 'activate pipeline cleanup for EMEA from Monday', cast.mara);
      await talk.db('people').where({ id: cast.mara }).update({ active: false });
      talk.clock.move('2026-03-24T00:00:00Z');
      await turn(talk);
      expect(await talk.db('playbook_activations')).toEqual([]);
      expect(await talk.db('playbook_plans').orderBy('id').pluck('dropped_because')).toEqual([
        'Asked for in words.',
        'Who planned it has left.',
      ]);
    }));
});

describe('a bundle of one’s own', () => {
  const values = async (talk: Talk, name: string) => (await anyPlaybook(talk.db, name))?.values;

  test('is taken from a snapshot or from another playbook, with what is said beside it on top', () =>
    company(async (talk) => {
      await say(talk, 'set the stale threshold to 21 days');
      await say(talk, 'set the stale threshold to 9 days for EMEA');
      await say(talk, 'set the approval limit to 150k');
      await say(talk, 'take a snapshot called before-q2');
      const asked = is(
        await talk.ask('create a playbook called Spring from the snapshot before-q2', cast.ana),
        'confirm',
      );
      expect(asked.consequence).toBe(
        'It sets stale after 21 days. Nothing changes until it is switched on with "activate Spring". Left out of the snapshot: 2 values of single places or stages, or that an approver sets.',
      );
      await talk.press(asked, 'yes', cast.ana);
      expect(await values(talk, 'Spring')).toEqual({ stale_days: 21 });
      await say(
        talk,
        'create a playbook called Rush from Quarter-end push but stale 10 days, cards per day 6',
      );
      expect(await values(talk, 'Rush')).toEqual({
        ...playbookNamed('quarter-end-push')?.values,
        stale_days: 10,
        cards_per_day: 6,
      });
      expect(
        is(await talk.ask('create a playbook called X from the snapshot nowhere', cast.ana), 'clarify')
          .question,
      ).toBe('There is no snapshot called "nowhere". There are: before-q2.');
    }));

  test('is changed, and each version can be brought back, also when it was removed', () =>
    company(async (talk) => {
      await say(talk, 'create a playbook called Summer: stale 45 days, cards per day 4');
      const asked = is(await talk.ask('change the playbook Summer: stale 30 days', cast.ana), 'confirm');
      expect(asked).toMatchObject({
        headline: 'Change the playbook Summer.',
        consequence: 'Stale after 45 days → 30 days. It is not on, so nothing else changes.',
        wayBack: 'Way back: "restore the playbook Summer", at any time.',
      });
      await talk.press(asked, 'yes', cast.ana);
      expect(await values(talk, 'Summer')).toEqual({ stale_days: 30, cards_per_day: 4 });
      await say(talk, 'take cards per day out of the playbook Summer');
      expect(await values(talk, 'Summer')).toEqual({ stale_days: 30 });
      await say(talk, 'add push limit 2 to the playbook Summer');
      expect(await values(talk, 'Summer')).toEqual({ stale_days: 30, push_limit: 2 });
      await say(talk, 'restore the playbook Summer');
      expect(await values(talk, 'Summer')).toEqual({ stale_days: 30 });
      await say(talk, 'remove the playbook Summer');
      expect(await values(talk, 'Summer')).toBeUndefined();
      const back = is(await talk.ask('restore the playbook Summer', cast.ana), 'confirm');
      expect(back).toMatchObject({
        headline: 'Bring back the playbook Summer.',
        consequence: 'It sets stale after 30 days. It is off until somebody switches it on.',
      });
      await talk.press(back, 'yes', cast.ana);
      expect(await values(talk, 'Summer')).toEqual({ stale_days: 30 });
      expect(await talk.db('audit').where({ subject_id: 'summer' }).orderBy('id').pluck('action')).toEqual([
        'playbook.created',
        'playbook.changed',
        'playbook.changed',
        'playbook.changed',
        'playbook.restored',
        'playbook.removed',
        'playbook.restored',
      ]);
    }));

  test('where it is on it stays as it was switched on; what is not in it, and those that come with Steward, are not changed', () =>
    company(async (talk) => {
      await say(talk, 'create a playbook called Summer: stale 45 days');
      await say(talk, 'activate Summer');
      expect(
        is(await talk.ask('change the playbook Summer: stale 20 days', cast.ana), 'confirm').consequence,
      ).toBe(
        'Stale after 45 days → 20 days. It is on: there it stays as it was switched on, until it is switched on anew.',
      );
      await say(talk, 'change the playbook Summer: stale 20 days');
      expect(await stale(talk)).toBe(45);
      expect(
        is(await talk.ask('take push limit out of the playbook Summer', cast.ana), 'clarify').question,
      ).toBe('Close date pushed is not in Summer.');
      expect(
        is(await talk.ask('change the playbook Large deal: stale 20 days', cast.ana), 'text').sentence,
      ).toMatch(/^Large deal comes with Steward and stays as it is\./);
      expect(
        is(await talk.ask('change the playbook Summer: approval limit 1m', cast.ana), 'clarify').question,
      ).toBe('"Approver needed above" cannot be in a playbook: an approver sets it.');
      expect((await talk.ask('change the playbook Summer: stale 9 days', cast.mara)).kind).toBe('refused');
    }));

  test('its rules are on while it is, then exactly as before; what somebody has changed since stays', () =>
    company(async (talk) => {
      const modes = async () => (await rulesNow(talk.db)).map(({ rule, mode }) => [rule, mode]);
      await say(talk, 'flag deals over $200,000 with no next step', cast.ana);
      await say(
        talk,
        'if the account is tagged as Strategic, skip the standard stale deal warnings',
        cast.ana,
      );
      await say(talk, 'flag deals over $900,000', cast.ana);
      await say(talk, 'switch off rule 1');
      await say(talk, 'put rule 2 in shadow');
      await say(talk, 'create a playbook called Strict: stale 20 days, rules 1, 2 and 3');
      expect(is(await talk.ask('activate Strict for EMEA', cast.ana), 'clarify').question).toBe(
        'Strict cannot be for EMEA: it is for everyone.',
      );
      const asked = is(await talk.ask('activate Strict', cast.ana), 'confirm');
      expect(asked.consequence).toContain('Rules 1, 2 and 3 are on while it is, and then as before.');
      await talk.press(asked, 'yes', cast.ana);
      expect(await modes()).toEqual([
        [1, 'on'],
        [2, 'on'],
        [3, 'on'],
      ]);
      talk.clock.move('2026-03-20T11:00:00Z');
      const off = is(await talk.ask('deactivate Strict', cast.ana), 'confirm');
      expect(off.consequence).toContain('As before again: rule 1 (off) and rule 2 (in shadow)');
      await talk.press(off, 'yes', cast.ana);
      expect(await modes()).toEqual([
        [1, 'off'],
        [2, 'shadow'],
        [3, 'on'],
      ]);
      await talk.press(await talk.ask('undo', cast.ana), 'yes', cast.ana);
      expect(await modes()).toEqual([
        [1, 'on'],
        [2, 'on'],
        [3, 'on'],
      ]);
      await say(talk, 'put rule 1 in shadow');
      await say(talk, 'deactivate Strict');
      expect(await modes()).toEqual([
        [1, 'shadow'],
        [2, 'shadow'],
        [3, 'on'],
      ]);
      expect(is(await talk.ask('create a playbook called Odd: rule 77', cast.ana), 'clarify').question).toBe(
        'There is no rule 77.',
      );
    }));
});
