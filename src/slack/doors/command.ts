/** `/steward …`: the answer is seen by the asker only. */
import type { Card } from '../../../blocks/kit.ts';
import type { Job } from '../../jobs/topics.ts';
import { ask } from '../../requests/ask.ts';
import { replyCard, requestRow } from '../cards/answer.ts';
import { canNow } from '../drawing.ts';
import { hereNow } from '../here.ts';
import { wordsMeant } from '../meant.ts';
import { causeOf, isDone, once } from '../once.ts';
import { note, replaceEphemeral, whisper } from '../say.ts';
import { askingFrom, type DoorUse } from '../use.ts';
import type { Command } from '../wire.ts';
import { asNote, withProgress } from '../working.ts';
import { adminCodeIn, enterCode } from './admin.ts';
import { sendAsFile, wishesFile } from './export.ts';
import { postPhrasings } from './phrasing.ts';
import { withPostHere } from './post-here.ts';

export async function command(use: DoorUse, job: Job<unknown>, typed: Command): Promise<void> {
  if (await isDone(use.db, job)) return;
  const asker = await use.who.of(typed.user_id, typed.team_id);
  const where = { channel: typed.channel_id, user: typed.user_id };
  if (asker.external) {
    await whisper(
      use,
      where,
      note('Steward answers people of this company only. It shares no deal data with other workspaces.'),
    );
    return;
  }
  const code = adminCodeIn(typed.text);
  if (code !== null) return enterCode(use, job, typed, asker, code);
  const text = await wordsMeant(use, typed.text);
  const say = async (card: Card): Promise<void> => {
    const said = typed.response_url ? await replaceEphemeral(use, typed.response_url, card, 'add') : false;
    if (!said) await whisper(use, where, card);
  };
  const asked = await withProgress(use, asNote(say), (watch) =>
    ask(askingFrom(use), {
      watch,
      text,
      by: asker.person,
      slackUser: typed.user_id,
      cause: causeOf(job),
      place: {
        kind: 'slash',
        channel: typed.channel_id,
        thread: `slash:${typed.channel_id}:${typed.user_id}`,
        top: true,
      },
    }),
  );
  if (wishesFile(asked.reply)) {
    const { requestId } = asked;
    await once(use.db, job.id, (trx) => sendAsFile(trx, job, { requestId, ...where }));
    return;
  }
  const row = await requestRow(use.db, asked.requestId);
  const here = await hereNow(use);
  const card = row && replyCard(row, { audience: 'all', place: 'private' }, here, canNow());
  if (!row || !card) return;
  const shown = await withPostHere(use, card, row, asker);
  await say(shown);
  await once(use.db, job.id, (trx) => postPhrasings(trx, asked.reply, typed.user_id));
}
