/** "Run the pipeline agent", "how are the agents doing", "what did pipeline do today". */
import { agentNamed } from './naming.ts';
import { type Parts, partsIn, wordSet } from './parts.ts';
import { periodIn } from './periods.ts';
import { type CommandRead, command, type Talk, typedOut } from './read.ts';

const runWords =
  /^(?:force(?:[- ]run)?|run|start|trigger|kick(?: off)?|launch|execute|wake|fire(?: up| off)?|sweep|rerun|re-run|re-?trigger|do|get|have|make|let|need|(?:i )?(?:need|want)|refresh|poke|set off)\b\s*(.*)$/;
const surelyRuns =
  /^(?:run|trigger|kick off|launch|execute|wake|fire|sweep|rerun|re-run|retrigger|start|force|kick|set off)\b/;
const sweepWords =
  /^(?:(?:do |run )?(?:a |an |another |one more )?(?:fresh |new )?)?(?:look|check|sweep|scan|recheck|re-check|rescan)(?: again| everything)?(?: (?:for|of|on) (?:all )?(?:the )?(?:stale|stuck) deals)?(?: now)?$/;
const reviewWords =
  /^(?:post|send|share|make|give (?:me|us)) (?:me |us )?(?:the |a )?(?:weekly )?pipeline review(?: now| again)?$/;
const runSilent = wordSet(
  'do the a an another one fresh new full manual manually force quick extra of with for on run running runs sweep scan pass check look looks go agent agents to now again immediately right away straight off once today more time up it please',
);
const runsSomething =
  /^(?:force|force[- ](?:a )?run|run|do a run|trigger|run (?:(?:the|an?) )?agent|trigger (?:a run|(?:(?:the|an?) )?agent)|start a run|force (?:the|an?) agent(?: to run)?)$/;
const pointing = /^(?:it|this|that|(?:this|that) agent|it again)$/;

