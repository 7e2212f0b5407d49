/** What happens with leads, as sentences. */
import { count, duration } from './format.ts';

/** "Jane Roe wrote again: …", for whoever has the lead. */
export const cameAgain = (name: string | null, message: string | null): string => {
  const who = name ?? 'A lead of yours';
  return message
    ? `${who} wrote again: "${cutTo(message, 300)}"`
    : `${who} came in again, without a message.`;
};

const cutTo = (text: string, most: number): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= most
    ? line
    : `${line
        .slice(0, most - 1)
        .toWellFormed()
        .trimEnd()}…`;
};

/** "Came 2 more times; merged." with how it adds up this week. */
export const cameTimes = (more: number, thisWeek: number): string | null =>
  more === 0
    ? null
    : `Came ${count(more, 'more time', 'more times')}, merged${thisWeek > 1 ? `; ${ordinal(thisWeek)} time this week` : ''}`;

const ordinal = (n: number): string => {
  const tens = n % 100;
  const end = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${end}`;
};

/** For the owner of the agent: something sends one person again and again. */
export const manyTimes = (name: string | null, times: number): string =>
  `${name ?? 'One lead'} came in ${times} more times within a day; all were merged into one lead. A form that is sent twice, or a machine, may be behind it.`;

/** Whose turn it is, in the thread of a card that nobody has claimed. */
export const unclaimedFor = (ms: number): string => `Unclaimed for ${duration(ms)}.`;

/** "You have 52 open deals (limit 50)." */
export const atCapacity = (who: string, open: number, limit: number): string =>
  `${who === 'You' ? 'You have' : `${who} has`} ${count(open, 'open deal')} (limit ${limit}).`;
