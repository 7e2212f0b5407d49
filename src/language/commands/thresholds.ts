/** "Set stale threshold to 14 days for EMEA until 15 January", "negotiation deals are stale after 21 days", "reset it". */
import type { NamedValue, Place, Threshold, ThresholdValue, Until } from '../request.ts';
import { untilOf } from '../until.ts';
import { type Word, words } from '../words.ts';
import { agentNamed, nameFrom } from './naming.ts';
import { type CommandRead, command, type Talk, type Which } from './read.ts';
import { thresholdIn, valueAt } from './threshold-words.ts';

const setWords =
  /^(?:set|raise|lower|increase|decrease|reduce|change|put|make|adjust|cap|limit|drop|bump(?: up)?|update|move|use|tighten|loosen)\b\s*(?:up |down )?(.*)$/;
const resetWords =
  /^(?:reset|clear|restore|unset|revert|put back|take back|remove)\b\s*(.*?)(?:\s+(?:back )?to (?:the |its |their )?(?:default|standard|normal|original)s?(?: value| values| setting| settings)?)?$/;
const limitWords = /\b(?:thresholds?|limits?|floor|caps?|settings?|override|defaults?|standard)\b/;
const stated =
  /^(?:(?!which|what|show|list|how|who|are|is|any|do|count)\S+\s.*?)?\b(?:are|is|become|becomes|count as|counts as|go|get|should be|should count as)\s+(?:stale|inactive|stuck|quiet)\s+(?:after|from|at|when over)\s+\S/;
const needing =
  /^(?!which|what|show|list|how|who|are|is|do|does|count)(?!.*\b(?:that|which)\b)(?=.*\d).*\b(?:discounts?|bulk|deals?|changes|edits)\b.*\b(?:needs?|requires?) (?:an )?(?:approvals?|approver)$|^(?:require|ask for|want) (?:an )?(?:approvals?|approver) (?:for|on|of)\s.*\d/;
const acting =
  /^(?:don't|do not|dont|agents (?:do not|don't|should not|may not)) act(?: alone| by themselves)? (?:below|under)\s/;
