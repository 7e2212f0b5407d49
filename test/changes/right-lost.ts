/** P27: somebody's right ends while their change is on its way. Once that is done, nothing begins in their name. */
import { expect } from 'vitest';
import { applyChange } from '../../src/changes/apply.ts';
import { requestChange } from '../../src/changes/request.ts';
import { stoppedAt } from '../../src/clock.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import type { Db } from '../../src/db/pool.ts';
import { silentLog } from '../../src/log.ts';
import { cast, now, seedCast } from '../support/company.ts';

type Race = { id: number; person: string };

/** So many reps with a deal each, and a change of it that each of them has asked for: one is asked for, and copied. */
async function queued(db: Db, many: number): Promise<Race[]> {
  await db.raw(
    `insert into people (id, source, source_id, name, email, tz, roles, team_id, territory_id, manager_id)
     select 'P-many-' || n, 'test', 'P-many-' || n, 'Rep ' || n, 'rep' || n || '@example.com', 'UTC', '{rep}', 'G-emea', 'T-emea', ?
     from generate_series(1, ?::int) n`,
    [cast.mara, many],
  );
  await db.raw(
    `insert into deals (id, source, source_id, name, account_id, owner_id, territory_id, stage_id, status, amount, currency, close_date, created_on)
     select 'D-many-' || n, 'test', 'many-' || n, 'Deal ' || n, 'A-acme', 'P-many-' || n, 'T-emea', 'S-proposal', 'open', 1000, 'USD', date '2026-05-01', date '2026-03-01'
     from generate_series(1, ?::int) n`,
    [many],
  );
  const first = await db.transaction((trx) =>
    requestChange(trx, {
      subject: { kind: 'deal', id: 'D-many-1' },
      wants: { kind: 'change', fields: [{ field: 'next_step', before: null, after: 'Call' }] },
      by: { kind: 'person', id: 'P-many-1' },
      now,
    }),
  );
  const { rows } = await db.raw<{ rows: Race[] }>(
    `insert into changes (kind, subject_kind, subject_id, fields, by_kind, by_id, requested_at, key, request_hash, back)
     select kind, subject_kind, 'D-many-' || n, fields, by_kind, 'P-many-' || n, requested_at, key || n, request_hash, back
     from changes, generate_series(2, ?::int) n where id = ? returning id, by_id as person`,
    [many, first],
  );
  return [{ id: first, person: 'P-many-1' }, ...rows];
}

/** `late`: called for after the right was gone, by the database's clock. */
export async function raced(db: Db, many: number, take: (db: Db, person: string) => Promise<unknown>) {
  const clock = stoppedAt(now);
  const inner = builtinWriter({ db, now: clock });
  const called = new Map<string, () => void>();
  const writer: typeof inner = {
    ...inner,
    write: (wanted) => {
      called.get(wanted.ref.id)?.();
      return inner.write(wanted);
    },
  };
  const use = { db, now: clock, log: silentLog(), crm: builtinCrm({ db, now: clock }), writer };
  const races = (await queued(db, many)).values();
  const seen = { late: 0, applied: 0, stopped: 0 };
  const lane = async () => {
    for (const { id, person } of races) {
      const call = new Promise<void>((go) => called.set(person.replace('P-', 'D-'), go));
      const applying = applyChange(use, { changeId: id });
      // The right ends at any step of the way, and of some while the CRM is being called.
      await (id % 5 === 0 ? call : new Promise((go) => setTimeout(go, id % 40)));
      await take(db, person);
      const { rows } = await db.raw('select clock_timestamp()::text as gone');
      await applying;
      const { rows: after } = await db.raw(
        'select state, coalesce(called_at > ?::timestamptz, false) as late from changes where id = ?',
        [rows[0].gone, id],
      );
      seen.late += after[0].late ? 1 : 0;
      seen[after[0].state === 'applied' ? 'applied' : 'stopped'] += 1;
    }
  };
  await Promise.all([lane(), lane(), lane()]);
  return seen;
}

/** Of so many races none is written on a dead right; of some the change is faster, of others the end of the right. */
export async function expectNoneOnDeadRight(db: Db, many: number, ofEach: number): Promise<void> {
  await seedCast(db);
  const seen = await raced(db, many, async (on, person) => {
    const ends = Number(person.slice(7)) % 2 === 0 ? { active: false } : { roles: [] };
    await on('people').where({ id: person }).update(ends);
  });
  expect(seen.late).toBe(0);
  expect(seen.applied).toBeGreaterThan(ofEach);
  expect(seen.stopped).toBeGreaterThan(ofEach);
}
