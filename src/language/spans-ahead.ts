/** "From Monday to Friday", "tomorrow", "next week", "until 3 April": a stretch of time to come, and the words without it. */
import { dayIn, instantAt, startOfDay } from '../sales/days.ts';
import { calendarDay, instantOf } from './instants.ts';
import { periodDays } from './period-days.ts';
import type { Until } from './request.ts';
import type { About } from './state.ts';
import { untilOf, untilSaid } from './until.ts';

/** Without `from` it begins now; without `until` no end was said. `words`: those that say it, `rest`: the others. */
export type Ahead = { words: string; rest: string; from: Until | null; until: Until | null };
type Stretch = { from: Date | null; until: Date | null };
type Found = Stretch & { start: number; length: number };

/**
 * The stretch that the words name, in the zone of whoever asks; without one both ends are null. `past`: it is over already.
 * A day that somebody is away "to" or "through" belongs to it, one "until" which they are away does not.
 */
export function aheadIn(text: string, company: About): Ahead | 'past' {
  const zone = company.clockZone ?? company.zone;
  const about = { ...company, zone, today: dayIn(company.now, zone) };
  const found = between(text, about) ?? starting(text, about) ?? upTo(text, about) ?? named(text, about);
  if (!found) return { words: '', rest: text, from: null, until: null };
  const { from, until, start, length } = found;
  if (until && (until <= about.now || (from && until <= from))) return 'past';
  const said = (at: Date): Until => ({ at: at.toISOString(), said: untilSaid(at, about) });
  const rest = `${text.slice(0, start)} ${text.slice(start + length)}`.replace(/\s+([,;:.])/g, '$1');
  return {
    words: text.slice(start, start + length).trim(),
    rest: rest.replace(/\s+/g, ' ').trim(),
    from: from && from > about.now ? said(from) : null,
    until: until && said(until),
  };
}

/** "From Monday to Friday", "1 April - 10 April". */
function between(text: string, about: About): Found | null {
  const found = /\b(?:from |between )(.{2,40}?) (to|until|till|til|through|thru|up to|and|-|–) (.+)$/.exec(
    text,
  );
  const from = found && startOf(found[1] ?? '', about);
  if (!found || !from) return null;
  const [, , joint = '', tail = ''] = found;
  // "From 1 to 10 April": the month is said once.
  const end = longest(tail, (said) => endOf(said, about, !/^unti|^til/.test(joint)));
  if (!end) return null;
  // "From Friday to Monday": the Monday after it.
  const until = end.value > from ? end.value : new Date(end.value.getTime() + 7 * 86_400_000);
  const before = found[0].length - tail.length;
  return { from, until, start: found.index, length: before + end.length };
}

/** "From Monday for two weeks", "from next week on, until Friday": it may have an end elsewhere. */
function starting(text: string, about: About): Found | null {
  const found = /\b(?:from|starting|as of|beginning) (.+)$/.exec(text);
  const tail = found?.[1] ?? '';
  const first = found && longest(tail, (said) => startOf(said, about));
  if (!found || !first) return null;
  const length = found[0].length - tail.length + first.length;
  const lasting = /^ (?:on(?:wards?)? )?for (?:an?|one|two|three|four|\d{1,2}) (?:days?|weeks?)\b/.exec(
    tail.slice(first.length),
  );
  if (!lasting) return { from: first.value, until: null, start: found.index, length };
  const until = untilOf(lasting[0], { ...about, now: first.value });
  if (typeof until === 'string' || !until.until) return null;
  return {
    from: first.value,
    until: new Date(until.until.at),
    start: found.index,
    length: length + lasting[0].length,
  };
}

