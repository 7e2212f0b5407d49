/** Hand-made answers of every kind, as the CRM room would give them on 20 March 2026. */
import type { Answer, DealRow, LeadRow, SeriesItem } from '../../src/sales/answer.ts';
import type { MetricName } from '../../src/sales/metrics.ts';
import type { Asked } from '../../src/story/asked.ts';

export type Of<Kind extends Answer['kind']> = Extract<Answer, { kind: Kind }>;

export const asked = (of: Partial<Asked> = {}): Asked => ({
  of: 'deal',
  companyCurrency: 'USD',
  metric: null,
  measure: 'Deals',
  addsUp: true,
  extreme: null,
  sides: { names: ['this quarter', 'last quarter'], are: 'periods' },
  limit: null,
  ...of,
});
export const askedMetric = (metric: MetricName, measure: string, of: Partial<Asked> = {}): Asked =>
  asked({ metric, measure, addsUp: false, ...of });

export const aDeal = (name: string, n = 1): DealRow => ({
  id: `D-${n}`,
  name,
  accountId: `A-${n}`,
  account: name,
  ownerId: 'priya',
  owner: 'Priya Nair',
  team: 'West',
  territory: 'EMEA',
  product: 'Platform',
  stage: 'Negotiation',
  status: 'open',
  amount: 42_000,
  currency: 'USD',
  closeDate: '2026-04-15',
  daysInStage: 47,
  stageSince: '2026-02-01',
  lastActivityOn: '2026-02-12',
  daysSinceActivity: 36,
  nextStep: 'Call on security review',
  createdOn: '2025-11-03',
});

export const aLead = (name: string, n = 1, of: Partial<LeadRow> = {}): LeadRow => ({
  id: `L-${n}`,
  name,
  company: name,
  title: 'Head of operations',
  status: 'new',
  leadSource: 'Web form',
  owner: null,
  team: null,
  territory: 'EMEA',
  segment: 'Mid-market',
  createdOn: '2026-03-11',
  firstTouchOn: null,
  responseDays: null,
  age: 9,
  ...of,
});

export const rowsAnswer = (names: string[]): Of<'rows'> => ({
  kind: 'rows',
  rows: names.map((name, n) => aDeal(name, n + 1)),
  total: names.length,
  sums: [{ currency: 'USD', amount: 42_000 * names.length, deals: names.length }],
  leftOut: [],
});

export const leadsAnswer = (names: string[]): Of<'leads'> => ({
  kind: 'leads',
  leads: names.map((name, n) => aLead(name, n + 1)),
  total: names.length,
  leftOut: [],
});

export const valueAnswer = (of: Partial<Of<'value'>>): Of<'value'> => ({
  kind: 'value',
  value: 23,
  unit: 'deals',
  total: 23,
  leftOut: [],
  ...of,
});

export const seriesAnswer = (
  items: [label: string, value: number | null, of?: Partial<SeriesItem>][],
  of: Partial<Of<'series'>> = {},
): Of<'series'> => ({
  kind: 'series',
  by: ['stage'],
  unit: 'currency',
  series: items.map(([label, value, more]) => ({
    key: label,
    label,
    value,
    count: 4,
    ...(of.unit === undefined || of.unit === 'currency' ? { currency: 'USD' } : {}),
    ...more,
  })),
  total: items.length * 4,
  leftOut: [],
  ...of,
});

export const pipeline = seriesAnswer([
  ['Discovery', 1_200_000],
  ['Proposal', 2_300_000],
  ['Negotiation', 3_100_000],
  ['Contract', 1_800_000],
]);

export const trend = seriesAnswer(
  [
    ['Oct 2025', 640_000, { key: '2025-10' }],
    ['Nov 2025', 710_000, { key: '2025-11' }],
    ['Dec 2025', null, { key: '2025-12', count: 0 }],
    ['Jan 2026', 520_000, { key: '2026-01' }],
    ['Feb 2026', 880_000, { key: '2026-02' }],
    ['Mar 2026', 1_040_000, { key: '2026-03' }],
  ],
  { by: ['close_date'] },
);

export const comparisonAnswer = (of: Partial<Of<'comparison'>> = {}): Of<'comparison'> => ({
  kind: 'comparison',
  unit: 'currency',
  sides: [
    { value: 1_200_000, count: 31, currency: 'USD' },
    { value: 1_020_000, count: 29, currency: 'USD' },
  ],
  by: [],
  rows: [],
  withinChance: null,
  total: 60,
  leftOut: [],
  ...of,
});

const side = (value: number) => ({ value, count: 5, currency: 'USD' });
export const byTeam = comparisonAnswer({
  by: ['team'],
  rows: [
    { key: 'w', label: 'West', sides: [side(520_000), side(610_000)] },
    { key: 'e', label: 'East', sides: [side(410_000), side(220_000)] },
    { key: 'n', label: 'North', sides: [side(270_000), side(190_000)] },
    { key: 's', label: 'South', sides: [null, side(80_000)] },
    { key: 'c', label: 'Central', sides: [side(120_000), side(115_000)] },
  ],
});

