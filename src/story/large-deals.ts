/** Large deals as executives read them: a report of all, and a message of each change. Pure. */
import { withAlt } from './chart.ts';
import { count, day, headlineMoney, money, number } from './format.ts';
import type { Ask, Report } from './report.ts';

/** The amount in its own currency; the day as YYYY-MM-DD. */
export type LargeDeal = {
  id: string;
  name: string;
  account: string;
  owner: string | null;
  stage: string;
  amount: number | null;
  currency: string | null;
  closeDate: string | null;
};

/** `known` false: it is new. */
export type DealChange = {
  id: string;
  name: string;
  account: string;
  at: Date;
  version: number;
  currency: string | null;
  known: boolean;
  stageBefore: string | null;
  stageAfter: string;
  amountBefore: number | null;
  amountAfter: number | null;
  closeBefore: string | null;
  closeAfter: string | null;
  ownerBefore: string | null;
  ownerAfter: string | null;
};

/** "stage Proposal → Negotiation, amount $1,200,000 → $1,100,000"; "new in Proposal". */
export function changeSaid(of: DealChange, company: string): string {
  const worth = (value: number | null): string =>
    value === null ? 'empty' : money(value, of.currency ?? company, company);
  if (!of.known) return `new in ${of.stageAfter}, ${worth(of.amountAfter)}`;
  const moved = (label: string, before: string, after: string): string | null =>
    before === after ? null : `${label} ${before} → ${after}`;
  const on = (value: string | null): string => (value === null ? 'empty' : day(value));
  return [
    moved('stage', of.stageBefore ?? 'none', of.stageAfter),
    moved('amount', worth(of.amountBefore), worth(of.amountAfter)),
    moved('close date', on(of.closeBefore), on(of.closeAfter)),
    moved('owner', of.ownerBefore ?? 'nobody', of.ownerAfter ?? 'nobody'),
  ]
    .filter((part) => part !== null)
    .join(', ');
}

const mostRows = 12;

/** Null where these customers have no open deal and nothing changed. `since`: the day after which changes are told. */
export function largeDealsReport(of: {
  deals: LargeDeal[];
  changes: DealChange[];
  since: string;
  currency: string;
}): Report | null {
  const { deals, changes, currency } = of;
  if (deals.length === 0 && changes.length === 0) return null;
  const ours = deals.filter((one) => (one.currency ?? currency) === currency);
  const total = ours.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
  const customers = [...new Set(deals.map(({ account }) => account))];
  const shown = deals.slice(0, mostRows);
  const foreign = deals.length - ours.length;
  const rest = deals.length - shown.length;
  const notes = [
    foreign > 0
      ? `Amounts are in ${currency}; those of ${count(foreign, 'deal')} in other currencies are not added.`
      : null,
    rest > 0 ? `${count(rest, 'smaller deal')} not shown.` : null,
  ].filter((one) => one !== null);
  return {
    kind: 'large_deals',
    title: 'Large deals',
    lines: [
      `${headlineMoney(total, currency, currency)} open in ${count(deals.length, 'deal')} at ${count(customers.length, 'customer')} with a large deal; ${changes.length === 0 ? 'none' : number(changes.length)} changed since ${day(of.since)}.`,
      ...changes.slice(0, 6).map((one) => `${one.name}: ${changeSaid(one, currency)}.`),
      ...(changes.length > 6 ? [`And ${number(changes.length - 6)} more changes.`] : []),
    ],
    charts: chartOf(ours, currency),
    table: {
      columns: [
        { head: 'Deal', holds: 'text' },
        { head: 'Owner', holds: 'text' },
        { head: 'Stage', holds: 'text' },
        { head: `Amount`, holds: 'text' },
        { head: 'Closes', holds: 'text' },
      ],
      rows: shown.map(({ name, owner, stage, amount, currency: own, closeDate }) => [
        name,
        owner ?? 'nobody',
        stage,
        amount === null ? 'empty' : money(amount, own ?? currency, currency),
        closeDate === null ? 'empty' : day(closeDate),
      ]),
      totalled: false,
    },
    talk: [],
    asks: customersAsks(customers),
    note: notes.length > 0 ? notes.join(' ') : null,
  };
}

/** One question for all of them where they are few, else one for each of the first. */
function customersAsks(customers: string[]): Ask[] {
  return customers.slice(0, 5).map((name) => ({ label: name, text: `open deals of ${name}` }));
}

function chartOf(deals: LargeDeal[], currency: string): Report['charts'] {
  const marks = deals
    .flatMap(({ name, amount }) =>
      amount === null
        ? []
        : [{ label: name, value: amount, said: headlineMoney(amount, currency, currency) }],
    )
    .slice(0, mostRows);
  const title = 'Large deals by amount';
  return marks.length < 2
    ? []
    : [
        withAlt(
          { shape: 'bars', measure: 'Amount', marks, others: Math.max(0, deals.length - marks.length) },
          { title, besides: null, understood: title },
        ),
      ];
}

/** One deal that has changed. */
export const largeUpdate = (of: DealChange, currency: string): Report => ({
  kind: 'large_update',
  title: `${of.name}: ${changeSaid(of, currency)}`,
  lines: [
    `A large deal of ${of.account}, owned by ${of.ownerAfter ?? 'nobody'}: you are told of each change.`,
  ],
  charts: [],
  table: null,
  talk: [],
  asks: [
    { label: 'Show deal', text: `show ${of.id}` },
    { label: 'Who changed it', text: `who changed ${of.id}` },
  ],
  note: null,
});
