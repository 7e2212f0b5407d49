/** P17: pauses while changes are being carried out. Once one is confirmed, no other write begins. */
import { expect } from 'vitest';
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

const by = { kind: 'person', id: cast.ada } as const;
const customers = ['A-acme', 'A-initech'];
type Target = { scope: 'everything' } | { scope: 'customer'; subjectId: string };

/** So many deals of the two customers in turn, and a change of the next step of each, waiting: one is asked for, and copied. */
export async function queued(db: Db, many: number): Promise<number[]> {
  await db.raw(
    `insert into deals (id, source, source_id, name, account_id, owner_id, territory_id, stage_id, status, amount, currency, close_date, created_on)
     select 'D-many-' || n, 'test', 'many-' || n, 'Deal ' || n, (?::text[])[1 + n % 2], ?, 'T-emea', 'S-proposal', 'open', 1000, 'USD', date '2026-05-01', date '2026-03-01'
     from generate_series(1, ?::int) n`,
    [customers, cast.priya, many],
  );
  const fields = [{ field: 'next_step', before: null, after: 'Call' }];
  const subject = { kind: 'deal', id: 'D-many-1' } as const;
  const first = await db.transaction((trx) =>
    requestChange(trx, { subject, wants: { kind: 'change', fields }, by, now }),
  );
  const { rows } = await db.raw<{ rows: { id: number }[] }>(
    `insert into changes (kind, subject_kind, subject_id, fields, by_kind, by_id, requested_at, key, request_hash, back)
     select kind, subject_kind, 'D-many-' || n, fields, by_kind, by_id, requested_at, key || n, request_hash, back
     from changes, generate_series(2, ?::int) n where id = ? returning id`,
    [many, first],
  );
  return [first, ...rows.map(({ id }) => id)];
}

type Stop = (target: Target) => Promise<unknown>;

/** Everything, one customer, everything, the other one. */
const targetOf = (round: number): Target =>
  round % 2 === 0
    ? { scope: 'everything' }
    : { scope: 'customer', subjectId: customers[Math.floor(round / 2) % 2] ?? '' };

/**
 * One or two changes are taken up; while the first is being written somebody presses; then two more are taken up; then it
 * goes on; again and again. `late`: what was called for after a stop was confirmed, by the database's clock.
 */
export async function carriedOut(db: Db, ids: number[], { pauses, stop }: { pauses: number; stop: Stop }) {
  const clock = stoppedAt(now);
  const inner = builtinWriter({ db, now: clock });
  const seen = { pauses: 0, late: 0, mostInFlight: 0, slowestMs: 0, held: 0, writes: 0 };
  let begins: () => void = () => {};
  const writer: typeof inner = {
    ...inner,
    write: (wanted) => {
      seen.writes += 1;
      begins();
      return inner.write(wanted);
    },
  };
  const use = { db, now: clock, log: silentLog(), crm: builtinCrm({ db, now: clock }), writer };
  const waiting = [...ids];
  const takeUp = (many: number) =>
    Promise.all(waiting.splice(0, many).map((changeId) => applyChange(use, { changeId })));
  while (seen.pauses < pauses && waiting.length > 0) {
    const target = targetOf(seen.pauses);
    const concerned = `(:account = '' or subject_id in (select id from deals where account_id = :account))`;
    const of = { account: target.scope === 'customer' ? target.subjectId : '' };
    const begun = new Promise<void>((go) => {
      begins = go;
    });
    const flying = takeUp(1 + (Math.floor(seen.pauses / 2) % 2));
    await begun;
    const pressed = performance.now();
    await stop(target);
    seen.slowestMs = Math.max(seen.slowestMs, performance.now() - pressed);
    const [at] = (
      await db.raw(
        `select clock_timestamp()::text as confirmed, count(*)::int as flying from changes
         where state = 'applying' and called_at is not null and ${concerned}`,
        of,
      )
    ).rows;
    seen.mostInFlight = Math.max(seen.mostInFlight, at.flying);
    await takeUp(2);
    await flying;
    const [after] = (
      await db.raw(
        `select count(*) filter (where called_at > (:confirmed)::timestamptz and ${concerned})::int as late,
           coalesce(array_agg(id) filter (where state = 'pending' and held is not null), '{}') as held from changes`,
        { ...of, confirmed: at.confirmed },
      )
    ).rows;
    seen.late += after.late;
    seen.held += after.held.length;
    await resume({ db, now: clock }, { ...target, by });
    await releaseHeld({ db, now: clock });
    waiting.unshift(...after.held.map(Number));
    seen.pauses += 1;
  }
  while (waiting.length > 0) await takeUp(2);
  return seen;
}

/** After each of these pauses no other write begins, and in the end each change is written once. */
export async function expectPausesHold(
  db: Db,
  { pauses, changes }: { pauses: number; changes: number },
): Promise<void> {
  await seedCast(db);
  const clock = stoppedAt(now);
  const ids = await queued(db, changes);
  const seen = await carriedOut(db, ids, {
    pauses,
    stop: (target) => pause({ db, now: clock }, { ...target, by }),
  });
  expect(seen).toMatchObject({ pauses, late: 0, writes: changes });
  expect(seen.held).toBeGreaterThan(pauses / 2);
  expect(seen.mostInFlight).toBeLessThanOrEqual(2);
  expect(seen.slowestMs).toBeLessThan(2_000);
  expect(await db('changes').whereIn('id', ids).distinct('state').pluck('state')).toEqual(['applied']);
  expect(await db('audit').where({ action: 'change.applied' })).toHaveLength(changes);
}
