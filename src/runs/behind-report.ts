/** Behind what agents report by themselves: forecasts, and what moved. */
import type { Db } from '../db/pool.ts';
import {
  expectedSentence,
  type ForecastReport,
  methodSentences,
  quotaSentence,
} from '../story/forecast-report.ts';
import type { Report } from '../story/report.ts';
import { type Behind, nothing, type RunRow, runColumns, runJoin, runOf } from './behind.ts';

type ForecastRow = RunRow & { report: ForecastReport | null };

/** A forecast that an agent posted: what is expected, how it was made, and the run that made it. */
export async function behindForecast(db: Db, id: string): Promise<Behind | null> {
  const { rows } = await db.raw<{ rows: ForecastRow[] }>(
    `select f.report, ${runColumns} from forecasts f ${runJoin('f.run_id')} where f.id::text = ?`,
    [id],
  );
  const row = rows[0];
  if (!row?.report) return null;
  return {
    about: nothing,
    headline: `Forecast ${row.report.period}`,
    because: [expectedSentence(row.report), quotaSentence(row.report), ...methodSentences(row.report)],
    read: ['open deals', 'the deals of the quarters before, as they were known then', 'quotas'],
    verdict: null,
    decided: 'Nothing is changed by a forecast.',
    run: runOf(row),
    like: null,
    evidence: { figures: row.report.figures, basis: row.report.basis },
    notes: [],
    place: null,
  };
}

export async function behindReport(db: Db, id: string): Promise<Behind | null> {
  const { rows } = await db.raw<{ rows: (RunRow & { report: Report | null; place: string })[] }>(
    `select p.report, p.place, ${runColumns} from reports p ${runJoin('p.run_id')} where p.id::text = ?`,
    [id],
  );
  const row = rows[0];
  if (!row?.report) return null;
  return {
    about: nothing,
    headline: row.report.title,
    because: row.report.lines,
    read: ['deals and their history', 'what is out of the ordinary'],
    verdict: null,
    decided: 'Nothing is changed by a report.',
    run: runOf(row),
    like: null,
    evidence: row.report,
    notes: [],
    place: readBy(row.report.kind, row.place),
  };
}

/** A hint is of one person's deals; large deals are for who sees all. */
function readBy(kind: Report['kind'], place: string): Behind['place'] {
  if (kind === 'hint') return { territoryId: null, ownerId: place.split('/')[0] ?? null };
  return kind === 'large_deals' || kind === 'large_update' ? { territoryId: null, ownerId: null } : null;
}
