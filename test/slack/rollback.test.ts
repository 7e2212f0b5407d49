import { expect, test } from 'vitest';
import type { Message } from '../../src/sandbox/nouns.ts';
import { cast } from '../support/company.ts';
import { rolled } from '../support/rolled.ts';
import { type House, textOf, withHouse } from './house.ts';

/** Mara takes back a run of two changes, of which Priya has changed one since. */
async function takenBack(house: House) {
  const of = rolled(house.db, house.clock);
  await of.did(
    { deal: 'D-acme', before: null, after: 'Call' },
    { deal: 'D-globex', before: null, after: 'Call' },
  );
  await of.edited(cast.priya, { deal: 'D-acme', before: 'Call', after: 'Lunch' });
  const mara = house.workspace.as('mara');
  for (const words of ['undo run 7F3K', 'yes']) {
    mara.say('dm', words);
    await house.idle();
  }
  const card = (): Message => {
    const found = mara.sees('dm').find((message) => textOf(message.blocks).match(/(Partly|All) undone/));
    if (!found)
      throw new Error(
        mara
          .sees('dm')
          .map(({ text }) => text)
          .join('\n'),
      );
    return found;
  };
  return { of, mara, card };
}

test('what came of a rollback is one message: how many, and what stays field by field', () =>
  withHouse(async (house) => {
    const { of, card } = await takenBack(house);
    expect([await of.value('D-acme'), await of.value('D-globex')]).toEqual(['Lunch', null]);
    const text = textOf(card().blocks);
    expect(text).toContain('Partly undone, 1 of 2: 2 changes of run 7F3K.');
    expect(text).toContain('Next step of Acme Platform is Lunch (Priya Nair). Before it was empty.');
    expect(text).toContain('Would be');
  }));

test('theirs is kept with a tap', () =>
  withHouse(async (house) => {
    const { of, mara, card } = await takenBack(house);
    await mara.press(card(), 'Keep theirs');
    await house.idle();
    expect(textOf(card().blocks)).toContain('kept by Mara Lind');
    expect(textOf(card().blocks)).not.toContain('Restore ours');
    expect(await of.value('D-acme')).toBe('Lunch');
  }));

test('ours is restored with a tap, and nobody is overwritten who changed it since the card was drawn', () =>
  withHouse(async (house) => {
    const { of, mara, card } = await takenBack(house);
    await of.edited(cast.priya, { deal: 'D-acme', before: 'Lunch', after: 'Dinner' });
    await mara.press(card(), 'Restore ours');
    await house.idle();
    expect(await of.value('D-acme')).toBe('Dinner');
    expect(textOf(card().blocks)).toContain('is Dinner (Priya Nair)');
    await mara.press(card(), 'Restore ours');
    await house.idle();
    expect(await of.value('D-acme')).toBeNull();
    expect(textOf(card().blocks)).toContain('restored by Mara Lind');
    expect(textOf(card().blocks)).toContain('All undone: 2 changes of run 7F3K.');
  }));

test('a rollback is done again from its message', () =>
  withHouse(async (house) => {
    const { of, mara, card } = await takenBack(house);
    await mara.press(card(), 'Do it all again');
    await house.idle();
    const asked = mara.thread('dm', card().ts).find(({ text }) => text.includes('Do again'));
    if (!asked) throw new Error('Nothing was asked.');
    await mara.press(asked, 'Do it again');
    await house.idle();
    expect([await of.value('D-acme'), await of.value('D-globex')]).toEqual(['Lunch', 'Call']);
  }));
