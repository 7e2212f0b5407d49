/** A question that takes long says so in the place of its answer, and can be stopped. */
import { expect, test } from 'vitest';
import { actions } from '../../blocks/ids.ts';
import type { Message } from '../../src/sandbox/nouns.ts';
import { type House, textOf, withHouse } from './house.ts';

const patience = { showMs: 50, stopMs: 200 };
const words = 'show deals stuck in negotiation 30 days';
const understood = 'Open deals in Negotiation for 30 days or more';

const inDm = (house: House): Message[] =>
  house.workspace
    .as('mara')
    .sees('dm')
    .filter((message) => message.user === house.workspace.ids.bot);
const looking = async (house: House): Promise<number> => {
  const { rows } = await house.db.raw(
    `select 1 from pg_stat_activity where application_name like 'steward question %' and state = 'active'`,
  );
  return rows.length;
};

/** While `work` runs, every statement on the deals waits. */
async function whileDealsAreLocked(house: House, work: () => Promise<void>): Promise<void> {
  // The names in the deals are read once, before a question is understood.
  house.workspace.as('ada').say('dm', 'how many open deals');
  await house.idle();
  const trx = await house.owner.transaction();
  try {
    await trx.raw('lock table deals in access exclusive mode');
    await work();
  } finally {
    await trx.rollback();
  }
}

const withStop = (message: Message | undefined): Message | undefined =>
  textOf(message?.blocks).includes('Stop') ? message : undefined;

test('it shows what it works on, then Stop; the same message becomes the answer', () =>
  withHouse(
    async (house) => {
      const mara = house.workspace.as('mara');
      await whileDealsAreLocked(house, async () => {
        mara.say('dm', words);
        await mara.until(() => inDm(house)[0]);
        expect(inDm(house)[0]?.text).toBe(`Working on: ${understood}.`);
        await mara.until(() => withStop(inDm(house)[0]));
      });
      await house.idle();
      expect(inDm(house)).toHaveLength(1);
      expect(inDm(house)[0]?.text).toMatch(new RegExp(`^${understood}\\. \\d+ deal`));
      expect(textOf(inDm(house)[0]?.blocks)).not.toContain('Stop');
    },
    { patience },
  ));

test('Stop cancels the statement while it runs, says so, and the question can be asked again', () =>
  withHouse(
    async (house) => {
      const mara = house.workspace.as('mara');
      await whileDealsAreLocked(house, async () => {
        mara.say('dm', words);
        const card = await mara.until(() => withStop(inDm(house)[0]));
        expect(await looking(house)).toBe(1);
        await mara.press(card, actions.stop);
        await mara.until(() => /^Stopped/.test(inDm(house)[0]?.text ?? ''));
        expect(await looking(house)).toBe(0);
      });
      await house.idle();
      const [card, ...others] = inDm(house);
      expect(others).toEqual([]);
      expect(card?.text).toBe('Stopped. Nothing was changed.');
      expect(textOf(card?.blocks)).toBe('⚪ Stopped. Nothing was changed.\nAsk again');
      await mara.press(card ?? mara.say('dm', 'x'), `${actions.choose}#0`);
      await house.idle();
      expect(inDm(house).at(-1)?.text).toMatch(new RegExp(`^${understood}\\. \\d+ deal`));
    },
    { patience },
  ));

test('only the one who asked can stop', () =>
  withHouse(
    async (house) => {
      const mara = house.workspace.as('mara');
      const priya = house.workspace.as('priya');
      let asked = mara.say('deals', 'hello');
      const cards = (who: typeof mara) =>
        who.thread('deals', asked.ts).filter((message) => message.user === house.workspace.ids.bot);
      await whileDealsAreLocked(house, async () => {
        asked = mara.say('deals', `<@${house.workspace.ids.bot}> ${words}`);
        const card = await mara.until(() => withStop(cards(mara)[0]));
        await priya.press(card, actions.stop);
        await priya.until(() =>
          cards(priya).some(({ text }) => text === 'Only the person who asked can stop this.'),
        );
        expect(await looking(house)).toBe(1);
      });
      await house.idle();
      expect(cards(mara)[0]?.text).toMatch(/^Open deals/);
    },
    { patience },
  ));

test('Stop works while every hand is busy with slow questions', () =>
  withHouse(
    async (house) => {
      const mara = house.workspace.as('mara');
      await whileDealsAreLocked(house, async () => {
        mara.say('dm', words);
        const card = await mara.until(() => withStop(inDm(house)[0]));
        for (const who of ['priya', 'tom', 'oskar', 'ana', 'nora', 'dan'])
          house.workspace.as(who).say('dm', words);
        while ((await looking(house)) < 6) await new Promise((resolve) => setTimeout(resolve, 10));
        await mara.press(card, actions.stop);
        await mara.until(() => /^Stopped/.test(inDm(house)[0]?.text ?? ''));
      });
      await house.idle();
    },
    { patience },
  ));

