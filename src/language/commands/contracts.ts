/** Data contracts: "check phone numbers", "stop checking e-mail domains in EMEA", "check accounts against the directory", "numbers without a country are dialled in Germany". */
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

/** Null where the words are about something else. */
export function contracts(text: string, talk: Talk): CommandRead | null {
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
