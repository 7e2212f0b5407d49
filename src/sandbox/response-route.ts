import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { answerFault } from './api-route.ts';
import { noteRefused } from './forms.ts';
import { jsonBodyOf, sendJson } from './http.ts';
import type { Inside } from './inside.ts';
import { Refusal } from './nouns.ts';
import { answerInPlace } from './responses.ts';

/** `POST /_response/<kind>/<key>`: a response_url. */
export async function responseRoute(
  use: Inside,
  key: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const args = await jsonBodyOf(request);
  const fault = use.faults.forCall('response_url');
  const after = fault?.kind === 'lost' || fault?.kind === 'late' || fault?.after;
  if (fault && !after) {
    use.calls.add({ method: 'response_url', args, outcome: fault.kind, done: false });
    answerFault(fault, response);
    return;
  }
  const problem = attempt(use, key, () => args);
  use.calls.add({
    method: 'response_url',
    args,
    outcome: fault?.kind ?? problem?.code ?? 'ok',
    done: problem === null,
  });
  if (fault?.kind === 'late') await pause(fault.ms);
  else if (fault) return answerFault(fault, response);
  if (!problem) {
    response.writeHead(200, { 'content-type': 'text/html' }).end('ok');
    return;
  }
  if (!gone.has(problem.code)) noteRefused(use, problem, args, 'response_url');
  sendJson(
    response,
    { ok: false, error: problem.code, ...problem.more },
    { status: gone.has(problem.code) ? 404 : 400 },
  );
}

const gone = new Set(['invalid_url', 'expired_url', 'used_url']);

function attempt(use: Inside, key: string, sent: () => Record<string, unknown>): Refusal | null {
  try {
    const place = use.responseUrls.use(key);
    if (typeof place === 'string') throw new Refusal(place);
    answerInPlace(use, place, sent());
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
