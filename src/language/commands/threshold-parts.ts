/** What stands beside the name of a limit: its value, a place, a stage and an end. */
import type { NamedValue, Place, ThresholdValue, Until } from '../request.ts';
import { untilOf } from '../until.ts';
import { type Word, words } from '../words.ts';
import { agentNamed, nameFrom } from './naming.ts';
import type { Talk, Which } from './read.ts';
import { valueAt } from './threshold-words.ts';

export type Parts = {
  value: ThresholdValue | null;
  place: Place | null;
  stage: NamedValue | null;
  until: Until | null;
  assumptions: string[];
};

const silent = new Set(
  'without activity anything approval approvals approver requires require required ask want other the a an to at after of for in on is are be means mean starts begins becomes become counts count as should go get limit limits threshold thresholds setting value deals deal all from now and region territory team stage agent agents when over above under below need needs needed than more longer every each any with within that it its our company which max maximum min minimum most cap capped must be approved sign-off signed off may can allowed allow permit person human only act alone if you they sure certain confident less changes change edits updates writes records things hour per treat consider regard call mark floor up down new make do have write until override overrides cut throttle least'.split(
    ' ',
  ),
);
const everyone = new Set(['everyone', 'everybody', 'everywhere', 'globally', 'companywide']);

/** Value, place, stage and end in the words beside the limit's name. Any other word stops the reading. */
export function partsOf(text: string, talk: Talk): Parts | { unread: string } | { which: Which } {
  const ended = endOf(text, talk);
  if (ended === null) return { unread: endIn(text) };
  if (ended === 'past') return { unread: `${endIn(text)} (already past)` };
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

/** As it was typed. */
const endIn = (text: string): string => /\b(?:until|till|til|through)\s.+$/.exec(text)?.[0] ?? 'the end';

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
