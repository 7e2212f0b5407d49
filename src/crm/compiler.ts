import type { Scope } from '../policy/nouns.ts';
import { dayIn } from '../sales/days.ts';
import type { Noun } from '../sales/fields.ts';
import type { Reading } from '../sales/leaf.ts';

/** `scope`: of the rows that are counted for another one (the open deals of an account) only these; absent: all. */
export type CompileUse = Reading & { scope?: Scope };

/** Collects the joins that the columns in use need. */
export type Compiler = { noun: Noun; use: CompileUse; today: string; asOf: Date | null; joins: Set<string> };

export const compiler = (noun: Noun, use: CompileUse, asOf: Date | null = null): Compiler => ({
  noun,
  use: asOf ? { ...use, now: asOf } : use,
  today: dayIn(asOf ?? use.now, use.zone),
  asOf,
  joins: new Set(),
});
