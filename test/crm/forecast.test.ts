import { afterAll, beforeAll, expect, test } from 'vitest';
import { aheadOf } from '../../src/crm/ahead.ts';
import type { AskContext } from '../../src/crm/asker.ts';
import { forecastFor, sightOfForecast } from '../../src/crm/outlook.ts';
import { pastPeriods } from '../../src/crm/past-periods.ts';
import { answerQuestion } from '../../src/crm/questions.ts';
import type { Db } from '../../src/db/pool.ts';
import type { ForecastFigures } from '../../src/sales/answer.ts';
import type { Condition, Question } from '../../src/sales/conditions.ts';
import { outcomes } from '../../src/sales/outcomes.ts';
import { aSampleOf, everyone, mara, maya, type Rows, sampleRows, sees, sum } from './rows.ts';

let fresh: Awaited<ReturnType<typeof aSampleOf>>;
let rows: Rows;
beforeAll(async () => {
  fresh = await aSampleOf();
  rows = await sampleRows(fresh.db);
});
afterAll(() => fresh.drop());

const ask = (more: Partial<Question> = {}, by: AskContext = everyone) =>
  answerQuestion(fresh.db, { of: 'deal', where: { all: [] }, measure: { metric: 'forecast' }, ...more }, by);

async function figures(more: Partial<Question> = {}, by: AskContext = everyone): Promise<ForecastFigures> {
  const answer = await ask(more, by);
  if (answer.kind !== 'forecast') throw new Error(answer.kind);
  return answer.forecast;
}

const inCents = (amounts: number[]): number => amounts.reduce((all, one) => all + Math.round(one * 100), 0);

test('a question is answered with the very figures of the report, whoever asks and as of whatever day', async () => {
  for (const by of [everyone, mara, maya])
    for (const asOf of [undefined, '2026-02-10']) {
      const when = asOf === undefined ? {} : { asOf };
      const report = await forecastFor(fresh.db, by, when);
      const { atLeast, middle: _, ...all } = report.figures;
      const found = await figures(when, by);
      expect(found).toMatchObject({ ...all, from: report.from, to: report.to, quota: report.quota });
      expect(found.chance).toBe(report.quota === null ? null : atLeast(report.quota));
      expect([found.openDeals, found.wonDeals]).toEqual([report.outlook.open.length, report.wonDeals.length]);
      expect(found.basis?.periods.length).toBe(report.basis.periods.length);
    }
});

test('by stage it says how many deals, for how much, and what is expected of them', async () => {
  for (const by of [everyone, mara, maya]) {
    const found = await figures({}, by);
    for (const { stage, deals, amount, expected, rate } of found.stages) {
      const own = rows.deals.filter(
        (deal) =>
          sees(by.scope, deal) &&
          deal.status === 'open' &&
          deal.currency === 'USD' &&
          deal.amount !== null &&
          rows.stages.find(({ id }) => id === deal.stage_id)?.name === stage,
      );
      expect([deals, amount]).toEqual([own.length, sum(own.map((deal) => deal.amount ?? 0))]);
      expect(rate).toBe(amount > 0 ? expected / amount : null);
    }
    expect(sum(found.stages.map(({ deals }) => deals))).toBe(found.openDeals);
    expect(inCents([found.won, found.later, ...found.stages.map(({ expected }) => expected)])).toBe(
      inCents([found.expected]),
    );
  }
});

/** What a condition means of the whole, added up from the whole itself. */
async function partByHand(where: Condition, quarter: string, by: AskContext) {
  const { sight, span } = await sightOfForecast(fresh.db, by, { quarter });
  const asked = { ...sight, question: { ...sight.question, where } };
  const { outlook, won, open, winsBefore } = await aheadOf(fresh.db, asked, span, []);
  const wins = (list: typeof winsBefore) => sum(list.map((one) => one.wins));
  const share = wins(winsBefore.filter(({ meant }) => meant)) / wins(winsBefore);
  const later = { ...outlook.later, wins: outlook.later.wins * share };
  const mine = open.filter(({ meant }) => meant);
  const chances = mine.map(({ amount, rate }) => ({ amount: amount * outlook.realised, rate, count: 1 }));
  const paid = sum(won.filter(({ meant }) => meant).map(({ amount }) => amount));
  return { share, mine, paid, later, ends: outcomes(chances, { later, swing: outlook.swing }) };
}

test('a part has the chances that its deals have in the whole, its share of what is to come, and ends of its own', async () => {
  const segment: Condition = { field: 'segment', is: 'Enterprise' };
  for (const by of [everyone, mara])
    for (const period of ['this quarter', 'next quarter', 'this month']) {
      const whole = await figures({ period }, by);
      const found = await figures({ period, where: segment }, by);
      const { mine, paid, later, share, ends } = await partByHand(segment, period, by);
      expect(mine.map(({ segment: of }) => of)).toEqual(mine.map(() => 'Enterprise'));
      expect(share).toBeGreaterThan(0);
      expect(share).toBeLessThan(1);
      expect(found.later).toBeCloseTo(whole.later * share, 2);
      expect(found.expected).toBeCloseTo(paid + sum(mine.map(({ expected }) => expected)) + found.later, 2);
      expect(found.low).toBeCloseTo(paid + ends.low, 2);
      expect(found.high).toBeCloseTo(paid + ends.high, 2);
      expect(later.wins).toBeGreaterThanOrEqual(0);
      expect([found.quota, found.chance, found.coverage]).toEqual([null, null, null]);
    }
  expect((await figures({ period: 'next quarter' })).later).toBeGreaterThan(0);
});

