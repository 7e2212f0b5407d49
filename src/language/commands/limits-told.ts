/** Limits told as a sentence about what they limit: "cards expire after 10 days", "a rep may have 70 open deals", "hold outgoing mails for 15 minutes". */
import type { Threshold } from '../request.ts';
import { words } from '../words.ts';
import { type CommandRead, command, type Talk } from './read.ts';
import { partsOf } from './threshold-parts.ts';
import { valueAt } from './threshold-words.ts';

const may = '(?:may|can|could|should|must|shall|is to|are to|has to|have to|needs? to|will|do(?:es)?)';
const atMost =
  '(?: (?:only|at most|up to|no more than|not more than|more than|over|a maximum of|max(?:imum)?))?';
const within = '(?: (?:within|in|after|by|for|at|from|on|over|under|above|below))?';
const reps =
  '(?:(?:a|an|any|each|every|one|no|our|the|my) )?(?:reps?|persons?|people|sellers?|salespeople|nobody|no one|no-one)';
const mails =
  "(?:(?:outgoing|outbound|irreversible) (?:mails?|e-?mails?|messages?|things?|stuff)|what (?:goes out|cannot be taken back|can't be undone)|mails?|e-?mails?|workflow starts)";

/** What is said of each, without its value, its place and its end, which stand anywhere beside it. */
const told: [Threshold, string][] = [
  [
    'expire_days',
    `(?:let )?(?:the |a )?cards? (?:${may} )?(?:expires?|lapses?|times? out|runs? out)${within}`,
  ],
  [
    'remind_hours',
    `(?:remind(?: people| me| us| them| approvers| managers)? (?:of|about) (?:the |a |open |unanswered )*cards?|cards? (?:${may} )?reminds?(?: once)?)(?: again)?${within}`,
  ],
  [
    'nudge_days',
    `(?:the |a )?nudges? ${may} be answered${within}|(?:${reps}) ${may} answer (?:to )?(?:a |the |their )?nudges?${within}|(?:answer|answers) to nudges?${within}`,
  ],
  [
    'open_deals_limit',
    `(?:${reps}) ${may}(?: not)? (?:have|own|hold|carry|look after|work(?: on)?)${atMost}(?=.*\\bopen deals\\b)|(?<=\\d )open deals (?:per|for each|a) (?:rep|person|seller)`,
  ],
  [
    'push_limit',
    `(?:a |the )?close dates? ${may}(?: not| only)? be (?:pushed|put off|moved)${atMost}|ask (?:about|after)(?: a deal| deals)?(?: that (?:was|were|is))? pushed|(?<=\\d )push(?:es)? (?:are|is) (?:too many|enough|the (?:limit|maximum|most))|allow${atMost}(?= \\S+ push(?:es)?$)`,
  ],
  [
    'close_date_grace_days',
    `(?:(?:days?|weeks?) (?:of )?)?grace(?: (?:period|days?))?(?: (?:after|for|on|past|of) (?:the )?close dates?)?|(?:a |the )?close dates? ${may} (?:lie |be )?(?:back|past|passed|overdue)(?: by| for)?`,
  ],
  ['ask_again_days', `(?:do not |don't )?ask again(?: about (?:a|the same) deal)?(?: only)?${within}`],
  [
    'amount_change_percent',
    `(?:amount|value)s? changes? (?:of |by )?(?:more than|over|above|from|beyond)?(?=.*\\b(?:count|matter|worth|interest|are told|should be told|should be kept|kept|noted|are big|are large))|(?:an? )?amounts? that changes? by`,
  ],
  [
    'owner_change_days',
    `(?:late )?(?:owner changes|changes of owner)${within}(?: the last)?(?=.*\\b(?:before|of) (?:the )?clos)`,
  ],
  [
    'lead_remind_minutes',
    `remind(?: reps| people| us| the reps)? (?:of|about) (?:a |the |unclaimed |new |open )*leads?${within}|(?:unclaimed |new )?leads? (?:${may} )?(?:reminds?|be brought up|are brought up)${within}`,
  ],
  [
    'lead_escalate_minutes',
    `(?:unclaimed |a |the )*leads? (?:${may} )?(?:goes?|go|escalates?|be escalated|is escalated|are escalated|be given) to (?:the |a |their )?managers?${within}|escalate (?:unclaimed |the )*leads?(?: to (?:a |the |their )?managers?)?${within}`,
  ],
  [
    'cards_per_run',
    `(?:open|opens|post|posts|make|create)${atMost}(?=.*\\bcards? (?:per|a|each|in one|in a) run\\b)`,
  ],
  ['cards_open', `(?:have|keep)${atMost}(?=.*\\b(?:open cards|cards open)\\b)`],
  [
    'stop_minutes',
    `(?:hold|keep|delay|retain)(?: back)? (?:the |all )?${mails}(?: back)?${within}|${mails} (?:${may} )?(?:be held|are held|is held|waits?)(?: back)?${within}`,
  ],
  [
    'undo_days',
    `(?:changes?|a change|things?) (?:${may} )?be undone${within}|(?:allow |let people )undo${within}`,
  ],
  [
    'bulk_limit',
    `(?:changes? of|changing|assigning|more than)(?= \\d+ (?:deals|records|things))(?=.*\\bsecond (?:approval|person)\\b)`,
  ],
  [
    'win_rate_points',
    `(?:a |the )?win rates? (?:${may} )?(?:be )?off(?: (?:its|the) norm)?(?: by)?(?: more than)?`,
  ],
  [
    'attainment_at_middle',
    `(?:quota )?attainment (?:at|by) (?:half[- ]?time|mid[- ]?quarter|the half)(?: (?:${may} be|is|of))?(?: at least)?`,
  ],
  [
    'coverage_target',
    `(?:we want |aim for |we aim for |target )?(?:a )?(?:pipeline )?coverage (?:target|goal|of|should be|must be|has to be|is to be)(?: at least)?`,
  ],
  [
    'failure_percent',
    `(?:alert|tell) (?:the )?owners?(?: when| if)? (?:more than|over|above)(?=.*\\bruns? fail)`,
  ],
  [
    'confidence_floor',
    `(?:agents? )?(?:act|acts) alone only (?:from|above|over|with|at)(?=.*\\bconfidence\\b)`,
  ],
  [
    'forecast_daily_days',
    `(?:make |post |do |have )?(?:a )?(?:daily forecasts?|forecasts? (?:each|every) day)(?: (?:in|for|during|over))?(?: the)?(?: last| final)?`,
  ],
  [
    'model_budget_usd',
    `(?:language )?model budgets?(?: (?:per|for each|of each|a) person)?(?: (?:is|of|should be|at))?|(?:each|every|a) person (?:${may} )?(?:spend|use)${atMost}(?=.*\\bon models\\b)`,
  ],
  [
    'repeat_limit',
    `(?:tell|alert) (?:the owner of intake|intake's owner)(?: when| if)?(?=.*\\b(?:times|comes? in|duplicates))`,
  ],
  ['company_percent', `company figures? (?:${may} )?(?:differ|be off)(?: by)?${atMost}`],
  ['auto_days', `(?:people must have decided|decisions)(?: for)?(?= .*\\bbefore auto\\b)`],
  [
    'breaker_percent',
    `(?:agents? )?(?:pauses? (?:itself|themselves)|${may} pause (?:itself|themselves))(?: (?:above|over|at|when more than|beyond))?`,
  ],
];

