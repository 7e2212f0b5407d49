/** Words that stand where a name stands, and are none: which of the names that there are is meant? */
import type { FieldName } from '../sales/fields.ts';
import type { NameKind } from './kinds.ts';
import type { Lexicon, Named } from './lexicon.ts';
import type { Piece } from './pieces.ts';
import type { Option } from './request.ts';
import { changes } from './spelling.ts';
import { clause, type State, skip } from './state.ts';
import { fold, squash } from './text.ts';
import { isCommon } from './vocabulary.ts';

const fields: Partial<Record<NameKind, FieldName>> = {
  person: 'owner',
  stage: 'stage',
  product: 'product',
  team: 'team',
  territory: 'territory',
  account: 'account',
};
const nouns: Partial<Record<NameKind, string>> = {
  person: 'Nobody',
  stage: 'No stage',
  product: 'No product',
  team: 'No team',
  territory: 'No territory',
  account: 'No account',
};
const most = 5;

/** The question back about the one run of unread words; null where it looks like no name. */
export function whichUnknown(s: State): { question: string; options: Option[] } | null {
  const places = [...s.unread].sort((a, b) => a - b);
  const [first] = places;
  const last = places[places.length - 1];
  if (first === undefined || last === undefined || places.length > 3 || last - first + 1 !== places.length)
    return null;
  const run = s.list.slice(first, last + 1);
  if (run.some((piece) => piece.is !== 'unread') || run.every((piece) => isCommon(fold(piece.text))))
    return null;
  const kind = kindAt(s, first, last);
  if (!kind) return null;
  const text = run
    .map((piece) => piece.text)
    .join(' ')
    .replace(/'s?$/i, '');
  return whichInstead(s.about.lexicon, kind, text);
}

/** The question back about a name that nobody and nothing of that kind has; null where none could be offered. */
export function whichInstead(
  lexicon: Lexicon,
  kind: NameKind,
  text: string,
): { question: string; options: Option[] } | null {
  const words = squash(text);
  const names = likeliest(namesOf(lexicon, kind), text);
  // Of many people and accounts nobody is guessed: the name can be typed again.
  if (names.length === 0 && kind !== 'person') return null;
  return {
    question: `${nouns[kind] ?? 'Nothing'} is called "${text}" here. ${names.length > 0 ? 'Which one is meant?' : 'Who is meant?'}`,
    options: names.map(({ id, name }) => ({
      label: name,
      kind,
      fact: null,
      choice: { words, kind, ids: [id] },
    })),
  };
}

/** Reads unread words for which a name was chosen; null where none was. */
export function chosenUnknown(s: State, at: number): number | null {
  for (let length = 3; length > 0; length--) {
    const run = s.list.slice(at, at + length);
    if (run.length < length || run.some((piece) => piece.is !== 'unread')) continue;
    const words = squash(
      run
        .map((piece) => piece.text)
        .join(' ')
        .replace(/'s?$/i, ''),
    );
    const choice = s.choices.find((one) => one.words === words && fields[one.kind as NameKind]);
    const kind = choice?.kind as NameKind | undefined;
    const field = kind && fields[kind];
    if (!choice || !kind || !field) continue;
    const names = namesOf(s.about.lexicon, kind).filter(({ id }) => choice.ids.includes(id));
    clause(s, { says: 'names', field, kind, names: names.map(({ id, name }) => ({ id, name })), not: s.not });
    s.not = false;
    return at + length;
  }
  return null;
}

const byWord: [RegExp, NameKind][] = [
  [/^(?:plans?|products?|licen[cs]es?|edition|package|tier)$/i, 'product'],
  [/^(?:teams?|squad)$/i, 'team'],
  [/^(?:regions?|territor(?:y|ies)|areas?|office)$/i, 'territory'],
  [/^(?:stages?|phase)$/i, 'stage'],
  [/^(?:accounts?|customers?|client|company)$/i, 'account'],
];

function kindAt(s: State, first: number, last: number): NameKind | null {
  const after = s.list[last + 1];
  const before = s.list[skipBack(s.list, first)];
  const said = byWord.find(([word]) => word.test(after?.text ?? '') || word.test(s.list[last]?.text ?? ''));
  if (said) return said[1];
  if (/'s?$/i.test(s.list[last]?.text ?? '')) return 'person';
  if (before?.is === 'prep' && /^in$/i.test(before.text)) return 'stage';
  if (before?.is === 'prep' && /^(?:by|owned by|assigned to|of)$/i.test(before.text)) return 'person';
  // "Emma has how many deals"
  if (first === 0 && s.list[skip(s, last + 1, [])]?.text.toLowerCase() === 'has') return 'person';
  if (before?.is === 'prep' && /^(?:for|at|with)$/i.test(before.text)) return 'account';
  return before?.is === 'with' ? 'account' : null;
}

const skipBack = (list: Piece[], from: number): number => {
  let at = from - 1;
  while (list[at]?.is === 'filler') at -= 1;
  return at;
};

const namesOf = (lexicon: Lexicon, kind: NameKind): Named[] =>
  ({
    person: lexicon.people,
    stage: lexicon.stages,
    product: lexicon.products,
    team: lexicon.teams,
    territory: lexicon.territories,
    account: lexicon.accounts,
  })[kind as 'person'] ?? [];

const compared = 2_000;

/** Those that are written most like it first; where there are few names, all of them may be meant. Very many are not compared. */
function likeliest(names: Named[], text: string): Named[] {
  if (names.length > compared) return [];
  const said = squash(text);
  const near = names
    .map((named) => ({ named, by: distance(squash(named.name), said) }))
    .sort((a, b) => a.by - b.by);
  if (names.length <= 12) return near.map(({ named }) => named).slice(0, 12);
  return near
    .filter(({ by }) => by <= Math.max(2, said.length / 2))
    .slice(0, most)
    .map(({ named }) => named);
}

const distance = (name: string, said: string): number =>
  name.startsWith(said.slice(0, 3)) ? 1 : (changes(name.slice(0, said.length + 2), said, 6) ?? 99);
