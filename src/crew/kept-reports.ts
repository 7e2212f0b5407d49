/** Reports are kept as they were made, each once, and posted from there. */
import type { Agent } from '../agents/nouns.ts';
import { record } from '../audit/record.ts';
import type { Db } from '../db/pool.ts';
import { instantAt } from '../sales/days.ts';
import { numberSetting } from '../settings/settings.ts';
import { isWorkingMorning, type Report, type ReportKind } from '../story/report.ts';
import type { LookUse } from './looking.ts';

export type ReportUse = Pick<LookUse, 'now' | 'zone' | 'today' | 'settings'>;

/** From its hour on, of a working morning. */
export const isReportingHour = (use: ReportUse): boolean =>
  isWorkingMorning(use.today) &&
  use.now >= instantAt(use.today, numberSetting(use.settings, 'summary_hour'), 0, use.zone);

/** `place`: what it is of, where that is not the whole company. */
export type ReportOf = { kind: ReportKind; place: string };

/** Of a place that may have one of its own: for everyone, a territory, a team. */
export type PlaceReport = ReportOf & { kind: 'hygiene' | 'exceptions'; scope: string; scopeId: string };

/** Its id; null: it was made before, or there was nothing to say. */
export async function keepReport(
  trx: Db,
  use: Pick<LookUse, 'now' | 'today' | 'runId'>,
  agent: Agent,
  { kind, place, report }: ReportOf & { report: Report | null },
): Promise<number | null> {
  const [kept] = await trx('reports')
    .insert({
      ...{ agent: agent.name, kind, place, on_day: use.today, run_id: use.runId, made_at: use.now },
      report: report && JSON.stringify(report),
    })
    .onConflict()
    .ignore()
    .returning<{ id: string }[]>('id');
  if (!kept || !report) return null;
  await record(trx, {
    action: 'report.posted',
    subject: { kind: 'report', id: String(kept.id) },
    by: { kind: 'agent', id: agent.name, version: agent.version },
    because: report.title,
    runId: use.runId,
  });
  return Number(kept.id);
}
