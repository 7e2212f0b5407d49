import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Json, Refusal } from './nouns.ts';

const mostBytes = 4_000_000;

export async function bodyOf(request: IncomingMessage): Promise<string> {
  return (await bytesOf(request, mostBytes)).toString('utf8');
}

export async function bytesOf(request: IncomingMessage, most: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > most) throw new Refusal('request_too_large');
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

/** A JSON object; anything else is a Refusal. */
export async function jsonBodyOf(request: IncomingMessage): Promise<Json> {
  const text = await bodyOf(request);
  try {
    const body: unknown = JSON.parse(text || '{}');
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Json;
  } catch {
    // Falls through to the refusal.
  }
  throw new Refusal('json_not_object');
}

export function sendJson(
  response: ServerResponse,
  body: unknown,
  { status = 200, headers = {} as Record<string, string> } = {},
): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(JSON.stringify(body));
}

/**
 * Whether a request comes from a page or program on this machine. A web page elsewhere could otherwise press buttons here
 * through the visitor's browser, under its own name or one that it points at this machine.
 */
export function isLocal(request: IncomingMessage): boolean {
  const origin = request.headers.origin;
  return loopback(`http://${request.headers.host ?? ''}`) && (origin === undefined || loopback(origin));
}

const loopback = (address: string): boolean =>
  URL.canParse(address) && ['localhost', '127.0.0.1', '[::1]'].includes(new URL(address).hostname);
