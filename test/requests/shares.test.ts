import { expect, test } from 'vitest';
import { emptyFrame } from '../../src/language/request.ts';
import { answerSentence } from '../../src/requests/answer-sentence.ts';
import type { Listed } from '../../src/sales/answer.ts';
import { answerTable } from '../../src/story/answer-table.ts';
import { chartOf } from '../../src/story/chart.ts';
import { aDeal, asked, askedMetric, pipeline, rowsAnswer, seriesAnswer } from '../support/answers.ts';

// As the database gives them: a rate against quotas says in which currency it was worked out.
const inDollars = { currency: 'USD' };
const byRep = (unit: 'share' | 'ratio', values: [string, number][]) =>
  seriesAnswer(
    values.map(([label, value]) => [label, value, inDollars]),
    { by: ['owner'], unit },
  );

test('attainment and coverage by rep are shares and multiples, never dollars', () => {
  const attained = byRep('share', [
    ['Elif Demir', 0.99],
    ['Tom Reyes', 0.88],
  ]);
  const share = askedMetric('attainment', 'Quota attainment');
  expect(answerSentence(emptyFrame, attained, share)).toBe(
    'Elif Demir has the highest quota attainment: 99%, Tom Reyes the lowest: 88%.',
  );
  expect(answerTable(attained, share).columns[1]).toMatchObject({ head: 'Quota attainment', holds: 'share' });
  expect(JSON.stringify(chartOf(attained, share, 'Quota attainment by owner'))).toMatch(/99%/);
  expect(JSON.stringify(chartOf(attained, share, 'Quota attainment by owner'))).not.toMatch(/\$/);

  const covered = byRep('ratio', [
    ['Tom Reyes', 6.81],
    ['Søren Holm', 0.29],
  ]);
  const ratio = askedMetric('coverage', 'Pipeline coverage');
  expect(answerSentence(emptyFrame, covered, ratio)).toBe(
    'Tom Reyes has the highest pipeline coverage: 6.8×, Søren Holm the lowest: 0.3×.',
  );
  expect(answerTable(covered, ratio).columns[1]).toMatchObject({ holds: 'ratio' });
});

test('the first few are not the whole: no share of it is said or drawn, and they are not added up', () => {
  const top = asked({ measure: 'Open pipeline', limit: 4 });
  expect(answerSentence({ ...emptyFrame, limit: 4 }, pipeline, top)).toBe('Negotiation is largest: $3.1M.');
  expect(answerTable(pipeline, top).totalled).toBe(false);
  expect(JSON.stringify(chartOf(pipeline, top, 'Open pipeline by stage, top 4'))).not.toMatch(/%/);
});

test('of the largest deal its amount is said, also where one thing was asked of it', () => {
  const rows = [{ ...aDeal('Acme Platform'), owner: 'Tom Reyes' }];
  const first = { ...emptyFrame, limit: 1 };
  const one = { ...rowsAnswer([]), rows, total: 12, sums: [] };
  expect(answerSentence(first, one, asked())).toBe(
    'Acme Platform, $42,000, of Tom Reyes; the largest of 12.',
  );
  const smallest = { ...first, sort: { field: 'amount', down: false } } as const;
  expect(answerSentence(smallest, one, asked())).toContain('the smallest of 12.');
  const oldest = { ...first, sort: { field: 'created_on', down: false } } as const;
  expect(answerSentence(oldest, one, asked())).toBe('Acme Platform, of Tom Reyes; the first of 12.');
  const when: Listed = {
    columns: [
      { field: 'close_date', label: 'Close date', type: 'day' },
      { field: 'created_on', label: 'Created', type: 'day' },
    ],
    rows: [{ id: 'D-1', name: 'Acme Platform', cells: ['2026-04-15', '2025-11-03'] }],
  };
  expect(answerSentence(oldest, { ...one, listed: when }, asked())).toBe(
    'Acme Platform, of Tom Reyes: created 3 Nov 2025; the first of 12.',
  );
  const owner: Listed = {
    columns: [{ field: 'owner', label: 'Owner', type: 'name' }],
    rows: [{ id: 'D-1', name: 'Acme Platform', cells: ['Tom Reyes'] }],
  };
  expect(answerSentence(first, { ...one, listed: owner }, asked())).toBe(
    'Acme Platform, $42,000: owner Tom Reyes.',
  );
});

test('days are long or short, and people have the most', () => {
  const cycle = seriesAnswer(
    [
      ['Security', 73.9],
      ['Platform', 67.6],
    ],
    { by: ['product'], unit: 'days' },
  );
  expect(answerSentence(emptyFrame, cycle, askedMetric('cycle_time', 'Sales cycle'))).toBe(
    'Security has the longest sales cycle: 73.9 days, Platform the shortest: 67.6 days.',
  );
  const people = seriesAnswer(
    [
      ['Priya Nair', 75],
      ['Tom Reyes', 26],
    ],
    { by: ['owner'], unit: 'deals' },
  );
  expect(answerSentence({ ...emptyFrame, by: ['owner'] }, people, asked())).toContain(
    'Priya Nair has the most: 75',
  );
});
