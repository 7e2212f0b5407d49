/** One sentence, read once: as a question, else as a command. */
import { commandOf } from './commands/commands.ts';
import type { Talk } from './commands/read.ts';
import { readingOf } from './commands/reading.ts';
import { withoutAsides } from './corrections.ts';
import { fragment } from './fragments.ts';
import type { Lexicon } from './lexicon.ts';
import { nounOf } from './noun.ts';
import { type Piece, pieces } from './pieces.ts';
import type { ReadWith } from './read-with.ts';
import type { Frame, Path, Reading, Span } from './request.ts';
import { type Sentence, sentence } from './sentence.ts';
import type { About } from './state.ts';
import { adds, isReply, narrowed } from './threads.ts';
import { words } from './words.ts';

export function readOnce(clean: string, own: string, use: ReadWith, talk: Talk): Reading {
  const reading = asked(clean, own, use, talk);
  if ((reading.say === 'question' || reading.say === 'which') && !commandFirst(clean)) return reading;
  const found = commandOf(own, talk);
  return found ? readingOf(clean, found, talk) : reading;
}

/** The words as a question. */
function asked(clean: string, own: string, use: ReadWith, about: About): Reading {
  const typed = words(withoutAsides(own));
  const said = nounOf(typed, use.lexicon);
  const noun = said ?? use.thread?.of ?? 'deal';
  const list = pieces(typed, use.lexicon, about, noun);
  const choices = use.choices ?? [];
  const inThread = use.thread ? sentence(list, about, choices, noun, use.thread) : null;
  // A question that is whole by itself begins anew; nothing of the one before is in it.
  const goesOn = inThread !== null && isReply(inThread);
  const found = goesOn
    ? inThread
    : sentence(
        noun === (said ?? 'deal') ? list : pieces(typed, use.lexicon, about, 'deal'),
        about,
        choices,
        said ?? 'deal',
      );
  // "Activities", after deals of somebody: whose they are to be is not said.
  const bare = list.every((piece) => ['filler', 'noun', 'list', 'and'].includes(piece.is));
  if (use.thread && !goesOn && said && said !== use.thread.of && bare) found.beyond.push(clean);
  const more = goesOn && use.thread != null && (use.more === true || adds(typed, use.thread));
  return asQuestion(clean, found, { ...use, thread: goesOn ? use.thread : null, more, list }, typed);
}

export const talkOf = (use: ReadWith, about: About): Talk => ({
  ...about,
  choices: use.choices ?? [],
  it: use.it ?? null,
  before: use.before ?? null,
  thread: use.thread ?? null,
  deals: (said) => {
    const reading = asked(said, said, { ...use, thread: null }, about);
    if (reading.say === 'question' && reading.frame.of === 'deal' && reading.frame.measure.kind === 'rows')
      return { frame: reading.frame, assumptions: reading.assumptions };
    if (reading.say === 'which') return { which: reading };
    return reading.say === 'partly' ? { unread: reading.unread.join(', ') } : null;
  },
});

// These begin a command whatever else the sentence could mean.
const commandFirst = (text: string): boolean =>
  /^(?:\W*)(?:pause|resume|undo|run|help|yes|no|deal\s+\S|show deal\s+\S)/i.test(text) &&
  !/^deals?\s+(?:over|under|in|of|by|without|with|for|size|value)\b/i.test(text);

/** A mention of Steward itself opens a message; it is no name. */
export function ownWords(text: string, lexicon: Lexicon): string {
  const lead = /^(?:(?:hey|hi|hello|ok|yo)[\s,]+)?@([A-Za-z0-9]+)[\s,:]*/i.exec(text);
  const known =
    lead && lexicon.people.some((person) => person.slackId?.toLowerCase() === lead[1]?.toLowerCase());
  return lead && !known ? text.slice(lead[0].length) : text;
}

function asQuestion(
  text: string,
  found: Sentence,
  use: ReadWith & { more: boolean; list: Piece[] },
  typed: { start: number; end: number }[],
): Reading {
  const path: Path = found.assumptions.some((line) => line.startsWith('Read "'))
    ? 'corrected'
    : found.assumed
      ? 'assumed'
      : 'plain';
  const spans: Span[] = found.used.map(({ from, to, read: as }) => ({
    start: typed[from]?.start ?? 0,
    end: typed[to - 1]?.end ?? 0,
    read: as,
  }));
  const base = { text, spans, assumptions: found.assumptions, path };
  const goesOn = use.thread != null;
  const enough = found.named || found.dated || saysEnough(found);
  const hints = found.weight > 0 ? found.frame : null;
  const part = goesOn || enough ? null : fragment(text, use.list, found, use);
  const asks = part ? { ...part, known: true } : found.unknown ? { ...found.unknown, known: false } : null;
  const unread = (): Reading => ({ say: 'unread', words: text, hints, asks, ...base });
  if (found.beyond.length > 0) return unread();
  if (found.unread.length > 0) {
    if (!enough && !(goesOn && found.weight > 0) && !found.unknown) return unread();
    const frame = goesOn && use.thread ? narrowed(use.thread, found, use.more).frame : found.frame;
    return {
      say: 'partly',
      frame,
      unread: found.unread,
      asks: found.which ?? found.unknown,
      choices: use.choices ?? [],
      ...base,
    };
  }
  if (goesOn && use.thread && (found.shows || found.weight > 0 || found.asked || found.noun)) {
    const { frame, changed } = narrowed(use.thread, found, use.more);
    if (found.which) return { say: 'which', ...found.which, choices: use.choices ?? [], ...base };
    return { say: 'question', frame, changed, goesOn: true, ...base };
  }
  if (!enough && !found.noun && !found.measured && !found.which) return unread();
  if (found.which) return { say: 'which', ...found.which, choices: use.choices ?? [], ...base };
  return { say: 'question', frame: found.frame, changed: [], goesOn: false, ...base };
}

// "Which ones are at Verbal", "what's in Negotiation": a stage is of nothing but deals.
const isOfStage = (frame: Frame): boolean =>
  frame.clauses.some((clause) => clause.says === 'names' && clause.field === 'stage');

const saysEnough = (found: Sentence): boolean =>
  found.noun
    ? found.weight > 0 || found.asked || found.frame.pipeline
    : found.weight > 1 ||
      (found.weight > 0 &&
        (found.asked || hasLength(found.frame) || (found.listed && isOfStage(found.frame))));

// "Stuck 30 days" says enough without the word "deals"; "over 100k" alone goes on from something that is not here.
const hasLength = (frame: Frame): boolean =>
  frame.clauses.some(
    (clause) => clause.says === 'stale' || (clause.says === 'range' && clause.unit === 'days'),
  );
