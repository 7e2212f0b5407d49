/** What a rule does: "alert me", "skip the stale warnings for …", "always ask a manager before changing …", "don't touch …". */
import type { RuleEffect, RuleTo } from '../request.ts';
import { personOf } from './naming.ts';
import type { CommandRead, Talk } from './read.ts';

/** `about`: words beside the effect that say which deals it is for. */
export type Then = { effect: RuleEffect; about: string | null };
/** `asks`: it is an effect, and what of it cannot be. */
export type ThenRead = Then | { asks: string } | Extract<CommandRead, { which: unknown }> | null;

type Reader = (words: string, talk: Talk) => ThenRead;

/** The effect that these words wholly are; null where they are none. */
export function effectOf(words: string, talk: Talk): ThenRead {
  const said = words
    .trim()
    .replace(/^(?:then|please|also|just|we should|you should|steward should|it should)\s+/, '')
    .replace(/[\s,]+(?:please|too|as well|then|from now on|always)$/, '');
  for (const reader of readers) {
    const found = reader(said, talk);
    if (found) return found;
  }
  return null;
}

const group = (found: RegExpExecArray, name: string): string => found.groups?.[name]?.trim() ?? '';
const pronoun = /^(?:it|them|that|this|that deal|this deal|the deal|these|those|that one|such deals?)?$/;
const aboutOf = (words: string): string | null => (pronoun.test(words) ? null : words);
const aboutDeals = /\b(?:deals?|opps?|opportunit(?:y|ies)|accounts?|customers?)\b/;

const verbs =
  '(?:alert|tell|notify|ping|nudge|warn|inform|message|remind|dm|let|write to|write|send a message to|escalate to|escalate it to)';
const manner =
  '(?: (?:know|directly|immediately|at once|right away|straight away|personally|by message|by dm|in a dm|in slack|about it|about that|of it|of that))*';
