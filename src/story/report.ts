/** What moved in a day, a week, a month or a quarter, as a report. Pure. */
import { addDays, daysBetween } from '../sales/days.ts';
import { type Chart, withAlt } from './chart.ts';
import { count, dayWithoutYear, headlineMoney, number, percent } from './format.ts';
import type { AnswerTable } from './table.ts';

/** What moved, of a span. */
export type MovedKind = 'daily' | 'weekly' | 'monthly' | 'quarterly';
/** What a playbook brings along. */
export type PlaybookKind = 'hygiene' | 'large_deals' | 'large_update' | 'exceptions' | 'hint';
export type ReportKind = MovedKind | PlaybookKind;

/** What happened from one day to another, both included; open deals as they are now. Amounts in the company's currency. */
export type Moved = {
  name: string;
  won: number;
  wonAmount: number;
  lost: number;
  created: number;
  forward: number;
  back: number;
  pushed: number;
  pushedAmount: number;
  open: number;
  openAmount: number;
  /** Won and open ones in other currencies: counted, their amounts not. */
  foreign: number;
};

/** A typed-out question behind a number. */
export type Ask = { label: string; text: string };

/** Something to talk about, with the question behind it. It names neither a deal nor a person. */
export type Talk = { text: string; ask: Ask };

export type Report = {
  kind: ReportKind;
  title: string;
  lines: string[];
  charts: Chart[];
  table: AnswerTable | null;
  talk: Talk[];
  asks: Ask[];
  /** What its numbers leave out; null: nothing. */
  note: string | null;
  /** What the next one is compared with. */
  figures?: Record<string, number>;
};

export type Span = { from: string; to: string };

const spanWords = ({ from, to }: Span): string => (from === to ? `on ${from}` : `from ${from} to ${to}`);

/** "19 Mar", "13 Mar to 15 Mar". */
export const daysSaid = ({ from, to }: Span): string =>
  from === to ? dayWithoutYear(to) : `${dayWithoutYear(from)} to ${dayWithoutYear(to)}`;

