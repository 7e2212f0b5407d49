/** Handing a lead to somebody: the form, and what comes of it. */
import { noticeView } from '../../../blocks/forms.ts';
import { readAbout } from '../../../blocks/ids.ts';
import type { Modal } from '../../../blocks/kit.ts';
import { handOverForm, type Receiver } from '../../../blocks/lead-forms.ts';
import { NotFound } from '../../errors.ts';
import { fullOnes, handOverTo, mayGiveToAnybody, mayHandOver } from '../../exceptions/capacity.ts';
import { assignLead } from '../../exceptions/claims.ts';
import { type Lead, leadOf } from '../../exceptions/leads.ts';
import type { Job } from '../../jobs/topics.ts';
import { holdersOfAny, personById } from '../../people/people.ts';
import { may } from '../../policy/authorize.ts';
import type { Person } from '../../policy/nouns.ts';
import { effect } from '../once.ts';
import { noteLater, type Where } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { placeOf } from './stale.ts';

export async function handOver(use: DoorUse, clicked: Press, asker: Asker): Promise<Modal> {
  const about = readAbout(clicked.actions[0]?.value ?? '');
  if (about?.kind !== 'lead')
    throw new NotFound('This lead is no longer there.', { fix: 'Look at its card again.' });
  const lead = await leadOf(use.db, about.id);
  const by = asker.person;
  if (!by || !(mayGiveToAnybody(by, lead) || (may(by, 'hand_over') && lead.owner_id === by.id)))
    return noticeView(
      'Hand over lead',
      `A lead is handed over by who has it, or by a manager of ${lead.territory ?? 'its territory'}. Nothing was changed.`,
    );
  const to = await receivers(use, by, lead);
  if (to.length === 0)
    return noticeView('Hand over lead', 'Nobody else can have this lead. Nothing was changed.');
  const { channel, threadTs } = placeOf(clicked);
  return handOverForm({
    leadId: lead.id,
    lead: lead.name ?? 'A lead without a name',
    to,
    place: { channel: channel.startsWith('dm:') ? null : channel, threadTs: threadTs ?? null },
  });
}

/** Who may have it, those of its territory first; a manager sees also those who are full or work elsewhere, and that they do. */
async function receivers(use: DoorUse, by: Person, lead: Lead): Promise<Receiver[]> {
  const people = (await holdersOfAny(use.db, ['rep', 'manager'])).filter(({ id }) => id !== lead.owner_id);
  const full = await fullOnes({ db: use.db, now: use.clock.now() }, people);
  return people
    .flatMap((person) => {
      const verdict = handOverTo(by, person, lead, full);
      return verdict.may ? [{ id: person.id, name: person.name, passed: verdict.passedOver }] : [];
    })
    .sort((a, b) => a.passed.length - b.passed.length)
    .map(({ id, name, passed }) => ({
      id,
      name,
      fact:
        passed.length === 0
          ? null
          : passed.map((one) => one.replace(`${name} `, '').replace(/\.$/, '')).join('; '),
    }));
}

/** Why this person cannot have it, while the form is open; null: they can. */
export async function wrongReceiver(
  use: DoorUse,
  about: string | undefined,
  to: string | null,
  asker: Asker,
): Promise<string | null> {
  const lead = readAbout(about ?? '');
  if (to === null) return 'Choose somebody.';
  if (lead?.kind !== 'lead' || !asker.person) return null;
  const verdict = await mayHandOver(
    { db: use.db, now: use.clock.now() },
    asker.person,
    await personById(use.db, to),
    await leadOf(use.db, lead.id),
  );
  return verdict.may ? null : verdict.because;
}

export async function handedOver(
  use: DoorUse,
  job: Job<unknown>,
  input: { about: string | undefined; to: string | null; note: string | null; asker: Asker; where: Where },
): Promise<void> {
  const about = readAbout(input.about ?? '');
  const by = input.asker.person;
  const to = input.to === null ? null : await personById(use.db, input.to);
  if (about?.kind !== 'lead' || !by || !to) return;
  const result = await effect(use.db, job, (trx) =>
    assignLead({ db: trx, now: use.clock }, { leadId: about.id, to, by, because: input.note }),
  );
  if (result === null) return;
  const told =
    result.say === 'assigned'
      ? [`Handed over to ${to.name}.`, ...result.passedOver, '"undo" takes it back.'].join(' ')
      : `${result.because} Nothing was changed.`;
  await noteLater(use.db, job, input.where, told);
}
