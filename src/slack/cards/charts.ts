/** The chart that a card shows, and the name of its picture: another chart is another picture. */
import { createHash } from 'node:crypto';
import { ownChart } from '../../../blocks/chart.ts';
import type { Db } from '../../db/pool.ts';
import { findingView } from '../../exceptions/findings.ts';
import { postedForecast } from '../../exceptions/posted-forecast.ts';
import { findingOf } from '../../exceptions/put-off-finding.ts';
import { dayIn } from '../../sales/days.ts';
import type { Chart } from '../../story/chart.ts';
import { changesChart } from '../../story/forecast-report.ts';
import type { Can } from '../drawing.ts';
import { requestRow, wholeChart } from './answer.ts';

export type Pictured = {
  card: string;
  /** Of the picture, in the ledger of files. */
  key: string;
  chart: Chart;
  requestId: number | null;
};

/** What of this card has to be a picture where Slack's own block is not there; null: nothing. */
export async function chartOfCard(use: { db: Db; zone: string }, card: string): Promise<Pictured | null> {
  const [kind = '', id = ''] = card.split(':');
  if (kind === 'answer') {
    const row = await requestRow(use.db, id);
    const chart = row && wholeChart(row);
    return row && chart ? { card, key: `chart:${row.id}`, chart, requestId: row.id } : null;
  }
  const chart = await chartBehind(use, kind, card, Number(id));
  return chart && { card, key: `chart:${card}:${markOf(chart)}`, chart, requestId: null };
}

async function chartBehind(
  { db, zone }: { db: Db; zone: string },
  kind: string,
  card: string,
  id: number,
): Promise<Chart | null> {
  if (kind === 'finding') {
    const of = findingOf(card);
    const view = of && (await findingView(db, of.id));
    return view && view.goneAt === null ? (view.chart ?? null) : null;
  }
  const report = kind === 'forecast' ? await postedForecast(db, id) : null;
  return report && changesChart(report, (at) => dayIn(at, zone));
}

const markOf = (chart: Chart): string =>
  createHash('sha256').update(JSON.stringify(chart)).digest('base64url').slice(0, 12);

/** Whether only a picture can show it. */
export const onlyAsPicture = (chart: Chart, can: Can): boolean => !(can.ownChart && ownChart(chart));
