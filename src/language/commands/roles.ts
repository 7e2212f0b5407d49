/** "Make Lena finance", "make Nora a manager of EMEA", "Tom is no approver any more". */
import { roles as allRoles, roleName, roleSaid } from '../../policy/matrix.ts';
import type { Role } from '../../policy/nouns.ts';
import type { GroupPlace } from '../request.ts';
import { isCommon } from '../vocabulary.ts';
import { nameOf, peopleOf, personOf } from './naming.ts';
import { type CommandRead, command, type Talk } from './read.ts';
import { anyRole, roleIn } from './role-words.ts';

const role = `(?<role>${anyRole})(?: roles?)?`;
const who = '(?<who>\\S.*?)';
const again = '(?: (?:now|from now on|any ?more|any longer|again))?';
const article = '(?:an? |the |our |one of the |one of our )?';
const place = '(?: (?:of|for|in|over) (?<place>\\S.*?))?';
const titled = (word: string): string => role.replace('(?: roles?)?', word);

const gives = [
  `(?:make|appoint|name|nominate|turn) ${who} (?:as |into |to be |to )?${article}${role}${place}`,
  `(?:promote|upgrade) ${who} (?:to|as|into) ${article}${role}${place}`,
  `(?:give|grant|assign|hand) ${who} (?:the )?(?:role|rights|role and rights)(?: of| as)? ${article}${role}${place}`,
  `(?:give|grant|assign|hand) ${who} ${article}${titled('(?: (?:roles?|rights?|permissions?))')}${place}`,
  `(?:give|grant|assign) (?:the )?${titled('(?: (?:roles?|rights?))?')} to ${who}`,
  `add ${who} (?:as|to) ${article}${role}${place}`,
  `${who} (?:becomes?|(?:is|are) now|shall be|should be|will be) ${article}${role}${place}${again}`,
  `${who} is an? ${role}${place}(?: (?:now|from now on))?`,
  `${who} are ${role}${place}(?: (?:now|from now on))?`,
].map((shape) => new RegExp(`^${shape}$`));
const takes = [
  `${who} (?:is|are|shall be|should be|will be) (?:no|not(?: an?| the)?|no longer(?: an?| the)?) ${role}${again}`,
  `${who} (?:isn't|is not|aren't|are not) ${article}${role}${again}`,
  `(?:remove|drop|strike) ${who} (?:as|from) ${article}${role}${again}`,
  `(?:remove|take|take away|revoke|withdraw|drop) (?:the )?${titled('(?: (?:roles?|rights?|permissions?))?')}(?: away)? (?:of|from) ${who}${again}`,
  `(?:remove|take|take away|revoke|withdraw|drop) ${who}(?:'s|s') ${titled('(?: (?:roles?|rights?|permissions?))')}${again}`,
].map((shape) => new RegExp(`^${shape}$`));

/** Most of what is said begins otherwise: it is not looked at any closer. */
const begins =
  /^(?:make|appoint|name|nominate|turn|promote|upgrade|give|grant|assign|hand|add|remove|drop|strike|take|revoke|withdraw)\b/;
const states = /\b(?:is|isn't|are|aren't|becomes?|shall|should|will)\b/;
const asks = /^(?:is|are|isn't|aren't|who|what|which|does|do|did|can|could|may|how|when|where|why)\b/;
const named = new RegExp(`\\b(?:${anyRole})\\b`);

export function roles(bare: string, talk: Talk): CommandRead | null {
  if (asks.test(bare) || !named.test(bare) || !(begins.test(bare) || states.test(bare))) return null;
  return stepIn(takes, false, bare, talk) ?? stepIn(gives, true, bare, talk);
}

