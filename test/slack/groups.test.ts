import { expect, test } from 'vitest';
import { actions, inputs, rowChoice, shown } from '../../blocks/ids.ts';
import { decideTogether } from '../../src/exceptions/together.ts';
import type { Wanted } from '../../src/policy/nouns.ts';
import type { Message, View } from '../../src/sandbox/nouns.ts';
import { cast } from '../support/company.ts';
import { aGroup, aNudge, anException, somebody } from '../support/exception.ts';
import { type House, textOf, withHouse } from './house.ts';

type Member = Awaited<ReturnType<typeof anException>> & { deal: string };
type Options = Omit<Parameters<typeof anException>[1] & object, 'group' | 'channel' | 'deal'>;

const moved: Wanted = {
  kind: 'change',
  fields: [{ field: 'close_date', before: '2026-03-03', after: '2026-04-15' }],
};

/** A card of deals of Priya's, "Deal 1" worth $10,000, "Deal 2" worth $20,000 and so on; `each` says what else is true of one. */
async function together(house: House, count: number, each: (n: number) => Options = () => ({})) {
  const { db, workspace } = house;
  const channel = workspace.channels().deals ?? '';
  const like = await db('deals').where({ id: 'D-acme' }).first();
  const group = await aGroup(db, channel);
  const members: Member[] = [];
  for (let n = 1; n <= count; n++) {
    const id = `D-${n}`;
    await db('deals').insert({
      ...like,
      id,
      source_id: id,
      name: `Deal ${n}`,
      amount: 10_000 * n,
      close_date: '2026-03-03',
    });
    members.push({
      ...(await anException(db, { wants: moved, ...each(n), deal: id, group, channel })),
      deal: id,
    });
  }
  await house.idle();
  return { group, members, one: (n: number) => members[n - 1] as Member };
}

const cards = ({ workspace }: House, as = 'mara') =>
  workspace
    .as(as)
    .sees('deals')
    .filter((message) => message.bot && !('onlyFor' in message && message.onlyFor));
/** The one card that stands in the channel. */
const card = (house: House, as = 'mara'): Message => {
  const [first, second] = cards(house, as);
  if (!first || second) throw new Error(`There are ${cards(house).length} cards.`);
  return first;
};
const notes = (house: House, who: string): string[] =>
  house.workspace
    .as(who)
    .sees('deals')
    .flatMap((message) => ('onlyFor' in message && message.onlyFor ? [message.text] : []));
const sections = (on: { blocks?: unknown }) =>
  ((on.blocks ?? []) as { type: string; text?: { text: string } }[])
    .filter(({ type }) => type === 'section')
    .map(({ text }) => text?.text ?? '');
const labels = (on: { blocks?: unknown }): string[] =>
  ((on.blocks ?? []) as { type: string; elements?: { text?: { text?: string } }[] }[])
    .filter(({ type }) => type === 'actions')
    .flatMap((block) => (block.elements ?? []).map((element) => element.text?.text ?? '⋯'));
const menu = (on: { blocks?: unknown }, n: number): string[] =>
  ((on.blocks ?? []) as { accessory?: { action_id: string; options: { text: { text: string } }[] } }[])
    .filter(({ accessory }) => accessory?.action_id === `${actions.row}#${n}`)
    .flatMap(({ accessory }) => accessory?.options.map((option) => option.text.text) ?? []);
/** Chooses in the menu of row `n`. */
async function choose(house: House, who: string, n: number, label: string): Promise<void> {
  const on = card(house, who);
  const options = (
    (on.blocks ?? []) as {
      accessory?: { action_id: string; options: { text: { text: string }; value: string }[] };
    }[]
  ).find(({ accessory }) => accessory?.action_id === `${actions.row}#${n}`)?.accessory?.options;
  const value = options?.find(({ text }) => text.text === label)?.value;
  if (value === undefined) throw new Error(`Row ${n} offers ${menu(on, n).join(', ')}.`);
  await house.workspace.as(who).press(on, `${actions.row}#${n}`, value);
  await house.idle();
}
const press = async (house: House, who: string, label: string, on: Message | View = card(house, who)) => {
  await house.workspace.as(who).press(on, label);
  await house.idle();
};
/** The window on top, once it shows that. */
async function opened(house: House, shows: RegExp, who = 'mara'): Promise<View> {
  const reader = house.workspace.as(who);
  await reader.until(() => shows.test(textOf(reader.modal()?.blocks)));
  return reader.modal() as View;
}
const dates = async ({ db }: House, members: Member[]): Promise<string[]> =>
  (
    await db('deals')
      .whereIn(
        'id',
        members.map(({ deal }) => deal),
      )
      .orderBy('id')
      .pluck('close_date')
  ).map(String);

