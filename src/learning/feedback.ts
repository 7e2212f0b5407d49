/** Good, Bad or Needs Edit on anything an agent said. One opinion per person and thing: the last click wins, none is lost. */
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { BadInput } from '../errors.ts';
import type { Person } from '../policy/nouns.ts';
import { number } from '../story/format.ts';
import { countAgainst } from './phrasings/against.ts';

export type Opinion = 'good' | 'bad' | 'needs_edit';
export type On = {
  kind: 'exception' | 'group' | 'request' | 'lead' | 'alert' | 'finding' | 'forecast' | 'report' | 'digest';
  id: string;
};
/** What was wrong, as the Needs Edit form offers it. */
export type Wrong = 'understanding' | 'rows' | 'number' | 'wording' | 'timing';

export type Given = { say: Opinion; before: Opinion | null; good: number; bad: number; needsEdit: number };

/**
 * Keeps one person's opinion with the run it is about, the versions of agent, prompts and rules, the confidence and the
 * model. A correction is data for people who review rules; it never reaches a prompt by itself. An answer that is not good
 * counts against the phrasing by which its question was read.
 */
export async function giveFeedback(
  use: { db: Db; now: Clock },
  input: { on: On; say: Opinion; by: Person; correction?: string | null; wrong?: Wrong[] },
): Promise<Given> {
  const correction = input.correction?.trim() || null;
  if (correction && correction.length > 3_000) {
    throw new BadInput(`The correction has ${number(correction.length)} characters.`, {
      fix: 'Use at most 3,000.',
    });
  }
  return inTransaction(use.db, async (trx) => {
    const about = await runBehind(trx, input.on);
    const now = use.now.now();
    // One person's clicks on one thing wait for each other; the unique index alone would make the second one fail.
    await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
      `feedback:${input.on.kind}:${input.on.id}:${input.by.id}`,
    ]);
    const mine = { subject_kind: input.on.kind, subject_id: input.on.id, by_id: input.by.id };
    const replaced = await trx('feedback')
      .where(mine)
      .whereNull('replaced_at')
      .update({ replaced_at: now })
      .returning<{ say: Opinion }[]>('say');
    await trx('feedback').insert({
      ...mine,
      at: now,
      say: input.say,
      correction,
      wrong: input.wrong ?? [],
      run_id: about.runId,
      agent: about.agent,
      agent_version: about.agentVersion,
      prompt_versions: JSON.stringify(about.prompts),
      rule_versions: JSON.stringify(about.rules),
      confidence: about.confidence,
      model: about.model,
    });
    await record(trx, {
      action: 'feedback.given',
      subject: input.on,
      by: { kind: 'person', id: input.by.id },
      runId: about.runId,
      details: { say: input.say, before: replaced[0]?.say ?? null },
    });
    if (input.on.kind === 'request' && input.say !== 'good')
      await countAgainst({ db: trx, now: use.now }, input.on.id);
    return { say: input.say, before: replaced[0]?.say ?? null, ...(await counts(trx, input.on)) };
  });
}

/** How people see it now: current opinions only. */
export async function counts(db: Db, on: On): Promise<{ good: number; bad: number; needsEdit: number }> {
  const rows = await db('feedback')
    .where({ subject_kind: on.kind, subject_id: on.id })
    .whereNull('replaced_at')
    .groupBy('say')
    .select('say')
    .count<{ say: Opinion; count: number }[]>('* as count');
  const of = (say: Opinion) => Number(rows.find((row) => row.say === say)?.count ?? 0);
  return { good: of('good'), bad: of('bad'), needsEdit: of('needs_edit') };
}

type About = {
  runId: string | null;
  agent: string | null;
  agentVersion: number | null;
  prompts: Record<string, number>;
  rules: Record<string, number>;
  confidence: number | null;
  model: string | null;
};

const runOf: Record<On['kind'], string> = {
  exception:
    'select p.run_id, p.confidence from exceptions e join proposals p on p.id = e.proposal_id where e.id::text = ?',
  group: `select p.run_id, p.confidence from exceptions e join proposals p on p.id = e.proposal_id
    where e.group_id::text = ? order by e.id limit 1`,
  request: 'select run_id, confidence from requests where id::text = ?',
  lead: 'select null::text as run_id, null::numeric as confidence from leads where id = ?',
  finding: 'select run_id, null::numeric as confidence from findings where id::text = ?',
  forecast: 'select run_id, null::numeric as confidence from forecasts where id::text = ?',
  report: 'select run_id, null::numeric as confidence from reports where id::text = ?',
  digest: "select null::text as run_id, null::numeric as confidence from digests where key = 'digest:' || ?",
  alert: 'select null::text as run_id, null::numeric as confidence from alerts where id::text = ?',
};

async function runBehind(db: Db, on: On): Promise<About> {
  const result = await db.raw<{ rows: BehindRow[] }>(
    `select s.run_id, s.confidence, r.agent, r.agent_version, r.versions, r.model
     from (${runOf[on.kind]}) s left join runs r on r.id = s.run_id`,
    [on.id],
  );
  const row = result.rows[0];
  if (!row)
    throw new BadInput(`There is no ${on.kind} ${on.id}.`, {
      fix: 'The card may be out of date; open it again.',
    });
  return {
    runId: row.run_id,
    agent: row.agent,
    agentVersion: row.agent_version,
    prompts: row.versions?.prompts ?? {},
    // An agent's limits are settings, which have one version among them.
    rules: {
      ...row.versions?.rules,
      ...(row.versions?.settings === undefined ? {} : { settings: row.versions.settings }),
    },
    confidence: row.confidence,
    model: row.model,
  };
}

type BehindRow = {
  run_id: string | null;
  confidence: number | null;
  agent: string | null;
  agent_version: number | null;
  versions: {
    prompts?: Record<string, number>;
    rules?: Record<string, number>;
    settings?: number;
  } | null;
  model: string | null;
};
