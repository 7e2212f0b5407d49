/** Amounts that changed much, of one deal again and again and with several reps of one team. */
import type { Db } from '../../src/db/pool.ts';
import { type Before, type Deal, lost, quiet, reps, write } from './deals.ts';
import { ago, limit, type Planted } from './planted.ts';

const times = limit('amount_changes');
const many = limit('amount_change_reps');
const within = limit('pattern_days');
const percent = limit('amount_change_percent');

/** The amounts that it had, each by so many percent more than the one before. */
function amounts(daysAgo: number[], more = percent + 10): { deal: Deal; before: Before[] } {
  let amount = 10_000;
  const before = daysAgo.map((days) => {
    const was = { amount };
    amount *= 1 + more / 100;
    return { daysAgo: days, was };
  });
  return { deal: { amount }, before };
}
/** So many times, the last of them three days ago and each some days before the next. */
const lately = (n: number): number[] => Array.from({ length: n }, (_, i) => 3 * (n - i));

type Case = { case: string; deal: Deal; before: Before[] };
const found: Case[] = [
  { case: 'as often as is told of', ...amounts(lately(times)) },
  {
    case: 'the first of them on the first day that still counts',
    ...amounts([within - 1, ...lately(times - 1)]),
  },
];
const missed: Case[] = [
  { case: 'once less', ...amounts(lately(times - 1)) },
  { case: 'the first of them a day too long ago', ...amounts([within, ...lately(times - 1)]) },
  { case: 'as often, by exactly the limit', ...amounts(lately(times), percent) },
  {
    case: 'as often, but lost since',
    ...amounts(lately(times)),
    deal: { ...lost, amount: 30_000 },
  },
];

/** Adds them, and two teams of which one has a rep more with such a deal. Their manager is `P-of-many`. */
export async function plantPatterns(db: Db, account: string): Promise<Planted[]> {
  const manager = 'P-of-many';
  await db('people').insert({
    id: manager,
    source: 'truth',
    source_id: manager,
    name: 'Manager of many',
    email: 'manager@many.example',
    roles: ['manager'],
    territory_id: 'T-emea',
    slack_id: 'U_MANY',
  });
  const teams = [
    { team: 'G-many', n: many },
    { team: 'G-few', n: many - 1 },
  ];
  await db('teams').insert(teams.map(({ team }) => ({ id: team, name: team, territory_id: 'T-emea' })));
  const base = { ...quiet, account_id: account, territory_id: 'T-emea' };
  for (const { team, n } of teams) {
    const ids = Array.from({ length: n }, (_, i) => `P-${team}-${i}`);
    await reps(db, ids, { team_id: team, territory_id: 'T-emea', manager_id: manager });
    // The first of them has two such deals, and is one rep all the same.
    for (const [i, owner] of [...ids, ...ids.slice(0, 1)].entries()) {
      const { deal, before } = amounts([within - 5]);
      await write(db, { ...base, ...deal, owner_id: owner }, `PL-${team}-${i}`, before);
    }
  }
  const planted: Planted[] = teams.map(({ team }, i) => ({
    trigger: 'amount_pattern_of_team',
    case: i === 0 ? 'as many reps as are told of' : 'one rep less, with as many deals',
    subject: team,
    found: i === 0,
    right: i === 0 ? `told ${manager}` : null,
  }));
  for (const [n, one] of [...found, ...missed].entries()) {
    const subject = `PL-amount_pattern-${n}`;
    await write(db, { ...base, ...one.deal, owner_id: 'P-G-few-0' }, subject, one.before);
    const isFound = n < found.length;
    planted.push({
      trigger: 'amount_pattern',
      case: one.case,
      subject,
      found: isFound,
      right: isFound ? `told ${manager}, drawn` : null,
    });
  }
  return planted;
}

type Version = { deal_id: string; amount: number | null; currency: string | null; valid_from: Date };

/** The deals and teams of which a manager is to be told, worked out again by plain loops. */
export async function patterns(db: Db): Promise<Map<string, Set<string>>> {
  const versions: Version[] = await db('deal_versions').orderBy(['deal_id', 'valid_from']);
  const open = new Map<string, string | null>(
    (await db('deals').where({ status: 'open' })).map((deal) => [deal.id, deal.owner_id]),
  );
  const teams = new Map<string, string | null>(
    (await db('people').where({ active: true })).map((one) => [one.id, one.team_id]),
  );
  const days = new Map<string, Set<string>>();
  for (const [n, is] of versions.entries()) {
    const was = versions[n - 1];
    const on = is.valid_from.toISOString().slice(0, 10);
    if (!was || was.deal_id !== is.deal_id || !open.has(is.deal_id) || on <= ago(within)) continue;
    if (!was.amount || is.amount === null || was.currency !== is.currency) continue;
    if (Math.abs(is.amount - was.amount) * 100 > percent * Math.abs(was.amount))
      days.set(is.deal_id, (days.get(is.deal_id) ?? new Set()).add(on));
  }
  const again = [...days].filter(([, on]) => on.size >= times).map(([id]) => id);
  const byTeam = new Map<string, Set<string>>();
  for (const id of days.keys()) {
    const owner = open.get(id) ?? '';
    const team = teams.get(owner);
    if (team) byTeam.set(team, (byTeam.get(team) ?? new Set()).add(owner));
  }
  const wide = [...byTeam].filter(([, owners]) => owners.size >= many).map(([team]) => team);
  return new Map([
    ['amount_pattern', new Set(again)],
    ['amount_pattern_of_team', new Set(wide)],
  ]);
}
