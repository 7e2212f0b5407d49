import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AskContext } from '../../src/crm/asker.ts';
import { answerQuestion } from '../../src/crm/questions.ts';
import type { Answer } from '../../src/sales/answer.ts';
import { everything, type Question } from '../../src/sales/conditions.ts';
import type { MetricName } from '../../src/sales/metrics.ts';
import { aSample } from '../support/sample.ts';

const now = new Date('2026-03-20T10:00:00Z');
const use: AskContext = { now, zone: 'Europe/Berlin', scope: { everything: true }, settings: [] };
const quarter = { from: '2026-01-01', to: '2026-03-31' };

type Deal = {
  id: string;
  status: 'open' | 'won' | 'lost';
  amount: number | null;
  currency: string;
  created: string | null;
  close: string | null;
  owner: string | null;
  team: string | null;
  territory: string | null;
  stage: string;
};
type Quota = { person: string; team: string; from: string; to: string; amount: number; territory: string };

let fresh: Awaited<ReturnType<typeof aSample>>;
let deals: Deal[] = [];
let quotas: Quota[] = [];
beforeAll(async () => {
  fresh = await aSample({ now: now.toISOString(), zone: 'Europe/Berlin' });
  const found =
    await fresh.db.raw(`select d.id, d.status, d.amount::float as amount, coalesce(d.currency, 'USD') as currency,
    d.created_on::text as created, d.close_date::text as close, d.owner_id as owner, p.team_id as team, d.territory_id as territory, d.stage_id as stage
    from deals d left join people p on p.id = d.owner_id`);
  deals = found.rows;
  const stated =
    await fresh.db.raw(`select person_id as person, p.team_id as team, coalesce(p.territory_id, t.territory_id) as territory,
    starts_on::text as from, ends_on::text as to, amount::float as amount
    from quotas q join people p on p.id = q.person_id left join teams t on t.id = p.team_id where q.currency = 'USD'`);
  quotas = stated.rows;
});
afterAll(() => fresh.drop());

const ask = (metric: MetricName, more: Partial<Question> = {}, by: AskContext = use): Promise<Answer> =>
  answerQuestion(fresh.db, { of: 'deal', where: everything, measure: { metric }, ...more }, by);
const value = async (...given: Parameters<typeof ask>): Promise<Extract<Answer, { kind: 'value' }>> => {
  const answer = await ask(...given);
  if (answer.kind !== 'value') throw new Error(`It is a ${answer.kind}.`);
  return answer;
};
const within = (day: string | null, { from, to } = quarter): boolean =>
  day !== null && day >= from && day <= to;
const sum = (of: (number | null)[]): number => of.reduce<number>((all, one) => all + (one ?? 0), 0);
const days = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
const usd = (all: Deal[]): number =>
  sum(all.filter((deal) => deal.currency === 'USD').map((deal) => deal.amount));

