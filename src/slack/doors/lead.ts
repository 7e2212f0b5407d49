/** Claim, and its opposite. The first tap wins; everybody else is told who had it. */
import { readAbout } from '../../../blocks/ids.ts';
import { claimLead, releaseLead } from '../../exceptions/claims.ts';
import { contactLead } from '../../exceptions/contact.ts';
import { enqueue } from '../../jobs/outbox.ts';
import type { Job } from '../../jobs/topics.ts';
import { count, duration, firstName } from '../../story/format.ts';
import { effect } from '../once.ts';
import { note, noteLater, whisper } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { outOfDate, placeOf, redraw } from './stale.ts';

export async function claim(use: DoorUse, clicked: Press, asker: Asker, job: Job<unknown>): Promise<void> {
  const about = readAbout(clicked.actions[0]?.value ?? '');
  if (about?.kind !== 'lead') return outOfDate(use, clicked);
  const where = placeOf(clicked);
  const result = await effect(use.db, job, (trx) =>
    claimLead({ db: trx, now: use.clock }, { leadId: about.id, by: asker.person, slackUser: asker.slackId }),
  );
  if (result === null) return redraw(use, clicked);
  if (clicked.view?.type === 'home') {
    await enqueue(use.db, 'home', { key: `home:${clicked.user.id}`, body: { slackUser: clicked.user.id } });
  }
  if (result.say === 'claimed') {
    const told = result.fresh ? await contactOf(use, about.id) : 'This lead is yours already.';
    return noteLater(use.db, job, where, told);
  }
  if (result.say === 'taken') {
    const since = result.at
      ? ` ${lead(use.clock.now().getTime() - result.at.getTime())} before you`
      : ' before you';
    const others =
      result.othersWaiting > 0
        ? ` ${count(result.othersWaiting, 'other lead')} ${result.othersWaiting === 1 ? 'waits' : 'wait'}.`
        : ' No other lead waits.';
    await noteLater(use.db, job, where, `${firstName(result.byName)} claimed this${since}.${others}`);
  } else {
    const recorded = result.say === 'closed' ? '' : ' Your click was recorded.';
    await noteLater(use.db, job, where, `${result.because}${recorded}`);
  }
  await redraw(use, clicked);
}

export async function release(use: DoorUse, clicked: Press, asker: Asker, job: Job<unknown>): Promise<void> {
  const about = readAbout(clicked.actions[0]?.value ?? '');
  if (about?.kind !== 'lead') return outOfDate(use, clicked);
  const { person } = asker;
  if (!person)
    return whisper(use, placeOf(clicked), note('Only the person who claimed this lead can release it.'));
  const result = await effect(use.db, job, (trx) =>
    releaseLead({ db: trx, now: use.clock }, { leadId: about.id, by: person }),
  );
  if (result?.say !== 'released') await redraw(use, clicked);
  if (result === null) return;
  const told =
    result.say === 'released'
      ? 'Released. The lead can be claimed by others again.'
      : `${result.because} Nothing was changed.`;
  await noteLater(use.db, job, placeOf(clicked), told);
}

/** The first contact with a lead was made. */
export async function contacted(
  use: DoorUse,
  clicked: Press,
  asker: Asker,
  job: Job<unknown>,
): Promise<void> {
  const about = readAbout(clicked.actions[0]?.value ?? '');
  if (about?.kind !== 'lead') return outOfDate(use, clicked);
  const { person } = asker;
  if (!person) return whisper(use, placeOf(clicked), note('Only who has this lead can say so.'));
  const result = await effect(use.db, job, (trx) =>
    contactLead({ db: trx, now: use.clock, zone: use.zone }, { leadId: about.id, by: person }),
  );
  if (result?.say !== 'contacted') await redraw(use, clicked);
  if (result === null) return;
  const told =
    result.say === 'contacted'
      ? `First contact after ${duration(result.afterMs)}. "undo" takes it back.`
      : result.say === 'already'
        ? `${result.byName} has said so before. Nothing was changed.`
        : `${result.because} Nothing was changed.`;
  await noteLater(use.db, job, placeOf(clicked), told);
}

const lead = (ms: number): string => (ms < 1000 ? 'less than 1 s' : duration(ms));

/** E-mail and phone are for the claimer alone. */
async function contactOf(use: DoorUse, leadId: string): Promise<string> {
  const lead = await use.db('leads').where({ id: leadId }).first('name', 'email', 'phone');
  const ways = [lead?.email, lead?.phone].filter(Boolean).join(', ');
  const who = lead?.name ?? 'The lead';
  return ways
    ? `This lead is yours. ${who}: ${ways}.`
    : `This lead is yours. ${who} left no e-mail and no phone.`;
}
