/** What is told around a request and asks for nothing: a story before it, brackets and dashes within it, a reason after it. */
import type { Talk } from './commands/read.ts';
import type { Piece } from './pieces.ts';
import type { ReadWith } from './read-with.ts';
import { piecesOf, saysDeals, saysLimit, scope } from './remarks.ts';
import type { Reading } from './request.ts';
import { namedIn } from './unclear.ts';

/** Where a request begins after a story: "…, so would you kindly show me". */
const leadIn =
  /(?:^|[\s,;])(?:and |so:? |but |hence |therefore )*(?=(?:(?:would|could|can|will|might) you\b|may i\b|i(?:'d| would| should) (?:really |very much )?(?:like|love|want|need) to (?:see|know|have|understand|find out|be able to)\b|i(?:'d| would| should) (?:appreciate|welcome|be (?:glad|grateful) (?:of|for)) (?:a|an|the)\b|(?:please )?(?:show|list|give|tell|remind|break down|compare|count|find|pull(?: up)?|send|display) (?:me |us )?(?:the|my|our|all|every|everything|each|his|her|their|how|what|which|\p{Lu}[\p{L}-]+['’]s)\b|please (?:show|list|give|tell|let|count|find|pull|send|compare)\b|(?:i )?(?:need|want|require) (?:all|the|a|my|our|his|her|their|every|won|lost|open|total|to see|to know|to have)\b|let me (?:have|see|know)\b|(?:show|give|tell|send|remind) me\b|how (?:many|much|long|is|are)\b|how(?:'s) |which (?:of (?:my|our|the|his|her|their) )?\p{L}+ (?:deals|opps|reps|of)\b|which (?:of (?:my|our|the|his|her|their) )?(?:deals|opps|opportunities|leads|reps)\b|what(?:'s| is| are| did| do| does| was| were) (?:the|my|our|i|we|his|her|their)\b|(?:did|do|have|has) (?:i|we) \p{L}+|were any\b|(?:a |the )?list of\b|(?:every|each|all) (?:open|won|lost|my|our)\b|total (?:won|lost|amount|value|of)\b))/giu;
type Again = (text: string, use: ReadWith) => Reading;
type IsAside = (part: string, rest: string, story?: boolean) => boolean;

const bracketed = /\s*\(([^()]{4,120})\)/;
const dashed = /\s+[-–—]+\s+([^-–—]{4,120})$/;
const reason =
  /[\s,;]+((?:because|as (?:she|he|they|it|i|we|you)\b|since (?:she|he|they|it|we|you)\b|(?:(?:since|as) |(?<=[,;]\s))(?:the|our|my) [\p{L}' -]{2,30} (?:is|are|was|were|has|have|runs?|starts?|ends?)\b|(?:and|but) i (?:do |really |just )?(?:mean|know|think|believe|suppose)\b|(?:it|this|that|they|she|he)(?:'s| is| are) (?:for|on|in|only|just)\b|for (?:a|the|my|our|his|her|their) [\p{L}' -]{3,40}$|asking for\b|(?:they|she|he|it|this|(?<=[,;]\s)that)(?:'s|'re| is| are) [\p{L}']+ing\b|(?<=[,;]\s)(?:finance|sales|marketing|legal|the board|my boss|everybody|everyone|somebody|someone) (?:is|are|was|were|wants?|asked|needs?|keeps?)\b)[^.?!]{2,90})[.?!]*$/iu;

/**
 * Reads what is left when such parts are taken away, fewest first. A part goes only where not all of its words are known, and
 * where nothing in it says what is wanted: "only", a status, an amount. A story may name somebody or a day, who are of the
 * story; but what comes after it must say by itself of what it asks. `again` reads a text with all the ways there are; with
 * `commands` only what makes a command of it counts.
 */
export function readWithoutAsides(
  clean: string,
  use: ReadWith,
  talk: Talk,
  again: Again,
  commands = false,
  kinds = allKinds,
): Reading | null {
  // What is left is read without looking for more: the ways to leave parts out would multiply.
  if (use.whole) return null;
  const isTold: IsAside = (part, rest, story = false) => {
    // "I have a meeting" has no deals, and "two weeks off" is no age of theirs.
    const tells = story ? part.replace(away, 'away') : part;
    const says = saysDeals(rest, use, talk) || figures.test(rest) || everything.test(rest);
    // "As we're losing too often lately, …": a reason, whatever it is about.
    if (!commands && story && reasons.test(part) && !scope.test(part)) return says && !pointing.test(rest);
    // "…, as I am seeing the board on Monday": a day of one's own.
    const own = !commands && plan.test(part);
    if (scope.test(part) || saysDeals(tells.replace(having, ''), use, talk)) return false;
    const list = piecesOf(part.replace(/\b(?:i|we)(?:'\p{L}+)?(?= )/giu, ''), use, talk);
    // What a command is for is no state, field or order of deals: "the CRM is down", "it was wrong".
    if (commands && led.test(part)) return !list.some(({ is }) => narrows.has(is));
    if (!absent.test(part) && !list.some(({ is }) => is === 'unread')) return false;
    if (!commands && (story || own)) return says && !pointing.test(rest);
    return !saysLimit(part.replace(/\b(?:i|we)(?:'\p{L}+)?(?= )/giu, ''), use, talk);
  };
  for (const left of shorter(clean, isTold, kinds)) {
    const text = namedIn(left, clean, use.lexicon);
    const reading = again(text, { ...use, whole: true });
    if (reading.say === 'unread' || reading.say === 'partly') continue;
    if ((reading.say === 'command') !== commands) continue;
    return { ...reading, assumptions: [...reading.assumptions, `Read: "${text.slice(0, 80)}".`] };
  }
  return null;
}

/** A command that lacks nothing once the reason behind it is left out. */
export const readWithoutWhy = (clean: string, use: ReadWith, talk: Talk, again: Again): Reading | null =>
  readWithoutAsides(clean, use, talk, again, true, [withoutReason]);

const reasons =
  /^i (?:have (?:the|a) (?:feeling|impression|hunch|suspicion)|gather|suspect|fear|reckon|sense|hear|heard|feel)\b|^(?:and |but |so )?(?:because|as|since|given that|now that|seeing that)\s+(?:(?:i|we|you|they|it|he|she|too many|too much|(?:my|our|the) \p{L}+)\b|\p{Lu}[\p{L}-]+ (?:is|was|has|will|wants|needs|asked|went|left|keeps)\b)/iu;
const plan =
  /^(?:because|as|since) (?:i|we)(?:(?:'ll| will| shall)(?: be)?|(?:'m| am|'re| are)|(?: have to| need to| must)) \p{L}+/iu;
const led = /^(?:because|as|since)\b(?!.*\b(?:until|till|but|not|unless|if|when|while|instead)\b)/i;
const narrows = new Set<Piece['is']>(['name', 'period', 'quantity', 'me', 'except', 'missing']);
const absent = /\b(?:on|from|back from|my) (?:leave|vacation|holidays?)\b/i;
const away =
  /\b(?:\d+|an?|one|two|three|four|a few|a couple of|several) (?:days?|weeks?|months?) (?:off|out|away|(?:of )?(?:leave|vacation|holidays?|absence|sick leave|parental leave))\b/gi;
const having = /\bi(?: have|'ve)(?: got)? (?=(?:an?|the|my|to|been|asked|just)\b)/gi;
const figures = /\b(?:forecast|coverage|attainment|quota|rate|perform\p{L}*|pipeline|funnel|cycle)\b/iu;
const everything = /\b(?:everything|anything|all) (?:in|at|of|with|for)\b/iu;
const pointing =
  /\b(?:those|them|these|they|their|it|its|that one|the ones|(?<!\b(?:is|are|was|were) )there(?! (?:is|are|was|were)\b))\b/i;

/** The text without each of its asides, then without several. */
function* shorter(text: string, isAside: IsAside, kinds: Without[]): Generator<string> {
  let rest = text;
  for (const without of kinds) {
    const next = without(rest, isAside);
    if (next !== null) yield next;
    const alone = rest === text ? null : without(text, isAside);
    if (alone !== null && alone !== next) yield alone;
    rest = next ?? rest;
  }
}

type Without = (text: string, isAside: IsAside) => string | null;

const withoutPart =
  (pattern: RegExp): Without =>
  (text, isAside) => {
    const [whole = '', part = ''] = pattern.exec(text) ?? [];
    const rest = text.replace(whole, '').trim();
    return whole !== '' && /\p{L}/u.test(rest) && isAside(part, rest) ? rest : null;
  };
const withoutBrackets = withoutPart(bracketed);
const withoutDash = withoutPart(dashed);
const withoutReason = withoutPart(reason);

/** "Be gentle lol, …", "…, need a little ego boost": what somebody says of themselves between two commas. */
const personal =
  /\b(?:i|i'm|i've|i'll|me|myself|my (?!deals|team|open|pipeline|opps)|you|we|lol|haha|hehe|trying|need|doing|got|curious|wondering|obviously|honestly|frankly|sorry|weird|random|fun|bet|boss|mtg|meeting|call|lunch|dentist|train|airport|flight|holidays?|vacation|pto|ooo|sick|swamped|gonna|wanna|prob|want(?:ed)? to|feels?|seems|asking|ask|asks|wants|needs|will|won't|would|on calls|all day|needed)\b/i;
/** Whoever says this tells something of their own, whatever day it is of: "I'm planning the slots for April". */
const speaks =
  /^(?:and |but |because |as |since )?(?:i|we|he|she|they|it|need to|want to|got to|got (?:my|a|the)|have to|had to)\b/i;
const ofThose = /\b(?:mean|meant|ones?|those|them)\b/i;
const withoutRemarks: Without = (text, isAside) => {
  const parts = text.split(/(?<=[,;.!?])\s+/);
  const left = parts.filter((part) => {
    const rest = parts.filter((one) => one !== part).join(' ');
    // What is asked is no remark.
    const told = part.split(/\s+/).length >= 3 && personal.test(part) && !/\?\W*$/.test(part);
    return !(told && isAside(part, rest, speaks.test(part) && !ofThose.test(part)));
  });
  if (left.length === 0 || left.length === parts.length) return null;
  return left.join(' ').replace(/[,;]\s*$/, '');
};

const asked = /\b(?:how (?:many|much|long|often|big)|which|whose|what)\b/i;

/** From the last place on where a request begins. */
const withoutStory: Without = (text, isAside) => {
  const at = [...text.matchAll(leadIn)].map((found) => found.index + found[0].length);
  for (const from of at) {
    const story = text.slice(0, from);
    const rest = text.slice(from);
    // "How many GTK five hundreds did we sell": the question has begun already.
    if (asked.test(story) && !/[,.;:!?–—-]\s*$/.test(story)) continue;
    if (story.trim().split(/\s+/).length >= 3 && isAside(story, rest, true)) return rest;
  }
  return null;
};

const allKinds = [withoutBrackets, withoutDash, withoutReason, withoutRemarks, withoutStory];
