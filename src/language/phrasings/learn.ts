/**
 * Words and the question that they were read as → a phrasing that reads others like them. Null where a name, a number or a
 * period of the words has no place in the question, or the question names something that the words do not: then the one does
 * not explain the other, or the words would keep what belongs to a person or a customer. Pure.
 */

import type { NameKind } from '../kinds.ts';
import { type Entry, nameAt } from '../names.ts';
import { quantityAt } from '../numbers.ts';
import { asksOpenly } from '../open-question.ts';
import { periodDays } from '../period-days.ts';
import { periodAt } from '../period-words.ts';
import { refusalOf } from '../refusals.ts';
import type { Clause, Frame } from '../request.ts';
import type { About } from '../state.ts';
import { fold, squash } from '../text.ts';
import { fieldNamed, isCommon, isTaught } from '../vocabulary.ts';
import { type Word, words } from '../words.ts';
import { matched } from './match.ts';
import { holder, type NumberHole, type Pattern, type Slot, spoken } from './pattern.ts';

export type Learned = { template: string; slots: Slot[]; pattern: Pattern };

export const longestTemplate = 200;
const mostWords = 25;

/** `text` without chat markup. */
export function templateOf(text: string, frame: Frame, about: About): Learned | null {
  if (refusalOf(text) || asksOpenly(text)) return null;
  const list = spoken(words(text));
  if (list.length > mostWords) return null;
  const work: Work = { list, frame, about, parts: [], slots: [], put: new Map() };
  for (let at = 0; at < list.length; ) {
    const length = nameHere(work, at) ?? periodHere(work, at) ?? numberHere(work, at) ?? wordHere(work, at);
    if (length === null) return null;
    at += length;
  }
  const pattern = patternOf(work);
  const template = work.parts.join(' ');
  if (!pattern || template.length > longestTemplate || !saysEnough(template, work)) return null;
  const learned = { template, slots: work.slots, pattern };
  return readsBack(learned, work) ? learned : null;
}

/** What was learned reads the very words that it was learned from as they were read, or asks which of several is meant. */
function readsBack(learned: Learned, { list, frame, about }: Work): boolean {
  const back = matched(list, learned, about);
  return back !== null && ('which' in back || JSON.stringify(back.frame) === JSON.stringify(unsaid(frame)));
}

/** How a number was put is no part of what it means. */
function unsaid(frame: Frame): Frame {
  const plain = (clause: Clause): Clause => (clause.says === 'range' ? { ...clause, said: null } : clause);
  return { ...frame, clauses: frame.clauses.map(plain), other: frame.other?.map(plain) ?? null };
}

type Work = {
  list: Word[];
  frame: Frame;
  about: About;
  parts: string[];
  slots: Slot[];
  /** What of the question a slot gives: "name person P-1", "period this quarter", "number days 30" → its label. */
  put: Map<string, string>;
};

const clausesOf = ({ clauses, other }: Frame): Clause[] => [...clauses, ...(other ?? [])];

function slot(work: Work, key: string, like: Omit<Slot, 'label'>, called: string, end = ''): boolean {
  // Said twice: which of the two gives it?
  if (work.put.has(key)) return false;
  const same = work.slots.filter(({ label }) => label.replace(/ \d$/, '') === called).length;
  const label = same === 0 ? called : `${called} ${same + 1}`;
  if (same > 8) return false;
  work.slots.push({ label, ...like });
  work.put.set(key, label);
  work.parts.push(holder(label) + end);
  return true;
}

/** A name that the question limits to. Of several that are called so the question knows which one was meant. */
function nameHere(work: Work, at: number): number | null {
  const match = nameAt(work.about.lexicon, work.list, at);
  const entry = match?.entries.find((one) => isUsed(work.frame, one));
  if (!match || !entry) return null;
  const { kind, field, noun } = entry;
  const called = kind === 'value' && field ? (fieldNamed(field)?.label.toLowerCase() ?? 'value') : kind;
  const possessive = work.list[at + match.length - 1]?.possessive ?? false;
  const like = kind === 'value' ? { kind, field, noun } : { kind };
  return slot(work, nameKey(kind, entry.id), like, plainLabel(called), possessive ? "'s" : '')
    ? match.length
    : null;
}

const plainLabel = (called: string): string => called.replace(/[^a-z ]+/g, ' ').trim() || 'name';
const nameKey = (kind: string, id: string): string => `name ${kind} ${id}`;

const isUsed = (frame: Frame, { kind, id, field, noun }: Entry): boolean =>
  clausesOf(frame).some(
    (clause) =>
      clause.says === 'names' &&
      clause.kind === kind &&
      (kind !== 'value' || (clause.field === field && noun === frame.of)) &&
      clause.names.some((one) => one.id === id),
  );

function periodHere(work: Work, at: number): number | null {
  const said = periodAt(work.list, at, work.about);
  if (!said || said.either) return null;
  const used = clausesOf(work.frame).find(
    (clause) => clause.says === 'period' && sameDays(work.about, bare(clause.period).name, said.name),
  );
  if (used?.says !== 'period') return null;
  return slot(work, `period ${bare(used.period).name}`, { kind: 'period' }, 'period') ? said.length : null;
}

/** "before 2026-05-12": the edge, and the period. */
function bare(period: string): { edge: string; name: string } {
  const [, edge = '', name = period] = /^((?:by|before|after|since|until|from) )?(.+)$/.exec(period) ?? [];
  return { edge, name };
}

function sameDays(about: About, a: string, b: string): boolean {
  const use = { ...about.calendar, now: about.now, zone: about.zone };
  const [one, other] = [periodDays(a, use), periodDays(b, use)];
  return one !== null && other !== null && one.from === other.from && one.to === other.to;
}

