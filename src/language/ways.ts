/** The ways in which words are read, in their order: the first that makes something of them counts. */

import { dayIn } from '../sales/days.ts';
import { readWithoutAsides, readWithoutWhy } from './asides.ts';
import { isBeyond } from './beyond.ts';
import { owned, paged, placed, wholeOf } from './by-place.ts';
import { adjustedCommandOf, commandAmong, firmCommandOf, slippedCommandOf } from './commands/commands.ts';
import type { CommandRead, Talk } from './commands/read.ts';
import { isNamedWay, readingOf } from './commands/reading.ts';
import { following } from './comparing.ts';
import { anew, corrected } from './corrections.ts';
import { plainly } from './idioms.ts';
import { numberedIn, numberedReply } from './numbered.ts';
import { columnsAlone, ownWords, readOnce, talkOf } from './once.ts';
import { periodsCompared } from './periods-compared.ts';
import { pieces } from './pieces.ts';
import { inWords } from './query-style.ts';
import type { ReadWith } from './read-with.ts';
import { refusalOf } from './refusals.ts';
import { readOneOfMany, readWithoutReason, saysLimit } from './remarks.ts';
import { drawn, measuredAnew, renumbered, unnamed, untilToday, widened } from './replies.ts';
import { inReplyWords } from './reply-words.ts';
import type { Frame, Path, Reading } from './request.ts';
import { readShare } from './shares.ts';
import type { About } from './state.ts';
import { words } from './words.ts';

type Said = {
  clean: string;
  own: string;
  use: ReadWith;
  about: About;
  talk: Talk;
  /** The command that nothing else could be, where it is one. */
  firm: CommandRead | null;
};
type Way = (said: Said) => Reading | null;

/** `clean` is plain text, neither empty nor too long. */
export function readWords(text: string, given: ReadWith): Reading {
  // After a word about one row, replies are about the list again.
  const row = given.thread?.rowOf ? given.thread : null;
  const use: ReadWith = row ? { ...given, thread: wholeOf(row), row } : given;
  const about: About = { ...use, today: dayIn(use.now, use.zone) };
  const talk = talkOf(use, about);
  const typed = ownWords(text, use.lexicon);
  // A command is read as it was said.
  const asSaid = firmCommandOf(typed, talk);
  const clean = asSaid ? text : plainly(use.thread ? text : periodsCompared(text));
  const own = clean === text ? typed : ownWords(clean, use.lexicon);
  const firm = clean === text ? asSaid : firmCommandOf(own, talk);
  const said: Said = { clean, own, use, about, talk, firm };
  for (const way of ways) {
    const reading = way(said);
    if (reading) return reading;
  }
  return readOnce(clean, own, use, talk);
}

const ways: Way[] = [
  asAdjusted,
  asColumns,
  asReply,
  asAddition,
  asPlainReply,
  asTwoReplies,
  asReported,
  asBeyond,
  asRefused,
  asSecondThought,
  asNewQuestion,
  asTakenBack,
  asFirmCommand,
  asShare,
  asNumbered,
  asWhole,
  asCommandAmong,
  asCommandAlone,
  asQuery,
  asCorrected,
  asOneOfMany,
  asWithoutReason,
  asWithoutAsides,
];

function asShare({ clean, use }: Said): Reading | null {
  return readShare(clean, use, readWords);
}

const isAsked = (reading: Reading): boolean => reading.say === 'question' || reading.say === 'which';
const nothing = (clean: string) => ({ text: clean, spans: [], assumptions: [], path: 'plain' as Path });

/** Once a command was spoken of last, a reply is about it and not about an older question: "Wednesday rather", "not Wei, Chloe". */
function asAdjusted({ clean, own, talk }: Said): Reading | null {
  const found = adjustedCommandOf(own, talk);
  return found && readingOf(clean, found, talk);
}

function asColumns({ clean, own, use, about }: Said): Reading | null {
  return columnsAlone(clean, own, use, about);
}

