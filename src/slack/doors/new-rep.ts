/** [Switch it on] and [Not needed] under a rep who is new. */
import { actionName, actions } from '../../../blocks/ids.ts';
import { answerOffer } from '../../crew/new-reps.ts';
import { aboutOne, refusedAndRecorded } from './pressed.ts';

export const onboardRep = aboutOne(
  'rep',
  async ({ use, trx, id, clicked, asker }) => {
    const say = actionName(clicked.actions[0]?.action_id ?? '') === actions.repOn ? 'on' : 'no';
    const came = await answerOffer(
      { db: trx, now: use.clock, zone: use.zone },
      { personId: id, say, by: asker.person },
    );
    if (!came) return 'gone';
    if (came.say === 'not allowed') return refusedAndRecorded(came.because);
    return { tell: came.say === 'late' ? 'It was answered before. The card is now current.' : null };
  },
  /^.{1,200}$/,
);
