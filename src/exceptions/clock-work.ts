/** What time does to an open exception: wakes it, reminds once, hands it up once, lets it expire. Silence never approves. */
import { quietPeople } from '../attention/release.ts';
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { type CardKey, wantCards } from '../jobs/cards.ts';
import { enqueue } from '../jobs/outbox.ts';
import { holdersOfAny } from '../people/people.ts';
import { namedByAuthority } from '../policy/decide.ts';
import type { Person, Role } from '../policy/nouns.ts';
import { type Signature, unsigned } from '../policy/signatures.ts';
import { currentSettings, numberSetting } from '../settings/settings.ts';
import { handedUp, handedUpTogether, reminder, reminderTogether } from '../story/decision.ts';
import type { About } from '../story/group.ts';

type Use = { db: Db; now: Clock };
type RemindUse = Use & { zone?: string };
type Row = { id: number; card: CardKey; channel: string };
const byClock = { kind: 'system', id: 'clock' } as const;
const asleep = 'exists (select 1 from snoozes s where s.exception_id = e.id and s.woken_at is null)';
const undecided =
  'not exists (select 1 from decisions d where d.exception_id = e.id and d.reopened_at is null)';

/** Wakes the snoozed cards whose time has come: those of exceptions, and of what was found of figures. */
export function wakeDue(use: Use): Promise<number> {
  return inTransaction(use.db, async (trx) => {
    const { rows }: { rows: Row[] } = await trx.raw(
      `update snoozes s set woken_at = ? from exceptions e
       where e.id = s.exception_id and s.woken_at is null and s.until <= ? returning e.id, e.card, e.channel`,
      [use.now.now(), use.now.now()],
    );
    await tell(trx, rows, 'exception.woken', 'Its time had come.');
    const { rows: told }: { rows: { key: CardKey; channel: string }[] } = await trx.raw(
      `with woken as (update card_snoozes set woken_at = ? where woken_at is null and until <= ? returning card)
       select c.key, c.channel from woken w join cards c on c.key = w.card`,
      [use.now.now(), use.now.now()],
    );
    await wantCards(trx, told);
    return rows.length + told.length;
  });
}

/** Closes what nobody has decided in time. Expired is not rejected: nobody has said no. */
export function expireDue(use: Use): Promise<number> {
  return inTransaction(use.db, async (trx) => {
    const { rows }: { rows: Row[] } = await trx.raw(
      `update exceptions e set closed_at = ?, closed_as = 'expired'
       where e.closed_at is null and e.id in (
         select e.id from exceptions e where e.closed_at is null and e.expires_at <= ? and ${undecided} and not ${asleep}
         order by e.id for update) returning e.id, e.card, e.channel`,
      [use.now.now(), use.now.now()],
    );
    await tell(trx, rows, 'exception.expired', 'Nobody decided in time. Nothing was changed.');
    return rows.length;
  });
}

async function tell(trx: Db, rows: Row[], action: string, because: string): Promise<void> {
  await wantCards(
    trx,
    rows.map(({ card, channel }) => ({ key: card, channel })),
  );
  await record(
    trx,
    rows.map(({ id }) => ({ action, subject: { kind: 'exception', id: String(id) }, by: byClock, because })),
  );
}

type Waiting = Row & {
  asks: Role[];
  signed: Signature[];
  proposed_by: string | null;
  /** Of the deal; signs nothing of theirs. */
  owner_id: string | null;
  waits_for: string | null;
  reminded_at: Date | null;
  /** Whether another one on the same card has been reminded of, or handed up, already. */
  card_reminded: boolean;
  card_handed_up: boolean;
  /** Of a card with several: whose deals they are. */
  rep: string | null;
  about: About;
  deal: string;
  reason: string;
  thread: string | null;
  slack_id: string | null;
  manager_id: string | null;
};

/**
 * Reminds whom a card waits for, once, after the hours of a setting; after as many hours again the next person hears of
 * it, once (of a form, a contact or an account in a message of their own, after the days that any question may wait). Never a third time, and of
 * several exceptions on one card only once for all of them. Nobody is reminded of a card that has not come yet, nor in quiet
 * hours; `zone` is of people whose own is not known.
 */
