/** "More than 5", "at most 5", "between 5 and 10" → the ends of a limit. */
import type { Compare } from './phrases.ts';

/** Within a length of time. */
export type How = Compare | 'within';
export type Ends = { from: number | null; to: number | null; exclusive: ('from' | 'to')[] };

/** `high` is the other end of "between", whichever of the two is the larger. */
export function endsOf(how: How, low: number, high: number | null = null): Ends {
  if (high !== null) return { from: Math.min(low, high), to: Math.max(low, high), exclusive: [] };
  if (how === 'exactly') return { from: low, to: low, exclusive: [] };
  return how === 'over' || how === 'least'
    ? { from: low, to: null, exclusive: how === 'over' ? ['from'] : [] }
    : { from: null, to: low, exclusive: how === 'under' ? ['to'] : [] };
}

/** "Over 50k" and "under 100k" are one limit; null where the two are not its two ends. */
export function joinedEnds(one: Ends, other: Ends): Ends | null {
  if ((one.from === null) === (other.from === null) || (one.to === null) === (other.to === null)) return null;
  return {
    from: one.from ?? other.from,
    to: one.to ?? other.to,
    exclusive: [...one.exclusive, ...other.exclusive],
  };
}
