import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AskContext } from '../../src/crm/asker.ts';
import { answerQuestion } from '../../src/crm/questions.ts';
import type { Answer } from '../../src/sales/answer.ts';
import type { Condition, Question } from '../../src/sales/conditions.ts';
import type { MetricName } from '../../src/sales/metrics.ts';
import {
  aSampleOf,
  type Deal,
  daysFrom,
  everyone,
  mara,
  maya,
  mean,
  middle,
  type Rows,
  sampleRows,
  sees,
  sum,
} from './rows.ts';

let fresh: Awaited<ReturnType<typeof aSampleOf>>;
let rows: Rows;
beforeAll(async () => {
  fresh = await aSampleOf();
  rows = await sampleRows(fresh.db);
});
afterAll(() => fresh.drop());

type Value = Extract<Answer, { kind: 'value' }>;
type Series = Extract<Answer, { kind: 'series' }>;
const everything: Condition = { all: [] };
const ask = (measure: Question['measure'], more: Partial<Question> = {}, by: AskContext = everyone) =>
  answerQuestion(fresh.db, { of: 'deal', where: everything, measure, ...more }, by);
const value = async (metric: MetricName, more: Partial<Question> = {}, by = everyone): Promise<Value> => {
  const answer = await ask({ metric }, more, by);
  if (answer.kind !== 'value') throw new Error(answer.kind);
  return answer;
};
const series = async (
  measure: Question['measure'],
  more: Partial<Question> = {},
  by = everyone,
): Promise<Series> => {
  const answer = await ask(measure, more, by);
  if (answer.kind !== 'series') throw new Error(answer.kind);
  return answer;
};

const askers = [everyone, mara, maya];
const between = (day: string | null, from: string, to: string): boolean =>
  day !== null && day >= from && day <= to;
const dealsOf = (by: AskContext, keep: (deal: Deal) => boolean) =>
  rows.deals.filter((deal) => sees(by.scope, deal) && keep(deal));
const ownerOf = (deal: { owner_id: string }): string => rows.people.get(deal.owner_id)?.name ?? '';
const cycle = ({ created_on, close_date }: Deal): number[] =>
  created_on && close_date ? [daysFrom(created_on, close_date)] : [];

test('a win rate is won of decided deals, by close date where a period is named', async () => {
  for (const by of askers) {
    for (const [period, from, to] of [
      [undefined, '0000', '9999'],
      ['last quarter', '2025-10-01', '2025-12-31'],
      ['this quarter', '2026-01-01', '2026-03-31'],
    ] as const) {
      const decided = dealsOf(
        by,
        (deal) => deal.status !== 'open' && (period === undefined || between(deal.close_date, from, to)),
      );
      const won = decided.filter((deal) => deal.status === 'won');
      const answer = await value('win_rate', period ? { period } : {}, by);
      expect(answer).toMatchObject({
        unit: 'share',
        total: decided.length,
        part: won.length,
        whole: decided.length,
      });
      expect(answer.value).toBeCloseTo(won.length / decided.length, 10);
      const grouped = await series({ metric: 'win_rate' }, { by: ['owner'], ...(period && { period }) }, by);
      for (const item of grouped.series) {
        const theirs = decided.filter((deal) => ownerOf(deal) === item.key);
        const part = theirs.filter((deal) => deal.status === 'won').length;
        expect(item).toMatchObject({ count: theirs.length, part, whole: theirs.length });
        expect(item.value).toBeCloseTo(part / theirs.length, 10);
      }
      expect(sum(grouped.series.map(({ part = 0 }) => part))).toBe(won.length);
      expect(sum(grouped.series.map(({ whole = 0 }) => whole))).toBe(decided.length);
    }
  }
});

test('deals without a close date are left out of a period, and it says so', async () => {
  const missing = dealsOf(everyone, (deal) => deal.status !== 'open' && deal.close_date === null);
  expect(missing.length).toBeGreaterThan(3);
  expect((await value('win_rate', { period: 'last quarter' })).leftOut).toEqual([
    { because: 'no close date', count: missing.length },
  ]);
  expect((await value('win_rate')).leftOut).toEqual([]);
});

test('a win rate of no decided deals is none, not zero', async () => {
  const nobody: Partial<Question> = { where: { field: 'status', is: 'open' } };
  expect(await value('win_rate', nobody)).toMatchObject({ value: null, total: 0, part: 0, whole: 0 });
});