test('several deals of one rep stand on one card: what they are, a row for each, and the three ways for all', () =>
  withHouse(async (house) => {
    await together(house, 3);
    const [headline, first] = sections(card(house));
    expect(headline).toBe(`*3 stale deals of Priya Nair, $60,000 in total.* <@U_MARA>, these wait for you.`);
    expect(first).toBe('1  *Deal 1*, $10,000, Negotiation 47 days. Close date 3 Mar → *15 Apr 2026*');
    expect(menu(card(house), 1)).toEqual(['Approve', 'Edit', 'Reject', 'Snooze 7 days', 'Why']);
    expect(labels(card(house))).toEqual([
      'Approve these 3',
      'Review one by one',
      'Reject all',
      'Why',
      'Good',
      'Bad',
      'Needs Edit',
    ]);
    expect(card(house).text.split('\n')).toEqual([
      'Approval needed: 3 stale deals of Priya Nair, $60,000 in total. Approve, edit or reject each.',
      '1 Deal 1, $10,000, Negotiation 47 days. Close date 3 Mar to 15 Apr 2026.',
      '2 Deal 2, $20,000, Negotiation 47 days. Close date 3 Mar to 15 Apr 2026.',
      '3 Deal 3, $30,000, Negotiation 47 days. Close date 3 Mar to 15 Apr 2026.',
    ]);
  }));

test('one tap approves those that it names: a decision for each, written to the CRM, and one tap takes all back', () =>
  withHouse(async (house) => {
    const { members } = await together(house, 3);
    await press(house, 'mara', 'Approve these 3');
    expect(await dates(house, members)).toEqual(['2026-04-15', '2026-04-15', '2026-04-15']);
    expect(
      await house.db('decisions').orderBy('exception_id').select('exception_id', 'say', 'by_id', 'hash'),
    ).toEqual(members.map(({ id, hash }) => ({ exception_id: id, say: 'approve', by_id: cast.mara, hash })));
    expect(sections(card(house)).slice(0, 2)).toEqual([
      '✅ *3 of 3 decided: 3 approved.*\n3 stale deals of Priya Nair, $60,000 in total.',
      '✅ 1  Deal 1: 15 Apr 2026 (Mara)',
    ]);
    expect(menu(card(house), 1)).toEqual(['Undo', 'Why']);
    expect(labels(card(house)).slice(0, 2)).toEqual(['Undo all 3', 'Why']);
    await press(house, 'mara', 'Undo all 3');
    expect(await dates(house, members)).toEqual(['2026-03-03', '2026-03-03', '2026-03-03']);
    expect(sections(card(house))[1]).toBe('↩️ 1  Deal 1: Mara undid this: close date is 3 Mar 2026 again.');
    expect(notes(house, 'mara')).toEqual([]);
  }));

test('a row is decided and taken back by its own menu, and the others stay as they are', () =>
  withHouse(async (house) => {
    const { members } = await together(house, 3);
    await choose(house, 'mara', 2, 'Approve');
    expect(await dates(house, members)).toEqual(['2026-03-03', '2026-04-15', '2026-03-03']);
    expect(sections(card(house))[0]).toBe(
      '*3 stale deals of Priya Nair, $60,000 in total.* <@U_MARA>, these wait for you.\n1 of 3 decided: 1 approved.',
    );
    expect(labels(card(house))[0]).toBe('Approve these 2');
    await choose(house, 'mara', 2, 'Undo');
    expect(await dates(house, members)).toEqual(['2026-03-03', '2026-03-03', '2026-03-03']);
    await choose(house, 'mara', 3, 'Snooze 7 days');
    expect(sections(card(house))[3]).toMatch(/^⏳ 3 {2}Deal 3: snoozed until .* \(Mara\)$/);
    await choose(house, 'mara', 3, 'Wake now');
    await choose(house, 'mara', 3, 'Reject');
    await opened(house, /Move close date of Deal 3 from 3 Mar to 15 Apr 2026/);
    await house.workspace.as('mara').submit({ [inputs.reason]: 'They moved it' });
    await house.idle();
    expect(sections(card(house))[3]).toBe('✅ 3  Deal 3: rejected, They moved it (Mara)');
    await choose(house, 'mara', 1, 'Edit');
    await opened(house, /Deal 1/);
    await house.workspace.as('mara').submit({ [inputs.of('close_date')]: '2026-04-30' });
    await house.idle();
    expect(sections(card(house)).slice(0, 2)).toEqual([
      '✅ *3 of 3 decided: 1 approved, 1 edited, 1 rejected.*\n3 stale deals of Priya Nair, $60,000 in total.',
      '✅ 1  Deal 1: 30 Apr 2026 (Mara)',
    ]);
    await choose(house, 'mara', 1, 'Why');
    await opened(house, /Deal 1: close date to/);
  }));

