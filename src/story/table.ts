/** A table of any answer. */
import type { Unit } from '../sales/answer.ts';

/** `text` and `day` (YYYY-MM-DD) hold text; every unit holds numbers. */
export type Holds = Unit | 'text' | 'day';
export type Column = { head: string; holds: Holds; currency?: string };
export type Value = string | number | null;
export type AnswerTable = {
  columns: Column[];
  rows: Value[][] /** The last row sums up the others. */;
  totalled: boolean;
};
