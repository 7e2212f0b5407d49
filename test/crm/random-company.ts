/** A small company made at random, and random conditions on its deals: what the compiler is held to. */
import fc from 'fast-check';
import type { Db } from '../../src/db/pool.ts';
import type { Condition, Value } from '../../src/sales/conditions.ts';
import { addDays } from '../../src/sales/days.ts';
import { fields } from '../../src/sales/fields.ts';
import type { Move, Row } from '../../src/sales/holds.ts';
import type { Reading } from '../../src/sales/leaf.ts';

export const zone = 'America/New_York';
export const now = new Date('2026-03-09T03:30:00Z'); // still 8 March there, the day its clocks go forward
export const today = '2026-03-08';
export const use: Reading = {
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
    { name: 'required_fields', scope: 'everyone', scopeId: '', stage: '', value: 'close_date' },
    {
      name: 'required_fields',
      scope: 'everyone',
      scopeId: '',
      stage: 'Negotiation',
      value: 'amount,next_step',
    },
    { name: 'required_fields', scope: 'team', scopeId: 'G-2', stage: '', value: '' },
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
export type Life = { id: string; versions: (Version & { from: Date })[] };

/** Deals with one to three versions each; the same seed gives the same ones. */
export const livesOf = (seed: number, count: number): Life[] =>
  fc
    .sample(fc.array(version, { minLength: 1, maxLength: 3 }), { seed, numRuns: count })
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

/** The company with these lives, in an empty database. */
export async function seedCompany(db: Db, lives: Life[]): Promise<void> {
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
}

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

export function rowOf(id: string, one: Version): Row {
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

export const movesOf = (life: Life, until: Date): Move[] =>
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
export const dayFields = asked.filter((field) => field.type === 'day').map((field) => field.name);
const textFields = asked
  .filter((field) => ['text', 'name', 'list'].includes(field.type))
  .map((field) => field.name);
const buckets = asked.filter((field) => field.bucket).map((field) => field.name);

export const numberValue: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom(0, 1, 14, 30, 45, 999.99, 1000, 1500, -3, 2.5, 1e12, -1e12),
  fc.integer({ min: -60, max: 130 }),
  fc.constant<Value>({ setting: 'stale_days' }),
  fc.constant<Value>({ setting: 'nobody_set_this' }),
);
export const dayValue: fc.Arbitrary<Value> = fc.oneof(
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
export const ends = fc.subarray<'from' | 'to'>(['from', 'to']);
export const range = (field: fc.Arbitrary<string>, value: fc.Arbitrary<Value>): fc.Arbitrary<Condition> =>
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
  fc.record({
    field: fc.constantFrom('amount', 'close_date', 'next_step', 'product', 'lead_source'),
    missing: fc.constant(true as const),
    namedBy: fc.constantFrom('required_fields', 'nobody_set_this'),
  }),
  fc.record({ field: fc.constant('owner.active'), is: fc.boolean() }),
  fc.record({
    field: fc.constant('amount'),
    moved: fc.record({ by: fc.constantFrom(0, 10, 50, 99), within: fc.integer({ min: 0, max: 40 }) }),
  }),
  fc.constantFrom<Condition>({ field: 'currency', is: 'USD' }, { field: 'status', is: 'open' }),
);
export const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record({ all: fc.array(tie('condition'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
  ),
}));
