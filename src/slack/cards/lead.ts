import type { Card, Here } from '../../../blocks/kit.ts';
import { type Claimed, leadCard, repeatsCard, unclaimedCard } from '../../../blocks/lead.ts';
import { stillUncertain } from '../../crm/arrivals.ts';
import { senderRecord, withSender } from '../../crm/senders.ts';
import type { Db } from '../../db/pool.ts';
import { closingOf } from '../../exceptions/closings.ts';
import { count } from '../../story/format.ts';
import { manyTimes, senderSaid } from '../../story/lead.ts';

type Row = {
  id: string;
  name: string | null;
  email: string | null;
  title: string | null;
  company: string | null;
  phone: string | null;
  domain: string | null;
  message: string | null;
  lead_source: string | null;
  created_at: Date;
  uncertain: string[];
  territory: string | null;
  account: string | null;
  open_deals: number;
  claimed_by: string | null;
  claimed_at: Date | null;
  owner_id: string | null;
  first_touch_on: string | null;
  contact_by: string | null;
  contact_at: Date | null;
  channel: string | null;
  prior: number | null;
  more: number;
  this_week: number;
};

/** The card of a lead, as it is now; null when the lead is gone. */
export async function leadNow(db: Db, id: string, here: Here): Promise<Card | null> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `with recursive family as (
       select ?::text as id union select c.lead_id from lead_closings c join family f on f.id = c.into_id
         where c.into_kind = 'lead' and c.reopened_at is null
     )
     select l.id, l.name, l.email, l.title, l.company, l.phone, l.domain, l.message, l.lead_source, l.created_at, l.owner_id, l.uncertain,
       l.first_touch_on, t.name as territory, a.name as account,
       (select count(*) from deals d where d.account_id = l.account_id and d.status = 'open') as open_deals,
       p.name as claimed_by, c.at as claimed_at, f.at as contact_at, fp.name as contact_by,
       f1.channel, f1.confidence::float8 as prior, n.more, n.this_week
     from leads l left join territories t on t.id = l.territory_id left join accounts a on a.id = l.account_id
       left join lead_claims c on c.lead_id = l.id left join people p on p.id = c.by_id
       left join first_contacts f on f.lead_id = l.id left join people fp on fp.id = f.by_id
       left join lateral (select channel, confidence from arrivals where lead_id = l.id and fresh order by came_at limit 1) f1 on true
       cross join lateral (
         select count(*) filter (where more)::int as more,
           (count(*) filter (where more and came_at > ?::timestamptz - interval '7 days'))::int
             + (l.created_at > ?::timestamptz - interval '7 days')::int as this_week
         from (
           select a.came_at, not a.fresh as more from arrivals a where a.lead_id in (select id from family)
           -- The first time of a lead that was merged by hand.
           union all select m.created_at, true from leads m where m.id in (select id from family) and m.id <> l.id
         ) times) n
     where l.id = ?`,
    [id, here.now, here.now, id],
  );
  const row = rows[0];
  if (!row) return null;
  const uncertain = stillUncertain(row.uncertain, row);
  const closing = await closingOf(db, id);
  const sender = await senderRecord(db, row);
  return leadCard(
    {
      id: row.id,
      name: row.name,
      title: row.title,
      company: row.company,
      territory: row.territory,
      message: row.message,
      source: row.lead_source,
      cameAt: row.created_at,
      matched: matchedSaid(row, uncertain),
      uncertain,
      confidence:
        row.channel === null || row.prior === null
          ? null
          : await confidenceOf(db, {
              channel: row.channel,
              sure: row.uncertain.length === 0,
              prior: row.prior,
              now: here.now,
            }).then(({ share, ...cases }) => ({ ...cases, share: withSender(share, sender) })),
      sender: senderSaid(sender),
      more: row.more,
      thisWeek: row.this_week,
      state: closing ? { is: 'closed', ...closing } : stateOf(row),
    },
    here,
  );
}

function matchedSaid(row: Row, uncertain: string[]): string {
  if (row.account) return `Company matched: ${row.account}, ${count(row.open_deals, 'open deal')}`;
  return row.company
    ? 'No account of that name'
    : uncertain.length > 0
      ? 'Company unknown'
      : 'Company unknown. Needs Review.';
}

