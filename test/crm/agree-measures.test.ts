/** Every measure of any question, held to what a slow reading of the same rows in memory makes of it. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AskContext } from '../../src/crm/asker.ts';
import { answerQuestion } from '../../src/crm/questions.ts';
import type { Scope } from '../../src/policy/nouns.ts';
import type { Answer } from '../../src/sales/answer.ts';
import type { Condition, Question } from '../../src/sales/conditions.ts';
import { daysBetween } from '../../src/sales/days.ts';
import { holds, type Row } from '../../src/sales/holds.ts';
import { statedCurrency } from '../../src/sales/leaf.ts';
import { aFreshDatabase } from '../support/database.ts';
import {
  condition,
  type Life,
  livesOf,
  movesOf,
  now,
  rowOf,
  seedCompany,
  today,
  use,
} from './random-company.ts';
import { middle, sum } from './rows.ts';

// Other data with each run; a failure names its seed.
const seed = Math.floor(Math.random() * 2 ** 31);
const lives = livesOf(seed, 120);
let fresh: Awaited<ReturnType<typeof aFreshDatabase>>;
beforeAll(async () => {
  fresh = await aFreshDatabase();
  await seedCompany(fresh.db, lives);
});
afterAll(() => fresh.drop());

const scopes: Scope[] = [
  { everything: true },
  { nothing: true } as Scope,
  { territoryIds: ['T-1'], personIds: ['P-2'] },
  { territoryIds: [], personIds: ['P-3'] },
];
const seen = (scope: Scope, row: Row): boolean =>
  'everything' in scope ||
  ('territoryIds' in scope &&
    (scope.territoryIds.includes(String(row['territory.id'])) ||
      scope.personIds.includes(String(row['owner.id']))));
const company = 'EUR';

type Deal = { row: Row; life: Life };
const deals: Deal[] = lives.flatMap((life) => {
  const last = life.versions.at(-1);
  return last ? [{ row: rowOf(life.id, last), life }] : [];
});
const hits = (where: Condition, scope: Scope): Row[] =>
  deals
    .filter(
      ({ row, life }) =>
        seen(scope, row) && holds(where, { of: 'deal', row, moves: movesOf(life, now) }, use),
    )
    .map(({ row }) => row);

const numberOf = (row: Row, field: string): number | null => {
  const since = { days_in_stage: 'stage_since', age: 'created_on' }[field];
  const value = row[since ?? field];
  if (since) return typeof value === 'string' ? daysBetween(value, today) : null;
  return typeof value === 'number' ? value : null;
};
const currencyOf = (row: Row, field: string): string =>
  field === 'amount'
    ? String(row.currency ?? company)
    : field === 'product.list_price'
      ? String(row['product.currency'] ?? company)
      : '';
const isMoney = (field: string) => field === 'amount' || field === 'product.list_price';

type How = 'sum' | 'average' | 'median' | 'largest' | 'smallest';
/** `empty`: a sum of nothing. Of no rows it is 0; of a group whose rows have no value it is none. */
function made(how: How, values: number[], empty: 0 | null = 0): number | null {
  if (values.length === 0) return how === 'sum' ? empty : null;
  if (how === 'sum') return sum(values);
  if (how === 'average') return sum(values) / values.length;
  if (how === 'median') return middle(values);
  return how === 'largest' ? Math.max(...values) : Math.min(...values);
}

/** The values of each currency; of what is no money under "". */
function byCurrency(rows: Row[], field: string): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const row of rows) {
    const value = numberOf(row, field);
    if (value !== null)
      found.set(currencyOf(row, field), [...(found.get(currencyOf(row, field)) ?? []), value]);
  }
  return found;
}

const how = fc.constantFrom<How>('sum', 'average', 'median', 'largest', 'smallest');
const field = fc.constantFrom(
  'amount',
  'product.list_price',
  'close_date_pushes',
  'days_in_stage',
  'age',
  'account.employees',
);
const group = fc.constantFrom('stage', 'owner', 'status', 'segment', 'territory', 'account.industry');
const scope = fc.constantFrom(...scopes);
const measureOf = (of: How, on: string) => ({ [of]: on }) as Question['measure'];
const context = (of: Scope): AskContext => ({
  ...use,
  me: { id: 'P-1' },
  scope: of,
  calendar: use.calendar ?? { fiscalYearStart: 1, weekStart: 1 },
});
const ask = (question: Omit<Question, 'of'>, of: Scope): Promise<Answer> =>
  answerQuestion(fresh.db, { of: 'deal', ...question }, context(of));
const near = (found: number | null | undefined, expected: number | null): void => {
  if (expected === null) expect(found ?? null, `seed ${seed}`).toBeNull();
  else expect(found, `seed ${seed}`).toBeCloseTo(expected, 4);
};

