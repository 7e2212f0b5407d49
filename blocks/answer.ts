/** The answer to a request (ux.md 3.1): what was understood first, then what was found. */
import type { Answer, LeftOut, Listed } from '../src/sales/answer.ts';
import { answerTable, readTable, shownCells } from '../src/story/answer-table.ts';
import type { Asked } from '../src/story/asked.ts';
import { chartOf } from '../src/story/chart.ts';
import { cost, count, countOf, day, number, sums } from '../src/story/format.ts';
import { listedTable } from '../src/story/listed.ts';
import type { AnswerTable } from '../src/story/table.ts';
import { chartBlocks, type Picture } from './chart.ts';
import { type Column, columnsFor, type DealLine } from './columns.ts';
import { actions, choice } from './ids.ts';
import { type Block, button, type Card, context, type Here, row, section } from './kit.ts';
import { limits } from './limits.ts';
import { type Drawing, spokenRows, type Table, tableBlock } from './table.ts';
import {
  bold,
  cutApart,
  data,
  instant,
  joined,
  lines,
  type Markup,
  md,
  nothing,
  plain,
  spoken,
  spokenList,
} from './text.ts';
import { clockSetTo, footRow } from './words.ts';

/** A request typed out; its button runs only that. */
export type Next = { choice: string; label: string };
export type Sum = { currency: string | null; amount: number; deals: number };

/** An answer; of deals only what a card shows. */
export type Found =
  | Exclude<Answer, { kind: 'rows' }>
  | { kind: 'rows'; rows: DealLine[]; total: number; sums: Sum[]; leftOut: LeftOut[]; listed?: Listed };

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
  /** What tables and charts must know of the question. */
  asked: Asked;
  /** How a chart may be shown; absent: not at all. Slack's own block only with the data table, its equal in age. */
  charts?: { own: boolean; picture: Picture | null };
  next: Next[];
  /** `totals`: the channel may see counts and sums of the company only. */
  audience: 'all' | 'totals';
  place: 'channel' | 'private';
};

export const answerCard = (view: AnswerView, here: Here, drawing: Drawing = 'data_table'): Card => {
  const understood = view.understood ?? 'Answer';
  const table = view.audience === 'all' ? tableOf(view, here) : null;
  const drawn = table ? tableBlock(table, drawing) : { blocks: [], shown: 0 };
  const total =
    view.found.kind === 'rows' || isList(view.found) ? view.found.total : (table?.rows.length ?? 0);
  const said = view.audience === 'all' ? view.sentence : totalsOnly(view.found, here);
  return {
    text: spokenAnswer(understood, said, table),
    blocks: [
      section(lines(understanding(view), data(said))),
      ...charts(view, drawing),
      ...drawn.blocks,
      ...(table && drawn.shown > 0 && drawn.shown < total
        ? [
            section(
              joined(
                [
                  shownOf(drawn.shown, total, view.asked.skip ?? 0),
                  othersOf(view, table.rows.length, drawn.shown, total),
                ],
                ' ',
              ),
            ),
          ]
        : []),
      ...notes(view, here),
      ...nextRow(view, table !== null && table.rows.length > 0),
      ...footRow('request', view.requestId, understood),
    ],
  };
};

const shownOf = (shown: number, total: number, skip: number): Markup =>
  skip === 0
    ? md`The first ${number(shown)} of ${number(total)} are shown.`
    : shown === 1
      ? md`Number ${number(skip + 1)} of ${number(total)} is shown.`
      : md`Numbers ${number(skip + 1)} to ${number(skip + shown)} of ${number(total)} are shown.`;

/** A table holds so many rows and so much text; how the others are seen. Who asked for so many rows only wants no others. */
const othersOf = ({ asked }: AnswerView, rows: number, shown: number, total: number): Markup => {
  const [limit, from] = [asked.limit ?? null, (asked.skip ?? 0) + shown + 1];
  const last = limit === null ? total : Math.min(total, (asked.skip ?? 0) + limit);
  if ((limit !== null && shown === rows) || last < from) return md``;
  const others = from === last ? `from number ${from} on` : `numbers ${from} to ${last}`;
  return md`A table here holds no more: reply "${others}" for the rest.`;
};

/** "*Open deals in Negotiation, EMEA only*": the part that a follow-up changed stands out. */
const understanding = (view: Told): Markup => {
  const text = view.understood ?? 'Answer';
  if (view.changed === null || !text.includes(view.changed)) return bold(data(text));
  const [before, after] = text.split(view.changed, 2);
  return joined([data(before ?? ''), bold(data(view.changed)), data(after ?? '')], ' ');
};

const totalsOnly = (found: Found, here: Here): string => {
  if (found.kind === 'leads') return `${countOf(found.total, 'leads')}.`;
  if (found.kind === 'listed')
    return `${countOf(found.total, found.of === 'account' ? 'accounts' : 'contacts')}.`;
  if (found.kind !== 'rows') return `${count(found.total, 'deal')}.`;
  const money = found.sums.length > 0 ? `, ${sums(found.sums, here.currency)} in total` : '';
  return `${count(found.total, 'deal')}${money}. The rows are outside what this channel may see.`;
};

