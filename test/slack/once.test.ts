/** A worker that dies after an effect hands its click to the next one: nothing is done a second time. */
import { expect, test } from 'vitest';
import { actions, inputs } from '../../blocks/ids.ts';
import { roster } from '../../src/agents/roster.ts';
import { cast } from '../support/company.ts';
import { type House, withHouse } from './house.ts';

/** The newest thing of that kind that came in is handed out again, as after a crash. */
async function again(house: House, kind: 'action' | 'submission' | 'event' | 'command'): Promise<void> {
  const row = await house.db('inbox').where({ kind }).orderBy('id', 'desc').first('id', 'body');
  await house.slack.inbox[kind]({ id: row.id, attempt: 2, body: row.body });
  await house.idle();
}
const dealsCard = (house: House, who = 'mara') => {
  const [card] = house.workspace
    .as(who)
    .sees('deals')
    .filter((one) => one.user === house.workspace.ids.bot);
  if (!card) throw new Error('There is no card.');
  return card;
};

test('a pause is not begun again after somebody has ended it', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    mara.openHome();
    await house.idle();
    const home = mara.home();
    if (!home) throw new Error('Mara has no Home.');
    await mara.press(home, actions.pauseEverything);
    await house.idle();
    expect(await house.db('pauses').whereNull('resumed_at')).toHaveLength(1);
    await house.db('pauses').update({ resumed_at: house.clock.now(), resumed_by: cast.ada });
    await again(house, 'action');
    expect(await house.db('pauses').whereNull('resumed_at')).toHaveLength(0);
    expect(await house.db('audit').where({ action: 'pause.started' })).toHaveLength(1);
  }));

test('a rejection that was taken back is not made again', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    const id = await house.propose();
    await mara.press(dealsCard(house), 'Reject');
    await mara.press(await mara.until(() => mara.modal()), 'Deal is fine');
    await house.idle();
    await house.db('decisions').update({ reopened_at: house.clock.now(), reopened_by: cast.mara });
    await house.db('exceptions').where({ id }).update({ closed_at: null, closed_as: null });
    await again(house, 'action');
    expect(await house.db('decisions').where({ exception_id: id })).toHaveLength(1);
    expect((await house.db('exceptions').where({ id }).first('closed_at')).closed_at).toBeNull();
  }));

test('what was asked or confirmed is answered by the first reply, though its card was never wanted', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    mara.say('dm', 'pause all agents');
    await house.idle();
    mara.say('dm', 'yes');
    await house.idle();
    await house.db.raw(`delete from inbox_keys where key like 'done:inbox:%'`);
    await again(house, 'event');
    expect(await house.db('requests').where({ person_id: cast.mara })).toHaveLength(2);
    expect(await house.db('pauses')).toHaveLength(roster.length);
    expect(mara.sees('dm').filter((one) => one.user === house.workspace.ids.bot)).toHaveLength(2);
  }));

test('an edit of a deal is one change, and feedback one opinion', () =>
  withHouse(async (house) => {
    const priya = house.workspace.as('priya');
    priya.say('dm', 'deal Acme Platform');
    await house.idle();
    const [card] = priya.sees('dm').filter((one) => one.user === house.workspace.ids.bot);
    await priya.press(card ?? priya.say('dm', 'x'), 'Edit');
    await priya.until(() => priya.modal());
    await priya.submit({ [inputs.of('amount')]: '45000' });
    await house.idle();
    await again(house, 'submission');
    expect(await house.db('changes').where({ subject_id: 'D-acme' })).toHaveLength(1);
    await priya.press(card ?? priya.say('dm', 'x'), actions.good);
    await house.idle();
    await again(house, 'action');
    expect(await house.db('feedback').where({ by_id: cast.priya })).toHaveLength(1);
    expect(await house.db('audit').where({ action: 'feedback.given' })).toHaveLength(1);
  }));

test('a claim that was released meanwhile is not made again', () =>
  withHouse(async (house) => {
    await house.db.raw(
      `insert into cards (key, channel, marker) values ('lead:L-1', ?, 'marker-of-lead-1')`,
      [house.workspace.channels().leads ?? ''],
    );
    await house.slack.topics.draw({ id: 1, attempt: 1, body: { card: 'lead:L-1' } });
    const priya = house.workspace.as('priya');
    const [card] = priya.sees('leads').filter((one) => one.user === house.workspace.ids.bot);
    await priya.press(card ?? priya.say('dm', 'x'), actions.claim);
    await house.idle();
    expect(await house.db('lead_claims').select('by_id')).toEqual([{ by_id: cast.priya }]);
    await house.db('lead_claims').delete();
    await house.db('leads').where({ id: 'L-1' }).update({ owner_id: null });
    await again(house, 'action');
    expect(await house.db('lead_claims')).toEqual([]);
  }));
