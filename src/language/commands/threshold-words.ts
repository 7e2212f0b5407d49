/** What people call the limits, and the units in which they say them. */
import { spokenNumber } from '../numbers.ts';
import type { Threshold, ThresholdValue } from '../request.ts';
import type { Word } from '../words.ts';

/** The first that is found is meant, so the narrower ones come first. */
const names: [Threshold, RegExp][] = [
  [
    'messages_per_hour',
    /\b(?:(?:cap|limit) of )?(?:messages?|nudges?) ?(?:per|an|a|each|every|\/) ?h(?:ou)?r(?: limit| cap)?\b/,
  ],
  [
    'messages_per_day',
    /\b(?:(?:cap|limit) of )?(?:messages?|nudges?) ?(?:per|an|a|each|every|\/) ?day(?: limit| cap)?\b/,
  ],
  [
    'starts_per_hour',
    /\b(?:workflow starts?|starts of workflows|started workflows|workflows(?: started)?) ?(?:per|an|a|each|every|\/) ?h(?:ou)?r(?: limit| cap)?\b/,
  ],
  [
    'stop_minutes',
    /\b(?:time to stop|stop(?:ping)? (?:time|window|minutes)|(?:hold|held) (?:time )?(?:before (?:it goes|they go|going|sending) ?(?:out)?|for irreversible (?:things|kinds)|of irreversible (?:things|kinds)))\b/,
  ],
  ['canary_minutes', /\bcanary (?:minutes|wait(?:ing time)?|time|hold)\b|\bthe rest after\b/],
  ['canary_percent', /\bcanary (?:percent|share|size)\b/],
  [
    'canary_from',
    /\bcanary(?: batch(?:es)?)?(?: from)?(?: limit| threshold)?\b|\b(?:the |a )?few first(?: from)?\b/,
  ],
  ['breaker_cases', /\bbreaker (?:cases|minimum)\b/],
  ['breaker_percent', /\bbreaker(?: percent| share| limit| threshold)?\b/],
  ['auto_bar', /\b(?:acceptance )?bar (?:for|of|to) auto(?: mode)?\b|\bauto(?: mode)? bar\b/],
  ['auto_days', /\bdays? (?:before|until|for) auto(?: mode)?\b|\bauto(?: mode)? days\b/],
  ['auto_undone_limit', /\b(?:auto(?: mode)? undone|undone(?: before auto ends)?) (?:limit|threshold)\b/],
  [
    'discount_limit',
    /\b(?:approval |approvals? )?(?:limits? |thresholds? )?(?:for |of |on )?(?:the |a )?discounts?(?: approvals?)?(?: limits?| thresholds?| caps?)?\b/,
  ],
  [
    'coverage_target',
    /\b(?:(?:pipeline )?coverage (?:targets?|thresholds?|limits?|goals?|minimum)|(?:targets?|minimum) (?:for |of )?(?:pipeline )?coverage)\b/,
  ],
  [
    'win_rate_points',
    /\bwin[- ]?rates? (?:points?|deviations?|tolerance|alerts?|thresholds?|limits?|off(?: by)?(?: more than)?)(?: points?| thresholds?| limits?)?\b/,
  ],
  [
    'attainment_at_middle',
    /\b(?:(?:quota )?attainment (?:at|by) (?:half[- ]?time|mid[- ]?(?:quarter|period|term|point)|the middle|half)(?: of the quarter)?|(?:half[- ]?time|mid[- ]?(?:quarter|period)) (?:quota )?attainment|(?:quota )?attainment(?: risk)?(?= (?:thresholds?|limits?|floor|minimum)))(?: thresholds?| limits?| floor| minimum)?\b/,
  ],
  ['confidence_floor', /\b(?:minimum |min )?confidence(?: floor| limit| threshold| minimum| level)?\b/],
  [
    'open_deals_limit',
    /\b(?:(?:limit|cap|maximum|max)(?: of| on)? open deals(?: (?:per|a|for each) (?:person|rep))?|open deals (?:limit|cap|threshold|maximum|max)|(?:open )?deals (?:per|a|for each) (?:person|rep)(?: limit)?|(?:rep )?capacity(?: limit| threshold)?)\b/,
  ],
  [
    'push_limit',
    /\b(?:(?:close dates? )?push(?:es|ed)?(?: limit| threshold)|close dates? (?:pushed|pushes))\b/,
  ],
  [
    'block_stage_progress',
    /\b(?:block(?:ing)?(?: of)? stage progress|stage (?:block|progress))(?: settings?)?\b/,
  ],
  [
    'mail_domain_hours',
    /\b(?:(?:e-?)?mail domains? hours|(?:unknown|unclear) (?:e-?)?mail domains?(?: (?:hours|asked again after))?)(?: limit| setting)?\b/,
  ],
  ['mail_domain_days', /\b(?:e-?)?mail domains?(?: known)?(?: for)?(?: days?)(?: limit| setting)?\b/],
  ['check_email_domain', /\b(?:e-?)?mail domain checks?(?: settings?)?\b/],
  ['check_email', /\be-?mail checks?(?: settings?)?\b/],
  ['check_phone', /\bphone(?: number)? checks?(?: settings?)?\b/],
  ['check_price_list', /\bprice list checks?(?: settings?)?\b/],
  ['check_company', /\bcompany (?:data|directory) checks?(?: settings?)?\b/],
  [
    'company_percent',
    /\bcompany (?:(?:data|figures?|directory) )?(?:differences?|tolerance|percent(?:age)?)(?: threshold| limit)?\b/,
  ],
  ['phone_country', /\bphone country\b/],
  ['required_fields', /\b(?:required|mandatory) fields(?: settings?)?\b/],
  [
    'close_date_grace_days',
    /\b(?:close dates? grace(?: days?| period)?|grace (?:days?|period)(?: (?:for|of) close dates?)?|close dates? may pass by)\b/,
  ],
  [
    'nudge_days',
    /\b(?:nudges?(?: days?)?(?: limit| threshold| deadline)|answers? to a nudge(?: within)?|nudge days)\b/,
  ],
  ['ask_again_days', /\b(?:ask(?:ing)? again(?: after| days| limit)?)\b/],
  ['amount_change_percent', /\bamount changes?(?: threshold| limit)\b/],
  ['owner_change_days', /\b(?:late )?owner changes?(?: days)?(?: threshold| limit)\b/],
  ['lead_remind_minutes', /\bleads? reminders?(?: after| minutes)?(?: limit| threshold)?\b/],
  ['lead_escalate_minutes', /\bleads? escalations?(?: after| minutes)?(?: limit| threshold)?\b/],
  ['repeat_limit', /\b(?:repeats?|duplicates?)(?: of)?(?: leads?)? (?:limit|threshold)\b/],
  ['cards_open', /\b(?:open cards|cards open at once|cards at once)\b/],
  [
    'bulk_limit',
    /\bbulk(?: changes?| updates?| edits?| approvals?)?(?: limit| threshold| size| cap)?\b|\b(?:at once|in one go|at a time|at the same time)\b/,
  ],
  [
    'hourly_cap',
    /\b(?:hourly (?:caps?|limits?|maximum|rate)(?: of changes)?|(?:cap|limit) of changes (?:per|an|a) hour|(?:changes?|actions?|edits?|updates?|writes?|things) ?(?:per|an|a|each|every|\/) ?h(?:ou)?r|(?:changes?|actions?)\/h(?:our)?|(?:per|an|each|every) hour)\b/,
  ],
  [
    'daily_cap',
    /\b(?:daily caps?(?: of changes)?|(?:cap|limit) of changes (?:per|a) day|(?:changes?|edits?|updates?|writes?) ?(?:per|a|each|every|\/) ?day)\b/,
  ],
  ['phrasing_bad_limit', /\bphrasings?(?: off)?(?: wrong answers?)? (?:limit|threshold)\b/],
  [
    'failure_percent',
    /\b(?:failure|error|failed runs?)(?: alert| rate)*(?: threshold| limit)?\b|\balert threshold\b/,
  ],
  [
    'dead_days',
    /\bdead(?: deals?)? ?(?:days?|thresholds?|limits?|after)\b|\bdead$|\b(?:clean[- ]?up|close[- ]?out) (?:days?|thresholds?|limits?)\b|\bcould be closed after\b/,
  ],
  [
    'forecast_daily_days',
    /\bdaily forecasts?(?: days?)?(?: (?:in|for|during|over) the (?:last|final))?\b|\bforecast daily days\b/,
  ],
  [
    'fiscal_year_start',
    /\b(?:fiscal|financial|business) years? (?:starts?|begins?)(?: in(?: month)?)?\b|\bstart of the (?:fiscal|financial) year\b/,
  ],
  [
    'model_budget_usd',
    /\b(?:(?:language )?model (?:budgets?|limits?|spend(?:ing)?)|budgets? (?:of|for) (?:language )?models?)(?: (?:per|a|for each) (?:person|head))?(?: (?:and|per|a|each|every) day)*\b/,
  ],
  [
    'inactivity_days',
    /\b(?:inactiv(?:e|ity)|no[- ]activity|quiet|untouched)(?: days?)?(?: threshold| limit| period| after)?\b/,
  ],
  [
    'stale_days',
    /\b(?:stale(?:ness)?|stuck|days? in stage)(?: deals?)?(?: days?)?(?: threshold| limit| period| setting| after)?\b/,
  ],
  ['expire_days', /\b(?:cards? expire(?: after)?|(?:card )?expiry(?: of cards)?|cards?' expiry)\b/],
  ['remind_hours', /\b(?:remind(?:er)?s?(?: after)?)\b/],
  ['undo_days', /\bundo (?:window|period|days|limit)\b/],
  ['cards_per_run', /\bcards? (?:per|a|each) run\b/],
  [
    'approval_amount',
    /\b(?:approvals?|approver|approved|sign-?off)(?: needed)?(?: above)?(?: amounts?| limits?| thresholds?)*(?: for amounts?)?\b/,
  ],
];

/** The limit that is named, and the words without its name. */
export const thresholdIn = (text: string): NamedIn | null => firstNamed(names, text);

export type NamedIn = { threshold: Threshold; rest: string };

/** The first of these that the text names, and the words without it. */
export function firstNamed(among: readonly [Threshold, RegExp][], text: string): NamedIn | null {
  for (const [threshold, pattern] of among) {
    const found = pattern.exec(text);
    if (found)
      return {
        threshold,
        rest: `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`,
      };
  }
  return null;
}

/** A limit's name and nothing beside it: "stale threshold", "the discount limit". */
export const isThreshold = (text: string): boolean =>
  /^(?:the|our|my)?\s*$/.test(
    thresholdIn(text)?.rest.replace(/\b(?:limit|threshold|setting)\b/g, '') ?? 'no',
  );

const dayLengths: Record<string, number> = {
  d: 1,
  day: 1,
  w: 7,
  wk: 7,
  week: 7,
  mo: 30,
  month: 30,
  y: 365,
  yr: 365,
  year: 365,
};
const thousands: Record<string, number> = { k: 1e3, m: 1e6, mm: 1e6, mn: 1e6, mio: 1e6, bn: 1e9, b: 1e9 };

/** The value that begins at `at`, with how many words it takes. */
export function valueAt(list: Word[], at: number): { value: ThresholdValue; length: number } | null {
  const word = list[at];
  const figure = word?.number;
  const bare = figure?.value ?? (word?.kind === 'word' ? spokenNumber(word.norm) : undefined);
  if (word === undefined || bare === undefined) return null;
  if (figure?.percent) return { value: { number: bare, unit: 'percent' }, length: 1 };
  if (figure?.currency)
    return { value: { number: bare * (thousands[figure.suffix] ?? 1), unit: 'money' }, length: 1 };
  const own = unitOf(bare, figure?.suffix ?? '');
  if (own) return { value: own, length: 1 };
  const scaled = bare * (thousands[figure?.suffix ?? ''] ?? 1);
  const next = list[at + 1];
  const said = next && (next.text === '%' ? 'percent' : next.norm.replace(/\.$/, ''));
  const beside = said === undefined ? null : unitOf(scaled, said);
  return beside
    ? { value: beside, length: 2 }
    : { value: { number: scaled, unit: figure?.suffix ? 'money' : 'plain' }, length: 1 };
}

function unitOf(number: number, word: string): ThresholdValue | null {
  const one = word.length > 2 ? word.replace(/s$/, '') : word;
  const days = dayLengths[one];
  if (days !== undefined) return { number: number * days, unit: 'days' };
  if (/^(?:h|hr|hour)$/.test(one)) return { number, unit: 'hours' };
  if (/^(?:min|minute)$/.test(one)) return { number, unit: 'minutes' };
  if (/^(?:percent|pct|per cent|point)$/.test(one)) return { number, unit: 'percent' };
  if (/^[x×]$/.test(one)) return { number, unit: 'times' };
  if (/^(?:dollar|usd|euro|eur)$/.test(one)) return { number, unit: 'money' };
  return /^(?:change|card|record|deal|action|time|thing)$/.test(one) ? { number, unit: 'plain' } : null;
}
