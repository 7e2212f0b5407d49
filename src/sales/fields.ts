/**
 * The field catalogue: for each noun its fields with type, label, synonyms, unit, whether personal data, whether writable.
 * It drives the SQL compiler, the language reader, the reply schema given to a model, the help and the masks.
 */
import { BadInput } from '../errors.ts';

export type Noun = 'deal' | 'lead' | 'account' | 'contact' | 'person' | 'activity';
export type FieldName = string;
export type FieldType = 'text' | 'name' | 'money' | 'number' | 'day' | 'instant' | 'days' | 'truth' | 'list';
export type NameKind = 'person' | 'team' | 'territory' | 'stage' | 'account' | 'product' | 'tag';

export type Field = {
  name: FieldName;
  type: FieldType;
  /** Sentence-case label as people read it. */
  label: string;
  /** Words people use for it, lower case. */
  synonyms: string[];
  unit?: 'days' | 'currency' | 'percent';
  /** Personal data: replaced by a placeholder before a model sees it, masked in logs. */
  personal?: boolean;
  /** Nobody sees it in a list, an export or an answer: how a person is reached is looked up on their own card. */
  unlisted?: boolean;
  writable?: boolean;
  /** May be a basis of `group by`. */
  groupable?: boolean;
  /** Names of this field come from a list that exists in the data (people, stages, accounts, …). */
  names?: NameKind;
  /**
   * Counted from a day field and today: `since` = today − day, `until` = day − today. Moves by one each midnight of the
   * company's zone.
   */
  counts?: { day: FieldName; how: 'since' | 'until' };
  /** Which field of the row names the currency of this money. */
  paidIn?: string;
  /** The days between two day fields; stands still. */
  span?: { from: FieldName; to: FieldName };
  /** A calendar bucket of a day field: "2026-03-16" (a week by its first day), "2026-03", "2026-Q1" (the fiscal quarter, its year named by its end), "2026". */
  bucket?: { day: FieldName; by: 'week' | 'month' | 'quarter' | 'year' };
};

type Extra = Partial<Omit<Field, 'name' | 'type' | 'label' | 'synonyms'>>;

const field = (
  name: FieldName,
  type: FieldType,
  label: string,
  synonyms: string,
  extra: Extra = {},
): Field => ({
  name,
  type,
  label,
  synonyms: synonyms.split('|').filter((word) => word !== ''),
  ...extra,
});
const grouped = { groupable: true };
const named = (names: NameKind): Extra => ({ names, groupable: true });
const since = (day: FieldName): Extra => ({ unit: 'days', counts: { day, how: 'since' } });
const week = (day: FieldName): Extra => ({ groupable: true, bucket: { day, by: 'week' } });
const month = (day: FieldName): Extra => ({ groupable: true, bucket: { day, by: 'month' } });
const quarter = (day: FieldName): Extra => ({ groupable: true, bucket: { day, by: 'quarter' } });
const year = (day: FieldName): Extra => ({ groupable: true, bucket: { day, by: 'year' } });
const personal = { personal: true };
const reach = { personal: true, unlisted: true };

