/** Words → pieces: each is a phrase of the grammar, a field, a name, a quantity, a period, or was not read. */
import type { FieldName, Noun } from '../sales/fields.ts';
import type { NameKind } from './kinds.ts';
import type { Lexicon } from './lexicon.ts';
import { type Entry, type Match, nameAt, personSlip, slipAt } from './names.ts';
import { type Quantity, quantityAt } from './numbers.ts';
import { ownField } from './parties.ts';
import { type PeriodWords, periodAt } from './period-words.ts';
import type { Sense } from './phrases.ts';
import { isOrdinary } from './short-words.ts';
import { changes } from './spelling.ts';
import { fold } from './text.ts';
import { fieldAt, fieldNamed, isCommon, isSilent, isTaught, meant, phrasesAt } from './vocabulary.ts';
import { type Word, words } from './words.ts';

type Content =
  | Sense
  | { is: 'name'; match: Match; possessive: boolean }
  | { is: 'quantity'; quantity: Quantity }
  | { is: 'period'; period: PeriodWords }
  | { is: 'unread' };

/** `from` and `to` are places in the list of words, `to` not included. */
export type Piece = Content & { from: number; to: number; text: string; corrected: string | null };

export type Today = { today: string };

/** What the words are, one after the other. The same words are looked at in several ways: the last ones are kept. */
export function pieces(typed: Word[], lexicon: Lexicon, when: Today, noun: Noun = 'deal'): readonly Piece[] {
  const key = `${when.today} ${noun} ${typed.map(({ text, norm, kind, possessive, capital }) => `${text} ${norm} ${kind} ${possessive} ${capital}`).join('\n')}`;
  const known = recent.get(lexicon) ?? new Map<string, readonly Piece[]>();
  recent.set(lexicon, known);
  const found = known.get(key) ?? piecesOf(typed, lexicon, when, noun);
  known.delete(key);
  known.set(key, found);
  if (known.size > most) known.delete(known.keys().next().value ?? '');
  return found;
}

const most = 16;
const recent = new WeakMap<Lexicon, Map<string, readonly Piece[]>>();

function piecesOf(typed: Word[], lexicon: Lexicon, when: Today, noun: Noun): Piece[] {
  const { list, corrections } = spelled(typed, lexicon);
  const norms = list.map((word) => word.norm);
  const found: Piece[] = [];
  let at = 0;
  while (at < list.length) {
    const next = pieceAt({ list, norms, lexicon, when, noun, before: found }, at);
    const to = at + next.length;
    const corrected = next.content.is === 'name' && next.content.match.how === 'slip' ? list[at]?.text : null;
    const respelled = corrections.slice(at, to).some((one) => one !== null)
      ? norms.slice(at, to).join(' ')
      : null;
    found.push({
      ...next.content,
      from: at,
      to,
      text: typed
        .slice(at, to)
        .map((word) => word.text)
        .join(' '),
      corrected: corrected ?? respelled,
    });
    at = to;
  }
  return merged(found);
}

// "Over 100k and under 200k", "and more than 10" go on; "100k and under" ends.
const beginsBound = (phrase: { sense: Sense; words: string[] }, list: Word[], at: number): boolean =>
  phrase.sense.is === 'orMore' &&
  (phrase.words[0] === 'and' ||
    (phrase.words[0] === 'or' &&
      list.slice(Math.max(0, at - 2), at).some(({ kind }) => kind === 'number'))) &&
  (list[at + phrase.words.length]?.norm === 'than' || quantityAt(list, at + phrase.words.length) !== null);

type Next = { content: Content; length: number };

type Around = {
  list: Word[];
  norms: string[];
  lexicon: Lexicon;
  when: Today;
  noun: Noun;
  before: Piece[];
};

function pieceAt({ list, norms, lexicon, when, noun, before }: Around, at: number): Next {
  const word = list[at];
  const name = ofNoun(nameAt(lexicon, list, at), noun);
  const period = periodAt(list, at, when);
  const phrase = phrasesAt(norms, at, noun).find((one) => !beginsBound(one, list, at));
  const field = fieldAt(norms, at, noun);
  const quantity = quantityAt(list, at);
  const grammar: Next | null = longer(
    phrase ? { content: phrase.sense, length: phrase.words.length } : null,
    field ? { content: { is: 'field', field: field.field }, length: field.length } : null,
  );
  const counted: Next | null = longer(
    period && !(quantity && isBareYear(period.name) && comparing(before))
      ? { content: { is: 'period', period }, length: period.length }
      : null,
    quantity ? { content: { is: 'quantity', quantity }, length: quantity.length } : null,
  );
  const rest = longer(counted, grammar);
  if (name && prefersName(name, rest, { list, norms, noun, before }, at)) return named(name, list, at);
  if (rest) return rest;
  if (name) return named(name, list, at);
  const below = belowZero(list, at);
  if (below > 0) return { content: { is: 'unread' }, length: below };
  if (word?.kind === 'sign' && isSilent(word.text)) return { content: { is: 'filler' }, length: 1 };
  const slip = ofOrdinary(ofNoun(slipAt(lexicon, list, at), noun), word);
  const sure = slip && word && (trusted(slip.entries, list, at, before) ? slip : personSlip(slip, word));
  if (sure) return named(sure, list, at);
  const begun = noun === 'deal' ? stageBegun(lexicon, list, at) : null;
  return begun ?? { content: { is: 'unread' }, length: 1 };
}

