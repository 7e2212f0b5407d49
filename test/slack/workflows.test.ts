import { expect, test } from 'vitest';
import { actions } from '../../blocks/ids.ts';
import { startsOf } from '../../src/crew/starts.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import { keepWorkflowHosts, secretsOf, workflowById } from '../../src/settings/workflows.ts';
import { cast, withoutQuiet } from '../support/company.ts';
import { type House, withHouse } from './house.ts';

const dms = (house: House) =>
  house.workspace
    .as('ada')
    .sees('dm')
    .map(({ text }) => text);
const say = async (house: House, text: string) => {
  const ada = house.workspace.as('ada');
  ada.say('dm', text);
  await house.idle();
  const card = ada.sees('dm').at(-1);
  if (!card) throw new Error('Nothing was answered.');
  await ada.press(card, actions.confirm);
  await house.idle();
};

test('the secret comes to the administrator alone, once; a start that came to nothing is a card to try again from', () =>
  withHouse(
    async (house) => {
      await withoutQuiet(house.db);
      await keepWorkflowHosts(house.db, ['hooks.example.com']);
      await say(house, 'add the workflow customer onboarding at https://hooks.example.com/x');
      const workflow = await workflowById(house.db, 1);
      const [secret = ''] = workflow ? secretsOf('k'.repeat(32), workflow, house.clock.now()) : [];
      expect(dms(house).filter((text) => text.includes(secret))).toHaveLength(1);
      const kept = await house.db.raw(`select count(*)::int as count from outbox where body::text like ?`, [
        `%${secret}%`,
      ]);
      expect(kept.rows[0].count).toBe(0);
      await say(house, 'if a deal moves to Contract, start the customer onboarding workflow');
      await house.sweep();
      house.clock.move('2026-03-21T10:00:00Z');
      await builtinWriter({ db: house.db, now: house.clock }).write({
        key: 'k',
        ref: { noun: 'deal', id: 'D-globex' },
        set: { stage: 'Contract' },
        expect: { fields: {}, version: null },
        by: { kind: 'person', id: cast.ada },
      });
      await house.sweep();
      expect((await startsOf(house.db, { rule: 1 }))[0]?.state).toBe('waiting');
      expect(dms(house)).toContain(
        'The workflow customer onboarding for Globex Renewal is held before it starts. It can be stopped.',
      );
      await afterHold(house);
      expect((await startsOf(house.db, { rule: 1 }))[0]?.state).toBe('failed');
      const ada = house.workspace.as('ada');
      const card = ada.sees('dm').find(({ text }) => text.includes('was not started for Globex Renewal'));
      if (!card) throw new Error(dms(house).join(' | '));
      await ada.press(card, 'Try again');
      await house.idle();
      const confirm = ada.thread('dm', card.ts).at(-1);
      if (!confirm) throw new Error('no confirmation');
      await ada.press(confirm, actions.confirm);
      await house.idle();
      expect((await startsOf(house.db, { rule: 1 }))[0]?.state).toBe('started');
      expect(dms(house).some((text) => text.includes('was started for Globex Renewal'))).toBe(true);
    },
    { outgoing: answering([410, 200]) },
  ));

/** The time in which it can be stopped is over, for the house and for the queue. */
async function afterHold(house: House): Promise<void> {
  house.clock.move(new Date(house.clock.now().getTime() + 5 * 60_000));
  await house
    .db('outbox')
    .where({ topic: 'start' })
    .update({ not_before: house.db.raw('now()') });
  await house.idle();
}

function answering(statuses: number[]) {
  return {
    hosts: ['hooks.example.com'],
    resolve: async () => [{ address: '93.184.215.14', family: 4 }],
    post: async () => ({ status: statuses.shift() ?? 500, retryAfter: null }),
  };
}

/** A rule of Ada's that starts a workflow for Globex, which has just come to Contract. */
const begun = (outgoing: ReturnType<typeof answering>, work: (house: House) => Promise<void>) =>
  withHouse(
    async (house) => {
      await withoutQuiet(house.db);
      await keepWorkflowHosts(house.db, ['hooks.example.com']);
      await say(house, 'add the workflow customer onboarding at https://hooks.example.com/x');
      await say(house, 'if a deal moves to Contract, start the customer onboarding workflow');
      await house.sweep();
      house.clock.move('2026-03-21T10:00:00Z');
      await builtinWriter({ db: house.db, now: house.clock }).write({
        ...{ key: 'k', ref: { noun: 'deal', id: 'D-globex' }, set: { stage: 'Contract' } },
        ...{ expect: { fields: {}, version: null }, by: { kind: 'person', id: cast.ada } },
      });
      await house.sweep();
      await work(house);
    },
    { outgoing },
  );
const held = (house: House, who: 'ada' | 'tom' = 'ada') => {
  const found = house.workspace
    .as('ada')
    .sees('dm')
    .find(({ text }) => /customer onboarding for Globex Renewal/.test(text));
  if (!found) throw new Error(`${who}: ${dms(house).join(' | ')}`);
  return found;
};
const stateOf = async (house: House) => (await startsOf(house.db, { rule: 1 }))[0]?.state;

test('Stop on its card: nobody is called, and who stopped it is on record', () =>
  begun(answering([200]), async (house) => {
    const ada = house.workspace.as('ada');
    await ada.press(held(house), 'Stop');
    await house.idle();
    await afterHold(house);
    expect(await stateOf(house)).toBe('stopped');
    expect(held(house).text).toContain('Ada Moss stopped the workflow customer onboarding');
    expect(await house.db('audit').where({ subject_kind: 'start' }).orderBy('id').pluck('action')).toEqual([
      'start.begun',
      'start.stopped',
    ]);
  }));

test('undo, while it is held, stops it', () =>
  begun(answering([200]), async (house) => {
    await say(house, 'undo');
    expect(await stateOf(house)).toBe('stopped');
    expect(dms(house)).toContainEqual(
      expect.stringContaining('the workflow customer onboarding is not started for Globex Renewal'),
    );
  }));

test('once it was called Stop is no more on its card', () =>
  begun(answering([200]), async (house) => {
    const before = held(house);
    await afterHold(house);
    expect(await stateOf(house)).toBe('started');
    expect(held(house).text).toContain('was started.');
    const ada = house.workspace.as('ada');
    expect(() => ada.press(held(house), 'Stop')).toThrow('There is no Stop');
    expect(before.text).toContain('It can be stopped.');
  }));
