import { expect, test } from 'vitest';
import { actions, inputs } from '../../blocks/ids.ts';
import { releaseHeld } from '../../src/changes/release.ts';
import { exceptionView } from '../../src/exceptions/view.ts';
import { createInbox } from '../../src/jobs/inbox.ts';
import { pause, resume } from '../../src/settings/pauses.ts';
import { cast } from '../support/company.ts';
import { type House, textOf, withHouse } from './house.ts';

/** The card about Acme Platform, as this person sees it now. */
const acme = ({ workspace }: House, as = 'mara') => {
  const card = workspace
    .as(as)
    .sees('deals')
    .find((message) => message.text.includes('Acme Platform'));
  if (!card)
    throw new Error(
      `There is no card: ${workspace
        .as(as)
        .sees('deals')
        .map((one) => one.text)
        .join(' | ')}`,
    );
  return card;
};
const labels = (message: { blocks?: unknown }): string[] =>
  ((message.blocks ?? []) as { type: string; elements?: { text?: { text?: string } }[] }[])
    .filter((block) => block.type === 'actions')
    .flatMap((block) => (block.elements ?? []).map((element) => element.text?.text ?? '⋯'));
const closeDate = async ({ db }: House): Promise<string> =>
  (await db('deals').where({ id: 'D-acme' }).first('close_date')).close_date;
const ephemerals = (house: House, who: string) =>
  house.workspace
    .as(who)
    .sees('deals')
    .filter((message) => message.subtype === 'ephemeral' || ('onlyFor' in message && message.onlyFor))
    .map((message) => message.text);

test('a stale deal becomes one card with what, why and the three ways to decide', () =>
  withHouse(async (house) => {
    await house.sweep();
    await house.sweep();
    const cards = house.workspace.as('mara').sees('deals');
    expect(new Set(cards.map((card) => card.text)).size).toBe(cards.length);
    const [card] = cards;
    expect(card?.text).toMatch(/^Approval needed: .*limit 30.*Approve, edit or reject\.$/);
    expect(labels(card ?? {})).toEqual([
      'Approve',
      'Edit',
      'Reject',
      '⋯',
      'Why',
      'Good',
      'Bad',
      'Needs Edit',
    ]);
  }));

test('approving settles the card in place, and undo puts it back', () =>
  withHouse(async (house) => {
    await house.propose();
    await house.workspace.as('mara').press(acme(house), 'Approve');
    await house.idle();
    expect(acme(house).text).toBe(
      'Mara moved the close date of Acme Platform from 10 Mar to 15 Apr 2026. It can be undone.',
    );
    expect(labels(acme(house))).toEqual(['Undo', 'Why', 'Good', 'Bad', 'Needs Edit']);
    expect(await closeDate(house)).toBe('2026-04-15');
    await house.workspace.as('mara').press(acme(house), 'Undo');
    await house.idle();
    expect(acme(house).text).toBe('Acme Platform: Mara undid this: close date is 10 Mar 2026 again.');
    expect(labels(acme(house))[0]).toBe('Do it again');
    expect(await closeDate(house)).toBe('2026-03-10');
    expect(await house.db('decisions').select('say', 'by_id')).toEqual([
      { say: 'approve', by_id: cast.mara },
    ]);
  }));

test('an edit moves the deal to the value that the person chose', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    await house.propose();
    await mara.press(acme(house), 'Edit');
    await mara.until(() => mara.modal());
    const early = await mara.submit({ [inputs.of('close_date')]: '2026-03-01' });
    expect(JSON.stringify(early)).toContain('Close date must be after today, 20 Mar 2026.');
    await mara.submit({ [inputs.of('close_date')]: '2026-04-30' });
    await house.idle();
    expect(acme(house).text).toContain('(proposed: 15 Apr)');
    expect(await closeDate(house)).toBe('2026-04-30');
  }));

