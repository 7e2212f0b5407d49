/** What a question is answered with, and rows as people read them. Plain JSON: days are YYYY-MM-DD. */
import type { FieldName, FieldType } from './fields.ts';

export type DealRow = {
  id: string;
  name: string;
  accountId: string | null;
  account: string | null;
  ownerId: string | null;
  owner: string | null;
  team: string | null;
  territory: string | null;
  product: string | null;
  stage: string;
  status: 'open' | 'won' | 'lost';
  /** In `currency`. */
  amount: number | null;
  currency: string | null;
  closeDate: string | null;
  /** Calendar days in the company's zone; null where no date proves since when. */
  daysInStage: number | null;
  stageSince: string | null;
  lastActivityOn: string | null;
  daysSinceActivity: number | null;
  nextStep: string | null;
  createdOn: string | null;
};

/** A lead as a list shows it: no e-mail, no phone, no message. */
export type LeadRow = {
  id: string;
  name: string | null;
  company: string | null;
  title: string | null;
  status: string;
  leadSource: string | null;
  owner: string | null;
  team: string | null;
  territory: string | null;
  segment: string | null;
  createdOn: string | null;
  firstTouchOn: string | null;
  responseDays: number | null;
  age: number | null;
};

/** A value of a row as its field has it; an amount with its currency. */
export type Cell = string | number | boolean | string[] | { amount: number; currency: string } | null;

/** Rows with the columns that were asked for. `cells` are in the order of `columns`. */
export type Listed = {
  columns: { field: FieldName; label: string; type: FieldType }[];
  rows: { id: string; name: string | null; cells: Cell[] }[];
};

/** Sums never mix currencies: one for each. `deals` counts those that have an amount. */
export type Sum = { currency: string; amount: number; deals: number };

/** Rows that could not be judged, with the reason as the end of "12 deals left out: …". */
export type LeftOut = { because: string; count: number };

export type Unit =
  | 'deals'
  | 'leads'
  | 'accounts'
  | 'contacts'
  | 'people'
  | 'activities'
  | 'currency'
  | 'days'
  | 'number'
  /** 0 to 1. */
  | 'share'
  /** "2.4×" */
  | 'ratio';

export type SeriesItem = {
  /** Id, name or period ("2026-03", "2026-Q1", "2026-W12"); empty where the field is missing. */
  key: string;
  label: string;
  /** Null where there is nothing to measure (a win rate of no decided deals). */
  value: number | null;
  /** How many rows are behind it: of a rate those of its denominator. */
  count: number;
  currency?: string;
  /** Of a rate: what it divides. */
  part?: number;
  whole?: number;
};

/** Of groups that are limited by their measure: how many of all that have one meet the limit; where none does, the nearest to it. */
export type GroupsMet = { met: number; of: number; nearest: SeriesItem | null };

/** One side of a comparison. */
export type Side = Omit<SeriesItem, 'key' | 'label'>;

export type TableColumn = { name: string; label: string; unit: Unit; currency?: string };
export type TableRow = {
  id: string | null;
  label: string;
  cells: (number | null)[];
  /** Of a comparison: which side's figures these are. */
  side?: 0 | 1;
};

export type FunnelStep = {
  key: string;
  label: string;
  /** Deals that reached this stage. */
  count: number;
  /** The share of those that reached the stage before; null for the first, and of none. */
  rate: number | null;
};

/** Deals that are won in so many of 100 cases by the end of the period count into the commit, and into the best case. */
export const commitFrom = 0.7;
export const bestCaseFrom = 0.4;

