import { describe, expect, test } from 'vitest';
import { actions, inputs } from '../../blocks/ids.ts';
import { roster } from '../../src/agents/roster.ts';
import { silentLog } from '../../src/log.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { createClient } from '../../src/slack/client.ts';
import { wordsOf } from '../../src/slack/inbound.ts';
import { withReceipt } from '../../src/slack/receipt.ts';
import { cast } from '../support/company.ts';
import { type House, textOf, withHouse } from './house.ts';

const mention = (house: House, words: string) => `<@${house.workspace.ids.bot}> ${words}`;
const bySteward = <M extends { user: string }>(house: House, messages: M[]): M[] =>
  messages.filter((message) => message.user === house.workspace.ids.bot);
const dm = (house: House, who: string) => bySteward(house, house.workspace.as(who).sees('dm'));
const tableOf = (message: { blocks?: unknown } | undefined): string[][] => {
  const table = ((message?.blocks ?? []) as { type: string; rows?: { text: string }[][] }[]).find(
    (block) => block.type === 'data_table',
  );
  return (table?.rows ?? []).map((row) => row.map((cell) => cell.text));
};

test('a question in a direct message is answered there, understanding first, with a table', () =>
  withHouse(async (house) => {
    house.workspace.as('mara').say('dm', 'show deals stuck in negotiation 30 days');
    await house.idle();
    const answer = dm(house, 'mara')[0];
    expect(answer?.text).toMatch(/negotiation/i);
    expect(tableOf(answer)[0]?.slice(0, 4)).toEqual(['Deal', 'Owner', 'Amount (USD)', 'In stage']);
    expect(tableOf(answer).map((row) => row[0])).toContain('Acme Platform');
    expect(tableOf(answer).map((row) => row[0])).not.toContain('Hooli Rollout');
    expect(textOf(answer?.blocks)).toContain('Needs Edit');
  }));

test('of a past day the card says the day, by whatever clock it is read', () =>
  withHouse(async (house) => {
    house.workspace.as('mara').say('dm', 'number of open deals by stage as of 10 March');
    await house.idle();
    const said = textOf(dm(house, 'mara')[0]?.blocks);
    expect(said).toContain('As of the end of 10 Mar 2026');
    expect(said).not.toMatch(/As of (?:today|<!date)/);
  }));

test('a mention is answered in its thread; rows that the channel may not see go to the asker alone', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    const asked = mara.say('general', mention(house, 'show deals stuck in negotiation 30 days'));
    await house.idle();
    const forAll = bySteward(house, house.workspace.as('priya').thread('general', asked.ts));
    expect(forAll).toHaveLength(1);
    expect(JSON.stringify(forAll[0])).not.toContain('Acme Platform');
    expect(forAll[0]?.text).toContain('outside what this channel may see');
    const forMara = bySteward(house, mara.thread('general', asked.ts));
    expect(forMara).toHaveLength(2);
    expect(JSON.stringify(forMara)).toContain('Acme Platform');
  }));

test('in a channel whose audience are deals the table stands in the thread', () =>
  withHouse(async (house) => {
    const channel = house.workspace.channels().general ?? '';
    await setSetting(
      { db: house.db, now: house.clock },
      {
        name: 'channel_audience',
        value: 'deals',
        scope: 'channel',
        scopeId: channel,
        by: { kind: 'system', id: 'test' },
      },
    );
    const asked = house.workspace
      .as('mara')
      .say('general', mention(house, 'show deals stuck in negotiation 30 days'));
    await house.idle();
    const [answer] = bySteward(house, house.workspace.as('priya').thread('general', asked.ts));
    expect(tableOf(answer).map((row) => row[0])).toContain('Acme Platform');
    expect(tableOf(answer)[0]).toHaveLength(4);
  }));

test('a slash command is answered to the asker alone', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    await mara.slash('general', '/steward how many open deals');
    await house.idle();
    expect(bySteward(house, mara.sees('general'))).toHaveLength(1);
    expect(bySteward(house, house.workspace.as('priya').sees('general'))).toHaveLength(0);
  }));

