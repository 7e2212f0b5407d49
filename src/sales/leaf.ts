/** One comparison of a condition, checked against its field and with its words for time resolved. */
import { BadInput } from '../errors.ts';
import type { Condition, SettingName, Value } from './conditions.ts';
import { addDays, dayIn, isDay } from './days.ts';
import type { Field } from './fields.ts';
import { type Calendar, type Period, resolvePeriod } from './periods.ts';
import type { ScopedSetting } from './settings.ts';
import { fold } from './text.ts';

/** What a condition is read with. `me` is the id of the person who asks. */
export type Reading = {
  now: Date;
  zone: string;
  /** Absent: as the settings `fiscal_year_start` and `week_start` say. */
  calendar?: Calendar;
  settings: ScopedSetting[];
  me?: string | null;
};

export type LeafCondition = Extract<Condition, { field: string }>;
export type NumberValue = number | { setting: SettingName };
export type Edge = { value: NumberValue; exclusive: boolean };

export type Leaf =
  /** `namedBy`: only where the list that is this setting names the field. */
  | { test: 'missing'; namedBy: SettingName | null }
  | { test: 'days'; ranges: Period[] }
  | { test: 'numbers'; equals: NumberValue[] }
  | { test: 'range'; from: Edge | null; to: Edge | null }
  | { test: 'texts'; given: string[]; folded: string[] }
  | { test: 'contains'; folded: string }
  | { test: 'truth'; equals: boolean[] }
  | { test: 'moved'; by: number; within: number };

/** Reads one comparison. Throws BadInput that names the field, what is wrong and what it takes. */
export function readLeaf(field: Field, leaf: LeafCondition, use: Reading): Leaf {
  if ('missing' in leaf) return { test: 'missing', namedBy: leaf.namedBy ?? null };
  if ('moved' in leaf) return moved(field, leaf.moved);
  if ('contains' in leaf) return contains(field, leaf.contains);
  if ('is' in leaf) return equals(field, Array.isArray(leaf.is) ? leaf.is : [leaf.is], use);
  return range(field, leaf, use);
}

const isNumeric = (field: Field): boolean => ['number', 'money', 'days'].includes(field.type);

function equals(field: Field, values: Value[], use: Reading): Leaf {
  if (field.type === 'day')
    return { test: 'days', ranges: values.map((value) => dayRange(field, value, use)) };
  if (isNumeric(field)) return { test: 'numbers', equals: values.map((value) => numberOf(field, value)) };
  if (field.type === 'truth') {
    const truths = values.filter((value) => typeof value === 'boolean');
    if (truths.length !== values.length) throw wrong(field, 'true or false');
    return { test: 'truth', equals: truths };
  }
  const given = values.map((value) => textOf(field, value, use));
  return { test: 'texts', given, folded: given.map(fold) };
}

function contains(field: Field, value: Value): Leaf {
  if (!['text', 'name', 'list'].includes(field.type) || field.bucket || typeof value !== 'string')
    throw wrong(field, 'no "contains"; only texts have it');
  return { test: 'contains', folded: fold(value) };
}

type RangeCondition = Extract<LeafCondition, { from?: Value }>;

function range(field: Field, leaf: RangeCondition, use: Reading): Leaf {
  if (leaf.from === undefined && leaf.to === undefined)
    throw new BadInput(`The condition on ${field.label} compares it with nothing.`, {
      fix: 'Give "is", "contains", "from", "to", "missing" or "moved".',
    });
  const excluded = (end: 'from' | 'to') => leaf.exclusive?.includes(end) ?? false;
  if (field.type === 'day') {
    const from = leaf.from === undefined ? null : dayRange(field, leaf.from, use);
    const to = leaf.to === undefined ? null : dayRange(field, leaf.to, use);
    return {
      test: 'days',
      ranges: [{ from: from && firstDay(from, excluded('from')), to: to && lastDay(to, excluded('to')) }],
    };
  }
  if (!isNumeric(field)) throw wrong(field, 'no range; only numbers, money, days and dates have one');
  const edge = (value: Value | undefined, end: 'from' | 'to'): Edge | null =>
    value === undefined ? null : { value: numberOf(field, value), exclusive: excluded(end) };
  return { test: 'range', from: edge(leaf.from, 'from'), to: edge(leaf.to, 'to') };
}

