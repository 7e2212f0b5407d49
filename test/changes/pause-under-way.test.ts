/** A pause while many changes are being carried out: once it is confirmed, no other write begins. */
import { expect, test } from 'vitest';
import { applyChange } from '../../src/changes/apply.ts';
import { releaseHeld } from '../../src/changes/release.ts';
import { requestChange } from '../../src/changes/request.ts';
import { stoppedAt } from '../../src/clock.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import type { Db } from '../../src/db/pool.ts';
import { silentLog } from '../../src/log.ts';
import { pause, resume } from '../../src/settings/pauses.ts';
import { cast, now, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

const by = { kind: 'person', id: cast.ada } as const;
const workers = 3;
type Target = { scope: 'everything' } | { scope: 'customer'; subjectId: string };

/** A change of the next step of each deal, waiting. */
async function queued(db: Db, round: number): Promise<number[]> {
  const deals = await db('deals').where({ status: 'open' }).orderBy('id').select('id', 'next_step');
  return db.transaction(async (trx) => {
    const ids: number[] = [];
    for (const { id, next_step: before } of deals) {
      const fields = [{ field: 'next_step', before, after: `Step ${round}` }];
      const subject = { kind: 'deal', id } as const;
      const made = await requestChange(trx, { subject, wants: { kind: 'change', fields }, by, now });
      if (made !== null) ids.push(made);
    }
    return ids;
  });
}

/** What is written after `stop` was confirmed, though nobody had been called for it before; and all that is left then. */
async function stoppedIn(db: Db, round: number, target: Target, stop: () => Promise<unknown>) {
  const ids = await queued(db, round);
  const clock = stoppedAt(now);
  const concerned: number[] =
    target.scope === 'everything'
      ? ids
      : await db('changes as c')
          .join('deals as d', 'd.id', 'c.subject_id')
          .where('d.account_id', target.subjectId)
          .whereIn('c.id', ids)
          .pluck('c.id');
  const known: { id: number; subject_id: string }[] = await db('changes')
    .whereIn('id', ids)
    .select('id', 'subject_id');
  let allowed: Set<number> | null = null;
  let written = 0;
  let stopping: Promise<unknown> | null = null;
  const late: number[] = [];
  const inner = builtinWriter({ db, now: clock });
  const writer: typeof inner = {
    ...inner,
    write: async (wanted) => {
      const id = known.find(({ subject_id }) => subject_id === wanted.ref.id)?.id ?? 0;
      if (allowed && concerned.includes(id) && !allowed.has(id)) late.push(id);
      written += 1;
      // Somebody presses while the first ones are on their way.
      if (written === 1 + (round % 4)) {
        stopping ??= stop().then(async () => {
          allowed = new Set(await db('changes').whereIn('id', ids).whereNotNull('called_at').pluck('id'));
        });
        if (round % 2 === 0) await stopping;
      }
      return inner.write(wanted);
    },
  };
  const use = { db, now: clock, log: silentLog(), crm: builtinCrm({ db, now: clock }), writer };
  const waiting = ids.values();
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (const changeId of waiting) await applyChange(use, { changeId });
    }),
  );
  await stopping;
  return { late, use, ids };
}

test(
  'of whatever is under way only what was called already ends; the rest waits, and goes on once afterwards',
  { timeout: 120_000 },
  () =>
    withDatabase(async (db) => {
      await seedCast(db);
      const clock = stoppedAt(now);
      const targets: Target[] = [{ scope: 'everything' }, { scope: 'customer', subjectId: 'A-initech' }];
      let held = 0;
      for (let round = 0; round < 12; round += 1) {
        const target = targets[round % 2] ?? { scope: 'everything' };
        const { late, use, ids } = await stoppedIn(db, round, target, () =>
          pause({ db, now: clock }, { ...target, by }),
        );
        expect(late).toEqual([]);
        held += (await db('changes').whereIn('id', ids).whereNotNull('held')).length;
        await resume({ db, now: clock }, { ...target, by });
        await releaseHeld({ db, now: clock });
        for (const changeId of ids) await applyChange(use, { changeId });
        expect(await db('changes').whereIn('id', ids).distinct('state').pluck('state')).toEqual(['applied']);
        expect(
          await db('audit').where({ action: 'change.applied' }).whereIn('subject_id', ids.map(String)),
        ).toHaveLength(ids.length);
      }
      expect(held).toBeGreaterThan(12);
      // The twin: a stop button that says it is done and has written nothing down.
      expect((await stoppedIn(db, 12, { scope: 'everything' }, async () => {})).late).not.toEqual([]);
    }),
);
