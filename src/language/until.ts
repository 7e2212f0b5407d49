/** "until Monday 9:00", "for 2 hours", "for the rest of the week": an instant to come, in the zone of whoever asks. */
import { dayIn, instantAt } from '../sales/days.ts';
import { instant } from '../story/format.ts';
import { instantOf, weekdays, workingDaysOn } from './instants.ts';
import { spokenNumber } from './numbers.ts';
import type { Until } from './request.ts';
import type { About } from './state.ts';

const named = /\b(until|untill|till|til|'til|to|through|thru|up to)\s+(.{1,60})$/i;
const number =
  'half an?|\\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a couple(?: of)?|couple(?: of)?';
const unit =
  'min(?:ute)?s?|h|hrs?|hours?|(?:business |working |work)?days?|d|weeks?|wks?|w|fortnights?|months?';
const lasting = new RegExp(
  `\\b(?:for|over)\\s+(?:about |around |at least )?(?:the next\\s+|another\\s+|like )?(${number})\\s*(${unit})\\b`,
  'i',
);
const next = /\bfor\s+the\s+next\s+(hour|day|week|month)\b|\bfor\s+another\s+(hour|day|week)\b/i;
const bare = new RegExp(`\\s(\\d{1,4})\\s*(${unit})$`, 'i');
const rest =
  /(?<!\b(?:from|since|starting|as of|of)\s)\b(?:(?:for|over|during)\s+)?(?:the\s+)?(?:(?:rest|remainder)\s+of\s+(?:the\s+)?(day|today|week|month|quarter|year)|(today|this week|this month|this quarter|the weekend|weekend)(?=$))/i;
/** A day by its number or name, and no month. */
const isDay = /\d|day\b|\b(?:mon|tue|wed|thu|fri|sat|sun)\b/i;
const spoken = (word: string): number | null =>
  /^(?:half )?an?$/.test(word) ? (word.startsWith('half') ? 0.5 : 1) : (spokenNumber(word) ?? null);

export type UntilRead = { rest: string; until: Until } | { rest: string; until: null } | 'unread' | 'past';

const minute = 60_000;
const day = 24 * 60 * minute;
const lengths: [RegExp, number][] = [
  [/^min/, minute],
  [/^mo/, 30 * day],
  [/^h/, 60 * minute],
  [/^d/, day],
  [/^w/, 7 * day],
  [/^f/, 14 * day],
];

/**
 * Takes the end off a command. `unread`: an end was named that is no day or time; `past`: it is not to come. `whole`: a day that
 * is named as the end belongs to it, as the last day of a campaign does; somebody who is away until Monday is there on Monday.
 */
export function untilOf(said: string, company: About, { whole: wholeDays = false } = {}): UntilRead {
  const zone = company.clockZone ?? company.zone;
  const about = { ...company, zone, today: dayIn(company.now, zone) };
  const text = said.replace(
    /\s+(?:until|till|til) (?:further notice|i say (?:so|otherwise))$|\s+for now$/i,
    '',
  );
  const length = lasting.exec(text) ?? next.exec(text) ?? bare.exec(text);
  if (length) return lastingFrom(text, length, about);
  const upTo = named.exec(text);
  const whole = upTo ? null : rest.exec(text);
  if (whole) return restOf(text, whole, about);
  if (!upTo) return { rest: text, until: null };
  const [, word = '', end = ''] = upTo;
  const at =
    wholeDays && isDay.test(end) && !/^thr/i.test(word)
      ? wholeDayOf(end.trim(), about)
      : instantOf(end.trim(), about, /^thr/i.test(word));
  return at ? ended(text.slice(0, upTo.index), at, about) : 'unread';
}

/** Its end. "Until Friday", said on a Friday, is the next one. */
function wholeDayOf(text: string, about: About): Date | null {
  const [starts, ends] = [instantOf(text, about, false), instantOf(text, about, true)];
  return starts && ends && ends < starts ? instantAt(dayIn(starts, about.zone), 23, 59, about.zone) : ends;
}

function lastingFrom(text: string, found: RegExpExecArray, about: About): UntilRead {
  const left = text.replace(found[0], ' ');
  // "For a day and a half", "for two weeks or so": more was said than was read.
  if (/\band (?:a half|\d)/.test(left)) return 'unread';
  const [amount, of] = found[2] === undefined ? ['1', found[1] ?? ''] : [found[1] ?? '', found[2]];
  const said = amount.toLowerCase();
  const many = /couple/.test(said) ? 2 : (spoken(said) ?? Number(said || '1'));
  const word = of.toLowerCase();
  if (/^(?:business|work)/.test(word)) return ended(left, workingDaysOn(about.now, many, about), about);
  const span = lengths.find(([pattern]) => pattern.test(word))?.[1] ?? 0;
  return ended(left, new Date(about.now.getTime() + many * span), about);
}

/** To the end of what is going on now. */
function restOf(text: string, found: RegExpExecArray, about: About): UntilRead {
  const word = (found[1] ?? found[2] ?? '').toLowerCase().replace(/^(?:this|the) /, '');
  const span =
    word === 'today' || word === 'day' ? 'eod' : word === 'weekend' ? 'sunday' : `end of this ${word}`;
  const at = instantOf(span, about, true);
  return at ? ended(text.replace(found[0], ' '), at, about) : 'unread';
}

function ended(left: string, at: Date, about: About): UntilRead {
  if (at <= about.now) return 'past';
  const said = untilSaid(at, about);
  return { rest: left.replace(/\s+/g, ' ').trim(), until: { at: at.toISOString(), said } };
}

/** "Mon 23 Mar, 09:00 CET" */
export function untilSaid(at: Date, about: Pick<About, 'zone' | 'now'>): string {
  const weekday = weekdays[new Date(`${dayIn(at, about.zone)}T00:00:00Z`).getUTCDay()] ?? '';
  return `${weekday.charAt(0).toUpperCase()}${weekday.slice(1, 3)} ${instant(at, about.zone, about.now)}`;
}
