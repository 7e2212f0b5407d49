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

test('a rule for a channel that is not there is asked back with the nearest names, and none is made', () =>
  withHouse(async (house) => {
    const ada = house.workspace.as('ada');
    ada.say('dm', 'if a deal is over $200,000, tell #generall');
    await house.idle();
    expect(ada.sees('dm').at(-1)?.text).toMatch(
      /Steward sees no channel #generall: there is none of that name, it is archived, or it is private.* Nearest: #general, .*invite Steward there/,
    );
    expect(await house.db('rules')).toEqual([]);
  }));

test('whose rule tells a channel that went is told once, with what it had to say', () =>
  withHouse(async (house) => {
    await withoutQuiet(house.db);
    const ada = house.workspace.as('ada');
    ada.say('dm', 'if a deal is over $200,000, tell #general');
    await house.idle();
    const card = ada.sees('dm').at(-1);
    if (!card) throw new Error('Nothing was answered.');
    await ada.press(card, actions.confirm);
    await house.idle();
    house.workspace.faults.add({ kind: 'refuse', code: 'is_archived', on: 'chat.postMessage', next: 1 });
    await house.sweep();
    const told = () =>
      ada
        .sees('dm')
        .map(({ text }) => text)
        .filter((text) => text.startsWith('Rule 1 cannot be posted'));
    expect(told()).toEqual([
      expect.stringMatching(
        /^Rule 1 cannot be posted in #general: that channel is archived\. What it had to say: Rule 1 is true of Umbrella Core\. Invite Steward there/,
      ),
    ]);
    const [key] = await house.db('cards').where('key', 'like', 'finding:%').pluck('key');
    await house.db('cards').where({ key }).update({ state: 'wanted' });
    house.workspace.faults.add({ kind: 'refuse', code: 'is_archived', on: 'chat.postMessage', next: 1 });
    await house.db.transaction((trx) => wantCards(trx, [{ key, channel: '#general' }]));
    await house.idle();
    expect(told()).toHaveLength(1);
  }));

test('without a mail server nobody is put on e-mail, and it is said what is missing', () =>
  withHouse(async (house) => {
    const ada = house.workspace.as('ada');
    ada.say('dm', 'e-mail me instead');
    await house.idle();
    expect(ada.sees('dm').at(-1)?.text).toMatch(
      /No mail server is configured, so no e-mail can go out: whoever runs Steward sets SMTP_URL and MAIL_FROM.* you go on hearing in Slack/,
    );
    expect(await house.db('settings').where({ name: 'reached_by' })).toEqual([]);
  }));
