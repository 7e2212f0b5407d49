import { describe, expect, test } from 'vitest';
import { replyJson } from '../../src/requests/json.ts';
import { currentSettings, numberSetting, setSetting, textSetting } from '../../src/settings/settings.ts';
import { cast } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

const say = async (talk: Talk, text: string, by: string = cast.ada) =>
  is(await talk.press(is(await talk.ask(text, by), 'confirm'), 'yes', by), 'done').sentence;
const heldNow = async (talk: Talk) =>
  (await talk.db('settings').whereNull('ended_at').orderBy(['name', 'scope', 'stage'])).map(
    ({ name, scope_id, stage, value, until }) => [name, scope_id, stage, value, until?.toISOString() ?? null],
  );

/** Five values, one of them with an end, one in a stage. */
async function someLimits(talk: Talk): Promise<void> {
  for (const text of [
    'set the stale threshold to 21 days',
    'set the stale threshold to 14 days for EMEA until 15 January',
    'negotiation deals are stale after 10 days',
    'set the approval limit to 50k',
    'set the hourly cap to 5',
  ])
    await say(talk, text);
}

describe('taking a snapshot', () => {
  test('waits for the yes, keeps each value with its version, and says how to go back', () =>
    company(async (talk) => {
      await someLimits(talk);
      const asked = is(await talk.ask('take a snapshot called pre-q2', cast.mara), 'confirm');
      expect(asked).toMatchObject({
        headline: 'Take a snapshot of all settings called "pre-q2".',
        consequence:
          'It keeps 5 values that somebody has set; everything else has its standard value. Nothing is changed by it.',
        verb: 'Take the snapshot',
      });
      expect(replyJson(asked)).toMatchObject({ intent: 'snapshot', slots: { value: 'pre-q2' } });
      expect(await talk.db('snapshots')).toEqual([]);
      const done = is(await talk.press(asked, 'yes', cast.mara), 'done');
      expect(done.sentence).toBe('The snapshot "pre-q2" keeps 5 values.');
      const [kept] = await talk.db('snapshots');
      expect(kept.settings).toContainEqual({
        name: 'stale_days',
        scope: 'territory',
        scopeId: 'T-emea',
        stage: '',
        value: 14,
        version: 1,
        until: '2027-01-14T23:00:00.000Z',
        by: cast.ada,
        at: '2026-03-20T10:00:00.000Z',
        reason: 'Asked for in words.',
      });
      expect(await talk.db('audit').where({ action: 'snapshot.taken', actor_id: cast.mara })).toHaveLength(1);
      expect(is(await talk.ask('list snapshots', cast.ana), 'text')).toMatchObject({
        sentence: 'There is 1 snapshot.',
        lines: ['"pre-q2": 5 values, by Mara Lind, 20 Mar, 11:00 CET.'],
      });
    }));

  test('without a name it bears that of the hour, and a second one in the same minute another', () =>
    company(async (talk) => {
      expect(await say(talk, 'take a snapshot')).toBe('The snapshot "20 Mar 2026, 11:00" keeps 0 values.');
      expect(await say(talk, 'back up the settings')).toBe(
        'The snapshot "20 Mar 2026, 11:00 (2)" keeps 0 values.',
      );
    }));

  test('a name that is taken is not taken over: another one is asked for, and said by itself', () =>
    company(async (talk) => {
      await say(talk, 'take a snapshot called pre-q2', cast.mara);
      const again = is(await talk.ask('take a snapshot called Pre-Q2', cast.ana, 't1'), 'clarify');
      expect(again.question).toBe(
        'There is a snapshot called "pre-q2" already, taken by Mara Lind on 20 Mar, 11:00 CET. Under which other name?',
      );
      expect(is(await talk.ask('pre-q2-b', cast.ana, 't1'), 'confirm').headline).toContain('"pre-q2-b"');
    }));

  test('one that is kept cannot be changed, not even by a statement', () =>
    company(async (talk) => {
      await say(talk, 'take a snapshot called pre-q2');
      await expect(talk.db('snapshots').update({ settings: '[]' })).rejects.toThrow('never changed');
      await expect(talk.db('snapshots').delete()).rejects.toThrow('never changed');
    }));

  test('is shown with its values, restored by its name alone, and never deleted', () =>
    company(async (talk) => {
      await someLimits(talk);
      await say(talk, 'take a snapshot called pre-q2');
      const shown = is(await talk.ask('show the snapshot pre-q2'), 'text');
      expect(shown.sentence).toMatch(/^The snapshot "pre-q2" keeps 5 values, taken by Ada Moss, /);
      expect(shown.lines).toContain('"Stale after" for EMEA: 14 days.');
      expect(is(await talk.ask('show the snapshot other'), 'clarify').question).toContain(
        'There is no snapshot called "other".',
      );
      await say(talk, 'set the stale threshold to 25 days');
      expect(is(await talk.ask('restore pre-q2'), 'confirm').headline).toMatch(
        /^Put 1 value back to the snapshot "pre-q2"/,
      );
      expect(is(await talk.ask('delete the snapshot pre-q2'), 'refused').because).toContain('never deleted');
      expect(await talk.db('snapshots')).toHaveLength(1);
    }));

  test('a rep neither takes nor sees one', () =>
    company(async (talk) => {
      for (const text of [
        'take a snapshot',
        'list snapshots',
        'compare with the snapshot a',
        'restore the snapshot a',
      ])
        expect(is(await talk.ask(text, cast.priya), 'refused').because, text).toContain('manager');
    }));
});