test('what only the asker saw is posted for all where the channel may see it, once', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    const posted = () => bySteward(house, house.workspace.as('priya').sees('deals'));
    await mara.slash('deals', '/steward how many open deals');
    await house.idle();
    const [mine] = bySteward(house, mara.sees('deals'));
    if (!mine) throw new Error('Nothing was answered.');
    await mara.press(mine, 'Post here');
    await mara.press(mine, 'Post here').catch(() => undefined);
    await mara.until(() => posted().length > 0, 20_000);
    await house.idle();
    expect(posted().map((one) => one.text)).toEqual([mine.text]);
    await mara.slash('general', '/steward show deals stuck in negotiation 30 days');
    await house.idle();
    expect(textOf(bySteward(house, mara.sees('general'))[0]?.blocks)).not.toContain('Post here');
  }));

test('a question that takes long is marked as seen, a quick one is not', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    const { botToken, apiUrl } = house.workspace;
    const use = { client: createClient(botToken, { apiUrl, log: silentLog() }) };
    const channel = house.workspace.channels().deals ?? '';
    const marks = async (ms: number) => {
      const { ts } = mara.say('deals', 'a question');
      await withReceipt(use, { channel, ts }, () => new Promise((resolve) => setTimeout(resolve, ms)), 100);
      await house.idle();
      return (
        mara
          .sees('deals')
          .find((one) => one.ts === ts)
          ?.reactions?.map(({ name }) => name) ?? []
      );
    };
    expect(await marks(0)).toEqual([]);
    expect(await marks(400)).toEqual(['eyes']);
  }));

test('what is not understood is said, and its buttons run only what they say', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    mara.say('dm', 'make the funnel pop');
    await house.idle();
    const [answer] = dm(house, 'mara');
    expect(answer?.text).toMatch(/^Not understood: "make the funnel pop"/);
    await mara.press(answer ?? mara.say('dm', 'x'), `${actions.choose}#0`);
    await house.idle();
    const now = dm(house, 'mara');
    expect(now).toHaveLength(1);
    expect(now[0]?.text).not.toMatch(/^Not understood/);
  }));

test('pausing by words waits for the yes of the one who asked', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    const asked = mara.say('deals', mention(house, 'pause all agents'));
    await house.idle();
    const card = () => bySteward(house, mara.thread('deals', asked.ts))[0];
    expect(textOf(card()?.blocks)).toContain('Only you can confirm.');
    await house.workspace.as('priya').press(card() ?? asked, actions.confirm);
    await house.idle();
    expect(await house.db('pauses').whereNull('resumed_at')).toHaveLength(0);
    expect(JSON.stringify(house.workspace.as('priya').thread('deals', asked.ts))).toContain(
      'Only the person who asked',
    );
    await mara.press(card() ?? asked, actions.confirm);
    await house.idle();
    expect(await house.db('pauses').whereNull('resumed_at')).toHaveLength(roster.length);
    expect(card()?.text).toMatch(/paused/i);
    expect(textOf(card()?.blocks)).not.toContain('Only you can confirm.');
  }));

test('a thread narrows without a mention, for the asker; talk among others is left alone', () =>
  withHouse(async (house) => {
    const ada = house.workspace.as('ada');
    const asked = ada.say('deals', mention(house, 'show deals stuck in negotiation 30 days'));
    await house.idle();
    house.workspace.as('priya').say('deals', 'only EMEA', { thread: asked.ts });
    await house.idle();
    expect(bySteward(house, ada.thread('deals', asked.ts))).toHaveLength(1);
    ada.say('deals', 'only EMEA', { thread: asked.ts });
    ada.say('deals', 'thanks a lot everybody', { thread: asked.ts });
    await house.idle();
    const answers = bySteward(house, ada.thread('deals', asked.ts));
    expect(answers).toHaveLength(2);
    expect(tableOf(answers[1]).map((row) => row[0])).not.toContain('Hooli Rollout');
  }));

test('"yes" in the thread under one’s own request in a direct message confirms it', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    const asked = mara.say('dm', 'pause the pipeline agent');
    await house.idle();
    const later = mara.say('dm', 'how many open deals');
    await house.idle();
    mara.say('dm', 'yes', { thread: later.ts });
    await house.idle();
    expect(await house.db('pauses').whereNull('resumed_at')).toHaveLength(0);
    mara.say('dm', 'yes', { thread: asked.ts });
    await house.idle();
    expect(await house.db('pauses').whereNull('resumed_at')).toHaveLength(1);
    const no = mara.say('dm', 'resume the pipeline agent');
    await house.idle();
    mara.say('dm', 'no', { thread: no.ts });
    await house.idle();
    expect(await house.db('pauses').whereNull('resumed_at')).toHaveLength(1);
    expect(textOf(bySteward(house, mara.thread('dm', no.ts)).at(-1)?.blocks)).toContain('Not done');
  }));

