import { expect, test } from 'vitest';
import { actions } from '../../blocks/ids.ts';
import { runAgent } from '../../src/crew/run.ts';
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

test('an alert that is set by words posts in the channel that it names, and its end is written on the same card', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    const deals = house.workspace.channels().deals ?? '';
    const look = async () => {
      const by = { kind: 'system', id: 'test' } as const;
      await runAgent(
        { db: house.db, now: house.clock, zone: 'UTC' },
        { agent: 'analytics', by, wokenBy: 'change' },
      );
      await house.idle();
    };
    // Slack says which channel is meant by its id alone.
    mara.say('dm', `alert <#${deals}> when win rate of EMEA this quarter is under 50%`);
    await house.idle();
    mara.say('dm', 'yes');
    await house.idle();
    expect(await house.db('kpi_alerts').first()).toMatchObject({ to_channel: 'deals', set_by: cast.mara });
    await house.db('deals').where({ id: 'D-acme' }).update({ status: 'lost', close_date: '2026-03-19' });
    await look();
    const card = () => mara.sees('deals').filter(({ text }) => /^. Win rate|^Win rate/.test(text));
    expect(card().map(({ text }) => text)).toEqual([
      'Win rate in EMEA this quarter is 33%, limit 50%. 1 of 3 won, of those won or lost.',
    ]);
    const [first] = card();
    if (!first) throw new Error('no card');
    expect(JSON.stringify(first.blocks)).toContain('🟡 *Win rate in EMEA this quarter is 33%, limit 50%.*');
    await mara.press(first, 'Show deals');
    await house.idle();
    const answer = await house.db('requests').orderBy('id', 'desc').first();
    expect(answer).toMatchObject({ text: 'won and lost deals in EMEA closed this quarter' });
    expect(answer.reply.answer.total).toBe(3);
    house.clock.move('2026-03-29T10:00:00Z');
    await house.db('deals').where({ id: 'D-acme' }).update({ status: 'won' });
    await look();
    const [last, ...others] = card();
    expect(others).toEqual([]);
    expect(last?.text).toBe(
      'Win rate in EMEA this quarter is 67%, limit 50%. Back over 50%; was under 50% for 9 days.',
    );
    expect(JSON.stringify(last?.blocks)).toMatch(
      /🟢 .*Back over 50% since <!date.*; was under 50% for 9 days\./,
    );
  }));
