/** "Always ask me before changing Acme", "nudges to Globex always go to a person", "list checkpoints", "remove the checkpoint on Acme". */
import type { CheckpointOf } from '../request.ts';
import { fold, squash } from '../text.ts';
import { fieldWords } from './mode-parts.ts';
import { nameOf } from './naming.ts';
import { asTyped, type CommandRead, command, type Talk, type Which } from './read.ts';
import { withReason } from './reasons.ts';
import { whoIsMe } from './rules.ts';

const person =
  '(?:a |an |some |the )?(?:person|human|somebody|someone|manager|approval|decision|me|us|people|ok|okay)';
const sets = [
  new RegExp(
    `^always (?:ask|check with|consult|come to|go to)(?: ${person})?(?: first)?(?: (?:before|about|for|when|on|with))? (?<on>\\S.*)$`,
  ),
  new RegExp(
    `^(?<on>\\S.*?) (?:must |should |shall |has to |have to )?always (?:go(?:es)?|comes?|needs?|requires?|waits? for|is for|are for)(?: to)? ${person}(?: first)?$`,
  ),
  /^(?:add|set|put|make|create|place|i want|we need)(?: up)? (?:a |an )?(?:new )?checkpoint (?:on|for|at|about) (?<on>\S.*)$/,
  /^make (?<on>\S.*?) (?:a|into a) checkpoint$/,
];
const stops =
  /^(?:remove|end|lift|drop|take (?:away|off|back)|delete|clear|cancel|stop) (?:the |my |our )?checkpoint(?: (?:on|for|at|of|about))? (?<on>\S.*)$/;
const stopsAll =
  /^(?:remove|end|lift|drop|take (?:away|off|back)|delete|clear|cancel|stop|get rid of) (?:all |all of )(?:the |my |our )?checkpoints(?: at once)?$|^(?:clear|remove) (?:the|our) checkpoints$/;
const lists =
  /^(?:(?:list|show(?: me)?|what are|which are|tell me|see) )?(?:the |all |all the |our |my )?checkpoints(?: (?:are there|do we have|there are|we have|hold))?$|^which checkpoints (?:are there|do we have|hold)$|^what always (?:goes to|needs) (?:a )?(?:person|human|somebody|someone)$/;

export function checkpoints(text: string, bare: string, talk: Talk): CommandRead | null {
  if (lists.test(bare)) return command({ do: 'checkpoints' });
  if (stopsAll.test(bare)) return command({ do: 'checkpoint_stop', which: 'all' });
  const stop = stops.exec(bare)?.groups?.on;
  if (stop !== undefined) return stopping(stop, talk);
  return setting(bare, talk) ?? withItsReason(text, bare, talk);
}

/** What is named is known or nothing is made of it: a rule in words may be meant. */
function setting(bare: string, talk: Talk): CommandRead | null {
  for (const shape of sets) {
    const said = shape.exec(bare)?.groups?.on;
    if (said === undefined) continue;
    const on = onOf(said, talk);
    if (on === null) return null;
    if ('which' in on) return on;
    const mine =
      /^always (?:ask|check with|consult|come to|go to) (?:me|us)\b|\bto (?:me|us)(?: first)?$/.test(bare);
    return command({ do: 'checkpoint', on: on.on }, [...on.assumptions, ...(mine ? [whoIsMe] : [])]);
  }
  return null;
}

function withItsReason(text: string, bare: string, talk: Talk): CommandRead | null {
  const why = withReason(bare);
  const found = why && setting(why.rest, talk);
  if (!why || !found || !('command' in found) || found.command.do !== 'checkpoint') return null;
  const because = asTyped(text, why.because, fold) ?? why.because;
  return command({ ...found.command, because }, found.assumptions);
}

function stopping(said: string, talk: Talk): CommandRead {
  const number = /^#?(\d{1,9})$/.exec(said)?.[1];
  if (number) return command({ do: 'checkpoint_stop', which: Number(number) });
  const on = onOf(said, talk);
  if (on === null) return { unread: said };
  return 'which' in on ? on : command({ do: 'checkpoint_stop', which: on.on }, on.assumptions);
}

const doing =
  /^(?:(?:changing|touching|editing|updating|acting on|writing to|moving|doing (?:anything|something)(?: (?:to|with|about|at|for|on))?|(?:you |they |agents )?(?:change|touch|edit|update|act on|do anything (?:to|with|about))|anything (?:about|at|with|on|of|to|for)|everything (?:about|at|with|on|of|for)|a change (?:of|to|at)|any change (?:of|to|at))\s+)+(?:anything (?:about|at|of|with) )?/;
const joint = /^(?:of|to|at|for|about|with|on|in|from)\s+|\s+(?:of|to|at|for|about|with|on|in|from)$/g;
const nudging = /\b(?:nudges?|nudging|nudge messages?|messages?)\b/;
const allChanges = /\b(?:all |any |every )?changes?\b/;

type On = { on: CheckpointOf; assumptions: string[] } | { which: Which } | null;

function onOf(said: string, talk: Talk): On {
  let rest = said.replace(doing, '').trim();
  let action: string | null = null;
  const field = fieldWords.find(([pattern]) => pattern.test(rest));
  const whole = whoseOf(rest, talk);
  if (whole)
    return 'which' in whole ? whole : { on: { ...whole.of, action }, assumptions: whole.assumptions };
  if (nudging.test(rest)) {
    action = 'nudge';
    rest = rest.replace(nudging, ' ');
  } else if (field) {
    action = field[1];
    rest = rest.replace(field[0], ' ').replace(allChanges, ' ');
  } else if (allChanges.test(rest)) {
    action = 'change';
    rest = rest.replace(allChanges, ' ');
  }
  if (action === null) return null;
  const whose = rest
    .replace(/\s+/g, ' ')
    .trim()
    .replace(joint, '')
    .replace(/^(?:the|all|any|every)$/, '')
    .trim();
  if (whose === '') return { on: { account: null, tag: null, action }, assumptions: [] };
  const found = whoseOf(whose, talk);
  if (!found) return null;
  return 'which' in found ? found : { on: { ...found.of, action }, assumptions: found.assumptions };
}

const tagged =
  /^(?:all |any |every |the |our )*(?:accounts?|customers?|companies|clients?|deals?)(?: (?:that|which) (?:are|is))? (?:tagged|with (?:the )?tag|labell?ed|marked)(?: as)? (?<tag>\S.*)$|^(?:all |any |every |the |our )*(?<named>\S.*?) (?:accounts|customers|clients)$|^(?:the )?tag (?<only>\S.*)$/;

type Whose = { of: Pick<CheckpointOf, 'account' | 'tag'>; assumptions: string[] } | { which: Which } | null;

/** The account or the tag that the whole text is. */
function whoseOf(text: string, talk: Talk): Whose {
  const said = tagged.exec(text)?.groups;
  const wanted = said?.tag ?? said?.named ?? said?.only;
  const tag =
    wanted === undefined
      ? undefined
      : talk.lexicon.tags.find((one) => squash(one) === squash(wanted.replace(/["']/g, '')));
  if (tag !== undefined) return { of: { account: null, tag }, assumptions: [] };
  if (wanted !== undefined && said?.named === undefined) return null;
  const bare = text.replace(/^(?:the )?(?:account|customer|client|company)\s+/, '');
  const found = nameOf(bare, ['account'], talk);
  if (!found) return null;
  return 'which' in found
    ? found
    : { of: { account: found.name, tag: null }, assumptions: found.assumptions };
}
