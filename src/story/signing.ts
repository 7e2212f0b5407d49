/** Several people sign one change, in words. */
import { roleSaid } from '../policy/matrix.ts';
import type { Role } from '../policy/nouns.ts';
import { whomSaid } from '../policy/signatures.ts';
import { list } from './format.ts';

/** "1 of 2: Mara Lind approved; finance still to sign." */
export function signedSoFar(by: string[], left: Role[], inOrder = false): string {
  const of = by.length + left.length;
  const still = `${whomSaid(left, inOrder)} still to sign`;
  return by.length === 0 ? `0 of ${of}: ${still}.` : `${by.length} of ${of}: ${list(by)} approved; ${still}.`;
}

/** To whoever has signed just now. */
export const youSigned = (signed: number, of: number, left: Role[], inOrder: boolean): string =>
  `You have signed this: ${signed} of ${of}. ${capital(whomSaid(left, inOrder))} still ${left.length > 1 ? 'have' : 'has'} to sign.`;

export const signedBefore = 'You have signed this already. Nothing else was changed.';

/** To whoever is next; `deal`: what it is about, as the note may stand far from the card, or beside a card of several. */
export const signNext = (by: string, signed: number, of: number, deal: string): string =>
  signed === 0
    ? `${by} changed what is proposed for ${deal}, so somebody else signs it. It waits for you.`
    : `${deal}: ${signed} of ${of} signed, ${by} approved. Now it waits for you; Home shows it, too.`;

/** What stays once all have signed: "Ana Ruiz and Lena Fox". */
export const signedBy = (names: string[]): string => `signed by ${list(names)}`;

export const proposedAnew = (left: Role[], inOrder: boolean): string =>
  `Kept as your proposal. Above the threshold somebody else signs: ${whomSaid(left, inOrder)}. Nothing was changed yet.`;

export const nobodyElse = (needs: string, asks: Role[]): string =>
  `${needs} Somebody other than you has to sign, and there is nobody who can. An administrator can give the role: "make … ${roleSaid[asks[0] ?? 'approver']}".`;

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
