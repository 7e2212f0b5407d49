/** A phrasing in words: what it is read as, an example of it, and what speaks against it. Pure. */
import { dayIn } from '../../sales/days.ts';
import { type Lexicon, namedOf } from '../lexicon.ts';
import { asksOpenly } from '../open-question.ts';
import { type ReadWith, readByRules } from '../reader.ts';
import { refusalOf } from '../refusals.ts';
import { understanding, type Wording } from '../understanding.ts';
import { words } from '../words.ts';
import { isOrdinary, leastWords, longestTemplate } from './learn.ts';
import { filled, type Given, holder, itemsOf, labelsOf, type Pattern, type Slot, spoken } from './pattern.ts';

/** "Open deals of <person> without activity for <days> or more" */
export function patternWords(pattern: Pattern, use: Wording): string {
  // No number of a question is below zero, so each of these stands for one slot.
  const labels = [...new Set(pattern.numbers.map(({ slot }) => slot))];
  const stand = new Map(labels.map((label, n): [string, number] => [label, -1_000_000 - n]));
  const said = new Map([...stand].map(([label, value]): [number, string] => [value, holder(label)]));
  const given = new Map([...stand].map(([label, number]): [string, Given] => [label, { number }]));
  return understanding(filled(pattern, given), { ...use, said });
}

export type Spoken = { template: string; slots: Slot[]; pattern: Pattern };

/** The words with something in each slot that exists here, so that it can be read. */
export const sampleOf = ({ template, slots }: Spoken, lexicon: Lexicon): string =>
  slots.reduce((text, slot) => text.replace(holder(slot.label), sampleFor(slot, lexicon)), template);

function sampleFor({ kind, field, noun, label }: Slot, lexicon: Lexicon): string {
  const first = (list: { name: string }[]): string => list[0]?.name ?? label;
  switch (kind) {
    case 'number':
      return '7';
    case 'amount':
      return '70k';
    case 'days':
      return '17 days';
    case 'period':
      return 'last quarter';
    case 'tag':
      return lexicon.tags[0] ?? label;
    case 'value':
      return lexicon.values.find((one) => one.field === field && one.noun === noun)?.value ?? label;
    default:
      return first(namedOf(lexicon, kind));
  }
}

/** Why nothing is to be read by these words; null where nothing speaks against them. `kept`: the words that were learned. */
export function wrongWith(of: Spoken, use: ReadWith, kept = ''): string | null {
  const { template, pattern } = of;
  if (template.length > longestTemplate) return `Use at most ${longestTemplate} characters.`;
  const bare = template.replace(/<[^>]*>/g, ' ');
  const sample = sampleOf(of, use.lexicon);
  if ([template, bare, sample].some((text) => refusalOf(text) !== null))
    return 'Steward refuses these words, whoever asks.';
  if (asksOpenly(bare)) return 'These words ask for reasons, which no single question answers.';
  const items = itemsOf(template);
  const labels = items.flatMap((item) => ('slot' in item ? [item.slot] : []));
  const needed = labelsOf(pattern);
  const unknown = labels.find((label) => !needed.includes(label));
  if (unknown !== undefined) return `${holder(unknown)} has no place in this question.`;
  const amiss = needed.find((label) => labels.filter((one) => one === label).length !== 1);
  if (amiss !== undefined) return `${holder(amiss)} must stand in the words exactly once.`;
  const literal = items.filter((item) => 'word' in item && /\p{L}/u.test(item.word));
  if (literal.length < leastWords) return `Use at least ${leastWords} words beside what stands in brackets.`;
  const known = new Set(itemsOf(kept).flatMap((item) => ('word' in item ? [item.word] : [])));
  const strange = strangeWord(bare, known, use);
  if (strange !== null) return `"${strange}" may be a name or a number, which must not stay in the words.`;
  return readAlready(sample, use);
}

function strangeWord(text: string, known: Set<string>, use: ReadWith): string | null {
  const about = { ...use, today: dayIn(use.now, use.zone) };
  const list = spoken(words(text));
  return list.find((word, at) => !known.has(word.norm) && !isOrdinary(word, at, list, about))?.text ?? null;
}

/** The rules go first: what they read is never read by a phrasing. */
function readAlready(sample: string, use: ReadWith): string | null {
  const reading = readByRules(sample, { ...use, thread: null, it: null, before: null, choices: [] });
  if (reading.say === 'question')
    return `The rules read these words already: ${understanding(reading.frame, use)}.`;
  if (reading.say === 'refused') return 'Steward refuses these words, whoever asks.';
  return reading.say === 'command' ||
    reading.say === 'lacks' ||
    (reading.say === 'unread' && reading.ofCommand)
    ? 'The rules take these words for a command.'
    : null;
}
