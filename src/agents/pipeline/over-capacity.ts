import { count, money } from '../../story/format.ts';
import type { FigureTrigger } from '../nouns.ts';

/** Somebody has more open deals than one person can look after. */
export const overCapacity: FigureTrigger = {
  name: 'over_capacity',
  label: 'over capacity',
  figure: 'open_deals',
  of: 'person',
  severity: 'attention',
  limit: 'open_deals_limit',
  holds: ({ value }, limit) => value > limit.value,
  tell: ({ name, value, worth, beside, company }, limit) => ({
    headline: `${name} has ${count(value, 'open deal')} (limit ${limit.value})`,
    sentence: [
      `${money(worth, company, company)} in total${others(beside.foreign)}.`,
      beside.past ? `${count(beside.past, 'of them is', 'of them are')} past the close date.` : null,
    ]
      .filter((part) => part !== null)
      .join(' '),
    asks: [
      ...(beside.past ? [{ label: 'Clean up…', text: `clean up the deals of ${name}` }] : []),
      { label: 'Show deals', text: `open deals of ${name} sorted by last activity` },
    ],
  }),
};

const others = (foreign = 0): string => (foreign > 0 ? `, without ${foreign} in other currencies` : '');
