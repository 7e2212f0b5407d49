/** The index of the words of requests: what the grammar and the catalogues make of them, and which word a slip was meant to be. */
import { type Field, type FieldName, fields, type Noun } from '../sales/fields.ts';
import { type MetricName, metrics } from '../sales/metrics.ts';
import { lines, type Sense } from './phrases.ts';
import { plainWords } from './plain-words.ts';
import { indexSpelling, nearest, type SpellingIndex } from './spelling.ts';
import { fold } from './text.ts';

// Filler that only counts between other words; signs that carry nothing.
const silentSigns = new Set(['?', '!', '.', ':', '(', ')', '"', "'", '-', '…', '|', '[', ']', '{', '}']);

type Phrase = { words: string[]; sense: Sense; of?: Noun };

/** What people also call the catalogue's fields. */
const fieldWords: [FieldName, string][] = [
  ['amount', 'opportunity value|deal amount|contract value|usd value|deal amounts|deal sizes|deal values'],
  [
    'owner',
    'person|people|representative|representatives|deal owner|account executives|sales agents|salespersons',
  ],
  ['account', 'organization|organisation|buyer'],
  ['territory', 'market|sales region|sales territory'],
  ['team', 'sales team|sales teams'],
  ['next_step', 'nextstep|next actions|next activity|follow ups|follow-ups'],
  ['last_activity_on', 'activity|activities|recent activity|last contacted|last activities'],
  ['days_in_stage', 'days stuck|how long in stage|days in the stage|stage time|age in stage'],
  ['close_date', 'closedate|date of close|target close date'],
  ['age', 'days old|ages'],
  [
    'days_since_activity',
    'days without activity|days inactive|days of inactivity|days silent|silence|radio silence|quiet time|days of silence|time without contact|time without activity',
  ],
  ['product', 'module|modules'],
  ['product.series', 'line|product lines'],
  ['status', 'won or lost'],
  [
    'lost_reason',
    'reason|reasons|why we lost|why did we lose|why do we lose|why are we losing|why we lose|reasons we lost|reasons for losing|reasons why we lost',
  ],
  [
    'owner.manager',
    'managed by|reporting to|reports to|report to|who report to|team lead|team leads|line manager|line managers|supervisor|supervisors',
  ],
];

/** What people also call the catalogue's metrics. */
const metricWords: Partial<Record<MetricName, string>> = {
  attainment:
    'tracking against quota|tracking to quota|tracking towards quota|tracking against target|pacing against quota|pacing to quota|pacing|progress on quota|progress toward quota|progress towards quota|quota progress|hit the quota|hit the number|hit my number|make my number|make the number|hit our number|make our number|hit quota|hitting quota|make quota|making quota|hit target|quota|quotas|target|targets|quota status|on target|against target|to target|vs target|vs plan',
  performance: 'results|top performers|best performers|rankings|track record|how are things',
  quota_risk:
    "quota standing|standing against quota|on pace|on track|on track for my number|on track for our number|on track for the number|on track for my quota|on track for our quota|on track for quota|on track for his number|on track for her number|on track for their number|on track for their quota|on track to hit quota|on track to make quota|on track to hit my number|on track to hit our number|on track to make my number|on track to quota|reps at risk|at risk reps|who is at risk|who's at risk|off track|behind target|behind on target|going to miss quota|miss quota|miss their quota|missing target|missed quota|missed the quota|missed their quota|missed the number|missed their number|missed target|missed their target|miss target|miss their target|miss their number|miss the number|risk of missing",
  funnel:
    'stage by stage conversion|stage conversion rate|stage conversion rates|stage-to-stage conversion|stage-to-stage conversions|stage-to-stage conversion rates',
  coverage: 'pipeline coverage ratio|coverage ratio|coverage multiple|pipeline coverage multiple',
  win_rate: 'win most often|do we win most often|we win most often|win the most often|win best',
  cycle_time:
    'win faster|close faster|win quicker|close quicker|winning faster|win deals faster|close deals faster|win fastest|close fastest|wins fastest|closes fastest',
  forecast: 'going to land|we going to close|on track for|expected to book',
};

// Words that mean something else as often.
const vague = new Set(['state', 'plan', 'group', 'result', 'deal', 'logo', 'reason']);
const nouns: Noun[] = ['deal', 'lead', 'activity', 'account', 'contact'];
/** Fields by name; one name means the same in every noun that has it. */
const catalogue = new Map<FieldName, Field>();
const table = new Map<string, Phrase[]>();
/** For each noun: what its fields are called, and every name that the grammar knows for them. */
const called = new Map<Noun, Map<string, FieldName>>();

for (const [sense, phrases, of] of lines) for (const phrase of phrases.split('|')) learn(phrase, sense, of);
for (const metric of metrics)
  for (const phrase of [...metric.synonyms, ...(metricWords[metric.name] ?? '').split('|')])
    if (phrase !== '') learn(phrase, { is: 'metric', metric: metric.name });
for (const noun of nouns) {
  for (const field of fields(noun)) {
    if (!catalogue.has(field.name)) catalogue.set(field.name, field);
    for (const synonym of [field.label.toLowerCase(), ...field.synonyms])
      if (!vague.has(synonym)) nameField(noun, synonym, field.name);
  }
  for (const [name, phrases] of fieldWords)
    if (fields(noun).some((field) => field.name === name))
      for (const phrase of phrases.split('|')) nameField(noun, phrase, name);
}
for (const list of table.values()) list.sort((a, b) => b.words.length - a.words.length);

