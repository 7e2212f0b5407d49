/** One sentence, read once: as a question, else as a command. */
import { type Columns, columnsIn, shownAfter } from './columns.ts';
import { commandOf } from './commands/commands.ts';
import type { Talk } from './commands/read.ts';
import { readingOf } from './commands/reading.ts';
import { withoutAsides } from './corrections.ts';
import { fragment, options } from './fragments.ts';
import type { Lexicon } from './lexicon.ts';
import { areLight } from './light-words.ts';
import { openAssumed } from './measures.ts';
import { nounOf } from './noun.ts';
import { isParty, ownField, saysOnlyHowMany } from './parties.ts';
import { type Piece, pieces } from './pieces.ts';
import type { ReadWith } from './read-with.ts';
import { renumbered, unnamed, widened } from './replies.ts';
import {
  type AskedNoun,
  type Choice,
  type Clause,
  emptyFrame,
  type Frame,
  type Option,
  type Path,
  type Reading,
  type Span,
} from './request.ts';
import { type Sentence, sentence } from './sentence.ts';
import { isOfThen, pointAsked, standing } from './standing.ts';
import type { About } from './state.ts';
import { fold } from './text.ts';
import { adds, hasSubject, isReply, narrowed } from './threads.ts';
import { type Word, words } from './words.ts';

export function readOnce(clean: string, own: string, use: ReadWith, talk: Talk): Reading {
  const reading = asked(clean, own, use, talk);
  if ((reading.say === 'question' || reading.say === 'which') && !commandFirst(clean)) return reading;
  const found = commandOf(own, talk);
  return found ? readingOf(clean, found, talk) : reading;
}

/** The words as a question; what makes none about accounts may make one about their deals. */
function asked(clean: string, own: string, use: ReadWith, about: About): Reading {
  const typed = words(withoutAsides(own));
  const goesOn = use.thread && isParty(use.thread.of) && saysOnlyHowMany(typed);
  const said = goesOn ? null : nounOf(typed, use.lexicon);
  const reading = askedAs(said, clean, typed, use, about);
  if (!said || !isParty(said) || (reading.say !== 'unread' && reading.say !== 'partly')) return reading;
  const ofDeals = askedAs(null, clean, typed, { ...use, thread: null }, about);
  const which = ofDeals.say === 'question' ? datedParty(said, clean, ofDeals.frame, use) : null;
  if (which && ofDeals.say === 'question')
    return { ...ofDeals, say: 'which', ...which, choices: use.choices ?? [], assumptions: [] };
  return ofDeals.say === 'question' || ofDeals.say === 'which' ? ofDeals : reading;
}

function askedAs(said: AskedNoun | null, clean: string, typed: Word[], use: ReadWith, about: About): Reading {
  const noun = said ?? use.thread?.of ?? 'deal';
  const list = pieces(typed, use.lexicon, about, noun);
  const choices = use.choices ?? [];
  const inThread = use.thread ? parsed(list, about, choices, noun, use.thread) : null;
  const anew = (): Parsed =>
    parsed(
      noun === (said ?? 'deal') ? list : pieces(typed, use.lexicon, about, 'deal'),
      about,
      choices,
      said ?? 'deal',
      null,
    );
  // A question that is whole by itself begins anew; nothing of the one before is in it.
  const leans = inThread !== null && isReply(inThread, list);
  const alone = leans && use.top && !inThread.goesOn && hasSubject(list, inThread) ? anew() : null;
  const goesOn = leans && !(alone && isWhole(alone));
  const found = goesOn ? inThread : (alone ?? anew());
  // "Activities", after deals of somebody: whose they are to be is not said.
  const bare = list.every((piece) => ['filler', 'noun', 'list', 'and'].includes(piece.is));
  if (use.thread && !goesOn && said && said !== use.thread.of && bare) found.beyond.push(clean);
  const more = goesOn && use.thread != null && (use.more === true || adds(typed, use.thread));
  return asQuestion(clean, found, { ...use, thread: goesOn ? use.thread : null, more, list }, typed);
}

/** "Accounts in Germany this quarter": what of them, in that time, was not said. */
function datedParty(
  said: AskedNoun,
  clean: string,
  frame: Frame,
  use: ReadWith,
): { question: string; options: Option[] } | null {
  const { clauses, measure } = frame;
  if (said !== 'account' || measure.kind !== 'rows' || !clauses.some((one) => one.says === 'period'))
    return null;
  const limits = clauses.filter((one) => one.says !== 'status' || !one.implied);
  if (limits.some((one) => one.says === 'status')) return null;
  const won: Frame = { ...frame, clauses: [{ says: 'status', is: ['won'], implied: false }, ...limits] };
  const accounts = limits.flatMap((one): Clause[] =>
    one.says === 'period' ? [] : 'field' in one ? [{ ...one, field: ownField(said, one.field) }] : [one],
  );
  const alone: Frame = { ...emptyFrame, of: said, clauses: accounts };
  return {
    question: 'Accounts have no date of their own. What is meant?',
    options: options(clean, [won, frame, ...(accounts.length > 0 ? [alone] : [])], use),
  };
}

