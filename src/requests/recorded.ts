/** A request with its run, from being stored to its reply being kept; what goes wrong on the way becomes a reply, too. */
import about from '../../package.json' with { type: 'json' };
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db, Statement } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { StewardError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Models } from '../models/models.ts';
import type { Actor, Person } from '../policy/nouns.ts';
import { categoryOf, failRun, finishRun, reasonOf, startRunOf, type Versions } from '../runs/runs.ts';
import { endOfDay } from '../sales/days.ts';
import { type Company, companyNow } from './company.ts';
import { type Metering, type ModelUse, meterOf } from './metering.ts';
import { type Outcome, outcome } from './outcome.ts';
import { choices, type Place, type Reply } from './reply.ts';
import { Stopped, type Watch } from './stopping.ts';
import { replyStored, requestOfRun, supersede } from './store.ts';
import type { WaysOut } from './ways-out.ts';

/** What asking may touch. */
export type AskUse = { db: Db; now: Clock; zone: string; models: Models; log: Log; ways?: WaysOut };

export type Asked = { requestId: string; reply: Reply };
export type Asker = {
  by: Person | null;
  slackUser?: string;
  /** What came in, and whether this may be a second attempt at it: its reply is then the first one's. */
  cause?: { key: string; again: boolean };
  /** Whoever shows how it goes, and lets it be stopped. */
  watch?: Watch;
  along?: Along;
};
/** What belongs to the reply: done in the transaction that keeps it. What it gives back is done when that is kept. */
export type Along = (trx: Db, asked: Asked) => Promise<(() => Promise<void>) | void>;

type Given = Asker & { text: string; place: Place; continues: number | null; rephrases?: number };

/** Reading and looking may begin before the request is stored; what carries out waits for `stored`. */
export async function recorded(
  use: AskUse,
  given: Given,
  answer: (known: Promise<Company>, stored: Promise<unknown>, meter: Metering) => Promise<Outcome>,
): Promise<Asked> {
  const started = performance.now();
  const { db } = use;
  const now = use.now.now();
  const by: Actor = given.by
    ? { kind: 'person', id: given.by.id }
    : { kind: 'person', id: given.slackUser ?? 'unknown' };
  // Reading and looking write nothing, so they need not wait until the request is stored; what carries out does.
  const company = companyNow(use);
  const stored = store(db, given, { by, now });
  const meter = meterOf({ db, company, by: given.by, run: stored });
  const answered = answer(company, stored, meter).then(
    (result) => () => result,
    (error: unknown) => (runId: string) => failed(use, error, runId),
  );
  const { runId, id } = await stored;
  const result = (await answered)(runId);
  const used = meter.used();
  const reply = replyOf(result, { id, runId, use, by: given.by, now, started, used });
  const asked = { requestId: String(id), reply };
  const end = async (trx: Db): Promise<void> => {
    const kept = replyStored(trx, id, {
      reading: result.kept,
      reply,
      phrasing: result.phrasing?.id ?? null,
      now: use.now.now(),
    });
    await endRun(trx, runId, result, reply, used, kept);
    if (reply.kind === 'confirm')
      await supersede(
        trx,
        { thread: given.place.thread, personId: given.by?.id ?? null, now },
        { id, continues: given.continues },
      );
    if (result.refused) {
      await record(trx, {
        action: 'request.refused',
        subject: { kind: 'request', id: String(id) },
        by,
        because: reply.kind === 'refused' ? reply.because : null,
        runId,
        details: { why: result.refused },
      });
    }
  };
  if (given.along || reply.kind === 'confirm' || result.refused) return keep(db, asked, given.along, end);
  // One statement needs no transaction around it.
  await end(db);
  return asked;
}

const program = about.version;

async function store(
  db: Db,
  given: Given,
  { by, now }: { by: Actor; now: Date },
): Promise<{ runId: string; id: number }> {
  return startRunOf(
    db,
    {
      agent: 'requests',
      wokenBy: 'question',
      trigger: given.place.kind,
      by,
      input: { text: given.text },
      versions: { program },
      now,
    },
    requestOfRun(db, {
      personId: given.by?.id ?? null,
      slackUser: given.slackUser ?? null,
      place: given.place,
      text: given.text,
      continues: given.continues,
      rephrases: given.rephrases,
      cause: given.cause?.key,
      stopKey: given.watch?.key,
      now,
    }),
  );
}

