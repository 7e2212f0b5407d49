import { count, money } from '../../story/format.ts';
import type { Figure, FigureTrigger } from '../nouns.ts';

/** Somebody has more open deals than one person can look after. */
export const overCapacity: FigureTrigger = {
  name: 'over_capacity',
  label: 'over capacity',
  figure: 'open_deals',
  of: 'person',
  severity: 'attention',
  limit: 'open_deals_limit',
  holds: ({ value }, limit) => value > limit.value,
  tell: (figure, limit) => ({
    headline: `${figure.name} has ${count(figure.value, 'open deal')} (limit ${limit.value})`,
    // What the deals are is known of those alone who have too many.
    sentence: figure.value > limit.value ? detail(figure) : null,
    asks: [
      ...(figure.beside.past ? [{ label: 'Clean up…', text: `clean up the deals of ${figure.name}` }] : []),
      { label: 'Show deals', text: `open deals of ${figure.name} sorted by last activity` },
    ],
  }),
};

const detail = ({ worth, beside, company }: Figure): string =>
  [
    worth === 0 && !beside.foreign
      ? 'None of them has an amount.'
      : `${money(worth, company, company)} in total${others(beside.foreign)}.`,
    beside.past ? `${count(beside.past, 'of them is', 'of them are')} past the close date.` : null,
  ]
    .filter((part) => part !== null)
    .join(' ');

const others = (foreign = 0): string => (foreign > 0 ? `, without ${foreign} in other currencies` : '');