test('what is critical or above the limit is not in the button, and not approved by it either', () =>
  withHouse(async (house) => {
    const needs = 'Needs an approver: deal of $110,000 (limit $100,000).';
    const { one, members } = await together(house, 4, (n) =>
      n === 1 ? { asks: ['manager', 'approver'], needs } : n === 2 ? { severity: 'critical' } : {},
    );
    expect(labels(card(house))[0]).toBe('Approve these 2');
    expect(textOf(card(house).blocks)).toContain(
      'Needs a decision of its own, not in the button: 2 (over $100,000, critical)',
    );
    // Ana may approve the first and Mara the second, but not by a button that was made to name them.
    for (const [who, n] of [
      ['ana', 1],
      ['mara', 2],
    ] as const) {
      const results = await decideTogether(
        { db: house.db, now: house.clock, zone: 'UTC' },
        {
          say: 'approve',
          shown: [{ exceptionId: one(n).id, hash: one(n).hash }],
          by: await somebody(house.db, cast[who]),
        },
      );
      expect(results).toMatchObject([{ decided: { say: 'apart' } }]);
    }
    await press(house, 'mara', 'Approve these 2');
    expect(await dates(house, members)).toEqual(['2026-03-03', '2026-03-03', '2026-04-15', '2026-04-15']);
    expect(labels(card(house))[0]).toBe('Review one by one');
  }));

test('of two managers who press at once each deal is decided once, and the slower one is told what was left', () =>
  withHouse(async (house) => {
    const { members } = await together(house, 5);
    const on = card(house);
    await house.db('people').where({ id: cast.nora }).update({ territory_id: 'T-emea', team_id: 'G-emea' });
    await Promise.all([
      house.workspace.as('mara').press(on, 'Approve these 5'),
      house.workspace.as('nora').press(on, 'Approve these 5'),
    ]);
    await house.idle();
    expect(await house.db('decisions')).toHaveLength(5);
    expect(await house.db('changes')).toHaveLength(5);
    expect(await dates(house, members)).toEqual(Array(5).fill('2026-04-15'));
    const told = [...notes(house, 'mara'), ...notes(house, 'nora')];
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^(Mara Lind|Nora Quinn) was faster with 5, and nothing is left here\.$/);
  }));

test('what somebody decided before is left, and the rest is done', () =>
  withHouse(async (house) => {
    const { one } = await together(house, 3);
    const before = card(house);
    await house.db('people').where({ id: cast.nora }).update({ territory_id: 'T-emea', team_id: 'G-emea' });
    await house.db('decisions').insert({
      exception_id: one(2).id,
      say: 'reject',
      by_id: cast.nora,
      at: house.clock.now(),
      hash: one(2).hash,
      shown: '{}',
      change: JSON.stringify(moved),
    });
    await house
      .db('exceptions')
      .where({ id: one(2).id })
      .update({ closed_at: house.clock.now(), closed_as: 'decided' });
    await press(house, 'mara', 'Approve these 3', before);
    expect(notes(house, 'mara')).toEqual(['2 approved. Nora Quinn was faster with 1.']);
    expect(sections(card(house))[2]).toBe('✅ 2  Deal 2: rejected (Nora)');
  }));

