import { expect, test } from 'vitest';
import { alertsFrom } from '../../src/agents/forecasting/alerts.ts';
import { attainmentAtRisk } from '../../src/agents/forecasting/attainment.ts';
import { coverageUnderTarget } from '../../src/agents/forecasting/coverage.ts';
import type { Terms } from '../../src/agents/forecasting/nouns.ts';
import { winRateOff } from '../../src/agents/forecasting/win-rate.ts';
import type { Attained } from '../../src/sales/attained.ts';

const terms: Terms = { currency: 'USD', companyCurrency: 'USD', from: '2026-01-01', to: '2026-03-31' };
const all = { of: 'all' as const, id: null, name: 'All teams' };
const team = (name: string, quota: number | null, won: number, pipeline: number): Attained => ({
  of: 'team',
  id: name,
  name,
  quota,
  won,
  pipeline,
});
const whole = (quota: number | null, won: number, pipeline: number): Attained => ({
  ...all,
  quota,
  won,
  pipeline,
});

test('coverage under the target says how much is missing, and where', () => {
  const alert = coverageUnderTarget.check(
    {
      whole: whole(1_000_000, 400_000, 1_500_000),
      parts: [
        team('AMER', 500_000, 300_000, 900_000),
        team('EMEA', 300_000, 50_000, 500_000),
        team('APAC', 200_000, 50_000, 100_000),
      ],
    },
    3,
    terms,
  );
  expect(alert).toMatchObject({
    why: 'Open deals of $1.5M cover the $600,000 that is left of the quota 2.5× (target 3×): $300,000 is missing',
    evidence: [
      'APAC: $350,000 missing, $100,000 for $150,000 (0.6×)',
      'EMEA: $250,000 missing, $500,000 for $250,000 (2×)',
    ],
    proposes: 'Look for new pipeline in APAC and EMEA first.',
    personal: false,
  });
});

test('coverage of just the target is enough, a cent less is not, and a quota that is reached needs none', () => {
  const check = (of: Attained) => coverageUnderTarget.check({ whole: of, parts: [] }, 3, terms);
  expect(check(whole(100_000, 40_000, 180_000))).toBeNull();
  expect(check(whole(100_000, 40_000, 179_999.99))?.why).toContain('2.9×');
  expect(check(whole(100_000, 100_000, 0))).toBeNull();
  expect(check(whole(null, 0, 0))).toBeNull();
});

test('a win rate far off the norm is told with both forecasts', () => {
  const alert = winRateOff.check(
    {
      about: all,
      now: { part: 22, whole: 100 },
      norm: { part: 310, whole: 900 },
      expected: { norm: 4_200_000, now: 3_900_000 },
    },
    10,
    terms,
  );
  expect(alert?.why).toBe('The win rate is 22%, 12.4 points under the norm of 34% (limit 10 points)');
  expect(alert?.evidence[0]).toBe('22 of 100 decided deals in this period, 310 of 900 in the year before');
  expect(alert?.evidence[2]).toBe('With 22%: $3.9M. With the norm 34%: $4.2M');
});

test('a difference of ten points, or one that may be chance, is no alert', () => {
  const check = (now: [number, number], norm: [number, number]) =>
    winRateOff.check(
      {
        about: all,
        now: { part: now[0], whole: now[1] },
        norm: { part: norm[0], whole: norm[1] },
        expected: { norm: 1, now: 1 },
      },
      10,
      terms,
    );
  expect(check([250, 1_000], [350, 1_000])).toBeNull();
  expect(check([249, 1_000], [350, 1_000])).not.toBeNull();
  expect(check([451, 1_000], [350, 1_000])?.why).toContain('10.1 points over');
  expect(check([1, 10], [350, 1_000])).toBeNull();
  expect(check([0, 0], [350, 1_000])).toBeNull();
});

const priya: Attained = {
  of: 'person',
  id: 'P-priya',
  name: 'Priya Nair',
  quota: 400_000,
  won: 120_000,
  pipeline: 0,
};
const open = [
  { id: 'D1', name: 'Acme Platform', amount: 200_000, rate: 0.6 },
  { id: 'D2', name: 'Globex Support', amount: 90_000, rate: 0.4 },
  { id: 'D3', name: 'Hooli Security', amount: 500_000, rate: 0.1 },
];

test('a rep behind at half-time is told what would close the gap, the likeliest deals first', () => {
  const alert = attainmentAtRisk.check({ whose: priya, over: 0.5, open }, 50, terms);
  expect(alert).toMatchObject({
    severity: 'critical',
    personal: true,
    why: 'Priya Nair has won 30% of the quota, $120,000 of $400,000, with 50% of the time to 31 Mar 2026 over (limit 50%)',
    evidence: [
      'Acme Platform: $200,000, won from here in 60% of cases',
      'Globex Support: $90,000, won from here in 40% of cases',
    ],
    proposes:
      '$280,000 would be closed by Acme Platform and Globex Support. On average such deals bring $156,000 by then.',
  });
  const short = attainmentAtRisk.check({ whose: priya, over: 0.9, open: open.slice(1, 2) }, 50, terms);
  expect(short?.proposes).toBe(
    'All that is open closes $280,000 but for $190,000: Globex Support. On average such deals bring $36,000 by then.',
  );
  const none = attainmentAtRisk.check({ whose: priya, over: 0.9, open: [] }, 50, terms);
  expect(none?.proposes).toContain('would have to be found anew');
});

test('before half-time, at half of the quota, and without a quota nobody is at risk', () => {
  const check = (more: Partial<Attained>, over = 0.5) =>
    attainmentAtRisk.check({ whose: { ...priya, ...more }, over, open }, 50, terms);
  expect(check({}, 0.49)).toBeNull();
  expect(check({ won: 200_000 })).toBeNull();
  expect(check({ won: 199_999 })).not.toBeNull();
  expect(check({ quota: null })).toBeNull();
  expect(check({ quota: 0 })).toBeNull();
});

test('a forecast of which nothing is off says nothing', () => {
  const fine = {
    coverage: { whole: whole(100_000, 90_000, 60_000), parts: [] },
    winRate: {
      about: all,
      now: { part: 30, whole: 100 },
      norm: { part: 300, whole: 1_000 },
      expected: { norm: 1, now: 1 },
    },
    attainment: [{ whose: { ...priya, won: 300_000 }, over: 0.8, open }],
  };
  const limits = { coverage_target: 3, win_rate_points: 10, attainment_at_middle: 50 };
  expect(alertsFrom(fine, limits, terms)).toEqual([]);
  const off = { ...fine, attainment: [{ whose: priya, over: 0.8, open }] };
  expect(alertsFrom(off, limits, terms).map(({ trigger }) => trigger)).toEqual(['attainment_at_risk']);
});
