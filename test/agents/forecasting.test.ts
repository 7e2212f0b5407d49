import { expect, test } from 'vitest';
import { attainmentAtRisk } from '../../src/agents/forecasting/attainment.ts';
import { coverageUnderTarget } from '../../src/agents/forecasting/coverage.ts';
import { winRateOff } from '../../src/agents/forecasting/win-rate.ts';
import type { Figure, FigureTrigger, ForecastFigure, ForecastTerms } from '../../src/agents/nouns.ts';
import { figuresOfForecast, offIn } from '../../src/crew/forecast-figures.ts';
import type {
  Attained,
  AttainmentFigures,
  CoverageFigures,
  WinRateFigures,
} from '../../src/sales/attained.ts';
import { cast, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

const terms: ForecastTerms = {
  currency: 'USD',
  companyCurrency: 'USD',
  from: '2026-01-01',
  to: '2026-03-31',
};
/** What would be told; null: nothing is off. `whatever`: also where nothing is. */
function alertOf(
  trigger: FigureTrigger,
  name: string,
  forecast: ForecastFigure,
  value: number,
  whatever = false,
) {
  const figure: Figure = {
    subject: { kind: 'company', id: 'all' },
    name,
    at: {},
    manager: null,
    value: 0,
    worth: 0,
    beside: {},
    company: 'USD',
    forecast,
  };
  if (trigger.limit === null) throw new Error('Its limit is a setting.');
  const limit = { setting: trigger.limit, value, version: 0, scope: 'everyone', scopeId: '' };
  if (!whatever && !trigger.holds(figure, limit)) return null;
  const { headline, evidence = [], proposes = null, ...told } = trigger.tell(figure, limit);
  return { ...told, severity: trigger.severity, why: headline, evidence, proposes };
}
const coverage = (figures: CoverageFigures, limit: number, whatever = false) =>
  alertOf(coverageUnderTarget, 'All teams', { of: 'coverage', figures, terms }, limit, whatever);
const winRate = (figures: WinRateFigures, limit: number, whatever = false) =>
  alertOf(winRateOff, 'All teams', { of: 'win rate', figures, terms }, limit, whatever);
const attainment = (figures: AttainmentFigures, limit: number, whatever = false) =>
  alertOf(attainmentAtRisk, figures.whose.name, { of: 'attainment', figures, terms }, limit, whatever);

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
  const alert = coverage(
    {
      whole: whole(1_000_000, 400_000, 1_500_000),
      parts: [
        team('AMER', 500_000, 300_000, 900_000),
        team('EMEA', 300_000, 50_000, 500_000),
        team('APAC', 200_000, 50_000, 100_000),
      ],
    },
    3,
  );
  expect(alert).toMatchObject({
    why: 'Open deals of $1.5M cover the $600,000 that is left of the quota 2.5× (target 3×): $300,000 is missing',
    evidence: [
      'APAC: $350,000 missing, $100,000 for $150,000 (0.6×)',
      'EMEA: $250,000 missing, $500,000 for $250,000 (2×)',
    ],
    proposes: 'Look for new pipeline in APAC and EMEA first.',
    limit: { was: 'under 3×', back: null },
  });
});

test('coverage of just the target is enough, a cent less is not, and a quota that is reached needs none', () => {
  const check = (of: Attained) => coverage({ whole: of, parts: [] }, 3);
  expect(check(whole(100_000, 40_000, 180_000))).toBeNull();
  expect(check(whole(100_000, 40_000, 179_999.99))?.why).toContain('2.9×');
  expect(check(whole(100_000, 100_000, 0))).toBeNull();
  expect(check(whole(null, 0, 0))).toBeNull();
});

test('a win rate far off the norm is told with both forecasts', () => {
  const alert = winRate(
    {
      about: all,
      now: { part: 22, whole: 100 },
      norm: { part: 310, whole: 900 },
      expected: { norm: 4_200_000, now: 3_900_000 },
    },
    10,
  );
  expect(alert?.why).toBe('The win rate is 22%, 12.4 points under the norm of 34% (limit 10 points)');
  expect(alert?.evidence[0]).toBe('22 of 100 decided deals in this period, 310 of 900 in the year before');
  expect(alert?.evidence[2]).toBe('With 22%: $3.9M. With the norm 34%: $4.2M');
});