test('a button under a reply shows its work in the same message', () =>
  withHouse(
    async (house) => {
      const mara = house.workspace.as('mara');
      mara.say('dm', `${words} blorptastic`);
      await house.idle();
      await whileDealsAreLocked(house, async () => {
        const card = await mara.until(() => inDm(house)[0]);
        await mara.press(card, 'Continue without');
        await mara.until(() => withStop(inDm(house)[0]));
        expect(inDm(house)[0]?.text).toBe(`Working on: ${understood}.`);
      });
      await house.idle();
      expect(inDm(house).map(({ text }) => text)).toEqual([
        expect.stringMatching(new RegExp(`^${understood}\\. \\d+ deal`)),
      ]);
    },
    { patience },
  ));

test('a quick answer shows no work', () =>
  withHouse(async (house) => {
    house.workspace.as('mara').say('dm', words);
    await house.idle();
    expect(house.workspace.calls.all('chat.update')).toHaveLength(0);
    expect(await house.db('requests').pluck('working')).toEqual([null]);
  }));

const alone = (house: House, channel: string): Message[] =>
  house.workspace
    .as('mara')
    .sees(channel)
    .filter((message) => message.onlyFor);

test('a slash command says once what it works on, to its asker alone; the answer stands beside it', () =>
  withHouse(
    async (house) => {
      const mara = house.workspace.as('mara');
      await whileDealsAreLocked(house, async () => {
        await mara.slash('general', `/steward ${words}`);
        const note = await mara.until(() => withStop(alone(house, 'general')[0]));
        expect(note.text).toBe(`Working on: ${understood}.`);
        await new Promise((resolve) => setTimeout(resolve, 300));
      });
      await house.idle();
      expect(alone(house, 'general').map(({ text }) => text)).toEqual([
        `Working on: ${understood}.`,
        expect.stringMatching(new RegExp(`^${understood}\\. \\d+ deal`)),
      ]);
      expect(house.workspace.as('priya').sees('general')).toEqual([]);
      const [note] = alone(house, 'general');
      if (note) await mara.press(note, actions.stop);
      // It is taken away by the answer to the press, which is nothing that the house waits for.
      await mara.until(() => alone(house, 'general').length === 1);
    },
    { patience },
  ));

test('Stop on such a note cancels the statement; what came of it takes its place', () =>
  withHouse(
    async (house) => {
      const mara = house.workspace.as('mara');
      await whileDealsAreLocked(house, async () => {
        await mara.slash('general', `/steward ${words}`);
        const note = await mara.until(() => withStop(alone(house, 'general')[0]));
        expect(await looking(house)).toBe(1);
        await mara.press(note, actions.stop);
        await mara.until(() => alone(house, 'general').some(({ text }) => /^Stopped/.test(text)));
        expect(await looking(house)).toBe(0);
      });
      await house.idle();
      await mara.until(() => alone(house, 'general').length === 1);
      expect(alone(house, 'general').map(({ text }) => text)).toEqual(['Stopped. Nothing was changed.']);
    },
    { patience },
  ));

test('a button under an answer that only its asker sees shows its work in that place', () =>
  withHouse(
    async (house) => {
      const mara = house.workspace.as('mara');
      await mara.slash('general', `/steward ${words} blorptastic`);
      await house.idle();
      await whileDealsAreLocked(house, async () => {
        const [card] = alone(house, 'general');
        if (card) await mara.press(card, 'Continue without');
        const working = await mara.until(() => withStop(alone(house, 'general')[0]));
        expect(working.text).toBe(`Working on: ${understood}.`);
        await mara.press(working, actions.stop);
        await mara.until(() => /^Stopped/.test(alone(house, 'general')[0]?.text ?? ''));
      });
      await house.idle();
      expect(alone(house, 'general').map(({ text }) => text)).toEqual(['Stopped. Nothing was changed.']);
    },
    { patience },
  ));

test('where a channel may see totals only, what is worked on is said to the asker', () =>
  withHouse(
    async (house) => {
      const mara = house.workspace.as('mara');
      await whileDealsAreLocked(house, async () => {
        mara.say('general', `<@${house.workspace.ids.bot}> ${words}`);
        await mara.until(() => withStop(alone(house, 'general')[0]));
      });
      await house.idle();
      const ofOthers = house.workspace
        .as('priya')
        .sees('general')
        .map(({ text }) => text);
      expect(ofOthers.some((text) => text.startsWith('Working on'))).toBe(false);
    },
    { patience },
  ));