function stateOf(row: Row): { is: 'open' } | Claimed {
  if (!row.claimed_by || !row.claimed_at) return { is: 'open' };
  const contact = row.contact_at
    ? { by: row.contact_by, afterMs: row.contact_at.getTime() - row.created_at.getTime(), on: null }
    : row.first_touch_on
      ? { by: null, afterMs: null, on: row.first_touch_on }
      : null;
  return { is: 'claimed', by: row.claimed_by, at: row.claimed_at, applied: row.owner_id !== null, contact };
}

/**
 * Of leads that came by the same way and were read as surely within 90 days: how many of those that people have decided on
 * were claimed, and neither called wrong nor marked as none. Under 10 of them what the reading assumes is shown.
 */
async function confidenceOf(
  db: Db,
  of: { channel: string; sure: boolean; prior: number; now: Date },
): Promise<{ share: number; cases: number; accepted: number }> {
  const { rows } = await db.raw<{ rows: { cases: number; accepted: number }[] }>(
    `select count(*)::int as cases, (count(*) filter (where not bad))::int as accepted from (
       select exists (select 1 from lead_claims c where c.lead_id = a.lead_id) as claimed,
         exists (select 1 from feedback f where f.subject_kind = 'lead' and f.subject_id = a.lead_id and f.say = 'bad' and f.replaced_at is null)
           or exists (select 1 from lead_closings z where z.lead_id = a.lead_id and z.reopened_at is null and z.closed_as = 'not a lead') as bad
       from arrivals a where a.fresh and a.channel = ? and (a.uncertain = '{}') = ? and a.came_at > ?::timestamptz - interval '90 days'
     ) d where claimed or bad`,
    [of.channel, of.sure, of.now],
  );
  const { cases, accepted } = rows[0] ?? { cases: 0, accepted: 0 };
  return { share: cases < 10 ? of.prior : (accepted + 1) / (cases + 2), cases, accepted };
}

/** In the thread of a lead's card: whose turn it is; null when the lead is gone. `id` is "<lead>:<call>". */
export async function unclaimedNow(db: Db, id: string): Promise<Card | null> {
  const [, leadId = '', call = ''] = /^(.*):([12])$/.exec(id) ?? [];
  const row = await db('lead_calls as k')
    .join('leads as l', 'l.id', 'k.lead_id')
    .leftJoin('people as p', 'p.id', 'k.to_id')
    .leftJoin('territories as t', 't.id', 'l.territory_id')
    .leftJoin('lead_calls as z', (on) => on.on('z.lead_id', 'l.id').andOnVal('z.call', 0))
    .leftJoin('lead_claims as c', 'c.lead_id', 'l.id')
    .leftJoin('people as q', 'q.id', 'c.by_id')
    .where({ 'k.lead_id': leadId, 'k.call': Number(call) })
    .first<
      | {
          at: Date;
          since: Date;
          name: string | null;
          slack_id: string | null;
          territory: string | null;
          over: string | null;
        }
      | undefined
    >(
      'k.at',
      db.raw('greatest(l.last_came_at, l.created_at, l.free_since, z.at) as since'),
      'p.name',
      'p.slack_id',
      { territory: 't.name' },
      {
        over: 'q.name',
      },
    );
  if (!row) return null;
  return unclaimedCard({
    waitedMs: Math.max(0, row.at.getTime() - row.since.getTime()),
    call: call === '2' ? 2 : 1,
    to: row.name === null ? null : { name: row.name, slackId: row.slack_id },
    territory: row.territory,
    over: row.over,
  });
}

/** For the owner of intake; null when the lead is gone. */
export async function repeatsNow(db: Db, id: number, here: Here): Promise<Card | null> {
  const row = await db('repeat_notices as r')
    .join('leads as l', 'l.id', 'r.lead_id')
    .where('r.id', id)
    .first<
      { id: string; name: string | null; company: string | null; arrivals: number; at: Date } | undefined
    >('l.id', 'l.name', 'l.company', 'r.arrivals', 'r.at');
  if (!row) return null;
  return repeatsCard(
    { id: row.id, name: row.name, company: row.company, said: manyTimes(row.arrivals), from: row.at },
    here,
  );
}
