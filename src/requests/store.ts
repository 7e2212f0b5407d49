/** The rows of requests: what was asked, how it was read, what was replied, and how a confirmation ended. */
import type { Db, Statement } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { type CardKey, redrawCard, redrawCards } from '../jobs/cards.ts';
import { type Choice, type Command, emptyFrame, type Frame, type It } from '../language/request.ts';
import { asKept, asToday, storable } from './kept-reply.ts';
import type { Place, Reply } from './reply.ts';

/** What is kept of a reading, so that a thread, a button or a confirmation can go on from it. */
export type Kept = {
  frame: Frame | null;
  command: Command | null;
  choices: Choice[];
  options: Choice[];
  /** What "it" means from here on. */
  it: It | null;
  /** A request with "…" where the next words belong. */
  completes: string | null;
  /** What must be the same when a plan is confirmed. */
  mark: string | null;
  /** The questions behind an open one. */
  asked: Frame[];
  /** Of a question back: it was asked at the top of a talk. */
  top: boolean;
};
export const nothingKept: Kept = {
  frame: null,
  command: null,
  choices: [],
  options: [],
  it: null,
  completes: null,
  mark: null,
  asked: [],
  top: false,
};

export type Stored = {
  id: number;
  personId: string | null;
  slackUser: string | null;
  text: string;
  place: Place;
  reading: Kept;
  reply: Reply | null;
  confirmUntil: Date | null;
  settledAs: string | null;
};

const columns = [
  'id',
  'person_id',
  'slack_user',
  'text',
  'place',
  'channel',
  'thread',
  'reading',
  'reply',
  'listed',
  'confirm_until',
  'settled_as',
];

type Row = {
  id: number;
  person_id: string | null;
  slack_user: string | null;
  text: string;
  place: Place['kind'];
  channel: string | null;
  thread: string | null;
  reading: Kept | null;
  reply: Reply | null;
  listed: string | null;
  confirm_until: Date | null;
  settled_as: string | null;
};

const stored = (row: Row): Stored => ({
  id: row.id,
  personId: row.person_id,
  slackUser: row.slack_user,
  text: row.text,
  place: { kind: row.place, channel: row.channel ?? undefined, thread: row.thread ?? undefined },
  // What was kept by an earlier version lacks what came later.
  reading: { ...nothingKept, ...row.reading },
  reply: row.reply && asToday(row.reply, row.listed),
  confirmUntil: row.confirm_until,
  settledAs: row.settled_as,
});

/** Stores what was asked, of the run that "run" names; for the statement that starts it. */
export function requestOfRun(
  db: Db,
  input: {
    personId: string | null;
    slackUser: string | null;
    place: Place;
    text: string;
    continues: number | null;
    /** The request that this one says in other words, because its answer was not what was meant. */
    rephrases?: number | null;
    cause?: string | null;
    stopKey?: string | null;
    now: Date;
  },
): Statement {
  const row = {
    person_id: input.personId,
    slack_user: input.slackUser,
    place: input.place.kind,
    channel: input.place.channel ?? null,
    thread: input.place.thread ?? null,
    text: input.text,
    continues: input.continues,
    rephrases: input.rephrases ?? null,
    cause: input.cause ?? null,
    stop_key: input.stopKey ?? null,
    asked_at: input.now,
  };
  const names = Object.keys(row);
  return db
    .into(db.raw(`requests (run_id, ${names.join(', ')})`))
    .insert(
      db
        .select('run.id', ...names.map((name) => `own.${name}`))
        .from('run')
        .joinRaw('cross join jsonb_populate_record(null::requests, ?) own', [storable(row)]),
    )
    .returning('id');
}

/** The change that keeps the reply, for whoever makes it. */
export function replyStored(
  db: Db,
  id: number,
  input: { reading: Kept; reply: Reply; phrasing: number | null; now: Date },
): Statement {
  const { reply, listed } = asKept(input.reply);
  return db('requests')
    .where({ id })
    .update({
      reading: storable(input.reading),
      reply: storable(reply),
      listed,
      via: input.reply.via,
      confidence: input.reply.confidence,
      phrasing_version: input.phrasing,
      answered_at: input.now,
      confirm_until: input.reply.kind === 'confirm' ? new Date(input.reply.expires) : null,
    });
}

export async function requestById(db: Db, id: string): Promise<Stored | null> {
  if (!/^\d{1,15}$/.test(id)) return null;
  const row = await db('requests')
    .where({ id: Number(id) })
    .first<Row | undefined>(columns);
  return row ? stored(row) : null;
}

/** What an earlier attempt at the same thing that came in was answered with. */
export async function answeredBefore(
  db: Db,
  cause: string,
): Promise<{ requestId: string; reply: Reply } | null> {
  const row = await db('requests')
    .where({ cause })
    .whereNotNull('reply')
    .orderBy('id')
    .first<{ id: number; reply: Reply; listed: string | null } | undefined>('id', 'reply', 'listed');
  return row ? { requestId: String(row.id), reply: asToday(row.reply, row.listed) } : null;
}

const dayLength = 86_400_000;
/** `among`: only these requests of the thread. */
type Talk = { thread: string | undefined; personId: string | null; now: Date; among?: number[] };

/** What a person said last in a thread, each where there is one. */
export type Said = {
  /** The last question that was answered. */
  frame: { id: number; frame: Frame } | null;
  /** The last command or single thing. */
  topic: { id: number; command: Command | null; it: It | null } | null;
  /** The last reply, where it waits for a word: a confirmation or a question back. */
  waiting: Stored | null;
  /** The last words were not understood, or are asked about still. */
  unread: boolean;
};

