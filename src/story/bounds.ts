/** Limits in words. Pure. */

export type Bounds = { from: number | null; to: number | null; exclusive: ('from' | 'to')[] };

/** "30 days or more", "more than 150 days", "over $100,000", "at least $5": the words say whether the end is included. */
export function boundsSaid(
  { from, to, exclusive }: Bounds,
  figure: (value: number) => string,
  of: 'days' | 'count' | 'amount',
): string {
  const over = of === 'amount' ? 'over' : 'more than';
  const under = { days: 'less than', count: 'fewer than', amount: 'under' }[of];
  if (from !== null && to !== null) {
    if (from === to) return `exactly ${figure(from)}`;
    if (exclusive.length === 0) return `between ${figure(from)} and ${figure(to)}`;
    return `${exclusive.includes('from') ? over : 'at least'} ${figure(from)} and ${exclusive.includes('to') ? under : 'at most'} ${figure(to)}`;
  }
  if (from !== null) {
    if (exclusive.includes('from')) return `${over} ${figure(from)}`;
    return of === 'amount' ? `at least ${figure(from)}` : `${figure(from)} or more`;
  }
  if (to === null) return '';
  return exclusive.includes('to') ? `${under} ${figure(to)}` : `at most ${figure(to)}`;
}