test('one figure: sums, averages, medians, the largest and the smallest, and how many rows are behind', () =>
  fc.assert(
    fc.asyncProperty(condition, how, field, scope, async (where, of, on, who) => {
      const rows = hits(where, who);
      const answer = await ask({ where, measure: measureOf(of, on) }, who);
      if (answer.kind !== 'value') throw new Error(answer.kind);
      expect(answer.total, `seed ${seed}`).toBe(rows.length);
      const expected = byCurrency(rows, on);
      if (!isMoney(on)) return near(answer.value, made(of, expected.get('') ?? []));
      expect(answer.sums?.map(({ currency }) => currency).sort()).toEqual([...expected.keys()].sort());
      for (const one of answer.sums ?? []) {
        near(one.amount, made(of, expected.get(one.currency) ?? []));
        expect(one.deals).toBe(expected.get(one.currency)?.length);
      }
      if (expected.size > 1) expect(answer.value).toBeNull();
      else near(answer.value, made(of, [...expected.values()].flat()));
    }),
    { numRuns: 150 },
  ));

/** A value for each group and currency, as "key|currency". */
function grouped(
  rows: Row[],
  by: string,
  of: How,
  on: string,
): Map<string, { value: number | null; count: number }> {
  // Two people of one name are two groups.
  const keyOf = (row: Row) => `${row[by] ?? ''}|${row[`${by}.id`] ?? ''}|${currencyOf(row, on)}`;
  return new Map(
    [...Map.groupBy(rows, keyOf)].map(([key, own]) => [
      key,
      {
        value: made(
          of,
          own.flatMap((row) => numberOf(row, on) ?? []),
          null,
        ),
        count: own.length,
      },
    ]),
  );
}
type Group = { key: string; currency?: string; value: number | null; count: number };
// Two people of one name are two groups, told apart by what they have.
const inOrder = (groups: Group[]): Group[] =>
  groups
    .map(({ key, currency = '', value, count }) => ({ key, currency, value, count }))
    .sort(
      (a, b) =>
        (a.key < b.key ? -1 : Number(a.key > b.key)) ||
        (a.currency < b.currency ? -1 : Number(a.currency > b.currency)) ||
        a.count - b.count ||
        (a.value ?? 0) - (b.value ?? 0),
    );
/** Groups and their sizes exactly; a value as near as sums of fractions are, whatever their order. */
function sameGroups(found: Group[], expected: Group[]): void {
  const [mine, theirs] = [inOrder(found), inOrder(expected)];
  const counted = (groups: Group[]) =>
    groups.map(({ key, currency, count }) => `${key}|${currency}|${count}`);
  expect(counted(mine), `seed ${seed}`).toEqual(counted(theirs));
  for (const [n, { value }] of mine.entries()) near(value, theirs[n]?.value ?? null);
}

test('the same of groups, each currency by itself', () =>
  fc.assert(
    fc.asyncProperty(condition, how, field, group, scope, async (where, of, on, by, who) => {
      const answer = await ask({ where, measure: measureOf(of, on), by: [by] }, who);
      if (answer.kind !== 'series') throw new Error(answer.kind);
      const expected = [...grouped(hits(where, who), by, of, on)].map(([key, one]) => {
        const [name = '', , currency = ''] = key.split('|');
        return { key: name, currency, ...one };
      });
      sameGroups(answer.series, expected);
    }),
    { numRuns: 150 },
  ));

/** Two sides: two periods of the close date, or two groups of one field. */
const sides: fc.Arbitrary<[Condition, Condition]> = fc.oneof(
  fc
    .uniqueArray(fc.constantFrom('this quarter', 'last quarter', 'this month', 'last month', 'YTD'), {
      minLength: 2,
      maxLength: 2,
    })
    .map((names): [Condition, Condition] => {
      const [a = '', b = ''] = names;
      return [
        { field: 'close_date', is: { period: a } },
        { field: 'close_date', is: { period: b } },
      ];
    }),
  fc
    .tuple(
      fc.constantFrom('territory', 'owner', 'segment', 'stage'),
      fc.constantFrom('Land 1', 'Ann Lee', 'SMB', 'Won'),
      fc.constantFrom('Land 2', 'Bo Ray', 'Enterprise', 'Lost'),
    )
    .map(([name, a, b]): [Condition, Condition] => [
      { field: name, is: a },
      { field: name, is: b },
    ]),
);

