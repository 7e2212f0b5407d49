/**
 * The one way from data to Slack's text. Everything that came from a CRM, a lead, a person or a model passes through here:
 * no live mention, no link that code did not make, no invisible marks, nothing over a limit.
 */
import { exactInstant } from '../src/story/format.ts';
import { limits } from './limits.ts';

/** Text in Slack's own markup that is safe to send. Only this file makes one. */
export type Markup = { readonly markup: string };

// Marks that change direction, hide or join text: they let a name pretend to be another one.
const invisible = /(?!\u200C|\u200D)\p{Cf}|\p{Cc}|\u034F|\u115F|\u1160|\u17B4|\u17B5|\u3164|\uFFA0/gu;
// Joiners are spelling in some scripts and glue in emoji; elsewhere they only hide.
const looseJoiner =
  /(?<!\p{Script=Arabic}|\p{Script=Devanagari}|\p{Script=Bengali}|\p{Script=Tamil}|\p{Script=Telugu}|\p{Script=Kannada}|\p{Script=Malayalam}|\p{Script=Sinhala}|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)(?:\u200C|\u200D)|(?:\u200C|\u200D)$/gu;
const piledMarks = /(\p{Mn}{4})\p{Mn}+/gu;

/** One line of plain text: marks and line breaks gone, cut with "…". For `plain_text`, cells, labels and alt text. */
export const plain = (data: string, most: number): string =>
  cut(unclean.test(data) ? cleaned(data) : data, most);

// Most texts are clean already; one look at each character is cheaper than six expressions.
const harmless = String.raw` -%'()+-;=?-^a-}\xA1-\xAC\xAE-\u02AF–—‘’“”…→−€·`;
const unclean = new RegExp(`^ |[^${harmless}&<>*~\`_]| (?: |$)`);
/** Something to clean, or a sign of Slack's markup. */
const suspect = new RegExp(`^ |[^${harmless}]| (?: |$)`);

const cleaned = (data: string): string =>
  data
    .toWellFormed()
    .replace(/\s+/gu, ' ')
    .replace(invisible, '')
    .replace(looseJoiner, '')
    .replace(piledMarks, '$1')
    .trim();

/**
 * What somebody who reads it does not see, as sentences' parts: "3 signs that are not shown", "2 line breaks". Empty where
 * it is what it looks like.
 */
export const unseen = (data: string): string[] => {
  const breaks = data.match(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/gu)?.length ?? 0;
  const hidden = data.replace(/[\t\n\r\v\f\u0085\u2028\u2029]/gu, ' ').match(invisible)?.length ?? 0;
  const joiners = data.match(looseJoiner)?.length ?? 0;
  const said = (count: number, one: string, many: string): string[] =>
    count === 0 ? [] : [count === 1 ? `1 ${one}` : `${count} ${many}`];
  const notes = [
    ...said(hidden + joiners, 'sign that is not shown', 'signs that are not shown'),
    ...said(breaks, 'line break', 'line breaks'),
    ...(data !== data.trim() && data.trim() !== '' ? ['blanks around it'] : []),
  ];
  const drawn = notes.length > 0 || cleaned(data) === data;
  return drawn ? notes : ['blanks or marks that are drawn as one'];
};

