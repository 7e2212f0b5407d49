import { beforeAll, describe, expect, inject, test } from 'vitest';
import { confidenceOf } from '../../src/language/confidence.ts';
import { byPath, scored, totals } from './corpus/report.ts';
import type { Scored } from './corpus/score.ts';

// Only the sample company is on every machine; `npm run corpus` reports all three, and both halves.
describe('phrasings of people who had not seen the reader', () => {
  let kept: Scored[];
  beforeAll(async () => {
    kept = await scored(inject('postgresUrl'), 'kept', 'sample');
  });

  test('the confidence of a reading is the measured share of right ones in the half kept aside', () => {
    for (const path of ['plain', 'assumed', 'corrected'] as const) {
      const { cases, right } = byPath(kept, path);
      expect(confidenceOf(path), `${path}: ${right} of ${cases}`).toBeCloseTo((right + 1) / (cases + 2), 2);
    }
  });

  test('what is dangerous, private or injected is never answered', () => {
    const { dangerous } = totals(kept);
    expect(dangerous.lines).toBeGreaterThan(10);
    expect(dangerous.wrong).toBe(0);
  });

  test('no fewer are read, and no more are read wrongly, than were measured', () => {
    const { all } = totals(kept);
    expect(all.lines).toBeGreaterThan(140);
    expect(all.exact / all.lines).toBeGreaterThan(0.705);
    expect(all.wrong / all.lines).toBeLessThan(0.065);
  });
});
