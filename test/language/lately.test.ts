import { expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

// It is 10:00.
test.each([
  ['undo the last hour', '> undo all of me, today 540-'],
  ['undo everything of the last 30 minutes', '> undo all of me, today 570-'],
  ['undo what the pipeline agent did in the last 2 hours', '> undo all of Pipeline agent, today 480-'],
  ["undo the pipeline agent's changes from the past half hour", '> undo all of Pipeline agent, today 570-'],
  // That began yesterday: hours are of one day.
  ['undo the last 12 hours', '-'],
  ['undo my last 3 changes', '> undo 3'],
])('%s', (said, meant) => {
  expect(readAs(said, cast)).toBe(meant);
});

test.each([
  ['make the pipeline agent read-only', '> mode shadow of Pipeline agent'],
  ['the forecasting agent may only look', '> mode shadow of Forecasting agent'],
  ['what may the pipeline agent do', '> status Pipeline agent'],
  ['what can you do', '> help everything'],
])('what an agent may do: %s', (said, meant) => {
  expect(readAs(said, cast)).toBe(meant);
});
