/** Many changes taken back as one: fixed and written down at once, then applied one by one like every change. */
import { randomUUID } from 'node:crypto';
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
import { type CardKey, redrawCards, wantCard } from '../jobs/cards.ts';
import { enqueue } from '../jobs/outbox.ts';
import { personById } from '../people/people.ts';
import { changeHash } from '../policy/hash.ts';
import type { Person } from '../policy/nouns.ts';
import { type Back, type RollbackPlan, rollbackPlan } from './rollback-plan.ts';
import type { RollbackOf } from './rollback-scope.ts';
import { undo } from './undo.ts';

export type Begun =
  | { say: 'begun'; rollbackId: number; total: number }
  /** Nothing is left that could be taken back. */
  | { say: 'nothing' };

/** So many are applied at a time; the other hands stay free for what people wait for. */
export const slices = 3;

/**
 * Wants all that is planned taken back, in the caller's transaction: afterwards it goes on by itself, whoever dies. Two who
 * want it at once get one: the second finds nothing left. `says` is how people call it: "the last 20 changes by Pipeline agent".
 * `beside`: what went back with it at once, and is no change of a record, as sentences.
 */
export function beginRollback(
  use: { db: Db; now: Clock },
  input: { of: RollbackOf; says: string; beside?: string[]; by: Person },
): Promise<Begun> {
  return withLock(use.db, 'steward rollback', async (trx): Promise<Begun> => {
    const on = { db: trx, now: use.now };
    const plan = await rollbackPlan(on, input.of, input.by);
    if (plan.backs.length === 0) return { say: 'nothing' };
    const rollbackId = await writeDown(trx, use.now, plan, input);
    const alone = plan.backs.filter(({ closes }) => closes);
    const together = plan.backs.filter(({ closes }) => !closes);
    await wantBack(trx, use.now, { rollbackId, backs: together, by: input.by });
    // A lead that is opened again takes more with it.
    for (const { id } of alone) {
      const undone = await undo(on, { changeId: id, by: input.by });
      if (undone.say === 'requested')
        await trx('changes').where({ id: undone.changeId }).update({ rollback_id: rollbackId });
    }
    const ids = await trx('changes').where({ rollback_id: rollbackId }).pluck('id');
    const total = ids.length;
    if (total === 0) {
      await trx('rollbacks').where({ id: rollbackId }).delete();
      return { say: 'nothing' };
    }
    await trx('rollbacks').where({ id: rollbackId }).update({ total });
    await record(trx, {
      action: 'rollback.begun',
      subject: { kind: 'rollback', id: String(rollbackId) },
      by: { kind: 'person', id: input.by.id },
      details: { of: asked(input.of), changes: total, sent: plan.sent },
    });
    for (let slice = 0; slice < slices; slice++) await goOn(trx, rollbackId, slice);
    await showTo(trx, rollbackId, input.by.id);
    return { say: 'begun', rollbackId, total };
  });
}

/** The changes themselves point to it. */
const asked = (of: RollbackOf): object => (of.what === 'these' ? { what: of.what } : of);

/** Puts a slice of it into the queue. */
export const goOn = (trx: Db, rollbackId: number, slice: number): Promise<void> =>
  enqueue(trx, 'roll_back', { key: `rollback:${rollbackId}:${slice}`, body: { rollbackId, slice } });

async function writeDown(
  trx: Db,
  clock: Clock,
  plan: RollbackPlan,
  { of, says, beside = [], by }: { of: RollbackOf; says: string; beside?: string[]; by: Person },
): Promise<number> {
  const [row] = await trx('rollbacks')
    .insert({
      asked: JSON.stringify(of),
      says,
      beside,
      by_id: by.id,
      at: clock.now(),
      total: plan.backs.length,
      sent: plan.sent,
      undoes: of.what === 'rollback' ? of.rollback : null,
    })
    .returning<{ id: number }[]>('id');
  if (!row) throw new Error('A rollback was not written down.');
  return row.id;
}

