/** Not a lead, the same as another lead, and the way back: the forms, and what comes of them. */
import { noticeView } from '../../../blocks/forms.ts';
import { readAbout } from '../../../blocks/ids.ts';
import type { Modal } from '../../../blocks/kit.ts';
import { mergeForm, notALeadForm, type SameAs } from '../../../blocks/lead-forms.ts';
import { type Alike, likeLead } from '../../crm/leads.ts';
import { NotFound } from '../../errors.ts';
import { type Closed, markNotALead, mayNotClose, reopenLead, whoHas } from '../../exceptions/closing.ts';
import { closingOf } from '../../exceptions/closings.ts';
import { type Lead, leadOf } from '../../exceptions/leads.ts';
import { type Into, mergeLead, wrongTarget } from '../../exceptions/merging.ts';
import type { Job } from '../../jobs/topics.ts';
import { scopeOf } from '../../people/scope.ts';
import { closedBefore, notALeadReasons } from '../../story/lead.ts';
import { type Kept, keptOf } from '../kept.ts';
import { effect } from '../once.ts';
import { turnInto } from '../open.ts';
import { noteLater, type Where } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { refusedWithoutRole } from './no-role.ts';
import { outOfDate, placeOf, redraw } from './stale.ts';

const mostAlike = 100;

export const notALead = (use: DoorUse, clicked: Press, asker: Asker): Promise<Modal> =>
  formOf(use, clicked, asker, 'Not a lead', async (of) => notALeadForm(of));

export const merge = (use: DoorUse, clicked: Press, asker: Asker): Promise<Modal> =>
  formOf(use, clicked, asker, 'Merge lead', async (of) => {
    const alike = await likeLead(use.db, of.leadId, { scope: scopeOf(asker.person), limit: mostAlike });
    return alike.length === 0
      ? noticeView(
          'Merge lead',
          'No other open lead and no contact is there to merge it into. Nothing was changed.',
        )
      : mergeForm({ ...of, same: alike.map(sameAs) });
  });

type OfLead = Parameters<typeof notALeadForm>[0];

/** The form, or why this person cannot have it. */
async function formOf(
  use: DoorUse,
  clicked: Press,
  asker: Asker,
  title: string,
  build: (of: OfLead) => Promise<Modal>,
): Promise<Modal> {
  const about = readAbout(clicked.actions[0]?.value ?? '');
  if (about?.kind !== 'lead')
    throw new NotFound('This lead is no longer there.', { fix: 'Look at its card again.' });
  const lead = await leadOf(use.db, about.id);
  const has = await whoHas(use.db, lead);
  const closing = await closingOf(use.db, lead.id);
  const because =
    mayNotClose(asker.person, lead, has?.id ?? null) ??
    (closing && closedBefore(closing, use.clock.now()).replace(/ Nothing was changed\.$/, ''));
  if (because) return noticeView(title, `${because} Nothing was changed.`);
  const { channel, threadTs } = placeOf(clicked);
  return build({
    leadId: lead.id,
    lead: await calledOf(use, lead),
    seenWith: has?.id ?? null,
    place: { channel: channel.startsWith('dm:') ? null : channel, threadTs: threadTs ?? null },
  });
}

async function calledOf(use: DoorUse, lead: Lead): Promise<string> {
  const row = await use.db('leads').where({ id: lead.id }).first<{ company: string | null }>('company');
  return [lead.name ?? 'A lead without a name', row.company].filter(Boolean).join(', ');
}

const sameAs = ({ kind, id, name, company, alike, owner }: Alike): SameAs => ({
  kind,
  id,
  name: [name ?? 'No name', company].filter(Boolean).join(', '),
  fact:
    [kind === 'contact' ? 'contact' : null, alike, owner === null ? null : `with ${owner}`]
      .filter(Boolean)
      .join(', ') || null,
});

const leadIn = (kept: Kept): string | null => {
  const about = readAbout(kept.about ?? '');
  return about?.kind === 'lead' ? about.id : null;
};

