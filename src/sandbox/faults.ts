import { z } from 'zod';
import type { Notices } from './notices.ts';

/**
 * What can go wrong, by method of the Web API:
 * lost (done, then the connection is cut), reset (cut before anything is done), late (done, answered after `ms`),
 * ratelimited (429 with Retry-After), error500, html (200 with a page instead of JSON), refuse (`ok: false` with `code`);
 * and by event type: duplicate, reorder, drop (never sent, retried as unacknowledged), hold (kept until released).
 * lag (on conversations.history or .replies: messages younger than `ms` are not shown yet).
 * `response_url` stands for posts to one. Done first with `after`: error500 and html.
 */
export const FaultSchema = z.strictObject({
  kind: z.enum([
    'lost',
    'reset',
    'late',
    'ratelimited',
    'error500',
    'html',
    'refuse',
    'duplicate',
    'reorder',
    'drop',
    'hold',
    'lag',
  ]),
  /** A method or event type, `chat.*`, several with | between them, or everything. */
  on: z.string().default('*'),
  /** Of those calls, how many it hits: 0 to 1. */
  probability: z.number().min(0).max(1).default(1),
  /** Only the next so many; then the fault is over. */
  next: z.number().int().positive().optional(),
  ms: z.number().int().nonnegative().default(1000),
  retryAfter: z.number().int().positive().default(1),
  code: z.string().default('internal_error'),
  after: z.boolean().default(false),
});

export type Fault = z.infer<typeof FaultSchema>;
export type FaultWanted = z.input<typeof FaultSchema>;
export type Faults = ReturnType<typeof createFaults>;

const notOfCalls = new Set<Fault['kind']>(['duplicate', 'reorder', 'drop', 'hold', 'lag']);

/** Faults that are switched on; `changed` hears of each step. The same seed gives the same luck. */
export function createFaults({ notices, changed }: { notices: Notices; changed: (on: Fault[]) => void }) {
  let live: Fault[] = [];
  const list = (): Fault[] => live.map((fault) => ({ ...fault }));
  let luck = luckFrom(1);
  const draw = (name: string, wanted: (fault: Fault) => boolean): Fault | null => {
    for (const fault of live) {
      if (!wanted(fault) || !matches(fault.on, name) || luck() >= fault.probability) continue;
      if (fault.next !== undefined) {
        fault.next -= 1;
        if (fault.next === 0) live = live.filter((other) => other !== fault);
        changed(list());
      }
      return fault;
    }
    return null;
  };
  return {
    add: (wanted: FaultWanted): void => {
      const fault = FaultSchema.parse(wanted);
      live.push(fault);
      notices.add('fault', `Fault switched on: ${tell(fault)}.`);
      changed(list());
    },
    clear: (): void => {
      if (live.length > 0) notices.add('fault', 'All faults are switched off.');
      live = [];
      changed([]);
    },
    seed: (seed: number): void => {
      luck = luckFrom(seed);
    },
    list,
    forCall: (method: string): Fault | null => draw(method, (fault) => !notOfCalls.has(fault.kind)),
    /** By how many milliseconds this method's answer lags behind. */
    lagOf: (method: string): number => draw(method, (fault) => fault.kind === 'lag')?.ms ?? 0,
    forEvent: (type: string, kind: Fault['kind']): boolean =>
      draw(type, (fault) => fault.kind === kind) !== null,
  };
}

const matches = (on: string, name: string): boolean => on.split('|').some((one) => matchesOne(one, name));

const matchesOne = (on: string, name: string): boolean =>
  on === '*' || on === name || (on.endsWith('*') && name.startsWith(on.slice(0, -1)));

function tell(fault: Fault): string {
  const often = fault.next ? `the next ${fault.next}` : `${Math.round(fault.probability * 100)}%`;
  const what =
    {
      late: `late by ${fault.ms} ms`,
      lag: `history lags by ${fault.ms} ms`,
      refuse: `refuse with ${fault.code}`,
    }[fault.kind as 'late' | 'lag' | 'refuse'] ?? fault.kind;
  return `${what}, ${fault.on === '*' ? 'everything' : fault.on}, ${often}`;
}

/** mulberry32, a small public-domain generator: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function luckFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
