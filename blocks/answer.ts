/** The answer to a request (ux.md 3.1): what was understood first, then what was found. */
import { cost, count, number, sums } from '../src/story/format.ts';
import { type Column, columnsFor, type DealLine, figures } from './columns.ts';
import { actions, choice } from './ids.ts';
import { type Block, button, type Card, context, type Here, row, section } from './kit.ts';
import { limits } from './limits.ts';
import { type Drawing, spokenRows, type Table, tableBlock } from './table.ts';
import { bold, data, instant, joined, lines, type Markup, md, nothing, spoken, spokenList } from './text.ts';
import { clockSetTo, footRow } from './words.ts';

/** A request typed out; its button runs only that. */
export type Next = { choice: string; label: string };
export type Sum = { currency: string | null; amount: number; deals: number };
type LeftOut = { because: string; count: number }[];

export type Found =
  | { kind: 'rows'; rows: DealLine[]; total: number; sums: Sum[]; leftOut: LeftOut }
  | {
      kind: 'value';
      value: number | null;
      unit: string;
      currency?: string | null;
      total: number;
      leftOut: LeftOut;
    }
  | {
      kind: 'series';
      by: string | string[];
      series: {
        key: string | null;
        label: string;
        value: number | null;
        count: number;
        currency?: string | null;
      }[];
      total: number;
      leftOut: LeftOut;
    }
  | {
      kind: 'leads' | 'comparison' | 'table' | 'funnel' | 'forecast';
      total: number;
      leftOut: LeftOut;
    };

type Series = Found & { kind: 'series' };

/** What every reply says about itself. */
export type Told = {
  requestId: string;
  runId: string;
  understood: string | null;
  changed: string | null;
  assumptions: string[];
  confidence: number;
  model: string | null;
  costUsd: number;
  latencyMs: number;
  /** ISO instant. */
  asOf: string;
};

export type AnswerView = Told & {
  sentence: string;
  found: Found;
  /** Names of the fields that the question is about; they decide the columns. */
  about: string[];
  sort: string | null;
  /** Whether the values of groups may be added up; averages may not. */
  addsUp: boolean;
  next: Next[];
  /** `totals`: the channel may see counts and sums of the company only. */
  audience: 'all' | 'totals';
  place: 'channel' | 'private';
};

export const answerCard = (view: AnswerView, here: Here, drawing: Drawing = 'data_table'): Card => {
  const understood = view.understood ?? 'Answer';
  const table = view.audience === 'all' ? tableOf(view, here) : null;
  const drawn = table ? tableBlock(table, drawing) : { blocks: [], shown: 0 };
  const total = view.found.kind === 'rows' ? view.found.total : drawn.shown;
  const said = view.audience === 'all' ? view.sentence : totalsOnly(view.found, here);
  return {
    text: spokenAnswer(understood, said, table),
    blocks: [
      section(lines(understanding(view), data(said))),
      ...drawn.blocks,
      ...(table && drawn.shown > 0 && drawn.shown < total
        ? [section(md`The first ${number(drawn.shown)} of ${number(total)} are shown.`)]
        : []),
      ...notes(view, here),
      ...nextRow(view),
      ...footRow('request', view.requestId, understood),
    ],
  };
};

/** "*Open deals in Negotiation, EMEA only*": the part that a follow-up changed stands out. */
const understanding = (view: Told): Markup => {
  const text = view.understood ?? 'Answer';
  if (view.changed === null || !text.includes(view.changed)) return bold(data(text));
  const [before, after] = text.split(view.changed, 2);
  return joined([data(before ?? ''), bold(data(view.changed)), data(after ?? '')], ' ');
};

const totalsOnly = (found: Found, here: Here): string => {
  if (found.kind !== 'rows') return `${count(found.total, 'deal')}.`;
  const money = found.sums.length > 0 ? `, ${sums(found.sums, here.currency)} in total` : '';
  return `${count(found.total, 'deal')}${money}. The rows are outside what this channel may see.`;
};

const spokenAnswer = (understood: string, said: string, table: Table | null): string =>
  table && table.rows.length > 0
    ? spokenList(`${understood}. ${said}`, spokenRows(table))
    : spoken(`${understood}. ${said}`);

const tableOf = (view: AnswerView, here: Here): Table | null => {
  if (view.found.kind === 'rows') {
    const columns = columnsFor(view.about, view.found.rows, here).slice(0, view.place === 'channel' ? 4 : 6);
    const sorted = view.sort ? `, sorted by ${view.sort}` : '';
    return {
      caption: `${view.understood ?? 'Deals'}${sorted}`,
      head: columns.map((column: Column) => column.head),
      rows: view.found.rows.map((deal) => columns.map((column) => column.cell(deal))),
    };
  }
  return view.found.kind === 'series' ? seriesTable(view, view.found, here) : null;
};

