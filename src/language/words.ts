/** Text → words with their places. */
import { fold } from './text.ts';

export type Word = {
  /** As typed. */
  text: string;
  /** Folded, without a possessive ending. */
  norm: string;
  start: number;
  end: number;
  kind: 'word' | 'number' | 'day' | 'sign' | 'mention';
  /** "Priya's". */
  possessive: boolean;
  capital: boolean;
  number?: Figure;
};

/** A number as typed: "€50.000", "1.2m", "30+", "45d". */
export type Figure = {
  value: number;
  currency: string | null;
  suffix: string;
  plus: boolean;
  percent: boolean;
};

const written = /\d{1,2}[./]\d{1,2}[./]\d{4}(?![\d./])/y;
const day = /\d{4}-\d{2}-\d{2}(?![\d-])/y;
const figure =
  /([$€£¥₹])?\s?(\d(?:[\d.,']*\d)?)(k|mm|mn|mio|m|bn|b|days|day|d|weeks|week|wks|wk|w|months|month|mos|mo|yrs|yr|y)?(%)?(\+)?(?:\s?([$€£¥₹]))?(?![\p{L}\p{N}])/iuy;
const spaced = /([$€£¥₹])?\s?(\d{1,3}(?: \d{3})+)(?:,\d{1,2})?(?:\s?([$€£¥₹]))?(?![\p{L}\p{N}])/uy;
const word = /[\p{L}\p{N}\p{M}_]+(?:['.&/-][\p{L}\p{N}\p{M}_]+)*/uy;
const mention = /@[A-Za-z0-9]+/y;
const sign = /[<>]=?|[≥≤=+&,;:?!()"/-]|\S/uy;
const currencies: Record<string, string> = { $: 'USD', '€': 'EUR', '£': 'GBP', '¥': 'JPY', '₹': 'INR' };

/** Linear in the text: every step takes at least one character. */
export function words(text: string): Word[] {
  const found: Word[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === ' ') {
      at += 1;
      continue;
    }
    const next = one(text, at);
    found.push(next);
    at = next.end;
  }
  return found;
}

function one(text: string, at: number): Word {
  const first = text[at] ?? '';
  if (first === '@') {
    const found = match(mention, text, at);
    if (found) return make(text, at, found[0].length, 'mention');
  }
  if (/[\d$€£¥₹]/.test(first)) {
    const iso = match(day, text, at);
    if (iso) return make(text, at, iso[0].length, 'day');
    const date = match(written, text, at);
    if (date) return make(text, at, date[0].length, 'word');
    const number = numberAt(text, at);
    if (number) return number;
  }
  const named = match(word, text, at);
  if (named) return possessed(make(text, at, named[0].length, 'word'));
  const marked = match(sign, text, at);
  return make(text, at, marked ? marked[0].length : 1, 'sign');
}

function numberAt(text: string, at: number): Word | null {
  const wide = match(spaced, text, at);
  if (wide) {
    const made = make(text, at, wide[0].length, 'number');
    const currency = currencies[wide[1] ?? wide[3] ?? ''] ?? null;
    return {
      ...made,
      number: {
        value: Number((wide[2] ?? '').replaceAll(' ', '')),
        currency,
        suffix: '',
        plus: false,
        percent: false,
      },
    };
  }
  const found = match(figure, text, at);
  if (!found) return null;
  const digits = found[2] ?? '';
  // "1.250m", "1.250 million": before such a word a point is no thousands separator.
  const scaled =
    /^[1-9]\d{0,2}\.\d{3}$/.test(digits) &&
    scale.test(text.slice(at + found[0].length - (found[3] ?? '').length));
  const value = scaled ? Number(digits) : numberOf(digits);
  if (value === null) return null;
  return {
    ...make(text, at, found[0].length, 'number'),
    number: {
      value,
      currency: currencies[found[1] ?? found[6] ?? ''] ?? null,
      suffix: (found[3] ?? '').toLowerCase(),
      percent: found[4] !== undefined,
      plus: found[5] !== undefined,
    },
  };
}

const scale = /^\s?(?:k|m|mm|mn|mio|b|bn|thousand|million|billion)(?![\p{L}\d])/iu;

/** "1,200.50", "1.200,50", "50.000", "50'000", "1,5", "1.25"; null for what is no number ("1.2.3", "1,23,4"). */
export function numberOf(typed: string): number | null {
  const value = plainNumber(typed.replaceAll("'", ''));
  // Beyond it digits are lost, and what would be compared is another number than was typed.
  return value !== null && value <= Number.MAX_SAFE_INTEGER ? value : null;
}

function plainNumber(text: string): number | null {
  if (/^\d+$/.test(text)) return Number(text);
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text)) return Number(text.replaceAll(',', ''));
  if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(text)) return Number(text.replaceAll('.', '').replace(',', '.'));
  if (/^\d+[.,]\d+$/.test(text)) return Number(text.replace(',', '.'));
  return null;
}

function possessed(made: Word): Word {
  const bare = /^(.+?)'s$/i.exec(made.text);
  if (!bare?.[1]) return made;
  return { ...made, norm: fold(bare[1]), possessive: true };
}

function make(text: string, at: number, length: number, kind: Word['kind']): Word {
  const typed = text.slice(at, at + length);
  return {
    text: typed,
    norm: fold(typed),
    start: at,
    end: at + length,
    kind,
    possessive: false,
    capital: /^\p{Lu}/u.test(typed),
  };
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
