/** "Put the pipeline agent in auto", "let pipeline fix phone numbers by itself", "approve auto for pipeline", "mode of pipeline". */
import type { Mode } from '../../policy/nouns.ts';
import type { NamedValue } from '../request.ts';
import { fold } from '../text.ts';
import { isPart, type ModeParts, modePartsOf, wholeOfIt } from './mode-parts.ts';
import { asTyped, type CommandRead, command, type Talk } from './read.ts';
import { withReason } from './reasons.ts';

const mode = '(?<mode>shadow|suggest|suggestion|auto|automatic|autopilot)(?: mode)?';
const where = '(?<where>(?:\\s+(?:for|in|on|when|about)\\s+\\S.*)?)';

/** `who` says whose mode it is, `where` what more it is limited to. */
const sets = [
  `(?:set|put|switch|move|change|turn|promote|demote|bring|raise|lower|take|drop)\\s+(?<who>\\S.*?)\\s+(?:back )?(?:down |up )?(?:in|into|to|on)\\s+(?:the )?${mode}${where}`,
  `(?:the )?mode (?:of|for) (?<who>\\S.*?)(?: (?:is|should be|shall be|to)|:|=| =)+ (?:now )?${mode}${where}`,
  `(?:the )?(?<who>\\S+(?: agent)?)(?:'s)? mode(?: (?:is|should be|shall be|to|=)|:)+ (?:now )?${mode}${where}`,
  `(?:i |we )?(?:want|would like|need|have) (?<who>\\S.*?) (?:back )?(?:to be )?(?:in|into|on)\\s+(?:the )?${mode}${where}`,
  `(?<who>\\S.*?) (?:should|shall|must) (?:be|go|run|work) (?:back )?(?:in|into|on)\\s+${mode}${where}`,
  // "Take pipeline out of shadow, suggest is fine"
  `(?:take|bring|get|move) (?<who>\\S.*?) out of (?:the )?(?:shadow|suggest|auto)(?: mode)?[,;:]?(?: and| to| into| in| put it (?:in|into|on)| then)*\\s+(?:the )?${mode}(?: (?:is|will be|would be) (?:fine|ok|okay|enough|good))?${where}`,
].map((shape) => new RegExp(`^${shape}$`));

