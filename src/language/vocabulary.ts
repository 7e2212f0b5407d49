/** The words of requests and what they do there. Names are not here: they come from the data; fields come from the catalogue. */
import { type Field, type FieldName, fields } from '../sales/fields.ts';
import { plainWords } from './plain-words.ts';
import { indexSpelling, nearest } from './spelling.ts';
import { fold } from './text.ts';

export type Compare = 'over' | 'least' | 'under' | 'most' | 'exactly';
export type Motion = 'stage' | 'activity';
export type Status = 'open' | 'won' | 'lost';

export type Sense =
  | { is: 'filler' }
  | { is: 'noun'; pipeline: boolean }
  | { is: 'list' }
  | { is: 'count' }
  | { is: 'sum' }
  | { is: 'average' }
  | { is: 'status'; status: Status[]; surely: boolean }
  | { is: 'motion'; motion: Motion }
  | { is: 'age' }
  | { is: 'date'; field: FieldName; open: boolean; closed: boolean }
  | { is: 'overdue' }
  | { is: 'compare'; compare: Compare }
  | { is: 'orMore'; compare: 'least' | 'most' | 'over' | 'under' }
  | { is: 'between' }
  | { is: 'within' }
  | { is: 'until'; edge: 'before' | 'after' | 'by' | 'since' | 'ago' }
  | { is: 'missing'; surely: boolean }
  | { is: 'with' }
  | { is: 'except' }
  | { is: 'by' }
  | { is: 'each' }
  | { is: 'sort' }
  | { is: 'direction'; down: boolean }
  | { is: 'rank'; field: FieldName | null; down: boolean }
  | { is: 'me'; whose: 'mine' | 'team' | 'territory' }
  | { is: 'and' }
  | { is: 'or' }
  | { is: 'field'; field: FieldName }
  | { is: 'prep'; prep: string }
  /** Goes on from the last question of the thread. */
  | { is: 'goesOn' }
  /** Known words for what Steward cannot answer yet. */
  | { is: 'beyond' };

type Line = [Sense, string];

