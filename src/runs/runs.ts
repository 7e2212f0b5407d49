/** The record of each run: what woke it, with which versions, what came of it, and what it cost. */
import { randomInt } from 'node:crypto';
import type { Db, Statement } from '../db/pool.ts';
import { BadInput, StewardError } from '../errors.ts';
import type { Actor } from '../policy/nouns.ts';

export type WokenBy = 'schedule' | 'change' | 'threshold' | 'question' | 'signal' | 'hand';
export type ErrorCategory =
  | 'parsing'
  | 'validation'
  | 'api'
  | 'timeout'
  | 'rate_limit'
  | 'refusal'
  | 'truncated'
  | 'database'
  | 'internal';
/** Versions of all that had a say. */
export type Versions = {
  /** Of Steward itself, as package.json has it: it reads and answers questions. */
  program?: string;
  agent?: number;
  prompts?: Record<string, number>;
  rules?: Record<string, number>;
  settings?: number;
};

export type StartRun = {
  agent: string;
  agentVersion?: number | null;
  wokenBy: WokenBy;
  trigger?: string | null;
  by: Actor;
  /** Raw; deleted after raw_payload_days. */
  input?: unknown;
  versions?: Versions;
  asOf?: Date | null;
  /** Wall time; without it the database's. */
  now?: Date;
};

/** Starts a run and gives its short spoken id, such as 7F3K. */
export const startRun = (db: Db, run: StartRun): Promise<string> =>
  withFreeId(async (id) => (await inserted(db, id, run)).length === 1);

/**
 * Starts a run together with what it is a run of, in one statement: `of` is a statement that reads the id from "run".
 * Gives the run's id, and the one that the statement returns.
 */
export async function startRunOf(
  db: Db,
  run: StartRun,
  of: Statement,
): Promise<{ runId: string; id: number }> {
  let made: { id: number } | undefined;
  const runId = await withFreeId(async (id) => {
    [made] = await of.clone().with('run', inserted(db, id, run));
    return made !== undefined;
  });
  if (!made) throw new Error('What the run belongs to was not stored.');
  return { runId, id: made.id };
}

const inserted = (db: Db, id: string, run: StartRun) =>
  db('runs')
    .insert({
      id,
      agent: run.agent,
      agent_version: run.agentVersion ?? null,
      woken_by: run.wokenBy,
      trigger: run.trigger ?? null,
      actor_kind: run.by.kind,
      actor_id: run.by.id,
      input: run.input === undefined ? null : JSON.stringify(run.input),
      versions: JSON.stringify(run.versions ?? {}),
      started_at: run.now ?? db.fn.now(),
      as_of: run.asOf ?? null,
    })
    .onConflict('id')
    .ignore()
    .returning('id');

/** Short ids are taken now and then; `taken` says whether this one was free. */
async function withFreeId(taken: (id: string) => Promise<boolean>): Promise<string> {
  for (let tries = 0; tries < 12; tries++) {
    const id = spokenId(tries < 4 ? 4 : tries < 8 ? 5 : 8);
    if (await taken(id)) return id;
  }
  throw new Error('No free id for a run was found.');
}

export type FinishRun = {
  output?: unknown;
  decisions?: unknown[];
  model?: string | null;
  tokensIn?: number;
  tokensOut?: number;
  costUsd?: number;
  /** Milliseconds; without it the time from the start to `now`. */
  latencyMs?: number;
  versions?: Versions;
  now?: Date;
  /** Another change, made in the same statement: somebody waits, and each way to the database and back takes its time. */
  beside?: Statement;
};

/** Adds what one call of a language model took, while the run goes on. Its end states the sums. */
export async function spendOn(
  db: Db,
  runId: string,
  call: { model: string; tokensIn: number; tokensOut: number; costUsd: number },
): Promise<void> {
  await db('runs')
    .where({ id: runId })
    .whereNull('ended_at')
    .update({
      model: call.model,
      tokens_in: db.raw('tokens_in + ?', [call.tokensIn]),
      tokens_out: db.raw('tokens_out + ?', [call.tokensOut]),
      cost_usd: db.raw('cost_usd + ?', [call.costUsd]),
    });
}

/** US dollars that a person's questions have spent on language models since then, those of runs that go on included. */
export async function spentBy(db: Db, personId: string, since: Date): Promise<number> {
  const row = await db('runs')
    .where({ agent: 'requests', actor_kind: 'person', actor_id: personId })
    .where('started_at', '>=', since)
    .sum<{ spent: string | number | null } | undefined>('cost_usd as spent')
    .first();
  return Number(row?.spent ?? 0);
}

/** Ends a run well. A run ends once; a second end changes nothing. */
export async function finishRun(db: Db, runId: string, end: FinishRun = {}): Promise<void> {
  await close(db, runId, end, {});
}

