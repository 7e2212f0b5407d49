import { describe, expect, test } from 'vitest';
import { questionOf } from '../../src/language/question.ts';
import { read } from '../../src/language/reader.ts';
import { typed } from '../../src/language/understanding.ts';
import { cast, maven } from './companies.ts';
import { last, on, readAs } from './say.ts';

describe('a share has a whole and a part, however it is asked for', () => {
  test.each([
    ['what % of pipeline is EMEA', 'Share of open pipeline that is in EMEA'],
    ['What percent of our pipeline is in negotiation?', 'Share of open pipeline that is in Negotiation'],
    ['how much of the pipeline is in negotiation (percent)', 'Share of open pipeline that is in Negotiation'],
    ['Negotiation share of open pipeline', 'Share of open pipeline that is in Negotiation'],
    ['EMEA pipeline as % of total pipeline', 'Share of open pipeline that is in EMEA'],
    [
      "what portion of Tom's pipeline is over 100k",
      'Share of open pipeline of Tom Reyes that is over $100,000',
    ],
    ['what percentage of our won deals came from Core', 'Share of won deals that are with product Core'],
    [
      "Tom's share of won deals this quarter",
      'Share of won deals closed this quarter (1 Jan to 31 Mar 2026) that are of Tom Reyes',
    ],
    ['what % of open deals are stuck', 'Share of open deals that are stale'],
    ['share of pipeline that is mine', 'Share of open pipeline that is yours'],
    [
      'what % of pipeline closes this quarter',
      'Share of open pipeline that is closing this quarter (1 Jan to 31 Mar 2026)',
    ],
    ['what percent of leads are untouched', 'Share of leads that are without first touch'],
  ])('%s', (said, meant) => {
    expect(readAs(said, cast)).toBe(meant);
  });

  test('of what closed, and not of what was won, some was lost', () => {
    expect(readAs('what share of deals closed last quarter were lost', cast)).toBe(
      'Share of won and lost deals closed last quarter (1 Oct to 31 Dec 2025) that are lost',
    );
    expect(readAs('% of deals lost', cast)).toBe('Share of closed deals that are lost');
  });

  test('which account is meant is asked back', () => {
    expect(readAs('what % of pipeline is Acme', cast)).toBe('? Which Acme? Acme Corp | Acme Logistics GmbH');
  });

  test('"of those" are the ones of the question before', () => {
    expect(last(cast, 'open deals in EMEA', 'what % of those are over 100k')).toBe(
      'Share of open deals in EMEA that are over $100,000',
    );
  });
});

describe('without a part each group is one', () => {
  test.each([
    ['share of open deals by team', 'Share of open deals by team'],
    ['percentage of pipeline per territory', 'Share of open pipeline by territory'],
    ['which share of pipeline does each rep have', 'Share of open pipeline by owner'],
    ["each rep's share of won deals", 'Share of won deals by owner'],
    ['share of pipeline by stage for EMEA', 'Share of open pipeline in EMEA by stage'],
    ["what % of each rep's pipeline is stuck", 'Share of open pipeline that is stale, by owner'],
  ])('%s', (said, meant) => {
    expect(readAs(said, cast)).toBe(meant);
  });
});

test('what is no share of deals, or has a word that nobody knows, is not read as one', () => {
  for (const said of [
    'share of wallet',
    'what % of quota is Tom at',
    'what % of pipeline is frobnicated',
    'share this with Tom',
  ])
    expect(readAs(said, cast)).not.toMatch(/^share/i);
});

test('the understanding, typed, reads back to the same request', () => {
  for (const said of [
    'what % of pipeline is in Prospecting',
    'share of open deals by product, as a table',
    "what % of each rep's deals are over 50k",
    'what % of deals were won',
  ])
    for (const lexicon of [cast, maven]) {
      const reading = read(said, on(lexicon));
      if (reading.say !== 'question') continue;
      const again = read(typed(reading.frame, on(lexicon)), on(lexicon));
      expect(again.say === 'question' && questionOf(again.frame, null)).toEqual(
        questionOf(reading.frame, null),
      );
    }
});
