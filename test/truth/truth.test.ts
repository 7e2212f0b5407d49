import { expect, test } from 'vitest';
import { withSample } from '../support/sample.ts';
import { measure } from './measure.ts';
import { isRight } from './planted.ts';

test('each trigger finds what was planted for it and nothing near it, proposes the right thing, and finds all there is in the company', async () => {
  const all = await measure(withSample);
  expect(all.flatMap(({ planted }) => planted.filter((one) => !isRight(one)))).toEqual([]);
  for (const { trigger, truth, found, both } of all)
    expect({ trigger, found, both }).toEqual({ trigger, found: truth, both: truth });
  expect(all.every(({ truth }) => truth > 0)).toBe(true);
});
