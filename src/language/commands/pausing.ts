/** "Pause all agents until Monday 9:00", "resume everything", "pause it". */
import type { Command, NamedValue } from '../request.ts';
import { fold } from '../text.ts';
import { untilOf } from '../until.ts';
import { keysIn, namesOthers } from './among.ts';
import { agentNamed, nameOf } from './naming.ts';
import { type Plainly, pauseWords, wantsQuiet } from './pause-words.ts';
import { asTyped, type CommandRead, command, named, type Talk, typedOut, type Which } from './read.ts';
import { withReason } from './reasons.ts';

// What a resume is answered with in any case.
const asksRest =
  /\s+and\s+(?:tell|show) me what(?:'s| is)\s+(?:still\s+)?(?:on hold|paused|waiting|stopped)$/;

// "All agents off until Monday", "outreach on hold".
const agentsOff = /^(.+?)\s+(?:to )?(?:off|on hold|on pause)(?:\s+((?:until|till|til|for|over)\b.*))?$/;

/** Only where it is known what is meant: "stop", "hold" and "leave … alone" say many things. A reason behind it is kept as it was typed. */
export function pausing(text: string, said: string, talk: Talk): CommandRead | null {
  const plain = pausingPlainly(said, talk);
  if (plain && 'command' in plain) return plain;
  const why = withReason(said) ?? meanwhile(said);
  if (!why || namesOthers(why.because, keysIn(why.rest, talk.lexicon), talk.lexicon)) return plain;
  const found = pausingPlainly(why.rest, talk);
  if (!found || 'unread' in found) return plain;
  // Asked whom it is for, it is read again with the answer.
  if (!('command' in found) || found.command.do !== 'pause') return found;
  return command(
    { ...found.command, because: asTyped(text, why.because, fold) ?? why.because },
    found.assumptions,
  );
}

const during = /^(.+?)[\s,]+((?:while|during) (?!.*\b(?:only|except|but|unless|if|until|till|for)\b).+)$/;

/** What goes on meanwhile is a reason where the pause has an end of its own; without one it would be the end. */
function meanwhile(said: string): { rest: string; because: string } | null {
  const [, rest = '', because = ''] = during.exec(said) ?? [];
  return /\b(?:until|till|for)\b/.test(rest) ? { rest, because } : null;
}

function pausingPlainly(said: string, talk: Talk): CommandRead | null {
  const quiet = wantsQuiet(said);
  if (quiet) return quietly(quiet.until, talk);
  const off = agentsOff.exec(said);
  const [, who = '', end = ''] = off ?? [];
  const words =
    off && (agentsIn(who, talk) !== null || (allAgents.test(who) && who !== 'the agent'))
      ? ({ does: 'pause', what: `${who} ${end}`.trim(), surely: false } as const)
      : pauseWords(said);
  if (!words) return null;
  const found = pausingOf(words, talk);
  return 'unread' in found && !words.surely ? null : found;
}

const short = /^(.+?)\s+(?:(off|pause|stop|mute)|(on|resume|start|go))$/;

/** For what nothing else was made of: "outreach off"; and what was not read of a pause is said. */
export function pausingAtLast(said: string, talk: Talk): CommandRead | null {
  const [, who = '', off] = short.exec(said) ?? [];
  const agents = agentsIn(who, talk);
  if (agents)
    return command(
      off
        ? { do: 'pause', what: 'agents', subjects: agents, until: null }
        : { do: 'resume', what: 'agents', subjects: agents },
    );
  const words = pauseWords(said);
  return words && /^(?:pause|stop|hold|resume|mute|restart)\b/.test(said) ? pausingOf(words, talk) : null;
}

function pausingOf({ does, what: said }: Plainly, talk: Talk): CommandRead {
  const text = does === 'resume' ? said.replace(asksRest, '') : said;
  const ended = does === 'pause' ? untilOf(` ${text}`, talk) : ({ rest: text, until: null } as const);
  if (typeof ended === 'string') return untilWhen(text, ended, talk);
  const what = subjectsOf(ended.rest.trim(), talk);
  if (what === null)
    return (
      laterWhen(does, ended.rest.trim(), talk) ??
      somethingElse(does, ended.rest.trim(), text.slice(ended.rest.trim().length), talk) ?? {
        unread: ended.rest.trim(),
      }
    );
  if ('lacks' in what && what.lacks === whichOne)
    return oneOf(does, text.slice(ended.rest.trim().length), talk);
  if ('which' in what || 'lacks' in what) return what;
  const { assumptions, ...whom } = what;
  const unsaid = text === '' ? ({ unsaid: true } as const) : {};
  return command(
    does === 'pause' ? { do: 'pause', ...whom, until: ended.until } : { do: 'resume', ...whom, ...unsaid },
    assumptions,
  );
}

const whichOne = 'Which agent is meant?';

/** "Pause the agent until Monday": each of them, until then. */
function oneOf(does: Plainly['does'], end: string, { lexicon }: Talk): CommandRead {
  const until = does === 'pause' ? end.replace(/^\s*/, ' ').trimEnd() : '';
  const agents = lexicon.agents.map(({ name }) => `${does} the ${name}${until}`);
  return {
    which: {
      question: whichOne,
      options: typedOut([...agents.slice(0, 4), `${does} all agents${until}`]),
    },
  };
}

/** People, territories and deals are not paused, nor an agent that there is not; what of them is meant is asked. */
function somethingElse(does: Plainly['does'], said: string, end: string, talk: Talk): CommandRead | null {
  const isDeal = /^(?:(?:the )?deal )?(?:[dl]-|opp_)\d\w*$/.test(said);
  const isPlace = /^me$|^myself$/.test(said) || nameOf(said, ['person', 'team', 'territory'], talk) !== null;
  const [, nobody] = /^(?:the |our |that )?([\p{L}-]+) agent$/u.exec(said) ?? [];
  if (!isDeal && !isPlace && !nobody) return null;
  const why = nobody
    ? `No agent is called "${nobody}". Which one is meant?`
    : isDeal
      ? `A deal is ${does}d with its customer. Which customer?`
      : `Agents, customers or everything can be ${does}d. What is meant?`;
  const until = does === 'pause' ? end.replace(/^\s*/, ' ').trimEnd() : '';
  if (isDeal) return { lacks: why, completes: `${does} …${until}` };
  const agents = talk.lexicon.agents.map(({ name }) => name);
  // Five can be offered; what is wanted most often is among them.
  const subjects = [...agents.slice(0, 3), ...(agents.length > 1 ? ['all agents'] : []), 'everything'];
  return { which: { question: why, options: typedOut(subjects.map((one) => `${does} ${one}${until}`)) } };
}

const later =
  /^(.+?)\s+((?:starting |beginning |from |on |at |as of |in |over |during |for the )(?!hold)\S.*|tomorrow.*|tonight|next \S+.*|(?:mon|tues|wednes|thurs|fri|satur|sun)day.*)$/;

/** "Pause outreach on Monday", "resume it tomorrow": what begins later is not there yet. */
function laterWhen(does: Plainly['does'], said: string, talk: Talk): CommandRead | null {
  const [, whom = '', when = ''] = later.exec(said) ?? [];
  if (whom === '' || subjectsOf(whom, talk) === null) return null;
  const until = when.replace(/^(?:starting|beginning|from|on|at|as of|in)\s+/, '');
  // "Everything in EMEA", "on weekends", "from asking Priya": no time, and no pause of everything.
  const read = untilOf(` until ${until}`, talk);
  const isTime = typeof read === 'string' ? read === 'past' : read.until !== null && read.rest.trim() === '';
  if (!isTime && !/^(?:tomorrow|tonight|over|during|next (?:week|month|quarter|year))\b/.test(when))
    return null;
  return does === 'pause'
    ? { lacks: 'A pause begins at once. Until when is it to last?', completes: `pause ${whom} until …` }
    : {
        lacks: `A resume happens at once. To have it back later, say "pause ${whom} until ${until}". Until when?`,
        completes: `pause ${whom} until …`,
      };
}

/** An end that was not read is asked for, where it is known what would be paused. */
function untilWhen(text: string, why: 'unread' | 'past', talk: Talk): CommandRead {
  const whom = text.replace(/\s*\b(?:until|untill|till|til|'til|through|thru|to|for|over)\b.*$/, '');
  if (subjectsOf(whom, talk) === null) return { unread: text };
  const end = text.slice(whom.length);
  // "Until Tuesday 8:00, EMEA only", "until Tuesday but not for Priya": a limit that no pause has is no question of time.
  if (
    /,(?!\s*(?:the )?\d)|;|\b(?:only|just|but|not|except|unless|for)\b/.test(
      end.replace(/^\s*(?:until|untill|till|til|'til|through|thru|to|for|over)\b/, ''),
    )
  )
    return { unread: text };
  return {
    lacks: `${why === 'past' ? 'That is past already. ' : ''}Until when? Say a day and a time, for example "Monday 9:00".`,
    completes: `pause ${whom === '' ? 'everything' : whom} until …`,
  };
}

function quietly(until: string, talk: Talk): CommandRead {
  const names = talk.lexicon.agents.map(({ name }) => name);
  const ended = until === '' ? null : untilOf(` ${until}`, talk);
  const end =
    ended && typeof ended !== 'string' && ended.until && ended.rest.trim() === '' ? ` ${until}` : '';
  return {
    lacks: `What is to be paused: everything, all agents${names.length > 0 ? ` or one of them (${names.join(', ')})` : ''}?`,
    completes: `pause …${end}`,
  };
}

type Subjects = {
  what: 'everything' | 'agents' | 'customer';
  subjects: NamedValue[];
  all?: true;
  assumptions: string[];
};
type Unsure = { which: Which } | { lacks: string; completes: string | null };

const some = (what: Subjects['what'], subjects: NamedValue[], assumptions: string[] = []): Subjects => ({
  what,
  subjects,
  assumptions,
});

const everything =
  /^(?:everything|all|steward|yourself|it all|all of it|all work|(?:the )?lot|the whole (?:thing|lot|show|system|place)|whole thing|everything everywhere|all systems|the system)?$/;
const allAgents =
  /^(?:all|every|each|'?em all|them all|everyone|everybody|(?:all |every |each |all of )?(?:the |your |our |my )?(?:whole )?(?:agents?|crew|team of agents|agent crew))$/;
const but =
  /^(?<whom>.+?)\s+(?:except(?: for)?|but(?: not)?|besides|other than|apart from|without)\s+(?<left>.+)$/;

/** "all agents", "everything but intake", "the pipeline agent", "customer Acme", "it". */
function subjectsOf(text: string, talk: Talk): Subjects | Unsure | null {
  const { lexicon } = talk;
  const said = text.replace(/^(?:the|all the|all of the|all(?= \S)|both)\s+(?!agents?\b)/, '').trim();
  if (everything.test(said)) return some('everything', []);
  if (/^(?:it|this|that|them|this one|that one|(?:this|that) (?:agent|customer|account|deal))$/.test(said))
    return pointed(talk);
  if (allAgents.test(said) && !/^(?:the )?agent$/.test(said))
    return { ...some('agents', lexicon.agents.map(named)), all: true };
  if (/^(?:the |an? )?agent$/.test(said)) return { lacks: whichOne, completes: null };
  const apart = but.exec(said);
  if (apart) return allBut(apart.groups?.whom ?? '', apart.groups?.left ?? '', talk);
  const customer =
    /^(?:customer|account|client|company)s?\s+(.+)$/.exec(said) ??
    /^(.+?)\s+(?:customer|account|client)$/.exec(said);
  if (customer) return oneCustomer(customer[1] ?? '', talk);
  const agents = agentsIn(said, talk);
  return agents ? some('agents', agents) : oneCustomer(said, talk);
}

function agentsIn(said: string, { lexicon }: Talk): NamedValue[] | null {
  const together = /\bagents\b/.test(said) ? ' agent' : '';
  const agents = said
    .split(/\s*(?:,\s*and\b|,|\band\b|&|\+|\bplus\b|\bas well as\b)\s*/)
    .map((part) => agentNamed(`${part}${together}`, lexicon));
  return agents.every((agent) => agent !== null) ? agents.filter((agent) => agent !== null) : null;
}

/** "Everything except intake": the other agents. */
function allBut(whom: string, left: string, talk: Talk): Subjects | null {
  const out = agentsIn(left, talk);
  if (!out || !(everything.test(whom) || allAgents.test(whom))) return null;
  const rest = talk.lexicon.agents.filter(({ id }) => !out.some((agent) => agent.id === id)).map(named);
  const names = out.map(({ name }) => name).join(', ');
  return rest.length === 0 ? null : some('agents', rest, [`All agents but ${names}.`]);
}

function pointed({ it, before }: Talk): Subjects | Unsure {
  const agents = agentsOf(before);
  if (agents.length > 0) return some('agents', agents);
  if (it?.kind === 'agent') return some('agents', [named(it)]);
  if (it?.kind === 'deal' && it.account)
    return some('customer', [it.account], [`A deal is paused with its customer, ${it.account.name}.`]);
  return { lacks: 'What is meant: an agent, a customer or everything?', completes: null };
}

/** The agents that a command was about. */
export function agentsOf(before: Command | null): NamedValue[] {
  if (before?.do === 'pause' || before?.do === 'resume')
    return before.what === 'agents' ? before.subjects : [];
  if (before?.do === 'agent_status' || before?.do === 'activity' || before?.do === 'cost')
    return before.agent ? [before.agent] : [];
  if (
    before?.do === 'set_mode' ||
    before?.do === 'set_aggressiveness' ||
    before?.do === 'aggressiveness' ||
    before?.do === 'modes' ||
    before?.do === 'shadow_report' ||
    (before?.do === 'sign_mode' && 'agent' in before)
  )
    return before.agent ? [before.agent] : [];
  return before?.do === 'run' || before?.do === 'agent_duty' ? [before.agent] : [];
}

function oneCustomer(text: string, talk: Talk): Subjects | Unsure | null {
  const found = nameOf(text, ['account'], talk);
  if (!found) return null;
  if ('which' in found) return found;
  return some('customer', [found.name], found.assumptions);
}
