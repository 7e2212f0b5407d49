/** What happens with leads, as sentences. */
import { count, duration, firstName } from './format.ts';

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

/** Why a lead was said to be none: at one tap. */
export const notALeadReasons = [
  'Spam',
  'Sells to us',
  'Looks for a job',
  'Is a customer',
  'Only a test',
] as const;

type Ended = {
  as: 'not a lead' | 'probably not a lead' | 'merged';
  reason: string | null;
  by: { name: string } | null;
  into: { name: string } | null;
  at: Date;
};

/** "Mara marked this as not a lead: spam.", "Mara merged this into Jane Roe, Borealis." `who` stands for the name. */
export const closedSaid = ({ as, reason, by, into }: Ended, who = firstName(by?.name ?? '')): string => {
  if (as === 'merged') return `${who} merged this into ${into?.name ?? 'another lead'}.`;
  if (as === 'probably not a lead') return 'Probably not a lead.';
  return `${who} marked this as not a lead${reason ? `: ${lowered(reason)}` : ''}.`;
};

const lowered = (reason: string): string =>
  (notALeadReasons.some((one) => one === reason)
    ? `${reason.charAt(0).toLowerCase()}${reason.slice(1)}`
    : reason
  ).replace(/[.\s]+$/, '');

/** For whoever was later. */
export const closedBefore = (closing: Ended, now: Date): string =>
  `${closedSaid(closing).replace(/\.$/, '')}${closing.by ? ` ${before(closing.at, now)}` : ''}. Nothing was changed.`;
export const claimedBefore = (name: string, at: Date | null, now: Date): string =>
  `${firstName(name)} claimed this${at ? ` ${before(at, now)}` : ''}. Nothing was changed.`;

const before = (at: Date, now: Date): string =>
  now.getTime() - at.getTime() < 1000
    ? 'just before you'
    : `${duration(now.getTime() - at.getTime())} before you`;

/** "2 of 3 other leads from acme.example were none"; null where nobody has said so of any. */
export const senderSaid = (record: { domain: string; none: number; taken: number } | null): string | null => {
  if (record === null || record.none === 0) return null;
  const { domain, none, taken } = record;
  const of = taken === 0 ? count(none, 'other lead') : `${none} of ${count(none + taken, 'other lead')}`;
  return `${of} from ${domain} ${none === 1 ? 'was' : 'were'} marked as not a lead`;
};
