/** How clean the open deals are, and what of it an audit would find. Pure. */
import { type Chart, withAlt } from './chart.ts';
import { count, day, headlineMoney, number } from './format.ts';
import type { Ask, Report } from './report.ts';

/** `of` places it in a question: "" for everyone, " in EMEA", " of team EMEA Sales". */
export type Place = { name: string | null; of: string };

export type Counted = { deals: number; amount: number };

/** Counts of open deals, one beside the other; amounts in the company's currency. `dead`: past the close date or without activity. */
export type Hygiene = {
  name: string;
  open: number;
  amount: number;
  past: Counted;
  inactive: Counted;
  stale: Counted;
  nextStep: Counted;
  dead: Counted;
};

const named = (title: string, { name }: Place): string => (name === null ? title : `${title}: ${name}`);

const parts = [
  { of: 'past', label: 'Past close date', short: 'past', ask: 'open deals past their close date' },
  { of: 'inactive', label: 'No activity', short: 'inactive', ask: 'inactive open deals' },
  { of: 'stale', label: 'Stale in stage', short: 'stale', ask: 'stale open deals' },
  { of: 'nextStep', label: 'No next step', short: 'no next step', ask: 'open deals without next step' },
] as const;

/** Null where there is no gap. `before`: the same in the last report of this place, with its day. */
export function hygieneReport(of: {
  place: Place;
  whole: Hygiene;
  territories: Hygiene[];
  before: { on: string; dead: number } | null;
  currency: string;
}): Report | null {
  const { place, whole, before, currency } = of;
  const gaps = parts.filter((part) => whole[part.of].deals > 0);
  if (gaps.length === 0) return null;
  const say = (amount: number): string => headlineMoney(amount, currency, currency);
  const { dead } = whole;
  return {
    kind: 'hygiene',
    title: named('Pipeline hygiene', place),
    lines: [
      `${number(dead.deals)} of ${count(whole.open, 'open deal')} could be closed, worth ${say(dead.amount)} of ${say(whole.amount)}: past the close date or without activity.`,
      ...(before === null ? [] : [sinceSaid(before, dead.deals)]),
    ],
    charts: chartOf(
      gaps.map(({ label, of: part }) => ({ label, deals: whole[part].deals })),
      'Open deals with a gap',
    ),
    table: {
      columns: [
        { head: 'Territory', holds: 'text' },
        { head: 'Open', holds: 'deals' },
        { head: 'Could be closed', holds: 'deals' },
        { head: 'Worth', holds: 'currency', currency },
      ],
      rows: [
        ...of.territories.toSorted((a, b) => b.dead.deals - a.dead.deals).slice(0, 7),
        { ...whole, name: 'All' },
      ].map((one) => [one.name, one.open, one.dead.deals, one.dead.amount]),
      totalled: false,
    },
    talk: [],
    asks: [
      ...gaps.map(
        ({ short, ask, of: part }): Ask => ({
          label: `${number(whole[part].deals)} ${short}`,
          text: `${ask}${place.of}`,
        }),
      ),
      ...(dead.deals > 0 ? [{ label: 'Close out…', text: `clean up the dead deals${place.of}` }] : []),
    ],
    note: `Limits are those of the moment; amounts are in ${currency}.`,
    figures: hygieneFigures(whole),
  };
}

/** What says whether anything is otherwise than in the last one. */
export const hygieneFigures = (whole: Hygiene): Record<string, number> => ({
  open: whole.open,
  dead: whole.dead.deals,
  ...Object.fromEntries(parts.map(({ of }) => [of, whole[of].deals])),
});

function sinceSaid({ on, dead }: { on: string; dead: number }, now: number): string {
  if (dead === now) return `As many as on ${day(on)}.`;
  return `${number(Math.abs(dead - now))} ${dead > now ? 'fewer' : 'more'} than on ${day(on)}.`;
}

function chartOf(bars: { label: string; deals: number }[], title: string): Chart[] {
  if (bars.length < 2) return [];
  const marks = bars.map(({ label, deals }) => ({ label, value: deals, said: number(deals) }));
  return [
    withAlt(
      { shape: 'bars', measure: 'Deals', marks, others: 0 },
      { title, besides: null, understood: title },
    ),
  ];
}

export type Exceptions = {
  open: number;
  /** Open deals in which at least one required field is empty. */
  incomplete: number;
  /** Of each required field, open deals in which it is empty though it is required there. */
  fields: { label: string; deals: number; ask: string | null }[];
  /** What does not keep a data contract: "Contacts whose e-mail is wrong", 12. */
  contracts: { what: string; count: number }[];
  /** What the audit log of the quarter so far lacks. */
  audit: { what: string; count: number }[];
  /** "Q1 FY26". */
  quarter: string;
};

/** Null where nothing is missing anywhere. */
export function exceptionReport(place: Place, of: Exceptions): Report | null {
  const broken = of.contracts.filter(({ count: n }) => n > 0);
  const lacks = of.audit.filter(({ count: n }) => n > 0);
  const fields = of.fields.filter(({ deals }) => deals > 0);
  if (broken.length + lacks.length + fields.length === 0) return null;
  const records = broken.reduce((sum, { count: n }) => sum + n, 0);
  return {
    kind: 'exceptions',
    title: named('Audit exceptions', place),
    lines: [
      `${number(of.incomplete)} of ${count(of.open, 'open deal')} ${of.incomplete === 1 ? 'lacks' : 'lack'} a required field; ${count(records, 'record')} ${records === 1 ? 'does' : 'do'} not keep a data contract.`,
      `Audit log of ${of.quarter} so far: ${lacks.length === 0 ? 'nothing is missing of what is looked for.' : `${lacks.map(({ what, count: n }) => `${number(n)} ${what}`).join('; ')}.`}`,
    ],
    charts: chartOf(
      fields.map(({ label, deals }) => ({ label, deals })),
      'Open deals without a required field',
    ),
    table: {
      columns: [
        { head: 'Exception', holds: 'text' },
        { head: 'How many', holds: 'deals' },
      ],
      rows: [
        ...fields.map(({ label, deals }) => [`${label} is empty`, deals]),
        ...[...broken, ...lacks].map(({ what, count: n }) => [capital(what), n]),
      ],
      totalled: false,
    },
    talk: [],
    asks: fields.flatMap(({ label, deals, ask }): Ask[] =>
      ask === null
        ? []
        : [{ label: `${number(deals)} no ${label.toLowerCase()}`.slice(0, 30), text: `${ask}${place.of}` }],
    ),
    note: null,
  };
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
