/** Many things that an agent does alone at once: a few go first, and the rest when it is seen what came of them. */
import { agentNamed } from '../agents/roster.ts';
import { record } from '../audit/record.ts';
import { mostFirst } from '../changes/bulk.ts';
import { stoppableFrom } from '../changes/outside.ts';
import { enqueueApplies } from '../changes/request.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction, withLock } from '../db/transaction.ts';
import { type CardKey, redrawCards, wantCard } from '../jobs/cards.ts';
import { personById } from '../people/people.ts';
import { may, whoMay } from '../policy/authorize.ts';
import { mayPause } from '../policy/may-pause.ts';
import type { Actor, AgentName, Person, SubjectKind } from '../policy/nouns.ts';
import { currentSettings, numberSetting, type SettingRow, textSetting } from '../settings/settings.ts';
import { whoHears } from './crew.ts';

type Use = { db: Db; now: Clock };
const minute = 60_000;

/**
 * The batch of what a run does alone, and how many of it go first; null where all may go. While an earlier batch of the agent
 * waits, what is new joins its rest, so that nothing gets past it in small portions. The caller holds the agent's lock.
 */
export async function batchFor(
  trx: Db,
  { agent, count, runId }: { agent: AgentName; count: number; runId: string },
  { now, settings }: { now: Date; settings: SettingRow[] },
): Promise<{ id: number; first: number } | null> {
  if (count === 0) return null;
  const [open] = await trx('batches')
    .where({ agent })
    .whereNull('went_on_at')
    .whereNull('dropped_at')
    .orderBy('id', 'desc')
    .limit(1)
    .increment('total', count)
    .returning<{ id: number }[]>('id');
  if (open) {
    await redrawBatch(trx, open.id);
    return { id: open.id, first: 0 };
  }
  const setting = (name: string) => numberSetting(settings, name, { agent });
  if (count < setting('canary_from')) return null;
  const first = Math.min(mostFirst, Math.ceil((count * setting('canary_percent')) / 100));
  const told = await whoHears(trx, agent);
  const [made] = await trx('batches')
    .insert({
      agent,
      run_id: runId,
      total: count,
      first,
      opened_at: now,
      goes_on_at: new Date(now.getTime() + setting('canary_minutes') * minute),
      told: told?.id ?? null,
    })
    .returning<{ id: number }[]>('id');
  const id = made?.id ?? 0;
  const channel = told?.slackId ? `dm:${told.slackId}` : textSetting(settings, 'ops_channel');
  if (channel) await wantCard(trx, { key: `batch:${id}`, channel });
  return { id, first };
}

type BatchExample = { of: SubjectKind; id: string; because: string };
type OpenRow = {
  id: number;
  agent: AgentName | null;
  stopped: boolean;
  over: boolean;
  ended: number;
  first: number;
  bad: number;
  examples: BatchExample[];
};

/** What has come of the first of each batch that waits; one statement. */
async function openBatches(trx: Db, now: Date): Promise<OpenRow[]> {
  const { rows } = await trx.raw<{ rows: OpenRow[] }>(
    `select b.id, b.agent, b.first, b.stopped_at is not null as stopped, b.goes_on_at <= ? as over,
       count(c.id) filter (where c.state not in ('pending', 'applying')) as ended, count(c.id) filter (where c.because is not null) as bad,
       coalesce(jsonb_agg(jsonb_build_object('of', c.subject_kind, 'id', c.subject_id, 'because', c.because) order by c.id) filter (where c.because is not null), '[]') as examples
     from batches b left join lateral (
       select c.id, c.state, c.subject_kind, c.subject_id, case
         when c.state in ('failed', 'unknown') then coalesce(c.error, 'It could not be done.')
         when exists (select 1 from changes u where u.undoes = c.id and u.state not in ('failed', 'conflict', 'abandoned')) then 'It was undone.'
         when c.state = 'abandoned' and (c.back = 'irreversible' or c.by_kind = 'person') then 'It was stopped.'
         when exists (select 1 from corrections r where r.change_id = c.id and r.ended_as is distinct from 'discarded') then 'A correction was drafted.' end as because
       from changes c where c.batch_id = b.id and c.batch_first) c on true
     where b.went_on_at is null and b.dropped_at is null and (b.asks_until is null or b.signed_at is not null) group by b.id order by b.id`,
    [now],
  );
  return rows;
}

/**
 * Lets the rest of each batch go whose first are all done and whose time has passed, and stops it where one of them failed or
 * was undone. Clock work, safe to repeat; says how many went on and how many stopped.
 */
