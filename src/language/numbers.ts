/** Amounts, lengths of time and plain numbers, in figures or in words. */
import type { Word } from './words.ts';

export type Quantity =
  | { unit: 'plain'; value: number; plus: boolean; length: number }
  | { unit: 'money'; value: number; currency: string | null; plus: boolean; length: number }
  /** Whole days; `said` is how it was put, `counted` a sentence where months or years were turned into days. */
  | { unit: 'days'; value: number; plus: boolean; said: string; counted: string | null; length: number }
  | { unit: 'percent'; value: number; plus: boolean; length: number };

const scales: Record<string, number> = {
  k: 1e3,
  thousand: 1e3,
  thousands: 1e3,
  grand: 1e3,
  g: 1e3,
  m: 1e6,
  mm: 1e6,
  mn: 1e6,
  mio: 1e6,
  million: 1e6,
  millions: 1e6,
  mil: 1e6,
  mill: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  hundred: 100,
};
const days: Record<string, number> = {
  d: 1,
  day: 1,
  days: 1,
  dy: 1,
  dys: 1,
  dayz: 1,
  calendar: 0,
  w: 7,
  wk: 7,
  wks: 7,
  week: 7,
  weeks: 7,
  mo: 30,
  mos: 30,
  mth: 30,
  mths: 30,
  month: 30,
  months: 30,
  fortnight: 14,
  fortnights: 14,
  qtr: 91,
  quarter: 91,
  quarters: 91,
  y: 365,
  yr: 365,
  yrs: 365,
  year: 365,
  years: 365,
};
const currencies: Record<string, string> = {
  usd: 'USD',
  dollar: 'USD',
  dollars: 'USD',
  bucks: 'USD',
  us$: 'USD',
  $: 'USD',
  eur: 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  '€': 'EUR',
  gbp: 'GBP',
  pounds: 'GBP',
  quid: 'GBP',
  '£': 'GBP',
  chf: 'CHF',
  francs: 'CHF',
  cad: 'CAD',
  aud: 'AUD',
  jpy: 'JPY',
  yen: 'JPY',
  inr: 'INR',
  sek: 'SEK',
  nok: 'NOK',
  dkk: 'DKK',
  // Of three countries: which one is asked back.
  kr: 'KR',
  kroner: 'KR',
  kronor: 'KR',
  pln: 'PLN',
};
const ones = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, value) => [word, value]),
);
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const fractions: Record<string, number> = { half: 0.5, quarter: 0.25 };

/** The quantity that begins at `at`; null where none does. */
export function quantityAt(list: Word[], at: number): Quantity | null {
  const before = currencies[list[at]?.norm ?? ''];
  const from = before && list[at + 1]?.number ? at + 1 : at;
  const figure = figureAt(list, from);
  if (!figure) return null;
  const skipped = from - at;
  let next = from + figure.length;
  let { value } = figure;
  let scaled = figure.scaled;
  const scale = scales[list[next]?.norm ?? ''];
  if (scale && !figure.dayUnit && list[next]?.kind === 'word') {
    value *= scale;
    scaled = true;
    next += 1;
  }
  let plus = figure.plus;
  if (list[next]?.text === '+' && list[next]?.start === list[next - 1]?.end) {
    plus = true;
    next += 1;
  }
  const currency = figure.currency ?? before ?? currencies[list[next]?.norm ?? ''] ?? null;
  if (!figure.currency && !before && currency) next += 1;
  if (figure.percent || list[next]?.text === '%' || list[next]?.norm === 'percent') {
    return { unit: 'percent', value, plus, length: next - at + (figure.percent ? 0 : 1) };
  }
  if (currency || (scaled && !isUnit(list, next)))
    return { unit: 'money', value, currency, plus, length: next - at };
  const length = lengthOfTime(list, next, value, figure.dayUnit, plus);
  if (length) return { ...length, length: length.length + next - at };
  return skipped === 0 ? { unit: 'plain', value, plus, length: next - at } : null;
}

