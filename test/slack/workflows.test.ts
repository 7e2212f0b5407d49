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

function answering(statuses: number[]) {
  return {
    hosts: ['hooks.example.com'],
    resolve: async () => [{ address: '93.184.215.14', family: 4 }],
    post: async () => ({ status: statuses.shift() ?? 500, retryAfter: null }),
  };
}
