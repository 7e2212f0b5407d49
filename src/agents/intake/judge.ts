/** From values as they were found to a lead: checked, normalised, and with all that a person should look at. */
import { domainOf, readAddress } from '../../sales/addresses.ts';
import { countryCode } from '../../sales/countries.ts';
import type { LeadFields } from '../../sales/lead-fields.ts';
import { readPhone } from '../../sales/phones.ts';
import type { Field, Found, Loose, Reading } from './nouns.ts';
import { signsAgainst } from './signs.ts';
import { bare, isFiller } from './words.ts';

/** How sure a value is by the way it was found, until people have decided on leads like it: assumed, not measured. */
const assumed: Record<Found, number> = { labelled: 0.95, header: 0.9, form: 0.8, place: 0.6 };
/** What each doubt takes away. */
const doubt = 0.15;

const most: Record<Exclude<Field, 'phone' | 'country' | 'email'>, number> = {
  name: 120,
  company: 160,
  title: 120,
  message: 4_000,
};

/**
 * `text`: in which fields may stand that the rules left open. `refused`: why this is no lead, where that is known before.
 * `header`: of a mail, by its name in small letters.
 */
export function judge(
  loose: Loose,
  from: { text: string; refused?: string | null; header?: (name: string) => string | null },
): Reading {
  const uncertain: string[] = [];
  const name = text(loose, 'name');
  const company = text(loose, 'company');
  const message = text(loose, 'message');
  const email = address(loose, uncertain);
  const given = loose.country ? countryCode(loose.country.value) : null;
  if (loose.country && given === null) uncertain.push('country not known');
  const phone = dialled(
    loose,
    { country: given, domain: email?.domain ?? '', said: message ?? '' },
    uncertain,
  );
  if (!loose.email) uncertain.push('no e-mail');
  if (name === null) uncertain.push(email?.role ? 'no name, and the address of an office' : 'no name');
  if (company === null)
    uncertain.push(email?.freeMail ? 'no company, and an address of a free provider' : 'no company');
  for (const field of ['name', 'company'] as const)
    if (loose[field]?.found === 'place') uncertain.push(`${field} taken from where it stands`);
  const lead: LeadFields = {
    name,
    email: email?.address ?? null,
    company,
    title: text(loose, 'title'),
    message,
    phone: phone?.e164 ?? null,
    phoneExt: phone?.ext ?? null,
    country: given ?? phone?.region ?? null,
  };
  const filler = isTypedAnything(lead, loose.email?.value ?? '');
  const because = from.refused ?? (filler ? 'It is keyboard filler.' : null);
  const found = (['name', 'email', 'company'] as const).flatMap((field) =>
    loose[field] ? [assumed[loose[field].found]] : [],
  );
  const doubts = filler ? [...uncertain, 'keyboard filler'] : uncertain;
  return {
    isLead: because === null,
    because,
    lead,
    given: (Object.keys(loose) as Field[]).filter((field) => loose[field]),
    identity: identityOf(lead, email?.identity ?? null),
    signs:
      because === null
        ? signsAgainst({ lead, text: `${from.text}\n${message ?? ''}`, header: from.header ?? (() => null) })
        : [],
    domain: email && !email.freeMail ? domainOf(email.identity) : null,
    uncertain: doubts,
    confidence: Math.max(0.2, Math.round((Math.min(1, ...found) - doubt * doubts.length) * 100) / 100),
    needsReview: from.refused ? false : doubts.length > 0,
    open: openOf(lead, from.text),
    text: from.text.slice(0, 6_000),
  };
}

function text(loose: Loose, field: keyof typeof most): string | null {
  const value = loose[field]?.value
    .normalize('NFC')
    .replace(/(?!\n)\p{Cc}/gu, ' ')
    .trim();
  return value ? value.slice(0, most[field]).toWellFormed() : null;
}

function address(loose: Loose, uncertain: string[]) {
  if (!loose.email) return null;
  // Forms of the web and mails write it as a link, too.
  const read = readAddress(loose.email.value.replace(/^\s*(?:mailto:|<)|>\s*$/gi, '').trim());
  if ('wrong' in read) {
    uncertain.push(`e-mail not valid: ${read.wrong}`);
    return null;
  }
  if (/\.[^.]$/.test(read.domain)) {
    uncertain.push('e-mail domain looks incomplete');
    return null;
  }
  return read;
}

// Countries whose domains anybody may have.
const anybodys = new Set('AI CO ME TV IO CC FM GG TO LY SH ST WS AC'.split(' '));

function dialled(
  loose: Loose,
  from: { country: string | null; domain: string; said: string },
  uncertain: string[],
) {
  if (!loose.phone) return null;
  const { value } = loose.phone;
  const ending = from.domain.split('.').at(-1)?.toUpperCase() ?? '';
  const byDomain =
    ending.length === 2 && !anybodys.has(ending) ? countryCode(ending === 'UK' ? 'GB' : ending) : null;
  const known = readPhone(value, from.country ?? byDomain);
  if (known) return known;
  const guessed = from.country ? null : spokenIn(from.said);
  const phone = guessed === null ? null : readPhone(value, guessed);
  uncertain.push(phone ? `phone taken for one of ${guessed}, by the language` : 'phone not valid');
  return phone;
}

const spoken: [country: string, words: RegExp][] = [
  ['FR', /\b(?:bonjour|merci|devis|voudrais|nous|vous|pour|svp|cordialement)\b/giu],
  ['DE', /\b(?:hallo|guten|bitte|wir|ich|und|angebot|für|danke|grüße|grüßen)\b/giu],
  ['IT', /\b(?:buongiorno|grazie|vorrei|preventivo|richiesta|siamo|per|cordiali|saluti)\b/giu],
  ['ES', /\b(?:hola|buenos|gracias|quisiera|presupuesto|necesitamos|para|saludos)\b/giu],
  ['PT', /\b(?:bom|boa|obrigado|obrigada|gostaria|orçamento|cotação|cumprimentos|para)\b/giu],
  ['NL', /\b(?:goedendag|graag|offerte|wij|bedankt|groeten|een|voor)\b/giu],
];

/** The largest country of the language in which at least two of its commonest words are said; null: none. */
export function spokenIn(text: string): string | null {
  const scores = spoken.map(([country, words]) => ({
    country,
    hits: new Set(text.toLowerCase().match(words)).size,
  }));
  const [best, next] = scores.sort((a, b) => b.hits - a.hits);
  return best && best.hits >= 2 && best.hits > (next?.hits ?? 0) ? best.country : null;
}

/** The address; without one the number together with the name, since a firm's number is many people's. */
function identityOf(lead: LeadFields, email: string | null): string | null {
  if (email !== null) return email;
  return lead.phone !== null && lead.name !== null ? `${lead.phone} ${bare(lead.name)}` : null;
}

/** A form that insists was given anything: the name and one more, and no number that exists. */
function isTypedAnything(lead: LeadFields, typed: string): boolean {
  if (lead.phone !== null || !isFiller(lead.name)) return false;
  return isFiller(lead.company) || isFiller(lead.message) || isFiller(typed.split('@')[0]);
}

const openOf = (lead: LeadFields, said: string): Field[] =>
  said.trim().length < 20
    ? []
    : (['name', 'company', 'title'] as const).filter((field) => lead[field] === null);
