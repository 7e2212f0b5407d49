/** Leads, accounts and activities as those who work them put it, in the words that the reader knows. */
import { type Turn, turning } from './turns.ts';

const turns: Turn[] = [
  // "Leads not claimed"
  [
    /\b(leads|inquiries|enquiries)\b((?: \p{L}+){0,4}?),? (?:that |which )?(?:(?:are|were|have|is|was|has) )?(?:not|never)(?: yet)?(?: been)? (?:claimed|picked up|grabbed)(?: yet| so far| by (?:anyone|anybody|someone))?(?=[\s,.?!]|$)/giu,
    'unclaimed $1$2',
  ],
  [/\b(?:waiting|looking) for (?:someone|somebody|an owner|a rep|anyone|anybody)\b/gi, 'unclaimed'],
  // "Leads nobody has called back yet"
  [
    /\b(leads|inquiries|enquiries)\b,? (?:that |which |whom )?(?:nobody|no[- ]?one|we|i) (?:has |have |had )?(?:not |n['’]t |never )?(?:yet )?(?:called|phoned|written|got|gotten|replied|responded|followed|reached|come)(?: back| up| out)*(?: to| with)?(?: yet| so far)?(?=[\s,.?!]|$)/gi,
    '$1 untouched',
  ],
  // "Customers that have nothing open"
  [
    /\b(have|has|having|with) nothing (?:open|in (?:the )?(?:pipeline|pipe|play|flight)|going|going on|active|running)\b/gi,
    '$1 no open deals',
  ],
  // "Meetings booked this week": set up then, whenever they take place.
  [
    /\b(meetings|calls|demos|appointments|visits)((?: \p{L}+){0,3}?) (?:(?:that |which )?(?:were |was |got |have been )?)(?:booked|set up|scheduled|arranged)\b/giu,
    '$1$2 recorded',
  ],
  // "How many leads does each rep hold"
  [
    /\bhow many (leads|calls|meetings|activities) (?:does|do|has|have|did) (?:each|every) (rep|seller|owner|person|team|colleague)(?: (?:hold|have|own|got|get|carry|work|make|made|do|done))*\b/gi,
    'number of $1 by $2',
  ],
  [
    /\b(deals|opps|opportunities) of mine (?=(?:that |which )?(?:have |has )?(?:moved|advanced|went|gone|slipped|got|were pushed|progressed)\b)/gi,
    'my $1 ',
  ],
  [/\b(?:phone|telephone) calls\b/gi, 'calls'],
  // "Top deals and their next steps": a column.
  [
    /\b(deals|opps|opportunities)\b([^,?.!]*?),? (?:and|along with|together with|plus) (?:their|its) (next steps?|owners?|reps?|stages?|close dates?|closing dates?|accounts?|customers?|products?|last activit(?:y|ies)|loss reasons?)\s*[?.!]*$/gi,
    (_, deals, rest, what) =>
      `${deals}${rest}, with ${(what ?? '').replace(/(step|owner|rep|stage|date|account|customer|product|reason)s$/i, '$1')}`,
  ],
];

/** The text with such turns in the words that are read. */
export const asWorked = turning(turns);