export const performance = (names = ['Priya Nair', 'Tom Reyes', 'Ana Ruiz']): Of<'table'> => ({
  kind: 'table',
  by: 'owner',
  columns: [
    { name: 'won', label: 'Won', unit: 'currency', currency: 'USD' },
    { name: 'win_rate', label: 'Win rate', unit: 'share' },
    { name: 'cycle_time', label: 'Sales cycle', unit: 'days' },
    { name: 'coverage', label: 'Coverage', unit: 'ratio' },
    { name: 'attainment', label: 'Attainment', unit: 'share' },
    { name: 'activities', label: 'Activities', unit: 'activities' },
  ],
  rows: names.map((label, n) => ({
    id: `P-${n}`,
    label,
    cells: [
      840_000 - n * 210_000,
      (34 - n * 5) / 100,
      47 + n * 6.25,
      2.4 - n * 0.7,
      n === 2 ? null : 1.12 - n * 0.51,
      112 - n * 20,
    ],
  })),
  whole: { id: null, label: 'All', cells: [1_890_000, 0.29, 52.5, 1.8, 0.84, 276] },
  total: 96,
  leftOut: [],
});

export const funnel = (
  steps: [string, number][] = [
    ['Discovery', 120],
    ['Proposal', 74],
    ['Negotiation', 28],
    ['Contract', 22],
    ['Won', 18],
  ],
): Of<'funnel'> => ({
  kind: 'funnel',
  steps: steps.map(([label, count], n) => {
    const before = steps[n - 1]?.[1];
    return { key: label, label, count, rate: before === undefined || before === 0 ? null : count / before };
  }),
  total: steps[0]?.[1] ?? 0,
  leftOut: [],
});

export const forecast = (of: Partial<Of<'forecast'>['forecast']> = {}): Of<'forecast'> => ({
  kind: 'forecast',
  forecast: {
    from: '2026-01-01',
    to: '2026-03-31',
    currency: 'USD',
    won: 640_000,
    wonDeals: 12,
    expected: 1_240_000,
    low: 1_100_000,
    high: 1_410_000,
    pipeline: 1_900_000,
    openDeals: 31,
    commit: 980_000,
    bestCase: 1_320_000,
    quota: 1_300_000,
    chance: 0.38,
    coverage: 2.9,
    later: 21_000,
    stages: [
      { stage: 'Proposal', deals: 22, amount: 1_200_000, expected: 229_000, rate: 229 / 1_200 },
      { stage: 'Negotiation', deals: 9, amount: 700_000, expected: 350_000, rate: 0.5 },
    ],
    basis: { periods: ['Q1 2025', 'Q2 2025', 'Q3 2025', 'Q4 2025'], open: 1_412, won: 173, later: 9 },
    ...of,
  },
  total: 43,
  leftOut: [],
});

/** One of each kind, all bearing this name where a name can stand. */
export const everyKind = (name: string): [Answer, Asked][] => [
  [rowsAnswer([name, name]), asked()],
  [leadsAnswer([name, `${name} 2`]), asked({ of: 'lead', measure: 'Leads' })],
  [valueAnswer({ value: 0.24, unit: 'share', part: 24, whole: 100 }), askedMetric('win_rate', 'Win rate')],
  [valueAnswer({ value: null, unit: 'share' }), askedMetric('attainment', 'Quota attainment')],
  [
    seriesAnswer([
      [name, 3_100_000],
      [`${name} b`, 2],
      ['', null],
    ]),
    asked({ measure: 'Amount' }),
  ],
  [{ ...trend, series: trend.series.map((item) => ({ ...item, label: name })) }, asked({ measure: name })],
  [
    seriesAnswer(
      [
        [name, 0.4],
        [`${name} b`, 1.3],
      ],
      { unit: 'share', by: ['owner'] },
    ),
    askedMetric('attainment', 'Quota attainment'),
  ],
  [{ ...byTeam, rows: byTeam.rows.map((row) => ({ ...row, label: name })) }, asked({ measure: 'Amount' })],
  [comparisonAnswer({ withinChance: true }), asked({ sides: { names: [name, `${name} 2`], are: 'groups' } })],
  [performance([name, `${name} 2`]), askedMetric('performance', 'Performance')],
  [performance([name, `${name} 2`]), askedMetric('quota_risk', 'Quota risk')],
  [
    funnel([
      [name, 20],
      [`${name} 2`, 11],
      ['Won', 3],
    ]),
    askedMetric('funnel', 'Funnel'),
  ],
  [forecast(), askedMetric('forecast', 'Forecast')],
];
