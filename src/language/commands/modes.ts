/** "Put the pipeline agent in auto", "let pipeline fix phone numbers by itself", "approve auto for pipeline", "mode of pipeline". */
import type { Mode } from '../../policy/nouns.ts';
import { fold } from '../text.ts';
import { isPart, type ModeParts, modePartsOf, wholeOfIt } from './mode-parts.ts';
import { asTyped, type CommandRead, command, type Talk } from './read.ts';
import { withReason } from './reasons.ts';

const mode = '(?<mode>shadow|suggest|suggestion|auto|automatic|autopilot)(?: mode)?';
const where = '(?<where>(?:\\s+(?:for|in|on|when|about)\\s+\\S.*)?)';

/** `who` says whose mode it is, `where` what more it is limited to. */
const sets = [
  `(?:set|put|switch|move|change|turn|promote|demote|bring|raise|lower|take|drop)\\s+(?<who>\\S.*?)\\s+(?:back )?(?:down |up )?(?:in|into|to|on)\\s+(?:the )?${mode}${where}`,
  `(?:the )?mode (?:of|for) (?<who>\\S.*?) (?:is|should be|shall be) (?:now )?${mode}${where}`,
  `(?<who>\\S.*?) (?:should|shall|must) (?:be|go|run|work) (?:back )?(?:in|into|on)\\s+${mode}${where}`,
].map((shape) => new RegExp(`^${shape}$`));

const does =
  '(?:fix|correct|mend|change|update|move|set|fill(?: in)?|write|edit|enrich|adjust|clean(?: up)?|send|do|handle|push|act on|deal with|post)';
const byItself =
  '(?:by (?:itself|themselves)|alone|on (?:its|their) own|automatically|autonomously|without asking(?: (?:me|us|anyone|anybody|first))?|without (?:a person|approval|confirmation|me|us))';
const lets = [
  `(?:let|have) (?<who>\\S.*?) ${does} (?<what>\\S.*?) ${byItself}${where}`,
  `(?<who>\\S.*?) (?:may|can) (?:now )?${does} (?<what>\\S.*?) ${byItself}${where}`,
  `let (?<who>\\S.*?) (?:act|work|run) ${byItself}${where}`,
].map((shape) => new RegExp(`^${shape}$`));
const forbids = [
  `(?:don't|do not|never|no longer|stop) (?:let|letting|have|having) (?<who>\\S.*?) ${does} (?<what>\\S.*?) ${byItself}${where}`,
  `(?<who>\\S.*?) (?:may not|must not|can't|cannot|should not|shouldn't|may no longer) ${does} (?<what>\\S.*?) ${byItself}${where}`,
  `(?:don't|do not|never|no longer|stop) (?:let|letting|have|having) (?<who>\\S.*?) (?:act|acting|work|working|run|running) ${byItself}${where}`,
].map((shape) => new RegExp(`^${shape}$`));
const resets = /^(?:reset|clear|remove|end|drop) (?:the )?(?:own )?mode (?:of|for|on) (?<who>\S.*)$/;