/** How many words a figure with a minus before it takes, as in "over -100k"; 0 where the dash is none: "30 -60 days", "- top 3". */
function belowZero(list: Word[], at: number): number {
  const [before, sign, figure] = [list[at - 1], list[at], list[at + 1]];
  if (!before || before.kind === 'number' || sign?.kind !== 'sign' || !/^[-−–]$/.test(sign.text)) return 0;
  if (figure?.start !== sign.end || before.end === sign.start) return 0;
  const quantity = quantityAt(list, at + 1);
  return quantity ? quantity.length + 1 : 0;
}

/** "Nego", "qual": the beginning of one stage's name, and of no other word. */
function stageBegun(lexicon: Lexicon, list: Word[], at: number): Next | null {
  const norm = list[at]?.norm ?? '';
  if (!/^[a-z]{4,}$/.test(norm) || isCommon(norm)) return null;
  const [stage, ...others] = lexicon.stages.filter(({ name }) => fold(name).startsWith(norm));
  const full = stage && others.length === 0 ? words(stage.name) : [];
  const match = full.length > 0 ? nameAt(lexicon, full, 0) : null;
  return match && match.length === full.length ? named({ ...match, how: 'slip', length: 1 }, list, at) : null;
}

/** A lead's status is no name where deals are asked about. */
function ofNoun<M extends Match>(match: M | null, noun: Noun): M | null {
  if (!match?.entries.some((entry) => entry.kind === 'value')) return match;
  const of = (entry: Entry): boolean =>
    entry.noun === noun ||
    ((noun === 'account' || noun === 'contact') && (entry.field?.startsWith('account.') ?? false));
  const entries = match.entries
    .filter((entry) => entry.kind !== 'value' || of(entry))
    .map((entry) =>
      noun === 'account' && entry.field ? { ...entry, field: ownField(noun, entry.field) } : entry,
    );
  return entries.length > 0 ? { ...match, entries } : null;
}

// "over 2000" is an amount, "closed in 2017" a year.
const isBareYear = (name: string): boolean => /^\d{4}$/.test(name);
const comparing = (before: Piece[]): boolean => {
  const last = before.findLast((piece) => piece.is !== 'filler');
  return last !== undefined && ['compare', 'between', 'rank'].includes(last.is);
};

const longer = (a: Next | null, b: Next | null): Next | null =>
  !a ? b : !b ? a : b.length > a.length ? b : a;

function named(match: Match, list: Word[], at: number): Next {
  return {
    content: { is: 'name', match, possessive: list[at + match.length - 1]?.possessive ?? false },
    length: match.length,
  };
}

/** An ordinary word is no slip of a person's name, unless the rest of that name follows. */
function ofOrdinary<M extends Match>(slip: M | null, word: Word | undefined): M | null {
  if (!slip || slip.length > 1 || !word || !isOrdinary(word.norm)) return slip;
  const entries = slip.entries.filter(({ kind }) => kind !== 'person');
  return entries.length > 0 ? { ...slip, entries } : null;
}

/** What kinds of names a field takes; a team may be called by its manager. */
export function namesOfField(field: FieldName): NameKind[] {
  const known = fieldNamed(field);
  if (known?.type === 'text') return ['value'];
  if (!known?.names) return [];
  return known.names === 'team' ? ['team', 'person'] : [known.names];
}

