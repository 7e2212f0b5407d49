/** Request → question: the condition that the compiler turns into SQL. */
import { isListable, usualColumns } from '../sales/columns.ts';
import type { Condition, Question } from '../sales/conditions.ts';
import { metricNamed } from '../sales/metrics.ts';
import type { Within } from '../sales/within.ts';
import type { Clause, Frame, Having } from './request.ts';

/** Who asks, as far as "my team" needs it. */
export type Asker = { teamId: string | null; territoryId: string | null } | null;

export function questionOf(frame: Frame, asker: Asker): Question {
  const { sort } = frame;
  return {
    of: frame.of,
    ...sideOf(frame, frame.clauses, asker),
    measure: measureOf(frame, asker),
    ...(frame.by.length > 0 ? { by: frame.by } : {}),
    ...(sort ? { sort: { field: sort.field, down: sort.down } } : longestFirst(frame)),
    ...(frame.limit === null ? {} : { limit: frame.limit }),
    ...(frame.skip ? { skip: frame.skip } : {}),
    ...cutOf(frame),
    ...havingOf(frame),
    ...shown(frame),
    ...(frame.draw ? { draw: frame.draw } : {}),
    ...(frame.asOf === undefined ? {} : { asOf: frame.asOf }),
    ...(frame.other
      ? { compare: { ...sideOf(frame, otherClauses(frame, frame.other), asker), ...thenOf(frame) } }
      : {}),
  };
}

const thenOf = ({ otherAsOf }: Frame): { asOf?: string | null } =>
  otherAsOf === undefined ? {} : { asOf: otherAsOf };

/** What a list is sorted by stands in it, though nobody named its columns. */
function shown({ of, measure, show, sort }: Frame): Pick<Question, 'show'> {
  if (measure.kind !== 'rows') return {};
  if (show || !sort || of === 'activity') return show ? { show } : {};
  const usual = usualColumns[of];
  if (usual.includes(sort.field) || !isListable(of, sort.field)) return {};
  return { show: [...usual.filter((field) => field !== 'days_in_stage'), sort.field] };
}

function cutOf({ cut, measure }: Frame): Pick<Question, 'cut'> {
  if (!cut || measure.kind === 'rows' || measure.kind === 'metric') return {};
  const { limit, skip, sort } = cut;
  return { cut: { limit, ...(skip ? { skip } : {}), ...(sort ? { sort } : {}) } };
}

function measureOf({ of, measure }: Frame, asker: Asker): Question['measure'] {
  if (measure.kind === 'share') {
    const part = limited(of, measure.part, asker);
    return { share: measure.of, ...(part.length > 0 ? { part: { all: part } } : {}) };
  }
  if (measure.kind === 'rows') return 'rows';
  if (measure.kind === 'count') return { count: true };
  if (measure.kind === 'metric') return { metric: measure.metric };
  if (measure.kind === 'sum') return { sum: measure.field };
  if (measure.kind === 'median') return { median: measure.field };
  if (measure.kind === 'largest') return { largest: measure.field };
  return measure.kind === 'smallest' ? { smallest: measure.field } : { average: measure.field };
}

function havingOf({ having }: Frame): Pick<Question, 'having'> {
  if (!having) return {};
  const { currency: _, ...limit } = having;
  return { having: within(limit) };
}

/** The limits of one side. The period of a metric is counted over, not filtered by. */
function sideOf(frame: Frame, clauses: Clause[], asker: Asker): Pick<Question, 'where' | 'period'> {
  const dated = frame.measure.kind === 'metric' ? metricNamed(frame.measure.metric).dated : null;
  const period = clauses.find((one) => one.says === 'period' && one.field === dated);
  const limits = clauses.filter((one) => one !== period);
  return {
    where: { all: [...limited(frame.of, limits, asker), ...inCurrency(frame.having?.currency ?? null)] },
    ...(period?.says === 'period' ? { period: period.period } : {}),
  };
}

/** "Mine and Tom's" are the deals of both: one deal has one owner. */
function limited(of: Frame['of'], clauses: Clause[], asker: Asker): Condition[] {
  const mine = clauses.find((one) => one.says === 'mine' && one.whose === 'mine' && !one.not);
  const theirs = clauses.find((one) => one.says === 'names' && one.field === 'owner' && !one.not);
  const each = (some: Clause[]): Condition[] => some.flatMap((clause) => condition(of, clause, asker));
  if (!mine || !theirs) return each(clauses);
  return [...each(clauses.filter((one) => one !== mine && one !== theirs)), { any: each([mine, theirs]) }];
}

/** The limits of the other side: its own in the place of those on the same fields. */
export function otherClauses(frame: Frame, other: Clause[]): Clause[] {
  const fields = new Set(other.flatMap((one) => ('field' in one ? [one.field] : [])));
  return [...frame.clauses.filter((one) => !('field' in one && fields.has(one.field))), ...other];
}

/** A list that is about a length of time begins with the longest. */
function longestFirst(frame: Frame): { sort?: Question['sort'] } {
  const about = frame.clauses.find(
    (clause) => clause.says === 'stale' || (clause.says === 'range' && clause.unit === 'days'),
  );
  return about && frame.measure.kind === 'rows' && 'field' in about
    ? { sort: { field: about.field, down: true } }
    : {};
}

function condition(of: Frame['of'], clause: Clause, asker: Asker): Condition[] {
  if (clause.says === 'status')
    return [{ field: 'status', is: clause.is.length === 1 ? (clause.is[0] ?? 'open') : clause.is }];
  if (clause.says === 'names')
    return [negated({ field: clause.field, is: clause.names.map((one) => one.id) }, clause.not)];
  if (clause.says === 'mine') return [negated(mine(of, clause.whose, asker), clause.not)];
  if (clause.says === 'range') return range(clause);
  if (clause.says === 'stale')
    return [{ field: clause.field, from: { setting: clause.setting }, exclusive: ['from'] }];
  if (clause.says === 'period') return [{ field: clause.field, is: { period: clause.period } }];
  if (clause.says === 'either')
    return [{ any: clause.of.map((limits) => ({ all: limited(of, limits, asker) })) }];
  if (clause.says === 'truth') return [{ field: clause.field, is: clause.value }];
  const parts: Condition[] = clause.fields.map((field) => negated({ field, missing: true }, clause.not));
  return [clause.any ? { any: parts } : { all: parts }];
}

const negated = (inner: Condition, not: boolean): Condition => (not ? { not: inner } : inner);

function mine(of: Frame['of'], whose: 'mine' | 'team' | 'territory', asker: Asker): Condition {
  // An activity is somebody's without having an owner.
  if (whose === 'mine') return { field: of === 'activity' ? 'person' : 'owner', is: { me: true } };
  const id = whose === 'team' ? asker?.teamId : asker?.territoryId;
  // Nobody's team: nothing is in it.
  return id ? { field: whose, is: id } : { any: [] };
}

function range(clause: Extract<Clause, { says: 'range' }>): Condition[] {
  return [{ field: clause.field, ...within(clause) }, ...inCurrency(clause.currency)];
}

function within({ from, to, exclusive }: Omit<Having, 'currency'>): Within {
  const ends = exclusive.filter((end) => (end === 'from' ? from : to) !== null);
  return {
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    ...(ends.length > 0 ? { exclusive: ends } : {}),
  };
}

const inCurrency = (currency: string | null): Condition[] =>
  currency === null ? [] : [{ field: 'currency', is: currency }];