test('a difference of ten points, or one that may be chance, is no alert', () => {
  const check = (now: [number, number], norm: [number, number]) =>
    winRate(
      {
        about: all,
        now: { part: now[0], whole: now[1] },
        norm: { part: norm[0], whole: norm[1] },
        expected: { norm: 1, now: 1 },
      },
      10,
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
  const alert = attainment({ whose: priya, over: 0.5, open }, 50);
  expect(alert).toMatchObject({
    severity: 'critical',
    limit: { was: 'under 50%', back: null },
    why: 'Priya Nair has won 30% of the quota, $120,000 of $400,000, with 50% of the time to 31 Mar 2026 over (limit 50%)',
    evidence: [
      'Acme Platform: $200,000, won from here in 60% of cases',
      'Globex Support: $90,000, won from here in 40% of cases',
    ],
    proposes:
      '$280,000 would be closed by Acme Platform and Globex Support. On average such deals bring $156,000 by then.',
  });
  const short = attainment({ whose: priya, over: 0.9, open: open.slice(1, 2) }, 50);
  expect(short?.proposes).toBe(
    'All that is open closes $280,000 but for $190,000: Globex Support. On average such deals bring $36,000 by then.',
  );
  const none = attainment({ whose: priya, over: 0.9, open: [] }, 50);
  expect(none?.proposes).toContain('would have to be found anew');
});

test('before half-time, at half of the quota, and without a quota nobody is at risk', () => {
  const check = (more: Partial<Attained>, over = 0.5) =>
    attainment({ whose: { ...priya, ...more }, over, open }, 50);
  expect(check({}, 0.49)).toBeNull();
  expect(check({ won: 200_000 })).toBeNull();
  expect(check({ won: 199_999 })).not.toBeNull();
  expect(check({ quota: null })).toBeNull();
  expect(check({ quota: 0 })).toBeNull();
});

test('a forecast of which nothing is off says nothing, and the limits are those of where somebody is', () => {
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
  const settings = (['coverage_target', 'win_rate_points', 'attainment_at_middle'] as const).map((name) => ({
    name,
    scope: 'everyone' as const,
    scopeId: '',
    stage: '',
    value: { coverage_target: 3, win_rate_points: 10, attainment_at_middle: 50 }[name],
    version: 1,
  }));
  return withDatabase(async (db) => {
    await seedCast(db);
    expect(offIn(await figuresOfForecast(db, fine, terms), settings)).toEqual([]);
    const off = { ...fine, attainment: [{ whose: priya, over: 0.8, open }] };
    const watched = await figuresOfForecast(db, off, terms);
    expect(offIn(watched, settings)).toMatchObject([{ severity: 'critical', personal: true }]);
    expect(watched.get('attainment')).toMatchObject([
      {
        readers: [cast.priya, cast.mara],
        at: { personId: cast.priya, teamId: 'G-emea', territoryId: 'T-emea' },
      },
    ]);
    // In EMEA less is enough.
    const emea = {
      name: 'attainment_at_middle',
      scope: 'territory' as const,
      scopeId: 'T-emea',
      stage: '',
      value: 25,
      version: 1,
    };
    expect(offIn(watched, [...settings, emea])).toEqual([]);
  });
});

test('when it is over, each says how it is then', () => {
  const fine = { whole: whole(1_000_000, 400_000, 1_900_000), parts: [] };
  expect(coverage(fine, 3, true)).toMatchObject({
    why: 'Open deals of $1.9M cover the $600,000 that is left of the quota 3.1× (target 3×)',
    sentence: null,
    limit: { back: 'at 3× or more' },
  });
  const usual = {
    about: all,
    now: { part: 33, whole: 100 },
    norm: { part: 310, whole: 900 },
    expected: { norm: 1, now: 1 },
  };
  expect(winRate(usual, 10, true)).toMatchObject({
    why: 'The win rate is 33%, 1.4 points under the norm of 34% (limit 10 points)',
    limit: { was: 'off the norm', back: 'within what is usual' },
  });
  expect(attainment({ whose: { ...priya, won: 240_000 }, over: 0.6, open }, 50, true)).toMatchObject({
    why: 'Priya Nair has won 60% of the quota, $240,000 of $400,000, with 60% of the time to 31 Mar 2026 over (limit 50%)',
    sentence: null,
    limit: { back: 'at 50% or more' },
  });
});
