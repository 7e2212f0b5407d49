/** What people and agents do is explained by the log; what a session of somebody's own has done is found. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unexplained } from '../../src/audit/unexplained.ts';
import { applyChange } from '../../src/changes/apply.ts';
import { undo } from '../../src/changes/undo.ts';
import { stoppedAt } from '../../src/clock.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import type { Db } from '../../src/db/pool.ts';
import { decide } from '../../src/exceptions/decide.ts';
import { silentLog } from '../../src/log.ts';
import { pause, resume } from '../../src/settings/pauses.ts';
import { clearSetting, setSetting } from '../../src/settings/settings.ts';
import { cast, now, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { anException, somebody } from '../support/exception.ts';

const clock = stoppedAt(now);
const mara = { kind: 'person', id: cast.mara } as const;

/** What anybody may do in turn; each leaves one entry for each change of state, by whoever did it. */
const deeds = {
  approve: async (db: Db) => {
    const { id, hash } = await anException(db, { deal: 'D-globex' });
    const by = await somebody(db, cast.mara);
    const decided = await decide(
      { db, now: clock, zone: 'UTC' },
      { exceptionId: id, say: 'reject', by, shownHash: hash, reason: 'No' },
    );
    if (decided.say !== 'decided') throw new Error(decided.say);
  },
  apply: async (db: Db) => {
    const before = (await db('deals').where({ id: 'D-acme' }).first('close_date')).close_date;
    const after = before === '2026-04-15' ? '2026-04-16' : '2026-04-15';
    const wants = { kind: 'change' as const, fields: [{ field: 'close_date', before, after }] };
    const { id, hash } = await anException(db, { wants });
    const by = await somebody(db, cast.mara);
    const decided = await decide(
      { db, now: clock, zone: 'UTC' },
      { exceptionId: id, say: 'approve', by, shownHash: hash },
    );
    if (decided.say !== 'decided' || decided.changeId === null) throw new Error(decided.say);
    const use = {
      db,
      now: clock,
      log: silentLog(),
      crm: builtinCrm({ db, now: clock }),
      writer: builtinWriter({ db, now: clock }),
    };
    await applyChange(use, { changeId: decided.changeId });
    const back = await undo({ db, now: clock }, { changeId: decided.changeId, by });
    if (back.say === 'requested') await applyChange(use, { changeId: back.changeId });
  },
  set: (db: Db) =>
    setSetting(
      { db, now: clock },
      { name: 'stale_days', value: 1 + Math.floor(Math.random() * 300), by: mara },
    ),
  clear: (db: Db) => clearSetting({ db, now: clock }, { name: 'stale_days', by: mara }),
  pause: (db: Db) => pause({ db, now: clock }, { scope: 'everything', by: mara }),
  resume: (db: Db) => resume({ db, now: clock }, { scope: 'everything', by: mara }),
};
const names = Object.keys(deeds) as (keyof typeof deeds)[];

/** Past Steward, in a session of one's own. */
const reaches: [what: string, sql: string][] = [
  [
    'setting',
    `insert into settings (name, value, version, by_kind, by_id) values ('bulk_limit', '500', 1, 'person', 'P-mara')`,
  ],
  ['setting', `update settings set value = '365' where name = 'stale_days' and ended_at is null`],
  [
    'pause',
    `insert into pauses (scope, subject_id, by_kind, by_id) values ('agent', 'intake', 'person', 'P-mara')`,
  ],
  ['end of a pause', `update pauses set resumed_at = now(), resumed_by = 'P-tom' where resumed_at is null`],
  ['decision on card', `update decisions set by_id = 'P-ada' where id = (select min(id) from decisions)`],
  [
    'decision on card',
    `update decisions set say = 'approve' where id = (select min(id) from decisions where say = 'reject')`,
  ],
  [
    'change',
    `update changes set state = 'applied' where id = (select min(id) from changes where state <> 'applied')`,
  ],
  [
    'mode of the agent',
    `insert into modes (agent, mode, before, version, by_kind, by_id, at) values ('pipeline', 'shadow', 'suggest', 9, 'person', 'P-mara', now())`,
  ],
  ['role', `update people set roles = roles || '{finance}' where id = 'P-tom'`],
  ['deal', `update deals set amount = 1 where id = 'D-hooli'`],
  ['deal', `update deals set owner_id = 'P-tom' where id = 'D-hooli'`],
];

test(
  'random deeds leave nothing unexplained, each with who did it; whatever reaches past them is found',
  { timeout: 120_000 },
  () =>
    withDatabase(async (db) => {
      await seedCast(db);
      // Given before there was a log.
      await db('people').whereIn('id', [cast.ana, cast.ada]).update({ source: 'sample' });
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 6 }),
          async (steps) => {
            for (const step of steps) await deeds[step](db);
            expect(await unexplained(db)).toEqual([]);
          },
        ),
        { numRuns: 20, endOnFailure: true },
      );
      await deeds.set(db);
      await deeds.pause(db);
      await deeds.approve(db);
      await db('changes').insert({
        kind: 'change',
        subject_kind: 'deal',
        subject_id: 'D-acme',
        fields: '[]',
        by_kind: 'person',
        by_id: cast.mara,
        state: 'failed',
        key: 'a-change-that-failed',
        request_hash: 'x',
        back: 'reversible',
      });
      expect(await unexplained(db)).toEqual([]);
      const nobody = await db('audit').whereRaw(`actor_id = '' or actor_kind = '' or action = ''`);
      expect(nobody).toEqual([]);
      /** What is found while that has been done, by nobody that Steward knows of. */
      const past = async (sql: string) => {
        const trx = await db.transaction();
        try {
          const { rowCount } = await trx.raw(sql);
          return { rowCount, found: await unexplained(trx) };
        } finally {
          await trx.rollback();
        }
      };
      for (const [what, sql] of reaches) {
        const { rowCount, found } = await past(sql);
        expect([rowCount, found.map((one) => one.what)], sql).toEqual([1, [what]]);
      }
      const reach = `insert into settings (name, value, version, by_kind, by_id) values ('undo_days', '90', 1, 'person', 'P-mara')`;
      expect((await past(reach)).found).toEqual([
        { what: 'setting', id: 'undo_days', sentence: 'The setting undo_days stands as nobody has set it.' },
      ]);
      // The twin: a deed that writes itself down in the name of somebody else explains nothing.
      const forged = `with put as (${reach}) insert into audit (action, subject_kind, subject_id, actor_kind, actor_id, details)
      values ('setting.set', 'setting', 'undo_days', 'person', 'P-ada', '{"version": 1, "after": 90}')`;
      expect((await past(forged)).found).toHaveLength(1);
    }),
);
