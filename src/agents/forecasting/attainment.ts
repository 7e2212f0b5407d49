import type { AttainmentFigures, LikelyDeal } from '../../sales/attained.ts';
import { count, day, list, money, percent } from '../../story/format.ts';
import { moneyIn } from './coverage.ts';
import type { ForecastTrigger, Terms } from './nouns.ts';

/** Half of the period is over, and less than so many percent of the quota is won. */
export const attainmentAtRisk: ForecastTrigger<AttainmentFigures> = {
  name: 'attainment_at_risk',
  severity: 'critical',
  reads: 'attainment_at_middle',
  check: ({ whose, over, open }, limit, terms) => {
    const { quota, won } = whose;
    if (quota === null || quota <= 0 || over < 0.5) return null;
    const attained = won / quota;
    if (attained * 100 >= limit - 1e-9) return null;
    const say = moneyIn(terms);
    const plan = closing(open, quota - won);
    return {
      trigger: 'attainment_at_risk',
      severity: 'critical',
      about: { of: whose.of, id: whose.id, name: whose.name },
      why: `${whose.name} has won ${percent(attained)} of the quota, ${say(won)} of ${say(quota)}, with ${percent(over)} of the time to ${day(terms.to)} over (limit ${limit}%)`,
      evidence: plan.deals.map(
        (deal) =>
          `${deal.name}: ${exactly(deal.amount, terms)}, won from here in ${percent(deal.rate)} of cases`,
      ),
      proposes: planOf(plan, say(quota - won), say),
      personal: true,
    };
  },
};

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

const exactly = (amount: number, { currency, companyCurrency }: Terms): string =>
  money(amount, currency, companyCurrency);
