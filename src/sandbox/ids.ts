import { createHash, randomBytes } from 'node:crypto';

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** A Slack-like id: a letter that says what it is, then ten letters or digits. */
export const freshId = (prefix: string): string =>
  prefix + Array.from(randomBytes(10), (byte) => letters[byte % 36]).join('');

/** The same id for the same name, in whatever order and on whatever machine a workspace is set up. */
export const idOf = (prefix: string, name: string): string =>
  prefix +
  Array.from(createHash('sha256').update(name).digest().subarray(0, 10), (byte) => letters[byte % 36]).join(
    '',
  );

/** What Slack gives to blocks and elements that come without an id. */
export const shortId = (): string => randomBytes(4).toString('base64url').slice(0, 5);

/** Slack's message ids: seconds and microseconds, never twice the same, never going back. */
export function createStamps(now: () => number): { next: () => string; seen: (ts: string) => void } {
  let last = 0;
  return {
    next: () => {
      last = Math.max(last + 1, now() * 1000);
      return `${Math.floor(last / 1e6)}.${String(last % 1e6).padStart(6, '0')}`;
    },
    seen: (ts) => {
      last = Math.max(last, Number(ts.replace('.', '')) || 0);
    },
  };
}
