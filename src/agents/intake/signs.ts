/** What makes an arrival look like advertising: each sign is a rule with its weight and its words, and all that hold are told. */
import type { LeadFields } from '../../sales/lead-fields.ts';
import { count } from '../../story/format.ts';

export type Sign = { weight: number; says: string };
type Seen = { lead: LeadFields; text: string; header: (name: string) => string | null };

/** From this weight on a lead is probably none: no single sign but a mail server's own verdict is enough. */
export const enough = 3;

/** What speaks against a lead; empty where that is not enough. A person sees each of them, and has the last word. */
export function signsAgainst(seen: Seen): string[] {
  const found = signsOf(seen);
  const weight = found.reduce((sum, sign) => sum + sign.weight, 0);
  return weight >= enough ? found.map(({ says }) => says) : [];
}

/** Every sign that holds. */
export const signsOf = (seen: Seen): Sign[] => rules.flatMap((rule) => rule(seen) ?? []);

type Rule = (seen: Seen) => Sign | null;

const markedByServer: Rule = ({ header }) =>
  /^\s*yes/i.test(header('x-spam-flag') ?? '') || /^\s*yes/i.test(header('x-spam-status') ?? '')
    ? { weight: 3, says: 'its mail server marked it as spam' }
    : null;

const toMany: Rule = ({ header }) =>
  header('list-unsubscribe') !== null ||
  header('list-id') !== null ||
  /^\s*(?:bulk|list|junk)/i.test(header('precedence') ?? '')
    ? { weight: 2, says: 'it was sent to a mailing list' }
    : null;

const unproven: Rule = ({ header }) =>
  /\bdmarc=fail/i.test(header('authentication-results') ?? '')
    ? { weight: 1, says: 'its sender could not be proven' }
    : null;

const manyLinks: Rule = ({ text }) => {
  const links = linksIn(text).size;
  return links < 3 ? null : { weight: links < 6 ? 1 : 2, says: `it holds ${count(links, 'link')}` };
};

const shortened: Rule = ({ text }) =>
  /\b(?:bit\.ly|tinyurl\.com|goo\.gl|t\.co|is\.gd|cutt\.ly|ow\.ly|rebrand\.ly|shorturl\.at)\/\w/i.test(text)
    ? { weight: 1, says: 'it holds a shortened link' }
    : null;

const linkMarkup: Rule = ({ text }) =>
  /\[url[=\]]|<a\s+[^>]*href|\[link=/i.test(text)
    ? { weight: 2, says: 'it holds the markup of links' }
    : null;

const topics: [what: string, words: RegExp][] = [
  [
    'search rankings',
    /\b(?:seo (?:services?|experts?|agency|packages?|audit)|search engine optimi[sz]ation|backlinks?|link building|guest posts?|sponsored (?:posts?|articles?)|domain (?:authority|rating)|(?:first|top) page (?:of|on|in) google|rank(?:ing)?s? (?:higher )?(?:on|in) google)\b/gi,
  ],
  [
    'quick money',
    /\b(?:bitcoin|crypto(?:currency)? (?:investment|trading|profits?)|forex|passive income|binary options|(?:business|personal|instant) loans?|lottery|casino|betting|inheritance fund|investment opportunit(?:y|ies) (?:of|with))\b/gi,
  ],
  ['medicines', /\b(?:viagra|cialis|levitra|weight loss pills?|cbd (?:oil|gummies)|online pharmacy)\b/gi],
  [
    'addresses for sale',
    /\b(?:(?:e-?mail|attendees?|leads?|contacts?|prospects?) (?:lists?|databases?) (?:of|for sale|available|at)|verified (?:contacts|e-?mails|leads)|users? lists?)\b/gi,
  ],
  [
    'services',
    /\b(?:web(?:site)? (?:design|development|re-?design) (?:services?|company|agency)|(?:mobile )?app development (?:services?|company|agency)|(?:increase|boost|double|grow) your (?:website )?(?:traffic|sales|revenue|followers|online presence)|virtual assistants? services?|offshore (?:developers?|team))\b/gi,
  ],
];

const advertises: Rule = ({ text }) => {
  const hits = topics.flatMap(([what, words]) => {
    const [word] = text.match(words) ?? [];
    return word ? [{ what, word: word.toLowerCase() }] : [];
  });
  if (hits.length === 0) return null;
  const said = hits.slice(0, 3).map(({ what, word }) => `${what} (“${word}”)`);
  return { weight: Math.min(2 * hits.length, 4), says: `it advertises ${said.join(' and ')}` };
};

const wayOut: Rule = ({ text }) =>
  /\b(?:unsubscribe|opt[- ]?out|(?:remove|removed) from (?:our|the|this) (?:mailing )?list|if you (?:do not|don't) (?:want|wish) to (?:receive|hear))\b/i.test(
    text,
  )
    ? { weight: 1, says: 'it tells how to get no more of it' }
    : null;

const throwaway: Rule = ({ lead }) =>
  /@(?:[\w-]+\.)*(?:mailinator\.com|guerrillamail\.\w+|sharklasers\.com|10minutemail\.\w+|yopmail\.\w+|trashmail\.\w+|temp-?mail\.\w+|dispostable\.com|maildrop\.cc|getnada\.com)$/i.test(
    lead.email ?? '',
  )
    ? { weight: 2, says: 'its address is one to throw away' }
    : null;

const nameIsLink: Rule = ({ lead }) =>
  /https?:|www\.|\.(?:com|net|ru|xyz|top)\b\S*\//i.test(lead.name ?? '')
    ? { weight: 2, says: 'its name is a link' }
    : null;

const shouts: Rule = ({ text }) => {
  const letters = text.replace(/[^\p{Lu}\p{Ll}]/gu, '');
  const capitals = letters.replace(/\p{Ll}/gu, '').length;
  return letters.length >= 40 && capitals / letters.length > 0.7
    ? { weight: 1, says: 'it is written in capitals' }
    : null;
};

const rules: Rule[] = [
  markedByServer,
  toMany,
  unproven,
  manyLinks,
  shortened,
  linkMarkup,
  advertises,
  wayOut,
  throwaway,
  nameIsLink,
  shouts,
];

const linksIn = (text: string): Set<string> =>
  new Set((text.match(/\b(?:https?:\/\/|www\.)[^\s<>"')\]]{3,300}/gi) ?? []).values());
