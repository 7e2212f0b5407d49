/** What a click came to, told to the one who clicked. Plain text: instants are in the reader's zone. */

import { dayIn } from '../sales/days.ts';
import { clockTime, count, instant, list } from './format.ts';
import type { About } from './group.ts';

/** "14:31" alone only within a day. */
export const when = (at: Date, now: Date, zone: string): string =>
  dayIn(at, zone) === dayIn(now, zone) ? clockTime(at, zone) : instant(at, zone, now);

const past = { approve: 'approved', edit: 'changed and approved', reject: 'rejected' } as const;
export type Said = keyof typeof past;
export const saidInPast = (said: Said): string => past[said];

/** "Ana Ruiz approved this at 14:31. Nothing else was changed." */
export const lateClick = (by: string, said: Said, at: Date, now: Date, zone: string): string =>
  `${by} ${past[said]} this at ${when(at, now, zone)}. Nothing else was changed.`;

/** "This needs a manager of EMEA. Mara Lind can decide. Your click was recorded." */
export const noRights = (needs: string, whoCan: string[]): string =>
  `This needs ${needs}. ${whoCan.length > 0 ? `${list(whoCan, 'or')} can decide. ` : ''}Your click was recorded.`;

/** The same where it has become more since the card was drawn; `needs` is a sentence already. */
export const noRightsAnyMore = (needs: string, whoCan: string[]): string =>
  `${needs} ${whoCan.length > 0 ? `${list(whoCan, 'or')} can decide. ` : ''}Your click was recorded.`;

/** `needs` is a sentence already. */
export const aboveYou = (needs: string, whoCan: string[]): string =>
  `${needs} ${whoCan.length > 0 ? `${list(whoCan, 'or')} can make this change. ` : ''}Nothing was changed.`;

/** To whoever decides for somebody who is away. */
export const standsInNow = (person: string, until: string, waiting: number): string =>
  `You decide for ${person} until ${until}. ${count(waiting, 'card')} ${waiting === 1 ? 'waits' : 'wait'} now; Home shows what waits for you.`;

/** To a stand-in, before the time. */
export const standsInFrom = (person: string, from: string, until: string): string =>
  `You decide for ${person} from ${from} until ${until}. You are told when it begins.`;

/** To a stand-in, once it is over before its time. `by`: who ended it, where it was not who was away. */
export const standsInNoLonger = (person: string, by: string | null): string =>
  by === null
    ? `${person} is back: you no longer decide for ${person}. What you decided meanwhile stays.`
    : `${by} ended it: you no longer decide for ${person}. What you decided meanwhile stays.`;

export const staleButton = 'That button is out of date. The card is now current.';
export const expiredClick = (days: number): string =>
  `This expired after ${days} days without a decision. Nothing was changed.`;
/** "No longer needed: the deal moved to Won." */
export const withdrawnClick = (because: string): string => `No longer needed: ${because}`;
export const alreadyUndone = (by: string, at: Date, now: Date, zone: string): string =>
  `${by} undid this at ${when(at, now, zone)}. Nothing else was changed.`;
/** To whom a card waits for, once. */
export const reminder = (deal: string, finding: string, hours: number): string =>
  `${deal} has waited for you for ${hours} h. ${finding}`;
/** To the next person, once. */
export const handedUp = (deal: string, finding: string, hours: number): string =>
  `${deal} has waited for ${hours} h without a decision. ${finding} You can help it along.`;
/** The same of a card with several deals, or contacts, of one rep. */
export const reminderTogether = (of: About, many: number, rep: string, hours: number): string =>
  `${count(many, of)} of ${rep} have waited for you for ${hours} h.`;
export const handedUpTogether = (of: About, many: number, rep: string, hours: number): string =>
  `${count(many, of)} of ${rep} have waited for ${hours} h without a decision. You can help them along.`;
