import { createHmac, randomBytes } from 'node:crypto';
import type { Kind, Reply, Transport } from './delivery.ts';
import type { Json } from './nouns.ts';

type Use = {
  url: () => string;
  signingSecret: () => string;
  verificationToken: () => string;
  ackMs: () => number;
  now: () => number;
};

/** Signed HTTP: what Slack posts to an app's request URL. */
export function createHttpTransport(use: Use): Transport & { verify: () => Promise<Reply> } {
  const send: Transport['send'] = (kind, payload, attempt) => {
    const retries: Record<string, string> =
      attempt.retryNum > 0
        ? { 'x-slack-retry-num': String(attempt.retryNum), 'x-slack-retry-reason': attempt.retryReason }
        : {};
    return post(use, encode(kind, payload), retries);
  };
  return {
    send,
    there: () => true,
    /** Slack's handshake for a new request URL: it must echo the challenge. */
    verify: async () => {
      const challenge = randomBytes(24).toString('hex');
      const body = JSON.stringify({ type: 'url_verification', token: use.verificationToken(), challenge });
      const reply = await post(use, { type: 'application/json', body }, {});
      if (!reply.ok) return reply;
      const echoed = reply.body === challenge || (reply.body as Json | null)?.challenge === challenge;
      return echoed ? reply : { ok: false, reason: 'challenge_failed' };
    },
  };
}

async function post(
  use: Use,
  sent: { type: string; body: string },
  headers: Record<string, string>,
): Promise<Reply> {
  const stamp = String(Math.floor(use.now() / 1000));
  const signature = createHmac('sha256', use.signingSecret())
    .update(`v0:${stamp}:${sent.body}`)
    .digest('hex');
  try {
    const response = await fetch(use.url(), {
      method: 'POST',
      headers: {
        'content-type': sent.type,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': stamp,
        'x-slack-signature': `v0=${signature}`,
        ...headers,
      },
      body: sent.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(use.ackMs()),
    });
    const text = await response.text();
    if (response.ok) return { ok: true, body: readBody(text) };
    return { ok: false, reason: 'http_error', noRetry: response.headers.get('x-slack-no-retry') === '1' };
  } catch (error) {
    return {
      ok: false,
      reason: (error as Error).name === 'TimeoutError' ? 'http_timeout' : 'connection_failed',
    };
  }
}

function encode(kind: Kind, payload: Json): { type: string; body: string } {
  if (kind === 'events_api') return { type: 'application/json', body: JSON.stringify(payload) };
  const type = 'application/x-www-form-urlencoded'; // Exactly so: Bolt refuses it with a charset.
  if (kind === 'interactive')
    return { type, body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString() };
  const fields = Object.entries(payload).map(([name, value]): [string, string] => [name, String(value)]);
  return { type, body: new URLSearchParams(fields).toString() };
}

function readBody(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return text;
  }
}
