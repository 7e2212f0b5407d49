/** How Steward ends when something between it and Slack goes wrong: nothing twice, nothing lost, and soon. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { actions } from '../../blocks/ids.ts';
import { rewantCards } from '../../src/jobs/cards.ts';
import type { Message } from '../../src/sandbox/nouns.ts';
import { type House, textOf, withHouse as withHouseOf } from './house.ts';

/** On a slow machine a question would say what it works on, and be hit by the fault that is meant for its answer. */
const patience = { showMs: 60_000, stopMs: 60_000 };
const withHouse = (work: (house: House) => Promise<void>) => withHouseOf(work, { patience });
const bySteward = (house: House, messages: Message[]): Message[] =>
  messages.filter((message) => message.user === house.workspace.ids.bot);
const seenIn = (house: House, who: string, place: string): Message[] =>
  bySteward(house, house.workspace.as(who).sees(place));
const ask = 'how many open deals';

/** Does what waits for its time as well, until nothing is left; the waiting itself is spared. */
async function spared(house: House): Promise<void> {
  for (let rounds = 0; rounds < 100; rounds++) {
    await house.idle();
    const waiting = await Promise.all(
      ['inbox', 'outbox'].map((queue) =>
        house
          .db(queue)
          .whereNull('done_at')
          .whereNull('failed_at')
          .update({ not_before: house.db.raw('clock_timestamp()') }),
      ),
    );
    if (waiting.every((rows) => rows === 0)) return;
    await pause(20);
  }
  throw new Error('Something is put off again and again.');
}

test.each(['html', 'error500', 'lost'] as const)(
  'a card is settled though Slack answers its redrawing with %s, twice',
  (kind) =>
    withHouse(async (house) => {
      await house.propose();
      house.workspace.faults.add({ kind, on: 'chat.update', next: 2 });
      const [card] = seenIn(house, 'mara', 'deals');
      if (!card) throw new Error('There is no card.');
      await house.workspace.as('mara').press(card, actions.approve);
      await spared(house);
      const [settled, ...others] = seenIn(house, 'mara', 'deals');
      expect(others).toEqual([]);
      expect(textOf(settled?.blocks)).toContain('moved the close date');
      expect(await house.db('changes').where({ state: 'applied' })).toHaveLength(1);
    }),
);

test.each(['html', 'error500', 'reset', 'lost'] as const)(
  'a question is answered once though Slack answers the post with %s, twice',
  (kind) =>
    withHouse(async (house) => {
      house.workspace.faults.add({ kind, on: 'chat.postMessage', next: 2 });
      house.workspace.as('mara').say('dm', ask);
      await spared(house);
      expect(seenIn(house, 'mara', 'dm')).toHaveLength(1);
    }),
);

test('an answer that its channel does not take goes to the asker alone, and says where it was asked', () =>
  withHouse(async (house) => {
    house.workspace.faults.add({
      kind: 'refuse',
      code: 'channel_not_found',
      on: 'chat.postMessage',
      next: 1,
    });
    const mara = house.workspace.as('mara');
    const asked = mara.say('deals', `<@${house.workspace.ids.bot}> ${ask}`);
    await spared(house);
    expect(bySteward(house, mara.thread('deals', asked.ts))).toEqual([]);
    const [answer] = seenIn(house, 'mara', 'dm');
    expect(answer?.text).toMatch(/open deals/i);
    expect(textOf(answer?.blocks)).toContain(
      `Slack did not take this answer in <#${house.workspace.channels().deals}>, so only you see it.`,
    );
  }));

test('a direct message that is refused once is opened anew and answered', () =>
  withHouse(async (house) => {
    house.workspace.faults.add({
      kind: 'refuse',
      code: 'channel_not_found',
      on: 'chat.postMessage',
      next: 1,
    });
    house.workspace.as('mara').say('dm', ask);
    await spared(house);
    expect(seenIn(house, 'mara', 'dm')).toHaveLength(1);
    expect(textOf(seenIn(house, 'mara', 'dm')[0]?.blocks)).not.toContain('did not take');
  }));

test('an answer that reaches its asker nowhere is a failed run with a sentence, and is not tried again', () =>
  withHouse(async (house) => {
    house.workspace.faults.add({
      kind: 'refuse',
      code: 'channel_not_found',
      on: 'chat.postMessage',
      next: 2,
    });
    house.workspace.as('mara').say('dm', ask);
    await spared(house);
    expect(await house.db('runs').where({ agent: 'requests' }).select('error_category', 'error')).toEqual([
      {
        error_category: 'api',
        error:
          'Slack did not take the answer, neither where it was asked nor in a direct message: that channel does not exist, or Steward is not in it.',
      },
    ]);
    await house.db.raw(`update cards set refused_at = now() - interval '1 day'`);
    expect(await rewantCards(house.db)).toBe(0);
  }));

