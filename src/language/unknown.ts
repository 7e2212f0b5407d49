/** Words that stand where a name stands, and are none: which of the names that there are is meant? */
import type { FieldName } from '../sales/fields.ts';
import { metricNamed } from '../sales/metrics.ts';
import { list } from '../story/format.ts';
import { alike } from './alike.ts';
import type { NameKind } from './kinds.ts';
import type { Lexicon, Named } from './lexicon.ts';
import { isNearly } from './names.ts';
import type { Piece } from './pieces.ts';
import type { Choice, Option } from './request.ts';
import { isOrdinary } from './short-words.ts';
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

/** `said`: the words as typed that no name here bears; `begun`: the first of them is a part of some name. */
export type Unknown = { question: string; options: Option[]; said: string; begun: boolean };

/** The question back about the one run of words that were not read; null where it looks like no name. */
export function whichUnknown(s: State): Unknown | null {
  const places = [...s.unread].sort((a, b) => a - b);
  // "From Peter": the word before the name was not read either, as no day follows it.
  // "Product = Gateway": nor was the sign.
  if (places.length > 1 && /^(?:from|=)$/i.test(s.list[places[0] ?? -1]?.text ?? '')) places.shift();
  const [first] = places;
  const last = places[places.length - 1];
  if (first === undefined || last === undefined || places.length > 4 || last - first + 1 !== places.length)
    return null;
  const run = s.list.slice(first, last + 1);
  const strange = run.filter(
    (piece, n) =>
      piece.is === 'unread' &&
      (!isCommon(fold(piece.text)) || (first + n > 0 && /^\p{Lu}/u.test(piece.text))),
  );
  if (strange.length === 0 || run.some((piece) => !isOfName(piece))) return null;
  const begun = begunAt(s, first);
  const expected = expectedAt(s, first, last);
  const kind = begun?.kind ?? expected?.kind;
  if (!kind) return null;
  const named = run.filter((piece) => piece.is !== 'field' && piece.is !== 'prep');
  const owned = isOwner(s, first, last) ? /'?s?$/i : /'s?$/i;
  const said = [...(begun ? [begun.text] : []), ...named.map((piece) => piece.text)]
    .join(' ')
    .replace(owned, '');
  const { lexicon } = s.about;
  const asks = expected?.surely ? whichInstead(lexicon, kind, said) : whichOfAny(lexicon, said);
  return asks && { ...asks, said, begun: begun !== null };
}

const isOfName = (piece: Piece): boolean =>
  piece.is === 'unread' || piece.is === 'name' || (piece.is === 'field' && kindOfWord(piece.text) !== null);

/** "Martin Schulz", where only a Chloe Martin is known: the name began before. */
function begunAt(s: State, first: number): { kind: NameKind; text: string } | null {
  const before = s.list[first - 1];
  const piece = s.list[first];
  if (before?.is !== 'name' || before.possessive || !/^\p{Lu}/u.test(before.text) || piece?.is !== 'unread')
    return null;
  const [entry] = before.match.entries;
  if (!entry || !/^\p{Lu}/u.test(piece.text) || !fields[entry.kind]) return null;
  // "Acme Corpp", where there is an Acme; a person who is called in full is called nothing more.
  return entry.kind === 'account' || before.match.how === 'part' || before.match.how === 'slip'
    ? { kind: entry.kind, text: before.text }
    : null;
}

/** The question back about a name that nobody and nothing of that kind has; null where none could be offered. */
export function whichInstead(
  lexicon: Lexicon,
  kind: NameKind,
  text: string,
): { question: string; options: Option[] } | null {
  const words = squash(text);
  const near = kind === 'person' ? nearPeople(lexicon.people, text) : [];
  const names = near.length > 0 ? near : likeliest(namesOf(lexicon, kind), text);
  return {
    question: `${nouns[kind] ?? 'Nothing'} is called "${text}" here. ${kind === 'person' ? 'Who is meant?' : 'Which one is meant?'}`,
    options: names.map(({ id, name }) => ({
      label: name,
      kind,
      fact: null,
      choice: { words, kind, ids: [id] },
    })),
  };
}

const anyKind: NameKind[] = ['account', 'person', 'product', 'team', 'territory', 'stage'];

/** The same where the words do not tell what it is the name of: the nearest of each kind, or that there is none. */
function whichOfAny(lexicon: Lexicon, text: string): { question: string; options: Option[] } {
  const words = squash(text);
  const near = alike(lexicon, text, anyKind, most);
  const people = nearPeople(lexicon.people, text)
    .filter(({ id }) => !near.some((one) => one.kind === 'person' && one.id === id))
    .map(({ id, name }) => ({ kind: 'person' as const, id, name }));
  const found = [...near, ...people].slice(0, most);
  const kinds = new Set(found.map(({ kind }) => kind));
  const [only] = kinds.size === 1 ? [...kinds] : [];
  const who = only === 'person' ? 'Who is meant?' : 'Which one is meant?';
  const none = `No ${list(anyKind.filter((kind) => namesOf(lexicon, kind).length > 0).slice(0, 4), 'or')}`;
  return {
    question:
      found.length === 0
        ? `${none} is called "${text}" here, and none like it.`
        : `${only ? nouns[only] : 'Nothing'} is called "${text}" here. ${who}`,
    options: found.map(({ kind, id, name }) => ({
      ...{ label: name, kind, fact: null },
      choice: { words, kind, ids: [id] },
    })),
  };
}

