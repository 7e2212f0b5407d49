/** Good, Bad, Needs Edit: kept at the tap, the last one counts. */
import { actionName, actions, readAbout } from '../../../blocks/ids.ts';
import { button, type Card, row, section } from '../../../blocks/kit.ts';
import { data, spoken } from '../../../blocks/text.ts';
import { BadInput } from '../../errors.ts';
import type { Job } from '../../jobs/topics.ts';
import { giveFeedback, type On, type Opinion, type Wrong } from '../../learning/feedback.ts';
import { may, whoMay } from '../../policy/authorize.ts';
import { effect, once } from '../once.ts';
import { note, noteLater, whisper } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { outOfDate, placeOf } from './stale.ts';

const words: Record<Opinion, string> = { good: 'Good', bad: 'Bad', needs_edit: 'Needs Edit' };
const notYours = `Feedback counts from ${whoMay('feedback')}.`;

/** What a button's value is about, where an opinion on it can be kept. */
export const onOf = (value: string | undefined): On | null => {
  const about = readAbout(value ?? '');
  return about &&
    (about.kind === 'exception' ||
      about.kind === 'group' ||
      about.kind === 'request' ||
      about.kind === 'lead' ||
      about.kind === 'alert' ||
      about.kind === 'finding' ||
      about.kind === 'forecast' ||
      about.kind === 'report' ||
      about.kind === 'digest')
    ? { kind: about.kind, id: about.id }
    : null;
};

export async function feedback(use: DoorUse, clicked: Press, asker: Asker, job: Job<unknown>): Promise<void> {
  const action = clicked.actions[0];
  const on = onOf(action?.value);
  const say: Opinion = actionName(action?.action_id ?? '') === actions.good ? 'good' : 'bad';
  if (!on) return outOfDate(use, clicked);
  const { person: by } = asker;
  if (!by || !may(by, 'feedback')) return whisper(use, placeOf(clicked), note(notYours));
  try {
    const given = await effect(use.db, job, (trx) =>
      giveFeedback({ db: trx, now: use.clock }, { on, say, by }),
    );
    await whisper(use, placeOf(clicked), receipt(given?.before ?? null, say, action?.value ?? ''));
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    await outOfDate(use, clicked);
  }
}

/** From the form: what it should have said. */
export async function needsEdit(
  use: DoorUse,
  job: Job<unknown>,
  input: { on: On; correction: string; wrong: string[]; asker: Asker; channel: string | null },
): Promise<void> {
  const where = { channel: input.channel ?? `dm:${input.asker.slackId}`, user: input.asker.slackId };
  const { person: by } = input.asker;
  if (!by || !may(by, 'feedback')) return whisper(use, where, note(notYours));
  await once(use.db, job.id, async (trx) => {
    const { on, correction } = input;
    await giveFeedback(
      { db: trx, now: use.clock },
      { on, say: 'needs_edit', by, correction, wrong: input.wrong.filter(isWrong) },
    );
    await noteLater(trx, job, where, 'Recorded: Needs Edit, with what it should have said.');
  });
}

const isWrong = (word: string): word is Wrong =>
  ['understanding', 'rows', 'number', 'wording', 'timing'].includes(word);

function receipt(before: Opinion | null, say: Opinion, value: string): Card {
  const text = before === null || before === say ? `Recorded: ${words[say]}.` : `Changed to ${words[say]}.`;
  return {
    text: spoken(text),
    blocks: [
      section(data(text)),
      ...row(
        say === 'bad' &&
          button(actions.needsEdit, 'Say what was wrong', { value, label: 'Say what was wrong' }),
      ),
    ],
  };
}
