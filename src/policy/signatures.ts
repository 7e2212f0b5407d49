/** Several people sign one change: which roles are signed for, by different people, and which are not yet. Pure. */
import { roleSaid } from './matrix.ts';
import type { Role } from './nouns.ts';

/** `roles`: those that the person holds at this moment. */
export type Signature = { byId: string; by: string; roles: Role[] };

/**
 * The roles that nobody has signed for, in their order. A role that stands there twice needs two people, and one person
 * signs for one role only, whatever they hold: as many roles as possible are counted as signed for.
 */
export function unsigned(asks: readonly Role[], signed: readonly Signature[]): Role[] {
  const bySlot = new Map<number, string>();
  const people = new Map(signed.map((one) => [one.byId, one]));
  const place = (person: Signature, tried: Set<number>): boolean =>
    asks.some((role, slot) => {
      if (tried.has(slot) || !person.roles.includes(role)) return false;
      tried.add(slot);
      const sitting = people.get(bySlot.get(slot) ?? '');
      if (sitting && !place(sitting, tried)) return false;
      bySlot.set(slot, person.byId);
      return true;
    });
  for (const person of people.values()) place(person, new Set());
  return asks.filter((_, slot) => !bySlot.has(slot));
}

/** Every role as often as the one of these that asks for it most often, in the order in which they come. */
export function together(...all: (readonly Role[])[]): Role[] {
  const found: Role[] = [];
  for (const one of all)
    for (const role of one) {
      const wanted = one.filter((other) => other === role).length;
      while (found.filter((other) => other === role).length < wanted) found.push(role);
    }
  return found;
}

const numbers = ['no', 'one', 'two', 'three', 'four'];

/** "an approver", "two approvers", "an approver and finance", "an approver, then finance". */
export function whomSaid(asks: readonly Role[], inOrder = false): string {
  const said = [...new Set(asks)].map((role) => {
    const times = asks.filter((one) => one === role).length;
    if (times === 1) return roleSaid[role];
    const people = role === 'finance' ? 'people of finance' : `${roleSaid[role].replace(/^an? /, '')}s`;
    return `${numbers[times] ?? times} ${people}`;
  });
  if (inOrder) return said.join(', then ');
  return said.length > 1 ? `${said.slice(0, -1).join(', ')} and ${said.at(-1)}` : (said[0] ?? 'nobody');
}
