/** What agents report, beside what they find: made in the run, kept, and posted at its end. */
import type { Agent, ReportName } from '../agents/nouns.ts';
import type { Db } from '../db/pool.ts';
import type { WokenBy } from '../runs/runs.ts';
import type { AgentRow } from './crew.ts';
import { lookAtForecast } from './look-at-forecast.ts';
import type { LookUse, Made } from './looking.ts';
import { postForecast } from './post-forecast.ts';

export type Report = {
  /** What another agent's signal makes it work out again is not kept, and so not posted. */
  make(trx: Db, use: LookUse & { wokenBy: WokenBy }, agent: Agent): Promise<Made>;
  /** Says what became of it, as a clause. */
  post(trx: Db, use: LookUse, agent: Agent, row: AgentRow, id: string): Promise<string>;
};

export const reports: Record<ReportName, Report> = {
  forecast: { make: lookAtForecast, post: postForecast },
};
