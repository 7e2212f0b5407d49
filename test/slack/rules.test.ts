import { expect, test } from 'vitest';
import { actions } from '../../blocks/ids.ts';
import { wantCards } from '../../src/jobs/cards.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, withoutQuiet } from '../support/company.ts';
import { type House, withHouse } from './house.ts';

const by = { kind: 'person', id: cast.ada } as const;
const inGeneral = (house: House) =>
  house.workspace
    .as('priya')
    .sees('general')
    .map(({ text }) => text)
    .join(' | ');

test('a channel is told of a deal only where it may see deals; else that there is one', () =>
  withHouse(async (house) => {
    await withoutQuiet(house.db);
    const ada = house.workspace.as('ada');
    ada.say('dm', 'if a deal is over $200,000, tell #general');
    await house.idle();
    const card = ada.sees('dm').at(-1);
    if (!card) throw new Error('Nothing was answered.');
    await ada.press(card, actions.confirm);
    await house.idle();
    await house.sweep();
    expect(inGeneral(house)).toContain('Rule 1 is true of one more deal');
    expect(inGeneral(house)).not.toContain('Umbrella');
    await setSetting(
      { db: house.db, now: house.clock },
      {
        name: 'channel_audience',
        scope: 'channel',
        scopeId: house.workspace.channels().general ?? '',
        value: 'deals',
        by,
      },
    );
    const [key] = await house.db('cards').where('key', 'like', 'finding:%').pluck('key');
    await house.db.transaction((trx) => wantCards(trx, [{ key, channel: '#general' }]));
    await house.idle();
    expect(inGeneral(house)).toContain('Rule 1 is true of Umbrella Core');
  }));
