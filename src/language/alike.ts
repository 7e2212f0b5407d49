/** Names that are written much like what somebody typed, of every kind, the nearest first. Pure. */
import type { NameKind } from './kinds.ts';
import type { Lexicon } from './lexicon.ts';
import { type Entry, entriesOfWord, isLegalForm } from './names.ts';
import { changes } from './spelling.ts';
import { fold, squash } from './text.ts';

/** What a word that so many names have in common says of none of them. */
const tooMany = 100;

/** Those that have a word in common with the text, but for a slip, or are written like the whole of it; `most` in all. */
export function alike(lexicon: Lexicon, text: string, kinds: readonly NameKind[], most: number): Entry[] {
  const said = fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  const telling = said.filter((word) => word.length > 2 && !isLegalForm(word));
  const hits = new Map<Entry, number>();
  for (const word of new Set([...telling, squash(text)])) {
    const found = entriesOfWord(lexicon, word);
    const entries = found.entries.filter(({ kind }) => kinds.includes(kind));
    if (entries.length > tooMany) continue;
    for (const entry of entries) hits.set(entry, (hits.get(entry) ?? 0) + (found.exact ? 1 : 0.9));
  }
  const ranked = [...hits]
    .map(([entry, shared]) => ({ entry, shared, apart: apart(entry.name, text) }))
    .sort((a, b) => b.shared - a.shared || a.apart - b.apart || (a.entry.name < b.entry.name ? -1 : 1))
    .map(({ entry }) => entry);
  return eachKind(ranked, most);
}

const far = 12;
const apart = (name: string, text: string): number => changes(squash(name), squash(text), far) ?? far + 1;

/** The nearest of each kind before the second of any. */
function eachKind(ranked: Entry[], most: number): Entry[] {
  const first = ranked.filter((entry, at) => ranked.findIndex(({ kind }) => kind === entry.kind) === at);
  return [...first, ...ranked.filter((entry) => !first.includes(entry))].slice(0, most);
}