test.each([
  { kind: 'error500' },
  { kind: 'html' },
  { kind: 'ratelimited', retryAfter: 20 },
  { kind: 'reset' },
] as const)('what only the asker may see is said though Slack met it with %j', (fault) =>
  withHouse(async (house) => {
    house.workspace.faults.add({ ...fault, on: 'chat.postEphemeral', next: 1 });
    const mara = house.workspace.as('mara');
    const asked = mara.say(
      'general',
      `<@${house.workspace.ids.bot}> show deals stuck in negotiation 30 days`,
    );
    await house.idle();
    if (fault.kind === 'ratelimited') {
      const { rows } = await house.db.raw(
        `select extract(epoch from not_before - clock_timestamp()) as s from outbox where topic = 'whisper' and done_at is null`,
      );
      expect(Number(rows[0].s)).toBeGreaterThan(15);
      return;
    }
    await spared(house);
    const notes = bySteward(house, mara.thread('general', asked.ts)).filter((one) => one.onlyFor);
    expect(notes).toHaveLength(1);
    expect(JSON.stringify(notes)).toContain('Acme Platform');
    expect(await house.db('requests')).toHaveLength(1);
  }),
);

test('a note whose answer is lost each time is said a few times at most', () =>
  withHouse(async (house) => {
    house.workspace.faults.add({ kind: 'lost', on: 'chat.postEphemeral' });
    const mara = house.workspace.as('mara');
    const asked = mara.say(
      'general',
      `<@${house.workspace.ids.bot}> show deals stuck in negotiation 30 days`,
    );
    await spared(house);
    expect(bySteward(house, mara.thread('general', asked.ts)).filter((one) => one.onlyFor)).toHaveLength(4);
  }));

test.each(['error500', 'lost', 'html'] as const)(
  'a form opens though Slack answers the opening with %s',
  (kind) =>
    withHouse(async (house) => {
      await house.propose();
      house.workspace.faults.add({ kind, on: 'views.open', next: 1 });
      const mara = house.workspace.as('mara');
      const [card] = seenIn(house, 'mara', 'deals');
      if (!card) throw new Error('There is no card.');
      await mara.press(card, 'Why');
      expect((await mara.until(() => mara.modal())).title).toMatchObject({ text: 'Why' });
      await house.idle();
      expect(seenIn(house, 'mara', 'deals').filter((one) => one.onlyFor)).toEqual([]);
    }),
);

test('a form that cannot be opened is told to whoever pressed, as soon as Slack takes it', () =>
  withHouse(async (house) => {
    await house.propose();
    house.workspace.faults.add({ kind: 'error500', on: 'views.open', next: 2 });
    house.workspace.faults.add({ kind: 'error500', on: 'chat.postEphemeral', next: 1 });
    const mara = house.workspace.as('mara');
    const [card] = seenIn(house, 'mara', 'deals');
    if (!card) throw new Error('There is no card.');
    await mara.press(card, 'Why');
    await expect.poll(() => house.db('outbox').where({ topic: 'whisper' })).toHaveLength(1);
    await spared(house);
    expect(
      seenIn(house, 'mara', 'deals')
        .filter((one) => one.onlyFor)
        .map(({ text }) => text),
    ).toEqual(['The form could not be opened in time. Nothing was changed. Press the button again.']);
  }));

test('what was asked while the socket was cut is answered when Steward is back, about a second later', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    const began = Date.now();
    house.workspace.sockets.drop();
    mara.say('dm', ask);
    await mara.until(() => seenIn(house, 'mara', 'dm')[0], 10_000);
    expect(Date.now() - began).toBeLessThan(10_000);
    await house.idle();
    expect(seenIn(house, 'mara', 'dm')).toHaveLength(1);
  }));

test('a channel that takes no cards is told to those who can mend it once a day, and tried again', () =>
  withHouse(async (house) => {
    house.workspace.faults.add({ kind: 'refuse', code: 'is_archived', on: 'chat.postMessage', next: 1 });
    await house.propose();
    await spared(house);
    expect(seenIn(house, 'mara', 'deals')).toEqual([]);
    for (const who of ['ada', 'oskar', 'ana'])
      expect(seenIn(house, who, 'dm').map(({ text }) => text)).toEqual([
        'Cards cannot be posted in #deals: that channel is archived. Nothing is lost: what waits for somebody is in Home. Invite Steward there, or choose another channel; it is tried again for most of a day.',
      ]);
    expect(await rewantCards(house.db)).toBe(0);
    house.workspace.faults.add({ kind: 'refuse', code: 'is_archived', on: 'chat.postMessage', next: 1 });
    await house.db.raw(`update cards set refused_at = refused_at - interval '61 seconds'`);
    expect(await rewantCards(house.db)).toBe(1);
    await spared(house);
    expect(seenIn(house, 'ada', 'dm')).toHaveLength(1);
    await house.db.raw(`update cards set refused_at = refused_at - interval '121 seconds'`);
    await rewantCards(house.db);
    await spared(house);
    expect(seenIn(house, 'mara', 'deals')).toHaveLength(1);
  }));
