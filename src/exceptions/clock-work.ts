/** What time does to an open exception: wakes it, reminds once, hands it up once, lets it expire. Silence never approves. */
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { wantCards } from '../jobs/cards.ts';
import { enqueue } from '../jobs/outbox.ts';
import { holdersOf } from '../people/people.ts';
import { namedByAuthority } from '../policy/decide.ts';
import type { Person, Role } from '../policy/nouns.ts';
import { currentSettings, numberSetting } from '../settings/settings.ts';
import { handedUp, reminder } from '../story/decision.ts';

type Use = { db: Db; now: Clock };
type Row = { id: number; channel: string };
const byClock = { kind: 'system', id: 'clock' } as const;
const asleep = 'exists (select 1 from snoozes s where s.exception_id = e.id and s.woken_at is null)';
const undecided =
  'not exists (select 1 from decisions d where d.exception_id = e.id and d.reopened_at is null)';

/** Wakes the snoozed cards whose time has come. */
export function wakeDue(use: Use): Promise<number> {
  return inTransaction(use.db, async (trx) => {
    const { rows }: { rows: Row[] } = await trx.raw(
      `update snoozes s set woken_at = ? from exceptions e
       where e.id = s.exception_id and s.woken_at is null and s.until <= ? returning e.id, e.channel`,
      [use.now.now(), use.now.now()],
    );
    await tell(trx, rows, 'exception.woken', 'Its time had come.');
    return rows.length;
  });
}

/** Closes what nobody has decided in time. Expired is not rejected: nobody has said no. */
export function expireDue(use: Use): Promise<number> {
  return inTransaction(use.db, async (trx) => {
    const { rows }: { rows: Row[] } = await trx.raw(
      `update exceptions e set closed_at = ?, closed_as = 'expired'
       where e.closed_at is null and e.expires_at <= ? and ${undecided} and not ${asleep} returning e.id, e.channel`,
      [use.now.now(), use.now.now()],
    );
    await tell(trx, rows, 'exception.expired', 'Nobody decided in time. Nothing was changed.');
    return rows.length;
  });
}

async function tell(trx: Db, rows: Row[], action: string, because: string): Promise<void> {
  await wantCards(
    trx,
    rows.map(({ id, channel }) => ({ key: `exception:${id}` as const, channel })),
  );
  await record(
    trx,
    rows.map(({ id }) => ({ action, subject: { kind: 'exception', id: String(id) }, by: byClock, because })),
  );
}

type Waiting = Row & {
  asks: Role[];
  waits_for: string | null;
  reminded_at: Date | null;
  deal: string;
  reason: string;
  thread: string | null;
  slack_id: string | null;
  manager_id: string | null;
};

/**
 * Reminds whom a card waits for, once, after the hours of a setting; after as many hours again the next person hears of
 * it, once. Never a third time.
 */
export function remindDue(use: Use): Promise<{ reminded: number; handedUp: number }> {
  return inTransaction(use.db, async (trx) => {
    const now = use.now.now();
    const hours = numberSetting(await currentSettings(trx, now), 'remind_hours');
    const before = new Date(now.getTime() - hours * 3_600_000);
    const { rows }: { rows: Waiting[] } = await trx.raw(
      `select e.id, e.channel, e.asks, e.waits_for, e.reminded_at, coalesce(d.name, p.subject_id) as deal, p.reason,
         c.ts as thread, w.slack_id, w.manager_id
       from exceptions e join proposals p on p.id = e.proposal_id left join deals d on d.id = p.subject_id
         left join people w on w.id = e.waits_for left join cards c on c.key = 'exception:' || e.id
       where e.closed_at is null and e.expires_at > ? and ${undecided} and not ${asleep}
         and case when e.reminded_at is null then e.opened_at <= ? else e.reminded_at <= ? and e.escalated_to is null end
       order by e.id limit 200 for update of e skip locked`,
      [now, before, before],
    );
    let reminded = 0;
    let up = 0;
    for (const row of rows) {
      if (row.reminded_at === null) reminded += await remind(trx, row, now, hours);
      else up += await handUp(trx, row, hours * 2);
    }
    return { reminded, handedUp: up };
  });
}

async function remind(trx: Db, row: Waiting, now: Date, hours: number): Promise<number> {
  await trx('exceptions').where({ id: row.id }).update({ reminded_at: now });
  await note(trx, row, 'exception.reminded', { waitsFor: row.waits_for });
  await whisper(trx, row, row.slack_id, reminder(row.deal, row.reason, hours), 'remind');
  return 1;
}

async function handUp(trx: Db, row: Waiting, hours: number): Promise<number> {
  const next = await nextPerson(trx, row);
  if (!next) return 0;
  await trx('exceptions').where({ id: row.id }).update({ escalated_to: next.id });
  await note(trx, row, 'exception.handed_up', { to: next.id });
  await whisper(trx, row, next.slackId, handedUp(row.deal, row.reason, hours), 'hand-up');
  return 1;
}

/** Another holder of the role that must decide; else whom the first one reports to; else an administrator. */
async function nextPerson(trx: Db, row: Waiting): Promise<Person | null> {
  const [above] = namedByAuthority(row.asks);
  const roles: Role[] = above ? [above, 'admin'] : ['admin'];
  const candidates = (await Promise.all(roles.map((role) => holdersOf(trx, role)))).flat();
  return (
    candidates.find((one) => one.id === row.manager_id) ??
    candidates.find((one) => one.id !== row.waits_for) ??
    null
  );
}

async function whisper(
  trx: Db,
  row: Waiting,
  user: string | null,
  text: string,
  what: string,
): Promise<void> {
  if (!user) return;
  const own = row.channel.startsWith('dm:');
  await enqueue(trx, 'whisper', {
    key: `${what}:exception:${row.id}`,
    body: { channel: row.channel, user, text, ...(row.thread && !own ? { threadTs: row.thread } : {}) },
  });
}

const note = (trx: Db, row: Waiting, action: string, details: Record<string, unknown>) =>
  record(trx, { action, subject: { kind: 'exception', id: String(row.id) }, by: byClock, details });
