/** "Quiet hours 18:00 to 8:00", "at most 5 cards a day for Tom", "my digest at 9", "the time zone of team West is America/Los_Angeles". */
import { quietHoursSaid, timeSaid, weekdays, workingDaysSaid } from '../../policy/quiet-hours.ts';
import { spokenNumber } from '../numbers.ts';
import type { Place, Preference } from '../request.ts';
import { turning } from '../turns.ts';
import { minutesOf, time, timesIn, zoneIn } from './clock-words.ts';
import { type CommandRead, command, type Talk } from './read.ts';
import { partsOf } from './threshold-parts.ts';

const names: [Preference, RegExp][] = [
  ['quiet_hours', /\b(?:quiet (?:hours?|times?)|do[- ]not[- ]disturb(?: hours?| times?)?|dnd(?: hours?)?)\b/],
  ['working_days', /\b(?:work(?:ing)?[- ]?days|days (?:i|we) work)\b/],
  ['time_zone', /\btime ?zones?\b/],
  ['digest_at', /\b(?:(?:morning |daily )?digest(?: time)?)\b/],
  [
    'cards_per_day',
    /\b(?:(?:interrupting )?cards? (?:a|per|each|every) (?:person (?:and|a|per) )?day|daily card (?:limit|budget)|daily (?:limit|budget) of cards|daily cards|cards? per person and day)\b/,
  ],
  ['run_at', /\b(?:run(?:ning)? (?:times?|schedules?)|schedules?(?= (?:of|for|to|is)\b|$))/],
];

const asks =
  /^(?:(?:in|by) (?:what|which)|what(?:'s| is| are)?|when(?:'s| is| are| do| does)?|which|show(?: me)?|how many|do (?:i|we) have|are there|is there|list|tell me|give me)\b/;
const own = /\b(?:my|mine|me|myself|i)\b/;
/** Is a team, not the person who has it. */
const ownTeam = /\b(?:my|our) (?:team|reps|people|territory|region)\b/g;
const resets =
  /^(?:reset|clear|unset|restore)\b|\bback to (?:the |its |their )?(?:default|standard|normal)s?\b/;
