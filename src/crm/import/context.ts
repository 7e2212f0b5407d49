/** What the writers of one import share. */
import type { Db } from '../../db/pool.ts';
import type { Calendar } from '../../sales/periods.ts';
import type { Value } from './cells.ts';
import type { Known } from './known.ts';
import type { Stage } from './stages.ts';

/** A row whose cells were all readable: by field; `entered` are the days on which stages were proven to begin. */
export type Taken = {
  values: Record<string, Value>;
  currency: string | null;
  entered: { stage: string; on: string }[];
};

export type Context = {
  trx: Db;
  source: string;
  now: Date;
  zone: string;
  calendar: Calendar;
  currency: string;
  /** Whether the file has the field. */
  has: (field: string) => boolean;
  stages: Map<string, Stage>;
  accounts: Known;
  people: Known;
  products: Known;
  teams: Known;
  territories: Known;
  /** Counted by the end of its sentence: "have no account". */
  count: (what: string) => void;
  note: (sentence: string) => void;
};

export type Written = { written: number; unchanged: number };

/** Turns rows into records of its table and writes them in batches. `take` refuses a row with the reason. */
export type Writer<R = unknown> = {
  take(row: Taken): { record: R } | { wrong: string };
  write(records: R[]): Promise<Written>;
  /** After the last batch; what it wrote besides. */
  finish?(): Promise<Written | undefined>;
};

export const text = (value: Value | undefined): string | null => (typeof value === 'string' ? value : null);
export const number = (value: Value | undefined): number | null => (typeof value === 'number' ? value : null);
