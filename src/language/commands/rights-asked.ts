/** "Who is an approver", "is Tom an approver", "who can pause agents", "what may I do". */
import type { Action } from '../../policy/matrix.ts';
import { peopleOf, personOf } from './naming.ts';
import { type CommandRead, command, type Talk } from './read.ts';
import { anyRole, roleIn } from './role-words.ts';

const role = `(?<role>${anyRole})(?: roles?)?`;
const again = '(?: (?:now|at the moment|already|still|yet|again|here))?';
const article = '(?:an? |the |our |one of the |one of our )?';

const holders = [
  `(?:who|which (?:people|persons?)) (?:is|are|is in|are in|else is|has|have|holds?)(?: all)? (?:the (?:role|rights) (?:of )?)?${article}${role}${again}`,
  `(?:list|show(?: me)?|name) (?:all )?(?:the |our )?${role}`,
  `(?:who|whom) do we have (?:as|in) ${article}${role}`,
].map((shape) => new RegExp(`^${shape}$`));
const holds = [
  `(?:is|are|am|isn't|aren't) (?<who>\\S.*?) (?:also |still |already |now |really )?${article}${role}${again}`,
  `(?:does|do|has|have) (?<who>\\S.*?) (?:have|hold|got) (?:the )?(?:role of |rights of )?${article}${role}(?: (?:rights?|permissions?))?${again}`,
].map((shape) => new RegExp(`^${shape}$`));
const mine =
  /^(?:what|which things) (?:may|can) (?<may>i|\S.*?) do(?: here)?$|^what (?:am|is|are) (?<allowed>i|\S.*?) allowed to do(?: here)?$|^(?:what|which) (?:rights?|roles?|permissions?) (?:do i|does (?<has>\S.*?)) have(?: here)?$|^(?:what are|show(?: me)?|list|what is|what's) my (?:rights?|roles?|permissions?)$|^(?:show(?: me)?|list|what are|what is) (?<whose>\S.*?)(?:'s|s') (?:rights?|roles?|permissions?)$/;

const somebody =
  /^who(?: else)? (?:can|may|could|is allowed to|are allowed to|is able to|has the right to|is permitted to|gets to) (?<what>\S.*)$/;
const oneOf =
  /^(?:can|may|could) (?<who>\S.*?) (?<what>(?:approve|decide|reject|sign|pause|resume|run|undo|give|change|set|make|read|see|add|take|restore|review|claim|assign|activate|put|edit)\b.*)$|^is (?<allowed>\S.*?) allowed to (?<doing>\S.*)$/;

const cardsOnly =
  '(?: (?:this|it|that|these|them|cards?|the cards?|a card|deals?|changes?|proposals?|exceptions?|things|here|what|something|anything))*';
const agents = '(?: (?:the |an? |all |any )?(?:agents?|everything|crew))?';
/** What people call the rights; the first that fits the whole of the words. */
const asked: [RegExp, Action[]][] = [
  [new RegExp(`^(?:approve|decide|reject|edit|approve or reject|say yes)${cardsOnly}$`), ['decide', 'sign']],
  [/^(?:sign|sign off)(?: .{0,40}\b(?:thresholds?|limits?|large|big|deals?|this|it|that))?$/, ['sign']],
  [new RegExp(`^(?:pause|stop|resume|restart|run|start|force)${agents}$`), ['pause']],
  [/^undo(?: .{0,30})?$|^(?:roll|take) (?:it |this |that |things |changes )?back(?: .{0,20})?$/, ['undo']],
  [
    /^(?:give|grant|take|change|set|assign|hand out)(?: .{0,20})? (?:roles?|rights|permissions)(?: .{0,20})?$|^make (?:somebody|someone|people|others|admins?|administrators?|approvers?)(?: .{0,20})?$/,
    ['roles'],
  ],
  [
    /^(?:set|change|say|decide) (?:who (?:signs|approves)|(?:the )?approvals?(?: (?:thresholds?|limits?))?)(?: .{0,20})?$/,
    ['set_authority'],
  ],
  [
    /^(?:set|change|adjust|edit)(?: .{0,20})? (?:settings?|thresholds?|limits?)(?: .{0,20})?$/,
    ['set_place', 'set_company'],
  ],
  [/^(?:read|see|open|search|look at)(?: .{0,12})? audit(?: logs?)?(?: .{0,12})?$/, ['audit']],
  [/^(?:make|create|add|write|change|set|edit) (?:a |the |new )?rules?$/, ['rule']],
  [/^(?:take|make|restore|create) (?:a |the )?snapshots?$/, ['snapshot']],
  [/^(?:see|show|list|compare|look at) (?:a |the |all )?snapshots?$/, ['see_snapshots']],
  [/^(?:see|show|list|read|look at) (?:the |all )?(?:the )?rules$/, ['see_rules']],
  [/^(?:add|change|remove|set up|make) (?:a |the |new )?workflows?$/, ['workflows']],
  [/^(?:review|accept|change) (?:the |learned )?phrasings?$/, ['phrasings']],
  [/^(?:activate|start|switch on|create|make|change) (?:a |the )?playbooks?$/, ['set_company']],
  [/^(?:claim|close|merge|take) (?:a |the )?leads?$/, ['lead']],
  [/^(?:assign|reassign|change|edit) (?:a |the )?(?:deals?|owners?)$/, ['change']],
  [
    /^(?:put|set|raise) (?:an? |the )?agents? (?:in|into|on|to) auto(?: mode)?$|^sign (?:for )?auto(?: mode)?$/,
    ['sign_mode'],
  ],
  [
    /^(?:put|set) (?:an? |the )?agents? (?:in|into|on|to) (?:shadow|suggest)(?: mode)?$|^(?:set|make) checkpoints?$/,
    ['lower'],
  ],
  [/^(?:see|read)(?: .{0,12})? (?:feedback|failed runs|how well .{1,20})$/, ['quality']],
  [/^(?:give|say|leave)(?: .{0,12})? feedback$/, ['feedback']],
];

const begins =
  /^(?:who|whom|which|list|show|name|what|what's|is|isn't|am|are|aren't|does|do|has|have|can|may|could)\b/;

export function rightsAsked(bare: string, talk: Talk): CommandRead | null {
  if (!begins.test(bare)) return null;
  if (/^who am i(?: here| to you)?$/.test(bare)) return rightsOf('i', talk);
  const said = mine.exec(bare)?.groups;
  if (said) return rightsOf(said.may ?? said.allowed ?? said.has ?? said.whose ?? 'i', talk);
  return holdersIn(bare) ?? heldBy(bare, talk) ?? whoMayIn(bare, talk);
}

function holdersIn(bare: string): CommandRead | null {
  for (const shape of holders) {
    const found = roleIn(shape.exec(bare)?.groups?.role);
    // "List the reps" asks for people with deals.
    if (found && ((found !== 'rep' && found !== 'manager') || (found === 'manager' && /^who\b/.test(bare))))
      return command({ do: 'role_holders', role: found });
  }
  return null;
}

function heldBy(bare: string, talk: Talk): CommandRead | null {
  for (const shape of holds) {
    const found = shape.exec(bare)?.groups;
    const meant = roleIn(found?.role);
    if (!found || meant === null) continue;
    const typed = (name: string): string => `does ${name} have the ${found.role} role`;
    const read =
      found.who === 'i'
        ? { people: [{ id: 'me', name: 'you' }], assumptions: [] }
        : peopleOf(found.who ?? '', talk, 'role_asked', typed);
    if (read === null) continue;
    if (!('people' in read)) return read;
    return command({ do: 'role_asked', people: read.people, role: meant }, read.assumptions);
  }
  return null;
}

function whoMayIn(bare: string, talk: Talk): CommandRead | null {
  const anybody = somebody.exec(bare)?.groups?.what;
  if (anybody !== undefined) {
    const actions = rightIn(anybody);
    return actions && command({ do: 'who_may', actions, who: null });
  }
  const found = oneOf.exec(bare)?.groups;
  const actions = found && rightIn(found.what ?? found.doing ?? '');
  const whom = found?.who ?? found?.allowed ?? '';
  if (!actions || /^(?:you|we|steward|it|they|anybody|anyone|somebody|someone)$/.test(whom)) return null;
  if (whom === 'i') return command({ do: 'who_may', actions, who: { id: 'me', name: 'you' } });
  const person = personOf(whom, talk);
  if (person === null) return null;
  return 'which' in person
    ? person
    : command({ do: 'who_may', actions, who: person.name }, person.assumptions);
}

const rightIn = (what: string): Action[] | null => asked.find(([pattern]) => pattern.test(what))?.[1] ?? null;

/** "What can you do" asks about Steward. */
function rightsOf(said: string, talk: Talk): CommandRead | null {
  if (said === 'i') return command({ do: 'rights', who: { id: 'me', name: 'you' } });
  const person = personOf(said, talk);
  if (person === null) return null;
  return 'which' in person ? person : command({ do: 'rights', who: person.name }, person.assumptions);
}
