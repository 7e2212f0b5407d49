/** Finds names that exist in the data: whole, in part, without a legal form, with a slip of the finger. */
import type { FieldName, Noun } from '../sales/fields.ts';
import type { NameKind } from './kinds.ts';
import type { Lexicon, Named } from './lexicon.ts';
import { isOrdinary } from './short-words.ts';
import { changes, indexSpelling, nearest, type SpellingIndex } from './spelling.ts';
import { fold, squash } from './text.ts';
import { calledToo } from './values-called.ts';
import { isCommon } from './vocabulary.ts';
import type { Word } from './words.ts';

export type Entry = {
  kind: NameKind;
  id: string;
  name: string;
  tokens: string[];
  /** Of a value: whose field it is. */
  field?: FieldName;
  noun?: Noun;
};

/** How the words matched: the whole name, the name but for its legal form, a part of it, or a part with a slip. */
export type Match = { entries: Entry[]; how: 'whole' | 'bare' | 'part' | 'slip'; length: number };

type Index = {
  whole: Map<string, Entry[]>;
  bare: Map<string, Entry[]>;
  byToken: Map<string, Entry[]>;
  mentions: Map<string, Entry>;
  longest: number;
  spelling: SpellingIndex | null;
  /** The last look-ups of unknown words: a sentence asks for each more than once. */
  slips: Map<string, ReturnType<typeof nearest>>;
};

const legal = new Set(
  'inc incorporated corp corporation co company llc llp ltd limited plc gmbh ag kg ohg se sa sas sarl srl spa bv nv oy ab as aps pty pte kk'.split(
    ' ',
  ),
);
const indexes = new WeakMap<Lexicon, Index>();

/** The lexicon's index, made once per lexicon. */
function indexOf(lexicon: Lexicon): Index {
  const known = indexes.get(lexicon);
  if (known) return known;
  const index: Index = {
    whole: new Map(),
    bare: new Map(),
    byToken: new Map(),
    mentions: new Map(),
    longest: 1,
    spelling: null,
    slips: new Map(),
  };
  for (const [kind, list] of lists(lexicon)) for (const named of list) add(index, kind, named);
  for (const { stage, short } of shortened(lexicon.stages))
    for (const entry of index.whole.get(squash(stage.name)) ?? [])
      if (entry.kind === 'stage' && !index.whole.has(short) && !index.byToken.has(short))
        put(index.whole, short, entry);
  for (const one of lexicon.values) {
    const { noun, field, value } = one;
    add(index, 'value', { id: value, name: value, also: calledToo(one, lexicon.values) }, { field, noun });
  }
  for (const person of lexicon.people) {
    const entry = index.whole
      .get(squash(person.name))
      ?.find((one) => one.kind === 'person' && one.id === person.id);
    if (entry && person.slackId) index.mentions.set(person.slackId.toLowerCase(), entry);
  }
  indexes.set(lexicon, index);
  return index;
}

/** "Neg", "qual", "prop": the beginning of one stage and of no other; not where it is a word of its own. */
function* shortened(stages: readonly Named[]): Generator<{ stage: Named; short: string }> {
  const names = stages.map((stage) => ({ stage, said: tokensOf(stage.name) }));
  for (const { stage, said } of names) {
    const [name = ''] = said;
    if (said.length > 1 || name.length < 7) continue;
    for (let length = 3; length <= Math.min(6, name.length - 2); length++) {
      const short = name.slice(0, length);
      const others = names.filter(
        (one) => one.stage !== stage && one.said.some((word) => word.startsWith(short)),
      );
      if (others.length === 0 && !wordsOfTheirOwn.has(short)) yield { stage, short };
    }
  }
}
const wordsOfTheirOwn = new Set(
  'pro pros con cons cont dis eng pre sol solo dem demo off offer com app'.split(' '),
);

