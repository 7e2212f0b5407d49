/** The one language of questions, triggers, rules, scopes and back-tests: a predicate tree over one noun's fields. */
import type { FieldName, Noun } from './fields.ts';
import type { MetricName } from './metrics.ts';
import type { Within } from './within.ts';

/** Whole calendar days. */
export type Duration = { days: number };
export type SettingName = string;
/** A named period ("this quarter", "Q2 FY26"), resolved on the company's calendar when evaluated. */
export type PeriodName = string;
/** ISO day (YYYY-MM-DD), number, text or truth. */
export type Literal = string | number | boolean;
export type Value =
  | Literal
  | { setting: SettingName }
  | { ago: Duration }
  | { period: PeriodName }
  | { me: true };

export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { field: FieldName; is: Value | Value[]; heldBy?: SettingName } // with `heldBy`: and that setting is on; not of days
  | { field: FieldName; contains: Value }
  | { field: FieldName; from?: Value; to?: Value; exclusive?: ('from' | 'to')[] }
  | { field: FieldName; missing: true; namedBy?: SettingName } // with `namedBy`: and the list that is that setting names the field
  | { field: FieldName; moved: { by: number; within: number } }; // percent of the old value, strictly more; days

export type Measure =
  | { count: true }
  | { sum: FieldName }
  | { average: FieldName }
  | { median: FieldName }
  | { largest: FieldName }
  | { smallest: FieldName }
  | { metric: MetricName }
  /** Of the rows, or of their amounts: how much of them `part` holds for; without it, each group's share of all of them. */
  | { share: 'count' | 'amount'; part?: Condition };
export type Sort = { field: FieldName; down?: boolean };
/** ISO 8601 instant. */
export type Instant = string;
export type Question = {
  of: Noun;
  where: Condition;
  /** `rows` lists; every other measure yields one value, or a series when `by` is given. */
  measure: Measure | 'rows';
  by?: FieldName[];
  sort?: Sort;
  limit?: number;
  /** So many of the list come before the first that is shown. */
  skip?: number;
  /** Of a measure that is no metric: of these rows alone, the first so many of the list in this order. */
  cut?: { limit: number; skip?: number; sort?: Sort };
  /** Of groups: those alone whose measure lies within. A share is 0 to 1; money is in the question's one currency. */
  having?: Within;
  /** Of a list: these columns beside the name, and no others. Absent: the usual ones. */
  show?: FieldName[];
  asOf?: Instant;
  /** Of a metric: the period that it is counted over, on its own day (sales/metrics.ts). Absent: the metric's own. */
  period?: PeriodName;
  /** The same question once more, with these in the place of its own: "vs last quarter", "East against West". */
  /** How it is to be drawn where that is not as usual. */
  draw?: 'bars' | 'table';
  compare?: {
    where: Condition;
    period?: PeriodName /** Its own point in time; null is now. */;
    asOf?: string | null;
  };
};

export const everything: Condition = { all: [] };
