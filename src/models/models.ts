/**
 * One interface to language models. A model only reads language into a checked structure: it has no tools, and what it
 * answers counts only if it fits the reply schema. Each provider is the other's fallback.
 */
import { z } from 'zod';
import { StewardError } from '../errors.ts';
import type { Log } from '../log.ts';
import { costOf } from './cost.ts';
import { mask, type Personal } from './masking.ts';
import { fill, newest, type Prompt, type Tier } from './prompts.ts';
import { type ModelErrorCategory, ModelFailure, type Provider, type ProviderName } from './provider.ts';

export type Extraction<T> = {
  model: string;
  provider: ProviderName;
  promptName: string;
  promptVersion: number;
  tokensIn: number;
  tokensOut: number;
  /** US dollars; null where the model's price is not known. */
  costUsd: number | null;
  latencyMs: number;
  personalDataReplaced: boolean;
} & ({ ok: true; value: T } | { ok: false; category: ModelErrorCategory | 'budget'; sentence: string });

export type Ask<T> = {
  /** Name of the prompt; its newest version is used. */
  prompt: string;
  schema: z.ZodType<T>;
  /** Text from outside: data, never instructions. */
  text: string;
  fill?: Record<string, string>;
  /** Values known to be personal (names of people and contacts). */
  personal?: Personal[];
  /** Milliseconds for everything, the fallback included. */
  deadlineMs?: number;
  /** Tokens that the answer may have; 1,000 where nothing is said. */
  maxTokens?: number;
  meter?: Meter;
};

/** Asked before each call, and told of each one's cost. */
export type Meter = {
  /** False: the budget is spent, and no call is made. */
  may: () => Promise<boolean>;
  add: (call: MeteredCall) => Promise<void>;
};
export type MeteredCall = {
  promptName: string;
  promptVersion: number;
  model: string;
  tokensIn: number;
  tokensOut: number;
  /** US dollars; null where the model's price is not known. */
  costUsd: number | null;
};

export type Models =
  | { configured: false }
  | { configured: true; extract: <T>(ask: Ask<T>) => Promise<Extraction<T>> };

export const noModels: Models = { configured: false };

/** A place to send a call of one tier: who, which model, and whether personal data may go there as it is. */
export type Route = { provider: Provider; model: string; personalData: () => Promise<boolean> };

/** At most two calls per question: the first route, then its fallback. A spent budget or a refusal is not tried elsewhere. */
export function createModels(use: {
  routes: Record<Tier, Route[]>;
  prompts: Prompt[];
  log: Log;
  milliseconds?: () => number;
}): Models {
  const clock = use.milliseconds ?? (() => performance.now());
  if (use.routes.parse.length === 0) return noModels;
  return {
    configured: true,
    extract: async (ask) => {
      const prompt = newest(use.prompts, ask.prompt);
      const started = clock();
      const signal = AbortSignal.timeout(ask.deadlineMs ?? 20_000);
      const spent = { in: 0, out: 0, cost: 0 as number | null };
      const routes = use.routes[prompt.tier].slice(0, 2);
      let last: { route: Route; category: ModelErrorCategory | 'budget'; replaced: boolean } | null = null;
      const add = async (model: string, tokens: { in: number; out: number }): Promise<void> => {
        const costUsd = addUp(spent, model, tokens);
        await ask.meter?.add({
          promptName: prompt.name,
          promptVersion: prompt.version,
          model,
          tokensIn: tokens.in,
          tokensOut: tokens.out,
          costUsd,
        });
      };
      for (const route of routes) {
        if (signal.aborted && last) break;
        if (ask.meter && !(await ask.meter.may())) {
          last = { route, category: 'budget', replaced: true };
          break;
        }
        const replaced = !(await route.personalData());
        const report = () => ({
          model: route.model,
          provider: route.provider.name,
          promptName: prompt.name,
          promptVersion: prompt.version,
          tokensIn: spent.in,
          tokensOut: spent.out,
          costUsd: spent.cost,
          latencyMs: Math.round(clock() - started),
          personalDataReplaced: replaced,
        });
        try {
          const { value, tokensIn, tokensOut } = await once(route, prompt, ask, replaced, signal);
          await add(route.model, { in: tokensIn, out: tokensOut });
          return { ...report(), ok: true, value };
        } catch (error) {
          const failure = error instanceof ModelFailure ? error : rethrow(error);
          await add(route.model, { in: failure.tokensIn, out: failure.tokensOut });
          use.log.warn(
            { provider: route.provider.name, model: route.model, category: failure.category },
            'A language model gave no usable answer',
          );
          last = { route, category: failure.category, replaced };
          if (failure.category === 'refusal') break;
        }
      }
      if (!last) throw new StewardError(`No language model is set up for the tier "${prompt.tier}".`);
      return {
        model: last.route.model,
        provider: last.route.provider.name,
        promptName: prompt.name,
        promptVersion: prompt.version,
        tokensIn: spent.in,
        tokensOut: spent.out,
        costUsd: spent.cost,
        latencyMs: Math.round(clock() - started),
        personalDataReplaced: last.replaced,
        ok: false,
        category: last.category,
        sentence: sentences[last.category],
      };
    },
  };
}

async function once<T>(route: Route, prompt: Prompt, ask: Ask<T>, replace: boolean, signal: AbortSignal) {
  const masked = replace
    ? mask(ask.text, ask.personal ?? [])
    : { text: ask.text, unmask: <V>(value: V) => value };
  const answer = await route.provider.call({
    model: route.model,
    system: fill(prompt.text, ask.fill ?? {}),
    user: masked.text,
    schema: z.toJSONSchema(ask.schema) as Record<string, unknown>,
    maxTokens: ask.maxTokens ?? 1_000,
    signal,
  });
  const tokens = { in: answer.tokensIn, out: answer.tokensOut };
  const value = ask.schema.safeParse(masked.unmask(parsed(answer.text, tokens)));
  if (!value.success) throw new ModelFailure('validation', 'The answer does not fit its schema.', tokens);
  return { value: value.data, tokensIn: tokens.in, tokensOut: tokens.out };
}

function parsed(text: string, tokens: { in: number; out: number }): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ModelFailure('parsing', 'The answer is not JSON.', tokens);
  }
}

function addUp(
  spent: { in: number; out: number; cost: number | null },
  model: string,
  tokens: { in: number; out: number },
): number | null {
  spent.in += tokens.in;
  spent.out += tokens.out;
  const cost = tokens.in + tokens.out > 0 ? costOf(model, tokens) : 0;
  spent.cost = cost === null || spent.cost === null ? null : spent.cost + cost;
  return cost;
}

function rethrow(error: unknown): never {
  throw error;
}

const sentences: Record<ModelErrorCategory | 'budget', string> = {
  budget: 'The budget for language models is used up. Nothing was run.',
  parsing: 'The language model answered with something that cannot be read. Nothing was run.',
  validation: 'The language model answered, but not with a request that Steward knows. Nothing was run.',
  api: 'The language model could not be reached. Nothing was run.',
  timeout: 'The language model did not answer in time. Nothing was run.',
  rate_limit: 'The language model is busy. Nothing was run; ask again in a minute.',
  refusal: 'The language model would not read this. Nothing was run.',
  truncated: 'The language model’s answer was cut off. Nothing was run.',
};
