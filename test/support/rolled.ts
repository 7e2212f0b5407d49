/** Changes of an agent that are in the CRM, and a rollback of them carried on until nothing is left. */
import { applyChange } from '../../src/changes/apply.ts';
import { carryOn, tendRollbacks } from '../../src/changes/rollback-work.ts';
import { stoppedAt } from '../../src/clock.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import type { Db } from '../../src/db/pool.ts';
import { silentLog } from '../../src/log.ts';
import type { FieldValue } from '../../src/policy/nouns.ts';
import { now } from './company.ts';

export type Did = {
  deal: string;
  field?: string;
  before: FieldValue;
  after: FieldValue;
  run?: string;
  version?: number;
  at?: string;
};

export function rolled(db: Db, clock = stoppedAt(now)) {
  const use = {
    db,
    crm: builtinCrm({ db, now: clock }),
    writer: builtinWriter({ db, now: clock, zone: 'UTC' }),
    now: clock,
    log: silentLog(),
    zone: 'UTC',
  };
  const write = async (
    by: 'agent' | 'person',
    id: string,
    one: Did,
    key = `write-${Math.random()}`.padEnd(20, '-'),
  ) =>
    use.writer.write({
      ref: { noun: 'deal', id: one.deal },
      set: { [one.field ?? 'next_step']: one.after },
      expect: { fields: { [one.field ?? 'next_step']: one.before }, version: null },
      key,
      by: by === 'agent' ? { kind: 'agent', id: 'pipeline', version: 1 } : { kind: 'person', id },
    });
  return {
    use,
    clock,
    /** What the pipeline agent did, in the CRM and in the books. */
    did: async (...all: Did[]): Promise<number[]> => {
      const ids: number[] = [];
      for (const one of all) {
        const at = one.at ?? '2026-03-20T09:00:00Z';
        const run = one.run ?? '7F3K';
        const kind = { agent: 'pipeline', woken_by: 'schedule', actor_kind: 'system', actor_id: 'clock' };
        await db('runs')
          .insert({ id: run, ...kind, started_at: at })
          .onConflict('id')
          .ignore();
        const fields = [{ field: one.field ?? 'next_step', before: one.before, after: one.after }];
        const [proposal] = await db('proposals')
          .insert({
            run_id: run,
            agent: 'pipeline',
            agent_version: one.version ?? 1,
            mode: 'auto',
            trigger: 'stale-in-stage',
            kind: 'change',
            subject_kind: 'deal',
            subject_id: one.deal,
            change: JSON.stringify({ fields }),
            hash: 'h',
            reason: 'Stale',
            confidence: 0.9,
          })
          .returning<{ id: number }[]>('id');
        const before = clock.now();
        clock.move(at);
        const callKey = `write-${Math.random()}`.padEnd(20, '-');
        await write('agent', 'pipeline', one, callKey);
        clock.move(before);
        const [change] = await db('changes')
          .insert({
            kind: 'change',
            subject_kind: 'deal',
            subject_id: one.deal,
            fields: JSON.stringify(fields),
            proposal_id: proposal?.id,
            run_id: run,
            by_kind: 'agent',
            by_id: 'pipeline',
            state: 'applied',
            key: `key-${Math.random()}`.padEnd(20, '-'),
            call_key: callKey,
            request_hash: 'h',
            back: 'reversible',
            requested_at: at,
            applied_at: at,
          })
          .returning<{ id: number }[]>('id');
        if (change) ids.push(change.id);
      }
      return ids;
    },
    edited: (by: string, one: Did) => write('person', by, one),
    /** As workers and clock do until nothing is left. */
    carryThrough: async (): Promise<void> => {
      for (let round = 0; round < 50; round++) {
        const [job] = await db('outbox')
          .whereNull('done_at')
          .whereIn('topic', ['roll_back', 'apply'])
          .orderBy('id')
          .limit(1);
        if (!job) {
          await tendRollbacks(use);
          if (!(await db('rollbacks').whereNull('ended_at').first('id'))) return;
          continue;
        }
        await db('outbox').where({ id: job.id }).update({ done_at: now });
        if (job.topic === 'roll_back') await carryOn(use, job.body);
        else await applyChange(use, job.body);
      }
      throw new Error('It did not come to an end.');
    },
    value: async (deal: string, column = 'next_step') =>
      (await db('deals').where({ id: deal }).first(column))[column],
  };
}

/** The records whose changes somebody wants taken back, by their ids. */
export const undone = (db: Db): Promise<string[]> =>
  db('changes as u').join('changes as c', 'c.id', 'u.undoes').orderBy('c.subject_id').pluck('c.subject_id');