function numberHere(work: Work, at: number): number | null {
  const said = quantityAt(work.list, at);
  if (!said || said.unit === 'percent' || said.plus) return null;
  const units = clausesOf(work.frame).flatMap((clause) =>
    clause.says === 'range' && (clause.from === said.value || clause.to === said.value) ? [clause.unit] : [],
  );
  const limits = work.frame.limit === said.value ? (['number'] as const) : [];
  const [unit, ...others] = new Set([...units, ...limits]);
  // The same number of two things: it cannot be told which one was said.
  if (!unit || others.length > 0 || (said.unit !== 'plain' && said.unit !== unit)) return null;
  const kind = said.unit === 'plain' ? 'number' : said.unit === 'money' ? 'amount' : 'days';
  return slot(work, `number ${said.value}`, { kind }, kind) ? said.length : null;
}

/** A word that stays as it is: never a name, a number, an address, or what may be one that nobody knows here. */
function wordHere(work: Work, at: number): number | null {
  const word = work.list[at];
  if (!word || !isOrdinary(word, at, work.list, work.about)) return null;
  work.parts.push(word.text.toLowerCase());
  return 1;
}

export function isOrdinary(word: Word, at: number, list: Word[], about: About): boolean {
  if (word.kind !== 'word') return word.kind === 'sign' && /^[&+/<>≥≤=-]/u.test(word.text);
  const common = isCommon(word.norm) || isTaught(fold(word.text));
  if (/[\d@#_]/.test(word.text) || (word.capital && at > 0 && !common && word.text !== 'I')) return false;
  const period = periodAt(list, at, about);
  if (period && (period.length > 1 || /\d/.test(period.name))) return false;
  const quantity = quantityAt(list, at);
  if (quantity && (quantity.length > 1 || !/^(?:a|an|one)$/.test(word.norm))) return false;
  const name = nameAt(about.lexicon, list, at);
  return !name || (common && (name.length === 1 || name.how === 'part') && !isPerson(name.entries, word, at));
}

// "Mark" in the middle of a sentence is somebody; "mark" is not.
const isPerson = (entries: Entry[], word: Word, at: number): boolean =>
  word.capital && at > 0 && entries.some(({ kind }) => kind === 'person');

/** Names that a company gives to its own things may stay in a question; what belongs to people and customers may not. */
const own: NameKind[] = ['stage', 'team', 'territory', 'product'];

/** Null where the question holds what the words did not say and must not be kept. */
function patternOf({ frame, about, put, slots }: Work): Pattern | null {
  const numbers: NumberHole[] = [];
  const spokenOf = new Set<string>();
  const take = (key: string): string | null => {
    const label = put.get(key);
    if (label !== undefined) spokenOf.add(key);
    return label ?? null;
  };
  const clauseOf =
    (of: 'clauses' | 'other') =>
    (clause: Clause, at: number): Clause | null => {
      if (clause.says === 'names') {
        const names = clause.names.map(({ id, name }) => {
          const label = take(nameKey(clause.kind, id));
          if (label !== null) return { id: holder(label), name: holder(label) };
          return mayStay(clause, name, about) ? { id, name } : null;
        });
        return names.every((one) => one !== null) ? { ...clause, names } : null;
      }
      if (clause.says === 'period') {
        const { edge, name } = bare(clause.period);
        const label = take(`period ${name}`);
        if (label !== null) return { ...clause, period: `${edge}${holder(label)}` };
        // A day of this year means another thing next year.
        return /\d{4}/.test(name) ? null : clause;
      }
      if (clause.says !== 'range') return clause;
      const made = { ...clause, said: null };
      for (const end of ['from', 'to'] as const) {
        const given = clause[end] === null ? null : take(`number ${clause[end]}`);
        if (given === null) continue;
        numbers.push({ slot: given, of, at, end });
        made[end] = 0;
        // An amount brings its own currency, or none.
        if (slots.some(({ label, kind }) => label === given && kind === 'amount')) made.currency = null;
      }
      return made;
    };
  const clauses = frame.clauses.map(clauseOf('clauses'));
  const other = frame.other?.map(clauseOf('other')) ?? null;
  const limit = frame.limit === null ? null : take(`number ${frame.limit}`);
  if (limit !== null) numbers.push({ slot: limit, of: 'limit' });
  if ([...clauses, ...(other ?? [])].includes(null) || spokenOf.size !== put.size) return null;
  const whole = (list: (Clause | null)[]): Clause[] => list.filter((one) => one !== null);
  return {
    frame: {
      ...frame,
      clauses: whole(clauses),
      other: other && whole(other),
      limit: limit === null ? frame.limit : 0,
    },
    numbers,
  };
}

function mayStay(
  { kind, field }: Extract<Clause, { says: 'names' }>,
  name: string,
  { lexicon }: About,
): boolean {
  if (field === 'currency') return /^[A-Z]{3}$/.test(name);
  if (!own.includes(kind)) return false;
  // A team may be called after somebody.
  const parts = new Set(lexicon.people.flatMap((one) => one.name.split(/\s+/).map(squash)));
  return !name
    .split(/\s+/)
    .some((part) => part.length > 2 && parts.has(squash(part)) && !isCommon(fold(part)));
}

/** A name alone, or one word beside it, means too many things. */
const saysEnough = (template: string, { parts, slots }: Work): boolean =>
  parts.filter((part) => /\p{L}/u.test(part) && !part.startsWith('<')).length >= leastWords &&
  template !== '' &&
  slots.length <= 6;

export const leastWords = 2;
