/** A rule in words: which part says when, and which what then. */
import type { RuleRead } from '../request.ts';
import { turning } from '../turns.ts';
import type { CommandRead, Talk } from './read.ts';
import { effectOf, type Then } from './rule-then.ts';
import { conditionOf } from './rule-when.ts';

type Which = Extract<CommandRead, { which: unknown }>;
export type RuleWords = { read: RuleRead; assumptions: string[] } | Which;

const when = '(?:if|when|whenever|once|as soon as|every time|each time|in case|the moment|where)';
const begins = new RegExp(`^${when} (?<rest>.+)$`);
const within = new RegExp(`(?:,? (?:but )?(?:only )?)\\b${when} `, 'g');

/** `words` are folded. Null parts are asked about: nothing of them is dropped. */
export function ruleIn(words: string, talk: Talk): RuleWords {
  const found = parted(plainer(words.trim()), talk);
  if (found === null)
    return unread(
      words === ''
        ? 'What should the rule do, and for which deals? For example: "if a deal is over $100,000 and has no next step, alert me".'
        : `Not understood as a rule: "${words.slice(0, 100)}". No rule was made. Say when, and what then: "if a deal is over $100,000 and has no next step, alert me".`,
    );
  if ('which' in found) return found;
  if ('asks' in found) return unread(found.asks);
  const { then, conditions } = found;
  const read = conditionOf([...conditions, ...(then.about === null ? [] : [then.about])], talk);
  if ('which' in read) return read;
  if ('asks' in read) return unread(read.asks);
  const { frame, happens, assumptions } = read;
  return { read: { frame, happens, effect: then.effect }, assumptions };
}

/** "Neither a next step nor a close date" is two limits. */
const plainer = turning([
  [
    /\b(?:has|have|with|having|is with|there is) neither (?:an? |any |the )?(.+?) nor (?:an? |any |the )?(?=\S)/g,
    'has no $1 and has no ',
  ],
  [/\b(?:has|have) no (\S+(?: \S+)?) nor (?:no )?(?=\S)/g, 'has no $1 and has no '],
]);

const unread = (asks: string): RuleWords => ({ read: { asks }, assumptions: [] });

type Parts = { then: Then; conditions: string[] } | { asks: string } | Which | null;

function parted(words: string, talk: Talk): Parts {
  return whenFirst(words, talk) ?? thenFirst(words, talk) ?? dealsFirst(words, talk) ?? alone(words, talk);
}

/** "If …, alert me": the effect is the longest end that is wholly one. */
function whenFirst(words: string, talk: Talk): Parts {
  const rest = begins.exec(words)?.groups?.rest;
  return rest === undefined ? null : endingIn(rest, talk);
}

/** "Deals over $400k without next step, notify me". */
function dealsFirst(words: string, talk: Talk): Parts {
  if (!/[,:]/.test(words)) return null;
  const said = words.replace(/^for (?=\S+(?: \S+){0,6}? ?[,:])/, '');
  return /^(?:(?:any|all|every|each|our|my) )?(?:open |new )?(?:deals?|opps?|opportunit\w+)\b/.test(said) ||
    /^(?!(?:if|when|whenever|tell|alert|flag|skip)\b)(?:\S+ ){1,2}(?:deals|accounts|customers)\b[^,:]*[,:]/.test(
      said,
    )
    ? endingIn(said.replace(/^((?:\S+ ){1,2})(?:accounts|customers)(?=[,:])/, 'deals tagged $1'), talk)
    : null;
}

function endingIn(words: string, talk: Talk): Parts {
  let asks: Parts = null;
  for (const place of words.matchAll(/[,:]\s*(?:then\s+|and\s+)?|\s+then\s+|\s+/g)) {
    const before = words.slice(0, place.index);
    const then = effectOf(words.slice(place.index + place[0].length), talk);
    if (then === null || before === '') continue;
    if ('effect' in then) return { then, conditions: [before] };
    // "… has notes, tell Gandalf": who is meant is asked only where nothing else fits.
    if (/[,:]|then/.test(place[0]) || asks === null) asks = then;
  }
  return asks;
}

/** "Tell me when …". */
function thenFirst(words: string, talk: Talk): Parts {
  let asks: Parts = null;
  for (const place of words.matchAll(within)) {
    const then = effectOf(words.slice(0, place.index), talk);
    if (then === null) continue;
    if ('effect' in then) return { then, conditions: [words.slice(place.index + place[0].length)] };
    asks ??= then;
  }
  return asks;
}

/** "Skip stale warnings for deals tagged nurture". */
function alone(words: string, talk: Talk): Parts {
  const then = effectOf(words, talk);
  return then && 'effect' in then ? { then, conditions: [] } : then;
}
