/** One cell of a file as a value of our own, or the reason why it is none. */
import { type DateOrder, orderHint, readDate } from '../../sales/dates.ts';
import type { CellType } from './kinds.ts';

export type Value = string | number | boolean | string[] | null;
export type Cell = { value: Value; currency?: string } | { wrong: string };
/** `zone`: in which the file writes its times; `company`: whose days count. */
export type CellUse = { zone: string; company: string; order: DateOrder; format?: string };

const nothing = new Set(['', '-', '–', 'n/a', 'na', 'null', 'none', '#n/a', 'nil']);
const truths = new Map(
  Object.entries<boolean>({
    true: true,
    yes: true,
    y: true,
    '1': true,
    t: true,
    false: false,
    no: false,
    n: false,
    '0': false,
    f: false,
  }),
);
const signs: Record<string, string> = { $: 'USD', '€': 'EUR', '£': 'GBP', '¥': 'JPY', '₹': 'INR' };

/** Reads a cell. Empty cells are missing; texts lose the blanks around them and the characters that Postgres has no place for. */
export function readCell(raw: string, type: CellType, use: CellUse): Cell {
  const text = raw.replaceAll('\0', '\ufffd').trim();
  if (type === 'text') return { value: text === '' ? null : text };
  if (type === 'id') return readId(text);
  if (nothing.has(text.toLowerCase())) return { value: null };
  if (type === 'list')
    return {
      value: text
        .split(/[;|,]/)
        .map((one) => one.trim())
        .filter(Boolean),
    };
  if (type === 'truth') {
    const truth = truths.get(text.toLowerCase());
    return truth === undefined ? { wrong: `"${short(text)}" is neither yes nor no` } : { value: truth };
  }
  if (type === 'day' || type === 'instant') {
    const date = readDate(text, use);
    if (!date && !use.format && use.order === 'ymd' && orderHint(text) === 'either')
      return {
        wrong: `"${short(text)}" can be read two ways, and the other dates are written like 2026-03-31`,
      };
    if (!date) return { wrong: `"${short(text)}" is no date` };
    return { value: type === 'instant' && date.at ? date.at.toISOString() : date.day };
  }
  return readNumber(text, type);
}

function readId(text: string): Cell {
  if (text === '') return { value: null };
  return text.length > 200 ? { wrong: 'an id of more than 200 characters' } : { value: text };
}

/** "$1,234.50", "(500)", "1.234,50 €", "EUR 20": thousands by comma unless a comma is the last sign and followed by one or two digits. */
function readNumber(text: string, type: 'money' | 'number'): Cell {
  const code = /^([A-Z]{3})\s|\s([A-Z]{3})$/.exec(text);
  const currency = code?.[1] ?? code?.[2] ?? signs[/[$€£¥₹]/.exec(text)?.[0] ?? ''];
  const truth = type === 'number' ? truths.get(text.toLowerCase()) : undefined;
  if (truth !== undefined && !/^\d$/.test(text)) return { value: truth ? 1 : 0 };
  const bare = text.replace(/^[A-Z]{3}\s|\s[A-Z]{3}$/g, '').replace(/[$€£¥₹\s'’]/g, '');
  const negative = /^\(.*\)$/.test(bare) || /^[-−]/.test(bare);
  const digits = bare.replace(/[()+−-]/g, '');
  const decimalComma = /^\d{1,3}(\.\d{3})*,\d{1,2}$/.test(digits) || /^\d+,\d{1,2}$/.test(digits);
  const plain = decimalComma ? digits.replaceAll('.', '').replace(',', '.') : digits.replaceAll(',', '');
  if (!/^(\d+(\.\d*)?|\.\d+)(e[+]?\d{1,2})?$/i.test(plain)) return { wrong: `"${short(text)}" is no number` };
  const number = Number(plain) * (negative ? -1 : 1);
  if (Math.abs(number) >= 1e15) return { wrong: `"${short(text)}" is too large` };
  return { value: Math.round(number * 100) / 100, ...(currency ? { currency } : {}) };
}

const short = (text: string): string => [...text].slice(0, 40).join('');
