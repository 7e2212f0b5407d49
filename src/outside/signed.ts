/**
 * Signed messages between programs: HMAC-SHA256 over the version, the second of sending and the exact bytes. The version
 * leaves room for another way; the second bounds how long a message that was overheard is worth anything.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** A message is taken for so many seconds before and after it was signed. */
export const windowSeconds = 300;

/** What belongs into `x-steward-signature`. `at` is seconds since 1970, as in `x-steward-timestamp`. */
export const sign = (secret: string, at: number, body: Uint8Array): string =>
  `v1=${createHmac('sha256', secret).update(`v1:${at}:`).update(body).digest('hex')}`;

export type Signed = { ok: true } | { ok: false; because: string };

/** Compared in constant time. `now` is wall time, since whoever signs has no other. */
export function checkSigned(use: {
  secret: string;
  now: Date;
  timestamp: string | undefined;
  signature: string | undefined;
  body: Uint8Array;
}): Signed {
  const at = /^\d{1,12}$/.test(use.timestamp ?? '') ? Number(use.timestamp) : null;
  if (at === null || !use.signature) return { ok: false, because: 'The message is not signed.' };
  const given = Buffer.from(use.signature);
  const wanted = Buffer.from(sign(use.secret, at, use.body));
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    return { ok: false, because: 'The signature does not fit.' };
  return Math.abs(use.now.getTime() / 1000 - at) <= windowSeconds
    ? { ok: true }
    : { ok: false, because: 'The message was signed too long ago, or by a clock that is ahead.' };
}
