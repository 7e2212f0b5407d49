/** What can be imported: the fields of each kind, and the names that files give to their columns. */
import { BadInput } from '../../errors.ts';

export type Kind =
  | 'deals'
  | 'accounts'
  | 'contacts'
  | 'products'
  | 'people'
  | 'quotas'
  | 'leads'
  | 'activities'
  | 'history'
  | 'enrichment';
export type CellType = 'id' | 'text' | 'money' | 'number' | 'day' | 'instant' | 'truth' | 'list';
export type Target = {
  type: CellType;
  /** Names of columns, letters and digits only, the likeliest first. */
  names: string[];
  required?: boolean;
};
export type Targets = Record<string, Target>;

const of = (type: CellType, names: string, required = false): Target => ({
  type,
  names: names.split(' '),
  ...(required ? { required } : {}),
});
const person =
  'owner ownername salesagent salesrep rep repname accountexecutive seller salesperson agent assignedrep assignedto';
const personId = 'ownerid repid salesrepid agentid hubspotownerid userid';
const account =
  'account accountname company companyname customer customername client clientname organisation organization';
const accountId = 'accountid companyid customerid';
const territory = 'territory region regionaloffice area geo';
const created = 'createddate created createdat createdon createdate creationdate datecreated opendate';
const currency = 'currency currencycode currencyisocode dealcurrencycode';

const deals: Targets = {
  id: of('id', 'id opportunityid dealid oppid recordid externalid key', true),
  name: of('text', 'name opportunityname dealname oppname title opportunity deal'),
  account: of('text', account),
  account_id: of('id', accountId),
  owner: of('text', person),
  owner_id: of('id', personId),
  product: of('text', 'product productname plan sku offering'),
  territory: of('text', territory),
  stage: of(
    'text',
    'stage dealstage stagename opportunitystage salesstage pipelinestage dealpipelinestageid status',
    true,
  ),
  stage_order: of('number', 'stageorder stagenumber displayorder'),
  is_won: of('truth', 'iswon won closedwon'),
  is_closed: of('truth', 'isclosed'),
  amount: of('money', 'amount closevalue dealvalue dealamount value acv tcv'),
  currency: of('text', currency),
  created_on: of('day', created),
  close_date: of('day', 'closedate expectedclosedate expectedclose closingdate closedon closed duedate'),
  stage_since: of(
    'day',
    'stagesince stageentered stageentereddate dateenteredstage laststagechangedate stagechangedate stagedate',
  ),
  last_activity_on: of(
    'day',
    'lastactivitydate lastactivity lastactivityon lastcontacted lasttouch lastmodifieddate',
  ),
  next_step: of('text', 'nextstep nextsteps nextaction followup'),
  segment: of('text', 'segment marketsegment tier'),
  lead_source: of('text', 'leadsource source originalsource'),
  lost_reason: of('text', 'lossreason lostreason closedlostreason reasonlost reasonforloss'),
  close_date_pushes: of('number', 'closedatepushes closedatepushed pushes pushcount timespushed'),
};

const accounts: Targets = {
  id: of('id', `id ${accountId}`),
  name: of('text', `${account} name`, true),
  industry: of('text', 'industry sector vertical'),
  segment: of('text', 'segment tier'),
  country: of('text', 'country billingcountry officelocation location'),
  website: of('text', 'website domain url'),
  tags: of('list', 'tags tag labels'),
  parent_name: of('text', 'parent parentaccount parentcompany subsidiaryof parentname'),
  employees: of('number', 'employees numberofemployees headcount employeecount'),
  revenue: of('money', 'revenue annualrevenue arr'),
  owner: of('text', person),
  owner_id: of('id', personId),
  territory: of('text', territory),
};

const contacts: Targets = {
  id: of('id', 'id contactid'),
  name: of('text', 'name contactname contact fullname'),
  first_name: of('text', 'firstname givenname'),
  last_name: of('text', 'lastname surname familyname'),
  account: of('text', account),
  account_id: of('id', accountId),
  title: of('text', 'title jobtitle role position'),
  email: of('text', 'email emailaddress mail'),
  phone: of('text', 'phone phonenumber telephone mobile'),
};

const products: Targets = {
  id: of('id', 'id productid sku productnumber'),
  name: of('text', 'name productname product', true),
  series: of('text', 'series productline family productfamily category'),
  list_price: of('money', 'listprice salesprice price unitprice'),
  currency: of('text', currency),
  active: of('truth', 'active isactive'),
};

