/** Deals as they stood on a past day, in words, against plain sums over the versions that were valid at its end. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AskContext } from '../../src/crm/asker.ts';
import { answerQuestion } from '../../src/crm/questions.ts';
import { emptyLexicon } from '../../src/language/lexicon.ts';
import { questionOf } from '../../src/language/question.ts';
import { read } from '../../src/language/reader.ts';
import type { Answer } from '../../src/sales/answer.ts';
import { aSampleOf, type Deal, daysFrom, everyone, mara, now, sampleRows, sees, sum } from './rows.ts';

type Version = Deal & {
  deal_id: string;
  stage_since: string | null;
  valid_from: Date;
  valid_to: Date | null;
};

let fresh: Awaited<ReturnType<typeof aSampleOf>>;
let versions: Version[];
let stages: Map<string, string>;
let people: Map<string, string>;
beforeAll(async () => {
  fresh = await aSampleOf();
  const rows = await sampleRows(fresh.db);
  versions = await fresh.db('deal_versions').select('*');
  stages = new Map(rows.stages.map(({ id, name }) => [id, name]));
  people = new Map([...rows.people].map(([id, { name }]) => [id, name]));
});
afterAll(() => fresh.drop());

async function ask<K extends Answer['kind']>(
  text: string,
  kind: K,
  by: AskContext = everyone,
): Promise<Extract<Answer, { kind: K }>> {
  const reading = read(text, {
    ...{ lexicon: emptyLexicon, now, zone: everyone.zone, companyCurrency: 'USD', thread: null },
    calendar: { fiscalYearStart: 1, weekStart: 1 },
  });
  if (reading.say !== 'question') throw new Error(`${text}: ${reading.say}`);
  const answer = await answerQuestion(fresh.db, questionOf(reading.frame, null), by);
  expect(answer.kind, text).toBe(kind);
  return answer as Extract<Answer, { kind: K }>;
}

/** Berlin is an hour ahead of UTC in winter. */
const openOn = (day: string, by: AskContext = everyone): Version[] => {
  const end = new Date(`${day}T22:59:59.999Z`);
  return versions.filter(
    (one) =>
      one.valid_from <= end &&
      (one.valid_to === null || one.valid_to > end) &&
      one.status === 'open' &&
      sees(by.scope, one),
  );
};
const counts = (of: Version[], key: (one: Version) => string) =>
  Object.fromEntries([...Map.groupBy(of, key)].map(([name, all]) => [name, all.length]));
const figures = ({ series }: Extract<Answer, { kind: 'series' }>) =>
  Object.fromEntries(series.map(({ key, value }) => [key, value]));

const days: [string, string][] = [
  ['as of 1 March', '2026-03-01'],
  ['yesterday', '2026-03-19'],
  ['at the end of last quarter', '2025-12-31'],
  ['two weeks ago', '2026-03-06'],
  ['on 15 November 2025', '2025-11-15'],
];

describe.each(days)('%s', (said, day) => {
  test('how many were open, to everybody and to the manager of a territory', async () => {
    for (const by of [everyone, mara]) {
      const { value } = await ask(`how many deals were open ${said}`, 'value', by);
      expect(value).toBe(openOn(day, by).length);
      expect(value).toBeGreaterThan(0);
    }
  });

  test('how many were in each stage', async () => {
    const answer = await ask(`how many deals were open ${said} by stage`, 'series');
    expect(figures(answer)).toEqual(counts(openOn(day), (one) => stages.get(one.stage_id) ?? ''));
  });

  test('what they came to in the company’s currency, and on average', async () => {
    const amounts = openOn(day)
      .filter(({ currency }) => currency === 'USD')
      .flatMap(({ amount }) => (amount === null ? [] : [Number(amount)]));
    const total = await ask(`what was the pipeline in USD ${said}`, 'value');
    const average = await ask(`what was the average open deal size in USD ${said}`, 'value');
    expect(total.value).toBeCloseTo(sum(amounts), 2);
    expect(average.value).toBeCloseTo(sum(amounts) / amounts.length, 2);
  });

  test('which were stuck for more than 30 days by then', async () => {
    const answer = await ask(`which deals were open ${said} and stuck for more than 30 days`, 'rows');
    const stuck = openOn(day).filter((one) => one.stage_since && daysFrom(one.stage_since, day) > 30);
    expect(answer.total).toBe(stuck.length);
    expect(answer.rows.map(({ id }) => id).every((id) => stuck.some((one) => one.deal_id === id))).toBe(true);
  });
});

test('a day in the past is not today, nor what was to close on it', async () => {
  const numbers = await Promise.all(
    ['number of open deals', 'number of open deals as of 1 March', 'number of deals closing on 1 March'].map(
      async (text) => (await ask(text, 'value')).value,
    ),
  );
  expect(new Set(numbers).size).toBe(3);
});

test('the first few of a list are the largest of then', async () => {
  const answer = await ask('top 5 open deals in USD as of 1 March', 'rows');
  const largest = openOn('2026-03-01')
    .filter(({ currency, amount }) => currency === 'USD' && amount !== null)
    .toSorted((a, b) => Number(b.amount) - Number(a.amount))
    .slice(0, 5);
  expect(answer.rows.map(({ amount }) => amount)).toEqual(largest.map(({ amount }) => Number(amount)));
});

test('a limit on groups is on what they had then', async () => {
  const all = counts(openOn('2026-03-01'), ({ owner_id }) => people.get(owner_id) ?? '');
  const edge = Object.values(all).toSorted((a, b) => a - b)[Math.floor(Object.keys(all).length / 2)] ?? 0;
  const answer = await ask(`reps with at least ${edge} open deals as of 1 March`, 'series');
  expect(figures(answer)).toEqual(Object.fromEntries(Object.entries(all).filter(([, n]) => n >= edge)));
});

test('"this quarter" is the one of today, and "overdue" is as of then', async () => {
  const then = openOn('2025-12-31');
  const quarter = await ask('number of open deals closing this quarter as of 31 December', 'value');
  const late = await ask('number of overdue deals as of 31 December', 'value');
  const closing = (from: string, to: string) =>
    then.filter(({ close_date: day }) => day !== null && day >= from && day <= to).length;
  expect(quarter.value).toBe(closing('2026-01-01', '2026-03-31'));
  expect(late.value).toBe(closing('0001-01-01', '2025-12-30'));
});
