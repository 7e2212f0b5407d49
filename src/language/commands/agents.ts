/** "Run the pipeline agent", "how are the agents doing", "what did pipeline do today". */
import type { NamedValue } from '../request.ts';
import { agentNamed } from './naming.ts';
import { periodIn } from './periods.ts';
import { type CommandRead, command, type Talk } from './read.ts';

const runWords =
  /^(?:run|start|trigger|kick off|launch|execute|wake|fire(?: up)?|sweep|rerun|re-run)\b\s*(.*)$/;

const sweepWords = /^(?:look|check|sweep|scan)(?: again)?(?: for (?:stale|stuck) deals)?(?: now)?$/;

export function running(text: string, talk: Talk): CommandRead | null {
  const pipeline = sweepWords.test(text) ? agentNamed('pipeline', talk.lexicon) : null;
  if (pipeline) return command({ do: 'run', agent: pipeline });
  const found =
    runWords.exec(text) ?? /^(?:have|let|make|get)\s+(.+?)\s+(?:to )?(?:run|look|sweep)$/.exec(text);
  if (!found) return null;
  const rest = (found[1] ?? '')
    .replace(/\b(?:a sweep|sweep|a run|run) ?(?:of|with|for)?\b/g, '')
    .replace(/^(?:an?|another|one)\s+/, '')
    .replace(/\s+today$/, '')
    .trim();
  const agent = pointedAt(rest, talk) ?? agentNamed(rest, talk.lexicon);
  if (agent) return command({ do: 'run', agent });
  return /\bagents?\b/.test(rest) ? { unread: found[1] ?? '' } : null;
}

const pointedAt = (text: string, { it }: Talk): NamedValue | null =>
  it?.kind === 'agent' && /^(?:it|this|that|(?:this|that) agent|it again)$/.test(text)
    ? { id: it.id, name: it.name }
    : null;

export function status(text: string, talk: Talk): CommandRead | null {
  if (
    /^(?:status|agent status|agents? status|status of (?:the )?(?:agents?|crew)|agents|crew|how are the agents(?: doing)?|(?:show |list )?(?:me )?(?:the |all )?agents|which agents are (?:there|running|paused|on)|what is (?:still )?(?:paused|on hold)|what's (?:still )?(?:paused|on hold)|are (?:the |any |all )?agents (?:running|paused|working)|is any agent paused|is (?:everything|all) (?:ok|okay|fine|well|alright)(?: with the agents)?)$/.test(
      text,
    )
  ) {
    return command({ do: 'agent_status', agent: null });
  }
  const found =
    /^(?:status of|how is|how's|what is|what's|is|show|health of|show me)\s+(?:the\s+)?(.+?)(?:\s+agent)?(?:'s)?(?:\s+(?:doing|status|going|up and running|running|working|paused|up|on|up to))?$/.exec(
      text,
    ) ??
    /^(.+?)\s+agent(?:'s)?:?\s+(?:status|health|paused or running|running or paused)$/.exec(text) ??
    /^did\s+(.+?)\s+run(?: ok| okay| fine| well)?(?: today)?$/.exec(text);
  if (!found) return null;
  const [, who = ''] = found;
  const surely = /agent|^did /.test(text) || /\b(?:up and running|working|paused)$/.test(text);
  const agent = surely ? agentNamed(who, talk.lexicon) : null;
  return agent ? command({ do: 'agent_status', agent }) : null;
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

const didWords =
  /^(?:what (?:did|has|have|was|were|is)|show me what|tell me what|list what)\s+(.+?)\s+(?:do|done|did|doing|been doing|been up to|up to|change|changed|find|found|flag|flagged|propose|proposed)\b\s*(.*)$/;
const activityWords = /^(?:(?:the )?activity of (.+?)|(.+?) agent(?:'s)? activity)(?:\s+(.*))?$/;

/** What an agent did in a period; today where none is said. */
export function activity(text: string, talk: Talk): CommandRead | null {
  const did = didWords.exec(text);
  const said = did ?? activityWords.exec(text);
  if (!said) return null;
  const who = (did ? said[1] : (said[1] ?? said[2])) ?? '';
  const rest = (did ? said[2] : said[3]) ?? '';
  const all = /^(?:(?:all )?the agents|the crew|agents|steward|you|all agents)$/.test(who);
  const agent = all ? null : agentNamed(who, talk.lexicon);
  if (!all && !agent) return null;
  const { period, rest: unread } = periodIn(rest, talk);
  if (unread !== '') return { unread };
  return command({ do: 'activity', agent, period });
}
