/**
 * Leads that come in: each person once, however often and by however many ways they come, at once as well. What stands in
 * the lead already is never replaced from outside, save for the message and a company that only the directory had said: a later
 * arrival fills what is missing, and its message, the newest wish, is the one that is shown. The first one's number, day, source, owner and status stay.
 */
import { record } from '../audit/record.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import type { LeadFields } from '../sales/lead-fields.ts';
import { companiesOf, fromDirectory, isFromDirectory } from './lead-companies.ts';
import { touch } from './mirror.ts';
import { rowsOf, sql } from './sql.ts';

export type Arrival = {
  /** Of this delivery: the same again is the same arrival. */
  key: string;
  channel: 'form' | 'email' | 'csv';
  cameAt: Date;
  /** Why it is no lead; then only the arrival is kept. */
  because: string | null;
  identity: string | null;
  domain: string | null;
  lead: LeadFields;
  uncertain: string[];
  /** Why it is probably none, each a clause; then it is kept closed, until somebody says that it is one. */
  signs: string[];
  confidence: number;
  via: 'rules' | 'model';
  /** "Web form", "E-mail". */
  source: string;
  runId: string | null;
};

export type Stored =
  | { say: 'new'; leadId: string }
  /** `times`: how often this person has come within the last seven days, this time included. */
  | { say: 'merged'; leadId: string; filled: string[]; times: number; lastDay: number }
  | { say: 'no lead'; because: string }
  /** This very delivery came before. */
  | { say: 'before'; leadId: string | null };

export function storeArrival(db: Db, arrival: Arrival): Promise<Stored> {
  return inTransaction(db, async (trx) => {
    const known = await rowsOf<{ id: number; lead_id: string | null }>(
      trx,
      sql`insert into arrivals (key, channel, came_at, fresh, because, confidence, uncertain, via, run_id)
        values (${arrival.key}, ${arrival.channel}, ${arrival.cameAt}, false, ${arrival.because}, ${arrival.confidence}, ${arrival.uncertain}, ${arrival.via}, ${arrival.runId})
        on conflict (key) do nothing returning id, lead_id`,
    );
    const id = known[0]?.id;
    if (id === undefined) {
      const first = await trx('arrivals')
        .where({ key: arrival.key })
        .first<{ lead_id: string | null } | undefined>('lead_id');
      return { say: 'before', leadId: first?.lead_id ?? null };
    }
    if (arrival.because !== null) return { say: 'no lead', because: arrival.because };
    const { leadId, fresh, filled } = await put(trx, arrival);
    await trx('arrivals').where({ id }).update({ lead_id: leadId, fresh, filled });
    await touch(trx, 'lead', [leadId]);
    if (fresh && arrival.signs.length > 0) await closeByRules(trx, leadId, arrival);
    if (!fresh && arrival.signs.length === 0) await openByRules(trx, leadId, arrival);
    await record(trx, {
      action: fresh ? 'lead.came' : 'lead.merged',
      subject: { kind: 'lead', id: leadId },
      by: { kind: 'system', id: 'intake' },
      runId: arrival.runId,
      details: { channel: arrival.channel, arrival: id, filled },
    });
    if (fresh) return { say: 'new', leadId };
    return { say: 'merged', leadId, filled, ...(await counts(trx, leadId, arrival.cameAt)) };
  });
}

async function closeByRules(trx: Db, leadId: string, { signs, cameAt, runId }: Arrival): Promise<void> {
  await trx('lead_closings').insert({ lead_id: leadId, closed_as: 'probably not a lead', signs, at: cameAt });
  await record(trx, {
    action: 'lead.probably_none',
    subject: { kind: 'lead', id: leadId },
    by: { kind: 'system', id: 'intake' },
    because: signs.join('; '),
    runId,
  });
}

/** What only the rules had closed is open again when the same person writes something else; what a person said stands. */
async function openByRules(trx: Db, leadId: string, { cameAt, runId }: Arrival): Promise<void> {
  const opened = await trx('lead_closings')
    .where({ lead_id: leadId, closed_as: 'probably not a lead' })
    .whereNull('reopened_at')
    .update({ reopened_at: cameAt });
  if (opened === 0) return;
  await trx('leads').where({ id: leadId }).update({ status: 'new', free_since: cameAt });
  await record(trx, {
    action: 'lead.reopened',
    subject: { kind: 'lead', id: leadId },
    by: { kind: 'system', id: 'intake' },
    because: 'It came again, without any sign of advertising.',
    runId,
  });
}

type Row = {
  id: string;
  fresh: boolean;
  name: string | null;
  email: string | null;
  company: string | null;
  title: string | null;
  phone: string | null;
  country: string | null;
  uncertain: string[];
};

/** An import of leads looks at all identities of a batch at once; nobody adds one meanwhile. */
export const identitiesLock = `hashtextextended('leads:identities', 0)`;

