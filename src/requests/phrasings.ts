/** Phrasings in words: how sure one of them is, those to review and in use, and what a person decides about one. */

import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { confidenceOf } from '../language/confidence.ts';
import { patternWords } from '../language/phrasings/wording.ts';
import type { ByPhrasing, Command } from '../language/request.ts';
import {
  acceptedPhrasings,
  judged,
  type KnownPhrasing,
  phrasingById,
  waitingPhrasings,
} from '../learning/phrasings/nouns.ts';
import { isOpenTo, reviewPhrasing, whyNot } from '../learning/phrasings/review.ts';
import { mayReview, whoReviews } from '../policy/may-review.ts';
import type { Person } from '../policy/nouns.ts';
import { count } from '../story/format.ts';
import { becameSentence, seenSentence } from '../story/phrasing.ts';
import type { Company } from './company.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { Done, Planned } from './plan.ts';
import { suggestions } from './suggest.ts';

/** Under so many judged answers the share says nothing yet. */
const leastCases = 10;

/** How sure a reading by a phrasing is, and on what that rests: (right + 1) / (judged + 2) over its answers that people judged. */
export async function readBy(
  db: Db,
  by: ByPhrasing,
): Promise<{ confidence: number; assumptions: string[]; phrasing: ByPhrasing }> {
  const { cases, right } = await judged(db, by.phrasing);
  const enough = cases >= leastCases;
  const basis = enough
    ? `people called ${right} of ${count(cases, 'answer')} right`
    : `judged ${count(cases, 'time')} so far, so its confidence is assumed`;
  return {
    confidence: enough ? (right + 1) / (cases + 2) : confidenceOf('phrasing'),
    assumptions: [
      `Read by the phrasing "${by.template}" (phrasing ${by.phrasing}, v${by.version}): ${basis}.`,
    ],
    phrasing: by,
  };
}

type Use = { db: Db; company: Company; by: Person };

const refused = (): Outcome =>
  outcome(
    {
      kind: 'refused',
      because: `Reviewing phrasings is not possible for you: it needs ${whoReviews}.`,
      next: suggestions(['help']),
    },
    'refuse',
    { refused: 'rights', can: mayReview },
  );

/** Those that wait and those in use, or one. Slack adds their cards. */
export async function phrasingsFor(use: Use, one: number | null): Promise<Outcome> {
  if (!mayReview(use.by)) return refused();
  const [waiting, accepted] =
    one === null
      ? await Promise.all([waitingPhrasings(use.db), acceptedPhrasings(use.db)])
      : [[await phrasingById(use.db, one)].filter((found) => found !== null), []];
  const known = [...waiting, ...accepted];
  if (one !== null && known.length === 0) return said(`There is no phrasing ${one}.`, [], []);
  const inUse = accepted.filter(({ became }) => became.is === 'live').length;
  const sentence =
    one === null
      ? `${count(waiting.length, 'phrasing')} to review, ${inUse} in use.`
      : `Phrasing ${one} is ${stateWord(known[0])}.`;
  const shown = waiting.slice(0, mostShown).map(({ id }) => id);
  const lines = known.slice(0, mostLines).map((phrasing) => line(phrasing, use.company));
  const next = one === null ? known.slice(0, mostShown).map(({ id }) => `phrasing ${id}`) : [];
  return said(sentence, lines, shown, next);
}

const mostShown = 5;
const mostLines = 30;

const said = (sentence: string, lines: string[], shown: number[], next: string[] = []): Outcome =>
  outcome({ kind: 'text', sentence, lines, next: suggestions(next) }, 'review_phrasings', {
    slots: { phrasings: shown },
  });

const stateWord = (phrasing: KnownPhrasing | undefined): string =>
  ({ waiting: 'to be reviewed', live: 'in use', off: 'switched off', rejected: 'rejected' })[
    phrasing?.became.is ?? 'waiting'
  ];

function line(phrasing: KnownPhrasing, company: Company): string {
  const { id, template, pattern, became } = phrasing;
  const state =
    became.is === 'waiting' ? seenSentence(phrasing) : becameSentence(became, company.zone, company.now);
  return `${id}. "${template}" reads as: ${patternWords(pattern, company)}. ${state}`;
}

type Step = Extract<Command, { do: 'phrasing_step' }>;

const verbs = {
  accept: 'Accept',
  reject: 'Reject',
  'switch off': 'Switch off',
  restore: 'Restore',
} as const;
const backOf = {
  accept: 'switch off',
  reject: 'restore',
  'switch off': 'restore',
  restore: 'switch off',
} as const;

export async function phrasingPlan(use: Use, { step, phrasing: id }: Step): Promise<Planned> {
  if (!mayReview(use.by)) return { instead: refused() };
  const phrasing = await phrasingById(use.db, id);
  if (!phrasing) return { nothing: `There is no phrasing ${id}. Nothing was changed.` };
  if (!isOpenTo(step, phrasing))
    return { nothing: `Phrasing ${id} is ${stateWord(phrasing)}. Nothing was changed.` };
  const again = step === 'restore' && phrasing.became.is === 'rejected';
  const begins = (step === 'accept' || step === 'restore') && !again;
  const wrong = begins
    ? await whyNot({ db: use.db, reading: use.company }, phrasing, phrasing.template)
    : null;
  if (wrong) return { nothing: `${wrong} Nothing was changed.` };
  const understood = patternWords(phrasing.pattern, use.company);
  const consequence = begins
    ? `Everybody's requests in these words are read as: ${understood}. No language model is asked for them.`
    : again
      ? 'It waits for a person again.'
      : 'Requests in these words go to the language model, as before.';
  return {
    headline: `${verbs[step]} phrasing ${id}: "${phrasing.template}".`,
    consequence,
    wayBack: again ? `Way back: "reject phrasing ${id}".` : `Way back: "${backOf[step]} phrasing ${id}".`,
    count: 1,
    verb: `${verbs[step]} phrasing ${id}`,
  };
}

export async function carryOutPhrasing(
  use: Use & { now: Clock },
  { step, phrasing: id }: Step,
): Promise<Done> {
  const done = await inTransaction(use.db, (trx) =>
    reviewPhrasing({ db: trx, now: use.now, reading: use.company }, { phrasingId: id, step, by: use.by }),
  );
  if (done.say === 'not allowed' || done.say === 'wrong')
    return { sentence: `${done.because} Nothing was changed.`, back: null };
  if (done.say === 'late')
    return { sentence: `Phrasing ${id} is ${stateWord(done.phrasing)}. Nothing was changed.`, back: null };
  const state = becameSentence(done.phrasing.became, use.company.zone, use.company.now);
  const back = done.phrasing.became.is === 'waiting' ? null : `${backOf[step]} phrasing ${id}`;
  return { sentence: `Phrasing ${id}: ${state}`, back };
}
