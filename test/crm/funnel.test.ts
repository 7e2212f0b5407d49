import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerQuestion } from '../../src/crm/questions.ts';
import type { Answer } from '../../src/sales/answer.ts';
import type { Question } from '../../src/sales/conditions.ts';
import { aSampleOf, everyone, mara, maya, type Rows, sampleRows, sees } from './rows.ts';

let fresh: Awaited<ReturnType<typeof aSampleOf>>;
let rows: Rows;
beforeAll(async () => {
  fresh = await aSampleOf();
  rows = await sampleRows(fresh.db);
});
afterAll(() => fresh.drop());

const ask = (more: Partial<Question> = {}, by = everyone) =>
  answerQuestion(fresh.db, { of: 'deal', where: { all: [] }, measure: { metric: 'funnel' }, ...more }, by);
const askers = [everyone, mara, maya];

test('the funnel counts how far each deal came, whatever became of it', async () => {
  const open = rows.stages.filter(({ is }) => is === 'open').sort((a, b) => a.order - b.order);
  const ladder = [...open.map(({ id }) => id), rows.stages.find(({ is }) => is === 'won')?.id];
  for (const by of askers) {
    for (const [period, from, to] of [
      [undefined, null, null],
      ['last quarter', '2025-10-01', '2025-12-31'],
    ] as const) {
      const far = rows.deals
        .filter((deal) => sees(by.scope, deal))
        .filter(({ created_on }) => from === null || (created_on && created_on >= from && created_on <= to))
        .map((deal) => {
          const been = rows.versions.filter(({ deal_id }) => deal_id === deal.id);
          return Math.max(...been.map(({ stage_id }) => ladder.indexOf(stage_id)));
        });
      const answer = await ask(period ? { period } : {}, by);
      if (answer.kind !== 'funnel') throw new Error(answer.kind);
      const counts = ladder.map((_, place) => far.filter((reached) => reached >= place).length);
      expect(answer.steps.map(({ count }) => count)).toEqual(counts);
      expect(answer.steps[0]?.rate).toBeNull();
      for (const [i, { rate }] of answer.steps.entries()) {
        const before = counts[i - 1] ?? 0;
        if (i > 0) expect(rate).toBe(before > 0 ? (counts[i] ?? 0) / before : null);
      }
      expect(answer.total).toBe(counts[0]);
    }
  }
});

test('a stage that was skipped counts when a later one was reached; a loss alone proves none', async () => {
  await fresh.db
    .transaction(async (trx) => {
      await trx('deal_versions').delete();
      await trx('deals').delete();
      const stage = (place: number) => rows.stages.find(({ order }) => order === place)?.id;
      const deal = async (id: string, status: string, places: number[]) => {
        const row = { name: id, status, stage_id: stage(places.at(-1) ?? 1) };
        await trx('deals').insert({ ...row, id, source: 'test', source_id: id });
        for (const [i, place] of places.entries())
          await trx('deal_versions').insert({
            ...row,
            stage_id: stage(place),
            deal_id: id,
            version: i + 1,
            valid_from: `2026-01-0${i + 1}T00:00Z`,
          });
      };
      await deal('skipped', 'open', [1, 4]);
      await deal('straight', 'won', [6]);
      await deal('back', 'open', [3, 1]);
      await deal('lost', 'lost', [2, 7]);
      await deal('unknown', 'lost', [7]);
      const answer = await answerQuestion(
        trx,
        { of: 'deal', where: { all: [] }, measure: { metric: 'funnel' } },
        everyone,
      );
      const { kind, steps, total, leftOut } = answer as Extract<Answer, { kind: 'funnel' }>;
      expect(kind).toBe('funnel');
      expect(steps.map(({ count }) => count)).toEqual([4, 4, 3, 2, 1, 1]);
      expect(steps.map(({ rate }) => rate)).toEqual([null, 1, 3 / 4, 2 / 3, 1 / 2, 1]);
      expect([total, leftOut]).toEqual([4, [{ because: 'known only as lost', count: 1 }]]);
      await trx.rollback();
    })
    .catch((error) => {
      if (!String(error).includes('rolled back')) throw error;
    });
});