type Parsed = Sentence & { columns: Columns | null };

/** The sentence without the words for columns; those of something that is counted or grouped are read as any others. */
function parsed(
  list: readonly Piece[],
  about: About,
  choices: Choice[],
  of: AskedNoun,
  before: Frame | null,
): Parsed {
  const columns = columnsIn(list, of, choices, before);
  const found = columns && sentence(columns.rest, about, choices, of, before);
  if (!columns || found?.frame.measure.kind !== 'rows')
    return { ...sentence(list, about, choices, of, before), columns: null };
  return { ...found, columns, weight: found.weight + 1, named: true, which: found.which ?? columns.which };
}

/** "Add the owner", "show me stage and amount only": nothing but columns is spoken of. */
export function columnsAlone(clean: string, own: string, use: ReadWith, about: About): Reading | null {
  const typed = words(own);
  // "Open deals" is a column of accounts.
  const said = use.thread && isParty(use.thread.of) ? null : nounOf(typed, use.lexicon);
  const noun = said ?? use.thread?.of ?? 'deal';
  const list = pieces(typed, use.lexicon, about, noun);
  const found = columnsIn(list, noun, use.choices ?? [], use.thread ?? null);
  if (!found || !(use.thread || found.sure) || found.rest.some(({ is }) => !aside.has(is))) return null;
  const reading = askedAs(said, clean, typed, use, about);
  if (reading.say !== 'question' || use.thread || found.rest.some(({ is }) => is === 'noun')) return reading;
  return {
    ...reading,
    assumptions: [...reading.assumptions, 'Nothing was listed here before: all of them.'],
  };
}

const aside = new Set<Piece['is']>(['filler', 'list', 'and', 'goesOn', 'noun']);

export const talkOf = (use: ReadWith, about: About): Talk => ({
  ...about,
  choices: use.choices ?? [],
  it: use.it ?? null,
  before: use.before ?? null,
  thread: use.thread ?? null,
  deals: (said) => {
    const reading = asked(said, said, { ...use, thread: null }, about);
    // What is done is done to deals as they are.
    if (isOfThen(reading)) return { unread: said };
    if (reading.say === 'question' && reading.frame.of === 'deal' && reading.frame.measure.kind === 'rows')
      // What is to be done with open deals says so itself, and waits for a yes.
      return {
        frame: reading.frame,
        assumptions: reading.assumptions.filter((one) => one !== openAssumed),
      };
    if (reading.say === 'which') return { which: reading };
    return reading.say === 'partly' ? { unread: reading.unread.join(', ') } : null;
  },
  question: (said) => asked(said, said, { ...use, thread: null }, about),
  reply: (said, to, more) => {
    const typed = words(said);
    const list = pieces(typed, use.lexicon, about, to.of);
    const again = widened(to, typed) ?? unnamed(to, list) ?? renumbered(to, list, typed);
    if (again) return { frame: again.frame, assumptions: [] };
    const reading = asked(said, said, { ...use, thread: to, more }, about);
    return reading.say === 'question' && reading.goesOn && reading.frame.measure.kind === 'rows'
      ? { frame: reading.frame, assumptions: reading.assumptions }
      : null;
  },
});

/** "Open deals of Tom from": something was to come. */
const unended = /\b(?:from|with|for|of|in|by|to|at|on)\s*[?.!]*$/i;

// These begin a command whatever else the sentence could mean.
const commandFirst = (text: string): boolean =>
  /^(?:\W*)(?:pause|resume|undo|run|help|yes|no|deal\s+\S|show deal\s+\S)/i.test(text) &&
  !/^deals?\s+(?:over|under|in|of|by|without|with|for|size|value)\b/i.test(text);

/** A mention of Steward itself opens a message; it is no name. */
export function ownWords(text: string, lexicon: Lexicon): string {
  const lead = /^(?:(?:hey|hi|hello|ok|yo)[\s,]+)?@([A-Za-z0-9]+)[\s,:]*/i.exec(text);
  const known =
    lead && lexicon.people.some((person) => person.slackId?.toLowerCase() === lead[1]?.toLowerCase());
  const named = lead && lexicon.people.some(({ name }) => fold(name).split(' ')[0] === fold(lead[1] ?? ''));
  if (named) return text.replace('@', '');
  return lead && !known ? text.slice(lead[0].length) : text;
}