test('a plan that a later request replaces loses its buttons, and a click on an old copy is answered to the asker alone', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    mara.say('dm', 'pause all agents until Monday 9:00');
    await house.idle();
    const before = structuredClone(dm(house, 'mara')[0]);
    expect(before?.text).toMatch(/^Pause all agents/);
    // What is changed of it comes as a card of its own.
    mara.say('dm', 'Tuesday rather');
    await house.idle();
    const [replaced, waits] = dm(house, 'mara');
    expect(replaced?.text).toMatch(/^Replaced by a later request: Pause all agents until Mon 23 Mar/);
    expect(JSON.stringify(replaced?.blocks)).not.toContain(actions.confirm);
    expect(waits?.text).toMatch(/^Pause all agents until Tue 24 Mar/);
    // A device may show it as it was still.
    const { botToken, apiUrl } = house.workspace;
    const { ts = '', channel = '', text, blocks } = before ?? {};
    await createClient(botToken, { apiUrl, log: silentLog() }).apiCall('chat.update', {
      channel,
      ts,
      text,
      blocks,
    });
    await mara.press(before ?? mara.say('dm', 'x'), actions.confirm);
    await house.idle();
    expect(await house.db('pauses')).toHaveLength(0);
    const now = dm(house, 'mara');
    expect(now[0]?.text).toBe(replaced?.text);
    expect(now[1]?.blocks).toEqual(waits?.blocks);
    expect(now.slice(2).map(({ text }) => text)).toEqual([
      'This was replaced by a later request. Nothing was done.',
    ]);
    await mara.press(waits ?? mara.say('dm', 'x'), actions.confirm);
    await house.idle();
    expect(await house.db('pauses').whereNull('resumed_at')).toHaveLength(roster.length);
  }));

test('a plan that is confirmed or declined in words has no buttons any more', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    mara.say('dm', 'pause the pipeline agent');
    await house.idle();
    mara.say('dm', 'yes');
    await house.idle();
    mara.say('dm', 'resume the pipeline agent');
    await house.idle();
    mara.say('dm', 'no');
    await house.idle();
    const cards = dm(house, 'mara');
    expect(cards.map(({ text }) => text)).toMatchObject([
      expect.stringMatching(/^Confirmed: Pause Pipeline agent/),
      expect.stringMatching(/paused Pipeline agent/),
      expect.stringMatching(/^Not done: Resume Pipeline agent/),
      expect.stringMatching(/^Not done\. Nothing was changed/),
    ]);
    expect(JSON.stringify(cards)).not.toContain(actions.confirm);
  }));

test('in a direct message a thread goes on from its own question, and a whole question at the top begins anew', () =>
  withHouse(async (house) => {
    const ada = house.workspace.as('ada');
    // What a reply changed is bold.
    const said = () => textOf(dm(house, 'ada').at(-1)?.blocks).replaceAll('*', '');
    const first = ada.say('dm', 'open deals');
    await house.idle();
    const [card] = dm(house, 'ada');
    ada.say('dm', 'won deals of Priya');
    await house.idle();
    ada.say('dm', 'average deal size by owner');
    await house.idle();
    expect(said()).toContain('Average amount of won deals by owner');
    ada.say('dm', 'only EMEA');
    await house.idle();
    expect(said()).toContain('Average amount of won deals in EMEA by owner');
    // Under the question and under its answer alike, and on from there.
    for (const root of [first.ts, card?.ts ?? '']) {
      const heard = () => textOf(bySteward(house, ada.thread('dm', root)).at(-1)?.blocks).replaceAll('*', '');
      ada.say('dm', 'only AMER', { thread: root });
      await house.idle();
      expect(heard()).toContain('Open deals in AMER');
      ada.say('dm', 'top 1', { thread: root });
      await house.idle();
      expect(heard()).toContain('Top 1 open deal in AMER by amount');
    }
  }));

test('in the thread of a card "this deal" is the card’s: why it is there, and who is to have it', () =>
  withHouse(async (house) => {
    await house.propose();
    const mara = house.workspace.as('mara');
    const [card] = bySteward(house, mara.sees('deals'));
    const under = (words: string) => mara.say('deals', mention(house, words), { thread: card?.ts });
    const replies = () => bySteward(house, mara.thread('deals', card?.ts ?? '')).slice(1);
    under('why this deal?');
    await house.idle();
    expect(textOf(replies()[0]?.blocks)).toContain('Why: Acme Platform');
    under('assign this deal to Tom');
    await house.idle();
    const confirm = replies()[1];
    expect(textOf(confirm?.blocks)).toContain('Assign Acme Platform to Tom Reyes.');
    await mara.press(confirm ?? card ?? under('no'), actions.confirm);
    await house.idle();
    expect(await house.db('deals').where({ id: 'D-acme' }).first('owner_id')).toEqual({ owner_id: cast.tom });
  }));

