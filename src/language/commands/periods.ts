/** The one period in the rest of a command. */

import { calendarDay } from '../instants.ts';
import { hasPeriodWord, periodDays } from '../period-days.ts';
import type { About } from '../state.ts';
import { lastBegun } from '../which-year.ts';

const leading = /(?:^|\s)(?:in|during|for|of|over|on|within|since the start of|so far)$/;

const soFar = '(?:so far|to date|till now|until now|up to now|up to today|until today|till today)';
const untilToday = new RegExp(
  `\\b(?:${soFar},? (?:in |for )?this (week|month|quarter|year)|this (week|month|quarter|year),? ${soFar})\\b`,
  'g',
);

/** "In the year 2025", "week of 9 March", "this month so far" as the names of periods have them. */
const spelledOut = (text: string, about: About): string =>
  text
    .replace(untilToday, (_, after?: string, before?: string) => `${after ?? before} to date`)
    .replace(/\b(?:the )?(?:calendar )?year (?=20\d\d\b)/g, '')
    .replace(
      /\b(?:the )?week (?:of|from|starting|beginning|commencing)(?: on)?(?: monday,?)? (?:the )?(\d[\w./-]*(?: (?:of )?[a-z]{3,9}(?:,? 20\d\d)?)?)/g,
      (whole, day: string) => {
        const on = calendarDay(day, about);
        return on ? `week of ${on}` : whole;
      },
    );

/** The longest run of words that names a period, and what is left without it. What commands tell or take back has been. */
export function periodIn(text: string, about: About): { period: string | null; rest: string } {
  const said = spelledOut(text, about);
  const words = said.split(/\s+/).filter((word) => word !== '');
  if (!hasPeriodWord(said)) return { period: null, rest: words.join(' ') };
  for (let length = Math.min(6, words.length); length > 0; length--) {
    for (let at = 0; at + length <= words.length; at++) {
      const name = words
        .slice(at, at + length)
        .join(' ')
        .replace(/[,;]$/, '');
      if (/^\d{1,3}$/.test(name) || !hasPeriodWord(name)) continue;
      if (periodDays(name, { ...about.calendar, ...about }) === null) continue;
      const before = words.slice(0, at).join(' ').replace(leading, '');
      const after = words
        .slice(at + length)
        .join(' ')
        .replace(/^so far\b/, '');
      return { period: lastBegun(name.replace(/^the /, ''), about), rest: `${before} ${after}`.trim() };
    }
  }
  return { period: null, rest: words.join(' ') };
}
