import { expect, test } from 'vitest';
import { pipeline } from '../../src/agents/pipeline/agent.ts';
import { stoppedAt } from '../../src/clock.ts';
import { look } from '../../src/crew/look.ts';
import type { Db } from '../../src/db/pool.ts';
import { requireInSample } from '../../src/local-company.ts';
import { startRun } from '../../src/runs/runs.ts';
import { currentSettings } from '../../src/settings/settings.ts';
import { withSample } from '../support/sample.ts';

const [today, zone] = ['2026-03-20', 'UTC'];
const now = new Date(`${today}T10:00:00Z`);

/** What one deal may have changed in, as the database notes it. */
const changes: Record<string, string> = {
  amount: 'nullif(amount, amount)',
  close_date: `date '${today}' - (n % 5)::integer`,
  last_activity_on: `date '${today}' - (n % 70)::integer`,
  next_step: `case when n % 2 = 0 then '' else 'Call them' end`,
  stage_since: `date '${today}' - (n % 90)::integer`,
  close_date_pushes: '(n % 6)::integer',
};

async function change(db: Db, columns: string[], deals: number): Promise<void> {
  for (const column of columns)
    await db.raw(
      `with picked as (select id, row_number() over (order by md5(id || ?)) as n from deals where status = 'open' order by n limit ?),
         edited as (update deals d set ${column} = ${changes[column]} from picked where picked.id = d.id returning d.id)
       insert into touched (noun, subject_id, columns) select 'deal', id, array[?] from edited`,
      [`${column} of ${columns.length}`, deals, column],
    );
}

async function known(db: Db) {
  return {
    due: await db('due')
      .orderBy(['subject_id', 'trigger'])
      .select('trigger', 'subject_id', 'due_at', 'since'),
    findings: await db('findings')
      .where({ agent: 'pipeline', subject_kind: 'deal' })
      .whereNull('gone_at')
      .orderBy(['subject_id', 'trigger', 'since'])
      .select('trigger', 'subject_id', 'since'),
  };
}

test('deals are looked at by the triggers that read what changed of them, and what is known then is what a look at all deals finds', () =>
  withSample({ now: now.toISOString(), zone, deals: 400 }, async (db) => {
    await requireInSample({ db, now: stoppedAt(now) });
    const settings = await currentSettings(db, now);
    const by = { kind: 'system', id: 'test' } as const;
    const runId = await startRun(db, {
      agent: 'pipeline',
      agentVersion: pipeline.version,
      wokenBy: 'hand',
      by,
      now,
    });
    const sweep = () => db.transaction((trx) => look(trx, { now, zone, today, settings, runId }, pipeline));
    await sweep();
    const all = Object.keys(changes);
    // Each by itself, two, and so many that the same deal changed in several.
    for (const columns of [...all.map((one) => [one]), ['stage_since', 'next_step'], all]) {
      await change(db, columns, 60);
      const before = await known(db);
      await sweep();
      const after = await known(db);
      expect({ columns, ...after }).not.toEqual({ columns, ...before });
      await db('sweeps').delete();
      await sweep();
      expect(await known(db)).toEqual(after);
    }
  }));
