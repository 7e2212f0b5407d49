import { expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

test.each([
  ['nudge all reps with stale deals', '> remind of Stale open deals'],
  ['please nudge everyone who has stale deals', '> remind of Stale open deals'],
  ['chase everyone whose deals are stale', '> remind of Stale open deals'],
  ['can you nudge the team about stale deals', '> remind of Stale open deals'],
  ['remind all reps in EMEA who have stale deals', '> remind of Stale open deals in EMEA'],
  ['remind everyone whose close dates are in the past', '> remind of Open deals past their close date'],
  ['ping my reps about deals without a next step', '> remind of Open deals without next step'],
  ['message the owners of deals over $50k', '> remind of Open deals over $50,000'],
  ['nudge every rep with deals in negotiation', '> remind of Deals in Negotiation'],
  ['nudge Priya about her deals in negotiation', '> remind of Deals of Priya Nair in Negotiation'],
])('%s', (text, expected) => {
  expect(readAs(text, cast)).toBe(expected);
});

test.each([
  'remind me about stale deals',
  'if a deal is stale, nudge the owner',
  'remind everyone when a deal is stale',
  'nudge all customers about their renewals',
  'which reps have stale deals',
  'stop nudging my reps',
])('%s is something else', (text) => {
  expect(readAs(text, cast)).not.toMatch(/remind of/);
});
