/** "Assign D-1042 to Tom", "give Priya the Globex lead", "move Dan's open deals in proposal to Maya", "assign them to Hannes". */
import type { Clause, Frame, Thing } from '../request.ts';
import { fold } from '../text.ts';
import { nameOf, personOf } from './naming.ts';
import { asTyped, type CommandRead, command, type Talk } from './read.ts';
import { tellsMore, withReason } from './reasons.ts';
import { thingOf } from './things.ts';

const surely = /^(?:assign|reassign|re-assign|transfer|hand(?: over)?|allocate|hand off)\b\s*(.*)$/;
const perhaps = /^(?:give|move|pass(?: on)?|route|switch|put)\b\s*(.*)$/;
const owning =
  /^(?:make|set|put)\s+(?!the\b)(.+?)\s+(?:as )?(?:the )?(?:new )?(?:owner of|responsible for|in charge of|lead on)\s+(.+)$/;
const letHave = /^(?:let|have)\s+(.+?)\s+(?:have|own|take(?: over)?|work|handle|run with)\s+(.+)$/;
const awayTo =
  /^take\s+(.+?)\s+(?:away )?from\s+(.+?)\s+and (?:give|hand|assign|pass) (?:it|them|those) to\s+(.+)$/;
// "Dan is out, give his deals to Tom".
const outOf =
  /^(\S+(?: \S+)?) ((?:is|has|will|went|goes|leaves|left)\b[^,;.]{0,40})[,;.:-]+\s*(?:so |please |and )*(give|assign|reassign|move|hand|pass|transfer)\s+(?:over )?(?:his|her|their)\s+(.+?)\s+(?:over )?to\s+(.+)$/;
const ids = '[dl]-\\w+|opp_\\w+';
const oneId = new RegExp(`^(?:(?:the )?(?:deal|lead) )?(?:${ids})$`);
const idTo = new RegExp(`^(?:(?:deal|lead)\\s+)?(${ids})\\s*(?:,|:)?\\s*to\\s+(.+)$`);
const sendId = new RegExp(
  `^(?:send|forward)\\s+((?:the )?(?:lead |deal )?(?:${ids})|the .+ lead)\\s+(?:over )?to\\s+(.+)$`,
);
const severalIds = new RegExp(`^(?:deals? |leads? )?(?:${ids})(?:\\s*(?:,|and|&)+\\s*(?:${ids}))+$`);
const allTo = /^((?:all|every|each)\b.+\bdeals?\b.*?) (?:goes? |should go )?to (\S+(?: \S+)?)$/;
const unassign = /^(?:unassign|un-assign|take away|remove the owner (?:of|from))\s+(.+)$/;
const ownerTo =
  /^(?:set|change|switch|move|update)\s+(?:the )?(?:owner|ownership|rep) (?:of|on|for)\s+(.+?)\s+to\s+(.+)$/;
const fromTo =
  /^(?:(.+?),\s+)?(?:please\s+)?(?:assign|reassign|re-assign|transfer|move|hand over)\s+(?:(.+?)\s+)?from\s+(.+?)\s+to\s+(.+)$/;
const goesTo = /^(?!which|what|how|who|show|list)(\S.*?) (?:goes|should go|belongs|should belong) to (.+)$/;
const takesOver =
  /^(?!which|what|how|who|show|list)(\S.*?) (?:should own|should take(?: over)?|takes(?: over)?|gets|is to get|will take(?: over)?|will get|is taking(?: over)?|should have|should get) (.+)$/;
// "From Priya to Tom: whatever has been in Qualification for 60 days".
const fromToWhat = /^from (\S+(?: \S+)?) to (\S+(?: \S+)?)\s*[:,-]\s*(\S.*)$/;
const putOn = /^put (.+?) on (?!hold\b)(.+)$/;
const corrected = /^.*?\b(?:sorry|no wait|wait|i mean|i meant|rather)\b[,:\s]+(?=\S)/;

/** A reason is kept with what is done; anything else behind the name is not read. */
export function assigning(text: string, bare: string, talk: Talk): CommandRead | null {
  const why = withReason(bare);
  const found = why && assigned(text, why.rest, talk);
  if (why && found && 'command' in found) return because(found, own(text, why.because));
  const whole = assigned(text, bare, talk);
  return whole && 'command' in whole ? whole : (found ?? whole);
}

const because = <R extends CommandRead>(found: R, why: string): R =>
  'command' in found && found.command.do === 'assign'
    ? { ...found, command: { ...found.command, because: why } }
    : found;