/** "Won 3 ($84K), lost 1, 12 moved forward, 4 new." Only what moved; empty where nothing did. */
export function movedSentence(of: Moved, currency: string): string {
  const parts = [
    of.won > 0 ? `won ${number(of.won)} (${headlineMoney(of.wonAmount, currency, currency)})` : null,
    of.lost > 0 ? `lost ${number(of.lost)}` : null,
    of.forward > 0 ? `${number(of.forward)} moved forward` : null,
    of.back > 0 ? `${number(of.back)} moved back` : null,
    of.created > 0 ? `${number(of.created)} new` : null,
  ].filter((part) => part !== null);
  const said = parts.join(', ');
  return said === '' ? '' : `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
}

const pushedSentence = ({ pushed, pushedAmount }: Moved, currency: string): string | null =>
  pushed === 0
    ? null
    : `Close dates put off: ${number(pushed)} (${headlineMoney(pushedAmount, currency, currency)}).`;

/** The questions behind the numbers that are told, at most five. */
export function asksOf(of: Moved, span: Span): Ask[] {
  const when = spanWords(span);
  return [
    of.won > 0 ? { label: `${number(of.won)} won`, text: `deals won ${when}` } : null,
    of.lost > 0 ? { label: `${number(of.lost)} lost`, text: `deals lost ${when}` } : null,
    of.created > 0 ? { label: `${number(of.created)} new`, text: `deals created ${when}` } : null,
  ].filter((ask) => ask !== null);
}

/** Null on a quiet day. At most five lines. */
export function dailySummary(
  of: Moved,
  span: Span,
  { unusual, currency }: { unusual: string[]; currency: string },
): Report | null {
  const lines = [
    movedSentence(of, currency),
    pushedSentence(of, currency),
    ...unusual.slice(0, 3).map((one) => `Unusual: ${one}.`),
  ].filter((line) => line !== null && line !== '') as string[];
  if (lines.length === 0) return null;
  return {
    kind: 'daily',
    title: `What moved ${daysSaid(span)}`,
    lines,
    charts: [],
    table: null,
    talk: [],
    asks: asksOf(of, span),
    note: null,
  };
}

export type Reviewed = {
  kind: Exclude<MovedKind, 'daily'>;
  span: Span;
  /** The whole, the same before, and its parts. */
  now: Moved;
  before: Moved;
  parts: Moved[];
  stages: { name: string; deals: number; amount: number }[];
  /** What was won, oldest first. */
  won: { label: string; amount: number }[];
  talk: Talk[];
  currency: string;
};

const noteOf = ({ now, currency }: Reviewed): string | null =>
  now.foreign === 0
    ? null
    : `Amounts are in ${currency}; those of ${count(now.foreign, 'deal')} in other currencies are not added.`;

const nouns = { weekly: 'week', monthly: 'month', quarterly: 'quarter' } as const;
const titles = {
  weekly: 'Pipeline review',
  monthly: 'Performance of the month',
  quarterly: 'Performance of the quarter',
} as const;

/** A header, one sentence, a chart (of months and quarters a second one), a table of at most eight rows, three things to talk about. */
export function review(of: Reviewed): Report {
  const say = (amount: number): string => headlineMoney(amount, of.currency, of.currency);
  return {
    kind: of.kind,
    title: `${titles[of.kind]}: ${daysSaid(of.span)}`,
    lines: [reviewSentence(of, say)],
    charts: [
      of.kind === 'weekly' ? stagesChart(of, say) : wonChart(of, say),
      ...(of.kind === 'weekly' ? [] : [stagesChart(of, say)]),
    ].filter((chart) => chart !== null),
    table: reviewTable(of),
    talk: of.talk.slice(0, 3),
    asks: asksOf(of.now, of.span),
    note: noteOf(of),
  };
}

function reviewSentence({ kind, now, before }: Reviewed, say: (amount: number) => string): string {
  const decided = now.won + now.lost;
  const rate = decided === 0 ? '' : ` (${percent(now.won / decided)} of those decided)`;
  return `${say(now.openAmount)} open in ${count(now.open, 'deal')}; won ${number(now.won)} worth ${say(now.wonAmount)}${rate}, ${compared(now.wonAmount, before.wonAmount, say)} the ${nouns[kind]} before; ${number(now.created)} new, lost ${number(now.lost)}.`;
}

function compared(now: number, before: number, say: (amount: number) => string): string {
  if (Math.round(now) === Math.round(before)) return 'as much as';
  return `${say(Math.abs(now - before))} ${now > before ? 'more' : 'less'} than`;
}

function stagesChart({ stages }: Reviewed, say: (amount: number) => string): Chart | null {
  if (stages.length < 2) return null;
  const title = 'Open pipeline by stage';
  const marks = stages.map(({ name, amount }) => ({ label: name, value: amount, said: say(amount) }));
  return withAlt(
    { shape: 'bars', measure: 'Amount', marks, others: 0 },
    { title, besides: null, understood: title },
  );
}

function wonChart({ won, kind }: Reviewed, say: (amount: number) => string): Chart | null {
  if (won.length < 2) return null;
  const title = `Won by ${kind === 'quarterly' ? 'quarter' : 'month'}`;
  const marks = won.map(({ label, amount }) => ({ label, value: amount, said: say(amount) }));
  return withAlt(
    { shape: 'line', measure: 'Won', marks, ticks: [] },
    { title, besides: null, understood: title },
  );
}

/** The largest parts; the last row sums up all of them where none is left out. */
function reviewTable({ parts, now, before, kind, currency }: Reviewed): AnswerTable {
  const cells = (one: Moved) => [
    one.name,
    one.open,
    one.openAmount,
    one.won,
    one.wonAmount,
    one.lost,
    one.created,
  ];
  const rows = parts.toSorted((a, b) => b.openAmount - a.openAmount).slice(0, 6);
  const previous =
    kind === 'weekly'
      ? []
      : [
          [
            `The ${nouns[kind]} before`,
            null,
            null,
            before.won,
            before.wonAmount,
            before.lost,
            before.created,
          ],
        ];
  return {
    columns: [
      { head: 'Territory', holds: 'text' },
      { head: 'Open', holds: 'deals' },
      { head: 'Pipeline', holds: 'currency', currency },
      { head: 'Won', holds: 'deals' },
      { head: 'Amount won', holds: 'currency', currency },
      { head: 'Lost', holds: 'deals' },
      { head: 'New', holds: 'deals' },
    ],
    rows: [...rows.map(cells), ...previous, cells({ ...now, name: 'All' })],
    totalled: false,
  };
}

/** The working days before a morning: of a Monday from Friday on. */
export function daysBefore(morning: string): Span {
  const to = addDays(morning, -1);
  const weekday = (daysBetween('2024-01-01', morning) % 7) + 1;
  return { from: weekday === 1 ? addDays(morning, -3) : to, to };
}

/** Neither on a Saturday nor on a Sunday. */
export const isWorkingMorning = (morning: string): boolean =>
  (((daysBetween('2024-01-01', morning) % 7) + 7) % 7) + 1 < 6;

/** "Mar 2026". */
export const monthSaid = (iso: string): string =>
  `${dayWithoutYear(iso).split(' ')[1] ?? ''} ${iso.slice(0, 4)}`.trim();

/** "23 deals ($1.2M) are still open after their close date." */
export function talkOfDeals(
  { what, deals, amount }: { what: 'past' | 'lost' | 'won'; deals: number; amount: number },
  span: Span,
  currency: string,
): Talk {
  const of = `${count(deals, 'deal')} (${headlineMoney(amount, currency, currency)})`;
  const are = deals === 1 ? 'is' : 'are';
  if (what === 'past')
    return {
      text: `${of} ${are} still open after the close date.`,
      ask: { label: 'Show', text: 'open deals past their close date' },
    };
  const when = spanWords(span);
  return what === 'lost'
    ? {
        text: `${of} lost: which reasons come up again?`,
        ask: { label: 'Show', text: `deals lost ${when} with the reason` },
      }
    : { text: `${of} won: what went well?`, ask: { label: 'Show', text: `deals won ${when}` } };
}

/** All questions of a card, in the order of its buttons. */
export const asksOfReport = ({ asks, talk }: Report): Ask[] => [...asks, ...talk.map(({ ask }) => ask)];
