/** The one question of rights: may this person do that, and how far. Who is not in the matrix may not. */
import { type Action, type Reach, reachOf, roleSaid, roles } from './matrix.ts';
import type { Person } from './nouns.ts';

/** `reach`: the furthest that one of their roles goes. `needs` completes "… needs". */
export type Authorized = { may: true; reach: Reach } | { may: false; needs: string };

const furthest: Reach[] = ['own', 'place', 'all'];

/** Never somebody who has left, and never an outsider (null). */
export function authorize(person: Person | null, action: Action): Authorized {
  const reaches = person?.active ? person.roles.flatMap((role) => reachOf(role, action) ?? []) : [];
  const reach = furthest.findLast((one) => reaches.includes(one));
  return reach === undefined ? { may: false, needs: whoMay(action) } : { may: true, reach };
}

/** Whether they may do it anywhere at all; or, with a reach, as far as that. */
export function may(person: Person | null, action: Action, reach: Reach = 'own'): boolean {
  const found = authorize(person, action);
  return found.may && furthest.indexOf(found.reach) >= furthest.indexOf(reach);
}

/** "a manager, an agent owner, an approver or an administrator" */
export function whoMay(action: Action): string {
  const said = roles.filter((role) => reachOf(role, action) !== null).map((role) => roleSaid[role]);
  const last = said.at(-1) ?? 'nobody';
  return said.length > 1 ? `${said.slice(0, -1).join(', ')} or ${last}` : last;
}
