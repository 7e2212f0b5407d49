import { dayIn } from '../sales/days.ts';
import type { Noun } from '../sales/fields.ts';
import type { Reading } from '../sales/leaf.ts';

/** Collects the joins that the columns in use need. */
export type Compiler = { noun: Noun; use: Reading; today: string; asOf: Date | null; joins: Set<string> };

export const compiler = (noun: Noun, use: Reading, asOf: Date | null = null): Compiler => ({
  noun,
  use: asOf ? { ...use, now: asOf } : use,
  today: dayIn(asOf ?? use.now, use.zone),
  asOf,
  joins: new Set(),
});
