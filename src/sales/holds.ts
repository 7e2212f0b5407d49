/** The slow, plain reading of a condition: one row in memory. The SQL compiler is held to it. */
import type { Condition } from './conditions.ts';
import { dayIn, daysBetween } from './days.ts';
import { type Field, fieldNamed, type Noun } from './fields.ts';
import {
  calendarOf,
  companyCurrency,
  type Edge,
  type Leaf,
  type NumberValue,
  type Reading,
  readLeaf,
  statedCurrency,
} from './leaf.ts';
import { bucketOf } from './periods.ts';
import { settingFor } from './settings.ts';
import { fold } from './text.ts';

export type RowValue = string | number | boolean | string[] | null | undefined;
/**
 * Stored fields by their catalogue names; counted ones are derived. A name's id stands beside it as `owner.id`,
 * `stage.id`, `account.id`, `team.id`, `territory.id`.
 */
export type Row = Record<string, RowValue>;
/** A change of the amount within one currency, and the day on which it was made. */
export type Move = { before: number | null; after: number | null; on: string };
export type Subject = { of: Noun; row: Row; moves?: Move[] };

/** Whether the condition is true of the subject. Two-valued: comparing a missing value is false, `not` makes it true. */
export function holds(
  condition: Condition,
  subject: Subject,
  use: Reading,
  currency = companyCurrency(use.settings),
): boolean {
  const inner = (part: Condition, stated = currency) => holds(part, subject, use, stated);
  if ('all' in condition) {
    const stated = statedCurrency(condition.all) ?? currency;
    return condition.all.every((part) => inner(part, stated));
  }
  if ('any' in condition) return condition.any.some((part) => inner(part));
  if ('not' in condition) return !inner(condition.not);
  const field = fieldNamed(subject.of, condition.field);
  if ('is' in condition && condition.heldBy && settingOf(condition.heldBy, subject, use) !== true)
    return false;
  return leafHolds(field, readLeaf(field, condition, use), subject, { ...use, currency });
}

function leafHolds(field: Field, leaf: Leaf, subject: Subject, use: Reading & { currency: string }): boolean {
  const value = valueIn(field, subject.row, use);
  if (leaf.test === 'missing')
    return (
      value === null && (leaf.namedBy === null || listed(settingOf(leaf.namedBy, subject, use), field.name))
    );
  if (leaf.test === 'moved') return (subject.moves ?? []).some((move) => movedEnough(move, leaf, use));
  if (value === null) return false;
  if (leaf.test === 'days')
    return leaf.ranges.some(
      ({ from, to }) => (from === null || String(value) >= from) && (to === null || String(value) <= to),
    );
  if (leaf.test === 'truth') return leaf.equals.some((truth) => truth === value);
  if (leaf.test === 'contains') return texts(value).some((text) => text.includes(leaf.folded));
  if (leaf.test === 'texts') {
    const id = subject.row[`${field.name}.id`];
    return (
      texts(value).some((text) => leaf.folded.includes(text)) ||
      (typeof id === 'string' && leaf.given.includes(id))
    );
  }
  if (field.paidIn && (subject.row[field.paidIn] ?? companyCurrency(use.settings)) !== use.currency)
    return false;
  const number = Number(value);
  const resolved = (of: NumberValue): number =>
    typeof of === 'number' ? of : settingNumber(of.setting, subject, use);
  if (leaf.test === 'numbers') return leaf.equals.some((other) => resolved(other) === number);
  return within(number, leaf.from, 1, resolved) && within(number, leaf.to, -1, resolved);
}

/** Missing is null, an empty text and an empty list. */
function valueIn(field: Field, row: Row, use: Reading): string | number | boolean | string[] | null {
  const day = (name: string): string | null => {
    const value = row[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  if (field.counts) {
    const [from, today] = [day(field.counts.day), dayIn(use.now, use.zone)];
    if (from === null) return null;
    return field.counts.how === 'since' ? daysBetween(from, today) : daysBetween(today, from);
  }
  if (field.span) {
    const [from, to] = [day(field.span.from), day(field.span.to)];
    return from !== null && to !== null ? daysBetween(from, to) : null;
  }
  if (field.bucket) {
    const of = day(field.bucket.day);
    return of === null ? null : bucketOf(of, field.bucket.by, calendarOf(use));
  }
  const value = row[field.name];
  if (value === undefined || value === null || value === '') return null;
  return Array.isArray(value) && value.length === 0 ? null : value;
}

const texts = (value: string | number | boolean | string[]): string[] =>
  (Array.isArray(value) ? value : [String(value)]).map(fold);

function within(
  number: number,
  edge: Edge | null,
  direction: 1 | -1,
  resolved: (of: NumberValue) => number,
): boolean {
  if (!edge) return true;
  const distance = direction * (number - resolved(edge.value));
  return edge.exclusive ? distance > 0 : distance >= 0;
}

const listed = (list: unknown, name: string): boolean =>
  typeof list === 'string' && list.split(',').includes(name);

/** NaN where no row of the setting applies: every comparison with it is false. */
function settingNumber(name: string, subject: Subject, use: Reading): number {
  const value = settingOf(name, subject, use);
  return typeof value === 'number' ? value : Number.NaN;
}

function settingOf(
  name: string,
  { of, row }: Subject,
  use: Reading,
): string | number | boolean | null | undefined {
  const id = (field: string): string | null => {
    const value = row[`${field}.id`];
    return typeof value === 'string' ? value : null;
  };
  const stage = of === 'deal' && typeof row.stage === 'string' ? row.stage : null;
  const at = {
    account: of === 'account' && typeof row.id === 'string' ? row.id : id('account'),
    person: id('owner'),
    team: id('team'),
    territory: id('territory'),
    stage,
  };
  return settingFor(use.settings, name, at);
}

function movedEnough(move: Move, leaf: Extract<Leaf, { test: 'moved' }>, use: Reading): boolean {
  if (move.before === null || move.after === null || move.before === 0) return false;
  const ago = daysBetween(move.on, dayIn(use.now, use.zone));
  const percent = (Math.abs(move.after - move.before) * 100) / Math.abs(move.before);
  return ago >= 0 && ago <= leaf.within && percent > leaf.by;
}
