/** A mail in place of a card: once, and where it does not go the card comes in Slack after all, with the reason. */
import { toneFor } from '../attention/ways.ts';
import { record } from '../audit/record.ts';
import { pausesOn } from '../changes/circumstances.ts';
import { changeById } from '../changes/nouns.ts';
import { redrawFor } from '../changes/request.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { type CardKey, letGo, wantCard } from '../jobs/cards.ts';
import { Later } from '../jobs/later.ts';
import type { Job } from '../jobs/topics.ts';
import type { Mailer } from '../outside/mail.ts';
import { personById } from '../people/people.ts';
import { currentSettings } from '../settings/settings.ts';
import { wordings } from '../story/tone.ts';
import { wordsOf } from './draw.ts';
import type { DoorUse } from './use.ts';

/** Tried after 1, 2, 4, 8 and 16 minutes. */
const mostAttempts = 6;
const minute = 60_000;
/** While something is paused it is looked at so often. */
const pausedMs = 5_000;

type MailRow = {
  id: number;
  card: CardKey;
  person_id: string;
  address: string;
  message_id: string;
  state: 'wanted' | 'sending' | 'sent' | 'failed' | 'stopped';
  /** Of a message to somebody; null of what only brings a card to whoever wants it so. */
  change_id: number | null;
  attempts: number;
};

/** `mailer` null: no mail server is configured, and everything comes in Slack. */
export async function sendMail(
  use: DoorUse & { mailer: Mailer | null },
  job: Job<{ mailId: number }>,
): Promise<void> {
  const mail = await use.db('mails').where({ id: job.body.mailId }).first<MailRow | undefined>();
  if (!mail || !['wanted', 'sending'].includes(mail.state)) return;
  // Somebody died while it was on its way: a second mail would be worse than a message in Slack.
  if (mail.state === 'sending')
    return inSlack(use, mail, 'Nobody can say whether the mail arrived: Steward was stopped meanwhile.');
  if (use.mailer === null) return inSlack(use, mail, 'No mail server is set up here.');
  const words = await wordsOf(use, mail.card);
  if (words === null) return void (await end(use.db, mail, { state: 'failed', because: 'It is gone.' }, use));
  const reader = await personById(use.db, mail.person_id);
  if (!reader?.active)
    return void (await end(use.db, mail, { state: 'failed', because: 'They have left.' }, use));
  if (mail.change_id !== null && (await isPaused(use, mail.change_id)))
    throw new Later(pausedMs, 'Paused: nothing goes out until it is resumed.');
  const tone = toneFor(reader, await currentSettings(use.db, use.clock.now()));
  const { greets, mailEnds } = wordings[tone];
  const taken = await use
    .db('mails')
    .where({ id: mail.id, state: 'wanted' })
    .update({ state: 'sending', attempts: mail.attempts + 1 });
  if (taken !== 1) return;
  const sent = await use.mailer.send({
    to: mail.address,
    subject: subjectOf(words),
    text: [greets(reader.name), words, mailEnds].join('\n\n'),
    messageId: mail.message_id,
  });
  if (sent.say === 'sent') return void (await end(use.db, mail, { state: 'sent' }, use));
  if (sent.say === 'later' && mail.attempts + 1 < mostAttempts) {
    await use.db('mails').where({ id: mail.id, state: 'sending' }).update({ state: 'wanted' });
    throw new Later(minute * 2 ** mail.attempts, sent.because);
  }
  await inSlack(use, mail, sent.because);
}

/** What a pause stops is not sent, whatever was decided before it. */
async function isPaused(use: DoorUse, changeId: number): Promise<boolean> {
  const change = await changeById(use.db, changeId);
  if (!change) return false;
  return (await pausesOn({ db: use.db, now: use.clock }, change)).length > 0;
}

/** The first sentence, as far as it goes into a line. */
function subjectOf(words: string): string {
  const [first = words] = words.split(/(?<=[.?])\s/);
  return first.length > 120 ? `${first.slice(0, 119)}…` : first.replace(/\.$/, '');
}

async function end(
  db: Db,
  mail: MailRow,
  how: { state: 'sent' | 'failed'; because?: string },
  { clock }: Pick<DoorUse, 'clock'>,
): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    const ended = await trx('mails')
      .where({ id: mail.id })
      .whereIn('state', ['wanted', 'sending'])
      .update({ state: how.state, because: how.because ?? null, ended_at: clock.now() });
    if (ended !== 1) return false;
    await record(trx, {
      action: `mail.${how.state}`,
      subject: { kind: 'card', id: mail.card },
      by: { kind: 'system', id: 'mail' },
      because: how.because ?? null,
      details: { person: mail.person_id, change: mail.change_id },
    });
    const change = mail.change_id === null ? null : await changeById(trx, mail.change_id);
    if (change) await redrawFor(trx, change);
    return true;
  });
}

async function inSlack(use: DoorUse, mail: MailRow, because: string): Promise<void> {
  await inTransaction(use.db, async (trx) => {
    if (!(await end(trx, mail, { state: 'failed', because }, use))) return;
    const person = await personById(trx, mail.person_id);
    if (person?.slackId) await wantCard(trx, { key: `unmailed:${mail.id}`, channel: `dm:${person.slackId}` });
    await letGo(trx, [mail.card]);
  });
}