const spokenAnswer = (understood: string, said: string, table: Table | null): string =>
  table && table.rows.length > 0
    ? spokenList(`${understood}. ${said}`, spokenRows(table))
    : spoken(`${understood}. ${said}`);

const charts = (view: AnswerView, drawing: Drawing): Block[] => {
  if (view.audience !== 'all' || view.charts === undefined || view.found.kind === 'rows') return [];
  const chart = chartOf(view.found, view.asked, view.understood ?? 'Answer');
  return chart
    ? chartBlocks(chart, { ...view.charts, own: view.charts.own && drawing === 'data_table' })
    : [];
};

const tableOf = (view: AnswerView, here: Here): Table | null => {
  const { found } = view;
  const most = view.place === 'channel' ? 4 : 6;
  // What was understood names the order where people asked for one.
  const said = / sorted by |^Top /.test(view.understood ?? '');
  const sorted = view.sort && !said ? `, sorted by ${view.sort}` : '';
  const own = ownColumns(found, view.asked);
  if (own) return cellsOf(own, `${view.understood ?? 'Answer'}${sorted}`, here);
  if (found.kind === 'rows') {
    const columns = columnsFor(view.about, found.rows, here).slice(0, most);
    return {
      caption: `${view.understood ?? 'Deals'}${sorted}`,
      head: columns.map((column: Column) => column.head),
      rows: found.rows.map((deal) => columns.map((column) => column.cell(deal))),
    };
  }
  // One value, or two without groups, is in the sentence.
  if (found.kind === 'value' || (found.kind === 'comparison' && found.rows.length === 0)) return null;
  const { columns, rows, totalled } = answerTable(found, view.asked);
  // A list is cut to what a phone shows; figures that were asked for are all shown.
  const kept = columns.slice(0, found.kind === 'leads' ? most : limits.dataTable.columns);
  const cells = shownCells({ columns: kept, rows }, here.currency);
  const [only, ...others] = cells;
  // Many figures of one stand below each other: beside each other they are wider than a message.
  if (found.kind === 'table' && only && others.length === 0 && only.length > most)
    return {
      caption: view.understood ?? 'Answer',
      head: ['Measure', typeof only[0] === 'string' ? only[0] : '–'],
      rows: kept.slice(1).map(({ head }, n) => [head, only[n + 1] ?? '–']),
    };
  return {
    caption: `${view.understood ?? 'Answer'}${found.kind === 'leads' || found.kind === 'table' ? sorted : ''}`,
    head: kept.map(({ head }) => head),
    rows: totalled ? cells.slice(0, -1) : cells,
    total: totalled ? cells.at(-1) : null,
  };
};

/** Columns that were asked for are all shown, however narrow the place: the table scrolls. */
const ownColumns = (found: Found, asked: Asked): AnswerTable | null =>
  found.kind === 'rows'
    ? found.listed
      ? listedTable('deal', found.listed, asked.companyCurrency)
      : null
    : readTable(found, asked);

const cellsOf = ({ columns, rows }: AnswerTable, caption: string, here: Here): Table => {
  const kept = columns.slice(0, limits.dataTable.columns);
  return {
    caption,
    head: kept.map(({ head }) => head),
    rows: shownCells({ columns: kept, rows }, here.currency),
  };
};

const isList = ({ kind }: Found): boolean => kind === 'leads' || kind === 'listed';

const notes = (view: AnswerView, here: Here): Block[] => {
  const left = view.found.leftOut
    .filter((one) => one.count > 0)
    .map((one) => `${number(one.count)} left out: ${one.because}.`);
  const assumed = [...assumptions(view.assumptions), ...left];
  const how = joined(
    [
      // The day is one of the company's, whatever hour that is where this is read.
      view.asked.asOf
        ? data(`As of the end of ${day(view.asked.asOf)}`)
        : md`As of ${instant(new Date(view.asOf))}`,
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
  const named = /^(Scope|Limit|Read|Unequal periods|Under way|Counted too|Quota|Commit)\b/;
  const assumed = all.filter((one) => !named.test(one));
  return [
    ...(assumed.length > 0 ? [`Assumed: ${assumed.join(' ')}`] : []),
    ...all.filter((one) => named.test(one)),
  ];
};

const nextRow = (view: Told & { next: Next[] }, hasRows: boolean): Block[] =>
  row(
    hasRows &&
      button(actions.exportCsv, 'Export CSV', {
        value: view.requestId,
        label: `Export CSV: ${view.understood ?? 'the answer'}`,
      }),
    ...nextButtons(view.requestId, view.next),
    view.confidence < 0.9 &&
      button(actions.rephrase, 'Rephrase', { value: view.requestId, label: 'Rephrase the request' }),
  );

/** Buttons that carry a request typed out. At most five; requests that begin alike stay told apart. */
export const nextButtons = (requestId: string, next: Next[], first?: 'primary') => {
  const offered = next.slice(0, 5);
  const shown = cutApart(
    offered.map(({ label }) => plain(label, limits.sentence)),
    limits.button.shown,
  );
  return offered.map((one, n) =>
    button(`${actions.choose}#${n}`, shown[n] || one.label, {
      value: choice(requestId, one.choice),
      label: one.label,
      ...(first && n === 0 ? { style: first } : {}),
    }),
  );
};
