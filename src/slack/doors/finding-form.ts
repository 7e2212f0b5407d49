/** The forms of an alert on a figure: its limit, and to whom it is handed. */
import { handForm, limitForm, limitPreview } from '../../../blocks/finding-forms.ts';
import { noticeView } from '../../../blocks/forms.ts';
import { readAbout } from '../../../blocks/ids.ts';
import type { Modal } from '../../../blocks/kit.ts';
import { NotFound } from '../../errors.ts';
import { findingView } from '../../exceptions/findings.ts';
import type { Job } from '../../jobs/topics.ts';
import { companyNow } from '../../requests/company.ts';
import { handFinding, receiversOf } from '../../requests/kpi-hand.ts';
import { limitEffect, limitOf, limitTyped, setLimitOf } from '../../requests/kpi-limit.ts';
import type { Kept } from '../kept.ts';
import { effect } from '../once.ts';
import { noteLater, type Where } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { placeOf } from './stale.ts';

const findingIn = (value: string | undefined): number => {
  const about = readAbout(value ?? '');
  if (about?.kind !== 'finding' || !/^\d{1,15}$/.test(about.id))
    throw new NotFound('This finding is no longer there.', { fix: 'Look at its card again.' });
  return Number(about.id);
};

const limitUse = async (use: DoorUse) => {
  const on = { db: use.db, now: use.clock, zone: use.zone };
  return { ...on, company: await companyNow(on) };
};

const keptPlace = (clicked: Press) => {
  const { channel, threadTs } = placeOf(clicked);
  return { channel: channel.startsWith('dm:') ? null : channel, threadTs: threadTs ?? null };
};

export async function changeLimit(use: DoorUse, clicked: Press, asker: Asker): Promise<Modal> {
  const findingId = findingIn(clicked.actions[0]?.value);
  const found = await limitOf(await limitUse(use), findingId, asker.person);
  if (typeof found === 'string') return noticeView('Change limit', found);
  return limitForm({ ...found, findingId, was: found.alert.watched.limit, place: keptPlace(clicked) });
}

/** What is wrong at the field, or the window that says what the limit would do. */
export async function limitSeen(
  use: DoorUse,
  asker: Asker,
  kept: Kept,
  typed: string | null,
): Promise<{ wrong: string } | { next: Modal }> {
  const on = await limitUse(use);
  const found = await limitOf(on, findingIn(kept.about), asker.person);
  if (typeof found === 'string') return { next: noticeView('Change limit', found) };
  const read = limitTyped(on, found.alert, typed ?? '');
  if ('wrong' in read) return read;
  const { limit, lines } = await limitEffect(on, found.alert, read.value);
  const { about = '', channel = null, threadTs = null } = kept;
  const carried = { about, channel, threadTs, shown: { was: found.alert.watched.limit } };
  return { next: limitPreview({ limit, typed: typed ?? '', effect: lines, kept: carried }) };
}

export async function limitSet(
  use: DoorUse,
  job: Job<unknown>,
  asker: Asker,
  kept: Kept,
  where: Where,
): Promise<void> {
  const said = await effect(use.db, job, async (trx) => ({
    sentence: await setLimitOf(
      { ...(await limitUse(use)), db: trx },
      {
        findingId: findingIn(kept.about),
        typed: kept.typed?.limit ?? '',
        was: Number(kept.shown?.was),
        by: asker.person,
      },
    ),
  }));
  if (said) await noteLater(use.db, job, where, said.sentence);
}

export async function handTo(use: DoorUse, clicked: Press, asker: Asker): Promise<Modal> {
  const findingId = findingIn(clicked.actions[0]?.value);
  const on = { db: use.db, now: use.clock, zone: use.zone };
  const to = await receiversOf(on, findingId, asker.person);
  if (typeof to === 'string') return noticeView('Hand to', to);
  if (to.length === 0)
    return noticeView(
      'Hand to',
      'Nobody else sees all that this figure is counted from. Nothing was changed.',
    );
  const headline = (await findingView(use.db, findingId))?.headline ?? 'Alert';
  return handForm({ findingId, headline, to, place: keptPlace(clicked) });
}

export async function handed(
  use: DoorUse,
  job: Job<unknown>,
  input: { about: string | undefined; to: string | null; note: string | null; asker: Asker; where: Where },
): Promise<void> {
  const said = await effect(use.db, job, async (trx) => ({
    sentence: await handFinding(
      { db: trx, now: use.clock, zone: use.zone },
      { findingId: findingIn(input.about), to: input.to, note: input.note, by: input.asker.person },
    ),
  }));
  if (said) await noteLater(use.db, job, input.where, said.sentence);
}
