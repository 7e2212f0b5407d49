/** Slack's Web API, called once: nothing here tries a write again by itself. */
import {
  LogLevel,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
  type WebClientOptions,
} from '@slack/web-api';
import type { Log } from '../log.ts';

export type SlackClient = WebClient;

/**
 * How a call ended. `unknown`: Slack may or may not have done it; `answered` where it at least answered, with an error of
 * its own, so that nothing of it is still on its way. `refused`: it certainly did not, and would not next time.
 */
export type Outcome<T> =
  | { say: 'done'; answer: T }
  | { say: 'refused'; because: string; details: string }
  | { say: 'limited'; afterMs: number }
  | { say: 'unknown'; because: string; answered: boolean };

export const clientOptions = (options: {
  apiUrl: string | null;
  timeoutMs?: number;
  log: Log;
}): WebClientOptions => ({
  ...(options.apiUrl ? { slackApiUrl: options.apiUrl } : {}),
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: options.timeoutMs ?? 10_000,
  maxRequestConcurrency: 20,
  allowAbsoluteUrls: false,
  logger: quietLogger(options.log),
});

export const createClient = (
  token: string,
  options: { apiUrl: string | null; timeoutMs?: number; log: Log },
): SlackClient => new WebClient(token, clientOptions(options));

// Answers after which the message may exist all the same.
const ambiguous = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
  'update_failed',
]);

// The client gives what is no JSON as if it were a code: a page of some proxy, or of Slack's while it is down.
const isCode = (error: string): boolean => /^[a-z][a-z0-9_]*$/.test(error);

/** Runs one call and says how it ended; throws only what is no answer of Slack's. */
export async function outcome<T>(call: Promise<T>): Promise<Outcome<T>> {
  try {
    return { say: 'done', answer: await call };
  } catch (error) {
    return outcomeOf(error);
  }
}

function outcomeOf(error: unknown): Exclude<Outcome<never>, { say: 'done' }> {
  if (error instanceof WebAPIRateLimitedError) return { say: 'limited', afterMs: error.retryAfter * 1000 };
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error;
    if (code === 'ratelimited' || code === 'rate_limited') return { say: 'limited', afterMs: 1000 };
    if (!isCode(code)) return { say: 'unknown', because: 'no answer of Slack’s', answered: true };
    if (ambiguous.has(code)) return { say: 'unknown', because: code, answered: true };
    const details = error.data.response_metadata?.messages?.join('; ') ?? '';
    return { say: 'refused', because: code, details };
  }
  if (error instanceof WebAPIHTTPError) {
    if (error.statusCode === 429) return { say: 'limited', afterMs: 1000 };
    return error.statusCode >= 500
      ? { say: 'unknown', because: `http ${error.statusCode}`, answered: true }
      : { say: 'refused', because: `http ${error.statusCode}`, details: '' };
  }
  if (error instanceof WebAPIRequestError) return { say: 'unknown', because: 'no answer', answered: false };
  if (error instanceof Error && error.message.includes('A rate limit was exceeded'))
    return { say: 'limited', afterMs: 1000 };
  throw error;
}

/** Slack's own logger, turned down: its debug lines hold bodies. */
export const quietLogger = (log: Log) => {
  const say =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (...words: unknown[]) =>
      log[level](
        {
          slack: words
            .map((word) => (word instanceof Error ? word.message : String(word)))
            .join(' ')
            .slice(0, 300),
        },
        'Slack library',
      );
  return {
    debug: () => {},
    info: () => {},
    warn: say('warn'),
    error: say('warn'),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
};
