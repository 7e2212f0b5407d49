/** What the words of a request ask about; null where they do not say. */
import type { Lexicon } from './lexicon.ts';
import { partyIn } from './parties.ts';
import type { AskedNoun } from './request.ts';
import { fold } from './text.ts';
import { calledToo } from './values-called.ts';
import type { Word } from './words.ts';

const dealWords =
  /^(?:deals?|opportunit(?:y|ies)|opps?|oppt(?:y|ies)|pipelines?|pipe|bookings?|win|wins|won|lost|forecast|coverage|quota|attainment|funnel)$/;
const leadWords = /^(?:leads?|mqls?|inquir(?:y|ies)|enquir(?:y|ies)|inbound)$/;
const activityWords = /^(?:activities|activity|touches|touchpoints|interactions)$/;
/** "No activity", "last activity", "activity in 30 days" speak of deals that rest. */
const resting = /^(?:no|without|last|any|latest|recent|since|zero|little|low)$/;
/** "Lead source", "lead conversion": a field, no noun. */
const fieldOfLead = /^(?:source|sources|generation|gen|time)$/;

export function nounOf(list: Word[], lexicon: Lexicon): AskedNoun | null {
  const norms = list.map((word) => word.norm);
  const party = partyIn(list);
  if (party) return party;
  if (norms.some((norm) => dealWords.test(norm))) return 'deal';
  const firstTouch = /\b(?:first (?:touch|contact|response)|speed to lead|response time)\b/.test(
    norms.join(' '),
  );
  if (firstTouch || norms.some((norm, at) => leadWords.test(norm) && !fieldOfLead.test(norms[at + 1] ?? '')))
    return 'lead';
  const kinds = new Set(
    lexicon.values
      .filter(({ noun, field }) => noun === 'activity' && field === 'kind')
      .flatMap((one) => [fold(one.value), ...calledToo(one, lexicon.values)]),
  );
  const isActivity = norms.some(
    (norm, at) =>
      (activityWords.test(norm) &&
        !resting.test(norms[at - 1] ?? '') &&
        (norm !== 'activity' || norms[at + 1] !== 'in')) ||
      (norm.endsWith('s') && kinds.has(norm.slice(0, -1))),
  );
  return isActivity ? 'activity' : null;
}