/** Each currency has its own column: they are never added up. Nor are averages. */
const moneyTable = (
  view: AnswerView,
  found: Series,
  { caption, group }: { caption: string; group: string },
  here: Here,
): Table => {
  const currencyOf = (one: Series['series'][number]) => one.currency ?? here.currency;
  const currencies = [...new Set(found.series.map(currencyOf))];
  const groups = Map.groupBy(found.series, (one) => one.key ?? one.label);
  const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);
  const line = (label: string, of: Series['series']) => {
    const deals = sum(of.map((one) => one.count));
    const cells = currencies.map((currency) => {
      const paid = of.filter((one) => currencyOf(one) === currency).map((one) => one.value ?? 0);
      const value = sum(paid);
      return paid.length === 0 ? '–' : { value, text: figures(value, currency) };
    });
    return [label, ...cells, { value: deals, text: number(deals) }];
  };
  return {
    caption,
    head: [group, ...currencies.map((currency) => `Amount (${currency})`), 'Deals'],
    rows: [
      ...[...groups.values()].map((of) => line(of[0]?.label ?? '–', of)),
      ...(groups.size > 1 && view.addsUp ? [line('Total', found.series)] : []),
    ],
  };
};

const seriesTable = (view: AnswerView, found: Series, here: Here): Table => {
  const by = [found.by].flat().join(', ').replaceAll('_', ' ').replaceAll('.', ' ');
  const group = by.charAt(0).toUpperCase() + by.slice(1) || 'Group';
  const caption = view.understood ?? 'Breakdown';
  if (found.series.some((one) => typeof one.currency === 'string'))
    return moneyTable(view, found, { caption, group }, here);
  const counted = found.series.every((one) => one.value === one.count);
  const line = (label: string, value: number, deals: number) => [
    label,
    { value, text: number(value) },
    ...(counted ? [] : [{ value: deals, text: number(deals) }]),
  ];
  const total = (of: 'value' | 'count') => found.series.reduce((all, one) => all + (one[of] ?? 0), 0);
  return {
    caption,
    head: counted ? [group, 'Deals'] : [group, 'Value', 'Deals'],
    rows: [
      ...found.series.map((one) => line(one.label, one.value ?? 0, one.count)),
      ...(counted && found.series.length > 1 ? [line('Total', total('value'), total('count'))] : []),
    ],
  };
};

const notes = (view: AnswerView, here: Here): Block[] => {
  const left = view.found.leftOut
    .filter((one) => one.count > 0)
    .map((one) => `${number(one.count)} left out: ${one.because}.`);
  const assumed = [...assumptions(view.assumptions), ...left];
  const how = joined(
    [
      md`As of ${instant(new Date(view.asOf))}`,
      data(cost(view.latencyMs, view.model, view.costUsd)),
      view.confidence < 0.9
        ? data(`Read with ${view.confidence < 0.7 ? 'low' : 'fair'} confidence. Not what you meant?`)
        : nothing,
      clockSetTo(here),
    ],
    ' · ',
  );
  return [...(assumed.length > 0 ? [context(data(assumed.join(' '), limits.sentence))] : []), context(how)];
};

/** "Assumed: "stuck" = in the same stage. Scope: EMEA.": what says of itself what it is needs no such word. */
const assumptions = (all: string[]): string[] => {
  const named = /^(Scope|Limit|Read)\b/;
  const assumed = all.filter((one) => !named.test(one));
  return [
    ...(assumed.length > 0 ? [`Assumed: ${assumed.join(' ')}`] : []),
    ...all.filter((one) => named.test(one)),
  ];
};

const nextRow = (view: Told & { next: Next[] }): Block[] =>
  row(
    ...nextButtons(view.requestId, view.next),
    view.confidence < 0.9 &&
      button(actions.rephrase, 'Rephrase', { value: view.requestId, label: 'Rephrase the request' }),
  );

/** Buttons that carry a request typed out. At most five. */
export const nextButtons = (requestId: string, next: Next[], first?: 'primary') =>
  next.slice(0, 5).map((one, n) =>
    button(`${actions.choose}#${n}`, one.label, {
      value: choice(requestId, one.choice),
      label: one.label,
      ...(first && n === 0 ? { style: first } : {}),
    }),
  );