/** A name that is also a word of the grammar counts as a name only where something says so. */
function prefersName(
  name: Match,
  rest: Next | null,
  { list, norms, noun, before }: Pick<Around, 'list' | 'norms' | 'noun' | 'before'>,
  at: number,
): boolean {
  if (!rest) return true;
  if (name.how !== 'whole' && name.how !== 'bare') return name.length > rest.length + 1;
  const last = before[before.length - 1];
  if (rest.content.is === 'quantity')
    return !(last && ['compare', 'between', 'rank', 'and'].includes(last.is)) && name.length >= rest.length;
  if (name.length > rest.length) return true;
  if (name.length < rest.length) return false;
  // "In the US", not "tell us".
  if (/^(?:US|UK|U\.S\.?|USA)$/.test(list[at]?.text ?? '') || (norms[at] === 'us' && norms[at - 1] === 'the'))
    return true;
  const kinds = name.entries.map((entry) => entry.kind);
  if (kinds.includes('stage') && rest.content.is === 'status') return false;
  // "Lost to price", "lost on timing"
  if (name.entries.some((entry) => entry.field === 'lost_reason') && isOfLoss(before)) return true;
  const next = fieldAt(norms, at + name.length, noun);
  if (last?.is === 'field' && namesOfField(last.field).some((kind) => kinds.includes(kind))) return true;
  if (next && namesOfField(next.field).some((kind) => kinds.includes(kind)) && rest.content.is !== 'rank')
    return true;
  // "The Price ones"
  if (
    rest.content.is === 'field' &&
    (list[at]?.capital ?? false) &&
    at > 0 &&
    name.entries.every((entry) => entry.kind === 'value')
  )
    return true;
  if (rest.content.is === 'field' || rest.content.is === 'noun') return false;
  const word = list[at];
  if (word?.possessive && kinds.includes('person')) return true;
  if (last?.is === 'prep' && kinds.includes('stage') && rest.content.is === 'date') return true;
  return rest.content.is === 'filler' && (word?.capital ?? false) && at > 0 && last?.is === 'prep';
}

const isOfLoss = (before: Piece[]): boolean =>
  before.some((piece) => piece.is === 'status' && piece.status.join() === 'lost');

/** Accounts are many: a slip is taken for one only where a name is expected. Stages, people and places are few. */
function trusted(entries: Entry[], list: Word[], at: number, before: Piece[]): boolean {
  const word = list[at];
  const last = before.findLast((piece) => piece.is !== 'filler');
  const expected =
    last?.is === 'prep' ||
    last?.is === 'field' ||
    last?.is === 'except' ||
    last?.is === 'by' ||
    last?.is === 'name';
  if (word?.possessive || expected) return true;
  // Products are few, and a long word is seldom another one.
  if (entries.every((entry) => entry.kind === 'product') && (word?.norm.length ?? 0) >= 6) return true;
  if (entries.some((entry) => entry.kind === 'account' || entry.kind === 'product' || entry.kind === 'tag'))
    return word?.capital ?? false;
  return (word?.norm.length ?? 0) >= 5;
}

/** Puts right the grammar's words first, so that phrases are found; a word nearer to a name is left for the names. */
function spelled(typed: Word[], lexicon: Lexicon): { list: Word[]; corrections: (string | null)[] } {
  const corrections: (string | null)[] = typed.map(() => null);
  const list = typed.map((word, at) => {
    if (word.kind !== 'word') return word;
    const raw = fold(word.text);
    // "Deals of Martin" are not those of a margin.
    if (word.capital && /^(?:of|by|for|at|from)$/.test(typed[at - 1]?.norm ?? '')) return word;
    if (word.possessive && isTaught(raw)) return { ...word, norm: raw, possessive: false };
    // "How meny"
    const asked =
      typed[at - 1]?.norm === 'how'
        ? ['many', 'much'].find((one) => changes(one, word.norm, 1) === 1)
        : undefined;
    const right = asked ? { word: asked, distance: 1 } : meant(word.norm);
    if (!right || nameAt(lexicon, typed, at) || (at > 0 && insideName(lexicon, typed, at))) return word;
    const slip = slipAt(lexicon, typed, at);
    if (
      slip &&
      (slip.distance < right.distance || (slip.distance === right.distance && word.capital && at > 0))
    )
      return word;
    corrections[at] = right.word;
    return { ...word, norm: right.word };
  });
  return { list, corrections };
}

function insideName(lexicon: Lexicon, list: Word[], at: number): boolean {
  for (let back = 1; back <= Math.min(3, at); back++)
    if ((nameAt(lexicon, list, at - back)?.length ?? 0) > back) return true;
  return false;
}

/** "Rosie Papadopolous": two neighbours that can be the same thing are one name. */
function merged(found: Piece[]): Piece[] {
  const out: Piece[] = [];
  for (const piece of found) {
    const last = out[out.length - 1];
    if (piece.is === 'name' && last?.is === 'name' && !last.possessive) {
      const both = last.match.entries.filter((entry) => piece.match.entries.includes(entry));
      if (both.length > 0 && last.match.how !== 'whole') {
        out[out.length - 1] = {
          ...last,
          match: { ...last.match, entries: both },
          possessive: piece.possessive,
          to: piece.to,
          text: `${last.text} ${piece.text}`,
          corrected: last.corrected ?? piece.corrected,
        };
        continue;
      }
    }
    out.push(piece);
  }
  return out;
}