test('a sales cycle is the mean and the middle of the won deals whose days are known', async () => {
  for (const by of askers) {
    const won = dealsOf(by, (deal) => deal.status === 'won');
    const days = won.flatMap(cycle);
    const answer = await value('cycle_time', {}, by);
    expect(answer.total).toBe(days.length);
    expect(answer.value).toBeCloseTo(mean(days) ?? 0, 8);
    expect(answer.median).toBe(middle(days));
    expect(sum(answer.leftOut.map(({ count }) => count))).toBe(won.length - days.length);
    const grouped = await series({ metric: 'cycle_time' }, { by: ['close_quarter'] }, by);
    expect(grouped.series.map(({ key }) => key)).toEqual(grouped.series.map(({ key }) => key).toSorted());
    expect(sum(grouped.series.map(({ count }) => count))).toBe(days.length);
    expect(sum(grouped.series.map((item) => (item.value ?? 0) * item.count))).toBeCloseTo(sum(days), 4);
  }
});

test('time to first touch is of the leads that were touched', async () => {
  for (const by of askers) {
    const seen = rows.leads.filter(
      (lead) => sees(by.scope, lead) || (lead.owner_id === null && lead.territory_id === null),
    );
    const days = seen.flatMap((lead) =>
      lead.first_touch_on ? [daysFrom(lead.created_on, lead.first_touch_on)] : [],
    );
    const answer = await value('time_to_first_touch', { of: 'lead' }, by);
    expect(answer).toMatchObject({ unit: 'days', total: days.length, median: middle(days) });
    expect(answer.value).toBeCloseTo(mean(days) ?? 0, 8);
    expect(sum(answer.leftOut.map(({ count }) => count))).toBe(seen.length - days.length);
  }
});

/** Days of [from, to] in the quota's own, and their share of it. */
function quotaOf(by: AskContext, person: (id: string) => boolean, from: string, to: string): number | null {
  const quotas = rows.quotas.filter(({ person_id, currency, starts_on, ends_on }) => {
    const whose = { owner_id: person_id, territory_id: rows.people.get(person_id)?.territory_id ?? null };
    return (
      person(person_id) && sees(by.scope, whose) && currency === 'USD' && starts_on <= to && ends_on >= from
    );
  });
  if (quotas.length === 0) return null;
  return sum(
    quotas.map(({ amount, starts_on, ends_on }) => {
      const first = starts_on > from ? starts_on : from;
      const last = ends_on < to ? ends_on : to;
      return (amount * (daysFrom(first, last) + 1)) / (daysFrom(starts_on, ends_on) + 1);
    }),
  );
}

test('attainment and coverage set deals of the period beside its quotas, by the days that they share', async () => {
  for (const by of askers) {
    for (const [period, from, to] of [
      [undefined, '2026-01-01', '2026-03-31'],
      ['last quarter', '2025-10-01', '2025-12-31'],
      ['2025', '2025-01-01', '2025-12-31'],
      ['this month', '2026-03-01', '2026-03-31'],
      ['2026-02-10..2026-04-20', '2026-02-10', '2026-04-20'],
      ['by EOQ', '2026-01-01', '2026-03-31'],
    ] as const) {
      const more = period ? { period } : {};
      const counted = (person: (id: string) => boolean) => {
        const deals = dealsOf(by, (deal) => person(deal.owner_id) && between(deal.close_date, from, to));
        const amount = (status: string) =>
          sum(deals.flatMap((d) => (d.status === status && d.currency === 'USD' ? [d.amount ?? 0] : [])));
        return { won: amount('won'), open: amount('open'), quota: quotaOf(by, person, from, to) };
      };
      const check = (
        item: Value | Series['series'][number],
        of: ReturnType<typeof counted>,
        covers: boolean,
      ) => {
        const whole = of.quota === null ? null : covers ? Math.max(0, of.quota - of.won) : of.quota;
        expect(item.part).toBeCloseTo(covers ? of.open : of.won, 4);
        if (whole === null) expect([item.value, item.whole]).toEqual([null, undefined]);
        else if (whole === 0) expect(item.value).toBeNull();
        else expect(item.value).toBeCloseTo((covers ? of.open : of.won) / whole, 8);
        if (whole !== null) expect(item.whole).toBeCloseTo(whole, 4);
      };
      check(
        await value('attainment', more, by),
        counted(() => true),
        false,
      );
      check(
        await value('coverage', more, by),
        counted(() => true),
        true,
      );
      for (const metric of ['attainment', 'coverage'] as const) {
        const grouped = await series({ metric }, { by: ['owner'], ...more }, by);
        for (const item of grouped.series)
          check(
            item,
            counted((id) => rows.people.get(id)?.name === item.key),
            metric === 'coverage',
          );
        if (metric === 'attainment') {
          expect(sum(grouped.series.map(({ part = 0 }) => part))).toBeCloseTo(counted(() => true).won, 2);
          expect(sum(grouped.series.map(({ whole = 0 }) => whole))).toBeCloseTo(
            counted(() => true).quota ?? 0,
            2,
          );
        }
      }
    }
  }
});