const lists = (lexicon: Lexicon): [NameKind, Named[]][] => [
  ['stage', lexicon.stages],
  ['person', lexicon.people],
  ['territory', lexicon.territories],
  ['team', lexicon.teams],
  ['product', lexicon.products],
  ['account', lexicon.accounts],
  ['tag', lexicon.tags.map((tag) => ({ id: tag, name: tag }))],
  ['agent', lexicon.agents],
];

function add(index: Index, kind: NameKind, named: Named, of: Pick<Entry, 'field' | 'noun'> = {}): void {
  const tokens = tokensOf(named.name);
  const entry: Entry = { kind, id: named.id, name: named.name, tokens, ...of };
  put(index.whole, squash(named.name), entry);
  for (const other of named.also ?? []) put(index.whole, squash(other), entry);
  const bare = withoutLegal(tokens);
  if (kind === 'account' || kind === 'product') {
    put(index.bare, bare.join(''), entry);
    if (tokens.includes('and')) put(index.bare, bare.filter((token) => token !== 'and').join(''), entry);
  }
  if (kind === 'person' && tokens.length > 1) {
    const [first = '', ...rest] = tokens;
    put(index.bare, [...rest, first].join(''), entry);
    put(index.bare, first.slice(0, 1) + rest.join(''), entry);
    // "hannes vogels deals"
    put(index.bare, `${tokens.join('')}s`, entry);
  }
  if (kind === 'value') put(index.bare, `${tokens.join('')}s`, entry);
  if (kind === 'team' || kind === 'territory')
    put(index.bare, tokens.filter((t) => t !== 'team' && t !== 'region').join(''), entry);
  // A value is meant whole: "Web" alone is not "Web form".
  if (kind !== 'value')
    for (const token of new Set(tokens))
      if (token.length > 1 && !legal.has(token)) {
        put(index.byToken, token, entry);
        // "priyas deals"
        if (kind === 'person' && token.length > 2) put(index.byToken, `${token}s`, entry);
      }
  index.longest = Math.max(index.longest, Math.min(8, tokens.length + 1));
}

function put(map: Map<string, Entry[]>, key: string, entry: Entry): void {
  if (key === '') return;
  const list = map.get(key);
  if (!list) map.set(key, [entry]);
  else if (!list.includes(entry)) list.push(entry);
}

const tokensOf = (name: string): string[] =>
  fold(name)
    .replaceAll('&', ' and ')
    .match(/[\p{L}\p{N}]+/gu) ?? [];
const withoutLegal = (tokens: string[]): string[] => {
  const end = tokens.findLastIndex((token) => !legal.has(token)) + 1;
  return end === 0
    ? tokens
    : tokens.slice(0, tokens[end - 1] === 'and' && end > 1 && end < tokens.length ? end - 1 : end);
};

/** The longest name that begins at `at`; whole names first, then names in part. Grammar's own words are no part of a name. */
export function nameAt(lexicon: Lexicon, list: Word[], at: number): Match | null {
  const index = indexOf(lexicon);
  const first = list[at];
  if (!first) return null;
  if (first.kind === 'mention') {
    const entry = index.mentions.get(first.text.slice(1).toLowerCase());
    return entry ? { entries: [entry], how: 'whole', length: 1 } : null;
  }
  if (first.kind === 'sign') return null;
  const whole = wholeAt(index, list, at);
  const part = partAt(index, list, at);
  // "GTX Plus" is a part of two products, and more than the series GTX.
  return part && part.length > (whole?.length ?? 0) ? part : whole;
}

/** Whether a name of the data has this folded word in it. */
export const isInName = (lexicon: Lexicon, word: string): boolean => indexOf(lexicon).byToken.has(word);

