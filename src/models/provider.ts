/** What Steward asks of a language model, whoever makes it: read one text into one JSON object. No tools, no streams. */
export type ProviderName = 'anthropic' | 'openai';

/** Why a call gave nothing that can be used. */
export type ModelErrorCategory =
  | 'parsing'
  | 'validation'
  | 'api'
  | 'timeout'
  | 'rate_limit'
  | 'refusal'
  | 'truncated';

export type ModelCall = {
  model: string;
  system: string;
  user: string;
  /** JSON schema of the reply. */
  schema: Record<string, unknown>;
  maxTokens: number;
  signal: AbortSignal;
};
export type ModelAnswer = { text: string; tokensIn: number; tokensOut: number };
export type Provider = { name: ProviderName; call: (call: ModelCall) => Promise<ModelAnswer> };

/** A call that ended without a usable answer. `tokens*` are what it cost all the same. */
export class ModelFailure extends Error {
  readonly category: ModelErrorCategory;
  readonly tokensIn: number;
  readonly tokensOut: number;

  constructor(category: ModelErrorCategory, message: string, tokens: { in?: number; out?: number } = {}) {
    super(message);
    this.name = 'ModelFailure';
    this.category = category;
    this.tokensIn = tokens.in ?? 0;
    this.tokensOut = tokens.out ?? 0;
  }
}

/** The few words to which the many ways of failing over HTTP come down. */
export function categoryOfStatus(status: number | undefined): ModelErrorCategory {
  if (status === 429) return 'rate_limit';
  if (status === 408 || status === 504) return 'timeout';
  return 'api';
}