test('Edit saved without a change is an approval, and the card says no other value', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    await house.propose();
    await mara.press(acme(house), 'Edit');
    await mara.until(() => mara.modal());
    await mara.submit({});
    await house.idle();
    expect(acme(house).text).toBe(
      'Mara moved the close date of Acme Platform from 10 Mar to 15 Apr 2026. It can be undone.',
    );
    expect(await house.db('decisions').pluck('say')).toEqual(['approve']);
  }));

test('a value that somebody changed meanwhile is not overwritten, and a person settles it', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    await house.propose();
    await house
      .db('deals')
      .where({ id: 'D-acme' })
      .update({ close_date: '2026-03-30', changed_by: cast.tom, version: 2 });
    await mara.press(acme(house), 'Approve');
    await house.idle();
    expect(acme(house).text).toContain('Not applied: Tom Reyes changed the close date to 30 Mar 2026');
    await mara.press(acme(house), actions.keepTheirs);
    await house.idle();
    expect(await closeDate(house)).toBe('2026-03-30');
    expect(labels(acme(house))).toEqual(['Why', 'Good', 'Bad', 'Needs Edit']);
  }));

test('of two people who press at once one wins, and the other is told who', () =>
  withHouse(async (house) => {
    await house.propose();
    const card = acme(house);
    await Promise.all([
      house.workspace.as('mara').press(card, 'Approve'),
      house.workspace.as('priya').press(card, 'Approve'),
    ]);
    await house.idle();
    expect(await house.db('decisions').select('id')).toHaveLength(1);
    const told = [...ephemerals(house, 'mara'), ...ephemerals(house, 'priya')];
    expect(told.filter((text) => /approved this at/.test(text))).toHaveLength(1);
  }));

test('the click of somebody without a role is refused privately and recorded', () =>
  withHouse(async (house) => {
    await house.propose();
    await house.workspace.as('lena').press(acme(house, 'lena'), 'Approve');
    await house.idle();
    expect(await house.db('decisions').select('id')).toHaveLength(0);
    expect(ephemerals(house, 'lena').join()).toMatch(/needs|manager/i);
    expect(ephemerals(house, 'mara')).toEqual([]);
    expect(await house.db('audit').where({ action: 'exception.click_refused' })).toHaveLength(1);
  }));

test('on a card that began a thread a click is answered once, in the channel, where it is seen beside an open thread', () =>
  withHouse(async (house) => {
    await house.propose();
    const card = acme(house);
    house.workspace.as('priya').say('deals', 'I am on it', { thread: card.ts });
    await house.workspace.as('dan').press(acme(house, 'dan'), 'Approve');
    await house.idle();
    const all = ephemerals(house, 'dan');
    expect(all).toHaveLength(1);
    expect(all[0]).toMatch(/needs a manager/);
    const inThread = house.workspace.as('dan').thread('deals', card.ts);
    expect(inThread.filter(({ onlyFor }) => onlyFor)).toEqual([]);
  }));

test('rejecting with a reason closes the card, and it can be opened again', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    await house.propose();
    await mara.press(acme(house), 'Reject');
    const form = await mara.until(() => mara.modal());
    await mara.press(form, 'Deal is fine');
    await house.idle();
    expect(textOf(acme(house).blocks)).toContain('rejected:* Deal is fine.');
    expect(textOf(mara.modal()?.blocks)).toContain('Rejected: Deal is fine.');
    await mara.press(acme(house), 'Reopen');
    await house.idle();
    expect(labels(acme(house))).toContain('Approve');
  }));

test('a rejection without a reason stays in the form, with a sentence at the field', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    await house.propose();
    await mara.press(acme(house), 'Reject');
    await mara.until(() => mara.modal());
    const answer = await mara.submit({ [inputs.reason]: null });
    expect(JSON.stringify(answer)).toContain('Tap a reason');
    expect(await house.db('decisions').select('id')).toHaveLength(0);
  }));

test('snoozing puts the card aside, and waking brings it back', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    await house.propose();
    await mara.press(acme(house), actions.more, 'snooze:tomorrow:1');
    await house.idle();
    expect(labels(acme(house))).toEqual(['Wake now', 'Why', 'Good', 'Bad', 'Needs Edit']);
    await mara.press(acme(house), 'Wake now');
    await house.idle();
    expect(labels(acme(house))).toContain('Approve');
  }));