/** "Until 3 April", "through Friday", "for two weeks". */
function upTo(text: string, about: About): Found | null {
  const lasting =
    /\bfor (?:the )?(?:next |another )?(?:an?|one|two|three|four|five|six|a couple of|\d{1,3}|rest of the)? ?(?:hours?|days?|weeks?|months?|day|week)\b/.exec(
      text,
    );
  if (lasting) {
    const ended = untilOf(` ${lasting[0]}`, about);
    if (typeof ended !== 'string' && ended.until)
      return {
        from: null,
        until: new Date(ended.until.at),
        start: lasting.index,
        length: lasting[0].length,
      };
  }
  const found = /\b(until|till|til|through|thru|up to|to) (.+)$/.exec(text);
  const [, joint = '', tail = ''] = found ?? [];
  const end = found && longest(tail, (said) => endOf(said, about, /^(?:thr|to)/.test(joint)));
  if (!found || !end) return null;
  const length = found[0].length - tail.length + end.length;
  return { from: null, until: end.value, start: found.index, length };
}

const weekday = 'mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun';
const standsAlone = new RegExp(
  `\\b(?:(?:for |over |during )?(?:the )?(?:rest of (?:the |this )?(?:week|month|day)|(?:next|this|all|the whole) (?:week|month|quarter))|(?:next|this|on) (?:${weekday})(?:day)?|(?:${weekday})day|(?:the )?day after tomorrow|tomorrow|today|tonight|on (?:the )?\\d{1,2}(?:st|nd|rd|th)?(?: (?:of )?[a-z]{3,9})?|on [a-z]{3,9} \\d{1,2}(?:st|nd|rd|th)?)\\b`,
);

/** "Tomorrow", "next week", "on Friday": the whole of it. */
function named(text: string, about: About): Found | null {
  const found = standsAlone.exec(text);
  if (!found) return null;
  const said = found[0].replace(/^(?:for|over|during|on) /, '').replace(/^the (?=whole)/, '');
  const span = periodOf(said.replace(/^(?:all|the whole|whole)/, 'this'), about) ?? dayOf(said, about);
  return span && { ...span, start: found.index, length: found[0].length };
}

function periodOf(said: string, about: About): Stretch | null {
  const rest = /^(?:the )?rest of (?:the |this )?(week|month|day)$/.exec(said)?.[1];
  if (rest === 'day') return dayOf('today', about);
  const name = rest ? `this ${rest}` : said;
  if (!/\b(?:week|month|quarter)$/.test(name)) return null;
  const days = periodDays(name, { ...about.calendar, now: about.now, zone: about.zone });
  if (!days?.from || !days.to) return null;
  return { from: startOfDay(days.from, about.zone), until: lastMinute(days.to, about) };
}

function dayOf(said: string, about: About): Stretch | null {
  const at = instantOf(said === 'tonight' ? 'today' : said.replace(/^(?:this|next) /, ''), about);
  const day = said === 'today' || said === 'tonight' ? about.today : at && dayIn(at, about.zone);
  return day ? { from: startOfDay(day, about.zone), until: lastMinute(day, about) } : null;
}

const lastMinute = (day: string, { zone }: About): Date => instantAt(day, 23, 59, zone);

const startOf = (said: string, about: About): Date | null =>
  periodOf(said, about)?.from ??
  (said === 'now' || said === 'today' || said === 'right now' ? about.now : instantOf(said, about));

function endOf(said: string, about: About, whole: boolean): Date | null {
  const period = periodOf(said, about);
  if (period) return whole || /^(?:the )?end of/.test(said) ? period.until : period.from;
  const at = instantOf(said, about, whole);
  if (!at || at > about.now || /\d{4}/.test(said)) return at;
  // "3 January" said in March is next year's.
  const day = calendarDay(said, about);
  return day && /[a-z]/.test(said) && /\d/.test(said)
    ? instantOf(`${said} ${Number(about.today.slice(0, 4)) + 1}`, about, whole)
    : at;
}

/** The longest run of words from the first that is one; a comma ends it. */
function longest<T>(tail: string, read: (said: string) => T | null): { value: T; length: number } | null {
  const list = [...tail.matchAll(/\S+/g)].slice(0, 6);
  const stop = list.findIndex(([word]) => /[,;:]$/.test(word));
  for (let length = stop < 0 ? list.length : stop + 1; length > 0; length--) {
    const last = list[length - 1];
    const to = last ? last.index + last[0].length : 0;
    const said = tail.slice(0, to).replace(/[,;:]$/, '');
    const value = read(said);
    if (value) return { value, length: said.length };
  }
  return null;
}
