/** Words → a typed request. Pure: the same words with the same lexicon, day and thread read the same. No model. */
import { dayIn } from '../sales/days.ts';
import type { Calendar } from '../sales/periods.ts';
import { type Columns, columnsIn, shownAfter } from './columns.ts';
import { commandOf, firmCommandOf } from './commands/commands.ts';
import type { Talk } from './commands/read.ts';
import { isNamedWay, readingOf } from './commands/reading.ts';
import { anew, corrected, withoutAsides } from './corrections.ts';
import type { Lexicon } from './lexicon.ts';
import { nounOf } from './noun.ts';
import { isParty, saysOnlyHowMany } from './parties.ts';
import { byPhrasing } from './phrasings/match.ts';
import { type Piece, pieces } from './pieces.ts';
import { inWords } from './query-style.ts';
import { refusalOf } from './refusals.ts';
import type { AskedNoun, Choice, Command, Frame, It, Path, Reading, Span } from './request.ts';
import { type Sentence, sentence } from './sentence.ts';
import type { About } from './state.ts';
import { longestRequest, plain } from './text.ts';
import { adds, isReply, narrowed, renumbered, widened } from './threads.ts';
import { type Word, words } from './words.ts';

export type ReadWith = {
  lexicon: Lexicon;
  now: Date;
  zone: string;
  calendar: Calendar;
  companyCurrency: string;
  /** The last question of this thread by this person. */
  thread?: Frame | null;
  /** Answers given to questions back about these words. */
  choices?: Choice[];
  /** Names go beside those that were asked for. */
  more?: boolean;
  /** What "it" means here. */
  it?: It | null;
  /** The last command of this thread by this person, where nothing else came after it. */
  before?: Command | null;
};

/**
 * Reads one request. Words that were not read are never ignored: then the reading is `partly` or `unread`. What the rules
 * leave is looked for among the phrasings that people have accepted; what they refuse or take for a command never is.
 */
export function read(text: string, use: ReadWith): Reading {
  const reading = readByRules(text, use);
  const left = reading.say === 'partly' || (reading.say === 'unread' && !reading.ofCommand);
  return (left ? readByPhrasing(reading.text, use) : null) ?? reading;
}

function readByPhrasing(clean: string, use: ReadWith): Reading | null {
  const about: About = { ...use, today: dayIn(use.now, use.zone) };
  const found = byPhrasing(ownWords(clean, use.lexicon), about, use.choices);
  if (!found) return null;
  const { id, phrasing, version, template } = found.phrasing;
  const base = {
    text: clean,
    spans: [],
    assumptions: [],
    path: 'phrasing' as const,
    by: { id, phrasing, version, template },
  };
  if ('which' in found) return { say: 'which', ...found.which, choices: use.choices ?? [], ...base };
  return { say: 'question', frame: found.frame, changed: [], goesOn: false, ...base };
}

