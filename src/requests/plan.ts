import type { Command, It } from '../language/request.ts';
import type { Outcome } from './outcome.ts';
import type { ThingsTable } from './reply.ts';

/** As the confirmation shows it. A plan that has changed meanwhile is not carried out. */
export type Plan = {
  headline: string;
  consequence: string;
  /** What it would be done to, where one should look at each before. */
  table?: ThingsTable;
  /** Those of which single ones can be left out, and which are not. */
  choose?: { id: string; label: string; chosen: boolean }[];
  wayBack: string;
  count: number;
  verb: string;
  /** What else must be the same at the yes: the very deals, the value before. */
  mark?: string;
  /** The command with what was looked up for it, so that the yes means the same thing. */
  command?: Command;
  /** What was spoken of. */
  it?: It;
};

/** `instead`: a question back, a refusal, a missing part. */
export type Planned = Plan | { nothing: string } | { instead: Outcome };
export type Done = { sentence: string; back: string | null; runId?: string | null };

export const shortVerb = (label: string): string => (label.length > 30 ? `${label.slice(0, 29)}…` : label);

/** As it is typed: the way back of several deeds of one person. */
export const undoLast = (many: number): string => (many === 1 ? 'undo' : `undo the last ${many}`);

/** The way back of what one sentence did: to one record, or to many. */
export const undoBatch = (batch: number | null): string => (batch === null ? 'undo' : `undo batch ${batch}`);
