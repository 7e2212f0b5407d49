/** Feedback as lines for retraining and evaluation: one JSON object per opinion, oldest first. */
import type { Db } from '../db/pool.ts';

export type FeedbackLine = {
  id: number;
  /** ISO 8601, by the company's clock. */
  at: string;
  by: string;
  on: { kind: string; id: string };
  say: string;
  correction: string | null;
  wrong: string[];
  /** Whether a later click of the same person has taken its place. */
  replaced: boolean;
  run: string | null;
  agent: string | null;
  /** Left out where the run had none: questions are read by the program itself. */
  agent_version?: number;
  prompt_versions: Record<string, number>;
  rule_versions: Record<string, number>;
  confidence: number | null;
  model: string | null;
  /** What was asked and how it was read, or what was proposed; null where the raw input has been deleted. */
  asked: string | null;
  reading: unknown;
  proposed: unknown;
  decided: string | null;
  /** Whether what was decided has been taken back since. */
  undone: boolean;
};

/** In the order of a table; a line may lack one. */
export const feedbackColumns = [
  'id',
  'at',
  'by',
  'on',
  'say',
  'correction',
  'wrong',
  'replaced',
  'run',
  'agent',
  'agent_version',
  'prompt_versions',
  'rule_versions',
  'confidence',
  'model',
  'asked',
  'reading',
  'proposed',
  'decided',
  'undone',
] as const satisfies (keyof FeedbackLine)[];

const page = 1_000;

/** Yields every opinion in pages, so that the export of a long history does not sit in memory. */
export async function* exportFeedback(db: Db): AsyncGenerator<FeedbackLine> {
  for (let after = 0; ; ) {
    const { rows } = await db.raw<{ rows: Row[] }>(
      `select f.*, q.text as asked, q.reading, p.change as proposed, d.say as decided, coalesce(o.came_to = 'undone', false) as undone
       from feedback f
       left join requests q on f.subject_kind = 'request' and q.id::text = f.subject_id
       left join exceptions e on f.subject_kind = 'exception' and e.id::text = f.subject_id
       left join proposals p on p.id = e.proposal_id
       left join decisions d on d.exception_id = e.id and d.reopened_at is null
       left join decision_outcomes o on o.decision_id = d.id
       where f.id > ? order by f.id limit ?`,
      [after, page],
    );
    for (const row of rows) yield line(row);
    const last = rows.at(-1);
    if (!last || rows.length < page) return;
    after = last.id;
  }
}

type Row = Omit<FeedbackLine, 'at' | 'by' | 'on' | 'replaced' | 'run' | 'agent_version'> & {
  agent_version: number | null;
  at: Date;
  by_id: string;
  subject_kind: string;
  subject_id: string;
  replaced_at: Date | null;
  run_id: string | null;
};

const line = (row: Row): FeedbackLine => ({
  id: row.id,
  at: row.at.toISOString(),
  by: row.by_id,
  on: { kind: row.subject_kind, id: row.subject_id },
  say: row.say,
  correction: row.correction,
  wrong: row.wrong,
  replaced: row.replaced_at !== null,
  run: row.run_id,
  agent: row.agent,
  ...(row.agent_version === null ? {} : { agent_version: row.agent_version }),
  prompt_versions: row.prompt_versions,
  rule_versions: row.rule_versions,
  confidence: row.confidence,
  model: row.model,
  asked: row.asked,
  reading: row.reading ?? null,
  proposed: row.proposed ?? null,
  decided: row.decided,
  undone: row.undone,
});
