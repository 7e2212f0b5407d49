import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compile } from '../../src/crm/compile.ts';
import { compiler } from '../../src/crm/compiler.ts';
import { dealsWhere, dueStatement } from '../../src/crm/due.ts';
import { rowsOf, sql } from '../../src/crm/sql.ts';
import type { Condition, Value } from '../../src/sales/conditions.ts';
import { addDays, startOfDay } from '../../src/sales/days.ts';
import { fields } from '../../src/sales/fields.ts';
import { holds, type Move, type Row } from '../../src/sales/holds.ts';
import type { Reading } from '../../src/sales/leaf.ts';
import { aFreshDatabase } from '../support/database.ts';

const zone = 'America/New_York';
const now = new Date('2026-03-09T03:30:00Z'); // still 8 March there, the day its clocks go forward
const today = '2026-03-08';
const use: Reading = {
  now,
  zone,
  calendar: { fiscalYearStart: 2, weekStart: 7 },
  me: 'P-1',
  settings: [
    { name: 'stale_days', scope: 'everyone', scopeId: '', stage: '', value: 30 },
    { name: 'stale_days', scope: 'everyone', scopeId: '', stage: 'Negotiation', value: 14 },
    { name: 'stale_days', scope: 'territory', scopeId: 'T-1', stage: '', value: 45 },
    { name: 'stale_days', scope: 'team', scopeId: 'G-2', stage: '', value: 7 },
    { name: 'stale_days', scope: 'person', scopeId: 'P-2', stage: 'Straße', value: 3 },
    { name: 'stale_days', scope: 'account', scopeId: 'A-1', stage: '', value: 90 },
    { name: 'company_currency', scope: 'everyone', scopeId: '', stage: '', value: 'EUR' },
  ],
};

const words = [
  'Acme',
  'acme',
  'ACME ﬁne',
  'Straße',
  'STRASSE',
  'Σίσυφος',
  'ΣΊΣΥΦΟΣ',
  '１２３',
  '123',
  'a%b_c',
  "O'Brien?",
  '株式会社',
  '🙂',
  ' x ',
  '??',
  'é',
  'é',
];
const people = ['Ann Lee', 'Bo Ray', 'ann lee'];
const stages = [
  { name: 'Discovery', is: 'open' },
  { name: 'Negotiation', is: 'open' },
  { name: 'Straße', is: 'open' },
  { name: 'Won', is: 'won' },
  { name: 'Lost', is: 'lost' },
] as const;

const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null, freq: 3 });
const day = fc.integer({ min: -120, max: 60 }).map((days) => addDays(today, days));
const version = fc.record({
  name: fc.constantFrom(...words),
  account: maybe(fc.integer({ min: 1, max: 4 })),
  owner: maybe(fc.integer({ min: 1, max: 3 })),
  product: maybe(fc.integer({ min: 1, max: 2 })),
  territory: maybe(fc.integer({ min: 1, max: 2 })),
  stage: fc.integer({ min: 0, max: 4 }),
  amount: maybe(fc.constantFrom(0, 1, 999.99, 1000, 1500, 2000, -5)),
  currency: maybe(fc.constantFrom('EUR', 'USD')),
  created_on: maybe(day),
  close_date: maybe(day),
  stage_since: maybe(day),
  last_activity_on: maybe(day),
  next_step: maybe(fc.constantFrom(...words)),
  segment: maybe(fc.constantFrom('SMB', 'Enterprise')),
  close_date_pushes: fc.integer({ min: 0, max: 3 }),
});
type Version = typeof version extends fc.Arbitrary<infer T> ? T : never;
type Life = { id: string; versions: (Version & { from: Date })[] };

const lives: Life[] = fc
  .sample(fc.array(version, { minLength: 1, maxLength: 3 }), { seed: 11, numRuns: 90 })
  .map((versions, i) => ({
    id: `D-${i}`,
    versions: versions.map((one, k) => ({
      ...one,
      from: new Date(now.getTime() - (versions.length - k) * (i + 3) * 12_345_678),
    })),
  }));

