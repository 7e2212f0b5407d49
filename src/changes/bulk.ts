/** Many things that one person does at once: a few go first, and above a limit nothing before somebody else has approved it. */
import { randomUUID } from 'node:crypto';
import { record } from '../audit/record.ts';
import type { Db } from '../db/pool.ts';
import { wantCards } from '../jobs/cards.ts';
import { holdersOfAny } from '../people/people.ts';
import { returnOf } from '../policy/acting-alone.ts';
import { changeHash } from '../policy/hash.ts';
import { reachOf, roles } from '../policy/matrix.ts';
import type { Deed, Person } from '../policy/nouns.ts';
import { currentSettings, numberSetting, type SettingRow } from '../settings/settings.ts';
import type { Held, Subject } from './nouns.ts';
import { peopleOutside, stoppableFrom } from './outside.ts';
import { enqueueApplies, factsOf } from './request.ts';

/** However many there are, no more than these go first. */
export const mostFirst = 10;
const dayMs = 86_400_000;

/** How so many would go: how many first, and whether somebody else approves it before. */
export function bulkOf(
  many: number,
  settings: SettingRow[],
): { first: number; limit: number; signed: boolean } {
  const limit = numberSetting(settings, 'bulk_limit');
  const few = many > mostFirst && many >= numberSetting(settings, 'canary_from');
  return { first: few ? mostFirst : many, limit, signed: many > limit };
}

/** Who may give the second approval for what this person does. */
export async function whoSignsBulk(db: Db, by: string): Promise<Person[]> {
  const signing = roles.filter((role) => reachOf(role, 'bulk') !== null);
  return (await holdersOfAny(db, signing)).filter(({ id }) => id !== by);
}

/** What was wanted together. `batch`: its number, by which all of it can be taken back; null of a single one. */
export type Together = { ids: number[]; batch: number | null };

/**
 * Wants all of them, each a change of its own, in a few statements and the caller's transaction. `says`: what it is, for whoever
 * approves it or takes it back: "assign 40 deals to Priya Nair".
 */
export async function requestTogether(
  trx: Db,
  wishes: { subject: Subject; wants: Deed }[],
  on: { by: Person; now: Date; says: string },
): Promise<Together> {
  if (wishes.length === 0) return { ids: [], batch: null };
  const settings = await currentSettings(trx, on.now);
  const { first, signed } = bulkOf(wishes.length, settings);
  const batch = wishes.length > 1 ? await batchOf(trx, wishes.length, { ...on, settings }) : null;
  const held: Held = {
    pauses: [],
    until: null,
    because: [signed ? 'Held: it needs a second approval.' : `Held: ${first} of ${wishes.length} go first.`],
  };
  const waits = (n: number): boolean => signed || n >= first;
  const outside = wishes.some(({ wants }) => wants.kind === 'nudge')
    ? await peopleOutside(trx, settings)
    : new Set<string>();
  const keyed = wishes.map((wish, n) => {
    // Whoever asks for it reads it in Slack.
    const out =
      wish.wants.kind === 'nudge' && wish.wants.nudge.to !== on.by.id && outside.has(wish.wants.nudge.to);
    return { ...wish, key: `change-${randomUUID()}`, later: waits(n), out };
  });
  const rows: { id: number; key: string }[] = await trx('changes')
    .insert(
      keyed.map(({ subject, wants, key, later, out }, n) => ({
        kind: wants.kind,
        subject_kind: subject.kind,
        subject_id: subject.id,
        fields: JSON.stringify(wants.kind === 'change' ? wants.fields : []),
        message: wants.kind === 'nudge' ? JSON.stringify(wants.nudge) : null,
        by_kind: 'person',
        by_id: on.by.id,
        requested_at: on.now,
        key,
        request_hash: changeHash(wants),
        back: returnOf(subject.kind, wants, { outside: out }),
        stoppable_until: out ? stoppableFrom(on.now, settings) : null,
        batch_id: batch,
        batch_first: batch === null ? null : n < first,
        held: later ? JSON.stringify(held) : null,
      })),
    )
    .returning(['id', 'key']);
  const wished = new Map(keyed.map((wish) => [wish.key, wish]));
  const made = rows.flatMap(({ id, key }) => {
    const wish = wished.get(key);
    return wish ? [{ id, ...wish }] : [];
  });
  await record(
    trx,
    made.map(({ id, subject, wants, later }) => ({
      action: 'change.requested',
      subject: { kind: 'change', id: String(id) },
      by: { kind: 'person' as const, id: on.by.id },
      details: { of: subject, wants: factsOf(wants), ...(batch === null ? {} : { batch, later }) },
    })),
  );
  await enqueueApplies(
    trx,
    made.filter(({ later }) => !later),
  );
  return { ids: made.map(({ id }) => id), batch };
}

async function batchOf(
  trx: Db,
  total: number,
  { by, now, says, settings }: { by: Person; now: Date; says: string; settings: SettingRow[] },
): Promise<number> {
  const { first, signed } = bulkOf(total, settings);
  const whole = !signed && first === total;
  const days = numberSetting(settings, 'expire_days');
  const [made] = await trx('batches')
    .insert({
      ...{ by_id: by.id, says, total, first, opened_at: now, told: by.id },
      goes_on_at: new Date(now.getTime() + numberSetting(settings, 'canary_minutes') * 60_000),
      asks_until: signed ? new Date(now.getTime() + days * dayMs) : null,
      went_on_at: whole ? now : null,
    })
    .returning<{ id: number }[]>('id');
  const id = made?.id ?? 0;
  if (whole) return id;
  await record(trx, {
    action: signed ? 'batch.asked' : 'batch.opened',
    subject: { kind: 'batch', id: String(id) },
    by: { kind: 'person', id: by.id },
    because: signed ? `More than ${numberSetting(settings, 'bulk_limit')} at once.` : null,
    details: { says, total, first },
  });
  const signers = signed ? await whoSignsBulk(trx, by.id) : [];
  await wantCards(trx, [
    ...(by.slackId === null ? [] : [{ key: `batch:${id}` as const, channel: `dm:${by.slackId}` }]),
    ...signers.flatMap((one) =>
      one.slackId === null
        ? []
        : [{ key: `batch:${id}:for:${one.id}` as const, channel: `dm:${one.slackId}` }],
    ),
  ]);
  return id;
}
