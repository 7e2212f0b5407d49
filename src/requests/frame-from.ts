/** A language model's typed question as our own request. What does not exist is asked back or left unread: nothing is guessed. */
import { type Lexicon, namedOf } from '../language/lexicon.ts';
import { isFigure, unitOf } from '../language/measure-units.ts';
import { type Entry, nameAt } from '../language/names.ts';
import {
  type Choice,
  type Clause,
  emptyFrame,
  type Frame,
  type Measured,
  type NameKind,
} from '../language/request.ts';
import { standing } from '../language/standing.ts';
import { squash } from '../language/text.ts';
import { words } from '../language/words.ts';
import { isListable } from '../sales/columns.ts';
import { dayIn, isDay } from '../sales/days.ts';
import { type Field, findField } from '../sales/fields.ts';
import { metrics } from '../sales/metrics.ts';
import { type Calendar, resolvePeriod } from '../sales/periods.ts';
import type { TypedQuestion } from './model-reply.ts';

type About = { lexicon: Lexicon; calendar: Calendar; now: Date; zone: string; choices?: Choice[] };
/** A name that nothing here bears, or that several bear. */
export type Unsure = { said: string; kind: NameKind; entries: Entry[] };
export type FromModel = { frame: Frame } | { unsure: Unsure } | { unknown: string };

export function frameFrom(asked: TypedQuestion, use: About): FromModel {
  try {
    return { frame: standing(frameOf(asked, use), use) };
  } catch (error) {
    if (error instanceof NotSure) return { unsure: error.what };
    if (error instanceof NotKnown) return { unknown: error.what };
    throw error;
  }
}

// Any one of them ends the reading, wherever it is met.
class NotKnown extends Error {
  readonly what: string;
  constructor(what: string) {
    super(what);
    this.what = what;
  }
}
class NotSure extends Error {
  readonly what: Unsure;
  constructor(what: Unsure) {
    super(what.said);
    this.what = what;
  }
}

function frameOf(asked: TypedQuestion, use: About): Frame {
  const { of } = asked;
  const measure = measureOf(asked);
  const by = asked.by.map((name) => known(of, name, (field) => field.groupable === true).name);
  const clauses: Clause[] = [
    ...statusOf(asked),
    ...limitsOf(asked, of, use),
    ...asked.stale.map((what): Clause => {
      const [field, setting] =
        what === 'in stage' ? ['days_in_stage', 'stale_days'] : ['days_since_activity', 'inactivity_days'];
      return { says: 'stale', field: known(of, field ?? '').name, setting: setting ?? '' };
    }),
    ...whose(asked),
    ...asked.missing.map(
      ({ fields, any, not }): Clause => ({
        says: 'missing',
        fields: fields.map((name) => known(of, name).name),
        any,
        not,
      }),
    ),
    ...asked.truths.map(
      ({ field, value }): Clause => ({
        says: 'truth',
        field: known(of, field, ({ type }) => type === 'truth').name,
        value,
      }),
    ),
  ];
  const [against, ...more] = asked.against;
  if (more.length > 0) throw new NotKnown('a comparison of more than two');
  const open = asked.status.join() === 'open';
  return {
    ...emptyFrame,
    of,
    clauses,
    measure,
    by: by.slice(0, 2),
    sort: sortOf(asked, by),
    ...shownBy(asked),
    ...havingOf(asked, measure),
    ...asOfOf(asked, use),
    limit: limitOf(asked.limit),
    pipeline: of === 'deal' && open && measure.kind === 'sum' && measure.field === 'amount',
    other: against ? limitsOf(against, of, use) : null,
  };
}

/** Columns are those of a list; a number or a group has none. */
function shownBy({ of, show = [], measure, by }: TypedQuestion): Pick<Frame, 'show'> {
  if (show.length === 0 || measure !== 'rows' || by.length > 0) return {};
  const wrong = show.find((name) => !isListable(of, name));
  if (wrong !== undefined) throw new NotKnown(wrong.replaceAll('_', ' '));
  return { show: [...new Set(show)] };
}

/** A limit on groups: there are groups, and one figure of each. */
function havingOf({ of, having = [], by, against }: TypedQuestion, measure: Measured): Pick<Frame, 'having'> {
  const [limit, ...more] = having.filter(({ from, to }) => from !== null || to !== null);
  if (!limit) return {};
  if (more.length > 0 || by.length === 0 || against.length > 0 || !isFigure(measure))
    throw new NotKnown('a limit on groups');
  if (limit.currency !== null && !/^[A-Z]{3}$/.test(limit.currency)) throw new NotKnown(limit.currency);
  const inMoney = unitOf({ of, measure }) === 'currency';
  return { having: { ...limit, currency: inMoney ? limit.currency : null } };
}

/** A day that has been; a metric is of a period. */
function asOfOf({ as_of: asOf = null, measure }: TypedQuestion, { now, zone }: About): Pick<Frame, 'asOf'> {
  if (asOf === null) return {};
  const today = dayIn(now, zone);
  if (!isDay(asOf) || asOf > today || measure === 'metric') throw new NotKnown(asOf);
  return asOf === today ? {} : { asOf };
}

