import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import pino from 'pino';
import { expect } from 'vitest';
import type { Models } from '../../src/models/models.ts';
import { readPrompts } from '../../src/models/prompts.ts';
import { modelsFrom } from '../../src/models/setup.ts';
import { replySchemas } from '../../src/requests/reply-schemas.ts';

export type Sent = { model: string; system: string; user: string; schema: unknown };
type Reply = unknown | ((sent: Sent) => unknown);

/**
 * The real SDK over a network on which the provider answers with these, one after the other. A call too many and an
 * answer that nobody asked for fail the test. Strings are sent as they are; everything else as JSON.
 */
export async function withModel(
  replies: Reply[],
  work: (models: Models, sent: Sent[]) => Promise<void>,
): Promise<void> {
  const sent: Sent[] = [];
  const tooMany: Sent[] = [];
  const network = setupServer(
    http.post('https://api.anthropic.com/v1/messages', async ({ request }) => {
      const body = (await request.json()) as {
        model: string;
        system: string;
        messages: { content: string }[];
        output_config: { format: { schema: unknown } };
      };
      const call = {
        model: body.model,
        system: body.system,
        user: body.messages[0]?.content ?? '',
        schema: body.output_config.format.schema,
      };
      if (sent.length >= replies.length) {
        tooMany.push(call);
        return HttpResponse.json({}, { status: 500 });
      }
      sent.push(call);
      const reply = replies[sent.length - 1];
      const answer = typeof reply === 'function' ? reply(call) : reply;
      if (answer instanceof Response) return answer;
      return HttpResponse.json({
        id: `m${sent.length}`,
        type: 'message',
        role: 'assistant',
        model: body.model,
        content: [{ type: 'text', text: typeof answer === 'string' ? answer : JSON.stringify(answer) }],
        stop_reason: 'end_turn',
        usage: { input_tokens: 1_000, output_tokens: 100 },
      });
    }),
  );
  network.listen({ onUnhandledFrame: 'error' });
  try {
    await work(await realModels(), sent);
  } finally {
    network.close();
  }
  expect(tooMany, 'calls that the test did not expect').toEqual([]);
  expect(sent, 'calls that the test expected').toHaveLength(replies.length);
}

const realModels = async (): Promise<Models> =>
  modelsFrom({
    settings: {
      anthropicKey: 'key-a',
      anthropicUrl: null,
      openaiKey: null,
      openaiUrl: null,
      parse: null,
      reason: null,
    },
    prompts: await readPrompts('prompts', replySchemas),
    log: pino({ level: 'silent' }),
    personalData: async () => false,
  });
