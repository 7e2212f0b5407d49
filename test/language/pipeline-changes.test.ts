import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

describe('what changed in the pipeline is of deals, not of the agent', () => {
  test.each([
    ['what changed in the pipeline since yesterday', 'since yesterday, Deals'],
    ['what changed in the pipeline this week', 'this week, Deals'],
    ['what changed since Monday', 'since last monday, Deals'],
    ['what changed since Friday', 'since last friday, Deals'],
    ['what changed in my pipeline since Monday?', 'since last monday, Your deals'],
    ['pipeline changes this week', 'this week, Deals'],
    ["what's new in the pipeline", 'usual, Deals'],
    ['which deals changed since yesterday', 'since yesterday, Deals'],
    ["what happened in Tom's pipeline last week", 'last week, Deals of Tom Reyes'],
    ['what changed in the pipeline in EMEA this month', 'this month, Deals in EMEA'],
    ['anything new in the pipeline today', 'today, Deals'],
    ['what happened in AMER this week', 'this week, Deals in AMER'],
    ['what changed with Priya last week', 'last week, Deals of Priya Nair'],
    ['what moved in EMEA yesterday', 'yesterday, Deals in EMEA'],
    ['what happened with Globex this month', 'this month, Deals for Globex'],
    ['sum up yesterday for me, anything i should know', 'yesterday, Deals'],
    ['recap last week', 'last week, Deals'],
    ['catch me up on the pipeline', 'usual, Deals'],
    ['how did the pipeline move this week', 'this week, Deals'],
  ])('%s', (text, read) => {
    expect(readAs(text, cast)).toBe(`> pipeline_changes, ${read}`);
  });

  test.each([
    ['what did the pipeline agent change this week', '> activity of Pipeline agent, this week'],
    ['what changed in the pipeline agent since yesterday', '> activity of Pipeline agent, since yesterday'],
    ['what changed in the forecast', '> forecast'],
    ['how has the pipeline changed since 1 March', 'Open pipeline compared with 1 Mar 2026'],
    [
      'what moved into Contract since Monday',
      'Open deals in Contract that moved stage since last Monday (from 16 Mar 2026)',
    ],
    ['which deals moved back this month', '> stage_moves any to any back (list), this month, Deals'],
  ])('%s is something else', (text, read) => {
    expect(readAs(text, cast)).toBe(read);
  });
});

describe('whose close date moved in a period', () => {
  test.each([
    ['deals that slipped last month', '(pushed), last month, Deals'],
    ['what slipped last month', '(pushed), last month, Deals'],
    ['how many deals slipped in february', '(pushed), february, Deals'],
    ['my deals that got pushed this week', '(pushed), this week, Your deals'],
    ["priya's deals pushed since monday", '(pushed), since last monday, Deals of Priya Nair'],
    ['deals over 50k that slipped last month', '(pushed), last month, Deals over $50,000'],
    ['deals pulled in this month', '(pulled), this month, Deals'],
  ])('%s', (text, read) => {
    expect(readAs(text, cast)).toBe(`> pipeline_changes ${read}`);
  });

  test.each([
    ['deals pushed more than twice', 'Open deals pushed more than 2 times'],
    ['deals that slipped past their close date', 'Open deals past their close date'],
  ])('%s asks no period', (text, read) => {
    expect(readAs(text, cast)).toBe(read);
  });
});
