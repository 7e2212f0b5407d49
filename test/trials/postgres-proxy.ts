/**
 * Stands between a worker and Postgres, reads the frames of the wire protocol and names each call: one simple query, or
 * all that goes up to a Sync. A commit is named after the statement that it makes lasting.
 */
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { isBracket, statementLabel } from './labels.ts';
import type { Recorder } from './recorder.ts';

/** Before the database at `url`, with a socket in `folder`. */
export async function postgresProxy(use: { recorder: Recorder; url: string; folder: string }) {
  const open = new Set<Socket>();
  const there = new URL(use.url);
  const server = createServer((worker) => {
    const behind = connect(join(decodeURIComponent(there.hostname), `.s.PGSQL.${there.port}`));
    for (const socket of [worker, behind]) {
      socket.setNoDelay(true);
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        worker.destroy();
        behind.destroy();
      });
    }
    converse(use.recorder, worker, behind);
  });
  await new Promise<void>((resolve) => server.listen(join(use.folder, `.s.PGSQL.${there.port}`), resolve));
  return {
    url: use.url.replace(there.hostname, encodeURIComponent(use.folder)),
    stop: async (): Promise<void> => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function converse(recorder: Recorder, worker: Socket, behind: Socket): void {
  let unread = Buffer.alloc(0);
  let begun = false;
  let statement = '';
  const known = new Map<string, string>();
  let last = 'nothing';
  let held: Buffer | null = null;
  const nameOf = (sql: string): string => {
    const label = statementLabel(sql);
    if (label === 'commit') return `commit of: ${last}`;
    if (!isBracket(label)) last = label;
    return label;
  };

  worker.on('data', (chunk) => {
    unread = unread.length === 0 ? chunk : Buffer.concat([unread, chunk]);
    let at = 0;
    let sent = 0;
    for (;;) {
      const head = begun ? 1 : 0;
      if (unread.length < at + head + 4) break;
      const length = unread.readUInt32BE(at + head) + head;
      if (unread.length < at + length) break;
      const kind = begun ? String.fromCharCode(unread[at] ?? 0) : 'startup';
      const body = unread.subarray(at + 5, at + length);
      if (kind === 'P') {
        const [name, sql] = texts(body);
        statement = sql;
        if (name !== '') known.set(name, sql);
      }
      // What is planned already comes by its name alone.
      if (kind === 'B') statement = known.get(texts(body)[1]) ?? statement;
      if (kind === 'Q') statement = unread.toString('utf8', at + 5, at + length - 1);
      begun = true;
      at += length;
      if (kind !== 'Q' && kind !== 'S') continue;
      const passing = recorder.pass(nameOf(statement));
      if (passing === 'stop here') {
        worker.destroy();
        behind.destroy();
        return;
      }
      if (passing === 'hold the answer') held = Buffer.alloc(0);
      behind.write(unread.subarray(sent, at));
      sent = at;
    }
    if (at > sent) behind.write(unread.subarray(sent, at));
    unread = unread.subarray(at);
  });
  behind.on('data', (chunk) => {
    if (held === null) {
      worker.write(chunk);
      return;
    }
    held = Buffer.concat([held, chunk]);
    if (isComplete(held)) recorder.answered();
  });
}

/** The two texts with which a message begins: of Parse, the name of the statement and the statement; of Bind, the portal and the statement's name. */
function texts(body: Buffer): [string, string] {
  const first = body.indexOf(0);
  return [body.toString('utf8', 0, first), body.toString('utf8', first + 1, body.indexOf(0, first + 1))];
}

/** Whether the server has said that it is ready for the next query. */
function isComplete(answer: Buffer): boolean {
  for (let at = 0; at + 5 <= answer.length; at += 1 + answer.readUInt32BE(at + 1)) {
    if (answer[at] === 0x5a) return true;
  }
  return false;
}