test('whoever may not decide changes nothing with the one tap, and is told who can', () =>
  withHouse(async (house) => {
    await together(house, 3);
    await press(house, 'dan', 'Approve these 3');
    expect(await house.db('decisions')).toHaveLength(0);
    expect(notes(house, 'dan')).toEqual([
      '3 left: This needs a manager of EMEA or the rep who has it. Mara Lind or Priya Nair can decide. Your click was recorded.',
    ]);
    await press(house, 'dan', 'Reject all');
    await opened(house, /Nothing was changed\./, 'dan');
    expect(await house.db('audit').where({ action: 'exception.click_refused' })).toHaveLength(4);
  }));

test('of several, what somebody changed meanwhile stays and is decided on its row', () =>
  withHouse(async (house) => {
    const { members } = await together(house, 3);
    await house.db('deals').where({ id: 'D-2' }).update({ close_date: '2026-03-30', version: 9 });
    await press(house, 'mara', 'Approve these 3');
    expect(await dates(house, members)).toEqual(['2026-04-15', '2026-03-30', '2026-04-15']);
    expect(sections(card(house))[0]).toBe(
      '*3 stale deals of Priya Nair, $60,000 in total.* <@U_MARA>, these wait for you.\n⚠️ 2 done, 1 conflict.',
    );
    expect(sections(card(house))[2]).toContain(
      '⚠️ 2  Deal 2: Not applied: somebody changed the close date to 30 Mar 2026.',
    );
    expect(menu(card(house), 2)).toEqual(['Use 15 Apr', 'Keep 30 Mar', 'Why']);
    await choose(house, 'mara', 2, 'Keep 30 Mar');
    expect(sections(card(house)).slice(0, 3)).toEqual([
      '✅ *3 of 3 decided: 3 approved.*\n3 stale deals of Priya Nair, $60,000 in total.',
      '✅ 1  Deal 1: 15 Apr 2026 (Mara)',
      '✅ 2  Deal 2: Mara kept 30 Mar 2026 as the close date (proposed: 15 Apr 2026).',
    ]);
    await house.db('deals').where({ id: 'D-1' }).update({ close_date: '2026-06-30', version: 10 });
    await press(house, 'mara', 'Undo all 2');
    expect(await dates(house, members)).toEqual(['2026-06-30', '2026-03-30', '2026-03-03']);
  }));

test('all are rejected with one reason, and each can be opened again', () =>
  withHouse(async (house) => {
    await together(house, 3);
    await press(house, 'mara', 'Reject all');
    await press(house, 'mara', 'Not now', await opened(house, /3 proposals about deals of Priya Nair/));
    await opened(house, /^Rejected: Not now\./);
    expect(await house.db('decisions').select('say', 'reason')).toEqual(
      Array(3).fill({ say: 'reject', reason: 'Not now' }),
    );
    expect(sections(card(house)).slice(0, 2)).toEqual([
      '✅ *3 of 3 decided: 3 rejected.*\n3 stale deals of Priya Nair, $60,000 in total.',
      '✅ 1  Deal 1: rejected, Not now (Mara)',
    ]);
    expect(labels(card(house))[0]).toBe('Why');
    await choose(house, 'mara', 1, 'Reopen');
    expect(menu(card(house), 1)[0]).toBe('Approve');
    house.workspace.as('mara').close(true);
    await choose(house, 'mara', 1, 'Reject');
    await opened(house, /Reject|Tap a reason/);
    await house.workspace.as('mara').submit({ [inputs.reason]: 'Later' });
    await house.idle();
    expect(sections(card(house))[1]).toBe('✅ 1  Deal 1: rejected, Later (Mara)');
  }));

test('a typed reason for all is asked, too', () =>
  withHouse(async (house) => {
    await together(house, 2);
    await press(house, 'mara', 'Reject all');
    await opened(house, /2 proposals/);
    expect(JSON.stringify(await house.workspace.as('mara').submit({}))).toContain(
      'Tap a reason, or say it in your words.',
    );
    await house.workspace.as('mara').submit({ [inputs.reason]: 'All are fine' });
    await house.idle();
    expect(sections(card(house))[1]).toBe('✅ 1  Deal 1: rejected, All are fine (Mara)');
  }));