function asQuestion(
  text: string,
  found: Parsed,
  use: ReadWith & { more: boolean; list: readonly Piece[] },
  typed: { start: number; end: number }[],
  without: string[] = [],
): Reading {
  const path: Path =
    without.length > 0 || found.assumptions.some((line) => line.startsWith('Read "'))
      ? 'corrected'
      : found.assumed
        ? 'assumed'
        : 'plain';
  const spans: Span[] = found.used.map(({ from, to, read: as }) => ({
    start: typed[from]?.start ?? 0,
    end: typed[to - 1]?.end ?? 0,
    read: as,
  }));
  const left = without.length > 0 ? [`Read without ${without.map((one) => `"${one}"`).join(' and ')}.`] : [];
  const base = { text, spans, assumptions: [...found.assumptions, ...left], path };
  const goesOn = use.thread != null;
  if (found.columns?.unlisted) return { say: 'refused', why: 'private', ...base };
  const enough = found.named || found.dated || saysEnough(found);
  const whole = enough || (goesOn && found.weight > 0);
  if (whole && found.unread.length > 0 && !found.unknown && areLight(found.unread) && !unended.test(text))
    return asQuestion(text, { ...found, unread: [] }, use, typed, found.unread);
  const hints = found.weight > 0 ? found.frame : null;
  const part = goesOn || enough ? null : fragment(text, use.list, found, use);
  const asks = part ? { ...part, known: true } : found.unknown ? { ...found.unknown, known: false } : null;
  const unread = (): Reading => ({ say: 'unread', words: text, hints, asks, ...base });
  // Without its "or" it would be another question: both limits in the place of either, or one alone.
  if (found.weight > 0 && found.unread.some((words) => saysEither(words, use.list)))
    return { say: 'unread', words: text, hints: null, asks: null, either: true, ...base };
  if (found.beyond.length > 0) return unread();
  if (found.unread.length > 0) {
    if (!enough && !(goesOn && found.weight > 0) && !found.unknown) return unread();
    const frame = goesOn && use.thread ? narrowed(use.thread, found, use, use.more).frame : found.frame;
    return {
      say: 'partly',
      frame,
      unread: found.unread,
      // "Acme Corpp" is not about which Acme alone.
      asks: (found.unknown?.begun ? found.unknown : found.which) ?? found.unknown,
      choices: use.choices ?? [],
      ...base,
    };
  }
  if (goesOn && use.thread && (found.shows || found.weight > 0 || found.asked || found.noun)) {
    const { changed, ...next } = narrowed(use.thread, found, use, use.more);
    const frame = columned(standing(next.frame, use), found.columns, true);
    if (found.which) return { say: 'which', ...found.which, choices: use.choices ?? [], ...base };
    if (!frame) return { say: 'unread', words: text, hints: use.thread, asks: null, ...base };
    const which = pointAsked(frame, found.point, text, use);
    if (which) return { say: 'which', ...which, choices: use.choices ?? [], ...base };
    return { say: 'question', frame, changed, goesOn: true, ...base };
  }
  if (!enough && !found.noun && !found.measured && !found.which) return unread();
  if (found.which) return { say: 'which', ...found.which, choices: use.choices ?? [], ...base };
  const frame = columned(standing(found.frame, use), found.columns, false);
  const which = frame && pointAsked(frame, found.point, text, use);
  if (which) return { say: 'which', ...which, choices: use.choices ?? [], ...base };
  return frame ? { say: 'question', frame, changed: [], goesOn: false, ...base } : unread();
}

/** "Or" between limits. In "deals or over 50k" there is nothing before it that it could join. */
const saysEither = (unread: string, list: readonly Piece[]): boolean =>
  /^(?:or|either)$/i.test(unread) ||
  (/^(?:or|either)\s.*\d/i.test(unread) &&
    list.some(({ text }, at) => /^(?:or|either)\b/i.test(text) && list[at - 1]?.is !== 'noun'));

/** The rows behind one figure have columns; groups and rates have none. Null where the wish cannot be met. */
function columned(frame: Frame, columns: Columns | null, isReply: boolean): Frame | null {
  if (!columns) return frame;
  if (frame.by.length > 0 || frame.other || frame.measure.kind === 'metric') return null;
  // A figure had no columns before.
  const show = shownAfter(frame, columns.wish, isReply && frame.measure.kind === 'rows');
  return show && { ...frame, measure: { kind: 'rows' }, show };
}

// "Which ones are at Verbal", "what's in Negotiation": a stage is of nothing but deals.
const isOfStage = (frame: Frame): boolean =>
  frame.clauses.some((clause) => clause.says === 'names' && clause.field === 'stage');

/** All of it was read, and it asks something. */
const isWhole = (found: Sentence): boolean =>
  found.unread.length === 0 &&
  found.beyond.length === 0 &&
  (found.named || found.dated || found.measured || saysEnough(found));

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
