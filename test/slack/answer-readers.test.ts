import { expect, test } from 'vitest';
import type { Reply } from '../../src/requests/reply.ts';
import type { Answer } from '../../src/sales/answer.ts';
import { holdsRows } from '../../src/slack/cards/answer.ts';
import {
  byTeam,
  comparisonAnswer,
  funnel,
  leadsAnswer,
  performance,
  valueAnswer,
} from '../support/answers.ts';

const reply = (answer: Answer, by: string[] = []): Reply => ({
  requestId: '1',
  runId: '7F3K',
  intent: 'count_deals',
  understood: 'Something',
  changed: null,
  slots: {},
  assumptions: [],
  confidence: 1,
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
  question: { of: 'deal', where: { all: [] }, measure: { count: true }, by },
  answer,
  next: [],
  companyCurrency: 'USD',
});

test('a channel of totals is not shown leads, nor what is told apart by person', () => {
  expect(holdsRows(reply(leadsAnswer(['Kestrel'])))).toBe(true);
  expect(holdsRows(reply(performance()))).toBe(true);
  expect(holdsRows(reply({ ...byTeam, by: ['owner'] }, ['owner']))).toBe(true);
});

test('but it is shown a total, a funnel, and what is told apart by team', () => {
  expect(holdsRows(reply(valueAnswer({})))).toBe(false);
  expect(holdsRows(reply(funnel()))).toBe(false);
  expect(holdsRows(reply(comparisonAnswer()))).toBe(false);
  expect(holdsRows(reply(byTeam, ['team']))).toBe(false);
});
