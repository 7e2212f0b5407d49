/** What each person sets for themselves, beside the limits of the company. */
import type { SettingScope } from './setting.ts';

export const preferences = [
  'quiet_hours',
  'working_days',
  'cards_per_day',
  'digest_at',
  'time_zone',
  'reached_by',
  'tone',
] as const;

const names: ReadonlySet<string> = new Set(preferences);

/** Set by or for one person alone: nobody else's restoring touches it unless it is named. */
export const isPersonal = ({ name, scope }: { name: string; scope: SettingScope }): boolean =>
  scope === 'person' && names.has(name);