const deal: Field[] = [
  field('id', 'text', 'Id', 'id|deal id|opportunity id'),
  field('name', 'text', 'Deal', 'name|deal name|title|opportunity name'),
  field(
    'account',
    'name',
    'Account',
    'account|customer|company|client|logo|accounts|customers|companies|clients',
    named('account'),
  ),
  field(
    'account.industry',
    'text',
    'Industry',
    'industry|sector|vertical|industries|sectors|verticals',
    grouped,
  ),
  field('account.segment', 'text', 'Account segment', 'account segment|customer segment', grouped),
  field('account.country', 'text', 'Country', 'country|countries|location', grouped),
  field('account.tags', 'list', 'Account tags', 'tag|tags|account tag|account tags', { names: 'tag' }),
  field('account.parent', 'text', 'Parent company', 'parent|parent company|parent account', grouped),
  field('account.employees', 'number', 'Employees', 'employees|headcount|employee count|company size'),
  field('account.revenue', 'number', 'Account revenue', 'account revenue|annual revenue|customer revenue'),
  field(
    'owner',
    'name',
    'Owner',
    'owner|rep|seller|salesperson|sales rep|account executive|ae|sales agent|owners|reps|sellers|salespeople|sales reps|aes',
    { ...named('person'), writable: true },
  ),
  field('owner.manager', 'name', 'Manager', 'manager|managers|sales manager|boss', named('person')),
  field('owner.active', 'truth', 'Owner is active', 'active owner'),
  field('team', 'name', 'Team', 'team|teams|squad|group', named('team')),
  field(
    'territory',
    'name',
    'Territory',
    'territory|region|area|geo|territories|regions|areas|office|offices|regional office',
    named('territory'),
  ),
  field('product', 'name', 'Product', 'product|products|plan|sku|offering', named('product')),
  field(
    'product.series',
    'text',
    'Product series',
    'series|product series|product line|product family',
    grouped,
  ),
  // Of the price list, where there is one: `listed`, `retired`, or `unknown` to it.
  field('product.listing', 'text', 'In the price list', ''),
  field('product.list_price', 'money', 'List price', 'list price|catalogue price', {
    unit: 'currency',
    paidIn: 'product.currency',
  }),
  field('stage', 'name', 'Stage', 'stage|stages|phase|step|deal stage|sales stage', {
    ...named('stage'),
    writable: true,
  }),
  field('stage.order', 'number', 'Stage order', 'stage order'),
  field('status', 'text', 'Status', 'status|state|outcome|result', grouped),
  field(
    'amount',
    'money',
    'Amount',
    'amount|value|size|deal size|deal value|worth|price|sale price|sales price|selling price|deal price|acv|arr|tcv|revenue|dollars|money|volume|amounts|values|bookings',
    { unit: 'currency', writable: true, paidIn: 'currency' },
  ),
  field('currency', 'text', 'Currency', 'currency|currencies', grouped),
  field(
    'created_on',
    'day',
    'Created',
    'created|created on|creation date|create date|opened on|date created|created date',
  ),
  field(
    'close_date',
    'day',
    'Close date',
    'close date|closing date|close dt|closing dt|close dates|expected close|expected close date|due date|target date|close|closing dates|end date',
    { writable: true },
  ),
  field(
    'stage_since',
    'day',
    'In stage since',
    'stage since|in stage since|entered stage|stage entered|stage date|stage change date',
  ),
  field(
    'last_activity_on',
    'day',
    'Last activity',
    'last activity|latest activity|last touch|last touched|last contact|last activity date|activity date',
  ),
  field('next_step', 'text', 'Next step', 'next step|next steps|next action|follow up|follow-up|followup', {
    writable: true,
  }),
  field('segment', 'text', 'Segment', 'segment|segments|market segment|tier', grouped),
  field(
    'lead_source',
    'text',
    'Lead source',
    'lead source|source|origin|channel|lead sources|sources',
    grouped,
  ),
  field(
    'lost_reason',
    'text',
    'Loss reason',
    'loss reason|lost reason|reason lost|reason for loss|loss reasons|lost reasons',
    grouped,
  ),
  field(
    'close_date_pushes',
    'number',
    'Close date pushes',
    'pushes|close date pushes|times pushed|slips|push count|pushed',
  ),
  field(
    'days_in_stage',
    'days',
    'Days in stage',
    'days in stage|time in stage|stage age|in stage|stage duration',
    since('stage_since'),
  ),
  field(
    'days_since_activity',
    'days',
    'Days since last activity',
    'days since activity|days since last activity|inactivity|idle days|days idle|time since last activity',
    since('last_activity_on'),
  ),
  field(
    'days_to_close',
    'days',
    'Days to close date',
    'days to close|days until close|days left|time to close',
    { unit: 'days', counts: { day: 'close_date', how: 'until' } },
  ),
  field(
    'days_past_close',
    'days',
    'Days past close date',
    'days past close|days past close date|days overdue|overdue days',
    since('close_date'),
  ),
  field('age', 'days', 'Age', 'age|deal age|days open|days old|age in days', since('created_on')),
  field(
    'cycle_days',
    'days',
    'Sales cycle',
    'cycle|sales cycle|cycle time|cycle length|days to win|sales cycle length',
    { unit: 'days', span: { from: 'created_on', to: 'close_date' } },
  ),
  field('close_week', 'text', 'Close week', 'close week|closing week|week of close|week', week('close_date')),
  field(
    'close_month',
    'text',
    'Close month',
    'close month|closing month|month of close|month',
    month('close_date'),
  ),
  field(
    'close_quarter',
    'text',
    'Close quarter',
    'close quarter|closing quarter|quarter of close|quarter',
    quarter('close_date'),
  ),
  field('close_year', 'text', 'Close year', 'close year|closing year|year', year('close_date')),
  field(
    'created_week',
    'text',
    'Created week',
    'created week|creation week|week created',
    week('created_on'),
  ),
  field(
    'created_month',
    'text',
    'Created month',
    'created month|creation month|month created',
    month('created_on'),
  ),
  field(
    'created_quarter',
    'text',
    'Created quarter',
    'created quarter|creation quarter|quarter created',
    quarter('created_on'),
  ),
  field(
    'created_year',
    'text',
    'Created year',
    'created year|creation year|year created',
    year('created_on'),
  ),
];

