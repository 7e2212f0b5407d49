/** Words → a typed request. Pure: the same words with the same lexicon, day and thread read the same. No model. */
import { dayIn } from '../sales/days.ts';
import { leaning, options, whole } from './fragments.ts';
import { impossibleIn } from './impossible.ts';
import { isInName } from './names.ts';
import { ownWords } from './once.ts';
import { asksOpenly } from './open-question.ts';
import { overTime } from './over-time.ts';
import { byPhrasing } from './phrasings/match.ts';
import type { ReadWith } from './read-with.ts';
import type { Choice, Path, Reading } from './request.ts';
import type { About } from './state.ts';
import { fold, longestRequest, plain } from './text.ts';
import { inEnglish } from './tongues/tongues.ts';
import { cleared, pointed } from './unclear.ts';
import { understanding } from './understanding.ts';
import { withChosen } from './unknown.ts';
import { readWords } from './ways.ts';

export type { ReadWith } from './read-with.ts';

/**
 * Reads one request. Words that were not read are never ignored: then the reading is `partly` or `unread`. What the rules
 * leave is looked for among the phrasings that people have accepted; what they refuse or take for a command never is.
 */
export const read = (text: string, use: ReadWith): Reading => readBy(text, use, readByPhrasing);

/** As `read`, with the rules alone. */
export const readByRules = (text: string, use: ReadWith): Reading => readBy(text, use, () => null);

function readBy(
  text: string,
  use: ReadWith,
  taught: (clean: string, use: ReadWith) => Reading | null,
): Reading {
  const clean = plain(text);
  const nothing = { text: clean, spans: [], assumptions: [], path: 'plain' as Path };
  // A sign alone is no request; nothing at all is how one asks what there is.
  const sign = clean === '' && /\p{Extended_Pictographic}/u.test(text) ? text.trim().slice(0, 20) : clean;
  if (clean === '') return { say: 'unread', words: sign, hints: null, ...nothing };
  if (clean.length > longestRequest)
    return { say: 'unread', words: `${clean.slice(0, 80)}…`, hints: null, ...nothing };
  // What is to come nobody here foretells, and "won deals" would be another question.
  if (foretells.test(clean)) return { say: 'unread', words: clean, hints: null, ...nothing };
  const choices = use.choices ?? [];
  const meant = choices.find((choice) => choice.words === whole(clean))?.ids[0];
  if (meant !== undefined) return readByRules(meant, { ...use, thread: null, choices: [] });
  const impossible = impossibleIn(clean, (said) => isInName(use.lexicon, fold(said)));
  if (impossible) {
    const completes = clean.replace(impossible.said, '…');
    return { say: 'lacks', question: impossible.question, completes, ...nothing };
  }
  const reading = withPoints(clean, readWords(clean, use));
  if (reading.say !== 'unread' && reading.say !== 'partly')
    return askedFrom(clean, reading, use) ?? askedWhich(clean, reading, use) ?? reading;
  const ofCommand = reading.say === 'unread' && reading.ofCommand;
  return (
    readTranslated(clean, use) ??
    (ofCommand ? null : (unfinished(clean, use) ?? taught(clean, use))) ??
    readCleared(clean, reading, use) ??
    askedOf(clean, reading, use)
  );
}

