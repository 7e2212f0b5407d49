import { describe, expect, test } from 'vitest';
import { type CameTo, earned, type Judgement, lostBecause, tallyOf } from '../../src/policy/earned.ts';

const now = new Date('2026-03-20T10:00:00Z');
const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
const bar = { share: 0.8, days: 30 };
/** The first of them so many days ago. */
const came = (counts: Partial<Record<CameTo, number>>, days: number): Judgement[] =>
  Object.entries(counts).flatMap(([as, n]) =>
    Array.from({ length: n }, (_, at) => ({ came: as as CameTo, at: ago(days - at / 100) })),
  );

describe('auto mode is earned', () => {
  test.each<[string, Partial<Record<CameTo, number>>, number, boolean, string[]]>([
    ['enough days and a sure share', { accepted: 66, rejected: 4 }, 31, true, []],
    ['the last day is missing', { accepted: 66, rejected: 4 }, 29.9, false, ['29 of 30 days']],
    ['on the day itself', { accepted: 66, rejected: 4 }, 30, true, []],
    ['nothing yet', {}, 0, false, ['0 of 30 days', 'nothing like it was decided yet']],
    [
      'all of a few: a lucky start earns nothing',
      { accepted: 8 },
      40,
      false,
      ['8 of 8 accepted unchanged: at least 67%, bar 80%'],
    ],
    ['the first number of which all are enough', { accepted: 16 }, 40, true, []],
    ['one fewer', { accepted: 15 }, 40, false, ['15 of 15 accepted unchanged: at least 79%, bar 80%']],
    [
      'what was edited was not accepted as it was',
      { accepted: 60, edited: 10 },
      40,
      false,
      ['60 of 70 accepted unchanged: at least 75%, bar 80%'],
    ],
    [
      'nor what was undone since',
      { accepted: 60, undone: 10 },
      40,
      false,
      ['60 of 70 accepted unchanged: at least 75%, bar 80%'],
    ],
    [
      'both are missing, and both are said',
      { accepted: 5, rejected: 5 },
      12,
      false,
      ['12 of 30 days', '5 of 10 accepted unchanged: at least 23%, bar 80%'],
    ],
  ])('%s', (_, counts, days, enough, missing) => {
    expect(earned(tallyOf(came(counts, days)), bar, now)).toMatchObject({ enough, missing });
  });

  test('the evidence in one sentence, with the lower end and never more than it is', () => {
    expect(earned(tallyOf(came({ accepted: 66, rejected: 4 }, 31)), bar, now).said).toBe(
      '31 days, 66 of 70 accepted unchanged, at least 86% (bar 80%)',
    );
    expect(earned(tallyOf([]), bar, now).said).toBe('no decision yet');
  });
});

describe('auto mode is lost', () => {
  const limits = { share: 0.8, undone: 3, days: 90 };
  const since = (accepted: number, cases: number) => ({ accepted, cases, firstAt: ago(80) });
  test.each([
    ['while it holds', since(66, 70), 2, null],
    [
      'too many undone within a week',
      since(66, 70),
      3,
      '3 of the things it did alone were undone within a week (limit 3).',
    ],
    [
      'under the bar',
      since(60, 70),
      0,
      'In 90 days 60 of 70 were accepted or left standing: at least 75%, bar 80%.',
    ],
    [
      'no evidence left',
      { accepted: 0, cases: 0, firstAt: null },
      0,
      'Nothing like it was decided or done in 90 days.',
    ],
  ])('%s', (_, tally, undone, because) => {
    expect(lostBecause({ since: tally, undone }, limits)).toBe(because);
  });
});
