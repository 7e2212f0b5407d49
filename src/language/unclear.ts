/** What even a person would ask about before answering: which "soon", which "hot", whose "her", and what of "the other one". Pure. */
import type { Lexicon } from './lexicon.ts';
import type { Choice, Frame, Option } from './request.ts';
import { fold, squash } from './text.ts';
import { type Meaning, vagueWords } from './vague-words.ts';

/** `trial`: the same with the first meaning, to see whether the rest is understood. */
export type Unclear = { question: string; options: Option[]; trial: string };
/** The words as they were meant, where that is known; else what is to be asked. */
export type Cleared = { text: string } | { asks: Unclear };

type About = { lexicon: Lexicon; choices: Choice[]; thread: Frame | null };

/** The first vague words of the text; null where none are in it. */
export function cleared(text: string, about: About): Cleared | null {
  const whose = pronounIn(text, about);
  if (whose) return whose;
  const those = thoseIn(text, about);
  if (those) return those;
  const plain = text.toLowerCase();
  let first: { at: number; said: string; vague: (typeof vagueWords)[number] } | null = null;
  for (const vague of vagueWords) {
    const found = vague.said.exec(plain);
    if (found && (first === null || found.index < first.at))
      first = { at: found.index, said: found[0], vague };
  }
  if (!first) return null;
  const { at, said, vague } = first;
  if (vague.needless?.test(plain.replace(said, ' ')))
    return { text: `${text.slice(0, at)}${text.slice(at + said.length)}`.replace(/\s+/g, ' ').trim() };
  const words = squash(`vague ${said}`);
  const chosen = about.choices.find((one) => one.words === words && one.kind === 'reading')?.ids[0];
  if (chosen !== undefined) return { text: chosen };
  const options = vague.meanings(plain, about.lexicon).map((meaning): Option => {
    const whole = replaced(text, { at, said }, meaning);
    // A reply keeps to what was asked for before.
    const ids = [about.thread || named.test(whole) ? whole : `deals ${whole}`];
    return { label: meaning.label, kind: 'reading', fact: null, choice: { words, kind: 'reading', ids } };
  });
  const trial = options[0]?.choice.ids[0];
  return trial === undefined ? null : { asks: { question: vague.question(said.trim()), options, trial } };
}

/** The text with what the vague words are meant to say. */
function replaced(text: string, { at, said }: { at: number; said: string }, { words, put }: Meaning): string {
  const before = text.slice(0, at).trimEnd();
  const after = text.slice(at + said.length).trimStart();
  const whole =
    put === 'there'
      ? `${before} ${words} ${after}`
      : `${`${before} ${after}`.replace(/[\s.?!,]+$/, '')} ${words}`;
  return whole.replace(/\s+,/g, ',').replace(/\s+/g, ' ').trim();
}

const named =
  /\b(?:deals?|opps?|opportunit|leads?|pipeline|accounts?|reps?|wins?|won|lost|revenue|forecast)/i;