function wholeAt(index: Index, list: Word[], at: number): Match | null {
  const most = Math.min(index.longest, list.length - at);
  const keys: string[] = [];
  let unsure = false;
  for (let length = 1; length <= most; length++) {
    const word = list[at + length - 1];
    keys.push(`${keys.at(-1) ?? ''}${word ? squashed(word) : ''}`);
    unsure ||= word !== undefined && (word.possessive || word.norm.includes('&'));
  }
  for (let length = most; length > 0; length--) {
    const key = keys[length - 1] ?? '';
    // What is neither so called nor has a legal form at its end is no name, unless its signs are a part of it.
    if (!unsure && !index.whole.has(key) && !index.bare.has(key) && !endsLegally(list[at + length - 1]))
      continue;
    const span = list.slice(at, at + length);
    // "Mom's Friendly Labs" is called so.
    const asTyped = span.slice(0, -1).some((word) => word.possessive) ? wholeAsTyped(index, span) : null;
    if (asTyped) return { entries: asTyped, how: 'whole', length };
    if (!endsWell(span) || isAsOf(list, at + length - 1)) continue;
    const whole = index.whole.get(key);
    if (whole) return { entries: whole, how: 'whole', length };
    const bare = bareEntries(index, span, key);
    if (bare) return { entries: bare, how: 'bare', length };
  }
  return null;
}

const wholeAsTyped = (index: Index, span: Word[]): Entry[] | null =>
  index.whole.get(span.map((word) => squash(word.text)).join('')) ?? null;

function bareEntries(index: Index, span: Word[], key: string): Entry[] | null {
  const found = index.bare.get(key);
  if (!found) {
    const stripped = withoutLegal(span.flatMap((word) => partsOf(word.norm).tokens));
    const other = stripped.join('');
    return other !== '' && other !== key ? (index.bare.get(other) ?? null) : null;
  }
  // "Acme" is Acme Corp only while no Acme Logistics exists.
  const tokens = span.flatMap((word) => partsOf(word.norm).tokens);
  const wider = tokens.length === 1 ? (index.byToken.get(tokens[0] ?? '') ?? []) : [];
  return [...new Set([...found, ...wider])];
}

function partAt(index: Index, list: Word[], at: number): Match | null {
  let found: Match | null = null;
  let entries: Entry[] | null = null;
  for (let length = 1; length <= Math.min(index.longest, list.length - at); length++) {
    const word = list[at + length - 1];
    if (!word || word.kind === 'sign') break;
    const { tokens } = partsOf(word.norm);
    let next: Entry[] | null = entries;
    for (const token of tokens) next = narrow(next, index.byToken.get(token) ?? []);
    if (!next || next.length === 0 || tokens.length === 0) break;
    entries = next;
    if (length > 1 || !isCommon(word.norm)) found = { entries: next, how: 'part', length };
    if (word.possessive) break;
  }
  return found;
}

export const isLegalForm = (word: string): boolean => legal.has(word);

/** The names that have this folded word in them, or are it; where none has, those that a slip of it would name. */
export function entriesOfWord(lexicon: Lexicon, word: string): { entries: Entry[]; exact: boolean } {
  const index = indexOf(lexicon);
  const named = (one: string): Entry[] => [
    ...(index.byToken.get(one) ?? []),
    ...(index.whole.get(one) ?? []),
  ];
  const exact = named(word);
  if (exact.length > 0) return { entries: [...new Set(exact)], exact: true };
  const near = remembered(index, word, spellingOf(index)).words;
  return { entries: [...new Set(near.flatMap(named))], exact: false };
}

/** What the word at `at` may have been meant to be, together with the words after it. */
export function slipAt(
  lexicon: Lexicon,
  list: Word[],
  at: number,
): (Match & { distance: number; read: string }) | null {
  const index = indexOf(lexicon);
  const word = list[at];
  if (word?.kind !== 'word' || isCommon(word.norm)) return null;
  const near = remembered(index, squashed(word), spellingOf(index));
  if (near.words.length === 0 || near.words.length > 8) return null;
  let best: (Match & { distance: number; read: string }) | null = null;
  for (const read of near.words) {
    const corrected = [{ ...word, text: read, norm: read }, ...list.slice(at + 1, at + index.longest)];
    const match = wholeAt(index, corrected, 0) ?? partAt(index, corrected, 0);
    // A slip of a word that very many names hold names none of them.
    if (!match || match.entries.length > 100) continue;
    if (!best || match.length > best.length) best = { ...match, how: 'slip', distance: near.distance, read };
    else if (match.length === best.length) best.entries = [...new Set([...best.entries, ...match.entries])];
  }
  return best;
}