const people: Targets = {
  id: of('id', `id personid employeeid ${personId}`),
  name: of('text', `name fullname ${person}`, true),
  email: of('text', 'email emailaddress mail workemail'),
  manager: of('text', 'manager managername salesmanager reportsto'),
  team: of('text', 'team teamname salesteam'),
  territory: of('text', territory),
  roles: of('list', 'roles role'),
  nicknames: of('list', 'nicknames nickname alias'),
  hired_on: of('day', 'hiredate hiredon startdate'),
  active: of('truth', 'active isactive'),
};

const quotas: Targets = {
  person: of('text', `person name ${person}`),
  person_id: of('id', `personid businessentityid ${personId}`),
  amount: of('money', 'amount quota quotaamount target quotaquarterly quarterlyquota salesquota', true),
  starts_on: of('day', 'startson startdate start quotadate from periodstart'),
  ends_on: of('day', 'endson enddate end to periodend'),
  period: of('text', 'period quarter fiscalquarter month year'),
  currency: of('text', currency),
};

const leads: Targets = {
  id: of('id', 'id leadid recordid', true),
  name: of('text', 'name leadname fullname contactname'),
  first_name: of('text', 'firstname givenname'),
  last_name: of('text', 'lastname surname familyname'),
  email: of('text', 'email emailaddress mail'),
  company: of('text', 'company companyname account accountname organisation organization'),
  title: of('text', 'title jobtitle role position'),
  phone: of('text', 'phone phonenumber telephone mobile'),
  message: of('text', 'message notes note comment description'),
  territory: of('text', territory),
  lead_source: of('text', 'leadsource source originalsource'),
  status: of('text', 'status leadstatus stage'),
  owner: of('text', person),
  owner_id: of('id', personId),
  created_at: of('instant', created, true),
  assigned_on: of('day', 'assignmentdate assigneddate assignedon'),
  first_touch_on: of('day', 'firsttouchdate firsttouch firstcontactdate firsttouchon'),
  segment: of('text', 'segment tier'),
  converted: of('truth', 'converted isconverted'),
};

const activities: Targets = {
  id: of('id', 'id activityid taskid eventid', true),
  kind: of('text', 'kind type activitytype'),
  subject: of('text', 'subject title topic'),
  person: of('text', person),
  person_id: of('id', personId),
  deal_id: of('id', 'dealid opportunityid relatedopportunityid relateddealid oppid whatid'),
  done_on: of('day', 'doneon activitydate date duedate', true),
  recorded_on: of('day', `recordedon loggedon ${created}`),
  status: of('text', 'status state'),
};

const history: Targets = {
  deal_id: of('id', 'dealid opportunityid oppid id', true),
  at: of(
    'instant',
    'at changedat changedon changedate validfrom fivetranstart timestamp date modifieddate createddate',
    true,
  ),
  stage: of('text', 'stage dealstage stagename newstage tostage', true),
  amount: of('money', 'amount closevalue value dealvalue'),
  close_date: of('day', 'closedate expectedclosedate'),
  owner: of('text', person),
  owner_id: of('id', personId),
};

const enrichment: Targets = {
  domain: of('text', 'domain companydomain website websiteurl url homepage web', true),
  name: of('text', `name ${account}`, true),
  industry: of('text', 'industry sector vertical'),
  country: of('text', 'country hqcountry headquarterscountry billingcountry location'),
  employees: of('number', 'employees numberofemployees headcount employeecount companysize'),
  revenue: of('money', 'revenue annualrevenue'),
};

/** Exports keep what was deleted; it is no row of ours. */
const deleted = { deleted: of('truth', 'isdeleted fivetrandeleted deleted') };

export const kinds: Record<Kind, Targets> = {
  deals: { ...deals, ...deleted },
  accounts: { ...accounts, ...deleted },
  contacts: { ...contacts, ...deleted },
  products: { ...products, ...deleted },
  people: { ...people, ...deleted },
  quotas,
  leads: { ...leads, ...deleted },
  activities: { ...activities, ...deleted },
  history: { ...history, ...deleted },
  enrichment: { ...enrichment, ...deleted },
};

export function kindNamed(name: string): Kind {
  const found = Object.keys(kinds).find((kind): kind is Kind => kind === name);
  if (found) return found;
  throw new BadInput(`"${name}" cannot be imported.`, {
    fix: `The kinds are: ${Object.keys(kinds).join(', ')}.`,
  });
}
