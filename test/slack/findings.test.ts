import { expect, test } from 'vitest';
import { actions } from '../../blocks/ids.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast } from '../support/company.ts';
import { type House, withHouse } from './house.ts';

const mine = (house: House, as: string) => house.workspace.as(as).sees('dm');
const load = (house: House, as = 'mara') =>
  mine(house, as).find((message) => /has \d+ open deals/.test(message.text));

/** Everybody has more open deals than allowed. */
async function overCapacity(house: House): Promise<void> {
  const by = { kind: 'person', id: cast.mara } as const;
  await setSetting({ db: house.db, now: house.clock }, { name: 'open_deals_limit', value: 1, by });
  await house.sweep();
}

test('a manager is told in a message of her own who has too many open deals, and asks for them from there', () =>
  withHouse(async (house) => {
    await overCapacity(house);
    const card = load(house);
    if (!card)
      throw new Error(
        `no card: ${mine(house, 'mara')
          .map(({ text }) => text)
          .join(' | ')}`,
      );
    expect(card.text).toMatch(/^\S+ \S+ has \d+ open deals \(limit 1\)\. \$[\d,]+ in total/);
    await house.workspace.as('mara').press(card, 'Show deals');
    await house.idle();
    const answer = house.workspace.as('mara').thread('dm', card.ts).at(-1);
    expect(answer?.text).toMatch(/open deals/i);
    expect(answer?.ts).not.toBe(card.ts);
    expect(await house.db('requests')).toHaveLength(1);
  }));

test('its Why tells the limit, and an opinion on it is kept', () =>
  withHouse(async (house) => {
    await overCapacity(house);
    const card = load(house);
    if (!card) throw new Error('no card');
    await house.workspace.as('mara').press(card, 'Good');
    await house.idle();
    expect(await house.db('feedback').first()).toMatchObject({
      subject_kind: 'finding',
      say: 'good',
      agent: 'pipeline',
    });
    const mara = house.workspace.as('mara');
    await mara.press(card, 'Why');
    await mara.until(() => mara.modal());
    expect(JSON.stringify(mara.modal())).toContain('Limit 1 (setting open deals limit, v1).');
  }));

test('a button of a finding that is not there asks nothing', () =>
  withHouse(async (house) => {
    await overCapacity(house);
    const card = load(house);
    if (!card) throw new Error('no card');
    await house.db('findings').update({ evidence: {} });
    await house.workspace.as('mara').press(card, `${actions.askFrom}#0`);
    await house.idle();
    expect(await house.db('requests')).toEqual([]);
  }));