/** Ends a run that failed. `category` is one of a few words; `error` a sentence for people. */
export async function failRun(
  db: Db,
  runId: string,
  end: FinishRun & { category: ErrorCategory; error: string },
): Promise<void> {
  await close(db, runId, end, { error_category: end.category, error: end.error.slice(0, 1_000) });
}

/** The run of a request ended well, and its answer cannot be brought to whoever asked all the same. */
export async function failAfterwards(
  db: Db,
  requestId: number,
  failure: { category: ErrorCategory; error: string },
): Promise<void> {
  await db('runs')
    .whereIn('id', db('requests').where({ id: requestId }).select('run_id'))
    .whereNull('error_category')
    .update({ error_category: failure.category, error: failure.error.slice(0, 1_000) });
}

/** What kind of failure a thrown error is. */
export function categoryOf(error: unknown): ErrorCategory {
  if (error instanceof BadInput) return 'validation';
  if (error instanceof StewardError && (error.name === 'Unavailable' || error.name === 'OutcomeUnknown'))
    return 'api';
  if (refusedByDatabase(error)) return 'database';
  const code = error && typeof error === 'object' && 'code' in error ? String(error.code) : '';
  if (['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code)) return 'database';
  if (
    error instanceof Error &&
    (error.name === 'KnexTimeoutError' || /Connection terminated/.test(error.message))
  )
    return 'database';
  if (error instanceof Error && error.name === 'TimeoutError') return 'timeout';
  return 'internal';
}

/** An error that Postgres itself has sent: it has a state of five characters and says how severe it is. */
const refusedByDatabase = (error: unknown): boolean =>
  error instanceof Error &&
  'severity' in error &&
  'code' in error &&
  /^[0-9A-Z]{5}$/.test(String(error.code));

/** Why it failed, in words that an alert can show: a database's refusal without the statement and without the values in it. */
export function reasonOf(error: unknown): string {
  if (error instanceof StewardError) return `${error.message} ${error.fix}`.trim();
  const said = error instanceof Error ? error.message : String(error);
  if (categoryOf(error) !== 'database') return said;
  if (!refusedByDatabase(error) || /terminating connection/.test(said)) return 'The database did not answer.';
  const [, reason = said] = /^.* - (.*)$/s.exec(said) ?? [];
  return `The database refused it: ${reason.replace(/: ".*$/s, '')}.`;
}

/** Runs of this agent that never ended, because their process was stopped: closed as failed. The caller holds the agent's lock. */
export async function closeLostRuns(db: Db, agent: string, besides: string, now: Date): Promise<number> {
  return db('runs').where({ agent }).whereNull('ended_at').whereNot({ id: besides }).update({
    ended_at: now,
    error_category: 'internal',
    error: 'The program was stopped during this run. Its work was taken back and is done by the next run.',
  });
}

/** As `closeLostRuns`, of an agent of which several runs go on at once: those of one input, by its `key`, before it is tried again. */
export async function closeLostRunsOf(db: Db, agent: string, key: string, now: Date): Promise<number> {
  return db('runs').where({ agent }).whereNull('ended_at').whereRaw(`input->>'key' = ?`, [key]).update({
    ended_at: now,
    error_category: 'internal',
    error: 'The program was stopped during this run. Its work was taken back and is done by the next run.',
  });
}

async function close(db: Db, runId: string, end: FinishRun, failure: Record<string, unknown>): Promise<void> {
  const ended = end.now ?? db.fn.now();
  const runs = db('runs');
  if (end.beside) void runs.with('beside', end.beside);
  await runs
    .where({ id: runId })
    .whereNull('ended_at')
    .update({
      ended_at: ended,
      latency_ms:
        end.latencyMs ??
        db.raw(
          'greatest(0, least(2147483647, extract(epoch from ?::timestamptz - started_at) * 1000))::int',
          [ended],
        ),
      ...(end.output === undefined ? {} : { output: JSON.stringify(end.output) }),
      ...(end.decisions === undefined ? {} : { decisions: JSON.stringify(end.decisions) }),
      ...(end.versions === undefined ? {} : { versions: JSON.stringify(end.versions) }),
      model: end.model ?? null,
      tokens_in: end.tokensIn ?? 0,
      tokens_out: end.tokensOut ?? 0,
      cost_usd: end.costUsd ?? 0,
      ...failure,
    });
}

// No I, L, O, U, 0 or 1: the id is read aloud. Begins with a digit and holds a letter, so that no table takes it for a number.
const digits = '23456789';
const letters = 'ABCDFGHJKMNPQRSTVWXYZ';
const signs = digits + letters;
const pick = (from: string): string => from.charAt(randomInt(from.length));

function spokenId(length: number): string {
  return pick(digits) + pick(letters) + Array.from({ length: length - 2 }, () => pick(signs)).join('');
}
