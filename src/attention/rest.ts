/** What a person has set about being interrupted: quiet hours, working days, how many cards a day. */
import type { Person } from '../policy/nouns.ts';
import { type Rest, readQuietHours, readTime, readWorkingDays } from '../policy/quiet-hours.ts';
import { type At, numberSetting, type SettingRow, textSetting } from '../settings/settings.ts';
import { zoneOf } from '../settings/zones.ts';

const standardTime = 8 * 60 + 30;
const atPerson = ({ id, teamId, territoryId }: Person): At => ({ personId: id, teamId, territoryId });

/** By the zone that is set for the person or their team, else the one that Slack names; the company's where neither is known. */
export const restOf = (person: Person, settings: SettingRow[], zone: string): Rest => ({
  hours: readQuietHours(textSetting(settings, 'quiet_hours', atPerson(person)))?.hours ?? null,
  days: readWorkingDays(textSetting(settings, 'working_days', atPerson(person))) ?? new Set([1, 2, 3, 4, 5]),
  zone: zoneOf(person, settings, zone),
});

/** How many cards may interrupt this person on one day. */
export const cardsADay = (person: Person, settings: SettingRow[]): number =>
  numberSetting(settings, 'cards_per_day', atPerson(person));

/** In minutes after midnight there. */
export const digestTime = (person: Person, settings: SettingRow[]): number =>
  readTime(textSetting(settings, 'digest_at', atPerson(person))) ?? standardTime;
