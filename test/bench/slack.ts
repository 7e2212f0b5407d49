/** The other end of the line, equal for ours and the floor: it connects, sends events, and takes the time until the ack. */
import { createHmac, randomUUID } from 'node:crypto';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export const signingSecret = 'bench-signing-secret';
export const botToken = 'xoxb-bench';
export const appToken = 'xapp-1-bench';

/** Sends one event and resolves when it is acknowledged. */
export type Send = (body: object) => Promise<void>;

export type Slack = {
  apiUrl: string;
  /** When an app opens its socket next: what to send through, and the instant. */
  connected(): Promise<{ send: Send; at: number }>;
  stop(): Promise<void>;
};

export async function startSlack(): Promise<Slack> {
  let base = '';
  const server = createServer((incoming, answer) => {
    incoming.resume();
    const method = (incoming.url ?? '').replace('/api/', '');
    const said = { ok: true, ...(answers[method]?.(base) ?? {}) };
    answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  });
  const sockets = new WebSocketServer({ server });
  const waiting: ((got: { send: Send; at: number }) => void)[] = [];
  sockets.on('connection', (socket) => {
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1 }));
    waiting.shift()?.({ send: through(socket), at: performance.now() });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  base = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    apiUrl: `http://${base}/api/`,
    connected: () => new Promise((resolve) => waiting.push(resolve)),
    stop: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const answers: Record<string, (base: string) => object> = {
  'auth.test': () => ({
    team_id: 'T0BENCH',
    user_id: 'U0BOT',
    bot_id: 'B0BOT',
    url: 'https://bench.example/',
  }),
  'apps.connections.open': (base) => ({ url: `ws://${base}/link` }),
};

function through(socket: WebSocket): Send {
  const open = new Map<string, () => void>();
  socket.on('message', (data) => {
    const { envelope_id: id } = JSON.parse(String(data)) as { envelope_id: string };
    open.get(id)?.();
    open.delete(id);
  });
  return (payload) =>
    new Promise((acked) => {
      const id = randomUUID();
      open.set(id, acked);
      socket.send(
        JSON.stringify({ envelope_id: id, type: 'events_api', accepts_response_payload: false, payload }),
      );
    });
}

/** An idle connection is closed before the server would do it (5 s), which would meet an event on its way. */
const agent = new Agent({ keepAlive: true, maxSockets: 64, timeout: 2_000 });

/** Signed HTTP events to `url`. */
export const overHttp =
  (url: string): Send =>
  (payload) =>
    new Promise((acked, failed) => {
      const body = JSON.stringify(payload);
      const at = Math.floor(Date.now() / 1000);
      const signature = createHmac('sha256', signingSecret).update(`v0:${at}:${body}`).digest('hex');
      const call = request(url, {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'x-slack-request-timestamp': at,
          'x-slack-signature': `v0=${signature}`,
        },
      });
      call.on('error', failed);
      call.on('response', (answer) => {
        answer.resume();
        if (answer.statusCode === 200) answer.once('end', acked);
        else failed(new Error(`The event was answered with ${answer.statusCode}.`));
      });
      call.end(body);
    });

/** A message somebody wrote to the app, as Slack sends it. */
export const aMessage = (n: number): object => {
  const ts = `${1_774_000_000 + Math.floor(n / 1000)}.${String(n % 1000).padStart(3, '0')}100`;
  const text = `show deals stuck in negotiation ${n} days`;
  const elements = [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }];
  return {
    token: 'verification',
    team_id: 'T0BENCH',
    context_team_id: 'T0BENCH',
    context_enterprise_id: null,
    api_app_id: 'A0BENCH',
    event: {
      type: 'message',
      user: `U0PERSON${n % 50}`,
      client_msg_id: `7f3a1c52-9d0e-4c9b-8a55-${String(n).padStart(12, '0')}`,
      text,
      ts,
      team: 'T0BENCH',
      blocks: [{ type: 'rich_text', block_id: `b${n}`, elements }],
      channel: `D0CHANNEL${n % 50}`,
      event_ts: ts,
      channel_type: 'im',
    },
    type: 'event_callback',
    event_id: `Ev0BENCH${String(n).padStart(9, '0')}`,
    event_time: Math.floor(Number(ts)),
    authorizations: [
      {
        enterprise_id: null,
        team_id: 'T0BENCH',
        user_id: 'U0BOT',
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: '4-eyJldCI6Im1lc3NhZ2UiLCJ0aWQiOiJUMEJFTkNIIiwiYWlkIjoiQTBCRU5DSCIsImNpZCI6IkQwQkVOQ0gifQ',
  };
};