describe('comparing', () => {
  test('says what differs, place by place, from what to what, and who did it', () =>
    company(async (talk) => {
      await someLimits(talk);
      await say(talk, 'take a snapshot called pre-q2');
      await say(talk, 'set the stale threshold to 9 days for EMEA', cast.mara);
      await say(talk, 'reset the hourly cap', cast.oskar);
      await say(talk, 'set the push limit to 2', cast.ana);
      const told = is(await talk.ask('compare with the snapshot pre-q2', cast.ada), 'text');
      expect(told.sentence).toBe(
        '3 values differ between "pre-q2" (20 Mar, 10:00 UTC) and what holds now.'.replace(
          '10:00 UTC',
          '11:00 CET',
        ),
      );
      expect(told.lines).toEqual([
        '"Changes per hour": 5 → 50 (standard), by Oskar Weber on 20 Mar, 11:00 CET.',
        '"Close date pushed": 3 (standard) → 2, by Ana Ruiz on 20 Mar, 11:00 CET.',
        '"Stale after" for EMEA: 14 days → 9 days, by Mara Lind on 20 Mar, 11:00 CET.',
      ]);
      await say(talk, 'take a snapshot called later');
      expect(
        is(await talk.ask('compare snapshot later with snapshot pre-q2', cast.ada), 'text').sentence,
      ).toMatch(/^3 values differ between "pre-q2" .* and "later"\.$/);
      expect(is(await talk.ask('what changed since the last snapshot', cast.ada), 'text').sentence).toBe(
        'Nothing differs between "later" and what holds now.',
      );
      expect(is(await talk.ask('compare with the snapshot q9', cast.ada), 'clarify').question).toBe(
        'There is no snapshot called "q9". There are: "later" or "pre-q2".',
      );
    }));

  test('what holds for a single person is not told to whoever may not set it', () =>
    company(async (talk) => {
      await say(talk, 'take a snapshot called a');
      await say(talk, 'set the stale threshold to 9 days for Priya', cast.mara);
      const told = is(await talk.ask('compare with the snapshot a', cast.nora), 'text');
      expect(JSON.stringify(told)).not.toContain('Priya');
      expect(told.sentence).toBe('Nothing differs between "a" and what holds now.');
      expect(told.assumptions).toEqual([
        'Values of single people and customers that you may not set are not shown.',
      ]);
      expect(is(await talk.ask('compare with the snapshot a', cast.mara), 'text').lines).toHaveLength(1);
    }));
});

