/** When a playbook comes by itself. Pure. */
import { addDays, startOfDay } from '../sales/days.ts';
import { calendarOf } from '../sales/leaf.ts';
import { resolvePeriod } from '../sales/periods.ts';
import { type SettingRow, settingValue } from './settings.ts';

export type Occasion = {
  playbook: string;
  /** Names this one occasion among all. */
  key: string;
  from: Date;
  until: Date;
};
type Reading = { settings: SettingRow[]; now: Date; zone: string };

/** The last days of a quarter, the first days of a month or quarter. */
const pushDays = 14;
const cleanupDays = 7;

/** The occasions that are now. */
export const occasionsNow = (use: Reading): Occasion[] =>
  [push(use), cleanup(use)].filter(
    (one) => one !== null && one.from <= use.now && use.now < one.until,
  ) as Occasion[];

/** The occasion of this period, whether it is to come, now or past; null: it does not come by itself. */
export const occasionOf = (use: Reading, playbook: string): Occasion | null =>
  [push(use), cleanup(use)].find((one) => one?.playbook === playbook) ?? null;

function push(use: Reading): Occasion | null {
  if (settingValue(use.settings, 'quarter_end_push').value !== true) return null;
  const { to } = period(use, 'this quarter');
  return span(use, 'quarter-end-push', addDays(to, 1 - pushDays), pushDays);
}

function cleanup(use: Reading): Occasion | null {
  const { value } = settingValue(use.settings, 'pipeline_cleanup');
  if (value === 'off') return null;
  const { from } = period(use, value === 'monthly' ? 'this month' : 'this quarter');
  return span(use, 'pipeline-cleanup', from, cleanupDays);
}

const span = ({ zone }: Reading, playbook: string, first: string, days: number): Occasion => ({
  playbook,
  key: `${playbook} ${first}`,
  from: startOfDay(first, zone),
  until: startOfDay(addDays(first, days), zone),
});

function period({ settings, now, zone }: Reading, name: string): { from: string; to: string } {
  const found = resolvePeriod(name, { ...calendarOf({ settings }), now, zone });
  if (!found?.from || !found.to) throw new Error(`A period without an end: ${name}`);
  return { from: found.from, to: found.to };
}
