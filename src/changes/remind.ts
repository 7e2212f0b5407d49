/** Reminding many reps of their deals by one sentence: one message each, taken back together. */
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { redrawCards } from '../jobs/cards.ts';
import { personById } from '../people/people.ts';
import { mayNudge } from '../policy/may-nudge.ts';
import type { Person } from '../policy/nouns.ts';
import { requestTogether } from './bulk.ts';
import { tellOnItsOwn } from './request.ts';
import { stakesOf } from './stake.ts';

type Use = { db: Db; now: Clock };
/** `dealId`: the first of those that the message is about. */
export type Reminder = { to: string; dealId: string; text: string };

/** Of which of these deals this person may have the rep reminded. */
export async function remindable(
  use: { db: Db },
  ids: string[],
  by: Person,
): Promise<{ may: Set<string>; needs: string | null }> {
  const fresh = await personById(use.db, by.id);
  const stakes = await stakesOf(use.db, 'deal', ids, []);
  const may = new Set<string>();
  let needs: string | null = null;
  for (const id of ids) {
    const stake = stakes.get(id);
    const found = stake ? mayNudge(fresh, stake) : null;
    if (found?.may) may.add(id);
    else if (found) needs ??= found.needs;
  }
  return { may, needs };
}

/** The rep was asked about the deal since then, by whomever, and has not been told that it is taken back. */
export async function askedSince(db: Db, ids: string[], since: Date): Promise<Set<string>> {
  const rows: { id: string }[] = await db('changes as c')
    .leftJoin('nudge_rounds as r', 'r.id', 'c.round_id')
    .where({ 'c.kind': 'nudge', 'c.subject_kind': 'deal' })
    .whereIn('c.state', ['pending', 'applying', 'applied'])
    .whereIn('c.subject_id', ids)
    .where('c.requested_at', '>', since)
    .whereNull('r.withdrawn_at')
    .distinct('c.subject_id as id');
  return new Set(rows.map(({ id }) => id));
}

/**
 * Wants all of them sent. A few go first where they are many, and above the limit nobody is written to before somebody else has
 * approved it; each reader's quiet hours and cards of a day hold. Returns the number of the round.
 */
export function remind(
  use: Use,
  input: { reminders: Reminder[]; says: string; asks: string; by: Person },
): Promise<number> {
  const { reminders, says, asks } = input;
  return inTransaction(use.db, async (trx) => {
    const now = use.now.now();
    const [round] = await trx('nudge_rounds')
      .insert({ by_id: input.by.id, at: now, says, asks })
      .returning<{ id: number }[]>('id');
    const id = Number(round?.id);
    const { ids: made } = await requestTogether(
      trx,
      reminders.map(({ to, dealId, text }) => ({
        subject: { kind: 'deal', id: dealId },
        wants: { kind: 'nudge', nudge: { to, text } },
      })),
      { by: input.by, now, says },
    );
    await tellOnItsOwn(trx, made);
    await trx('changes').whereIn('id', made).update({ round_id: id });
    await record(trx, {
      action: 'reminders.asked',
      subject: { kind: 'reminders', id: String(id) },
      by: { kind: 'person', id: input.by.id },
      details: { says, changes: made },
    });
    return id;
  });
}

/** `stopped`: nobody was written to; `withdrawn`: their message says so; `sent`: by e-mail, which stays. */
export type Withdrawn = { stopped: number; withdrawn: number; sent: number };

/** The opposite of `remind`, as far as it goes; null: it was taken back before. */
export function withdrawReminders(use: Use, input: { round: number; by: Person }): Promise<Withdrawn | null> {
  return inTransaction(use.db, async (trx) => {
    const now = use.now.now();
    const held = await trx('nudge_rounds')
      .where({ id: input.round, by_id: input.by.id })
      .whereNull('withdrawn_at')
      .update({ withdrawn_at: now, withdrawn_by: input.by.id });
    if (held !== 1) return null;
    const taken = { held: null, error: 'It was taken back.', ended_at: now, state: 'abandoned' };
    const stopped: number[] = await trx('changes')
      .where({ round_id: input.round, state: 'pending' })
      .update(taken)
      .returning<{ id: number }[]>('id')
      .then((rows) => rows.map(({ id }) => id));
    const unsent = await mailsStopped(trx, input.round, now);
    const rest: { id: number; mail: string | null }[] = await trx('changes as c')
      .leftJoin('mails as m', 'm.change_id', 'c.id')
      .where({ 'c.round_id': input.round, 'c.state': 'applied' })
      .select('c.id', 'm.state as mail');
    const sent = rest.filter(({ mail }) => mail === 'sent' || mail === 'sending').length;
    const batches: { id: number }[] = await trx('batches')
      .whereIn('id', trx('changes').where({ round_id: input.round }).select('batch_id'))
      .whereNull('went_on_at')
      .whereNull('dropped_at')
      .update({ dropped_at: now, dropped_by: input.by.id })
      .returning('id');
    const cards: { key: `batch:${number}` }[] = await trx('cards')
      .whereRaw(`split_part(key, ':', 1) || ':' || split_part(key, ':', 2) = any(?)`, [
        batches.map(({ id }) => `batch:${id}`),
      ])
      .select('key');
    await redrawCards(trx, [...rest.map(({ id }) => `nudge:${id}` as const), ...cards.map(({ key }) => key)]);
    await record(trx, {
      action: 'reminders.withdrawn',
      subject: { kind: 'reminders', id: String(input.round) },
      by: { kind: 'person', id: input.by.id },
      details: { stopped: stopped.length + unsent, withdrawn: rest.length - sent, sent },
    });
    return { stopped: stopped.length + unsent, withdrawn: rest.length - sent, sent };
  });
}

/** The server was not to be reached until now, or takes no mail yet. */
async function mailsStopped(trx: Db, round: number, now: Date): Promise<number> {
  const because = 'It was taken back. Nothing was sent.';
  const rows: { change_id: number }[] = await trx('mails')
    .whereIn('change_id', trx('changes').where({ round_id: round }).select('id'))
    .where({ state: 'wanted' })
    .update({ state: 'stopped', because, ended_at: now })
    .returning('change_id');
  await trx('changes')
    .whereIn(
      'id',
      rows.map(({ change_id }) => change_id),
    )
    .update({ state: 'abandoned', error: because, ended_at: now });
  return rows.length;
}

/** What somebody has sent to many since then and not taken back, the newest first. */
export type Round = { id: number; at: Date; says: string };
export async function roundsOf(db: Db, byId: string, since: Date): Promise<Round[]> {
  const rows: Round[] = await db('nudge_rounds')
    .where({ by_id: byId })
    .whereNull('withdrawn_at')
    .where('at', '>', since)
    .orderBy('id', 'desc')
    .select('id', 'at', 'says');
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}