/** The text with the name that was chosen in the place of the one that nobody has; null where none was. */
export function withChosen(
  text: string,
  { said, options }: Pick<Unknown, 'said' | 'options'>,
  lexicon: Lexicon,
  choices: Choice[],
): string | null {
  const choice = choices.find((one) =>
    options.some((option) => option.choice.words === one.words && option.kind === one.kind),
  );
  const name =
    choice && namesOf(lexicon, choice.kind as NameKind).find(({ id }) => choice.ids.includes(id))?.name;
  return name === undefined ? null : text.replace(said, name);
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
    // "Insights module": the word says what it is the name of.
    const after = s.list[at + length];
    return at + length + (after?.is === 'field' && kindOfWord(after.text) === kind ? 1 : 0);
  }
  return null;
}

/** "Steves deals": somebody's, typed without the apostrophe. */
function isOwner({ list }: State, first: number, last: number): boolean {
  const text = list[first]?.text ?? '';
  return (
    first === last &&
    /^\p{L}{2,}s$/u.test(text) &&
    !isOrdinary(fold(text).slice(0, -1)) &&
    list.slice(last + 1).find(({ is }) => is !== 'status' && is !== 'filler')?.is === 'noun' &&
    ['list', 'filler', 'goesOn', 'status', 'prep', undefined].includes(list[first - 1]?.is)
  );
}

/** "Which deals has Lisa open", "how many deals does roderick have": deals have not, and do not; somebody does. */
function subjectAt(s: State, first: number, last: number): Expected | null {
  const text = s.list[first]?.text ?? '';
  const verb = s.list[first - 1]?.text.toLowerCase() ?? '';
  if (!/^(?:has|does|did|is|was|will)$/.test(verb)) return null;
  const deals = s.list[first - 2];
  const several =
    (deals?.is === 'sum' || (deals?.is === 'noun' && /s$/i.test(deals.text))) &&
    /^(?:has|does|did)$/.test(verb);
  const after = s.list[last + 1];
  const owns = after?.is === 'status' || /^(?:have|got|own|close)$/i.test(after?.text ?? '');
  const acts = /^(?:has|does|did)$/.test(verb) ? several || owns : isOfPeople(s);
  const capital = /^\p{Lu}\p{Ll}+$/u.test(text);
  if (!acts || (!capital && /(?:ed|en|ing|ly)$/i.test(text))) return null;
  return several || isOfPeople(s) ? surely('person') : maybe('person');
}

const byWord: [RegExp, NameKind][] = [
  [/^(?:plans?|products?|modules?|licen[cs]es?|edition|package|tier)$/i, 'product'],
  [/^(?:teams?|squad)$/i, 'team'],
  [/^(?:regions?|territor(?:y|ies)|areas?|office)$/i, 'territory'],
  [/^(?:stages?|phase)$/i, 'stage'],
  [/^(?:accounts?|customers?|client|company|organi[sz]ation)$/i, 'account'],
  [/^(?:reps?|owners?|sellers?|managers?|salespersons?|account executives?)$/i, 'person'],
];
const kindOfWord = (text: string): NameKind | null => byWord.find(([word]) => word.test(text))?.[1] ?? null;

type Expected = { kind: NameKind; surely: boolean };
const surely = (kind: NameKind): Expected => ({ kind, surely: true });
/** Where names of several kinds may stand. */
const maybe = (kind: NameKind): Expected => ({ kind, surely: false });

