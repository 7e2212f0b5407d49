import { expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import { createLog } from '../../src/log.ts';
import { noModels } from '../../src/models/models.ts';
import { localOperator } from '../../src/people/operator.ts';
import { ask } from '../../src/requests/ask.ts';
import { replyJson } from '../../src/requests/json.ts';
import { now } from '../support/company.ts';
import { company } from './talk.ts';

test.each([
  'my deals',
  'my open deals in EMEA',
  "my team's win rate",
  'how many deals do I own',
  'deals in my territory',
  'my accounts',
])('%s: the local operator is nobody of the company, and is told how to ask as somebody', (text) =>
  company(async ({ db }) => {
    const use = {
      db,
      now: stoppedAt(now),
      zone: 'UTC',
      models: noModels,
      log: createLog({ logLevel: 'silent' }),
    };
    const asked = async () =>
      replyJson((await ask(use, { text, by: localOperator, place: { kind: 'cli' } })).reply);
    expect(await asked()).toMatchObject({
      answer: null,
      clarify: {
        question: expect.stringMatching(
          /^Whose\? .*--as <email>.*--as \w+@example\.com, or name the person: "open deals of /,
        ),
      },
    });
    await db('people').update({ email: null });
    expect((await asked()).clarify?.question).toMatch(
      /Nobody here has an e-mail for --as <email>; name the person: "open deals of /,
    );
  }),
);

test('what is not theirs the local operator is answered', () =>
  company(async ({ db }) => {
    const use = {
      db,
      now: stoppedAt(now),
      zone: 'UTC',
      models: noModels,
      log: createLog({ logLevel: 'silent' }),
    };
    const { reply } = await ask(use, { text: 'open deals', by: localOperator, place: { kind: 'cli' } });
    expect(reply).toMatchObject({ kind: 'answer', answer: { total: 6 } });
  }));
