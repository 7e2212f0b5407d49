/** All thresholds that hold and who signs above them; or those that somebody asks about. */
import type { Db } from '../db/pool.ts';
import type { Command } from '../language/request.ts';
import { holdersOfAny, peopleById } from '../people/people.ts';
import type { Authority, Tier } from '../policy/circumstances.ts';
import { roleSaid } from '../policy/matrix.ts';
import type { Person, Role } from '../policy/nouns.ts';
import { together, unsigned, whomSaid } from '../policy/signatures.ts';
import { type Asked, askedOver, money, tiersFor } from '../policy/thresholds.ts';
import { type KeptTier, tiersNow } from '../settings/approval-tiers.ts';
import { settingValue } from '../settings/settings.ts';
import { instant, list } from '../story/format.ts';
import { capital, lower, type Said, same, tierSaid } from './approvals.ts';
import type { Company } from './company.ts';
import { type Outcome, outcome } from './outcome.ts';
import { suggestions } from './suggest.ts';

type Use = { db: Db; company: Company; by: Person };
type About = NonNullable<Extract<Command, { do: 'approvals' }>['about']>;

export async function listApprovals(use: Use, about?: About): Promise<Outcome> {
  const tiers = await tiersNow(use.db);
  if (about?.of !== undefined && about.over !== undefined)
    return whoSigns(use, { ...about, of: about.of, over: about.over }, tiers);
  const wanted = ({ whom }: Said): boolean =>
    (about?.many === undefined || whom.length >= about.many) &&
    (about?.whom === undefined || whom.includes(about.whom));
  const people = await peopleById(
    use.db,
    tiers.map(({ byId }) => byId),
  );
  const base = limitsBeside(use.company, tiers)
    .filter(wanted)
    .map((tier) => `${tierSaid(tier)}.`);
  const line = (tier: KeptTier): string =>
    `Approval ${tier.id}: ${lower(tierSaid(tier))}, by ${people.get(tier.byId)?.name ?? 'somebody'} ${instant(tier.at, use.by.tz ?? use.company.zone, use.company.now)}.`;
  const bulk = Number(settingValue(use.company.settings, 'bulk_limit').value);
  const inBulk = `More than ${bulk} deals at once need a second approval.`;
  const own = tiers.filter(wanted);
  const lines = [
    ...base,
    ...(wanted({ of: 'amount', over: 0, currency: null, whom: ['approver'], inOrder: false })
      ? [inBulk]
      : []),
    ...own.map(line),
  ];
  return outcome(
    {
      kind: 'text',
      sentence: about
        ? lines.length === 0
          ? `Nothing needs ${neededSaid(about)}.`
          : `This needs ${neededSaid(about)}.`
        : 'Above these thresholds somebody signs; nobody signs what is their own deal or their own proposal.',
      lines,
      next: suggestions([
        ...(about ? ['who signs what'] : []),
        'who is an approver',
        ...own.slice(0, 2).map(({ id }) => `remove approval ${id}`),
      ]),
    },
    'list_approvals',
  );
}

const numbers = ['no', 'one', 'two', 'three', 'four'];
function neededSaid({ many, whom }: About): string {
  const role = whom === undefined ? 'signature' : whom === 'finance' ? 'signature of finance' : 'approver';
  if (many === undefined) return whom === undefined ? 'a signature' : roleSaid[whom];
  const plural = whom === 'finance' ? 'signatures with one of finance' : `${role}s`;
  return `${numbers[many] ?? many} ${plural} or more`;
}

/** The limits of the settings, where no threshold stands in their place. */
function limitsBeside({ settings, companyCurrency }: Company, tiers: readonly KeptTier[]): Said[] {
  const limits: [Tier['of'], string, string | null][] = [
    ['amount', 'approval_amount', companyCurrency],
    ['discount', 'discount_limit', null],
  ];
  return limits.flatMap(([of, name, currency]) => {
    const tier: Said = {
      ...{ of, currency, whom: ['approver'], inOrder: false },
      over: Number(settingValue(settings, name).value),
    };
    return tiers.some((one) => same(one, tier)) ? [] : [tier];
  });
}

