/** The draft of a correction as it is now. */
import { type CorrectionCard, correctionCard } from '../../../blocks/correction.ts';
import type { Card, Here } from '../../../blocks/kit.ts';
import { type Correction, correctionById } from '../../changes/corrections.ts';
import { changeById } from '../../changes/nouns.ts';
import { outsideIf } from '../../changes/outside.ts';
import type { Db } from '../../db/pool.ts';
import { personById } from '../../people/people.ts';
import { dealLine } from './deal.ts';

export type CorrectionView = Omit<CorrectionCard, 'state'> & { draftedBy: string; correction: Correction };

/** Null when there is none. `outside` is of its reader now. */
export async function correctionView(db: Db, id: number, here: Here): Promise<CorrectionView | null> {
  const correction = await correctionById(db, id);
  const change = correction && (await changeById(db, correction.changeId));
  if (!correction || change?.wants.kind !== 'nudge') return null;
  const to = await personById(db, change.wants.nudge.to);
  const deal = await dealLine(db, change.subject.id, here);
  const by = { kind: 'person', id: correction.draftedBy } as const;
  return {
    id,
    to: to?.name ?? 'somebody',
    deal: deal?.name ?? change.subject.id,
    text: correction.text,
    sentAt: change.appliedAt ?? change.requestedAt,
    outside: (await outsideIf(db, change.wants, { by, now: here.now })) !== null,
    at: correction.draftedAt,
    draftedBy: correction.draftedBy,
    correction,
  };
}

export async function correctionNow(db: Db, id: number, here: Here): Promise<Card | null> {
  const view = await correctionView(db, id, here);
  if (!view) return null;
  const first = await changeById(db, view.correction.changeId);
  const sent = view.correction.sent === null ? null : await changeById(db, view.correction.sent.changeId);
  return correctionCard(
    {
      ...view,
      outside: first?.back === 'irreversible',
      state: stateOf(view.correction, sent?.error ?? null, sent?.appliedAt ?? null),
    },
    here,
  );
}

function stateOf(
  { ended, sent, draftedAt }: Correction,
  error: string | null,
  appliedAt: Date | null,
): CorrectionCard['state'] {
  if (!ended) return { is: 'draft' };
  if (ended.as === 'discarded' || !sent) return { is: 'discarded', at: ended.at };
  if (sent.state === 'applied') return { is: 'sent', at: appliedAt ?? draftedAt };
  if (sent.state === 'pending' && sent.stoppableUntil)
    return { is: 'held', until: sent.stoppableUntil, changeId: sent.changeId };
  return sent.state === 'pending' || sent.state === 'applying'
    ? { is: 'on its way' }
    : { is: 'not sent', because: error ?? 'it was given up.' };
}
