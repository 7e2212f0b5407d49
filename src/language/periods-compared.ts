/** "Compare Q3 and Q4", "how does this quarter compare with last": of two periods and nothing else, what was won in them is compared. */
import { type Turn, turning } from './turns.ts';

const month =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const year = "(?:20\\d\\d|fy ?'?\\d{2,4})";
const unit = '(?:week|month|quarter|half|year)';
const period = `(?:(?:the )?(?:this|last|previous|prior|current) ${unit}|[qh][1-4](?:,? (?:of )?(?:${year}|(?:this|last) year))?|${month}(?:,? (?:of )?(?:${year}|(?:this|last) year))?|(?:calendar |fiscal )?(?:year )?${year})(?: so far| to date)?`;
const other = `(?:${period}|(?:the )?(?:last|previous|prior)(?: one)?|the (?:one|${unit}) before(?: (?:it|that))?|the same (?:${unit}|time|period) (?:last year|a year (?:ago|before|earlier))|a year ago)`;
const lead =
  '^\\W*(?:(?:so|and|ok|hey|please|can you|could you|show me|give me|tell me|let us|let me)[\\s,]+)*';
const against =
  '(?:vs\\.?|versus|against|with|to|and|&|compared (?:to|with)|in comparison (?:to|with)|relative to)';
const ask = '((?: for [\\p{L} ]+)?(?: (?:by|per) [\\p{L} ]+)?)(?: please)?\\s*[?.!]*$';
const performed =
  '(?:look|looks|compare|compares|compared|stack up|stacks up|measure up|do|go|perform|doing|going|comparing|stacking up|looking)';

const named = (_: string, first = '', second = '', rest = ''): string => {
  const [of = ''] = new RegExp(`${unit}$`, 'i').exec(first.replace(/ (?:so far|to date)$/i, '')) ?? [];
  // "Against last", "the one before": of the unit that the first has.
  const bare = /^(?:the )?(?:last|previous|prior)(?: one)?$/i.test(second);
  const said =
    bare && of !== '' ? (/^(?:the )?last /i.test(first) ? `the ${of} before` : `last ${of}`) : second;
  const before = /^the one before/i.test(said) && of !== '' ? `the ${of} before` : said;
  const same =
    /^(?:the same .*|a year ago)$/i.test(before) && of !== '' ? `the same ${of} last year` : before;
  return `bookings in ${first} vs ${same}${rest}`.replace(
    /\bin (?=(?:the )?(?:this|last|previous|prior|current)\b)/i,
    '',
  );
};

const turns: Turn[] = [
  [
    new RegExp(
      `${lead}(?:compare|comparison (?:of|between)|difference between|(?:the )?change (?:from|between)) (${period}) ${against} (${other})${ask}`,
      'iu',
    ),
    named,
  ],
  [
    new RegExp(
      `${lead}how (?:does|did|do|is|was|has|are|will) (${period}) (?:been )?(?:${performed} )*${against} (${other})${ask}`,
      'iu',
    ),
    named,
  ],
  [
    new RegExp(
      `${lead}(${period}),? (?:vs\\.?|versus|against|compared (?:to|with)|in comparison (?:to|with)) (${other})${ask}`,
      'iu',
    ),
    named,
  ],
  // "Are we up on last quarter", "is this month better than last month": what is won, beside the one before.
  [
    new RegExp(
      `${lead}(?:are|is) (?:we|(?:the )?(?:business|team|company|this (?:week|month|quarter|year))|sales|revenue|bookings) (?:up or down|down or up|up|down|better|worse|ahead|behind|better or worse|doing better|doing worse|ahead or behind|higher|lower)(?: off)? (?:on|vs\\.?|versus|against|from|than|of|compared (?:to|with)) (?:the )?(?:last|previous|prior) (week|month|quarter|year)${ask}`,
      'iu',
    ),
    'bookings this $1 vs last $1$2',
  ],
];

/** The text with such words put as a question about what was won; for words that go on from nothing. */
export const periodsCompared = turning(turns);