/**
 * What of a slip in a short word may be read as a person: the whole name of somebody ("pria nair"), or a first name with a
 * letter left out or two swapped ("prya", "myaa"). With another letter it may as well be another name ("mary" is not Mara).
 */
export function personSlip<M extends Match>(slip: M, word: Word): M | null {
  if (slip.entries.every(({ kind }) => kind !== 'person')) return null;
  if (slip.length > 1) return slip;
  if (isOrdinary(word.norm)) return null;
  const entries = slip.entries.filter(
    ({ kind, tokens: [first = ''] }) => kind !== 'person' || isNearly(word.norm, first),
  );
  return entries.some(({ kind }) => kind === 'person') ? { ...slip, entries } : null;
}

/** Whether a short word is this first name with a letter left out or two letters swapped; its first letter is right. */
export function isNearly(word: string, first: string): boolean {
  if (word.length < 3 || word[0] !== first[0] || first.length < word.length) return false;
  const swapped = first.length === word.length && [...first].sort().join() === [...word].sort().join();
  return (swapped || first.length === word.length + 1) && changes(word, first, 1) === 1;
}

function spellingOf(index: Index): SpellingIndex {
  index.spelling ??= indexSpelling([...index.byToken.keys(), ...shortKeys(index)]);
  return index.spelling;
}

function remembered(index: Index, word: string, spelling: SpellingIndex): ReturnType<typeof nearest> {
  const known = index.slips.get(word);
  if (known) return known;
  if (index.slips.size >= 256) index.slips.clear();
  const found = nearest(spelling, word);
  index.slips.set(word, found);
  return found;
}

// Names of one word, squashed ("gtxpro"), are words that can be mistyped too.
const shortKeys = (index: Index): string[] => [...index.whole.keys()].filter((key) => key.length <= 12);

const narrow = (entries: Entry[] | null, by: Entry[]): Entry[] => {
  if (!entries) return by;
  const small = entries.length < by.length ? entries : by;
  const other = new Set(small === entries ? by : entries);
  return small.filter((entry) => other.has(entry));
};

const squashed = (word: Word): string => partsOf(word.norm).key;
const endsLegally = (word: Word | undefined): boolean => word !== undefined && partsOf(word.norm).legally;

type Parts = { key: string; tokens: string[]; legally: boolean };
const parts = new Map<string, Parts>();

/** A word is looked at from several places: what it is made of is remembered. */
function partsOf(norm: string): Parts {
  const known = parts.get(norm);
  if (known) return known;
  if (parts.size >= 2_048) parts.clear();
  const tokens = tokensOf(norm);
  const made = { key: squash(norm), tokens, legally: tokens.length === 0 || legal.has(tokens.at(-1) ?? '') };
  parts.set(norm, made);
  return made;
}

/** A name does not end in the middle of punctuation, except "&" and a comma between two of its words. */
/** "AMER as of 1 March": the word is no legal form of that name. */
const isAsOf = (list: Word[], at: number): boolean =>
  list[at]?.text === 'as' && /^(?:of|at|on|it|they|things)$/.test(list[at + 1]?.norm ?? '');

function endsWell(span: Word[]): boolean {
  const inner = span.slice(1, -1);
  const last = span[span.length - 1];
  if (span[0]?.kind === 'sign' || last?.kind === 'sign') return false;
  if (inner.some((word) => word.kind === 'sign' && !['&', ',', '-', '/', '.'].includes(word.text)))
    return false;
  return span.slice(0, -1).every((word) => !word.possessive);
}
