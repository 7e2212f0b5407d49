/** A question as it is being answered: who asks sees no more than their scope, whichever table is read. */
import type { Scope } from '../policy/nouns.ts';
import type { LeftOut } from '../sales/answer.ts';
import type { Condition, Question } from '../sales/conditions.ts';
import { compile } from './compile.ts';
import { type Compiler, compiler } from './compiler.ts';
import { type Count, leftOutCounts, unprovenCount } from './left-out.ts';
import { join, type Sql, sql } from './sql.ts';

export type Sight = { question: Question; at: Compiler; scope: Scope };

/** A compiler for one more part of the statement, with no joins yet. */
export const fresh = ({ at }: Sight): Compiler => compiler(at.noun, at.use, at.asOf);

/** What a condition on this question's rows could not judge. */
export const countsOf = (sight: Sight, where: Condition): Count[] => [
  ...leftOutCounts(fresh(sight), where, sight.scope),
  ...(sight.at.asOf ? [unprovenCount(sight.at, sight.scope)] : []),
];

/** How many rows meet the condition, with the reason why they are left out. */
export const countWhere = (sight: Sight, because: string, where: Condition): Count => ({
  because,
  count: sql`select count(*) ${compile(fresh(sight), where, sight.scope)}`,
});

export const leftOutSql = (counts: Count[]): Sql =>
  sql`json_build_array(${join(
    counts.map(({ count }) => sql`(${count})`),
    ', ',
  )})`;

export const told = (counts: Count[], found: number[] = []): LeftOut[] =>
  counts.map(({ because }, i) => ({ because, count: found[i] ?? 0 })).filter(({ count }) => count > 0);

/** The same reason once. */
export function together(...lists: LeftOut[][]): LeftOut[] {
  const counts = new Map<string, number>();
  for (const { because, count } of lists.flat()) counts.set(because, (counts.get(because) ?? 0) + count);
  return [...counts].filter(([, count]) => count > 0).map(([because, count]) => ({ because, count }));
}
