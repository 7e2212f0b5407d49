/** Groups limited by what they have, in words, against plain sums over the sample company's rows. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AskContext } from '../../src/crm/asker.ts';
import { answerQuestion } from '../../src/crm/questions.ts';
import { emptyLexicon } from '../../src/language/lexicon.ts';
import { questionOf } from '../../src/language/question.ts';
import { read } from '../../src/language/reader.ts';
import type { Answer } from '../../src/sales/answer.ts';
import { aSampleOf, type Deal, everyone, mara, now, type Rows, sampleRows, sees, sum } from './rows.ts';

let fresh: Awaited<ReturnType<typeof aSampleOf>>;
let rows: Rows;
beforeAll(async () => {
  fresh = await aSampleOf();
  rows = await sampleRows(fresh.db);
});
afterAll(() => fresh.drop());

type Series = Extract<Answer, { kind: 'series' }>;

async function ask(text: string, by: AskContext = everyone): Promise<Series> {
  const reading = read(text, {
    ...{ lexicon: emptyLexicon, now, zone: everyone.zone, companyCurrency: 'USD', thread: null },
    calendar: { fiscalYearStart: 1, weekStart: 1 },
  });
  if (reading.say !== 'question') throw new Error(`${text}: ${reading.say}`);
  const answer = await answerQuestion(fresh.db, questionOf(reading.frame, null), by);
  if (answer.kind !== 'series') throw new Error(answer.kind);
  return answer;
}

/** The deals of each owner that are meant, by the owner's name. */
const byOwner = (keep: (deal: Deal) => boolean, by: AskContext = everyone): [string, Deal[]][] => [
  ...Map.groupBy(
    rows.deals.filter((deal) => sees(by.scope, deal) && keep(deal)),
    ({ owner_id }) => rows.people.get(owner_id)?.name ?? '',
  ),
];
const open = ({ status }: Deal): boolean => status === 'open';
const within = (deal: Deal, from: string, to: string): boolean =>
  deal.close_date !== null && deal.close_date >= from && deal.close_date <= to;
const figures = ({ series }: Series) =>
  Object.fromEntries(series.map(({ key, value }) => [key, Number(value?.toFixed(6))]));
/** Those groups of which the figure meets the limit. */
const met = (of: [string, number][], holds: (value: number) => boolean) =>
  Object.fromEntries(
    of.filter(([, value]) => holds(value)).map(([key, value]) => [key, Number(value.toFixed(6))]),
  );

describe('how many deals each has', () => {
  for (const by of [everyone, mara]) {
    test(`around a number that somebody has exactly, seen by ${by.me?.id ?? 'everyone'}`, async () => {
      const counts = byOwner(open, by).map(([name, deals]): [string, number] => [name, deals.length]);
      const [, edge = 0] = counts.toSorted(([, a], [, b]) => a - b)[Math.floor(counts.length / 2)] ?? [];
      const limits: [string, (n: number) => boolean][] = [
        [`more than ${edge}`, (n) => n > edge],
        [`at least ${edge}`, (n) => n >= edge],
        [`fewer than ${edge}`, (n) => n < edge],
        [`at most ${edge}`, (n) => n <= edge],
        [`exactly ${edge}`, (n) => n === edge],
        [`between ${edge} and ${edge + 5}`, (n) => n >= edge && n <= edge + 5],
      ];
      for (const [limit, holds] of limits) {
        const answer = await ask(`reps with ${limit} open deals`, by);
        const kept = met(counts, holds);
        expect(figures(answer), limit).toEqual(kept);
        expect(answer.groups).toMatchObject({ met: Object.keys(kept).length, of: counts.length });
        expect(answer.total, limit).toBe(sum(Object.values(kept)));
      }
      expect(Object.keys(met(counts, (n) => n === edge)).length).toBeGreaterThan(0);
    });
  }

  test('of none that meets it the nearest is given, and nothing else', async () => {
    const counts = byOwner(open).map(([name, deals]): [string, number] => [name, deals.length]);
    const [most] = counts.toSorted(([, a], [, b]) => b - a);
    const answer = await ask('reps with more than 5000 open deals');
    expect(answer).toMatchObject({ series: [], total: 0, groups: { met: 0, of: counts.length } });
    expect(answer.groups?.nearest).toMatchObject({ key: most?.[0], value: most?.[1] });
  });

  test('the first three of those that meet it are still told of how many', async () => {
    const counts = byOwner(open).filter(([, deals]) => deals.length > 10);
    const answer = await ask('top 3 reps with more than 10 open deals');
    expect([answer.series.length, answer.groups?.met]).toEqual([3, counts.length]);
  });
});