export async function tendBatches(use: Use): Promise<{ wentOn: number; stopped: number }> {
  return withLock(use.db, 'crew:batches', async (trx) => {
    const now = use.now.now();
    const waiting = (await openBatches(trx, now)).filter(({ stopped }) => !stopped);
    const bad = waiting.filter((one) => one.bad > 0);
    const good = waiting.filter((one) => one.bad === 0 && one.over && one.ended === one.first);
    const by = { kind: 'system', id: 'crew' } as const;
    for (const one of bad) await stop(trx, one, now);
    for (const one of good) await goOn(trx, one, { by, now });
    await expire(trx, now);
    return { wentOn: good.length, stopped: bad.length };
  });
}

async function stop(trx: Db, { id, agent, bad, first, examples }: OpenRow, now: Date): Promise<void> {
  const because = `${bad} of the first ${first} ${bad === 1 ? 'was undone or failed' : 'were undone or failed'}.`;
  await trx('batches')
    .where({ id })
    .update({ stopped_at: now, stopped_because: because, examples: JSON.stringify(examples.slice(0, 3)) });
  await record(trx, {
    action: 'batch.stopped',
    subject: { kind: 'batch', id: String(id) },
    by: { kind: 'system', id: 'crew' },
    because,
    details: { agent },
  });
  await redrawBatch(trx, id);
  const card = await trx('cards')
    .where({ key: `batch:${id}` })
    .first<{ channel: string } | undefined>('channel');
  // A message that is rewritten calls nobody, and this one has to.
  if (card) await wantCard(trx, { key: `batch:${id}:stopped`, channel: card.channel });
}

async function goOn(
  trx: Db,
  { id, agent }: { id: number; agent: string | null },
  { by, now }: { by: Actor; now: Date },
) {
  await trx('batches')
    .where({ id })
    .update({ went_on_at: now, went_on_by: by.kind === 'person' ? by.id : null });
  const stoppable = stoppableFrom(now, await currentSettings(trx, now));
  const rest: { id: number; kind: SubjectKind; subject_id: string }[] = await trx('changes')
    .where({ batch_id: id, batch_first: false, state: 'pending' })
    .update({ held: null, stoppable_until: anew(trx, stoppable) })
    .returning(['id', 'subject_kind as kind', 'subject_id']);
  await enqueueApplies(
    trx,
    rest.map((one) => ({ id: one.id, subject: { kind: one.kind, id: one.subject_id } })),
  );
  await record(trx, {
    action: 'batch.went_on',
    subject: { kind: 'batch', id: String(id) },
    by,
    because: by.kind === 'person' ? null : 'Nothing of what went first was undone or failed.',
    details: { agent, rest: rest.length },
  });
  await redrawBatch(trx, id);
}

/** Of what goes out of the house the minutes in which it can be stopped begin with its turn. */
const anew = (trx: Db, stoppable: Date) =>
  trx.raw(`case when back = 'irreversible' then ?::timestamptz end`, [stoppable]);

/** The rest is given up: nothing of it is done. */
async function drop(
  trx: Db,
  { id, agent }: { id: number; agent: string | null },
  { by, now }: { by: Actor; now: Date },
) {
  await trx('batches').where({ id }).update({ dropped_at: now, dropped_by: by.id });
  const dropped = await trx('changes')
    .where({ batch_id: id, state: 'pending' })
    .whereNotNull('held')
    .update({ state: 'abandoned', held: null, error: 'The rest of its batch was given up.', ended_at: now });
  await record(trx, {
    action: 'batch.dropped',
    subject: { kind: 'batch', id: String(id) },
    by,
    details: { agent, dropped },
  });
  await redrawBatch(trx, id);
}

export type SaidOfBatch =
  | { say: 'done' }
  /** It went on or was given up before. */
  | { say: 'late' }
  | { say: 'not allowed'; because: string };

/** A person says of a batch's rest that it goes now, or never; the first word counts. Whoever may pause the agent may. */
export function sayOfBatch(
  use: Use,
  input: { batchId: number; say: 'go on' | 'drop'; by: Person | null },
): Promise<SaidOfBatch | null> {
  return inTransaction(use.db, (db) =>
    withLock(db, 'crew:batches', async (trx): Promise<SaidOfBatch | null> => {
      const batch = await trx('batches').where({ id: input.batchId }).first<
        | {
            id: number;
            agent: AgentName | null;
            by_id: string | null;
            asks_until: Date | null;
            signed_at: Date | null;
            went_on_at: Date | null;
            dropped_at: Date | null;
          }
        | undefined
      >();
      if (!batch) return null;
      const by: Actor = { kind: 'person', id: input.by?.id ?? 'unknown' };
      const own = batch.by_id !== null && batch.by_id === input.by?.id;
      if (!own && !mayPause(input.by)) {
        const whose = batch.agent === null ? 'of somebody else' : `of the ${agentNamed(batch.agent).label}`;
        const because = `Letting a batch ${whose} go, or giving it up, needs a manager, an agent owner, an approver or an administrator.`;
        await record(trx, {
          action: 'batch.refused',
          subject: { kind: 'batch', id: String(batch.id) },
          by,
          because,
          details: { say: input.say },
        });
        return { say: 'not allowed', because };
      }
      const unsigned = batch.asks_until !== null && batch.signed_at === null;
      if (batch.went_on_at || batch.dropped_at || (unsigned && input.say === 'go on')) return { say: 'late' };
      await (input.say === 'go on' ? goOn : drop)(trx, batch, { by, now: use.now.now() });
      return { say: 'done' };
    }),
  );
}

