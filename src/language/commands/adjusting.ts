/** After a command: what the next words change of it, and what stays as it was. Whatever is not read is no such reply. */
import type { Mode } from '../../policy/nouns.ts';
import { dayIn } from '../../sales/days.ts';
import type { Command, Frame, NamedValue, Thing } from '../request.ts';
import { fold } from '../text.ts';
import { untilOf } from '../until.ts';
import { whichFirst } from './agents.ts';
import { leavingOut } from './cleaning.ts';
import { agentNamed, personOf } from './naming.ts';
import { partsIn, wordSet } from './parts.ts';
import { periodIn } from './periods.ts';
import { knownAs } from './playbooks.ts';
import { asTyped, type CommandRead, command, type Talk } from './read.ts';
import { isSwitch } from './switches.ts';
import { partsOf } from './threshold-parts.ts';
import { settingThreshold } from './thresholds.ts';

/** How a change is opened: an apology, a second thought, nothing that says what. */
const opening =
  /^(?:(?:and|but|so|ok|okay|alright|right|no|nope|nah|sorry|apologies|oops|oopsie|whoops|argh|ugh|gah|ah|oh|eh|hm+|er+m?|um+|uh+|wait|hold on|actually|well|forgive me|pardon(?: me)?|excuse me|my (?:bad|mistake|apologies)|i(?:'ve| have)? ?(?:meant?|misspoke|mistyped|was wrong|made a mistake)(?: to say)?|i am sorry|i'm sorry|rather|instead|better(?: make it)?|make (?:it|that|this)|(?:change|set|raise|lower|reduce|increase) (?:it|that|this)(?: (?:up|down))?(?: to)?|let's (?:say|make it|do|go with|take)|let us say|i'd say|say|go with|on second thoughts?|second thought|thinking about it|come to think of it|scratch that|correction|wrong (?:agent|person|one|deal|lead|day|rep|number|stage|name|bot|guy|id)|typo|fat[- ]?fingers?|that was (?:wrong|a typo|a slip)|i typed the wrong (?:one|id|name|number)|please|pls|plz|then|now)(?:[\s,.:;!-]+|$))+/;
const closing =
  /(?:[\s,.;!-]+(?:instead|rather|please|pls|plz|then|though|actually|sorry|my (?:bad|mistake)|thanks|thank you|thx|if you (?:can|would|don't mind|please)|will do|would do|is enough|is plenty|is fine|is better|would be better|is what i meant|i meant?|i mean|it is|i think|after all))+$/;
const contrasts = [
  /^(?<said>.+?),?\s+(?:and |but )?(?:not|instead of|rather than|in place of)\s+(?<against>\S.*)$/,
  /^(?:not|instead of|rather than)\s+(?<against>[^,;.]+?)(?:\s*[,;.:]\s*(?:but\s+)?|\s+but\s+)(?<said>\S.*)$/,
];
const adding = /^(?:and|also|plus|add|include|as well as)\b(?! (?:not|only|just)\b)/;
const addingToo = /\s(?:too|as well|also)$/;
const narrowing = /^(?:and |but |no |sorry )*(?:only|just|nothing but)\s+/;

type Said = {
  /** Without manners. */
  said: string;
  /** What it is to be in the place of: "not Wei". */
  against: string | null;
  /** Beside what was asked for. */
  more: boolean;
  only: boolean;
  /** It says that something else was wrong. */
  corrects: boolean;
};

const asks = /^(?:why|how|what's|what is|what are|who|when|which|where|show|list|count|help|undo)\b/;

function saidOf(bare: string): Said {
  const more = adding.test(bare) || addingToo.test(bare);
  const only = narrowing.test(bare);
  const opened = opening.exec(bare)?.[0] ?? '';
  let rest = bare
    .slice(opened.length)
    .replace(/^(?:also|plus|add|include|as well as|what about|how about|only|just|nothing but)\s+/, '')
    .replace(addingToo, '')
    .trim();
  let against: string | null = null;
  for (const pattern of contrasts) {
    const found = pattern.exec(rest)?.groups;
    if (!found?.said || !found.against) continue;
    rest = found.said;
    against = found.against.replace(closing, '').trim();
    break;
  }
  const said = rest.replace(closing, '').trim();
  const corrects =
    against !== null ||
    said !== rest ||
    opened.replace(/\b(?:and|but|so|ok|okay|then|now|please|pls)\b|[\s,.:;!-]/g, '') !== '';
  return { said, against, more, only, corrects };
}

/** `bare` without manners and without a question mark; `text` as it was typed. */
export function adjusting(text: string, bare: string, talk: Talk): CommandRead | null {
  const { before } = talk;
  if (!before || asks.test(bare)) return null;
  const said = saidOf(bare);
  if (said.said === '') return null;
  switch (before.do) {
    case 'pause':
      return ofPause(before, said, talk);
    case 'set_threshold':
      return (
        anotherWord(before, said.said) ?? anotherLimit(bare, before, talk) ?? ofLimit(before, said, talk)
      );
    case 'agent_status':
    case 'cost':
    case 'activity':
      return ofReport(before, said, talk);
    case 'resume':
    case 'run':
      return ofAgents(before, said, talk);
    case 'undo':
    case 'undo_all':
      return ofUndo(before, said, talk);
    case 'clean_up':
      return leavingOut(bare, before);
    case 'assign':
      return ofAssignment(before, text, said, talk);
    case 'claim':
    case 'explain_thing':
    case 'undo_of':
      return ofThing(before, text, said);
    case 'snapshot':
      return ofSnapshot(before, text, said);
    case 'playbook':
      return ofPlaybook(before, said, talk);
    case 'set_mode':
    case 'set_modes':
      return ofMode(before, said);
    default:
      return null;
  }
}

const agentsIn = (said: string, { lexicon }: Talk): NamedValue[] | null => {
  const agents = said
    .replace(/^(?:for|the same for|same for|with|of)\s+/, '')
    .split(/\s*(?:,\s*and\b|,|\band\b|&|\+)\s*/)
    .map((part) => agentNamed(part.replace(/\s+one$/, ''), lexicon));
  return agents.every((agent) => agent !== null) ? agents.filter((agent) => agent !== null) : null;
};

const clock = /^(?:(?:until|till|til|at)\s+)?(?:\d{1,2}(?:[:.h]\d{2})?\s*(?:am|pm|h|o'?clock)?|noon|midday)$/;
const leaving =
  /^(?:except(?: for)?|not|without|leave out|leave|keep|exclude|skip|minus|drop|remove|all but)\s+(.+?)(?: (?:out|alone|running|on|out of it))?$/;

/** "Except intake", of a pause of several. */
function without(before: Extract<Command, { do: 'pause' }>, said: string, talk: Talk): CommandRead | null {
  const gone = agentsIn(leaving.exec(said)?.[1] ?? '', talk);
  if (!gone?.every(({ id }) => before.subjects.some((one) => one.id === id))) return null;
  const subjects = before.subjects.filter(({ id }) => !gone.some((one) => one.id === id));
  return subjects.length > 0 ? command({ do: 'pause', what: 'agents', subjects, until: before.until }) : null;
}

/** "Wednesday rather", "and quotes as well", "not outreach, intake". A customer's pause has another end only. */
function ofPause(
  before: Extract<Command, { do: 'pause' }>,
  { said, against, more, only, corrects }: Said,
  talk: Talk,
): CommandRead | null {
  const day =
    /^(?:(?:to|on) )?(?=(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|tomorrow|next week|end of|eo[dwmq]\b|\d)/;
  const left = before.what === 'agents' ? without(before, said, talk) : null;
  if (left) return left;
  // "9am is better", of a pause until Monday: on Monday.
  const on = before.until && clock.test(said) ? `${dayIn(new Date(before.until.at), talk.zone)} ` : '';
  const ended = untilOf(
    ` ${on === '' ? said.replace(day, 'until ') : `until ${on}${said.replace(/^(?:until|till|til|at)\s+/, '')}`}`,
    talk,
  );
  if (typeof ended === 'string') return null;
  const rest = ended.rest.trim();
  const until = ended.until ?? before.until;
  if (rest === '') return ended.until && !more ? command({ ...before, until }) : null;
  const agents = agentsIn(rest, talk);
  if (!agents || before.what !== 'agents' || !(more || only || corrects || ended.until)) return null;
  if (against !== null && !agentsIn(against, talk)) return null;
  if (more && before.all) return null;
  const kept = more ? before.subjects.filter(({ id }) => !agents.some((one) => one.id === id)) : [];
  return command({ do: 'pause', what: 'agents', subjects: [...kept, ...agents], until });
}

/** Words that name a limit of their own begin anew. */
function anotherLimit(
  bare: string,
  before: Extract<Command, { do: 'set_threshold' }>,
  talk: Talk,
): CommandRead | null {
  const found = settingThreshold(bare, talk);
  const other = found && 'command' in found ? found.command : null;
  return other?.do === 'set_threshold' && other.threshold !== before.threshold ? found : null;
}

/** "8 is enough", "for Qualification, not Discovery", "the same for intake instead". */
function ofLimit(
  before: Extract<Command, { do: 'set_threshold' }>,
  { said, against, more }: Said,
  talk: Talk,
): CommandRead | null {
  const partsIn = (words: string): ReturnType<typeof partsOf> =>
    partsOf(words.replace(/^(?:the )?same(?: thing| value| again)?\s+/, ''), talk);
  const parts = partsIn(said);
  if (!('place' in parts)) return null;
  const { value, place, stage, until, assumptions } = parts;
  if (!value && !place && !stage && !until) return null;
  if (before.value === null && value) return null;
  if (value && before.value && value.unit !== 'plain' && before.value.unit !== 'plain') {
    if (value.unit !== before.value.unit) return null;
  }
  const gone = against === null ? null : partsIn(against);
  if (gone && !('place' in gone)) return null;
  // A second place beside the first: one limit has one place.
  if (more && value === null && until === null)
    return { lacks: 'One place at a time. Is this one meant in the place of the other?', completes: null };
  const unit = before.value?.unit ?? 'plain';
  return command(
    {
      ...before,
      value: value ? { ...value, unit: value.unit === 'plain' ? unit : value.unit } : before.value,
      place: place ?? (gone && 'place' in gone && gone.place ? null : before.place),
      stage: stage ?? (gone && 'place' in gone && gone.stage ? null : before.stage),
      until: until ?? before.until,
    },
    assumptions,
  );
}

/** "Rather suggest", after an agent was put in shadow. */
function ofMode(before: Extract<Command, { do: 'set_mode' | 'set_modes' }>, { said, against, more }: Said) {
  const mode = /^(?:(?:in|into|to|on) )?(shadow|suggest|auto)(?: mode)?$/.exec(said)?.[1];
  if (!mode || more || against !== null) return null;
  if (before.do === 'set_mode') return command({ ...before, mode: mode as Mode });
  return mode === 'auto' ? null : command({ ...before, mode: mode as Exclude<Mode, 'auto'> });
}

/** "Weekly is enough", of a report that was to come daily; "off", of what was to be on. */
function anotherWord(before: Extract<Command, { do: 'set_threshold' }>, said: string): CommandRead | null {
  const { value } = before;
  if (!value || !/^(?:off|on|daily|weekly)$/.test(said)) return null;
  if (value.text !== undefined && /^(?:off|daily|weekly)$/.test(value.text) && said !== 'on')
    return command({ ...before, value: { ...value, text: said } });
  const switched = value.unit === 'plain' && value.text === undefined && /^(?:on|off)$/.test(said);
  return switched && isSwitch(before.threshold)
    ? command({ ...before, value: { ...value, number: said === 'on' ? 1 : 0 } })
    : null;
}

/** After the status, the doings or the cost of one: "and forecasting?", "the same for February". */
function ofReport(
  before: Extract<Command, { do: 'agent_status' | 'cost' | 'activity' }>,
  { said, against }: Said,
  talk: Talk,
): CommandRead | null {
  const words = said.replace(/^(?:(?:and|but|for|in|of|the same|same|what about|how about)\s+)+/, '');
  const agent = agentNamed(words, talk.lexicon);
  if (against !== null) return null;
  if (agent) return command({ ...before, agent });
  if (before.do === 'agent_status') return null;
  const { period, rest } = periodIn(words, talk);
  return period !== null && rest === '' ? command({ ...before, period }) : null;
}

function ofAgents(
  before: Extract<Command, { do: 'resume' | 'run' }>,
  { said, against, more }: Said,
  talk: Talk,
): CommandRead | null {
  const agents = agentsIn(said, talk);
  const [agent, ...others] = agents ?? [];
  if (!agents || !agent || (against !== null && !agentsIn(against, talk))) return null;
  if (before.do === 'run')
    return others.length > 0 || more ? whichFirst(talk) : command({ do: 'run', agent });
  if (before.what !== 'agents' || before.all) return null;
  const kept = more ? before.subjects.filter(({ id }) => !agents.some((one) => one.id === id)) : [];
  return command({ do: 'resume', what: 'agents', subjects: [...kept, ...agents] });
}

const undoSilent = wordSet(
  'the last latest previous most recent of from by for agent agents change changes action actions thing things step steps edit edits them those ones with in same',
);

/** "Make it 4", "wrong agent, sorry, pipeline", "only today's". */
function ofUndo(
  before: Extract<Command, { do: 'undo' | 'undo_all' }>,
  { said, against }: Said,
  talk: Talk,
): CommandRead | null {
  const parts = partsIn(said, talk, undoSilent);
  const [agent, ...others] = parts.agents;
  if (parts.unread !== '' || parts.all || others.length > 0 || parts.number === 0) return null;
  const { number, period } = parts;
  if (number === null && period === null && !agent) return null;
  if (against !== null && partsIn(against, talk, undoSilent).unread !== '') return null;
  if (before.do === 'undo_all') {
    // Times of the day were of the day that was named with them.
    const { hours, ...rest } = before;
    return command({
      ...rest,
      ...(hours && period === null ? { hours } : {}),
      of: agent ?? before.of,
      period: period ?? before.period,
      last: number ?? before.last,
    });
  }
  if (agent)
    return command({
      do: 'undo_all',
      of: agent,
      period: period ?? 'last 30 days',
      last: number ?? before.last,
    });
  return number !== null && period === null ? command({ do: 'undo', last: number }) : null;
}

const id = /(?:^|\s)((?:[dl]-|opp_)\w+)(?=[\s,.;:!]|$)/g;
const besideId = wordSet(
  'it is was the a deal lead one id i had have in mind meant mean that this should be for with typo wrong of course no number make take want wanted give me to same',
);

/** The one id that is said, where the words beside it say nothing else; null where there is none or more than one. */
function idIn(text: string, said: string): Thing | null {
  const ids = [...said.matchAll(id)].map(([, name]) => name ?? '');
  const [only, ...others] = ids;
  if (!only || others.length > 0) return null;
  const beside = said
    .replace(only, ' ')
    .split(/[\s,.;:!]+/)
    .filter((word) => word !== '' && !besideId.has(word.replace(/'s$/, '')));
  if (beside.length > 0) return null;
  const kind = only.startsWith('l-') ? 'lead' : only.startsWith('d-') ? 'deal' : 'either';
  return { kind: kind === 'lead' ? 'lead' : 'either', name: asTyped(text, only, fold) ?? only, id: null };
}

function ofThing(
  before: Extract<Command, { do: 'claim' | 'explain_thing' | 'undo_of' }>,
  text: string,
  { said, against, more }: Said,
): CommandRead | null {
  const thing = idIn(text, said);
  if (!thing || (against !== null && !idIn(text, against))) return null;
  if (before.do !== 'explain_thing' && besides(said, against, more))
    return oneAtATime(
      thing,
      before.do === 'claim' ? `claim lead ${thing.name}` : `undo the change of ${thing.name}`,
    );
  if (before.do === 'explain_thing') return command({ do: 'explain_thing', thing, exception: null });
  if (before.do === 'undo_of') return command({ do: 'undo_of', thing });
  return thing.kind === 'lead' ? command({ do: 'claim', lead: { ...thing, kind: 'lead' } }) : null;
}

/** What waits for a yes is one thing: a second one would push it out unseen. */
const besides = (said: string, against: string | null, more: boolean): boolean =>
  more && against === null && !/\bin mind\b|\bmeant?\b/.test(said);
const oneAtATime = (thing: Thing, words: string): CommandRead => ({
  lacks: `One at a time. For ${thing.name} alone, say "${words}".`,
  completes: null,
});

type Assign = Extract<Command, { do: 'assign' }>;
const isFrame = (what: Thing | Frame): what is Frame => 'clauses' in what;

/** "Forgive me, to Elif", "not Wei, Chloe", "only under 15k", "it is D-1021 I had in mind". */
function ofAssignment(before: Assign, text: string, words: Said, talk: Talk): CommandRead | null {
  return (
    toOther(before, words, talk) ?? ofOther(before, text, words) ?? ofOtherDeals(before, text, words, talk)
  );
}

function toOther(before: Assign, { said, against, more }: Said, talk: Talk): CommandRead | null {
  const found =
    /^(?:(?:give|assign|hand|move|pass|send|transfer|it goes|they go|it should go|they should go)\s+(?:(?:it|them|that|those|this)\s+)?(?:over )?)?to\s+(.+)$/.exec(
      said,
    );
  const person = personOf(found?.[1] ?? said, talk);
  if (!person || more) return null;
  if ('which' in person) return person;
  const other = against === null ? null : personOf(against.replace(/^to\s+/, ''), talk);
  if (against !== null && (!other || 'which' in other)) return null;
  const wasTo = other && !('which' in other) && other.name.id === before.to.id;
  // "Elif instead", of Luis's deals to Maya: who of the two is not said.
  if (!found && !wasTo && isFrame(before.what) && ownersIn(before.what).length > 0) {
    if (other && !('which' in other) && ownersIn(before.what).includes(other.name.id)) return null;
    return {
      lacks: `${person.name.name} in whose place: as the one who gets them, or as the one whose deals they are?`,
      completes: null,
    };
  }
  if (against !== null && !wasTo) return null;
  return command({ ...before, to: person.name }, person.assumptions);
}

const ownersIn = (frame: Frame): string[] =>
  frame.clauses.flatMap((clause) =>
    clause.says === 'mine'
      ? ['me']
      : clause.says === 'names' && clause.field === 'owner'
        ? clause.names.map(({ id }) => id)
        : [],
  );

/** Another one in its place; two at a time are not given. */
function ofOther(before: Assign, text: string, { said, against, more }: Said): CommandRead | null {
  const thing = isFrame(before.what) ? null : idIn(text, said);
  if (!thing || (against !== null && !idIn(text, against))) return null;
  if (besides(said, against, more)) return oneAtATime(thing, `assign ${thing.name} to ${before.to.name}`);
  return command({ ...before, what: thing });
}

/** The list that is given is narrowed and widened as any other. */
function ofOtherDeals(before: Assign, text: string, { said, more }: Said, talk: Talk): CommandRead | null {
  if (!isFrame(before.what)) return null;
  const what = talk.reply(text, before.what, more) ?? talk.reply(said, before.what, more);
  return what && command({ ...before, what: what.frame }, what.assumptions);
}

/** "Renewal season rather", "until Friday". */
function ofPlaybook(
  before: Extract<Command, { do: 'playbook' }>,
  { said, against }: Said,
  talk: Talk,
): CommandRead | null {
  const name = against === null || knownAs(against, talk) === before.name ? knownAs(said, talk) : null;
  if (name) return command({ ...before, name });
  const ended = untilOf(
    ` ${/^(?:until|till|til|through|thru|for)\b/.test(said) ? said : `until ${said}`}`,
    talk,
    { whole: true },
  );
  if (typeof ended === 'string' || !ended.until || ended.rest.trim() !== '') return null;
  return command({ ...before, until: ended.until });
}

/** "Call it pre-q2". */
function ofSnapshot(
  before: Extract<Command, { do: 'snapshot' }>,
  text: string,
  { said, against }: Said,
): CommandRead | null {
  if (against !== null) return null;
  const name =
    /^(?:call|name|label) (?:it|that|this)\s+(\S.{0,60})$|^(?:called|named|as)\s+(\S.{0,60})$/.exec(said);
  const typed = asTyped(text, name?.[1] ?? name?.[2] ?? '', fold);
  return name && typed ? command({ ...before, name: typed }) : null;
}
