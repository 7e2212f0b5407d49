import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Circumstances } from '../../src/policy/circumstances.ts';
import { decide, whyStopped } from '../../src/policy/decide.ts';
import { changeHash } from '../../src/policy/hash.ts';
import { mayDecide, rolesFor, type Stake } from '../../src/policy/may-decide.ts';
import type { Person, Proposal, Role } from '../../src/policy/nouns.ts';
import { decideOwn } from '../../src/policy/own.ts';

const proposal: Proposal = {
  agent: 'pipeline',
  agentVersion: 14,
  mode: 'suggest',
  trigger: 'stale_in_stage',
  otherTriggers: [],
  subject: { kind: 'deal', id: 'D-acme' },
  wants: { kind: 'change', fields: [{ field: 'close_date', before: '2026-03-10', after: '2026-04-15' }] },
  reason: 'In Negotiation for 47 days (limit 30).',
  basis: null,
  confidence: { share: 0.93, cases: 41, accepted: 38 },
};
const nudge: Proposal = { ...proposal, wants: { kind: 'nudge', nudge: { to: 'P-priya', text: 'Next?' } } };
const hash = changeHash(proposal.wants);
const usd = (value: number) => ({ value, currency: 'USD' });

const auto = { mode: { is: 'auto', version: 3 } } as const;
const suggest = { mode: { is: 'suggest', version: 2 } } as const;
const shadow = { mode: { is: 'shadow', version: 1 } } as const;
const paused = { pauses: [{ id: 7, scope: 'everything', name: 'Everything', until: null }] } as const;
const over = { authority: { amount: { is: usd(100_000.01), limit: usd(100_000), version: 4 } } };
const block = {
  rules: [{ name: 'no-fridays', version: 1, effect: 'block', because: 'Not on Fridays.' }],
} as const;
const personDecides = { personDecides: { version: 7, playbook: 'Large deal' } };
const checkpoint = { checkpoints: [{ name: 'Acme', version: 1, because: 'Acme always needs a person.' }] };
const approvedBy = (...roles: Role[]) => ({ approvals: [{ by: 'Mara Lind', roles, hash }] });

type Part = Partial<{ -readonly [K in keyof Circumstances]: unknown }>;
const given = (...parts: Part[]): Circumstances =>
  Object.assign({ pauses: [], approvals: [], mode: auto.mode }, ...parts) as Circumstances;

describe('in auto, too', () => {
  const wanting = (field: string, after: string): Proposal => ({
    ...proposal,
    wants: { kind: 'change', fields: [{ field, before: null, after }] },
  });
  test.each([
    ['amount', '5', 'Amounts never go without a person.'],
    ['product', 'Plus', 'Products never go without a person.'],
    ['owner', 'P-tom', 'Owners never go without a person.'],
    ['stage', 'Won', 'Winning and losing never go without a person.'],
    ['forecast', 'x', 'No agent does this without a person.'],
  ])('%s to %s goes to a person', (field, after, because) => {
    const verdict = decide(wanting(field, after), given({ openStages: ['Proposal'] }));
    expect(verdict).toMatchObject({ say: 'ask', whom: ['manager'] });
    expect(verdict.because.map((one) => one.sentence).join(' ')).toContain(because);
  });
  test('a stage that leaves the deal open does not', () => {
    expect(decide(wanting('stage', 'Proposal'), given({ openStages: ['Proposal'] })).say).toBe('allow');
  });
  test('a finer mode says where it holds', () => {
    const finer = { mode: { is: 'auto', version: 3, where: 'for close dates in EMEA' } };
    expect(decide(proposal, given(finer)).because[0]?.sentence).toBe(
      'Pipeline agent is in auto mode (for close dates in EMEA, v3): it acts alone within its authority.',
    );
  });
});

