import { beforeAll, expect, test } from 'vitest';
import { roster } from '../../src/agents/roster.ts';
import { withSample } from '../support/sample.ts';
import { intakeKinds } from './intake.ts';
import { measure } from './measure.ts';
import { isRight, type Measured } from './planted.ts';

let all: Measured[] = [];
beforeAll(async () => {
  all = await measure(withSample);
});

test('every trigger of every agent has cases that are to be found and others that are near', () => {
  const triggers = roster.flatMap((agent) =>
    [...agent.triggers, ...(agent.records?.triggers ?? []), ...agent.figures].map(
      ({ name }) => `${agent.name} ${name}`,
    ),
  );
  const intake = intakeKinds.map((kind) => `intake ${kind}`);
  expect(all.map(({ agent, trigger }) => `${agent} ${trigger}`).toSorted()).toEqual(
    [...triggers, ...intake].toSorted(),
  );
  for (const { trigger, planted } of all) {
    expect(
      planted.some(({ of }) => of.found),
      trigger,
    ).toBe(true);
    expect(
      planted.some(({ of }) => !of.found),
      trigger,
    ).toBe(true);
  }
});

test('each finds what was planted for it and nothing near it, and what comes of it is right', () => {
  expect(all.flatMap(({ planted }) => planted.filter((one) => !isRight(one)))).toEqual([]);
});

test('each finds all that there is in the whole company, and nothing else', () => {
  for (const { trigger, truth, found, both } of all)
    expect({ trigger, found, both }).toEqual({ trigger, found: truth, both: truth });
  expect(all.filter(({ truth }) => truth === 0)).toEqual([]);
});