/** "Make it 45", "no limit", "drop the region": what the reply changes. */
function asReply({ clean, own, use, about }: Said): Reading | null {
  if (!use.thread) return null;
  const typed = words(own);
  const list = pieces(typed, use.lexicon, about, use.thread.of);
  const again =
    following(use.thread, typed, about) ??
    paged(use.thread, typed) ??
    placed(use.thread, typed, use.row ?? null) ??
    owned(use.thread, typed) ??
    untilToday(use.thread, typed) ??
    numberedReply(clean, use.thread) ??
    drawn(use.thread, typed) ??
    widened(use.thread, typed) ??
    measuredAnew(use.thread, typed) ??
    unnamed(use.thread, list) ??
    renumbered(use.thread, list, typed);
  return again && { say: 'question', ...again, goesOn: true, ...nothing(clean) };
}

const addition =
  /^\W*(?:and )?(?:plus|add|also|include|including|incl\.?|together with|along with|throw in|toss in|as well as)(?=[:\s])[:\s]+(?=\S)/i;
const instead =
  /,? (?:rather than|instead of) [^,]+$|[,.?!;] (?:and )?not (?!(?:the )?\S+ (?:ones|deals)\b|(?:in|from|of|with|for|those|the ones)\b)(?:the |by |just )?\S+(?: \S+){0,2}$|,? sorry\W*$|,? though\W*$|,? rather\W*$|,? again\W*$/i;

/** "Plus Hannes", "add Arjun's", "by stage rather than owner", "thirty, not twenty". */
function asAddition({ clean, use }: Said): Reading | null {
  const added = clean.replace(addition, '');
  const trimmed = added.replace(instead, '');
  if (!use.thread || trimmed === clean || trimmed === '') return null;
  const reading = readWords(trimmed, { ...use, more: use.more || added !== clean });
  return (reading.say === 'question' && reading.goesOn) || reading.say === 'which' ? reading : null;
}

/** "Make that Discovery", "what do they add up to", "could I see them?". */
function asPlainReply({ clean, use }: Said): Reading | null {
  const plainer = use.thread ? inReplyWords(clean, use.thread) : null;
  if (plainer === null) return null;
  const reading = readWords(plainer, use);
  return (reading.say === 'question' && reading.goesOn) || reading.say === 'which' ? reading : null;
}

const leftOut =
  /^((?:(?:and|ok|okay|now|then|please|pls)[\s,]+)*(?:drop|remove|forget|lose|clear|ditch|scrap|take (?:off|out|away)|leave out|get rid of)\s.{3,50}?)(?:\s*[,;]\s*(?:and |but )?|\s+(?:and|but)\s+)((?:only|just|show|keep|sort|instead|rather|make)\b.*\S)$/i;

/** "Drop the amount, but only Contract": a limit goes and another comes. */
function asTwoReplies({ clean, use }: Said): Reading | null {
  const [, first = '', second = ''] = (use.thread && leftOut.exec(clean)) || [];
  if (first === '') return null;
  const without = readWords(first, use);
  if (without.say !== 'question' || !without.goesOn) return null;
  const reading = readWords(second, { ...use, thread: without.frame });
  return reading.say === 'question' && reading.goesOn ? reading : null;
}

function asBeyond({ clean, use, firm }: Said): Reading | null {
  if ((firm && 'command' in firm) || !isBeyond(clean, use.lexicon)) return null;
  const why = refusalOf(clean);
  // "Book a flight" is no message to anybody.
  return why === null || why === 'send' || why === 'write'
    ? { say: 'refused', why: 'beyond', ...nothing(clean) }
    : null;
}

function asRefused({ clean, own, firm, talk }: Said): Reading | null {
  const why = refusalOf(clean);
  if (!why) return null;
  // "Set pipeline agent to aggresive": no field of a deal is meant.
  const meant = why === 'write' && !firm ? slippedCommandOf(own, talk) : null;
  if (meant) return readingOf(clean, meant, talk);
  return firm && isNamedWay(why, firm, own) ? null : { say: 'refused', why, ...nothing(clean) };
}