const told = new RegExp(`^${verbs} (?<who>.{1,60}?)${manner}$`);
const toldAbout = new RegExp(`^${verbs} (?<who>.{1,40}?)${manner} (?:about|of) (?<about>.+)$`);
const wantsToKnow =
  /^(?:i (?:want|need|would like|'d like)(?: to)?|i'd (?:like|want)(?: to)?)? ?(?:be (?:told|alerted|warned|notified|informed)|know|hear)(?: about (?<about>.+))?$/;
const posted =
  /^(?:post|write|say|announce|send)(?: (?:it|that|a message|a note))? (?:in|to|on) (?<who>#\S+|the channel #?\S+|channel #?\S+)$/;

/** What is told is said with it: "post new deals of Umbrella in #umbrella". */
const postedAbout =
  /^(?:post|announce|share|show|send)(?: me| us)? (?<about>(?:(?:all|every|each|any|the|an?) )?(?:new |won |lost |open )?(?:deals?|opps?|opportunit\w+)\b.*?|(?:all |every |any )?(?:wins|losses)\b.*?) (?:in|to|on) (?:the channel )?(?<who>#\S+)$/;

const passive =
  /^(?<who>\S+(?: \S+){0,2}?) (?:shall|should|must|is to|has to|needs to|gets?) (?:always )?(?:be )?(?:informed|told|notified|alerted|warned|pinged)$/;

const notified: Reader = (words, talk) => {
  const self = wantsToKnow.exec(words);
  if (self) return { effect: { does: 'notify', to: { who: 'me' } }, about: aboutOf(group(self, 'about')) };
  const about = toldAbout.exec(words);
  if (about && aboutDeals.test(group(about, 'about'))) {
    const to = recipient(group(about, 'who'), talk);
    if (to && 'to' in to)
      return { effect: { does: 'notify', to: to.to }, about: aboutOf(group(about, 'about')) };
    return to;
  }
  const shown = postedAbout.exec(words);
  if (shown) {
    const channel = recipient(group(shown, 'who'), talk);
    const of = group(shown, 'about')
      .replace(/^(?:all |every |any )?wins\b/, 'won deals')
      .replace(/^(?:all |every |any )?losses\b/, 'lost deals');
    if (channel && 'to' in channel) return { effect: { does: 'notify', to: channel.to }, about: of };
  }
  const found = told.exec(words) ?? posted.exec(words) ?? passive.exec(words);
  if (!found) return null;
  const to = recipient(group(found, 'who'), talk);
  return to && 'to' in to ? { effect: { does: 'notify', to: to.to }, about: null } : to;
};

type Recipient = { to: RuleTo } | { asks: string } | Extract<CommandRead, { which: unknown }> | null;

function recipient(who: string, talk: Talk): Recipient {
  if (/^(?:me|myself)$/.test(who)) return { to: { who: 'me' } };
  if (/^my (?:manager|boss|lead)$/.test(who)) return { to: { who: 'my manager' } };
  if (
    /^(?:the |its |their |the deal's |the deal )?(?:owner|rep|sales rep|seller|account executive|ae|deal owner)$/.test(
      who,
    )
  )
    return { to: { who: 'owner' } };
  if (
    /^(?:the|its|their|the (?:rep|owner|deal|seller)'s|his|her|his or her) (?:sales )?(?:manager|boss)$/.test(
      who,
    )
  )
    return { to: { who: 'manager' } };
  if (/^(?:us|everyone|everybody|the team|my team|the reps|reps|managers|the managers)$/.test(who))
    return { asks: `Who is "${who}": you, the owner, the manager, or a person by name?` };
  const channel = /^(?:the )?(?:channel #?|#)(\S+)$/.exec(who)?.[1];
  if (channel) return { to: { who: 'channel', channel } };
  const person = personOf(who, talk);
  if (person && 'which' in person) return person;
  if (person) return { to: { who: 'person', of: person.name } };
  return /^[\p{L}'@.-]+(?: [\p{L}'.-]+)?$/u.test(who)
    ? { asks: `Nobody called "${who}" works here. Who is to be told?` }
    : null;
}

const flags = [
  /^(?:flag|mark|raise|highlight)(?: (?<about>.+?))?(?: (?:to|for) (?:the|its|their) manager)?$/,
  /^(?<about>.+?) (?:must|should|has to|have to|needs? to|shall|are to|is to) (?:always |be always )?be (?:always )?(?:flagged|highlighted)$/,
];
const flagged: Reader = (words) => {
  for (const pattern of flags) {
    const found = pattern.exec(words);
    if (found) return { effect: { does: 'flag' }, about: aboutOf(group(found, 'about')) };
  }
  return null;
};

const warnings =
  '(?:warnings?|alerts?|cards?|flags?|nudges?|reminders?|checks?|findings?|notifications?|messages?)';
const skips = [
  new RegExp(
    `^(?:ignore|exclude|leave out|skip|omit|drop) (?<about>(?:(?:all|any|every) )?(?:deals?|opps?|opportunit\\w+|accounts?)\\b.*?) (?:in|from|for) (?:the |all |any |your )*(?<what>.*?) ?(?:${warnings}|reviews?|sweeps?)$`,
  ),
  new RegExp(
    `^(?:skip|mute|suppress|omit|ignore|drop|no|no more|do not (?:send|post|show|give|make|raise)|don't (?:send|post|show|give|make|raise)|never (?:send|post|show|raise)|stop (?:sending|posting|showing|raising))(?: me| us)? (?:the |any |all |any of the |your |of the )*(?<what>.*?) ?${warnings}(?: (?<prep>for|about|of|on|in|against) (?<about>.+))?$`,
  ),
  /^(?:don't|do not|never|no longer|stop|quit)(?: ever)? (?:warn|warning|flag|flagging|alert|alerting|nag|nagging|bother|bothering|nudge|nudging|remind|reminding|complain|complaining)(?: (?:me|us|anyone|anybody|people|the rep|the reps|the owner))?(?: (?<prep>about|for|of|on|in))?(?: (?<about>.+))?$/,
];

const skipped: Reader = (words) => {
  for (const pattern of skips) {
    const found = pattern.exec(words);
    if (!found) continue;
    const prep = group(found, 'prep');
    const about = group(found, 'about');
    const what = group(found, 'what');
    if (what !== '') {
      const of = triggersOf(what);
      if (of === null) return { asks: `Which warnings are "${what}"? There are: ${known}.` };
      return { effect: { does: 'skip', of }, about: placed(prep, about) };
    }
    // "Warnings about missing fields for deals under 2k", "don't warn about stale deals".
    const split = /^(?<of>.+?) (?<prep>for|about|of|on|in) (?<about>.+)$/.exec(about);
    const whole = triggersOf(about);
    if (whole) return { effect: { does: 'skip', of: whole }, about: null };
    const part = split && triggersOf(group(split, 'of'));
    if (split && part)
      return {
        effect: { does: 'skip', of: part },
        about: placed(group(split, 'prep'), group(split, 'about')),
      };
    return { effect: { does: 'skip', of: 'everything' }, about: placed(prep, about) };
  }
  return null;
};

/** "In Contract for deals closing this month": the place is a limit as well. */
function placed(prep: string, about: string): string | null {
  if (aboutOf(about) === null) return null;
  if (prep !== 'in') return about;
  const both = /^(?<place>.+?) for (?<deals>deals?\b.+)$/.exec(about)?.groups;
  return both ? `${both.deals} and in ${both.place}` : `in ${about}`;
}

const known = 'stale, inactivity, close date, missing fields, price list, owner, amount and stage warnings';
/** What people call the pipeline agent's triggers. */
const called: [RegExp, string[]][] = [
  [/^(?:stale|staleness|stuck|stale in (?:the )?stage|old)$/, ['stale_in_stage']],
  [
    /^(?:inactivity|inactive|no activity|activity|idle|idleness|no-activity|missing activity)$/,
    ['no_activity'],
  ],
  [/^(?:close date|closing date|close dates|date)$/, ['close_date_past', 'close_date_pushed']],
  [/^(?:overdue|past close date|past due|close date past|passed close date)$/, ['close_date_past']],
  [/^(?:pushed close date|pushed|push|pushes|slipped|slip)$/, ['close_date_pushed']],
  [/^(?:missing fields?|required fields?|missing|missing data|empty fields?)$/, ['required_fields_missing']],
  [/^(?:price list|product|products|unlisted product)$/, ['product_unlisted']],
  [/^(?:owner|owner change|owner changed|new owner)$/, ['owner_changed_late']],
  [/^(?:amount|amount change|amount changed|value|value change)$/, ['amount_changed']],
  [/^(?:stage|moved back|moving back|stage moved back|backwards)$/, ['stage_moved_back']],
];

/** "Stale and inactivity" are two of them. */
function triggersOf(words: string): string[] | 'everything' | null {
  const parts = words.split(/\s*(?:,|\band\b|\bor\b|&|\/)\s*/).filter((part) => part !== '');
  if (parts.length < 2) return triggersNamed(words);
  const found = parts.map(triggersNamed);
  return found.every((one) => Array.isArray(one)) ? [...new Set(found.flat())] : triggersNamed(words);
}

function triggersNamed(words: string): string[] | 'everything' | null {
  const bare = words
    .replace(
      /^(?:the|any|all|standard|usual|normal|regular|our|pipeline|agent|steward)(?: (?:standard|usual|normal|regular|our|pipeline|agent))*(?= |$)/,
      '',
    )
    .replace(/(?:^| )(?:deals?|pipeline)$/, '')
    .trim();
  if (bare === '')
    return /\bdeals?$/.test(words) && !/^(?:the|any|all|standard|usual)/.test(words) ? null : 'everything';
  return called.find(([pattern]) => pattern.test(bare))?.[1] ?? null;
}

const changing =
  '(?:changing|change|changes to|touching|touch|editing|edit|edits to|updating|update|doing|do|acting|act|writing to|moving)';
const whomSaid =
  '(?<whom>me|us|somebody|someone|a person|a human|people|(?:a|an|the|its|their|my) (?:sales )?(?:manager|approver|admin|administrator|person|owner|rep)|for (?:my |an? |the )?(?:approval|ok|permission|sign-?off))';
const asks = [
  new RegExp(
    `^(?:always )?(?:ask|check with|consult|get (?:the )?(?:ok|approval) (?:of|from))(?: ${whomSaid})?(?: first)?(?: before(?: you| agents?| anyone| anybody)? ${changing}(?: (?:any|every|each|all) changes? (?:to|of|on))?(?: (?:anything|something|it|them|that|this))?(?: (?:on|of|about|in|with|to|for))?(?: (?<about>.+))?)?$`,
  ),
  new RegExp(
    `^(?:always )?(?:ask|check with)(?: ${whomSaid})? (?:first )?(?:before|for|about) (?:any|every|each|all) (?:changes?|edits?|updates?)(?: (?:to|of|on|about|in)(?: (?<about>.+))?)?$`,
  ),
  /^(?:always )?(?:require|requires|needs?|it needs|always needs?) (?:an? |the |my )?(?<whom>approver|manager|person|human|approval|sign-?off|ok|approver's (?:approval|ok)|manager's (?:approval|ok)|approval (?:by|of|from) an? (?:approver|manager|person))(?: (?:for|before|on) (?:any |every |all )?(?:changes?|edits?)(?: (?:to|of|on) (?<about>.+))?)?$/,
  /^(?:(?:any|all|every|each) )?(?:changes?|edits?|updates?) (?:to|of|on|in) (?<about>.+?) (?:always )?(?:needs?|requires?|must have|have to have|has to have) (?:always )?(?:an? |the |my )?(?<whom>approver|manager|person|human|approval|sign-?off|ok|approver's (?:approval|ok)|manager's (?:approval|ok)|approval (?:by|of|from) an? (?:approver|manager|person))$/,
  /^(?:(?:any|all|every|each) )?(?:changes?|edits?|updates?) (?:to|of|on|in) (?<about>.+?) (?:has to|have to|must|should|needs? to) (?:always )?be (?:approved|confirmed|signed off|checked)(?: by (?<whom>an? (?:approver|manager|person|human|admin)))?$/,
  /^(?<about>(?:(?:any|all|every|each) )?(?:deals?|opps?|opportunit\w+|accounts?)\b.*?)(?<!\b(?:that|which|who)) (?:always )?(?:needs?|requires?) (?:always )?(?:an? |the |my |our )?(?<whom>(?:approver|manager|person|human|approval|sign-?off|ok|okay)(?: of an? (?:approver|manager)| by an? (?:approver|manager)| from an? (?:approver|manager))?)(?: (?:first|before (?:anything|any change|something|it|they|you|agents?|they are|it is|steward|any edit)(?: (?:is|are|gets?))?(?: (?:changes?|changed|touch(?:es)?|touched|happens?|edits?|edited|done|is made|acts?|moves?))?(?: (?:it|them|anything))?))?$/,
];

const asked: Reader = (words) => {
  for (const pattern of asks) {
    const found = pattern.exec(words);
    if (!found) continue;
    const whom = group(found, 'whom');
    const about = group(found, 'about');
    const single = field.exec(about)?.[0];
    if (single) return { asks: ofOneField(single) };
    return {
      effect: { does: 'ask', whom: /approver|admin/.test(whom) ? 'approver' : 'manager' },
      about: aboutOf(about.replace(/^(?:any |every |all )?changes? (?:to|of|on) /, '')),
    };
  }
  return null;
};

/** A rule holds over all that would be changed. */
const field =
  /^(?:the |any )?(?:amounts?|values?|close dates?|closing dates?|stages?|owners?|next steps?|names?)\b/;
const ofOneField = (said: string): string =>
  `A rule is for every change of a deal, not for "${said}" alone: that is not there yet. Leave it out, or set a limit.`;

const blocks = [
  /^(?:don't|do not|never|no longer)(?: ever)? (?:let|allow) (?:the |any |an )?(?:agents?|steward|anything|anybody|anyone|bots?)(?: to)? (?:change|touch|edit|update|modify|write to|write|move)(?: anything)?(?: (?:on|in|about|of|to))?(?: (?<about>.+))?$/,
  /^(?:(?:the )?agents?|steward)? ?(?:don't|do not|never|must never|must not|mustn't|should never|should not|shouldn't|may never|may not|can't|cannot)(?: ever)? (?:touch|change|edit|update|modify|write to)(?: anything (?:on|in|of|about))?(?: (?<about>.+))?$/,
  /^(?:block|forbid|prevent|refuse|stop) (?:any |all |every |the )*(?<what>.*?) ?(?:changes?|edits?|updates?)(?: (?:to|of|on|for|in|about) (?<about>.+))?$/,
  /^leave (?<about>.+?) alone$/,
  /^(?:(?:the )?(?:agents?|steward|bots?) (?:(?:must|should|shall|have to|need to) )?)?(?:hands off|(?:keeps?|stays?) (?:(?:your|their|its) )?(?:hands off|away from|out of|off|clear of)) (?:of )?(?<about>.+)$/,
  // "Nobody but a person changes deals of Initech", "only people may touch deals over 1m"
  /^(?:(?:nobody|no one|no-one|nothing) (?:but|except|other than) (?:an? |the |its )?(?:persons?|people|humans?|reps?|owners?|managers?|us)|only (?:an? |the |its )?(?:persons?|people|humans?|reps?|owners?|managers?)) (?:may |should |can |must |shall |is to )?(?:changes?|touch(?:es)?|edits?|updates?|modif(?:y|ies))(?: anything (?:on|in|of|about))? (?<about>.+)$/,
];

const blocked: Reader = (words) => {
  for (const pattern of blocks) {
    const found = pattern.exec(words);
    if (!found) continue;
    const single = field.exec(group(found, 'what'))?.[0] ?? field.exec(group(found, 'about'))?.[0];
    if (single) return { asks: ofOneField(single) };
    if (group(found, 'what') !== '')
      return {
        asks: `What is meant by "${group(found, 'what')} changes"? A rule blocks every change of a deal.`,
      };
    // "Don't touch them without asking me"
    const about = group(found, 'about');
    const unless =
      /^(?<about>.*?) ?(?:without|unless|except|until) (?:asking|you ask|approval|an? ok|my ok|i say|i approve)\b.*$/.exec(
        about,
      );
    if (unless) return { effect: { does: 'ask', whom: 'manager' }, about: aboutOf(group(unless, 'about')) };
    return { effect: { does: 'block' }, about: aboutOf(about) };
  }
  return null;
};

const starts =
  /^(?:trigger|start|run|kick off|launch|fire|call|begin|send) (?<what>.*\b(?:workflow|process|webhook|sequence|automation|onboarding)\b.*)$/;
const started: Reader = (words) => {
  const found = starts.exec(words);
  return (
    found && {
      effect: { does: 'start', what: group(found, 'what').replace(/^(?:the|a|an|our) /, '') },
      about: null,
    }
  );
};

// "Don't warn" before "warn", "block changes" before "change".
const readers: Reader[] = [skipped, blocked, asked, started, flagged, notified];
