/** Who may decide about an exception: one table, used at the click and again when the change is applied. */
import { namedByAuthority } from './decide.ts';
import type { Person, Role } from './nouns.ts';

/** The deal or lead that the decision is about, and what policy asked for. */
export type Stake = {
  asks: Role[];
  ownerId: string | null;
  /** Of the subject's owner, and that of the subject itself. */
  teamId: string | null;
  territoryId: string | null;
  territory: string | null;
  managerId: string | null;
};

/** `as`: the roles that this person's approval counts for. `needs`: "a manager of EMEA or the rep who has it". */
export type MayDecide = { may: true; as: Role[] } | { may: false; needs: string };

/**
 * The manager of the deal's team or territory, or the deal's rep; where authority names roles, somebody who holds all of
 * them and is not the deal's owner. Nobody else, and never somebody who has left.
 */
export function mayDecide(person: Person | null, stake: Stake): MayDecide {
  const above = namedByAuthority(stake.asks);
  if (above.length > 0) {
    const holdsAll = above.every((role) => person?.roles.includes(role));
    return person?.active && holdsAll && person.id !== stake.ownerId
      ? { may: true, as: ['manager', ...above] }
      : { may: false, needs: above.map(withArticle).join(' who is also ') };
  }
  if (person?.active && (manages(person, stake) || person.id === stake.ownerId))
    return { may: true, as: ['manager'] };
  const manager = stake.territory ? `a manager of ${stake.territory}` : 'the manager of this deal';
  return { may: false, needs: stake.ownerId ? `${manager} or the rep who has it` : manager };
}

/** Every role that this person's approval counts for at this moment, whatever was asked. */
export function rolesFor(person: Person | null, stake: Omit<Stake, 'asks'>): Role[] {
  if (!person?.active) return [];
  const about = { ...stake, asks: [] };
  const mine: Role[] = mayDecide(person, about).may ? ['manager'] : [];
  // The deal's own rep never signs for a role above: four eyes.
  return person.id === stake.ownerId ? [...mine, 'rep'] : [...mine, ...namedByAuthority(person.roles)];
}

const manages = (person: Person, stake: Stake): boolean =>
  person.id === stake.managerId ||
  (person.roles.includes('manager') &&
    ((person.teamId !== null && person.teamId === stake.teamId) ||
      (person.territoryId !== null && person.territoryId === stake.territoryId)));

const withArticle = (role: Role): string => (/^[aeio]/.test(role) ? `an ${role}` : `a ${role}`);