const foretells =
  /^(?:(?:so|and|hey|ok|well|do you think|you think),? )*(?:will|shall|are) (?:we|i) (?:going to |gonna )?(?:win|lose|land|sign) (?!Q\d)\p{Lu}[\p{L}\d&.' -]*\s*\?*$/u;

const open =
  /^(.*\S) (over|under|above|below|more than|less than|at least|at most|(?:bigger|larger|smaller|higher|lower|older|newer|longer|shorter) than|before|after|since|until|till|between|by)\s*(?:\.{2,3}|…)?[?.!]*$/i;

/** "My deals over": what comes after it is asked for. */
function unfinished(clean: string, use: ReadWith): Reading | null {
  const [, head = '', last = ''] = open.exec(clean) ?? [];
  if (head === '') return null;
  const reading = readByRules(head, { ...use, choices: [] });
  if (reading.say !== 'question') return null;
  const wants = /^(?:before|after|since|until|till)$/i.test(last)
    ? 'which day'
    : /^by$/i.test(last)
      ? 'what'
      : /^between$/i.test(last)
        ? 'what and what'
        : 'how much, or how long';
  return {
    ...noted(reading),
    say: 'lacks',
    question: `"${last} …": ${wants}?`,
    completes: `${head} ${last} …`,
  };
}

/** "1.005" is a thousand and five in half of Europe, and one and a bit elsewhere: how it was read is said. */
function withPoints(clean: string, reading: Reading): Reading {
  const typed = reading.say === 'question' ? pointed3.exec(clean)?.[0] : undefined;
  if (typed === undefined) return reading;
  const note = `"${typed}" = ${typed.replace('.', ',')}.`;
  return { ...reading, assumptions: [...reading.assumptions, note] };
}
const pointed3 = /(?<![\d.,])[1-9]\d{0,2}\.\d{3}(?![\d.,]|\s*(?:%|[km]\b|mn\b|bn\b|million|percent))/i;

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

/** "Wie viele offene Deals hat Tom?": read in English, and how is said. */
function readTranslated(clean: string, use: ReadWith): Reading | null {
  const english = inEnglish(clean, use.lexicon);
  if (!english || english.text === clean) return null;
  const reading = readWords(english.text, use);
  if (reading.say === 'unread' || reading.say === 'partly') return null;
  const note = `Read from ${english.from}: "${english.text}".`;
  return { ...reading, text: clean, spans: [], assumptions: [...reading.assumptions, note] };
}

const begins =
  /\b(?:deals?|opps?|opportunit(?:y|ies)|pipeline|leads?|forecast|coverage|quota|attainment|rates?|revenue|bookings|performance|cycle|wins|losses)\b/i;

const changesOne =
  /^(?:(?:ok|okay|and|then|now|just|please),? )*(?:add|drop|remove|make it|sort|group|split|order|rank|break (?:it|them|that) down|without the|show (?:me )?(?:the )?(?:next|previous|rest|owners?)|next \d|who owns|whose|as a)\b/i;

/** After words that were not understood, a reply may be meant for them: from where it goes on is asked. */
function askedFrom(clean: string, reading: Reading, use: ReadWith): Reading | null {
  if (!use.unsure || reading.say !== 'question') return null;
  const limits = reading.frame.clauses.filter((clause) => !(clause.says === 'status' && clause.implied));
  // "Accounts tagged strategic": what is asked for is named, and so is which of them.
  const whole = limits.length > 0 && reading.spans[0]?.read === 'noun';
  const leans =
    reading.goesOn ||
    /^(?:and|now|then|so|ok|but)\b/i.test(clean) ||
    (!begins.test(clean) && limits.length < 2 && !whole);
  if (!leans) return null;
  // "Add the industry", "make it 45": there is but one thing that this can change, and it is said which.
  if (reading.goesOn && changesOne.test(clean) && use.thread) {
    const before = understanding(use.thread, use).replace(/ \(\d[^)]*\)/g, '');
    return { ...reading, assumptions: [...reading.assumptions, `Goes on from: ${before}.`] };
  }
  const anew = reading.goesOn ? readWords(clean, { ...use, thread: null }) : null;
  const frames = [reading.frame, ...(anew?.say === 'question' ? [anew.frame] : [])];
  return {
    ...noted(reading),
    say: 'which',
    question: 'The message before was not understood. Is this meant?',
    options: options(clean, frames, use),
    choices: use.choices ?? [],
  };
}

/** "Those over 50k" where none were spoken of: which is asked. */
function askedWhich(clean: string, reading: Reading, use: ReadWith): Reading | null {
  if (reading.say !== 'question' || reading.goesOn) return null;
  const choices = use.choices ?? [];
  const found = pointed(clean, choices);
  if (!found) return null;
  if ('text' in found) return readByRules(found.text, use);
  const { question, options } = found.asks;
  return { ...noted(reading), say: 'which', question, options, choices };
}

/** "Her hot ones": what even a person would ask about is asked back, where the rest is understood. */
function readCleared(clean: string, first: Reading, use: ReadWith): Reading | null {
  if ((first.say === 'unread' && first.ofCommand) || asksOpenly(clean)) return null;
  const choices = use.choices ?? [];
  const found = cleared(clean, { lexicon: use.lexicon, choices, thread: use.thread ?? null });
  if (!found) return null;
  if ('text' in found) {
    // "How many did he win": whoever he is was said before, and so was the rest.
    const reading = readByRules(found.text, { ...use, top: false });
    return reading.say === 'unread' ? null : reading;
  }
  const { question, options, trial } = found.asks;
  const rest = readByRules(trial, { ...use, choices: [] });
  return rest.say === 'question' || rest.say === 'which'
    ? { ...noted(first), say: 'which', question, options, choices }
    : null;
}

/** A name that nobody here has, of which another was chosen; words that are all known and ask nothing yet. */
function askedOf(clean: string, first: Reading, use: ReadWith): Reading {
  if (first.say !== 'unread' && first.say !== 'partly') return first;
  const choices: Choice[] = use.choices ?? [];
  const { asks } = first;
  const line = use.thread ? null : overTime(clean, use, (text) => readByRules(text, { ...use, choices: [] }));
  if (line) return { ...noted(first), say: 'which', ...line, choices };
  if (!asks) {
    const meant = use.thread || use.unsure || first.say !== 'unread' ? null : leaning(clean, use);
    return meant ? { ...noted(first), say: 'which', ...meant, choices } : first;
  }
  const said =
    asks.said === undefined
      ? null
      : withChosen(clean, { options: asks.options, said: asks.said }, use.lexicon, choices);
  if (said !== null && said !== clean) return readByRules(said, use);
  return first.say === 'unread' && first.asks?.known && !use.thread
    ? { ...noted(first), say: 'which', question: asks.question, options: asks.options, choices }
    : first;
}

const noted = ({ text, spans, assumptions, path }: Reading) => ({ text, spans, assumptions, path });
