/** Requests that do something, or that ask about Steward itself. */
import type { Lexicon, Named } from './lexicon.ts';
import type { Command, NamedValue } from './request.ts';
import { changes } from './spelling.ts';
import type { About } from './state.ts';
import { fold, squash } from './text.ts';
import { untilOf } from './until.ts';

export type CommandRead =
  | { command: Command; assumptions: string[] }
  | { unread: string }
  | { which: { question: string; options: NamedValue[]; words: string } };

const polite =
  /^(?:(?:hey|hi|hello|ok|okay|steward|please|pls|can you|could you|would you|i want to|i'd like to|let's|go ahead and|now|just)[\s,:!]+)+/;
const tailing =
  /(?:[\s,]+(?:please|pls|thanks|thank you|now|right now|immediately|today|again|for me|asap))+$/;

/** The command that the words are; null where they are none. */
export function commandOf(text: string, about: About): CommandRead | null {
  const whole = fold(text)
    .replace(/[!?.\s]+$/, '')
    .trim();
  if (whole === '' && text.includes('?'))
    return { command: { do: 'help', about: 'everything' }, assumptions: [] };
  const bare = whole.replace(polite, '').replace(tailing, '').trim();
  return (
    simple(whole) ??
    simple(bare) ??
    pausing(bare, about) ??
    running(bare, about) ??
    status(bare, about) ??
    deal(text, bare)
  );
}