const isUnit = (list: Word[], at: number): boolean => days[unitNorm(list[at])] !== undefined;
const unitNorm = (word: Word | undefined): string => word?.norm.replace(/'$/, '') ?? '';

function lengthOfTime(list: Word[], at: number, value: number, attached: string | null, plusBefore: boolean) {
  const business =
    /^(?:business|working|work|week)$/.test(unitNorm(list[at])) && /^days?$/.test(unitNorm(list[at + 1]));
  if (business && attached === null) {
    const days = Math.round((value * 7) / 5);
    const said = `${value} business day${value === 1 ? '' : 's'}`;
    return {
      unit: 'days' as const,
      value: days,
      plus: plusBefore,
      said,
      counted: `${said} are counted as ${days} days.`,
      length: 2,
    };
  }
  const joined = list[at]?.text === '-' && isUnit(list, at + 1) ? at + 1 : at;
  const worded = attached === null && isUnit(list, joined);
  const unit = attached ?? (worded ? unitNorm(list[joined]) : null);
  const each = unit === null ? 0 : (days[unit] ?? 0);
  if (each === 0 || unit === null) return null;
  let next = worded ? joined + 1 : at;
  let plus = plusBefore;
  if (list[next]?.text === '+') {
    plus = true;
    next += 1;
  }
  const name =
    each === 14
      ? 'fortnight'
      : each === 7
        ? 'week'
        : each === 30
          ? 'month'
          : each === 91
            ? 'quarter'
            : each === 365
              ? 'year'
              : 'day';
  const said = `${value} ${name}${value === 1 ? '' : 's'}`;
  const counted = each === 1 || each === 7 || each === 14 ? null : `A ${name} is counted as ${each} days.`;
  return { unit: 'days' as const, value: Math.round(value * each), plus, said, counted, length: next - at };
}

type FigureAt = {
  value: number;
  scaled: boolean;
  currency: string | null;
  dayUnit: string | null;
  plus: boolean;
  percent: boolean;
  length: number;
};

function figureAt(list: Word[], at: number): FigureAt | null {
  const word = list[at];
  if (!word) return null;
  const plain = { scaled: false, currency: null, dayUnit: null, plus: false, percent: false };
  if (word.number) {
    const { value, currency, suffix, plus, percent } = word.number;
    const scale = scales[suffix];
    return {
      value: value * (scale ?? 1),
      scaled: scale !== undefined,
      currency,
      dayUnit: suffix !== '' && scale === undefined ? suffix : null,
      plus,
      percent,
      length: 1,
    };
  }
  return worded(list, at, plain);
}

/** "Twelve", "twenty-five": a whole number under a hundred in one word; undefined for what is none. */
export const spokenNumber = (word: string): number | undefined =>
  underHundred((offset) => (offset === 0 ? word : ''), 0)?.value;

/** "seven", "twenty five", "two hundred and fifty"; "a hundred" is one of them. */
function underThousand(norm: (offset: number) => string): { value: number; length: number } | null {
  const first =
    underHundred(norm, 0) ?? (norm(0) === 'a' && norm(1) === 'hundred' ? { value: 1, length: 1 } : null);
  if (!first || norm(first.length) !== 'hundred') return norm(0) === 'a' ? null : first;
  const and = norm(first.length + 1) === 'and' ? 1 : 0;
  const rest = underHundred(norm, first.length + 1 + and);
  if (!rest) return { value: first.value * 100, length: first.length + 1 };
  return { value: first.value * 100 + rest.value, length: first.length + 1 + and + rest.length };
}

function underHundred(
  norm: (offset: number) => string,
  at: number,
): { value: number; length: number } | null {
  const word = norm(at);
  const small = ones.get(word);
  if (small !== undefined) return { value: small, length: 1 };
  const [ten = '', one = ''] = word.includes('-') ? word.split('-') : [word];
  const round = tens.indexOf(ten);
  if (round < 0) return null;
  const rest = ones.get(one === '' ? norm(at + 1) : one) ?? -1;
  const apart = one === '' && rest > 0 && rest < 10;
  return { value: (round + 2) * 10 + (rest > 0 && rest < 10 ? rest : 0), length: apart ? 2 : 1 };
}

/** "two", "twenty five", "a hundred", "a quarter million", "half a million", "a month". */
function worded(list: Word[], at: number, plain: Omit<FigureAt, 'value' | 'length'>): FigureAt | null {
  const norm = (offset: number): string => list[at + offset]?.norm ?? '';
  const spoken = underThousand(norm);
  if (spoken) return { ...plain, ...spoken };
  const article = norm(0) === 'a' || norm(0) === 'an' ? 1 : 0;
  const part = fractions[norm(article)];
  if (part !== undefined) {
    const of = ['a', 'of'].includes(norm(article + 1)) ? 1 : 0;
    const scale = scales[norm(article + 1 + of)];
    if (scale && scale >= 1e3)
      return { ...plain, value: part * scale, scaled: true, length: article + 2 + of };
  }
  // "Half a year"
  if (part !== undefined && norm(article + 1) === 'a' && (days[norm(article + 2)] ?? 0) >= 7)
    return { ...plain, value: part, length: article + 2 };
  if (article === 0) return null;
  const scale = scales[norm(1)];
  if (scale && scale >= 100 && norm(1).length > 2)
    return { ...plain, value: scale, scaled: scale > 100, length: 2 };
  return (days[norm(1)] ?? 0) > 0 && norm(1).length > 2 ? { ...plain, value: 1, length: 1 } : null;
}
