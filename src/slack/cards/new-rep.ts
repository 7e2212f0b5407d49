import type { Card, Here } from '../../../blocks/kit.ts';
import { newRepCard } from '../../../blocks/new-rep.ts';
import { onboarding, onboardingLasts, onboardingOffer } from '../../crew/new-reps.ts';
import type { Db } from '../../db/pool.ts';

/** The offer as it is now; null when there is none. */
export async function newRepNow(db: Db, personId: string, here: Here): Promise<Card | null> {
  const offer = await onboardingOffer(db, personId);
  return (
    offer &&
    newRepCard(
      {
        ...{ personId, rep: offer.rep.name, label: onboarding.label, meaning: onboarding.meaning },
        ...{ days: onboardingLasts, at: offer.offeredAt, answer: offer.answer },
      },
      here,
    )
  );
}