/** As `read`, with the rules alone. */
export function readByRules(text: string, use: ReadWith): Reading {
  const clean = plain(text);
  const nothing = { text: clean, spans: [], assumptions: [], path: 'plain' as Path };
  if (clean === '') return { say: 'unread', words: clean, hints: null, ...nothing };
  if (clean.length > longestRequest)
    return { say: 'unread', words: `${clean.slice(0, 80)}…`, hints: null, ...nothing };
  const about: About = { ...use, today: dayIn(use.now, use.zone) };
  const own = ownWords(clean, use.lexicon);
  const talk = talkOf(use, about);
  const columned = columnsAlone(clean, own, use, about);
  if (columned) return columned;
  const again = use.thread ? repliedIn(use.thread, own, use, about) : null;
  if (again) return { say: 'question', ...again, goesOn: true, ...nothing };
  // "Plus Hannes", "add Arjun's", "by stage rather than owner", "thirty, not twenty".
  const added = clean.replace(
    /^\W*(?:and )?(?:plus|add|also|include|throw in|toss in|as well as)\b[:\s]+(?=\S)/i,
    '',
  );
  const trimmed = added.replace(
    /,? (?:rather than|instead of) [^,]+$|, not \S+$|,? sorry\W*$|,? though\W*$/i,
    '',
  );
  if (use.thread && trimmed !== clean && trimmed !== '') {
    const reading = readByRules(trimmed, { ...use, more: use.more || added !== clean });
    if ((reading.say === 'question' && reading.goesOn) || reading.say === 'which') return reading;
  }
  const firm = firmCommandOf(own, talk);
  const refused = refusalOf(clean);
  if (refused && !(firm && isNamedWay(refused, firm, own)))
    return { say: 'refused', why: refused, ...nothing };
  const replied = clean.replace(
    /^(?:(?:no|sorry|oh|ah|ok|okay|hm+|wait|actually|i meant?|rather|and)[\s,.:;!-]+)+(?=\S)/i,
    '',
  );
  if (
    use.thread &&
    /^(?:no|sorry|oh|ah|wait|i meant?)\b/i.test(clean) &&
    replied !== clean &&
    replied !== ''
  ) {
    const reading = readByRules(replied, use);
    if (reading.say === 'question' || reading.say === 'which') return reading;
  }
  const fresh = clean.replace(anew, '');
  if (use.thread && fresh !== clean) return readByRules(fresh, { ...use, thread: null });
  const correction = corrected(clean);
  const taken = correction?.surely ? readCorrected(correction, use, talk) : null;
  if (taken) return taken;
  if (firm) return readingOf(clean, firm, talk);
  const whole = readOnce(clean, own, use, talk);
  if (whole.say !== 'unread' && whole.say !== 'partly') return whole;
  return (
    readAsQuery(clean, use, talk) ??
    (correction ? readCorrected(correction, use, talk) : null) ??
    readOneOf(clean, use, talk) ??
    whole
  );
}

/** "Make it 45", "no limit", "drop the region": what the reply changes; null where it is no such reply. */
function repliedIn(thread: Frame, own: string, use: ReadWith, about: About) {
  const typed = words(own);
  return widened(thread, typed) ?? renumbered(thread, pieces(typed, use.lexicon, about, thread.of), typed);
}

/** "stage:Proposal owner:me" */
function readAsQuery(clean: string, use: ReadWith, talk: Talk): Reading | null {
  const spoken = inWords(clean);
  if (spoken === clean) return null;
  const reading = readOnce(spoken, spoken, use, talk);
  return reading.say === 'question' || reading.say === 'which' ? reading : null;
}

const remarks = new Set<Piece['is']>([
  'filler',
  'prep',
  'and',
  'or',
  'list',
  'goesOn',
  'how',
  'name',
  'period',
  'date',
  'me',
  'vague',
  'unread',
  'noun',
]);

/** One request among remarks: the only sentence that asks, where no other says anything about deals. */
function readOneOf(clean: string, use: ReadWith, talk: Talk): Reading | null {
  const parts = clean.split(/(?<=[.!?])\s+|\s+[-–—]\s+|:\s+|;\s+/).filter((part) => /\p{L}/u.test(part));
  if (parts.length < 2 || parts.length > 8) return null;
  const readings = parts.map((part) => readOnce(part, part, use, talk));
  const asks = readings.filter((one) => one.say === 'question' || one.say === 'which');
  const others = readings.filter((one) => one.say !== 'question' && one.say !== 'which');
  const [only] = asks;
  if (asks.length !== 1 || !only || others.some((one) => one.say !== 'unread' || one.hints !== null))
    return null;
  const tells = (part: string): boolean =>
    pieces(words(part), use.lexicon, talk).some((piece) => !remarks.has(piece.is));
  if (parts.some((part, n) => readings[n] !== only && tells(part))) return null;
  const at = readings.indexOf(only);
  // A short word after the request may change it; thanks do not.
  const after = parts.slice(at + 1);
  if (
    after.some(
      (part) => part.split(' ').length < 4 && !/\b(?:thank|thx|ty|cheers|please|pls|bye)/i.test(part),
    )
  )
    return null;
  const said = parts[at] ?? '';
  return { ...only, assumptions: [...only.assumptions, `Read: "${said.slice(0, 80)}".`] };
}

