/** Calendar days as 'YYYY-MM-DD'. The difference of two days is a whole number, whatever the clocks did in between. */
import { DateTime, IANAZone } from 'luxon';

const dayLength = 86_400_000;

/** The day on which `at` falls in the company's zone. */
export const dayIn = (at: Date, zone: string): string =>
  DateTime.fromJSDate(at, { zone }).toFormat('yyyy-MM-dd');

/** The instant at which a day begins in the company's zone. */
export const startOfDay = (day: string, zone: string): Date =>
  DateTime.fromISO(day, { zone }).startOf('day').toJSDate();

/** The last millisecond of a day in the company's zone. */
export const endOfDay = (day: string, zone: string): Date =>
  new Date(startOfDay(addDays(day, 1), zone).getTime() - 1);

/** The instant at which the clocks of the company's zone show this time on that day. */
export const instantAt = (day: string, hour: number, minute: number, zone: string): Date =>
  DateTime.fromISO(day, { zone }).set({ hour, minute, second: 0, millisecond: 0 }).toJSDate();

/** What a clock shows there, in minutes since midnight. */
export const minuteOfDay = (at: Date, zone: string): number => {
  const { hour, minute } = DateTime.fromJSDate(at, { zone });
  return hour * 60 + minute;
};

/** A real day of the years 1 to 9999, written YYYY-MM-DD. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !text.startsWith('0000') &&
  DateTime.fromISO(text, { zone: 'utc' }).isValid;

export const addDays = (day: string, days: number): string =>
  DateTime.fromISO(day, { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd');

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayLength);

/** An IANA zone by its name. */
export const isZone = (name: string): boolean => IANAZone.isValidZone(name);

/** 1 is Monday. */
export const weekdayOf = (day: string): number => DateTime.fromISO(day, { zone: 'utc' }).weekday;
