/** Who gets to read what: channels with an audience, channels shared with others, buttons that name somebody else's things. */
import { expect, test } from 'vitest';
import { actions } from '../../blocks/ids.ts';
import { cast } from '../support/company.ts';
import { type House, withHouse } from './house.ts';

const mention = (house: House, words: string) => `<@${house.workspace.ids.bot}> ${words}`;
const bySteward = <M extends { user: string }>(house: House, messages: M[]): M[] =>
  messages.filter((message) => message.user === house.workspace.ids.bot);

test('where only totals may be seen, which deal is meant and who owns it are told to the asker alone', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    const which = mara.say('general', mention(house, 'deal Initech'));
    const whose = mara.say('general', mention(house, 'who owns Acme Platform'));
    await house.idle();
    for (const asked of [which, whose]) {
      expect(bySteward(house, house.workspace.as('priya').thread('general', asked.ts))).toEqual([]);
      expect(bySteward(house, mara.thread('general', asked.ts))).toHaveLength(1);
    }
    const [question] = bySteward(house, mara.thread('general', which.ts));
    expect(JSON.stringify(question)).toContain('Initech Expansion');
    await mara.press(question ?? which, 'Initech Expansion, Proposal, $18,500');
    await house.idle();
    expect(JSON.stringify(mara.thread('general', which.ts))).toContain('Tom Reyes');
    expect(JSON.stringify(house.workspace.as('priya').sees('general'))).not.toContain('Initech Expansion');
  }));

test('rows behind a number that everybody sees go to whoever pressed, and not into the channel', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    const asked = mara.say('general', mention(house, 'how many open deals'));
    await house.idle();
    const [count] = bySteward(house, mara.thread('general', asked.ts));
    await mara.press(count ?? asked, 'Show deals');
    await house.idle();
    const others = JSON.stringify(house.workspace.as('priya').thread('general', asked.ts));
    expect(others).not.toContain('Acme Platform');
    expect(JSON.stringify([mara.thread('general', asked.ts), mara.sees('general')])).toContain(
      'Acme Platform',
    );
  }));

test('no card goes into a channel that is shared with another company, though it is the channel for deals', () =>
  withHouse(async (house) => {
    house.workspace.seed({ channels: [{ name: 'deals', shared: true }] });
    const id = await house.propose();
    expect(bySteward(house, house.workspace.as('mara').sees('deals'))).toEqual([]);
    const card = await house
      .db('cards')
      .where({ key: `exception:${id}` })
      .first('state', 'error');
    expect(card).toEqual({ state: 'failed', error: 'The channel is shared with another company.' });
  }));

test('whoever may not decide gets a sentence instead of the form, and the click is recorded', () =>
  withHouse(async (house) => {
    await house.propose();
    const dan = house.workspace.as('dan');
    const [card] = bySteward(house, dan.sees('deals'));
    for (const button of ['Edit', 'Reject']) {
      await dan.press(card ?? dan.say('dm', 'x'), button);
      const notice = await dan.until(() => dan.modal());
      expect(JSON.stringify(notice.blocks)).toMatch(/manager of EMEA/);
      expect(JSON.stringify(notice.blocks)).not.toMatch(/input/);
      await dan.close();
    }
    const refused = await house.db('audit').where({ action: 'exception.click_refused', actor_id: cast.dan });
    expect(refused).toHaveLength(2);
  }));

test('a card in Home opens for those who may decide at that moment, not for those who could before', () =>
  withHouse(async (house) => {
    await house.propose();
    const mara = house.workspace.as('mara');
    mara.openHome();
    await house.idle();
    const home = mara.home();
    await house.db('people').where({ id: cast.mara }).update({ roles: [] });
    await house.db('people').where({ manager_id: cast.mara }).update({ manager_id: null });
    if (!home) throw new Error('Mara has no Home.');
    await mara.press(home, actions.show);
    const shown = await mara.until(() => mara.modal());
    expect(JSON.stringify(shown.blocks)).not.toContain('15 Apr');
    expect(JSON.stringify(shown.blocks)).toMatch(/manager of EMEA/);
  }));

test('who corrects an answer that somebody else got is not shown all of its words', () =>
  withHouse(async (house) => {
    const ada = house.workspace.as('ada');
    const asked = ada.say('general', mention(house, 'show deals stuck in negotiation 30 days'));
    await house.idle();
    const [answer] = bySteward(house, house.workspace.as('priya').thread('general', asked.ts));
    const priya = house.workspace.as('priya');
    await priya.press(answer ?? asked, actions.needsEdit);
    const form = await priya.until(() => priya.modal());
    expect(JSON.stringify(form.blocks)).not.toMatch(/Acme|Hooli|The longest is/);
    expect(JSON.stringify(form.blocks)).toContain('It should have said');
  }));