/** Keeps the reply, and does what belongs to it with it. */
export async function keep(
  db: Db,
  asked: Asked,
  along: Along | undefined,
  store: (trx: Db) => Promise<void> = async () => {},
): Promise<Asked> {
  const after = await inTransaction(db, async (trx) => {
    await store(trx);
    return along?.(trx, asked);
  });
  await after?.();
  return asked;
}

function replyOf(
  result: Outcome,
  at: {
    id: number;
    runId: string;
    use: AskUse;
    by: Person | null;
    now: Date;
    started: number;
    used: ModelUse | null;
  },
): Reply {
  const { used } = at;
  const unpriced =
    used?.priced === false ? [`The price of ${used.model} is not known; a high one counts.`] : [];
  return {
    requestId: String(at.id),
    runId: at.runId,
    intent: result.intent,
    understood: result.understood,
    changed: result.changed,
    slots: result.slots,
    assumptions: [...new Set([...result.assumptions, ...unpriced])],
    confidence: result.confidence,
    via: result.byModel ? 'model' : 'rules',
    model: used?.model ?? null,
    tokens: used ? used.tokensIn + used.tokensOut : 0,
    costUsd: used?.costUsd ?? 0,
    latencyMs: Math.round(performance.now() - at.started),
    asOf: trueAt(result, at.now, at.use.zone).toISOString(),
    clockSet: at.use.now.isSet(),
    zone: at.by?.tz ?? at.use.zone,
    ...result.said,
  };
}

/** A question about a past day is answered as of its end. */
function trueAt({ said }: Outcome, now: Date, zone: string): Date {
  const asOf = said.kind === 'answer' ? said.question.asOf : undefined;
  return asOf === undefined ? now : endOfDay(asOf, zone);
}

async function endRun(
  db: Db,
  runId: string,
  result: Outcome,
  reply: Reply,
  used: ModelUse | null,
  beside: Statement,
): Promise<void> {
  const end = {
    beside,
    output: {
      kind: reply.kind,
      intent: reply.intent,
      understood: reply.understood,
      slots: reply.slots,
      total: reply.kind === 'answer' ? reply.answer.total : null,
      ...(reply.kind === 'explained' ? { sentences: reply.sentences, leftOut: reply.leftOut } : {}),
    },
    decisions: [
      { confidence: reply.confidence, via: reply.via, assumptions: reply.assumptions },
      ...result.steps,
    ],
    model: used?.model ?? null,
    tokensIn: used?.tokensIn ?? 0,
    tokensOut: used?.tokensOut ?? 0,
    costUsd: used?.costUsd ?? 0,
    latencyMs: reply.latencyMs,
    ...(used || result.phrasing ? { versions: versionsOf(result, used) } : {}),
  };
  if (result.failed) await failRun(db, runId, { ...end, ...result.failed });
  else await finishRun(db, runId, end);
}

const versionsOf = ({ phrasing }: Outcome, used: ModelUse | null): Versions => ({
  program,
  ...(used ? { prompts: used.prompts } : {}),
  ...(phrasing ? { rules: { [`phrasing ${phrasing.phrasing}`]: phrasing.version } } : {}),
});

/** What went wrong, in a sentence for the person; the details go to the log and to the run. */
function failed(use: AskUse, error: unknown, runId: string): Outcome {
  if (error instanceof Stopped)
    return outcome(
      {
        kind: 'done',
        how: 'cancelled',
        sentence: error.message,
        next: [{ choice: choices.again, label: 'Ask again', request: '' }],
      },
      'clarify_needed',
    );
  const category = categoryOf(error);
  use.log.error({ err: error, runId, category }, 'A request could not be answered');
  const sentence =
    error instanceof StewardError
      ? `${error.message} ${error.fix}`.trim()
      : category === 'database'
        ? 'The database did not answer. Nothing was changed. Ask again in a minute.'
        : `This could not be answered. Nothing was changed. The owner finds the cause under run ${runId}.`;
  return outcome(
    { kind: 'error', sentence, next: [{ choice: choices.again, label: 'Try again', request: '' }] },
    'clarify_needed',
    {
      failed: { category, error: reasonOf(error).slice(0, 500) },
    },
  );
}