const lines: Line[] = [
  [
    { is: 'filler' },
    `please|pls|plz|kindly|hey|hi|hello|ok|okay|steward|thanks|thank you|thx|can you|could you|would you|can i|could i|i want|i want to|i need|i need to|i'd like|i would like|like to|want to|need to|let me|lemme|gimme|let us|let's|tell|me|us|the|a|an|all|all of|all the|any|every|where|anything|everything|either|just|only|right now|now|currently|at the moment|that|which|whose|there|there's|their|its|it|them|those|these|been|be|being|was|were|are|is|am|has|have|had|do|does|did|got|still|already|ones|so|quick|quickly|look at|check|know|see if|if|we|our|ours|we have|we've got|do we have|have we got|everyone|everyone's|everybody|everybody's|everyones|as of now|who|i|you|out|up|really|actually|also|then|too|but|overall|as of today|altogether|in total|exist|exists|go|going|look|analysis|overview|report|breakdown|view|summary|as well|of them|whole|entire|company|company wide|company-wide|total of all|his|her|deals'`,
  ],
  [
    { is: 'noun', pipeline: false },
    'deals|deal|opportunities|opportunity|opps|opp|oppty|oppties|oppys|opptys',
  ],
  [{ is: 'noun', pipeline: true }, 'pipeline|pipelines|pipe|open pipe|sales pipeline'],
  [
    { is: 'list' },
    "show|list|give|display|find|get|see|pull|pull up|bring up|fetch|which|what|what are|what is|whats|what's|list of|view|search|search for|filter|name",
  ],
  [{ is: 'count' }, 'how many|number of|the number of|count|count of|no of|num of|quantity of|# of|howmany'],
  [
    { is: 'sum' },
    'total|sum|sum of|total of|how much|combined|summed|totals|sum up|add up|total up|totaled|totalled|altogether worth',
  ],
  [{ is: 'average' }, 'average|avg|mean|on average|averages|averaged|average of'],
  [
    { is: 'status', status: ['open'], surely: true },
    'open|still open|unclosed|not closed|not yet closed|in flight|in play|in progress|opens',
  ],
  [{ is: 'status', status: ['open'], surely: false }, 'active|live|ongoing|current|running|outstanding'],
  [{ is: 'status', status: ['won'], surely: true }, 'won|closed won|closed-won|wins|we won|win'],
  [{ is: 'status', status: ['lost'], surely: true }, 'lost|closed lost|closed-lost|losses|we lost|loss|lose'],
  [{ is: 'status', status: ['won'], surely: false }, 'sold|signed'],
  [{ is: 'status', status: ['won', 'lost'], surely: false }, 'closed|not open|no longer open'],
  [{ is: 'status', status: ['open', 'lost'], surely: true }, 'not won|unwon'],
  [{ is: 'status', status: ['open', 'won'], surely: true }, 'not lost'],
  [
    { is: 'motion', motion: 'stage' },
    `stuck|stalled|stale|stagnant|stagnating|parked|sitting|sat|sits|been sitting|lingering|not moved|not moving|hasn't moved|haven't moved|have not moved|has not moved|didn't move|did not move|without movement|with no movement|no movement|gone stale|going stale|rotting|aging|ageing|in the same stage|in same stage|in one stage|in stage|in their stage|in its stage|in the stage|in current stage|in their current stage|in the current stage|no progress|not progressed|without progress|hung up|jammed|bogged down|unchanged|stayed|staying|held up`,
  ],
  [
    { is: 'motion', motion: 'activity' },
    `no activity|without activity|with no activity|without any activity|no activities|no recent activity|inactive|untouched|not touched|haven't been touched|hasn't been touched|have not been touched|has not been touched|haven't touched|not been touched|idle|idling|silent|quiet|gone quiet|gone cold|gone dark|went dark|neglected|dormant|no contact|without contact|not contacted|not been contacted|no updates|no update|without update|without updates|not updated|no engagement|had no activity|have had no activity|has had no activity|nobody touched|since last activity|since the last activity|since any activity|without an activity|abandoned`,
  ],
  [{ is: 'age' }, 'old|older|days of age|have been open|been open|open for|are open for|open since'],
  [
    { is: 'date', field: 'close_date', open: true, closed: false },
    `closing|due|due to close|expected to close|expected|set to close|scheduled to close|should close|will close|to close|that close|closes|close|are closing|is closing|going to close|supposed to close|planned to close|planned|projected to close|landing`,
  ],
  [
    { is: 'date', field: 'close_date', open: false, closed: true },
    'closed in|closed on|closed during|closed within|that closed|were closed|we closed|that were closed',
  ],
  [
    { is: 'date', field: 'created_on', open: false, closed: false },
    'created|opened|added|entered|new|newly created|started|came in|logged|that were created|were created|created on|created in|generated',
  ],
  [
    { is: 'overdue' },
    `overdue|past due|past their close date|past its close date|past close date|past the close date|close date in the past|close dates in the past|close date has passed|close date passed|close date is past|close date is in the past|with a past close date|past close dates|missed their close date|past their close dates|late`,
  ],
  [
    { is: 'compare', compare: 'over' },
    `over|above|more than|greater than|larger than|bigger than|higher than|exceeding|exceeds|exceed|that exceed|beyond|longer than|older than|in excess of|north of|greater|>|for more than|for over|for longer than|for more then|more then|upward of|past|bigger then|larger then|greater then|longer then|older then`,
  ],
  [
    { is: 'compare', compare: 'least' },
    'at least|>=|=>|≥|minimum|min|a minimum of|minimum of|no less than|not less than|starting at|starting from|upwards of|for at least|no fewer than|not under|not below|atleast',
  ],
  [
    { is: 'compare', compare: 'under' },
    'under|below|less than|fewer than|smaller than|lower than|<|shorter than|cheaper than|younger than|newer than|for less than|less then|south of|for under|lower then|smaller then|fewer then',
  ],
  [
    { is: 'compare', compare: 'most' },
    'at most|<=|=<|≤|up to|no more than|not more than|maximum|max|a maximum of|maximum of|not over|no larger than|for at most|no bigger than|not above|no longer than|not longer than|atmost',
  ],
  [{ is: 'compare', compare: 'exactly' }, 'exactly|=|equal to|equals|equal|precisely'],
  [
    { is: 'orMore', compare: 'least' },
    'or more|or longer|or above|and up|and above|or over|or older|and more|and over|or greater|or higher|or bigger|or larger|upwards|+|plus|or up',
  ],
  [
    { is: 'orMore', compare: 'most' },
    'or less|or under|or below|or fewer|or lower|and below|and under|or smaller|and less|or shorter|tops',
  ],
  [{ is: 'between' }, 'between|ranging from|in the range|in the range of'],
  [{ is: 'within' }, 'within|within the'],
  [{ is: 'until', edge: 'before' }, 'before|prior to|earlier than|until|till|ahead of'],
  [{ is: 'until', edge: 'after' }, 'after|later than'],
  [{ is: 'until', edge: 'by' }, 'no later than|on or before|not later than|not after|up until'],
  [{ is: 'until', edge: 'since' }, 'since|from|starting|on or after|not before|as of|beginning|as from'],
  [{ is: 'until', edge: 'ago' }, 'ago|back'],
  [
    { is: 'missing', surely: true },
    `missing|without|lacking|lack|lacks|don't have|do not have|dont have|doesn't have|does not have|haven't got|hasn't got|with no|have no|has no|having no|without a|without an|without any|missing a|missing an|missing the|with missing|that miss|w/o|need a|with empty|with blank|with no set|there is no|there's no|with an empty|with a missing|with a blank|sans`,
  ],
  [
    { is: 'missing', surely: false },
    `no|empty|blank|is empty|is blank|is missing|are missing|are empty|not set|unset|not filled in|not filled|isn't set|is not set|aren't set|unfilled|undefined|unknown|is unknown`,
  ],
  [
    { is: 'with' },
    'with|having|that have|which have|with a|with an|having a|set|is set|filled in|filled|present',
  ],
  [
    { is: 'except' },
    'except|except for|excluding|exclude|other than|apart from|aside from|but not|not|not in|not from|not at|not with|not by|not owned by|not for|not belonging to|and not|outside|outside of|leave out|leaving out|ignoring|minus|excl|all but|everyone but|everything but|everyone except',
  ],
  [{ is: 'by' }, 'by'],
  [
    { is: 'each' },
    'per|for each|for every|each|grouped by|group by|group it by|broken down by|break down by|break it down by|split by|split it by|by each|broken out by|divided by|segmented by|sliced by|across all|across|breakdown by|grouped per|bucketed by',
  ],
  [
    { is: 'sort' },
    'sorted by|sort by|sort|sorted|order by|ordered by|ordered|ranked by|rank by|rank|ranked|sort it by|sort them by|order them by|order it by|arranged by',
  ],
  [
    { is: 'direction', down: true },
    'descending|desc|highest first|largest first|biggest first|newest first|latest first|longest first|most first|high to low|from high to low|largest to smallest|biggest to smallest|most recent first|down',
  ],
  [
    { is: 'direction', down: false },
    'ascending|asc|lowest first|smallest first|oldest first|earliest first|shortest first|low to high|from low to high|smallest to largest|soonest first',
  ],
  [{ is: 'rank', field: null, down: true }, 'top|highest|first|most|the most'],
  [{ is: 'rank', field: null, down: false }, 'fewest|the fewest|the least'],
  [
    { is: 'rank', field: 'amount', down: true },
    'biggest|largest|highest value|most valuable|highest-value|high value|most expensive|biggest by amount|greatest',
  ],
  [
    { is: 'rank', field: 'amount', down: false },
    'smallest|bottom|lowest|least valuable|tiniest|lowest value',
  ],
  [{ is: 'rank', field: 'created_on', down: false }, 'oldest|earliest created'],
  [
    { is: 'rank', field: 'created_on', down: true },
    'newest|latest|most recent|most recently created|youngest',
  ],
  [
    { is: 'rank', field: 'days_in_stage', down: true },
    'longest|longest stuck|longest in stage|stuck longest|stalest|stuck the longest|longest in their stage|longest sitting',
  ],
  [
    { is: 'rank', field: 'close_date', down: false },
    'next to close|soonest|closing soonest|earliest closing|soonest to close',
  ],
  [
    { is: 'me', whose: 'mine' },
    `my|mine|i own|do i have|do i own|have i got|i have|i've got|i've|owned by me|assigned to me|of mine|am i|that are mine|i am|i'm|for me|to me|i got|my own|myself|own`,
  ],
  [{ is: 'me', whose: 'team' }, `my team|my team's|my teams|our team|our team's|my people|my reps|my guys`],
  [
    { is: 'me', whose: 'territory' },
    `my territory|my region|our region|our territory|my territory's|my region's|my area|my patch`,
  ],
  [{ is: 'and' }, 'and|,|&|;|as well as|and also|along with'],
  [{ is: 'or' }, 'or|/'],
  [
    { is: 'goesOn' },
    'what about|how about|and what about|of those|of these|from those|from these|those deals|these deals|same for|the same for|same but|same thing for|instead|narrow to|narrow it to|filter to|limit to|limit it to|restrict to|show them|list them|show those|show these|now show|them only|only those',
  ],
  [
    { is: 'beyond' },
    `win rate|win rates|win-rate|close rate|forecast|forecasts|quota|quotas|attainment|coverage|conversion|conversion rate|stage conversion|sales cycle|cycle time|sales cycles|median|trend|trends|compare|compared|comparison|versus|vs|performance|performing|leaderboard|churn|probability|weighted|velocity|slipped|pushed|why|lead|leads|contacts|contact|quote|quotes|campaign|kpi|kpis|commit|best case|year over year|yoy|qoq|month over month|growth|funnel`,
  ],
  [
    { is: 'prep', prep: 'in' },
    `in|for|of|at|on|to|inside|through|belonging to|owned by|assigned to|held by|that are in|which are in|that are|which are|worked by|handled by|run by|tagged|tagged as|under the name of|that belong to|belong to|belongs to|belonging|sold by|into|about|regarding|around|made by|worth of|during|over the|in the`,
  ],
];

