/** What people hear where the database finds no room on its disk. */
import { expect, test } from 'vitest';
import { actions, inputs } from '../../blocks/ids.ts';
import { lost } from '../../src/slack/lost.ts';
import { type House, withHouse } from './house.ts';

/** The database complains of its disk at each new row of that table, until `again` is called. */
async function fullFor(house: House, table: string): Promise<{ again(): Promise<void> }> {
  await house.owner.raw(
    `create function no_room() returns trigger language plpgsql as $$
     begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
     create trigger no_room before insert on ${table} execute function no_room()`,
  );
  return { again: async () => void (await house.owner.raw('drop function no_room cascade')) };
}

test('a question that was kept and finds no room is said to wait, once, and is answered as soon as there is room', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    const notes = () => mara.sees('dm').filter(({ text }) => text === lost.waits);
    const room = await fullFor(house, 'requests');
    mara.say('dm', 'how many open deals');
    await mara.until(() => notes().length > 0);
    const soon = () =>
      house
        .owner('inbox')
        .whereNull('done_at')
        .update({ not_before: house.owner.fn.now(), lease_until: null });
    await soon();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(notes()).toHaveLength(1);
    await room.again();
    await soon();
    await mara.until(() => mara.sees('dm').some(({ text }) => text.startsWith('Number of open deals.')));
    expect(notes()).toHaveLength(1);
    expect(await house.db('requests')).toHaveLength(1);
  }));

test('a form that cannot be kept stays open and says why at its field', () =>
  withHouse(async (house) => {
    await house.propose();
    const mara = house.workspace.as('mara');
    const card = await mara.until(() => mara.sees('deals').at(-1));
    await mara.press(card, actions.reject);
    await mara.until(() => mara.modal());
    const room = await fullFor(house, 'inbox');
    const answer = await mara.submit({ [inputs.reason]: 'Call first' });
    expect(answer).toMatchObject({ errors: { [inputs.reason]: lost.form } });
    expect(mara.modal()).toBeDefined();
    await room.again();
    await mara.submit({ [inputs.reason]: 'Call first' });
    await house.idle();
    expect(await house.db('decisions').first('say')).toMatchObject({ say: 'reject' });
  }));