/** An undo for each, set-based; one that somebody else has asked for meanwhile is left out. */
async function wantBack(
  trx: Db,
  clock: Clock,
  { rollbackId, backs, by }: { rollbackId: number; backs: Back[]; by: Person },
): Promise<void> {
  if (backs.length === 0) return;
  const wanted = backs.map(({ id, fields }, n) => ({
    n,
    id,
    fields,
    key: `change-${randomUUID()}`,
    hash: changeHash({ kind: 'change', fields }),
  }));
  const { rows } = await trx.raw<{ rows: { id: number; undoes: number }[] }>(
    `insert into changes (kind, subject_kind, subject_id, fields, proposal_id, exception_id, run_id, by_kind, by_id, requested_at,
       key, request_hash, card, undoes, rollback_id, back)
     select 'change', c.subject_kind, c.subject_id, w.fields, c.proposal_id, c.exception_id, c.run_id, 'person', ?, ?,
       w.key, w.hash, case when c.card not like 'change:%' then c.card end, c.id, ?, c.back
     from jsonb_to_recordset(?::jsonb) as w(n integer, id bigint, fields jsonb, key text, hash text) join changes c on c.id = w.id
     order by w.n on conflict do nothing returning id, undoes`,
    [by.id, clock.now(), rollbackId, JSON.stringify(wanted)],
  );
  const source = new Map(backs.map((back) => [back.id, back]));
  await record(
    trx,
    rows.map(({ id, undoes }) => {
      const back = source.get(undoes);
      return {
        action: 'change.requested',
        subject: { kind: 'change', id: String(id) },
        by: { kind: 'person' as const, id: by.id },
        details: {
          of: back && { kind: back.of, id: back.subjectId },
          wants: { fields: back?.fields },
          undoes,
          rollback: rollbackId,
        },
      };
    }),
  );
  await giveLeadsBack(
    trx,
    rows.map(({ undoes }) => undoes),
  );
  await redrawTheirs(trx, rollbackId);
}

/** Who has a lead goes back together with its owner, and a first contact with its day, as with one undo. */
async function giveLeadsBack(trx: Db, ids: number[]): Promise<void> {
  const { rows } = await trx.raw<{ rows: { id: string; field: string; before: string | null }[] }>(
    `select distinct on (c.subject_id, f->>'field') c.subject_id as id, f->>'field' as field, f->>'before' as before
     from changes c cross join lateral jsonb_array_elements(c.fields) f
     where c.id = any(?) and c.subject_kind = 'lead' and f->>'field' in ('owner', 'first_touch_on')
     order by c.subject_id, f->>'field', c.applied_at, c.id`,
    [ids],
  );
  const touched = rows.filter(({ field }) => field === 'first_touch_on').map(({ id }) => id);
  if (touched.length > 0) await trx('first_contacts').whereIn('lead_id', touched).delete();
  const owners = rows.filter(({ field }) => field === 'owner');
  const free = owners.filter(({ before }) => before === null).map(({ id }) => id);
  if (free.length > 0) await trx('lead_claims').whereIn('lead_id', free).delete();
  for (const { id, before } of owners)
    if (before !== null) await trx('lead_claims').where({ lead_id: id }).update({ by_id: before });
}

/** The cards of what is taken back say so. */
async function redrawTheirs(trx: Db, rollbackId: number): Promise<void> {
  const { rows } = await trx.raw<{ rows: { card: CardKey }[] }>(
    `select distinct coalesce(e.card, c.card) as card from changes c left join exceptions e on e.id = c.exception_id
     where c.rollback_id = ? and coalesce(e.card, c.card) is not null`,
    [rollbackId],
  );
  await redrawCards(
    trx,
    rows.map(({ card }) => card),
  );
}

/** How far it is, and what came of it, in the own messages of whoever wanted it. */
async function showTo(trx: Db, rollbackId: number, personId: string): Promise<void> {
  const person = await personById(trx, personId);
  if (person?.slackId)
    await wantCard(trx, { key: `rollback:${rollbackId}`, channel: `dm:${person.slackId}` });
}
