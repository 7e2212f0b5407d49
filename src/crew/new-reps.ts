/** A rep who is new in the CRM: the playbook for new reps is offered to whoever sets limits for them. Nothing is on before their yes. */
import { interrupt } from '../attention/interrupt.ts';
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction, withLock } from '../db/transaction.ts';
import { redrawCard } from '../jobs/cards.ts';
import { holdersOfAny, peopleById, personById } from '../people/people.ts';
import { maySet } from '../policy/may-set.ts';
import type { Person } from '../policy/nouns.ts';
import { addDays, dayIn } from '../sales/days.ts';
import { type Playbook, playbookNamed } from '../settings/playbook-entries.ts';
import { activate } from '../settings/playbooks.ts';
import { currentSettings, settingValue } from '../settings/settings.ts';

type Use = { db: Db; now: Clock; zone: string };
const dayMs = 86_400_000;
/** Whoever has had a deal for longer is new in the file and not in the job. */
const newForDays = 90;

/**
 * Notes each rep once, and offers the playbook for those who came after the company did: who is there within a day of the first
 * one came with it. Clock work, safe to repeat; says for how many it was offered.
 */
export function offerOnboarding(use: Use): Promise<number> {
  return withLock(use.db, 'crew:new-reps', async (trx) => {
    const now = use.now.now();
    const { rows } = await trx.raw<{ rows: { id: string }[] }>(
      `insert into new_reps (person_id, seen_at) select id, ? from people where active and 'rep' = any(roles)
       on conflict do nothing returning person_id as id`,
      [now],
    );
    if (rows.length === 0) return 0;
    const settings = await currentSettings(trx, now);
    const first = await trx('new_reps').min<{ at: Date }[]>('seen_at as at').first();
    if (settingValue(settings, 'onboarding_offer').value !== true) return 0;
    if (!first || now.getTime() - first.at.getTime() < dayMs) return 0;
    const offered = await withoutOldDeals(
      trx,
      rows.map(({ id }) => id),
      addDays(dayIn(now, use.zone), -newForDays),
    );
    for (const rep of offered) {
      const whom = await whoSetsFor(trx, rep);
      await trx('new_reps')
        .where({ person_id: rep.id })
        .update({ offered_at: now, told: whom?.id ?? null });
      if (whom?.slackId)
        await interrupt(trx, { now, zone: use.zone, settings }, [
          {
            ...{ key: `newrep:${rep.id}`, channel: `dm:${whom.slackId}`, personId: whom.id },
            ...{ critical: false, worth: 0 },
          },
        ]);
    }
    return offered.length;
  });
}

async function withoutOldDeals(trx: Db, ids: string[], before: string): Promise<Person[]> {
  const old: string[] = await trx('deals')
    .whereIn('owner_id', ids)
    .where('created_on', '<', before)
    .distinct()
    .pluck('owner_id');
  const on: string[] = await trx('playbook_activations')
    .where({ playbook: 'new-rep-onboarding', scope: 'person' })
    .whereIn('scope_id', ids)
    .pluck('scope_id');
  const people = await peopleById(
    trx,
    ids.filter((id) => !old.includes(id) && !on.includes(id)),
  );
  return [...people.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Null: this person may. Otherwise who may. */
const mayNotFor = (person: Person, rep: Person): string | null =>
  maySet(person, {
    authority: false,
    place: { scope: 'person', territoryId: rep.territoryId, teamId: rep.teamId },
  });

/** Their manager, else a manager of their team or territory, else who sets limits for everyone; somebody who is in Slack. */
async function whoSetsFor(trx: Db, rep: Person): Promise<Person | null> {
  const manager = rep.managerId ? await personById(trx, rep.managerId) : null;
  const others = await holdersOfAny(trx, ['manager', 'owner', 'admin']);
  const able = [...(manager ? [manager] : []), ...others].filter(
    (one) => one.active && one.slackId !== null && one.id !== rep.id && mayNotFor(one, rep) === null,
  );
  return (
    able.find(({ id }) => id === manager?.id) ??
    able.find(({ roles: [role] }) => role === 'manager') ??
    able[0] ??
    null
  );
}

export type Offer = {
  rep: Person;
  offeredAt: Date;
  answer: { say: 'on' | 'no'; by: string; at: Date } | null;
};

export async function onboardingOffer(db: Db, personId: string): Promise<Offer | null> {
  const row = await db('new_reps')
    .where({ person_id: personId })
    .whereNotNull('offered_at')
    .first<
      { offered_at: Date; answer: 'on' | 'no' | null; answered_at: Date; answered_by: string } | undefined
    >();
  const rep = row && (await personById(db, personId));
  if (!row || !rep) return null;
  const by = row.answer && (await personById(db, row.answered_by));
  return {
    rep,
    offeredAt: row.offered_at,
    answer: row.answer && { say: row.answer, by: by?.name ?? 'Somebody', at: row.answered_at },
  };
}

export const onboarding = playbookNamed('new-rep-onboarding') as Playbook;
/** In days. */
export const onboardingLasts =
  onboarding.ends !== null && onboarding.ends !== 'with the quarter' ? onboarding.ends.days : 90;

export type Answered = { say: 'done' } | { say: 'late' } | { say: 'not allowed'; because: string };

/** The first word counts. Null: nothing was offered for them. */
export function answerOffer(
  use: Use,
  input: { personId: string; say: 'on' | 'no'; by: Person | null },
): Promise<Answered | null> {
  return inTransaction(use.db, async (trx): Promise<Answered | null> => {
    const now = use.now.now();
    const offer = await onboardingOffer(trx, input.personId);
    if (!offer) return null;
    const fresh = input.by ? await personById(trx, input.by.id) : null;
    const needs = fresh ? mayNotFor(fresh, offer.rep) : 'a role here';
    const by = { kind: 'person', id: fresh?.id ?? 'unknown' } as const;
    const subject = { kind: 'playbook', id: `${onboarding.name}:person:${offer.rep.id}` };
    if (needs !== null) {
      const because = `Saying so for ${offer.rep.name} needs ${needs}.`;
      await record(trx, { action: 'playbook.offer_refused', subject, by, because });
      return { say: 'not allowed', because };
    }
    const taken = await trx('new_reps')
      .where({ person_id: offer.rep.id, answer: null })
      .update({ answer: input.say, answered_at: now, answered_by: by.id });
    if (taken !== 1) return { say: 'late' };
    if (input.say === 'no') await record(trx, { action: 'playbook.offer_declined', subject, by });
    else
      await activate(
        { db: trx, now: use.now, zone: use.zone },
        {
          ...{ playbook: onboarding, scope: 'person', scopeId: offer.rep.id, by },
          until: new Date(now.getTime() + onboardingLasts * dayMs),
          reason: 'A new rep.',
        },
      );
    await redrawCard(trx, `newrep:${offer.rep.id}`);
    return { say: 'done' };
  });
}
