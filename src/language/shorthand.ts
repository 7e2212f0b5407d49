/** Spreadsheet words, field names as they are written in files, words without their apostrophe: put as they are spoken. */
import { type Turn, turning } from './turns.ts';

const made: Record<string, string> = {
  sum: 'sum of',
  count: 'number of deals',
  counta: 'number of deals',
  average: 'average',
  avg: 'average',
  max: 'max',
  min: 'min',
  median: 'median',
};
const month =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const ordinals =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(
    ' ',
  );
const dayOf = (said: string): number => {
  const [tens = '', one = ''] = said.toLowerCase().split(/[ -]/);
  if (one === '') return tens === 'thirtieth' ? 30 : ordinals.indexOf(tens) + 1;
  return (tens === 'thirty' ? 30 : 20) + ordinals.indexOf(one) + 1;
};

const turns: Turn[] = [
  // "SUMIFS amount where …", "COUNTIF(stage = Proposal)"
  [
    /^\W*(sum|counta?|average|avg|max|min|median)ifs?\b\s*(?:of\s+)?(?:\(\s*([^()]*)\))?/i,
    (_, what, of) => `${made[(what ?? '').toLowerCase()] ?? what} ${(of ?? '').replace(/[;]/g, ', ')}`,
  ],
  // "mean days_in_stage of open deals", "sort by close_date"
  [
    /(?<![\w=:.])(?![a-z_]*(?:secret|key|token|password|url))([a-z]+(?:_[a-z]+){1,4})(?![\w=:.]|\s*[=:<>!])/g,
    (_, name) => (name ?? '').replace(/_/g, ' '),
  ],
  // "Close date falls in Q3"
  [
    /\b((?:close|closing|created?|creation|expected close) dates?) (?:falls?|falling|lies|lying|lands?|landing|is|are|being|comes|sits) (?=(?:in|on|within|between|before|after|by|from|during|this|next|last)\b)/i,
    '$1 ',
  ],
  // "1,5 Mio.", "50 Tsd."
  [
    /(\d+)(?:,(\d{1,2}))?\s?(mio|mill|mrd|tsd)\b\.?/gi,
    (_, whole, part, unit) =>
      `${whole}${part ? `.${part}` : ''} ${{ mrd: 'billion', tsd: 'thousand' }[(unit ?? '').toLowerCase()] ?? 'million'}`,
  ],
  [/\bive\b/i, "I've"],
  [/\bweve\b/i, "we've"],
  [/\btheyve\b/i, "they've"],
  [/\b(?:mor|mroe|moer|moar|mre) (?:than|then|thn|tahn)\b/i, 'more than'],
  [/\b(?:les|lss|lees) (?:than|then|thn|tahn)\b/i, 'less than'],
  // "October first", "the twenty seventh of march"
  [
    new RegExp(
      `\\b(${month}) (?:the )?((?:(?:twenty|thirty)[ -])?(?:${ordinals.join('|')})|thirtieth)\\b(?! (?:quarter|half|week))`,
      'gi',
    ),
    (_, name, said) => `${name} ${dayOf(said ?? '')}`,
  ],
  [
    new RegExp(
      `\\b(?:the )?((?:twenty|thirty)[ -](?:${ordinals.join('|')})|thirtieth) of (${month})\\b`,
      'gi',
    ),
    (_, said, name) => `${name} ${dayOf(said ?? '')}`,
  ],
];

/** "Pivot: rows territory, columns stage, values sum of amount" */
function pivoted(text: string): string {
  const found =
    /^\W*(?:(?:make|build|give|show|do|i need|i want)\s+)?(?:me\s+)?(?:a\s+)?(?:pivot|crosstab|cross-tab)(?:\s+table)?(?: (?:for|to) me)?\b[\s:,–-]*(.*)$/i.exec(
      text,
    );
  if (!found) return text;
  const said = found[1] ?? '';
  const part = (names: string): string =>
    new RegExp(
      `\\b(?:${names})\\b\\s*(?:=|:|are|is|by|of)?\\s*(.+?)(?=\\s*[,;.]\\s*|\\s+(?:and\\s+)?(?:rows?|columns?|cols?|values?|filters?)\\b|$)`,
      'i',
    ).exec(said)?.[1] ?? '';
  const [rows, columns, values, filter] = [
    part('rows?'),
    part('columns?|cols?'),
    part('values?|cells?'),
    part('filters?'),
  ];
  if (!rows || !values) return text;
  const used = [rows, columns, values, filter].join(' ').split(/\s+/).filter(Boolean).length;
  const labels = (said.match(/\b(?:rows?|columns?|cols?|values?|cells?|filters?|are|is)\b/gi) ?? []).length;
  // Nothing of it is left out.
  if (said.split(/[\s,;.:=]+/).filter(Boolean).length > used + labels + 1) return text;
  return `${values} by ${rows}${columns ? ` and ${columns}` : ''}${filter ? ` for ${filter}` : ''}`;
}

/** The text as one would say it. */
export const spokenOut = (text: string): string => put(pivoted(text));

const put = turning(turns);
