/** Reads words by the phrasings that people have accepted: the same words, with slots filled by the reader's own readers. Pure. */

import type { Lexicon } from '../lexicon.ts';
import { type Entry, nameAt } from '../names.ts';
import { quantityAt } from '../numbers.ts';
import { asksOpenly } from '../open-question.ts';
import { periodDays } from '../period-days.ts';
import { periodAt } from '../period-words.ts';
import type { Choice, Frame, NamedValue, Option } from '../request.ts';
import type { About } from '../state.ts';
import { squash } from '../text.ts';
import { fieldNamed } from '../vocabulary.ts';
import { type Word, words } from '../words.ts';
import { filled, type Given, itemsOf, type Pattern, type Phrasing, type Slot, spoken } from './pattern.ts';

export type Matched =
  | { frame: Frame }
  /** Several bear the name that stands in a slot. */
  | { which: { question: string; options: Option[] } };
export type ReadBy = Matched & { phrasing: Phrasing };

/** Null where no phrasing, or more than one with different meanings, fits the words wholly. */
export function byPhrasing(text: string, about: About, choices: Choice[] = []): ReadBy | null {
  const { phrasings } = about.lexicon;
  if (phrasings.length === 0 || asksOpenly(text)) return null;
  const list = spoken(words(text));
  const found = phrasings.flatMap((phrasing): (ReadBy & { literal: number })[] => {
    const read = matched(list, phrasing, about, choices);
    const literal = itemsOf(phrasing.template).filter((item) => 'word' in item).length;
    return read ? [{ ...read, phrasing, literal }] : [];
  });
  const most = Math.max(...found.map(({ literal }) => literal));
  const [first, ...others] = found.filter(({ literal }) => literal === most);
  if (!first || others.some((other) => meaning(other) !== meaning(first))) return null;
  return first;
}

const meaning = (read: Matched): string => JSON.stringify('frame' in read ? read.frame : read.which.options);

type Of = { template: string; slots: Slot[]; pattern: Pattern };

/** The words as this phrasing; null where one of them differs, or something in a slot cannot be read as what belongs there. */
export function matched(list: Word[], of: Of, about: About, choices: Choice[] = []): Matched | null {
  if (!isSound(of.pattern, about.lexicon)) return null;
  const given = new Map<string, Given>();
  let which: Extract<Matched, { which: unknown }> | null = null;
  let at = 0;
  for (const item of itemsOf(of.template)) {
    if ('word' in item) {
      if (!isWord(list[at], item.word)) return null;
      at += 1;
      continue;
    }
    const slot = of.slots.find(({ label }) => label === item.slot);
    const read = slot ? slotAt(list, at, slot, about, choices) : null;
    if (!read) return null;
    if ('options' in read) which ??= { which: { question: read.question, options: read.options } };
    else given.set(item.slot, read.given);
    at += read.length;
  }
  if (at !== list.length) return null;
  return which ?? { frame: filled(of.pattern, given) };
}

// "What's", "whats": an apostrophe more or less makes no other word.
const isWord = (word: Word | undefined, wanted: string): boolean =>
  word !== undefined && (word.kind === 'sign' ? word.text === wanted : squash(word.text) === squash(wanted));

type SlotRead = { given: Given; length: number } | { question: string; options: Option[]; length: number };

function slotAt(list: Word[], at: number, slot: Slot, about: About, choices: Choice[]): SlotRead | null {
  if (slot.kind === 'period') return periodIn(list, at, about);
  if (slot.kind === 'number' || slot.kind === 'amount' || slot.kind === 'days')
    return numberIn(list, at, slot.kind);
  return namesIn(list, at, slot, about.lexicon, choices);
}

function periodIn(list: Word[], at: number, about: About): SlotRead | null {
  const period = periodAt(list, at, about);
  const use = { ...about.calendar, now: about.now, zone: about.zone };
  if (!period || period.either || !periodDays(period.name, use)) return null;
  return { given: { period: period.name }, length: period.length };
}

/** How a kind of number is written. */
export const unitOf = { number: 'plain', amount: 'money', days: 'days' } as const;

function numberIn(list: Word[], at: number, kind: keyof typeof unitOf): SlotRead | null {
  const quantity = quantityAt(list, at);
  // "30+" and "kr" mean more than the number alone.
  if (quantity?.unit !== unitOf[kind] || quantity.plus) return null;
  const currency = quantity.unit === 'money' ? quantity.currency : null;
  if (currency !== null && !/^[A-Z]{3}$/.test(currency)) return null;
  return { given: { number: quantity.value, currency }, length: quantity.length };
}

function namesIn(list: Word[], at: number, slot: Slot, lexicon: Lexicon, choices: Choice[]): SlotRead | null {
  const match = nameAt(lexicon, list, at);
  const fitting = match?.entries.filter((entry) => fits(entry, slot)) ?? [];
  if (!match || fitting.length === 0) return null;
  const said = list.slice(at, at + match.length);
  const typed = said.map(({ text }) => text.replace(/'s?$/i, '')).join(' ');
  const key = squash(typed);
  const chosen = choices.find((one) => one.words === key && one.kind === slot.kind);
  const names = chosen ? fitting.filter(({ id }) => chosen.ids.includes(id)) : fitting;
  if (names.length === 1 || (chosen && names.length > 0))
    return { given: { names: names.map(({ id, name }) => ({ id, name })) }, length: match.length };
  return {
    question: `Which ${typed}?`,
    options: fitting.slice(0, 25).map(
      ({ kind, id, name }): Option => ({
        label: name,
        kind,
        fact: null,
        choice: { words: key, kind, ids: [id] },
      }),
    ),
    length: match.length,
  };
}

export const fits = (entry: Entry, slot: Slot): boolean =>
  entry.kind === slot.kind &&
  (slot.kind !== 'value' || (entry.field === slot.field && entry.noun === slot.noun));

/** Whether everything that it names still exists: fields of the catalogue, and the company's own stages, teams and places. */
export function isSound({ frame }: Pattern, lexicon: Lexicon): boolean {
  const clauses = [...frame.clauses, ...(frame.other ?? [])];
  const named = clauses.flatMap((clause) =>
    'fields' in clause ? clause.fields : 'field' in clause ? [clause.field] : [],
  );
  if ([...named, ...frame.by, ...(frame.show ?? [])].some((field) => !fieldNamed(field))) return false;
  return clauses.every(
    (clause) => clause.says !== 'names' || clause.names.every((one) => exists(one, clause.kind, lexicon)),
  );
}

function exists({ id }: NamedValue, kind: string, lexicon: Lexicon): boolean {
  if (id.startsWith('<')) return true;
  const own: Record<string, { id: string }[]> = {
    stage: lexicon.stages,
    team: lexicon.teams,
    territory: lexicon.territories,
    product: lexicon.products,
  };
  return own[kind]?.some((one) => one.id === id) ?? kind === 'value';
}
