/** P36: strings made of Slack's own signs, in every field of every card, form and Home, read back sign by sign. */
import { cards, homes, modals } from './samples.ts';

/** What Slack gives a meaning to. */
const forms = [
  '<!channel>',
  '<!here>',
  '<!everyone>',
  '<@U1>',
  '<@U01|C>',
  '<#C1>',
  '<!date^1^d|x>',
  '<http://x.y|A>',
  '<//x|A>',
  '*b*',
  '_i_',
  '~s~',
  '`c`',
  '```',
  '>q',
  '@here',
  '//x.y',
  '[a](b)',
  '**B**',
  '<>',
  '<|>',
  '<!|>',
] as const;

const inFullWidth = (text: string): string =>
  text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
export const entities = (text: string): string =>
  text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign);
const middle = (text: string): number => Math.ceil(text.length / 2);

/** How it is hidden. */
const disguises: ((form: string) => string)[] = [
  (form) => form,
  entities,
  (form) => entities(entities(form)),
  (form) => form.replaceAll('<', '&#60;').replaceAll('>', '&#x3e;'),
  inFullWidth,
  (form) => `<${form}>`,
  // Torn apart: beside itself, or at the end of one field and the beginning of the next, it would be whole.
  (form) => form.slice(middle(form)) + form.slice(0, middle(form)),
  (form) => `${form.slice(0, middle(form))}\u200B${form.slice(middle(form))}`,
  (form) => `\u202E${form}\u202C`,
  (form) => `${form.slice(0, -1)}\n${form.slice(-1)}`,
  (form) => form.toUpperCase(),
  (form) => `\\${form}`,
];

/** What stands around it. */
const surroundings: ((form: string) => string)[] = [
  (form) => form,
  (form) => `a${form}`,
  (form) => `${form};`,
  (form) => `"${form}"`,
  (form) => `|${form}`,
  (form) => `&${form}`,
  (form) => `<${form}`,
  (form) => `${form}>`,
  (form) => `\n${form}`,
  (form) => `*${form}_`,
  (form) => `é${form}`,
  (form) => `(${form}`,
  (form) => `~${form}~`,
  (form) => `'${form}`,
];

export const hostile = [
  ...new Set(
    disguises.flatMap((hide) => surroundings.flatMap((around) => forms.map((form) => around(hide(form))))),
  ),
].slice(0, 3_000);