test('nothing is to come of a stage that is open: what nobody has opened yet is won when it is counted', async () => {
  const where: Condition = { field: 'stage', is: 'Negotiation' };
  const found = await figures({ period: 'next quarter', where });
  expect([found.later, found.won]).toEqual([0, 0]);
  expect(found.stages.map(({ stage }) => stage)).toEqual(['Negotiation']);
  const series = await ask({ period: 'next quarter', by: ['stage'] });
  if (series.kind !== 'series') throw new Error(series.kind);
  const whole = await figures({ period: 'next quarter' });
  const of = (key: string) => series.series.find((item) => item.key === key)?.value;
  expect(of('Negotiation')).toBe(found.expected);
  expect(of('Won')).toBeCloseTo(whole.won + whole.later, 2);
});

test('of a period that is over all there is was won', async () => {
  const found = await figures({ period: 'last quarter' });
  const won = rows.deals.filter(
    ({ status, close_date, amount, currency }) =>
      status === 'won' &&
      amount !== null &&
      currency === 'USD' &&
      close_date !== null &&
      close_date >= '2025-10-01' &&
      close_date <= '2025-12-31',
  );
  const all = sum(won.map(({ amount }) => amount ?? 0));
  expect(found).toMatchObject({
    won: all,
    expected: all,
    low: all,
    high: all,
    openDeals: 0,
    later: 0,
    basis: null,
  });
});

const seen = async (quarter: string, db: Db = fresh.db) => {
  const { sight, span } = await sightOfForecast(db, everyone, { quarter });
  return pastPeriods(db, sight, span);
};

/** Open on the morning of a day, how many of them were won from `from` to `to`, and how many were due between the two. */
async function byHand(db: Db, day: string, { from, to, zulu }: { from: string; to: string; zulu: string }) {
  const at = `${day}T${zulu}:00Z`;
  const { rows: found } = await db.raw(
    `select count(*)::int as open, count(*) filter (where v.close_date >= :day and v.close_date < :from)::int as before,
       count(*) filter (where d.status = 'won' and d.close_date between :from and :to and d.amount is not null and d.currency = 'USD')::int as won
     from deal_versions v join deals d on d.id = v.deal_id
     where v.status = 'open' and v.amount is not null and v.currency = 'USD'
       and v.valid_from <= :at and (v.valid_to is null or v.valid_to > :at)`,
    { day, from, to, at },
  );
  return found[0] as { open: number; won: number; before: number };
}

const countedIn = (past: Awaited<ReturnType<typeof seen>>['past'][number] | undefined) => {
  const open = past?.open ?? [];
  return {
    open: sum(open.map(({ deals }) => deals)),
    won: sum(open.map(({ won }) => won)),
    before: sum(open.map(({ closes, deals }) => (closes === 'before' ? deals : 0))),
  };
};

test('a month is made from the months before, seen from as many days before their end', async () => {
  const { past, spans } = await seen('this month');
  expect(spans.slice(-2)).toEqual([
    { from: '2026-01-01', to: '2026-01-31' },
    { from: '2026-02-01', to: '2026-02-28' },
  ]);
  // Eleven days of March are left.
  const february = { from: '2026-02-17', to: '2026-02-28', zulu: '10:00' };
  expect(countedIn(past.at(-1))).toEqual(await byHand(fresh.db, '2026-02-17', february));
  expect((await figures({ period: 'this month' })).basis?.periods).toEqual([
    'Nov 2025',
    'Dec 2025',
    'Jan 2026',
    'Feb 2026',
  ]);
});

test('a quarter to come is made from those that are over, seen from before they began: what was won before does not count', async () => {
  await fresh.db
    .transaction(async (trx) => {
      // From 20 March to the end of June there are 102 days, and as many from 20 September to the end of December. Summer time.
      const [from, to] = ['2025-10-01', '2025-12-31'];
      const first = await byHand(trx, '2025-09-20', { from, to, zulu: '09:00' });
      const { rows: won } = await trx.raw(
        `select d.id from deals d join deal_versions v on v.deal_id = d.id where d.status = 'won' and d.close_date between ? and ? and v.status = 'open'
           and v.amount is not null and v.currency = 'USD' and d.amount is not null and d.currency = 'USD' and v.valid_from <= '2025-09-20T09:00:00Z' and v.valid_to > '2025-09-20T09:00:00Z' order by 1 limit 2`,
        [from, to],
      );
      // One of them was due in September and won in December, the other was won in September.
      await trx.raw("update deal_versions set close_date = '2025-09-25' where deal_id = ?", [won[0].id]);
      await trx.raw("update deals set close_date = '2025-09-28' where id = ?", [won[1].id]);
      const { past, spans } = await seen('next quarter', trx);
      expect(spans.at(-1)).toEqual({ from, to });
      const hand = await byHand(trx, '2025-09-20', { from, to, zulu: '09:00' });
      expect(countedIn(past.at(-1))).toEqual(hand);
      expect(hand).toEqual({ open: first.open, won: first.won - 1, before: first.before + 1 });
      await trx.rollback();
    })
    .catch((error) => {
      if (!String(error).includes('rolled back')) throw error;
    });
});
