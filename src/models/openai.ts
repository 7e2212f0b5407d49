import OpenAI, { APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import { z } from 'zod';
import type { Fetch } from '../outside/door.ts';
import { categoryOfStatus, ModelFailure, type Provider } from './provider.ts';

const Completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullable(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number() }).nullish(),
});

/** OpenAI's chat completions, or any router that speaks them under `baseUrl`. The SDK's own retries are off. */
export function openai(use: { apiKey: string; baseUrl?: string; fetch: Fetch }): Provider {
  const client = new OpenAI({
    apiKey: use.apiKey,
    baseURL: use.baseUrl ?? null,
    maxRetries: 0,
    fetch: use.fetch,
  });
  return {
    name: 'openai',
    call: async ({ model, system, user, schema, maxTokens, signal }) => {
      const raw = await client.chat.completions
        .create(
          {
            model,
            max_completion_tokens: maxTokens,
            messages: [
              { role: 'system', content: system },
              { role: 'user', content: user },
            ],
            response_format: { type: 'json_schema', json_schema: { name: 'reply', schema } },
          },
          { signal },
        )
        .catch((error: unknown) => {
          throw failure(error);
        });
      const completion = Completion.safeParse(raw);
      const choice = completion.data?.choices[0];
      if (!choice) throw new ModelFailure('parsing', 'The answer is not a completion.');
      const tokens = {
        in: completion.data?.usage?.prompt_tokens ?? 0,
        out: completion.data?.usage?.completion_tokens ?? 0,
      };
      if (choice.message.refusal || choice.finish_reason === 'content_filter')
        throw new ModelFailure('refusal', 'The model refused.', tokens);
      if (choice.finish_reason === 'length')
        throw new ModelFailure('truncated', 'The answer was cut off.', tokens);
      return { text: choice.message.content ?? '', tokensIn: tokens.in, tokensOut: tokens.out };
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
