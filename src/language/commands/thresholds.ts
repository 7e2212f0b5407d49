/** "Set stale threshold to 14 days for EMEA until 15 January", "negotiation deals are stale after 21 days", "reset it". */
import type { Threshold } from '../request.ts';
import { turning } from '../turns.ts';
import { type CommandRead, command, type Talk, typedOut } from './read.ts';
import { resettingAll } from './resetting.ts';
import { partsOf } from './threshold-parts.ts';
import { statedLimit } from './threshold-statements.ts';
import { thresholdIn } from './threshold-words.ts';

const setWords =
  /^(?:set|raise|lift|lower|increase|decrease|reduce|change|put|make|adjust|cap|limit|drop|bump(?: up)?|update|move|use|tighten|loosen|throttle|slow|restrict|double|halve|triple|cut|push(?! limit| threshold)|get|keep)\b\s*(?:up |down )?(.*)$/;
const resetWords =
  /^(?:reset|clear|restore|unset|revert|put back|take back|remove|drop|cancel|undo|(?:go )?back to|return to)\b\s*(.*?)(?:\s+(?:back )?to (?:the |its |their )?(?:default|standard|normal|original)s?(?: value| values| setting| settings)?)?$/;
const backWords =
  /^(?:(?:put|set|bring|take|turn|switch|move|get|change)\s+)?(.+?)\s+back to (?:the |its |their |a )?(?:default|standard|factory|normal|original|initial)s?(?: value| values| setting| settings| number| level)?$/;
const limitWords =
  /\b(?:thresholds?|limits?|floor|caps?|settings?|overrides?|defaults?|standard|(?:stale|inactivity) days|(?:required|mandatory) fields|mail domains? (?:hours|days)|coverage targets?|target (?:for|of) coverage)\b/;

export function settingThreshold(whole: string, talk: Talk): CommandRead | null {
  const text = tidied(whole);
  return resettingAll(text, talk) ?? resetting(text, talk) ?? setting(text, talk);
}

