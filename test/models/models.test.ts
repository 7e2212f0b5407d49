import { delay, HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { Prompt } from '../../src/models/prompts.ts';
import { type ModelSettings, modelsFrom } from '../../src/models/setup.ts';

const anthropicUrl = 'https://api.anthropic.com/v1/messages';
const openaiUrl = 'https://api.openai.com/v1/chat/completions';
const network = setupServer();
const calls: { url: string; body: unknown }[] = [];

beforeAll(() => network.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => {
  calls.length = 0;
});
afterEach(() => network.resetHandlers());
afterAll(() => network.close());

const schema = z.object({ stage: z.string(), owner: z.string().nullable() });
const prompt: Prompt = {
  name: 'read-request',
  version: 3,
  purpose: 'test',
  tier: 'parse',
  replySchema: 'question',
  note: 'n',
  reason: 'r',
  text: 'Read it. Today is {{today}}.',
  hash: 'h',
  schema,
};
const both: ModelSettings = {
  anthropicKey: 'key-a',
  anthropicUrl: null,
  openaiKey: 'key-o',
  openaiUrl: null,
  parse: null,
  reason: null,
};
const models = (settings: Partial<ModelSettings> = {}, personalData = false) => {
  const made = modelsFrom({
    settings: { ...both, ...settings },
    prompts: [prompt],
    log: pino({ level: 'silent' }),
    personalData: async () => personalData,
  });
  if (!made.configured) throw new Error('no model');
  return made;
};
const ask = {
  prompt: 'read-request',
  schema,
  text: 'deals of Priya Nair',
  fill: { today: '2026-03-20' },
  deadlineMs: 2_000,
};

const claude = (text: string, extra: object = {}) => ({
  id: 'm1',
  type: 'message',
  role: 'assistant',
  model: 'claude-haiku-5-5',
  content: [{ type: 'text', text }],
  stop_reason: 'end_turn',
  usage: { input_tokens: 1_500, output_tokens: 60 },
  ...extra,
});
const gpt = (content: string | null, extra: object = {}) => ({
  id: 'c1',
  object: 'chat.completion',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content, ...extra } }],
  usage: { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 },
});
const on = (url: string, answer: () => Response | Promise<Response>) =>
  network.use(
    http.post(url, async ({ request }) => {
      calls.push({ url, body: await request.json() });
      return answer();
    }),
  );

test('a reading that fits the schema comes back with its model, prompt version, tokens and cost', async () => {
  on(anthropicUrl, () => HttpResponse.json(claude('{"stage":"Negotiation","owner":null}')));
  const read = await models().extract(ask);
  expect(read).toMatchObject({
    ok: true,
    value: { stage: 'Negotiation', owner: null },
    model: 'claude-haiku-5-5',
    promptVersion: 3,
    tokensIn: 1_500,
    tokensOut: 60,
  });
  expect(read.costUsd).toBeCloseTo((1_500 * 0.1 + 60 * 0.5) / 1_000_000, 12);
});

test('names, e-mail addresses and phone numbers are placeholders on the wire and themselves in the reading', async () => {
  on(anthropicUrl, () => HttpResponse.json(claude('{"stage":"Negotiation","owner":"<PERSON_3>"}')));
  const read = await models().extract({
    ...ask,
    text: 'deals of Priya Nair, ask jane.roe@example.com or +49 30 1234567, over 100000',
    personal: [{ kind: 'PERSON', value: 'Priya Nair' }],
  });
  const sent = JSON.stringify(calls[0]?.body);
  for (const secret of ['Priya', 'Nair', 'jane.roe', '1234567']) expect(sent).not.toContain(secret);
  expect(sent).toContain('over 100000');
  expect(read).toMatchObject({ ok: true, value: { owner: 'Priya Nair' }, personalDataReplaced: true });
});

test('a provider whose switch is on gets the text as it is', async () => {
  on(anthropicUrl, () => HttpResponse.json(claude('{"stage":"Won","owner":"Priya Nair"}')));
  await models({}, true).extract({ ...ask, personal: [{ kind: 'PERSON', value: 'Priya Nair' }] });
  expect(JSON.stringify(calls[0]?.body)).toContain('Priya Nair');
});

