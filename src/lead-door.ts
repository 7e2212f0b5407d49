/**
 * The door through which leads come in by HTTP: `POST /intake` with a form (JSON or URL encoding) or the text of a mail.
 * It is signed, and kept in the inbox before it is acknowledged; what it says is read afterwards.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { z } from 'zod';
import { whyUnreadable } from './agents/intake/read.ts';
import type { Inbox } from './jobs/inbox.ts';
import type { Log } from './log.ts';
import { checkSigned } from './outside/signed.ts';

export const INTAKE_PATH = '/intake';
/** Mails with large attachments have no place here: only their text is read. */
const MOST_BYTES = 1_000_000;

/** What stands in the inbox. Text is kept byte by byte (Latin-1), as the character set of a mail is in the mail. */
export const LeadBody = z.object({
  channel: z.enum(['form', 'email']),
  raw: z.string(),
  key: z.string().min(6).max(400),
  /** By the house's clock. */
  cameAt: z.iso.datetime(),
});
export type LeadBody = z.infer<typeof LeadBody>;

export function leadDoor(use: {
  secret: string;
  inbox: Inbox;
  log: Log;
  now: () => Date;
  wallNow?: () => Date;
}): RequestListener {
  return (request, answer) => {
    take(use, request, answer).catch((error: unknown) => {
      use.log.error({ err: error }, 'A lead could not be kept; whoever sent it is told to try again.');
      if (!answer.headersSent) say(answer, 503, 'It could not be kept. Send it again.');
    });
  };
}

async function take(
  use: Parameters<typeof leadDoor>[0],
  request: IncomingMessage,
  answer: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST')
    return say(answer.setHeader('allow', 'POST'), 405, 'Leads are sent with POST.');
  const channel = channelOf(request.headers['content-type']);
  if (channel === null)
    return say(
      answer,
      415,
      'Send a form as application/json or application/x-www-form-urlencoded, a mail as message/rfc822 or text/plain.',
    );
  const body = await bodyOf(request);
  if (body === null)
    return say(
      answer.setHeader('connection', 'close'),
      413,
      `At most ${MOST_BYTES / 1_000_000} MB are taken.`,
    );
  const header = (name: string) => [request.headers[name]].flat()[0];
  const signature = header('x-steward-signature');
  const signed = checkSigned({
    secret: use.secret,
    now: use.wallNow?.() ?? new Date(),
    timestamp: header('x-steward-timestamp'),
    signature,
    body,
  });
  if (!signed.ok) {
    use.log.warn({ because: signed.because }, 'A lead was refused at the door.');
    return say(answer, 401, signed.because);
  }
  if (body.length === 0) return say(answer, 400, 'It is empty.');
  const raw = channel === 'form' ? body.toString('utf8') : body.toString('latin1');
  const unreadable = await whyUnreadable(channel, raw);
  if (unreadable !== null) {
    use.log.warn(
      { channel, bytes: body.length },
      'A lead was refused at the door: nothing in it can be read.',
    );
    return say(answer, 400, unreadable);
  }
  // The same message again, and the same delivery signed anew, are the copy of the first.
  const delivery = header('x-steward-delivery')?.trim();
  const keys = [
    `lead:signed:${sha(signature ?? '')}`,
    ...(delivery ? [`lead:delivery:${sha(delivery)}`] : []),
  ];
  const item: LeadBody = {
    channel,
    raw,
    key: channel === 'email' ? mailKey(raw) : (keys.at(-1) ?? ''),
    cameAt: use.now().toISOString(),
  };
  const stored = await use.inbox.store({ kind: 'lead', keys, body: item });
  answer
    .writeHead(200, { 'content-type': 'application/json' })
    .end(`${JSON.stringify({ kept: true, again: !stored.fresh })}\n`);
}

/** A mail is the same mail, by whichever way it comes in. */
export const mailKey = (raw: string): string => {
  const id = /^message-id:\s*<([^<>\s]{3,300})>/im.exec(raw.slice(0, 20_000))?.[1];
  return id ? `mail:${id}` : `mail:${sha(raw)}`;
};

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

function channelOf(type: string | undefined): LeadBody['channel'] | null {
  const [name = ''] = (type ?? '').toLowerCase().split(';');
  if (['application/json', 'application/x-www-form-urlencoded'].includes(name.trim())) return 'form';
  return ['message/rfc822', 'text/plain'].includes(name.trim()) ? 'email' : null;
}

/** Null: it is longer than may be; the rest is not waited for. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > MOST_BYTES) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function say(answer: ServerResponse, status: number, text: string): void {
  answer.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}