const accounts = [
  { id: 'A-1', name: 'Acme', industry: 'Software', tags: ['Strategic', 'Straße'], employees: 10 },
  { id: 'A-2', name: 'acme', industry: null, tags: [], employees: null },
  { id: 'A-3', name: 'Globex', industry: 'Food', tags: ['strasse'], employees: 5000 },
  { id: 'A-4', name: '株式会社', industry: 'Food', tags: ['x'], employees: 77 },
];
const team = (owner: number) => (owner === 3 ? 'G-2' : owner === 1 ? 'G-1' : null);

let fresh: Awaited<ReturnType<typeof aFreshDatabase>>;

beforeAll(async () => {
  fresh = await aFreshDatabase();
  const { db } = fresh;
  const source = (id: string) => ({ id, source: 'test', source_id: id });
  await db('territories').insert([1, 2].map((i) => ({ id: `T-${i}`, name: `Land ${i}` })));
  await db('teams').insert([1, 2].map((i) => ({ id: `G-${i}`, name: `Team ${i}`, territory_id: `T-${i}` })));
  await db('people').insert(
    people.map((name, i) => ({
      ...source(`P-${i + 1}`),
      name,
      team_id: team(i + 1),
      manager_id: i === 0 ? null : 'P-1',
    })),
  );
  await db('products').insert(
    [1, 2].map((i) => ({
      ...source(`PR-${i}`),
      name: `Product ${i}`,
      list_price: i * 1000,
      currency: i === 1 ? 'EUR' : 'USD',
    })),
  );
  await db('stages').insert(stages.map((stage, i) => ({ id: `S-${i}`, order: i, ...stage })));
  await db('accounts').insert(accounts.map((account) => ({ ...source(account.id), ...account })));
  for (const life of lives) {
    const rows = life.versions.map(columns);
    await db('deals').insert({ ...source(life.id), ...rows[rows.length - 1] });
    await db('deal_versions').insert(
      life.versions.map((one, i) => ({
        ...rows[i],
        deal_id: life.id,
        valid_from: one.from,
        valid_to: life.versions[i + 1]?.from ?? null,
        version: i + 1,
      })),
    );
  }
});
afterAll(() => fresh.drop());

const columns = (one: Version) => ({
  name: one.name,
  account_id: one.account && `A-${one.account}`,
  owner_id: one.owner && `P-${one.owner}`,
  product_id: one.product && `PR-${one.product}`,
  territory_id: one.territory && `T-${one.territory}`,
  stage_id: `S-${one.stage}`,
  status: stages[one.stage]?.is,
  amount: one.amount,
  currency: one.currency,
  created_on: one.created_on,
  close_date: one.close_date,
  stage_since: one.stage_since,
  last_activity_on: one.last_activity_on,
  next_step: one.next_step,
  segment: one.segment,
  close_date_pushes: one.close_date_pushes,
});

function rowOf(id: string, one: Version): Row {
  const account = accounts[(one.account ?? 0) - 1];
  const teamId = one.owner ? team(one.owner) : null;
  const stage = stages[one.stage];
  return {
    ...one,
    id,
    stage: stage?.name,
    'stage.id': `S-${one.stage}`,
    'stage.order': one.stage,
    status: stage?.is,
    account: account?.name,
    'account.id': account?.id,
    'account.industry': account?.industry,
    'account.tags': account?.tags,
    'account.employees': account?.employees,
    owner: one.owner ? people[one.owner - 1] : null,
    'owner.id': one.owner ? `P-${one.owner}` : null,
    'owner.manager': one.owner && one.owner > 1 ? people[0] : null,
    'owner.manager.id': one.owner && one.owner > 1 ? 'P-1' : null,
    'owner.active': one.owner ? true : null,
    team: teamId && `Team ${teamId.slice(2)}`,
    'team.id': teamId,
    territory: one.territory ? `Land ${one.territory}` : null,
    'territory.id': one.territory ? `T-${one.territory}` : null,
    product: one.product ? `Product ${one.product}` : null,
    'product.id': one.product ? `PR-${one.product}` : null,
    'product.list_price': one.product ? one.product * 1000 : null,
    'product.currency': one.product ? (one.product === 1 ? 'EUR' : 'USD') : null,
  };
}

