/** Why a forecast is another one than before: what was won, lost, pushed, new and re-valued. Adds up to the cent. Pure. */
import type { Closes } from './expected.ts';
import { added } from './outlook.ts';

/** A deal as a forecast held it: a won one puts in its amount. */
export type HeldDeal = {
  id: string;
  name: string;
  status: 'open' | 'won';
  closes: Closes | null;
  expected: number;
};

/** All that was in a forecast, and what was expected of deals that nobody had opened yet. */
export type Held = { deals: HeldDeal[]; later: number };

export type Why = 'won' | 'lost' | 'pushed' | 'new' | 'revalued' | 'later';
export type Step = { why: Why; amount: number; deals: { id: string; name: string; amount: number }[] };
export type Waterfall = { from: number; to: number; steps: Step[] };

const order: Why[] = ['won', 'lost', 'pushed', 'new', 'revalued', 'later'];

/**
 * Each deal counts under one reason, with all that it puts in more or less than before:
 * *won* was open and is won · *lost* is in the forecast no more · *pushed* was to close in the period and no longer is ·
 * *new* was not there before, won meanwhile or not · *revalued* is all else: another amount, stage, age or rate ·
 * *later* is what deals put in that are still to be opened; it falls as they are. The largest change stands first.
 */
export function waterfall(before: Held, after: Held): Waterfall {
  const was = new Map(before.deals.map((deal) => [deal.id, deal]));
  const is = new Map(after.deals.map((deal) => [deal.id, deal]));
  const changes = [...new Set([...was.keys(), ...is.keys()])].map((id) => {
    const [then, now] = [was.get(id), is.get(id)];
    const amount = added([now?.expected ?? 0, -(then?.expected ?? 0)]);
    return { why: whyOf(then, now), id, name: (now ?? then)?.name ?? id, amount };
  });
  return {
    from: added([before.later, ...before.deals.map(({ expected }) => expected)]),
    to: added([after.later, ...after.deals.map(({ expected }) => expected)]),
    steps: order.map((why) => {
      const deals = changes
        .filter((change) => change.why === why && change.amount !== 0)
        .map(({ id, name, amount }) => ({ id, name, amount }))
        .sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount) || a.id.localeCompare(b.id));
      const own = why === 'later' ? [after.later, -before.later] : [];
      return { why, amount: added([...own, ...deals.map(({ amount }) => amount)]), deals };
    }),
  };
}

function whyOf(then: HeldDeal | undefined, now: HeldDeal | undefined): Why {
  if (!then) return 'new';
  if (!now) return 'lost';
  if (then.status === 'open' && now.status === 'won') return 'won';
  if (now.status === 'open' && then.closes === 'within' && now.closes === 'after') return 'pushed';
  return 'revalued';
}