function assigned(text: string, bare: string, talk: Talk): CommandRead | null {
  const moved = fromTo.exec(bare);
  if (moved) return fromOneToAnother(text, moved, talk);
  const listed = fromToWhat.exec(bare);
  if (listed) {
    const [, from = '', to = '', what = ''] = listed;
    return assigned(text, `assign ${asList(what)} from ${from} to ${to}`, talk);
  }
  const made = owning.exec(bare);
  if (made) return toPerson(text, made[2] ?? '', made[1] ?? '', talk, true);
  const changed = ownerTo.exec(bare);
  if (changed) return toPerson(text, changed[1] ?? '', changed[2] ?? '', talk, true);
  const out = outOf.exec(bare);
  if (out) {
    const [, who = '', why = '', verb = '', what = '', to = ''] = out;
    const found = assigned(text, `${verb} ${who}'s ${what} to ${to}`, talk);
    return found && because(found, `${who} ${why}`);
  }
  const away = awayTo.exec(bare);
  if (away) return toPerson(text, away[1] ?? '', away[3] ?? '', talk, true);
  const has = letHave.exec(bare);
  // "Let me have the list" asks to see it.
  if (has && !/^(?:me|us)$/.test(has[1] ?? ''))
    return toPerson(text, has[2] ?? '', has[1] ?? '', talk, false);
  const sent = idTo.exec(bare) ?? sendId.exec(bare) ?? allTo.exec(bare);
  if (sent) return toPerson(text, sent[1] ?? '', sent[2] ?? '', talk, false);
  const nobody = unassign.exec(bare);
  if (nobody) return { lacks: 'To whom instead?', completes: `assign ${own(text, nobody[1] ?? '')} to …` };
  const becomes = goesTo.exec(bare);
  if (becomes) return toPerson(text, becomes[1] ?? '', becomes[2] ?? '', talk, false);
  const takes = takesOver.exec(bare) ?? putOn.exec(bare);
  if (takes) return toPerson(text, takes[2] ?? '', takes[1] ?? '', talk, false);
  const sure = surely.exec(bare);
  const said = sure ?? perhaps.exec(bare);
  if (!said) return null;
  const rest = said[1] ?? '';
  const at = rest.lastIndexOf(' to ');
  if (at >= 0) {
    const what = rest.slice(0, at).replace(/\s+(?:over|back)$/, '');
    return toPerson(text, what, rest.slice(at + 4), talk, sure !== null || oneId.test(what));
  }
  return dative(text, rest, talk) ?? (sure ? toNobody(text, rest, talk) : null);
}

/** "Planet Express Holdings, reassign from Marcus to Wei". */
function fromOneToAnother(text: string, found: RegExpExecArray, talk: Talk): CommandRead | null {
  const [, before, between, from = '', to = ''] = found;
  const subject = between ?? before ?? 'deals';
  const owner = personOf(from, talk);
  if (!owner) return /assign/.test(found[0]) ? { unread: from } : null;
  if ('which' in owner) return owner;
  const one = /\d/.test(subject) && !isList(subject) ? thingOf(text, subject, talk) : null;
  if (one && !('lacks' in one)) return given(text, one, to, owner.assumptions, talk);
  const account = nameOf(subject.replace(/\s+deals?$/, ''), ['account'], talk);
  const deals = talk.deals(account && !('which' in account) ? `deals of ${account.name.name}` : subject);
  if (deals === null) return { unread: subject };
  if (!('frame' in deals)) return deals;
  const clauses: Clause[] = [
    ...deals.frame.clauses.filter((one) => !('field' in one && one.field === 'owner')),
    { says: 'names', field: 'owner', kind: 'person', names: [owner.name], not: false },
  ];
  return given(text, { ...deals.frame, clauses }, to, [...deals.assumptions, ...owner.assumptions], talk);
}