const lead: Field[] = [
  field('id', 'text', 'Id', 'id|lead id'),
  field('name', 'text', 'Name', 'name|lead name|contact name', personal),
  field('email', 'text', 'E-mail', 'email|e-mail|mail|email address', reach),
  field('phone', 'text', 'Phone', 'phone|phone number|telephone', reach),
  field('message', 'text', 'Message', 'message|note|notes|comment', reach),
  field('company', 'text', 'Company', 'company|organisation|organization', grouped),
  field('title', 'text', 'Title', 'title|job title|role'),
  field('territory', 'name', 'Territory', 'territory|region|area', named('territory')),
  field('lead_source', 'text', 'Lead source', 'lead source|source|origin|channel', grouped),
  field('account', 'name', 'Account', 'account|customer', named('account')),
  field('status', 'text', 'Status', 'status|state', grouped),
  field('owner', 'name', 'Owner', 'owner|rep|assigned to|assignee', { ...named('person'), writable: true }),
  field('team', 'name', 'Team', 'team', named('team')),
  field('segment', 'text', 'Segment', 'segment|tier', grouped),
  field('converted', 'truth', 'Converted', 'converted'),
  field('created_on', 'day', 'Created', 'created|created on|came in|received'),
  field('assigned_on', 'day', 'Assigned', 'assigned|assigned on'),
  field('first_touch_on', 'day', 'First touch', 'first touch|first contact|first response'),
  field('created_week', 'text', 'Created week', 'created week|week created|week', week('created_on')),
  field('created_month', 'text', 'Created month', 'created month|month created|month', month('created_on')),
  field(
    'created_quarter',
    'text',
    'Created quarter',
    'created quarter|quarter created|quarter',
    quarter('created_on'),
  ),
  field('age', 'days', 'Age', 'age|days old', since('created_on')),
  field(
    'response_days',
    'days',
    'Days to first touch',
    'response time|days to first touch|time to first touch',
    { unit: 'days', span: { from: 'created_on', to: 'first_touch_on' } },
  ),
];

const account: Field[] = [
  field('id', 'text', 'Id', 'id|account id'),
  field('name', 'text', 'Account', 'name|account name|customer name|company name'),
  field('industry', 'text', 'Industry', 'industry|sector|vertical|industries|sectors', {
    ...grouped,
    writable: true,
  }),
  field('segment', 'text', 'Segment', 'segment|tier|segments', grouped),
  field('country', 'text', 'Country', 'country|location|countries', { ...grouped, writable: true }),
  field('website', 'text', 'Website', 'website|site|domain'),
  field('tags', 'list', 'Tags', 'tag|tags', { names: 'tag' }),
  field('parent', 'text', 'Parent company', 'parent|parent company', grouped),
  field('employees', 'number', 'Employees', 'employees|headcount|size|company size', { writable: true }),
  field('revenue', 'number', 'Revenue', 'revenue|annual revenue', { writable: true }),
  // Of its entry in the company directory: what found it (`website` or `contacts`) and the day it came, how many empty
  // fields it would fill, how many words it would mend, and how far the number that is furthest off is, in percent.
  field('directory_by', 'text', 'Found in the directory by', ''),
  field('directory_on', 'day', 'Directory entry of', ''),
  field('directory_fills', 'number', 'Filled by the directory', ''),
  field('directory_words', 'number', 'Mended by the directory', ''),
  field('directory_drift', 'number', 'Off the directory by', '', { unit: 'percent' }),
  field('owner', 'name', 'Owner', 'owner|rep|owners|reps|account owner|account manager', named('person')),
  field('team', 'name', 'Team', 'team|teams', named('team')),
  field(
    'territory',
    'name',
    'Territory',
    'territory|region|territories|regions|area|areas',
    named('territory'),
  ),
  field('deals', 'number', 'Deals', 'number of deals|deals ever'),
  field('open_deals', 'number', 'Open deals', 'open deals|number of open deals|open opportunities|open opps'),
  field('won_deals', 'number', 'Won deals', 'won deals|number of won deals'),
  field('open_amount', 'money', 'Open pipeline', 'open pipeline|pipeline|open amount|pipeline amount', {
    unit: 'currency',
    paidIn: 'open_currency',
  }),
  field('last_activity_on', 'day', 'Last activity', 'last activity|latest activity|last touch|activity'),
  field(
    'days_since_activity',
    'days',
    'Days since last activity',
    'days since activity|days since last activity|inactivity|idle days',
    since('last_activity_on'),
  ),
];

