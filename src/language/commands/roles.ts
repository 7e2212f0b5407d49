/** "Make Lena finance", "Tom is no approver any more", "who is an approver", "what may I do". */
import type { Role } from '../../policy/nouns.ts';
import { personOf } from './naming.ts';
import { type CommandRead, command, type Talk } from './read.ts';

const words: [Role, string][] = [
  ['rep', '(?:sales )?reps?|sales ?(?:person|people|man|woman)|sellers?'],
  ['owner', 'agent owners?|owners? of agents|owners? of an agent'],
  ['manager', '(?:sales )?managers?'],
  ['approver', 'approvers?|signers?'],
  ['qa', 'qa|quality assurance|qa (?:reviewers?|people|person)|quality'],
  ['champion', '(?:rep )?champions?'],
  ['finance', 'finance(?: (?:person|people))?|(?:in|of|from|part of) finance'],
  ['auditor', 'auditors?'],
  ['admin', 'admins?|administrators?'],
];
const role = `(?<role>${words.map(([, said]) => said).join('|')})(?: roles?)?`;
const who = '(?<who>\\S.*?)';
const again = '(?: (?:now|from now on|any ?more|any longer|again))?';
const article = '(?:an? |the |our |one of the |one of our )?';

const gives = [
  `(?:make|appoint|name|nominate|turn) ${who} (?:as |into |to be |to )?${article}${role}`,
  `(?:give|grant|assign|hand) ${who} (?:the )?(?:role|rights|role and rights)(?: of| as)? ${article}${role}`,
  `(?:give|grant|assign|hand) ${who} ${article}${role.replace('(?: roles?)?', '(?: (?:roles?|rights?|permissions?))')}`,
  `(?:give|grant|assign) (?:the )?${role.replace('(?: roles?)?', '(?: (?:roles?|rights?))?')} to ${who}`,
  `add ${who} (?:as|to) ${article}${role}`,
  `${who} (?:becomes|is now|shall be|should be|will be) ${article}${role}${again}`,
  `${who} is an? ${role}(?: (?:now|from now on))?`,
].map((shape) => new RegExp(`^${shape}$`));
const takes = [
  `${who} (?:is|shall be|should be|will be) (?:no|not(?: an?| the)?|no longer(?: an?| the)?) ${role}${again}`,
  `${who} (?:isn't|is not) ${article}${role}${again}`,
  `(?:remove|drop|strike) ${who} (?:as|from) ${article}${role}${again}`,
  `(?:remove|take|take away|revoke|withdraw|drop) (?:the )?${role.replace('(?: roles?)?', '(?: (?:roles?|rights?|permissions?))?')} (?:of|from) ${who}${again}`,
  `(?:remove|take|take away|revoke|withdraw|drop) ${who}(?:'s|s') ${role.replace('(?: roles?)?', '(?: (?:roles?|rights?|permissions?))')}${again}`,
].map((shape) => new RegExp(`^${shape}$`));
const holders = [
  `(?:who|which (?:people|persons?)) (?:is|are|is in|are in|else is|has|have|holds?)(?: all)? (?:the (?:role|rights) (?:of )?)?${article}${role}${again}`,
  `(?:list|show(?: me)?|name) (?:all )?(?:the |our )?${role}`,
  `(?:who|whom) do we have (?:as|in) ${article}${role}`,
].map((shape) => new RegExp(`^${shape}$`));
const mine =
  /^(?:what|which things) (?:may|can) (?<may>i|\S.*?) do(?: here)?$|^what (?:am|is|are) (?<allowed>i|\S.*?) allowed to do(?: here)?$|^(?:what|which) (?:rights?|roles?|permissions?) (?:do i|does (?<has>\S.*?)) have(?: here)?$|^(?:what are|show(?: me)?|list|what is|what's) my (?:rights?|roles?|permissions?)$|^(?:show(?: me)?|list|what are|what is) (?<whose>\S.*?)(?:'s|s') (?:rights?|roles?|permissions?)$/;

/** Most of what is said begins otherwise: it is not looked at any closer. */
const begins =
  /^(?:make|appoint|name|nominate|turn|give|grant|assign|hand|add|remove|drop|strike|take|revoke|withdraw|who|whom|which|list|show|what|what's)\b/;
const states = /\b(?:is|isn't|becomes|shall|should|will)\b/;
const names = new RegExp(
  `\\b(?:${words.map(([, pattern]) => pattern).join('|')}|may|can|allowed|rights?|roles?|permissions?)\\b`,
);

export function roles(bare: string, talk: Talk): CommandRead | null {
  if (/^who am i(?: here| to you)?$/.test(bare)) return rightsOf('i', talk);
  if (!(begins.test(bare) || states.test(bare)) || !names.test(bare)) return null;
  const said = mine.exec(bare)?.groups;
  if (said) return rightsOf(said.may ?? said.allowed ?? said.has ?? said.whose ?? 'i', talk);
  for (const shape of holders) {
    const found = roleIn(shape.exec(bare)?.groups?.role);
    // Reps and managers are asked for as people with deals.
    if (found && found !== 'rep' && found !== 'manager') return command({ do: 'role_holders', role: found });
  }
  return stepIn(takes, false, bare, talk) ?? stepIn(gives, true, bare, talk);
}

/** "What can you do" asks about Steward. */
function rightsOf(said: string, talk: Talk): CommandRead | null {
  if (said === 'i') return command({ do: 'rights', who: { id: 'me', name: 'you' } });
  const person = personOf(said, talk);
  if (person === null) return null;
  return 'which' in person ? person : command({ do: 'rights', who: person.name }, person.assumptions);
}

function stepIn(shapes: RegExp[], give: boolean, bare: string, talk: Talk): CommandRead | null {
  for (const shape of shapes) {
    const found = shape.exec(bare)?.groups;
    const meant = roleIn(found?.role);
    if (!found || meant === null) continue;
    // Nobody gives themselves a role in words: what looks like it is refused as before.
    const person = personOf((found.who ?? '').replace(/,$/, ''), talk);
    if (person === null) continue;
    if ('which' in person) return person;
    if (give && person.name.id === 'me') return null;
    return command({ do: 'set_role', person: person.name, role: meant, give }, person.assumptions);
  }
  return null;
}

const roleIn = (said: string | undefined): Role | null =>
  words.find(([, pattern]) => new RegExp(`^(?:${pattern})$`).test(said ?? ''))?.[0] ?? null;