function toPerson(text: string, subject: string, to: string, talk: Talk, sure: boolean): CommandRead | null {
  const who = to.trim();
  const person = personOf(who, talk);
  if (
    /^(?:somebody|someone|anybody|anyone|whoever)(?: else)?(?: (?:with|who|that|in|on|from)\b.*)?$/.test(who)
  )
    return { lacks: 'To whom?', completes: `assign ${own(text, subject)} to …` };
  // "Give Globex to Tom, but only the Platform deal"
  if (!person && tellsMore(who) && personOf(who.split(/[\s,;.(]/)[0] ?? '', talk)) return { unread: who };
  // "Move D-1042 to Proposal" is about the deal's stage.
  if (!person && (!sure || nameOf(who, ['stage'], talk))) return null;
  if (!person) return stranger(text, subject, who);
  const what = subjectOf(text, subject, talk);
  if (what === null)
    return sure
      ? { lacks: 'Which deal or lead is meant? Say its name or id.', completes: `assign … to ${who}` }
      : null;
  if (!('what' in what)) return what;
  if ('which' in person) return person;
  return command({ do: 'assign', what: what.what, to: person.name, because: null }, [
    ...what.assumptions,
    ...person.assumptions,
  ]);
}

function given(
  text: string,
  what: Thing | Frame,
  to: string,
  assumptions: string[],
  talk: Talk,
): CommandRead {
  const who = to.trim();
  const person = personOf(who, talk);
  if (!person) return stranger(text, null, who);
  if ('which' in person) return person;
  return command({ do: 'assign', what, to: person.name, because: null }, [
    ...assumptions,
    ...person.assumptions,
  ]);
}

const own = (text: string, said: string): string => asTyped(text, said, fold) ?? said;

function stranger(text: string, subject: string | null, who: string): CommandRead {
  if (tellsMore(who)) return { unread: who };
  return {
    lacks: `Nobody called "${own(text, who).slice(0, 60)}" works here. Who is meant?`,
    completes: subject === null ? null : `assign ${own(text, subject)} to …`,
  };
}

/** "Give Priya the Globex lead". */
function dative(text: string, rest: string, talk: Talk): CommandRead | null {
  const words = rest.split(' ');
  for (let length = Math.min(3, words.length - 1); length > 0; length--) {
    const who = words.slice(0, length).join(' ');
    if (/'s$/.test(who)) continue;
    const person = personOf(who, talk);
    const thing = words.slice(length).join(' ');
    // "Hand over dans deals" says whose they are.
    if (person && 'name' in person && `${person.name.name.split(' ')[0]?.toLowerCase()}s` === who) continue;
    // "Give me the Hooli lead" claims it.
    if (
      !person ||
      'which' in person ||
      person.name.id === 'me' ||
      !/\b(?:lead|deals?|it|this|that)\b|^[dl]-\w/.test(thing)
    )
      continue;
    return toPerson(text, thing, who, talk, false);
  }
  return null;
}

/** "Assign L-205": to whom is not said. */
function toNobody(text: string, rest: string, talk: Talk): CommandRead {
  const what = subjectOf(text, rest, talk);
  if (what === null)
    return { lacks: 'Which deal or lead, and to whom? For example "assign D-1042 to Tom".', completes: null };
  return 'what' in what ? { lacks: 'To whom?', completes: `assign ${own(text, rest)} to …` } : what;
}

type Subject = { what: Thing | Frame; assumptions: string[] };

/** One thing, or a list of deals as a question would read it. */
function subjectOf(
  text: string,
  said: string,
  talk: Talk,
): Subject | Exclude<CommandRead, { command: unknown }> | null {
  const repair = corrected.exec(said);
  const words = (repair ? said.slice(repair[0].length) : said).trim();
  const noted = repair ? [`Taken as said last: "${words}".`] : [];
  if (/^(?:them|these|those|(?:all of )?(?:them|these|those)(?: deals| all)?|all)$/.test(words))
    return themOf(talk);
  if (severalIds.test(words))
    return {
      lacks: 'One of them at a time, or a list of deals such as "Dan\'s deals in Proposal". Which one first?',
      completes: null,
    };
  const customer = /^(?:the )?(.+?) (?:account|customer)$/.exec(words);
  const account = customer && nameOf(customer[1] ?? '', ['account'], talk);
  if (account && 'which' in account) return account;
  if (account) {
    const deals = talk.deals(`open deals of ${account.name.name}`);
    if (deals && 'frame' in deals)
      return {
        what: deals.frame,
        assumptions: [...noted, `Its open deals are meant.`, ...deals.assumptions],
      };
  }
  if (isList(words)) {
    const deals = talk.deals(asList(words));
    if (deals === null) return { unread: words };
    return 'frame' in deals ? { what: deals.frame, assumptions: [...noted, ...deals.assumptions] } : deals;
  }
  const thing = thingOf(text, words, talk);
  if (thing === null || 'lacks' in thing) return thing;
  return { what: thing, assumptions: noted };
}

/** The deals of the last answer: of a list with so many on top these and no others. */
function themOf({ thread }: Talk): Subject | { lacks: string; completes: string | null } {
  const few = thread?.measure.kind === 'rows' && thread.by.length === 0 ? thread.limit : null;
  return thread && thread.of === 'deal'
    ? {
        what: {
          ...thread,
          measure: { kind: 'rows' },
          by: [],
          other: null,
          sort: few === null ? null : thread.sort,
          limit: few,
        },
        assumptions: [],
      }
    : { lacks: 'Which deals are meant? Say whose, or in which stage.', completes: null };
}

const isList = (words: string): boolean =>
  /\b(?:deals|opportunities|opps|book(?: of business)?|portfolio|workload)\b|^(?:every|all|each)\b|\beverything\b/.test(
    words,
  );
const asList = (words: string): string =>
  words
    .replace(/^(?:every|each|all|all of|all the)\s+/, '')
    .replace(/^(?:of|the)\s+/, '')
    .replace(/\bevery(?:thing)?\b|^(?:whatever|anything|those|the ones|all those)\b(?: deals)?/, 'deals')
    .replace(/\b(?:book of business|book|portfolio|workload)\b/, 'deals')
    .replace(/^(?:unassigned|unowned|ownerless) (deals?|opportunities)\b/, '$1 without owner')
    .replace(/\b(deal|opportunity)\b(?!s)/, 'deals');

export const isFrame = (what: Thing | Frame): what is Frame => 'clauses' in what;
