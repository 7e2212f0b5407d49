/**
 * Leads that nobody claims: first whose turn it is hears of it, then a manager; never a third time. Nobody is given one. A
 * lead's card calls nobody by name and comes at any hour; these calls do, and so keep to quiet hours and the cards of a day.
 */
import { type Callable, callable, countCalls } from '../attention/calls.ts';
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
import { redrawCards, wantCards } from '../jobs/cards.ts';
import { currentSettings, numberSetting, type SettingRow } from '../settings/settings.ts';
import { isOpenLead } from './closings.ts';

type Row = {
  id: string;
  territory_id: string | null;
  came_at: Date;
  calls: number;
  /** When the first call came. */
  called_at: Date | null;
  channel: string;
  ts: string;
};
type Rep = {
  id: string;
  territory_id: string | null;
  team_id: string | null;
  open_deals: number;
  turns: number;
};
type Turn = {
  leadId: string;
  call: 1 | 2;
  toId: string | null;
  /** Of whoever is called, on which it counts. */
  day: string | null;
  channel: string;
  ts: string;
};

/** So many at a time; the rest is taken up a minute later. */
const most = 200;
const minute = 60_000;

/** Clock work. Counted from when the lead last came in, was shown or was given back; only leads whose card stands in a channel. */
export async function callUnclaimed(use: {
  db: Db;
  now: Clock;
  /** Of people whose own is not known. */
  zone?: string;
}): Promise<{ reminded: number; handedUp: number }> {
  const now = use.now.now();
  return withLock(use.db, 'leads:unclaimed', async (trx) => {
    const settings = await currentSettings(trx, now);
    const due = (await waiting(trx, now)).flatMap((row) => {
      const call = callDue(row, now, settings);
      return call === null ? [] : [{ row, call }];
    });
    if (due.length === 0) return { reminded: 0, handedUp: 0 };
    const reps = await repsByTurn(trx, now, settings);
    const managers = await managersOf(trx);
    const people = await callable(
      trx,
      { now, zone: use.zone ?? 'UTC', settings },
      [...reps, ...managers].map(({ id }) => id),
    );
    const turns = due.flatMap(({ row, call }): Turn[] => {
      const who = call === 1 ? nextOf(reps, row, people) : managerOf(managers, row, people);
      if (who === 'later') return [];
      const standing = who === null ? undefined : people.get(who);
      if (standing) standing.left -= 1;
      return [
        { leadId: row.id, call, toId: who, day: standing?.day ?? null, channel: row.channel, ts: row.ts },
      ];
    });
    await write(trx, turns, now);
    const reminded = turns.filter(({ call }) => call === 1).length;
    return { reminded, handedUp: turns.length - reminded };
  });
}

async function waiting(trx: Db, now: Date): Promise<Row[]> {
  const { rows } = await trx.raw<{ rows: Row[] }>(
    `select l.id, l.territory_id, greatest(l.last_came_at, l.created_at, l.free_since, z.at) as came_at, k.channel, k.ts,
       (select count(*)::int from lead_calls c where c.lead_id = l.id and c.call > 0) as calls,
       (select max(c.at) from lead_calls c where c.lead_id = l.id and c.call = 1) as called_at
     from leads l join cards k on k.key = 'lead:' || l.id and k.state = 'posted' and k.ts is not null
       left join lead_calls z on z.lead_id = l.id and z.call = 0
     where l.status = 'new' and l.owner_id is null and greatest(l.last_came_at, l.created_at, l.free_since, z.at) <= ?
       and not exists (select 1 from lead_claims c where c.lead_id = l.id) and ${isOpenLead('l')}
       and not exists (select 1 from lead_calls c where c.lead_id = l.id and c.call = 2)
     order by came_at, l.id limit ?`,
    [now, most],
  );
  return rows;
}

function callDue(row: Row, now: Date, settings: SettingRow[]): 1 | 2 | null {
  const at = { territoryId: row.territory_id };
  const waited = (now.getTime() - row.came_at.getTime()) / minute;
  const remind = numberSetting(settings, 'lead_remind_minutes', at);
  const escalate = Math.max(numberSetting(settings, 'lead_escalate_minutes', at), remind);
  if (row.calls === 0) return waited >= remind ? 1 : null;
  // A first call that waited for the morning leaves as much time as any other.
  const called = row.called_at === null ? waited : (now.getTime() - row.called_at.getTime()) / minute;
  return waited >= escalate && called >= escalate - remind ? 2 : null;
}

