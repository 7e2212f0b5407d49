import { expect, test } from 'vitest';
import { ensureAgents } from '../../src/crew/crew.ts';
import { lowerUnearned } from '../../src/crew/lower.ts';
import { cast } from '../support/company.ts';
import { decided, inAuto } from '../support/modes.ts';
import { type House, textOf, withHouse } from './house.ts';

const messages = (house: House, who: string) => {
  const somebody = house.workspace.as(who);
  return somebody.sees(somebody.dm());
};
const cardOf = (house: House, who: string, says: RegExp) => {
  const card = messages(house, who).find(({ text }) => says.test(text));
  if (!card)
    throw new Error(
      `No card: ${messages(house, who)
        .map(({ text }) => text)
        .join(' | ')}`,
    );
  return card;
};
const mode = async ({ db }: House) => (await db('agents').where({ name: 'pipeline' }).first('mode')).mode;

/** Mara has asked for auto, with enough evidence. */
async function asked(house: House, by = 'mara'): Promise<void> {
  await ensureAgents({ db: house.db, local: true });
  await decided(house.db, { approved: 66, rejected: 4 });
  const who = house.workspace.as(by);
  who.say('dm', 'put the pipeline agent in auto because March went well');
  await house.idle();
  who.say('dm', 'yes');
  await house.idle();
}

test('the request comes to those who can sign it, with its evidence; one tap signs it, and whoever asked hears', () =>
  withHouse(async (house) => {
    await asked(house);
    const card = cardOf(house, 'ana', /asks for auto mode/);
    expect(card.text).toBe(
      'Mara Lind asks for auto mode for the Pipeline agent: 38 days, 66 of 70 accepted unchanged, at least 86% (bar 80%). Approve or reject.',
    );
    expect(textOf(card.blocks)).toContain('Because: March went well.');
    await house.workspace.as('ana').press(card, 'Approve');
    await house.idle();
    expect(await mode(house)).toBe('auto');
    const settled = cardOf(house, 'ana', /^Approved: auto mode/);
    expect(textOf(settled.blocks)).toContain('Ana Ruiz approved auto mode for the Pipeline agent.');
    expect(cardOf(house, 'mara', /^Approved: auto mode/).text).toContain('it was approved');
    expect(JSON.stringify(settled.blocks)).not.toContain('mode.approve');
  }));

test('of two who press at once one decides, and the other is told so', () =>
  withHouse(async (house) => {
    await asked(house);
    await Promise.all([
      house.workspace.as('ana').press(cardOf(house, 'ana', /asks for/), 'Approve'),
      house.workspace.as('ada').press(cardOf(house, 'ada', /asks for/), 'Reject'),
    ]);
    await house.idle();
    const request = await house.db('mode_requests').first('ended_as', 'ended_by');
    const approved = request.ended_as === 'approved';
    expect(request.ended_by).toBe(approved ? cast.ana : cast.ada);
    expect(await mode(house)).toBe(approved ? 'auto' : 'suggest');
    expect(await house.db('audit').whereIn('action', ['mode.approved', 'mode.rejected'])).toHaveLength(1);
    expect(
      messages(house, approved ? 'ada' : 'ana')
        .map(({ text }) => text)
        .join(' '),
    ).toContain('This request is over');
  }));

test('whoever asked cannot press it through, not even as an approver', () =>
  withHouse(async (house) => {
    await asked(house, 'ana');
    const card = cardOf(house, 'ada', /asks for/);
    expect(() => cardOf(house, 'ana', /asks for auto mode/)).toThrow();
    // Her click on somebody else's card comes in all the same.
    await house
      .db('people')
      .where({ id: cast.ada })
      .update({ roles: ['rep'] });
    await house.workspace.as('ada').press(card, 'Approve');
    await house.idle();
    expect(await mode(house)).toBe('suggest');
    expect(
      messages(house, 'ada')
        .map(({ text }) => text)
        .join(' '),
    ).toContain(
      'Signing auto mode needs an approver or an administrator other than who asked for it. Your click was recorded.',
    );
  }));

test('when it ends by itself its owner gets one message: why, and the way back', () =>
  withHouse(async (house) => {
    await ensureAgents({ db: house.db, local: true });
    await decided(house.db, { approved: 66, rejected: 24 });
    await inAuto(house.db);
    await lowerUnearned({ db: house.db, now: house.clock });
    await lowerUnearned({ db: house.db, now: house.clock });
    await house.idle();
    const all = messages(house, 'oskar').filter(({ text }) => /ended by itself/.test(text));
    expect(all.map(({ text }) => text)).toEqual([
      'Auto mode for the Pipeline agent ended by itself: In 90 days 66 of 90 were accepted or left standing: at least 63%, bar 80%.',
    ]);
    expect(textOf(all[0]?.blocks)).toContain(
      'Way back: "put the Pipeline agent in auto", once it is earned again.',
    );
  }));