test('why opens while the trigger lives, and feedback counts the last click', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    await house.propose();
    await mara.press(acme(house), 'Why');
    const why = await mara.until(() => mara.modal());
    expect(textOf(why.blocks)).toContain('Because');
    await mara.press(acme(house), 'Good');
    await mara.press(acme(house), 'Bad');
    await house.idle();
    expect(await house.db('feedback').whereNull('replaced_at').select('say', 'by_id')).toEqual([
      { say: 'bad', by_id: cast.mara },
    ]);
    expect(ephemerals(house, 'mara')).toContain('Recorded: Good.');
  }));

test('Needs Edit keeps what it should have said', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    await house.propose();
    await mara.press(acme(house), 'Needs Edit');
    await mara.until(() => mara.modal());
    // Sent as it was opened, it would teach nothing.
    expect(JSON.stringify(await mara.submit({}))).toContain('Change the words, or tick above what is wrong.');
    await mara.submit({ [inputs.said]: 'Ask for the security review first.', [inputs.wrong]: ['wording'] });
    await house.idle();
    expect(await house.db('feedback').first('say', 'correction', 'wrong')).toEqual({
      say: 'needs_edit',
      correction: 'Ask for the security review first.',
      wrong: ['wording'],
    });
  }));

test('a button of a card that is settled is out of date, and the card is drawn again', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    await house.propose();
    const old = acme(house);
    await mara.press(old, 'Approve');
    await house.idle();
    const { botToken, apiUrl } = house.workspace;
    await fetch(`${apiUrl}chat.update`, {
      method: 'POST',
      headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({
        channel: old.channel,
        ts: old.ts,
        text: old.text,
        blocks: [
          {
            type: 'actions',
            elements: [
              { type: 'button', action_id: 'an.old.button', text: { type: 'plain_text', text: 'Old' } },
            ],
          },
        ],
      }),
    });
    await mara.press(old, 'Old');
    await house.idle();
    expect(ephemerals(house, 'mara')).toContain('That button is out of date. The card is now current.');
    expect(acme(house).text).toMatch(/^Mara /);
  }));

test('whoever has no role is refused to them alone with any button of a card, and each click is recorded', () =>
  withHouse(async (house) => {
    await house.propose();
    await house.workspace.as('mara').press(acme(house), 'Approve');
    await house.idle();
    await house.workspace.as('lena').press(acme(house, 'lena'), 'Undo');
    await house.idle();
    expect(ephemerals(house, 'lena')).toEqual([
      'This needs somebody who may decide about the deal. You have no role in Steward. Your click was recorded.',
    ]);
    expect(await closeDate(house)).toBe('2026-04-15');
    expect(
      await house.db('audit').where({ action: 'click.refused' }).select('subject_kind', 'actor_id'),
    ).toEqual([{ subject_kind: 'change', actor_id: `slack:${house.workspace.as('lena').id}` }]);
  }));

test('an approval that a pause holds can be taken back: nothing is written then or later, and the card is open again', () =>
  withHouse(async (house) => {
    const { db, workspace, clock } = house;
    const mara = workspace.as('mara');
    await house.propose();
    await pause({ db, now: clock }, { scope: 'everything', by: { kind: 'person', id: cast.ada } });
    const card = () => acme(house);
    await mara.press(card(), actions.approve);
    await house.idle();
    expect(card().text).toContain('The approval can be undone.');
    expect(textOf(card().blocks)).toContain('Everything is paused.');

    await workspace.as('lena').press(card(), 'Undo');
    await house.idle();
    expect(card().text).toContain('The approval can be undone.');
    await mara.press(card(), 'Undo');
    await house.idle();
    expect(card().text).toMatch(/^Approval needed: /);
    await resume({ db, now: clock }, { scope: 'everything', by: { kind: 'person', id: cast.ada } });
    await releaseHeld({ db, now: clock });
    await house.idle();
    expect(await closeDate(house)).toBe('2026-03-10');
    expect(await db('audit').where({ action: 'change.taken_back' })).toHaveLength(1);

    await mara.press(card(), actions.approve);
    await house.idle();
    expect(await closeDate(house)).toBe('2026-04-15');
    expect(card().text).toMatch(/^Mara moved the close date/);
  }));

