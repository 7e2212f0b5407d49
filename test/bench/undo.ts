/**
 * From the yes to the last of many changes taken back, with real workers, against a transaction by hand for each change that
 * writes as much: the deal where it still holds what is expected, its version, the change, and two rows of the audit log.
 */
import pg from 'pg';
import { beginRollback } from '../../src/changes/rollback.ts';
import { carryOn } from '../../src/changes/rollback-work.ts';
import { stoppedAt } from '../../src/clock.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import type { Db } from '../../src/db/pool.ts';
import { createWorkers } from '../../src/jobs/workers.ts';
import { silentLog } from '../../src/log.ts';
import { everybody } from '../../src/people/people.ts';
import { companyOf, now, zone } from './data.ts';
import { compare, type Report, timed } from './measure.ts';
import type { Server } from './server.ts';

const hands = 3;
const run = '7BENCH';

export async function undo(use: { server: Server; quick: boolean }): Promise<Report[]> {
  const size = use.quick ? 2_000 : 12_000;
  const { db, url } = await companyOf(use.server, 20_000);
  const clock = stoppedAt(now);
  const crm = builtinCrm({ db, now: clock });
  const applying = {
    db,
    crm,
    writer: builtinWriter({ db, now: clock, zone }),
    now: clock,
    zone,
    log: silentLog(),
  };
  const nothing = async () => {};
  const workers = createWorkers({
    db,
    url,
    log: silentLog(),
    inbox: { event: nothing, action: nothing, command: nothing, submission: nothing },
    topics: {
      draw: nothing,
      whisper: nothing,
      apply: nothing,
      start: nothing,
      secret: nothing,
      file: nothing,
      picture: nothing,
      home: nothing,
      mail: nothing,
      roll_back: ({ body }) => carryOn(applying, body),
    },
  });
  const by = (await everybody(db)).find(({ roles }) => roles.includes('admin'));
  if (!by) throw new Error('Nobody may take it back.');
  await workers.start();
  try {
    const report = await compare({
      title: `Undo of ${size.toLocaleString('en-US')} changes`,
      ours: {
        run: async () => {
          await did(db, size);
          const ms = await timed(async () => {
            await beginRollback({ db, now: clock }, { of: { what: 'run', run }, says: 'the bench', by });
            for (;;) {
              await workers.idle();
              if (!(await db('rollbacks').whereNull('ended_at').first('id'))) return;
            }
          });
          return { figures: { seconds: ms / 1000 }, result: await back(db) };
        },
      },
      floor: {
        run: async () => {
          await did(db, size);
          const ms = await timed(() => byHand(url, size));
          return { figures: { seconds: ms / 1000 }, result: await back(db) };
        },
      },
      // One takes minutes.
      rounds: 1,
      goals: [{ figure: 'seconds', says: 'seconds; floor: a transaction by hand for each' }],
    });
    return [report];
  } finally {
    await workers.stop();
    await db.destroy();
  }
}

const back = async (db: Db): Promise<number> => {
  const { rows } = await db.raw(`select count(*) as n from deals where next_step = 'Call the buyer'`);
  return rows[0].n;
};

/** What an agent did to so many deals, and nothing else in the books. */
async function did(db: Db, size: number): Promise<void> {
  await db.raw('truncate rollback_words, changes, rollbacks, proposals, outbox, audit, audit_seals cascade');
  await db('runs')
    .insert({ id: run, agent: 'pipeline', woken_by: 'hand', actor_kind: 'system', actor_id: 'bench' })
    .onConflict('id')
    .ignore();
  const chosen = `(select id from deals order by id limit ${size})`;
  await db.raw(`update deals set next_step = null where next_step in ('Call the buyer', 'Send the offer')`);
  await db.raw(
    `update deals set next_step = 'Send the offer', changed_by = 'agent:pipeline' where id in ${chosen}`,
  );
  await db.raw(
    `update deal_versions v set next_step = d.next_step from deals d where d.id = v.deal_id and v.valid_to is null`,
  );
  await db.raw(
    `insert into proposals (run_id, agent, agent_version, mode, trigger, kind, subject_kind, subject_id, change, hash, reason, confidence)
     select ?, 'pipeline', 1, 'auto', 'bench', 'change', 'deal', id, '{}', 'h', 'bench', 0.9 from ${chosen} d`,
    [run],
  );
  await db.raw(
    `insert into changes (kind, subject_kind, subject_id, fields, proposal_id, run_id, by_kind, by_id, state, key, request_hash, requested_at, applied_at, back)
     select 'change', 'deal', subject_id, '[{"field":"next_step","before":"Call the buyer","after":"Send the offer"}]', id, run_id, 'agent',
       'pipeline', 'applied', 'change-of-the-bench-' || id, 'h', ?, ?, 'reversible' from proposals`,
    [now, now],
  );
  await db.raw('vacuum analyze deals, deal_versions, changes, proposals');
}

/** As many hands as ours have. */
async function byHand(url: string, size: number): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: hands });
  try {
    const { rows } = await pool.query<{ id: string; deal: string }>(
      'select id, subject_id as deal from changes order by id limit $1',
      [size],
    );
    const left = rows.values();
    const work = async () => {
      for (const { id, deal } of left) {
        const client = await pool.connect();
        await client.query('begin');
        await client.query(
          `update deals set next_step = 'Call the buyer', version = version + 1, changed_by = 'person:bench', changed_at = $2
           where id = $1 and next_step = 'Send the offer'`,
          [deal, now],
        );
        await client.query(
          `update deal_versions v set next_step = d.next_step, version = d.version, changed_by = d.changed_by
           from deals d where d.id = v.deal_id and v.deal_id = $1 and v.valid_to is null`,
          [deal],
        );
        await client.query(
          `insert into changes (kind, subject_kind, subject_id, fields, by_kind, by_id, state, key, request_hash, applied_at, undoes, back)
           select 'change', 'deal', subject_id, fields, 'person', 'bench', 'applied', 'undo-by-hand-of-' || id, 'h', $2, id, 'reversible' from changes where id = $1`,
          [id, now],
        );
        await client.query(
          `insert into audit (action, subject_kind, subject_id, actor_kind, actor_id)
           values ('change.requested', 'change', $1, 'person', 'bench'), ('change.applied', 'change', $1, 'person', 'bench')`,
          [id],
        );
        await client.query('commit');
        client.release();
      }
    };
    await Promise.all(Array.from({ length: hands }, work));
  } finally {
    await pool.end();
  }
}
