/**
 * Questions in German, French and Spanish, put into the reader's own words. Each word that is known is put in its place and
 * every other is left as it is, so a sentence that is only half known stays unread and is handed over.
 */
import type { Lexicon } from '../lexicon.ts';
import { isInName } from '../names.ts';
import { fold } from '../text.ts';
import { isCommon } from '../vocabulary.ts';
import { french } from './french.ts';
import { german } from './german.ts';
import { spanish } from './spanish.ts';

type Tongue = { name: string; words: Map<string, string> };

const tongue = (name: string, lines: string, endings: string[]): Tongue => {
  const words = new Map<string, string>();
  for (const line of lines.trim().split('\n')) {
    const [said = '', meant = ''] = line.split(' =');
    for (const phrase of said.split('|'))
      for (const ending of phrase.includes('~') ? endings : [''])
        words.set(fold(phrase.replace('~', ending)).trim(), meant.trim());
  }
  return { name, words };
};

const tongues: Tongue[] = [
  tongue('German', german, ['', 'e', 'en', 'er', 'es', 'em']),
  tongue('French', french, ['', 'e', 's', 'es']),
  tongue('Spanish', spanish, ['', 'o', 'a', 'os', 'as', 'e', 'es']),
];

/** Words and what stands between them: longer than a question is. */
const most = 100;
/** English words that the reader has no use for. */
const english = new Set(
  'he she his hers her me my on son sin con pour dans pas plus art die war hat gut man also was am dame mal dos real final'.split(
    ' ',
  ),
);
/** So many words make a phrase at most. */
const longest = 5;
const elided = /(?<!\p{L})(qu|[cdjlmnst])'(?=\p{L})/giu;
const part = /\p{L}+(?:['-]\p{L}+)*'?|[^\p{L}]+/gu;

/**
 * The same in English, and from which language; null where it is in none of the three. `text` is plain. Of a word that
 * English has too ("die", "was") nothing is concluded, and a name is never translated.
 */
export function inEnglish(text: string, lexicon: Lexicon): { text: string; from: string } | null {
  if (!/\p{L}{2}/u.test(text)) return null;
  const parts =
    text
      .replace(/[¿¡]/g, '')
      .replace(elided, "$1' ")
      .replace(/-(?=Agent(?:en)?\b)/g, ' ')
      .match(part) ?? [];
  if (parts.length > most) return null;
  const best = tongues
    .map((one) => ({ one, ...put(parts, one, lexicon) }))
    .sort((a, b) => b.known - b.strange - (a.known - a.strange))[0];
  if (!best || best.known === 0 || (best.known < 2 && best.strange > 0)) return null;
  return { text: ordered(best.text), from: best.one.name };
}

/** `known`: words of phrases that only this language has; `strange`: words that are neither its, nor the reader's, nor names. */
function put(parts: string[], { words }: Tongue, lexicon: Lexicon) {
  let text = '';
  let known = 0;
  let strange = 0;
  for (let at = 0; at < parts.length; ) {
    const typed = parts[at] ?? '';
    const word = fold(typed);
    const found = /\p{L}/u.test(typed) ? phraseAt(parts, at, words) : null;
    const name = isInName(lexicon, word);
    if (found && (found.length > 1 || !name || word.length < 4)) {
      text += found.meant;
      const said = parts.slice(at, at + found.length).filter((one) => /\p{L}/u.test(one));
      const tells = !said.every((one) => isCommon(fold(one)) || english.has(fold(one)));
      if (!name && tells && !isStray(said, parts.slice(at + found.length))) known += said.length;
      at += found.length;
      continue;
    }
    if (/\p{L}/u.test(typed) && !name && !isCommon(word)) strange += 1;
    text += typed;
    at += 1;
  }
  return { text, known, strange };
}

/** Two letters by themselves may be anything; before a number they are a word: "ab 100k". */
const isStray = (said: string[], after: string[]): boolean =>
  said.length === 1 && (said[0] ?? '').length < 3 && !/^\s*[\p{Sc}\d]/u.test(after.join(''));

function phraseAt(parts: string[], at: number, words: Map<string, string>) {
  for (let count = longest; count > 0; count--) {
    const run = parts.slice(at, at + 2 * count - 1);
    if (run.length < 2 * count - 1 || run.some((one, n) => n % 2 === 1 && one !== ' ')) continue;
    const meant = words.get(fold(run.join('')).replace(/' /g, "'")) ?? words.get(fold(run.join('')));
    if (meant !== undefined) return { meant, length: run.length };
  }
  return null;
}

/** What stands in another order there: "le mois dernier", "les 30 derniers jours", "vor 3 Tagen", "8 Uhr". */
const ordered = (text: string): string =>
  text
    .replace(/(\d) ?(?:Uhr|heures)\b/giu, (_, hour: string) => `${hour}:00`)
    .replace(/(:\d\d):00\b/g, '$1')
    .replace(
      /(?<!\p{L})(\d{1,2}) ?h(?: ?(\d\d))?(?!\p{L})/gu,
      (_, hour: string, past?: string) => `${hour}:${past ?? '00'}`,
    )
    .replace(
      /(\d{1,2})\. (?=(?:january|february|march|april|may|june|july|august|september|october|november|december)\b)/gi,
      '$1 ',
    )
    .replace(
      /\b(\d{1,2}) of (?=(?:january|february|march|april|may|june|july|august|september|october|november|december)\b)/gi,
      '$1 ',
    )
    .replace(/\b(?:the )?(day|week|month|quarter|year)s? (last|next)\b/g, '$2 $1')
    .replace(/\bthe (last|next) (week|month|quarter|year)\b/g, '$1 $2')
    .replace(/\b(\d+) (last|next) (day|week|month|quarter|year)s?\b/g, '$2 $1 $3s')
    .replace(/\b(\d+) month\b/g, '$1 months')
    .replace(/\bbefore (?:the )?(\d+ (?:days|weeks|months|years))\b/g, '$1 ago')
    .replace(
      /\b(?:the )?(\d+ )?(deals?|customers?|leads?) (?:the )?(biggest|smallest|oldest|newest|best)\b/g,
      '$1$3 $2',
    )
    .replace(/\b(?:of|the) (?:the )?(\d+) (biggest|smallest|oldest|newest|best)\b/g, 'the $1 $2')
    .replace(/\bfrom (?=[$€£]? ?\d[\d.,]* ?(?:k|€|\$|£|euro|dollars|million|thousand))/gi, 'at least ')
    .replace(/\bhas (?:the )?most (won|lost)\b/g, '$1 the most')
    .replace(/\s+/g, ' ')
    .trim()
    // "Alle Agenten bis Montag pausieren": the verb comes last.
    .replace(/^(please )?(.*\bagents?\b.*?),? (pause|resume)(?=[.!]?$)/i, '$1$3 $2');
