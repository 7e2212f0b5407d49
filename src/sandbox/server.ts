import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { type Admin, adminRoute } from './admin-route.ts';
import { webApi } from './api-route.ts';
import { pageFileRoute, privateRoute, uploadRoute } from './file-routes.ts';
import { isLocal, sendJson } from './http.ts';
import type { Inside } from './inside.ts';
import { Refusal } from './nouns.ts';
import { sendFile, sendPage } from './page-files.ts';
import { pageRoute, whoIs } from './page-route.ts';
import { responseRoute } from './response-route.ts';

/** The one HTTP server of the workspace, on 127.0.0.1: Web API, response_urls, page, sockets, and what runs it. */
export async function openServer(
  use: Inside,
  admin: Admin,
  wanted: number,
): Promise<{ port: number; close: () => Promise<void> }> {
  const pages = new WebSocketServer({ noServer: true });
  const server = createServer((request, response) => {
    route(use, admin, request, response).catch((error: Error) => fail(use, response, error));
  });
  server.keepAliveTimeout = 60_000;
  server.on('upgrade', (request, socket, head) => upgrade(use, pages, request, socket, head));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: async () => {
      pages.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function route(
  use: Inside,
  admin: Admin,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const pathname = pathOf(request);
  if (pathname.startsWith('/api/')) return webApi(use, pathname.slice('/api/'.length), request, response);
  const [, key] = /^\/_response\/[a-z]+\/([a-f0-9]+)$/.exec(pathname) ?? [];
  if (key) return responseRoute(use, key, request, response);
  const [, ticket] = /^\/_upload\/v1\/([a-f0-9]+)$/.exec(pathname) ?? [];
  if (ticket) return uploadRoute(use, ticket, request, response);
  if (pathname.startsWith('/_files/'))
    return privateRoute(use, pathname.slice('/_files/'.length), request, response);
  if (!isLocal(request))
    return sendJson(response, { ok: false, error: 'only_from_this_machine' }, { status: 403 });
  if (/^\/_(workspace|faults|calls|deliveries)$/.test(pathname))
    return adminRoute(use, admin, pathname.slice(1), request, response);
  if (pathname === '/') return sendPage(response);
  if (/^\/_page\/(app|lib)\//.test(pathname) && (await sendFile(pathname, response, use.page))) return;
  if (pathname === '/_page/file') return pageFileRoute(use, request, response);
  if (pathname.startsWith('/_page/'))
    return pageRoute(use, pathname.slice('/_page/'.length), request, response);
  response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
}

function upgrade(
  use: Inside,
  pages: WebSocketServer,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  socket.on('error', () => socket.destroy());
  const pathname = pathOf(request);
  const person = pathname === '/_page/socket' && isLocal(request) ? personOf(use, request) : null;
  if (pathname === '/_socket') use.sockets.upgrade(request, socket, head);
  else if (person)
    pages.handleUpgrade(request, socket, head, (page) =>
      use.push.attach(page, { user: person, window: urlOf(request)?.searchParams.get('window') ?? '' }),
    );
  else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
}

const urlOf = (request: IncomingMessage): URL | null => URL.parse(request.url ?? '/', 'http://local');
const pathOf = (request: IncomingMessage): string => urlOf(request)?.pathname ?? '';

function personOf(use: Inside, request: IncomingMessage): string | null {
  try {
    return whoIs(use, urlOf(request)?.searchParams.get('as') ?? '').id;
  } catch {
    return null;
  }
}

function fail(use: Inside, response: ServerResponse, error: Error): void {
  const known = error instanceof Refusal;
  if (!known) use.notices.add('warning', `The local workspace failed: ${error.message}`);
  const body = { ok: false, error: known ? error.code : 'internal_error' };
  if (response.headersSent) response.destroy();
  else sendJson(response, body, { status: known ? 400 : 500 });
}
