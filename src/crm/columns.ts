/** Where each field of the catalogue lives in the tables. The deal's own row is always called `d`, every other noun's too. */
import type { Scope } from '../policy/nouns.ts';
import type { FieldName, Noun } from '../sales/fields.ts';
import { directoryJoins } from './directory.ts';
import { within } from './scope.ts';
import { raw, type Sql, sql } from './sql.ts';

/** `id` is the column of a name's id, `list` the table in which those names stand, `currency` that of a money field. */
export type Column =
  | { sql: string; joins?: string[]; id?: string; list?: string; currency?: string }
  /** Counted over the rows that hang on this one: only those that whoever asks may see. */
  | { of: (scope: Scope) => Sql; currencyOf?: (scope: Scope) => Sql };

/** When the rows are looked at: `asOf` null means the current rows. */
export type When = { zone: string; asOf: Date | null };

type Place = {
  from: (when: When) => Sql;
  joins: Record<string, { sql: string; needs?: string[] }>;
  columns: Record<FieldName, Column>;
};

const personJoins = {
  o: { sql: 'left join people o on o.id = d.owner_id' },
  t: { sql: 'left join teams t on t.id = o.team_id', needs: ['o'] },
  m: { sql: 'left join people m on m.id = o.manager_id', needs: ['o'] },
};
const accountJoin = { a: { sql: 'left join accounts a on a.id = d.account_id' } };
const territoryJoin = { r: { sql: 'left join territories r on r.id = d.territory_id' } };
const owner: Column = { sql: 'o.name', joins: ['o'], id: 'd.owner_id', list: 'people' };
const team: Column = { sql: 't.name', joins: ['t'], id: 'o.team_id', list: 'teams' };
const territory: Column = { sql: 'r.name', joins: ['r'], id: 'd.territory_id', list: 'territories' };
const account: Column = { sql: 'a.name', joins: ['a'], id: 'd.account_id', list: 'accounts' };
const own = (...names: string[]): Record<string, Column> =>
  Object.fromEntries(names.map((name) => [name, { sql: `d.${name}` }]));

/** The deals as they were at an instant, in the shape of the deals table. */
const versionsAt = (at: Date): Sql => sql`select v.deal_id as id, v.* from deal_versions v
  where v.valid_from <= ${at}::timestamptz and (v.valid_to is null or v.valid_to > ${at}::timestamptz)`;

const deal: Place = {
  from: ({ asOf }) => (asOf ? sql`(${versionsAt(asOf)}) d` : raw('deals d')),
  joins: {
    ...personJoins,
    ...accountJoin,
    ...territoryJoin,
    p: { sql: 'left join products p on p.id = d.product_id' },
    s: { sql: 'left join stages s on s.id = d.stage_id' },
  },
  columns: {
    ...own('id', 'name', 'status', 'currency', 'created_on', 'close_date', 'stage_since', 'last_activity_on'),
    ...own('next_step', 'segment', 'lead_source', 'lost_reason', 'close_date_pushes'),
    amount: { sql: 'd.amount', currency: 'd.currency' },
    account,
    'account.industry': { sql: 'a.industry', joins: ['a'] },
    'account.segment': { sql: 'a.segment', joins: ['a'] },
    'account.country': { sql: 'a.country', joins: ['a'] },
    'account.tags': { sql: 'a.tags', joins: ['a'] },
    'account.parent': { sql: 'a.parent_name', joins: ['a'] },
    'account.employees': { sql: 'a.employees', joins: ['a'] },
    'account.revenue': { sql: 'a.revenue', joins: ['a'] },
    owner,
    'owner.manager': { sql: 'm.name', joins: ['m'], id: 'o.manager_id', list: 'people' },
    'owner.active': { sql: 'o.active', joins: ['o'] },
    team,
    territory,
    product: { sql: 'p.name', joins: ['p'], id: 'd.product_id', list: 'products' },
    'product.series': { sql: 'p.series', joins: ['p'] },
    'product.listing': {
      sql: "(case when exists (select 1 from products l where l.listing = 'listed') then p.listing end)",
      joins: ['p'],
    },
    'product.list_price': { sql: 'p.list_price', joins: ['p'], currency: 'p.currency' },
    stage: { sql: 's.name', joins: ['s'], id: 'd.stage_id', list: 'stages' },
    'stage.order': { sql: 's."order"', joins: ['s'] },
  },
};

const lead: Place = {
  from: ({ zone }) =>
    sql`(select l.*, (l.created_at at time zone ${zone}::text)::date as created_on from leads l) d`,
  joins: { ...personJoins, ...accountJoin, ...territoryJoin },
  columns: {
    ...own(
      'id',
      'name',
      'email',
      'phone',
      'message',
      'company',
      'title',
      'lead_source',
      'status',
      'segment',
      'converted',
    ),
    ...own('created_on', 'assigned_on', 'first_touch_on'),
    territory,
    account,
    owner,
    team,
  },
};

/** Something about the deals `x` that hang on the row `d` by this column, as far as the scope reaches. */
const ofDeals =
  (by: string, what: string, where = 'true') =>
  (scope: Scope) =>
    sql`(select ${raw(what)} from deals x where x.${raw(by)} = d.id and ${raw(where)} and ${within(scope, 'x')})`;
const open = "x.status = 'open'";
const dealsOf = (by: string, where?: string): Column => ({ of: ofDeals(by, 'count(*)::integer', where) });

