import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { last, readAs } from './say.ts';

const won = 'Amount of won deals closed';
const thisQuarter = 'this quarter (1 Jan to 31 Mar 2026)';
const lastQuarter = 'last quarter (1 Oct to 31 Dec 2025)';
const q3 = 'Q3 2025 (1 Jul to 30 Sep 2025)';
const q4 = 'Q4 2025 (1 Oct to 31 Dec 2025)';

describe('two periods and nothing else: what was won in them', () => {
  test.each([
    ['compare Q3 and Q4', `${won} in ${q3} compared with ${q4}`],
    ['Q4 vs Q3', `${won} in ${q4} compared with ${q3}`],
    ['how did Q4 compare to Q3?', `${won} in ${q4} compared with ${q3}`],
    ['compare Q3 and Q4 by rep', `${won} in ${q3} by owner compared with ${q4}`],
    ['how does this quarter compare with last', `${won} ${thisQuarter} compared with ${lastQuarter}`],
    ['how does this quarter compare to the one before', `${won} ${thisQuarter} compared with ${lastQuarter}`],
    ['are we up on last quarter?', `${won} ${thisQuarter} compared with ${lastQuarter}`],
    ['is revenue up or down on last quarter', `${won} ${thisQuarter} compared with ${lastQuarter}`],
    ['how was last quarter compared to the one before', `${won} ${lastQuarter} compared with ${q3}`],
    [
      'December vs November',
      `${won} in December 2025 (1 Dec to 31 Dec 2025) compared with November 2025 (1 Nov to 30 Nov 2025)`,
    ],
    [
      'how does this month compare with the same month last year',
      `${won} this month (1 Mar to 31 Mar 2026) compared with March 2025 (1 Mar to 31 Mar 2025)`,
    ],
  ])('%s', (text, understood) => {
    expect(readAs(text, cast)).toBe(understood);
  });

  test('what is named beside them is compared, and not what was won', () => {
    expect(readAs('compare Q3 and Q4 win rate', cast)).toMatch(
      /^Win rate in Q3 2025 .* compared with Q4 2025/,
    );
    expect(readAs('coverage Q1 vs Q2', cast)).toBe(
      'Pipeline coverage in Q1 (1 Jan to 31 Mar 2026) compared with Q2 (1 Apr to 30 Jun 2026)',
    );
  });

  test('in a thread they are of what was asked before', () => {
    expect(last(cast, 'win rate by owner', 'Q4 vs Q3')).toMatch(/^Win rate /);
  });
});

describe('a part of a year against last year', () => {
  test.each([
    [['won amount this quarter', 'vs last year?'], 'compared with Q1 2025 (1 Jan to 31 Mar 2025)'],
    [['revenue in q1 vs last year'], 'compared with Q1 2025 (1 Jan to 31 Mar 2025)'],
    [['win rate ytd vs last year'], 'compared with 1 Jan 2025 to 20 Mar 2025'],
    [['won deals last month vs last year'], 'compared with February 2025 (1 Feb to 28 Feb 2025)'],
  ])('%s is against the same part of it', (turns, read) => {
    expect(last(cast, ...turns)).toContain(read);
  });

  test.each([
    [['bookings this year vs last year'], 'compared with last year (1 Jan to 31 Dec 2025)'],
    [['won amount this quarter', 'vs 2025'], 'compared with 2025 (1 Jan to 31 Dec 2025)'],
    [['won amount this quarter', 'vs last quarter'], 'compared with last quarter (1 Oct to 31 Dec 2025)'],
  ])('%s is against all that was named', (turns, read) => {
    expect(last(cast, ...turns)).toContain(read);
  });
});