const pronoun = /\b(?:hers?|his|him|she|he|she's|he's)(?:'s)?\b/i;

/** "Her deals": of the one who was named, here or before in the thread; else whose is asked. */
function pronounIn(text: string, { lexicon, choices, thread }: About): Cleared | null {
  const found = pronoun.exec(text);
  if (!found) return null;
  const [said] = found;
  const words = squash(`whose ${said}`);
  const known = spokenOf(thread);
  if (known) return { text: put(text, said, known) };
  const named = peopleIn(fold(text.replace(pronoun, ' ')), lexicon);
  // "Lakshmi her deals", "Diego thinks he is fine": said in the same sentence.
  if (named.length === 1 && named[0]) return { text: put(text, said, named[0].name) };
  const chosen = choices.find((one) => one.words === words && one.kind === 'person')?.ids[0];
  const person = lexicon.people.find(({ id }) => id === chosen);
  if (person) return { text: put(text, said, person.name) };
  const sellers =
    named.length > 1
      ? named
      : lexicon.people.filter(({ roles }) => roles.includes('rep') || roles.includes('manager'));
  const [one] = sellers;
  if (!one) return null;
  return {
    asks: {
      question: `Who is "${said.toLowerCase()}"?`,
      options: people(sellers, words),
      trial: put(text, said, one.name),
    },
  };
}

const people = (some: Lexicon['people'], words: string): Option[] =>
  some.slice(0, 25).map(({ id, name }) => ({
    label: name,
    kind: 'person',
    fact: null,
    choice: { words, kind: 'person', ids: [id] },
  }));

const pointing =
  /\b(?:of (?:them|those|these)|(?:those|these)(?: (?:ones|deals|opps|opportunities))?(?! (?:days|opportunities|deals|who|that|which|where|with|without|in|of|over|under|closing|created|won|lost|from|at|by|for|whose|where|are|is|were|not|still))|the same (?:ones|deals))\b|^(?:\W*(?:show|list|what(?:'s| is| are| about)?|how many|and)\s+)?(?:me )?(?:their|them)\b/i;

const they =
  /^\W*(?:(?:and|so|ok|now) )?(?:how (?:much|many|big|old|long)|what|when|where|which|who|are|is|do|does|did|have|sort|show|list|add|sum|count|rank|group|total)\b(?:(?!\b(?:deals?|opps?|opportunit\p{L}+|leads?|pipeline|accounts?|reps?|customers?)\b).)*?\b(they|them|those|these)\b/iu;

/** "How much are they worth" where nothing was spoken of: which deals? */
function thoseIn(text: string, { choices, thread }: About): Cleared | null {
  const found = thread ? null : they.exec(text);
  const said = found?.[1];
  if (said === undefined || text.split(' ').length > 10) return null;
  const words = squash(`which ${said}`);
  const chosen = choices.find((one) => one.words === words && one.kind === 'reading')?.ids[0];
  if (chosen !== undefined) return { text: chosen };
  const of = (meant: string): string => text.replace(new RegExp(`\\b${said}\\b`), meant);
  const options = openDeals.map(([label = '', meant = '']): Option => {
    const choice = { words, kind: 'reading' as const, ids: [of(meant)] };
    return { label, kind: 'reading', fact: null, choice };
  });
  return { asks: { question: `"${said.toLowerCase()}": which deals?`, options, trial: of('open deals') } };
}

const openDeals = [
  ['All open deals', 'open deals'],
  ['My open deals', 'my open deals'],
  ["My team's open deals", "my team's open deals"],
];

const spokenOfDeals = /\b(?:deals?|opps?|opportunities|pipeline|leads?|accounts?|reps?|customers?)\b/i;
const afterStop = (text: string, at: number): string => text.slice(at).replace(/^[^.!?:]*[.!:]/, '');

/** "Which of them close this month" where nothing was spoken of: of which? */
export function pointed(text: string, choices: Choice[]): Cleared | null {
  const found = pointing.exec(text);
  if (!found || spokenOfDeals.test(text.slice(0, found.index))) return null;
  // "Tom forgets these. Deals of his without a next step": the next sentence says which.
  if (/^[^.!?:]*[.!:]\s+\S/.test(text.slice(found.index)) && spokenOfDeals.test(afterStop(text, found.index)))
    return null;
  const [said] = found;
  const words = squash(`which ${said}`);
  const chosen = choices.find((one) => one.words === words && one.kind === 'reading')?.ids[0];
  if (chosen !== undefined) return { text: chosen };
  const of = (meant: string): string =>
    (/\bdeals\b/i.test(text.replace(found[0], '')) && !/^of/.test(said)
      ? text.replace(pointing, meant.replace(/ ?deals$/, ''))
      : text.replace(pointing, (whole) =>
          whole.replace(/\b(?:of )?(?:them|those|these|their|the same)(?: (?:ones|deals|opps))?\b/i, meant),
        )
    ).replace(/\s+/g, ' ');
  const options = openDeals.map(
    ([label = '', meant = '']): Option => ({
      ...{ label, kind: 'reading', fact: null },
      choice: { words, kind: 'reading', ids: [of(meant)] },
    }),
  );
  return { asks: { question: `"${said}": which deals?`, options, trial: '' } };
}

/** A part of a text with the one whom its "his" or "her" means, where only one person is named in the whole. */
export function namedIn(part: string, whole: string, lexicon: Lexicon): string {
  const found = pronoun.exec(part);
  if (!found) return part;
  const [person, ...more] = peopleIn(fold(whole), lexicon);
  if (!person || more.length > 0 || peopleIn(fold(part), lexicon).length > 0) return part;
  return put(part, found[0], person.name);
}

const put = (text: string, said: string, name: string): string =>
  text.replace(pronoun, /^(?:his|her|hers)$/i.test(said) ? `${name}'s` : name).replace(/\s+/g, ' ');

const peopleIn = (folded: string, lexicon: Lexicon) =>
  lexicon.people.filter(({ name }) =>
    fold(name)
      .split(' ')
      .some((part) => part.length > 2 && new RegExp(`(?<!\\p{L})${part}(?!\\p{L})`, 'u').test(folded)),
  );

/** The one person that the last question of the thread was about. */
function spokenOf(thread: Frame | null): string | null {
  const owners = thread?.clauses.flatMap((one) =>
    one.says === 'names' && one.kind === 'person' && !one.not ? one.names : [],
  );
  return owners?.length === 1 ? (owners[0]?.name ?? null) : null;
}
