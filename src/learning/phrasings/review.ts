/** What people decide about phrasings. Nothing is read by words that nobody has accepted; each acceptance is a version. */
import { record } from '../../audit/record.ts';
import type { Clock } from '../../clock.ts';
import type { Db } from '../../db/pool.ts';
import { inTransaction } from '../../db/transaction.ts';
import { NotFound } from '../../errors.ts';
import { keyOf } from '../../language/phrasings/pattern.ts';
import { wrongWith } from '../../language/phrasings/wording.ts';
import type { ReadWith } from '../../language/reader.ts';
import type { PhrasingStep } from '../../language/request.ts';
import { plain } from '../../language/text.ts';
import { mayReview, whoReviews } from '../../policy/may-review.ts';
import type { Actor, Person } from '../../policy/nouns.ts';
import { namesAmong, unusualWords } from './collect.ts';
import { redrawPhrasing } from './drawn.ts';
import { type KnownPhrasing, phrasingById } from './nouns.ts';

export type Reviewed =
  | { say: 'done'; phrasing: KnownPhrasing }
  | { say: 'not allowed'; because: string }
  /** Nothing is to be read by these words. */
  | { say: 'wrong'; because: string }
  /** It stands as that already: somebody was faster. */
  | { say: 'late'; phrasing: KnownPhrasing };

type Use = { db: Db; now: Clock; reading: ReadWith };
/** `template`: other words for the same question, with every slot in them. */
type Step = { phrasingId: number; step: PhrasingStep; by: Person | null; template?: string };

const notAllowed = `Reviewing phrasings is not possible for you: it needs ${whoReviews}.`;

/** Takes one step, once, with its audit row in the same transaction. Restoring what was rejected lets it wait again. */
export async function reviewPhrasing(use: Use, input: Step): Promise<Reviewed> {
  const { phrasingId, step, by } = input;
  return inTransaction(use.db, async (trx) => {
    const actor: Actor = { kind: 'person', id: by?.id ?? 'unknown' };
    const subject = { kind: 'phrasing', id: String(phrasingId) };
    if (!by || !mayReview(by)) {
      await record(trx, {
        action: 'phrasing.refused',
        subject,
        by: actor,
        because: notAllowed,
        details: { step },
      });
      return { say: 'not allowed', because: notAllowed };
    }
    // Two who decide in the same second wait for each other here.
    const held = await trx('phrasings').where({ id: phrasingId }).forUpdate().first('id');
    const phrasing = held ? await phrasingById(trx, phrasingId) : null;
    if (!phrasing) throw gone(phrasingId);
    if (!isOpenTo(step, phrasing)) return { say: 'late', phrasing };
    const template = plain(input.template ?? '') || phrasing.template;
    const begins = step === 'accept' || (step === 'restore' && phrasing.became.is === 'off');
    const wrong = begins ? await whyNot({ ...use, db: trx }, phrasing, template, 'every word') : null;
    if (wrong) return { say: 'wrong', because: wrong };
    const details = begins
      ? await begin(trx, { ...phrasing, template }, by, use.now.now())
      : await end(trx, phrasing, { step, by: actor, at: use.now.now() });
    await record(trx, { action: actions[step], subject, by: actor, details });
    await redrawPhrasing(trx, phrasingId);
    const after = await phrasingById(trx, phrasingId);
    if (!after) throw gone(phrasingId);
    return { say: 'done', phrasing: after };
  });
}

const gone = (id: number): NotFound =>
  new NotFound(`There is no phrasing ${id}.`, { fix: 'Say "review phrasings" to see those that there are.' });

const actions: Record<PhrasingStep, string> = {
  accept: 'phrasing.accepted',
  reject: 'phrasing.rejected',
  'switch off': 'phrasing.switched_off',
  restore: 'phrasing.restored',
};

/** Whether the step is one that can be taken as it stands. */
export function isOpenTo(step: PhrasingStep, { became }: KnownPhrasing): boolean {
  if (step === 'accept' || step === 'reject') return became.is === 'waiting';
  return step === 'switch off' ? became.is === 'live' : became.is === 'off' || became.is === 'rejected';
}

/**
 * Why these words are not accepted, as a sentence; null where nothing speaks against them. Those that were learned were
 * held against the names of the CRM then; whoever waits for an answer waits for new ones only, and a decision for all.
 */
export async function whyNot(
  use: { db: Db; reading: ReadWith },
  phrasing: KnownPhrasing,
  template: string,
  held: 'new words' | 'every word' = 'new words',
): Promise<string | null> {
  const wrong = wrongWith({ ...phrasing, template }, use.reading, phrasing.learned);
  if (wrong) return wrong;
  const learned = held === 'every word' ? [] : unusualWords(phrasing.learned);
  const names = await namesAmong(
    use.db,
    unusualWords(template).filter((word) => !learned.includes(word)),
  );
  const [name] = names;
  if (name !== undefined) return `"${name}" is a name in the CRM; it must not stay in the words.`;
  const same = await use
    .db('phrasing_versions')
    .where({ key: keyOf(template) })
    .whereNull('ended_at')
    .whereNot({ phrasing_id: phrasing.id })
    .first<{ phrasing_id: number } | undefined>('phrasing_id');
  return same
    ? `These words are in use already, for another question (phrasing ${same.phrasing_id}). Switch that off first.`
    : null;
}

async function begin(
  trx: Db,
  { id, template, learned, slots, pattern }: KnownPhrasing,
  by: Person,
  at: Date,
): Promise<Record<string, unknown>> {
  const row = await trx('phrasing_versions')
    .where({ phrasing_id: id })
    .max<{ last: number | null }[]>('version as last')
    .first();
  const version = (row?.last ?? 0) + 1;
  await trx('phrasing_versions').insert({
    phrasing_id: id,
    version,
    template,
    key: keyOf(template),
    slots: JSON.stringify(slots),
    pattern: JSON.stringify(pattern),
    by_id: by.id,
    at,
  });
  return { version, template, ...(template === learned ? {} : { learned }) };
}

async function end(
  trx: Db,
  phrasing: KnownPhrasing,
  { step, by, at }: { step: PhrasingStep; by: Actor; at: Date },
): Promise<Record<string, unknown>> {
  const { id, became, template } = phrasing;
  if (step === 'reject') await trx('phrasing_rejections').insert({ phrasing_id: id, by_id: by.id, at });
  else if (step === 'restore')
    await trx('phrasing_rejections')
      .where({ phrasing_id: id })
      .whereNull('reopened_at')
      .update({ reopened_at: at, reopened_by: by.id });
  else await endVersion(trx, id, { by, at, because: null });
  return { template, ...('version' in became ? { version: became.version } : {}) };
}

/** From now on nothing is read by it. */
export async function endVersion(
  trx: Db,
  phrasingId: number,
  { by, at, because }: { by: Actor; at: Date; because: string | null },
): Promise<void> {
  await trx('phrasing_versions')
    .where({ phrasing_id: phrasingId })
    .whereNull('ended_at')
    .update({ ended_at: at, ended_by_kind: by.kind, ended_by: by.id, ended_because: because });
}
