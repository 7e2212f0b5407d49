/** P18: whoever has to stop, decide, take back or understand what was done, waits for no language model. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { silentLog } from '../../src/log.ts';
import { readPrompts } from '../../src/models/prompts.ts';
import { modelsFrom } from '../../src/models/setup.ts';
import { replySchemas } from '../../src/requests/reply-schemas.ts';
import { activePauses } from '../../src/settings/pauses.ts';
import { cast } from '../support/company.ts';
import { rolled } from '../support/rolled.ts';
import { type House, textOf, withHouse } from './house.ts';

/** A house whose both providers answer every call with "overloaded". `asked` counts the calls. */
async function withModelsAway(work: (house: House, asked: () => number) => Promise<void>): Promise<void> {
  let calls = 0;
  const provider = createServer((_, answer) => {
    calls += 1;
    answer.writeHead(529, { 'content-type': 'application/json', 'retry-after': '0' }).end('{}');
  });
  await new Promise<void>((ready) => provider.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  const models = modelsFrom({
    settings: {
      ...{ anthropicKey: 'key-a', anthropicUrl: url, openaiKey: 'key-o', openaiUrl: url },
      ...{ parse: null, reason: null },
    },
    prompts: await readPrompts('prompts', replySchemas),
    log: silentLog(),
    personalData: async () => false,
  });
  try {
    await withHouse((house) => work(house, () => calls), { models });
  } finally {
    await new Promise((closed) => provider.close(closed));
  }
}

/** What Steward says to Mara's words, in one text. */
async function answered(house: House, words: string): Promise<string> {
  const mara = house.workspace.as('mara');
  const message = mara.say('dm', words);
  await house.idle();
  const replies = [...mara.sees('dm'), ...mara.thread('dm', message.ts)].filter(({ ts }) => ts > message.ts);
  return replies.map(({ text, blocks }) => `${text}\n${textOf(blocks)}`).join('\n');
}

describe('with both providers away', () => {
  test('pausing, resuming and how the agents are, in words', () =>
    withModelsAway(async (house, asked) => {
      const held = async () => (await activePauses(house.db)).length;
      for (const [words, says] of [
        ['pause everything', /Pause everything/],
        ['yes', /paused everything/i],
      ] as const)
        expect(await answered(house, words), words).toMatch(says);
      expect(await held()).toBe(1);
      expect(await answered(house, 'status of the agents')).toContain('Pipeline agent');
      expect(await answered(house, 'what is paused')).toContain('Everything');
      await answered(house, 'resume everything');
      await answered(house, 'yes');
      expect(await held()).toBe(0);
      expect(asked()).toBe(0);
    }));

  test('approving, why, and undo, on the card', () =>
    withModelsAway(async (house, asked) => {
      await house.propose();
      const mara = house.workspace.as('mara');
      const card = () => {
        const [first] = mara.sees('deals');
        if (!first) throw new Error('There is no card.');
        return first;
      };
      const closes = async () => (await house.db('deals').where({ id: 'D-acme' }).first()).close_date;
      await mara.press(card(), 'Why');
      expect(textOf((await mara.until(() => mara.modal())).blocks)).toContain('limit 30');
      mara.close();
      await mara.press(card(), 'Approve');
      await house.idle();
      expect(await closes()).toBe('2026-04-15');
      await mara.press(card(), 'Undo');
      await house.idle();
      expect(await closes()).toBe('2026-03-10');
      expect(asked()).toBe(0);
    }));

  test('taking a run back, how far it is, and why it was done, in words', () =>
    withModelsAway(async (house, asked) => {
      const of = rolled(house.db, house.clock);
      await of.did(
        { deal: 'D-acme', before: null, after: 'Call' },
        { deal: 'D-globex', before: null, after: 'Call' },
      );
      expect(await answered(house, 'explain run 7F3K')).toContain('7F3K');
      expect(await answered(house, 'undo run 7F3K')).toContain('Undo 2 changes of run 7F3K.');
      await answered(house, 'yes');
      expect([await of.value('D-acme'), await of.value('D-globex')]).toEqual([null, null]);
      expect(await answered(house, 'how far is the undo')).toContain('All undone');
      expect(await house.db('audit').where({ action: 'rollback.begun', actor_id: cast.mara })).toHaveLength(
        1,
      );
      expect(asked()).toBe(0);
    }));

  test('the same count is not nothing where words are left to a model', () =>
    withModelsAway(async (house, asked) => {
      expect(await answered(house, 'zorb me the frobnitz of it, mate')).not.toContain('paused');
      expect(asked()).toBeGreaterThan(0);
    }));
});