const faults: [string, () => Response | Promise<Response>, string][] = [
  ['bad JSON', () => HttpResponse.json(claude('{"stage":"Negot')), 'parsing'],
  ['another shape', () => HttpResponse.json(claude('{"stage":7}')), 'validation'],
  [
    'a page instead of an answer',
    () => new HttpResponse('<html>hello</html>', { headers: { 'content-type': 'text/html' } }),
    'parsing',
  ],
  ['a refusal', () => HttpResponse.json(claude('', { stop_reason: 'refusal' })), 'refusal'],
  [
    'an answer that was cut off',
    () => HttpResponse.json(claude('{"stage":"N', { stop_reason: 'max_tokens' })),
    'truncated',
  ],
  [
    '429 with an hour to wait',
    () => HttpResponse.json({}, { status: 429, headers: { 'retry-after': '3600' } }),
    'rate_limit',
  ],
  ['500', () => HttpResponse.json({}, { status: 500 }), 'api'],
  ['529', () => HttpResponse.json({}, { status: 529 }), 'api'],
  ['a dropped connection', () => HttpResponse.error(), 'api'],
];
test.each(faults)('%s ends in a sentence and a category, after one call', async (_, answer, category) => {
  on(anthropicUrl, answer);
  const read = await models({ openaiKey: null }).extract(ask);
  expect(read).toMatchObject({ ok: false, category });
  expect(read.ok ? '' : read.sentence).toMatch(/Nothing was run/);
  expect(calls).toHaveLength(1);
});

test('no answer within the deadline is a timeout', async () => {
  on(anthropicUrl, async () => {
    await delay(1_000);
    return HttpResponse.json(claude('{}'));
  });
  const read = await models({ openaiKey: null }).extract({ ...ask, deadlineMs: 100 });
  expect(read).toMatchObject({ ok: false, category: 'timeout' });
});

test.each(faults.filter(([, , category]) => category !== 'refusal'))(
  'after %s the other provider is asked',
  async (_, answer) => {
    on(anthropicUrl, answer);
    on(openaiUrl, () => HttpResponse.json(gpt('{"stage":"Proposal","owner":null}')));
    const read = await models().extract(ask);
    expect(read).toMatchObject({ ok: true, provider: 'openai', value: { stage: 'Proposal' } });
    expect(calls.map((call) => call.url)).toEqual([anthropicUrl, openaiUrl]);
  },
);

test('Anthropic is the fallback of an OpenAI model that is named first', async () => {
  on(openaiUrl, () => HttpResponse.json({}, { status: 503 }));
  on(anthropicUrl, () => HttpResponse.json(claude('{"stage":"Won","owner":null}')));
  const read = await models({ parse: 'gpt-5.4' }).extract(ask);
  expect(read).toMatchObject({ ok: true, provider: 'anthropic' });
  expect(calls[0]).toMatchObject({ url: openaiUrl, body: { model: 'gpt-5.4' } });
});

test('a refusal is not taken to the other provider', async () => {
  on(anthropicUrl, () => HttpResponse.json(claude('', { stop_reason: 'refusal' })));
  const read = await models().extract(ask);
  expect(read).toMatchObject({ ok: false, category: 'refusal' });
  expect(calls).toHaveLength(1);
});

test.each([
  ['a refusal', () => HttpResponse.json(gpt(null, { refusal: 'no' })), 'refusal'],
  ['bad JSON', () => HttpResponse.json(gpt('{')), 'parsing'],
  ['nothing', () => HttpResponse.json({ choices: [] }), 'parsing'],
])('an OpenAI-compatible router that answers with %s is read the same way', async (_, answer, category) => {
  on('https://router.example.com/v1/chat/completions', answer);
  const read = await models({ anthropicKey: null, openaiUrl: 'https://router.example.com/v1' }).extract(ask);
  expect(read).toMatchObject({ ok: false, category });
});
