import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Method } from './api/method.ts';
import { methods } from './api/methods.ts';
import type { Fault } from './faults.ts';
import { noteRefused } from './forms.ts';
import { bodyOf, sendJson } from './http.ts';
import type { Inside } from './inside.ts';
import { type Json, Refusal } from './nouns.ts';

/** `/api/<method>`: reads the call, lets a fault act, checks token, scope and rate, runs it, records it. */
export async function webApi(
  use: Inside,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { args, token } = await readCall(request);
  const fault = use.faults.forCall(name);
  const note = (outcome: string, done: boolean): void => use.calls.add({ method: name, args, outcome, done });
  if (fault && !actsAfter(fault)) {
    note(fault.kind === 'refuse' ? fault.code : fault.kind, false);
    answerFault(fault, response);
    return;
  }
  const { answer, status, headers } = run(use, name, args, token);
  const done = answer.ok === true;
  note(fault?.kind ?? (done ? 'ok' : String(answer.error)), done);
  if (fault?.kind === 'late') await pause(fault.ms);
  else if (fault) {
    answerFault(fault, response);
    return;
  }
  sendJson(response, answer, { status, headers });
}

type Answered = { answer: Json; status?: number; headers?: Record<string, string> };

function run(use: Inside, name: string, args: Json, token: string | null): Answered {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (!method) return { answer: { ok: false, error: 'unknown_method', req_method: name } };
  const headers = scopeHeaders(use, method);
  try {
    const caller = callerOf(use, method, token);
    const retryAfter = use.limits.take(name, method.tier, args.channel);
    if (retryAfter > 0) {
      use.notices.add('refused', `${use.app().name} was slowed down by Slack: ratelimited in ${name}.`, {
        code: 'ratelimited',
        method: name,
      });
      return {
        answer: { ok: false, error: 'ratelimited' },
        status: 429,
        headers: { 'retry-after': String(retryAfter) },
      };
    }
    return { answer: { ok: true, ...method.run(use, args, caller) }, headers };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (worthSaying(error)) noteRefused(use, error, args, name);
    return { answer: { ok: false, error: error.code, ...error.more }, headers };
  }
}

// What an app is expected to meet and handle is no news for the page.
const everyday = new Set([
  'already_reacted',
  'no_reaction',
  'hash_conflict',
  'users_not_found',
  'message_not_found',
  'thread_not_found',
]);
const worthSaying = (refusal: Refusal): boolean => !everyday.has(refusal.code);

function callerOf(use: Inside, method: Method, token: string | null): 'bot' | 'app' | null {
  if (method.token === 'none') return null;
  if (!token) throw new Refusal('not_authed');
  const caller = token === use.secrets.botToken ? 'bot' : token === use.secrets.appToken ? 'app' : null;
  if (!caller) throw new Refusal('invalid_auth');
  if (method.token !== 'any' && method.token !== caller) throw new Refusal('not_allowed_token_type');
  const provided = use.app().scopes;
  if (method.scopes.length > 0 && !method.scopes.some((scope) => provided.includes(scope))) {
    throw new Refusal('missing_scope', { needed: method.scopes.join(','), provided: provided.join(',') });
  }
  return caller;
}

const scopeHeaders = (use: Inside, method: Method): Record<string, string> => ({
  'x-oauth-scopes': use.app().scopes.join(','),
  'x-accepted-oauth-scopes': method.scopes.join(','),
});

async function readCall(request: IncomingMessage): Promise<{ args: Json; token: string | null }> {
  const query = new URL(request.url ?? '/', 'http://local').searchParams;
  const body = await bodyOf(request);
  const sent = { ...Object.fromEntries(query), ...readBody(body, request.headers['content-type'] ?? '') };
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const { token, ...args } = sent;
  return { args, token: bearer ?? (typeof token === 'string' ? token : null) };
}

function readBody(body: string, type: string): Json {
  if (!type.startsWith('application/json')) return Object.fromEntries(new URLSearchParams(body));
  try {
    const read: unknown = JSON.parse(body || '{}');
    return typeof read === 'object' && read !== null ? (read as Json) : {};
  } catch {
    return {};
  }
}

const actsAfter = (fault: Fault): boolean => fault.kind === 'lost' || fault.kind === 'late' || fault.after;

export function answerFault(fault: Fault, response: ServerResponse): void {
  switch (fault.kind) {
    case 'ratelimited': {
      const headers = { 'retry-after': String(fault.retryAfter) };
      sendJson(response, { ok: false, error: 'ratelimited' }, { status: 429, headers });
      return;
    }
    case 'refuse':
      sendJson(response, { ok: false, error: fault.code });
      return;
    case 'error500':
      response.writeHead(500, { 'content-type': 'text/plain' }).end('Internal Server Error');
      return;
    case 'html':
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<!doctype html><title>Slack</title><h1>Be right back</h1>');
      return;
    default:
      response.socket?.resetAndDestroy();
  }
}