export function remindDue(use: RemindUse): Promise<{ reminded: number; handedUp: number }> {
  return inTransaction(use.db, async (trx) => {
    const now = use.now.now();
    const settings = await currentSettings(trx, now);
    const hours = numberSetting(settings, 'remind_hours');
    const quiet = await quietPeople(trx, { now, zone: use.zone ?? 'UTC', settings });
    const before = new Date(now.getTime() - hours * 3_600_000);
    const onCard = (what: string) =>
      `exists (select 1 from exceptions o where o.group_id = e.group_id and o.id <> e.id and o.${what} is not null)`;
    const { rows }: { rows: Waiting[] } = await trx.raw(
      `select e.id, e.card, e.channel, e.asks, e.waits_for, e.reminded_at, coalesce(d.name, n.name, p.subject_id) as deal, p.reason,
         ${onCard('reminded_at')} as card_reminded, ${onCard('escalated_to')} as card_handed_up, r.name as rep, coalesce(g.about, 'deal') as about,
         c.ts as thread, coalesce(z.slack_id, w.slack_id) as slack_id, w.manager_id, p.proposed_by, d.owner_id,
         (select coalesce(jsonb_agg(jsonb_build_object('byId', s.by_id, 'by', y.name, 'roles', y.roles) order by s.id), '[]')
            from signatures s join people y on y.id = s.by_id and y.active
            where s.exception_id = e.id and s.hash = e.hash and s.withdrawn_at is null) as signed
       from exceptions e join proposals p on p.id = e.proposal_id left join deals d on p.subject_kind = 'deal' and d.id = p.subject_id
         left join records n on n.kind = p.subject_kind and n.id = p.subject_id left join exception_groups g on g.id = e.group_id left join people r on r.id = g.rep_id
         left join people w on w.id = e.waits_for
         left join stand_ins si on si.person_id = e.waits_for and si.ended_at is null and si.starts_at <= ? and si.until > ?
         left join people z on z.id = si.stand_in_id and z.active left join cards c on c.key = e.card
         left join interruptions i on i.card = e.card
       where e.closed_at is null and e.expires_at > ? and ${undecided} and not ${asleep}
         and case when e.reminded_at is null then greatest(i.went_at, e.opened_at, (select max(s.at) from signatures s where s.exception_id = e.id)) <= ?
           else e.reminded_at <= ? and e.escalated_to is null and p.kind <> 'form' and p.subject_kind = 'deal' end
         and c.state is distinct from 'held' and (e.reminded_at is not null or e.waits_for is null or e.waits_for <> all(?))
       order by e.id limit 200 for update of e skip locked`,
      [now, now, now, before, before, quiet],
    );
    let reminded = 0;
    let up = 0;
    for (const onOne of Map.groupBy(rows, ({ card }) => card).values()) {
      reminded += await remind(
        trx,
        onOne.filter((row) => row.reminded_at === null),
        now,
        hours,
      );
      up += await handUp(
        trx,
        onOne.filter((row) => row.reminded_at !== null),
        hours * 2,
        quiet,
      );
    }
    return { reminded, handedUp: up };
  });
}

/** All of one card. */
async function remind(trx: Db, rows: Waiting[], now: Date, hours: number): Promise<number> {
  const [first] = rows;
  if (!first) return 0;
  await trx('exceptions').whereIn('id', idsOf(rows)).update({ reminded_at: now });
  await note(trx, rows, 'exception.reminded', { waitsFor: first.waits_for });
  if (first.card_reminded) return rows.length;
  const text =
    first.rep && rows.length > 1
      ? reminderTogether(first.about, rows.length, first.rep, hours)
      : reminder(first.deal, first.reason, hours);
  await whisper(trx, first, first.slack_id, text, 'remind');
  return rows.length;
}

/** Whoever is next has quiet hours as well: then it is tried again when they are over. */
async function handUp(trx: Db, rows: Waiting[], hours: number, quiet: string[]): Promise<number> {
  const [first] = rows;
  const next = first && (await nextPerson(trx, first));
  if (!next || quiet.includes(next.id)) return 0;
  await trx('exceptions').whereIn('id', idsOf(rows)).update({ escalated_to: next.id });
  await note(trx, rows, 'exception.handed_up', { to: next.id });
  if (first.card_handed_up) return rows.length;
  const text =
    first.rep && rows.length > 1
      ? handedUpTogether(first.about, rows.length, first.rep, hours)
      : handedUp(first.deal, first.reason, hours);
  await whisper(trx, first, next.slackId, text, 'hand-up');
  return rows.length;
}

const idsOf = (rows: Waiting[]): number[] => rows.map(({ id }) => id);

/** Another holder of the role that must decide; else whom the first one reports to; else an administrator. */
async function nextPerson(trx: Db, row: Waiting): Promise<Person | null> {
  const above = namedByAuthority(row.asks);
  const [next = above[0]] = unsigned(above, row.signed);
  const roles: Role[] = next ? [next, 'admin'] : ['admin'];
  const has = new Set([...row.signed.map(({ byId }) => byId), row.proposed_by, row.owner_id]);
  const holders = (await holdersOfAny(trx, roles)).filter(({ id }) => !has.has(id));
  const candidates = roles.flatMap((role) => holders.filter((one) => one.roles.includes(role)));
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
    key: `${what}:${row.card}`,
    body: { channel: row.channel, user, text, ...(row.thread && !own ? { threadTs: row.thread } : {}) },
  });
}

const note = (trx: Db, rows: Waiting[], action: string, details: Record<string, unknown>) =>
  record(
    trx,
    rows.map(({ id }) => ({ action, subject: { kind: 'exception', id: String(id) }, by: byClock, details })),
  );
