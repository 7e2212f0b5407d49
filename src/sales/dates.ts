/** Dates and instants as files write them. */
import { DateTime } from 'luxon';
import { isDay } from './days.ts';

/** Orders in which files write a date with slashes or dots; `ymd` is ISO 8601 and always understood. */
export type DateOrder = 'ymd' | 'dmy' | 'mdy';

const iso =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/i;
const shortDate =
  /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*(am|pm)?)?$/i;

/**
 * A file's date: its day, and where it bears a time the instant, read in `zone`
 * unless it names its own; the day is that of the company's zone. Null when it is none. */
export function readDate(
  text: string,
  use: { zone: string; company: string; order: DateOrder; format?: string },
): { day: string; at: Date | null } | null {
  if (use.format) return formatted(text, use.format, use);
  const full = iso.exec(text);
  if (full) {
    const day = dayOf(full[1], full[2], full[3]);
    if (!day || full[4] === undefined) return day ? { day, at: null } : null;
    const offset = full[8] ? (/^(z|utc)$/i.test(full[8]) ? 'utc' : `UTC${full[8]}`) : use.zone;
    return timed(day, [full[4], full[5], full[6]], offset, use.company);
  }
  const short = shortDate.exec(text);
  if (!short || use.order === 'ymd') return null;
  const [d, m] = use.order === 'dmy' ? [short[1], short[2]] : [short[2], short[1]];
  const day = dayOf(short[3], m, d);
  if (!day || short[4] === undefined) return day ? { day, at: null } : null;
  const half = short[7]?.toLowerCase();
  const hour = half ? (Number(short[4]) % 12) + (half === 'pm' ? 12 : 0) : Number(short[4]);
  return timed(day, [String(hour), short[5], short[6]], use.zone, use.company);
}

/** Whether it is written year first, as ISO 8601 does: such a date cannot be read two ways. */
export const isYearFirst = (text: string): boolean => iso.test(text);

/** What a date with slashes says about the order of its parts: sure when one of them cannot be a month. */
export function orderHint(text: string): 'dmy' | 'mdy' | 'either' | null {
  const short = shortDate.exec(text);
  if (!short) return null;
  const [first, second] = [Number(short[1]), Number(short[2])];
  if (first > 12 && second <= 12) return 'dmy';
  if (second > 12 && first <= 12) return 'mdy';
  return first === second ? null : 'either';
}

function dayOf(year = '', month = '', day = ''): string | null {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(text) ? text : null;
}

/** The day is the company's: an instant in another zone may fall on the day beside. */
function timed(day: string, [hour, minute, second]: (string | undefined)[], written: string, zone: string) {
  const at = DateTime.fromISO(
    `${day}T${(hour ?? '0').padStart(2, '0')}:${minute ?? '00'}:${second ?? '00'}`,
    { zone: written },
  );
  return at.isValid ? { day: at.setZone(zone).toFormat('yyyy-MM-dd'), at: at.toJSDate() } : null;
}

/** `format` in the letters of spreadsheets: DD/MM/YYYY, M/D/YY HH:mm. */
function formatted(
  text: string,
  format: string,
  use: { zone: string; company: string },
): { day: string; at: Date | null } | null {
  const letters = format.replaceAll('Y', 'y').replaceAll('D', 'd');
  const timed = /[hHms]/.test(letters);
  const at = DateTime.fromFormat(text, letters, { zone: use.zone, locale: 'en' });
  if (!at.isValid) return null;
  const day = (timed ? at.setZone(use.company) : at).toFormat('yyyy-MM-dd');
  return isDay(day) ? { day, at: timed ? at.toJSDate() : null } : null;
}
