import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Kind, Reply, Transport } from './delivery.ts';
import { appId } from './identity.ts';
import { freshId } from './ids.ts';
import type { Notices } from './notices.ts';

const most = 10; // Slack's limit of connections for one app.

export type Sockets = ReturnType<typeof createSockets>;

/** Socket Mode: tickets, connections, envelopes and their acks. Each envelope goes to one connection, in turn. */
export function createSockets(use: {
  ackMs: () => number;
  now: () => number;
  notices: Notices;
  appName: () => string;
  changed: () => void;
  /** A connection stands. */
  joined: () => void;
}) {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Map<string, number>();
  const open: WebSocket[] = [];
  const pending = new Map<
    string,
    { via: WebSocket; kind: Kind; sent: number; done: (reply: Reply) => void; over: boolean }
  >();
  let turn = 0;
  const heart = setInterval(() => {
    for (const connection of open) connection.ping();
  }, 8_000);
  heart.unref();

  const joined = (connection: WebSocket): void => {
    if (open.length >= most) {
      connection.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }));
      connection.close();
      use.notices.add('warning', `${use.appName()} asked for an 11th connection. Slack allows 10.`);
      return;
    }
    open.push(connection);
    connection.on('error', () => connection.terminate());
    connection.on('message', (data) => acked(String(data)));
    connection.on('close', () => left(connection));
    const debug_info = { host: 'applink-local', build_number: 1, approximate_connection_time: 18060 };
    connection.send(
      JSON.stringify({
        type: 'hello',
        num_connections: open.length,
        debug_info,
        connection_info: { app_id: appId },
      }),
    );
    if (open.length === 1) use.notices.add('app', `${use.appName()} is connected.`);
    use.changed();
    use.joined();
  };

  const left = (connection: WebSocket): void => {
    open.splice(open.indexOf(connection), 1);
    for (const [id, waiting] of pending) {
      if (waiting.via !== connection) continue;
      pending.delete(id);
      if (!waiting.over) waiting.done({ ok: false, reason: 'connection_failed' });
    }
    if (open.length === 0) {
      use.notices.add('app', `${use.appName()} is not running. Start it with npm start; nothing is lost.`);
    }
    use.changed();
  };

  const acked = (text: string): void => {
    const frame = readFrame(text);
    const waiting = frame ? pending.get(frame.envelope_id) : undefined;
    if (!frame || !waiting) return;
    pending.delete(frame.envelope_id);
    if (!waiting.over) {
      waiting.done({ ok: true, body: frame.payload ?? {} });
      return;
    }
    const took = ((use.now() - waiting.sent) / 1000).toFixed(1);
    use.notices.add(
      'late',
      `${use.appName()} acknowledged ${names[waiting.kind]} after ${took} s. Slack had given up on it.`,
    );
  };

  const send: Transport['send'] = (kind, payload, attempt) => {
    const via = open[turn++ % Math.max(1, open.length)];
    if (!via) return Promise.resolve({ ok: false, reason: 'connection_failed' });
    const envelope_id = randomUUID();
    const retries =
      attempt.retryNum > 0 ? { retry_attempt: attempt.retryNum, retry_reason: attempt.retryReason } : {};
    const firsts = kind === 'events_api' ? { retry_attempt: 0, retry_reason: '' } : {};
    return new Promise((resolve) => {
      const overdue = setTimeout(() => {
        const waiting = pending.get(envelope_id);
        if (!waiting) return;
        waiting.over = true;
        resolve({ ok: false, reason: 'http_timeout' });
      }, use.ackMs());
      const done = (reply: Reply): void => {
        clearTimeout(overdue);
        resolve(reply);
      };
      pending.set(envelope_id, { via, kind, sent: use.now(), done, over: false });
      via.send(
        JSON.stringify({
          envelope_id,
          type: kind,
          accepts_response_payload: kind !== 'events_api',
          ...firsts,
          ...retries,
          payload,
        }),
      );
    });
  };

  return {
    send,
    there: (): boolean => open.length > 0,
    count: (): number => open.length,
    /** Good for one connection within 30 seconds. */
    ticket: (): string => {
      const ticket = freshId('');
      tickets.set(ticket, use.now() + 30_000);
      return ticket;
    },
    upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
      const ticket = new URL(request.url ?? '/', 'http://local').searchParams.get('ticket') ?? '';
      const until = tickets.get(ticket) ?? 0;
      tickets.delete(ticket);
      if (until < use.now()) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, joined);
    },
    /** Cuts every connection without a word, as a broken network does. */
    drop: (): void => {
      for (const connection of [...open]) connection.terminate();
    },
    /** Says goodbye first, as Slack does every few hours. */
    refresh: (): void => {
      for (const connection of [...open]) {
        connection.send(
          JSON.stringify({
            type: 'disconnect',
            reason: 'refresh_requested',
            debug_info: { host: 'applink-local' },
          }),
        );
      }
    },
    close: (): void => {
      clearInterval(heart);
      for (const waiting of pending.values()) waiting.done({ ok: false, reason: 'connection_failed' });
      pending.clear();
      for (const connection of [...open]) connection.terminate();
      server.close();
    },
  };
}

const names: Record<Kind, string> = {
  events_api: 'an event',
  interactive: 'a click',
  slash_commands: 'a command',
};

function readFrame(text: string): { envelope_id: string; payload?: unknown } | null {
  try {
    const frame = JSON.parse(text);
    return typeof frame?.envelope_id === 'string' ? frame : null;
  } catch {
    return null;
  }
}
