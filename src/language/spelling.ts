/** Words that are nearly right. A change is a letter more, less, wrong, or two swapped (optimal string alignment). */

/** How many changes a word of this length may have: short words none, for they turn into other words. */
export const changesAllowed = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2);

/** The number of changes between two words, or null where it is more than `most`. */
export function changes(a: string, b: string, most: number): number | null {
  if (Math.abs(a.length - b.length) > most) return null;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    let least = row;
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (line[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      }
      line.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return null;
    before = last;
    last = line;
  }
  const total = last[b.length] ?? 0;
  return total <= most ? total : null;
}

/** Words found again by what is left when letters are taken out of them: a look-up costs the word's length, not the list's. */
export type SpellingIndex = { words: string[]; keys: Float64Array };

const reach = 8;
const shift = 2 ** 20;

export function indexSpelling(list: Iterable<string>): SpellingIndex {
  const all = [...new Set(list)].slice(0, shift - 1);
  const keys: number[] = [];
  all.forEach((word, id) => {
    for (const left of remainders(word.slice(0, reach), changesAllowed(word.length)))
      keys.push(hash(left) * shift + id);
  });
  return { words: all, keys: Float64Array.from(keys).sort() };
}

/** The nearest words of the index, all at the same distance; none beyond what the length allows. */
export function nearest(index: SpellingIndex, word: string): { words: string[]; distance: number } {
  const most = changesAllowed(word.length);
  if (most === 0) return { words: [], distance: 0 };
  const seen = new Set<number>();
  let best = most;
  let found: string[] = [];
  for (const left of remainders(word.slice(0, reach), most)) {
    for (const id of idsOf(index, hash(left))) {
      if (seen.has(id)) continue;
      seen.add(id);
      const candidate = index.words[id] ?? '';
      if (!sameScript(candidate, word)) continue;
      const distance = changes(
        word,
        candidate,
        Math.min(best, Math.max(1, changesAllowed(candidate.length))),
      );
      if (distance === null) continue;
      if (distance < best) found = [];
      best = distance;
      found.push(candidate);
    }
  }
  return { words: found, distance: best };
}

function remainders(word: string, most: number): Set<string> {
  const all = new Set([word]);
  let edge = [word];
  for (let round = 0; round < most; round++) {
    const next: string[] = [];
    for (const from of edge) {
      for (let at = 0; at < from.length; at++) {
        const left = from.slice(0, at) + from.slice(at + 1);
        if (left.length > 1 && !all.has(left)) {
          all.add(left);
          next.push(left);
        }
      }
    }
    edge = next;
  }
  return all;
}

function* idsOf(index: SpellingIndex, code: number): Generator<number> {
  const { keys } = index;
  let low = 0;
  let high = keys.length;
  const from = code * shift;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  for (let at = low; at < keys.length && (keys[at] ?? 0) < from + shift; at++) yield (keys[at] ?? 0) - from;
}

/** FNV-1a. */
function hash(text: string): number {
  let code = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) code = Math.imul(code ^ text.charCodeAt(at), 0x01000193);
  return code >>> 0;
}

// A Cyrillic "а" in a Latin word is no slip of the finger.
const sameScript = (a: string, b: string): boolean => (isAscii(a) && isAscii(b)) || scripts(a) === scripts(b);
const isAscii = (text: string): boolean => {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
  return true;
};
const scripts = (text: string): string => {
  let found = '';
  for (const [mark, pattern] of families) if (pattern.test(text)) found += mark;
  return found;
};
const families: [string, RegExp][] = [
  ['l', /\p{Script=Latin}/u],
  ['c', /\p{Script=Cyrillic}/u],
  ['g', /\p{Script=Greek}/u],
  ['o', /[^\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}\p{P}]/u],
];
