import { expect, test } from 'vitest';
import { replyJson } from '../../src/requests/json.ts';
import type { Reply } from '../../src/requests/reply.ts';
import type { Answer } from '../../src/sales/answer.ts';
import {
  byTeam,
  everyKind,
  forecast,
  funnel,
  leadsAnswer,
  performance,
  valueAnswer,
} from '../support/answers.ts';

const reply = (answer: Answer): Reply => ({
  requestId: '1',
  runId: '7F3K',
  intent: 'count_deals',
  understood: 'Something',
  changed: null,
  slots: {},
  assumptions: [],
  confidence: 0.97,
  via: 'rules',
  model: null,
  tokens: 0,
  costUsd: 0,
  latencyMs: 3,
  asOf: '2026-03-20T10:00:00Z',
  clockSet: false,
  zone: 'UTC',
  kind: 'answer',
  sentence: 'The sentence.',
  question: { of: 'deal', where: { all: [] }, measure: { count: true } },
  answer,
  next: [],
  companyCurrency: 'USD',
});
const printed = (answer: Answer) => replyJson(reply(answer)).answer;

test('an answer of every kind says its kind, its rows, its total, its value and its sentence', () => {
  for (const [answer] of everyKind('Kestrel')) {
    const json = JSON.parse(JSON.stringify(printed(answer)));
    expect(json).toMatchObject({ kind: answer.kind, total: answer.total, text: 'The sentence.' });
    expect(Array.isArray(json.rows)).toBe(true);
    expect('value' in json).toBe(true);
    expect('leftOut' in json).toBe(false);
  }
});

test('a rate says what it divides', () => {
  const rate = valueAnswer({ value: 0.24, unit: 'share', part: 24, whole: 100, total: 100 });
  expect(printed(rate)).toMatchObject({ value: 0.24, unit: 'share', part: 24, whole: 100, total: 100 });
});

test('leads are rows', () => {
  expect(printed(leadsAnswer(['Kestrel']))).toMatchObject({ rows: [{ id: 'L-1', name: 'Kestrel' }] });
});

test('the rows of a table bear their figures by name', () => {
  expect(printed(performance())).toMatchObject({
    rows: [{ label: 'Priya Nair', won: 840_000, win_rate: 0.34, attainment: 1.12 }, {}, { attainment: null }],
    whole: { label: 'All', won: 1_890_000 },
  });
});

test('a comparison, a funnel and a forecast print what they hold', () => {
  expect(printed(byTeam)).toMatchObject({
    value: 1_200_000,
    unit: 'currency',
    sides: [{}, { value: 1_020_000 }],
  });
  expect(printed(funnel())).toMatchObject({
    steps: [{ label: 'Discovery', count: 120, rate: null }, {}, {}, {}, {}],
  });
  expect(printed(forecast())).toMatchObject({
    value: 1_240_000,
    unit: 'currency',
    currency: 'USD',
    forecast: { low: 1_100_000, chance: 0.38 },
  });
});
