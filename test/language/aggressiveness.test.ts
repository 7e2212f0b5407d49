import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

describe('how aggressive an agent is, in words', () => {
  test.each([
    ['make the pipeline agent more aggressive', '> more Pipeline agent'],
    ['set pipeline to conservative for EMEA', '> conservative Pipeline agent in EMEA'],
    ['make pipeline less aggressive in AMER', '> less Pipeline agent in AMER'],
    ['make pipeline a bit more conservative', '> less Pipeline agent'],
    ['pipeline should be balanced', '> balanced Pipeline agent'],
    ['set the aggressiveness of intake to aggressive', '> aggressive Intake agent'],
    ['increase the aggressiveness of forecasting', '> more Forecasting agent'],
    ['tone pipeline down', '> less Pipeline agent'],
    ['tone the pipeline agent down a bit in EMEA', '> less Pipeline agent in EMEA'],
    ['reset the aggressiveness of pipeline', '> balanced Pipeline agent'],
    ['how aggressive is pipeline', '> aggressiveness of Pipeline agent'],
    ['how aggressive is the pipeline agent in EMEA', '> aggressiveness of Pipeline agent in EMEA'],
    ["what's the aggressiveness of intake?", '> aggressiveness of Intake agent'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });

  test.each([
    'make Priya more aggressive',
    'set stale deals to aggressive',
    'be more aggressive',
    'how aggressive is Acme',
  ])('%s is no agent, and nothing is set', (text) => {
    expect(readAs(text, cast)).not.toMatch(
      /^> (?:more|less|aggressive|conservative|balanced|aggressiveness)/,
    );
  });
});
