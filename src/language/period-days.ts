/** The days that a period's name means, remembered: requests name few periods, and one reading asks for the same again and again. */
import { dayIn } from '../sales/days.ts';
import { holidayNames } from '../sales/holidays.ts';
import { type Calendar, type Period, resolvePeriod } from '../sales/periods.ts';

type On = Calendar & { now: Date; zone: string };

/** As `resolvePeriod`, which looks at nothing of the instant and the zone but the day that they make. */
export function periodDays(name: string, use: On): Period | null {
  const key = `${name}\n${dayOf(use)} ${use.fiscalYearStart} ${use.weekStart}`;
  const before = known.get(key);
  if (before) return { ...before };
  const found = resolvePeriod(name, use);
  if (found === null) return null;
  if (known.size >= most) known.clear();
  known.set(key, found);
  return { ...found };
}

const most = 512;
const known = new Map<string, Period>();

/** One request is read at one instant. */
function dayOf({ now, zone }: On): string {
  const at = now.getTime();
  if (last.at !== at || last.zone !== zone) last = { at, zone, day: dayIn(now, zone) };
  return last.day;
}

let last = { at: Number.NaN, zone: '', day: '' };

const feasts = holidayNames.map((name) => name.split(/['\s]/)[0]).join('|');

/** Whether there is anything in the words without which they name no period. */
export const hasPeriodWord = (text: string): boolean => periodWord.test(text);

const periodWord = new RegExp(
  `\\d|day|week|month|quarter|qtr|half|year|[ymqw]td|eo[dwmqhy]|\\b(?:now|tomorrow|yr|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|${feasts})`,
  'i',
);
