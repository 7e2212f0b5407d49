import Anthropic, { APIConnectionTimeoutError, APIError, APIUserAbortError } from '@anthropic-ai/sdk';
import { transformJSONSchema } from '@anthropic-ai/sdk/lib/transform-json-schema';
import { z } from 'zod';
import type { Fetch } from '../outside/door.ts';
import { categoryOfStatus, ModelFailure, type Provider } from './provider.ts';

// A wrong address answers 200 with a page; the SDK hands that on as if it were a message.
const Message = z.object({
  stop_reason: z.string().nullable(),
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })),
  usage: z.object({ input_tokens: z.number(), output_tokens: z.number() }),
});

/** Anthropic's messages API. The SDK's own retries are off: a retry is counted where the budget is kept. */
export function anthropic(use: { apiKey: string; baseUrl?: string; fetch: Fetch }): Provider {
  const client = new Anthropic({
    apiKey: use.apiKey,
    baseURL: use.baseUrl ?? null,
    maxRetries: 0,
    fetch: use.fetch,
  });
  return {
    name: 'anthropic',
    call: async ({ model, system, user, schema, maxTokens, signal }) => {
      const raw = await client.messages
        .create(
          {
            model,
            max_tokens: maxTokens,
            system,
            messages: [{ role: 'user', content: user }],
            output_config: { format: { type: 'json_schema', schema: { ...transformJSONSchema(schema) } } },
          },
          { signal },
        )
        .catch((error: unknown) => {
          throw failure(error);
        });
      const message = Message.safeParse(raw);
      if (!message.success) throw new ModelFailure('parsing', 'The answer is not a message.');
      const { stop_reason, content, usage } = message.data;
      const tokens = { in: usage.input_tokens, out: usage.output_tokens };
      if (stop_reason === 'refusal') throw new ModelFailure('refusal', 'The model refused.', tokens);
      if (stop_reason === 'max_tokens' || stop_reason === 'model_context_window_exceeded')
        throw new ModelFailure('truncated', 'The answer was cut off.', tokens);
      const text = content.map((block) => (block.type === 'text' ? (block.text ?? '') : '')).join('');
      return { text, tokensIn: tokens.in, tokensOut: tokens.out };
    },
  };
}

function failure(error: unknown): ModelFailure {
  if (error instanceof APIUserAbortError || error instanceof APIConnectionTimeoutError)
    return new ModelFailure('timeout', 'The model did not answer in time.');
  if (error instanceof APIError)
    return new ModelFailure(categoryOfStatus(error.status), `Status ${error.status ?? 'none'}`);
  return new ModelFailure('parsing', 'The answer could not be read.');
}
