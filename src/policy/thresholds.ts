/** Above which amount or discount who signs. A value at the threshold itself is within it. Pure. */
import type { Amount, Authority, Tier } from './circumstances.ts';
import type { Role } from './nouns.ts';
import { whomSaid } from './signatures.ts';

/** What is asked above one threshold, and why. */
export type Asked = { whom: Role[]; inOrder: boolean; sentence: string; name: string; version: number };

const approver: Role[] = ['approver'];

/**
 * All thresholds that this is above. A threshold that somebody has set just at the limit stands in the limit's place, so
 * that its role signs and no other beside it.
 */
export function askedOver({ amount, discount }: Authority): Asked[] {
  return [...(amount ? overAmounts(amount) : []), ...(discount ? overDiscounts(discount) : [])];
}

/** Those of this kind that hold for a deal of that territory and team. */
export const tiersFor = (
  tiers: readonly Tier[],
  of: Tier['of'],
  where: { territoryId: string | null; teamId: string | null },
): Tier[] =>
  tiers.filter(
    (tier) =>
      tier.of === of &&
      (!tier.place || tier.place.id === (tier.place.scope === 'team' ? where.teamId : where.territoryId)),
  );

type OfAmount = NonNullable<Authority['amount']>;
type OfDiscount = NonNullable<Authority['discount']>;

function overAmounts({ is, limit, version, tiers = [] }: OfAmount): Asked[] {
  return steps('approval_amount', { over: limit.value, currency: limit.currency, version }, tiers).flatMap(
    ({ whom, inOrder, over, currency, name, version: of }) => {
      const needs = `Needs ${whomSaid(whom, inOrder)}`;
      const at = { whom, inOrder, name, version: of };
      if (is.currency !== currency)
        return [{ ...at, sentence: `${needs}: ${money(is)} has no stated rate to ${currency}.` }];
      if (!(is.value > over)) return [];
      return [
        { ...at, sentence: `${needs}: deal of ${money(is)} (limit ${money({ value: over, currency })}).` },
      ];
    },
  );
}

function overDiscounts({ list, is, limit, version, tiers = [] }: OfDiscount): Asked[] {
  return steps('discount_limit', { over: limit, currency: null, version }, tiers).flatMap(
    ({ whom, inOrder, over, name, version: of }) => {
      const needs = `Needs ${whomSaid(whom, inOrder)}`;
      const at = { whom, inOrder, name, version: of };
      if (is.currency !== list.currency)
        return [
          {
            ...at,
            sentence: `${needs}: ${money(is)} has no stated rate to the list price of ${money(list)}.`,
          },
        ];
      if (!isDiscountOver(list.value, is.value, over)) return [];
      return [
        {
          ...at,
          sentence: `${needs}: discount ${discountSaid(list.value, is.value, over)}% (limit ${over}%).`,
        },
      ];
    },
  );
}

type Step = Pick<Tier, 'whom' | 'inOrder' | 'over'> & { currency: string; name: string; version: number };

function steps(
  name: string,
  base: { over: number; currency: string | null; version: number },
  tiers: readonly Tier[],
): Step[] {
  const own = tiers.map(({ id, whom, inOrder, over, currency }) => ({
    ...{ whom, inOrder, over, currency: currency ?? '' },
    name: `approval ${id}`,
    version: 1,
  }));
  const replaced = own.some((one) => one.over === base.over && one.currency === (base.currency ?? ''));
  const limit = { whom: approver, inOrder: false, ...base, currency: base.currency ?? '', name };
  return (replaced ? own : [limit, ...own]).toSorted((a, b) => a.over - b.over);
}

/** Whether more than so many percent are off the list price; compared in whole cents, so that no rounding decides. */
export function isDiscountOver(list: number, amount: number, percent: number): boolean {
  const [whole, left] = [cents(list), cents(list) - cents(amount)];
  return left * 1_000_000n > BigInt(Math.round(percent * 10_000)) * whole;
}

const cents = (value: number): bigint => BigInt(Math.round(value * 100));

/** As many places as it takes to see that it is above: 8.01 and never 8 beside a limit of 8. */
function discountSaid(list: number, amount: number, over: number): string {
  const share = ((list - amount) / list) * 100;
  const places = [0, 1, 2, 3, 4, 5, 6, 7, 8].find((one) => Number(share.toFixed(one)) > over) ?? 8;
  return String(Number(share.toFixed(Math.max(places, 1))));
}

/** "$210,000", "CAD 42,000.50": exact, because a limit stands beside it. */
export const money = ({ value, currency }: Amount): string => {
  const digits = Number.isInteger(value) ? 0 : 2;
  const figures = value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: 2 });
  return currency === 'USD' ? `$${figures}` : `${currency} ${figures}`;
};
