import { expect } from 'vitest';
import { type Clock, stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import type { Db } from '../../src/db/pool.ts';
import { createLog } from '../../src/log.ts';
import { type Models, noModels } from '../../src/models/models.ts';
import { personById } from '../../src/people/people.ts';
import type { Person } from '../../src/policy/nouns.ts';
import { ask, press } from '../../src/requests/ask.ts';
import type { Reply } from '../../src/requests/reply.ts';
import { cast, now, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

export type Talk = {
  db: Db;
  /** Who owns the tables. */
  owner: Db;
  clock: Clock & { move: (to: string | Date) => void };
  /** By Ada, who sees everything, unless somebody else is named; null is an outsider. */
  ask: (text: string, by?: string | null, thread?: string) => Promise<Reply>;
  press: (reply: Reply, choice: string, by?: string | null) => Promise<Reply>;
};

/** The cast's company on 20 March 2026, and talking to Steward there. */
export const company = (work: (talk: Talk) => Promise<void>, models: Models = noModels): Promise<void> =>
  withDatabase(async (db, fresh) => {
    await seedCast(db);
    await ensureAgents({ db, local: true });
    const clock = stoppedAt(now);
    const use = { db, now: clock, zone: 'UTC', models, log: createLog({ logLevel: 'silent' }) };
    const who = async (id: string | null): Promise<Person | null> => (id ? personById(db, id) : null);
    await work({
      db,
      get owner() {
        return fresh.owner;
      },
      clock,
      ask: async (text, by = cast.ada, thread) =>
        (
          await ask(use, {
            text,
            by: await who(by),
            slackUser: by ?? cast.lenaSlack,
            place: { kind: 'dm', thread },
          })
        ).reply,
      press: async (reply, choice, by = cast.ada) =>
        (
          await press(use, {
            requestId: reply.requestId,
            choice,
            by: await who(by),
            slackUser: by ?? cast.lenaSlack,
          })
        ).reply,
    });
  });

/** The reply as one of that kind; fails with the whole reply where it is another. */
export function is<K extends Reply['kind']>(reply: Reply, kind: K): Extract<Reply, { kind: K }> {
  expect(reply.kind, JSON.stringify(reply)).toBe(kind);
  return reply as Extract<Reply, { kind: K }>;
}

export function names(reply: Reply): string[] {
  const { answer } = is(reply, 'answer');
  return answer.kind === 'rows' ? answer.rows.map((row) => row.name).sort() : [];
}
