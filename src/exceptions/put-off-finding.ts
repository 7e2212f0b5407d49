/** Not now, of what was found of a figure: snooze and its opposite, wake, for the one card on which it is told. */
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { BadInput, NotFound } from '../errors.ts';
import { type CardKey, redrawCard } from '../jobs/cards.ts';
import { personById } from '../people/people.ts';
import { mayPause } from '../policy/may-pause.ts';
import type { Person } from '../policy/nouns.ts';

export type FindingCardKey = Extract<CardKey, `finding:${string}`>;
type Refused = { say: 'over' } | { say: 'not allowed'; because: string };
export type SnoozedFinding = { say: 'snoozed'; until: Date; byName: string } | Refused;
type Use = { db: Db; now: Clock };

const longestDays = 90;

/** The finding that a card tells, and to whom where it tells one person alone; null for other cards. */
export function findingOf(card: string): { key: FindingCardKey; id: number; person: string | null } | null {
  const [, id, person] = /^finding:(\d{1,15})(?::(.+))?$/.exec(card) ?? [];
  return id === undefined ? null : { key: card as FindingCardKey, id: Number(id), person: person ?? null };
}

/** Puts this card aside until an instant, at most 90 days away. Twice is once: the first snooze stays. */
export function snoozeFinding(
  use: Use,
  input: { card: FindingCardKey; until: Date; by: Person },
): Promise<SnoozedFinding> {
  const { card, until, by } = input;
  const now = use.now.now();
  if (until <= now || until.getTime() > now.getTime() + longestDays * 86_400_000)
    throw new BadInput('A card can be snoozed for up to 90 days.', {
      fix: 'Choose a later moment within 90 days.',
    });
  return inTransaction(use.db, async (trx): Promise<SnoozedFinding> => {
    const refused = await refusalOf(trx, card, by);
    if (refused) return refused;
    const made = await trx('card_snoozes')
      .insert({ card, by_id: by.id, at: now, until })
      .onConflict(trx.raw('(card) where woken_at is null'))
      .ignore()
      .returning<{ id: number }[]>('id');
    if (made.length > 0) await note(trx, card, 'finding.snoozed', by, { until });
    await redrawCard(trx, card);
    const nap = await napOf(trx, card);
    if (!nap) throw new NotFound(`The card ${card} is not snoozed.`);
    return { say: 'snoozed', until: nap.until, byName: nap.by };
  });
}

/** The opposite of `snoozeFinding`. */
export function wakeFinding(
  use: Use,
  input: { card: FindingCardKey; by: Person },
): Promise<{ say: 'woken' } | { say: 'awake' } | Refused> {
  const { card, by } = input;
  return inTransaction(use.db, async (trx) => {
    const refused = await refusalOf(trx, card, by);
    if (refused) return refused;
    const woken = await trx('card_snoozes')
      .where({ card })
      .whereNull('woken_at')
      .update({ woken_at: use.now.now() });
    await redrawCard(trx, card);
    if (woken === 0) return { say: 'awake' } as const;
    await note(trx, card, 'finding.woken', by);
    return { say: 'woken' } as const;
  });
}

/** Who put this card off, and until when; null while it is awake. */
export async function napOf(db: Db, card: string): Promise<{ by: string; until: Date } | null> {
  const nap = await db('card_snoozes')
    .where({ card })
    .whereNull('woken_at')
    .first<{ by_id: string; until: Date } | undefined>('by_id', 'until');
  return nap ? { by: (await personById(db, nap.by_id))?.name ?? 'Somebody', until: nap.until } : null;
}

/** What one person is told is theirs to put off; what a channel reads, theirs who watch over agents or asked for it. */
async function refusalOf(trx: Db, card: FindingCardKey, by: Person): Promise<Refused | null> {
  const of = findingOf(card);
  const row = await trx('findings as f')
    .leftJoin('kpi_alerts as k', (join) =>
      join.on(trx.raw(`f.subject_kind = 'kpi_alert' and k.id::text = f.subject_id`)),
    )
    .where({ 'f.id': of?.id ?? 0 })
    .forUpdate('f')
    .first<{ gone_at: Date | null; set_by: string | null } | undefined>('f.gone_at', 'k.set_by');
  if (!of || !row) throw new NotFound(`There is no finding behind the card ${card}.`);
  if (of.person !== null ? of.person !== by.id : !mayPause(by) && row.set_by !== by.id)
    return {
      say: 'not allowed',
      because:
        of.person !== null
          ? 'Only the person who was told can snooze this. Nothing was changed.'
          : 'Snoozing this for everybody needs a manager, an agent owner or an approver. Nothing was changed.',
    };
  return row.gone_at === null ? null : { say: 'over' };
}

const note = (trx: Db, card: FindingCardKey, action: string, by: Person, details = {}) =>
  record(trx, {
    action,
    subject: { kind: 'finding', id: String(findingOf(card)?.id ?? card) },
    by: { kind: 'person', id: by.id },
    details: { card, ...details },
  });
