/** The hands of a replica: take what is ready, keep it while it is being done, settle it once. */
import { listen } from '../db/listen.ts';
import type { Db } from '../db/pool.ts';
import type { Log } from '../log.ts';
import { createHands, type Hands } from './hands.ts';
import { JOBS_CHANNEL } from './outbox.ts';
import type { Queue } from './queue.ts';
import { type Handler, type InboxHandlers, type TopicHandlers, topics } from './topics.ts';

export type Workers = {
  start(): Promise<void>;
  /** Takes nothing new and waits for what is being done; what takes longer is left to another replica. */
  stop(): Promise<void>;
  /** Something new is in the inbox: taken here, and made known to the other replicas where the hands here are full. */
  wake(): void;
  /** Resolves when nothing that is ready is left and nothing is being done, here or elsewhere. */
  idle(): Promise<void>;
};

type Options = {
  /** A dead worker's job is free again after this time. */
  leaseMs?: number;
  atOnce?: number;
  pollMs?: number;
  /** Attempts until a job is given up, deaths included. */
  attempts?: number;
  drainMs?: number;
};

type Use = { db: Db; url: string; log: Log; topics: TopicHandlers; inbox: InboxHandlers } & Options;

export function createWorkers(use: Use): Workers {
  const leaseMs = use.leaseMs ?? 15_000;
  const handlers: Record<Queue, Map<string, Handler<unknown>>> = {
    inbox: inboxHandlers(use),
    outbox: outboxHandlers(use),
  };
  const hands: Hands[] = [];
  const timers: NodeJS.Timeout[] = [];
  let ear: { stop(): Promise<void> } | null = null;
  let telling: Promise<unknown> | null = null;
  /** Lost or too early, it costs the others a second: they look by themselves. */
  const tellOthers = () => {
    telling ??= use.db
      .raw('select pg_notify(?, ?)', [JOBS_CHANNEL, 'inbox'])
      .catch(() => undefined)
      .finally(() => {
        telling = null;
      });
  };

  return {
    start: async () => {
      for (const queue of ['inbox', 'outbox'] as const) {
        hands.push(createHands({ ...use, queue, leaseMs, handlers: handlers[queue] }));
      }
      timers.push(setInterval(() => hands.forEach((hand) => void hand.poll()), use.pollMs ?? 1000));
      timers.push(setInterval(() => hands.forEach((hand) => void hand.keep()), leaseMs / 3));
      ear = await listen(
        use.url,
        [JOBS_CHANNEL],
        (_, queue) =>
          hands.filter((hand) => queue === '' || queue === hand.queue).forEach((hand) => void hand.pump()),
        use.log,
      );
      for (const hand of hands) void hand.pump();
    },
    stop: async () => {
      for (const timer of timers.splice(0)) clearInterval(timer);
      await ear?.stop();
      const keeping = setInterval(() => hands.forEach((hand) => void hand.keep()), leaseMs / 3);
      await Promise.all(hands.map((hand) => hand.drain(use.drainMs ?? 20_000)));
      await telling;
      clearInterval(keeping);
      hands.length = 0;
    },
    wake: () => {
      for (const hand of hands)
        if (hand.queue === 'inbox')
          void hand.pump().then(() => {
            if (hand.full()) tellOthers();
          });
    },
    idle: async () => {
      do {
        await Promise.all(hands.map((hand) => hand.pump()));
        await new Promise((resolve) => setTimeout(resolve, 10));
      } while (hands.some((hand) => hand.busy() > 0) || (await anythingLeft(use.db)));
    },
  };
}

const inboxHandlers = (use: Use) => new Map<string, Handler<unknown>>(Object.entries(use.inbox));

function outboxHandlers(use: Use): Map<string, Handler<unknown>> {
  const parsed: { [T in keyof TopicHandlers]: Handler<unknown> } = {
    draw: (job) => use.topics.draw({ ...job, body: topics.draw.parse(job.body) }),
    whisper: (job) => use.topics.whisper({ ...job, body: topics.whisper.parse(job.body) }),
    apply: (job) => use.topics.apply({ ...job, body: topics.apply.parse(job.body) }),
    roll_back: (job) => use.topics.roll_back({ ...job, body: topics.roll_back.parse(job.body) }),
    start: (job) => use.topics.start({ ...job, body: topics.start.parse(job.body) }),
    secret: (job) => use.topics.secret({ ...job, body: topics.secret.parse(job.body) }),
    file: (job) => use.topics.file({ ...job, body: topics.file.parse(job.body) }),
    picture: (job) => use.topics.picture({ ...job, body: topics.picture.parse(job.body) }),
    mail: (job) => use.topics.mail({ ...job, body: topics.mail.parse(job.body) }),
    home: (job) => use.topics.home({ ...job, body: topics.home.parse(job.body) }),
  };
  return new Map(Object.entries(parsed));
}

/** Asked at once of each row: one that goes from a worker's hands back into the queue must not slip through between two looks. */
async function anythingLeft(db: Db): Promise<boolean> {
  const left = (queue: Queue) =>
    `select 1 from ${queue} where done_at is null and failed_at is null and (lease_until is not null or not_before <= now())`;
  const { rows } = await db.raw(`select (exists (${left('inbox')}) or exists (${left('outbox')})) as any`);
  return rows[0].any;
}
