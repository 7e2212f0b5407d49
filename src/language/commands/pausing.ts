/** "Pause all agents until Monday 9:00", "resume everything", "pause it". */
import type { Command, NamedValue } from '../request.ts';
import { untilOf } from '../until.ts';
import { agentNamed, nameOf } from './naming.ts';
import { type CommandRead, command, named, type Talk, type Which } from './read.ts';

const pauseWords = /^(?:pause|hold|freeze|suspend|halt|stop|snooze|put on hold)\b\s*(.*)$/;
const resumeWords =
  /^(?:resume|unpause|un-pause|unfreeze|restart|continue|reactivate|wake(?: up)?|start again|carry on(?: with)?|turn back on)\b\s*(.*)$/;
// What a resume is answered with in any case.
const asksRest =
  /\s+and\s+(?:tell|show) me what(?:'s| is)\s+(?:still\s+)?(?:on hold|paused|waiting|stopped)$/;

const offWords =
  /^(?:turn|switch|shut)\s+off\s+(.+)$|^(?:turn|switch|shut)\s+(.+?)\s+off(\s.*)?$|^put\s+(.+?)\s+on hold(\s.*)?$/;
const onWords =
  /^(?:turn|switch|put)\s+(?:back )?on\s+(.+?)(?:\s+again)?$|^(?:turn|switch|bring)\s+(.+?)\s+(?:back on|on again|back)$/;

/** "Put outreach on hold until Monday" says "pause" in other words. */
function plainly(text: string): string {
  const off = offWords.exec(text);
  if (off) return `pause ${off[1] ?? off[2] ?? off[4] ?? ''}${off[3] ?? off[5] ?? ''}`;
  const on = onWords.exec(text);
  return on ? `resume ${on[1] ?? on[2] ?? ''}` : text;
}

export function pausing(said: string, talk: Talk): CommandRead | null {
  const text = plainly(said).replace(/\s+until (?:further notice|i say so|i say otherwise)$/, '');
  const pause = pauseWords.exec(text);
  const resume = pause ? null : resumeWords.exec(text);
  if (!pause && !resume) return null;
  const ended = pause
    ? untilOf(text.slice(text.indexOf(pause[1] ?? '')), talk)
    : { rest: (resume?.[1] ?? '').replace(asksRest, ''), until: null };
  if (ended === 'unread') return { unread: (pause?.[1] ?? '').replace(/^.*?\b(?=until|till|til|for)\b/, '') };
  if (ended === 'past') return { unread: 'an end that is already past' };
  const what = subjectsOf(ended.rest, talk);
  if (what === null) return { unread: ended.rest };
  if ('which' in what || 'lacks' in what) return what;
  const { assumptions, ...whom } = what;
  return command(
    pause ? { do: 'pause', ...whom, until: ended.until } : { do: 'resume', ...whom },
    assumptions,
  );
}

type Subjects = {
  what: 'everything' | 'agents' | 'customer';
  subjects: NamedValue[];
  all?: true;
  assumptions: string[];
};
type Unsure = { which: Which } | { lacks: string; completes: string | null };

/** "all agents", "everything", "the pipeline agent", "customer Acme", "it". */
function subjectsOf(text: string, talk: Talk): Subjects | Unsure | null {
  const { lexicon } = talk;
  const said = text.replace(/^(?:the|all the|all of the|all(?= \S))\s+(?!agents?\b)/, '').trim();
  const some = (what: Subjects['what'], subjects: NamedValue[], assumptions: string[] = []): Subjects => ({
    what,
    subjects,
    assumptions,
  });
  if (/^(?:everything|all|steward|it all|all work|the whole thing|everything everywhere)?$/.test(said))
    return some('everything', []);
  if (/^(?:it|this|that|this one|that one|(?:this|that) (?:agent|customer|account|deal))$/.test(said))
    return pointed(talk);
  if (
    /^(?:all |every |each )?(?:the )?(?:agents?|crew|bots?|everyone|whole crew)$/.test(said) &&
    !/^(?:the )?agent$/.test(said)
  ) {
    return { ...some('agents', lexicon.agents.map(named)), all: true };
  }
  if (/^(?:the |an? )?agent$/.test(said)) return { lacks: 'Which agent is meant?', completes: null };
  const customer =
    /^(?:customer|account|client|company)s?\s+(.+)$/.exec(said) ??
    /^(.+?)\s+(?:customer|account|client)$/.exec(said);
  if (customer) return oneCustomer(customer[1] ?? '', talk);
  const agents = said.split(/\s*(?:,|\band\b|&)\s*/).map((part) => agentNamed(part, lexicon));
  if (agents.every((agent) => agent !== null))
    return some(
      'agents',
      agents.filter((agent) => agent !== null),
    );
  return oneCustomer(said, talk);
}

function pointed({ it, before }: Talk): Subjects | Unsure {
  const agents = agentsOf(before);
  if (agents.length > 0) return { what: 'agents', subjects: agents, assumptions: [] };
  if (it?.kind === 'agent') return { what: 'agents', subjects: [named(it)], assumptions: [] };
  if (it?.kind === 'deal' && it.account)
    return {
      what: 'customer',
      subjects: [it.account],
      assumptions: [`A deal is paused with its customer, ${it.account.name}.`],
    };
  return { lacks: 'What is meant: an agent, a customer or everything?', completes: null };
}

/** The agents that a command was about. */
export function agentsOf(before: Command | null): NamedValue[] {
  if (before?.do === 'pause' || before?.do === 'resume')
    return before.what === 'agents' ? before.subjects : [];
  if (before?.do === 'agent_status' || before?.do === 'activity' || before?.do === 'cost')
    return before.agent ? [before.agent] : [];
  return before?.do === 'run' ? [before.agent] : [];
}

function oneCustomer(text: string, talk: Talk): Subjects | Unsure | null {
  const found = nameOf(text, ['account'], talk);
  if (!found) return null;
  if ('which' in found) return found;
  return { what: 'customer', subjects: [found.name], assumptions: found.assumptions };
}