/** "She now says four weeks", "Mara wants them by rep": who says so changes nothing. */
function asReported({ clean, use }: Said): Reading | null {
  const told = clean.replace(
    /^(?:and |but |now |ok |so )*(?:she|he|they|my boss|[\p{Lu}][\p{L}]+) (?:now |also |just )?(?:says|said|wants|wanted|needs|prefers|meant|asks for|asked for|would like)(?: it| them| me| us)?(?: to (?:see|have|be|know))?\s+(?=\S)/u,
    '',
  );
  if (!use.thread || told === clean) return null;
  const reading = readWords(told, use);
  return isAsked(reading) ? reading : null;
}

/** "No, I meant Q3": the reply after it. */
function asSecondThought({ clean, use }: Said): Reading | null {
  const replied = clean.replace(
    /^(?:(?:no|sorry|oh|ah|ok|okay|hm+|wait|actually|i meant?|meant|rather|and)[\s,.:;!-]+)+(?=\S)/i,
    '',
  );
  if (!use.thread || !/^(?:no|sorry|oh|ah|wait|i meant?)\b/i.test(clean)) return null;
  if (replied === clean || replied === '') return null;
  const reading = readWords(replied, use);
  return isAsked(reading) ? reading : null;
}

function asNewQuestion({ clean, use }: Said): Reading | null {
  const fresh = clean.replace(anew, '');
  return use.thread && fresh !== clean ? readWords(fresh, { ...use, thread: null }) : null;
}

function asTakenBack({ clean, use, talk, firm }: Said): Reading | null {
  // "How many cards wait for me": that wait takes nothing back.
  if (firm && 'command' in firm && firm.command.do === 'waiting') return null;
  const correction = corrected(clean);
  return correction?.surely ? readCorrected(correction, use, talk) : null;
}

function asFirmCommand({ clean, own, use, talk, firm }: Said): Reading | null {
  const among = firm && !('command' in firm) ? commandAmong(own, talk) : null;
  const reading = firm && readingOf(clean, among ?? firm, talk);
  if (reading?.say === 'lacks') return readWithoutWhy(clean, use, talk, readWords) ?? reading;
  return reading?.say === 'unread'
    ? (readWithoutAsides(clean, use, talk, readWords, true) ?? reading)
    : reading;
}

const because =
  /^([^,.;!–]{4,60}?)(?:,|[.;!]| [–-])\s+((?:because |since |as |so )?(?:(?:i|we|it|they|he|she|there|that|this)(?:'m|'re|'s|'ve)?\b|(?:the|our|my) \p{L}+ (?:is|are|was|were|has|have)\b)(?![^.]*\b(?:only|until|till|except|but|not|unless|if|when|instead)\b).{3,80})$/iu;

