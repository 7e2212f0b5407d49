/** How long deals stayed in a stage, in words, against plain arithmetic over their versions, one deal after the other. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AskContext } from '../../src/crm/asker.ts';
import { answerQuestion } from '../../src/crm/questions.ts';
import { questionOf } from '../../src/language/question.ts';
import { read } from '../../src/language/reader.ts';
import type { Answer } from '../../src/sales/answer.ts';
import { cast } from '../language/companies.ts';
import { aSampleOf, daysFrom, everyone, mara, now, sampleRows, sees } from './rows.ts';

type Stay = { deal: string; stage: string; owner: string; days: number | null; left: string };

let fresh: Awaited<ReturnType<typeof aSampleOf>>;
let stays: (Stay & { seenBy: (by: AskContext) => boolean })[];
beforeAll(async () => {
  fresh = await aSampleOf();
  const { stages, deals, people } = await sampleRows(fresh.db);
  // When it came into its first stage is not known: that counts for nothing, and is said to be left out.
  await fresh.db.raw(`update deal_versions v set stage_since = null
    where stage_id = (select id from stages where name = 'Discovery') and right(deal_id, 1) = '5'`);
  const names = new Map(stages.filter(({ is }) => is === 'open').map(({ id, name }) => [id, name]));
  const known = new Map(deals.map((deal) => [deal.id, deal]));
  const versions = await fresh.db('deal_versions').orderBy(['deal_id', 'valid_from']);
  stays = [];
  for (const [deal, all] of Map.groupBy(versions, ({ deal_id }) => String(deal_id))) {
    const entered: { stage: string; since: string | null }[] = [];
    for (const { stage_id: stage, stage_since: since } of all) {
      const last = entered.at(-1);
      if (last?.stage !== stage || last?.since !== since) entered.push({ stage, since });
    }
    for (const [n, { stage, since }] of entered.entries()) {
      const left = entered[n + 1]?.since;
      const [name, row] = [names.get(stage), known.get(deal)];
      if (!left || !name || !row) continue;
      stays.push({
        ...{ deal, stage: name, left, days: since === null ? null : daysFrom(since, left) },
        owner: (row.owner_id && people.get(row.owner_id)?.name) ?? '',
        seenBy: (by) => sees(by.scope, row),
      });
    }
  }
});
afterAll(() => fresh.drop());

async function ask(text: string, by: AskContext = everyone): Promise<Answer> {
  const reading = read(text, {
    ...{ lexicon: cast, now, zone: everyone.zone, companyCurrency: 'USD', thread: null },
    calendar: { fiscalYearStart: 1, weekStart: 1 },
  });
  if (reading.say !== 'question') throw new Error(`${text}: ${reading.say}`);
  return answerQuestion(fresh.db, questionOf(reading.frame, null), by);
}

const mean = (of: Stay[]): number => {
  const days = of.flatMap((one) => one.days ?? []);
  return days.reduce((total, one) => total + one, 0) / days.length;
};
const known = (of: Stay[]): number => of.filter(({ days }) => days !== null).length;

describe.each([
  ['everybody', everyone],
  ['the manager of a territory', mara],
])('to %s', (_, by) => {
  test('by stage, in their order, over the stays that are over', async () => {
    const answer = await ask('which stage takes longest', by);
    if (answer.kind !== 'series') throw new Error(answer.kind);
    const seen = stays.filter(({ seenBy }) => seenBy(by));
    expect(answer.series.map(({ key }) => key)).toEqual([
      ...new Set(['Discovery', 'Qualification', 'Proposal', 'Negotiation', 'Contract']),
    ]);
    for (const { key, value, count } of answer.series) {
      const mine = seen.filter(({ stage }) => stage === key);
      expect(value, key).toBeCloseTo(mean(mine), 6);
      expect(count, key).toBe(known(mine));
    }
    const unproven = seen.length - known(seen);
    expect(answer.leftOut).toEqual(
      unproven === 0 ? [] : [{ because: 'no day on which the stage began', count: unproven }],
    );
  });

  test('of one stage, in a period, by owner', async () => {
    const answer = await ask('how long did deals stay in Negotiation last quarter by owner', by);
    if (answer.kind !== 'series') throw new Error(answer.kind);
    const mine = stays.filter(
      ({ stage, left, seenBy }) =>
        stage === 'Negotiation' && left >= '2025-10-01' && left <= '2025-12-31' && seenBy(by),
    );
    expect(mine.length).toBeGreaterThan(20);
    expect(Object.fromEntries(answer.series.map(({ key, count }) => [key, count]))).toEqual(
      Object.fromEntries(
        [...Map.groupBy(mine, ({ owner }) => owner)].map(([owner, all]) => [owner, known(all)]),
      ),
    );
    for (const { key, value } of answer.series)
      expect(value, key).toBeCloseTo(mean(mine.filter(({ owner }) => owner === key)), 6);
  });
});

test('two periods stand side by side', async () => {
  const answer = await ask('time in each stage this quarter vs last quarter');
  if (answer.kind !== 'comparison') throw new Error(answer.kind);
  const between = (from: string, to: string) => stays.filter(({ left }) => left >= from && left <= to);
  expect(answer.sides[0].value).toBeCloseTo(mean(between('2026-01-01', '2026-03-31')), 6);
  expect(answer.sides[1].value).toBeCloseTo(mean(between('2025-10-01', '2025-12-31')), 6);
});