describe('the verdict table', () => {
  const rows: [string, Part[], string, Role[]?][] = [
    ['auto, nothing against it', [auto], 'allow'],
    ['suggest', [suggest], 'ask', ['manager']],
    ['suggest, approved by a manager', [suggest, approvedBy('manager')], 'allow'],
    [
      'suggest, approved, but another change',
      [suggest, { approvals: [{ by: 'Mara', roles: ['manager'], hash: 'other' }] }],
      'ask',
      ['manager'],
    ],
    ['shadow', [shadow], 'shadow'],
    ['shadow, even when approved', [shadow, approvedBy('manager', 'approver')], 'shadow'],
    ['paused', [auto, paused], 'hold'],
    ['paused, even when approved', [suggest, paused, approvedBy('manager')], 'hold'],
    ['paused and shadow', [shadow, paused], 'shadow'],
    ['blocked by a rule', [auto, block], 'refuse'],
    ['blocked, paused and shadow', [shadow, paused, block], 'refuse'],
    [
      'no permission',
      [auto, { permission: { may: false, because: 'Read only.', restsOn: 'role' } }],
      'refuse',
    ],
    ['checkpoint, in auto', [auto, checkpoint], 'ask', ['manager']],
    ['where a person always decides, in auto', [auto, personDecides], 'ask', ['manager']],
    ['where a person always decides, and has', [auto, personDecides, approvedBy('manager')], 'allow'],
    ['where a person always decides, in shadow', [shadow, personDecides], 'shadow'],
    [
      'exactly at the limit',
      [auto, { authority: { amount: { is: usd(100_000), limit: usd(100_000), version: 4 } } }],
      'allow',
    ],
    ['a cent over the limit', [auto, over], 'ask', ['approver']],
    ['over the limit, in suggest', [suggest, over], 'ask', ['manager', 'approver']],
    [
      'over the limit, only the manager said yes',
      [suggest, over, approvedBy('manager')],
      'ask',
      ['manager', 'approver'],
    ],
    ['over the limit, an approver said yes', [suggest, over, approvedBy('approver')], 'allow'],
    [
      'another currency without a rate',
      [
        auto,
        { authority: { amount: { is: { value: 5, currency: 'CAD' }, limit: usd(100_000), version: 4 } } },
      ],
      'ask',
      ['approver'],
    ],
    [
      'discount of exactly 8%',
      [auto, { authority: { discount: { list: usd(100_000), is: usd(92_000), limit: 8, version: 1 } } }],
      'allow',
    ],
    [
      'discount of 8.01%',
      [auto, { authority: { discount: { list: usd(100_000), is: usd(91_990), limit: 8, version: 1 } } }],
      'ask',
      ['approver'],
    ],
    [
      'bulk over the limit',
      [auto, { authority: { bulk: { is: 26, limit: 25, version: 1 } } }],
      'ask',
      ['approver'],
    ],
    [
      'executive reporting',
      [auto, { authority: { executiveReporting: { touched: true, version: 1 } } }],
      'ask',
      ['approver'],
    ],
    [
      'confidence under the floor',
      [auto, { confidenceFloor: { share: 0.95, version: 1 } }],
      'ask',
      ['manager'],
    ],
    ['confidence at the floor', [auto, { confidenceFloor: { share: 0.93, version: 1 } }], 'allow'],
    [
      'the hour is full',
      [
        auto,
        {
          caps: [
            {
              name: 'hourly_cap',
              of: 'changes an hour',
              version: 1,
              done: 50,
              most: 50,
              roomAt: '2026-03-20T11:00:00Z',
            },
          ],
        },
      ],
      'hold',
    ],
    [
      'a flag only notes',
      [auto, { rules: [{ name: 'big', version: 1, effect: 'flag', because: 'Big.' }] }],
      'allow',
    ],
  ];
  for (const [name, parts, say, whom] of rows) {
    test(`${name}: ${say}${whom ? ` ${whom.join(' and ')}` : ''}`, () => {
      const verdict = decide(proposal, given(...parts));
      expect(verdict.say).toBe(say);
      if (verdict.say === 'ask') expect(verdict.whom).toEqual(whom);
    });
  }
});

test('a message to a colleague needs no authority over money', () => {
  expect(decide(nudge, given(suggest, over))).toMatchObject({ say: 'ask', whom: ['manager'] });
});

