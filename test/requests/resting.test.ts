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
        'Setting "Quiet hours" for everyone is not possible for you: it needs an agent owner, an approver or an administrator. You can set your own. Ask Ada Moss, Ana Ruiz or Oskar Weber.',
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
        'Time zone: not set.',
        'Reached by: Slack.',
        'Tone: formal.',
      ]);
      const limits = is(await talk.ask('show the limits', cast.ana), 'text');
      expect(limits.lines).toContain('Quiet hours: 18:00 to 08:00 (standard value).');
    }));
});

describe('time zones and schedules in words', () => {
  test('a team has a clock of its own: said by its city, by the manager of the team, and taken back', () =>
    company(async (talk) => {
      const zone = async (teamId: string) =>
        settingValue(await currentSettings(talk.db), 'time_zone', { teamId }).value;
      const asked = is(
        await talk.ask('set the time zone of team EMEA Sales to America/Los_Angeles', cast.mara, 't'),
        'confirm',
      );
      expect(asked.headline).toBe('Set "Time zone" to America/Los_Angeles for EMEA Sales.');
      expect(asked.consequence).toMatch(/^Now not set\. Agents run in the morning there/);
      await talk.ask('yes', cast.mara, 't');
      expect(await zone('G-emea')).toBe('America/Los_Angeles');
      expect(await zone('G-amer')).toBe('');
      await said(talk, 'undo', cast.mara);
      expect(await zone('G-emea')).toBe('');
      await said(talk, 'the time zone of AMER Sales is New York');
      expect(await zone('G-amer')).toBe('America/New_York');
      await said(talk, 'reset the time zone of AMER Sales');
      expect(await zone('G-amer')).toBe('');
      is(await talk.ask('set the time zone of EMEA Sales to Europe/Berlin', cast.dan), 'refused');
    }));

  test('one’s own goes before the team’s, and is what preferences show', () =>
    company(async (talk) => {
      await said(talk, 'set the time zone of team EMEA Sales to Asia/Tokyo', cast.mara);
      await said(talk, 'my time zone is Europe/London', cast.priya);
      expect(is(await talk.ask('my preferences', cast.priya), 'text').sentence).toBe(
        'These hold for you, by the clock of Europe/London.',
      );
      expect(is(await talk.ask('my preferences', cast.tom), 'text').sentence).toBe(
        'These hold for you, by the clock of Asia/Tokyo.',
      );
    }));

  test('what holds of a team, a territory or an agent is told, and where it comes from', () =>
    company(async (talk) => {
      const told = async (text: string, by: string = cast.dan) => {
        const reply = await talk.ask(text, by);
        return reply.kind === 'text' ? reply.sentence : JSON.stringify(reply);
      };
      expect(await told('what is the time zone of EMEA Sales')).toBe(
        'EMEA Sales has no time zone of its own: agents run there by the company’s clock, UTC.',
      );
      await said(talk, 'set the time zone of EMEA to Europe/Paris', cast.mara);
      expect(await told('what time zone does the EMEA Sales team run in')).toBe(
        'The time zone of EMEA Sales is Europe/Paris, as that of EMEA.',
      );
      await said(talk, 'set the time zone of team EMEA Sales to America/Los_Angeles', cast.mara);
      expect(await told('what is the time zone of EMEA Sales')).toBe(
        'The time zone of EMEA Sales is America/Los_Angeles.',
      );
      expect(await told('what is the time zone of team EMEA')).toBe(
        'The time zone of EMEA is Europe/Paris. Of its teams have their own: EMEA Sales America/Los_Angeles.',
      );
      expect(await told('what is the schedule of the pipeline agent')).toBe(
        'Pipeline agent runs at 07:00, 12:00, 16:00 (standard value), by the clock of each team.',
      );
      // Of a person it is told to whom it concerns.
      await said(talk, 'my time zone is Europe/London', cast.tom);
      expect(await told("what is Tom's time zone", cast.mara)).toBe(
        'The time zone of Tom Reyes is Europe/London.',
      );
      is(await talk.ask("what is Tom's time zone", cast.dan), 'refused');
    }));

  test('without whose, or with no zone, it is asked; the company’s own is no setting', () =>
    company(async (talk) => {
      expect(JSON.stringify(await talk.ask('set the time zone to Europe/Paris'))).toContain(
        'Whose time zone?',
      );
      expect(JSON.stringify(await talk.ask('set the time zone of EMEA Sales'))).toContain(
        'Say it by its city',
      );
      expect((await talk.ask('set the time zone of EMEA Sales to PST')).kind).not.toBe('confirm');
    }));

  test('an agent has times of its own', () =>
    company(async (talk) => {
      await said(talk, 'set the schedule of the pipeline agent to 6am and 14:30');
      expect(settingValue(await currentSettings(talk.db), 'run_at', { agent: 'pipeline' }).value).toBe(
        '06:00, 14:30',
      );
      expect(settingValue(await currentSettings(talk.db), 'run_at', { agent: 'analytics' }).value).toBe(
        '07:00, 12:00, 16:00',
      );
    }));
});