const contact: Field[] = [
  field('id', 'text', 'Id', 'id|contact id'),
  field('name', 'text', 'Name', 'name|contact name', personal),
  field('title', 'text', 'Title', 'title|job title|role|titles|roles', grouped),
  field('email', 'text', 'E-mail', 'email|e-mail|mail', { ...reach, writable: true }),
  field('phone', 'text', 'Phone number', 'phone|phone number|telephone', { ...reach, writable: true }),
  // What was read of them: `fine`, `mendable` or `wrong`; of a domain whether it takes mail: `yes`, `no` or `maybe`.
  field('email_form', 'text', 'E-mail form', ''),
  field('email_read_on', 'day', 'E-mail read', ''),
  field('email_domain', 'text', 'E-mail domain takes mail', ''),
  field('email_domain_since', 'day', 'E-mail domain known', ''),
  field('phone_form', 'text', 'Phone form', ''),
  field('phone_read_on', 'day', 'Phone read', ''),
  field('account', 'name', 'Account', 'account|customer|company|accounts|customers', named('account')),
  field('account.industry', 'text', 'Industry', 'industry|sector', grouped),
  field('account.country', 'text', 'Country', 'country|countries', grouped),
  field('account.tags', 'list', 'Account tags', 'tag|tags|account tags', { names: 'tag' }),
  field('owner', 'name', 'Account owner', 'owner|account owner|rep', named('person')),
  field('team', 'name', 'Team', 'team', named('team')),
  field('territory', 'name', 'Territory', 'territory|region', named('territory')),
];

const person: Field[] = [
  field('id', 'text', 'Id', 'id|person id'),
  field('name', 'text', 'Name', 'name|rep|person'),
  field('email', 'text', 'E-mail', 'email|e-mail|mail', reach),
  field('team', 'name', 'Team', 'team', named('team')),
  field('territory', 'name', 'Territory', 'territory|region', named('territory')),
  field('manager', 'name', 'Manager', 'manager', named('person')),
  field('roles', 'list', 'Roles', 'role|roles'),
  field('active', 'truth', 'Active', 'active'),
  field('hired_on', 'day', 'Hired', 'hired|hired on|start date'),
  field('tenure', 'days', 'Days since hired', 'tenure', since('hired_on')),
  field('open_deals', 'number', 'Open deals', 'open deals|load|workload'),
];

const activity: Field[] = [
  field('id', 'text', 'Id', 'id|activity id'),
  field('kind', 'text', 'Kind', 'kind|type', grouped),
  field('subject', 'text', 'Subject', 'subject|topic'),
  field('status', 'text', 'Status', 'status|state', grouped),
  field('done_on', 'day', 'Done', 'done|date|done on|activity date'),
  field('recorded_on', 'day', 'Recorded', 'recorded|logged|entered'),
  field('done_week', 'text', 'Week', 'week|done week|activity week', week('done_on')),
  field('done_month', 'text', 'Month', 'month|done month|activity month', month('done_on')),
  field('done_quarter', 'text', 'Quarter', 'quarter|done quarter|activity quarter', quarter('done_on')),
  field('person', 'name', 'Person', 'person|rep|by', named('person')),
  field('deal', 'text', 'Deal', 'deal|opportunity', grouped),
  field('age', 'days', 'Days ago', 'age|days ago', since('done_on')),
];

const catalogue: Record<Noun, Field[]> = { deal, lead, account, contact, person, activity };
const byName = new Map(
  Object.entries(catalogue).map(([noun, list]) => [noun, new Map(list.map((one) => [one.name, one]))]),
);

/** All fields of a noun, in the order in which people think of them. */
export const fields = (noun: Noun): Field[] => catalogue[noun];

/** The field of that name, or undefined. */
export const findField = (noun: Noun, name: FieldName): Field | undefined => byName.get(noun)?.get(name);

/** The field of that name, or an error that names the noun's fields. */
export function fieldNamed(noun: Noun, name: FieldName): Field {
  const found = findField(noun, name);
  if (!found) {
    throw new BadInput(`A ${noun} has no field "${String(name).slice(0, 60)}".`, {
      fix: `Its fields are: ${catalogue[noun].map((one) => one.name).join(', ')}.`,
    });
  }
  return found;
}