function stepIn(shapes: RegExp[], give: boolean, bare: string, talk: Talk): CommandRead | null {
  for (const shape of shapes) {
    const found = shape.exec(bare)?.groups;
    const meant = roleIn(found?.role);
    if (!found || meant === null) continue;
    const at = found.place === undefined ? null : groupOf(found.place, talk);
    if (found.place !== undefined && at === null) continue;
    if (at !== null && 'which' in at) return { ...at, of: 'set_role' };
    const whom = (found.who ?? '').replace(/,$/, '').replace(/^both /, '');
    const read = peopleOf(whom, talk, 'set_role', (name) => said(name, meant, give, at?.place ?? null));
    if (read === null) continue;
    if (!('people' in read)) return read;
    // Nobody gives themselves a role in words: what looks like it is refused as before.
    if (give && read.people.some(({ id }) => id === 'me')) return null;
    return command(
      { do: 'set_role', people: read.people, role: meant, give, ...(at ? { at: at.place } : {}) },
      read.assumptions,
    );
  }
  return null;
}

function said(name: string, role: Role, give: boolean, at: GroupPlace | null): string {
  const where = at ? ` of ${at.of.name}` : '';
  return give
    ? `make ${name} ${/ and |, /.test(name) ? plural(role) : roleSaid[role]}${where}`
    : `remove ${name} as ${roleName[role]}`;
}
const plural = (role: Role): string =>
  role === 'qa' || role === 'finance' ? roleName[role] : `${roleName[role]}s`;

function groupOf(words: string, talk: Talk) {
  const found = nameOf(words, ['territory', 'team'], talk);
  if (found === null || 'which' in found) return found;
  const { kind, name } = found;
  return kind === 'territory' || kind === 'team' ? { place: { scope: kind, of: name } as GroupPlace } : null;
}

const unknown = [
  /^(?:make|appoint|promote|nominate) (?<who>\S.*?) (?:to |as |to be |as an? )?(?:an? |the |our )(?<role>\S+(?: \S+)?)$/,
  /^(?:give|grant|take|remove|revoke) (?<who>\S.*?)(?:'s)? (?:the |an? )?(?<role>\S+(?: \S+)?) (?:role|rights)$/,
];
// Agents, deals and absences have these, and are spoken of otherwise.
const elsewhere =
  /\b(?:owners?|fallbacks?|stand-?in|substitute|deputy|backup|default|recipient|metric|reminder|deal|lead|alert|rule|of|on|to|for)\b/;

const unsaid = [
  /^(?:give|grant|get) (?<who>\S.*?) (?:more|other|some|all|all the|extra|additional|new|further|better) (?:rights?|permissions?|access|roles?)$/,
  /^(?<verb>remove|take|take away|revoke|withdraw|drop|change) (?<who>\S.*?)(?:'s|s') (?:roles?|rights?|permissions?)$/,
];

/** "Give Tom more rights", "remove Ana's role": which one is asked. */
function roleUnsaid(bare: string, talk: Talk): CommandRead | null {
  for (const shape of unsaid) {
    const { who: whom, verb } = shape.exec(bare)?.groups ?? {};
    const person = whom === undefined ? null : personOf(whom, talk);
    if (person === null || 'which' in person || person.name.id === 'me') continue;
    const { name } = person.name;
    return {
      lacks: `Which role? Roles are: ${allRoles.map((one) => roleName[one]).join(', ')}.`,
      completes: verb && verb !== 'change' ? `remove ${name} as …` : `make ${name} …`,
      of: 'set_role',
    };
  }
  return null;
}

/** "Make Nora the wizard": somebody who is known, and a role that is none. Looked at when the words are nothing else. */
export function roleUnknown(bare: string, talk: Talk): CommandRead | null {
  const asked = roleUnsaid(bare, talk);
  if (asked) return asked;
  for (const shape of unknown) {
    const { who: whom, role: meant = '' } = shape.exec(bare)?.groups ?? {};
    if (whom === undefined || elsewhere.test(meant) || roleIn(meant) || /\d/.test(meant)) continue;
    const person = personOf(whom, talk);
    if (person === null || 'which' in person || person.name.id === 'me') continue;
    if (nameOf(meant, ['account', 'stage', 'team', 'territory', 'product'], talk)) continue;
    if (isCommon(meant.split(' ').at(-1) ?? '') && !/boss|lead|head/.test(meant)) continue;
    return {
      lacks: `"${meant}" is no role here. Roles are: ${allRoles.map((one) => roleName[one]).join(', ')}. Which one?`,
      completes: `make ${person.name.name} …`,
      of: 'set_role',
    };
  }
  return null;
}
