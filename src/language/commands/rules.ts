/** Rules and timetables in words: read as what they are, so that nothing else is done. */
import type { RuleRead } from '../request.ts';
import { fold } from '../text.ts';
import { asTyped, type CommandRead, command, type Talk } from './read.ts';
import { ruleChange } from './rule-steps.ts';
import { ruleIn } from './rule-words.ts';

const days = '(?:mon|tues|wednes|thurs|fri|satur|sun)days?';
const tells =
  "(?:notify|tell|warn|ask|flag|ping|nudge|remind|alert|escalate|inform|message|let|skip|hold|block|stop|put|post|send|assign|raise|mark|set|add|create|trigger|start|begin|fire|call|announce|launch|kick|run|require|leave|ignore|exclude|mute|suppress|no|need|write|say|dm|let's|it|they|always|never|do|don't|please)";

/** What the rule says is in the first group. */
const rules = [
  /^(?:create|add|make|set up|set|write|define|start|build|put in(?: place)?|introduce|new|i want|we need|need|have)\s+(?:a |an |new |another |the |my |our |custom |simple )*rule\b\s*(?:please\b)?\s*(?:for (?:me|us)\b(?=\s*[:,-]| that\b))?\s*(?:that|to|which|for|saying|so that|where|whereby)?[\s:,-]*(.*)$/,
  /^(?:new |custom |another )?rule\b\s*(?:add|new|create|please|for .{1,30}?)?\s*[:,-]\s*(.+)$/,
  /^(?:make|keep|have|turn) (?:it|this) (?:a|as a|into a|the|our) rule\s*(?:that|to|:)?\s+(.+)$/,
  /^(.+?)[\s,;.-]+(?:and )?(?:make|turn|save|keep|add) (?:that|this|it) (?:into |as |in)?\s*a rule$/,
  /^(?:please )?(?:learn|remember|note|keep in mind|bear in mind)\b(?: this| please)?(?:\s*[:,]|\s+that)\s+(.+)$/,
  /^((?:from now on|from here on|going forward|in (?:the )?future|starting (?:today|now)|whenever|every time|each time|always|never(?! mind\b))\b.+)$/,
  new RegExp(
    `^((?:if(?! (?:you (?:could|can|would|will|please|don't|do not)|(?:i|we) (?:set|put|hold|compare|look at|take)|i may|(?:it|that|this)(?:'s| is))\\b)|when(?! (?:do|does|did|is|are|was|were|will|would|has|have|had|can|could|you(?:'ve|'re| have| get| got| find| are| can| could))\\b)|once|as soon as|in case)\\b.+[\\s,]${tells}\\b.+)$`,
  ),
  /^((?:notify|tell|warn|ask|flag|ping|remind|alert|inform|let|escalate)\b(?!.*\bwhen(?:ever)? (?:you|u)\b)(?! (?:me|us) (?:what|how|which|who|whose|where|about|the|my|all)\b).{0,60}\b(?:when|whenever|if|every time|each time|before|as soon as|once)\b.+)$/,
  /^((?:show|send|post|shout|give|stop|hold)\b.{0,60}\b(?:whenever|every time|each time|as soon as)\b.+)$/,
  /^((?:i(?:'d| would)? (?:want|like|need)(?: to)? (?:be told|know|hear|be (?:asked|warned|notified|alerted|informed))|keep me (?:posted|informed|in the loop)|be told|be (?:asked|warned|notified|alerted|informed)|know|hear)\b.{0,40}\b(?:when|whenever|if|before|as soon as|once)\b.+)$/,
  /^((?:stop|quit|don't|do not|never|no longer|no more)\s+(?:ever )?(?:flag|propos|touch|chang|ask|mov|nudg|alert|post|edit|email|contact|escalat)\w*\s+.*\b(?:deals?|accounts?|leads?|opps|opportunities|about|under|over|below|above|tagged|again|without|less|smaller|on|on (?:fri|mon|week)\w*)\b.*)$/,
  /^((?:skip|exclude|ignore|leave out|omit|mute)\s+.+\b(?:from now on|always|going forward|in (?:the )?future|for good|forever|from (?:the |all |any )?(?:\w+ )?(?:checks?|alerts?|cards?|flags?|reviews?|nudges?))\b.*)$/,
  /^((?:flag|block|escalate|notify|warn|remind|alert|require|inform)\s+(?!limit|threshold|agent|(?:me|us) (?:what|how|which|who|whose|where|about|of|the)\b)\S.{6,})$/,
  /^(ask (?:me|us|mara|somebody|someone|a person|the \w+|an approver|for approval)? ?(?:first )?(?:before|for|about) (?:any|every|each|all|changes?|touching|changing|anything)\b.*)$/,
  /^((?:every|each|any|all|no)\s+.+\s(?:should|must|has to|have to|needs? to|shall|may|can)\s+(?:always |never |not )?(?:be )?(?:flagged|approved|checked|escalated|reviewed|reported|skipped|ignored|held|confirmed|go to|touched|signed off)\b.*)$/,
  /^((?:start|begin|trigger|launch|kick off|run|fire|call)\s.+\b(?:workflow|webhook|process|automation|sequence)\s+(?:when|whenever|if|once|as soon as|every time|each time)\b.+)$/,
  /^((?:any |all |every |each )?(?:deals?|opps|opportunities)\s.+[,:]\s*(?:please )?(?:tell|alert|notify|warn|ping|flag)\b.+)$/,
  /^(.+\s(?:should|must|has to|have to)\s+(?:always|never)\s.+)$/,
  /^((?:skip|no|mute|suppress)\s+(?:the |any |all |standard |more )*(?:[\w -]{0,30} )?(?:warnings?|alerts?|nudges?)\b.*)$/,
  /^((?:for\s)?(?!(?:which|what|who|show|list|how)\b)(?:\S+\s){0,3}(?:deals|accounts|customers|opps|opportunities)\b[^,:]*[,:]\s*(?:please )?(?:tell|alert|notify|warn|ping|flag|skip|no|mute|suppress|block|leave out|do not|don't|never|always ask|ask)\b.+)$/,
  /^((?:(?:the )?(?:agents?|bots?|steward)\s+(?:(?:must|should|shall|have to|need to)\s+)?(?:keeps?|stays?)\s+(?:their |its |your )?(?:hands off|away from|out of|off|clear of)|(?:nobody|no one|no-one|nothing)\s+(?:but|except|other than)\s|only (?:an? |the |its )?(?:persons?|people|humans?|reps?|owners?|managers?)\s+(?:may|should|can|must|shall)\s+(?:change|touch|edit|update|modify)\b).*\b(?:deals?|accounts?|opps|opportunit\w+)\b.*)$/,
  /^((?:deals?|opps|opportunities)\s.+(?<!\b(?:that|which|who))\s(?:always )?(?:needs?|requires?)\s+(?:always )?(?:my|our|an?|the)\s+(?:ok|okay|approval|sign-?off)\b.*)$/,
  /^((?:post|announce|share)\s+(?:all |every |each |any |the )?(?:new |won |lost |open )?(?:deals?|opps|opportunities|wins|losses)\b.*\s(?:in|to|on)\s+(?:the channel )?#\S+)$/,
  /^((?:(?:any|all|every|each)\s+)?(?:changes?|edits?|updates?)\s+(?:to|of|on|in)\s+.+\s(?:needs?|requires?|has to be|have to be|must be)\s.+)$/,
  /^((?:deals?|opps|opportunities)\s.+(?<!\b(?:that|which|who))\s(?:always )?(?:needs?|requires?)\s+(?:always )?(?:an? )?(?:manager|approver|approval|person)\b.*)$/,
  /^((?:if|when|whenever|once|as soon as|in case)\s.+\s(?:shall|should|must|is to|has to)\s+(?:always )?be\s+(?:informed|told|notified|alerted|warned|asked|flagged)\b.*)$/,
  /^((?:post|write|say|announce)\s.{0,20}(?:#|channel\s).{1,40}\b(?:when|if)\b.+)$/,
  /^((?:alert|notify|warn|ping)\s+\S+(?:\s\S+)?\s+about\s+(?:any |all |every |each |open )*(?:deals?|opps|opportunities)\b.+)$/,
  /^((?:don't|do not|never|stop|no longer)\s+(?:ever )?(?:send|post|show|raise|sending|posting|showing|warn|warning|nag|nagging|bother|bothering)\b.*\b(?:(?:warnings?|alerts?|nudges?|reminders?|cards?)\s+(?:about|for|of|on|in)|about)\s+\S.*)$/,
  /^((?:don't|do not|never|no longer)\s+(?:ever )?(?:let|allow)\s.+\s(?:change|touch|edit|update|modify|write|move)\b.*)$/,
  /^((?:ignore|exclude|skip|leave out|omit)\s.+\s(?:in|from)\s+(?:the |all |any )?(?:\w+ ){0,2}(?:checks?|warnings?|alerts?|reviews?|sweeps?|nudges?|reminders?))$/,
  /^(leave\s+.*\b(?:deals?|accounts?)\b.*\s+alone|(?:keep )?(?:your )?hands off\s+.*\b(?:deals?|accounts?)\b.*|stay away from\s+.*(?:deals?|accounts?)\b.*)$/,
  /^((?:the )?(?:agents?|steward|bots?)\s+(?:should|must|may|can|shall)(?:n't|not| not| never)\s+(?:ever )?(?:touch|change|edit|update|modify)\s.+)$/,
];
/** When a rule begins is no part of what it says: it always begins now. */
const fromNow = /^(?:from now on|from here on|going forward|in (?:the )?future|starting (?:today|now))[,\s]+/;
const timetables = [
  new RegExp(
    `^((?:(?:tell|send|show|give|remind|ping|post|mail|report)\\b.{0,80}\\b(?:every|each) (?:${days}|morning|evening|week ?day|working day)|(?:every|each) (?:${days}|morning|evening|week ?day|day|week|working day)s?\\b.{0,40}\\b(?:send|tell|show|post|give|remind|report)\\b|(?:daily|weekly|hourly|monthly)\\b.{0,10}\\b(?:send|tell|show|post|give|report)\\b).*)$`,
  ),
];

/** Once, at a time; "remind me when" is a rule. */
const reminder =
  /^(?:(?:remind|ping|nudge|wake|poke)\s+(?:me|us)\b(?! (?:what|which|who|whose|how|where|why)\b)(?!.*\b(?:when|whenever|if|every|each|once|as soon as)\b).*|(?:set|create|add|make)\s+(?:me\s+)?(?:a |an )?reminders?\b(?!.*\b(?:when|whenever|if|every|each)\b)(?! (?:limit|threshold|after)\b).*|don't let me forget\b.*)$/;

export function rule(text: string, bare: string, talk: Talk): CommandRead | null {
  const changed = ruleChange(bare);
  if (changed) return made(text, changed.text, talk, changed.rule);
  for (const pattern of timetables) {
    const found = pattern.exec(bare);
    if (found)
      return command({ do: 'not_yet', wish: { kind: 'timetable', text: typed(text, found[1] ?? '') } });
  }
  if (reminder.test(bare))
    return command({ do: 'not_yet', wish: { kind: 'reminder', text: typed(text, bare) } });
  for (const pattern of rules) {
    const found = pattern.exec(bare);
    if (found) return made(text, (found[1] ?? '').replace(fromNow, ''), talk);
  }
  return null;
}

/** "…, in shadow first" */
const inShadow =
  /[,\s]+(?:but )?(?:first |only |at first )?in shadow(?: mode)?(?: first| for now| at first| only)?$/;

function made(text: string, words: string, talk: Talk, rule?: number): CommandRead {
  const plain = words.replace(inShadow, '');
  const found = ruleIn(plain, talk);
  if ('which' in found) return found;
  const { read } = found;
  const assumptions = [...found.assumptions, ...asksMe(read, plain)];
  return command(
    {
      do: 'rule',
      text: typed(text, plain),
      read,
      ...(rule === undefined ? {} : { rule }),
      ...(plain === words ? {} : { shadow: true }),
    },
    assumptions,
  );
}

/** A rule holds for everybody: whose deal it is says who is asked. */
const asksMe = (read: RuleRead, words: string): string[] =>
  'effect' in read && read.effect.does === 'ask' && askingMe.test(words) ? [whoIsMe] : [];
const askingMe = /\b(?:ask(?:ing)?|check(?:ing)? with|consult(?:ing)?)(?: with)? (?:me|us)\b/;
/** What "ask me" means where something always goes to a person. */
export const whoIsMe = '"Me" is whoever decides about the deal: its manager or its rep.';

const typed = (text: string, folded: string): string =>
  folded === '' ? '' : (asTyped(text, folded, fold) ?? '');
