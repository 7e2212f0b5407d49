import { describe, expect, test } from 'vitest';
import { currentSettings, settingValue } from '../../src/settings/settings.ts';
import { cast } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

const said = async (talk: Talk, text: string, by: string = cast.ana) => {
  is(await talk.ask(text, by, text), 'confirm');
  return is(await talk.ask('yes', by, text), 'done');
};
const holds = async ({ db }: Talk, name: string, personId?: string) =>
  settingValue(await currentSettings(db), name, { personId }).value;

describe('quiet hours in words', () => {
  test('hold after the yes alone, for everyone, and are taken back by undo', () =>
    company(async (talk) => {
      const asked = is(await talk.ask('quiet hours 19:00 to 7:00', cast.ana, 't'), 'confirm');
      expect(asked).toMatchObject({
        headline: 'Set "Quiet hours" to 19:00 to 07:00 for everyone.',
        verb: 'Set to 19:00 to 07:00',
        wayBack: 'Way back: "undo", at any time.',
      });
      expect(asked.consequence).toMatch(/^Now 18:00 to 08:00\. /);
      expect(await holds(talk, 'quiet_hours')).toBe('18:00 to 08:00');
      const done = is(await talk.ask('yes', cast.ana, 't'), 'done');
      expect(done.sentence).toBe('Quiet hours for everyone: 19:00 to 07:00 (was 18:00 to 08:00).');
      expect(await holds(talk, 'quiet_hours')).toBe('19:00 to 07:00');
      await said(talk, 'undo');
      expect(await holds(talk, 'quiet_hours')).toBe('18:00 to 08:00');
    }));

  test('of their own everybody may set, for everyone only who may set what holds for the company', () =>
    company(async (talk) => {
      const refused = is(await talk.ask('quiet hours 19:00 to 7:00', cast.priya), 'refused');
      expect(refused.because).toBe(
        'Setting "Quiet hours" for everyone is not possible for you: it needs an agent owner, an approver or an administrator. You can set your own.',
      );
      expect(refused.next.map(({ request }) => request)).toEqual(['my quiet hours 19:00 to 07:00']);
      is(await talk.ask('quiet hours for Tom 19:00 to 7:00', cast.priya), 'refused');
      await said(talk, 'my quiet hours 19:00 to 7:00', cast.priya);
      expect(await holds(talk, 'quiet_hours', cast.priya)).toBe('19:00 to 07:00');
      expect(await holds(talk, 'quiet_hours', cast.tom)).toBe('18:00 to 08:00');
      // A manager may for those of the own team.
      await said(talk, 'quiet hours for Tom 12:00 to 13:00', cast.mara);
      expect(await holds(talk, 'quiet_hours', cast.tom)).toBe('12:00 to 13:00');
      await said(talk, 'undo', cast.priya);
      expect(await holds(talk, 'quiet_hours', cast.priya)).toBe('18:00 to 08:00');
    }));

  test('that hold already are not set again, and reset ones are those of everyone', () =>
    company(async (talk) => {
      await said(talk, 'my working days are Monday to Thursday', cast.priya);
      expect(await talk.ask('my working days mon-thu', cast.priya)).toMatchObject({
        kind: 'text',
        sentence: 'Working days of yours: Mon-Thu already.',
      });
      await said(talk, 'reset my working days', cast.priya);
      expect(await holds(talk, 'working_days', cast.priya)).toBe('Mon-Fri');
    }));

  test('are shown to whoever asks, with their zone, and among all limits', () =>
    company(async (talk) => {
      await said(talk, 'at most 5 cards a day for me', cast.priya);
      const shown = is(await talk.ask('what are my quiet hours', cast.priya), 'text');
      expect(shown.sentence).toBe('These hold for you, by the clock of Europe/Berlin.');
      expect(shown.lines).toEqual([
        'Quiet hours: 18:00 to 08:00.',
        'Working days: Mon-Fri.',
        'Cards a day: 5 (everyone: 8).',
        'Digest at: 08:30.',
      ]);
      const limits = is(await talk.ask('show the limits', cast.ana), 'text');
      expect(limits.lines).toContain('Quiet hours: 18:00 to 08:00 (standard value).');
    }));
});