const statusOf = ({ of, status }: TypedQuestion): Clause[] => {
  if (status.length === 0) return [];
  if (of !== 'deal') throw new NotKnown(status.join(' or '));
  return [{ says: 'status', is: [...new Set(status)], implied: false }];
};

const whose = ({ whose: of }: TypedQuestion): Clause[] =>
  of === 'all'
    ? []
    : [
        {
          says: 'mine',
          whose: of === 'mine' ? 'mine' : of === 'my team' ? 'team' : 'territory',
          not: false,
        },
      ];

function limitsOf(
  { names, ranges, periods }: Pick<TypedQuestion, 'names' | 'ranges' | 'periods'>,
  of: TypedQuestion['of'],
  use: About,
): Clause[] {
  return [
    ...names.map((limit) => namesClause(limit, of, use)),
    ...ranges.flatMap((range): Clause[] => {
      const { type, name } = known(of, range.field, isNumber);
      if (range.from === null && range.to === null) return [];
      const unit = type === 'money' || type === 'days' ? type : 'number';
      if (range.currency !== null && !/^[A-Z]{3}$/.test(range.currency)) throw new NotKnown(range.currency);
      return [{ says: 'range', said: null, ...range, unit, field: name }];
    }),
    ...periods.map(({ field, period }): Clause => {
      if (!resolvePeriod(period, { ...use.calendar, now: use.now, zone: use.zone }))
        throw new NotKnown(period);
      return { says: 'period', field: known(of, field, ({ type }) => type === 'day').name, period };
    }),
  ];
}

function namesClause(
  { field: name, is, not }: TypedQuestion['names'][number],
  of: TypedQuestion['of'],
  use: About,
): Clause {
  const field = known(of, name, (one) => one.names !== undefined || one.type === 'text');
  const kind: NameKind = field.names ?? 'value';
  if (is.length === 0) throw new NotKnown(field.label.toLowerCase());
  if (field.name === 'currency') {
    const wrong = is.find((code) => !/^[A-Z]{3}$/.test(code));
    if (wrong !== undefined) throw new NotKnown(wrong);
    return {
      says: 'names',
      field: field.name,
      kind,
      names: is.map((code) => ({ id: code, name: code })),
      not,
    };
  }
  const names = is.flatMap((said) => lookUp(use, { of, field, kind }, said));
  return { says: 'names', field: field.name, kind, names: names.map(({ id, name }) => ({ id, name })), not };
}

type Sought = { of: TypedQuestion['of']; field: Field; kind: NameKind };

/** Those that the name means: what was chosen for it before, else the one that bears it. */
function lookUp(use: About, { of, field, kind }: Sought, said: string): Entry[] {
  const chosen = use.choices?.find((one) => one.kind === kind && one.words === squash(said));
  const list = words(said);
  const match = nameAt(use.lexicon, list, 0);
  const fitting = (match?.length === list.length ? match.entries : []).filter(
    (entry) => entry.kind === kind && (kind !== 'value' || (entry.noun === of && entry.field === field.name)),
  );
  if (chosen) return byId(use.lexicon, kind, chosen.ids);
  if (fitting.length === 1) return fitting;
  throw new NotSure({ said: said.slice(0, 60), kind, entries: fitting });
}

const byId = (lexicon: Lexicon, kind: NameKind, ids: string[]): Entry[] =>
  namedOf(lexicon, kind)
    .filter(({ id }) => ids.includes(id))
    .map(({ id, name }) => ({ kind, id, name, tokens: [] }));

const isNumber = ({ type }: Field): boolean => type === 'money' || type === 'number' || type === 'days';

/** The field of that name that may be used so. Personal data is never asked for. */
function known(of: TypedQuestion['of'], name: string, fits: (field: Field) => boolean = () => true): Field {
  const field = findField(of, name);
  if (!field || field.personal || !fits(field)) throw new NotKnown(name.replaceAll('_', ' '));
  return field;
}

function measureOf({ of, measure, measured, by }: TypedQuestion): Frame['measure'] {
  if (measure === 'rows' || measure === 'count') return { kind: by.length > 0 ? 'count' : measure };
  if (measure !== 'metric') return { kind: measure, field: known(of, measured || 'amount', isNumber).name };
  const metric = metrics.find(({ name }) => name === measured);
  if (metric?.of !== of) throw new NotKnown(measured.replaceAll('_', ' ') || 'the measure');
  const wrong = by.find((name) => metric.by !== 'any' && !metric.by.includes(name));
  if (wrong !== undefined)
    throw new NotKnown(`${metric.label.toLowerCase()} by ${wrong.replaceAll('_', ' ')}`);
  return { kind: 'metric', metric: metric.name };
}

function sortOf({ of, sort }: TypedQuestion, by: string[]): Frame['sort'] {
  const [first] = sort;
  if (!first) return null;
  if (by.length > 0 && first.field === 'measure') return { field: 'measure', down: first.down };
  return { field: known(of, first.field).name, down: first.down };
}

function limitOf(limit: number | null): number | null {
  if (limit === null) return null;
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) throw new NotKnown(`the first ${limit}`);
  return limit;
}
