/**
 * What a quarter is expected to bring, by owner, worked out by plain loops over the rows: which deals were open on the same
 * day of past quarters and what came of them. Only the arithmetic of src/sales is used, nothing of the compiler or its SQL.
 */

import type { Scope } from '../../src/policy/nouns.ts';
import { addDays, daysBetween, startOfDay } from '../../src/sales/days.ts';
import { type Closes, expectedFrom, type PastPeriod, pacedBy } from '../../src/sales/expected.ts';
import { type Deal, now, type Rows, sees, sum, today } from './rows.ts';

export type Version = Deal & {
  deal_id: string;
  segment: string | null;
  valid_from: Date;
  valid_to: Date | null;
};
type Quarter = { from: string; to: string };

const zone = 'Europe/Berlin';
const quarter: Quarter = { from: '2026-01-01', to: '2026-03-31' };
const before: Quarter[] = [2024, 2025].flatMap((year) => [
  { from: `${year}-01-01`, to: `${year}-03-31` },
  { from: `${year}-04-01`, to: `${year}-06-30` },
  { from: `${year}-07-01`, to: `${year}-09-30` },
  { from: `${year}-10-01`, to: `${year}-12-31` },
]);
const hour = now.getTime() - startOfDay(today, zone).getTime();

type Use = { rows: Rows; versions: Version[]; proven: Date; scope: Scope };

/** By owner: what the open deals put in, and their share of what nobody has opened yet. */
export function expectedByHand(use: Use): Map<string, { weighted: number; later: number }> {
  const { rows, scope } = use;
  const left = daysBetween(today, quarter.to);
  const [past = [], ...others] = [left, 90, 60, 30].map((days) =>
    before.flatMap((one) => viewOf(use, one, days)),
  );
  const known = expectedFrom(
    past.map(({ period }) => period),
    others.map((view) => view.map(({ period }) => period)),
  );
  const deals = rows.deals.filter((deal) => sees(scope, deal) && isOurs(deal));
  const open = deals
    .filter(({ status }) => status === 'open')
    .map((deal) => ({
      owner: deal.owner_id,
      stage: stageOf(rows, deal),
      closes: closesOf(deal.close_date, today, quarter),
      age: deal.created_on === null ? null : daysBetween(deal.created_on, today),
      segment: segmentOf(use, deal),
      amount: deal.amount ?? 0,
    }));
  const { pace, later } = pacedBy(open, known);
  const amounts = later.amounts.reduce((all, { count }) => all + count, 0);
  const toCome =
    amounts === 0
      ? 0
      : later.wins * (sum(later.amounts.map(({ amount, count }) => amount * count)) / amounts);
  const year = before.filter(({ from }) => past.slice(-4).some(({ period }) => period.name === from));
  const wins = deals.filter(
    ({ status, close_date }) =>
      status === 'won' &&
      close_date !== null &&
      year.some(({ from, to }) => close_date >= from && close_date <= to),
  );
  return new Map(
    [...new Set(deals.map(({ owner_id }) => owner_id))].map((owner) => [
      owner,
      {
        weighted: sum(
          open
            .filter((deal) => deal.owner === owner)
            .map((deal) => deal.amount * known.realised * Math.min(1, known.rateOf(deal).rate * pace)),
        ),
        later:
          wins.length === 0
            ? 0
            : (toCome * wins.filter(({ owner_id }) => owner_id === owner).length) / wins.length,
      },
    ]),
  );
}

const isOurs = ({ amount, currency }: Deal): boolean => amount !== null && (currency ?? 'USD') === 'USD';
const stageOf = ({ stages }: Rows, { stage_id }: Deal): string =>
  stages.find(({ id }) => id === stage_id)?.name ?? '';
const segmentOf = ({ versions }: Use, { id }: Deal): string | null =>
  versions.find(({ deal_id, valid_to }) => deal_id === id && valid_to === null)?.segment ?? null;

function closesOf(close: string | null, day: string, { from, to }: Quarter): Closes | null {
  if (close === null) return null;
  if (close < day) return 'past';
  if (close < from) return 'before';
  return close <= to ? 'within' : 'after';
}

/** A past quarter, seen from so many days before its end; nothing where that day is not proven. */
function viewOf(
  { rows, versions, proven, scope }: Use,
  span: Quarter,
  days: number,
): { period: PastPeriod }[] {
  const day = [addDays(span.to, -days), span.from].toSorted().at(-1) ?? span.from;
  const at = new Date(startOfDay(day, zone).getTime() + hour);
  if (at < proven) return [];
  const wonBy = (deal: Deal | undefined): deal is Deal =>
    deal?.status === 'won' &&
    isOurs(deal) &&
    sees(scope, deal) &&
    deal.close_date !== null &&
    deal.close_date >= day &&
    deal.close_date <= span.to;
  const byId = new Map(rows.deals.map((deal) => [deal.id, deal]));
  const open = versions
    .filter((one) => one.status === 'open' && isOurs(one) && sees(scope, one))
    .filter(({ valid_from, valid_to }) => valid_from <= at && (valid_to === null || valid_to > at))
    .map((one) => {
      const deal = byId.get(one.deal_id);
      const won = wonBy(deal);
      return {
        stage: stageOf(rows, one),
        closes: closesOf(one.close_date, day, span),
        age:
          one.created_on === null
            ? null
            : Math.floor(Math.max(0, daysBetween(one.created_on, day)) / 30) * 30,
        segment: one.segment,
        deals: 1,
        won: won ? 1 : 0,
        amount: one.amount ?? 0,
        wonAmount: won ? (deal?.amount ?? 0) : 0,
      };
    });
  const later = rows.deals
    .filter(wonBy)
    .filter(({ id }) => {
      const first = versions
        .filter(({ deal_id }) => deal_id === id)
        .map(({ valid_from }) => valid_from.getTime());
      return first.length === 0 || Math.min(...first) > at.getTime();
    })
    .map(({ amount }) => ({ amount: amount ?? 0, count: 1 }));
  return [{ period: { name: span.from, open, later } }];
}
