import type { Faults } from './faults.ts';
import type { Notices } from './notices.ts';
import type { Json, Timing } from './nouns.ts';

export type Kind = 'events_api' | 'interactive' | 'slash_commands';
export type Reply = { ok: true; body: unknown } | { ok: false; reason: string; noRetry?: boolean };
export type Attempt = { retryNum: number; retryReason: string };

/**
 * A way to the app: Socket Mode, or signed HTTP. Resolves at the ack, at the latest when the ack is overdue. `there`: whether
 * the app can be reached at all at this moment.
 */
export type Transport = {
  there: () => boolean;
  send: (kind: Kind, payload: Json, attempt: Attempt) => Promise<Reply>;
};

/** One try to hand an event to the app; `ts`: of the message that it tells of. */
export type Delivered = {
  at: number;
  type: string;
  eventId: string;
  ts: string | null;
  retryNum: number;
  ok: boolean;
  reason: string;
};
export type Delivery = ReturnType<typeof createDelivery>;

/**
 * Hands payloads to the app. An event that is not acknowledged comes again, three times, after `timing.retryMs`; one that
 * finds no connection, or whose connection was cut, waits for the next one. An interaction or command comes once. Event faults (duplicate, reorder, drop, hold) act here.
 */
export function createDelivery(use: {
  transport: () => Transport;
  faults: Faults;
  notices: Notices;
  timing: () => Timing;
  now: () => number;
  appName: () => string;
}) {
  const record: Delivered[] = [];
  const held: Json[] = [];
  const missed: { body: Json; attempt: Attempt }[] = [];
  const waiting = new Set<NodeJS.Timeout>();
  const flying = new Set<Promise<void>>();
  let overtaken: Json | null = null;
  let stopped = false;

  const later = (ms: number, work: () => void): void => {
    const timer = setTimeout(() => {
      waiting.delete(timer);
      if (!stopped) work();
    }, ms);
    waiting.add(timer);
  };
  const fly = (body: Json, attempt: Attempt): void => {
    const flight = attemptEvent(body, attempt).finally(() => flying.delete(flight));
    flying.add(flight);
  };

  const attemptEvent = async (body: Json, attempt: Attempt): Promise<void> => {
    const type = eventType(body);
    if (!use.transport().there()) {
      missed.push({ body, attempt });
      return;
    }
    const reply: Reply = use.faults.forEvent(type, 'drop')
      ? { ok: false, reason: 'http_timeout' }
      : await use.transport().send('events_api', body, attempt);
    const reason = reply.ok ? '' : reply.reason;
    record.push({
      at: use.now() / 1000,
      type,
      eventId: String(body.event_id),
      ts: messageTs(body),
      retryNum: attempt.retryNum,
      ok: reply.ok,
      reason,
    });
    if (record.length > 20_000) record.splice(0, 1_000);
    if (reply.ok || reply.noRetry || stopped) return;
    const next = { retryNum: attempt.retryNum + 1, retryReason: reason };
    const pause = use.timing().retryMs[attempt.retryNum];
    if (pause === undefined) {
      use.notices.add('late', `${use.appName()} never acknowledged a ${type} event; it is given up.`, {
        code: reason,
      });
    } else if (use.transport().there()) later(pause, () => fly(body, next));
    else missed.push({ body, attempt: next });
  };

  const dispatch = (body: Json): void => {
    const type = eventType(body);
    const first = { retryNum: 0, retryReason: '' };
    if (overtaken === null && use.faults.forEvent(type, 'reorder')) {
      overtaken = body;
      later(300, () => flush());
      return;
    }
    fly(body, first);
    if (use.faults.forEvent(type, 'duplicate')) fly(body, first);
    flush();
  };
  const flush = (): void => {
    const late = overtaken;
    overtaken = null;
    if (late) fly(late, { retryNum: 0, retryReason: '' });
  };

  return {
    record,
    /** Sends an event, and sees to its retries. `body` is a whole `event_callback`. */
    event: (body: Json): void => {
      if (stopped) return;
      if (use.faults.forEvent(eventType(body), 'hold')) held.push(body);
      else dispatch(body);
    },
    /** Sends what was held back, in the order in which it happened. */
    release: (): void => {
      for (const body of held.splice(0)) dispatch(body);
    },
    /** The app is connected again: it gets what it missed. */
    connected: (): void => {
      for (const { body, attempt } of missed.splice(0)) fly(body, attempt);
    },
    /** Hands over a click, a form or a command; one try. */
    ask: (kind: 'interactive' | 'slash_commands', payload: Json): Promise<Reply> =>
      use.transport().send(kind, payload, { retryNum: 0, retryReason: '' }),
    /** Resolves when no event is on its way; retries that wait for their time are not counted. */
    settled: async (): Promise<void> => {
      while (flying.size > 0) await Promise.all(flying);
    },
    stop: (): void => {
      stopped = true;
      for (const timer of waiting) clearTimeout(timer);
      waiting.clear();
    },
  };
}

const eventType = (body: Json): string => String((body.event as Json | undefined)?.type);
const messageTs = (body: Json): string | null => {
  const ts = (body.event as Json | undefined)?.ts;
  return typeof ts === 'string' ? ts : null;
};