/** What policy asks of one deal or discount, with who could sign. */
async function whoSigns(
  use: Use,
  about: About & { of: Tier['of']; over: number },
  tiers: KeptTier[],
): Promise<Outcome> {
  const { of, over, exactly, at } = about;
  const currency = about.currency ?? use.company.companyCurrency;
  const value = exactly ? over : over + (of === 'amount' ? 0.01 : 0.0001);
  const asked = askedOver(authorityAt(use.company, { of, value, currency, at }, tiers));
  const whom = together(...asked.map((one) => one.whom));
  const much = of === 'amount' ? money({ value: over, currency }) : `${over}%`;
  const what =
    of === 'amount' ? (exactly ? 'A deal of' : 'A deal over') : exactly ? 'A discount of' : 'A discount over';
  const where = at ? ` ${at.scope === 'team' ? 'of team' : 'in'} ${at.of.name}` : '';
  const holders = await holdersOfAny(use.db, [...new Set(whom)]);
  const left = unsigned(
    whom,
    holders.map(({ id, name, roles }) => ({ byId: id, by: name, roles })),
  );
  const inOrder = asked.some((one) => one.inOrder);
  const higher = tiers
    .filter(
      (tier) => tier.of === of && tier.over > over && (!tier.place || tier.place.id === at?.of.id || !at),
    )
    .map((tier) => `${tierSaid(tier)}.`);
  const elsewhere = at
    ? []
    : tiers
        .filter((tier) => tier.of === of && tier.place && tier.over <= over)
        .map((tier) => `${tierSaid(tier)}.`);
  return outcome(
    {
      kind: 'text',
      sentence:
        whom.length === 0
          ? `${what} ${much}${where} needs no signature above: the manager of the deal or the rep who has it decides.`
          : `${what} ${much}${where} needs ${whomSaid(whom, inOrder)}.`,
      lines: [
        ...[...new Set(whom)].map((role) => signersSaid(role, holders)),
        ...(left.length > 0
          ? [`Somebody is missing: make somebody ${roleSaid[left[0] ?? 'approver']}.`]
          : []),
        ...asked.flatMap((one) => fromOf(one, of, use.company, tiers, at)),
        ...elsewhere,
        ...higher,
      ].filter((line, n, all) => all.indexOf(line) === n),
      next: suggestions(['who signs what']),
    },
    'list_approvals',
  );
}

/** The threshold that asks for it. */
function fromOf(
  { name, whom, inOrder }: Asked,
  of: Tier['of'],
  { settings, companyCurrency }: Company,
  tiers: KeptTier[],
  at: About['at'],
): string[] {
  const tier = tiers.find(({ id }) => name === `approval ${id}`);
  if (tier) return [`Approval ${tier.id}: ${lower(tierSaid(tier))}.`];
  const over = Number(settingValue(settings, name, whereOf(at)).value);
  return [`${tierSaid({ of, over, currency: of === 'amount' ? companyCurrency : null, whom, inOrder })}.`];
}

const whereOf = (at: About['at']) => ({
  territoryId: at?.scope === 'territory' ? at.of.id : null,
  teamId: at?.scope === 'team' ? at.of.id : null,
});

const signersSaid = (role: Role, holders: Person[]): string => {
  const names = holders.filter(({ roles }) => roles.includes(role)).map(({ name }) => name);
  return `${capital(roleSaid[role])}: ${names.length === 0 ? 'nobody yet' : list(names.slice(0, 8))}.`;
};

type At = { of: Tier['of']; value: number; currency: string; at: About['at'] };

function authorityAt(
  { settings, companyCurrency }: Company,
  { of, value, currency, at }: At,
  all: KeptTier[],
): Authority {
  const where = whereOf(at);
  const tiers = tiersFor(all, of, where);
  if (of === 'discount') {
    const limit = settingValue(settings, 'discount_limit', where);
    const list = { value: 1_000_000, currency };
    return {
      discount: {
        list,
        is: { value: list.value * (1 - value / 100), currency },
        limit: Number(limit.value),
        version: limit.version,
        tiers,
      },
    };
  }
  const limit = settingValue(settings, 'approval_amount', where);
  return {
    amount: {
      is: { value, currency },
      limit: { value: Number(limit.value), currency: companyCurrency },
      version: limit.version,
      tiers,
    },
  };
}