/** What somebody reads who is shown the string as it is: no marks that cannot be seen, and blanks as one. */
const read = (text: string): string =>
  text
    .replace(/[\u200B\u202A-\u202E]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

/** They take the room of two, and a card is laid out by it. */
const wide = /[\uFF01-\uFF5E]/;

/** A name on a card is cut at 60 signs: as many as fit beside each other are drawn at once, those with a blank for themselves. */
export function bundled(strings: string[], most = 58): string[] {
  const bundles: string[] = [];
  let last = '';
  for (const text of strings) {
    const next = last === '' ? text : `${last}·${text}`;
    if (last !== '' && (next.length > most || wide.test(last) !== wide.test(text))) {
      bundles.push(last);
      last = text;
    } else last = next;
  }
  return [...bundles, last];
}

export type Text = { kind: 'markup' | 'spoken' | 'plain' | 'kept'; text: string };
const kept = new Set(['value', 'private_metadata', 'action_id', 'block_id', 'callback_id', 'id']);

/** Each piece of text of what was drawn, in order, and how Slack reads it. */
function textsOf(drawn: unknown, into: Text[] = []): Text[] {
  if (Array.isArray(drawn)) for (const one of drawn) textsOf(one, into);
  else if (drawn !== null && typeof drawn === 'object') {
    const { type, blocks } = drawn as { type?: unknown; blocks?: unknown };
    for (const key in drawn) {
      const value = (drawn as Record<string, unknown>)[key];
      if (key === 'type' || key === 'style' || typeof value === 'number') continue;
      if (typeof value !== 'string') textsOf(value, into);
      else if (key === 'text' && type === 'mrkdwn') into.push({ kind: 'markup', text: value });
      else if (key === 'text' && type === undefined && blocks) into.push({ kind: 'spoken', text: value });
      else into.push({ kind: kept.has(key) ? 'kept' : 'plain', text: value });
    }
  }
  return into;
}

export const drawnWith = (name: string): Text[][] =>
  [...cards(name, 1), ...modals(name), ...homes(name)].map((one) => textsOf(one));

/** A name as long and as wide, in as many words, in which nothing has a meaning. */
export const harmless = (text: string): string =>
  text.replace(/\S+/g, (word, at: number) =>
    [...word].map((sign, n) => (wide.test(sign) ? '！' : at + n === 0 ? 'Q' : 'q')).join(''),
  );

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
const lookalikes: Record<string, string> = { '∗': '*', '∼': '~', ˋ: '`', ˍ: '_', '¦': '|', '\u00A0': ' ' };
const seen = ({ kind, text }: Text): string => {
  // What is handed back, and what stands in an input, has its line breaks.
  if (kind === 'plain') return read(text);
  if (kind === 'kept') return read(text.replaceAll('\\n', ' ').replace(/\\(["\\])/g, '$1'));
  const decoded = unescaped(text);
  return kind === 'markup' ? decoded.replace(/[∗∼ˋˍ¦\u00A0]/g, (sign) => lookalikes[sign] ?? sign) : decoded;
};

/** Signs that pair up to bold, crossed out and code, and the tokens of Slack without the names in them, in their order. */
const live = (text: string): string => (text.match(/[*~`]|<[^<>|]*|[<>]/g) ?? []).join('');

/** What code itself puts into a row. */
const ours = /<(?:https:\/\/crm\.example\/d\/1\|[^<>]*|!date\^\d+\^[^<>]*|@U(?:MARA|OSKAR))>/g;

/** A text of a card with a harmless name: what stands around the name, and which marks are live. */
type Like = { kind: Text['kind']; text: string; around: string[]; live: string };
const harmlessCards = new Map<string, number[][]>();
export const likes: Like[] = [];

/** The texts of each card drawn with that harmless word, as places in `likes`: most stand on many cards, and are held once. */
export function likesOf(word: string): number[][] {
  const known = harmlessCards.get(word);
  if (known) return known;
  const places = new Map<string, number>();
  const made = drawnWith(word).map((texts) =>
    texts.map((text) => {
      const key = `${text.kind} ${text.text}`;
      const place = places.get(key) ?? likes.length;
      if (place === likes.length) {
        places.set(key, place);
        likes.push({ ...text, around: slots(seen(text)).split(word), live: live(slots(text.text)) });
      }
      return place;
    }),
  );
  harmlessCards.set(word, made);
  return made;
}

/**
 * What is wrong with the cards that were drawn with `name`: each must be the card of a harmless name with `name` put in as
 * plain signs, and no other mark of Slack's may be live on it. A text that is cut is held against as much of it.
 */
export function wrongWith(name: string, drawn: Text[][] = drawnWith(name)): string[] {
  const shown = read(name);
  const wrong: string[] = [];
  const right = new Map<number, string>();
  for (const [card, places] of likesOf(harmless(shown)).entries()) {
    const texts = drawn[card] ?? [];
    if (texts.length !== places.length) {
      // What is escaped is longer, and of many rows fewer stand on the card.
      const said = texts.filter(({ kind }) => kind === 'markup').map((one) => one.text.replace(ours, ''));
      if (said.some((one) => /[<>~`]/.test(one))) wrong.push(`card ${card} is another one`);
      continue;
    }
    for (const [n, place] of places.entries()) {
      const [text, like] = [texts[n], likes[place]];
      if (!text || !like || right.get(place) === text.text) continue;
      if (isAs(text, like, shown)) right.set(place, text.text);
      else wrong.push(`card ${card}: ${text.text}`);
    }
  }
  return wrong;
}

function isAs(text: Text, like: Like, shown: string): boolean {
  if (text.text === like.text) return like.around.length === 1;
  const there = slots(seen(text));
  if (text.kind === 'spoken' && /[<>]/.test(text.text)) return false;
  if (text.kind === 'markup' && live(slots(text.text)) !== like.live && !there.endsWith('…')) return false;
  const wanted = like.around.join(shown);
  return there === wanted || isNearly(there, wanted, shown);
}

/** Words in pointed brackets of a phrasing are drawn bold on its card, as places for a name. */
const slots = (text: string): string => (text.includes('Reads as: ') ? text.replaceAll('*', '') : text);

/** What a card says beside a value that does not look like what it is. */
const remarks = / {2}⚠️ \d[^\n]*/g;

/** Begun with a capital, or remarked upon; or cut at its end, where escaping has made it longer; or a name is cut as the harmless one is, or goes by its first word. */
function isNearly(there: string, wanted: string, shown: string): boolean {
  const [first = ''] = shown.split(' ');
  const cut = wanted
    .replace(/[Qq！][q！ ]*…((?:[q！ ]*[q！])?)/g, (part, tail: string) => {
      const head = part.length - tail.length - 1;
      return `${shown.slice(0, head).trimEnd()}…${tail === '' ? '' : shown.slice(-tail.length)}`;
    })
    .replaceAll(harmless(first), first);
  const [is = '', should = ''] = [there.replace(remarks, ''), slots(cut)].map((text) =>
    text.toLowerCase().replaceAll(' ', ''),
  );
  return is === should || isPartOf(is, should);
}

/** Where "…" stands something was left out, and nothing else. */
function isPartOf(is: string, should: string): boolean {
  const pieces = is.split('…');
  let from = 0;
  for (const [n, piece] of pieces.entries()) {
    const last = n === pieces.length - 1;
    const at = last && piece !== '' ? should.lastIndexOf(piece) : should.indexOf(piece, from);
    if (at < from || (n === 0 && at !== 0) || (last && piece !== '' && at + piece.length < should.length))
      return false;
    from = at + piece.length;
  }
  return pieces.length > 1;
}
