/** What a period is expected to bring, from how the same stretch of the periods before it went. Pure. */
import { ageBands } from './age-bands.ts';
import { credibleRates, type Rate } from './credibility.ts';
import { type Outcomes, outcomes } from './outcomes.ts';

/** Where a close date lies, seen from a day: before the day, before the period begins, in it, or after it. */
export type Closes = 'past' | 'before' | 'within' | 'after';

/** What is known of an open deal on a day. `age` in days. Null: not known. */
export type Standing = { stage: string; closes: Closes | null; age: number | null; segment: string | null };
export type OpenDeal = Standing & { amount: number };

/**
 * A past period, seen from as many days before its end as are left of this one: what was open on that day and how much of
 * it was won by the end, and the amounts of what was opened later and won by the end all the same.
 */
export type PastPeriod = {
  /** "2025-Q4": the same in all views of it. */
  name: string;
  open: OpenGroup[];
  later: { amount: number; count: number }[];
};
/** `amount` is what all of these deals were worth on the day, `wonAmount` for how much the won ones of them were won. */
export type OpenGroup = Standing & { deals: number; won: number; amount: number; wonAmount: number };

export type Expected = {
  /** How likely a deal is won by the end, as past periods had it. */
  rateOf(deal: Standing): Rate;
  /** For each unit of money that the rates promise, how much came: what large deals and discounts take away. */
  realised: number;
  /** How many deals that nobody has opened yet are won by the end, and for how much: as in past periods. */
  later: { wins: number; amounts: { amount: number; count: number }[] };
  /** For how much deals that were open on that day were won, on average in their groups. */
  wonAmounts: { amount: number; count: number }[];
  /** What past periods brought from this day on, on average; null where none is known. */
  usual: number | null;
  /** Which share of the expectation is that of the open deals; the rest is the usual. */
  trust: number;
  /** By how much whole periods differ from what chance alone would do, with what is not known of it. */
  swing: number;
};

/** So many periods before this one make the rates: of quarters a year, so that each season counts once. */
export const periodsBehind = 4;
/** Until errors are known, a way to forecast is taken to be off by a tenth; this counts as so many periods. */
const usualError = 0.1;
const usualPeriods = 1;
/** The rates are believed in money until so many won deals say otherwise. */
const believedDeals = 10;

/**
 * Landmarking (van Houwelingen, "Dynamic Prediction by Landmarking in Event History Analysis", Scandinavian Journal of
 * Statistics 34, 2007): the rate of a group is the share of the deals that were in it on the same day of past periods and
 * were won by their end, with credibility. No hazard, no close date and no length of a cycle has to be assumed, and the
 * rhythm within a period (the rush at its end) is in the rates.
 *
 * What the open deals promise and what past periods brought from this day on are combined with weights inverse to the
 * squared errors that each would have had in the periods before (Bates and Granger, "The Combination of Forecasts",
 * Operational Research Quarterly 20, 1969), drawn towards equal ones.
 *
 * `past` is in order, the earliest first. The last four make the rates; those before serve to know the errors. So do `views`
 * of the same periods from other days, also in order: an error has more witnesses then, and a period counts once all the same.
 */
export function expectedFrom(past: PastPeriod[], views: PastPeriod[][] = []): Expected {
  const known = knownFrom(past.slice(-periodsBehind));
  const errors = [past, ...views].flatMap((view) =>
    view.slice(1).flatMap((period, i) => errorsOf(view.slice(0, i + 1), period)),
  );
  const trust = known.usual === null ? 1 : trustFrom(errors);
  return { ...known, trust, swing: swingFrom(errors, trust, past.slice(-periodsBehind), known) };
}

/** What these open deals and those still to come bring by the end. */
export function expectedOf(open: OpenDeal[], known: Expected): Outcomes {
  const { pace, later } = pacedBy(open, known);
  const chances = open.map((deal) => ({
    amount: deal.amount * known.realised,
    rate: known.rateOf(deal).rate * pace,
    count: 1,
  }));
  return outcomes(chances, { later, swing: known.swing });
}

/**
 * How the past periods bear on these deals. Where they let expect less than the rates promise, all rates are lowered by
 * `pace`; where they let expect more, that has to come from deals that are not open yet: no deal is likelier won because
 * there are few.
 */
export function pacedBy(open: OpenDeal[], known: Expected): { pace: number; later: Expected['later'] } {
  const { later, usual, trust } = known;
  const promised = promisedOf(
    open.map((deal) => ({ ...deal, deals: 1 })),
    known,
  ).mean;
  if (usual === null) return { pace: 1, later };
  const meant = trust * promised + (1 - trust) * usual;
  if (meant < promised)
    return { pace: meant / promised, later: { ...later, wins: (later.wins * meant) / promised } };
  const amounts = later.amounts.length > 0 ? later.amounts : known.wonAmounts;
  const all = amounts.reduce((sum, { count }) => sum + count, 0);
  const mean = amounts.reduce((sum, { amount, count }) => sum + (amount * count) / all, 0);
  if (all === 0 || mean <= 0) return { pace: 1, later };
  return { pace: 1, later: { wins: later.wins + (meant - promised) / mean, amounts } };
}

type Known = Pick<Expected, 'rateOf' | 'realised' | 'later' | 'wonAmounts' | 'usual'>;

