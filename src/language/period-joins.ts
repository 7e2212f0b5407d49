/** In a thread: "before 15 April", then "but after 1 April", and "in April", then "May as well". Pure. */
import { type Calendar, resolvePeriod } from '../sales/periods.ts';
import type { Clause, Frame } from './request.ts';

export type When = { calendar: Calendar; now: Date; zone: string };
type Days = { from: string | null; to: string | null };

/** The limit with the days that were said before on its field: between both ends, or with `more` all of both. */
export function joinedPeriod(before: Frame, clause: Clause, more: boolean, when: When): Clause {
  if (clause.says !== 'period') return clause;
  const known = before.clauses.find((one) => one.says === 'period' && one.field === clause.field);
  if (known?.says !== 'period') return clause;
  const days = (name: string): Days | null =>
    resolvePeriod(name, { ...when.calendar, now: when.now, zone: when.zone });
  const [first, second] = [days(known.period), days(clause.period)];
  const both = first && second && (between(first, second) ?? (more ? together(first, second) : null));
  return both ? { ...clause, period: `${both.from}..${both.to}` } : clause;
}

/** One says where it begins and the other where it ends. */
function between(first: Days, second: Days): Days | null {
  const [from, to] = [first.from ?? second.from, first.to ?? second.to];
  const halves =
    (first.from === null) !== (second.from === null) && (first.to === null) !== (second.to === null);
  const open = (first.from === null) !== (first.to === null);
  return halves && open && from !== null && to !== null && from <= to ? { from, to } : null;
}

/** One after the other, without a day between them. */
function together(first: Days, second: Days): Days | null {
  const [early, late] = (first.from ?? '') <= (second.from ?? '') ? [first, second] : [second, first];
  if (early.from === null || early.to === null || late.from === null || late.to === null) return null;
  const next = new Date(Date.parse(`${early.to}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return late.from <= next ? { from: early.from, to: late.to > early.to ? late.to : early.to } : null;
}
