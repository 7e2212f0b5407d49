import { expect, test } from 'vitest';
import type { Found, Limit } from '../../src/agents/nouns.ts';
import { staleInStage } from '../../src/agents/pipeline/stale-in-stage.ts';
import { agentLabel, agentNamed } from '../../src/agents/roster.ts';

const found: Found = {
  dealId: 'D-acme',
  deal: 'Acme Platform',
  account: 'Acme',
  owner: { id: 'P-priya', name: 'Priya Nair' },
  manager: { id: 'P-mara', name: 'Mara Lind' },
  stage: 'Negotiation',
  since: '2026-02-01',
  days: 47,
  amount: 42_000,
  currency: 'USD',
  closeDate: '2026-03-03',
  lastActivityOn: '2026-02-12',
  lastActivity: 'call',
  pushes: 3,
  nextStep: null,
  today: '2026-03-20',
};
const limit: Limit = { setting: 'stale_days', value: 30, version: 3, scope: 'everyone', scopeId: '' };
const propose = (deal: Partial<Found>, pace: { cases: number; days: number } | null) =>
  staleInStage.propose({ ...found, ...deal }, { limit, pace, enoughCases: 10 });

test('a close date in the past moves by the median of the won deals, and says how many', () => {
  expect(propose({}, { cases: 23, days: 26 })).toEqual({
    wants: { kind: 'change', fields: [{ field: 'close_date', before: '2026-03-03', after: '2026-04-15' }] },
    reason: 'In Negotiation for 47 days (limit 30)',
    basis: 'Today + 26 days, the median remaining time of 23 won deals from Negotiation',
  });
});

test('the proposed date is never today or earlier', () => {
  expect(propose({}, { cases: 23, days: 0 })?.wants).toMatchObject({ fields: [{ after: '2026-03-21' }] });
});

test.each([
  ['nine cases are too few', {}, { cases: 9, days: 26 }],
  ['no deal was ever won from there', {}, null],
  ['the close date is today', { closeDate: '2026-03-20' }, { cases: 23, days: 26 }],
  ['there is no close date', { closeDate: null }, { cases: 23, days: 26 }],
])('the rep is nudged instead when %s', (_, deal, pace) => {
  expect(propose(deal, pace)).toMatchObject({
    wants: { kind: 'nudge', nudge: { to: 'P-priya' } },
    basis: null,
  });
});

test('a nudge says the fact, the past date and the open next step', () => {
  const suggestion = propose({}, null);
  expect(suggestion?.wants).toEqual({
    kind: 'nudge',
    nudge: {
      to: 'P-priya',
      text: 'Acme Platform has been in Negotiation for 47 days (limit 30). Its close date, 3 Mar 2026, is past. It has no next step. Which one comes next?',
    },
  });
});

test('without an owner the manager is asked, and without either nobody', () => {
  expect(propose({ owner: null }, null)?.wants).toMatchObject({ nudge: { to: 'P-mara' } });
  expect(propose({ owner: null, manager: null }, null)).toBeNull();
});

test('an agent is found by its name however it is said', () => {
  expect(agentNamed(' Pipeline agent').name).toBe('pipeline');
  expect(agentLabel('forecasting')).toBe('Forecasting agent');
});
