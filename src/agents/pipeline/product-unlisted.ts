import { list } from '../../story/format.ts';
import type { Found, Trigger } from '../nouns.ts';

/** An open deal whose product is not in the price list: retired from it, or known to deals only. */
export const productUnlisted: Trigger = {
  name: 'product_unlisted',
  label: 'with a product that is not in the price list',
  of: 'deal',
  condition: {
    all: [
      { field: 'status', is: 'open' },
      { field: 'product.listing', is: ['retired', 'unknown'], heldBy: 'check_price_list' },
    ],
  },
  severity: 'attention',
  limit: 'check_price_list',
  reads: ['check_price_list'],
  why: (found) => `${fact(found)}${nearest(found)}`,
  because: (found) => `${fact(found)}${nearest(found)}`,
  says: (found, _limit, again) =>
    `${again ? 'Its product' : `The product of ${found.deal}`}, ${found.product}, ${state(found)}${nearest(found)}.`,
  tells: 'product',
  over: 'its product is in the price list',
};

const state = ({ listing }: Found): string =>
  listing === 'retired' ? 'is retired from the price list' : 'is not in the price list';
const fact = (found: Found): string => `Product ${found.product} ${state(found)}`;
/** "; the nearest are Platform (P-1) and Support (P-5)" */
const nearest = ({ nearest: near }: Found): string =>
  near.length === 0
    ? ''
    : `; the nearest ${near.length === 1 ? 'is' : 'are'} ${list(near.map(({ name, id }) => `${name} (${id})`))}`;
