/** Deals that changed hands between the yes and the writing: whoever asked decides, on a card in their own messages. */
import { expect, test } from 'vitest';
import { assignDeals } from '../../src/changes/assign.ts';
import { personById } from '../../src/people/people.ts';
import { cast } from '../support/company.ts';
import { type House, textOf, withHouse } from './house.ts';

const cards = (house: House, who: string) =>
  house.workspace
    .as(who)
    .sees('dm')
    .filter(({ user }) => user === house.workspace.ids.bot);
const owner = async ({ db }: House): Promise<string> =>
  (await db('deals').where({ id: 'D-acme' }).first('owner_id'))?.owner_id;

/** Mara said yes to Acme Platform for Tom while it was written into the CRM that she has it herself. */
async function clash(house: House): Promise<void> {
  const mara = await personById(house.db, cast.mara);
  if (!mara) throw new Error('Mara is not here.');
  const before = await owner(house);
  await house.db('deals').where({ id: 'D-acme' }).update({ owner_id: cast.mara });
  await assignDeals(
    { db: house.db, now: house.clock },
    { deals: [{ id: 'D-acme', ownerId: before }], to: cast.tom, by: mara, because: null },
  );
  await house.idle();
}

test('a deal that changed hands meanwhile stays, and its card says so to whoever asked and to nobody else', () =>
  withHouse(async (house) => {
    await clash(house);
    expect(await owner(house)).toBe(cast.mara);
    expect(cards(house, 'mara')).toHaveLength(1);
    const said = textOf(cards(house, 'mara')[0]?.blocks);
    expect(said).toMatch(/Not applied to Acme Platform: .* changed the owner to Mara/);
    expect(said).toContain('You wanted Tom Reyes as the owner.');
    expect(cards(house, 'tom')).toHaveLength(0);
  }));

test('"Use mine" writes it over what was found, with a way back', () =>
  withHouse(async (house) => {
    await clash(house);
    const mara = house.workspace.as('mara');
    const [card] = cards(house, 'mara');
    if (!card) throw new Error('No card came.');
    await mara.press(card, 'Use mine');
    await house.idle();
    expect(await owner(house)).toBe(cast.tom);
    const [now, ...others] = cards(house, 'mara');
    expect(others).toHaveLength(0);
    expect(textOf(now?.blocks)).toContain('to Tom Reyes');
    await mara.press(now ?? card, 'Undo');
    await house.idle();
    expect(await owner(house)).toBe(cast.mara);
  }));

test('"Keep theirs" leaves it, and the second press changes nothing', () =>
  withHouse(async (house) => {
    await clash(house);
    const mara = house.workspace.as('mara');
    const [card] = cards(house, 'mara');
    if (!card) throw new Error('No card came.');
    await mara.press(card, 'Keep theirs');
    await house.idle();
    expect(await owner(house)).toBe(cast.mara);
    expect(textOf(cards(house, 'mara')[0]?.blocks)).toContain('Left as it is. Nothing was changed.');
    expect(await house.db('changes').where({ subject_id: 'D-acme' })).toHaveLength(1);
  }));

test('what was written as wished has no card of its own', () =>
  withHouse(async (house) => {
    const mara = await personById(house.db, cast.mara);
    if (!mara) throw new Error('Mara is not here.');
    await assignDeals(
      { db: house.db, now: house.clock },
      { deals: [{ id: 'D-acme', ownerId: await owner(house) }], to: cast.tom, by: mara, because: null },
    );
    await house.idle();
    expect(await owner(house)).toBe(cast.tom);
    expect(cards(house, 'mara')).toHaveLength(0);
  }));
