/** One request in, one answer or confirmation out: stored with its run, read, carried out, and never thrown for what the outside did. */
import { limits } from '../../blocks/limits.ts';
import about from '../../package.json' with { type: 'json' };
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import { longestList } from '../crm/list.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { StewardError } from '../errors.ts';
import { shortCommandOf } from '../language/commands/commands.ts';
import { plain as plainText } from '../language/text.ts';
import type { Log } from '../log.ts';
import type { Models } from '../models/models.ts';
import type { Actor, Person } from '../policy/nouns.ts';
import { categoryOf, failRun, finishRun, reasonOf, startRun, type Versions } from '../runs/runs.ts';
import { type Company, companyNow } from './company.ts';
import { completed } from './completing.ts';
import { handle } from './handle.ts';
import { type Metering, type ModelUse, meterOf } from './metering.ts';
import { optionNamed } from './option-named.ts';
import { type Outcome, outcome } from './outcome.ts';
import { goOn, late } from './press.ts';
import { choices, type Place, type Reply } from './reply.ts';
import { Stopped, type Watch } from './stopping.ts';
import {
  answeredBefore,
  clean,
  insertRequest,
  lastConfirmation,
  lastSaid,
  requestById,
  type Stored,
  storeReply,
  supersede,
} from './store.ts';
import { topicOf } from './topic.ts';

/** What asking may touch. */
export type AskUse = { db: Db; now: Clock; zone: string; models: Models; log: Log };