describe('going back', () => {
  test('shows each value that would change; one undo takes all of it back exactly', () =>
    company(async (talk) => {
      await someLimits(talk);
      await say(talk, 'take a snapshot called pre-q2');
      const kept = await heldNow(talk);
      await say(talk, 'set the stale threshold to 9 days for EMEA');
      await say(talk, 'reset the hourly cap');
      await say(talk, 'set the push limit to 2 until 1 May');
      const before = await heldNow(talk);
      const asked = is(await talk.ask('restore the snapshot pre-q2', cast.ana), 'confirm');
      expect(asked).toMatchObject({
        headline: 'Put 3 values back to the snapshot "pre-q2" of 20 Mar, 11:00 CET.',
        consequence:
          '"Changes per hour": 50 (standard) → 5, "Close date pushed": 2 → 3 (standard) and "Stale after" for EMEA: 9 days → 14 days.',
        count: 3,
        verb: 'Change 3 values',
      });
      expect(asked.table?.rows).toContainEqual(['Stale after', 'EMEA', '9 days', '14 days']);
      expect(replyJson(asked)).toMatchObject({ intent: 'rollback', slots: { value: 'pre-q2' } });
      const done = is(await talk.press(asked, 'yes', cast.ana), 'done');
      expect(done.sentence).toBe('3 values are as in the snapshot "pre-q2" again.');
      expect(await heldNow(talk)).toEqual(kept);
      const reasons = await talk
        .db('audit')
        .where({ actor_id: cast.ana, because: 'Back to the snapshot "pre-q2".' });
      expect(reasons).toHaveLength(3);
      const back = is(await talk.ask('undo', cast.ana), 'confirm');
      expect(back.headline).toBe(
        'Undo the last change: 3 values back to what held before: "Stale after" for EMEA back to 9 days, "Close date pushed" back to 2 and "Changes per hour" back to what holds otherwise.',
      );
      await talk.press(back, 'yes', cast.ana);
      expect(await heldNow(talk)).toEqual(before);
      expect(is(await talk.ask('undo', cast.ana), 'text').sentence).toBe(
        'There is no change of yours that can be undone.',
      );
    }));

  test('what somebody has set since stays when it is undone, and is told', () =>
    company(async (talk) => {
      await someLimits(talk);
      await say(talk, 'take a snapshot called pre-q2');
      await say(talk, 'set the stale threshold to 9 days for EMEA');
      await say(talk, 'reset the hourly cap');
      await say(talk, 'restore the snapshot pre-q2', cast.ana);
      await say(talk, 'set the stale threshold to 8 days for EMEA', cast.mara);
      const back = is(await talk.ask('undo', cast.ana), 'confirm');
      expect(back.headline).toBe(
        'Undo the last change: "Changes per hour" back to what holds otherwise; 1 value changed since stays.',
      );
      await talk.press(back, 'yes', cast.ana);
      const now = await currentSettings(talk.db);
      expect(numberSetting(now, 'stale_days', { territoryId: 'T-emea' })).toBe(8);
    }));

  test('a limit of authority among them needs who may set it', () =>
    company(async (talk) => {
      await say(talk, 'take a snapshot called a');
      await say(talk, 'set the approval limit to 50k');
      expect(is(await talk.ask('restore the snapshot a', cast.oskar), 'refused').because).toBe(
        'Going back to "a" is not possible for you: it changes "Approver needed above", which needs an approver or an administrator. You can compare with it. Ask Ada Moss or Ana Ruiz.',
      );
      expect(is(await talk.ask('restore the snapshot a', cast.ana), 'confirm').count).toBe(1);
    }));

  test('what was set between question and yes is not overwritten', () =>
    company(async (talk) => {
      await say(talk, 'set the stale threshold to 21 days');
      await say(talk, 'take a snapshot called a');
      await say(talk, 'set the stale threshold to 22 days');
      const asked = await talk.ask('restore the snapshot a', cast.ana);
      await say(talk, 'set the stale threshold to 23 days', cast.oskar);
      expect(is(await talk.press(asked, 'yes', cast.ana), 'done').how).toBe('changed');
      expect(numberSetting(await currentSettings(talk.db), 'stale_days')).toBe(23);
    }));

  test('a value whose end has come meanwhile does not come back', () =>
    company(async (talk) => {
      await say(talk, 'set the stale threshold to 21 days until 1 April');
      await say(talk, 'take a snapshot called a');
      talk.clock.move('2026-04-02T10:00:00Z');
      expect(is(await talk.ask('restore the snapshot a'), 'text').sentence).toBe(
        'All settings are as in the snapshot "a". There is nothing to change.',
      );
    }));

  test('which one is asked where none is named, and its name alone is the answer', () =>
    company(async (talk) => {
      expect(is(await talk.ask('restore the snapshot'), 'text').sentence).toMatch(
        /^There is no snapshot yet/,
      );
      await say(talk, 'take a snapshot called a-1');
      await say(talk, 'set the stale threshold to 22 days');
      expect(is(await talk.ask('restore the snapshot', cast.ada, 't1'), 'clarify').question).toBe(
        'Which snapshot? There is: "a-1".',
      );
      expect(is(await talk.ask('a-1', cast.ada, 't1'), 'confirm').count).toBe(1);
      expect(is(await talk.ask('go back to the last snapshot'), 'confirm').count).toBe(1);
    }));
});

