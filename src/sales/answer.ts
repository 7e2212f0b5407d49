/** What a question is answered with, and a deal as people read it. Plain JSON: days are YYYY-MM-DD. */

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

/** Sums never mix currencies: one for each. `deals` counts those that have an amount. */
export type Sum = { currency: string; amount: number; deals: number };

/** Rows that could not be judged, with the reason as the end of "12 deals left out: …". */
export type LeftOut = { because: string; count: number };

export type SeriesItem = {
  /** Id, name or period ("2026-03", "2026-Q1"); empty where the field is missing. */
  key: string;
  label: string;
  value: number;
  /** How many rows are behind it. */
  count: number;
  currency?: string;
};

export type Answer =
  | { kind: 'rows'; rows: DealRow[]; total: number; sums: Sum[]; leftOut: LeftOut[] }
  | {
      kind: 'value';
      /** Null: nothing to measure, or amounts in several currencies (then `sums` has one for each). */
      value: number | null;
      unit:
        | 'deals'
        | 'leads'
        | 'accounts'
        | 'contacts'
        | 'people'
        | 'activities'
        | 'currency'
        | 'days'
        | 'number';
      currency?: string;
      total: number;
      sums?: Sum[];
      leftOut: LeftOut[];
    }
  | { kind: 'series'; by: string[]; series: SeriesItem[]; total: number; leftOut: LeftOut[] };
