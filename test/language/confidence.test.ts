import { expect, test } from 'vitest';
import { confidenceOf } from '../../src/language/confidence.ts';
import { read } from '../../src/language/reader.ts';
import type { Path } from '../../src/language/request.ts';
import { lexicons } from './companies.ts';
import { phrasings } from './phrasings.ts';
import { on, say } from './say.ts';

test('confidence is the measured share of right readings of the corpus, by the way they were read', () => {
  for (const path of ['plain', 'assumed', 'corrected'] satisfies Path[]) {
    const all = phrasings.map(([company, text, expected]) => ({
      reading: read(text, on(lexicons[company])),
      company,
      expected,
    }));
    const cases = all.filter(({ reading }) => reading.say === 'question' && reading.path === path);
    const right = cases.filter(
      ({ reading, company, expected }) => say(reading, lexicons[company]) === expected,
    );
    expect(cases.length, path).toBeGreaterThan(10);
    expect(confidenceOf(path), path).toBeCloseTo((right.length + 1) / (cases.length + 2), 2);
  }
});
