/** The stop button: everything, an agent or a customer. Readers read the row, so it holds for every replica at once. */
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { BadInput } from '../errors.ts';
import type { Actor } from '../policy/nouns.ts';

export type PauseScope = 'everything' | 'agent' | 'customer';
export type Pause = {
  id: number;
  scope: PauseScope;
  /** An agent's name or an account's id; empty for everything. */
  subjectId: string;
  by: { kind: string; id: string };
  reason: string | null;
  at: Date;
  until: Date | null;
};
type Target = { scope: PauseScope; subjectId?: string };

const beginning = `hashtextextended('pauses:begin', 0)`;

/**
 * Until the transaction ends no pause begins: whoever is about to call somebody looks for pauses after this, and one that is
 * confirmed meanwhile has waited until the call was written down.
 */
export const beforeAnyPause = async (trx: Db): Promise<void> => {
  await trx.raw(`select pg_advisory_xact_lock_shared(${beginning})`);
};

/** Pauses at once. Pausing again is harmless: the pause that holds stays, and takes the new end if one is given. */
export async function pause(
  use: { db: Db; now: Clock },
  input: Target & { by: Actor; until?: Date | null; reason?: string | undefined },
): Promise<{ fresh: boolean; pause: Pause }> {
  const target = checked(input);
  const now = use.now.now();
  if (input.until && input.until <= now) {
    throw new BadInput('The end of the pause lies in the past.', {
      fix: 'Give an instant that is still to come.',
    });
  }
  return inTransaction(use.db, async (trx) => {
    await trx.raw(`select pg_advisory_xact_lock(${beginning})`);
    await endOver(trx, now, target);
    const held = await trx('pauses').where(target).whereNull('resumed_at').first<Row | undefined>();
    const { rows } = await trx.raw<{ rows: (Row & { fresh: boolean })[] }>(
      `insert into pauses (scope, subject_id, by_kind, by_id, reason, at, until) values (?, ?, ?, ?, ?, ?, ?)
       on conflict (scope, subject_id) where resumed_at is null
       do update set until = case when ?::boolean then excluded.until else pauses.until end
       returning *, xmax = 0 as fresh`,
      [
        target.scope,
        target.subject_id,
        input.by.kind,
        input.by.id,
        input.reason ?? null,
        now,
        input.until ?? null,
        input.until !== undefined,
      ],
    );
    const row = rows[0];
    if (!row) throw new Error('A pause was neither made nor found.');
    await record(trx, {
      action: 'pause.started',
      subject: { kind: target.scope, id: target.subject_id || 'everything' },
      by: input.by,
      because: input.reason,
      details: { until: row.until, again: !row.fresh, heldUntil: held?.until ?? null },
    });
    return { fresh: row.fresh, pause: noun(row) };
  });
}

/** The opposite of `pause`. Resuming what is not paused says so and changes nothing. */
export async function resume(
  use: { db: Db; now: Clock },
  input: Target & { by: Actor; reason?: string },
): Promise<{ resumed: boolean; pause: Pause | null }> {
  const target = checked(input);
  return inTransaction(use.db, async (trx) => {
    const rows = await trx('pauses')
      .where(target)
      .whereNull('resumed_at')
      .update({ resumed_at: use.now.now(), resumed_by: input.by.id })
      .returning<Row[]>('*');
    const row = rows[0];
    if (!row) return { resumed: false, pause: null };
    await record(trx, {
      action: 'pause.ended',
      subject: { kind: target.scope, id: target.subject_id || 'everything' },
      by: input.by,
      because: input.reason,
      details: { startedAt: row.at, until: row.until },
    });
    return { resumed: true, pause: noun(row) };
  });
}

/** The pauses that hold. With `now`, one whose end has come is left out even before `endPauses` has closed its row. */
export async function activePauses(db: Db, now?: Date): Promise<Pause[]> {
  const query = db('pauses').whereNull('resumed_at').orderBy('id');
  if (now) void query.where((q) => q.whereNull('until').orWhere('until', '>', now));
  return (await query.select<Row[]>('*')).map(noun);
}

/** The pause that stops this, the widest first, or null. */
export function pauseOn(
  pauses: Pause[],
  of: { agent?: string | null; accountId?: string | null },
): Pause | null {
  return (
    pauses.find((p) => p.scope === 'everything') ??
    pauses.find((p) => p.scope === 'agent' && p.subjectId === of.agent) ??
    pauses.find((p) => p.scope === 'customer' && p.subjectId === of.accountId) ??
    null
  );
}

/** Closes the pauses whose end has come; clock work. Says which. */
export async function endPauses(use: { db: Db; now: Clock }): Promise<Pause[]> {
  return inTransaction(use.db, (trx) => endOver(trx, use.now.now()));
}

async function endOver(trx: Db, now: Date, target: Partial<Stored> = {}): Promise<Pause[]> {
  const rows = await trx('pauses')
    .where(target)
    .whereNull('resumed_at')
    .where('until', '<=', now)
    .update({ resumed_at: now, resumed_by: 'clock' })
    .returning<Row[]>('*');
  for (const row of rows) {
    await record(trx, {
      action: 'pause.ended',
      subject: { kind: row.scope, id: row.subject_id || 'everything' },
      by: { kind: 'system', id: 'clock' },
      because: 'Its end had come.',
      details: { startedAt: row.at, until: row.until },
    });
  }
  return rows.map(noun);
}

type Stored = { scope: PauseScope; subject_id: string };
type Row = Stored & {
  id: number;
  by_kind: string;
  by_id: string;
  reason: string | null;
  at: Date;
  until: Date | null;
};

const noun = (row: Row): Pause => ({
  id: row.id,
  scope: row.scope,
  subjectId: row.subject_id,
  by: { kind: row.by_kind, id: row.by_id },
  reason: row.reason,
  at: row.at,
  until: row.until,
});

function checked(input: Target): Stored {
  const subjectId = input.subjectId ?? '';
  if ((input.scope === 'everything') !== (subjectId === '')) {
    throw new BadInput(
      input.scope === 'everything' ? 'Everything has no id.' : `Which ${input.scope} is meant is missing.`,
      {
        fix: input.scope === 'everything' ? 'Leave the id out.' : `Name the ${input.scope}.`,
      },
    );
  }
  return { scope: input.scope, subject_id: subjectId };
}