/** From a period means from its first day; after it (exclusive) from the day after its last. */
const firstDay = (of: Period, exclusive: boolean): string | null =>
  exclusive ? of.to && addDays(of.to, 1) : of.from;
const lastDay = (of: Period, exclusive: boolean): string | null =>
  exclusive ? of.from && addDays(of.from, -1) : of.to;

function dayRange(field: Field, value: Value, use: Reading): Period {
  if (typeof value === 'string') {
    if (!isDay(value)) throw wrong(field, 'a day written YYYY-MM-DD', value);
    return { from: value, to: value };
  }
  if (typeof value === 'object' && 'ago' in value) {
    const back = value.ago.days;
    if (!Number.isInteger(back) || Math.abs(back) > 1_000_000)
      throw wrong(field, 'a whole number of days', back);
    const day = addDays(dayIn(use.now, use.zone), -back);
    if (!isDay(day)) throw wrong(field, 'a day of the years 1 to 9999', day);
    return { from: day, to: day };
  }
  if (typeof value === 'object' && 'period' in value) {
    const found = resolvePeriod(value.period, { ...calendarOf(use), now: use.now, zone: use.zone });
    if (!found) throw wrong(field, 'a period such as "this quarter" or "Q2 FY26"', value.period);
    return found;
  }
  throw wrong(field, 'a day or a period', value);
}

function numberOf(field: Field, value: Value): NumberValue {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'object' && 'setting' in value) return { setting: value.setting };
  throw wrong(field, field.type === 'days' ? 'a number of days' : 'a number', value);
}

function textOf(field: Field, value: Value, use: Reading): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'object' && 'me' in value) {
    if (field.names !== 'person') throw wrong(field, 'no "me"; only people are');
    if (!use.me) {
      throw new BadInput('Nobody is known here as "me".', { fix: 'Name the person, or ask as somebody.' });
    }
    return use.me;
  }
  throw wrong(field, 'a text', value);
}

function moved(field: Field, by: { by: number; within: number }): Leaf {
  if (field.name !== 'amount') throw wrong(field, 'no "moved"; only Amount has it');
  if (!(by.by >= 0) || !Number.isInteger(by.within) || by.within < 0)
    throw wrong(field, 'a percentage from 0 up and a whole number of days');
  return { test: 'moved', by: by.by, within: by.within };
}

const wrong = (field: Field, takes: string, given?: unknown): BadInput =>
  new BadInput(
    given === undefined
      ? `${field.label} has ${takes}.`.replace('has true', 'takes true').replace('has a p', 'takes a p')
      : `${field.label} cannot be compared with ${JSON.stringify(given)?.slice(0, 60)}.`,
    { fix: given === undefined ? 'Change the condition.' : `It takes ${takes}.` },
  );

/** The company's calendar: given, or from the settings; January and Monday where those say nothing. */
export function calendarOf(use: { calendar?: Calendar; settings: ScopedSetting[] }): Calendar {
  if (use.calendar) return use.calendar;
  const of = (name: string): number => {
    const value = use.settings.find((one) => one.name === name && one.scope === 'everyone')?.value;
    return typeof value === 'number' ? value : 1;
  };
  return { fiscalYearStart: of('fiscal_year_start'), weekStart: of('week_start') };
}

/** The currency that thresholds are meant in, where none is stated. */
export const companyCurrency = (settings: ScopedSetting[]): string => {
  const row = settings.find((one) => one.name === 'company_currency' && one.scope === 'everyone');
  return typeof row?.value === 'string' ? row.value : 'USD';
};

/** The currency that the parts of an `all` state for their thresholds; null where they state none. */
export function statedCurrency(parts: Condition[]): string | null {
  for (const part of parts) {
    if (!('field' in part) || part.field !== 'currency' || !('is' in part)) continue;
    const [one, ...others] = Array.isArray(part.is) ? part.is : [part.is];
    if (typeof one === 'string' && others.length === 0) return one.toUpperCase();
  }
  return null;
}
