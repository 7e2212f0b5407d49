import { expect, test } from 'vitest';
import { about, actions, inputs, rowChoice } from '../../blocks/ids.ts';
import { runAgent } from '../../src/crew/run.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast } from '../support/company.ts';
import { type House, textOf, withHouse } from './house.ts';

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

/** Mara's alert in #deals on the win rate of EMEA, 33% of it below its limit; `look` looks again. */
async function anAlert(house: House, before: () => Promise<void> = async () => {}) {
  const mara = house.workspace.as('mara');
  const deals = house.workspace.channels().deals ?? '';
  const by = { kind: 'system', id: 'test' } as const;
  const look = async () => {
    await runAgent(
      { db: house.db, now: house.clock, zone: 'UTC' },
      { agent: 'analytics', by, wokenBy: 'change' },
    );
    await house.idle();
  };
  for (const words of [`alert <#${deals}> when win rate of EMEA this quarter is under 50%`, 'yes']) {
    mara.say('dm', words);
    await house.idle();
  }
  await house.db('deals').where({ id: 'D-acme' }).update({ status: 'lost', close_date: '2026-03-19' });
  await before();
  await look();
  const card = (who = 'mara', where = 'deals') => {
    const found = house.workspace
      .as(who)
      .sees(where)
      .find(({ text }) => text.startsWith('Win rate in EMEA'));
    if (!found) throw new Error(`${who} sees no card in ${where}.`);
    return found;
  };
  const choose = async (who: string, verb: 'limit' | 'handAlert') => {
    await house.workspace.as(who).press(card(), actions.row, rowChoice(verb, about('finding', 1)));
    return house.workspace.as(who).until(() => house.workspace.as(who).modal());
  };
  return { mara, look, card, choose };
}

test('the limit of an alert is changed on its card, with its effect before, checked at the field, and taken back', () =>
  withHouse(async (house) => {
    const { mara, look, card, choose } = await anAlert(house);
    expect(textOf(await choose('mara', 'limit'))).toContain('is told when it is under 50%.');
    const wrong = async (typed: string) => JSON.stringify(await mara.submit({ [inputs.limit]: typed }));
    expect(await wrong('soon')).toContain('Enter a limit such as 20%.');
    expect(await wrong('120%')).toContain('Enter a percentage from 0 to 100.');
    expect(await wrong('50')).toContain('It is 50% already.');
    await mara.submit({ [inputs.limit]: '30' });
    const seen = textOf(await mara.until(() => mara.modal()));
    expect(seen).toContain('It is 33% now, no longer under 30%: this alert would be over.');
    expect(seen).toMatch(/known of the last 13 weeks, 0 are under 30%, and 1 under 50%\./);
    expect(await house.db('kpi_alerts').pluck('limit_value')).toEqual([0.5]);
    await mara.submit();
    await house.idle();
    expect(await house.db('kpi_alerts').pluck('limit_value')).toEqual([0.3]);
    expect(mara.sees('deals').map(({ text }) => text)).toContainEqual(
      'The limit is 30% (was 50%). "undo" takes it back.',
    );
    await look();
    expect(card().text).toContain('Win rate in EMEA this quarter is 33%, limit 30%. Back over 30%');
    expect(await house.db('audit').where({ action: 'kpi_alert.limit' })).toHaveLength(1);
    for (const words of ['undo', 'yes']) {
      mara.say('dm', words);
      await house.idle();
    }
    expect(await house.db('kpi_alerts').pluck('limit_value')).toEqual([0.5]);
  }));

test('nobody else sets the limit of an alert, nor over one that was set meanwhile', () =>
  withHouse(async (house) => {
    const { mara, choose } = await anAlert(house);
    expect(textOf(await choose('priya', 'limit'))).toContain('changed by whoever set it or is told');
    await choose('mara', 'limit');
    await mara.submit({ [inputs.limit]: '30%' });
    await house.db('kpi_alerts').update({ limit_value: 0.4 });
    await mara.until(() => textOf(mara.modal()).includes('this alert would be over'));
    await mara.submit();
    await house.idle();
    expect(await house.db('kpi_alerts').pluck('limit_value')).toEqual([0.4]);
    expect(mara.sees('deals').map(({ text }) => text)).toContainEqual(
      'Somebody has changed it meanwhile: it is 40%. Nothing was changed.',
    );
  }));

test('an alert is handed to somebody who sees all that it counts, whose card follows it as well', () =>
  withHouse(async (house) => {
    const { mara, look, card, choose } = await anAlert(house);
    expect(textOf(await choose('priya', 'handAlert'))).toContain('handed on by who is told, or by a manager');
    const form = JSON.stringify(await choose('mara', 'handAlert'));
    expect(form).toContain('Ana Ruiz');
    // They have AMER.
    expect(form).not.toMatch(/Nora Quinn|Dan Cole/);
    await mara.submit({ [inputs.to]: cast.ana, [inputs.note]: 'Look at the losses.' });
    await house.idle();
    expect(textOf(card().blocks)).toContain('Mara Lind handed it to Ana Ruiz: Look at the losses.');
    const hers = card('ana', 'dm');
    expect(hers.text).toContain('33%, limit 50%');
    await house.workspace.as('ana').press(hers, 'Why');
    const why = await house.workspace.as('ana').until(() => house.workspace.as('ana').modal());
    expect(textOf(why)).not.toContain('Hidden');
    await house.db('deals').where({ id: 'D-acme' }).update({ status: 'won' });
    await look();
    expect(card('ana', 'dm').text).toContain('Back over 50%');
  }));

type Drawn = {
  type: string;
  alt_text?: string;
  chart?: { series: { name: string; data: { value: number }[] }[] };
};

test('an alert is drawn with its limit as a line, in a chart of Slack’s own', () =>
  withHouse(async (house) => {
    const { card } = await anAlert(house);
    const chart = (card().blocks as Drawn[]).find(({ type }) => type === 'data_visualization')?.chart;
    const [, limit] = chart?.series ?? [];
    expect(limit?.name).toBe('Limit 50%');
    expect(new Set(limit?.data.map(({ value }) => value))).toEqual(new Set([50]));
  }));

test('where the workspace draws no charts it has the picture of its weeks, and another one when it moves', () =>
  withHouse(async (house) => {
    const { look, card } = await anAlert(house, async () => {
      // Else the summary of the day would be what is refused.
      const by = { kind: 'person', id: cast.ada } as const;
      await setSetting({ db: house.db, now: house.clock }, { name: 'daily_summary', value: false, by });
      house.workspace.faults.add({ kind: 'refuse', code: 'invalid_blocks', on: 'chat.postMessage', next: 1 });
    });
    const image = () => (card().blocks as Drawn[]).find(({ type }) => type === 'image');
    expect(image()?.alt_text).toMatch(/^Line chart: Win rate in EMEA this quarter, by week\. .*Limit 50%\./);
    await house.db('deals').where({ id: 'D-globex' }).update({ status: 'lost', close_date: '2026-03-19' });
    await look();
    expect(image()?.alt_text).toContain('20 Mar 25%');
    expect(await house.db('files').where({ state: 'sent' })).toHaveLength(2);
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
