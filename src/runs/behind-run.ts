/** Behind a run by itself, and behind the alert that too many of them failed. */
import type { Db } from '../db/pool.ts';
import { count, percent } from '../story/format.ts';
import { type Behind, nothing, type RunRow, runColumns, runOf } from './behind.ts';

type AlertRow = {
  id: number;
  agent: string;
  failed: number;
  total: number;
  opened_at: Date;
  category: string | null;
  examples: { run: string; error: string }[];
};

/** An alert: the runs that failed. */
export async function behindAlert(db: Db, id: string): Promise<Behind | null> {
  const row = await db('alerts').whereRaw('id::text = ?', [id]).first<AlertRow | undefined>();
  if (!row) return null;
  return {
    about: { ...nothing, alertId: row.id },
    headline: `${row.failed} of ${count(row.total, 'run')} failed (${percent(row.total === 0 ? 0 : row.failed / row.total)})`,
    because: row.examples.map((one) =>
      `Run ${one.run}: ${one.error || 'no reason was given'}`.replace(/\.?$/, '.'),
    ),
    read: ['the runs of one hour'],
    verdict: null,
    decided: 'More than the limit of failed runs tells the owner.',
    run: null,
    like: null,
    evidence: row.examples,
    notes: [],
    place: null,
  };
}

/** A run by itself. */
export async function behindRun(db: Db, id: string): Promise<Behind | null> {
  const { rows } = await db.raw<{
    rows: (RunRow & { output: { sentence?: string } | null; actor_id: string })[];
  }>(
    `select r.output, r.actor_id, ${runColumns} from runs r left join people w on w.id = r.actor_id and r.actor_kind = 'person' where r.id = upper(?)`,
    [id],
  );
  const row = rows[0];
  if (!row) return null;
  return {
    about: nothing,
    headline: `Run ${row.run_id}`,
    because: row.output?.sentence ? [row.output.sentence] : [],
    read: [],
    verdict: null,
    decided: '',
    run: runOf(row),
    like: null,
    // Which deals a run touched is asked by deal; its counts are the company's.
    evidence: null,
    notes: [],
    place: null,
    // A question's run is its asker's.
    ...(row.run_agent === 'requests' ? { askedBy: row.actor_id } : {}),
  };
}
