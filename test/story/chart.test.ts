import { describe, expect, test } from 'vitest';
import { chartBlocks, ownChart } from '../../blocks/chart.ts';
import { type Chart, chartOf } from '../../src/story/chart.ts';
import {
  asked,
  askedMetric,
  byTeam,
  forecast,
  funnel,
  performance,
  pipeline,
  seriesAnswer,
  trend,
  valueAnswer,
} from '../support/answers.ts';

const amounts = asked({ measure: 'Amount' });
const known = (chart: Chart | null): Chart => {
  if (!chart) throw new Error('nothing to draw');
  return chart;
};

describe('what cannot be seen is said', () => {
  test.each([
    [
      'a breakdown',
      chartOf(pipeline, amounts, 'Open pipeline by stage, EMEA'),
      'Bar chart: Open pipeline by stage, EMEA. Negotiation is largest. Discovery $1.2M (14%), Proposal $2.3M (27%), Negotiation $3.1M (37%), Contract $1.8M (21%).',
    ],
    [
      'a trend',
      chartOf(trend, amounts, 'Won by month'),
      'Line chart: Won by month. Mar 2026 is highest. Oct 2025 $640,000, Nov 2025 $710,000, Dec 2025 no data, Jan 2026 $520,000, Feb 2026 $880,000, Mar 2026 $1.04M.',
    ],
    [
      'a comparison',
      chartOf({ ...byTeam, rows: byTeam.rows.slice(0, 2) }, amounts, 'Won by team'),
      'Dot chart: Won by team. this quarter against last quarter: West $520,000 against $610,000, East $410,000 against $220,000.',
    ],
    [
      'attainment',
      chartOf(performance(), askedMetric('performance', 'Performance'), 'Performance of West'),
      'Bullet chart: Performance of West. 1 of 2 reach 100%. Priya Nair 112%, Tom Reyes 61%, Ana Ruiz no data.',
    ],
    [
      'a funnel',
      chartOf(funnel(), askedMetric('funnel', 'Funnel'), 'Funnel'),
      'Funnel chart: Funnel. The biggest drop is before Negotiation. Discovery 120 deals, Proposal 74 deals (62% go on), Negotiation 28 deals (38% go on), Contract 22 deals (79% go on), Won 18 deals (82% go on).',
    ],
    [
      'a forecast',
      chartOf(forecast(), askedMetric('forecast', 'Forecast'), 'Forecast for this quarter'),
      'Fan chart: Forecast for this quarter. Won so far $640,000. Expected by 31 Mar 2026 $1.24M, between $1.1M and $1.41M in 80 of 100 cases. Quota $1.3M.',
    ],
  ])('of %s', (_, chart, alt) => {
    expect(chart?.alt).toBe(alt);
  });

  test('in at most 1,000 characters, of many marks only the highest and the lowest', () => {
    const weeks = seriesAnswer(
      Array.from({ length: 60 }, (_, n) => [
        `Week ${n}`,
        n,
        { key: `2025-W${String(n % 52).padStart(2, '0')}` },
      ]),
      { unit: 'deals' },
    );
    const chart = chartOf(weeks, asked(), 'x'.repeat(3000));
    expect(chart?.alt.length).toBeLessThanOrEqual(1000);
    expect(chart?.alt).toMatch(/Highest: Week 59 59, .* Lowest: Week 0 0\.$/);
  });
});

test('stages stand in their own order, all else by size, what is beyond twelve as others', () => {
  expect(chartOf(pipeline, amounts, '')).toMatchObject({
    marks: pipeline.series.map(({ label }) => ({ label })),
  });
  const owners = seriesAnswer(
    Array.from({ length: 15 }, (_, n) => [`Owner ${n}`, n + 1]),
    { by: ['owner'] },
  );
  const chart = known(chartOf(owners, amounts, ''));
  if (chart.shape !== 'bars') throw new Error(chart.shape);
  expect(chart.marks).toHaveLength(12);
  expect(chart.marks[0]).toMatchObject({ label: 'Owner 14', said: '$15 (13%)' });
  expect(chart.marks[11]).toMatchObject({ label: 'Others (4)', value: 10 });
});

test('averages and rates have neither shares nor a bar of the others', () => {
  const rates = seriesAnswer(
    Array.from({ length: 15 }, (_, n) => [`Owner ${n}`, n / 20]),
    { unit: 'share', by: ['owner'] },
  );
  const chart = chartOf(rates, askedMetric('win_rate', 'Win rate'), '');
  expect(chart).toMatchObject({ shape: 'bars', others: 3 });
  expect(JSON.stringify(chart)).not.toMatch(/Others|\(\d+%\)/);
});

test('nothing is drawn of one value, one group, or one group in each of two currencies', () => {
  expect(chartOf(valueAnswer({}), asked(), '')).toBeNull();
  expect(chartOf(seriesAnswer([['West', 5]]), asked(), '')).toBeNull();
  const mixed = seriesAnswer([
    ['West', 5],
    ['East', 5, { currency: 'CAD' }],
  ]);
  expect(chartOf(mixed, asked(), '')).toBeNull();
});

test('of sums in two currencies the one of most deals is drawn, and the other is said, never added to it', () => {
  const mixed = seriesAnswer([
    ['Discovery', 40_000, { key: 'discovery', currency: 'USD', count: 4 }],
    ['Discovery', 9_000, { key: 'discovery', currency: 'EUR', count: 1 }],
    ['Proposal', 60_000, { key: 'proposal', currency: 'USD', count: 3 }],
  ]);
  const chart = known(chartOf(mixed, amounts, 'Open pipeline by stage'));
  expect(chart).toMatchObject({
    shape: 'bars',
    title: 'Amount by stage, USD',
    besides: 'The chart shows USD. EUR 9,000 is in the table.',
    marks: [
      { label: 'Discovery', value: 40_000, said: 'USD 40,000 (40%)' },
      { label: 'Proposal', value: 60_000, said: 'USD 60,000 (60%)' },
    ],
  });
  expect(chart.alt).toContain('The chart shows USD. EUR 9,000 is in the table.');
  const shown = chartBlocks(chart, { own: true, picture: null });
  expect(shown.map(({ type }) => type)).toEqual(['data_visualization', 'context']);
  expect(JSON.stringify(shown[1])).toContain('EUR 9,000 is in the table.');
});

describe("Slack's own chart", () => {
  test('draws bars and lines with one point for each category', () => {
    expect(ownChart(known(chartOf(pipeline, amounts, '')))).toEqual({
      type: 'data_visualization',
      title: 'Amount by stage',
      chart: {
        type: 'bar',
        series: [
          { name: 'Amount', data: pipeline.series.map(({ label, value }) => ({ label, value: value ?? 0 })) },
        ],
        axis_config: { categories: ['Discovery', 'Proposal', 'Negotiation', 'Contract'] },
      },
    });
  });

  test('is left for a picture where a label is too long or a value is missing, never drawn as 0', () => {
    const long = seriesAnswer([
      ['A territory of twenty-one', 1],
      ['EMEA', 2],
    ]);
    expect(ownChart(known(chartOf(long, amounts, '')))).toBeNull();
    expect(ownChart(known(chartOf(trend, amounts, '')))).toBeNull();
  });

  test('cannot say what a funnel, a forecast or a target says', () => {
    for (const chart of [
      chartOf(funnel(), asked(), ''),
      chartOf(forecast(), asked(), ''),
      chartOf(performance(), asked(), ''),
    ])
      expect(ownChart(known(chart))).toBeNull();
  });
});
