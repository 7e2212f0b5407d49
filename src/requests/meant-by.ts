/** What "I" means in the mouth of whoever asks: a rep carries deals and a quota, a manager a team. Pure. */
import { ofOneself } from '../language/metric-words.ts';
import type { Clause, Frame } from '../language/request.ts';
import { isOperator } from '../people/operator.ts';
import { scopeOf } from '../people/scope.ts';
import type { Person } from '../policy/nouns.ts';

/**
 * "Am I on track?" is a rep's own quota, the team's of a manager, and the company's of those who see all of it and sell
 * nothing. "Deals I haven't touched" are a rep's own; whoever has none asks about all that they see.
 */
export function meantBy(by: Person, frame: Frame): Frame {
  const clauses = frame.clauses.flatMap((one) => clauseOf(by, frame, one));
  const meant = { ...frame, clauses };
  // Of one person the question is how they stand, however it was asked: "who is at risk?", then "only mine"
  const alone = isOf(meant, 'quota_risk') && meant.by.join() === 'owner' && ofOneself(meant);
  return alone ? { ...meant, by: [] } : meant;
}

function clauseOf(by: Person, frame: Frame, clause: Clause): Clause[] {
  // "My reps" of somebody without a team are all that they see.
  if (
    clause.says === 'mine' &&
    clause.whose === 'team' &&
    !clause.not &&
    !by.teamId &&
    ofResults.some((metric) => isOf(frame, metric))
  )
    return by.territoryId ? [{ ...clause, whose: 'territory' }] : 'everything' in scopeOf(by) ? [] : [clause];
  if (clause.says !== 'mine' || clause.whose !== 'mine' || clause.not || by.roles.includes('rep'))
    return [clause];
  if (clause.implied) return [];
  if (isOperator(by) || !ofResults.some((metric) => isOf(frame, metric))) return [clause];
  if (by.roles.includes('manager') && (by.teamId ?? by.territoryId))
    return [{ ...clause, whose: by.teamId ? 'team' : 'territory' }];
  return 'everything' in scopeOf(by) ? [] : [clause];
}

/** A manager's own results are the team's. */
const ofResults = ['quota_risk', 'attainment', 'performance'];

const isOf = ({ measure }: Frame, metric: string): boolean =>
  measure.kind === 'metric' && measure.metric === metric;
