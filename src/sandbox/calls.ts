import type { Json } from './nouns.ts';

/** One call that reached the workspace: a Web API method, or a post to a response_url (method `response_url`). */
export type Call = {
  n: number;
  at: number;
  method: string;
  args: Json;
  /** `ok`, Slack's error code, or what a fault did: `lost`, `reset`, `late`, `ratelimited`, `error500`, `html`. */
  outcome: string;
  /** Whether the workspace did what was asked, whatever the caller was told. */
  done: boolean;
};

export type Calls = ReturnType<typeof createCalls>;

/** The newest 20,000 calls, for tests and for the curious. Tokens are left out. */
export function createCalls({ now }: { now: () => number }) {
  const kept: Call[] = [];
  let made = 0;
  return {
    add: (call: Omit<Call, 'n' | 'at'>): void => {
      kept.push({ n: ++made, at: now() / 1000, ...call });
      if (kept.length > 20_000) kept.splice(0, 1_000);
    },
    all: (method?: string): Call[] => kept.filter((call) => !method || call.method === method),
    clear: (): void => {
      kept.length = 0;
    },
  };
}
