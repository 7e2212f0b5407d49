/** Accounts and contacts as what is asked about. Elsewhere an account is what a deal has. */
import { type FieldName, findField } from '../sales/fields.ts';
import type { AskedNoun } from './request.ts';
import type { Word } from './words.ts';

// Words before the noun that leave it what is asked about: "which of our biggest …" is not among them.
const before =
  /^(?:(?:please|pls|hey|hi|hello|ok|and|now|so|can|could|you|i|we|want|need|to|would|like|show|list|give|get|find|see|display|pull|up|me|us|export|which|what|who|whats|how|many|number|of|count|the|all|any|our|my|mine|every|each|are|is|there|do|have|only|just|a|an|at|names)\s+)*/;
const ranked =
  /\b(?:top|best|biggest|largest|smallest|bottom|worst|highest|lowest|most|fewest|(?<!at )least|rank\w*)\b/;
const accounts = /^(?:accounts?|customers?|compan(?:y|ies)|clients?|logos?)\b/;
const contacts = /^contacts?\b/;
/** An account may have open deals, or none; all else that is said of deals asks about deals. */
const countOfDeals =
  /\b(?:no|any|with|without|zero|have|has|having|had|than|least|most|over|under|exactly|by|one|two|three|four|five|six|ten|\d+|\+|more|fewer|less)\s+(?:open|won|active)\s+(?:deals?|opportunit(?:y|ies)|opps?)\b(?!\s+(?:with|at)$)|\b(?:no|any|without)\s+(?:deals?|opportunit(?:y|ies)|opps?)\b/g;
const ofDeals =
  /\b(?:deals?|opportunit(?:y|ies)|opps?|pipelines?|bookings?|revenue|won|lost|wins?|losses|forecast|coverage|quota|attainment|funnel|rates?|closing|closed?|closes|due|stuck|stalled|stale|stages?|amounts?|value|worth|leads?|created|cycle)\b/;

// "For Enterprise customers", "last contact": no subject.
const joined = /\b(?:in|at|for|with|of|by|per|from|on|to|last|no|without|any|first|about|except|vs|and|or)\b/;

/** What the words ask about, if it is accounts or contacts. */
export function partyIn(words: Word[]): 'account' | 'contact' | null {
  const text = words
    .filter((word) => word.kind !== 'sign' || word.text === '+')
    .map((word) => word.norm)
    .join(' ');
  const rest = text.replace(before, '');
  // "Strategic accounts", "german customers".
  for (const from of [rest, rest.replace(/^\S+ /, ''), rest.replace(/^\S+ \S+ /, '')]) {
    const led = text.slice(0, text.length - from.length);
    const said = from.replace(countOfDeals, '');
    if (joined.test(rest.slice(0, rest.length - from.length))) continue;
    if (contacts.test(from)) return ofDeals.test(said) || ofDeals.test(led) ? null : 'contact';
    if (accounts.test(from))
      return ofDeals.test(said) || ofDeals.test(led) || ranked.test(led) || ranked.test(said)
        ? null
        : 'account';
  }
  return null;
}

/** "Without open deals", of accounts: still about them. */
export const saysOnlyHowMany = (words: Word[]): boolean => {
  const text = words.map((word) => word.norm).join(' ');
  const left = text.replace(countOfDeals, '');
  return left !== text && !ofDeals.test(left);
};

export const isParty = (of: AskedNoun): of is 'account' | 'contact' => of === 'account' || of === 'contact';

/** The field of an account or contact that a deal's field of the account is there: "account.industry" → "industry". */
export function ownField(of: AskedNoun, field: FieldName): FieldName {
  if (of === 'account') {
    const own = field === 'account' ? 'id' : field.replace(/^account\./, '');
    return findField('account', own) ? own : field;
  }
  return field;
}