test('what names deals and people in its words goes to the asker alone where only totals may be seen', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    for (const words of ['why did you flag Acme Platform', 'assign Acme Platform to Tom', 'claim a lead']) {
      const asked = mara.say('general', mention(house, words));
      await house.idle();
      expect(bySteward(house, mara.thread('general', asked.ts)), words).toHaveLength(1);
      expect(bySteward(house, house.workspace.as('priya').thread('general', asked.ts)), words).toEqual([]);
    }
  }));

test('what is missing of a command is asked without buttons, and the answer goes on', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    mara.say('dm', 'set the stale threshold for EMEA');
    await house.idle();
    expect(dm(house, 'mara')[0]?.text).toBe('To what? For example "14 days".');
    mara.say('dm', '14 days');
    await house.idle();
    await mara.press(dm(house, 'mara')[1] ?? mara.say('dm', 'no'), actions.confirm);
    await house.idle();
    expect(dm(house, 'mara')[1]?.text).toMatch(/^Stale after is 14 days for EMEA \(was 30 days\)\./);
    expect(await house.db('settings').where({ name: 'stale_days' })).toMatchObject([
      { name: 'stale_days', value: 14, scope_id: 'T-emea' },
    ]);
  }));

test('an outsider gets no deals', () =>
  withHouse(async (house) => {
    house.workspace.as('lena').say('dm', 'show my open deals');
    await house.idle();
    const all = JSON.stringify(dm(house, 'lena'));
    expect(dm(house, 'lena').length).toBeGreaterThan(0);
    expect(all).not.toMatch(/Acme|Globex|Hooli|Initech/);
  }));

test('a deal is shown and edited by those who may, and the card follows', () =>
  withHouse(async (house) => {
    const priya = house.workspace.as('priya');
    priya.say('dm', 'deal Acme Platform');
    await house.idle();
    const card = () => dm(house, 'priya')[0];
    expect(card()?.text).toMatch(/^Acme Platform: Negotiation for 47 days, \$42,000, Priya Nair\./);
    await priya.press(card() ?? priya.say('dm', 'x'), 'Edit');
    await priya.until(() => priya.modal());
    await priya.submit({ [inputs.of('amount')]: '45000' });
    await house.idle();
    expect((await house.db('deals').where({ id: 'D-acme' }).first('amount')).amount).toBe(45_000);
    expect(card()?.text).toContain('$45,000');
  }));

test('an event that comes twice over is answered once', () =>
  withHouse(async (house) => {
    house.workspace.faults.add({ kind: 'duplicate' });
    house.workspace.as('mara').say('dm', 'how many open deals');
    await house.idle();
    expect(dm(house, 'mara')).toHaveLength(1);
    expect(await house.db('requests').where({ person_id: cast.mara })).toHaveLength(1);
  }));

describe('Slack’s markup', () => {
  const use = {
    botUserId: 'UBOT',
    names: (id: string) => (id === 'UREP' ? 'Priya Nair' : null),
    channels: (id: string) => (id === 'C0SALES' ? 'sales-leads' : null),
  };
  test.each([
    ['<@UBOT>    pipeline for <@UREP>', 'pipeline for Priya Nair'],
    ['<@UBOT|salesops> help', 'help'],
    ['hey <@UBOT> how did we do last month', 'how did we do last month'],
    ['show deals &gt; $50k &amp; owned by Darcel', 'show deals > $50k & owned by Darcel'],
    ['call <tel:+12125550123|+1 212 555 0123>', 'call +1 212 555 0123'],
    ['post it in <#C024BE7LR|>', 'post it in channel C024BE7LR'],
    ['alert <#C0SALES>', 'alert channel sales-leads'],
    ['```forecast\nQ4```', 'forecast Q4'],
    ['&gt; show stale deals\nyes do that', 'yes do that'],
    ['<https://evil.example|Acme>', 'Acme'],
    ['hello there', 'hello there'],
  ])('%s is read as the words a person meant', (text, words) => {
    expect(wordsOf(text, use)).toBe(words);
  });
});