/** What is expected of a period, in the metric's currency: sales/outlook.ts says what each figure is. */
export type ForecastFigures = {
  from: string;
  to: string;
  currency: string;
  won: number;
  wonDeals: number;
  /** What is won, what open deals put in, and `later`: the mean, and the ends between which it lies in 80 of 100 cases. */
  expected: number;
  low: number;
  high: number;
  /** Amount of all open deals, whenever they are said to close; of a period that is over none counts. */
  pipeline: number;
  openDeals: number;
  /** What deals put in that nobody has opened yet. */
  later: number;
  /** Won, and open deals that are won often enough for the commit, and for the best case. */
  commit: number;
  bestCase: number;
  quota: number | null;
  /** How likely the quota is reached, 0 to 1. */
  chance: number | null;
  coverage: number | null;
  /** What open deals put in, by stage; `rate` is the share of the amount that results, null where that is nothing. */
  stages: { stage: string; deals: number; amount: number; expected: number; rate: number | null }[];
  /** Null of a period that is over, and of a forecast that was made before this was kept. */
  basis: ForecastBasis | null;
};

/** What was taken from the periods before ("Q4 2025"), each seen from as many days before its end. */
export type ForecastBasis = {
  /** The earliest first; none: none is proven. */
  periods: string[];
  /** Deals that were open on that day, how many of these were won by the end, and how many that nobody had opened yet. */
  open: number;
  won: number;
  later: number;
};

/** Who has a quota, and who may miss it: for a period that is over, who did. */
export type AgainstQuotas = {
  /** The rows are those at risk, or all that have a quota. */
  listed: 'at risk' | 'all';
  withQuota: number;
  /** Their names, the lowest attainment first. */
  atRisk: string[];
  over: boolean;
  /** What the forecast was made from; null of a period that is over. */
  basis: ForecastBasis | null;
  /** Of all that the question means: how likely the quota is reached; null where only some are listed, and of what is over. */
  chance?: number | null;
};

export type Answer =
  /** `listed`: the same rows with the columns that the question names, in the place of the usual ones. */
  | { kind: 'rows'; rows: DealRow[]; total: number; sums: Sum[]; leftOut: LeftOut[]; listed?: Listed }
  | { kind: 'leads'; leads: LeadRow[]; total: number; leftOut: LeftOut[]; listed?: Listed }
  | { kind: 'listed'; of: 'account' | 'contact'; listed: Listed; total: number; leftOut: LeftOut[] }
  | {
      kind: 'value';
      /** Null: nothing to measure, or amounts in several currencies (then `sums` has one for each). */
      value: number | null;
      unit: Unit;
      currency?: string;
      /** Rows behind the value: of a rate those of its denominator. */
      total: number;
      sums?: Sum[];
      /** Of a rate: what it divides (won and decided deals, pipeline and remaining quota). */
      part?: number;
      whole?: number;
      /** Of an average of days: the middle one. */
      median?: number | null;
      leftOut: LeftOut[];
    }
  | {
      kind: 'series';
      by: string[];
      series: SeriesItem[];
      unit: Unit;
      /** Rows behind all groups that meet the question. */
      total: number;
      leftOut: LeftOut[];
      groups?: GroupsMet;
    }
  | {
      kind: 'comparison';
      unit: Unit;
      sides: [Side, Side];
      by: string[];
      /** With `by`: the groups of both sides, the first side's order. */
      rows: { key: string; label: string; sides: [Side | null, Side | null] }[];
      /** Of two rates: whether their difference lies within what chance would do (95 %, Newcombe). Null for other units. */
      withinChance: boolean | null;
      total: number;
      leftOut: LeftOut[];
    }
  | {
      kind: 'table';
      by: string;
      columns: TableColumn[];
      rows: TableRow[];
      /** Of all rows together; null where there is but one. */
      whole: TableRow | null;
      total: number;
      leftOut: LeftOut[];
      /** Of a table that sets what is won and expected against quotas. */
      quotas?: AgainstQuotas;
    }
  | { kind: 'funnel'; steps: FunnelStep[]; total: number; leftOut: LeftOut[] }
  | { kind: 'forecast'; forecast: ForecastFigures; total: number; leftOut: LeftOut[] };
