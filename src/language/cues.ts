/**
 * Which of many patterns a text may match, found in one pass over the text: of each pattern it is known which letters every
 * match has in it ("superior to" or "upper than"), and where none of them is there the pattern need not be tried.
 */

/** The letters in small ones; `is`: what the part always is, '' where it takes no room; `has`: what of it some is always there. */
type Part = { is: string | null; has: string[] | null };

const varies: Part = { is: null, has: null };
const nothing: Part = { is: '', has: null };

/** Letters of which some are in every text that the pattern matches, in small ones; null where none are known. */
export function cuesOf({ source }: RegExp): string[] | null {
  const signs = [...source];
  const { part } = choice(signs, 0);
  return cuesIn(part);
}

const cuesIn = ({ is, has }: Part): string[] | null => (is === null ? has : better(has, [is]));

type At = { part: Part; at: number };

/** Alternatives, up to the end or the bracket that ends them. */
function choice(signs: readonly string[], from: number): At {
  const ways: Part[] = [];
  let at = from - 1;
  do {
    const way = sequence(signs, at + 1);
    ways.push(way.part);
    at = way.at;
  } while (signs[at] === '|');
  const [only] = ways;
  if (only && ways.length === 1) return { part: only, at };
  const has = ways.map(cuesIn);
  return {
    part: { is: null, has: has.some((one) => one === null) ? null : has.flatMap((one) => one ?? []) },
    at,
  };
}

function sequence(signs: readonly string[], from: number): At {
  let at = from;
  let whole: string | null = '';
  let run = '';
  let has: string[] | null = null;
  while (at < signs.length && signs[at] !== '|' && signs[at] !== ')') {
    const one = atom(signs, at);
    const { part, at: next } = often(signs, one);
    at = next;
    has = better(has, part.has);
    whole = whole === null || part.is === null ? null : whole + part.is;
    if (part.is === null) {
      has = better(has, [run]);
      run = '';
    } else run += part.is;
  }
  return { part: { is: whole, has: better(has, [run]) }, at };
}

const without = new Set(['?!', '?<!']);

function atom(signs: readonly string[], at: number): At {
  const sign = signs[at] ?? '';
  if (sign === '(') {
    const head = /^\?(?:[:=!]|<[=!]|<\w+>)/.exec(signs.slice(at + 1, at + 40).join(''))?.[0] ?? '';
    const inner = choice(signs, at + 1 + head.length);
    const { part } = inner;
    const looks = /[=!]$/.test(head);
    const seen: Part = without.has(head) ? nothing : { is: '', has: cuesIn(part) };
    return { part: looks ? seen : part, at: inner.at + 1 };
  }
  if (sign === '[') {
    let end = at + 1;
    while (signs[end] !== ']') end += signs[end] === '\\' ? 2 : 1;
    return { part: varies, at: end + 1 };
  }
  if (sign === '^' || sign === '$') return { part: nothing, at: at + 1 };
  if (sign === '.') return { part: varies, at: at + 1 };
  if (sign === '\\') return escaped(signs, at + 1);
  return { part: letter(sign), at: at + 1 };
}

const letter = (sign: string): Part => ({ is: sign.toLowerCase(), has: null });

/** `at` is the place of the sign after the stroke. */
function escaped(signs: readonly string[], at: number): At {
  const sign = signs[at] ?? '';
  if (/[bB]/.test(sign)) return { part: nothing, at: at + 1 };
  if (/[pPu]/.test(sign) && signs[at + 1] === '{') return { part: varies, at: signs.indexOf('}', at) + 1 };
  if (sign === 'u') return { part: varies, at: at + 5 };
  if (sign === 'x') return { part: varies, at: at + 3 };
  return { part: /[a-zA-Z0-9]/.test(sign) ? varies : letter(sign), at: at + 1 };
}

/** With "?", "*", "+", "{2,}" after it. */
function often(signs: readonly string[], { part, at }: At): At {
  const sign = signs[at] ?? '';
  const end = sign === '{' ? signs.indexOf('}', at) + 1 : at + 1;
  if (!/^[?*+{]$/.test(sign)) return { part, at };
  const lazily = signs[end] === '?' ? 1 : 0;
  const none = sign === '?' || sign === '*' || (sign === '{' && signs[at + 1] === '0');
  return { part: none ? varies : { is: null, has: cuesIn(part) }, at: end + lazily };
}

const shortest = 3;
const usable = (cues: string[]): boolean => cues.every((cue) => cue.length >= shortest);

/** That of which a text has less likely one: long ones, and few. */
function better(a: string[] | null, b: string[] | null): string[] | null {
  const [one, other] = [a, b].map((cues) => (cues && usable(cues) ? cues : null));
  if (!one || !other) return one ?? other ?? null;
  return likely(one) <= likely(other) ? one : other;
}

const likely = (cues: string[]): number => cues.reduce((sum, { length }) => sum + 6 ** -length, 0);

/**
 * Gives a mark for each pattern: 0 where it cannot match the text, which is plain text (`plain` in text.ts: letters in their
 * usual forms). The patterns are looked at when the first text comes.
 */
export function cued(patterns: readonly RegExp[]): (text: string) => Uint8Array {
  let index: { by: Map<number, [cue: string, of: number][]>; always: Uint8Array } | null = null;
  return (text) => {
    index ??= indexed(patterns);
    const marks = index.always.slice();
    const small = text.toLowerCase();
    for (let at = 0; at + shortest <= small.length; at++) {
      const here = index.by.get(keyAt(small, at));
      if (here) for (const [cue, of] of here) if (marks[of] === 0 && small.startsWith(cue, at)) marks[of] = 1;
    }
    return marks;
  };
}

function indexed(patterns: readonly RegExp[]) {
  const by = new Map<number, [cue: string, of: number][]>();
  const always = new Uint8Array(patterns.length);
  for (const [of, pattern] of patterns.entries()) {
    const cues = cuesOf(pattern);
    if (!cues) always[of] = 1;
    for (const cue of new Set(cues)) {
      const key = keyAt(cue, 0);
      by.set(key, [...(by.get(key) ?? []), [cue, of]]);
    }
  }
  return { by, always };
}

/** Three letters in one small number; others may share it, so a cue is compared as a whole. */
const keyAt = (text: string, at: number): number =>
  ((text.charCodeAt(at) & 0x3ff) << 20) ^
  ((text.charCodeAt(at + 1) & 0x3ff) << 10) ^
  (text.charCodeAt(at + 2) & 0x3ff);