const exact: [RegExp, Command][] = [
  [
    /^(?:help|help me|\?+|h|commands?|menu|start|hi|hello|hey|what can you do|what can i (?:ask|do|say)|how do(?:es)? (?:this|i use (?:this|you)|it) work|what do you do|who are you|examples?|what else can you do)$/,
    { do: 'help', about: 'everything' },
  ],
  [
    /^(?:what can i filter by|what (?:can i )?filters?(?: are there)?|filters?|fields|which fields.{0,30}|what fields.{0,30}|what can i (?:sort|group) by)$/,
    { do: 'help', about: 'filters' },
  ],
  [
    /^(?:(?:yes|y|yep|yeah|yup|sure|confirm|confirmed|do it|do that|go ahead|go|ok|okay|proceed|please|ja|oui|si|that)[\s,.!]*)+$/,
    { do: 'yes' },
  ],
  [
    /^(?:(?:no|n|nope|nah|cancel|cancel that|don't|do not|dont|stop|abort|never mind|nevermind|thanks|leave it|please|nein|non)[\s,.!]*)+$/,
    { do: 'no' },
  ],
  [
    /^(?:undo|revert|roll back|undo (?:that|it|this|the last (?:change|one|thing)|last change|my last (?:change|one)|last)|revert (?:that|it|this|the last change|my last change|last change)|take (?:that|it) back|put (?:it|that) back)$/,
    { do: 'undo' },
  ],
  [/^(?:claim|claim (?:a |the |this |that )?lead(?: .{1,60})?|i want (?:a|the|this) lead)$/, { do: 'claim' }],
];

function simple(text: string): CommandRead | null {
  const found = exact.find(([pattern]) => pattern.test(text));
  return found ? { command: found[1], assumptions: [] } : null;
}

const pauseWords = /^(?:pause|hold|freeze|suspend|halt|stop|snooze|put on hold)\b\s*(.*)$/;
const resumeWords =
  /^(?:resume|unpause|un-pause|unfreeze|restart|continue|reactivate|wake(?: up)?|start again|carry on(?: with)?|turn back on)\b\s*(.*)$/;

function pausing(text: string, about: About): CommandRead | null {
  const pause = pauseWords.exec(text);
  const resume = pause ? null : resumeWords.exec(text);
  if (!pause && !resume) return null;
  const ended = pause
    ? untilOf(text.slice(text.indexOf(pause[1] ?? '')), about)
    : { rest: resume?.[1] ?? '', until: null };
  if (ended === 'unread') return { unread: (pause?.[1] ?? '').replace(/^.*?\b(?=until|till|til|for)\b/, '') };
  if (ended === 'past') return { unread: 'an end that is already past' };
  const what = subjectsOf(ended.rest.replace(tailing, ''), about.lexicon);
  if (what === null) return { unread: ended.rest };
  if ('which' in what) return what;
  if (pause) return { command: { do: 'pause', ...what, until: ended.until }, assumptions: [] };
  return { command: { do: 'resume', ...what }, assumptions: [] };
}

type Subjects = { what: 'everything' | 'agents' | 'customer'; subjects: NamedValue[] };

/** "all agents", "everything", "the pipeline agent", "customer Acme". */
function subjectsOf(
  text: string,
  lexicon: Lexicon,
): Subjects | null | Extract<CommandRead, { which: unknown }> {
  const said = text.replace(/^(?:the|all the|all of the)\s+/, '').trim();
  if (/^(?:everything|all|steward|it all|all work|the whole thing|everything everywhere)?$/.test(said))
    return { what: 'everything', subjects: [] };
  if (
    /^(?:all |every |each )?(?:the )?(?:agents?|crew|bots?|everyone|whole crew)$/.test(said) &&
    !/^agent$/.test(said)
  ) {
    return { what: 'agents', subjects: lexicon.agents.map(named) };
  }
  const customer =
    /^(?:customer|account|client|company)s?\s+(.+)$/.exec(said) ??
    /^(.+?)\s+(?:customer|account|client)$/.exec(said);
  if (customer) return one(customer[1] ?? '', lexicon.accounts, 'customer');
  const agents = said.split(/\s*(?:,|\band\b|&)\s*/).map((part) => agentNamed(part, lexicon));
  if (agents.every((agent) => agent !== null))
    return { what: 'agents', subjects: agents.filter((agent) => agent !== null) };
  return one(said, lexicon.accounts, 'customer');
}

function one(
  text: string,
  list: Named[],
  what: 'customer',
): Subjects | null | Extract<CommandRead, { which: unknown }> {
  const wanted = squash(text);
  if (wanted === '') return null;
  const whole = list.filter((named) => squash(named.name) === wanted);
  const found =
    whole.length > 0
      ? whole
      : list.filter((named) =>
          words(named.name).some(
            (_, at, all) => squash(all.slice(at, at + words(text).length).join('')) === wanted,
          ),
        );
  const [first, ...others] = found;
  if (!first) return null;
  if (others.length > 0)
    return { which: { question: `Which ${text}?`, options: found.slice(0, 25).map(named), words: wanted } };
  return { what, subjects: [named(first)] };
}

const words = (text: string): string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
const named = ({ id, name }: Named): NamedValue => ({ id, name });

/** "the pipeline agent", "pipelin". */
export function agentNamed(text: string, lexicon: Lexicon): NamedValue | null {
  const said = squash(text.replace(/\b(?:the|agent|agents|my|our|'s)\b/g, ' '));
  if (said === '') return null;
  const exactly = lexicon.agents.find((agent) =>
    [agent.name, agent.id, ...(agent.also ?? [])].some(
      (name) => squash(name.replace(/\bagent\b/i, '')) === said,
    ),
  );
  if (exactly) return named(exactly);
  const near = lexicon.agents.filter(
    (agent) => said.length > 4 && changes(said, squash(agent.id), 1) !== null,
  );
  return near.length === 1 && near[0] ? named(near[0]) : null;
}

const runWords =
  /^(?:run|start|trigger|kick off|launch|execute|wake|fire(?: up)?|sweep|rerun|re-run)\b\s*(.*)$/;

const sweepWords = /^(?:look|check|sweep|scan)(?: again)?(?: for (?:stale|stuck) deals)?(?: now)?$/;

function running(text: string, about: About): CommandRead | null {
  const pipeline = sweepWords.test(text) ? agentNamed('pipeline', about.lexicon) : null;
  if (pipeline) return { command: { do: 'run', agent: pipeline }, assumptions: [] };
  const found = runWords.exec(text);
  if (!found) return null;
  const rest = (found[1] ?? '').replace(/\b(?:a sweep|sweep|a run|run) ?(?:of|with|for)?\b/g, '').trim();
  const agent = agentNamed(rest, about.lexicon);
  if (agent) return { command: { do: 'run', agent }, assumptions: [] };
  return /\bagents?\b/.test(rest) ? { unread: found[1] ?? '' } : null;
}

function status(text: string, about: About): CommandRead | null {
  if (
    /^(?:status|agent status|agents? status|status of (?:the )?(?:agents?|crew)|agents|crew|how are the agents(?: doing)?|(?:show |list )?(?:me )?(?:the |all )?agents|which agents are (?:there|running|paused|on)|what is paused|what's paused|are (?:the )?agents (?:running|paused|working))$/.test(
      text,
    )
  ) {
    return { command: { do: 'agent_status', agent: null }, assumptions: [] };
  }
  const found =
    /^(?:status of|how is|how's|what is|what's|is|show|health of|show me)\s+(?:the\s+)?(.+?)(?:\s+agent)?(?:'s)?(?:\s+(?:doing|status|going|running|working|paused|up|on|up to))?$/.exec(
      text,
    ) ?? /^(.+?)\s+agent(?:'s)?\s+(?:status|health)$/.exec(text);
  if (!found || !/agent/.test(text)) return null;
  const agent = agentNamed(found[1] ?? '', about.lexicon);
  return agent ? { command: { do: 'agent_status', agent }, assumptions: [] } : null;
}

/** "deal Acme Platform", "who owns Acme Platform": the rest is a deal's name as the CRM knows it, so it is taken as typed. */
function deal(text: string, bare: string): CommandRead | null {
  const start =
    /^(?:show|open|see|view|find|get|look up|display)?\s*(?:me\s+)?(?:the\s+)?deal(?:\s*[:#]\s*|\s+(?:called|named)\s+|\s+)(.+)$/.exec(
      bare,
    );
  const after = start ? asTyped(text, start[1] ?? '') : null;
  if (after && !/^(?:s|size|value|amount|count|owner|owners|stages?)\b/.test(fold(after)))
    return { command: { do: 'deal', name: after }, assumptions: [] };
  const owner =
    /^(?:who(?:'s| is)?\s+(?:owns?|the owner of|owning|handles|works on|has|responsible for)|owner of|whose(?: deal)? is)\s+(?:the\s+)?(?:deal\s+)?(.+?)(?:\s+deal)?$/.exec(
      bare,
    );
  if (!owner) return null;
  const name = asTyped(text, owner[1] ?? '');
  return name && !/\b(?:deals|most|highest|opportunities|over|under|without)\b/.test(fold(name))
    ? { command: { do: 'owner', name }, assumptions: [] }
    : null;
}

// The name with its own capitals.
function asTyped(text: string, folded: string): string | null {
  const at = fold(text).indexOf(folded);
  const name = (at >= 0 ? text.slice(at, at + folded.length) : folded).replace(/^["']|["']$/g, '').trim();
  return name === '' ? null : name;
}
