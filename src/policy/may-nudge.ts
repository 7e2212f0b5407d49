import { may, whoMay } from './authorize.ts';
import { type MayDecide, mayDecide, type Stake } from './may-decide.ts';
import type { Person } from './nouns.ts';

/** Whether they may have the rep of a deal reminded of it, many at once: a manager in their place, an administrator everywhere. */
export function mayNudge(person: Person | null, stake: Stake): MayDecide {
  if (!may(person, 'nudge')) return { may: false, needs: whoMay('nudge') };
  return may(person, 'nudge', 'all') ? { may: true, as: [] } : mayDecide(person, { ...stake, asks: [] });
}
