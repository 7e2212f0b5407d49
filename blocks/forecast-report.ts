/** The forecast of a quarter (ux.md 3.10): what is expected first, then what changed, then what is off. */
import { dayIn } from '../src/sales/days.ts';
import { shownCells } from '../src/story/answer-table.ts';
import {
  changeSentence,
  changesChart,
  changesTable,
  expectedSentence,
  type ForecastReport,
  largestChanges,
  measures,
  methodSentences,
  quotaSentence,
} from '../src/story/forecast-report.ts';
import { calendarDay, count } from '../src/story/format.ts';
import { chartBlocks, type Picture } from './chart.ts';
import { type About, actions, choice } from './ids.ts';
import { type Block, button, type Card, context, type Here, header, row, section, unfolded } from './kit.ts';
import { limits } from './limits.ts';
import { type Drawing, type Table, tableBlock } from './table.ts';
import { bold, data, instant, lines, md, spoken } from './text.ts';
import { clockSetTo, ended, footRow, severityMark } from './words.ts';

export type ForecastCard = {
  report: ForecastReport;
  /** In a channel nothing is said of one person, and no deal is named that the channel may not see. */
  place: 'channel' | 'private';
  audience: 'all' | 'totals';
  charts?: { own: boolean; picture: Picture | null };
  /** Buttons that ask a question, typed out. */
  asks?: { label: string; text: string }[];
  foot: { kind: About; id: string } | null;
};

export const forecastCard = (
  { report, place, audience, charts, asks = [], foot }: ForecastCard,
  here: Here,
  drawing: Drawing = 'data_table',
): Card => {
  const title = `Forecast ${report.period}`;
  const said = place === 'channel' ? report.alerts.filter(({ personal }) => !personal) : report.alerts;
  const dayOf = (at: Date): string => dayIn(at, here.zone);
  const named = audience === 'all' ? changeSentence(report, dayOf) : null;
  const chart = changesChart(report, dayOf);
  return {
    text: spoken(`${title}. ${expectedSentence(report)} ${quotaSentence(report)}`),
    blocks: [
      header(title),
      section(
        lines(
          md`${bold(data(expectedSentence(report)))} ${data(quotaSentence(report))}`,
          data(measures(report).join(' · ')),
        ),
      ),
      ...(chart && charts ? chartBlocks(chart, charts) : []),
      ...(named ? [section(data(named))] : []),
      ...changesBlocks(report, drawing, here),
      ...(audience === 'all' ? largest(report) : []),
      ...said.slice(0, 6).map((alert) => alertSection(alert)),
      ...(said.length > 6 ? [context(data(`${count(said.length - 6, 'more alert')} not shown.`))] : []),
      context(data(methodSentences(report).join(' '), limits.context.text / 2)),
      context(md`As of ${instant(report.at)}`, clockSetTo(here)),
      ...(foot
        ? row(
            ...asks.slice(0, 3).map((one, n) =>
              button(`${actions.askFrom}#${n}`, one.label, {
                value: choice(foot.kind, foot.id, n),
                label: `${one.label}: ${one.text}`,
              }),
            ),
          )
        : []),
      ...(foot ? footRow(foot.kind, foot.id, title) : []),
    ],
  };
};

const changesBlocks = (report: ForecastReport, drawing: Drawing, here: Here): Block[] => {
  const found = changesTable(report);
  if (!found) return [];
  const table: Table = {
    caption: `Forecast ${report.period}, changes since ${calendarDay(report.changes?.since ?? report.at, here.zone)}`,
    head: found.columns.map(({ head }) => head),
    rows: shownCells(found, here.currency),
  };
  return tableBlock(table, drawing).blocks;
};

const largest = (report: ForecastReport): Block[] => {
  const named = largestChanges(report);
  return named.length > 0 ? [unfolded(lines(...named.map((line) => data(line))))] : [];
};

const alertSection = (alert: ForecastReport['alerts'][number]): Block =>
  section(
    lines(
      md`${severityMark[alert.severity] ?? data('')}${bold(data(ended(alert.why)))}`,
      ...alert.evidence.slice(0, 4).map((line) => data(line, limits.sentence)),
      alert.proposes ? data(alert.proposes, limits.sentence) : null,
    ),
  );
