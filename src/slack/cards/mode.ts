import type { Card, Here } from '../../../blocks/kit.ts';
import { loweredCard, modeRequestCard } from '../../../blocks/mode.ts';
import { agentLabel } from '../../agents/roster.ts';
import type { Clock } from '../../clock.ts';
import { whyNoAuto } from '../../crew/auto.ts';
import { autoRequestById } from '../../crew/auto-requests.ts';
import type { Db } from '../../db/pool.ts';
import { personById } from '../../people/people.ts';
import { companyNow } from '../../requests/company.ts';
import { targetSaid } from '../../requests/modes.ts';
import { modeRowById } from '../../settings/modes.ts';
import { endedSaid } from '../../story/mode.ts';

type Use = { db: Db; clock: Clock; zone: string };
const companyOf = ({ db, clock, zone }: Use) => companyNow({ db, now: clock, zone });

/** The card of a request for auto mode, as it is now; null when there is none. */
export async function modeRequestNow(use: Use, id: number, here: Here): Promise<Card | null> {
  const request = await autoRequestById(use.db, id);
  if (!request) return null;
  const nameOf = async (who: string) => (await personById(use.db, who))?.name ?? 'Somebody';
  const { ended } = request;
  return modeRequestCard(
    {
      ...request,
      said: targetSaid(agentLabel(request.agent), request.scope, await companyOf(use)),
      askedBy: await nameOf(request.askedBy),
      over: ended && {
        as: ended.as,
        said: endedSaid(ended.as),
        by: ended.by === null ? null : await nameOf(ended.by),
        at: ended.at,
      },
    },
    here,
  );
}

/** The message that auto mode ended by itself. */
export async function loweredNow(use: Use, id: number, here: Here): Promise<Card | null> {
  const row = await modeRowById(use.db, id);
  if (!row) return null;
  const { because, evidence } = await whyNoAuto({ db: use.db, now: use.clock }, row);
  return loweredCard(
    {
      said: targetSaid(agentLabel(row.agent), row.scope, await companyOf(use)),
      because: row.because ?? '',
      at: row.at,
      toAuto: because.length === 0 ? `Now: ${evidence.said}` : because.join(' '),
    },
    here,
  );
}
