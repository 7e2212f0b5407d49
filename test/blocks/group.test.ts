import { describe, expect, test } from 'vitest';
import { type GroupCard, groupCard } from '../../blocks/exception-group.ts';
import type { GroupMember } from '../../blocks/group-row.ts';
import { actions } from '../../blocks/ids.ts';
import { limits } from '../../blocks/limits.ts';
import type { ExceptionState } from '../../blocks/proposal.ts';
import { aForm, aMember, groups, here, now } from './samples.ts';

type Shown = {
  type: string;
  text?: { text: string };
  accessory?: { options: { text: { text: string } }[] };
  elements?: {
    action_id: string;
    text?: string | { text: string };
    confirm?: { title: { text: string }; text: { text: string }; confirm: { text: string } };
  }[];
};
const shown = (card: GroupCard) => groupCard(card, { ...here, clockSet: false });
const blocksOf = (card: GroupCard) => shown(card).blocks as Shown[];
const rows = (card: GroupCard): string[] =>
  blocksOf(card).flatMap(({ type, text }) => (type === 'section' && text ? [text.text] : []));
const notes = (card: GroupCard): string[] =>
  blocksOf(card).flatMap(({ type, elements }) => (type === 'context' ? [String(elements?.[0]?.text)] : []));
const buttons = (card: GroupCard) => blocksOf(card).find(({ type }) => type === 'actions')?.elements ?? [];
const question = (card: GroupCard, action: string) => {
  const { confirm } = buttons(card).find(({ action_id }) => action_id === action) ?? {};
  return confirm && [confirm.title.text, confirm.text.text, confirm.confirm.text];
};

const day = (state?: ExceptionState): GroupMember => ({
  ...aMember('Acme Platform', state),
  deal: { id: 'D-1', name: 'Acme Platform', url: null, amount: 42_000, currency: 'USD', owner: 'Priya Nair' },
  short: 'Negotiation 47 days',
  wants: {
    kind: 'change',
    fields: [
      { field: 'close_date', label: 'Close date', type: 'day', before: '2026-03-03', after: '2026-04-15' },
    ],
  },
});
const nudge: GroupMember = { ...day(), wants: { kind: 'nudge', to: 'Priya Nair', text: 'What comes next?' } };
const group = (members: GroupMember[], more: Partial<GroupCard> = {}): GroupCard => ({
  id: 7,
  about: 'deal',
  rep: 'Priya Nair',
  label: 'stale in its stage',
  waitsFor: { name: 'Mara Lind', slackId: 'UMARA' },
  undoDays: 30,
  members,
  ...more,
});
const done = (say: 'approve' | 'edit' | 'reject', state: ExceptionState): GroupMember => ({
  ...day(state),
  decided: { say, by: 'Mara Lind', wants: day().wants },
});
const settled: ExceptionState = {
  is: 'settled',
  sentence: 'Moved.',
  at: now,
  readBackAt: now,
  undo: { changeId: 3 },
};

test('of forms each row has its own button, and what was filled in is counted as that', () => {
  const form: GroupMember = {
    ...day(),
    wants: aForm('Priya Nair'),
    short: 'next step is missing (required in Negotiation)',
    byItself: 'to be filled in',
  };
  const filled: GroupMember = {
    ...form,
    state: settled,
    decided: { say: 'edit', by: 'Priya Nair', wants: day().wants },
  };
  const view = group([filled, form, form], { label: 'without its required fields' });
  const { blocks } = groupCard(view, here);
  const buttons = blocks.flatMap((block) =>
    block.type === 'section' && block.accessory?.type === 'button' ? [block.accessory.text.text] : [],
  );
  expect(buttons).toEqual(['Fill in', 'Fill in']);
  expect(JSON.stringify(blocks)).not.toMatch(/group\.(approve|reject|review)/);
  expect(rows(view)[0]).toContain('1 of 3 decided: 1 filled in.');
});

