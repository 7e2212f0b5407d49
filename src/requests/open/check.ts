/** Holds each number of a sentence that a language model has worded to the figure that it points at. Pure. */
import type { Figure } from './figures.ts';
import type { Worded } from './step.ts';

export type Checked = { text: string; wrong: null } | { text: string; wrong: string };

/** What a sentence may speak of: the figures, and words with digits that are no numbers of its own (names, periods, limits). */
export type Known = { figures: Figure[]; phrases: string[] };

type Spoken = {
  at: number;
  end: number;
  text: string;
  value: number;
  /** Size of the last digit that is said. */
  step: number;
  as: 'share' | 'points' | 'ratio' | 'money' | 'days' | 'plain';
  currency: string | null;
  short: boolean;
};

/** The sentence with the number of its question behind each of its numbers ("27% [1]"), or what is wrong with it. */
export function checked({ text, numbers }: Worded, known: Known): Checked {
  const said = text.trim();
  if (/https?:|www\.|<[!@#]|<(?:PERSON|EMAIL|PHONE)_\d/i.test(said))
    return { text: said, wrong: 'it holds a link or an unknown name' };
  if (said.length > 300) return { text: said, wrong: 'it is longer than 300 characters' };
  const left = [...numbers];
  let out = '';
  let from = 0;
  for (const one of spokenIn(said, known.phrases)) {
    const at = left.findIndex((number) => sameNumber(number.said, one));
    const [pointed] = at < 0 ? [] : left.splice(at, 1);
    const figure = known.figures.find(({ id }) => id === pointed?.figure);
    if (!pointed) return { text: said, wrong: `"${one.text}" points at no figure` };
    if (!figure)
      return { text: said, wrong: `"${one.text}" points at "${pointed.figure}", which does not exist` };
    if (!agrees(one, figure))
      return { text: said, wrong: `"${one.text}" is not ${figure.id}, which is ${figure.text}` };
    if (figure.change && contradicts(said, figure.value))
      return { text: said, wrong: `${figure.id} is ${figure.text}, and the sentence says the opposite` };
    out += `${said.slice(from, one.end)} [${figure.id.slice(1).split('.')[0]}]`;
    from = one.end;
  }
  return { text: out + said.slice(from), wrong: null };
}

const sameNumber = (said: string, one: Spoken): boolean => {
  const [first] = spokenIn(said, []);
  return first !== undefined && first.value === one.value && first.step === one.step;
};

const words: Record<string, number> = Object.fromEntries(
  'zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve'
    .split('|')
    .map((word, n) => [word, n]),
);
/** Sizes in words that no figure is: they are not checked, so they are not said. */
const vague =
  'half|halves|double[ds]?|twice|thrice|triple[ds]?|tripling|doubling|halved|halving|quarter of|thirds?|fifths?|tenths?|dozens?|hundreds?|thousands?|millions?|billions?|couple|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|tenfold|\\w+fold';
const numeral = new RegExp(
  `(?<![\\p{L}\\p{N}.])(?<sign>[-−]?)(?:(?<code>[A-Z]{3}) ?|(?<symbol>[$€£¥₹]) ?)?(?<digits>\\p{N}[\\p{N},]*(?:\\.\\p{N}+)?|(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?!\\p{L}))(?:[ -]?(?<scale>k|m|bn|b|thousand|million|billion)(?![\\p{L}\\p{N}]))?(?: ?(?<sort>%|percent(?:age points?)?|pp|points?|×|x|times|days?|weeks?|months?|years?|quarters?|hours?|[a-z]{3})(?![\\p{L}\\p{N}]))?|(?<![\\p{L}\\p{N}])(?<vague>${vague})(?!\\p{L})`,
  'giu',
);
const scales: Record<string, number> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
};
const symbols: Record<string, string> = { $: 'USD', '€': 'EUR', '£': 'GBP', '¥': 'JPY', '₹': 'INR' };

function spokenIn(text: string, phrases: string[]): Spoken[] {
  let rest = text;
  // The longest first: "Q1 2026" before "Q1".
  for (const phrase of [...phrases].sort((a, b) => b.length - a.length)) rest = blanked(rest, phrase);
  return [...rest.matchAll(numeral)].flatMap((match): Spoken[] => {
    const { sign, code, symbol, digits = '', scale, sort = '', vague: size } = match.groups ?? {};
    const at = match.index;
    const base = {
      at,
      end: at + match[0].trimEnd().length,
      text: match[0].trim(),
      currency: null,
      short: false,
    };
    if (size !== undefined) return [{ ...base, value: Number.NaN, step: 0, as: 'plain' }];
    // "One reason", "one of them": no number of anything that was counted.
    if (
      /^one$/i.test(digits) &&
      !/^one (?:deal|lead|day|activity|rep|person|account|point)\b/i.test(rest.slice(at))
    )
      return [];
    const by = scales[(scale ?? '').toLowerCase()] ?? 1;
    const plain = digits.replaceAll(',', '');
    const decimals = plain.split('.')[1]?.length ?? 0;
    const value = (words[plain.toLowerCase()] ?? Number(plain)) * by * (sign ? -1 : 1);
    const isUnit = sortOf(sort) !== 'plain' || /^[A-Z]{3}$/.test(sort);
    const after = /^[A-Z]{3}$/.test(sort) ? sort : null;
    const currency = symbol ? (symbols[symbol] ?? null) : code && /^[A-Z]{3}$/.test(code) ? code : after;
    const end = isUnit || sort === '' ? base.end : at + match[0].length - sort.length - 1;
    return [
      {
        ...base,
        end: Math.max(at + 1, at + rest.slice(at, end).trimEnd().length),
        text: rest
          .slice(at, end)
          .trim()
          .replace(/^\p{Ll}{3} /u, ''),
        value,
        step: by / 10 ** decimals,
        as: currency ? 'money' : sortOf(sort),
        currency,
        short: by > 1,
      },
    ];
  });
}

function sortOf(sort: string): Spoken['as'] {
  if (/^(?:%|percent)$/i.test(sort)) return 'share';
  if (/^(?:percentage points?|pp|points?)$/i.test(sort)) return 'points';
  if (/^(?:×|x|times)$/i.test(sort)) return 'ratio';
  // Nothing is computed in weeks or months; days are.
  if (/^(?:days?|weeks?|months?|years?|quarters?|hours?)$/i.test(sort)) return 'days';
  return 'plain';
}

const blanked = (text: string, phrase: string): string => {
  if (!/\p{N}/u.test(phrase) || !/\p{L}|\p{Sc}|^20\d\d$/u.test(phrase)) return text;
  let at = text.indexOf(phrase);
  let out = text;
  while (at >= 0) {
    const [before = '', after = ''] = [out[at - 1], out[at + phrase.length]];
    if (!/[\p{L}\p{N}.,$]/u.test(before) && !/[\p{L}\p{N}%]/u.test(after))
      out = out.slice(0, at) + '_'.repeat(phrase.length) + out.slice(at + phrase.length);
    at = out.indexOf(phrase, at + 1);
  }
  return out;
};

/** Equal as far as it is said; what is cut to thousands or millions may be off by 2 in 100. */
function agrees(one: Spoken, figure: Figure): boolean {
  if (!fits(one, figure)) return false;
  const scaled = one.as === 'share' ? figure.value * 100 : figure.value;
  const value = figure.change ? Math.abs(scaled) : scaled;
  const said = figure.change ? Math.abs(one.value) : one.value;
  if (Math.abs(said - value) > one.step / 2 + 1e-9) return false;
  return !one.short || Math.abs(said - value) <= Math.abs(value) * 0.02;
}

function fits({ as, currency, text }: Spoken, { unit, currency: of }: Figure): boolean {
  if (as === 'money') return unit === 'currency' && (of === null || of === currency);
  if (as === 'days') return unit === 'days' && /days?$/i.test(text);
  if (as === 'share' || as === 'points' || as === 'ratio') return unit === as;
  return unit !== 'currency' && unit !== 'share' && unit !== 'points' && unit !== 'ratio' && unit !== 'days';
}

const up = /\b(?:up|rose|risen|rising|grew|grown|growing|increased?|higher|more|gained|gain|improved)\b/i;
const down =
  /\b(?:down|fell|fallen|falling|dropped?|decreased?|lower|less|fewer|lost|declined?|shrank|behind)\b/i;
const contradicts = (text: string, value: number): boolean =>
  value < 0 ? up.test(text) && !down.test(text) : value > 0 && down.test(text) && !up.test(text);