/** "Before my call" says why now, "the agent I mean" what is meant. */
const urgent =
  /,?\s+(?:before|ahead of|in time for|for) (?:my|our|the|this|today's) (?:[a-z]+ )?(?:call|meeting|1:1|review|standup|stand-up|qbr|demo|sync)(?: (?:today|this morning|this afternoon|later))?$/;
const meantAgent = /,?\s+(?:i mean(?:t)? )?the agent(?:,? i mean(?:t)?)?$/;

export function running(whole: string, talk: Talk): CommandRead | null {
  const bare = whole.replace(meantAgent, '').replace(urgent, '');
  const text = meantAgent.test(whole) ? `${bare} agent` : bare;
  const pipeline = sweepWords.test(text) ? agentNamed('pipeline', talk.lexicon) : null;
  if (pipeline) return command({ do: 'run', agent: pipeline });
  const analytics = reviewWords.test(text) ? agentNamed('analytics', talk.lexicon) : null;
  if (analytics) return command({ do: 'run', agent: analytics });
  if (runsSomething.test(text) && talk.lexicon.agents.length > 1)
    return whichFirst(talk, 'Which agent is meant?');
  const found = runWords.exec(text) ?? /^(.+? agent)\s+(?:go|run)$/.exec(text);
  if (!found) return null;
  const said = found[1] ?? '';
  const runs = /\b(?:run|sweep|scan|pass|go|agents?)\b/.test(text) || surelyRuns.test(text);
  if (!runs) return null;
  const pointed = pointing.test(said) && talk.it?.kind === 'agent' ? talk.it : null;
  if (pointed) return command({ do: 'run', agent: { id: pointed.id, name: pointed.name } });
  // "A forecast run" is the agent's.
  const parts = partsIn(said.replace(/\b([a-z]+) (?=(?:run|sweep)\b)/, nicknamed(talk)), talk, runSilent);
  return runOf(parts, text, said, talk);
}

const firmly =
  /^(?:force|rerun|re-run|trigger|kick off|execute)\b|^(?:have|make|let|get)\s+.+?\s+(?:to )?(?:run|look|sweep)\b/;

/** Where the words begin as no question does. */
export const runningSurely = (text: string, talk: Talk): CommandRead | null =>
  firmly.test(text) ? running(text, talk) : null;

const nicknamed =
  ({ lexicon }: Talk) =>
  (whole: string, word: string): string => {
    const agent = agentNamed(`${word} agent`, lexicon);
    return agent ? `${agent.id} ` : whole;
  };

/** One is run at a time: each is offered. */
export const whichFirst = (
  { lexicon }: Talk,
  question = 'One agent is run at a time. Which one first?',
): CommandRead => ({
  which: { question, options: typedOut(lexicon.agents.slice(0, 5).map(({ name }) => `run the ${name}`)) },
});

function runOf(
  { agents, all, period, number, unread }: Parts,
  text: string,
  said: string,
  talk: Talk,
): CommandRead | null {
  const [agent, ...others] = agents;
  const only = all ? (talk.lexicon.agents.length === 1 ? talk.lexicon.agents[0] : undefined) : undefined;
  const read = unread === '' && number === null && (period === null || period === 'today');
  if (agent && others.length === 0 && read) return command({ do: 'run', agent });
  if (only && read)
    return command({ do: 'run', agent: { id: only.id, name: only.name } }, [
      `${only.name} is the only one here.`,
    ]);
  if ((all || others.length > 0) && read) return whichFirst(talk);
  return surelyRuns.test(text) && /\bagents?\b/.test(said) ? { unread: said } : null;
}

const stateWords =
  /\b(?:status|state|health|healthy|running|running ok|ran|run|runs|up|alive|on|off|paused|pausing|ok|okay|fine|well|down|working|works|active|idle|failing|failed|fail|errors?|crash|crashed|broken|finish|finished|last|next|doing|hold|mode|stuck|live|online|offline|awake)\b/;
// "Is pipeline up", "how are quotes doing": that is asked of deals.
const ofRuns =
  /\b(?:status|state|health|healthy|running|ran|run|runs|paused|working|works|alive|active|idle|failing|failed|errors?|crash|crashed|broken|finish|finished|mode|online|offline)\b/;
const asksState =
  /^(?:status|state|health|agents?|how|how's|is|are|was|were|did|has|have|does|what|what's|which|who's|any|anything|when|show|list|last|next|check)\b|\b(?:status|health|paused or running|running or paused)$/;
const stateSilent = wordSet(
  "status state of them go goes work either health healthy how how's is are was were did has have does do what what's which who who's any anything when show list me the a an all agent agents crew running run runs ran up alive on off paused pausing ok okay fine well down working works active idle failing failed fail errors error crash crashed broken finish finished last next doing hold mode in into with still right now currently yet today there or and it it's going things been anyone everything check overview stuck live online offline awake get got hit having had some problems problem issues issue trouble",
);
const ofAll =
  /^(?:status|state|(?:agents?|crew) (?:status|overview)|status (?:report|overview|check)|agents|crew|the crew|health(?: check)?|ping|system status|who(?:'s| is) (?:paused|on hold|running|working)|(?:is )?any(?:thing|one|body) (?:paused|on hold|broken|failing|stuck)|what(?:'s| is| are)? (?:still |currently )?(?:paused|on hold|broken|failing|running)|(?:is |are )?(?:everything|all|things|all systems) (?:ok|okay|fine|well|alright|good|running|up|working)(?: with the agents)?|(?:are )?you (?:up|there|alive|ok|okay|awake|running|online|working|still there)|any (?:errors?|failures?|problems?|failed runs|issues)(?: (?:today|last night|yesterday|this week))?|did (?:anything|something) (?:fail|break|crash|go wrong)(?: (?:today|last night|yesterday|this week))?|how(?:'s| is) the crew(?: doing)?|which (?:run|runs) failed)$/;

/** How the agents are: what is paused, what ran, what failed. A bare "pipeline" or "quotes" is an agent only where it is plain that one is meant. */
export function status(text: string, talk: Talk): CommandRead | null {
  if (ofAll.test(text)) return command({ do: 'agent_status', agent: null });
  if (!asksState.test(text)) return null;
  const parts = partsIn(text, talk, stateSilent);
  const [agent, ...others] = parts.agents;
  if (parts.unread !== '' || parts.number !== null || others.length > 0) return null;
  const ofCrew = /\b(?:agents?|crew)\b/.test(text);
  const deals = agent && /^(?:pipeline|quotes)$/.test(agent.id) && !/^is quotes\b/.test(text);
  const tells = deals ? ofRuns : stateWords;
  if (agent && (ofCrew || tells.test(text))) return command({ do: 'agent_status', agent });
  return agent === undefined && ofCrew ? command({ do: 'agent_status', agent: null }) : null;
}

/** "Status of pipeline": a bare name is the agent's; of "the pipeline" the deals may be meant. */
export function statusSurely(text: string, talk: Talk): CommandRead | null {
  const agent = agentNamed(
    /^(?:status|state|health)(?: check)? (?:of|for) (?!the\b)(\S+)$/.exec(text)?.[1] ?? '',
    talk.lexicon,
  );
  return agent && command({ do: 'agent_status', agent });
}

/** After the status, the doings or the cost of all: "only pipeline", "and last week?". */
export function narrowedTo(text: string, talk: Talk): CommandRead | null {
  const { before } = talk;
  if (before?.do !== 'agent_status' && before?.do !== 'cost' && before?.do !== 'activity') return null;
  const said = text.replace(/^(?:and |only |just |what about |how about )+/, '');
  const agent = agentNamed(said, talk.lexicon);
  if (agent) return command({ ...before, agent });
  if (before.do === 'agent_status') return null;
  const { period, rest } = periodIn(said, talk);
  return period !== null && rest === '' ? command({ ...before, period }) : null;
}

const asksDoing =
  /^(?:what|what's|show|list|tell|give|summary|summari[sz]e|recap|overview|did|has|have|how many|how much|activity|any activity|anything|which)\b|\bactivity\b/;
const deeds =
  /\b(?:do|did|done|doing|been up to|up to|change|changed|changes|find|found|flag|flagged|propose|proposed|proposals?|activity|actions?|post|posted|cards?|send|sent|touch|touched|write|wrote|made|make|nudge|nudged|happened)\b/;
const doneSilent = wordSet(
  "what what's show list tell give me summary summarise summarize recap overview of did has have had how many much was were is are the a an all every each anything something agent agents crew do did done doing been up to change changed changes find found flag flagged propose proposed proposal proposals activity action actions post posted card cards send sent touch touched write wrote made make nudge nudged happened work worked on in for so far yet any which things stuff it its by us there with and",
);
const self = /\b(?:you|steward|your|yourself)\b/;

/** What an agent did in a period; today where none is said. */
export function activity(text: string, talk: Talk): CommandRead | null {
  if (!asksDoing.test(text) || !deeds.test(text)) return null;
  if (/\b(?:deals?|leads?|reps?|accounts?|customers?|can you)\b/.test(text)) return null;
  const parts = partsIn(text.replace(self, ' '), talk, doneSilent);
  const [agent, ...others] = parts.agents;
  const named = agent !== undefined || parts.all || self.test(text) || /\bcrew\b/.test(text);
  if (!named || others.length > 0 || parts.number !== null) return null;
  if (parts.unread !== '') return surelyDid.test(text) ? { unread: parts.unread } : null;
  return command({ do: 'activity', agent: agent ?? null, period: parts.period });
}

const surelyDid = /^what (?:did|has|have)\b.*\b(?:agents?|do|done)\b/;