/** The correction is a request of its own, or it changes what was said before it; null where it is neither. */
function readCorrected(
  { head, tail, surely }: { head: string; tail: string; surely: boolean },
  use: ReadWith,
  talk: Talk,
): Reading | null {
  // Without words that take it back, what came before counts, unless it says nothing about deals.
  const first = surely ? null : readOnce(head, head, use, talk);
  const counts = first !== null && !(first.say === 'unread' && first.hints === null);
  if (counts && first.say !== 'question') return null;
  const told = (reading: Reading): Reading => ({
    ...reading,
    assumptions: [
      ...reading.assumptions.filter((line) => !line.startsWith('Read from ')),
      `Read from "${tail.slice(0, 60)}" on.`,
    ],
  });
  const narrowedBy = (frame: Frame): Reading | null => {
    const both = readByRules(tail, { ...use, thread: frame });
    return both.say === 'question'
      ? told({ ...both, goesOn: false })
      : both.say === 'which'
        ? told(both)
        : null;
  };
  const alone = readByRules(tail, use);
  if (counts) return first.say === 'question' ? narrowedBy(first.frame) : null;
  if (alone.say !== 'unread' && alone.say !== 'partly' && (standsAlone(tail) || alone.say === 'command'))
    return told(alone);
  // "Revenue that Vicki, no sorry, Versie closed": the last words before it are replaced.
  const said = head.split(' ');
  for (let count = 1; count <= Math.min(3, said.length - 1); count++) {
    const replaced = readByRules(`${said.slice(0, -count).join(' ')} ${tail}`, use);
    if (replaced.say === 'command' || (replaced.say === 'question' && replaced.frame.clauses.length > 0))
      return told(replaced);
  }
  if (alone.say !== 'unread' && alone.say !== 'partly') return told(alone);
  const before = readByRules(head, use);
  return before.say === 'question' ? narrowedBy(before.frame) : null;
}

const standsAlone = (text: string): boolean =>
  /\b(?:deals?|opps?|opportunit(?:y|ies)|pipeline|leads?|show|list|how|what|which|who|rate|forecast|coverage|attainment|revenue|size|count|sum|total|average|median)\b/i.test(
    text,
  );

function readOnce(clean: string, own: string, use: ReadWith, talk: Talk): Reading {
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
  return ofDeals.say === 'question' || ofDeals.say === 'which' ? ofDeals : reading;
}

function askedAs(said: AskedNoun | null, clean: string, typed: Word[], use: ReadWith, about: About): Reading {
  const noun = said ?? use.thread?.of ?? 'deal';
  const list = pieces(typed, use.lexicon, about, noun);
  const choices = use.choices ?? [];
  const inThread = use.thread ? parsed(list, about, choices, noun, use.thread) : null;
  // A question that is whole by itself begins anew; nothing of the one before is in it.
  const goesOn = inThread !== null && isReply(inThread);
  const found = goesOn
    ? inThread
    : parsed(
        noun === (said ?? 'deal') ? list : pieces(typed, use.lexicon, about, 'deal'),
        about,
        choices,
        said ?? 'deal',
        null,
      );
  const more = goesOn && use.thread != null && (use.more === true || adds(typed, use.thread));
  return asQuestion(clean, found, { ...use, thread: goesOn ? use.thread : null, more }, typed);
}

type Parsed = Sentence & { columns: Columns | null };