/** "stale_days = 20" and "confidence .9" as they are said. */
const tidied = turning([
  [/,?\s*(?:and )?(?:please )?(?:set|make) (?:that|it)(?: so| up| like that| that way| accordingly)?$/, ''],
  [
    /,\s*(?:and |so )?(?:please )?(?:change|set|update|adjust|put) (?:the |our )?[a-z]+ (?:limit|threshold|floor|cap|setting)(?: accordingly| like that| to that| so)?$/,
    '',
  ],
  [
    /\s+(?:instead of|rather than|not) (?:what it is|what we have|what is there|the current (?:one|value|setting)|now|before|today|currently)(?: now| today)?$/,
    '',
  ],
  // "From ten to six percent": what it was is no part of what it is to be.
  [
    /\b(?:down |up )?from (?:\d[\d.,]*|[a-z]+(?:-[a-z]+)?)\s?(?:%|percent|days?|hours?)? (?=to (?:\d|[a-z]+ (?:%|percent|days?)))/,
    '',
  ],
  [/\bshall\b/g, 'should'],
  [/(?<=\d ?(?:%|percent|k|days?)?),? instead$/, ''],
  [/\b(days|limit|threshold|floor|cap|stale|inactivity|confidence|bulk|hourly) one\b/, '$1'],
  [/,\s+(?=(?:for|in) )/g, ' '],
  [/(?<=\d ?(?:%|percent|k|days?)) (?:on|up|upwards?|onwards?)$/, ''],
  [/^from now on,?\s+|,?\s+from now on$/g, ''],
  [/^(?:i want|we want|let us|say|let's say)\s+(?=.*\b(?:stale|inactive)\b)/, ''],
  [/^expire cards/, 'cards expire'],
  [/(?<=[a-z])_(?=[a-z])/g, ' '],
  [/(?<![\d])\.(?=\d)/g, '0.'],
  [/\s*=\s*/g, ' to '],
  // "4x" is one word to who reads words.
  [/(?<=\d)\s?[x×](?![\p{L}\p{N}])/gu, ' x'],
  [/\b(?:no|not) more than\b/g, 'at most'],
  [/\b(you|they|we)'re\b/g, '$1 are'],
  [/\b(?:my|your|our|their|an|the|a) (?=(?:approvals?|approver|sign-?off)\b)/g, ''],
]);

/** "Hourly cap 60", "max discount 12%": a limit and its value and nothing else; no verb says so. */
export function settingLoosely(whole: string, talk: Talk): CommandRead | null {
  const text = tidied(whole);
  if (isBelowZero(text) && !asks.test(text)) return belowZero(text);
  if (asks.test(text) || !(limitWords.test(text) || /\b(?:max|min|maximum|minimum) \w/.test(text)))
    return null;
  const named = thresholdIn(text);
  const parts = named && partsOf(named.rest, talk);
  if (!named || !parts || !('place' in parts) || !parts.value) return null;
  const { assumptions, ...rest } = parts;
  return command({ do: 'set_threshold', threshold: named.threshold, ...rest }, assumptions);
}

/** "Discount limit to -5%": the sign is a part of the value where nothing stands between them. */
const isBelowZero = (text: string): boolean =>
  /(?:^|\s)(?:-|minus )\d/.test(text) && limitWords.test(text) && thresholdIn(text) !== null;
const belowZero = (text: string): CommandRead => ({
  lacks: 'No limit is below zero. To what? Say the new value.',
  completes: `${text.replace(/(?::|\s(?:to|at|by))?\s+(?:-|minus )\d.*$/, '')} to …`,
});

const asks = /^(?:what|which|how|who|show|list|is|are|any|do|does|did|why|when|count|give|find|tell)\b/;

/** "Require 90% confidence", "discounts above 18% need an approver": a limit in a sentence that could be a rule. */
export function limitStated(whole: string, talk: Talk): CommandRead | null {
  const text = tidied(whole);
  const found = statedLimit(text) === null ? null : setting(text, talk);
  return found && 'command' in found ? found : null;
}

function resetting(text: string, talk: Talk): CommandRead | null {
  const found = backWords.exec(text) ?? resetWords.exec(text);
  const named = found && limitWords.test(text) ? thresholdIn(found[1] ?? '') : null;
  if (!found || !named) return null;
  const parts = partsOf(named.rest.replace(/\b(?:defaults?|standard|normal|original)\b/g, ' '), talk);
  if (!('place' in parts)) return parts;
  if (parts.value) return { unread: String(parts.value.number) };
  return command(
    {
      do: 'set_threshold',
      threshold: named.threshold,
      value: null,
      place: parts.place,
      stage: parts.stage,
      until: null,
    },
    parts.assumptions,
  );
}

function setting(text: string, talk: Talk): CommandRead | null {
  const verb = setWords.exec(text);
  const said = statedLimit(text) ?? (verb ? (verb[1] ?? '') : null);
  if (said === null) return null;
  const named = thresholdIn(said);
  if (!named) return verb ? (turnedWhich(text, talk) ?? whichCap(said) ?? unnamed(said, talk)) : null;
  if (isBelowZero(said)) return belowZero(text);
  if (verb && ofDeals(text, said)) return null;
  if (/\bby\s+\d/.test(said))
    return { lacks: 'To which value? Say the new value itself, not the difference.', completes: null };
  const parts = partsOf(named.rest, talk);
  if (!('place' in parts)) return parts;
  if (!parts.value)
    return {
      lacks: `To what? ${examples[named.threshold] ?? 'Say the value.'}`,
      completes: `${text.replace(/\s+to$/, '')} to …`,
    };
  const { assumptions, ...rest } = parts;
  return command({ do: 'set_threshold', threshold: named.threshold, ...rest }, assumptions);
}

/** "Move the stale deals to Tom" is about deals. */
const ofDeals = (text: string, said: string): boolean =>
  !/\b(?:threshold|limit|floor|cap)\b/.test(said) &&
  /\bdeals?\b/.test(said) &&
  (/^(?:move|put|use)\b/.test(text) || !/\d/.test(said));

const examples: Partial<Record<Threshold, string>> = {
  stale_days: 'For example "14 days".',
  inactivity_days: 'For example "10 days".',
  confidence_floor: 'For example "80%".',
  approval_amount: 'For example "150k".',
  coverage_target: 'For example "4x".',
  win_rate_points: 'For example "8 points".',
  attainment_at_middle: 'For example "40%".',
};

/** "Lower it", "raise that a bit": neither which limit is said, nor to what. */
function turnedWhich(text: string, { thread, it, before }: Talk): CommandRead | null {
  const turned =
    /^(?:raise|lift|lower|increase|decrease|reduce|tighten|loosen|bump(?: up)?) (?:it|this|that)(?: (?:up|down|please|again|a bit|a little(?: bit)?|slightly))*$/;
  const made =
    /^make (?:it|this|that|things|them|everything|(?:the |our )?(?:limits?|thresholds?|settings?)) (?:(?:a bit|a little|much|way|somewhat|even|all) )?(?:stricter|tighter|looser|softer|harder|laxer|gentler|tougher|higher|lower|(?:more|less) (?:strict|tight|lax|generous|tolerant))$/;
  if (thread !== null || it !== null || before !== null || !(turned.test(text) || made.test(text)))
    return null;
  return { lacks: whichLimit, completes: null };
}
const whichLimit = 'Which limit, and to what? For example "set the stale threshold to 14 days".';

/** "Set the cap to 5": there are several. */
function whichCap(said: string): CommandRead | null {
  const value = /^(?:the |a |our |my )?caps?(?: (?:to|at|of))? (\d{1,6})$/.exec(said)?.[1];
  if (value === undefined)
    return /^(?:the |a |our |my )?caps?$/.test(said)
      ? { lacks: 'Which cap, and to what? For example "set the hourly cap to 20".', completes: null }
      : null;
  return {
    which: { question: 'Which cap?', options: typedOut(caps.map((cap) => `set the ${cap} to ${value}`)) },
    of: 'set_threshold',
  };
}
const caps = [
  'cap of changes per hour',
  'cap of changes per day',
  'cap of messages per hour',
  'cap of messages per day',
  'limit of open cards',
];

/** "Set it to 20", "set threshold": which limit is not said. */
function unnamed(said: string, talk: Talk): CommandRead | null {
  const bare =
    /^(?:the |a |my |our )?(?:thresholds?|limits?|settings?)(?:\s*(?:to|at)\s+(?:\d\S*(?:\s+\w+)?))?$/;
  const pointing = /^(?:it|this|that)\s+(?:(?:to|at)\s+)?\d\S*(?:\s+\w+)?$/;
  if (!bare.test(said) && !pointing.test(said) && !besidePlace(said, talk)) return null;
  // "Make it 45" changes the question of the thread.
  if (talk.thread !== null && talk.before?.do !== 'set_threshold') return null;
  return {
    lacks: whichLimit,
    completes: completing(said),
  };
}

/** "The threshold for EMEA", "our limit in Proposal a bit": where it is to be is said, and not which. */
function besidePlace(said: string, talk: Talk): boolean {
  const rest = /^(?:the |our |my |all )?(?:thresholds?|limits?|settings?)\b(.*)$/.exec(said)?.[1];
  if (rest === undefined || /\bby\s+\d/.test(rest)) return false;
  const parts = partsOf(
    rest.replace(/\b(?:up|down|a bit|a little(?: bit)?|somewhat|slightly|more|some)\b/g, ' '),
    talk,
  );
  return 'place' in parts && (parts.place !== null || parts.stage !== null);
}

/** "Raise it to 20", then "the stale days": the limit is said where "it" stood. */
function completing(said: string): string {
  const value = /(?:\b(?:to|at)\s+|\s)(\d\S*(?:\s+\w+)?)$/.exec(said)?.[1];
  return value ? `set … to ${value}` : 'set …';
}
