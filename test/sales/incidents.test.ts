import { describe, expect, test } from 'vitest';
import type { Judged } from '../../src/sales/anomaly.ts';
import { incidents, type Watched } from '../../src/sales/incidents.ts';
import { type KpiName, kpis } from '../../src/sales/kpis.ts';

function watched(name: KpiName, where: string | null, score: number, difference: number): Watched {
  const kpi = kpis.find((one) => one.name === name);
  if (!kpi) throw new Error(name);
  const judged: Judged = {
    units: 1,
    unit: 'day',
    from: '2026-03-19',
    to: '2026-03-19',
    expected: 100,
    came: 100 + difference,
    of: null,
    score,
    limit: 3,
    lately: [],
  };
  return { kpi, where: where === null ? null : { id: where, name: where }, judged };
}
const none = new Set<string>();
const told = (all: Watched[], live = none) => incidents(all, live).map(({ id, holds }) => [id, holds]);

describe('one card for one cause', () => {
  test('the territory that explains most of what is off in the company', () => {
    const all = [
      watched('activities', null, -3.5, -50),
      watched('activities', 'emea', -4, -40),
      watched('activities', 'apac', -1, -10),
    ];
    expect(told(all)).toEqual([['activities:emea', true]]);
  });

  test('the company where it is spread', () => {
    const all = [
      watched('activities', null, -5, -60),
      watched('activities', 'emea', -3.2, -25),
      watched('activities', 'apac', -3.1, -20),
    ];
    expect(told(all)).toEqual([['activities:all', true]]);
  });

  test('two territories that are off to different sides are two causes', () => {
    const all = [
      watched('activities', null, 0.1, 0),
      watched('activities', 'emea', -4, -40),
      watched('activities', 'apac', 4, 40),
    ];
    expect(told(all)).toEqual([
      ['activities:apac', true],
      ['activities:emea', true],
    ]);
  });

  test('of figures of one family the one that is off most', () => {
    const all = [watched('won_deals', null, -3.1, -9), watched('win_rate', null, -4, -12)];
    expect(incidents(all, none).map(({ kpi }) => kpi.name)).toEqual(['win_rate']);
  });

  test('the one that is told already goes on, though another explains more today', () => {
    const all = [watched('activities', null, -3.5, -50), watched('activities', 'emea', -4, -45)];
    expect(told(all, new Set(['activities:all']))).toEqual([['activities:all', true]]);
  });
});

test('at its limit nothing is told; what is told ends only when it is well within', () => {
  const live = new Set(['new_deals:all']);
  expect(told([watched('new_deals', null, 3, 20)])).toEqual([]);
  expect(told([watched('new_deals', null, 2.2, 20)], live)).toEqual([['new_deals:all', true]]);
  expect(told([watched('new_deals', null, 2.09, 20)], live)).toEqual([['new_deals:all', false]]);
});
