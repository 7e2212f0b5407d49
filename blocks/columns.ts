/** The columns of a list of deals: the name, then what the question is about, then what people usually want to see. */
import { count, day, money, moneyBelow } from '../src/story/format.ts';
import type { Here } from './kit.ts';
import type { Cell } from './table.ts';

export type DealLine = {
  id: string;
  name: string;
  account: string | null;
  owner: string | null;
  team: string | null;
  territory: string | null;
  product: string | null;
  stage: string | null;
  status: string;
  amount: number | null;
  currency: string | null;
  closeDate: string | null;
  daysInStage: number | null;
  lastActivityOn: string | null;
  daysSinceActivity: number | null;
  nextStep: string | null;
};

export type Column = { head: string; cell: (deal: DealLine) => Cell };

const text = (value: string | null): Cell => value ?? '–';
const days = (value: number | null): Cell => (value === null ? '–' : { value, text: count(value, 'day') });
const date = (value: string | null): Cell => (value === null ? '–' : day(value));

/** "42,000", where the heading names the currency; beside another currency each amount bears its code. */
export const figures = (amount: number, currency: string, as = money): string =>
  as(amount, currency, '').replace(`${currency} `, '');

/** `about`: names of the fields in the question, in the order they were named. */
export const columnsFor = (about: string[], rows: DealLine[], here: Here): Column[] => {
  const all = catalogue(rows, here);
  const asked = about.map((field) => byField[field] ?? field).filter((name) => name in all);
  const wanted = ['name', 'owner', 'amount', ...asked, 'inStage', 'closeDate', 'stage', 'account'];
  const kept = [...new Set(wanted)]
    .filter((name) => !saidAlready(name, asked, rows))
    .map((name) => all[name])
    .filter((column) => column !== undefined);
  return equalNames(rows)
    ? kept.map((column, n) => (n === 0 ? { ...column, cell: twoNames } : column))
    : kept;
};

/** A column whose every cell is what the question asked for says nothing that the understanding did not. */
const saidAlready = (name: string, asked: string[], rows: DealLine[]): boolean => {
  // "Acme Corp – Platform" of Acme Corp
  if (name === 'account' && !asked.includes(name))
    return rows.every((row) => row.account === null || row.name.includes(row.account));
  const key = repeating[name];
  if (key === undefined || rows.length === 0) return false;
  const same = new Set(rows.map((row) => row[key])).size === 1;
  return same && (asked.includes(name) || name === 'stage');
};
const repeating: Partial<Record<string, keyof DealLine>> = {
  stage: 'stage',
  status: 'status',
  owner: 'owner',
  territory: 'territory',
  team: 'team',
  product: 'product',
  account: 'account',
};

const equalNames = (rows: DealLine[]): boolean => new Set(rows.map((row) => row.name)).size < rows.length;
const twoNames = (deal: DealLine): Cell =>
  `${deal.name} (${deal.account && deal.account !== deal.name ? `${deal.account}, ` : ''}${deal.id})`;

const byField: Record<string, string> = {
  days_in_stage: 'inStage',
  stage_since: 'inStage',
  days_since_activity: 'activity',
  last_activity_on: 'activity',
  close_date: 'closeDate',
  next_step: 'nextStep',
  'owner.team': 'team',
  'owner.territory': 'territory',
  'account.name': 'account',
};

const catalogue = (rows: DealLine[], here: Here): Record<string, Column> => {
  const currencies = new Set(
    rows.filter((row) => row.amount !== null).map((row) => row.currency ?? here.currency),
  );
  const only = currencies.size === 1 ? [...currencies][0] : undefined;
  const written = moneyBelow(
    rows.flatMap((row) => (row.amount === null ? [] : [row.amount])),
    'exact',
  );
  const amount = (deal: DealLine): Cell => {
    if (deal.amount === null) return '–';
    const currency = deal.currency ?? here.currency;
    return {
      value: deal.amount,
      text: only ? figures(deal.amount, currency, written) : written(deal.amount, currency, ''),
    };
  };
  return {
    name: { head: 'Deal', cell: (deal) => deal.name },
    owner: { head: 'Owner', cell: (deal) => text(deal.owner) },
    amount: { head: only ? `Amount (${only})` : 'Amount', cell: amount },
    inStage: { head: 'In stage', cell: (deal) => days(deal.daysInStage) },
    activity: { head: 'Last activity', cell: (deal) => days(deal.daysSinceActivity) },
    stage: { head: 'Stage', cell: (deal) => text(deal.stage) },
    closeDate: { head: 'Close date', cell: (deal) => date(deal.closeDate) },
    account: { head: 'Account', cell: (deal) => text(deal.account) },
    product: { head: 'Product', cell: (deal) => text(deal.product) },
    team: { head: 'Team', cell: (deal) => text(deal.team) },
    territory: { head: 'Territory', cell: (deal) => text(deal.territory) },
    status: { head: 'Status', cell: (deal) => text(deal.status) },
    nextStep: { head: 'Next step', cell: (deal) => text(deal.nextStep) },
  };
};