const capped =
  /\b(?:should|may|must|can)(?:not|n't| not)? (?:make |do |have )?(?:at most|no more than|more than|over|up to)\b/;
const short = /^stale (?:after |threshold |limit )?[:=]?\s*\d+\s*d(?:ays?)?\b/;

export function settingThreshold(whole: string, talk: Talk): CommandRead | null {
  const text = whole
    .replace(/,?\s*(?:and )?(?:please )?(?:set|make) (?:that|it)(?: so| up)?$/, '')
    .replace(/^from now on,?\s+/, '');
  if (allOfThem.test(text) && /\b(?:thresholds?|limits|settings|defaults?)\b/.test(text))
    return command({ do: 'reset_thresholds', agent: null });
  const agent = agentNamed(ofAgent.exec(text)?.[1] ?? '', talk.lexicon);
  if (agent) return command({ do: 'reset_thresholds', agent });
  return resetting(text, talk) ?? setting(text, talk) ?? goingOn(text, talk);
}

const ofAgent =
  /^(?:put|set|reset|restore)\s+(?:the )?(.+?)(?:'s)?\s+(?:(?:settings|limits|thresholds)\s+)?(?:back )?to (?:its |their |the )?(?:default|standard)(?: settings| limits| thresholds| values|s)?$/;
const allOfThem =
  /^(?:factory reset|go back to|reset|restore)\s+(?:(?:all|every|everything)(?: of)?(?: the| our| my)?\s*)?(?:the |our )?(?:(?:default )?(?:thresholds?|limits?|settings?)|defaults)?(?:\s+(?:back )?to (?:the |their )?(?:default|standard|original)s?(?: values?| settings?)?)?$/;

function resetting(text: string, talk: Talk): CommandRead | null {
  const found = resetWords.exec(text);
  const named = found && limitWords.test(text) ? thresholdIn(found[1] ?? '') : null;
  if (!found || !named) return null;
  const parts = partsOf(named.rest, talk);
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
  const states = [stated, short, needing, acting, capped].some((pattern) => pattern.test(text));
  const said = verb ? (verb[1] ?? '') : states ? text.replace(acting, 'at ').replace(capped, 'at') : null;
  if (said === null) return null;
  const named = thresholdIn(said);
  if (!named) return verb ? unnamed(said, talk) : null;
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
};

/** "Set it to 20", "set threshold": which limit is not said. */
function unnamed(said: string, talk: Talk): CommandRead | null {
  const bare =
    /^(?:the |a |my |our )?(?:thresholds?|limits?|settings?)(?:\s*(?:to|at)\s+(?:\d\S*(?:\s+\w+)?))?$/;
  const pointing = /^(?:it|this|that)\s+(?:(?:to|at)\s+)?\d\S*(?:\s+\w+)?$/;
  if (!bare.test(said) && !pointing.test(said)) return null;
  // "Make it 45" changes the question of the thread.
  if (talk.thread !== null && talk.before?.do !== 'set_threshold') return null;
  const on = goingOn(said.replace(/^(?:it|this|that)\s+/, ''), talk);
  return (
    on ?? {
      lacks: 'Which limit, and to what? For example "set the stale threshold to 14 days".',
      completes: null,
    }
  );
}

/** After a limit was set: "only for EMEA", "make it 10", "until Friday". */
function goingOn(text: string, talk: Talk): CommandRead | null {
  const { before } = talk;
  if (before?.do !== 'set_threshold' || before.value === null) return null;
  const said = text.replace(
    /^(?:(?:and|but|ok|no|actually|only|just|make it|make that|set it|change it|instead|rather|to|at)[\s,]+)+/,
    '',
  );
  const parts = partsOf(said.replace(/\s+instead$/, ''), talk);
  if (!('place' in parts)) return null;
  const { value, place, stage, until, assumptions } = parts;
  if (!value && !place && !stage && !until) return null;
  return command(
    {
      ...before,
      value: value
        ? { ...value, unit: value.unit === 'plain' ? before.value.unit : value.unit }
        : before.value,
      place: place ?? before.place,
      stage: stage ?? before.stage,
      until: until ?? before.until,
    },
    assumptions,
  );
}

type Parts = {
  value: ThresholdValue | null;
  place: Place | null;
  stage: NamedValue | null;
  until: Until | null;
  assumptions: string[];
};

const silent = new Set(
  'without activity anything approval approvals approver requires require required ask want other the a an to at after of for in on is are be becomes become counts count as should go get limit limits threshold thresholds setting value deals deal all from now and region territory team stage agent agents when over above under below need needs needed than more longer every each any with within that it its our company which'.split(
    ' ',
  ),
);
const everyone = new Set(['everyone', 'everybody', 'everywhere', 'globally', 'companywide']);

/** Value, place, stage and end in the words beside the limit's name. Any other word stops the reading. */
function partsOf(text: string, talk: Talk): Parts | { unread: string } | { which: Which } {
  const ended = endOf(text, talk);
  if (ended === null) return { unread: 'the end' };
  if (ended === 'past') return { unread: 'an end that is already past' };
  const parts: Parts = { value: null, place: null, stage: null, until: ended.until, assumptions: [] };
  const list = words(ended.rest);
  const unread: string[] = [];
  for (let at = 0; at < list.length; ) {
    const step = partAt(list, at, parts, talk);
    if (typeof step === 'object') return step;
    if (step === 0) unread.push(list[at]?.text ?? '');
    at += Math.max(1, step);
  }
  return unread.length > 0 ? { unread: unread.join(' ') } : parts;
}

/** How many words were taken; 0: not read. */
function partAt(list: Word[], at: number, parts: Parts, talk: Talk): number | { which: Which } {
  const word = list[at];
  if (!word || (word.kind === 'sign' && /^[,.:;=]$/.test(word.text))) return 1;
  const own = ownPlace(list, at);
  if (own) return taken(parts, own.place, own.length);
  const value = valueAt(list, at);
  if (value && parts.value) return 0;
  if (value) {
    parts.value = value.value;
    return value.length;
  }
  if (everyone.has(word.norm)) return taken(parts, { scope: 'everyone' }, 1);
  const agent = word.kind === 'word' ? agentNamed(word.norm, talk.lexicon) : null;
  if (agent) return taken(parts, { scope: 'agent', of: agent }, 1);
  const isSilent = silent.has(word.norm);
  const found = nameFrom(list, at, ['stage', 'territory', 'team', 'agent', 'person', 'account'], talk);
  if (!found || (isSilent && ('which' in found || found.length === 1))) return isSilent ? 1 : 0;
  if ('which' in found) return found;
  parts.assumptions.push(...found.assumptions);
  if (found.kind === 'stage') {
    if (parts.stage) return 0;
    parts.stage = found.name;
    return found.length;
  }
  const scope = scopes[found.kind];
  return scope ? taken(parts, { scope, of: found.name }, found.length) : 0;
}

const scopes: Partial<Record<string, 'territory' | 'team' | 'person' | 'account' | 'agent'>> = {
  territory: 'territory',
  team: 'team',
  agent: 'agent',
  person: 'person',
  account: 'account',
};

/** One place at a time: a second one is not read. */
function taken(parts: Parts, place: Place, length: number): number {
  if (parts.place) return 0;
  parts.place = place;
  return length;
}

function ownPlace(list: Word[], at: number): { place: Place; length: number } | null {
  const [first, second] = [list[at]?.norm, list[at + 1]?.norm];
  if (first !== 'my' && first !== 'our') return null;
  if (second === 'team' || second === 'deals') return { place: { scope: 'mine', of: 'team' }, length: 2 };
  return second === 'region' || second === 'territory'
    ? { place: { scope: 'mine', of: 'territory' }, length: 2 }
    : null;
}

/** Takes "until 15 January" or "for 2 weeks" off; what stands after the end stays. A day that is past is next year's. */
function endOf(text: string, talk: Talk): { rest: string; until: Until | null } | 'past' | null {
  const named = /\b(?:until|till|til|through)\s+(.+)$/.exec(text);
  if (named) return endNamed(text.slice(0, named.index), (named[1] ?? '').split(/\s+/), talk);
  const lasting =
    /\bfor\s+(?:the next\s+|another\s+)?(?:\d{1,3}|an?|one|two|three|four|five|six)\s*(?:hours?|days?|weeks?)\b/.exec(
      text,
    );
  const without = lasting ? text.replace(lasting[0], ' ') : text;
  if (!lasting || !/\d/.test(without)) return { rest: text, until: null };
  const ended = untilOf(lasting[0], talk);
  return typeof ended === 'string' ? null : { rest: without, until: ended.until };
}

function endNamed(
  before: string,
  tail: string[],
  talk: Talk,
): { rest: string; until: Until | null } | 'past' | null {
  for (let length = tail.length; length > 0; length--) {
    const name = tail.slice(0, length).join(' ');
    const ended = untilOf(`until ${name}`, talk);
    const next =
      ended === 'past' && !/\d{4}/.test(name) ? untilOf(`until ${name} ${nextYear(talk)}`, talk) : ended;
    if (next === 'past') return 'past';
    if (next !== 'unread' && next.until && next.rest.trim() === '')
      return { rest: `${before} ${tail.slice(length).join(' ')}`, until: next.until };
  }
  return null;
}

const nextYear = (talk: Talk): number => Number(talk.today.slice(0, 4)) + 1;
