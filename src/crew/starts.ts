/** Starts of workflows outside: made by the run that finds that a rule has come true, one for a rule, a deal and an occasion. */
import { type AttentionUse, interrupt } from '../attention/interrupt.ts';
import { record } from '../audit/record.ts';
import { heldMinutes } from '../changes/outside.ts';
import type { Db } from '../db/pool.ts';
import { redrawCards } from '../jobs/cards.ts';
import { enqueue, enqueueAll } from '../jobs/outbox.ts';
import { peopleById } from '../people/people.ts';
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

/**
 * What was begun before for the same rule, deal and day is not begun again. Each is on the word of whoever made the rule, who is
 * told once for all of a run, and can stop it for a while before anybody is called.
 */
export async function begin(trx: Db, use: AttentionUse, begun: readonly Begun[]): Promise<void> {
  if (begun.length === 0) return;
  const { now } = use;
  const until = new Date(now.getTime() + heldMinutes(use.settings).minutes * 60_000);
  const { rows } = await trx.raw<{ rows: Made[] }>(
    `with s as (
       select gen_random_uuid() as key, x.* from jsonb_to_recordset(?::jsonb)
         as x(rule int, version int, subject text, since date, workflow bigint, finding bigint, run text, body jsonb, by text))
     insert into starts (key, rule, rule_version, subject_id, since, workflow_id, finding_id, run_id, body, begun_at, ordered_by, stoppable_until)
     select key, rule, version, subject, since, workflow, finding, run, (jsonb_build_object('id', key) || body)::text, ?, by, ? from s
     on conflict (rule, subject_id, since) do nothing returning id, rule, subject_id, ordered_by`,
    [JSON.stringify(begun.map(rowOf)), now, until],
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
      details: { rule, deal: subject_id, stoppableUntil: until },
    })),
  );
  await tell(trx, use, rows);
}

type Made = { id: number; rule: number; subject_id: string; ordered_by: string };

/** One message to each who made a rule of these. */
async function tell(trx: Db, use: AttentionUse, made: Made[]): Promise<void> {
  const people = await peopleById(
    trx,
    made.map(({ ordered_by }) => ordered_by),
  );
  const groups = [...Map.groupBy(made, ({ ordered_by }) => ordered_by)].flatMap(
    ([by, [first, ...others]]) => {
      const person = people.get(by);
      return first && person
        ? [{ person, first: first.id, ids: [first, ...others].map(({ id }) => id) }]
        : [];
    },
  );
  await trx.raw(
    `update starts s set told_with = g.first from jsonb_to_recordset(?::jsonb) as g(first bigint, ids jsonb), jsonb_array_elements_text(g.ids) as i(id)
     where s.id = i.id::bigint`,
    [JSON.stringify(groups)],
  );
  await interrupt(
    trx,
    use,
    groups.flatMap(({ person, first }) =>
      person.slackId === null
        ? []
        : [
            {
              ...{ key: `start:${first}` as const, channel: `dm:${person.slackId}`, personId: person.id },
              ...{ critical: false, worth: 0 },
            },
          ],
    ),
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
    by: rule.setBy,
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
  state: 'waiting' | 'started' | 'failed' | 'withdrawn' | 'stopped';
  attempts: number;
  because: string | null;
  orderedBy: string;
  /** Nobody is called before. */
  stoppableUntil: Date;
  calledAt: Date | null;
  /** The first of those that one message tells of. */
  toldWith: number | null;
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
  ordered_by: string;
  stoppable_until: Date;
  called_at: Date | null;
  told_with: number | null;
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
  orderedBy: row.ordered_by,
  stoppableUntil: row.stoppable_until,
  calledAt: row.called_at,
  toldWith: row.told_with,
  begunAt: row.begun_at,
  endedAt: row.ended_at,
});

/** The newest first. */
export async function startsOf(
  db: Db,
  of: { rule: number } | { deal: string } | { start: number } | { toldWith: number },
  most = 10,
): Promise<Start[]> {
  const [column, value] =
    'rule' in of
      ? ['s.rule', of.rule]
      : 'deal' in of
        ? ['s.subject_id', of.deal]
        : 'start' in of
          ? ['s.id', of.start]
          : ['s.told_with', of.toldWith];
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

/** Whether this attempt is still to be made; where it is, it is counted. From the first on nobody can stop it. */
export const countAttempt = async (db: Db, id: number, now: Date): Promise<number | null> => {
  const [row] = await db('starts')
    .where({ id, state: 'waiting' })
    .where('stoppable_until', '<=', now)
    .update({ attempts: db.raw('attempts + 1'), called_at: db.raw('coalesce(called_at, ?)', [now]) })
    .returning<{ attempts: number }[]>('attempts');
  return row?.attempts ?? null;
};

/** Those of them that nobody has called yet are never started; one conditional update, so that the sender or this wins. */
export async function stopStarts(
  trx: Db,
  { ids, by, now }: { ids: number[]; by: string; now: Date },
): Promise<number[]> {
  const stopped: { id: number; rule: number; subject_id: string; told_with: number | null }[] = await trx(
    'starts',
  )
    .whereIn('id', ids)
    .where({ state: 'waiting', called_at: null })
    .update({ state: 'stopped', stopped_by: by, because: 'It was stopped.', ended_at: now })
    .returning(['id', 'rule', 'subject_id', 'told_with']);
  await record(
    trx,
    stopped.map(({ id, rule, subject_id }) => ({
      action: 'start.stopped',
      subject: { kind: 'start', id: String(id) },
      by: { kind: 'person' as const, id: by },
      details: { rule, deal: subject_id },
    })),
  );
  await redrawStarts(trx, stopped);
  return stopped.map(({ id }) => id);
}

/** The messages that tell of these. */
export const redrawStarts = (trx: Db, starts: { told_with: number | null }[]): Promise<void> =>
  redrawCards(trx, [
    ...new Set(
      starts.flatMap(({ told_with }) => (told_with === null ? [] : [`start:${told_with}` as const])),
    ),
  ]);

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
  await redrawStarts(trx, [{ told_with: start.toldWith }]);
  return true;
}
