import { expect, test } from 'vitest';
import { actions, choice, rowChoice } from '../../blocks/ids.ts';
import { sendDigests } from '../../src/attention/digest.ts';
import { releaseQuiet } from '../../src/attention/release.ts';
import { wakeDue } from '../../src/exceptions/clock-work.ts';
import { enqueue } from '../../src/jobs/outbox.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast } from '../support/company.ts';
import { type House, textOf, withHouse } from './house.ts';

const by = { kind: 'person', id: cast.ada } as const;
const use = (house: House) => ({ db: house.db, now: house.clock, zone: 'Europe/Berlin' });
const set = (house: House, name: string, value: unknown) =>
  setSetting({ db: house.db, now: house.clock }, { name, value, by });
const mine = (house: House) => house.workspace.as('mara').sees('dm');
const digest = (house: House) => mine(house).find(({ text }) => / for you, about \d+ minutes\./.test(text));
const inDeals = (house: House) =>
  house.workspace
    .as('mara')
    .sees('deals')
    .filter(({ bot }) => bot);

/** More than the first card of an agent; whoever works in New York has no quiet hours. */
async function manyCards(house: House): Promise<void> {
  await set(house, 'cards_first_run', 10);
  await setSetting(
    { db: house.db, now: house.clock },
    { name: 'quiet_hours', value: 'none', scope: 'person', scopeId: cast.nora, by },
  );
}

test('a card that is held is not posted by whoever draws it; let go, it is posted once', () =>
  withHouse(async (house) => {
    await manyCards(house);
    house.clock.move('2026-03-19T20:00:00Z');
    await house.sweep();
    const before = inDeals(house).length;
    const held = await house.db('cards').where({ state: 'held' }).orderBy('key').pluck('key');
    expect(held.length).toBeGreaterThan(0);
    for (const key of held) await enqueue(house.db, 'draw', { key, body: { card: key } });
    await house.idle();
    expect(inDeals(house)).toHaveLength(before);
    expect(await house.db('cards').where({ state: 'held' }).orderBy('key').pluck('key')).toEqual(held);
    house.clock.move('2026-03-20T07:00:00Z');
    expect(await releaseQuiet(use(house))).toBe(held.length);
    expect(await releaseQuiet(use(house))).toBe(0);
    await house.idle();
    const inChannel = await house
      .db('cards')
      .where({ state: 'posted', channel: house.workspace.channels().deals });
    expect(inDeals(house)).toHaveLength(inChannel.length);
    expect(inChannel.length).toBeGreaterThan(before);
  }));

test('what the limit holds back is decided from the digest, which is rewritten and nothing else is posted', () =>
  withHouse(async (house) => {
    await manyCards(house);
    await set(house, 'cards_per_day', 0);
    await house.sweep();
    expect(inDeals(house)).toEqual([]);
    house.clock.move('2026-03-23T08:00:00Z');
    expect(await sendDigests(use(house))).toBeGreaterThan(0);
    await house.idle();
    const card = digest(house);
    if (!card)
      throw new Error(
        `no digest: ${mine(house)
          .map(({ text }) => text)
          .join(' | ')}`,
      );
    expect(textOf(card.blocks)).toContain('held back by your limit of 0 cards a day');
    const mara = house.workspace.as('mara');
    await mara.press(card, 'Start review');
    const page = await mara.until(() => mara.modal());
    expect(textOf(page)).toContain('1 of ');
    await mara.press(page, 'Approve');
    await house.idle();
    const now = mine(house).find(({ ts }) => ts === card.ts);
    expect(now?.text).not.toBe(card.text);
    expect(now?.text).toContain('1 done since.');
    expect(inDeals(house)).toEqual([]);
    expect(await house.db('decisions').pluck('say')).toEqual(['approve']);
  }));

test('a card about a figure is snoozed from its menu, and woken by its button or its time', () =>
  withHouse(async (house) => {
    await set(house, 'open_deals_limit', 1);
    await house.sweep();
    const find = () => mine(house).find(({ text }) => /has \d+ open deals/.test(text));
    const card = find();
    if (!card) throw new Error('no card');
    const mara = house.workspace.as('mara');
    const monday = rowChoice('more', choice('snooze', 'monday', 'finding'));
    await mara.press(card, actions.row, monday);
    await house.idle();
    expect(find()?.text).toMatch(/^Snoozed by Mara Lind: /);
    await mara.press(find() ?? card, 'Wake now');
    await house.idle();
    expect(find()?.text).not.toContain('Snoozed');
    await mara.press(find() ?? card, actions.row, monday);
    await house.idle();
    house.clock.move('2026-03-23T08:00:00Z');
    expect(await wakeDue(use(house))).toBe(1);
    await house.idle();
    expect(find()?.text).not.toContain('Snoozed');
  }));