function knownFrom(past: PastPeriod[]): Known {
  const groups = past.flatMap(({ open }) => open);
  const band = ageBands(groups.map(({ age, deals }) => ({ age, cases: deals })));
  const pathOf = ({ stage, closes, age, segment }: Standing): string[] => [
    stage,
    closes ?? 'unknown',
    band(age),
    segment ?? '',
  ];
  const rates = credibleRates(
    groups.map((group) => ({ path: pathOf(group), cases: group.deals, true: group.won })),
  );
  const rateOf = (deal: Standing): Rate => rates.of(pathOf(deal));
  const amounts = past.flatMap(({ later }) => later);
  const wins = amounts.reduce((sum, { count }) => sum + count, 0) / Math.max(1, past.length);
  const usual =
    past.length === 0 ? null : past.reduce((sum, period) => sum + cameOf(period), 0) / past.length;
  const wonAmounts = groups
    .filter(({ won }) => won > 0)
    .map(({ won, wonAmount }) => ({ amount: wonAmount / won, count: won }));
  return { rateOf, realised: realisedOf(groups, rateOf), later: { wins, amounts }, wonAmounts, usual };
}

function realisedOf(groups: OpenGroup[], rateOf: Known['rateOf']): number {
  const won = groups.reduce((sum, one) => sum + one.won, 0);
  const came = groups.reduce((sum, one) => sum + one.wonAmount, 0);
  const promised = groups.reduce((sum, group) => sum + group.amount * rateOf(group).rate, 0);
  if (won === 0 || promised <= 0) return 1;
  const believed = (believedDeals * promised) / won;
  return (came + believed) / (promised + believed);
}

const cameOf = ({ open, later }: PastPeriod): number =>
  open.reduce((sum, { wonAmount }) => sum + wonAmount, 0) +
  later.reduce((sum, { amount, count }) => sum + amount * count, 0);

/** The mean and the variance of what groups of open deals and those still to come promise. */
function promisedOf(
  open: (OpenDeal & { deals: number })[],
  { rateOf, realised, later }: Known,
): { mean: number; variance: number } {
  let [mean, variance] = [0, 0];
  for (const group of open) {
    const { deals, amount } = group;
    const { rate } = rateOf(group);
    const each = deals > 0 ? (amount / deals) * realised : 0;
    mean += deals * each * rate;
    variance += deals * each ** 2 * rate * (1 - rate);
  }
  const all = later.amounts.reduce((sum, { count }) => sum + count, 0);
  for (const { amount, count } of later.amounts) {
    mean += (later.wins * amount * count) / all;
    variance += (later.wins * amount ** 2 * count) / all;
  }
  return { mean, variance };
}

/**
 * By how much both ways would have missed a period with what was known before it: as shares of the deals that were won
 * (amounts would add chance), and of the amount that came, with the variance of chance.
 */
type Missed = {
  period: string;
  deals: { ofOpen: number; ofUsual: number };
  amount: { ofOpen: number; ofUsual: number; chance: number };
  periods: number;
};

function errorsOf(before: PastPeriod[], period: PastPeriod): Missed[] {
  const last = before.slice(-periodsBehind);
  const known = knownFrom(last);
  const [came, won] = [cameOf(period), wonOf(period)];
  if (came <= 0 || won <= 0 || known.usual === null) return [];
  const { mean, variance } = promisedOf(period.open, known);
  const promised = period.open.reduce(
    (sum, group) => sum + group.deals * known.rateOf(group).rate,
    known.later.wins,
  );
  const usual = last.reduce((sum, one) => sum + wonOf(one), 0) / last.length;
  return [
    {
      period: period.name,
      deals: { ofOpen: promised / won - 1, ofUsual: usual / won - 1 },
      amount: { ofOpen: mean / came - 1, ofUsual: known.usual / came - 1, chance: variance / came ** 2 },
      periods: last.length,
    },
  ];
}

const wonOf = ({ open, later }: PastPeriod): number =>
  open.reduce((sum, one) => sum + one.won, 0) + later.reduce((sum, { count }) => sum + count, 0);

function trustFrom(errors: Missed[]): number {
  const ofOpen = believedError(errors, ({ deals }) => deals.ofOpen ** 2);
  const ofUsual = believedError(errors, ({ deals }) => deals.ofUsual ** 2);
  return ofUsual / (ofOpen + ofUsual);
}

/** The mean over periods of the mean over their views, drawn towards the usual error. */
function believedError(errors: Missed[], square: (one: Missed) => number): number {
  const names = [...new Set(errors.map(({ period }) => period))];
  const means = names.map((name) => {
    const views = errors.filter(({ period }) => period === name);
    return views.reduce((sum, one) => sum + square(one), 0) / views.length;
  });
  const prior = usualPeriods * usualError ** 2;
  return (prior + means.reduce((sum, one) => sum + one, 0)) / (usualPeriods + means.length);
}

/**
 * How far the combination missed past periods beyond chance, drawn towards the usual error. A mean of n periods misses
 * the next one by its own swing and by that of the mean: (1 + 1/n).
 */
function swingFrom(errors: Missed[], trust: number, last: PastPeriod[], known: Known): number {
  const between = believedError(errors, ({ amount, periods }) => {
    const missed = trust * amount.ofOpen + (1 - trust) * amount.ofUsual;
    return missed ** 2 / (1 + 1 / periods) - amount.chance;
  });
  const n = Math.max(1, last.length);
  const chances = last.flatMap(({ open }) => {
    const { mean, variance } = promisedOf(open, known);
    return mean > 0 ? [variance / mean ** 2] : [];
  });
  const chance = chances.reduce((sum, one) => sum + one, 0) / Math.max(1, chances.length);
  return Math.sqrt(Math.max(0, between) * (1 + 1 / n) + chance / n);
}
