import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compile } from '../../src/crm/compile.ts';
import { compiler } from '../../src/crm/compiler.ts';
import { dealsWhere, dueStatement } from '../../src/crm/due.ts';
import { rowsOf, sql } from '../../src/crm/sql.ts';
import type { Condition } from '../../src/sales/conditions.ts';
import { addDays, startOfDay } from '../../src/sales/days.ts';
import { holds } from '../../src/sales/holds.ts';
import { aFreshDatabase } from '../support/database.ts';
import {
  condition,
  ends,
  livesOf,
  movesOf,
  now,
  numberValue,
  range,
  rowOf,
  seedCompany,
  today,
  use,
  zone,
} from './random-company.ts';

const lives = livesOf(11, 90);
let fresh: Awaited<ReturnType<typeof aFreshDatabase>>;
beforeAll(async () => {
  fresh = await aFreshDatabase();
  await seedCompany(fresh.db, lives);
});
afterAll(() => fresh.drop());

const sorted = (ids: string[]) => ids.toSorted((a, b) => Number(a.slice(2)) - Number(b.slice(2)));

test('the compiler and the plain reading agree on every condition', async () => {
  await fc.assert(
    fc.asyncProperty(condition, async (where) => {
      const expected = lives.filter((life) => {
        const last = life.versions[life.versions.length - 1];
        return (
          last && holds(where, { of: 'deal', row: rowOf(life.id, last), moves: movesOf(life, now) }, use)
        );
      });
      expect(sorted(await dealsWhere(fresh.db, where, use))).toEqual(expected.map(({ id }) => id));
    }),
    { numRuns: 400 },
  );
});

test('they agree as of a past instant, too', async () => {
  const asOf = new Date(now.getTime() - 8 * 86_400_000);
  const past = { ...use, now: asOf };
  await fc.assert(
    fc.asyncProperty(condition, async (where) => {
      const expected = lives.filter((life) => {
        const then = life.versions.findLast((one) => one.from <= asOf);
        return (
          then && holds(where, { of: 'deal', row: rowOf(life.id, then), moves: movesOf(life, asOf) }, past)
        );
      });
      const at = compiler('deal', use, asOf);
      const found = await rowsOf<{ id: string }>(
        fresh.db,
        sql`select d.id ${compile(at, where, { everything: true })}`,
      );
      expect(sorted(found.map(({ id }) => id))).toEqual(expected.map(({ id }) => id));
    }),
    { numRuns: 200 },
  );
});

const lasting: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    field: fc.constantFrom('days_in_stage', 'days_since_activity', 'age'),
    from: numberValue,
    exclusive: ends,
  }),
  fc.record({ field: fc.constant('days_to_close'), to: numberValue, exclusive: ends }),
  fc.record({
    field: fc.constantFrom('close_date', 'stage_since'),
    to: fc.integer({ min: -30, max: 60 }).map((days) => ({ ago: { days } })),
    exclusive: ends,
  }),
  fc.constantFrom<Condition>(
    { field: 'status', is: 'open' },
    { not: { field: 'stage', is: 'Negotiation' } },
    { field: 'amount', from: 1000 },
  ),
);
const passing: fc.Arbitrary<Condition> = fc.oneof(
  range(fc.constantFrom('days_in_stage', 'days_to_close', 'age'), numberValue),
  range(
    fc.constant('close_date'),
    fc.integer({ min: -30, max: 60 }).map((days) => ({ ago: { days } })),
  ),
);
const tree = (leaves: fc.Arbitrary<Condition>, negations: boolean): fc.Arbitrary<Condition> =>
  fc.letrec<{ of: Condition }>((tie) => ({
    of: fc.oneof(
      { maxDepth: 2, depthSize: 'small' },
      leaves,
      fc.record({ all: fc.array(tie('of'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('of'), { minLength: 1, maxLength: 3 }) }),
      ...(negations ? [fc.record({ not: tie('of') })] : []),
    ),
  })).of;
const some = lives.slice(0, 24);
const horizon = 130;

/** For each deal: the first of the coming days on which the trigger holds, and the first on which it is due. */
async function firsts(where: Condition): Promise<{ id: string; holds: number; due: number }[]> {
  await dueStatement(fresh.db, [{ name: 'test', of: 'deal', condition: where }], 'all', use);
  const due = new Map(
    (await fresh.db('due').select('subject_id', 'due_at')).map((row) => [row.subject_id, Number(row.due_at)]),
  );
  return some.map((life) => {
    const last = life.versions[life.versions.length - 1];
    const row = last ? rowOf(life.id, last) : {};
    const ahead = days.findIndex((noon) => holds(where, { of: 'deal', row }, { ...use, now: noon }));
    const at = due.get(life.id) ?? Number.POSITIVE_INFINITY;
    return { id: life.id, holds: ahead, due: days.findIndex((_, i) => at <= Number(starts[i])) };
  });
}
const starts = [...Array(horizon).keys()].map((i) => startOfDay(addDays(today, i), zone));
const days = starts.map((start) => new Date(start.getTime() + 12 * 3_600_000));

test('a deal is due on the very first day on which a lasting trigger holds', async () => {
  await fc.assert(
    fc.asyncProperty(tree(lasting, false), async (where) => {
      for (const first of await firsts(where)) expect(first.due, first.id).toBe(first.holds);
    }),
    { numRuns: 30 },
  );
});

test('whatever the trigger, a deal is never due later than on the first day on which it holds', async () => {
  await fc.assert(
    fc.asyncProperty(tree(fc.oneof(lasting, passing), true), async (where) => {
      for (const first of await firsts(where)) {
        if (first.holds >= 0) expect(first.due >= 0 && first.due <= first.holds, first.id).toBe(true);
      }
    }),
    { numRuns: 30 },
  );
});
