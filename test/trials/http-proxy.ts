/** Stands between a worker and an HTTP service: Slack's Web API, or the CRM. One request is one call. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Recorder } from './recorder.ts';

type Use = { recorder: Recorder; port: number; label: (method: string, path: string) => string };

export async function httpProxy(use: Use) {
  const server = createServer((asked, response) => {
    forward(use, asked, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function forward(use: Use, asked: IncomingMessage, response: ServerResponse): Promise<void> {
  const body: Buffer[] = [];
  for await (const chunk of asked) body.push(chunk);
  const passing = use.recorder.pass(use.label(asked.method ?? 'GET', asked.url ?? '/'));
  if (passing === 'stop here') {
    response.destroy();
    return;
  }
  const answer = await ask(use.port, asked, Buffer.concat(body)).catch(() => null);
  if (passing === 'hold the answer') {
    use.recorder.answered();
    response.destroy();
    return;
  }
  // An answer that was lost behind us is lost before us too.
  if (answer === null) response.socket?.resetAndDestroy();
  else response.writeHead(answer.status, answer.headers).end(answer.text);
}

type Answer = { status: number; headers: IncomingMessage['headers']; text: Buffer };

function ask(port: number, asked: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { connection, 'transfer-encoding': _, ...headers } = asked.headers;
    const onward = request(
      {
        port,
        host: '127.0.0.1',
        method: asked.method,
        path: asked.url,
        headers: { ...headers, 'content-length': body.length },
        agent: false,
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const { connection: __, 'transfer-encoding': ___, ...kept } = answer.headers;
          resolve({ status: answer.statusCode ?? 502, headers: kept, text: Buffer.concat(chunks) });
        });
      },
    );
    onward.on('error', reject);
    onward.end(body);
  });
}