test('the review shows one deal a page, goes on with each press, and skips what was decided meanwhile', () =>
  withHouse(async (house) => {
    await together(house, 5, (n) => (n === 2 ? { wants: aNudge } : {}));
    await press(house, 'mara', 'Review one by one');
    const first = await opened(house, /^1 of 5\n.*\*Close date\* {2}3 Mar 2026 → \*15 Apr 2026\*/s);
    await press(house, 'mara', 'Approve', first);
    const second = await opened(house, /^2 of 5 · Approved.*Nudge Priya Nair about Deal 2.*What comes next/s);
    await press(house, 'mara', 'Skip', second);
    const third = await opened(house, /^3 of 5\n/);
    await house.db('people').where({ id: cast.nora }).update({ territory_id: 'T-emea', team_id: 'G-emea' });
    await choose(house, 'nora', 4, 'Approve');
    await press(house, 'mara', 'Edit', third);
    await opened(house, /Deal 3/);
    await house.workspace.as('mara').until(() => house.workspace.as('mara').modal()?.submit);
    await house.workspace.as('mara').submit({ [inputs.of('close_date')]: '2026-04-20' });
    const fifth = await opened(house, /^5 of 5 · Saved and approved\./);
    await press(house, 'mara', 'Reject', fifth);
    await press(house, 'mara', 'Wrong value', await opened(house, /Tap a reason/));
    await opened(house, /^Rejected: Wrong value\./);
    house.workspace.as('mara').close();
    await opened(house, /1 deal can be decided later\.$/);
    expect(sections(card(house)).slice(1)).toEqual([
      '✅ 1  Deal 1: 15 Apr 2026 (Mara)',
      '2  *Deal 2*, $20,000, Negotiation 47 days. Nudge Priya: "What comes next?"',
      '✅ 3  Deal 3: 20 Apr 2026 (Mara)',
      '✅ 4  Deal 4: 15 Apr 2026 (Nora)',
      '✅ 5  Deal 5: rejected, Wrong value (Mara)',
    ]);
  }));

test('eight rows stand on the card, the button names these alone, and the others follow when they are decided', () =>
  withHouse(async (house) => {
    await together(house, 10);
    expect(labels(card(house)).slice(0, 3)).toEqual([
      'Approve these 8',
      'Review one by one',
      'Reject these 8',
    ]);
    expect(textOf(card(house).blocks)).toContain('and 2 more in Review');
    expect((card(house).blocks ?? []).length).toBeLessThanOrEqual(16);
    await press(house, 'mara', 'Approve these 8');
    expect(await house.db('decisions')).toHaveLength(8);
    expect(sections(card(house))[1]).toMatch(/^9 {2}\*Deal 9\*/);
    expect(labels(card(house))[0]).toBe('Approve these 2');
    await press(house, 'mara', 'Approve these 2');
    expect(sections(card(house))[0]).toMatch(/^✅ \*10 of 10 decided: 10 approved\.\*/);
    expect(labels(card(house))[0]).toBe('Undo all 10');
  }));

test('the row of a proposal that has changed since decides nothing', () =>
  withHouse(async (house) => {
    const { one } = await together(house, 3);
    await house
      .db('exceptions')
      .where({ id: one(1).id })
      .update({ hash: 'f'.repeat(64) });
    await choose(house, 'mara', 1, 'Approve');
    expect(await house.db('decisions')).toHaveLength(0);
    expect(notes(house, 'mara')[0]).toMatch(/^The proposal has changed since\./);
    expect(rowChoice('approve', shown(one(1).id, 'f'.repeat(64), 'short')).length).toBeLessThanOrEqual(75);
  }));

test('an opinion and the question why are about the whole card', () =>
  withHouse(async (house) => {
    const { group } = await together(house, 2);
    await press(house, 'mara', 'Bad');
    expect(await house.db('feedback').select('subject_kind', 'subject_id', 'say', 'agent')).toEqual([
      { subject_kind: 'group', subject_id: String(group), say: 'bad', agent: 'pipeline' },
    ]);
    await press(house, 'mara', 'Why');
    await opened(house, /2 deals of Priya Nair need a look.*Deal 1: .*Deal 2: /s);
    await press(house, 'dan', 'Why');
    await opened(house, /^Hidden: outside your territory\.$/, 'dan');
    // One deal of theirs opens no view of the others.
    await house.db('deals').where({ id: 'D-1' }).update({ territory_id: 'T-amer' });
    await press(house, 'nora', 'Why');
    await opened(house, /^Hidden: outside your territory\.$/, 'nora');
  }));