describe('the first line of a card of several', () => {
  test('says how many of what, whose and how much', () => {
    expect(rows(group([day(), day()]))[0]).toBe(
      '*2 stale deals of Priya Nair, $84,000 in total.* <@UMARA>, these wait for you.',
    );
    expect(rows(group([day(), day()], { label: 'past its close date' }))[0]).toContain(
      '*2 deals of Priya Nair past their close date, $84,000 in total.*',
    );
    expect(rows(group([day(), day()], { label: null }))[0]).toContain(
      '*2 deals of Priya Nair need a look, $84,000',
    );
  });

  test('never adds up two currencies, and says no sum of nothing', () => {
    const cad = { ...day(), deal: { ...day().deal, currency: 'CAD', amount: 1_250_000 } };
    expect(rows(group([day(), cad, day()]))[0]).toContain('USD 84,000 and CAD 1.25M in total.*');
    const none = { ...day(), deal: { ...day().deal, amount: null } };
    expect(rows(group([none, none]))[0]).toMatch(/^\*2 stale deals of Priya Nair\.\*/);
  });

  test('says what came of them once nothing waits any more', () => {
    const rejected: ExceptionState = { is: 'rejected', by: 'Mara Lind', reason: null, at: now, reopen: true };
    const expired: ExceptionState = { is: 'expired', days: 7, at: now };
    expect(
      rows(
        group([done('approve', settled), done('edit', settled), done('reject', rejected), day(expired)]),
      )[0],
    ).toBe(
      '✅ *3 of 4 decided: 1 approved, 1 edited, 1 rejected. 1 expired.*\n4 stale deals of Priya Nair, $168,000 in total.',
    );
    expect(rows(group([day(expired), day({ is: 'withdrawn', because: 'it moved.', at: now })]))[0]).toMatch(
      /^⚪ \*None of 2 decided: 1 expired, 1 no longer needed\.\*/,
    );
  });

  test('says what went wrong, and mentions nobody where nothing is to be done', () => {
    const wrong: ExceptionState = {
      is: 'failed',
      by: 'Mara',
      because: 'The CRM did not answer.',
      nextTry: null,
      changeId: 3,
    };
    expect(rows(group([done('approve', settled), done('approve', wrong)]))[0]).toMatch(
      /<@UMARA>, these wait for you\.\n⚠️ 1 done, 1 not done\.$/,
    );
    const asleep = group([done('approve', settled), day({ is: 'snoozed', by: 'Mara', until: now })]);
    expect(rows(asleep)[0]).toBe(
      '*2 stale deals of Priya Nair, $84,000 in total.*\n1 of 2 decided: 1 approved.',
    );
    expect(JSON.stringify(shown(asleep).blocks)).not.toContain('<@');
  });
});

describe('the one tap', () => {
  test('asks first: what happens, to how many, and what can be taken back', () => {
    expect(question(group([day(), day()]), actions.approveThese)).toEqual([
      'Approve these 2?',
      '2 close dates change in the CRM. You can undo for 30 days.',
      'Approve 2',
    ]);
    expect(question(group([day(), nudge]), actions.approveThese)?.[1]).toBe(
      '1 close date changes in the CRM. 1 message to Priya Nair goes out and cannot be taken back. You can undo the change for 30 days.',
    );
    expect(question(group([nudge, nudge]), actions.approveThese)?.[1]).toBe(
      '2 messages to Priya Nair go out and cannot be taken back.',
    );
    expect(question(group([done('approve', settled), done('edit', settled)]), actions.undoAll)).toEqual([
      'Undo these 2?',
      '2 deals of Priya go back to what they were. What somebody has changed since stays.',
      'Undo 2',
    ]);
  });

  test('leaves out what needs a decision of its own, and says so', () => {
    const big = { ...day(), byItself: 'over $100,000' };
    const three = group([day(), big, day()]);
    expect(buttons(three)[0]?.text).toMatchObject({ text: 'Approve these 2' });
    expect(notes(three)[0]).toBe('Needs a decision of its own, not in the button: 1 (over $100,000)');
    const two = group([day(), big]);
    expect(buttons(two).map(({ action_id }) => action_id)).not.toContain(actions.approveThese);
    expect(notes(two)[0]).toBe('Needs a decision of its own: 1 (over $100,000)');
  });
});

test('confidence is the lowest of them where they differ', () => {
  const sure = { ...day(), confidence: { share: 0.95, cases: 60, accepted: 58 } };
  expect(notes(group([sure, day()]))[0]).toBe(
    'Pipeline agent v14, suggest mode · Confidence high, 0.93 (people accepted 38 of 41 like it) · the lowest of these',
  );
});

test('whatever its states are, a card of several stays within sixteen blocks, and each row offers at most five things', () => {
  for (const card of groups('Acme')) {
    expect(shown(card).blocks.length).toBeLessThanOrEqual(limits.groupBlocks);
    for (const { accessory } of blocksOf(card))
      expect(accessory?.options?.length ?? 1).toBeLessThanOrEqual(5);
  }
});

test('a decided row offers no decision, and every row with a menu offers Why', () => {
  for (const card of groups('Acme'))
    for (const { text, accessory } of blocksOf(card)) {
      // A form has its one button instead.
      if (!accessory?.options) continue;
      const offers = accessory.options.map((option) => option.text.text);
      expect(offers.at(-1)).toBe('Why');
      expect(offers.includes('Approve')).toBe(/^\d/.test(text?.text ?? ''));
    }
});