// Filler that only counts between other words; signs that carry nothing.
const silentSigns = new Set(['?', '!', '.', ':', '(', ')', '"', "'", '-', '…', '|', '[', ']', '{', '}']);

type Phrase = { words: string[]; sense: Sense };

/** What people also call the catalogue's fields. */
const fieldWords: [FieldName, string][] = [
  ['amount', 'opportunity value|deal amount|contract value|usd value|deal amounts|deal sizes|deal values'],
  [
    'owner',
    'person|people|representative|representatives|deal owner|account executives|sales agents|salespersons',
  ],
  ['account', 'organization|organisation|buyer'],
  ['territory', 'market|sales region|sales territory'],
  ['team', 'sales team|sales teams'],
  ['next_step', 'nextstep|next actions|next activity|follow ups|follow-ups'],
  ['last_activity_on', 'activity|activities|recent activity|last contacted|last activities'],
  ['days_in_stage', 'days stuck|how long in stage|days in the stage|stage time|age in stage'],
  ['close_date', 'closedate|date of close|target close date'],
  ['age', 'days old|ages'],
  ['status', 'won or lost'],
  ['owner.manager', 'managed by|reporting to|reports to|report to|who report to'],
];

// Words that mean something else as often.
const vague = new Set(['state', 'plan', 'group', 'result', 'deal', 'logo', 'reason']);
const catalogue: Map<FieldName, Field> = new Map(fields('deal').map((field) => [field.name, field]));
const table = new Map<string, Phrase[]>();
/** What a field is called, and every name that the grammar knows for it. */
const called = new Map<string, FieldName>();

