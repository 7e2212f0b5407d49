/** Runs and delayed work, on pg-boss over the same Postgres. */
import { randomUUID } from 'node:crypto';
import type { PgBoss } from 'pg-boss';
import type { Db } from '../db/pool.ts';
import type { Log } from '../log.ts';
import { Later } from './later.ts';
import type { Handler } from './topics.ts';

export type Engine = {
  start(): Promise<void>;
  stop(): Promise<void>;
  /**
   * Sends in the caller's transaction. `key`: at most one job of that key waits in a queue, and the first one stays;
   * false says that there was one. `after` is an instant of real time, whatever the house's clock is set to.
   */
  send(trx: Db, queue: string, body: object, options?: { after?: Date; key?: string }): Promise<boolean>;
};

type Use = {
  url: string;
  log: Log;
  /** Queue name → what to do. Handlers run at least once; `attempt` is 1 the first time. */
  queues: Record<string, Handler<unknown>>;
  atOnce?: number;
};

const RETRIES = 5;

export function createEngine(use: Use): Engine {
  let opened: ReturnType<typeof open> | null = null;
  const engine = () => {
    opened ??= open(use);
    return opened;
  };
  return {
    start: async () => {
      const { boss } = await engine();
      await boss.start();
      for (const [name, handler] of Object.entries(use.queues)) await serve(boss, name, handler, use);
    },
    stop: async () => {
      await (await opened)?.boss.stop({ graceful: true, timeout: 20_000 });
    },
    send: async (trx, queue, body, options = {}) => {
      const { boss, fromKnex } = await engine();
      const id = await boss.send(queue, body, {
        db: fromKnex(trx),
        // Of this policy's queues a missing key would be one key that all share.
        singletonKey: options.key ?? randomUUID(),
        ...(options.after ? { startAfter: options.after } : {}),
      });
      return id !== null;
    },
  };
}

/** The library is loaded when it is needed, so that Slack is listened to before that. */
async function open(use: Use) {
  const { fromKnex, PgBoss } = await import('pg-boss');
  const boss = new PgBoss({
    connectionString: use.url,
    application_name: 'steward engine',
    max: 4,
    schedule: false,
    useListenNotify: true,
    // The defaults find a dead worker in about 70 seconds.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  });
  // Without a listener an error event would end the process.
  boss.on('error', (error) => use.log.warn({ err: error }, 'The job engine met an error and goes on.'));
  boss.on('warning', (warning) => use.log.info({ warning: warning.message }, 'The job engine warns.'));

  return { boss, fromKnex };
}

async function serve(boss: PgBoss, name: string, handler: Handler<unknown>, use: Use): Promise<void> {
  const options = {
    notify: true,
    heartbeatSeconds: 10,
    retryLimit: RETRIES,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 300,
  };
  await boss.createQueue(name, { policy: 'short', ...options });
  await boss.updateQueue(name, options);
  const worker: string = await boss.work(
    name,
    {
      includeMetadata: true,
      localConcurrency: use.atOnce ?? 2,
      pollingIntervalSeconds: 1,
      notifyPollingIntervalSeconds: 2,
    },
    async ([job]) => {
      if (!job) return;
      try {
        await handler({
          id: Number.parseInt(job.id.slice(0, 8), 16),
          attempt: job.retryCount + 1,
          body: job.data,
        });
      } catch (error) {
        const facts = { err: error, of: name, attempt: job.retryCount + 1 };
        if (error instanceof Later && job.retryCount < job.retryLimit)
          use.log.info({ because: error.message, of: name }, 'Delayed work waits and comes again.');
        else if (job.retryCount < job.retryLimit)
          use.log.warn(facts, 'Delayed work failed and will be tried again.');
        else use.log.error(facts, 'Delayed work was given up.');
        throw error;
      } finally {
        // One by one, the next one would else wait for the next poll.
        boss.notifyWorker(worker);
      }
    },
  );
}
