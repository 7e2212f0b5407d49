import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { CannotStart } from './errors.ts';
import type { Log } from './log.ts';
import type { Readiness } from './watch/health.ts';
import type { Metrics } from './watch/metrics.ts';

// An import of it would read its WebSocket as well, a tenth of the start.
const { createServer, request } = process.getBuiltinModule('node:http');

/** What stands behind the door once the house is up. */
export type Behind = {
  ready: () => Promise<Readiness>;
  metrics: Metrics;
  /** Slack's events, in http mode. */
  slackEvents: RequestListener | null;
  /** Leads, where a secret to sign them with is set. */
  leads?: RequestListener | null;
  /** Origin of the local workspace's page. */
  page: string | null;
};

export type FrontDoor = { url: string; open(behind: Behind): void; close(): Promise<void> };

/** The house's one HTTP server. It listens at once, so that a taken port is found first, and says "starting" until `open`. */
export async function frontDoor(use: { host: string; port: number; log: Log }): Promise<FrontDoor> {
  let behind: Behind | null = null;
  const tunnels = new Set<Duplex>();
  const server = createServer((incoming, answer) => {
    answerTo(incoming, answer, behind, use).catch((error: unknown) => {
      use.log.error({ err: error }, 'A request to the HTTP server failed.');
      if (!answer.headersSent) say(answer, 500, 'That did not work; the log says why.');
      else answer.destroy();
    });
  });
  server.on('upgrade', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => undefined);
    if (!behind?.page || !isPagePath(incoming) || !fromHere(incoming, use.host)) return void socket.destroy();
    tunnel(behind.page, incoming, socket, head, tunnels);
  });
  await listening(server, use);
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : use.port;
  return {
    url: `http://${['127.0.0.1', '0.0.0.0', '::', '::1'].includes(use.host) ? 'localhost' : use.host}:${port}`,
    open: (rooms) => {
      behind = rooms;
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of tunnels) socket.destroy();
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 2000).unref();
      await closed;
    },
  };
}

async function listening(
  server: ReturnType<typeof createServer>,
  use: { host: string; port: number },
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE')
      reject(
        new CannotStart(`Port ${use.port} is taken by another program.`, {
          fix: `Stop that program, or choose another port: PORT=${use.port + 1} npm start`,
        }),
      );
    else if (error.code === 'EACCES')
      reject(
        new CannotStart(`Port ${use.port} may not be used by this user.`, {
          fix: 'Choose one from 1024 up: PORT=3000 npm start',
        }),
      );
    else
      reject(
        new CannotStart(`HOST ${use.host} cannot be listened on (${error.code}).`, {
          fix: 'Set HOST to an address of this machine, or leave it out for 127.0.0.1.',
          cause: error,
        }),
      );
  });
  server.listen(use.port, use.host, resolve);
  await promise;
}

async function answerTo(
  incoming: IncomingMessage,
  answer: ServerResponse,
  behind: Behind | null,
  use: { host: string },
): Promise<void> {
  const path = pathOf(incoming);
  if (path === '/healthz') return json(answer, 200, { alive: true });
  if (!behind)
    return path === '/readyz'
      ? json(answer, 503, { ready: false, because: ['Steward is starting.'] })
      : say(answer, 503, 'Steward is starting.');
  if (path === '/readyz') {
    const state = await behind.ready();
    return json(answer, state.ready ? 200 : 503, state);
  }
  if (path === '/metrics') {
    answer.writeHead(200, { 'content-type': behind.metrics.type });
    return void answer.end(await behind.metrics.text());
  }
  if (path === '/slack/events' && behind.slackEvents) return behind.slackEvents(incoming, answer);
  if (path === '/intake')
    return behind.leads
      ? behind.leads(incoming, answer)
      : say(answer, 404, 'No leads are taken here: STEWARD_INTAKE_SECRET is not set.');
  if (!behind.page)
    return say(
      answer,
      404,
      'Steward runs here; people talk to it in Slack. See /healthz, /readyz and /metrics.',
    );
  if (!isPagePath(incoming)) return say(answer, 404, 'There is nothing here. The page is at /.');
  if (!fromHere(incoming, use.host))
    return say(answer, 403, 'The local workspace answers only to its own page on this machine.');
  pass(behind.page, incoming, answer);
}

/** Normalised, so that what is tested is what is passed on. */
const addressOf = (incoming: IncomingMessage): URL =>
  new URL((incoming.url ?? '/').replace(/^\/+/, '/'), 'http://house');
const pathOf = (incoming: IncomingMessage): string => addressOf(incoming).pathname;

/** The page and what it needs; the workspace's Web API and its seeding are for programs, not for browsers. */
const isPagePath = (incoming: IncomingMessage): boolean => /^\/($|favicon|_page\/)/.test(pathOf(incoming));

const onwards = (page: string, incoming: IncomingMessage) => {
  const { pathname, search } = addressOf(incoming);
  const { hostname, port } = new URL(page);
  const { origin } = incoming.headers;
  const headers = { ...incoming.headers, host: new URL(page).host, ...(origin ? { origin: page } : {}) };
  return { hostname, port, path: pathname + search, method: incoming.method, headers };
};

/**
 * Whoever reaches the page may act as anybody in it. So other sites' pages may not (their Origin differs), nor names that
 * were made to point here (a Host that is not ours); with HOST set, whoever set it has opened it.
 */
function fromHere(incoming: IncomingMessage, host: string): boolean {
  const { host: named, origin } = incoming.headers;
  const name = URL.parse(`http://${named}`)?.hostname ?? '';
  const ours = ['localhost', '127.0.0.1', '[::1]'].includes(name) || host !== '127.0.0.1';
  return ours && (origin === undefined || URL.parse(origin)?.host === named);
}

function pass(page: string, incoming: IncomingMessage, answer: ServerResponse): void {
  const onward = request(onwards(page, incoming), (reply) => {
    answer.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(answer);
  });
  onward.on('error', () =>
    answer.headersSent
      ? answer.destroy()
      : say(answer, 502, 'The local workspace is starting again; try in a moment.'),
  );
  answer.on('close', () => onward.destroy());
  incoming.pipe(onward);
}

function tunnel(
  page: string,
  incoming: IncomingMessage,
  socket: Socket,
  head: Buffer,
  tunnels: Set<Duplex>,
): void {
  const onward = request(onwards(page, incoming));
  onward.on('error', () => socket.destroy());
  onward.on('response', () => socket.destroy());
  onward.on('upgrade', (reply, far: Socket, farHead: Buffer) => {
    const lines = Object.entries(reply.headers).map(([name, value]) => `${name}: ${value}`);
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
    far.unshift(farHead);
    socket.unshift(head);
    for (const end of [socket, far]) {
      tunnels.add(end);
      end.on('error', () => undefined);
      end.on('close', () => {
        tunnels.delete(end);
        socket.destroy();
        far.destroy();
      });
    }
    socket.pipe(far).pipe(socket);
  });
  onward.end();
}

function json(answer: ServerResponse, status: number, body: object): void {
  answer.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}

function say(answer: ServerResponse, status: number, text: string): void {
  answer.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}
