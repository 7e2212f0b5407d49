/** "Alert #sales-leads when win rate of Enterprise this quarter falls below 25%": whom, which figure, which side of which limit. */
import type { AlertTo, Frame, Reading, Watched } from '../request.ts';
import { isOfThen } from '../standing.ts';
import { words } from '../words.ts';
import { inUnit, limitAt, oneFigure, type Said } from './alert-limits.ts';
import { personOf } from './naming.ts';
import { type CommandRead, command, type Talk } from './read.ts';

export const alerting = (text: string, bare: string, talk: Talk): CommandRead | null =>
  stopping(bare) ?? listed(bare) ?? wanted(text, bare, talk);

const lists =
  /^(?:(?:list|show|see|give me|which|what(?: are)?)\s+)?(?:me\s+)?(?:(?:all|my|the|our|of|kpi|active|current)\s+)*alerts(?: (?:do i have|are (?:there|set|on|active)|have i set|i have|i set|exist))?$/;
const listed = (bare: string): CommandRead | null =>
  lists.test(bare) ? command({ do: 'kpi_alerts' }) : null;

const stops =
  /^(?:stop|remove|delete|cancel|end|drop|kill|clear|disable|turn off|switch off)\s+(?:(that|this|the last|my last|the|my|an|kpi)\s+)*alert\b(?:\s+(?:number|no\.?|nr\.?)?\s*#?(\d{1,9}))?$/;

function stopping(bare: string): CommandRead | null {
  const found = stops.exec(bare);
  if (!found) return null;
  const alert = found[2]
    ? Number(found[2])
    : /^(?:that|this|the last|my last)$/.test(found[1] ?? '')
      ? 'last'
      : null;
  return command({ do: 'kpi_alert_stop', alert });
}

const when = '(?:when(?:ever)?|if|once|as soon as|in case|every time|each time|the (?:moment|minute|second))';
/** In the named groups: who is told, and what of. */
const leads = [
  new RegExp(
    `^(?:alert|notify|tell|warn|ping|inform|message|let|write|post)\\s+(?:to\\s+|in\\s+)?(?<who>.{1,60}?)(?:\\s+know)?,?\\s+${when}\\s+(?<of>.+)$`,
  ),
  new RegExp(`^alert\\s+(?<who>)${when}\\s+(?<of>.+)$`),
  new RegExp(
    `^(?:give|send|drop|shoot)\\s+(?<who>\\S+)\\s+an?\\s+(?:ping|shout|heads[- ]?up|nudge|alert|note|message|warning)\\s+${when}\\s+(?<of>.+)$`,
  ),
  new RegExp(
    `^(?:(?:set(?: up)?|create|add|make|i (?:want|need))\\s+)?(?:an?\\s+|new\\s+)*(?:kpi\\s+)?alert\\s+(?:(?:in|to|for)\\s+(?<who>(?:#|channel\\s)\\S+|me)\\s+)?(?:on|for|${when})\\s+(?<of>.+)$`,
  ),
  new RegExp(
    `^(?:i(?:'d| would)? (?:want|like|need)(?: to)? )?(?:be (?:told|alerted|warned|notified|informed)|know|hear)(?<who>)\\s+${when}\\s+(?<of>.+)$`,
  ),
  new RegExp(
    `^${when}\\s+(?<of>.+?),?\\s+(?:then\\s+)?(?:alert|notify|tell|warn|ping|inform|message|let)\\s+(?<who>\\S+(?:\\s\\S+){0,2}?)(?:\\s+know)?$`,
  ),
];
const oneDeal =
  /^(?:an?|any|one|some|each|every|the|my|this)\s+(?:open |new |single )?(?:deal|opportunity|opp)\b(?!s)/;
const oneOfThem =
  /\b(?:wins?|closes?|loses?|lands?|creates?|adds?|gets?) (?:something|anything|an?|one|any)\b/;
const figures = /\b(?:win rate|coverage|pipeline|forecast|quota|attainment|kpi|revenue|bookings|sales)\b/;

function wanted(text: string, bare: string, talk: Talk): CommandRead | null {
  for (const lead of leads) {
    const { who = '', of: said = '' } = lead.exec(bare)?.groups ?? {};
    const of = said.replace(/\b(?:ever|suddenly) /, '');
    // "When a deal is over 50k" is about single deals: a rule.
    if (of === '' || oneDeal.test(of) || oneOfThem.test(of)) continue;
    const found = read(text, { who, of }, talk);
    if (found) return found;
  }
  return null;
}

type Parts = { who: string; of: string };

function read(text: string, { who, of }: Parts, talk: Talk): CommandRead | null {
  const found = watchedIn(of, talk);
  if (found === 'past')
    return {
      lacks: 'A figure as of a past day never changes, so there is nothing to watch. No alert was set.',
      completes: null,
    };
  if (found === null) {
    return to(text, who, talk) && figures.test(of) && comparing.test(of)
      ? {
          lacks:
            'Which figure, over or under, and which limit? Say it such as "alert me when win rate this quarter is under 25%". No alert was set.',
          completes: null,
        }
      : null;
  }
  const told = to(text, who, talk);
  if (told === null) return null;
  if ('lacks' in told || 'which' in told) return told;
  if ('which' in found) return found;
  const { frame, side, said, words: figure } = found;
  const many = oneFigure(frame);
  if (many !== null) return { lacks: `${many} No alert was set.`, completes: null };
  const limit = inUnit(frame, said, talk.companyCurrency);
  const again = `alert ${told.said} when ${figure} is ${side.over ? 'over' : 'under'} …`;
  if ('ask' in limit) return { lacks: limit.ask, completes: again };
  const watched: Watched = { of: frame, ...side, limit: limit.value, currency: limit.currency };
  return command({ do: 'kpi_alert', text, watched, to: told.to }, found.assumptions);
}

type Told = { to: AlertTo; said: string };

/** Null: nobody is named whom an alert could reach, so it is something else. */
function to(
  text: string,
  who: string,
  talk: Talk,
): Told | Extract<CommandRead, { which: unknown } | { lacks: string }> | null {
  if (who === '' || who === 'me') return { to: { who: 'me' }, said: 'me' };
  if (who === 'us' || who === 'the team' || who === 'my team' || who === 'everyone')
    return {
      lacks: 'Who is that: you, a person, or a channel? Say "me", a name, or "#channel".',
      completes: null,
    };
  const channel = /^(?:the )?(?:channel\s+#?|#)([\p{L}\p{N}_.-]{1,80})(?: channel)?$/u.exec(who)?.[1];
  if (channel) {
    // An id is written in capitals.
    const typed =
      new RegExp(`[#\\s](${channel.replace(/[^\w-]/g, '\\$&')})(?![\\w-])`, 'i').exec(text)?.[1] ?? channel;
    return { to: { who: 'channel', channel: typed }, said: `#${typed}` };
  }
  const found = personOf(who, talk);
  if (!found) return null;
  return 'which' in found ? found : { to: { who: 'person', of: found.name }, said: found.name.name };
}

type Side = Pick<Watched, 'over' | 'including'>;
type Found = { frame: Frame; side: Side; said: Said; words: string; assumptions: string[] };

const sides: [RegExp, Side][] = [
  [/^(?:at most|no more than|not more than|<=|≤)$/, { over: false, including: true }],
  [/^(?:at least|reach(?:es)?|>=|≥|no less than)$/, { over: true, including: true }],
  [
    /^(?:below|under|beneath|less than|lower than|fewer than|smaller than|<)$/,
    { over: false, including: false },
  ],
  [/./, { over: true, including: false }],
];
const compared =
  'at most|no more than|not more than|at least|no less than|reach(?:es)?|below|under|beneath|less than|lower than|fewer than|smaller than|above|over|beyond|past|more than|greater than|higher than|bigger than|larger than|exceeds?|exceeding|surpass(?:es)?|tops?|passes|<=|>=|≤|≥|<|>';
const comparing = new RegExp(`(?:^|\\s)(?:${compared})(?:\\s|$|(?<=[<>=≤≥]))`);
const sideOf = (word: string): Side =>
  sides.find(([pattern]) => pattern.test(word))?.[1] ?? { over: true, including: false };

const verbs =
  /(?:[\s,]+(?:is|are|was|were|has|have|gets?|goes|go|going|falls?|falling|fell|fallen|drops?|dropping|dropped|sinks?|dips?|slips?|slides?|declines?|rises?|rising|climbs?|grows?|jumps?|moves?|becomes?|comes?|runs?|ever|again|down|up|to|suddenly|first|it|stays?|equal|count|numbers?))+$/;

/** "More than 20 deals are stuck in negotiation": a number of things that the rest says. */
const numberOf = new RegExp(
  `^(?:(?:there(?:'s| is| are)|we(?:'ve| have)|i(?:'ve| have)|it has)\\s+)?(${compared})\\s+(.+)$`,
);

type Figure = Found | Extract<CommandRead, { which: unknown }> | 'past' | null;

function watchedIn(of: string, talk: Talk): Figure {
  const counted = numberOf.exec(of);
  if (counted) {
    const limit = limitAt(counted[2] ?? '');
    if (limit?.said.unit !== 'plain' || limit.rest === '') return null;
    const asked = `how many ${limit.rest}`;
    return figureIn(talk.question(asked), { side: sideOf(counted[1] ?? ''), said: limit.said, words: asked });
  }
  let which: Figure = null;
  // The last limit first: one before it may be of the rows behind the figure.
  for (const place of [
    ...of.matchAll(new RegExp(`(?<=\\s)(?:${compared})(?=\\s|\\d|[$€£])`, 'g')),
  ].reverse()) {
    const limit = limitAt(of.slice(place.index + place[0].length).trim());
    const head = of.slice(0, place.index).trim();
    const figure = head.replace(verbs, '').replace(/^(?:the|our)\s+/, '');
    if (!limit || figure === '') continue;
    const asked = [figure, limit.rest].filter((part) => part !== '').join(' ');
    const found = figureIn(talk.question(asked), {
      side: sideOf(place[0]),
      said: limit.said,
      words: asked,
      // "When stale deals exceed 20" counts them; "when a deal goes over 50k" is about one.
      counts:
        limit.rest === '' &&
        limit.said.unit === 'plain' &&
        !/^(?:an?|any|one|some|each|every)\b/.test(figure),
    });
    if (found === 'past' || (found && 'frame' in found)) return found;
    which ??= found;
  }
  return which;
}

function figureIn(
  reading: Reading,
  { side, said, words: figure, counts }: { side: Side; said: Said; words: string; counts?: boolean },
): Figure {
  if (isOfThen(reading)) return 'past';
  if (reading.say === 'which') return { which: reading };
  if (reading.say !== 'question') return null;
  const { frame, assumptions } = reading;
  const found = { side, said, words: figure, assumptions };
  if (frame.measure.kind !== 'rows') return { ...found, frame };
  return counts && words(figure).length > 0
    ? { ...found, frame: { ...frame, measure: { kind: 'count' }, sort: null } }
    : null;
}
