/** When, how often and by which way people are interrupted. */
import { readQuietHours, readTime, readWorkingDays } from '../policy/quiet-hours.ts';
import { isZone } from '../sales/days.ts';
import { readTimes } from '../sales/rhythm.ts';
import type { Setting } from './setting.ts';

const isQuietHours = { test: (text: string) => readQuietHours(text) !== null };
const isWorkingDays = { test: (text: string) => readWorkingDays(text) !== null };
const isTimesOfDay = { test: (text: string) => readTimes(text) !== null };
const isZoneName = { test: (text: string) => text === '' || isZone(text) };
const isTime = { test: (text: string) => readTime(text) !== null };

export const attentionEntries: Setting[] = [
  {
    name: 'quiet_hours',
    label: 'Quiet hours',
    meaning:
      'In these hours, by the clock of each person, no card comes that waits for them; it comes when they end. What is critical comes at once.',
    type: 'text',
    pattern: { of: isQuietHours, says: 'two times of a day such as 18:00 to 08:00, or none' },
    default: '18:00 to 08:00',
    scopes: ['territory', 'team', 'person'],
  },
  {
    name: 'working_days',
    label: 'Working days',
    meaning: 'All other days are quiet from their first hour to their last.',
    type: 'text',
    pattern: { of: isWorkingDays, says: 'days such as Mon-Fri' },
    default: 'Mon-Fri',
    scopes: ['territory', 'team', 'person'],
  },
  {
    name: 'cards_per_day',
    label: 'Cards a day',
    meaning:
      'Each person is interrupted by at most so many cards a day, the most important first; the rest stands in their digest. What is critical comes all the same.',
    type: 'whole number',
    unit: 'cards',
    min: 0,
    max: 1_000,
    default: 8,
    scopes: ['territory', 'team', 'person'],
  },
  {
    name: 'digest_at',
    label: 'Digest at',
    meaning: 'What waits for a person without having interrupted them comes as one message at this time.',
    type: 'text',
    pattern: { of: isTime, says: 'a time of day such as 08:30' },
    default: '08:30',
    scopes: ['territory', 'team', 'person'],
  },
  {
    name: 'reached_by',
    label: 'Reached by',
    meaning:
      'How what waits for a person comes to them: as messages in Slack, by e-mail, or in their Home alone. What is critical comes in Slack where it would be in the Home alone.',
    type: 'choice',
    choices: ['Slack', 'e-mail', 'Home'],
    default: 'Slack',
    scopes: ['territory', 'team', 'person'],
  },
  {
    name: 'tone',
    label: 'Tone',
    meaning: 'How an agent words what it asks of a person: formal or casual.',
    type: 'choice',
    choices: ['formal', 'casual'],
    default: 'formal',
    scopes: ['territory', 'team', 'person'],
  },
  {
    name: 'time_zone',
    label: 'Time zone',
    meaning:
      'Agents run in the morning there, and quiet hours, working days, digests and nudges go by the clock there; a person’s own goes before their team’s, and both before what Slack says.',
    type: 'text',
    pattern: { of: isZoneName, says: 'a time zone by its city, such as America/Los_Angeles' },
    default: '',
    scopes: ['territory', 'team', 'person'],
  },
  {
    name: 'run_at',
    label: 'Runs at',
    meaning: 'When an agent runs by itself each day, by the clock of each team.',
    type: 'text',
    pattern: { of: isTimesOfDay, says: 'one to six times of day such as 07:00, 12:00' },
    default: '07:00, 12:00, 16:00',
    scopes: ['agent'],
  },
];
