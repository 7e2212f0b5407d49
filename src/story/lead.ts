/** What happens with leads, as sentences. */
import { count } from './format.ts';

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

/** For whoever gets a lead from somebody. */
export const given = (
  by: string,
  lead: { name: string | null; company: string | null; email: string | null; phone: string | null },
  because: string | null,
): string => {
  const who = [lead.name ?? 'A lead without a name', lead.company].filter(Boolean).join(', ');
  const ways = [lead.email, lead.phone].filter(Boolean).join(', ');
  return `${by} gave you the lead ${who}${ways ? `: ${ways}` : ', which left no e-mail and no phone'}.${because ? ` "${cutTo(because, 200)}"` : ''}`;
};

/** For the owner of the agent: something sends one person again and again. */
export const manyTimes = (times: number): string =>
  `Came in ${times} more times within a day; all were merged into one lead. A form that is sent twice, or a machine, may be behind it.`;

/** "You have 52 open deals (limit 50)." */
export const atCapacity = (who: string, open: number, limit: number): string =>
  `${who === 'You' ? 'You have' : `${who} has`} ${count(open, 'open deal')} (limit ${limit}).`;