test('all limits set back are one deed as well', () =>
  company(async (talk) => {
    await someLimits(talk);
    const before = await heldNow(talk);
    const asked = is(await talk.ask('reset all thresholds back to default', cast.ana), 'confirm');
    expect(asked.wayBack).toBe('Way back: "undo" takes all of it back, at any time.');
    await talk.press(asked, 'yes', cast.ana);
    expect(await heldNow(talk)).toEqual([]);
    await talk.press(await talk.ask('undo', cast.ana), 'yes', cast.ana);
    expect(await heldNow(talk)).toEqual(before);
    expect(textSetting(await currentSettings(talk.db), 'company_currency')).toBe('USD');
  }));

describe('what people have set for themselves', () => {
  test('stays as it is when a snapshot is restored, which is said before; named, it goes back, too', () =>
    company(async (talk) => {
      await say(talk, 'my quiet hours 18:00 to 8:00', cast.priya);
      await say(talk, 'set the hourly cap to 5');
      await say(talk, 'take a snapshot called pre-q2');
      await say(talk, 'my quiet hours 20:00 to 7:00', cast.priya);
      await say(talk, 'set the hourly cap to 9');
      const hours = async () =>
        textSetting(await currentSettings(talk.db), 'quiet_hours', { personId: cast.priya });
      const asked = is(await talk.ask('restore the snapshot pre-q2'), 'confirm');
      expect(asked.count).toBe(1);
      expect(asked.consequence).toContain(
        '1 preference that 1 person has set for themselves differs, too, and stays as it is: "restore the snapshot pre-q2 with preferences" takes them along.',
      );
      await talk.press(asked, 'yes');
      expect(await hours()).toBe('20:00 to 07:00');
      const all = is(await talk.ask('restore the snapshot pre-q2 with preferences'), 'confirm');
      expect(all.consequence).toContain('With it 1 preference that 1 person has set for themselves.');
      await talk.press(all, 'yes');
      expect(await hours()).toBe('18:00 to 08:00');
    }));

  test('a snapshot is shown with names and no ids, of somebody who has left and of a channel, too', () =>
    company(async (talk) => {
      const use = { db: talk.db, now: talk.clock };
      const by = { kind: 'person', id: cast.ada } as const;
      await setSetting(use, { name: 'open_deals_limit', value: 3, scope: 'person', scopeId: cast.dan, by });
      await setSetting(use, { name: 'deals_channel', value: 'C0EMEADEALS', scope: 'everyone', by });
      await setSetting(use, {
        name: 'channel_audience',
        value: 'deals',
        scope: 'channel',
        scopeId: 'C0EMEADEALS',
        by,
      });
      await talk.db('channel_names').insert({ id: 'C0EMEADEALS', name: 'emea-deals' });
      await talk.db('people').where({ id: cast.dan }).update({ active: false });
      await say(talk, 'take a snapshot called names');
      const { lines } = is(await talk.ask('show the snapshot names'), 'text');
      const told = lines.join(' ');
      expect(told).toContain('"Channel for deals": #emea-deals.');
      expect(told).toContain('for #emea-deals');
      expect(told).toContain('for Dan Cole');
      expect(told).not.toMatch(/P-dan|C0EMEA/);
    }));
});