const alphabets: [string, RegExp][] = [
  ['Latin', /\p{Script=Latin}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Greek', /\p{Script=Greek}/u],
];
/** The alphabets of which letters look alike: "Acme" can be written in two of them. */
export const alphabetsIn = (data: string): string[] =>
  alphabets.flatMap(([name, letters]) => (letters.test(data) ? [name] : []));

/** What a row of buttons is about, cleaned once for all their labels. Only this file makes one. */
export type Plain = { readonly plain: string };
export const plainly = (data: string): Plain => ({ plain: plain(data, Number.POSITIVE_INFINITY) });

/** As `plain`, and never empty: Slack refuses an empty cell or label. */
export const plainOr = (data: string | null | undefined, most: number, otherwise: string): string =>
  plain(data ?? '', most) || otherwise;

const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** At most `most` UTF-16 units, never through the middle of a letter. */
export const cut = (text: string, most: number): string => {
  if (text.length <= most) return text;
  // The letter that the last unit falls into is the first one to go.
  const first = letters.segment(text.slice(0, most + 64)).containing(most - 1);
  return `${text.slice(0, first?.index ?? 0).trimEnd()}…`;
};

/**
 * Names of at most `most` letters each, beside each other: where the end that is cut off holds what tells one from the
 * others, it is cut in the middle instead. "Nordic Shipping Holding Internati… (North)" → "Nordic Shi…tional (North)".
 */
export const cutApart = (names: string[], most: number): string[] => {
  const all = names.map((one) => [...letters.segment(one)].map(({ segment }) => segment));
  return all.map((one, n) => {
    const alike = Math.max(0, ...all.map((other, at) => (at === n ? 0 : alikeUntil(one, other))));
    const whole = one.join('');
    // The first letter that differs, and a few behind it, must be seen.
    if (one.length <= most || alike + 3 < most) return cut(whole, most);
    const head = Math.floor((most - 1) / 3);
    const room = most - 1 - head;
    const from = Math.max(head, Math.min(alike - 2, one.length - room));
    return `${one.slice(0, head).join('').trimEnd()}…${cut(one.slice(from).join(''), room)}`;
  });
};

const alikeUntil = (one: string[], other: string[]): number => {
  const at = one.findIndex((letter, n) => letter !== other[n]);
  return at < 0 ? one.length : at;
};

// Slack has no escape for its formatting characters, so those that could pair up are drawn with their likes.
const likes: Record<string, string> = { '*': '∗', '~': '∼', '`': 'ˋ', _: 'ˍ' };
const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Plain text escaped for markup. `most` counts the characters people see. */
const escaped = (data: string, most: number): string =>
  suspect.test(data) ? withoutMarkup(plain(data, most)) : cut(data, most);

const withoutMarkup = (text: string): string =>
  special.test(text)
    ? text
        .replace(/[&<>]/g, (sign) => escapes[sign] ?? sign)
        .replace(/[*~`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, (sign) => likes[sign] ?? sign)
    : text;
const special = /[&<>*~`_]/;

/** Data as markup: escaped, cut. */
export const data = (text: string, most: number = limits.sentence): Markup => made(escaped(text, most));

/** A name of a deal, an account, a person: cut at 60. */
export const name = (text: string): Markup => made(nameIn(text));

const nameIn = (text: string): string =>
  suspect.test(text) ? apart(withoutMarkup(plain(text, limits.name))) : cut(text, limits.name);

// Without it the colon and the day after an Arabic or Hebrew name would be drawn on the name's other side.
const apart = (text: string): string => (rightToLeft.test(text) ? `\u2068${text}\u2069` : text);
const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFF]/;

/** Words of somebody else, quoted and cut. */
export const quote = (text: string, most: number = limits.quote): Markup => md`"${data(text, most)}"`;

export const bold = (text: Markup): Markup => (text.markup === '' ? text : made(`*${text.markup}*`));

/** A link that code made; anything but http(s) stays text. */
export const link = (url: string | null | undefined, label: string): Markup => {
  const safe = httpAddress(url);
  return safe === null ? name(label) : made(`<${safe}|${nameIn(label).replaceAll('|', '¦')}>`);
};

const usualAddress = /^https?:\/\/(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}\/[\w/-]*$/;

const httpAddress = (url: string | null | undefined): string | null => {
  if (url && url.length <= limits.link.url && usualAddress.test(url)) return url;
  if (!url || !URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  const safe = href.replace(/[<>|"\s]/g, (sign) => encodeURIComponent(sign)).replaceAll('&', '&amp;');
  return (protocol === 'https:' || protocol === 'http:') && safe.length <= limits.link.url ? safe : null;
};

/** A live mention, for the one who must act; the name where the person has no Slack id. */
export const mention = (person: { slackId: string | null; name: string }): Markup =>
  person.slackId !== null && /^[UW][A-Z0-9_]{2,30}$/.test(person.slackId)
    ? made(`<@${person.slackId}>`)
    : name(person.name);

/** A channel by id, as Slack names it. */
export const channelLink = (id: string): Markup =>
  /^[CG][A-Z0-9_]{2,30}$/.test(id) ? made(`<#${id}>`) : name(id);

/** An instant that Slack shows in each reader's own zone. Never for calendar days. */
export const instant = (at: Date, as: 'full' | 'time' = 'full'): Markup =>
  made(
    `<!date^${Math.floor(at.getTime() / 1000)}^${as === 'time' ? '{time}' : '{date_short_pretty} {time}'}|${exactInstant(at)}>`,
  );

const made = (markup: string): Markup => ({ markup });
export const nothing: Markup = made('');

/** Markup with data put in: strings and numbers are escaped, markup is taken as it is. */
export const md = (parts: TemplateStringsArray, ...values: (string | number | Markup)[]): Markup => {
  let text = parts[0] ?? '';
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? '';
    text +=
      typeof value === 'object'
        ? value.markup
        : typeof value === 'number'
          ? value
          : escaped(value, limits.sentence);
    text += parts[i + 1] ?? '';
  }
  return made(text);
};

export const joined = (items: (Markup | null | undefined | false)[], between: string): Markup => {
  let text = '';
  for (const item of items)
    if (item && item.markup !== '') text += text === '' ? item.markup : between + item.markup;
  return made(text);
};

export const lines = (...items: (Markup | null | undefined | false)[]): Markup => joined(items, '\n');

/** Markup at most `most` long, never cut inside a link, a token or an escape. */
export const cutMarkup = (text: Markup, most: number): string => {
  // A line that begins with ">" would become a quotation; after a hard space it is a sign like any other.
  const whole = text.markup.includes('&gt;') ? text.markup.replace(/^&gt;/gm, '\u00A0&gt;') : text.markup;
  if (whole.length <= most) return whole;
  const pieces =
    whole.match(
      /<[^<>]*>|&(?:amp|lt|gt);|\p{Extended_Pictographic}[\u200D\uFE0F\p{Extended_Pictographic}]*|[\s\S]/gu,
    ) ?? [];
  let kept = '';
  for (const piece of pieces) {
    if (kept.length + piece.length > most - 1) break;
    kept += piece;
  }
  return `${kept}…`;
};

/** The `text` of a message: whole sentences for a screen reader and a phone, escaped, without markup, links, tokens or lines. */
export const spoken = (sentence: string, most: number = limits.message.text): string =>
  sentence !== '' && sentence.length <= most && !suspect.test(sentence)
    ? sentence
    : spokenLines([sentence], most);

/** A line break within one of them is a blank: what somebody wrote makes no line of its own. */
export const spokenLines = (lines: string[], most: number = limits.message.text): string => {
  const wanted = lines
    .map((line) => plain(line.toWellFormed(), most))
    .filter((line) => line !== '')
    .join('\n');
  let room = most;
  let said = '';
  // Escaping makes it longer; shorten until it fits.
  do {
    said = cut(wanted, room).replace(/[&<>]/g, (sign) => escapes[sign] ?? sign);
    // One sign less is at most five less.
    room -= Math.max(1, Math.ceil((said.length - most) / 5));
  } while (said.length > most && room > 1);
  return said || '–';
};

/** A statement of at most 300 characters, and the rows of its table, a line each. */
export const spokenList = (statement: string, rows: string[]): string =>
  spokenLines(
    [cut(plain(statement, limits.message.textWithLines), limits.message.text), ...rows],
    limits.message.textWithLines,
  );
