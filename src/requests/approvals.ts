/** Who signs above which threshold, in words: what it would concern now, setting and ending it, and all that hold. */
import type { Clock } from '../clock.ts';
import { scopeSql } from '../crm/scope.ts';
import { rowsOf, sql } from '../crm/sql.ts';
import type { Db } from '../db/pool.ts';
import type { ApprovalSaid, Command } from '../language/request.ts';
import { holdersOfAny } from '../people/people.ts';
import { scopeOf } from '../people/scope.ts';
import { may, whoMay } from '../policy/authorize.ts';
import type { Tier } from '../policy/circumstances.ts';
import { roleSaid } from '../policy/matrix.ts';
import type { Person, Role } from '../policy/nouns.ts';
import { unsigned, whomSaid } from '../policy/signatures.ts';
import { money } from '../policy/thresholds.ts';
import { endTier, type KeptTier, type NewTier, setTier, tiersNow } from '../settings/approval-tiers.ts';
import { settingValue } from '../settings/settings.ts';
import { count, firstName, list } from '../story/format.ts';
import type { Company } from './company.ts';
import { refusing } from './lacking.ts';
import type { Done, Planned } from './plan.ts';
import { askOf } from './who-can.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };
type Set = Extract<Command, { do: 'approval' }>;
type End = Extract<Command, { do: 'approval_end' }>;

export type Said = Omit<Tier, 'id'>;
const tierOf = ({ of, over, currency, whom, inOrder, at }: ApprovalSaid): NewTier => ({
  ...{ of, over, currency, whom, inOrder },
  ...(at ? { place: { scope: at.scope, id: at.of.id, name: at.of.name } } : {}),
});

/** "deals over $250,000 in EMEA", "discounts over 10%" */
export const above = ({
  of,
  over,
  currency,
  place,
}: Pick<Said, 'of' | 'over' | 'currency' | 'place'>): string =>
  `${
    of === 'discount'
      ? `discounts over ${over}%`
      : `deals over ${money({ value: over, currency: currency ?? 'USD' })}`
  }${place ? ` ${place.scope === 'team' ? 'of team' : 'in'} ${place.name}` : ''}`;

/** "Deals over $250,000 need finance". */
export const tierSaid = (tier: Said): string =>
  `${capital(above(tier))} need ${whomSaid(tier.whom, tier.inOrder)}`;

export const same = (one: Said, other: Said): boolean =>
  one.of === other.of &&
  one.over === other.over &&
  one.currency === other.currency &&
  one.place?.id === other.place?.id;

export async function approvalPlan(use: Use, command: Set): Promise<Planned> {
  const tier = tierOf(command);
  const said = tierSaid(tier);
  if (!may(use.by, 'set_authority'))
    return {
      instead: refusing(
        `Setting who signs needs ${whoMay('set_authority')}.${await askOf(use, 'set_authority')}`,
      ),
    };
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

const whereOf = ({ place }: Pick<Said, 'place'>) => ({
  territoryId: place?.scope === 'territory' ? place.id : null,
  teamId: place?.scope === 'team' ? place.id : null,
});

function besideLimit({ company: { settings, companyCurrency } }: Use, tier: Said): string {
  const { of, over, currency } = tier;
  const name = of === 'amount' ? 'approval_amount' : 'discount_limit';
  const limit = Number(settingValue(settings, name, whereOf(tier)).value);
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

async function concerned(use: Use, { of, over, currency, place }: Said): Promise<string> {
  if (of === 'discount') return '';
  const there =
    place === undefined
      ? sql`true`
      : place.scope === 'territory'
        ? sql`d.territory_id = ${place.id}`
        : sql`exists (select 1 from people o where o.id = d.owner_id and o.team_id = ${place.id})`;
  const [row] = await rowsOf<{ count: number }>(
    use.db,
    sql`select count(*) as count from deals d where d.status = 'open' and d.amount > ${over}
      and coalesce(d.currency, ${use.company.companyCurrency}) = ${currency} and ${there} and ${scopeSql('deal', scopeOf(use.by))}`,
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

export async function approvalEndPlan(use: Use, command: End): Promise<Planned> {
  if (!may(use.by, 'set_authority'))
    return {
      instead: refusing(
        `Ending an approval needs ${whoMay('set_authority')}.${await askOf(use, 'set_authority')}`,
      ),
    };
  const tiers = await tiersNow(use.db);
  const found = tiers.find((one) =>
    command.approval === null ? same(one, tierOf(command.said)) : one.id === command.approval,
  );
  if (!found) return { nothing: notThere(use, command, tiers) };
  return {
    headline: `End approval ${found.id}: ${lower(tierSaid(found))}.`,
    consequence: `Open cards go on asking for whom they asked for when they were opened. ${besideLimit(use, found)}`,
    wayBack: 'Way back: "undo", at any time.',
    count: 1,
    verb: 'End it',
    mark: String(found.id),
    command: { do: 'approval_end', approval: found.id },
  };
}

/** What holds instead, and how that is changed. */
function notThere({ company: { settings, companyCurrency } }: Use, command: End, tiers: KeptTier[]): string {
  if (command.approval !== null) return `There is no approval ${command.approval}. Nothing was changed.`;
  const tier = tierOf(command.said);
  const [name, currency] =
    tier.of === 'amount'
      ? (['approval_amount', companyCurrency] as const)
      : (['discount_limit', null] as const);
  const limit = Number(settingValue(settings, name, whereOf(tier)).value);
  if (tier.over === limit && tier.currency === currency)
    return `That is the ${tier.of === 'amount' ? 'approval limit' : 'discount limit'} of the settings: ${above(tier)} need an approver. Say "set the ${tier.of === 'amount' ? 'approval' : 'discount'} limit to …" to move it. Nothing was changed.`;
  const others = tiers
    .filter(({ of }) => of === tier.of)
    .map((one) => `approval ${one.id} (${lower(tierSaid(one))})`);
  return `There is no approval for ${above(tier)}. ${others.length > 0 ? `There is ${list(others)}.` : ''} Nothing was changed.`.replace(
    '  ',
    ' ',
  );
}

export async function carryOutApprovalEnd(use: Use, { approval }: End): Promise<Done> {
  const ended =
    approval !== null &&
    (await endTier(use, { id: approval, byId: use.by.id, because: null, now: use.now.now() }));
  return {
    sentence: ended
      ? `${firstName(use.by.name)} ended approval ${approval}.`
      : 'It is no longer there. Nothing was changed.',
    back: ended ? 'undo' : null,
  };
}

export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
export const lower = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