/** The accounts as they were at an instant, as far as their versions tell. */
const accountsAt = (at: Date): Sql => sql`select v.account_id as id, v.* from account_versions v
  where v.valid_from <= ${at}::timestamptz and (v.valid_to is null or v.valid_to > ${at}::timestamptz)`;

const accountPlace: Place = {
  from: ({ asOf }) => (asOf ? sql`(${accountsAt(asOf)}) d` : raw('accounts d')),
  joins: { ...personJoins, ...territoryJoin, ...directoryJoins },
  columns: {
    ...own('id', 'name', 'industry', 'segment', 'country', 'website', 'tags', 'employees', 'revenue'),
    parent: { sql: 'd.parent_name' },
    owner,
    team,
    territory,
    deals: dealsOf('account_id'),
    open_deals: dealsOf('account_id', open),
    won_deals: dealsOf('account_id', "x.status = 'won'"),
    // Amounts in several currencies have no sum.
    open_amount: {
      of: ofDeals(
        'account_id',
        'case when count(distinct x.currency) filter (where x.amount is not null) <= 1 then sum(x.amount) end',
        open,
      ),
      currencyOf: ofDeals('account_id', 'min(x.currency) filter (where x.amount is not null)', open),
    },
    last_activity_on: { of: ofDeals('account_id', 'max(x.last_activity_on)') },
    directory_by: { sql: 'ad."by"', joins: ['ad'] },
    directory_on: { sql: 'k.came_on', joins: ['k'] },
    directory_fills: { sql: 'ks.fills', joins: ['ks'] },
    directory_words: { sql: 'ks.words', joins: ['ks'] },
    directory_drift: { sql: 'ks.drift', joins: ['ks'] },
  },
};

/** The contacts as they were at an instant, in the shape of the contacts table. */
const contactsAt = (at: Date): Sql => sql`select v.contact_id as id, v.* from contact_versions v
  where v.valid_from <= ${at}::timestamptz and (v.valid_to is null or v.valid_to > ${at}::timestamptz)`;

const contact: Place = {
  from: ({ asOf }) => (asOf ? sql`(${contactsAt(asOf)}) d` : raw('contacts d')),
  joins: {
    ...accountJoin,
    ec: { sql: 'left join email_contracts ec on ec.key = md5(d.email)' },
    md: { sql: 'left join mail_domains md on md.domain = ec.domain', needs: ['ec'] },
    pc: {
      sql: "left join phone_contracts pc on pc.key = md5(d.phone) and pc.country = fold(coalesce(a.country, ''))",
      needs: ['a'],
    },
    o: { sql: 'left join people o on o.id = a.owner_id', needs: ['a'] },
    t: { sql: 'left join teams t on t.id = o.team_id', needs: ['a', 'o'] },
    r: { sql: 'left join territories r on r.id = a.territory_id', needs: ['a'] },
  },
  columns: {
    ...own('id', 'name', 'title', 'email', 'phone'),
    email_form: { sql: 'ec."is"', joins: ['ec'] },
    email_read_on: { sql: 'ec.since', joins: ['ec'] },
    email_domain: { sql: 'md.takes', joins: ['md'] },
    email_domain_since: { sql: 'md.since', joins: ['md'] },
    phone_form: { sql: 'pc."is"', joins: ['pc'] },
    phone_read_on: { sql: 'pc.since', joins: ['pc'] },
    account,
    'account.industry': { sql: 'a.industry', joins: ['a'] },
    'account.country': { sql: 'a.country', joins: ['a'] },
    'account.tags': { sql: 'a.tags', joins: ['a'] },
    owner: { sql: 'o.name', joins: ['o'], id: 'a.owner_id', list: 'people' },
    team,
    territory: { sql: 'r.name', joins: ['r'], id: 'a.territory_id', list: 'territories' },
  },
};

const person: Place = {
  from: () =>
    raw(
      '(select h.*, coalesce(h.territory_id, g.territory_id) as place_id from people h left join teams g on g.id = h.team_id) d',
    ),
  joins: {
    t: { sql: 'left join teams t on t.id = d.team_id' },
    r: { sql: 'left join territories r on r.id = d.place_id' },
    m: { sql: 'left join people m on m.id = d.manager_id' },
  },
  columns: {
    ...own('id', 'name', 'email', 'roles', 'active', 'hired_on'),
    team: { sql: 't.name', joins: ['t'], id: 'd.team_id', list: 'teams' },
    territory: { sql: 'r.name', joins: ['r'], id: 'd.place_id', list: 'territories' },
    manager: { sql: 'm.name', joins: ['m'], id: 'd.manager_id', list: 'people' },
    open_deals: dealsOf('owner_id', open),
  },
};

const activity: Place = {
  from: () => raw('activities d'),
  joins: {
    x: { sql: 'left join deals x on x.id = d.deal_id' },
    o: { sql: 'left join people o on o.id = d.person_id' },
  },
  columns: {
    ...own('id', 'kind', 'subject', 'status', 'done_on', 'recorded_on'),
    person: { sql: 'o.name', joins: ['o'], id: 'd.person_id', list: 'people' },
    deal: { sql: 'x.name', joins: ['x'] },
  },
};

/** The column of a field, where it is one that joins may need; undefined for what is counted over other rows. */
export function plainColumn(noun: Noun, name: FieldName): Extract<Column, { sql: string }> | undefined {
  const column = places[noun].columns[name];
  return column && 'sql' in column ? column : undefined;
}

export const places: Record<Noun, Place> = { deal, lead, account: accountPlace, contact, person, activity };
