import { expect, test } from 'vitest';
import type { About, Reply } from '../../src/requests/reply.ts';
import { spoken } from '../../src/spoken.ts';
import { aDeal, everyKind, performance, rowsAnswer } from '../support/answers.ts';

const about: About = {
  requestId: '1',
  runId: '7F3K',
  intent: 'count_deals',
  understood: 'Open deals by owner',
  changed: null,
  slots: {},
  assumptions: ['amounts in EUR are left out'],
  confidence: 0.97,
  via: 'rules',
  model: null,
  tokens: 0,
  costUsd: 0,
  latencyMs: 3,
  asOf: '2026-03-20T10:00:00Z',
  clockSet: false,
  zone: 'UTC',
};

test('a series is a table under what was understood, with what was assumed below', () => {
  const reply: Reply = {
    ...about,
    kind: 'answer',
    sentence: '5 deals of 2 owners.',
    question: { of: 'deal', where: { all: [] }, measure: { count: true } },
    answer: {
      kind: 'series',
      unit: 'currency',
      by: ['owner'],
      series: [
        { key: 'p', label: 'Priya Nair', value: 1_200, count: 3, currency: 'USD' },
        { key: 't', label: 'Tom Reyes', value: 42_000, count: 2, currency: 'USD' },
      ],
      total: 5,
      leftOut: [{ because: 'no owner', count: 1 }],
    },
    next: [],
    companyCurrency: 'USD',
  };
  expect(spoken(reply)).toBe(
    `Understood: Open deals by owner

5 deals of 2 owners.
  Owner       Amount (USD)  Deals
  ──────────  ────────────  ─────
  Priya Nair         1,200      3
  Tom Reyes         42,000      2
  ──────────  ────────────  ─────
  Total             43,200      5
1 left out: no owner
(amounts in EUR are left out)
`,
  );
});

test('what was not understood is said, with the nearest things to try', () => {
  const reply: Reply = {
    ...about,
    understood: null,
    assumptions: [],
    kind: 'not understood',
    words: 'asdf qwer',
    sentence: 'The nearest things Steward can do:',
    next: [{ choice: 's1', label: 'Pipeline by stage', request: 'open pipeline by stage' }],
  };
  expect(spoken(reply)).toBe(
    'Not understood: asdf qwer\nThe nearest things Steward can do:\n  Try: open pipeline by stage\n',
  );
});

const answered = (answer: Extract<Reply, { kind: 'answer' }>['answer']): string =>
  spoken({
    ...about,
    assumptions: [],
    kind: 'answer',
    sentence: 'The sentence.',
    question: { of: 'deal', where: { all: [] }, measure: { metric: 'performance' }, by: ['owner'] },
    answer,
    next: [],
    companyCurrency: 'USD',
  });

test('a table has its figures to the right, and letters that are twice as wide keep the columns', () => {
  expect(answered(performance(['日本語', 'Tom Reyes']))).toBe(
    `Understood: Open deals by owner

The sentence.
  Owner      Won (USD)  Win rate  Sales cycle  Coverage  Attainment  Activities
  ─────────  ─────────  ────────  ───────────  ────────  ──────────  ──────────
  日本語       840,000       34%      47 days      2.4×        112%         112
  Tom Reyes    630,000       29%    53.3 days      1.7×         61%          92
  ─────────  ─────────  ────────  ───────────  ────────  ──────────  ──────────
  All        1,890,000       29%    52.5 days      1.8×         84%         276
`,
  );
});

test('an answer of any kind sends no control character to the terminal', () => {
  for (const [answer] of everyKind('\u001b[2J\u202Eevil\u0007'))
    expect(answered(answer)).not.toMatch(/(?!\n)\p{Cc}|\u202E/u);
});

test('a line end in the name of a deal does not break the sentence', () => {
  const answer = { kind: 'value' as const, value: 1, unit: 'deals' as const, total: 1, leftOut: [] };
  const question = { of: 'deal' as const, where: { all: [] }, measure: { count: true as const } };
  const reply: Reply = {
    ...{ ...about, assumptions: [], kind: 'answer', question, answer, next: [], companyCurrency: 'USD' },
    sentence: 'The largest is Acme\nPlatform, $42,000.',
  };
  expect(spoken(reply)).toContain('The largest is Acme Platform, $42,000.');
});

test('until when a yes is waited for is said by the clock of the company', () => {
  const reply: Reply = {
    ...about,
    kind: 'confirm',
    headline: 'Pause everything.',
    consequence: '4 agents stop, and every change waits.',
    wayBack: 'Way back: "resume everything", at any time.',
    count: 4,
    verb: 'Pause everything',
    expires: '2026-03-20T10:15:00.044Z',
    zone: 'Europe/Berlin',
  };
  expect(spoken(reply)).toContain('before 20 Mar, 11:15 CET.');
});

test('what was read in part is said once, with what was not', () => {
  const sentence = 'Understood: open deals by owner. Not understood: "hot". Continue without it?';
  const reply: Reply = { ...about, kind: 'partly understood', sentence, unread: ['hot'], next: [] };
  expect(spoken(reply)).toBe(`${sentence}\n(amounts in EUR are left out)\n`);
});

test('amounts of one column have cents in all of its rows or in none', () => {
  const rowsOf = (...values: number[]): string[] => {
    const reply: Reply = {
      ...about,
      kind: 'answer',
      sentence: 'Two owners.',
      question: { of: 'deal', where: { all: [] }, measure: { average: 'amount' }, by: ['owner'] },
      answer: {
        kind: 'series',
        unit: 'currency',
        by: ['owner'],
        series: values.map((value, n) => ({ key: `${n}`, label: 'Tom', value, count: 2, currency: 'USD' })),
        total: 4,
        leftOut: [],
      },
      next: [],
      companyCurrency: 'USD',
    };
    return spoken(reply)
      .split('\n')
      .filter((line) => line.startsWith('  Tom'))
      .map((line) => line.trim().split(/\s+/)[1] ?? '');
  };
  expect(rowsOf(59.36, 1_804_000)).toEqual(['59', '1,804,000']);
  expect(rowsOf(18.5, 20)).toEqual(['18.50', '20.00']);
  expect(rowsOf(18, 20)).toEqual(['18', '20']);
});

test('beside another currency each amount of a list bears its code', () => {
  const listed = (currencies: string[]): string => {
    const rows = currencies.map((currency, n) => ({ ...aDeal(`Deal ${n}`, n), currency }));
    const reply: Reply = {
      ...about,
      kind: 'answer',
      sentence: 'Deals.',
      question: { of: 'deal', where: { all: [] }, measure: { count: true } },
      answer: { ...rowsAnswer([]), rows },
      next: [],
      companyCurrency: 'USD',
    };
    return spoken(reply);
  };
  expect(listed(['USD', 'EUR'])).toMatch(/USD 42,000.*EUR 42,000/s);
  expect(listed(['USD', 'USD'])).not.toContain('USD 42,000');
});
