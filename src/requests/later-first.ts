/** Of two periods, or of two days, the later one comes first: what changed is told from the earlier to the later, whichever was said first. */
import { periodDays } from '../language/period-days.ts';
import type { Clause, Frame } from '../language/request.ts';
import type { Company } from './company.ts';

type Period = Extract<Clause, { says: 'period' }>;

/** The same comparison, its sides changed over where the first was before the second. */
export function laterFirst(frame: Frame, company: Company): Frame {
  if (frame.otherAsOf !== undefined) return laterDayFirst(frame);
  const [other, ...more] = frame.other ?? [];
  if (other?.says !== 'period' || more.length > 0) return frame;
  const at = frame.clauses.findIndex((one) => one.says === 'period' && one.field === other.field);
  const own = frame.clauses[at];
  if (own?.says !== 'period') return frame;
  const [first, second] = [begins(own, company), begins(other, company)];
  if (first === null || second === null || first >= second) return frame;
  return { ...frame, clauses: frame.clauses.with(at, other), other: [own] };
}

const begins = ({ period }: Period, { calendar, now, zone }: Company): string | null =>
  periodDays(period, { ...calendar, now, zone })?.from ?? null;

/** Without a day a side is of now. */
function laterDayFirst(frame: Frame): Frame {
  const { asOf, otherAsOf, ...rest } = frame;
  if (asOf === undefined || (otherAsOf && asOf >= otherAsOf)) return frame;
  return { ...rest, ...(otherAsOf ? { asOf: otherAsOf } : {}), otherAsOf: asOf };
}
