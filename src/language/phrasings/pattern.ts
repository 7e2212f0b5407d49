/**
 * A phrasing: words with slots in them, and the typed question that they mean. It holds no name of a person, a customer or
 * a thing of theirs: those are slots. It means a question only; nothing in it can change anything.
 */
import type { FieldName, Noun } from '../../sales/fields.ts';
import type { NameKind } from '../kinds.ts';
import type { Clause, Frame, NamedValue } from '../request.ts';
import { fold } from '../text.ts';
import { isSilent } from '../vocabulary.ts';
import { type Word, words } from '../words.ts';

/** What stands in a slot is read by the reader's own readers of names, lengths of time, amounts, numbers and periods. */
export type Slot = {
  /** As it stands in the words, without its brackets: "person", "person 2", "days". */
  label: string;
  kind: NameKind | 'number' | 'amount' | 'days' | 'period';
  /** Of a value: whose field it is. */
  field?: FieldName;
  noun?: Noun;
};

/** A number of the question that a slot gives: an end of a limit, or how many. */
export type NumberHole = { slot: string } & (
  | { of: 'clauses' | 'other'; at: number; end: 'from' | 'to' }
  | { of: 'limit' }
);

/** The question, with "<person>" where a name or a period belongs, and the numbers that are to be put in. */
export type Pattern = { frame: Frame; numbers: NumberHole[] };

/** What is read by: a version that a person has accepted. */
export type Phrasing = {
  /** Of the version. */
  id: number;
  phrasing: number;
  version: number;
  /** "deals gone quiet on <person>" */
  template: string;
  slots: Slot[];
  pattern: Pattern;
};

/** A part of the words: one word as it must stand there, or a slot. */
export type Item = { word: string } | { slot: string };

const placeholder = /<([a-z][a-z ]{0,30}(?: \d)?)>(?:'s(?![\p{L}\p{N}]))?/gu;

/** "deals", "gone", "quiet", "on", a slot. */
export function itemsOf(template: string): Item[] {
  const items: Item[] = [];
  let from = 0;
  const between = (text: string) => {
    for (const word of spoken(words(text))) items.push({ word: fold(word.text) });
  };
  for (const found of template.matchAll(placeholder)) {
    between(template.slice(from, found.index));
    items.push({ slot: found[1] ?? '' });
    from = found.index + found[0].length;
  }
  between(template.slice(from));
  return items;
}

/** Words that count: signs that carry nothing are left out. */
export const spoken = (list: Word[]): Word[] =>
  list.filter(({ kind, text }) => kind !== 'sign' || !(isSilent(text) || text === ','));

/** The same for the same words, however they are written. */
export const keyOf = (template: string): string =>
  itemsOf(template)
    .map((item) => ('slot' in item ? `<${item.slot}>` : item.word))
    .join(' ');

export const holder = (label: string): string => `<${label}>`;

/** What stood in a slot. */
export type Given =
  | { names: NamedValue[] }
  | { number: number; currency?: string | null }
  | { period: string };

/** The question with everything put in. Every slot of the pattern must be given. */
export function filled({ frame, numbers }: Pattern, given: ReadonlyMap<string, Given>): Frame {
  const holes = (of: 'clauses' | 'other', at: number) =>
    numbers.flatMap((hole) => (hole.of === of && hole.at === at ? [hole] : []));
  const each = (of: 'clauses' | 'other') => (clause: Clause, at: number) =>
    filledClause(clause, given, holes(of, at));
  const limit = numbers.find((hole) => hole.of === 'limit');
  return {
    ...frame,
    clauses: frame.clauses.map(each('clauses')),
    other: frame.other?.map(each('other')) ?? null,
    limit: limit ? numberOf(given, limit.slot).number : frame.limit,
  };
}

function filledClause(
  clause: Clause,
  given: ReadonlyMap<string, Given>,
  holes: { slot: string; end: 'from' | 'to' }[],
): Clause {
  if (clause.says === 'names')
    return { ...clause, names: clause.names.flatMap((one) => namesOf(given, one)) };
  if (clause.says === 'period') return { ...clause, period: periodOf(given, clause.period) };
  if (clause.says !== 'range') return clause;
  const made = { ...clause };
  for (const { slot, end } of holes) {
    const { number, currency } = numberOf(given, slot);
    made[end] = number;
    made.currency = currency ?? made.currency;
  }
  return made;
}

function namesOf(given: ReadonlyMap<string, Given>, one: NamedValue): NamedValue[] {
  const label = labelIn(one.id);
  const found = label === null ? null : given.get(label);
  return found && 'names' in found ? found.names : [one];
}

/** "before <period>" → "before Q2" */
function periodOf(given: ReadonlyMap<string, Given>, period: string): string {
  return period.replace(placeholder, (whole, label: string) => {
    const found = given.get(label);
    return found && 'period' in found ? found.period : whole;
  });
}

function numberOf(
  given: ReadonlyMap<string, Given>,
  slot: string,
): { number: number; currency?: string | null } {
  const found = given.get(slot);
  return found && 'number' in found ? found : { number: Number.NaN };
}

/** "<person 2>" → "person 2"; null of a name that is none. */
export const labelIn = (text: string): string | null => /^<([a-z][a-z \d]{0,32})>$/.exec(text)?.[1] ?? null;

/** Labels that the question needs: each must stand in the words exactly once. */
export function labelsOf({ frame, numbers }: Pattern): string[] {
  const clauses = [...frame.clauses, ...(frame.other ?? [])];
  const said = clauses.flatMap((clause) => {
    if (clause.says === 'names') return clause.names.flatMap(({ id }) => labelIn(id) ?? []);
    return clause.says === 'period'
      ? [...clause.period.matchAll(placeholder)].map((one) => one[1] ?? '')
      : [];
  });
  return [...new Set([...said, ...numbers.map(({ slot }) => slot)])];
}
