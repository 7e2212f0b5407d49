/** Records that do not keep a contract and wait: the counterpart of waiting deals. */
import type { Breach, RecordAt, RecordTrigger } from '../agents/nouns.ts';
import { directoryOf, type Listed } from '../crm/directory.ts';
import type { Db } from '../db/pool.ts';
import { day } from '../story/format.ts';
import { type About, aboutOf, type Of, peopleOf, pick, type WhoseRow } from './waiting.ts';

/** A record with the contracts that it does not keep. */
export type WaitingRecord = About & { record: RecordAt; breaches: Record<RecordTrigger['name'], Breach> };

/** Those under the most valuable deals first, each once. */
export const waitingRecords = (trx: Db, of: Of): Promise<WaitingRecord[]> =>
  recordsWaiting(trx, of, 'unasked');

/** Records that have an open card of this agent, and of which more has become true since. */
export const askedRecords = (trx: Db, of: Of): Promise<WaitingRecord[]> => recordsWaiting(trx, of, 'asked');

async function recordsWaiting(trx: Db, of: Of, which: 'asked' | 'unasked'): Promise<WaitingRecord[]> {
  if (of.triggers.length === 0) return [];
  const picked = await pick(trx, of, which, {
    from: 'findings f join records c on c.kind = f.subject_kind and c.id = f.subject_id and (c.account_id is null or c.account_id <> all(?))',
    values: [of.pausedAccounts],
    inHour: (hour) =>
      `${'only' in hour ? '' : 'not '}exists (select 1 from keepers h where h.account_id = c.account_id and h.owner_id = any(?))`,
  });
  if (picked.length === 0) return [];
  const { rows } = await trx.raw<{ rows: Row[] }>(
    `with g as (select * from jsonb_to_recordset(?::jsonb) as g(subject_kind text, subject_id text, worth numeric, id bigint))
     select w.findings, c.kind, c.id, c.name, c.version, n.email, n.phone, a.id as account_id, a.name as account, a.tags, g.worth,
       ec.mended as email_mended, ec.because as email_because, md.because as domain_because,
       pc.mended as phone_mended, pc.because as phone_because, pc.assumed as phone_assumed, pc.region as phone_region, a.country,
       d.directory,
       o.id as owner_id, o.name as owner, o.team_id, k.territory_id, coalesce(om.id, tm.id) as manager_id, coalesce(om.name, tm.name) as manager, x.asked
     from g join records c on c.kind = g.subject_kind and c.id = g.subject_id left join contacts n on c.kind = 'contact' and n.id = c.id left join accounts a on a.id = c.account_id left join keepers k on k.account_id = a.id
       left join email_contracts ec on ec.key = md5(n.email) left join mail_domains md on md.domain = ec.domain
       left join phone_contracts pc on pc.key = md5(n.phone) and pc.country = fold(coalesce(a.country, ''))
       left join lateral (${directoryOf('a')}) d on c.kind = 'account'
       cross join lateral (
         select jsonb_agg(jsonb_build_object('id', f.id, 'trigger', f.trigger, 'severity', f.severity, 'since', f.since, 'detail', f.detail)) as findings
         from findings f where f.subject_kind = c.kind and f.subject_id = c.id and f.trigger = any(?) and f.gone_at is null and f.taken_up_at is null) w
       left join people o on o.id = k.owner_id left join people om on om.id = o.manager_id and om.active
       left join lateral (
         select m.id, m.name from people m left join teams t on t.id = m.team_id
         where m.active and 'manager' = any(m.roles) and coalesce(m.territory_id, t.territory_id) = k.territory_id order by m.name limit 1) tm on om.id is null
       left join lateral (
         select jsonb_build_object('findingId', p.finding_id, 'card', e.card, 'channel', e.channel) as asked
         from proposals p join exceptions e on e.proposal_id = p.id and e.closed_at is null
         where p.subject_kind = c.kind and p.subject_id = c.id and p.agent = ? limit 1) x on true
     order by g.worth desc, g.id`,
    [JSON.stringify(picked), of.triggers, of.agent],
  );
  return rows.map((row) => waiting(row, of.today));
}

type Row = WhoseRow & {
  kind: RecordAt['of'];
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  email_mended: string | null;
  email_because: string | null;
  domain_because: string | null;
  phone_mended: string | null;
  phone_because: string | null;
  phone_assumed: boolean | null;
  phone_region: string | null;
  country: string | null;
  directory: Listed | null;
};

const waiting = (row: Row, today: string): WaitingRecord => {
  const { owner, manager } = peopleOf(row);
  return {
    ...aboutOf(row, ''),
    deal: {
      dealId: row.id,
      deal: row.name,
      account: accountOf(row),
      owner,
      manager,
      amount: null,
      currency: null,
    },
    record: { of: row.kind, id: row.id, name: row.name, account: accountOf(row), owner, manager, today },
    breaches: row.directory ? ofAccount(row.directory) : ofContact(row),
  };
};

/** An account stands in none. */
const accountOf = ({ kind, account }: Row): string | null => (kind === 'account' ? null : account);

const ofContact = (row: Row): WaitingRecord['breaches'] => ({
  contact_email_wrong: {
    fields: [{ field: 'email', value: row.email, mended: row.email_mended }],
    because: row.email_because ?? '',
    basis: 'The address without what stands around it',
  },
  contact_email_domain: {
    fields: [{ field: 'email', value: row.email, mended: null }],
    because: row.domain_because ?? '',
    basis: null,
  },
  contact_phone_wrong: {
    fields: [{ field: 'phone', value: row.phone, mended: row.phone_mended }],
    because: row.phone_because ?? '',
    basis: dialledBy(row),
  },
});

const domainOf = { website: 'its website', contacts: 'the domain of its contacts' };

const ofAccount = ({ domain, by, on, says }: Listed): WaitingRecord['breaches'] => ({
  account_enrichable: {
    fields: says.map(({ field, before, after, off }) => ({ field, value: before, mended: after, off })),
    because: `The company directory says so of ${domain}, ${domainOf[by]}.`,
    basis: `Company directory, entry of ${day(on)}`,
    read: `the entry ${domain} of the company directory`,
  },
});

function dialledBy({ phone, phone_assumed, phone_region, country }: Row): string {
  if (/^\s*\+/.test(phone ?? '')) return 'The same number, with its country as it says';
  return phone_assumed || country === null
    ? `Dialled in ${phone_region ?? 'no country'} (setting phone country): the account has no country`
    : `Dialled in ${country}, the country of the account`;
}
