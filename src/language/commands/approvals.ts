/** "Deals over 250k need finance", "a discount over 10% needs two approvers", "who signs what", "remove approval 2". */
import type { Role } from '../../policy/nouns.ts';
import type { ApprovalSaid, GroupPlace } from '../request.ts';
import { turning } from '../turns.ts';
import { words } from '../words.ts';
import { nameOf } from './naming.ts';
import { type CommandRead, command, type Talk, typedOut, type Which } from './read.ts';
import { valueAt } from './threshold-words.ts';

const article = '(?:all |any |every |a |an |each |the )?';
const deals = `${article}(?:deals?|opportunit(?:y|ies)|amounts?|contracts?)(?: (?:worth|of|with an amount|that are|which are))?`;
const discounts = `${article}(?:discounts?|price cuts?|rebates?)(?: of)?`;
const over =
  '(?:over|above|more than|beyond|greater than|larger than|bigger than|higher than|exceeding|from)';
const where = '(?: (?:in|for|of|from|within) (?<at>\\S.*?))?';
const noArticle =
  '(?!(?:all|any|every|an?|each|the) (?:deal|opportunit|amount|contract|discount|price|rebate))';
const before = `(?:(?:in|for|of) (?<at0>\\S.*?),? )?(?:${noArticle}(?<at1>\\S.*?) )?`;
const what = `(?<of>${deals}|${discounts})(?: (?:in|for|of|from) (?<at2>\\S.*?))? ${over} (?<value>.+?)`;
const signed = '(?:signed|approved|signed off)';
const needs = `(?:(?:also |always )?(?:(?:needs?|requires?)(?! (?:approval|sign-?off|a signature|signatures) (?:by|of|from))|must have|have to have|has to have|must be ${signed} by|(?:are|is) ${signed} by|goes? to|(?:needs?|requires?) (?:approval|sign-?off|a signature|signatures|the ok|an ok) (?:by|of|from)|needs? to be ${signed} by|should be ${signed} by)) `;
const needsNo = `(?:(?:do not|don't|does not|doesn't|need not|no longer|never) (?:have to |need to |need |needs |require |requires )?(?:be ${signed} by |(?:approval|sign-?off|a signature|signatures|the ok) (?:by|of|from) |go to )?|needs? no (?:approval|sign-?off|signature) (?:by|of|from) |needs? no(?:t)? )`;
const approval = "(?: to (?:sign|approve)(?: (?:it|them))?|(?:'s)? (?:approval|sign-?off|signature|ok)s?)?";
const anyMore = '(?: (?:any ?more|any longer|now|from now on))?';
const must = '(?:must |should |has to |have to |needs to |need to )?';
const stated = [
  `${before}${what}${where} ${needs}(?<whom>.+?)${approval}`,
  `(?<whom>.+?) ${must}(?:signs?|approves?|sign off|signs off)(?: on)? (?:${noArticle}(?<at1>\\S+(?: \\S+)?) )??${what}${where}`,
  `for ${what}${where},? (?<whom>.+?) ${must.replace(')?', '|needs? to )?')}(?:signs?|approves?)`,
].map((shape) => new RegExp(`^${shape}$`));
const lifted = [
  `${before}${what}${where} ${needsNo}(?<whom>.+?)${approval}${anyMore}`,
  `(?<whom>.+?) (?:no longer|need not|needn't|does not|doesn't|do not|don't) (?:have to |need to )?(?:signs?|approves?)(?: on)? ${what}${where}${anyMore}`,
].map((shape) => new RegExp(`^${shape}$`));
const lists =
  /^(?:(?:list|show(?: me)?|what are|which are) (?:the |all |our )?(?:approvals?|approval (?:thresholds?|rules?|limits?|levels?|tiers?|steps?)|signatures needed)|who (?:signs|has to sign|approves|has to approve|must approve|must sign) what|what needs (?:approval|(?:an )?approvers?|signatures?|sign-?off)|who (?:approves|signs) (?:large|big) deals)$/;
const asked = [
  `who (?:(?:has|have|needs?) to |must |should |can |may |will |would )?(?:signs?|approves?|sign off|signs off)(?: on)? (?:${noArticle}(?<at1>\\S+(?: \\S+)?) )??(?<of>${deals}|${discounts})(?: (?:in|for|of|from) (?<at2>\\S.*?))?(?: (?<over>${over}))? (?<value>[$€£]?\\d.*?)${where}`,
  `(?:what|which(?: deals| discounts| changes)?|which of the deals|when) (?:needs?|requires?|must have|has to have|is|are) (?<whom>(?:(?:an?|one|two|three|four|2|3|4|several|more than one) )?(?:signatures?|approvals?|approvers?|signers?|people|finance|of finance).*?)(?: to (?:sign|approve))?`,
].map((shape) => new RegExp(`^${shape}$`));
const ends =
  /^(?:remove|end|drop|delete|lift|cancel) (?:the )?approval(?: threshold| rule| step)? #?(?<id>\d{1,9})$/;
const looks = /\b(?:sign|approv|financ|need|requir|must)/;

/** "Discounts beyond 12% are to be signed by finance" */
const plainly = turning([
  [/\b(?:beyond|in excess of|exceeding) (?=[$€£]?\d)/g, 'over '],
  [
    /\b(?:are|is|have|has|must|should|ought|need|needs)(?: to)? (?:always )?be (?:signed|approved|signed off|okayed) by (?=\S)/g,
    'needs ',
  ],
]);

