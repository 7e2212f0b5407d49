import type { Card, Here } from '../../../blocks/kit.ts';
import { unmailedCard } from '../../../blocks/unmailed.ts';
import { toneFor } from '../../attention/ways.ts';
import type { Db } from '../../db/pool.ts';
import { personById } from '../../people/people.ts';
import { currentSettings } from '../../settings/settings.ts';
import { wordings } from '../../story/tone.ts';

/** The message that a mail did not go; null when there is none. */
export async function unmailedNow(db: Db, id: number, here: Here): Promise<Card | null> {
  const row = await db('mails')
    .where({ id })
    .first<
      { address: string; person_id: string; because: string | null; ended_at: Date | null } | undefined
    >();
  if (!row?.ended_at) return null;
  const reader = await personById(db, row.person_id);
  const tone = reader ? toneFor(reader, await currentSettings(db, here.now)) : 'formal';
  const { unmailed } = wordings[tone];
  return unmailedCard(
    { address: row.address, because: row.because ?? '', instead: unmailed, at: row.ended_at },
    here,
  );
}