/** A reason in the form: the card closes at once. */
export async function notALeadBecause(
  use: DoorUse,
  clicked: Press,
  asker: Asker,
  job: Job<unknown>,
): Promise<void> {
  const kept = keptOf(clicked.view?.private_metadata ?? '');
  const reason = notALeadReasons[Number(clicked.actions[0]?.value ?? 'none')];
  const leadId = leadIn(kept);
  if (leadId === null || reason === undefined || !clicked.view) return outOfDate(use, clicked);
  const result = await mark(use, job, { leadId, kept, reason, asker });
  const said = (result && told(result)) ?? `Not a lead: ${reason}. The card is updated.`;
  await turnInto(use, clicked.view.id, noticeView('Not a lead', said));
}

export async function notALeadInWords(
  use: DoorUse,
  job: Job<unknown>,
  input: { kept: Kept; reason: string; asker: Asker; where: Where },
): Promise<void> {
  const leadId = leadIn(input.kept);
  if (leadId === null) return;
  const result = await mark(use, job, { ...input, leadId });
  const said = result && told(result);
  if (said) await noteLater(use.db, job, input.where, said);
}

const mark = (
  use: DoorUse,
  job: Job<unknown>,
  { leadId, kept, reason, asker }: { leadId: string; kept: Kept; reason: string; asker: Asker },
): Promise<Closed | null> =>
  effect(use.db, job, (trx) =>
    markNotALead(
      { db: trx, now: use.clock },
      { leadId, by: asker.person, slackUser: asker.slackId, seenWith: kept.seenWith ?? null, reason },
    ),
  );

/** Null: the card itself tells it. */
const told = (result: Closed): string | null =>
  result.say === 'closed'
    ? null
    : result.say === 'late'
      ? result.because
      : `${result.because} Your click was recorded.`;

const intoOf = (value: string | null): Into | null => {
  const about = readAbout(value ?? '');
  return about && (about.kind === 'lead' || about.kind === 'contact')
    ? { kind: about.kind, id: about.id }
    : null;
};

/** Why it cannot be merged into that one, while the form is open; null: it can. */
export async function wrongMerge(
  use: DoorUse,
  about: string | undefined,
  value: string | null,
  asker: Asker,
): Promise<string | null> {
  const into = intoOf(value);
  const lead = readAbout(about ?? '');
  if (into === null) return 'Choose the one that it is the same as.';
  if (lead?.kind !== 'lead' || !asker.person) return null;
  return wrongTarget(use.db, asker.person, await leadOf(use.db, lead.id), into);
}

export async function merged(
  use: DoorUse,
  job: Job<unknown>,
  input: { kept: Kept; into: string | null; asker: Asker; where: Where },
): Promise<void> {
  const { kept, asker, where } = input;
  const [leadId, into] = [leadIn(kept), intoOf(input.into)];
  if (leadId === null || into === null) return;
  const result = await effect(use.db, job, (trx) =>
    mergeLead(
      { db: trx, now: use.clock },
      { leadId, into, by: asker.person, slackUser: asker.slackId, seenWith: kept.seenWith ?? null },
    ),
  );
  if (result === null) return;
  const said = result.say === 'wrong' ? `${result.because} Nothing was changed.` : told(result);
  if (said) await noteLater(use.db, job, where, said);
}

/** Undo on the card of a lead that was closed. */
export async function reopen(use: DoorUse, clicked: Press, asker: Asker, job: Job<unknown>): Promise<void> {
  const about = readAbout(clicked.actions[0]?.value ?? '');
  if (about?.kind !== 'lead') return outOfDate(use, clicked);
  const { person } = asker;
  if (!person) return refusedWithoutRole(use, clicked, asker, job);
  const result = await effect(use.db, job, (trx) =>
    reopenLead({ db: trx, now: use.clock }, { leadId: about.id, by: person }),
  );
  if (result === null || result.say === 'reopened') return;
  await noteLater(use.db, job, placeOf(clicked), `${result.because} Nothing was changed.`);
  await redraw(use, clicked);
}
