import { expect, test } from 'vitest';
import { announcePlaybooks } from '../../src/settings/announced-playbooks.ts';
import { activePlaybooks, turnPlaybooks } from '../../src/settings/playbooks.ts';
import { clearSetting, currentSettings, numberSetting, setSetting } from '../../src/settings/settings.ts';
import { cast } from '../support/company.ts';
import { type House, textOf, withHouse } from './house.ts';

const by = { kind: 'system', id: 'test' } as const;
const byItself = (house: House) =>
  clearSetting({ db: house.db, now: house.clock }, { name: 'quarter_end_push', by });

/** As the timetable does it, on two replicas at once. */
async function turn(house: House): Promise<void> {
  const use = { db: house.db, now: house.clock, zone: 'Europe/Berlin' };
  await Promise.all([turnPlaybooks(use), turnPlaybooks(use)]);
  await Promise.all([announcePlaybooks(use), announcePlaybooks(use)]);
  await house.idle();
}

const inDeals = ({ workspace }: House) => {
  const somebody = workspace.as('mara');
  return somebody
    .sees(workspace.channels().deals ?? '')
    .filter(({ text }) => text.startsWith('Quarter-end push'));
};
const stale = async ({ db, clock }: House) =>
  numberSetting(await currentSettings(db, clock.now()), 'stale_days');

test('the push that comes by itself is said once in the channel for deals, with each value before and after', () =>
  withHouse(async (house) => {
    await setSetting(
      { db: house.db, now: house.clock },
      { name: 'stale_days', value: 21, by: { kind: 'person', id: cast.ana } },
    );
    await turn(house);
    expect(inDeals(house)).toEqual([]);
    await byItself(house);
    await turn(house);
    await turn(house);
    const [card, ...others] = inDeals(house);
    expect(others).toEqual([]);
    expect(card?.text).toMatch(/^Quarter-end push is on: 8 settings change for everyone\./);
    const said = textOf(card?.blocks);
    expect(said).toContain('Stale after: 21 days → 14 days');
    expect(said).toContain('Remind after: 24 hours → 8 hours');
    expect(said).toContain('Not this quarter');
  }));

test('its end is said in a message of its own, and all is as it was before', () =>
  withHouse(async (house) => {
    const { db, clock } = house;
    await byItself(house);
    const before = await currentSettings(db, clock.now());
    await turn(house);
    expect(await stale(house)).toBe(14);
    clock.move('2026-03-31T22:01:00Z');
    await turn(house);
    await turn(house);
    expect(await currentSettings(db, clock.now())).toEqual(before);
    const [card, over, ...others] = inDeals(house);
    expect(others).toEqual([]);
    expect(card?.text).toBe('Quarter-end push is over. What was set before holds again.');
    expect(over?.text).toBe('Quarter-end push is over. 8 settings are as before.');
    expect(textOf(over?.blocks)).toContain('Stale after: 14 days → 30 days');
  }));

test('[Not this quarter] ends it for this quarter alone, and is taken back with one tap', () =>
  withHouse(async (house) => {
    const { db, clock, workspace } = house;
    await byItself(house);
    await turn(house);
    const [card] = inDeals(house);
    if (!card) throw new Error('No card.');
    await workspace.as('mara').press(card, 'Not this quarter');
    await house.idle();
    expect(await stale(house)).toBe(14);
    expect(await db('audit').where({ action: 'playbook.refused' }).pluck('actor_id')).toEqual([cast.mara]);
    await workspace.as('ana').press(card, 'Not this quarter');
    await house.idle();
    expect(await stale(house)).toBe(30);
    await turn(house);
    expect(await stale(house)).toBe(30);
    const off = inDeals(house)[0];
    if (!off) throw new Error('No card.');
    expect(off.text).toBe('Quarter-end push is off for this quarter: Ana Ruiz switched it off.');
    await workspace.as('ana').press(off, 'Switch it on again');
    await house.idle();
    expect(await stale(house)).toBe(14);
    expect(inDeals(house)).toHaveLength(1);
    expect(inDeals(house)[0]?.text).toMatch(/^Quarter-end push is on/);
    await workspace.as('ana').press(inDeals(house)[0] ?? off, 'Not this quarter');
    await house.idle();
    clock.move('2026-06-20T10:00:00Z');
    await turn(house);
    expect(await activePlaybooks(db, clock.now())).toHaveLength(1);
    expect(inDeals(house)).toHaveLength(2);
  }));

test('where there is no channel yet it is said as soon as there is one; what has ended meanwhile is not', () =>
  withHouse(async (house) => {
    const { db, clock, workspace } = house;
    const use = { db, now: clock };
    await byItself(house);
    await clearSetting(use, { name: 'deals_channel', by });
    await turn(house);
    expect(inDeals(house)).toEqual([]);
    await setSetting(use, { name: 'deals_channel', value: workspace.channels().deals ?? '', by });
    await turn(house);
    expect(inDeals(house)).toHaveLength(1);
    await db('playbook_activations').delete();
    await db('cards').delete();
    await clearSetting(use, { name: 'deals_channel', by });
    await turn(house);
    clock.move('2026-04-02T10:00:00Z');
    await turn(house);
    await setSetting(use, { name: 'deals_channel', value: workspace.channels().deals ?? '', by });
    await turn(house);
    expect(await db('cards').pluck('key')).toEqual([]);
  }));
