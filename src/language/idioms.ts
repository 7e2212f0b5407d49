/** Turns of phrase that say the same as plainer words: put so before anything is read. */
import { withoutCourtesies } from './courtesies.ts';
import { spokenOut } from './shorthand.ts';

const bounds =
  'under|below|less than|smaller than|lower than|beneath|over|above|more than|bigger than|larger than|greater than';
const upper = /^(?:under|below|less than|smaller than|lower than|beneath)$/i;

type Idiom = [RegExp, string | ((...found: string[]) => string)];

const idioms: Idiom[] = [
  // "Nothing under 20k", "ditch anything over 100k": the other side of the limit.
  [
    new RegExp(
      `\\b(?:(?:and |but )?(?:nothing|none|no deals?|no opps?)|(?:and |but )?(?:ditch|drop|exclude|excluding|remove|hide|skip|leave out|without|minus|lose|cut|forget|ignore)(?: out)? (?:anything|everything|all|those|the ones|the deals|deals|whatever)(?: (?:that is|that are|that's|worth|with))?) (${bounds}) (?=[$€£]?\\d)`,
      'i',
    ),
    (_, side) => (upper.test(side ?? '') ? 'of at least ' : 'of at most '),
  ],
  [/\bmy (?:book(?: of business)?|plate|patch|turf|portfolio)\b(?! of)/i, 'my deals'],
  // "How far am I from quota", "how close is Priya to her number"
  [
    /\bhow (?:far|close|near) (?:am|is|are|was|were) (i|we|my team|our team|the team|[\p{L}.-]+(?: [\p{Lu}][\p{L}-]+)?) (?:away |off |still )?(?:to|from|of|towards|off|on|with|behind|short of)?\s?(?:(?:the|my|our|her|his|their) )?(?:sales )?(?:quota|target|number|goal|plan)s?\b(?! of)/iu,
    (_, who) =>
      /^i$/i.test(who ?? '')
        ? 'my attainment'
        : /^we$/i.test(who ?? '')
          ? 'attainment'
          : `attainment of ${who}`,
  ],
  // "Have we enough pipe to cover Q2"
  [
    /\b(?:(?:do|have|has) (we|i|they) (?:have |got )?|is there )?enough (?:open )?(?:pipe|pipeline)(?: there)? (?:to|for) (?:(?:cover|hit|make|reach|meet|get to|land|carry|deliver|close) )?(?:(?:my|our|the) )?(?:(?:quota|target|number|goal|plan)(?: (?:for|in|of))? ?)?/i,
    (_, who) => `${/^i$/i.test(who ?? '') ? 'my ' : ''}coverage `,
  ],
  // "Which reps look like missing their number"
  [
    /\b(?:(?:that |who )?(?:looks?|looking|seems?|are|is|will be|may be|might be) )?(?:likely to miss|like(?:ly)? (?:missing|to miss)|set to miss|about to miss|going to miss|gonna miss|on track to miss|on course to miss|in danger of missing|to be missing|will miss|might miss|may miss|could miss|short of|falling short of|fall short of|behind on|not going to (?:hit|make|reach|meet)|won't (?:hit|make|reach|meet)|will not (?:hit|make|reach|meet)|wont (?:hit|make|reach|meet)|unlikely to (?:hit|make|reach|meet)) (?:the |their |his |her |my |our |its )?(?:sales )?(?:quotas?|targets?|numbers?|goals?|plans?)\b/i,
    'at quota risk',
  ],
  // "How has Priya performed", "how Priya has done"
  [
    /\bhow (?!many|much|long|often|big|well|is|are|was|were)(?:(?:has|have|had|did|does) )?([\p{L}.-]+(?: [\p{Lu}][\p{L}-]+)?) (?:(?:has|have|had) )?(?:performed|done|fared?|been (?:doing|performing))\b/iu,
    'performance of $1',
  ],
  [/\b(?:from|by) me\b(?= (?:clos|due|open|in|that|which|won|lost|over|under|with|this|next))/i, 'of mine'],
  // "How do I compare to Tom", "how does Priya stack up against me"
  [
    /\bhow (?:do|does|did|have|has|am|is) (i|we|[\p{L}.-]+(?: [\p{Lu}][\p{L}-]+)?) (?:compar(?:e|ed|ing)|stack(?:ed|ing)? up|measur(?:e|ed|ing) up) (?:to|with|against|versus|vs\.?)(?= )/iu,
    (_, who) => `${/^i$/i.test(who ?? '') ? 'me' : (who ?? '')} vs`,
  ],
  [
    /\bhow (?:do|did|have|am) i (?:compar(?:e|ed|ing)|stack(?:ed|ing)? up|measur(?:e|ed|ing) up)\s?[,:](?= me\b)/i,
    '',
  ],
  [/\bopen (?:for|with) me\b/i, 'open of mine'],
  // "Team vs team"
  [
    /\b(teams?|reps?|regions?|territor(?:y|ies)|products?|owners?)\s+(?:vs\.?|versus|against|by) \1\b/i,
    'by $1',
  ],
  [/\bquarter by quarter\b/i, 'by quarter'],
  // Open deals are "active" too, but not in a time.
  [
    /\b(?:(that |which )?(?:were |are |was |is )?)active (?=(?:(?:in|within|during|over) (?:the )?(?:last|past)|since|today|yesterday|(?:this|last) (?:week|month|quarter))\b)/i,
    'with activity ',
  ],
  // "Where does Priya land next month"
  [
    /\bwhere (?:do|does|will|are|is) (we|i|they|[\p{L}.-]+(?: [\p{Lu}][\p{L}-]+)?) (?:going to )?(?:land|landing|end up|come out|finish)\b/iu,
    (_, who) =>
      /^(?:we|they)$/i.test(who ?? '')
        ? 'forecast'
        : /^i$/i.test(who ?? '')
          ? 'my forecast'
          : `forecast of ${who}`,
  ],
  [/\bgoing up or down\b/i, 'trend'],
  [/\bon average how big (?:is|are)\b|\bhow big (?:is|are) (?=.* on average)/i, 'average size of'],
  [/\bhow big (?:is|are) (?=(?:my|our|the|their|\p{L}+'s) (?:average|typical))/iu, 'what is '],
  [/\bhow (?:big|large|much) (?:is|are) (?=the [\p{L}\d' -]+ (?:deal|opp|opportunity)\b)/iu, 'amount of '],
  [/\bbreak ([^,.;]{3,60}) down by\b/i, '$1 by'],
  [/\bsplit ([^,.;]{3,60}) by\b/i, '$1 by'],
  [
    /\b(?:twenty) (ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)\b(?! (?:days?|weeks?|months?|deals?|k\b|thousand|percent))/i,
    (_, said) => `20${spoken(said ?? '')}`,
  ],
  [/\bhow long (?:they|it|these|those|the deals) (?:have|has) been open\b/i, 'age'],
  [
    /\b(?:with |of )?(five|six|seven)[ -]figures?\b(?: (deals?|opps?|opportunities|wins?))?/i,
    (_, figures, noun) => {
      const least = 10 ** ({ five: 4, six: 5, seven: 6 }[(figures ?? '').toLowerCase()] ?? 5);
      return `${noun || ''} of at least ${least} and under ${least * 10} `;
    },
  ],
  [/\b(this|last) (?:or|and) next (week|month|quarter|year)\b/i, '$1 $2 or next $2'],
  [/\bover (?=(?:the )?(?:christmas|easter|thanksgiving|weekend|new year)\b)/i, 'on '],
  [/\b(more than|over|less than|under|at least|longer than) (?:a|one) year ago\b/i, '$1 365 days ago'],
  [/\bin whole euros\b/i, 'in EUR'],
  [/\bwhat am i worth\b/i, 'total open pipeline of mine'],
  [/\b(?:the )?(\p{L}+) book (?=by\b|per\b|of\b|in\b)/iu, '$1 pipeline '],
];

const small = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
  ' ',
);
const ones = 'one two three four five six seven eight nine'.split(' ');
function spoken(said: string): string {
  const at = small.indexOf(said.toLowerCase());
  if (at >= 0) return String(10 + at);
  const one = ones.indexOf(said.toLowerCase().split(/[ -]/)[1] ?? '');
  return String(20 + one + 1);
}

/** The text in plainer words, where it has such turns. */
export const plainly = (text: string): string =>
  idioms
    .reduce(
      (left, [turn, plain]) => left.replace(turn, plain as (...found: string[]) => string),
      spokenOut(withoutCourtesies(text)),
    )
    .replace(/\s+/g, ' ')
    .trim();
