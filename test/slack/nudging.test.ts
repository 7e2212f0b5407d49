import { expect, test } from 'vitest';
import { withoutQuiet } from '../support/company.ts';
import { type House, textOf, withHouse } from './house.ts';

const direct = (house: House, who: string) => {
  const somebody = house.workspace.as(who);
  return somebody.sees(somebody.dm());
};
const last = (house: House, who: string, says: RegExp) => {
  const found = direct(house, who).findLast(({ text }) => says.test(text));
  if (!found)
    throw new Error(
      direct(house, who)
        .map(({ text }) => text)
        .join(' | '),
    );
  return found;
};

test('a rep is asked by whom it was, sees all deals that were meant, and reads when it is taken back', () =>
  withHouse(async (house) => {
    const { workspace, db } = house;
    await withoutQuiet(db);
    const mara = workspace.as('mara');
    await mara.say(mara.dm(), 'nudge everyone with deals in negotiation');
    await house.idle();
    await mara.press(last(house, 'mara', /Remind 1 rep of 2 deals/), 'Send it');
    await house.idle();
    const card = last(house, 'priya', /Mara Lind asks about 2 of your deals/);
    expect(textOf(card.blocks)).toMatch(/Asked by Mara Lind/);
    expect(textOf(card.blocks)).not.toMatch(/Pipeline agent/);
    await workspace.as('priya').press(card, 'Show all');
    await house.idle();
    const shown = await db('requests').orderBy('id', 'desc').first('text', 'person_id', 'reply');
    expect([shown.text, shown.person_id, shown.reply.answer.total]).toEqual([
      'my deals in negotiation',
      'P-priya',
      2,
    ]);
    await mara.say(mara.dm(), 'undo');
    await house.idle();
    await mara.press(last(house, 'mara', /taken back/), 'Undo it');
    await house.idle();
    const after = direct(house, 'priya').find(({ ts }) => ts === card.ts);
    expect(textOf(after?.blocks)).toContain('aken back by Mara Lind');
    expect(JSON.stringify(after?.blocks)).not.toContain('Still right');
  }));