describe('a metric is what arithmetic on the rows says', () => {
  test('win rate: won of won and lost, by their close date', async () => {
    const decided = deals.filter((deal) => deal.status !== 'open' && within(deal.close));
    const won = decided.filter((deal) => deal.status === 'won');
    expect(won.length).toBeGreaterThan(5);
    expect(await value('win_rate', { period: 'this quarter' })).toMatchObject({
      value: won.length / decided.length,
      part: won.length,
      whole: decided.length,
      unit: 'share',
    });
    const all = deals.filter((deal) => deal.status !== 'open');
    expect(await value('win_rate')).toMatchObject({ whole: all.length });
  });

  test('win rate by owner: each group by its own deals, and the parts make the whole', async () => {
    const answer = await ask('win_rate', { by: ['owner'] });
    if (answer.kind !== 'series') throw new Error(answer.kind);
    const whole = await value('win_rate');
    expect(sum(answer.series.map((item) => item.part ?? 0))).toBe(whole.part);
    expect(sum(answer.series.map((item) => item.whole ?? 0))).toBe(whole.whole);
    const people: { id: string; name: string }[] = await fresh.db('people').select('id', 'name');
    for (const item of answer.series) {
      const id = people.find(({ name }) => name === item.key)?.id ?? null;
      const decided = deals.filter((deal) => deal.owner === id && deal.status !== 'open');
      const won = decided.filter((deal) => deal.status === 'won');
      expect([item.key, item.part, item.whole]).toEqual([item.key, won.length, decided.length]);
    }
    const values = answer.series.map((item) => item.value ?? -1);
    expect(values).toEqual([...values].sort((a, b) => b - a));
  });

  test('sales cycle: mean and median of the days from creation to close of won deals', async () => {
    const cycles = deals
      .filter((deal) => deal.status === 'won' && deal.created && deal.close)
      .map((deal) => days(deal.created ?? '', deal.close ?? ''))
      .sort((a, b) => a - b);
    const answer = await value('cycle_time');
    expect(answer.value).toBeCloseTo(sum(cycles) / cycles.length, 6);
    const [low, high] = [
      cycles[Math.floor((cycles.length - 1) / 2)],
      cycles[Math.ceil((cycles.length - 1) / 2)],
    ];
    expect(answer.median).toBeCloseTo(((low ?? 0) + (high ?? 0)) / 2, 6);
  });

  test('attainment and coverage: won and open in the period against its quota', async () => {
    const quota = sum(
      quotas.filter(({ from, to }) => from === quarter.from && to === quarter.to).map(({ amount }) => amount),
    );
    expect(quota).toBeGreaterThan(0);
    const won = usd(deals.filter((deal) => deal.status === 'won' && within(deal.close)));
    const open = usd(deals.filter((deal) => deal.status === 'open' && within(deal.close)));
    const attainment = await value('attainment');
    expect(attainment.value).toBeCloseTo(won / quota, 9);
    expect(attainment).toMatchObject({ part: won, whole: quota });
    // What is left of it is nothing: there is nothing to cover.
    expect(won).toBeGreaterThan(quota);
    expect(await value('coverage')).toMatchObject({ value: null, part: open, whole: 0 });
    const next = { from: '2026-04-01', to: '2026-06-30' };
    const ahead = sum(quotas.filter(({ from }) => from === next.from).map(({ amount }) => amount));
    const closing = usd(deals.filter((deal) => deal.status === 'open' && within(deal.close, next)));
    expect((await value('coverage', { period: 'next quarter' })).value).toBeCloseTo(closing / ahead, 9);
  });

  test('a quota counts by the share of its days that lie in the period', async () => {
    const january = 31 / 90;
    const quota = sum(quotas.filter(({ from }) => from === quarter.from).map(({ amount }) => amount));
    expect((await value('attainment', { period: 'January' })).whole).toBeCloseTo(quota * january, 4);
  });

  test('the median amount is the middle one', async () => {
    const amounts = deals
      .filter((deal) => deal.status === 'won' && deal.currency === 'USD' && deal.amount !== null)
      .map((deal) => deal.amount ?? 0)
      .sort((a, b) => a - b);
    const where = {
      all: [
        { field: 'status', is: 'won' },
        { field: 'currency', is: 'USD' },
      ],
    };
    const answer = await answerQuestion(fresh.db, { of: 'deal', where, measure: { median: 'amount' } }, use);
    const middle = amounts.length / 2;
    expect(answer).toMatchObject({
      value:
        amounts.length % 2
          ? amounts[Math.floor(middle)]
          : ((amounts[middle - 1] ?? 0) + (amounts[middle] ?? 0)) / 2,
    });
  });

  test('performance of a team is what its people did, and together they are the whole', async () => {
    const answer = await ask('performance', { by: ['team'] });
    if (answer.kind !== 'table') throw new Error(answer.kind);
    const place = (name: string): number => answer.columns.findIndex((column) => column.name === name);
    const teams: { id: string; name: string }[] = await fresh.db('teams').select('id', 'name');
    expect(answer.rows.filter((row) => row.id !== null)).toHaveLength(3);
    for (const { id, name } of teams) {
      const row = answer.rows.find((one) => one.label === name);
      const own = deals.filter((deal) => deal.team === id);
      const won = own.filter((deal) => deal.status === 'won' && within(deal.close));
      const quota = sum(
        quotas.filter((one) => one.team === id && one.from === quarter.from).map((one) => one.amount),
      );
      expect(row?.cells[place('won_amount')]).toBeCloseTo(usd(won), 2);
      expect(row?.cells[place('won')]).toBe(won.length);
      expect(row?.cells[place('pipeline')]).toBeCloseTo(usd(own.filter((deal) => deal.status === 'open')), 2);
      expect(row?.cells[place('attainment')]).toBeCloseTo(usd(won) / quota, 6);
      const [{ n }] = (
        await fresh.db.raw(
          `select count(*)::int as n from activities a join people p on p.id = a.person_id where p.team_id = ? and done_on between ? and ?`,
          [id, quarter.from, quarter.to],
        )
      ).rows;
      expect(row?.cells[place('activities')]).toBe(n);
    }
    expect(answer.whole?.cells[place('won')]).toBe(
      sum(answer.rows.map((row) => row.cells[place('won')] ?? 0)),
    );
  });

  test('the funnel counts who came at least so far, as the versions prove it', async () => {
    const answer = await ask('funnel');
    if (answer.kind !== 'funnel') throw new Error(answer.kind);
    const stages: { id: string; order: number; is: string }[] = await fresh
      .db('stages')
      .select('id', 'order', 'is');
    const versions: { deal_id: string; stage_id: string }[] = await fresh
      .db('deal_versions')
      .select('deal_id', 'stage_id');
    const far = new Map<string, number>();
    for (const { deal_id, stage_id } of [
      ...versions,
      ...deals.map((deal) => ({ deal_id: deal.id, stage_id: deal.stage })),
    ]) {
      const stage = stages.find(({ id }) => id === stage_id);
      if (stage && stage.is !== 'lost') far.set(deal_id, Math.max(far.get(deal_id) ?? 0, stage.order));
    }
    for (const step of answer.steps) {
      const order = stages.find(({ id }) => id === step.key)?.order ?? 0;
      expect([step.label, step.count]).toEqual([
        step.label,
        [...far.values()].filter((one) => one >= order).length,
      ]);
    }
    const counts = answer.steps.map((step) => step.count);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(answer.steps[1]?.rate).toBeCloseTo((counts[1] ?? 0) / (counts[0] ?? 1), 9);
  });

  test('the forecast is what is won, what open deals put in and what is to come, between its ends', async () => {
    const answer = await ask('forecast');
    if (answer.kind !== 'forecast') throw new Error(answer.kind);
    const { forecast } = answer;
    const won = usd(deals.filter((deal) => deal.status === 'won' && within(deal.close)));
    expect(forecast.won).toBeCloseTo(won, 2);
    expect(forecast.pipeline).toBeCloseTo(usd(deals.filter((deal) => deal.status === 'open')), 2);
    expect(forecast.expected).toBeCloseTo(
      won + sum(forecast.stages.map(({ expected }) => expected)) + forecast.later,
      2,
    );
    expect(forecast.low).toBeLessThan(forecast.expected);
    expect(forecast.high).toBeGreaterThan(forecast.expected);
    expect(forecast.chance).toBeGreaterThanOrEqual(0);
    expect(forecast.chance).toBeLessThanOrEqual(1);
  });
});

