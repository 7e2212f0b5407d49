import { z } from 'zod';
import type { Inside } from '../inside.ts';
import type { Tier } from '../limits.ts';
import { type Json, Refusal, unreadable } from '../nouns.ts';

/** One method of the Web API. What `run` answers is sent with `ok: true`; it throws `Refusal` for Slack's errors. */
export type Method = {
  tier: Tier;
  /** Any one of these is enough; empty: none is needed. */
  scopes: string[];
  token: 'bot' | 'app' | 'any' | 'none';
  run: (use: Inside, args: Json, caller: 'bot' | 'app' | null) => Json;
};

/** A method with its arguments read by `args`; whatever else was sent is let through unread, as Slack does. */
export function method<T extends z.ZodType>(made: {
  tier: Tier;
  scopes?: string[];
  token?: Method['token'];
  args: T;
  run: (use: Inside, args: z.output<T>, caller: 'bot' | 'app' | null) => Json;
}): Method {
  return {
    tier: made.tier,
    scopes: made.scopes ?? [],
    token: made.token ?? 'bot',
    run: (use, sent, caller) => {
      const args = made.args.safeParse(sent);
      if (args.success) return made.run(use, args.data, caller);
      const messages = args.error.issues.map((issue) => {
        const missing = sent[String(issue.path[0])] === undefined;
        const name = issue.path.join('.');
        return missing
          ? `[ERROR] missing required field: ${name}`
          : `[ERROR] ${issue.message} [json-pointer:/${issue.path.join('/')}]`;
      });
      throw new Refusal('invalid_arguments', { response_metadata: { messages } });
    },
  };
}

/** Arguments may come as form fields: numbers and flags as text, objects as JSON. */
export const text = z.string().min(1);
export const flag = z.preprocess((value) => {
  if (value === 'true' || value === '1' || value === 1) return true;
  if (value === 'false' || value === '0' || value === '' || value === 0) return false;
  return value;
}, z.boolean());
export const count = z.coerce.number().int();
export const json = z.preprocess((value) => {
  if (typeof value !== 'string') return value;
  if (value.trim() === '') return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return unreadable;
  }
}, z.unknown());

/** One page of a list, with Slack's opaque cursor. */
export function paged<T>(
  all: T[],
  args: { cursor?: string; limit?: number },
  most: number,
  usual: number,
): { page: T[]; next: string } {
  const limit = Math.min(args.limit && args.limit > 0 ? args.limit : usual, most);
  const from = args.cursor
    ? Number(/^at:(\d+)$/.exec(Buffer.from(args.cursor, 'base64').toString())?.[1] ?? Number.NaN)
    : 0;
  if (Number.isNaN(from)) throw new Refusal('invalid_cursor');
  const next = from + limit < all.length ? Buffer.from(`at:${from + limit}`).toString('base64') : '';
  return { page: all.slice(from, from + limit), next };
}