function learn(phrase: string, sense: Sense, of?: Noun): void {
  const words = split(phrase);
  const first = words[0];
  if (first === undefined) return;
  const list = table.get(first) ?? [];
  const same = words.join(' ');
  if (!list.some((one) => one.of === of && one.words.join(' ') === same))
    list.push({ words, sense, ...(of ? { of } : {}) });
  table.set(first, list);
}

function nameField(noun: Noun, phrase: string, field: FieldName): void {
  const names = called.get(noun) ?? new Map<string, FieldName>();
  called.set(noun, names);
  for (const form of [phrase, phrase.replace(/y?$/, (y) => (y ? 'ies' : 's'))])
    if (!names.has(form)) names.set(form, field);
}

// As words() cuts them: signs stand alone.
function split(phrase: string): string[] {
  return fold(phrase).match(/[\p{L}\p{N}]+(?:['./-][\p{L}\p{N}]+)*'?|[<>]=?|=[<>]?|\S/gu) ?? [];
}

const longestField = 4;
/** With which word each name of a field begins. */
const firsts = new Map(
  [...called].map(([noun, names]) => [noun, new Set([...names.keys()].map((name) => name.split(' ')[0]))]),
);
/** The field of this noun that these words name, longest first. */
export function fieldAt(
  norms: string[],
  at: number,
  noun: Noun = 'deal',
): { field: FieldName; length: number } | null {
  const names = called.get(noun);
  if (!firsts.get(noun)?.has(norms[at] ?? '')) return null;
  for (let length = Math.min(longestField, norms.length - at); length > 0; length--) {
    const field = names?.get(norms.slice(at, at + length).join(' '));
    if (field) return { field, length };
  }
  return null;
}

export const fieldNamed = (name: FieldName): Field | undefined => catalogue.get(name);

/** Everything the grammar can make of the words at `at` where this noun is asked about, longest first. */
export function phrasesAt(norms: string[], at: number, noun: Noun = 'deal'): Phrase[] {
  const list = table.get(norms[at] ?? '');
  if (!list) return [];
  const found = list.filter(
    (phrase) =>
      (phrase.of === undefined || phrase.of === noun) &&
      phrase.words.every((word, offset) => norms[at + offset] === word),
  );
  return found.length > 1
    ? found.sort((a, b) => b.words.length - a.words.length || Number(b.of === noun) - Number(a.of === noun))
    : found;
}

export const isSilent = (sign: string): boolean => silentSigns.has(sign);

const known = new Set<string>();
for (const list of table.values())
  for (const phrase of list) for (const word of phrase.words) known.add(word);
for (const names of called.values())
  for (const phrase of names.keys()) for (const word of phrase.split(' ')) known.add(word);

/** A word of the grammar, or an everyday word: neither a name in part nor a slip of another word. */
export const isCommon = (norm: string): boolean => known.has(norm) || plainWords.has(norm);

/** A word of the grammar as typed, with its apostrophe: "what's", "don't". */
export const isTaught = (norm: string): boolean => known.has(norm);

let spelling: SpellingIndex | null = null;
// Made with the first word that is none: a start need not wait for it.
const spelled = (): SpellingIndex => {
  spelling ??= indexSpelling([...known].filter((word) => word.length > 3 && /^[a-z']+$/.test(word)));
  return spelling;
};
const keyboard = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

/** The grammar's word that this one was meant to be; null where it is a word of its own, or two are equally near. */
export function meant(norm: string): { word: string; distance: number } | null {
  if (norm.length < 3 || isCommon(norm) || !/^[a-z']+$/.test(norm)) return null;
  const short = norm.length === 3 ? oneMore(norm) : null;
  if (short) return { word: short, distance: 1 };
  const near = nearest(spelled(), norm);
  const likely = near.words.filter((word) => word[0] === norm[0] && plausible(norm, word, near.distance));
  const [only] = likely.length > 1 ? likely.filter((word) => sameLetters(word, norm)) : likely;
  return only ? { word: only, distance: near.distance } : null;
}

// "opn", "dea": a letter left out of a short word. Only words that the grammar lives by.
function oneMore(norm: string): string | null {
  const found = [
    'open',
    'deal',
    'list',
    'show',
    'lost',
    'last',
    'next',
    'rate',
    'over',
    'team',
    'than',
    'with',
    'stage',
  ].filter(
    (word) =>
      word.length === 4 && word[0] === norm[0] && word.at(-1) === norm.at(-1) && isWithout(word, norm),
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}

const isWithout = (word: string, norm: string): boolean =>
  [...word].some((_, at) => word.slice(0, at) + word.slice(at + 1) === norm);

/** In short words a wrong letter makes another word ("state", "stage"); only a neighbour on the keyboard is a slip. */
function plausible(norm: string, word: string, distance: number): boolean {
  if (distance !== 1 || norm.length !== word.length || norm.length > 5 || sameLetters(norm, word))
    return true;
  const at = [...norm].findIndex((letter, place) => letter !== word[place]);
  const vowels = 'aeiou';
  if (norm.length === 5 && vowels.includes(norm[at] ?? ' ') && vowels.includes(word[at] ?? ' ')) return true;
  if (norm.length < 5) return false;
  return keyboard.some((row) => {
    const a = row.indexOf(norm[at] ?? ' ');
    const b = row.indexOf(word[at] ?? ' ');
    return a >= 0 && b >= 0 && Math.abs(a - b) === 1;
  });
}

const sameLetters = (a: string, b: string): boolean => [...a].sort().join('') === [...b].sort().join('');
