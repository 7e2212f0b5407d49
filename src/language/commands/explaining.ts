/** "Why did you flag Acme Platform", "explain run 7F3K", "what made you raise D-1042", "who changed this", "why?". */
import { agentNamed } from './naming.ts';
import { type CommandRead, command, type Talk } from './read.ts';
import { isPointing, thingOf } from './things.ts';

const runId = '([2-9][a-z][2-9a-z]{2,6})';
const runWords = new RegExp(
  `^(?:explain|why|show|what is|what's|what was|what happened in|what happened during|tell me about|walk me through|what is behind|what did)?\\s*(?:the )?run #?${runId}(?: (?:do|about))?(?: for)?$`,
);
const lastRun =
  /^(?:explain|show(?: me)?|why|what happened (?:in|during)|what did|what was|walk me through|tell me about)\s+(?:the )?(?:last|latest|most recent)\s+(?:(.+?)\s+)?run(?: of the agents?)?(?: do| about)?$/;
const lastRunOf =
  /^(?:explain|why|what happened (?:in|during)|what did|tell me about|walk me through|talk me through|justify)\s+(?:the )?(?:last|latest|most recent|newest)\s+run\s+(?:of|by|from)\s+(.+?)$|^(?:what made|why did)\s+(.+?)\s+do what (?:it|they) did in (?:its|their|the) (?:last|latest|most recent|newest) run(?:\s*[?,;.].{0,30})?$/;
const bareWhy =
  /^(?:why|why so|why is that|how come|how so|explain|explain yourself|explain (?:that|this|it)|why (?:this|that|it)|why was (?:this|that|it) (?:posted|said|shown|sent)(?: here)?|why (?:am i|do i) (?:see|seeing|get|getting) (?:this|that|it)(?: card| message)?|how did you (?:come up with|get to|arrive at|get|know) (?:this|that|it)|where does (?:this|that|it) come from|what(?:'s| is) (?:this|that) based on|who (?:changed|moved|edited|touched|did) (?:this|that|it)|what(?:'s| is) the reason|why(?: did)? you (?:say|think) (?:so|that|this))$/;
const who =
  '(?:you|steward|it|they|we|(?:the )?(?:pipeline|forecasting|analytics|intake|quotes|outreach)(?: agent)?|the agents?|the system)';
const acts =
  '(?:flag|post|propose|ask(?: me)?(?: about)?|bring up|brought up|report|pick|raise|mark|touch|show(?: me)?|send(?: me)?|sent|change|move|nudge|notify(?: \\w+)? about|write (?:to|about)|suggest|hold|held|pause|skip|reassign|warn(?: me)? about|alert(?: me)? (?:to|about)|list|choose|chose|put)';
const tail =
  '(?: (?:as (?:stale|inactive|stuck|at risk)|to me|here|again|today|yesterday|this morning|last week|on (?:my|the|our) [a-z ]{0,20}list|in the first place|to [a-z]+))*';
const did = new RegExp(
  `^why (?:did|do|does|have|has|would|are|were)(?:n't| not)? ${who} (?:even |just |still )?${acts}(?:p?ed|ged|d|ing|ping|ging)?\\s+(?:up\\s+)?(?:a new [a-z ]{3,14} for |the [a-z ]{3,14} of |about )?(.+?)${tail}$`,
);
const states =
  '(?:flagged|posted|stale|inactive|stuck|at risk|proposed|changed|moved|listed|here|nudged|held|on hold|paused|reported|brought up|reassigned|shown|marked(?: as)? stale|an exception|waiting|red|raised|picked|touched|assigned|a problem|in trouble|on (?:my|the|our) (?:[a-z]+ )?list|on (?:my|the) (?:radar|desk))';
const was = new RegExp(
  `^why (?:was|is|were|has|are)(?:n't| not)? (?:the (?:close date|amount|stage|owner|next step) (?:of|on|for|in) )?(.+?)\\s+(?:been |not |still |suddenly )*${states}${tail}$`,
);
const stated = new RegExp(
  `^(?:why|explain why) (\\S.*?) (?:is|was|were|has been|got|gets) (?:been )?${states}${tail}$`,
);
const withIt =
  /^(?:explain )?what (?:did|have|has) (?:you|steward|it|they|the agents?|.{1,20} agent|pipeline|forecasting|analytics|intake|quotes|outreach) (?:do|done|change|changed) (?:with|to|about|on|for|in) (.+)$|^explain what (?:you|steward|it|the agents?|.{1,20} agent) did (?:with|to|about|on) (.+)$/;
const howCome = new RegExp(
  `^(?:how come|what made|what makes|on what grounds did|for what reason did) ${who}(?: (?:to|did))? ${acts}(?:p?ed|ged|d)?\\s+(?:up\\s+)?(.+?)${tail}$`,
);
const howComeIs = new RegExp(
  `^(?:how come|for what reason|what(?:'s| is| was) the reason(?: that| why)?|why is it that)(?: (?:is|was))? (.+?) (?:(?:is|was|got|has been|gets) )?${states}${tail}$`,
);
const thinks =
  /^why (?:do|did|would) you (?:think|believe|say|assume) (?:that )?(.+?) (?:is|was|has|will|would) .+$/;