/** Every message that shows it, whoever has one. */
async function redrawBatch(trx: Db, id: number): Promise<void> {
  const keys: CardKey[] = await trx('cards')
    .where({ key: `batch:${id}` })
    .orWhere('key', 'like', `batch:${id}:%`)
    .pluck('key');
  await redrawCards(trx, keys);
}

/** A second approval that nobody gave in time: nothing was done, and that is no refusal. */
async function expire(trx: Db, now: Date): Promise<void> {
  const over: { id: number; agent: null }[] = await trx('batches')
    .whereNull('signed_at')
    .whereNull('dropped_at')
    .where('asks_until', '<=', now)
    .select('id', 'agent');
  for (const one of over) await drop(trx, one, { by: { kind: 'system', id: 'crew' }, now });
}

export type SignedBatch =
  | { say: 'approved' | 'rejected' }
  | { say: 'late' }
  | { say: 'not allowed'; because: string };

/**
 * The second approval, by somebody else who may give it, once: then the first of them go. Whoever asked may only take it back.
 * Null: there is no such thing.
 */
export function signBatch(
  use: Use,
  input: { batchId: number; say: 'approve' | 'reject'; by: Person | null },
): Promise<SignedBatch | null> {
  return inTransaction(use.db, (db) =>
    withLock(db, 'crew:batches', async (trx): Promise<SignedBatch | null> => {
      const now = use.now.now();
      const batch = await trx('batches')
        .where({ id: input.batchId })
        .whereNotNull('asks_until')
        .first<Asking | undefined>();
      if (!batch) return null;
      const fresh = input.by ? await personById(trx, input.by.id) : null;
      const own = fresh?.active === true && fresh.id === batch.by_id;
      const by: Actor = { kind: 'person', id: fresh?.id ?? 'unknown' };
      if (own ? input.say === 'approve' : !may(fresh, 'bulk')) {
        const because = own
          ? 'You asked for it yourself: somebody else has to approve it.'
          : `The second approval needs ${whoMay('bulk')}.`;
        const subject = { kind: 'batch', id: String(batch.id) };
        await record(trx, {
          action: 'batch.sign_refused',
          subject,
          by,
          because,
          details: { say: input.say },
        });
        return { say: 'not allowed', because };
      }
      if (batch.signed_at || batch.dropped_at || batch.asks_until <= now) return { say: 'late' };
      if (input.say === 'reject') {
        await drop(trx, { id: batch.id, agent: null }, { by, now });
        return { say: 'rejected' };
      }
      await letFirstGo(trx, batch, { by, now });
      return { say: 'approved' };
    }),
  );
}

type Asking = {
  id: number;
  by_id: string;
  first: number;
  total: number;
  opened_at: Date;
  goes_on_at: Date;
  asks_until: Date;
  signed_at: Date | null;
  dropped_at: Date | null;
};

async function letFirstGo(
  trx: Db,
  { id, opened_at: openedAt, goes_on_at: goesOnAt }: Asking,
  { by, now }: { by: Actor; now: Date },
): Promise<void> {
  // The rest waits as long after the approval as it would have after the asking.
  const wait = goesOnAt.getTime() - openedAt.getTime();
  await trx('batches')
    .where({ id })
    .update({ signed_at: now, signed_by: by.id, goes_on_at: new Date(now.getTime() + wait) });
  const stoppable = stoppableFrom(now, await currentSettings(trx, now));
  const first: { id: number; kind: SubjectKind; subject_id: string }[] = await trx('changes')
    .where({ batch_id: id, batch_first: true, state: 'pending' })
    .update({ held: null, stoppable_until: anew(trx, stoppable) })
    .returning(['id', 'subject_kind as kind', 'subject_id']);
  await enqueueApplies(
    trx,
    first.map((one) => ({ id: one.id, subject: { kind: one.kind, id: one.subject_id } })),
  );
  await record(trx, {
    action: 'batch.signed',
    subject: { kind: 'batch', id: String(id) },
    by,
    details: { first: first.length },
  });
  await redrawBatch(trx, id);
}