/** The sentence without the words for columns; those of something that is counted or grouped are read as any others. */
function parsed(list: Piece[], about: About, choices: Choice[], of: AskedNoun, before: Frame | null): Parsed {
  const columns = columnsIn(list, of, choices, before);
  const found = columns && sentence(columns.rest, about, choices, of, before);
  if (!columns || found?.frame.measure.kind !== 'rows')
    return { ...sentence(list, about, choices, of, before), columns: null };
  return { ...found, columns, weight: found.weight + 1, named: true, which: found.which ?? columns.which };
}

/** "Add the owner", "show me stage and amount only": nothing but columns is spoken of. */
function columnsAlone(clean: string, own: string, use: ReadWith, about: About): Reading | null {
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

const talkOf = (use: ReadWith, about: About): Talk => ({
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
function ownWords(text: string, lexicon: Lexicon): string {
  const lead = /^(?:(?:hey|hi|hello|ok|yo)[\s,]+)?@([A-Za-z0-9]+)[\s,:]*/i.exec(text);
  const known =
    lead && lexicon.people.some((person) => person.slackId?.toLowerCase() === lead[1]?.toLowerCase());
  return lead && !known ? text.slice(lead[0].length) : text;
}

function asQuestion(
  text: string,
  found: Parsed,
  use: ReadWith & { more: boolean },
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
  if (found.columns?.unlisted) return { say: 'refused', why: 'private', ...base };
  const enough = found.named || found.dated || saysEnough(found);
  if (found.beyond.length > 0)
    return { say: 'unread', words: text, hints: found.weight > 0 ? found.frame : null, ...base };
  if (found.unread.length > 0) {
    if (!enough && !(goesOn && found.weight > 0) && !found.unknown)
      return { say: 'unread', words: text, hints: found.weight > 0 ? found.frame : null, ...base };
    const frame = goesOn && use.thread ? narrowed(use.thread, found, use.more).frame : found.frame;
    return {
      say: 'partly',
      frame,
      unread: found.unread,
      asks: found.unknown,
      choices: use.choices ?? [],
      ...base,
    };
  }
  if (goesOn && use.thread && (found.shows || found.weight > 0 || found.asked || found.noun)) {
    const { changed, ...next } = narrowed(use.thread, found, use.more);
    const frame = columned(next.frame, found.columns, true);
    if (found.which) return { say: 'which', ...found.which, choices: use.choices ?? [], ...base };
    if (!frame) return { say: 'unread', words: text, hints: use.thread, ...base };
    return { say: 'question', frame, changed, goesOn: true, ...base };
  }
  if (!enough && !found.noun && !found.measured)
    return { say: 'unread', words: text, hints: found.weight > 0 ? found.frame : null, ...base };
  if (found.which) return { say: 'which', ...found.which, choices: use.choices ?? [], ...base };
  const frame = columned(found.frame, found.columns, false);
  if (!frame) return { say: 'unread', words: text, hints: found.frame, ...base };
  return { say: 'question', frame, changed: [], goesOn: false, ...base };
}

/** The rows behind one figure have columns; groups and rates have none. Null where the wish cannot be met. */
function columned(frame: Frame, columns: Columns | null, isReply: boolean): Frame | null {
  if (!columns) return frame;
  if (frame.by.length > 0 || frame.other || frame.measure.kind === 'metric') return null;
  // A figure had no columns before.
  const show = shownAfter(frame, columns.wish, isReply && frame.measure.kind === 'rows');
  return show && { ...frame, measure: { kind: 'rows' }, show };
}

const saysEnough = (found: Sentence): boolean =>
  found.noun
    ? found.weight > 0 || found.asked || found.frame.pipeline
    : found.weight > 1 || (found.weight > 0 && (found.asked || hasLength(found.frame)));

// "Stuck 30 days" says enough without the word "deals"; "over 100k" alone goes on from something that is not here.
const hasLength = (frame: Frame): boolean =>
  frame.clauses.some(
    (clause) => clause.says === 'stale' || (clause.says === 'range' && clause.unit === 'days'),
  );