test('every reason is kept, and names what it rests on with its version', () => {
  const verdict = decide(proposal, given(suggest, paused, over, checkpoint));
  expect(verdict.because).toEqual([
    {
      sentence: 'Everything is paused.',
      restsOn: { kind: 'pause', name: 'everything', version: 7 },
      decides: true,
    },
    {
      sentence: 'Pipeline agent is in suggest mode (v2): a person decides.',
      restsOn: { kind: 'mode', name: 'pipeline', version: 2 },
    },
    { sentence: 'Acme always needs a person.', restsOn: { kind: 'rule', name: 'Acme', version: 1 } },
    {
      sentence: 'Needs an approver: deal of $100,000.01 (limit $100,000).',
      restsOn: { kind: 'setting', name: 'approval_amount', version: 4 },
    },
  ]);
});

describe('why it does not go on is what the verdict comes of', () => {
  const noted = { rules: [{ name: '4', version: 1, effect: 'flag', because: 'Rule 4 skips it.' }] } as const;
  test.each<[string, Part[], string[]]>([
    [
      'shadow, and not the rule that is noted beside it',
      [shadow, noted],
      ['Pipeline agent is in shadow mode (v1): it records and does nothing.'],
    ],
    ['a rule that blocks, in whatever mode', [shadow, block], ['Not on Fridays.']],
    [
      'what needs an approver, and not the mode',
      [suggest, over, noted],
      ['Needs an approver: deal of $100,000.01 (limit $100,000).'],
    ],
    [
      'what is still unmet, and not what the person may sign for',
      [suggest, over, noted, approvedBy('manager')],
      ['Needs an approver: deal of $100,000.01 (limit $100,000).'],
    ],
    [
      'the mode, where nothing but a person is needed',
      [suggest, noted],
      ['Pipeline agent is in suggest mode (v2): a person decides.'],
    ],
    ['the pause, and not the mode', [auto, noted, paused], ['Everything is paused.']],
  ])('%s', (_, parts, sentences) => {
    expect(whyStopped(decide(proposal, given(...parts)))).toEqual(sentences);
  });
});

test('the last pause to end says until when it holds, and one without an end holds without an end', () => {
  const until = (...ends: (string | null)[]) =>
    decide(
      proposal,
      given(auto, {
        pauses: ends.map((end, id) => ({ id, scope: 'agent', name: 'Pipeline agent', until: end })),
      }),
    );
  expect(until('2026-03-21T08:00:00Z', '2026-03-20T08:00:00Z')).toMatchObject({
    until: '2026-03-21T08:00:00Z',
  });
  expect(until('2026-03-21T08:00:00Z', null)).toMatchObject({ until: null });
});

test('whatever comes together, the strictest gate wins and nothing is allowed that one gate stops', () => {
  const rank = { allow: 0, ask: 1, hold: 2, shadow: 3, refuse: 4 };
  const parts = fc.subarray<Part>([
    paused,
    over,
    block,
    checkpoint,
    personDecides,
    { confidenceFloor: { share: 0.99, version: 1 } },
  ]);
  fc.assert(
    fc.property(fc.constantFrom(auto, suggest, shadow), parts, (mode, some) => {
      const alone = [given(mode), ...some.map((part) => given(auto, part))].map(
        (each) => rank[decide(proposal, each).say],
      );
      expect(rank[decide(proposal, given(mode, ...some)).say]).toBe(Math.max(...alone));
    }),
  );
});

test('a person’s own doing passes modes, is stopped by a pause of everything or the customer, and an undo by none', () => {
  const pauses = (scope: 'everything' | 'agent' | 'customer') => [{ id: 1, scope, name: 'X', until: null }];
  const may = { may: true } as const;
  expect(decideOwn({ pauses: pauses('agent'), permission: may }).say).toBe('allow');
  expect(decideOwn({ pauses: pauses('customer'), permission: may }).say).toBe('hold');
  expect(decideOwn({ pauses: pauses('everything'), permission: may }).say).toBe('hold');
  expect(decideOwn({ pauses: pauses('everything'), permission: may }, true).say).toBe('allow');
  expect(decideOwn({ pauses: [], permission: { may: false, because: 'No.' } }, true).say).toBe('refuse');
});

