import { WebSocket } from 'ws';

type Json = Record<string, unknown>;
export type Envelope = { type: string; payload: Json };
/** What the app answers with its ack (a view's `response_action`, options); `'silence'` acknowledges nothing. */
export type Handler = (
  envelope: Envelope,
) => Promise<Json | undefined | 'silence'> | Json | undefined | 'silence';

/** A small app on the Web API and Socket Mode, for looking at the page: it has no Bolt and no house behind it. */
export const startFakeApp = async (
  workspace: { apiUrl: string; botToken: string; appToken: string },
  handle: Handler,
) => {
  const call = async (method: string, body: Json, token = workspace.botToken): Promise<Json> => {
    const answer = await fetch(new URL(method, workspace.apiUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    const said = (await answer.json()) as Json;
    if (said.ok !== true) throw new Error(`${method}: ${JSON.stringify(said)}`);
    return said;
  };
  const { url } = await call('apps.connections.open', {}, workspace.appToken);
  const socket = new WebSocket(String(url));
  const greeted = new Promise<void>((resolve) => {
    socket.on('message', async (data) => {
      const said = JSON.parse(String(data)) as Json;
      if (said.type === 'hello') return resolve();
      if (typeof said.envelope_id !== 'string') return;
      const payload = await handle({ type: String(said.type), payload: said.payload as Json });
      if (payload !== 'silence') socket.send(JSON.stringify({ envelope_id: said.envelope_id, payload }));
    });
  });
  await greeted;
  return { call, stop: () => socket.terminate() };
};

export type FakeApp = Awaited<ReturnType<typeof startFakeApp>>;