/** Whoever comes second waits for the first one's end, and finds its lead. */
async function put(trx: Db, arrival: Arrival): Promise<{ leadId: string; fresh: boolean; filled: string[] }> {
  await trx.raw(`select pg_advisory_xact_lock_shared(${identitiesLock})`);
  const { lead } = arrival;
  const [found] = await companiesOf(trx, [{ company: lead.company, domain: arrival.domain }]);
  const { account = null, name = null, listedOn = null } = found ?? {};
  const company = lead.company ?? name;
  const fromThere = listedOn === null ? [] : [fromDirectory(listedOn)];
  const uncertain = [...stillUncertain(arrival.uncertain, { ...lead, company }), ...fromThere];
  const [row] = await rowsOf<Row>(
    trx,
    sql`insert into leads as l (id, source, source_id, name, email, company, title, phone, phone_ext, message, country, territory_id, account_id,
          lead_source, created_at, last_came_at, identity, domain, uncertain, status, changed_by, changed_at)
        select 'L-' || n || case when exists (select 1 from leads x where x.id = 'L-' || n) then '-i' else '' end, 'intake', ${arrival.key},
          ${lead.name}, ${lead.email}, ${company}, ${lead.title}, ${lead.phone}, ${lead.phoneExt}, ${lead.message}, ${lead.country},
          ${account?.territory_id ?? null}, ${account?.id ?? null}, ${arrival.source}, ${arrival.cameAt}, ${arrival.cameAt},
          ${arrival.identity}, ${arrival.domain}, ${uncertain},
          ${arrival.signs.length > 0 ? 'probably not a lead' : 'new'}, 'intake', ${arrival.cameAt}
        from nextval('lead_numbers') as n
        on conflict (identity) where identity is not null do update set identity = l.identity
        returning id, (xmax = 0) as fresh, name, email, company, title, phone, country, uncertain`,
  );
  if (!row) throw new Error('A lead was neither made nor found.');
  const made = row.fresh ? row : ((await mergedInto(trx, row.id)) ?? row);
  if (made.fresh) return { leadId: made.id, fresh: true, filled: [] };
  const offered = { ...lead, company };
  // What somebody has written themselves counts more than what the directory said for them.
  const better = made.uncertain.some(isFromDirectory) && company !== null && listedOn === null;
  const filled = (['name', 'email', 'company', 'title', 'phone', 'country'] as const).filter(
    (field) => offered[field] !== null && (made[field] === null || (field === 'company' && better)),
  );
  const now = Object.fromEntries(filled.map((field) => [field, offered[field]]));
  await trx('leads')
    .where({ id: made.id })
    .update({
      ...now,
      ...(filled.includes('phone') ? { phone_ext: lead.phoneExt } : {}),
      // Arrivals of one moment may be read in another order than they came in.
      ...(lead.message === null
        ? {}
        : {
            message: trx.raw(
              'case when message is null or ?::timestamptz >= coalesce(last_came_at, created_at) then ? else message end',
              [arrival.cameAt, lead.message],
            ),
          }),
      created_at: trx.raw(`case when source = 'intake' then least(created_at, ?) else created_at end`, [
        arrival.cameAt,
      ]),
      ...(better
        ? { account_id: account?.id ?? null, territory_id: account?.territory_id ?? null }
        : {
            account_id: trx.raw('coalesce(account_id, ?)', [account?.id ?? null]),
            territory_id: trx.raw('coalesce(territory_id, ?)', [account?.territory_id ?? null]),
          }),
      uncertain: [
        ...stillUncertain(made.uncertain, { ...made, ...now }).filter(
          (one) => !isFromDirectory(one) || !filled.includes('company'),
        ),
        ...(filled.includes('company') ? fromThere : []),
      ],
      last_came_at: trx.raw('greatest(last_came_at, created_at, ?)', [arrival.cameAt]),
      version: trx.raw('version + 1'),
      changed_by: 'intake',
      changed_at: arrival.cameAt,
    });
  return { leadId: made.id, fresh: false, filled };
}

/** The lead into which somebody has merged this one, directly or by way of others; null: none. */
async function mergedInto(trx: Db, id: string): Promise<Row | null> {
  const [root] = await rowsOf<Row>(
    trx,
    sql`with recursive up as (
          select c.into_id as id, 1 as n from lead_closings c where c.lead_id = ${id} and c.into_kind = 'lead' and c.reopened_at is null
          union all
          select c.into_id, n + 1 from up join lead_closings c on c.lead_id = up.id and c.into_kind = 'lead' and c.reopened_at is null where n < 20
        )
        select id, false as fresh, name, email, company, title, phone, country, uncertain from leads
        where id = (select id from up order by n desc limit 1) for no key update`,
  );
  return root ?? null;
}

/** A doubt about a field that somebody has said since is none. */
export const stillUncertain = (
  uncertain: string[],
  lead: Partial<Record<'name' | 'email' | 'company' | 'phone', string | null>>,
): string[] =>
  uncertain.filter((one) => {
    const field = (
      [
        ['name', /^no name/],
        ['company', /^no company/],
        ['email', /^(?:no e-mail|e-mail )/],
        ['phone', /^phone not valid/],
      ] as const
    ).find(([, of]) => of.test(one))?.[0];
    return field === undefined || lead[field] === null || lead[field] === undefined;
  });

async function counts(trx: Db, leadId: string, at: Date): Promise<{ times: number; lastDay: number }> {
  const [row] = await rowsOf<{ times: number; lastDay: number }>(
    trx,
    sql`select count(*) filter (where came_at > ${at}::timestamptz - interval '7 days')::int + (select count(*)::int from leads l
            where l.id = ${leadId} and l.source <> 'intake' and l.created_at > ${at}::timestamptz - interval '7 days') as times,
          count(*) filter (where not fresh and came_at > ${at}::timestamptz - interval '24 hours')::int as "lastDay"
        from arrivals where lead_id = ${leadId} and came_at <= ${at}`,
  );
  return row ?? { times: 1, lastDay: 0 };
}