test('time to first touch is of the leads that were touched', async () => {
  const { rows } = await fresh.db.raw(
    `select avg(first_touch_on - (created_at at time zone 'Europe/Berlin')::date)::float as days, count(*)::int as n from leads where first_touch_on is not null`,
  );
  const answer = await answerQuestion(
    fresh.db,
    { of: 'lead', where: everything, measure: { metric: 'time_to_first_touch' } },
    use,
  );
  expect(answer).toMatchObject({ kind: 'value', total: rows[0].n, unit: 'days' });
  expect(answer.kind === 'value' && answer.value).toBeCloseTo(rows[0].days, 6);
});

test('leads are listed, the newest first, and counted', async () => {
  const answer = await answerQuestion(
    fresh.db,
    { of: 'lead', where: everything, measure: 'rows', limit: 5 },
    use,
  );
  if (answer.kind !== 'leads') throw new Error(answer.kind);
  expect(answer.total).toBe(40);
  expect(answer.leads).toHaveLength(5);
  const made = answer.leads.map((lead) => lead.createdOn ?? '');
  expect(made).toEqual([...made].sort().reverse());
  expect(JSON.stringify(answer.leads)).not.toContain('@');
});

test('a comparison of amounts is in one currency, and counts what is in others', async () => {
  const won = (period: string) => ({
    all: [
      { field: 'status', is: 'won' },
      { field: 'close_date', is: { period } },
    ],
  });
  const answer = await answerQuestion(
    fresh.db,
    {
      of: 'deal',
      where: won('this quarter'),
      measure: { sum: 'amount' },
      by: ['team'],
      compare: { where: won('last quarter') },
    },
    use,
  );
  if (answer.kind !== 'comparison') throw new Error(answer.kind);
  const before = { from: '2025-10-01', to: '2025-12-31' };
  const closed = (period: { from: string; to: string }) =>
    deals.filter((deal) => deal.status === 'won' && within(deal.close, period));
  expect(answer.sides.map((side) => side.value)).toEqual([usd(closed(quarter)), usd(closed(before))]);
  const foreign = [...closed(quarter), ...closed(before)].filter(
    (deal) => deal.currency !== 'USD' && deal.amount !== null,
  );
  expect(foreign.length).toBeGreaterThan(0);
  expect(answer.leftOut).toContainEqual({
    because: 'amount in another currency than USD',
    count: foreign.length,
  });
});

