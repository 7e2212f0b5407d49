/** "Why did you flag Acme Platform", "explain run 7F3K", "why was this posted", "why?". */
import { agentNamed } from './naming.ts';
import { type CommandRead, command, type Talk } from './read.ts';
import { isPointing, thingOf } from './things.ts';

const runId = '([2-9][a-z][2-9a-z]{2,6})';
const runWords = new RegExp(
  `^(?:explain|why|show|what is|what's|what happened in|what happened during|tell me about|what is behind|what did)?\\s*(?:the )?run #?${runId}(?: do)?(?: for)?$`,
);
const lastRun =
  /^(?:explain|show|why|what happened in|what happened during)\s+(?:the )?(?:last|latest|most recent)\s+(?:(.+?)\s+)?run(?: of the agents?)?$/;
const bareWhy =
  /^(?:why|why so|why is that|how come|explain|explain yourself|explain (?:that|this|it)|why (?:this|that|it)|why was (?:this|that|it) (?:posted|said|shown|sent)(?: here)?|why (?:am i|do i) (?:see|seeing|get|getting) (?:this|that|it))$/;
const who =
  '(?:you|steward|it|they|(?:the )?(?:pipeline|forecasting|analytics|intake|quotes|outreach)(?: agent)?|the agents?)';
const acts =
  '(?:flag|post|propose|ask(?: me)? about|bring up|report|pick|raise|mark|touch|show(?: me)?|send(?: me)?|change|move|nudge|notify(?: \\w+)? about|write (?:to|about)|suggest)';
const did = new RegExp(
  `^why (?:did|do|does|have|has|would) ${who} ${acts}(?:ed|ged)?\\s+(.+?)(?: (?:as stale|to me|here|again|today|this morning))?$`,
);
const was =
  /^why (?:was|is|were|has|are)\s+(.+?)\s+(?:been )?(?:flagged|posted|stale|proposed|changed|moved|listed|here|on (?:my|the|our) (?:[a-z]+ )?list|nudged|held|on hold|reported|brought up|reassigned|shown|marked(?: as)? stale|an exception|waiting)(?: here)?$/;
const withIt = /^explain what (?:you|steward|it|the agents?|.{1,20} agent) did (?:with|to|about|on) (.+)$/;
const stated =
  /^why (\S.*?) (?:is|was|were|has been) (?:flagged|posted|stale|proposed|listed|here|on (?:my|the|our) (?:[a-z]+ )?list|held|on hold|nudged)$/;
const about = /^(?:explain|what is behind|what's behind|why)\s+(?:the card (?:of|about)\s+)?(.+)$/;

/** `bare` without a question mark. */
export function explaining(text: string, said: string, talk: Talk): CommandRead | null {
  const bare = said.replace(/^explain (?:to me )?(?=why\b)/, '');
  const run = runWords.exec(bare);
  if (run?.[1]) return command({ do: 'explain_run', run: run[1].toUpperCase(), agent: null });
  const last = lastRun.exec(bare);
  if (last) return ofLastRun(last[1] ?? '', talk);
  if (bareWhy.test(bare)) return bareQuestion(bare, talk);
  const named = did.exec(bare) ?? was.exec(bare) ?? stated.exec(bare) ?? withIt.exec(bare);
  if (named) return thing(text, named[1] ?? '', talk);
  const loose = about.exec(bare)?.[1] ?? '';
  return isPointing(loose) ? thing(text, loose, talk) : null;
}

/** "Explain Acme Platform", where the words are no question: "why did West fall behind" is another one. */
export function explainingLoosely(text: string, bare: string, talk: Talk): CommandRead | null {
  const said = about.exec(bare)?.[1];
  if (!said || !(/^explain\b/.test(bare) || /\bdeal$/.test(said))) return null;
  const found = thing(text, said, talk);
  const named =
    found && 'command' in found && found.command.do === 'explain_thing' ? found.command.thing : null;
  // A name bears capitals or figures; "explain the forecast" names nothing.
  return named && (named.kind !== 'either' || /[\p{Lu}\d]/u.test(named.name)) ? found : null;
}

function ofLastRun(who: string, talk: Talk): CommandRead | null {
  if (who === '') return command({ do: 'explain_run', run: null, agent: null });
  const agent = agentNamed(who, talk.lexicon);
  return agent ? command({ do: 'explain_run', run: null, agent }) : { unread: who };
}

/** Of a card in its thread; else of the last answer here. */
function bareQuestion(bare: string, talk: Talk): CommandRead {
  const { it, thread, before } = talk;
  if (it && it.kind !== 'agent' && (it.kind === 'lead' || it.exception !== undefined)) return explain(it);
  if (thread || before || it) return command({ do: 'explain_reply' });
  return {
    lacks: `Why what? ${bare.includes('posted') ? "Ask in the card's thread, or name the deal." : 'Name the deal or the run.'}`,
    completes: 'why did you flag …',
  };
}

const explain = (it: Extract<Talk['it'], { kind: 'deal' | 'lead' }>): CommandRead =>
  command({
    do: 'explain_thing',
    thing: { kind: it.kind, name: it.name, id: it.id },
    exception: it.kind === 'deal' ? (it.exception ?? null) : null,
  });

function thing(text: string, said: string, talk: Talk): CommandRead | null {
  if (isPointing(said) && talk.it && talk.it.kind !== 'agent') return explain(talk.it);
  const found = thingOf(text, said, talk);
  if (found === null) return null;
  if ('lacks' in found) return { lacks: found.lacks, completes: 'why did you flag …' };
  return command({ do: 'explain_thing', thing: found, exception: null });
}