const off = /\b(?:no|none|off|never|without|disable|remove|turn off|switch off)\b/;
const silent =
  /\b(?:set|change|make|put|move|switch|turn|limit|cap|give|send|post|get|want|i|we|my|mine|me|myself|our|the|a|an|is|are|be|should|to|from|at|of|on|for|it|daily|interrupt|with|most|up|maximum|max|only|more|than|not|reset|clear|unset|restore|back|default|standard|normal|no|none|off|disable|remove|time|hours?|days?|and|every|day|week|cards?|o'clock|new|now|have|use|let|there|what's|what|when's|when|which|show|how|many|do|does|list|tell|give|currently|right|please|come|comes|sent|preferences?|settings?|person|people|enough|plenty|fine|ok|okay|will do|suffice)\b/g;

const at = String.raw`\d{1,2}(?:[:.h]\d\d)?\s?(?:am|pm|a\.m\.|p\.m\.|h|uhr|o'clock)?`;
const reaching = '(?:ping|message|bother|disturb|interrupt|call|notify|contact|write|reach|dm)';
const disturb = `(?:(?:do not|don't|never) (?:ping|message|bother|disturb|interrupt|call|notify|contact|write to|reach|dm|send)(?= me)|(?:no|never any|no more) (?:cards?|messages?|pings?|interruptions?|notifications?)(?: (?:for|to)(?= me))?)`;
/** Stands where only the begin was said. */
const openEnded = 'till morning';
// "Don't ping me before 9 or after 17:30"
const tidied = turning([
  [/[–—]/g, '-'],
  [/\bnoon\b/g, '12:00'],
  [/\bmidnight\b/g, '0:00'],
  [new RegExp(`^${disturb}(?: me)? before (${at}) (?:or|and|nor) after (${at})$`), 'my quiet hours $2 to $1'],
  [new RegExp(`^${disturb}(?: me)? after (${at}) (?:or|and|nor) before (${at})$`), 'my quiet hours $1 to $2'],
  [
    new RegExp(`^${disturb}(?: me)? (?:between|from) (${at}) (?:and|to|until|till|-) (${at})$`),
    'my quiet hours $1 to $2',
  ],
  [
    new RegExp(
      `^(?:only|just) ${reaching} me (?:between|from) (${at}) (?:and|to|until|till|-) (${at})$|^${reaching} me only (?:between|from) (${at}) (?:and|to|until|till|-) (${at})$`,
    ),
    (_, a, b, c, d) => `my quiet hours ${b ?? d} to ${a ?? c}`,
  ],
  [new RegExp(`^${disturb}(?: me)? after (${at})$`), `my quiet hours $1 ${openEnded}`],
  // "Nothing after 6 pm", "don't ping the East team after 18:00", "quiet hours for Tom from 5pm"
  [
    new RegExp(
      `^(?:nothing|no(?: more)? (?:cards?|messages?|pings?|notifications?|slacks?|interruptions?))(?: (?:for|to) (.+?))? (?:after|past|from) (${at})(?: (?:for|to) (.+?))?$`,
    ),
    (_, whom, from, who) => quietFrom(from, whom || who),
  ],
  [
    new RegExp(
      `^(?:do not|don't|never|stop|no) (?:ping|pinging|message|messaging|bother|bothering|disturb|disturbing|interrupt|interrupting|call|calling|notify|notifying|dm)(?:ing)? (.+?) (?:after|past|from) (${at})$`,
    ),
    (_, whom, from) => quietFrom(from, whom),
  ],
  [
    new RegExp(
      `^(?:set |make )?(?:the |my )?quiet hours?(?: (?:for|of) (.+?))? (?:from|after|start(?:ing)?(?: at)?|begin(?:ning)?(?: at)?) (${at})(?: (?:for|of) (.+?))?$`,
    ),
    (whole, whom, from, who) => `${/\bmy\b/.test(whole ?? '') ? 'my ' : ''}${quietFrom(from, whom || who)}`,
  ],
  [
    /\b(two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty) (?=cards?\b)/g,
    (_, said = '') => `${spokenNumber(said)} `,
  ],
]);

const quietFrom = (from = '', whom = ''): string =>
  `quiet hours ${from} ${openEnded}${whom === '' ? '' : ` for ${whom.replace(/^(?:anyone|anybody)$/, 'everyone')}`}`;
/** Said where only their begin was. */
const untilMorning = 'Until 8:00 in the morning; say another time for the end, such as "18:00 to 7:30".';

/** What was typed for one of these alone, as it is kept: "7 and 12:30" as "07:00, 12:30", "Berlin" as "Europe/Berlin". Null: not read. */
export function preferenceTyped(name: string, typed: string): string | number | null {
  const preference = names.find(([one]) => one === name)?.[0];
  const text = tidied(typed.trim().toLowerCase());
  const found = preference ? (valueIn[preference](text) ?? valueIn[preference](`to ${text}`)) : null;
  return found && leftOf(found.rest) === '' ? found.value : null;
}

export function resting(text: string, bare: string, talk: Talk): CommandRead | null {
  const tidy = tidied(bare);
  const said = tidy.replace(openEnded, 'to 8:00');
  if (/^(?:(?:show|list|what are|tell me)(?: me)? )?(?:my|our) preferences$/.test(said))
    return command({ do: 'preferences' });
  const named = names.find(([, pattern]) => pattern.test(said));
  if (!named) return null;
  const [preference, pattern] = named;
  const rest = said.replace(pattern, ' ');
  // Manners take "for me" off the end, where it says whose they are.
  const mine = own.test(said.replace(ownTeam, ' ')) || /\bfor (?:me|myself)\b/.test(text.toLowerCase());
  if (asks.test(said))
    return leftOf(rest) === ''
      ? command({ do: 'preferences' })
      : mine
        ? null
        : askedOf(preference, rest, talk);
  const found = valueIn[preference](rest);
  const value = found ?? (resets.test(said) ? { value: null, rest } : null);
  // No question is asked with "set the time zone".
  const sets = /^(?:set|change|make|put|move|switch)\b/.test(said);
  const sure = preference === 'time_zone' && sets;
  if (value === null)
    return sure ||
      leftOf(rest.replace(/[\d:]+ ?(?:am|pm|h)?\b/g, ' ')) === '' ||
      (sets && isPlace(rest, talk))
      ? !sets && (preference === 'digest_at' || preference === 'cards_per_day' || preference === 'run_at')
        ? null
        : { lacks: lacking[preference], completes: `set ${mine ? 'my ' : ''}${spoken[preference]} to …` }
      : null;
  const theirs = value.rest.match(ownTeam)?.[0];
  const parts = partsOf(theirs ?? leftOf(value.rest), talk);
  if ('which' in parts) return parts;
  if ('unread' in parts) return { unread: parts.unread };
  if (theirs && !parts.place) return { unread: theirs };
  const place: Place = mine
    ? { scope: 'person', of: { id: 'me', name: 'you' } }
    : (parts.place ?? { scope: 'everyone' });
  if (parts.value || parts.stage || parts.until || (mine && parts.place))
    return { unread: leftOf(value.rest) };
  const more = said === tidy ? [] : [untilMorning];
  return command({ do: 'set_preference', preference, value: value.value, place }, [
    ...parts.assumptions,
    ...more,
  ]);
}

/** "What time zone does the East team run in", "what is the schedule of the pipeline agent": of a place that is named. */
function askedOf(preference: Preference, rest: string, talk: Talk): CommandRead | null {
  if (preference !== 'time_zone' && preference !== 'run_at') return null;
  const parts = partsOf(leftOf(rest.replace(working, ' ')), talk);
  if ('which' in parts) return parts;
  if ('unread' in parts || !parts.place || parts.value || parts.stage || parts.until) return null;
  if ((preference === 'run_at') !== (parts.place.scope === 'agent')) return null;
  return command({ do: 'preference_of', preference, place: parts.place }, parts.assumptions);
}
const working = /\b(?:runs?|works?|operates?|lives?|live by|uses?|used|set|clocks?|agents?)\b/g;

const spoken: Record<Preference, string> = {
  quiet_hours: 'quiet hours',
  working_days: 'working days',
  digest_at: 'digest',
  cards_per_day: 'cards a day',
  time_zone: 'time zone',
  run_at: 'schedule',
};
const lacking: Record<Preference, string> = {
  quiet_hours: 'From when to when? Say two times, such as 18:00 to 8:00, or none.',
  working_days: 'Which days? Say them, such as Monday to Friday.',
  digest_at: 'At what time?',
  cards_per_day: 'How many?',
  time_zone: 'Which one? Say it by its city, such as America/Los_Angeles.',
  run_at: 'At which times?',
};

const isPlace = (rest: string, talk: Talk): boolean => {
  const parts = partsOf(leftOf(rest), talk);
  return 'place' in parts && parts.place !== null && !parts.value;
};

/** What is left beside the words that may stand there. */
const leftOf = (rest: string): string =>
  rest
    .replace(/\bfor (?:me|myself|everyone|everybody|all(?: of us)?|the (?:whole )?company)\b/g, ' ')
    .replace(/\b(?:everyone|everybody)(?:'s)?\b/g, ' ')
    .replace(silent, ' ')
    .replace(/[?.,:;=-]+(?=\s|$)|(?<=\s)[-=:]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

type Value = { value: string | number; rest: string } | null;

const timeRange = new RegExp(String.raw`\b${time}\s*(?:to|until|till|til|through|and|-)\s*${time}(?![\d:%])`);
const timeAlone = new RegExp(String.raw`\b${time}(?![\d:%])`);

const valueIn: Record<Preference, (rest: string) => Value> = {
  quiet_hours: (rest) => {
    const found = timeRange.exec(rest);
    const [from, to] = [minutesOf(...triple(found, 1)), minutesOf(...triple(found, 4))];
    if (found && from !== null && to !== null && from !== to)
      return { value: quietHoursSaid({ from, to }), rest: rest.replace(found[0], ' ') };
    return !found && off.test(rest) ? { value: 'none', rest } : null;
  },
  digest_at: (rest) => {
    const found = timeAlone.exec(rest);
    const at = minutesOf(...triple(found, 1));
    return found && at !== null ? { value: timeSaid(at), rest: rest.replace(found[0], ' ') } : null;
  },
  cards_per_day: (rest) => {
    const found = /\b(\d{1,4})\b(?!:)/.exec(rest);
    return found ? { value: Number(found[1]), rest: rest.replace(found[0], ' ') } : null;
  },
  working_days: daysIn,
  time_zone: zoneIn,
  run_at: timesIn,
};

const triple = (
  found: RegExpExecArray | null,
  at: number,
): [string | undefined, string | undefined, string | undefined] => [
  found?.[at],
  found?.[at + 1],
  found?.[at + 2],
];

const dayWord = `(mon|tue|wed|thu|fri|sat|sun)(?:days?|sdays?|nesdays?|rsdays?|urdays?|rs?|s|nes)?`;
const daySpan = new RegExp(
  String.raw`\b${dayWord}(?:\s*(?:to|until|till|through|thru|-)\s*${dayWord})?\b`,
  'g',
);

/** "Monday to Friday", "Mon-Wed and Fri", "every day". */
function daysIn(rest: string): Value {
  const every = /\b(?:every day|all (?:seven )?days|all week|(?:7|seven) days a week)\b/;
  if (every.test(rest)) return { value: 'Mon-Sun', rest: rest.replace(every, ' ') };
  const days = new Set<number>();
  for (const [, first, last] of rest.matchAll(daySpan)) {
    const from = dayAt(first);
    const to = last === undefined ? from : dayAt(last);
    for (let n = from; ; n = (n % 7) + 1) {
      days.add(n);
      if (n === to) break;
    }
  }
  return days.size > 0 ? { value: workingDaysSaid(days), rest: rest.replace(daySpan, ' ') } : null;
}

const dayAt = (name: string | undefined): number =>
  weekdays.findIndex((day) => day.toLowerCase() === name) + 1;
