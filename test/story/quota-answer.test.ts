import { describe, expect, test } from 'vitest';
import type { AgainstQuotas, Answer } from '../../src/sales/answer.ts';
import { tableSentence } from '../../src/story/answer.ts';
import { quotaNotes } from '../../src/story/quota-answer.ts';
import { askedMetric, forecast } from '../support/answers.ts';

type Table = Extract<Answer, { kind: 'table' }>;
type Standing = { won: number; quota: number; passed: number; forecast: number };

const { basis } = forecast().forecast;

function table(of: Record<string, Standing>, quotas: Partial<AgainstQuotas> = {}, whole?: Standing): Table {
  const cells = ({ won, quota, passed, forecast }: Standing) => [
    won / quota,
    passed,
    quota,
    forecast - won,
    forecast,
    Math.max(0, quota - forecast),
  ];
  const money = (name: string, label: string) =>
    ({ name, label, unit: 'currency', currency: 'USD' }) as const;
  const rows = Object.entries(of).map(([label, one]) => ({ id: label, label, cells: cells(one) }));
  return {
    kind: 'table',
    by: 'owner',
    columns: [
      { name: 'attainment', label: 'Attainment', unit: 'share' },
      { name: 'passed', label: 'Time passed', unit: 'share' },
      money('quota', 'Quota'),
      money('weighted', 'Weighted pipeline'),
      money('forecast', 'Forecast'),
      money('gap', 'Gap'),
    ],
    rows,
    whole: whole ? { id: null, label: 'Together', cells: cells(whole) } : null,
    total: rows.length,
    leftOut: [],
    quotas: { listed: 'at risk', withQuota: 12, atRisk: [], over: false, basis, ...quotas },
  };
}
const said = (answer: Table): string => tableSentence(answer, askedMetric('quota_risk', 'Quota risk'));

const dan = { won: 351_800, quota: 960_000, passed: 0.88, forecast: 409_590 };
const soren = { won: 424_500, quota: 540_000, passed: 0.88, forecast: 429_103 };

describe('who may miss the quota', () => {
  test('is counted, and whoever is furthest behind is named with the gap', () => {
    expect(said(table({ 'Dan Cole': dan, 'Søren Holm': soren }))).toBe(
      '2 people may miss the quota. Furthest behind is Dan Cole: 37% of it won with 88% of the time passed, by forecast $550,410 short.',
    );
    expect(said(table({ 'Dan Cole': { ...dan, won: 0, passed: 0 } }))).toBe(
      '1 person may miss the quota. Dan Cole: 0% of it won, by forecast $550,410 short.',
    );
  });

  test('of a period that is over is who missed it', () => {
    const answer = table({ 'Dan Cole': { ...dan, passed: 1, forecast: 351_800 } }, { over: true });
    expect(said(answer)).toMatch(
      /^1 person missed the quota\. Dan Cole: 37% of it won.*, \$608,200 short\.$/,
    );
    expect(said(table({}, { over: true }))).toBe('No rep missed the quota.');
  });

  test('is nobody only where there are quotas', () => {
    expect(said(table({}))).toBe('No rep is at risk of missing the quota.');
    expect(said(table({}, { withQuota: 0 }))).toBe('Nothing to measure: no quota is set.');
  });
});

describe('how somebody stands against the quota', () => {
  const of = (standing: Standing, over = false) =>
    said(table({ 'Dan Cole': standing }, { listed: 'all', over }));

  test('behind the time and short by forecast is not on track', () => {
    expect(of(dan)).toBe(
      'Dan Cole: not on track. 37% of the quota of $960,000 is won with 88% of the time passed, and the forecast of $409,590 is $550,410 short.',
    );
  });

  test.each([
    [
      'behind, where the forecast makes up for it',
      { forecast: 970_000 },
      'behind the time, but forecast to get there',
    ],
    [
      'ahead, where the forecast is short all the same',
      { won: 900_000, forecast: 950_000 },
      'ahead of the time',
    ],
    ['ahead, with a forecast that reaches it', { won: 900_000, forecast: 990_000 }, 'on track'],
    ['there already', { won: 960_000, forecast: 990_000 }, 'quota reached'],
    ['before it begins, with too little', { won: 0, passed: 0 }, 'forecast short of the quota'],
    [
      'before it begins, with enough',
      { won: 0, passed: 0, forecast: 970_000 },
      'forecast to reach the quota',
    ],
  ])('%s', (_, more, verdict) => {
    expect(of({ ...dan, ...more }).split('. ')[0]).toBe(`Dan Cole: ${verdict}`);
  });

  test('is not on track where the chance is against it, whatever the forecast adds up to', () => {
    const reaches = { ...dan, won: 900_000, forecast: 990_000 };
    const at = (chance: number) => said(table({ 'Dan Cole': reaches }, { listed: 'all', chance }));
    expect(at(0.32)).toBe(
      'Dan Cole: not sure to get there. 94% of the quota of $960,000 is won with 88% of the time passed; the forecast is $990,000, and the chance to reach the quota is 32%.',
    );
    expect(at(0.7)).toMatch(/^Dan Cole: on track\. .*the chance to reach the quota is 70%\.$/);
  });

  test('of a period that is over it was reached or missed', () => {
    expect(of({ ...dan, forecast: dan.won }, true)).toBe(
      'Dan Cole: quota missed. 37% of the quota of $960,000 was won, $608,200 short.',
    );
    expect(of({ ...dan, won: 960_000, forecast: 960_000 }, true)).toMatch(/quota reached/);
  });

  test('of several is how they stand together, and who of them may miss theirs', () => {
    const whole = { won: 3_099_500, quota: 3_720_000, passed: 0.88, forecast: 3_700_000 };
    const rows = { 'Dan Cole': dan, 'Søren Holm': soren };
    expect(said(table(rows, { listed: 'all', withQuota: 4, atRisk: Object.keys(rows) }, whole))).toBe(
      'Together: not on track. 83% of the quota of $3.72M is won with 88% of the time passed, and the forecast of $3.7M is $20,000 short. 2 of 4 people may miss theirs: Dan Cole and Søren Holm.',
    );
    expect(said(table(rows, { listed: 'all', withQuota: 4 }, whole))).toMatch(
      /None of 4 people is at risk\.$/,
    );
  });
});

test('what at risk means, what open deals count for and what it was made from is said, but not of a period that is over', () => {
  const notes = quotaNotes(table({ 'Dan Cole': dan }));
  expect(notes).toHaveLength(3);
  expect(notes.join(' ')).toMatch(
    /At risk: attainment behind the time passed.*past its close date or not.*Made from Q1 2025/,
  );
  expect(quotaNotes(table({}, { over: true, basis: null }))).toEqual([]);
  expect(quotaNotes(table({}, { withQuota: 0 }))).toEqual([]);
});
