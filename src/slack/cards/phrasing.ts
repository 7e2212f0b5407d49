import type { Card, Here } from '../../../blocks/kit.ts';
import { type PhrasingCard, phrasingCard } from '../../../blocks/phrasing.ts';
import type { Clock } from '../../clock.ts';
import type { Db } from '../../db/pool.ts';
import { patternWords } from '../../language/phrasings/wording.ts';
import { type KnownPhrasing, phrasingById } from '../../learning/phrasings/nouns.ts';
import { replay, replayedDays } from '../../learning/phrasings/replay.ts';
import { whyNot } from '../../learning/phrasings/review.ts';
import { companyNow } from '../../requests/company.ts';

type Use = { db: Db; clock: Clock; zone: string };

/** The card of a phrasing as it is now; null when there is none. Whoever calls this has decided that its reader may review. */
export async function phrasingNow(use: Use, id: number, here: Here): Promise<Card | null> {
  const view = await phrasingView(use, id);
  return view && phrasingCard(view, here);
}

export async function phrasingView(use: Use, id: number): Promise<PhrasingCard | null> {
  const [phrasing, reading] = await Promise.all([
    phrasingById(use.db, id),
    companyNow({ db: use.db, now: use.clock, zone: use.zone }),
  ]);
  if (!phrasing) return null;
  const waits = phrasing.became.is === 'waiting';
  const [replayed, wrong] = await Promise.all([
    waits ? replay(use.db, phrasing, reading) : { days: replayedDays, read: 0, examples: [], conflicts: [] },
    waits ? whyNot({ db: use.db, reading }, phrasing, phrasing.template) : null,
  ]);
  return { ...shown(phrasing), understood: patternWords(phrasing.pattern, reading), wrong, replay: replayed };
}

const shown = ({ id, template, seen, people, lastSeen, example, became }: KnownPhrasing) => ({
  id,
  template,
  seen,
  people,
  lastSeen,
  example,
  became,
});
