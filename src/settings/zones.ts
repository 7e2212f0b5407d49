/** By which clock somebody works: what was said of them, of their team or of their territory, then what Slack says, then the company's. */
import type { Person } from '../policy/nouns.ts';
import { type At, type SettingRow, settingValue } from './settings.ts';

type Whose = Pick<Person, 'id' | 'teamId' | 'territoryId' | 'tz'>;

/** The zone that somebody has set there; null: nobody has. For everyone it is the company's, which no setting says. */
export function zoneSet(rows: SettingRow[], at: At): string | null {
  const { value, scope } = settingValue(rows, 'time_zone', at);
  return scope === 'everyone' || value === '' ? null : String(value);
}

/** For quiet hours, digests and nudges. */
export const zoneOf = (person: Whose, rows: SettingRow[], company: string): string =>
  zoneSet(rows, placeOf(person)) ?? person.tz ?? company;

/** In whose morning agents look at what is this person's: where Slack says they are today does not move it. */
export const workZoneOf = (person: Whose, rows: SettingRow[], company: string): string =>
  zoneSet(rows, placeOf(person)) ?? company;

const placeOf = ({ id, teamId, territoryId }: Whose): At => ({ personId: id, teamId, territoryId });
