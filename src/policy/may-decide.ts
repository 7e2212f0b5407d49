/** Who may decide about an exception: one table, used at the click and again when the change is applied. */
import { may } from './authorize.ts';
import { namedByAuthority } from './decide.ts';
import type { Person, Role } from './nouns.ts';
import { type Signature, unsigned, whomSaid } from './signatures.ts';

/** The deal or lead that the decision is about, and what policy asked for. */
export type Stake = {
  asks: Role[];
  /** They sign one after the other, in the order of `asks`. */
  inOrder?: boolean;
  ownerId: string | null;
  /** Whoever changed what was proposed, so that it is theirs now. */
  proposedBy?: string | null;
  /** Who has signed for exactly this already, with the roles of this moment. */
  signed?: Signature[];
  /** Of the subject's owner, and that of the subject itself. */
  teamId: string | null;
  territoryId: string | null;
  territory: string | null;
  managerId: string | null;
};

/**
 * `as`: the roles that this person's approval counts for; `inStead`: whose, where they are away. `needs`: "a manager of
 * EMEA or the rep who has it".
 */
export type MayDecide = { may: true; as: Role[]; inStead?: Person } | { may: false; needs: string };

/** Whose signature would be no second pair of eyes: the deal's owner's, and whoever proposed it. */
const isParty = (personId: string, { ownerId, proposedBy = null }: Stake): boolean =>
  personId === ownerId || personId === proposedBy;

const counting = (stake: Stake): Signature[] =>
  (stake.signed ?? []).filter(({ byId }) => !isParty(byId, stake));

/** The roles above that nobody has signed for yet, in their order. */
export const stillToSign = (stake: Stake): Role[] => unsigned(namedByAuthority(stake.asks), counting(stake));

/**
 * The manager of the deal's team or territory, or the deal's rep; where authority names roles, whoever holds one that
 * nobody has signed for, has not signed already and is no party to it. Nobody else, and never somebody who has left.
 * `absent`: those for whom this person decides now. In their stead they decide what they could decide themselves by the
 * same role, and sign nothing that those would be party to.
 */
export function mayDecide(person: Person | null, stake: Stake, absent: readonly Person[] = []): MayDecide {
  const above = namedByAuthority(stake.asks);
  if (above.length > 0) {
    const open = stillToSign(stake);
    const next = stake.inOrder ? open.slice(0, 1) : open;
    const signs =
      person?.active &&
      ![person, ...absent].some(({ id }) => isParty(id, stake)) &&
      !(stake.signed ?? []).some(({ byId }) => byId === person.id) &&
      // Who holds two roles makes room for who holds one of them.
      (stake.inOrder
        ? next.some((role) => person.roles.includes(role))
        : unsigned(above, [...counting(stake), { byId: person.id, by: person.name, roles: person.roles }])
            .length < open.length);
    return signs
      ? { may: true, as: ['manager', ...above.filter((role) => person.roles.includes(role))] }
      : { may: false, needs: whomSaid(next.length > 0 ? next : above, stake.inOrder) };
  }
  if (person && decides(person, stake)) return { may: true, as: ['manager'] };
  const inStead = person?.active ? absent.find((one) => standsIn(person, one, stake)) : undefined;
  if (inStead) return { may: true, as: ['manager'], inStead };
  const manager = stake.territory ? `a manager of ${stake.territory}` : 'the manager of this deal';
  return { may: false, needs: stake.ownerId ? `${manager} or the rep who has it` : manager };
}

/** By the role that the other one decides by, held by both. */
const standsIn = (person: Person, absent: Person, stake: Stake): boolean => {
  if (!decides(absent, stake)) return false;
  return may(person, 'decide', manages(absent, stake) ? 'place' : 'own');
};

/** Every role that this person's approval counts for at this moment, whatever was asked. */
export function rolesFor(
  person: Person | null,
  stake: Omit<Stake, 'asks'>,
  absent: readonly Person[] = [],
): Role[] {
  if (!person?.active) return [];
  const about = { ...stake, asks: [] };
  const mine: Role[] = mayDecide(person, about, absent).may ? ['manager'] : [];
  // Neither the deal's own rep nor who decides for them signs for a role above: four eyes.
  if ([person, ...absent].some(({ id }) => id === stake.ownerId))
    return person.id === stake.ownerId ? [...mine, 'rep'] : mine;
  return [...mine, ...namedByAuthority(person.roles)];
}

/** Whoever has the deal and sells no more decides nothing about it: the matrix says how far a role goes. */
const decides = (person: Person, stake: Stake): boolean =>
  manages(person, stake) || (person.id === stake.ownerId && may(person, 'decide', 'own'));

const manages = (person: Person, stake: Stake): boolean =>
  may(person, 'decide', 'place') &&
  (person.id === stake.managerId ||
    (person.teamId !== null && person.teamId === stake.teamId) ||
    (person.territoryId !== null && person.territoryId === stake.territoryId));
