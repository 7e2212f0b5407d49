/** "Deals over 250k need finance", "a discount over 10% needs two approvers", "who signs what", "remove approval 2". */
import type { Role } from '../../policy/nouns.ts';
import type { ApprovalSaid } from '../request.ts';
import { words } from '../words.ts';
import { type CommandRead, command, type Talk } from './read.ts';
import { valueAt } from './threshold-words.ts';

const deals =
  '(?:all |any |every |a |each )?(?:deals?|opportunit(?:y|ies)|amounts?|contracts?)(?: (?:worth|of|with an amount|that are|which are))?';
const discounts = '(?:all |any |every |a |each )?(?:discounts?|price cuts?|rebates?)(?: of)?';
const over = '(?:over|above|more than|beyond|greater than|larger than|bigger than|higher than|exceeding)';
const needs =
  '(?:(?:also |always )?(?:(?:needs?|requires?)(?! (?:approval|sign-?off|a signature|signatures) (?:by|of|from))|must have|have to have|has to have|must be (?:signed|approved) by|(?:are|is) (?:signed|approved) by|goes? to|(?:needs?|requires?) (?:approval|sign-?off|a signature|signatures|the ok|an ok) (?:by|of|from)|needs? to be (?:signed|approved) by|should be (?:signed|approved) by)) ';
const approval = "(?: to (?:sign|approve)|(?:'s)? (?:approval|sign-?off|signature|ok)s?)?";
const stated = [
  new RegExp(`^(?<of>${deals}|${discounts}) ${over} (?<value>.+?) ${needs}(?<whom>.+?)${approval}$`),
  new RegExp(
    `^(?<whom>.+?) (?:must |should |has to |have to |needs to |need to )?(?:signs?|approves?|sign off|signs off)(?: on)? (?<of>${deals}|${discounts}) ${over} (?<value>.+)$`,
  ),
  new RegExp(
    `^for (?<of>${deals}|${discounts}) ${over} (?<value>.+?),? (?<whom>.+?) (?:must |should |has to |have to |needs? to )?(?:signs?|approves?)$`,
  ),
];
const lists =
  /^(?:(?:list|show(?: me)?|what are|which are) (?:the |all |our )?(?:approvals?|approval (?:thresholds?|rules?|limits?|levels?|tiers?|steps?)|signatures needed)|who (?:signs|has to sign|approves|has to approve|must approve|must sign) what|what needs (?:approval|(?:an )?approvers?|signatures?|sign-?off)|who approves (?:large|big) deals)$/;
const ends =
  /^(?:remove|end|drop|delete|lift|cancel) (?:the )?approval(?: threshold| rule| step)? #?(?<id>\d{1,9})$/;

export function approvals(bare: string, talk: Talk): CommandRead | null {
  if (lists.test(bare)) return command({ do: 'approvals' });
  const id = ends.exec(bare)?.groups?.id;
  if (id) return command({ do: 'approval_end', approval: Number(id) });
  for (const shape of stated) {
    const found = shape.exec(bare)?.groups;
    const said = found && saidIn(found.of ?? '', found.value ?? '', found.whom ?? '', talk);
    if (said) return command({ do: 'approval', ...said });
  }
  return null;
}

function saidIn(of: string, said: string, whomWords: string, { companyCurrency }: Talk): ApprovalSaid | null {
  const whom = whomIn(whomWords);
  // One approver is the limit of the settings, and a rule where more is said of the deals.
  if (whom === null || (whom.roles.length === 1 && whom.roles[0] === 'approver')) return null;
  const coded = /^(?<code>[a-z]{3}) (?=\d)/.exec(said)?.groups?.code;
  const list = words(coded ? said.slice(4) : said);
  const value = valueAt(list, 0);
  if (!value || value.length !== list.length) return null;
  const discount = /discount|price cut|rebate/.test(of);
  const { number, unit } = value.value;
  if (discount) {
    if (unit !== 'percent' && unit !== 'plain') return null;
    return { of: 'discount', over: number, currency: null, whom: whom.roles, inOrder: whom.inOrder };
  }
  if (unit !== 'money' && unit !== 'plain') return null;
  const currency = coded?.toUpperCase() ?? list[0]?.number?.currency ?? companyCurrency;
  return { of: 'amount', over: number, currency, whom: whom.roles, inOrder: whom.inOrder };
}

const counts: Record<string, number> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  '2': 2,
  '3': 3,
  '1': 1,
  both: 1,
  the: 1,
  another: 1,
  our: 1,
};
const inTurn = /,? (?:and )?(?:then|after that|afterwards|followed by|before)(?: by)? /;
const beside = /,? (?:and|plus|as well as|together with|also|\+|&) |, ?/;
const someone =
  /^(?:(?<count>an?|one|two|three|[123]|both|the|another|our) )?(?:(?:different|separate) )?(?<who>approvers?|finance(?: (?:people|persons?|approvers?))?|people (?:of|from|in) finance|somebody (?:of|from|in) finance|someone (?:of|from|in) finance)$/;

/** "Two approvers", "an approver and finance", "an approver, then finance". */
function whomIn(said: string): { roles: Role[]; inOrder: boolean } | null {
  const text = said
    .replace(/,? (?:in (?:that|this) order|one after (?:the other|another))$/, '')
    .replace(/ together$/, '')
    .trim();
  const ordered = text !== said.replace(/ together$/, '').trim() || inTurn.test(text);
  const parts = text.split(inTurn).flatMap((part) => part.split(beside));
  const roles: Role[] = [];
  for (const part of parts) {
    const found = someone.exec(part.trim())?.groups;
    if (!found) return null;
    const role: Role = found.who?.includes('finance') ? 'finance' : 'approver';
    roles.push(...Array<Role>(counts[found.count ?? 'one'] ?? 1).fill(role));
  }
  return roles.length > 0 && roles.length <= 4 ? { roles, inOrder: ordered && roles.length > 1 } : null;
}