test('deals and quotas in another currency are left out of attainment, and counted', async () => {
  const won = dealsOf(
    everyone,
    (deal) => deal.status === 'won' && between(deal.close_date, '2025-10-01', '2025-12-31'),
  );
  const answer = await value('attainment', { period: 'last quarter' });
  expect(answer.leftOut).toEqual([
    {
      because: 'no close date',
      count: dealsOf(everyone, (deal) => deal.status === 'won' && deal.close_date === null).length,
    },
    { because: 'no amount', count: won.filter((deal) => deal.amount === null).length },
    {
      because: 'amount in another currency than USD',
      count: won.filter((deal) => deal.amount !== null && deal.currency !== 'USD').length,
    },
    { because: 'quota in another currency than USD', count: 1 },
  ]);
  expect(answer.leftOut.every(({ count }) => count > 0)).toBe(true);
});

test('a metric asked within EMEA names nobody and counts nothing of the others', async () => {
  const emea = new Set(
    [...rows.people.values()].filter((p) => p.territory_id === 'T-emea').map((p) => p.name),
  );
  for (const metric of ['attainment', 'coverage', 'win_rate', 'cycle_time'] as const) {
    const grouped = await series({ metric }, { by: ['territory', 'owner'] }, mara);
    expect(grouped.series.length).toBeGreaterThan(3);
    for (const { key } of grouped.series) {
      const [territory, owner = ''] = key.split(' / ');
      expect([territory, emea.has(owner)]).toEqual(['EMEA', true]);
    }
  }
  const elsewhere = { where: { field: 'territory', is: 'AMER' } } as const;
  expect(await value('attainment', elsewhere, mara)).toMatchObject({ value: null, total: 0, part: 0 });
  expect(await value('win_rate', elsewhere, mara)).toMatchObject({ value: null, total: 0 });
  const nobody = { ...everyone, scope: { nothing: true } } as const;
  expect(await value('attainment', {}, nobody)).toMatchObject({ value: null, total: 0, leftOut: [] });
});

test('a median is the middle amount of each currency and each group', async () => {
  const amounts = (keep: (deal: Deal) => boolean) =>
    dealsOf(everyone, (deal) => keep(deal) && deal.amount !== null).map((deal) => deal.amount ?? 0);
  const usd: Condition = { field: 'currency', is: 'USD' };
  const whole = await ask({ median: 'amount' }, { where: usd });
  expect(whole).toMatchObject({ kind: 'value', unit: 'currency', currency: 'USD' });
  expect(whole.kind === 'value' && whole.value).toBe(middle(amounts((deal) => deal.currency === 'USD')));
  const grouped = await series({ median: 'amount' }, { where: usd, by: ['stage'] });
  for (const item of grouped.series) {
    const stage = rows.stages.find(({ name }) => name === item.key);
    const here = amounts((deal) => deal.currency === 'USD' && deal.stage_id === stage?.id);
    expect(item.value).toBe(middle(here));
  }
  const mixed = await ask({ median: 'amount' });
  expect(mixed.kind === 'value' && [mixed.value, mixed.sums?.length]).toEqual([null, 3]);
});

test('what a metric cannot be asked is refused with a reason', async () => {
  await expect(ask({ metric: 'attainment' }, { by: ['stage'] })).rejects.toThrow(
    'Quota attainment cannot be grouped by stage.',
  );
  await expect(ask({ metric: 'coverage' }, { where: { field: 'product', is: 'Core' } })).rejects.toThrow(
    "A quota is a person's: there is none by product.",
  );
  await expect(ask({ metric: 'win_rate' }, { of: 'lead' })).rejects.toThrow(
    'Win rate is measured of deals, not of leads.',
  );
  await expect(ask({ metric: 'win_rate' }, { period: 'someday' })).rejects.toThrow('"someday" is no period.');
  await expect(ask({ metric: 'funnel' }, { by: ['owner'] })).rejects.toThrow(
    'Funnel cannot be grouped by owner.',
  );
  await expect(ask({ metric: 'performance' }, { by: ['owner', 'team'] })).rejects.toThrow(
    'one row for each group',
  );
  await expect(ask({ median: 'name' })).rejects.toThrow('Deal cannot be added up or compared.');
});
