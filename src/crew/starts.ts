/** Starts of workflows outside: made by the run that finds that a rule has come true, one for a rule, a deal and an occasion. */
import { record } from '../audit/record.ts';
import type { Db } from '../db/pool.ts';
import { enqueue, enqueueAll } from '../jobs/outbox.ts';
import type { Actor } from '../policy/nouns.ts';
import { moveOf, type Rule } from '../settings/rule.ts';

export type Begun = {
  rule: Rule;
  /** "won deals, when one comes there" */
  said: string;
  workflowId: number;
  findingId: number;
  runId: string;
  deal: { id: string; name: string; stage: string };
  /** YYYY-MM-DD: the day on which it became so. */
  since: string;
};

const key = (id: number): string => `start:${id}`;

/** What was begun before for the same rule, deal and day is not begun again. */
export async function begin(trx: Db, begun: readonly Begun[], now: Date): Promise<void> {
  if (begun.length === 0) return;
  const { rows } = await trx.raw<{ rows: { id: number; rule: number; subject_id: string }[] }>(
    `with s as (
       select gen_random_uuid() as key, x.* from jsonb_to_recordset(?::jsonb)
         as x(rule int, version int, subject text, since date, workflow bigint, finding bigint, run text, body jsonb))
     insert into starts (key, rule, rule_version, subject_id, since, workflow_id, finding_id, run_id, body, begun_at)
     select key, rule, version, subject, since, workflow, finding, run, (jsonb_build_object('id', key) || body)::text, ? from s
     on conflict (rule, subject_id, since) do nothing returning id, rule, subject_id`,
    [JSON.stringify(begun.map(rowOf)), now],
  );
  await enqueueAll(
    trx,
    'start',
    rows.map(({ id }) => ({ key: key(id), body: { startId: id } })),
  );
  await record(
    trx,
    rows.map(({ id, rule, subject_id }) => ({
      action: 'start.begun',
      subject: { kind: 'start', id: String(id) },
      by: { kind: 'agent', id: 'pipeline', version: 1 },
      because: `Rule ${rule} is true of ${subject_id}.`,
      details: { rule, deal: subject_id },
    })),
  );
}

function rowOf({ rule, said, workflowId, findingId, runId, deal, since }: Begun): object {
  return {
    rule: rule.rule,
    version: rule.version,
    subject: deal.id,
    since,
    workflow: workflowId,
    finding: findingId,
    run: runId,
    body: {
      event: moveOf(rule) ? 'changed' : (rule.happens ?? 'holds'),
      day: since,
      deal,
      rule: { number: rule.rule, version: rule.version, says: said },
    },
  };
}

export type Start = {
  id: number;
  key: string;
  rule: number;
  ruleVersion: number;
  deal: { id: string; name: string; accountId: string | null };
  workflow: { id: number; name: string; url: string; ended: boolean };
  findingId: number;
  body: string;
  state: 'waiting' | 'started' | 'failed' | 'withdrawn';
  attempts: number;
  because: string | null;
  begunAt: Date;
  endedAt: Date | null;
};

type Row = {
  id: number;
  key: string;
  rule: number;
  rule_version: number;
  subject_id: string;
  deal: string | null;
  account_id: string | null;
  workflow_id: number;
  workflow: string;
  url: string;
  workflow_ended: boolean;
  finding_id: number;
  body: string;
  state: Start['state'];
  attempts: number;
  because: string | null;
  begun_at: Date;
  ended_at: Date | null;
};

const startOf = (row: Row): Start => ({
  id: row.id,
  key: row.key,
  rule: row.rule,
  ruleVersion: row.rule_version,
  deal: { id: row.subject_id, name: row.deal ?? row.subject_id, accountId: row.account_id },
  workflow: { id: row.workflow_id, name: row.workflow, url: row.url, ended: row.workflow_ended },
  findingId: row.finding_id,
  body: row.body,
  state: row.state,
  attempts: row.attempts,
  because: row.because,
  begunAt: row.begun_at,
  endedAt: row.ended_at,
});

/** The newest first. */
export async function startsOf(
  db: Db,
  of: { rule: number } | { deal: string } | { start: number },
  most = 10,
): Promise<Start[]> {
  const [column, value] =
    'rule' in of ? ['s.rule', of.rule] : 'deal' in of ? ['s.subject_id', of.deal] : ['s.id', of.start];
  const rows = await db('starts as s')
    .join('workflows as w', 'w.id', 's.workflow_id')
    .leftJoin('deals as d', 'd.id', 's.subject_id')
    .where(column as string, value as string | number)
    .orderBy('s.id', 'desc')
    .limit(most)
    .select<Row[]>(
      's.*',
      'd.name as deal',
      'd.account_id',
      'w.name as workflow',
      'w.url',
      db.raw('(w.ended_at is not null) as workflow_ended'),
    );
  return rows.map(startOf);
}

/** One that came to nothing is called once more, with the same id. False: it is not one of these. */
export const startAgain = (
  use: { db: Db },
  { id, by }: { id: number; by: Extract<Actor, { kind: 'person' }> },
): Promise<boolean> =>
  use.db.transaction(async (trx) => {
    const changed = await trx('starts')
      .where({ id, state: 'failed' })
      .update({ state: 'waiting', attempts: 0, ended_at: null, because: null });
    if (changed === 0) return false;
    await enqueue(trx, 'start', { key: key(id), body: { startId: id } });
    await record(trx, { action: 'start.again', subject: { kind: 'start', id: String(id) }, by });
    return true;
  });

/** Whether this attempt is still to be made; where it is, it is counted. */
export const countAttempt = async (db: Db, id: number): Promise<number | null> => {
  const [row] = await db('starts')
    .where({ id, state: 'waiting' })
    .update({ attempts: db.raw('attempts + 1') })
    .returning<{ attempts: number }[]>('attempts');
  return row?.attempts ?? null;
};

/** False: it had ended already. */
export async function endStart(
  trx: Db,
  start: Start,
  end: { state: 'started' | 'failed' | 'withdrawn'; because: string | null; now: Date },
): Promise<boolean> {
  const changed = await trx('starts')
    .where({ id: start.id, state: 'waiting' })
    .update({ state: end.state, because: end.because, ended_at: end.now });
  if (changed === 0) return false;
  await record(trx, {
    action: `start.${end.state}`,
    subject: { kind: 'start', id: String(start.id) },
    by: { kind: 'system', id: 'workflows' },
    because: end.because,
    details: { rule: start.rule, workflow: start.workflow.name, deal: start.deal.id },
  });
  return true;
}