/** "Run the forecasting agent now, I need fresh numbers for the board": why it is wanted changes nothing. */
function asCommandAlone({ clean, use, talk }: Said): Reading | null {
  const [, head = '', why = ''] = because.exec(clean) ?? [];
  // "Pause all agents, this is for EMEA"
  if (head === '' || saysLimit(why.replace(/\b(?:i|we)(?:'\p{L}+)?(?= )/giu, ''), use, talk)) return null;
  const reading = readWords(head, use);
  return reading.say === 'command'
    ? { ...reading, assumptions: [...reading.assumptions, `Read: "${head}".`] }
    : null;
}

/** "Open deals by amount, numbers 6 to 10". */
function asNumbered({ clean, use, talk }: Said): Reading | null {
  const numbered = numberedIn(clean);
  const reading = numbered && readOnce(numbered.rest, numbered.rest, use, talk);
  const frame = numbered && reading?.say === 'question' ? numbered.put(reading.frame) : null;
  return frame && reading?.say === 'question' ? { ...reading, frame, ...{ text: clean, spans: [] } } : null;
}

function asWhole({ clean, own, use, talk }: Said): Reading | null {
  const whole = readOnce(clean, own, use, talk);
  return whole.say !== 'unread' && whole.say !== 'partly' ? whole : null;
}

/** "Everything is on fire, pause all agents". */
function asCommandAmong({ clean, own, talk }: Said): Reading | null {
  const found = commandAmong(own, talk);
  return found && readingOf(clean, found, talk);
}

/** "stage:Proposal owner:me" */
function asQuery({ clean, use, talk }: Said): Reading | null {
  const spoken = inWords(clean);
  if (spoken === clean) return null;
  // "sort=close_date asc", in a thread.
  const short = use.thread ? spoken.replace(/^deals /, '') : spoken;
  const reply = short === spoken ? null : readWords(short, use);
  if (reply?.say === 'question' && reply.goesOn) return reply;
  const reading = readOnce(spoken, spoken, use, talk);
  return isAsked(reading) ? reading : null;
}

function asCorrected({ clean, use, talk }: Said): Reading | null {
  const correction = corrected(clean);
  return correction && readCorrected(correction, use, talk);
}

function asOneOfMany({ clean, use, talk }: Said): Reading | null {
  return readOneOfMany(clean, use, talk, readWords);
}

function asWithoutReason({ clean, use, talk }: Said): Reading | null {
  return readWithoutReason(clean, use, talk, readWords);
}

function asWithoutAsides({ clean, use, talk }: Said): Reading | null {
  return readWithoutAsides(clean, use, talk, readWords) ?? readWithoutWhy(clean, use, talk, readWords);
}

/** The correction is a request of its own, or it changes what was said before it; null where it is neither. */
function readCorrected(
  { head, tail, surely }: { head: string; tail: string; surely: boolean },
  use: ReadWith,
  talk: Talk,
): Reading | null {
  // Without words that take it back, what came before counts, unless it says nothing about deals.
  const first = surely ? null : readOnce(head, head, use, talk);
  const counts = first !== null && !(first.say === 'unread' && first.hints === null) && !isGreeting(first);
  if (counts && first.say !== 'question') return null;
  const told = (reading: Reading): Reading => ({
    ...reading,
    assumptions: [
      ...reading.assumptions.filter((line) => !line.startsWith('Read from ')),
      `Read from "${tail.slice(0, 60)}" on.`,
    ],
  });
  const narrowedBy = (frame: Frame): Reading | null => {
    const both = readWords(tail, { ...use, thread: frame });
    return both.say === 'question'
      ? told({ ...both, goesOn: false })
      : both.say === 'which'
        ? told(both)
        : null;
  };
  const alone = readWords(tail, use);
  if (counts) return first.say === 'question' ? narrowedBy(first.frame) : null;
  if (alone.say !== 'unread' && alone.say !== 'partly' && (standsAlone(tail) || alone.say === 'command'))
    return told(alone);
  // "Revenue that Vicki, no sorry, Versie closed": the last words before it are replaced.
  const said = head.split(' ');
  for (let count = 1; surely && count <= Math.min(3, said.length - 1); count++) {
    const replaced = readWords(`${said.slice(0, -count).join(' ')} ${tail}`, use);
    if (replaced.say === 'command' || (replaced.say === 'question' && replaced.frame.clauses.length > 0))
      return told(replaced);
  }
  if (alone.say !== 'unread' && alone.say !== 'partly') return told(alone);
  const before = readWords(head, use);
  return before.say === 'question' ? narrowedBy(before.frame) : null;
}

const isGreeting = (reading: Reading): boolean => reading.say === 'command' && reading.command.do === 'greet';

const standsAlone = (text: string): boolean =>
  /\b(?:deals?|opps?|opportunit(?:y|ies)|pipeline|leads?|show|list|how|what|which|who|rate|forecast|coverage|attainment|revenue|size|count|sum|total|average|median)\b/i.test(
    text,
  );
