import { interrupt } from '../attention/interrupt.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { personById } from '../people/people.ts';
import type { Person } from '../policy/nouns.ts';
import { currentSettings } from '../settings/settings.ts';
import { note } from './claim.ts';
import type { Applied, Change } from './nouns.ts';
import { redrawFor } from './request.ts';

/** A nudge is done when its message is wanted: the row, its card and its record are one transaction. */
export async function applyNudge(
  use: { db: Db; now: Clock; zone?: string },
  change: Change,
): Promise<Applied> {
  const { wants } = change;
  if (wants.kind !== 'nudge') throw new Error('Only a nudge is sent.');
  return use.db.transaction(async (trx): Promise<Applied> => {
    const reader = await personById(trx, wants.nudge.to);
    const takenBack = await isTakenBack(trx, change.id);
    const slackId = reader?.active && !takenBack ? reader.slackId : null;
    const because = takenBack
      ? 'It was taken back.'
      : slackId
        ? null
        : `${reader?.name ?? 'The reader'} is not linked to Slack.`;
    const ended = await trx('changes')
      .where({ id: change.id, fence: change.fence, state: 'applying' })
      .update({
        state: slackId ? 'applied' : takenBack ? 'abandoned' : 'failed',
        lease_until: null,
        error: because,
        applied_at: slackId ? use.now.now() : null,
        ended_at: use.now.now(),
      });
    if (ended !== 1) return 'nothing now';
    if (slackId && reader) await send(trx, use, change, reader);
    await note(
      trx,
      change,
      slackId ? 'change.applied' : takenBack ? 'change.abandoned' : 'change.failed',
      because,
      {
        nudgeTo: wants.nudge.to,
      },
    );
    await redrawFor(trx, change);
    return slackId ? 'applied' : takenBack ? 'nothing now' : 'failed';
  });
}

/** Whoever had it sent with others has taken them back meanwhile; nobody does so until this transaction ends. */
async function isTakenBack(trx: Db, changeId: number): Promise<boolean> {
  const round = await trx('nudge_rounds')
    .where('id', trx('changes').where({ id: changeId }).select('round_id'))
    .forShare()
    .first<{ withdrawn_at: Date | null } | undefined>('withdrawn_at');
  return round?.withdrawn_at != null;
}

/** Its reader has quiet hours and a limit of cards a day as well, unless it is they who have just approved it. */
async function send(
  trx: Db,
  use: { now: Clock; zone?: string },
  change: Change,
  reader: Person,
): Promise<void> {
  const now = use.now.now();
  const settings = await currentSettings(trx, now);
  const deal = await trx('deals')
    .where({ id: change.subject.id })
    .first<{ amount: number | null } | undefined>('amount');
  await interrupt(
    trx,
    { now, zone: use.zone ?? 'UTC', settings, present: change.by.kind === 'person' ? change.by.id : null },
    [
      {
        key: `nudge:${change.id}`,
        channel: `dm:${reader.slackId}`,
        personId: reader.id,
        critical: false,
        worth: deal?.amount ?? 0,
      },
    ],
  );
}
