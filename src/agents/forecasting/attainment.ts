import type { LikelyDeal } from '../../sales/attained.ts';
import { count, day, list, money, percent } from '../../story/format.ts';
import type { Figure, FigureTrigger, ForecastTerms, Told } from '../nouns.ts';
import { inLines, moneyIn } from './coverage.ts';

/** Half of the period is over, and less than so many percent of the quota is won. */
export const attainmentAtRisk: FigureTrigger = {
  name: 'attainment_at_risk',
  label: 'behind their quota at half-time',
  figure: 'attainment',
  of: 'person',
  severity: 'critical',
  limit: 'attainment_at_middle',
  holds: ({ forecast }, { value }) => {
    if (forecast?.of !== 'attainment') return false;
    const { whose, over } = forecast.figures;
    if (whose.quota === null || whose.quota <= 0 || over < 0.5) return false;
    return (whose.won / whose.quota) * 100 < value - 1e-9;
  },
  tell: (figure, { value }) => tell(figure, value),
};

function tell({ name, forecast }: Figure, limit: number): Told {
  const asks = [
    { label: 'Show attainment', text: `quota attainment of ${name} this quarter` },
    { label: 'Show open deals', text: `open deals of ${name} closing this quarter` },
  ];
  const quota = forecast?.of === 'attainment' ? forecast.figures.whose.quota : null;
  if (forecast?.of !== 'attainment' || quota === null || quota <= 0)
    return { headline: `${name} has no quota`, sentence: null, asks };
  const { terms, figures } = forecast;
  const { whose, over, open } = figures;
  const say = moneyIn(terms);
  const behind = (whose.won / quota) * 100 < limit - 1e-9;
  const plan = closing(open, quota - whose.won);
  return {
    headline: `${name} has won ${percent(whose.won / quota)} of the quota, ${say(whose.won)} of ${say(quota)}, with ${percent(over)} of the time to ${day(terms.to)} over (limit ${limit}%)`,
    ...(behind
      ? inLines(
          plan.deals.map(
            (deal) =>
              `${deal.name}: ${exactly(deal.amount, terms)}, won from here in ${percent(deal.rate)} of cases`,
          ),
          planOf(plan, say(quota - whose.won), say),
        )
      : { sentence: null }),
    asks,
    limit: { was: `under ${limit}%`, back: behind ? null : `at ${limit}% or more` },
  };
}

type Plan = { deals: LikelyDeal[]; missing: number };

/** The likeliest deals that together reach the gap, and what is missing where all of them do not. */
function closing(open: LikelyDeal[], gap: number): Plan {
  const deals: LikelyDeal[] = [];
  let missing = gap;
  for (const deal of open.toSorted((a, b) => b.rate - a.rate || b.amount - a.amount)) {
    if (missing <= 0) break;
    if (deal.amount <= 0) continue;
    deals.push(deal);
    missing -= deal.amount;
  }
  return { deals, missing: Math.max(0, Math.round(missing * 100) / 100) };
}

function planOf({ deals, missing }: Plan, gap: string, say: (amount: number) => string): string {
  if (deals.length === 0)
    return `Nothing that is open closes in the period; ${gap} would have to be found anew.`;
  const names = list([...deals.slice(0, 3).map(({ name }) => name), ...more(deals.length - 3)]);
  // What would close the gap is not what is likely to.
  const usual = `On average such deals bring ${say(Math.round(deals.reduce((sum, { amount, rate }) => sum + amount * rate, 0)))} by then.`;
  return missing > 0
    ? `All that is open closes ${gap} but for ${say(missing)}: ${names}. ${usual}`
    : `${gap} would be closed by ${names}. ${usual}`;
}

const more = (n: number): string[] => (n > 0 ? [count(n, 'more deal')] : []);

const exactly = (amount: number, { currency, companyCurrency }: ForecastTerms): string =>
  money(amount, currency, companyCurrency);
