/** How people put a reply in a thread, in the plainer words that say the same: "make that Discovery", "what do they add up to", "could I see them?". */

import type { Frame } from './request.ts';

const they = '(?:they|these|those|it|that|this|all that|all of (?:them|it|that|those)|them|the lot)';
const polite = /^(?:(?:and|ok|okay|so|now|then|well|right|please|pls|hey)[\s,]+)+/i;

type Rewrite = [RegExp, string];

/** The whole reply is one of these. */
const wholly: Rewrite[] = [
  [
    new RegExp(
      `^(?:(?:what|how much) (?:do|does|would|will|did)|what's) ${they}(?: all)? (?:add up to|come to|sum (?:up )?to|amount to|total(?: up)?(?: to)?|make|come out at)(?: altogether| in total| all in all| together| in all| in dollars| in money)?$`,
      'i',
    ),
    'total amount',
  ],
  [
    new RegExp(
      `^(?:how much|what) (?:are|is|were|was) ${they}(?: all)? worth(?: altogether| in total| all in all| together| in all)?$`,
      'i',
    ),
    'total amount',
  ],
  [
    /^(?:could|can|may|might|would) (?:i|we|you) (?:see|have|get|view|show(?: me)?|list) (?:them|those|these|the list|the deals|which ones(?: they are)?)(?: please)?$/i,
    'show them',
  ],
  [
    /^(?:in|as) (?:terms of )?(?:money|value|dollars|euros|amounts?|\$|€)(?: terms| value)?$/i,
    'total amount',
  ],
  // After how many they are.
  [/^which(?: (?:ones?|are (?:they|those|these)))?$/i, 'show them'],
  [
    /^how many (?:are|were) (?:they|these|those|that|it)(?: (?:in total|in all|altogether|all together))?$/i,
    'how many is that',
  ],
  [
    /^how much(?: money| value| amount)? (?:is|are|was|were|makes?) (?:it|that|this|they|those|these)(?: (?:in total|in all|altogether|all together|worth|together|in money|in value|in dollars|in euros))*$/i,
    'total amount',
  ],
  [/^(?:the )?same,? (?:but |thing |again )*(?=(?:by|per|for|in|with|without|only)\b)(.+)$/i, '$1'],
  [
    /^which (?:one|of (?:them|these|those))(?: \p{L}+)? is (?:the )?(biggest|largest|smallest|oldest|newest|latest)$/iu,
    'the $1 one',
  ],
  [
    /^why (?:did|do|have) (?:we|i|they|he|she) (?:lose|lost) (?:them|those|these|it)(?: all)?$/i,
    'by loss reason',
  ],
  [/^(?:rather|better|instead),? (?=(?:by|per) )(.+)$/i, '$1'],
  // "Split per stage", and "split EMEA / AMER": one beside the other
  [/^split (?:it |that |them |those )?(?:up )?(?:per|by|into) (.+)$/i, 'by $1'],
  [
    /^split (?:it |that |them |those )?(?:up )?(?:between |across |into )?(?!by\b|per\b)(\p{L}[\p{L}-]*)(?: ?\/ ?|, | and | & | vs\.? )(\p{L}[\p{L}-]*)$/iu,
    '$1 vs $2',
  ],
  [/^measure\s*[:=]\s*count$/i, 'how many is that'],
  [/^measure\s*[:=]\s*sum$/i, 'total amount'],
  [/^measure\s*[:=]\s*(average|median)$/i, '$1 amount'],
  [/^limit\s*[:=]?\s*(\d{1,3})$/i, 'top $1'],
];

/** Before what is meant. */
const opening =
  /^(?:(?:sorry|oops|no|oh|ah|hm+),?\s+)?(?:i )?meant\s+(?:to say\s+)?(?=\S)|^(?:make|change|switch|set|turn) (?:it|that|this)(?: to| into)?\s+(?!\d)(?=\S)|^(?:let's|let us) (?:say|make it|try|do|take|see|have)\s+(?=\S)|^(?:try|go with|switch to|change to)\s+(?=\S)/i;
/** Behind it, and saying nothing of its own. */
const closing =
  /(?:,\s*(?:i (?:mistyped|misspoke|was wrong|mixed (?:them|that) up)|my (?:mistake|bad|fault)|typo|of course|obviously|naturally|that is|i think|if (?:you can|possible|i may))|\s+(?:alone|likewise|looks? how|all in all|of course|by (?:itself|themselves)))+\W*$/i;

/** "His or hers? I mean Elif's": a short word before it is taken back by what is meant. */
const meant = /^(?:\S+\s+){1,5}?(?:[.?!,;-]\s*)?i mean\s+(\S.*)$/i;

const spans = 'days?|week|month|quarter|year|period|time ?frame|dates?|range';
const others = 'stages?|owners?|reps?|region|team';
/** "Lost ones, same month": what was limited before stays so, and need not be said. "The same month last year" is another. */
const unchanged = new RegExp(
  `(?:^|,?\\s+)(?:(?:for|in|from|over|of|and|with|but) )*(?:the |that )?(?:very )?same (${spans}|${others})(?=[\\s,.?!]*$)|^(?:(?:for|in|from|and) )*(?:the )?same (${spans}|${others})(?:,? (?:and|but)|,)\\s+`,
  'i',
);

/** Only where there is such a limit. */
const unsaid = (text: string, thread: Frame): string =>
  text.replace(unchanged, (whole: string, last?: string, first?: string) => {
    const isSpan = new RegExp(`^(?:${spans})$`, 'i').test(last ?? first ?? '');
    const is = thread.clauses.some((one) => (isSpan ? one.says === 'period' : one.says === 'names'));
    return is ? '' : whole;
  });

/** Null where the reply is not put in such a way. */
export function inReplyWords(text: string, thread: Frame): string | null {
  const bare = text.replace(polite, '').replace(/[\s?!.]+$/, '');
  if (/^which (\p{L}+)s$/iu.exec(bare)?.[1]?.toLowerCase() === thread.of) return 'show them';
  for (const [pattern, to] of wholly) if (pattern.test(bare)) return bare.replace(pattern, to);
  const said = meant.exec(bare)?.[1] ?? bare;
  const left = unsaid(said, thread).replace(closing, '').replace(opening, '').replace(closing, '').trim();
  return left !== '' && left !== bare ? left : null;
}