const beside =
  /\b(?:cards? (?:per|a|each|in one|in a) run|open cards|cards open|open deals|push(?:es)?|before auto|on models|second approval|runs? fail\w*|confidence|(?:are|is) (?:worth|told|kept|noted)(?: telling)?|worth (?:telling|a word)|count|matter|days? of the quarter|of the quarter|(?:per|a|each|every) day|(?:per|a|each|every) (?:person|rep)|before (?:the )?clos\w+(?: dates?)?|of (?:the )?clos\w+(?: dates?)?|is (?:fine|ok|okay|enough)|are (?:fine|ok|okay|enough)|times?)\b/g;
const patterns = told.map(
  ([threshold, said]) =>
    [threshold, new RegExp(`(?<![\\p{L}\\p{N}])(?:${said})(?![\\p{L}\\p{N}])`, 'u')] as const,
);
const gate =
  /\b(?:cards?|nudges?|open deals|push\w*|grace|close dates?|ask again|amounts?|values?|owner|leads?|hold|held|keep|mails?|e-?mails?|messages?|undo|undone|second|win rates?|attainment|coverage|fallback|alone|forecasts?|budgets?|models|company figures?|auto|pauses?|starts)\b/;
const asks =
  /^(?:what|which|who|whose|when|whenever|if|why|how|is|are|was|were|do|does|did|has|have|show|list|count|give|find|any|flag|skip|once|as soon as|every time|in case)\b/;

const months = 'january february march april may june july august september october november december'.split(
  ' ',
);
const fiscal =
  /^(?:the |our )?(?:fiscal|financial|business) years? (?:starts?|begins?|should (?:start|begin)|runs from)(?: (?:in|on|with|from))?(?: (?:the )?(?:1st|first)(?: of| day of)?| 1)? (?<month>[a-z]+)(?: 1(?:st)?)?$/;

/** "The fiscal year starts in April". */
function fiscalYear(text: string): CommandRead | null {
  const number = months.indexOf(fiscal.exec(text)?.groups?.month ?? '') + 1;
  if (number === 0) return null;
  const value = { number, unit: 'plain' as const };
  return command({
    do: 'set_threshold',
    threshold: 'fiscal_year_start',
    value,
    place: null,
    stage: null,
    until: null,
  });
}

/** Null where a word of it is not read, or it says no value. */
export function limitTold(whole: string, talk: Talk): CommandRead | null {
  const year = fiscalYear(whole);
  if (year) return year;
  if (!gate.test(whole) || asks.test(whole) || !hasValue(whole)) return null;
  const text = spoken(whole);
  for (const [threshold, pattern] of patterns) {
    const found = pattern.exec(text);
    if (!found) continue;
    const rest = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`;
    const parts = partsOf(rest.replace(beside, ' '), talk);
    if ('which' in parts) return parts;
    if ('unread' in parts || !parts.value) continue;
    const { assumptions, ...said } = parts;
    return command({ do: 'set_threshold', threshold, ...said }, assumptions);
  }
  return null;
}

const hasValue = (text: string): boolean => {
  const list = words(text);
  return list.some((_, at) => valueAt(list, at) !== null);
};

/** "Three and a half" is one number. */
const spoken = (text: string): string =>
  text.replace(
    /\b(one|two|three|four|five|six|seven|eight|nine|ten|\d+) and a half\b/g,
    (_, whole: string) => `${halves.indexOf(whole) >= 0 ? halves.indexOf(whole) + 1 : whole}.5`,
  );
const halves = 'one two three four five six seven eight nine ten'.split(' ');