const movesOf = (life: Life, until: Date): Move[] =>
  life.versions.flatMap((one, i) => {
    const before = life.versions[i - 1];
    if (!before || one.from > until || before.currency !== one.currency) return [];
    const on = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(one.from);
    return [{ before: before.amount, after: one.amount, on }];
  });

const names = [
  'Ann Lee',
  'P-2',
  'Team 1',
  'Land 2',
  'T-1',
  'STRASSE',
  'negotiation',
  'Won',
  'Acme',
  'A-3',
  'Product 2',
  'Nobody',
  'Globex',
];
const asked = fields('deal').filter(
  (field) =>
    ![
      'account.segment',
      'account.country',
      'account.parent',
      'account.revenue',
      'product.series',
      'lead_source',
      'lost_reason',
    ].includes(field.name),
);
const numeric = asked
  .filter((field) => ['number', 'money', 'days'].includes(field.type))
  .map((field) => field.name);
const dayFields = asked.filter((field) => field.type === 'day').map((field) => field.name);
const textFields = asked
  .filter((field) => ['text', 'name', 'list'].includes(field.type))
  .map((field) => field.name);
const buckets = asked.filter((field) => field.bucket).map((field) => field.name);

const numberValue: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom(0, 1, 14, 30, 45, 999.99, 1000, 1500, -3, 2.5, 1e12, -1e12),
  fc.integer({ min: -60, max: 130 }),
  fc.constant<Value>({ setting: 'stale_days' }),
  fc.constant<Value>({ setting: 'nobody_set_this' }),
);
const dayValue: fc.Arbitrary<Value> = fc.oneof(
  day,
  fc.integer({ min: -60, max: 130 }).map((days) => ({ ago: { days } })),
  fc
    .constantFrom('this quarter', 'last month', 'Q2', 'Q1 FY26', 'last 7 days', 'YTD', 'by EOQ', 'this week')
    .map((period) => ({ period })),
);
const textValue: fc.Arbitrary<Value> = fc.constantFrom(
  ...words,
  ...names,
  'open',
  'OPEN',
  'EUR',
  'smb',
  '2026-03',
  '2027-Q1',
  '2026',
  'D-3',
);
const ends = fc.subarray<'from' | 'to'>(['from', 'to']);
const range = (field: fc.Arbitrary<string>, value: fc.Arbitrary<Value>): fc.Arbitrary<Condition> =>
  fc
    .record({
      field,
      from: fc.option(value, { nil: undefined }),
      to: fc.option(value, { nil: undefined }),
      exclusive: ends,
    })
    .filter(({ from, to }) => from !== undefined || to !== undefined);
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  range(fc.constantFrom(...numeric), numberValue),
  range(fc.constantFrom(...dayFields), dayValue),
  fc.record({ field: fc.constantFrom(...numeric), is: fc.array(numberValue, { maxLength: 2 }) }),
  fc.record({ field: fc.constantFrom(...dayFields), is: fc.array(dayValue, { maxLength: 2 }) }),
  fc.record({ field: fc.constantFrom(...textFields), is: fc.array(textValue, { maxLength: 3 }) }),
  fc.record({ field: fc.constantFrom(...textFields), is: textValue }),
  fc.record({ field: fc.constantFrom('owner', 'owner.manager'), is: fc.constant<Value>({ me: true }) }),
  fc.record({
    field: fc.constantFrom(...textFields.filter((name) => !buckets.includes(name))),
    contains: fc.constantFrom(...words, 'a', 'ss', 'σ', '%', '_'),
  }),
  fc.record({
    field: fc.constantFrom(...asked.map((field) => field.name)),
    missing: fc.constant(true as const),
  }),
  fc.record({ field: fc.constant('owner.active'), is: fc.boolean() }),
  fc.record({
    field: fc.constant('amount'),
    moved: fc.record({ by: fc.constantFrom(0, 10, 50, 99), within: fc.integer({ min: 0, max: 40 }) }),
  }),
  fc.constantFrom<Condition>({ field: 'currency', is: 'USD' }, { field: 'status', is: 'open' }),
);
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record({ all: fc.array(tie('condition'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
  ),
}));

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
  await dueStatement(fresh.db, { name: 'test', of: 'deal', condition: where }, 'all', use);
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
