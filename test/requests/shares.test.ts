import { expect, test } from 'vitest';
import { emptyFrame } from '../../src/language/request.ts';
import { answerSentence } from '../../src/requests/answer-sentence.ts';
import { answerTable } from '../../src/story/answer-table.ts';
import { chartOf } from '../../src/story/chart.ts';
import { asked, askedMetric, pipeline, seriesAnswer } from '../support/answers.ts';

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