describe('who may decide', () => {
  const person = (id: string, roles: Role[], more: Partial<Person> = {}): Person => ({
    id,
    name: id,
    email: null,
    slackId: null,
    tz: null,
    roles,
    teamId: null,
    territoryId: null,
    managerId: null,
    active: true,
    ...more,
  });
  const stake = (asks: Role[] = ['manager']): Stake => ({
    asks,
    ownerId: 'rep',
    teamId: 'G-emea',
    territoryId: 'T-emea',
    territory: 'EMEA',
    managerId: 'boss',
  });
  const above: Role[] = ['manager', 'approver'];
  const table: [string, Person | null, Role[], boolean][] = [
    ['the owner’s manager', person('boss', ['manager']), ['manager'], true],
    ['the owner’s manager, whose role was taken', person('boss', []), ['manager'], false],
    ['a manager of the territory', person('m', ['manager'], { territoryId: 'T-emea' }), ['manager'], true],
    ['a manager of the team', person('m', ['manager'], { teamId: 'G-emea' }), ['manager'], true],
    [
      'a manager of another territory',
      person('m', ['manager'], { territoryId: 'T-amer' }),
      ['manager'],
      false,
    ],
    ['a rep of the same territory', person('r', ['rep'], { territoryId: 'T-emea' }), ['manager'], false],
    ['the deal’s rep', person('rep', ['rep']), ['manager'], true],
    ['whoever has the deal and is no rep any more', person('rep', ['qa']), ['manager'], false],
    ['the deal’s rep who has left', person('rep', ['rep'], { active: false }), ['manager'], false],
    ['an admin', person('a', ['admin']), ['manager'], false],
    ['an outsider', null, ['manager'], false],
    ['an approver, where authority names one', person('a', ['approver']), above, true],
    ['the manager, where authority names an approver', person('boss', ['manager']), above, false],
    ['the deal’s rep who is an approver', person('rep', ['rep', 'approver']), above, false],
    [
      'an approver, where an approver and finance are named: each signs their part',
      person('a', ['approver']),
      ['approver', 'finance'],
      true,
    ],
    ['somebody who is both', person('a', ['approver', 'finance']), ['approver', 'finance'], true],
  ];
  for (const [name, who, asks, may] of table) {
    test(`${name}: ${may ? 'may' : 'may not'}`, () => expect(mayDecide(who, stake(asks)).may).toBe(may));
  }

  test('a refusal names who is needed', () => {
    expect(mayDecide(null, stake())).toEqual({
      may: false,
      needs: 'a manager of EMEA or the rep who has it',
    });
    expect(mayDecide(null, stake(above))).toEqual({ may: false, needs: 'an approver' });
  });

  test('the roles of an approval are those held at this moment, and the deal’s rep signs for none above', () => {
    expect(rolesFor(person('rep', ['rep', 'approver']), stake())).toEqual(['manager', 'rep']);
    expect(rolesFor(person('a', ['approver']), stake())).toEqual(['approver']);
    expect(rolesFor(person('boss', ['manager'], { active: false }), stake())).toEqual([]);
  });
});

test('the hash is that of the change alone: order and notation do not count, every value does', () => {
  const fields = [
    { field: 'amount', before: 1, after: 2 },
    { field: 'next_step', before: null, after: 'Call' },
  ];
  const of = (more: object) => changeHash({ kind: 'change', fields, ...more });
  expect(of({ fields: fields.toReversed() })).toBe(of({}));
  expect(of({ fields: fields.map(({ field, before, after }) => ({ after, field, before })) })).toBe(of({}));
  expect(of({ fields: [{ ...fields[0], after: '2' }, fields[1]] })).not.toBe(of({}));
  expect(of({ fields: [{ ...fields[0], before: null }, fields[1]] })).not.toBe(of({}));
  expect(changeHash({ kind: 'nudge', nudge: { to: 'a', text: 'x' } })).not.toBe(
    changeHash({ kind: 'nudge', nudge: { to: 'a', text: 'x ' } }),
  );
});
