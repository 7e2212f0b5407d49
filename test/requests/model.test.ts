import { describe, expect, test } from 'vitest';
import type { Extraction, Models } from '../../src/models/models.ts';
import type { ModelReading } from '../../src/requests/model-reply.ts';
import { questionSchema } from '../../src/requests/model-reply.ts';
import { company, is, names } from './talk.ts';

const nothing: ModelReading = {
  understood: true,
  unread: [],
  status: [],
  names: [],
  mine: false,
  ranges: [],
  periods: [],
  missing: [],
  measure: 'rows',
  measured: null,
  by: [],
  sort: null,
  limit: null,
};
const about = {
  model: 'small-1',
  provider: 'anthropic',
  promptName: 'read-request',
  promptVersion: 1,
  tokensIn: 400,
  tokensOut: 60,
  costUsd: 0.0007,
  latencyMs: 5,
  personalDataReplaced: true,
} as const;
const asked: string[] = [];

/** A model that always reads the same. */
const reads = (value: Partial<ModelReading> | { category: 'timeout'; sentence: string }): Models => ({
  configured: true,
  extract: async (ask) => {
    asked.push(ask.text);
    const result =
      'category' in value
        ? { ...about, ok: false as const, ...value }
        : { ...about, ok: true as const, value: ask.schema.parse({ ...nothing, ...value }) };
    return result as Extraction<never>;
  },
});

describe('the language model', () => {
  test('is not asked for what the rules read', () =>
    company(async (talk) => {
      asked.length = 0;
      await talk.ask('open deals in EMEA');
      expect(asked).toEqual([]);
    }, reads({})));

  test('makes no question of a command of which a word was not read', () =>
    company(
      async (talk) => {
        asked.length = 0;
        is(await talk.ask('set the stale threshold for Foo to 14 days'), 'not understood');
        is(await talk.ask('undo the acme thing'), 'not understood');
        is(await talk.ask('set the stale threshold for EMEA'), 'clarify');
        expect(asked).toEqual([]);
      },
      reads({ status: ['open'] }),
    ));

  test('reads what the rules leave into the same question, marked as such', () =>
    company(
      async (talk) => {
        const reply = is(await talk.ask('anything rotting away at the bargaining table?'), 'answer');
        expect(reply.understood).toBe('Open deals in Negotiation for more than 30 days');
        expect(names(reply)).toEqual(['Acme Platform', 'Hooli Rollout']);
        expect(reply).toMatchObject({ via: 'model', model: 'small-1', tokens: 460, costUsd: 0.0007 });
        expect(reply.assumptions).toContain('Read by a language model.');
        expect(await talk.db('runs').where({ id: reply.runId }).first()).toMatchObject({
          model: 'small-1',
          tokens_in: 400,
          versions: { prompts: { 'read-request': 1 } },
        });
      },
      reads({
        status: ['open'],
        names: [{ field: 'stage', is: ['Negotiation'], not: false }],
        ranges: [{ field: 'days_in_stage', from: 30, to: null, exclusive: ['from'], currency: null }],
      }),
    ));

  test('a name that does not exist, a refusal to read, and words it left over are never run', async () => {
    await company(
      async (talk) => {
        expect(is(await talk.ask('what is cooking at Zorblax?'), 'not understood').sentence).toMatch(
          /"Zorblax" is not known here/,
        );
      },
      reads({ names: [{ field: 'account', is: ['Zorblax'], not: false }] }),
    );
    await company(
      async (talk) => void is(await talk.ask('sing me a song'), 'not understood'),
      reads({ understood: false }),
    );
    await company(
      async (talk) => {
        expect(is(await talk.ask('what is cooking, and when is lunch?'), 'partly understood').unread).toEqual(
          ['when is lunch'],
        );
      },
      reads({ status: ['open'], unread: ['when is lunch'] }),
    );
  });

  test('its failure is a sentence and a category, and what can be done without it', () =>
    company(
      async (talk) => {
        const reply = is(await talk.ask('what is cooking?'), 'not understood');
        expect(reply.sentence).toMatch(/^The language model did not answer in time\. Nothing was run\./);
        expect(reply.next).toHaveLength(3);
        expect(await talk.db('runs').where({ id: reply.runId }).first()).toMatchObject({
          error_category: 'timeout',
        });
      },
      reads({ category: 'timeout', sentence: 'The language model did not answer in time. Nothing was run.' }),
    ));

  test('an answer outside the schema is none', () => {
    expect(questionSchema.safeParse({ ...nothing, sql: 'drop table deals' }).success).toBe(false);
    expect(questionSchema.safeParse({ ...nothing, by: ['password'] }).success).toBe(false);
  });
});
