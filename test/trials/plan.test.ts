import { expect, test } from 'vitest';
import { FEWEST, type Planned, planKills } from './plan.ts';

const recorded = {
  approve: Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`insert table_${n}`, 1 + (n % 3)])),
  undo: Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`crm call_${n}`, 1])),
  sweep: Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`read table_${n}`, 2])),
};
const points = (planned: Planned[]): string[] =>
  planned.flatMap(({ mode, plan }) => plan.map((kill) => [mode, ...Object.values(kill)].join(' ')));

test('kills that were not met are made up for by those that a longer plan would have done next', () => {
  const first = planKills(recorded, { seed: 5, trials: null });
  expect(points(first).length).toBeGreaterThanOrEqual(FEWEST);
  const more = points(
    planKills(recorded, { seed: 5, trials: null, after: points(first).length, missing: 7 }),
  );
  expect(more.length).toBeGreaterThanOrEqual(7);
  const longer = planKills(recorded, { seed: 5, trials: points(first).length + more.length });
  expect([...points(first), ...more].sort()).toEqual(points(longer).sort());
});