const looked = {
  frame: `reading->'frame' <> 'null' and reply->>'kind' = 'answer'`,
  topic: `(reading->'command' <> 'null' or reading->'it' <> 'null')`,
  // What was asked in the place of a confirmation and came to nothing: the word after it is not for the one before.
  waiting: `reply is not null and reply->>'kind' not in ('not understood', 'help')`,
  last: 'reply is not null',
};
const waits = ['confirm', 'clarify', 'partly understood', 'explained'];
const unclear = ['not understood', 'partly understood', 'clarify'];

/** Of this thread and this person within 24 hours; what somebody else said is never looked at. */
export async function lastSaid(db: Db, { thread, personId, now, among }: Talk): Promise<Said> {
  if (!thread || !personId) return { frame: null, topic: null, waiting: null, unread: false };
  // Only a reply that waits is read whole: an answer may be long.
  const shown = columns.map((name) =>
    name === 'reply' || name === 'listed' ? `case when kind = any(:waits) then ${name} end as ${name}` : name,
  );
  const { rows } = await db.raw<{ rows: (Row & { looked: keyof typeof looked; kind: string | null })[] }>(
    `select looked, kind, ${shown.join(', ')} from (${Object.entries(looked)
      .map(
        ([
          name,
          test,
        ]) => `(select '${name}' as looked, reply->>'kind' as kind, ${columns.join(', ')} from requests
          where thread = :thread and person_id = :personId and asked_at > :since and ${test}
            and (:among::bigint[] is null or id = any(:among)) order by id desc limit 1)`,
      )
      .join(' union all ')}) said`,
    { thread, personId, since: new Date(now.getTime() - dayLength), waits, among: among ?? null },
  );
  const { frame, topic, waiting, last } = Object.fromEntries(rows.map((row) => [row.looked, row]));
  return {
    // One that was kept by an earlier version lacks what came later.
    frame: frame?.reading?.frame ? { id: frame.id, frame: { ...emptyFrame, ...frame.reading.frame } } : null,
    topic: topic?.reading
      ? { id: topic.id, command: topic.reading.command, it: topic.reading.it ?? null }
      : null,
    waiting: waiting?.reply ? stored(waiting) : null,
    unread: unclear.includes(last?.kind ?? ''),
  };
}

/** The last confirmation of this thread by this person, whatever came after it. */
export async function lastConfirmation(
  db: Db,
  { thread, personId, now, among }: Talk,
): Promise<Stored | null> {
  if (!thread || !personId) return null;
  const row = await db('requests')
    .where({ thread, person_id: personId })
    .where('asked_at', '>', new Date(now.getTime() - dayLength))
    .whereRaw(`reply->>'kind' = 'confirm'`)
    .whereRaw('(:among::bigint[] is null or id = any(:among))', { among: among ?? null })
    .orderBy('id', 'desc')
    .first<Row | undefined>(columns);
  return row ? stored(row) : null;
}

/**
 * The talk to which a thread of Slack in a direct message belongs: what was asked there is a part of what is asked at its
 * top. `root` is the request under which, or under whose answer, the thread hangs; `answered` those whose answers stand in
 * it. What a button made of one of them is among them, too.
 */
export async function talkUnder(
  db: Db,
  { root, answered }: { root: number; answered: number[] },
): Promise<{ thread: string; among: number[] } | null> {
  const { rows } = await db.raw<{ rows: { id: number; thread: string | null }[] }>(
    `with recursive under as (
       select id, thread from requests where id = any(?)
       union select r.id, r.thread from requests r join under on r.continues = under.id
     ) select id, thread from under order by id`,
    [[root, ...answered]],
  );
  const thread = rows.find(({ id }) => id === root)?.thread;
  return thread ? { thread, among: rows.map(({ id }) => id) } : null;
}

/** The request that came in so. */
export async function requestOf(db: Db, cause: string): Promise<number | null> {
  const row = await db('requests').where({ cause }).orderBy('id').first<{ id: number } | undefined>('id');
  return row?.id ?? null;
}

/** Ends a confirmation, once: true for whoever comes first. Its card shows how it ended, and has no buttons any more. */
export const settle = (
  db: Db,
  id: number,
  as: 'done' | 'cancelled' | 'expired' | 'stopped',
  now: Date,
): Promise<boolean> =>
  inTransaction(db, async (trx) => {
    const settled = await trx('requests')
      .where({ id })
      .whereNull('settled_as')
      .update({ settled_as: as, settled_at: now });
    if (settled === 1) await redrawCard(trx, `answer:${id}`);
    return settled === 1;
  });

/** A new confirmation takes the place of those that wait in the same thread, and of the one that it was made of. */
export async function supersede(
  trx: Db,
  { thread, personId, now }: Omit<Talk, 'among'>,
  by: { id: number; continues: number | null },
): Promise<void> {
  if (!personId) return;
  const replaced = await trx('requests')
    .where({ person_id: personId })
    .where((one) => {
      one.where({ id: by.continues });
      if (thread) one.orWhere({ thread });
    })
    .whereNot({ id: by.id })
    .whereNotNull('confirm_until')
    .whereNull('settled_as')
    .update({ settled_as: 'superseded', settled_at: now })
    .returning<{ id: number }[]>('id');
  await redrawCards(
    trx,
    replaced.map(({ id }): CardKey => `answer:${id}`),
  );
}