test('a card tells its deal from another of the same name, by account and else by id', () =>
  withHouse(async (house) => {
    await house.db('deals').where({ id: 'D-acme' }).update({ name: 'Platform' });
    await house.db('deals').where({ id: 'D-globex' }).update({ name: 'Platform' });
    const id = await house.propose();
    const view = async () => (await exceptionView({ db: house.db, now: house.clock }, id))?.deal.name;
    expect(house.workspace.as('mara').sees('deals').at(-1)?.text).toContain('Platform, Acme');
    await house.db('deals').where({ id: 'D-globex' }).update({ account_id: 'A-acme' });
    expect(await view()).toBe('Platform (D-acme)');
    await house.db('deals').where({ id: 'D-globex' }).update({ name: 'Another' });
    expect(await view()).toBe('Platform');
  }));

test('an edit that comes too late keeps what was typed, and offers it as a new change of the deal', () =>
  withHouse(async (house) => {
    await house.propose();
    const { workspace } = house;
    const [mara, priya] = [workspace.as('mara'), workspace.as('priya')];
    await mara.press(acme(house), 'Edit');
    await mara.until(() => mara.modal());
    await priya.press(acme(house), 'Reject');
    await priya.until(() => priya.modal());
    await priya.submit({ [inputs.reason]: 'Deal is fine' });
    await house.idle();
    await mara.submit({ [inputs.of('close_date')]: '2026-05-20' });
    const late = await mara.until(() => {
      const view = mara.modal();
      return view && textOf(view.blocks).includes('Your text is kept') ? view : null;
    });
    await mara.press(late, 'Propose as new change');
    const form = await mara.until(() => {
      const view = mara.modal();
      return view && JSON.stringify(view.blocks).includes('2026-05-20') && view.id !== late.id ? view : null;
    });
    expect(textOf(form.blocks)).toContain('Close date');
    await mara.submit({ [inputs.of('close_date')]: '2026-05-20' });
    await house.idle();
    expect(await closeDate(house)).toBe('2026-05-20');
  }));

test('Approve pressed on another card, or in another channel, decides nothing; in a message that nobody has noted yet it does', () =>
  withHouse(async (house) => {
    const { db, workspace } = house;
    const id = await house.propose();
    await workspace.as('lena').press(acme(house), 'Approve');
    await house.idle();
    const { body } = await db('inbox').where({ kind: 'action' }).orderBy('id', 'desc').first('body');
    const { general, leads } = workspace.channels();
    const pressed = async (channel: string | undefined, ts: string, n: number) => {
      const at = {
        ...body,
        user: { ...body.user, id: 'U_MARA' },
        channel: { id: channel },
        container: { ...body.container, channel_id: channel, message_ts: ts },
      };
      await createInbox({ db }).store({ kind: 'action', keys: [`a-press-of-its-own-${n}`], body: at });
      house.workers.wake();
      await house.idle();
      return (await exceptionView({ db, now: house.clock }, id))?.state.is;
    };
    await db('cards').insert({
      key: 'lead:L-1',
      channel: leads,
      ts: '7.7',
      state: 'posted',
      marker: 'of-a-lead',
    });
    expect(await pressed(general, body.container.message_ts, 1)).toBe('open');
    expect(await pressed(leads, '7.7', 2)).toBe('open');
    // Its post was on the way when whoever posted it died: Slack has it, and the ledger does not know where.
    await db('cards')
      .where({ key: `exception:${id}` })
      .update({ ts: null, state: 'sending' });
    expect(await pressed(body.channel.id, '1774000000.000100', 3)).not.toBe('open');
  }));