/** Reps with room, whose turn it is least recently first: fewest turns within a week, then fewest open deals. */
async function repsByTurn(trx: Db, now: Date, settings: SettingRow[]): Promise<Rep[]> {
  const { rows } = await trx.raw<{ rows: Rep[] }>(
    `select p.id, coalesce(p.territory_id, t.territory_id) as territory_id, p.team_id,
       (select count(*)::int from deals d where d.owner_id = p.id and d.status = 'open') as open_deals,
       (select count(*)::int from lead_calls c where c.to_id = p.id and c.at > ?::timestamptz - interval '7 days')
         + (select count(*)::int from lead_claims c where c.by_id = p.id and c.at > ?::timestamptz - interval '7 days') as turns
     from people p left join teams t on t.id = p.team_id
     where p.active and 'rep' = any(p.roles) and p.slack_id is not null order by p.name, p.id`,
    [now, now],
  );
  return rows.filter(
    (rep) =>
      rep.open_deals <
      numberSetting(settings, 'open_deals_limit', {
        personId: rep.id,
        teamId: rep.team_id,
        territoryId: rep.territory_id,
      }),
  );
}

/** Null: nobody has room for it, and nobody is called by name. `later`: those who have are in their quiet hours. */
type Next = string | null | 'later';

/** Each turn counts for the next one. */
function nextOf(reps: Rep[], lead: Row, people: Map<string, Callable>): Next {
  const mine = reps.filter((rep) => lead.territory_id === null || rep.territory_id === lead.territory_id);
  const { free, later } = among(mine, people);
  if (free.length === 0) return later ? 'later' : null;
  const [next] = free.toSorted((a, b) => a.turns - b.turns || a.open_deals - b.open_deals);
  if (!next) return null;
  next.turns += 1;
  return next.id;
}

/** Who may be interrupted now and had not all cards of the day. */
function among<P extends { id: string }>(
  all: P[],
  people: Map<string, Callable>,
): { free: P[]; later: boolean } {
  const left = all.filter(({ id }) => (people.get(id)?.left ?? 0) > 0);
  const free = left.filter(({ id }) => people.get(id)?.quiet === false);
  return { free, later: left.length > 0 };
}

type Manager = { id: string; territory_id: string | null; admin: boolean };

async function managersOf(trx: Db): Promise<Manager[]> {
  const { rows } = await trx.raw<{ rows: Manager[] }>(
    `select p.id, coalesce(p.territory_id, t.territory_id) as territory_id, not 'manager' = any(p.roles) as admin
     from people p left join teams t on t.id = p.team_id
     where p.active and p.roles && array['manager','admin'] and p.slack_id is not null order by p.name, p.id`,
  );
  return rows;
}

/** A manager of its territory; of a lead that lies nowhere any; else an administrator. */
function managerOf(all: Manager[], lead: Row, people: Map<string, Callable>): Next {
  const mine = all.filter(
    (one) => !one.admin && (lead.territory_id === null || one.territory_id === lead.territory_id),
  );
  const admins = all.filter((one) => one.admin);
  const { free, later } = among([mine, admins, all].find((some) => some.length > 0) ?? [], people);
  return free[0]?.id ?? (later ? 'later' : null);
}

async function write(trx: Db, turns: Turn[], now: Date): Promise<void> {
  if (turns.length === 0) return;
  await trx('lead_calls').insert(
    turns.map(({ leadId, call, toId }) => ({ lead_id: leadId, call, to_id: toId, at: now })),
  );
  await countCalls(
    trx,
    now,
    turns.flatMap(({ leadId, call, toId, day, channel }) =>
      toId === null || day === null
        ? []
        : [{ card: `unclaimed:${leadId}:${call}` as const, channel, personId: toId, day }],
    ),
  );
  await wantCards(
    trx,
    turns.map(({ leadId, call, channel, ts }) => ({
      key: `unclaimed:${leadId}:${call}` as const,
      channel,
      threadTs: ts,
    })),
  );
  await record(
    trx,
    turns.map(({ leadId, call, toId }) => ({
      action: call === 1 ? 'lead.reminded' : 'lead.handed_up',
      subject: { kind: 'lead', id: leadId },
      by: { kind: 'system', id: 'clock' } as const,
      details: { to: toId },
    })),
  );
}

/** Wants the cards of these leads, and notes since when they are shown. */
export async function showLeads(trx: Db, leads: { id: string; channel: string }[], now: Date): Promise<void> {
  if (leads.length === 0) return;
  await trx('lead_calls')
    .insert(leads.map(({ id }) => ({ lead_id: id, call: 0, to_id: null, at: now })))
    .onConflict(['lead_id', 'call'])
    .ignore();
  await wantCards(
    trx,
    leads.map(({ id, channel }) => ({ key: `lead:${id}` as const, channel })),
  );
}

/** What stood in its thread says that it is over. */
export async function redrawCalls(trx: Db, leadId: string): Promise<void> {
  await redrawCards(trx, [`unclaimed:${leadId}:1`, `unclaimed:${leadId}:2`]);
}
