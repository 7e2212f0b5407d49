import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

describe('when and how often people may be interrupted', () => {
  test.each([
    ['quiet hours 18:00 to 8:00', '> quiet_hours 18:00 to 08:00 for everyone'],
    ['Set the quiet hours to 19-7', '> quiet_hours 19:00 to 07:00 for everyone'],
    ['my quiet hours 6pm to 8am', '> quiet_hours 18:00 to 08:00 for you'],
    ['my quiet hours are from 17:30 until 9', '> quiet_hours 17:30 to 09:00 for you'],
    ['set quiet hours to 20:00 – 07:00 for me', '> quiet_hours 20:00 to 07:00 for you'],
    ['please change our quiet hours to 18h to 7h30', '> quiet_hours 18:00 to 07:30 for everyone'],
    ['quiet hours for EMEA 17:00 to 9:00', '> quiet_hours 17:00 to 09:00 for EMEA'],
    ['quiet hours for Tom 12:00 to 13:00', '> quiet_hours 12:00 to 13:00 for Tom Reyes'],
    ['no quiet hours for me', '> quiet_hours none for you'],
    ['turn off my quiet hours', '> quiet_hours none for you'],
    ['reset my quiet hours', '> quiet_hours as before for you'],
    ['quiet hours', '> ? From when to when? Say two times, such as 18:00 to 8:00, or none.'],
    [
      'my quiet hours 25:00 to 8:00',
      '> ? "25:00" is not possible: a day has hours 0 to 23. Say the time again, for example "9:45" or "6pm".',
    ],
    ['my working days are Sunday to Thursday', '> working_days Mon-Thu, Sun for you'],
    ['working days mon-fri', '> working_days Mon-Fri for everyone'],
    ['set my working days to Mon, Tue and Thu', '> working_days Mon-Tue, Thu for you'],
    ['my working days are every day', '> working_days Mon-Sun for you'],
    ['at most 5 cards a day for me', '> cards_per_day 5 for you'],
    ['max 3 cards per day', '> cards_per_day 3 for everyone'],
    ['my daily card limit 4', '> cards_per_day 4 for you'],
    ['my digest at 9:15', '> digest_at 09:15 for you'],
    ['digest at 8 for everyone', '> digest_at 08:00 for everyone'],
    ['my digest time 7:30 am', '> digest_at 07:30 for you'],
    ['what are my quiet hours?', '> preferences'],
    ['when is my digest', '> preferences'],
    ['my preferences', '> preferences'],
  ])('"%s"', (text, said) => expect(readAs(text, cast)).toBe(said));

  test('what is said of other things is not taken for it', () => {
    for (const text of ['quiet deals', 'deals quiet for 14 days', '10 cards per run', 'how many open cards'])
      expect(readAs(text, cast)).not.toMatch(/quiet_hours|cards_per_day|preferences/);
  });
});
