import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { currentSettings, numberSetting } from '../settings/settings.ts';

/** Raw input of so many rows is emptied at a time, so that no lock is held for long. */
const batch = 5_000;

/**
 * Empties raw input that is older than `raw_payload_days`: of runs by the house's clock; of the inbox, once it is done
 * with, by the database's, as each was written. What was sent out (a whisper may hold a lead's address) goes with it.
 * Clock work.
 */
export async function expireRawPayloads(use: {
  db: Db;
  now: Clock;
}): Promise<{ inbox: number; outbox: number; runs: number }> {
  const now = use.now.now();
  const days = numberSetting(await currentSettings(use.db, now), 'raw_payload_days');
  const before = new Date(now.getTime() - days * 86_400_000);
  return inTransaction(use.db, async (trx) => {
    const inbox = await trx.raw(
      `update inbox set body = null where id in (
         select id from inbox where body is not null and received_at < clock_timestamp() - make_interval(days => ?) and (done_at is not null or failed_at is not null)
         order by received_at limit ? for update skip locked)`,
      [days, batch],
    );
    const outbox = await trx.raw(
      `delete from outbox where id in (
         select id from outbox where coalesce(done_at, failed_at) < clock_timestamp() - make_interval(days => ?)
         order by id limit ? for update skip locked)`,
      [days, batch],
    );
    const runs = await trx.raw(
      `update runs set input = null, input_deleted_at = ? where id in (
         select id from runs where input is not null and started_at < ? and ended_at is not null order by started_at limit ? for update skip locked)`,
      [now, before, batch],
    );
    const counts = { inbox: inbox.rowCount ?? 0, outbox: outbox.rowCount ?? 0, runs: runs.rowCount ?? 0 };
    if (counts.inbox + counts.outbox + counts.runs > 0) {
      await record(trx, {
        action: 'raw_input.deleted',
        subject: { kind: 'retention', id: 'raw_payload_days' },
        by: { kind: 'system', id: 'clock' },
        because: `Raw input is kept for ${days} days.`,
        details: counts,
      });
    }
    return counts;
  });
}