const asks = [
  /^(?:(?:what(?:'s| is| are)|show(?: me)?|tell me|list|which are) )?(?:the |our |my )?(?:current )?modes?(?: (?:of|for) (?<who>\S.*))?$/,
  /^(?:in )?(?:what|which) mode(?:'s| is| are) (?<who>\S.*?)(?: in| on| now)?$/,
  /^(?:which|what) agents? (?:are|is|work|run)(?: now)? (?:in|on) (?:shadow|suggest|auto)(?: mode)?$/,
  /^(?:is|are) (?<who>\S.*?) (?:in|on) (?:shadow|suggest|auto)(?: mode)?$/,
  /^how far (?:is|are) (?<who>\S.*?) (?:away )?from auto(?: mode)?$/,
  /^(?:when|what) (?:can|may|could|does it take for|is missing for|is missing before) (?<who>\S.*?) (?:to )?(?:go|be put|be|get)(?: in| into| to| on)? auto(?: mode)?$/,
  /^(?:(?:show|list)(?: me)? )?(?:the |all |open )?(?:mode requests|requests for auto(?: mode)?)$/,
];
const besidePeople = [
  /^how (?:does|did|do|is|was|has|would) (?<who>\S.*?)(?: (?:do|doing|done|perform(?:ed|ing)?|compare|go|gone|been))? in shadow(?: mode)?(?: so far)?$/,
  /^compare (?<who>\S.*?)(?: in shadow(?: mode)?)? (?:with|to|against) (?:the )?(?:people|humans|what people (?:did|do))$/,
  /^(?:(?:show|tell|give)(?: me)? )?(?:the )?shadow (?:results?|report|comparison|record)s? (?:of|for) (?<who>\S.*)$/,
];
const signs =
  /^(?<say>approve|sign|sign off|accept|confirm|reject|decline|refuse|withdraw|take back) (?:the |my )?(?:request for )?auto(?:matic)?(?: mode)?(?: (?:for|of|on) (?<who>\S.*))?$/;
const signsOne =
  /^(?<say>approve|sign|sign off|accept|confirm|reject|decline|refuse|withdraw|take back) (?:the )?(?:mode|auto) request #?(?<n>\d{1,9})$/;

export function modes(text: string, bare: string, talk: Talk): CommandRead | null {
  const found = signing(bare, talk) ?? beside(bare, talk) ?? asking(bare, talk) ?? setting(bare, talk);
  if (found && 'command' in found) return found;
  const why = withReason(bare);
  const read = why && setting(why.rest, talk);
  return why && read && 'command' in read && read.command.do === 'set_mode'
    ? command({ ...read.command, because: asTyped(text, why.because, fold) ?? why.because })
    : found;
}

const modeSaid = (said: string): Mode =>
  said === 'shadow' ? 'shadow' : /^suggest/.test(said) ? 'suggest' : 'auto';

function setting(bare: string, talk: Talk): CommandRead | null {
  for (const shape of sets) {
    const said = shape.exec(bare)?.groups;
    if (!said) continue;
    const to = modeSaid(said.mode ?? '');
    const who = (said.who ?? '').replace(/^(?:the )?mode (?:of|for)\s+/, '');
    const read = partsIn(`${who} ${said.where ?? ''}`, talk);
    const pointless = /^(?:it|this|that|them|everything)$/.test(who) && talk.it?.kind !== 'agent';
    if (pointless || ('agent' in read && read.agent === null && !isPart(read.of)))
      return { lacks: 'Whose mode is meant? Say an agent.', completes: `put … in ${to}` };
    return made(read, (parts) => command({ do: 'set_mode', ...parts, mode: to }));
  }
  const lower = firstOf(forbids, bare);
  if (lower) return ofWhat(lower, 'suggest', talk);
  const alone = firstOf(lets, bare);
  if (alone) return ofWhat(alone, 'auto', talk);
  const back = resets.exec(bare)?.groups;
  if (!back) return null;
  const read = modePartsOf(back.who ?? '', talk);
  return 'agent' in read && isPart(read.of) ? command({ do: 'set_mode', ...read, mode: null }) : null;
}

const firstOf = (shapes: RegExp[], bare: string) =>
  shapes.map((shape) => shape.exec(bare)?.groups).find((groups) => groups !== undefined);

/** Of things that nobody knows as an agent's it is no mode: "let Tom send quotes without asking". */
function ofWhat(said: Record<string, string | undefined>, to: Mode, talk: Talk): CommandRead | null {
  const who = modePartsOf(said.who ?? '', talk);
  if (!('agent' in who) || who.agent === null || isPart(who.of)) return null;
  const read = modePartsOf(`${said.what ?? ''} ${said.where ?? ''}`, talk);
  if ('unread' in read) return { unread: read.unread };
  if ('which' in read) return read;
  if (
    said.what !== undefined &&
    !isPart(read.of) &&
    !/^(?:everything|anything|it all|things)$/.test(said.what)
  )
    return { unread: said.what };
  return command({ do: 'set_mode', agent: who.agent, of: read.of, mode: to });
}

const partsIn = (said: string, talk: Talk) =>
  modePartsOf(said.replace(/^\s*(?:everything|it all)\b/, ' '), talk);

const made = (read: ReturnType<typeof modePartsOf>, make: (parts: ModeParts) => CommandRead): CommandRead =>
  'agent' in read ? make(read) : read;

function asking(bare: string, talk: Talk): CommandRead | null {
  const said = asks.map((shape) => shape.exec(bare)).find((found) => found !== null);
  if (!said) return null;
  const who = said.groups?.who;
  if (who === undefined || /^(?:the |all |all the |our )?agents$/.test(who))
    return command({ do: 'modes', agent: null, of: wholeOfIt });
  const read = modePartsOf(who, talk);
  if (!('agent' in read)) return 'which' in read ? read : null;
  // Of a whole agent its status says it.
  if (!isPart(read.of)) return read.agent && command({ do: 'agent_status', agent: read.agent });
  return command({ do: 'modes', ...read });
}

/** Only of an agent or a trigger: of anything else nothing is known in shadow. */
function beside(bare: string, talk: Talk): CommandRead | null {
  const who = firstOf(besidePeople, bare)?.who;
  const read = who === undefined ? null : modePartsOf(who, talk);
  return read && 'agent' in read && read.agent ? command({ do: 'shadow_report', ...read }) : null;
}

function signing(bare: string, talk: Talk): CommandRead | null {
  const one = signsOne.exec(bare)?.groups;
  if (one) return command({ do: 'sign_mode', say: sayOf(one.say ?? ''), request: Number(one.n) });
  const said = signs.exec(bare)?.groups;
  if (!said) return null;
  const say = sayOf(said.say ?? '');
  if (said.who === undefined) return command({ do: 'sign_mode', say, agent: null, of: wholeOfIt });
  return made(modePartsOf(said.who, talk), (parts) => command({ do: 'sign_mode', say, ...parts }));
}

const sayOf = (verb: string): 'approve' | 'reject' =>
  /^(?:reject|decline|refuse|withdraw|take)/.test(verb) ? 'reject' : 'approve';