// Of these a name has to bear an id: "the history of Acme" is another question.
const byId: RegExp[] = [
  /^(?:what(?:'s| is| was)? the )?(?:reasons?|reasoning|rationale|logic|justification|why|story|background)(?: was| is)? (?:for|behind|of|on|with|about)(?: flagging| raising| posting| changing| moving)? (.+)$/,
  /^(?:show|give|tell) me (?:the |your )?(?:why|reasons?|reasoning|rationale|history|story|log|audit(?: trail)?|changes) (?:for|behind|of|on|about|to|in) (.+)$/,
  /^(?:the )?(?:history|audit(?: trail| log)?|change log|changelog|log|changes|timeline) (?:of|for|on|to|in) (.+)$/,
  /^(?:explain|justify|walk me through|talk me through|break down) (?:the |your |this |that )?(?:(?:flag|card|decision|reasoning|proposal|change|alert|nudge|verdict|call) (?:on|of|for|about|to) )?(.+?)$/,
  /^(?:what(?:'s| is)? (?:wrong|up|the matter|the problem|the issue|going on|happening)|what happened|what changed|what was done|what did you see|what do you see) (?:with|to|on|in|about|at) (.+)$/,
  /^who (?:has |have )?(?:last )?(?:changed|moved|edited|touched|updated|reassigned|modified|flagged|closed)(?: the (?:close date|amount|stage|owner|next step) (?:of|on|for|in))? (.+?)(?: (?:last|to \w+|and why|and when|yesterday|today))*$/,
  /^(?:when|how) was (.+?) (?:changed|moved|flagged|reassigned|edited|updated|touched)$/,
  /^what (?:triggered|caused|prompted|led to) (?:the |this |that )?(?:card|flag|alert|exception|proposal|nudge) (?:on|for|of|about) (.+)$/,
  /^why (?:the |this |that )?(?:card|flag|alert|exception|proposal|nudge) (?:on|for|of|about) (.+)$/,
  /^(?:why|how come|how so|reason|explain)[:,]? (?:flag(?:ged)? |not |is |was )?(.+?)$/,
  /^why (?:did|does|has|is|was) the (?:close date|amount|stage|owner|next step) (?:of|on|for|in) (.+?) (?:change|changed|move|moved|different|gone|empty)$/,
  /^why does (.+?) (?:count|show up|appear|qualify|come up)(?: as .+)?$/,
  /^how (?:sure|confident|certain) (?:are|were) you (?:about|of|on|with) (.+)$/,
];
// "Most in Q4" is none.
const idLike = /(?:^|\s)(?!(?:q[1-4]|h[12])$)(?:[a-z]{1,5}[-_#]?\d[\w-]*|\d{4,})$/;
// The only id of a why: "why is L-203 with Tom", "explain why you touched D-1099".
const ownId = /(?:^|\s)((?:[dl]-|opp_)\w+)$/;
const whyOfId =
  /^(?:why|how come|explain)\b(?:(?!\b(?:[dl]-|opp_)\d).)*\b((?:[dl]-|opp_)\d\w*)(?:(?!\b(?:[dl]-|opp_)\d).)*$/;
// "D-1008, it puzzles me".
const afterId = /^((?:[dl]-|opp_)\w+)\s*[,;.]\s+(?:it|that|this|i|we|because|please|thanks)\b[^\d]*$/;
const asides = /\s*(?:[,;]|\s[-–—]+)\s*(?:what|why|how|please|and|because|i )\b[^,;]{0,60}$/;
const about = /^(?:explain|what is behind|what's behind|why)\s+(?:the card (?:of|about)\s+)?(.+)$/;

/** `bare` without a question mark. */
export function explaining(text: string, said: string, talk: Talk): CommandRead | null {
  const bare = said.replace(/^explain (?:to me )?(?=why\b)/, '').replace(/^(why|how|what|who)'s\b/, '$1 is');
  const run = runWords.exec(bare) ?? new RegExp(`^(?:why|explain) #?${runId}$`).exec(bare);
  if (run?.[1] && /\d/.test(run[1]) && (/\brun\b/.test(bare) || /[a-z]/.test(run[1])))
    return command({ do: 'explain_run', run: run[1].toUpperCase(), agent: null });
  const last = lastRun.exec(bare) ?? lastRunOf.exec(bare);
  if (last) return ofLastRun(last[1] ?? last[2] ?? '', talk);
  if (bareWhy.test(bare)) return bareQuestion(bare, talk);
  for (const pattern of [thinks, did, was, stated, withIt, howCome, howComeIs]) {
    const found = pattern.exec(bare);
    const name = found?.[1] ?? found?.[2];
    if (
      name !== undefined &&
      !/^(?:there|we|our|my|so|the (?:win|forecast|pipeline|quota)|everything)\b/.test(name)
    )
      return thing(text, name, talk);
  }
  const short = bare.replace(asides, '');
  for (const pattern of byId) {
    const name = pattern.exec(short)?.[1];
    if (name !== undefined && (idLike.test(name) || isPointing(name)))
      return thing(text, ownId.exec(name)?.[1] ?? name, talk);
  }
  const id = whyOfId.exec(bare)?.[1];
  if (id) return thing(text, id, talk);
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
  const whose = /^who\b/.test(bare);
  if (it && it.kind !== 'agent' && (whose || it.kind === 'lead' || it.exception !== undefined))
    return explain(it);
  if (whose) return { lacks: 'Which deal is meant? Say its name or id.', completes: 'who changed …' };
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

function thing(text: string, name: string, talk: Talk): CommandRead | null {
  const said = name.replace(afterId, '$1');
  if (isPointing(said) && talk.it && talk.it.kind !== 'agent') return explain(talk.it);
  const found = thingOf(text, said, talk);
  if (found === null) return null;
  if ('lacks' in found) return { lacks: found.lacks, completes: 'why did you flag …' };
  return command({ do: 'explain_thing', thing: found, exception: null });
}