for (const [sense, phrases] of lines) for (const phrase of phrases.split('|')) learn(phrase, sense);
for (const field of catalogue.values()) {
  for (const synonym of [field.label.toLowerCase(), ...field.synonyms])
    if (!vague.has(synonym)) nameField(synonym, field.name);
}
for (const [name, phrases] of fieldWords)
  if (catalogue.has(name)) for (const phrase of phrases.split('|')) nameField(phrase, name);
for (const list of table.values()) list.sort((a, b) => b.words.length - a.words.length);

function learn(phrase: string, sense: Sense): void {
  const words = split(phrase);
  const first = words[0];
  if (first === undefined) return;
  const list = table.get(first) ?? [];
  if (!list.some((one) => one.words.join(' ') === words.join(' '))) list.push({ words, sense });
  table.set(first, list);
}

function nameField(phrase: string, field: FieldName): void {
  for (const form of [phrase, `${phrase}s`]) if (!called.has(form)) called.set(form, field);
}

// As words() cuts them: signs stand alone.
function split(phrase: string): string[] {
  return fold(phrase).match(/[\p{L}\p{N}]+(?:['./-][\p{L}\p{N}]+)*'?|[<>]=?|=[<>]?|\S/gu) ?? [];
}

const longestField = 4;
/** The field that these words name, longest first. */
export function fieldAt(norms: string[], at: number): { field: FieldName; length: number } | null {
  for (let length = Math.min(longestField, norms.length - at); length > 0; length--) {
    const field = called.get(norms.slice(at, at + length).join(' '));
    if (field) return { field, length };
  }
  return null;
}

export const fieldNamed = (name: FieldName): Field | undefined => catalogue.get(name);

/** Everything the grammar can make of the words at `at`, longest first. */
export function phrasesAt(norms: string[], at: number): Phrase[] {
  const list = table.get(norms[at] ?? '');
  return list
    ? list.filter((phrase) => phrase.words.every((word, offset) => norms[at + offset] === word))
    : [];
}

export const isSilent = (sign: string): boolean => silentSigns.has(sign);

const known = new Set<string>();
for (const list of table.values())
  for (const phrase of list) for (const word of phrase.words) known.add(word);
for (const phrase of called.keys()) for (const word of phrase.split(' ')) known.add(word);

/** A word of the grammar, or an everyday word: neither a name in part nor a slip of another word. */
export const isCommon = (norm: string): boolean => known.has(norm) || plainWords.has(norm);

/** A word of the grammar as typed, with its apostrophe: "what's", "don't". */
export const isTaught = (norm: string): boolean => known.has(norm);

const spelling = indexSpelling([...known].filter((word) => word.length > 3 && /^[a-z']+$/.test(word)));
const keyboard = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

/** The grammar's word that this one was meant to be; null where it is a word of its own, or two are equally near. */
export function meant(norm: string): { word: string; distance: number } | null {
  if (norm.length < 3 || isCommon(norm) || !/^[a-z']+$/.test(norm)) return null;
  const short = norm.length === 3 ? oneMore(norm) : null;
  if (short) return { word: short, distance: 1 };
  const near = nearest(spelling, norm);
  const likely = near.words.filter((word) => word[0] === norm[0] && plausible(norm, word, near.distance));
  const [only] = likely.length > 1 ? likely.filter((word) => sameLetters(word, norm)) : likely;
  return only ? { word: only, distance: near.distance } : null;
}

// "opn", "dea": a letter left out of a short word. Only words that the grammar lives by.
function oneMore(norm: string): string | null {
  const found = ['open', 'deal', 'list', 'show', 'lost', 'over', 'team', 'than', 'with', 'stage'].filter(
    (word) =>
      word.length === 4 && word[0] === norm[0] && word.at(-1) === norm.at(-1) && isWithout(word, norm),
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}

const isWithout = (word: string, norm: string): boolean =>
  [...word].some((_, at) => word.slice(0, at) + word.slice(at + 1) === norm);

/** In short words a wrong letter makes another word ("state", "stage"); only a neighbour on the keyboard is a slip. */
function plausible(norm: string, word: string, distance: number): boolean {
  if (distance !== 1 || norm.length !== word.length || norm.length > 5 || sameLetters(norm, word))
    return true;
  if (norm.length < 5) return false;
  const at = [...norm].findIndex((letter, place) => letter !== word[place]);
  return keyboard.some((row) => {
    const a = row.indexOf(norm[at] ?? ' ');
    const b = row.indexOf(word[at] ?? ' ');
    return a >= 0 && b >= 0 && Math.abs(a - b) === 1;
  });
}

const sameLetters = (a: string, b: string): boolean => [...a].sort().join('') === [...b].sort().join('');
