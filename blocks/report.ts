/** What moved in a day, a week, a month or a quarter (ux.md 3.11). Each number opens the question behind it, for who presses. */
import { shownCells } from '../src/story/answer-table.ts';
import type { Report } from '../src/story/report.ts';
import { chartBlocks } from './chart.ts';
import { actions, choice } from './ids.ts';
import { type Block, button, type Card, context, type Here, header, row, section } from './kit.ts';
import { type Drawing, type Table, tableBlock } from './table.ts';
import { bold, data, instant, lines, md, spoken } from './text.ts';
import { clockSetTo, footRow } from './words.ts';

export const reportCard = (
  report: Report & { madeAt: Date },
  id: number,
  here: Here,
  can: { table: Drawing; ownChart: boolean },
): Card => {
  const { title, kind, asks, talk } = report;
  const ask = (n: number, label: string, text: string) =>
    button(`${actions.askFrom}#${n}`, label, {
      value: choice('report', id, n),
      label: `${label}: ${text}`,
    });
  return {
    text: spoken(`${title}. ${report.lines.join(' ')}`),
    blocks: [
      ...(short.includes(kind)
        ? [section(lines(bold(data(title)), ...report.lines.map((line) => data(line))))]
        : [header(title), section(lines(...report.lines.map((line) => data(line))))]),
      ...row(...asks.slice(0, 5).map(({ label, text }, n) => ask(n, label, text))),
      ...report.charts.flatMap((chart) => chartBlocks(chart, { own: can.ownChart, picture: null })),
      ...tableOf(report, can.table, here),
      ...(talk.length > 0 ? [section(bold(data(talkTitle(talk.length))))] : []),
      ...talk.map((one, n) =>
        section(
          md`${data(`${n + 1}.`)} ${data(one.text)}`,
          ask(asks.length + n, one.ask.label, one.ask.text),
        ),
      ),
      context(md`As of ${instant(report.madeAt)}`, report.note ? data(report.note) : null, clockSetTo(here)),
      ...footRow('report', id, title),
    ],
  };
};

/** A message of a few lines has no header. */
const short: Report['kind'][] = ['daily', 'large_update', 'hint'];

const talkTitle = (n: number): string =>
  n === 1 ? 'One thing to talk about' : n === 2 ? 'Two things to talk about' : 'Three things to talk about';

const tableOf = ({ table, title }: Report, drawing: Drawing, here: Here): Block[] => {
  if (!table) return [];
  const drawn: Table = {
    caption: title,
    head: table.columns.map(({ head }) => head),
    rows: shownCells(table, here.currency),
  };
  return tableBlock(drawn, drawing).blocks;
};