test('both comparisons: two periods and two groups are each side by itself, in one currency', () =>
  fc.assert(
    fc.asyncProperty(condition, sides, how, field, scope, async (where, [a, b], of, on, who) => {
      const [mine, theirs] = [{ all: [where, a] }, { all: [where, b] }];
      const answer = await ask({ where: mine, measure: measureOf(of, on), compare: { where: theirs } }, who);
      if (answer.kind !== 'comparison') throw new Error(answer.kind);
      const both = [mine, theirs].map((one) => hits(one, who));
      expect(answer.total, `seed ${seed}`).toBe(sum(both.map((rows) => rows.length)));
      const values = both.map((rows) => byCurrency(rows, on));
      // One currency that all amounts have is taken, or else the company's.
      const used = [...new Set(values.flatMap((one) => [...one.keys()]))];
      const currency = isMoney(on) ? (used.length === 1 ? (used[0] ?? company) : company) : '';
      for (const [n, side] of answer.sides.entries())
        near(side.value, made(of, values[n]?.get(currency) ?? []));
      if (isMoney(on) && used.length > 1) {
        const left = sum(
          values.flatMap((one) => [...one].map(([name, list]) => (name === currency ? 0 : list.length))),
        );
        const told = answer.leftOut.filter(
          ({ because }) => because === `amount in another currency than ${currency}`,
        );
        expect(sum(told.map(({ count }) => count))).toBeGreaterThanOrEqual(left);
      }
    }),
    { numRuns: 150 },
  ));

test('compared by group, each group has both its sides', () =>
  fc.assert(
    fc.asyncProperty(condition, sides, how, group, scope, async (where, [a, b], of, by, who) => {
      const on = 'close_date_pushes';
      const [mine, theirs] = [{ all: [where, a] }, { all: [where, b] }];
      const answer = await ask(
        { where: mine, measure: measureOf(of, on), by: [by], compare: { where: theirs } },
        who,
      );
      if (answer.kind !== 'comparison') throw new Error(answer.kind);
      const expected = [mine, theirs].map((one) => grouped(hits(one, who), by, of, on));
      const keys = new Set(expected.flatMap((one) => [...one.keys()].map((key) => key.split('|')[0] ?? '')));
      expect(answer.rows.map(({ key }) => key).sort(), `seed ${seed}`).toEqual([...keys].sort());
      for (const { key, sides: found } of answer.rows)
        found.forEach((side, n) => {
          const one = [...(expected[n] ?? [])].find(([name]) => name.startsWith(`${key}|`))?.[1];
          expect(side?.count ?? 0, `seed ${seed}`).toBe(one?.count ?? 0);
          near(side?.value, one?.value ?? null);
        });
    }),
    { numRuns: 100 },
  ));

test('a share is what holds for a part of the rows, or each group of all of them; amounts in one currency', () =>
  fc.assert(
    fc.asyncProperty(
      condition,
      condition,
      fc.constantFrom<'count' | 'amount'>('count', 'amount'),
      fc.option(group, { nil: undefined }),
      fc.boolean(),
      scope,
      async (where, part, share, by, split, who) => {
        if (!by && !split) return;
        const answer = await ask(
          { where, measure: { share, ...(split ? { part } : {}) }, ...(by ? { by: [by] } : {}) },
          who,
        );
        // One currency that the words limit to, or else the company's.
        const inUse = statedCurrency('all' in where ? where.all : [where]) ?? company;
        const counts = (row: Row) =>
          String(row.currency ?? company) === inUse && numberOf(row, 'amount') !== null;
        const worth = (row: Row): number =>
          share === 'count' ? 1 : counts(row) ? (numberOf(row, 'amount') ?? 0) : 0;
        const all = (rows: Row[]): number => sum(rows.map(worth));
        const meant = (rows: Row[]): Row[] => {
          const of = new Set(hits({ all: [where, part] }, who));
          return split ? rows.filter((row) => of.has(row)) : rows;
        };
        const rows = hits(where, who);
        const rate = (some: Row[], whole: number) => (whole > 0 ? all(meant(some)) / whole : null);
        if (answer.kind === 'value') {
          near(answer.value, rate(rows, all(rows)));
          near(answer.part, all(meant(rows)));
          return near(answer.whole, all(rows));
        }
        if (answer.kind !== 'series' || !by) throw new Error(answer.kind);
        // Two people of one name are two groups.
        const groups = [...Map.groupBy(rows, (row) => `${row[by] ?? ''}|${row[`${by}.id`] ?? ''}`)];
        const expected = groups.map(([key, own]) => ({
          key: key.split('|')[0] ?? '',
          value: rate(own, split ? all(own) : all(rows)),
          count: share === 'count' ? own.length : own.filter(counts).length,
        }));
        sameGroups(
          answer.series.map(({ key, value, count }) => ({ key, value, count })),
          expected,
        );
      },
    ),
    { numRuns: 150 },
  ));