/** Without a verb, so that it has to be known whose mode it is. */
const setsLoosely = [
  `(?<who>(?!what|which|who|how|is|are|was|why|show|list|when|mode\\b)\\S.*?)(?: (?:goes|go))?(?:,| back| down)?(?: in| into| to| on|:| =| ->)+\\s+(?:the )?${mode}(?: again)?`,
  `(?<who>(?!what|which|who|how|is|are|was|why|show|list|when|if\\b)\\S.*?) (?:should|shall|must|may|can|is to) (?:only|just) (?<mode>watch|look(?: on)?|observe|record|suggest|propose|ask)`,
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

const allAgents =
  '(?:all (?:of )?(?:the |our )?agents|(?:the |our )agents|agents|every agent|everything|everybody|all of them)';
const setsAll = new RegExp(
  `^(?:set|put|switch|move|change|turn|bring|take|drop|lower) ${allAgents} (?:back )?(?:down )?(?:in|into|to|on) (?:the )?(?<mode>shadow|suggest|suggestion|auto|automatic|autopilot)(?: mode)?$`,
);
const autoOff = [
  /^(?:turn|switch) (?:the )?auto(?:matic)?(?: mode)? off(?: (?:for|of|on) (?<who>\S.*))?$/,
  /^(?:turn|switch) off (?:the |all )?auto(?:matic)?(?: modes?)?(?: (?:for|of|on) (?<who>\S.*))?$/,
  /^(?:stop|end|leave|disable|deactivate|exit|no more|quit) (?:the |all )?auto(?:matic)?(?: modes?)?(?: (?:for|of|on) (?<who>\S.*))?$/,
  /^take (?<who>\S.*?) (?:off|out of) auto(?:matic)?(?: mode)?$/,
  /^(?:nobody|no agent|nothing) (?:may|should|shall) (?:act|work|run|do anything) (?:alone|by itself|on its own)(?: any ?more)?$/,
];
const towards = [
  /^(?:what|which evidence)(?:'s| is)? (?:still )?(?:missing|lacking|needed|required)(?: still)? (?:for|before|to get to|to be in|until) auto(?: mode)?(?: (?:for|of|with|on) (?<who>\S.*))?$/,
  /^what (?:do|does|would) (?<who>\S.*?) (?:still )?(?:need|lack|miss)(?: still)? (?:for|before|to get to|to go to|to be in) auto(?: mode)?$/,
  /^why (?:is|are|was)(?:n't| not)? (?<who>\S.*?) (?:still |yet )?(?:not )?(?:yet )?(?:in|on) auto(?: mode)?(?: yet)?$/,
  /^why (?:isn't|aren't|is not) (?<who>\S.*?) (?:in|on) auto(?: mode)?(?: yet)?$/,
  /^why (?:is|are) (?<who>\S.*?) (?:still |only )*(?:in|on) (?:shadow|suggest)(?: mode)?(?: only)?$/,
  /^(?:why|what) (?:may|can|does)(?:n't| not)? (?<who>\S.*?) (?:not )?(?:act|work) (?:alone|by itself|on its own)(?: yet)?$/,
];

const asks = [
  /^(?:(?:what(?:'s| is| are)|show(?: me)?|tell me|list|which are) )?(?:the |our |my )?(?:current )?modes?(?: (?:of|for) (?<who>\S.*))?$/,
  /^(?:in )?(?:what|which) mode(?:'s| is| are) (?<who>\S.*?)(?: in| on| now)?$/,
  /^(?:which|what) agents? (?:are|is|work|run)(?: now)? (?:in|on) (?:shadow|suggest|auto)(?: mode)?$/,
  /^(?:is|are) (?<who>\S.*?) (?:in|on) (?:shadow|suggest|auto)(?: mode)?$/,
  /^how far (?:is|are) (?<who>\S.*?) (?:away )?from auto(?: mode)?$/,
  /^what (?:may|can|is|are) (?<who>(?!i\b|you\b|we\b|it\b)\S.*?) (?:allowed to )?do(?: (?:alone|by itself|on its own|without asking))?$/,
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

const read = '(?:read|look|view|watch)(?:ing)?[- ]only';
const readOnly = [
  new RegExp(
    `^(?:make|set|put|turn|keep|switch|have|leave) (?<who>\\S.*?) (?:to |on |in |into |be )?${read}(?: mode)?$`,
  ),
  new RegExp(`^(?:set |change )?(?:the )?permissions? (?:of|for) (?<who>\\S.*?)(?: to| is|:) ${read}$`),
  new RegExp(
    `^(?<who>\\S.*?)(?:'s)?(?: permissions?)?(?: is| are| should be| must be| shall be| to be|:) ${read}$`,
  ),
  /^(?<who>\S.*?) (?:may|can|should|must|is allowed to|is to) only (?:read|look|watch)$/,
  /^(?:only let|let) (?<who>\S.*?) (?:only )?(?:read|look|watch)(?: only)?$/,
];
const readOnlyIs = 'Read-only = shadow: it looks and records, and does nothing.';

/** "Make pipeline read-only": what looks and does nothing is in shadow. */
function withoutActing(bare: string, talk: Talk): CommandRead | null {
  const who = firstOf(readOnly, bare)?.who;
  const found = who === undefined ? null : setting(`put ${who} in shadow`, talk);
  return found && 'command' in found && found.command.do === 'set_mode'
    ? command(found.command, [...found.assumptions, readOnlyIs])
    : null;
}

export function modes(text: string, bare: string, talk: Talk): CommandRead | null {
  const looksOnly = withoutActing(bare, talk);
  if (looksOnly) return looksOnly;
  const found =
    together(bare, talk) ??
    signing(bare, talk) ??
    beside(bare, talk) ??
    asking(bare, talk) ??
    setting(bare, talk);
  if (found && 'command' in found) return found;
  const why = withReason(bare);
  const all = why && together(why.rest, talk);
  if (why && all && 'command' in all && (all.command.do === 'set_modes' || all.command.do === 'auto_off'))
    return command({ ...all.command, because: asTyped(text, why.because, fold) ?? why.because });
  const read = why && setting(why.rest, talk);
  return why && read && 'command' in read && read.command.do === 'set_mode'
    ? command({ ...read.command, because: asTyped(text, why.because, fold) ?? why.because })
    : found;
}

/** Of all agents at once, and what is missing before one may act alone. */
function together(bare: string, talk: Talk): CommandRead | null {
  const all = setsAll.exec(bare)?.groups?.mode;
  if (all !== undefined) {
    const mode = modeSaid(all);
    return mode === 'auto'
      ? {
          lacks: 'Auto is earned by each agent for itself. Which agent is meant?',
          completes: 'put … in auto',
        }
      : command({ do: 'set_modes', mode });
  }
  const off = autoOff.map((shape) => shape.exec(bare)).find((found) => found !== null);
  if (off) return offFor(off.groups?.who, talk);
  const to = towards.map((shape) => shape.exec(bare)).find((found) => found !== null);
  return to ? towardsAuto(to.groups?.who, talk) : null;
}

const isAll = (who: string | undefined): boolean =>
  who === undefined ||
  /^(?:(?:all|every|all of)?\s?(?:the |our )?agents?|everything|everybody|them|us)$/.test(who);

function offFor(who: string | undefined, talk: Talk): CommandRead | null {
  if (who === undefined || isAll(who)) return command({ do: 'auto_off', agent: null });
  const read = modePartsOf(who, talk);
  if (!('agent' in read)) return 'which' in read ? read : null;
  if (isPart(read.of)) return command({ do: 'set_mode', ...read, mode: 'suggest' });
  return read.agent && command({ do: 'auto_off', agent: read.agent });
}

/** Without a name it is whoever proposes something. */
function towardsAuto(who: string | undefined, talk: Talk): CommandRead | null {
  const named = who !== undefined && !isAll(who) && !/^(?:it|this|that)$/.test(who);
  const read = named ? modePartsOf(who, talk) : { agent: proposing(talk), of: wholeOfIt };
  if (!('agent' in read)) return 'which' in read ? read : null;
  if (isPart(read.of)) return command({ do: 'modes', ...read });
  return read.agent
    ? command({ do: 'agent_status', agent: read.agent })
    : named
      ? null
      : command({ do: 'modes', agent: null, of: wholeOfIt });
}

function proposing({ it, lexicon }: Talk): NamedValue | null {
  if (it?.kind === 'agent') return { id: it.id, name: it.name };
  const ids = [...new Set(lexicon.triggers.map(({ agent }) => agent))];
  const only = ids.length === 1 ? lexicon.agents.find(({ id }) => id === ids[0]) : undefined;
  return only ? { id: only.id, name: only.name } : null;
}

const modeSaid = (said: string): Mode =>
  /^(?:shadow|watch|look|observe|record)/.test(said)
    ? 'shadow'
    : /^(?:suggest|propose|ask)/.test(said)
      ? 'suggest'
      : 'auto';

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
  const loosely = firstOf(setsLoosely, bare);
  const meant = loosely && partsIn(loosely.who ?? '', talk);
  if (loosely && meant && 'agent' in meant && (meant.agent !== null || isPart(meant.of)))
    return command({ do: 'set_mode', ...meant, mode: modeSaid(loosely.mode ?? '') });
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
