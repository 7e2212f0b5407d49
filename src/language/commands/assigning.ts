/** "Assign D-1042 to Tom", "give Priya the Globex lead", "move Dan's open deals in proposal to Maya", "assign them to Hannes". */
import type { Clause, Frame, Thing } from '../request.ts';
import { fold } from '../text.ts';
import { nameOf, personOf } from './naming.ts';
import { asTyped, type CommandRead, command, type Talk } from './read.ts';
import { thingOf } from './things.ts';

const surely = /^(?:assign|reassign|re-assign|transfer|hand(?: over)?|allocate|hand off)\b\s*(.*)$/;
const perhaps = /^(?:give|move|pass(?: on)?|route|switch|put)\b\s*(.*)$/;
const owning = /^(?:make|set)\s+(.+?)\s+(?:as )?(?:the )?(?:new )?owner of\s+(.+)$/;
const ownerTo = /^(?:set|change)\s+(?:the )?owner of\s+(.+?)\s+to\s+(.+)$/;
const fromTo =
  /^(?:(.+?),\s+)?(?:please\s+)?(?:assign|reassign|re-assign|transfer|move|hand over)\s+(?:(.+?)\s+)?from\s+(.+?)\s+to\s+(.+)$/;
const goesTo = /^(?!which|what|how|who|show|list)(\S.*?) (?:goes|should go|belongs|should belong) to (.+)$/;
const takesOver =
  /^(?!which|what|how|who|show|list)(\S.*?) (?:should own|should take(?: over)?|takes over|should have|should get) (.+)$/;
const putOn = /^put (.+?) on (?!hold\b)(.+)$/;
// A reason is kept with what is done; anything else behind the name is not read.
const reasons =
  /^(.+?),?\s+((?:because|since|as) .+|(?:he|she|they)(?:'s|'re| is| are| has| have| was| were| left)\b.*)$/;
const corrected = /^.*?\b(?:sorry|no wait|wait|i mean|i meant|rather)\b[,:\s]+(?=\S)/;

export function assigning(text: string, bare: string, talk: Talk): CommandRead | null {
  const moved = fromTo.exec(bare);
  if (moved) return fromOneToAnother(text, moved, talk);
  const made = owning.exec(bare);
  if (made) return toPerson(text, made[2] ?? '', made[1] ?? '', talk, true);
  const changed = ownerTo.exec(bare);
  if (changed) return toPerson(text, changed[1] ?? '', changed[2] ?? '', talk, true);
  const becomes = goesTo.exec(bare);
  if (becomes) return toPerson(text, becomes[1] ?? '', becomes[2] ?? '', talk, false);
  const takes = takesOver.exec(bare) ?? putOn.exec(bare);
  if (takes) return toPerson(text, takes[2] ?? '', takes[1] ?? '', talk, false);
  const sure = surely.exec(bare);
  const said = sure ?? perhaps.exec(bare);
  if (!said) return null;
  const rest = said[1] ?? '';
  const at = rest.lastIndexOf(' to ');
  if (at >= 0)
    return toPerson(text, rest.slice(0, at).replace(/\s+over$/, ''), rest.slice(at + 4), talk, sure !== null);
  return dative(text, rest, talk) ?? (sure ? toNobody(text, rest, talk) : null);
}

/** "Planet Express Holdings, reassign from Marcus to Wei". */
function fromOneToAnother(text: string, found: RegExpExecArray, talk: Talk): CommandRead | null {
  const [, before, between, from = '', to = ''] = found;
  const subject = between ?? before ?? 'deals';
  const owner = personOf(from, talk);
  if (!owner) return /assign/.test(found[0]) ? { unread: from } : null;
  if ('which' in owner) return owner;
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
  const { who, because } = splitReason(to);
  const person = personOf(who, talk);
  if (/^(?:somebody|someone|anybody|anyone|whoever)(?: else)?$/.test(who))
    return { lacks: 'To whom?', completes: `assign ${own(text, subject)} to …` };
  if (!person && !sure) return null;
  if (!person) return stranger(text, subject, who);
  const what = subjectOf(text, subject, talk);
  if (what === null)
    return sure
      ? { lacks: 'Which deal or lead is meant? Say its name or id.', completes: `assign … to ${who}` }
      : null;
  if (!('what' in what)) return what;
  if ('which' in person) return person;
  return command({ do: 'assign', what: what.what, to: person.name, because }, [
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
  const { who, because } = splitReason(to);
  const person = personOf(who, talk);
  if (!person) return stranger(text, null, who);
  if ('which' in person) return person;
  return command({ do: 'assign', what, to: person.name, because }, [...assumptions, ...person.assumptions]);
}

const own = (text: string, said: string): string => asTyped(text, said, fold) ?? said;

function stranger(text: string, subject: string | null, who: string): CommandRead {
  return {
    lacks: `Nobody called "${own(text, who).slice(0, 60)}" works here. Who is meant?`,
    completes: subject === null ? null : `assign ${own(text, subject)} to …`,
  };
}

function splitReason(to: string): { who: string; because: string | null } {
  const found = reasons.exec(to);
  return {
    who: (found?.[1] ?? to).trim(),
    because: found?.[2]?.replace(/^(?:because|since|as)\s+/, '').trim() ?? null,
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
  if (isList(words)) {
    const deals = talk.deals(asList(words));
    if (deals === null) return { unread: words };
    return 'frame' in deals ? { what: deals.frame, assumptions: [...noted, ...deals.assumptions] } : deals;
  }
  const thing = thingOf(text, words, talk);
  if (thing === null || 'lacks' in thing) return thing;
  return { what: thing, assumptions: noted };
}

function themOf({ thread }: Talk): Subject | { lacks: string; completes: string | null } {
  return thread && thread.of === 'deal'
    ? {
        what: { ...thread, measure: { kind: 'rows' }, by: [], other: null, sort: null, limit: null },
        assumptions: [],
      }
    : { lacks: 'Which deals are meant? Say whose, or in which stage.', completes: null };
}

const isList = (words: string): boolean =>
  /\b(?:deals|opportunities|opps)\b|^(?:every|all|each)\b|\beverything\b/.test(words);
const asList = (words: string): string =>
  words
    .replace(/^(?:every|each|all|all of|all the)\s+/, '')
    .replace(/^(?:of|the)\s+/, '')
    .replace(/\bevery(?:thing)?\b/, 'deals')
    .replace(/^(?:unassigned|unowned|ownerless) (deals?|opportunities)\b/, '$1 without owner')
    .replace(/\b(deal|opportunity)\b(?!s)/, 'deals');

export const isFrame = (what: Thing | Frame): what is Frame => 'clauses' in what;
