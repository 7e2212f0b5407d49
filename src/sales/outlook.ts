/** A forecast taken apart: what each open deal and those still to come put in, what it adds up to, and what if. Pure. */
import { bestCaseFrom, commitFrom } from './answer.ts';
import { type Expected, type OpenDeal, pacedBy } from './expected.ts';
import type { Later } from './grid.ts';
import { outcomes } from './outcomes.ts';

export type ForecastDeal = OpenDeal & {
  id: string;
  name: string;
  owner: string | null;
  closeDate: string | null;
};

/** `rate`: how likely it is won by the end; `expected`: what it puts in, to the cent. */
export type Weighed<Deal = ForecastDeal> = Deal & { rate: number; expected: number };

export type Outlook<Deal = ForecastDeal> = {
  /** Won in the period so far. */
  won: number;
  open: Weighed<Deal>[];
  later: Later;
  swing: number;
  /** What comes of each unit of money that a deal's rate promises. */
  realised: number;
};

/** Amounts to the cent; `expected` is exactly `won`, what the deals put in and `later` together. */
export type OutlookFigures = {
  won: number;
  expected: number;
  /** Between these it lies in 80 of 100 cases; `middle` is reached in half of them. */
  low: number;
  middle: number;
  high: number;
  /** Won, and open deals that are won in 70 and in 40 of 100 cases. */
  commit: number;
  bestCase: number;
  pipeline: number;
  /** What deals put in that nobody has opened yet. */
  later: number;
  /** How likely the period brings at least so much. */
  atLeast(goal: number): number;
};

export function outlookOf<Deal extends ForecastDeal>(
  won: number,
  open: Deal[],
  known: Expected,
): Outlook<Deal> {
  const { pace, later } = pacedBy(open, known);
  return {
    won,
    open: open.map((deal) => weighed(deal, known.rateOf(deal).rate * pace, known.realised)),
    later,
    swing: known.swing,
    realised: known.realised,
  };
}

export function figuresOf({ won, open, later, swing, realised }: Outlook): OutlookFigures {
  const chances = open.map(({ amount, rate }) => ({ amount: amount * realised, rate, count: 1 }));
  const found = outcomes(chances, { later, swing });
  const from = (share: number): number =>
    added([won, ...open.filter(({ rate }) => rate >= share).map(({ amount }) => amount)]);
  const toCome = laterOf(later);
  return {
    won,
    expected: added([won, toCome, ...open.map(({ expected }) => expected)]),
    low: cents(won + found.low),
    middle: cents(won + found.middle),
    high: cents(won + found.high),
    commit: from(commitFrom),
    bestCase: from(bestCaseFrom),
    pipeline: added(open.map(({ amount }) => amount)),
    later: toCome,
    atLeast: (goal) => found.atLeast(goal - won),
  };
}

/** A choice among what is won and open, and a share, 0 to 1, of what is still to come; chances stay as the whole has them. */
export const partOf = <Deal>(
  whole: Outlook<Deal>,
  { won, open, share }: { won: number; open: Weighed<Deal>[]; share: number },
): Outlook<Deal> => ({
  ...whole,
  won,
  open,
  later: { ...whole.later, wins: whole.later.wins * share },
});

/** An amount by these weights, each part to the cent; the parts make the amount exactly. All in the first where nothing weighs. */
export function splitBy(amount: number, weights: number[]): number[] {
  const all = weights.reduce((sum, one) => sum + one, 0);
  const whole = Math.round(amount * 100);
  let [weight, given] = [0, 0];
  return weights.map((one, i) => {
    weight += one;
    const reached = all === 0 ? whole : i === weights.length - 1 ? whole : Math.round((whole * weight) / all);
    const part = reached - given;
    given = reached;
    return part / 100;
  });
}

/** "What if the win rate falls to 20 %": all rates, and what is still to come, by the share of the norm that is left. */
export function atWinRate(outlook: Outlook, { norm, to }: { norm: number; to: number }): Outlook {
  const by = norm > 0 ? to / norm : 1;
  return {
    ...outlook,
    open: outlook.open.map((deal) => weighed(deal, deal.rate * by, outlook.realised)),
    later: { ...outlook.later, wins: outlook.later.wins * by },
  };
}

/** "Without the largest deal": that which puts in most, not that which is worth most; a giant in the first stage is no risk. */
export function withoutLargest(outlook: Outlook, count = 1): { outlook: Outlook; without: Weighed[] } {
  const without = outlook.open.toSorted((a, b) => b.expected - a.expected).slice(0, count);
  return { outlook: { ...outlook, open: outlook.open.filter((deal) => !without.includes(deal)) }, without };
}

/** "If this rep leaves": their open deals are lost, and so is their share of what is still to come; what is won stays. */
export function withoutOwner(outlook: Outlook, owner: string, shareOfWins: number): Outlook {
  return {
    ...outlook,
    open: outlook.open.filter((deal) => deal.owner !== owner),
    later: { ...outlook.later, wins: outlook.later.wins * (1 - shareOfWins) },
  };
}

function weighed<Deal extends ForecastDeal>(deal: Deal, rate: number, realised: number): Weighed<Deal> {
  const capped = Math.min(1, rate);
  return { ...deal, rate: capped, expected: cents(deal.amount * realised * capped) };
}

function laterOf({ wins, amounts }: Later): number {
  const all = amounts.reduce((sum, { count }) => sum + count, 0);
  return all === 0
    ? 0
    : cents(amounts.reduce((sum, { amount, count }) => sum + (wins * amount * count) / all, 0));
}

export const cents = (amount: number): number => Math.round(amount * 100) / 100;

/** Added up in whole cents, so that no rounding remains however many they are. */
export const added = (amounts: number[]): number =>
  amounts.reduce((sum, amount) => sum + Math.round(amount * 100), 0) / 100;
