/** Who signs above which threshold, in words: what it would concern now, setting and ending it, and all that hold. */
import type { Clock } from '../clock.ts';
import { scopeSql } from '../crm/scope.ts';
import { rowsOf, sql } from '../crm/sql.ts';
import type { Db } from '../db/pool.ts';
import type { Command } from '../language/request.ts';
import { holdersOfAny, peopleById } from '../people/people.ts';
import { scopeOf } from '../people/scope.ts';
import { may, whoMay } from '../policy/authorize.ts';
import type { Tier } from '../policy/circumstances.ts';
import { roleSaid } from '../policy/matrix.ts';
import type { Person, Role } from '../policy/nouns.ts';
import { unsigned, whomSaid } from '../policy/signatures.ts';
import { money } from '../policy/thresholds.ts';
import { endTier, type KeptTier, type NewTier, setTier, tiersNow } from '../settings/approval-tiers.ts';
import { settingValue } from '../settings/settings.ts';
import { count, firstName, instant } from '../story/format.ts';
import type { Company } from './company.ts';
import { refusing } from './lacking.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { Done, Planned } from './plan.ts';
import { suggestions } from './suggest.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };
type Set = Extract<Command, { do: 'approval' }>;
type End = Extract<Command, { do: 'approval_end' }>;

type Said = Omit<Tier, 'id'>;
const tierOf = ({ of, over, currency, whom, inOrder }: Set): NewTier => ({
  of,
  over,
  currency,
  whom,
  inOrder,
});

/** "deals over $250,000", "discounts over 10%" */
const above = ({ of, over, currency }: Pick<Said, 'of' | 'over' | 'currency'>): string =>
  of === 'discount'
    ? `discounts over ${over}%`
    : `deals over ${money({ value: over, currency: currency ?? 'USD' })}`;

/** "Deals over $250,000 need finance". */
export const tierSaid = (tier: Said): string =>
  `${capital(above(tier))} need ${whomSaid(tier.whom, tier.inOrder)}`;

const same = (one: Said, other: Said): boolean =>
  one.of === other.of && one.over === other.over && one.currency === other.currency;

export async function approvalPlan(use: Use, command: Set): Promise<Planned> {
  const tier = tierOf(command);
  const said = tierSaid(tier);
  if (!may(use.by, 'set_authority'))
    return { instead: refusing(`Setting who signs needs ${whoMay('set_authority')}.`) };
  const most = tier.of === 'discount' ? 100 : 1_000_000_000_000;
  if (!(tier.over >= 0 && tier.over < most))
    return {
      nothing: `${capital(above(tier))} is no threshold: it is from 0 to ${most}. Nothing was changed.`,
    };
  const known = (await tiersNow(use.db)).find((one) => same(one, tier));
  if (known && whomSaid(known.whom, known.inOrder) === whomSaid(tier.whom, tier.inOrder))
    return { nothing: `${said} already (approval ${known.id}).` };
  const missing = await missingFor(use, tier.whom);
  return {
    headline: `${said}.`,
    consequence: [
      known ? `Now: ${whomSaid(known.whom, known.inOrder)}.` : '',
      besideLimit(use, tier),
      tier.whom.length > 1
        ? `Each is another person${tier.inOrder ? ', one after the other' : ', in any order'}.`
        : '',
      'Whoever owns the deal or proposed the change signs nothing of theirs. Exactly at the threshold nobody is asked.',
      await concerned(use, tier),
      missing === null ? '' : `Somebody who has to sign is missing: ${missing}. Until then such cards wait.`,
    ]
      .filter(Boolean)
      .join(' '),
    wayBack: 'Way back: "undo", at any time.',
    count: 1,
    verb: 'Set it',
    mark: String(known?.id ?? ''),
  };
}

function besideLimit({ company: { settings, companyCurrency } }: Use, { of, over, currency }: Said): string {
  const name = of === 'amount' ? 'approval_amount' : 'discount_limit';
  const limit = Number(settingValue(settings, name).value);
  const at = { of, over: limit, currency: of === 'amount' ? companyCurrency : null };
  if (over === limit && currency === at.currency)
    return `This stands in the place of an approver for ${above(at)}.`;
  return `Beside it stays: ${above(at)} need an approver.`;
}