describe('how much each has', () => {
  const amounts = (keep: (deal: Deal) => boolean, currency = 'USD'): [string, number][] =>
    byOwner((deal) => keep(deal) && deal.amount !== null && deal.currency === currency).map(
      ([name, deals]) => [name, sum(deals.map(({ amount }) => amount ?? 0))],
    );

  test('only amounts in the currency of the limit are compared, and the others are counted', async () => {
    for (const [said, currency] of [
      ['', 'USD'],
      [' EUR', 'EUR'],
    ] as const) {
      const sums = amounts(open, currency);
      const edge = Math.round(sums.toSorted(([, a], [, b]) => a - b)[Math.floor(sums.length / 2)]?.[1] ?? 0);
      const answer = await ask(`reps with at least ${edge}${said || ' dollars'} open pipeline`);
      expect(figures(answer)).toEqual(met(sums, (value) => value >= edge));
      expect(answer.groups?.of).toBe(sums.length);
      const foreign = answer.leftOut.find(({ because }) => because.startsWith('amount in another currency'));
      const others = rows.deals.filter(
        (deal) => open(deal) && deal.amount !== null && deal.currency !== 'USD',
      );
      expect(foreign?.count).toBe(currency === 'USD' ? others.length : undefined);
    }
  });

  test('what was won in a quarter', async () => {
    const won = amounts((deal) => deal.status === 'won' && within(deal, '2025-10-01', '2025-12-31'));
    const answer = await ask('who won less than 300k last quarter');
    expect(figures(answer)).toEqual(met(won, (value) => value < 300_000));
    expect(answer.series.length).toBeGreaterThan(0);
    expect(answer.series.length).toBeLessThan(won.length);
  });

  test('the average of each', async () => {
    const averages = byOwner(
      (deal) => deal.status === 'won' && deal.amount !== null && deal.currency === 'USD',
    ).map(([name, deals]): [string, number] => [
      name,
      sum(deals.map(({ amount }) => amount ?? 0)) / deals.length,
    ]);
    const edge = Math.round(averages[0]?.[1] ?? 0);
    const answer = await ask(`which reps have an average deal above ${edge} dollars`);
    expect(Object.keys(figures(answer)).toSorted()).toEqual(
      Object.keys(met(averages, (value) => value > edge)).toSorted(),
    );
  });
});

describe('rates and quotas', () => {
  test('a win rate of those that were decided', async () => {
    const rates = byOwner(({ status }) => status !== 'open').map(([name, deals]): [string, number] => [
      name,
      deals.filter(({ status }) => status === 'won').length / deals.length,
    ]);
    for (const [limit, holds] of [
      ['over 30%', (rate: number) => rate > 0.3],
      ['at least 30%', (rate: number) => rate >= 0.3],
      ['under 30%', (rate: number) => rate < 0.3],
      ['between 25% and 35%', (rate: number) => rate >= 0.25 && rate <= 0.35],
    ] as const) {
      const answer = await ask(`reps with a win rate ${limit}`);
      expect(figures(answer), limit).toEqual(met(rates, holds));
      expect(answer.groups?.of).toBe(rates.length);
    }
  });

  test('who hit quota is who has won at least all of it', async () => {
    const quarter = ['2025-10-01', '2025-12-31'] as const;
    const attained = [...rows.people.values()].flatMap(({ id, name }): [string, number][] => {
      const quota = sum(
        rows.quotas
          .filter(
            (one) => one.person_id === id && one.currency === 'USD' && dayOf(one.starts_on) === quarter[0],
          )
          .map(({ amount }) => Number(amount)),
      );
      const won = rows.deals.filter(
        (deal) =>
          deal.owner_id === id &&
          deal.status === 'won' &&
          deal.currency === 'USD' &&
          within(deal, ...quarter),
      );
      return quota > 0 ? [[name, sum(won.map(({ amount }) => amount ?? 0)) / quota]] : [];
    });
    const hit = await ask('who hit quota last quarter');
    expect(figures(hit)).toEqual(met(attained, (share) => share >= 1));
    expect(hit.groups?.of).toBe(attained.length);
    const under = await ask('reps at less than half their quota last quarter');
    expect(figures(under)).toEqual(met(attained, (share) => share < 0.5));
    expect(Object.keys(figures(hit)).length).toBeGreaterThan(0);
  });
});

const dayOf = (day: unknown): string => String(day).slice(0, 10);
