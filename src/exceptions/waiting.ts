import type { Db } from '../db/pool.ts';
import { absentFor } from '../people/stand-ins.ts';
import { mayDecide, type Stake } from '../policy/may-decide.ts';
import type { FieldChange, Nudge, Person, Wanted } from '../policy/nouns.ts';
import { wanted } from './nouns.ts';

export type WaitingForYou = {
  id: number;
  hash: string;
  dealId: string;
  deal: string;
  wants: Wanted;
  reason: string;
  amount: number | null;
  currency: string | null;
  severity: 'critical' | 'attention' | 'information';
  openedAt: Date;
  expiresAt: Date;
  channel: string;
  /** Where its card stands, once it is posted. */
  card: { channel: string; ts: string } | null;
  /** Who is away and is decided for. */
  inStead: { id: string; name: string } | null;
};

type Row = Omit<WaitingForYou, 'card' | 'wants' | 'inStead'> &
  Stake & {
    kind: Wanted['kind'];
    change: { fields?: FieldChange[]; nudge?: Nudge };
    cardChannel: string | null;
    cardTs: string | null;
  };
const MOST = 500;

/** The open exceptions about which this person may decide, critical ones first, then by what they are worth. Snoozed ones sleep. */
export async function waitingFor(use: { db: Db; now: Date }, person: Person): Promise<WaitingForYou[]> {
  const { rows }: { rows: Row[] } = await use.db.raw(
    `select e.id, e.hash, e.severity, e.channel, e.opened_at as "openedAt", e.expires_at as "expiresAt", e.asks, e.asks_in_order as "inOrder", p.proposed_by as "proposedBy",
       (select coalesce(jsonb_agg(jsonb_build_object('byId', s.by_id, 'by', y.name, 'roles', y.roles) order by s.id), '[]')
          from signatures s join people y on y.id = s.by_id and y.active
          where s.exception_id = e.id and s.hash = e.hash and s.withdrawn_at is null) as signed,
       p.subject_id as "dealId", coalesce(d.name, n.name, p.subject_id) as deal, p.kind, p.change, p.reason, d.amount, d.currency,
       o.id as "ownerId", o.team_id as "teamId", t.id as "territoryId", t.name as territory, o.manager_id as "managerId",
       c.channel as "cardChannel", c.ts as "cardTs"
     from exceptions e join proposals p on p.id = e.proposal_id
       left join deals d on p.subject_kind = 'deal' and d.id = p.subject_id
       left join records n on n.kind = p.subject_kind and n.id = p.subject_id left join keepers k on k.account_id = n.account_id
       left join people o on o.id = coalesce(d.owner_id, k.owner_id) left join teams g on g.id = o.team_id
       left join territories t on t.id = coalesce(d.territory_id, k.territory_id, o.territory_id, g.territory_id)
       left join cards c on c.key = e.card and c.ts is not null
     where e.closed_at is null and e.expires_at > ?
       and not exists (select 1 from snoozes s where s.exception_id = e.id and s.woken_at is null)
       and not exists (select 1 from decisions x where x.exception_id = e.id and x.reopened_at is null)
     order by e.severity = 'critical' desc, d.amount desc nulls last, e.id`,
    [use.now],
  );
  const absent = await absentFor(use.db, person.id, use.now);
  return rows
    .flatMap((row) => {
      const may = mayDecide(person, row, absent);
      return may.may
        ? [{ ...row, inStead: may.inStead ? { id: may.inStead.id, name: may.inStead.name } : null }]
        : [];
    })
    .slice(0, MOST)
    .map(
      ({ kind, change, cardChannel, cardTs, id, hash, dealId, deal, reason, amount, currency, ...row }) => ({
        id,
        hash,
        dealId,
        deal,
        wants: wanted(kind, change),
        reason,
        amount,
        currency,
        severity: row.severity,
        inStead: row.inStead,
        openedAt: row.openedAt,
        expiresAt: row.expiresAt,
        channel: row.channel,
        card: cardChannel && cardTs ? { channel: cardChannel, ts: cardTs } : null,
      }),
    );
}