export type Asked = { requestId: string; reply: Reply };
type Asker = {
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

/**
 * Stores the request and its run, and answers within what the person may see. "Yes", "no", a number or a candidate's
 * name answer the question that waits in the same thread. Throws only where nothing could be stored.
 */
export async function ask(
  use: AskUse,
  input: Asker & { text: string; place: Place; rephrases?: number },
): Promise<Asked> {
  const before = input.cause?.again ? await answeredBefore(use.db, input.cause.key) : null;
  if (before) return keep(use.db, before, input.along);
  const now = use.now.now();
  const text = clean(input.text.slice(0, 4_000));
  const longest = longestAt(input.place);
  const talk = { thread: input.place.thread, personId: input.by?.id ?? null, now };
  return recorded(use, { ...input, text, continues: null }, async (known, stored, meter) => {
    const [company, last] = await Promise.all([known, lastSaid(use.db, talk)]);
    const { waiting } = last;
    const choice = waiting ? choiceIn(waiting, text) : null;
    if (waiting && choice) {
      await stored;
      return goOn({ ...use, company, meter, by: input.by, longest, watch: input.watch }, waiting, choice);
    }
    const said = shortCommandOf(text)?.do;
    const asked = said === 'yes' || said === 'no' ? await lastConfirmation(use.db, talk) : null;
    if (asked) {
      await stored;
      return late({ ...use, company, meter, by: input.by, longest }, asked, said === 'yes');
    }
    const topic = await topicOf({ db: use.db, company }, input, last);
    return handle(
      { ...use, company, meter, by: input.by, longest, watch: input.watch },
      { text: completed(waiting, text, { ...company, ...topic }), choices: [], topic },
    );
  });
}

/** A table in Slack takes so many rows; what is printed is for programs, too. */
const longestAt = (place: Place): number => (place.kind === 'cli' ? longestList : limits.dataTable.rows);

/** Goes on from a reply: an option of a question back, "yes" / "no" to a confirmation, a suggestion. Only the asker may. */
export async function press(
  use: AskUse,
  input: Asker & { requestId: string; choice: string },
): Promise<Asked> {
  const before = input.cause?.again ? await answeredBefore(use.db, input.cause.key) : null;
  if (before) return keep(use.db, before, input.along);
  const row = await requestById(use.db, input.requestId);
  const text = clean(row ? pressed(row, input.choice) : input.choice.slice(0, 200));
  const place: Place = row?.place ?? { kind: 'dm' };
  return recorded(
    use,
    { ...input, text, place, continues: row?.id ?? null },
    async (known, stored, meter) => {
      const [company] = await Promise.all([known, stored]);
      if (!row) return said('That button is out of date. Ask again.');
      const same =
        row.personId !== null
          ? row.personId === input.by?.id
          : row.slackUser !== null && row.slackUser === input.slackUser;
      if (!same)
        return refusedTo(
          'Only the person who asked can press this. Ask it yourself in a message of your own.',
        );
      const { by, watch } = input;
      return goOn({ ...use, company, meter, by, longest: longestAt(place), watch }, row, input.choice);
    },
  );
}

const said = (sentence: string): Outcome => outcome({ kind: 'text', sentence, lines: [], next: [] }, 'help');
const refusedTo = (because: string): Outcome =>
  outcome({ kind: 'refused', because, next: [] }, 'refuse', { refused: 'not the asker' });

// What pressing means in words, for the record.
function pressed(row: Stored, choice: string): string {
  const next =
    row.reply && 'next' in row.reply
      ? row.reply.next
      : row.reply?.kind === 'help'
        ? row.reply.groups.flatMap((group) => group.next)
        : [];
  const option =
    row.reply?.kind === 'clarify' ? row.reply.options.find((one) => one.choice === choice) : undefined;
  if (/^(?:next|asked):/.test(choice)) return next.find((one) => one.choice === choice)?.request ?? choice;
  return option ? `${row.text} (${option.label})` : `${row.text} (${choice})`;
}

/** What is not done yet is taken back by not doing it. */
const takenBack =
  /^(?:(?:oh|no|sorry|wait)[\s,]+)*(?:undo|revert|forget|take|put|scrap|cancel)(?: (?:it|that|this))?(?: back)?[\s.!]*$/i;

/** The choice that typed words make among what waits: "yes", "no", "2", "Acme Logistics". */
function choiceIn(waiting: Stored, text: string): string | null {
  const { reply } = waiting;
  const words = plainText(text);
  const say = shortCommandOf(words)?.do;
  if (reply?.kind === 'confirm') {
    if (waiting.settledAs === null && takenBack.test(words)) return choices.no;
    return say === 'yes' || say === 'no' ? choices[say] : null;
  }
  if (reply?.kind === 'partly understood')
    return say === 'yes' || /^continue\b/i.test(words) ? choices.without : null;
  const number = /^[([]?(\d)[.)\]]?$/.exec(words)?.[1];
  if (reply?.kind === 'explained')
    return reply.next[reply.sources.findIndex(({ n }) => String(n) === number)]?.choice ?? null;
  if (reply?.kind !== 'clarify') return null;
  const together = reply.options.find(({ label }) => /^(?:Both|All \d+)$/.test(label));
  if (together && allOf.test(words)) return together.choice;
  const place = ordinals.findIndex((one) => one.test(words));
  if (place >= 0) return reply.options[place]?.choice ?? null;
  const named = number ? reply.options[Number(number) - 1] : optionNamed(reply.options, words);
  return named?.choice ?? null;
}

const allOf =
  /^(?:both|all|each|every one|all of (?:them|these|those)|both of (?:them|these|those)|all (?:two|three|four|\d)|either)(?: please)?\W*$/i;
/** "The first", "the second one", "option 3". */
const ordinals = ['first|1st|former', 'second|2nd|latter', 'third|3rd', 'fourth|4th', 'fifth|5th'].map(
  (said, at) =>
    new RegExp(
      `^(?:the )?(?:(?:${said})(?: (?:one|option))?|(?:option|number|no\\.?) ?${at + 1})(?: please)?\\W*$`,
      'i',
    ),
);

const program = about.version;

type Given = Asker & { text: string; place: Place; continues: number | null; rephrases?: number };

async function store(
  db: Db,
  given: Given,
  { by, now }: { by: Actor; now: Date },
): Promise<{ runId: string; id: number }> {
  const runId = await startRun(db, {
    agent: 'requests',
    wokenBy: 'question',
    trigger: given.place.kind,
    by,
    input: { text: given.text },
    versions: { program },
    now,
  });
  const id = await insertRequest(db, {
    runId,
    personId: given.by?.id ?? null,
    slackUser: given.slackUser ?? null,
    place: given.place,
    text: given.text,
    continues: given.continues,
    rephrases: given.rephrases,
    cause: given.cause?.key,
    stopKey: given.watch?.key,
    now,
  });
  return { runId, id };
}

async function recorded(
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
  const stored = store(db, given, { by, now });
  // Reading and looking write nothing, so they need not wait until the request is stored; what carries out does.
  const company = companyNow(use);
  const meter = meterOf({ db, company, by: given.by, run: stored });
  const answered = answer(company, stored, meter).then(
    (result) => () => result,
    (error: unknown) => (runId: string) => failed(use, error, runId),
  );
  const { runId, id } = await stored;
  const result = (await answered)(runId);
  const used = meter.used();
  const reply = replyOf(result, { id, runId, use, now, started, used });
  return keep(db, { requestId: String(id), reply }, given.along, async (trx) => {
    await storeReply(trx, id, {
      reading: result.kept,
      reply,
      phrasing: result.phrasing?.id ?? null,
      now: use.now.now(),
    });
    await endRun(trx, runId, result, reply, used);
    if (reply.kind === 'confirm')
      await supersede(trx, { thread: given.place.thread, personId: given.by?.id ?? null, now }, id);
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
  });
}

async function keep(
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
  at: { id: number; runId: string; use: AskUse; now: Date; started: number; used: ModelUse | null },
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
    asOf: at.now.toISOString(),
    clockSet: at.use.now.isSet(),
    zone: at.use.zone,
    ...result.said,
  };
}

async function endRun(
  db: Db,
  runId: string,
  result: Outcome,
  reply: Reply,
  used: ModelUse | null,
): Promise<void> {
  const end = {
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
