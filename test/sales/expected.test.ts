import { expect, test } from 'vitest';
import { ageBands } from '../../src/sales/age-bands.ts';
import { credibleRates } from '../../src/sales/credibility.ts';
import {
  expectedFrom,
  expectedOf,
  type OpenGroup,
  type PastPeriod,
  pacedBy,
} from '../../src/sales/expected.ts';

test('a large group keeps its own rate, and a small one has nearly that of the group around it', () => {
  const rates = credibleRates([
    { path: ['Proposal', 'SMB'], cases: 2_000, true: 900 },
    { path: ['Proposal', 'Enterprise'], cases: 2_000, true: 700 },
    { path: ['Proposal', 'Public'], cases: 3, true: 3 },
  ]);
  expect(rates.of(['Proposal', 'SMB']).rate).toBeCloseTo(0.45, 2);
  expect(rates.of(['Proposal', 'Enterprise']).rate).toBeCloseTo(0.35, 2);
  const few = rates.of(['Proposal', 'Public']);
  expect(few).toMatchObject({ cases: 3, true: 3 });
  expect(few.rate).toBeGreaterThan(0.4);
  expect(few.rate).toBeLessThan(0.45);
});

test('groups that differ by no more than chance have the rate of the group around them', () => {
  const rates = credibleRates(
    [48, 52, 50, 49, 51].map((won, i) => ({ path: ['Discovery', `segment ${i}`], cases: 100, true: won })),
  );
  expect(rates.of(['Discovery', 'segment 0']).rate).toBeCloseTo(251 / 502, 9);
});

test('by hand: credibility of two groups', () => {
  // Mean 0.4; within 0.24; apart 100·0.01·2 = 2; between (2 − 0.24) / (200 − 100) = 0.0176; k = 13.636…
  const rates = credibleRates([
    { path: ['a'], cases: 100, true: 50 },
    { path: ['b'], cases: 100, true: 30 },
  ]);
  const trust = 100 / (100 + 0.24 / 0.0176);
  expect(rates.of(['a']).rate).toBeCloseTo(trust * 0.5 + (1 - trust) * (81 / 202), 9);
});

test('a group that was never seen has the rate of the nearest group around it, and with nothing known it is one half', () => {
  const rates = credibleRates([{ path: ['Proposal', 'SMB'], cases: 98, true: 48 }]);
  expect(rates.of(['Proposal', 'Public']).of).toEqual(['Proposal']);
  expect(rates.of(['Contract']).rate).toBeCloseTo(49 / 100, 9);
  expect(credibleRates([]).of(['Proposal']).rate).toBe(0.5);
});

test('ages without enough cases are told from no other, and an older one than any is as the oldest', () => {
  const band = ageBands([
    { age: 5, cases: 40 },
    { age: 35, cases: 10 },
    { age: 65, cases: 25 },
    { age: 100, cases: 40 },
    { age: 400, cases: 3 },
  ]);
  expect([0, 29, 30, 70, 90, 119, 400, 9_999].map(band)).toEqual([
    '0',
    '0',
    '30',
    '30',
    '90',
    '90',
    '90',
    '90',
  ]);
  expect(band(null)).toBe('unknown');
  expect(ageBands([])(50)).toBe('0');
});

const group = (more: Partial<OpenGroup>): OpenGroup => ({
  stage: 'Proposal',
  closes: null,
  age: 10,
  segment: null,
  deals: 0,
  won: 0,
  amount: 0,
  wonAmount: 0,
  ...more,
});
const period = (name: string, deals: number, won: number, later = 0): PastPeriod => ({
  name,
  open: [group({ deals, won, amount: deals * 1_000, wonAmount: won * 1_000 })],
  later: later > 0 ? [{ amount: 1_000, count: later }] : [],
});
const openDeals = (count: number) =>
  Array.from({ length: count }, () => ({
    stage: 'Proposal',
    closes: null,
    age: 10,
    segment: null,
    amount: 1_000,
  }));

test('periods that went alike say the next one goes alike', () => {
  const past = ['Q1', 'Q2', 'Q3', 'Q4'].map((name) => period(name, 200, 60, 20));
  const known = expectedFrom(past);
  const { mean, low, high } = expectedOf(openDeals(200), known);
  expect(mean / 80_000).toBeCloseTo(1, 1);
  expect(low).toBeLessThan(mean);
  expect(high).toBeGreaterThan(mean);
  expect(known.usual).toBe(80_000);
});

test('a company that wins as much from twice the pipeline is not believed to win twice as much', () => {
  const bound = expectedFrom([
    period('Q1', 100, 50),
    period('Q2', 200, 50),
    period('Q3', 100, 50),
    period('Q4', 200, 50),
  ]);
  expect(bound.trust).toBeLessThan(0.1);
  expect(expectedOf(openDeals(400), bound).mean).toBeLessThan(65_000);
  const free = expectedFrom([
    period('Q1', 100, 30),
    period('Q2', 200, 60),
    period('Q3', 100, 30),
    period('Q4', 200, 60),
  ]);
  expect(free.trust).toBeGreaterThan(0.9);
  expect(expectedOf(openDeals(400), free).mean).toBeGreaterThan(110_000);
});

test('no deal is likelier won because there are few: what is missing has to come from deals still to be opened', () => {
  const known = expectedFrom(['Q1', 'Q2', 'Q3', 'Q4'].map((name) => period(name, 200, 60, 20)));
  const few = pacedBy(openDeals(10), known);
  expect(few.pace).toBe(1);
  expect(few.later.wins).toBeGreaterThan(known.later.wins);
  const many = pacedBy(openDeals(400), known);
  expect(many.pace).toBeLessThan(1);
  expect(many.later.wins).toBeLessThan(known.later.wins);
});

test('periods that went differently make the interval wider, and none known makes it of the usual width', () => {
  const alike = [50, 50, 50, 50].map((won, i) => period(`Q${i}`, 200, won));
  const apart = [20, 90, 30, 70].map((won, i) => period(`Q${i}`, 200, won));
  expect(expectedFrom(apart).swing).toBeGreaterThan(2 * expectedFrom(alike).swing);
  expect(expectedFrom([])).toMatchObject({ usual: null, trust: 1, realised: 1 });
});

test('what large deals bring less than their rates promise is taken off', () => {
  const past = ['Q1', 'Q2', 'Q3', 'Q4'].map(
    (name): PastPeriod => ({
      name,
      open: [group({ deals: 200, won: 100, amount: 200_000, wonAmount: 50_000 })],
      later: [],
    }),
  );
  const known = expectedFrom(past);
  expect(known.realised).toBeGreaterThan(0.5);
  expect(known.realised).toBeLessThan(0.55);
  expect(expectedOf(openDeals(200), known).mean / 50_000).toBeCloseTo(1, 1);
});