test('a comparison is the same question twice', async () => {
  const won = {
    all: [
      { field: 'status', is: 'won' },
      { field: 'close_date', is: { period: 'this quarter' } },
    ],
  };
  const before = {
    all: [
      { field: 'status', is: 'won' },
      { field: 'close_date', is: { period: 'last quarter' } },
    ],
  };
  const answer = await answerQuestion(
    fresh.db,
    { of: 'deal', where: won, measure: { count: true }, compare: { where: before } },
    use,
  );
  if (answer.kind !== 'comparison') throw new Error(answer.kind);
  const count = (period: { from: string; to: string }): number =>
    deals.filter((deal) => deal.status === 'won' && within(deal.close, period)).length;
  expect(answer.sides.map((side) => side.value)).toEqual([
    count(quarter),
    count({ from: '2025-10-01', to: '2025-12-31' }),
  ]);
  const rates = await ask('win_rate', {
    period: 'this quarter',
    compare: { where: everything, period: 'last quarter' },
    by: ['team'],
  });
  if (rates.kind !== 'comparison') throw new Error(rates.kind);
  const first = await value('win_rate', { period: 'this quarter' });
  expect(rates.sides[0]).toMatchObject({ part: first.part, whole: first.whole });
  const together = await ask('win_rate', {
    period: 'this quarter',
    compare: { where: everything, period: 'last quarter' },
  });
  expect(together.kind === 'comparison' && typeof together.withinChance).toBe('boolean');
});

describe('nobody reads beyond what they may see', () => {
  test('every metric of a manager is that of the whole limited to their territory', async () => {
    const territories: { id: string }[] = await fresh.db('territories').select('id').orderBy('name');
    const id = territories[1]?.id ?? '';
    const by: AskContext = { ...use, scope: { territoryIds: [id], personIds: [] } };
    const where = { field: 'territory', is: id };
    for (const metric of [
      'win_rate',
      'cycle_time',
      'coverage',
      'attainment',
      'funnel',
      'performance',
    ] as const) {
      const group = metric === 'performance' ? { by: ['owner'] } : {};
      const seen = await ask(metric, group, by);
      expect(seen, metric).toEqual(await ask(metric, { ...group, where: { all: [where] } }));
      expect(seen.total, metric).toBeGreaterThan(0);
    }
    const forecast = await ask('forecast', {}, by);
    const own = deals.filter((deal) => deal.territory === id && deal.status === 'won' && within(deal.close));
    expect(forecast.kind === 'forecast' && forecast.forecast.won).toBeCloseTo(usd(own), 2);
  });

  test('who may see nothing gets nothing, not even quotas', async () => {
    const nothing: AskContext = { ...use, scope: { nothing: true } };
    for (const metric of ['win_rate', 'attainment', 'coverage'] as const)
      expect(await value(metric, {}, nothing)).toMatchObject({ value: null, total: 0 });
    expect(await ask('performance', { by: ['owner'] }, nothing)).toMatchObject({ rows: [] });
  });
});

test.each([
  [{ metric: 'coverage' as const, by: ['product'] }, 'Pipeline coverage cannot be grouped by product.'],
  [{ metric: 'forecast' as const, by: ['created_month'] }, 'Forecast cannot be grouped by created month.'],
  [
    { metric: 'attainment' as const, where: { field: 'product', is: 'Core' } },
    "A quota is a person's: there is none by product.",
  ],
  [{ metric: 'win_rate' as const, period: 'soonish' }, '"soonish" is no period.'],
])('what cannot be answered says why: %j', async ({ metric, ...more }, sentence) => {
  await expect(ask(metric, more)).rejects.toThrow(sentence);
});
