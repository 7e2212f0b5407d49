import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { answerFault } from './api-route.ts';
import { isPicture } from './file-kinds.ts';
import { appMayRead, mostFileBytes, personMayRead, takeBytes } from './files.ts';
import { bytesOf } from './http.ts';
import { team } from './identity.ts';
import type { Inside } from './inside.ts';
import { Refusal, type StoredFile } from './nouns.ts';
import { whoIs } from './page-route.ts';

/** `POST /_upload/v1/<ticket>`: the bytes of a file, raw or as the one part of a form. No Web API method: it says no `ok`. */
export async function uploadRoute(
  use: Inside,
  ticket: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const fault = use.faults.forCall('upload_url');
  const after = fault?.kind === 'lost' || fault?.kind === 'late' || fault?.after;
  if (fault && !after) {
    use.calls.add({ method: 'upload_url', args: {}, outcome: fault.kind, done: false });
    return answerFault(fault, response);
  }
  const { status, said, size } = await attempt(use, ticket, request);
  const outcome = fault?.kind ?? (status === 200 ? 'ok' : said);
  use.calls.add({ method: 'upload_url', args: { size }, outcome, done: status === 200 });
  if (fault?.kind === 'late') await pause(fault.ms);
  else if (fault) return answerFault(fault, response);
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(said);
}

type Attempt = { status: number; said: string; size: number };

async function attempt(use: Inside, ticket: string, request: IncomingMessage): Promise<Attempt> {
  if (request.method !== 'POST') return { status: 405, said: 'method_not_allowed', size: 0 };
  let size = 0;
  try {
    // A form is a little longer than what it carries.
    const sent = await bytesOf(request, mostFileBytes + 10_000);
    const bytes = await partOf(sent, request.headers['content-type'] ?? '');
    size = bytes.length;
    takeBytes(use, ticket, bytes);
    return { status: 200, said: `OK - ${size}`, size };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: statuses[error.code] ?? 400, said: error.code, size };
  }
}

const statuses: Record<string, number> = { upload_not_found: 404, request_too_large: 413 };

async function partOf(sent: Buffer, type: string): Promise<Buffer> {
  if (!type.startsWith('multipart/form-data')) return sent;
  const form = await new Response(new Uint8Array(sent), { headers: { 'content-type': type } })
    .formData()
    .catch(() => null);
  const [part] = form ? [...form.values()] : [];
  if (part === undefined) throw new Refusal('no_file_data');
  return typeof part === 'string' ? Buffer.from(part) : Buffer.from(await part.arrayBuffer());
}

/**
 * `/_files/<team>-<file>/[download/]<name>`: a file's url_private. Who has no right to it is sent to the sign-in page,
 * as Slack does: a reader that only looks at the status saves that page instead of the file.
 */
export function privateRoute(
  use: Inside,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (path === 'sign-in') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end('<!doctype html><title>Sign in | Slack</title><h1>Sign in to see this file</h1>');
    return;
  }
  const [, workspace, id = '', download] = /^([A-Z0-9]+)-([A-Z0-9]+)\/(download\/)?[^/]+$/.exec(path) ?? [];
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const allowed = bearer === use.secrets.botToken && use.app().scopes.includes('files:read');
  const file = use.store.files.get(id);
  const there = workspace === team.id && file && file.state === 'complete' && !file.deleted;
  if (!allowed || (there && !appMayRead(use, file)))
    response.writeHead(302, { location: `${use.base()}/_files/sign-in` }).end();
  else if (!there) notFound(response);
  else send(use, file, response, download !== undefined);
}

/** `/_page/file?as=&id=`: the same for a person at the page. */
export function pageFileRoute(use: Inside, request: IncomingMessage, response: ServerResponse): void {
  const query = new URL(request.url ?? '/', 'http://local').searchParams;
  const file = use.store.files.get(query.get('id') ?? '');
  const me = whoIs(use, query.get('as') ?? '');
  if (file?.state !== 'complete' || file.deleted || !personMayRead(use, file, me.id)) notFound(response);
  else send(use, file, response, query.has('download'));
}

function send(use: Inside, file: StoredFile, response: ServerResponse, download: boolean): void {
  const bytes = use.store.bytes.get(file.id);
  if (!bytes) {
    notFound(response);
    return;
  }
  // Whatever a file calls itself, nothing in it may run here.
  const inPlace = isPicture(file.mimetype) && !download;
  const name = encodeURIComponent(file.name).replaceAll("'", '%27');
  response.writeHead(200, {
    'content-type': file.mimetype.startsWith('text/') ? `${file.mimetype}; charset=utf-8` : file.mimetype,
    'content-length': bytes.length,
    'content-disposition': `${inPlace ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(bytes);
}

const notFound = (response: ServerResponse): void => {
  response.writeHead(404, { 'content-type': 'text/plain' }).end('file_not_found');
};
