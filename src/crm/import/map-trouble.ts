/** What is wrong with a map file, as a sentence with the place: written by hand, it is mended by hand. */
import type { z } from 'zod';

/** Where a text stops being JSON, and what should stand there. Null where it is JSON. */
export function jsonTrouble(text: string): { line: number; column: number; wanted: string } | null {
  try {
    value({ text, at: 0, depth: 0 }, true);
    return null;
  } catch (trouble) {
    if (!(trouble instanceof Misplaced)) throw trouble;
    const before = text.slice(0, trouble.at).split('\n');
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, wanted: trouble.wanted };
  }
}

class Misplaced extends Error {
  readonly at: number;
  readonly wanted: string;
  constructor(at: number, wanted: string) {
    super(wanted);
    this.at = at;
    this.wanted = wanted;
  }
}

type Reading = { text: string; at: number; depth: number };

const space = /[ \t\r\n]*/y;
const quoted = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const plain = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\p{L}\p{N}_.])/uy;
// No map file is as deep; the call stack is not either.
const deepest = 100;

const took = (it: Reading, pattern: RegExp): boolean => {
  pattern.lastIndex = it.at;
  if (!pattern.test(it.text)) return false;
  it.at = pattern.lastIndex;
  return true;
};

/** The sign at this place, after white space. */
function next(it: Reading): string {
  took(it, space);
  return it.text[it.at] ?? '';
}

function value(it: Reading, whole = false): void {
  const first = next(it);
  if (whole && first !== '{') throw new Misplaced(it.at, 'a { that opens the map');
  if (it.depth > deepest) throw new Misplaced(it.at, 'fewer brackets in each other');
  if (first === '{') list(it, '}', entry);
  else if (first === '[') list(it, ']', value);
  else if (first === '"') string(it);
  else if (!took(it, plain)) throw new Misplaced(it.at, 'a value: a text in double quotes, a number, { or [');
  if (whole && next(it) !== '') throw new Misplaced(it.at, 'the end of the file');
}

function list(it: Reading, end: ']' | '}', item: (it: Reading) => void): void {
  it.at += 1;
  it.depth += 1;
  if (next(it) !== end)
    for (;;) {
      item(it);
      const sign = next(it);
      if (sign === end) break;
      if (sign !== ',') throw new Misplaced(it.at, `a comma or ${end}`);
      it.at += 1;
      if (next(it) === end) throw new Misplaced(it.at, 'one entry more after the comma, or no comma');
    }
  it.at += 1;
  it.depth -= 1;
}

function entry(it: Reading): void {
  if (next(it) !== '"') throw new Misplaced(it.at, 'a name in double quotes');
  string(it);
  if (next(it) !== ':') throw new Misplaced(it.at, 'a colon');
  it.at += 1;
  value(it);
}

function string(it: Reading): void {
  if (!took(it, quoted))
    throw new Misplaced(
      it.at,
      'a text that ends with a double quote on its line (a \\ in it is written \\\\)',
    );
}

const kinds: Record<string, string> = {
  string: 'a text in double quotes',
  number: 'a number',
  boolean: 'true or false',
  object: 'names and values in { }',
  record: 'names and values in { }',
  array: 'a list in [ ]',
};

/** What the schema complained of, in our words: where it stands and what it must be. */
export function schemaTrouble(issue: z.core.$ZodIssue | undefined): string {
  const at = issue && issue.path.length > 0 ? `"${issue.path.join('.')}"` : 'the map';
  switch (issue?.code) {
    case 'unrecognized_keys':
      return `${at} cannot hold ${issue.keys.map((key) => `"${key}"`).join(' or ')}`;
    case 'invalid_type':
      return `${at} must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `${at} must be ${issue.values.map((one) => `"${String(one)}"`).join(' or ')}`;
    case 'invalid_union':
      return `${at} must be ${at.startsWith('"values') ? 'a text, a number, true or false' : 'a text in double quotes, or names and texts in { }'}`;
    case 'too_small':
      return `${at} must not be empty`;
    case 'too_big':
      return `${at} must not be longer than ${issue.maximum} letters`;
    default:
      return `${at} ${issue?.message ?? 'cannot be read'}`;
  }
}
