/**
 * Data contracts: "check phone numbers", "stop checking e-mail domains in EMEA", "check accounts against the directory",
 * "numbers without a country are dialled in Germany", "look mail domains up every 12 hours".
 */
import { countryCode } from '../../sales/countries.ts';
import type { Threshold } from '../request.ts';
import { type CommandRead, command, type Talk } from './read.ts';
import { partsOf } from './threshold-parts.ts';

const mail = 'e-?mails?(?: addresses)?';
/** What people call what is held to a contract; the narrower ones first. */
const held: [Threshold, string][] = [
  ['check_email_domain', `(?:the )?(?:${mail} domains?|mail domains?)`],
  ['check_email', `(?:the )?(?:form of (?:the )?)?${mail}`],
  ['check_phone', '(?:the )?(?:form of (?:the )?)?(?:phones?(?: numbers?)?|telephone numbers?)'],
  ['check_price_list', '(?:the )?(?:products against the price list|price list|products in the price list)'],
  [
    'check_company',
    '(?:the )?(?:company data|company directory|(?:accounts?|companies|company data) against the (?:company )?directory)',
  ],
];
const verbs = "(?<verb>check|hold|verify|stop checking|stop verifying|do not check|don't check|never check)";
const patterns = [
  ...held.map(
    ([threshold, what]) =>
      [threshold, new RegExp(`^${verbs} ${what}(?<tail>(?: (?:in|for|of|at|until) .*)?)$`)] as const,
  ),
  [
    'check_company' as const,
    /^(?<verb>enrich|stop enriching|do not enrich|don't enrich|never enrich) (?:the |our |my )?(?:accounts|companies|company data)(?: from the (?:company )?directory)?(?<tail>(?: (?:in|for|of|at|until) .*)?)$/,
  ] as const,
];
const dialled =
  /^(?:(?:phone |telephone )?numbers(?: without (?:a |their |its )?country(?: code)?)? are (?:dialled|dialed|from|read)(?: in| as)?|set (?:the )?phone country to) (?<country>.+)$/;

const domains = (n: number) => `(?:the )?(?<unclear${n}>unknown |unclear )?(?:e-?mail|mail) domains?`;
const lookedUp = new RegExp(
  // "Look, …" is how people begin, and taken off.
  `^(?:(?:look )?(?:${domains(1)} up|up ${domains(2)})|${domains(3)} (?:are|should be|shall be|must be|get|are to be) looked up)(?: again)? (?<every>every|after|each|once (?:every|an?|in)|hourly|daily|weekly)(?<tail>.*)$`,
);
const howOften =
  /^(?:how often|how long|when|after how (?:long|many (?:hours|days))|(?:for )?how many (?:hours|days))\b.*\b(?:e-?mail|mail) domains?\b/;
const looked =
  /\blook(?:s|ed)?(?: (?:the )?(?:unknown |unclear )?(?:e-?mail|mail) domains?)? up\b|\bknown\b|\basked again\b/;

/** Null where the words are about something else. */
export function contracts(text: string, talk: Talk): CommandRead | null {
  if (howOften.test(text) && looked.test(text))
    return command({
      do: 'limits',
      threshold: /\bknown\b/.test(text) ? 'mail_domain_days' : 'mail_domain_hours',
    });
  const often = lookedUp.exec(text)?.groups;
  if (often) return lookedUpEvery(often, talk);
  const country = dialled.exec(text)?.groups?.country;
  if (country !== undefined) return dialledIn(country);
  for (const [threshold, pattern] of patterns) {
    const { verb, tail = '' } = pattern.exec(text)?.groups ?? {};
    if (verb === undefined) continue;
    const parts = partsOf(tail, talk);
    if (!('place' in parts)) return parts;
    if (parts.value !== null) return { unread: String(parts.value.number) };
    const { assumptions, ...rest } = parts;
    const on = /^(?:check|hold|verify|enrich)$/.test(verb);
    return command(
      { do: 'set_threshold', threshold, ...rest, value: { number: on ? 1 : 0, unit: 'plain' } },
      assumptions,
    );
  }
  return null;
}

const once: Record<string, string> = { hourly: '1 hour', daily: '1 day', weekly: '1 week' };

/** Said in hours it is how soon one is asked again of which nobody could say; in days how long an answer counts. */
function lookedUpEvery(
  { every = '', tail = '', ...more }: Record<string, string | undefined>,
  talk: Talk,
): CommandRead {
  const unclear = Object.values(more).some((said) => said !== undefined);
  const said = once[every] ?? (/^\s*(?:hour|day|week|month)\b/.test(tail) ? `1${tail}` : tail);
  const parts = partsOf(said, talk);
  if (!('place' in parts)) return parts;
  const { value, assumptions, ...rest } = parts;
  if (value === null || value.unit === 'plain')
    return {
      lacks: 'How often? Say it in hours or days, such as 12 hours.',
      completes: `look ${unclear ? 'unclear ' : ''}mail domains up every …`,
    };
  const threshold = value.unit === 'days' && !unclear ? 'mail_domain_days' : 'mail_domain_hours';
  return command({ do: 'set_threshold', threshold, ...rest, value }, assumptions);
}

function dialledIn(country: string): CommandRead {
  const code = /^(?:no country|nowhere)$/.test(country) ? '' : countryCode(country.replace(/^the /, ''));
  if (code === null) return { unread: country };
  return command({
    do: 'set_threshold',
    threshold: 'phone_country',
    place: null,
    stage: null,
    until: null,
    value: { number: 0, unit: 'plain', text: code },
  });
}