export function approvals(said: string, talk: Talk): CommandRead | null {
  if (!looks.test(said)) return null;
  const bare = plainly(said);
  if (lists.test(bare)) return command({ do: 'approvals' });
  const id = ends.exec(bare)?.groups?.id;
  if (id) return command({ do: 'approval_end', approval: Number(id) });
  const about = askedIn(bare, talk);
  if (about) return about;
  for (const [shapes, end] of [
    [lifted, true],
    [stated, false],
  ] as const)
    for (const shape of shapes) {
      const found = shape.exec(bare)?.groups;
      const said = found && saidIn(found, talk, end);
      if (said && 'which' in said) return { ...said, of: 'approval' };
      if (said && end) return command({ do: 'approval_end', approval: null, said });
      const less = said && hardlyMeant(said, found.value ?? '', bare);
      if (less) return less;
      if (said) return command({ do: 'approval', ...said });
    }
  return null;
}

/** "Deals over 250 need finance": 250, or 250 thousand? */
function hardlyMeant({ of, over }: ApprovalSaid, value: string, bare: string): CommandRead | null {
  if (of !== 'amount' || over <= 0 || over >= 1_000 || !/^\d+(?:[.,]\d+)?$/.test(value.trim())) return null;
  const typed = (as: string): string => bare.replace(value.trim(), () => as);
  return {
    which: {
      question: `${value.trim()} what?`,
      options: typedOut([typed(`${value.trim()}k`), typed(`$${value.trim()}`)]),
    },
    of: 'approval',
  };
}

type Groups = Record<string, string | undefined>;

/** Just above that much, or by who signs. */
function askedIn(bare: string, talk: Talk): CommandRead | null {
  for (const shape of asked) {
    const found = shape.exec(bare)?.groups;
    if (!found) continue;
    if (found.value !== undefined) {
      const at = placeIn(found, talk);
      if (at === null) continue;
      if ('which' in at) return at;
      const much = muchIn(found.of ?? '', found.value, talk);
      if (much)
        return command({
          do: 'approvals',
          about: { ...much, ...(found.over ? {} : { exactly: true }), ...at },
        });
      continue;
    }
    const whom = (found.whom ?? '').replace(/^(?:an?|one) /, '');
    const many = /^(two|three|four|[234]|several|more than one) /.exec(whom)?.[1];
    const role: Role | null = /finance/.test(whom)
      ? 'finance'
      : /approver|signer/.test(whom)
        ? 'approver'
        : null;
    if (many)
      return command({
        do: 'approvals',
        about: { many: numbers[many] ?? 2, ...(role ? { whom: role } : {}) },
      });
    if (role) return command({ do: 'approvals', about: { whom: role } });
  }
  return null;
}
const numbers: Record<string, number> = { two: 2, three: 3, four: 4, '2': 2, '3': 3, '4': 4 };

/** Null where words name no team or territory; nothing where none is named. */
function placeIn(groups: Groups, talk: Talk): { at?: GroupPlace } | { which: Which } | null {
  const said = [groups.at0, groups.at1, groups.at2, groups.at].filter((one) => one !== undefined);
  const [words, ...more] = said;
  if (words === undefined) return {};
  if (more.length > 0) return null;
  if (/^(?:everyone|everybody|everywhere|the (?:whole )?company|all)$/.test(words)) return {};
  const found = nameOf(
    words.replace(/^(?:the )?(?:team|territory|region) /, ''),
    ['territory', 'team'],
    talk,
  );
  if (found === null || 'which' in found) return found;
  const { kind, name } = found;
  return kind === 'territory' || kind === 'team' ? { at: { scope: kind, of: name } } : null;
}

function saidIn(groups: Groups, talk: Talk, ending: boolean): ApprovalSaid | { which: Which } | null {
  const whom = whomIn(groups.whom ?? '');
  // One approver is the limit of the settings, and a rule where more is said of the deals.
  if (whom === null || (!ending && whom.roles.length === 1 && whom.roles[0] === 'approver')) return null;
  const much = muchIn(groups.of ?? '', groups.value ?? '', talk);
  const at = much && placeIn(groups, talk);
  if (!much || !at) return null;
  return 'which' in at ? at : { ...much, whom: whom.roles, inOrder: whom.inOrder, ...at };
}

/** "250k", "EUR 500k", "10%". */
function muchIn(
  of: string,
  said: string,
  { companyCurrency }: Talk,
): Pick<ApprovalSaid, 'of' | 'over' | 'currency'> | null {
  const coded = /^(?<code>[a-z]{3}) (?=\d)/.exec(said)?.groups?.code;
  const list = words(coded ? said.slice(4) : said);
  const value = valueAt(list, 0);
  if (!value || value.length !== list.length) return null;
  const { number, unit } = value.value;
  if (/discount|price cut|rebate/.test(of))
    return unit === 'percent' || unit === 'plain' ? { of: 'discount', over: number, currency: null } : null;
  if (unit !== 'money' && unit !== 'plain') return null;
  const currency = coded?.toUpperCase() ?? list[0]?.number?.currency ?? companyCurrency;
  return { of: 'amount', over: number, currency };
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
