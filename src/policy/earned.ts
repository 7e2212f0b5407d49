/** Whether auto mode is earned: by what people decided about proposals like it, and by what came of it since. Pure. */
import { wilson } from '../sales/shares.ts';

/** One decision about a proposal, as it stands now. What was approved and taken back since is `undone`. */
export type CameTo = 'accepted' | 'edited' | 'rejected' | 'undone';
export type Judgement = { came: CameTo; at: Date };

/** Decisions counted. `firstAt`: when the first of them was taken. */
export type Tally = { cases: number; accepted: number; firstAt: Date | null };
/** A share, and whole days from the first decision until now. */
export type Bar = { share: number; days: number };

export type Earned = Tally & {
  enough: boolean;
  days: number;
  /** Lower end of the 95 % interval of the share accepted unchanged; null without a case. */
  atLeast: number | null;
  /** "31 days, 64 of 70 accepted unchanged, at least 82% (bar 80%)". */
  said: string;
  /** What is missing, each a clause: "12 of 30 days". */
  missing: string[];
};

export const tallyOf = (judgements: readonly Judgement[]): Tally => ({
  cases: judgements.length,
  accepted: judgements.filter(({ came }) => came === 'accepted').length,
  firstAt: judgements.reduce<Date | null>((first, { at }) => (first && first <= at ? first : at), null),
});

const dayMs = 86_400_000;

/**
 * Enough days, and a share accepted unchanged whose lower end reaches the bar. The lower end is that of Wilson's score
 * interval (sales/shares.ts): of few cases it is far below the share, so that a lucky start earns nothing.
 */
export function earned(tally: Tally, bar: Bar, now: Date): Earned {
  const { cases, accepted, firstAt } = tally;
  const days = firstAt ? Math.max(0, Math.floor((now.getTime() - firstAt.getTime()) / dayMs)) : 0;
  const atLeast = wilson({ part: accepted, whole: cases })?.from ?? null;
  const missing = [
    ...(days < bar.days ? [`${days} of ${dayCount(bar.days)}`] : []),
    ...(atLeast === null
      ? ['nothing like it was decided yet']
      : atLeast < bar.share
        ? [`${acceptedSaid(tally)}: at least ${whole(atLeast)}, bar ${whole(bar.share)}`]
        : []),
  ];
  const said =
    atLeast === null
      ? 'no decision yet'
      : `${dayCount(days)}, ${acceptedSaid(tally)}, at least ${whole(atLeast)} (bar ${whole(bar.share)})`;
  return { ...tally, enough: missing.length === 0, days, atLeast, said, missing };
}

/**
 * Why auto mode is earned no longer, as a sentence; null while it is. `since`: decided, or done alone and left standing or
 * taken back, within the days that count; `undone`: of what was done alone within a week.
 */
export function lostBecause(
  { since, undone }: { since: Tally; undone: number },
  limits: Pick<Bar, 'share'> & { undone: number; days: number },
): string | null {
  if (undone >= limits.undone)
    return `${undone} of the things it did alone were undone within a week (limit ${limits.undone}).`;
  const atLeast = wilson({ part: since.accepted, whole: since.cases })?.from ?? null;
  if (atLeast === null) return `Nothing like it was decided or done in ${dayCount(limits.days)}.`;
  return atLeast < limits.share
    ? `In ${dayCount(limits.days)} ${since.accepted} of ${since.cases} were accepted or left standing: at least ${whole(atLeast)}, bar ${whole(limits.share)}.`
    : null;
}

const acceptedSaid = ({ accepted, cases }: Tally): string => `${accepted} of ${cases} accepted unchanged`;
const dayCount = (n: number): string => `${n} ${n === 1 ? 'day' : 'days'}`;
/** Never more than it is. */
const whole = (share: number): string => `${Math.floor(share * 100 + 1e-9)}%`;
