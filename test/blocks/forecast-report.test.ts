import { expect, test } from 'vitest';
import { chartSvg } from '../../blocks/chart-svg.ts';
import { forecastCard } from '../../blocks/forecast-report.ts';
import { checkMessage } from '../../src/sandbox/validate/message.ts';
import { changesChart, changesTable, whatIfSentence } from '../../src/story/forecast-report.ts';
import { aForecast, here } from './samples.ts';

const plainly = { ...here, clockSet: false };
const view = { report: aForecast('Kestrel'), foot: { kind: 'request', id: '7' } } as const;

test('the first lines say what is expected, against which quota, and what changed', () => {
  const card = forecastCard({ ...view, place: 'private', audience: 'all' }, plainly);
  expect(card.text).toBe(
    'Forecast Q1 2026. $4.2M expected by 31 Mar 2026, 80% sure between $3.8M and $4.7M. Quota $4.5M: 20% likely to reach it.',
  );
  const said = JSON.stringify(card.blocks);
  expect(said).toContain(
    'Won $2.1M · Commit $3.4M · Best case $5.1M · Open pipeline $9.8M · Coverage 2.4× (target 3×)',
  );
  expect(said).toContain('Since 13 Mar 2026: down $200,000. Largest: Kestrel, pushed out (−$320,000).');
  expect(said).toContain('Kestrel has won 30% of the quota');
  expect(() => checkMessage(card)).not.toThrow();
});

test('a channel hears nothing of one person, and of no deal that it may not see', () => {
  const channel = forecastCard({ ...view, place: 'channel', audience: 'totals' }, plainly);
  const said = JSON.stringify(channel);
  expect(said).not.toContain('has won 30%');
  expect(said).not.toContain('pushed out (−');
  expect(said).not.toContain('Globex');
  expect(said).toContain('$1.3M is missing');
  expect(() => checkMessage(channel)).not.toThrow();
});

test('the table leads from the forecast before to this one, exactly, and the picture says the same', () => {
  const table = changesTable(aForecast('Kestrel'));
  const amounts = (table?.rows ?? []).map((row) => Math.round(Number(row[1]) * 100));
  const [from = 0, ...rest] = amounts;
  const to = rest.pop();
  expect(rest.reduce((sum, step) => sum + step, from)).toBe(to);
  const chart = changesChart(aForecast('Kestrel'), (at) => at.toISOString().slice(0, 10));
  if (!chart) throw new Error('Nothing to draw.');
  expect(chart.alt).toBe(
    'Waterfall chart: Forecast Q1 2026, change since 13 Mar 2026. 13 Mar 2026 $4,400,000, Won +$200,000, Lost −$300,000, Pushed out −$320,000, New +$100,000, Re-valued +$120,000, Now $4,200,000.',
  );
  const svg = chartSvg(chart);
  for (const label of ['Won', '−$320,000', 'Now', '$4,400,000']) expect(svg).toContain(label);
  expect(changesChart({ ...aForecast('Kestrel'), changes: null }, () => '')).toBeNull();
});

test('what whole units leave of the cents is a step of its own, so that the picture adds up on sight', () => {
  const report = aForecast('Kestrel');
  const changes = {
    since: new Date('2026-03-13T10:00:00Z'),
    from: 100.4,
    to: 101.7,
    steps: [
      { why: 'won' as const, amount: 0.9, deals: [] },
      { why: 'revalued' as const, amount: 0.4, deals: [] },
    ],
  };
  const chart = changesChart({ ...report, changes }, () => '2026-03-13');
  if (chart?.shape !== 'waterfall') throw new Error('Nothing to draw.');
  const said = [chart.from, ...chart.steps, chart.to].map((mark) => `${mark.label} ${mark.said}`);
  expect(said).toEqual(['13 Mar 2026 $100', 'Won +$1', 'Rounding +$1', 'Now $102']);
});

test('what if says both numbers, and what becomes of the quota', () => {
  const answer = {
    given: 'Without Kestrel',
    expected: 3_900_000,
    low: 3_500_000,
    high: 4_300_000,
    chance: 0.004,
  };
  expect(whatIfSentence(aForecast('Kestrel'), answer)).toBe(
    'Without Kestrel: $3.9M instead of $4.2M, 80% sure between $3.5M and $4.3M. Quota $4.5M: under 1% likely to reach it, not 20%.',
  );
});
