/** Who gets to read what: channels with an audience, channels shared with others, buttons that name somebody else's things. */
import { expect, test } from 'vitest';
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
    await mara.press(question ?? which, 'Initech Expansion, Initech, P…');
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