/** Null where the people are there. */
async function missingFor(use: Use, whom: Role[]): Promise<string | null> {
  const holders = await holdersOfAny(use.db, whom);
  const left = unsigned(
    whom,
    holders.map(({ id, name, roles }) => ({ byId: id, by: name, roles })),
  );
  return left.length === 0 ? null : `make somebody ${roleSaid[left[0] ?? 'approver']}`;
}

async function concerned(use: Use, { of, over, currency }: Said): Promise<string> {
  if (of === 'discount') return '';
  const [row] = await rowsOf<{ count: number }>(
    use.db,
    sql`select count(*) as count from deals d where d.status = 'open' and d.amount > ${over}
      and coalesce(d.currency, ${use.company.companyCurrency}) = ${currency} and ${scopeSql('deal', scopeOf(use.by))}`,
  );
  return `${count(row?.count ?? 0, 'open deal')} ${row?.count === 1 ? 'is' : 'are'} above it now.`;
}

export async function carryOutApproval(use: Use, command: Set): Promise<Done> {
  const tier = tierOf(command);
  const id = await setTier(use, { tier, byId: use.by.id, because: null, now: use.now.now() });
  return {
    sentence: `${firstName(use.by.name)} set approval ${id}: ${lower(tierSaid(tier))}.`,
    back: 'undo',
  };
}

export async function approvalEndPlan(use: Use, { approval }: End): Promise<Planned> {
  if (!may(use.by, 'set_authority'))
    return { instead: refusing(`Ending an approval needs ${whoMay('set_authority')}.`) };
  const found = (await tiersNow(use.db)).find(({ id }) => id === approval);
  if (!found) return { nothing: `There is no approval ${approval}. Nothing was changed.` };
  return {
    headline: `End approval ${found.id}: ${lower(tierSaid(found))}.`,
    consequence: 'Open cards go on asking for whom they asked for when they were opened.',
    wayBack: 'Way back: "undo", at any time.',
    count: 1,
    verb: 'End it',
    mark: String(found.id),
  };
}

export async function carryOutApprovalEnd(use: Use, { approval }: End): Promise<Done> {
  const ended = await endTier(use, { id: approval, byId: use.by.id, because: null, now: use.now.now() });
  return {
    sentence: ended
      ? `${firstName(use.by.name)} ended approval ${approval}.`
      : 'It is no longer there. Nothing was changed.',
    back: ended ? 'undo' : null,
  };
}

export async function listApprovals(use: Use): Promise<Outcome> {
  const { settings, companyCurrency, zone, now } = use.company;
  const tiers = await tiersNow(use.db);
  const people = await peopleById(
    use.db,
    tiers.map(({ byId }) => byId),
  );
  const limits: [Tier['of'], string, string | null][] = [
    ['amount', 'approval_amount', companyCurrency],
    ['discount', 'discount_limit', null],
  ];
  const base = limits.flatMap(([of, name, currency]) => {
    const tier: Said = {
      ...{ of, currency, whom: ['approver'], inOrder: false },
      over: Number(settingValue(settings, name).value),
    };
    return tiers.some((one) => same(one, tier)) ? [] : [`${tierSaid(tier)}.`];
  });
  const line = (tier: KeptTier): string =>
    `Approval ${tier.id}: ${lower(tierSaid(tier))}, by ${people.get(tier.byId)?.name ?? 'somebody'} ${instant(tier.at, use.by.tz ?? zone, now)}.`;
  const bulk = Number(settingValue(settings, 'bulk_limit').value);
  return outcome(
    {
      kind: 'text',
      sentence:
        'Above these thresholds somebody signs; nobody signs what is their own deal or their own proposal.',
      lines: [...base, `More than ${bulk} deals at once need a second approval.`, ...tiers.map(line)],
      next: suggestions([
        'who is an approver',
        ...tiers.slice(0, 2).map(({ id }) => `remove approval ${id}`),
      ]),
    },
    'list_approvals',
  );
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const lower = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
