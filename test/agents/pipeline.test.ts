import { expect, test } from 'vitest';
import type { Found, Held, Limit, Trigger } from '../../src/agents/nouns.ts';
import { pipeline } from '../../src/agents/pipeline/agent.ts';
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
  product: 'Platform',
  leadSource: 'Referral',
  listing: 'listed',
  nearest: [],
  today: '2026-03-20',
  company: 'USD',
  detail: null,
  missing: [],
  putBackTo: null,
};
const limit = (setting: string, value: number): Limit => ({
  setting,
  value,
  version: 3,
  scope: 'everyone',
  scopeId: '',
});
const trigger = (name: string): Trigger => {
  const one = pipeline.triggers.find((known) => known.name === name);
  if (!one) throw new Error(name);
  return one;
};
/** The trigger of that name, true of the deal. */
const held = (name: string, value: number, deal: Partial<Found> = {}): Held => ({
  trigger: trigger(name),
  found: { ...found, ...deal },
  limit: limit(trigger(name).limit, value),
});
const propose = (deal: Partial<Found>, pace: { cases: number; days: number } | null, ...more: Held[]) =>
  pipeline.propose([held('stale_in_stage', 30, deal), ...more], { pace, enoughCases: 10 });

test('a close date in the past moves by the median of the won deals, and says how many', () => {
  expect(propose({}, { cases: 23, days: 26 })).toEqual({
    wants: { kind: 'change', fields: [{ field: 'close_date', before: '2026-03-03', after: '2026-04-15' }] },
    reason: 'In Negotiation for 47 days (limit 30)',
    basis: 'Today + 26 days, the median remaining time of 23 won deals from Negotiation',
    carries: ['close_date_past'],
  });
});

test('without what is past, no date is moved and none is named', () => {
  const facts = { pace: { cases: 23, days: 26 }, enoughCases: 10, without: ['close_date_past'] };
  const suggestion = pipeline.propose([held('stale_in_stage', 30)], facts);
  expect(suggestion).toMatchObject({ wants: { kind: 'nudge' } });
  expect(suggestion).not.toHaveProperty('carries');
  expect(JSON.stringify(suggestion)).not.toContain('3 Mar 2026');
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

test('one nudge says all that is true of a deal, and its date once', () => {
  const more = [
    held('close_date_past', 0, { since: '2026-03-03', days: 17 }),
    held('no_activity', 30, { since: '2026-02-12', days: 36 }),
    held('close_date_pushed', 3),
  ];
  expect(propose({ nextStep: 'Call legal' }, null, ...more)).toEqual({
    wants: {
      kind: 'nudge',
      nudge: {
        to: 'P-priya',
        text: 'Acme Platform has been in Negotiation for 47 days (limit 30). Its close date, 3 Mar 2026, is past. Nothing was done about it for 36 days (limit 30). Its close date was pushed 3 times. Is its next step still "Call legal"?',
      },
    },
    reason: 'In Negotiation for 47 days (limit 30)',
    basis: null,
  });
});

test.each([
  ['stale_in_stage', 30, {}, 'In Negotiation for 47 days (limit 30)'],
  ['close_date_past', 0, { days: 1 }, 'Close date is 1 day past'],
  ['close_date_past', 5, { days: 6 }, 'Close date is 6 days past (limit 5)'],
  [
    'no_activity',
    30,
    { since: '2026-02-12', days: 36 },
    'No activity since the call of 12 Feb 2026: 36 days (limit 30)',
  ],
  [
    'no_activity',
    30,
    { since: '2026-02-12', days: 36, lastActivity: null },
    'No activity since 12 Feb 2026: 36 days (limit 30)',
  ],
  ['close_date_pushed', 3, {}, 'Close date pushed 3 times (limit 3)'],
  [
    'amount_changed',
    20,
    { since: '2026-03-18', detail: { before: 42_000, after: 33_500 } },
    'Amount fell from $42,000 to $33,500 (21%, limit 20%)',
  ],
  [
    'stage_moved_back',
    1,
    { since: '2026-03-18', detail: { before: 'Contract', after: 'Proposal' } },
    'Moved back from Contract to Proposal on 18 Mar 2026',
  ],
  [
    'owner_changed_late',
    30,
    { since: '2026-03-18', closeDate: '2026-03-31', detail: { before: 'Tom Reyes', after: 'Priya Nair' } },
    'Went from Tom Reyes to Priya Nair on 18 Mar 2026, close date 31 Mar 2026 (limit 30 days)',
  ],
])('%s with limit %d says its fact with its number and its limit', (name, value, deal, sentence) => {
  const one = held(name, value, deal);
  expect(one.trigger.why(one.found, one.limit)).toBe(sentence);
});

test('without an owner the manager is asked, and without either nobody', () => {
  expect(propose({ owner: null }, null)?.wants).toMatchObject({ nudge: { to: 'P-mara' } });
  expect(propose({ owner: null, manager: null }, null)).toBeNull();
});

test('an agent is found by its name however it is said', () => {
  expect(agentNamed(' Pipeline agent').name).toBe('pipeline');
  expect(agentLabel('forecasting')).toBe('Forecasting agent');
});
