/** Several real processes on one database and one Slack workspace. */
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import type { Db } from '../../src/db/pool.ts';
import type { Workspace } from '../../src/sandbox/workspace.ts';
import { now } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { castCompany, castWorkspace } from '../support/workspace.ts';
import { aFolder, type Program, program, until } from './program.ts';

export type Replicas = {
  db: Db;
  owner: Db;
  workspace: Workspace;
  each: Program[];
  /** Nothing that was heard or decided is still to be done. */
  quiet(): Promise<void>;
};

/** Two replicas on the cast's company; in http mode behind a balancer that gives each request to the next one. */
export async function withReplicas(
  mode: 'socket' | 'http',
  work: (use: Replicas) => Promise<void>,
): Promise<void> {
  const folder = await aFolder();
  const workspace = await castWorkspace();
  const started: Program[] = [];
  const ends: (() => Promise<void>)[] = [];
  try {
    await withDatabase(async (db, { url, owner, ownerUrl }) => {
      await castCompany(db, workspace);
      const env = (n: number) => ({
        DATABASE_URL: url,
        DATABASE_MIGRATE_URL: ownerUrl,
        STEWARD_SECRET: 'the same secret for each replica of the test',
        STEWARD_HOME: join(folder.path, `replica ${n}`),
        // In nobody's quiet hours, from New York to Berlin.
        STEWARD_NOW: new Date(now.getTime() + 5 * 3_600_000).toISOString(),
        SLACK_BOT_TOKEN: workspace.botToken,
        SLACK_APP_TOKEN: workspace.appToken,
        SLACK_SIGNING_SECRET: workspace.signingSecret,
        SLACK_API_URL: workspace.apiUrl,
        SLACK_MODE: mode,
        LOG_LEVEL: 'warn',
      });
      for (const n of [1, 2]) started.push(program(['start'], env(n)));
      try {
        const addresses = await Promise.all(started.map((replica) => replica.ready()));
        if (mode === 'http') {
          const balancer = await balance(addresses);
          ends.push(balancer.stop);
          const { verified, reason } = await workspace.setDelivery(`${balancer.url}/slack/events`);
          if (!verified) throw new Error(`The events address was not verified: ${reason}`);
        }
        await work({ db, owner, workspace, each: started, quiet: () => quiet(db, workspace) });
      } finally {
        for (const replica of started) replica.signal('SIGTERM');
        await Promise.all(started.map((replica) => replica.ended));
      }
    });
  } finally {
    for (const end of ends) await end();
    await workspace.stop();
    await folder.remove();
  }
}

async function quiet(db: Db, workspace: Workspace): Promise<void> {
  const done = await until(async () => {
    await workspace.delivery.settled();
    const { rows } = await db.raw(
      `select exists (select 1 from inbox where done_at is null and failed_at is null)
         or exists (select 1 from outbox where done_at is null and failed_at is null and not_before < now()) as busy`,
    );
    return !rows[0].busy;
  });
  if (!done) throw new Error('Something is still to be done after 15 seconds.');
}

/** Gives each request to the next replica, and to the one after it where that one is gone. */
async function balance(addresses: string[]): Promise<{ url: string; stop(): Promise<void> }> {
  let turn = 0;
  const server = createServer(async (incoming, answer) => {
    const body = Buffer.concat(await Array.fromAsync(incoming));
    const first = turn++;
    for (let tries = 0; tries < addresses.length; tries++) {
      const to = addresses[(first + tries) % addresses.length] ?? '';
      if (await passed(to, incoming, body, answer)) return;
    }
    answer.writeHead(502).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function passed(
  to: string,
  incoming: { url?: string; method?: string; headers: import('node:http').IncomingHttpHeaders },
  body: Buffer,
  answer: import('node:http').ServerResponse,
): Promise<boolean> {
  return new Promise((resolve) => {
    const { headers, method } = incoming;
    const onward = request(`${to}${incoming.url}`, { method, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
      resolve(true);
    });
    onward.on('error', () => resolve(false));
    onward.end(body);
  });
}