/** What kind of name would stand there; null where it looks like none. */
function expectedAt(s: State, first: number, last: number): Expected | null {
  const after = s.list[last + 1];
  const at = skipBack(s.list, first);
  const before = s.list[at];
  const around = [after, s.list[last], s.list[first], before?.is === 'field' ? before : undefined];
  const said = around.map((piece) => kindOfWord(piece?.text ?? '')).find((kind) => kind !== null);
  if (said) return surely(said);
  if (/'s?$/i.test(s.list[last]?.text ?? '')) return maybe('person');
  const joined = joinedTo(s, first, last);
  if (joined) return surely(joined);
  if (before?.is === 'how') return surely('person');
  if (isOwner(s, first, last)) return maybe('person');
  // "What is Jordan closing", "what's Stefan got open"
  const verb = s.list[skip(s, last + 1, ['filler'])];
  if (
    before?.is === 'list' &&
    /^(?:what|which)/i.test(before.text) &&
    (verb?.is === 'date' || verb?.is === 'status')
  )
    return surely('person');
  const subject = subjectAt(s, first, last);
  if (subject) return subject;
  if (before?.is === 'prep' && /^in$/i.test(before.text)) return surely(placeOrStage(s, first, last));
  if (before?.is === 'prep' && /^(?:by|owned by|assigned to|sold by|worked by)$/i.test(before.text))
    return surely('person');
  if (before?.is === 'prep' && /^of$/i.test(before.text))
    return isOfPeople(s) ? surely('person') : maybe('person');
  // "Emma has how many deals"
  if (first === 0 && /^(?:has|owns|won|lost|closed)$/i.test(s.list[skip(s, last + 1, [])]?.text ?? ''))
    return surely('person');
  const capital = /^\p{Lu}\p{Ll}+$/u.test(s.list[first]?.text ?? '');
  // "The deals of the Rodrigo"
  if (capital && /^of the$/i.test(s.list[first - 1]?.text ?? '')) return maybe('person');
  // "Give Tom's deals to Ricardo"
  const hands = s.list[0]?.is === 'list' && /^(?:give|hand|pass|move)$/i.test(s.list[0].text);
  if (hands && capital && before?.is === 'prep' && /^to$/i.test(before.text)) return surely('person');
  const ofDeals = s.list.some((piece) => piece.is === 'noun');
  const from = /^from$/i.test(before?.text ?? '');
  // "Deals from our webinar", "leads from LinkedIn" say where they came from.
  if (from && (s.frame.of !== 'deal' || !/^\p{Lu}/u.test(s.list[first]?.text ?? ''))) return null;
  // "All from Peter"
  if (from && first === last && capital && !ofDeals) return maybe('person');
  if (from || (before?.is === 'prep' && /^(?:for|at|with)$/i.test(before.text))) return maybe('account');
  if (before?.is === 'with') return maybe('account');
  // "Zephyr Telecom: open?"
  if (
    first === 0 &&
    last > 0 &&
    s.list.slice(first, last + 1).every(({ text }) => /^\p{Lu}\p{Ll}+/u.test(text))
  )
    return maybe('account');
  // "Foobar deals"
  if (first === last && isNearPerson(s.about.lexicon, s.list[first]?.text ?? '')) return maybe('person');
  const noun = s.list[skip(s, last + 1, ['filler'])];
  return noun?.is === 'noun' && /^\p{Lu}/u.test(s.list[first]?.text ?? '') ? maybe('account') : null;
}

/** "Performance of Jessica": no account has one. */
function isOfPeople({ frame: { measure } }: State): boolean {
  if (measure.kind !== 'metric') return false;
  const { by } = metricNamed(measure.metric);
  return by !== 'any' && !by.includes('account');
}

/** "Dna", "mary": a short word within a slip of somebody's first name, which may as well be another's. */
function isNearPerson(lexicon: Lexicon, text: string): boolean {
  const word = fold(text);
  return (
    /^\p{L}{3,4}$/u.test(word) &&
    !isOrdinary(word) &&
    lexicon.people.length <= compared &&
    lexicon.people.some(({ name }) => {
      const first = fold(name).split(' ')[0] ?? '';
      return word.length === 3
        ? isNearly(word, first)
        : word[0] === first[0] && changes(word, first, 1) === 1;
    })
  );
}

/** "Jessica vs Zane", "Priya, Jessica and Tom": of the same kind as the name that it is joined to. */
function joinedTo(s: State, first: number, last: number): NameKind | null {
  const joints = ['and', 'or', 'versus'];
  const next = joints.includes(s.list[last + 1]?.is ?? '') ? s.list[last + 2] : undefined;
  const previous = joints.includes(s.list[first - 1]?.is ?? '') ? s.list[first - 2] : undefined;
  for (const piece of [previous, next])
    if (piece?.is === 'name') {
      const kind = piece.match.entries[0]?.kind;
      if (kind && fields[kind]) return kind;
    }
  return null;
}

/** "In LATAM", "in Demo": what is written in capitals is a place. */
const placeOrStage = (s: State, first: number, last: number): NameKind => {
  const text = s.list
    .slice(first, last + 1)
    .map((piece) => piece.text)
    .join(' ');
  const places = s.about.lexicon.territories.length > 0;
  return places && (/^[A-Z]{2,}(?:[- ]\p{L}+)?$/u.test(text) || /^the /i.test(s.list[first - 1]?.text ?? ''))
    ? 'territory'
    : 'stage';
};

const skipBack = (list: readonly Piece[], from: number): number => {
  let at = from - 1;
  while (list[at]?.is === 'filler' || list[at]?.text === '=') at -= 1;
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

/**
 * People begun alike or a slip from what was said: the others would only push them out. Of people alone: of accounts some
 * are hidden from the asker, and whether others are offered beside them must not tell that they are there.
 */
function nearPeople(people: Named[], text: string): Named[] {
  if (people.length > compared) return [];
  const said = squash(text);
  const isNear = ({ name }: Named): boolean =>
    distance(squash(name), said) <= 1 ||
    fold(name)
      .split(' ')
      .some((part) => changes(part, said, 1) !== null);
  return people.filter(isNear).slice(0, most);
}
