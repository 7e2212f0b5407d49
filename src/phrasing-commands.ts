/** `steward phrasings`: the words that were learned, and what a person decides about them. */
import { type Given, here, operator, print, text, word } from './commands.ts';
import { NotAllowed, UsedWrongly } from './errors.ts';
import { patternWords } from './language/phrasings/wording.ts';
import type { PhrasingStep } from './language/request.ts';
import {
  acceptedPhrasings,
  type KnownPhrasing,
  phrasingById,
  waitingPhrasings,
} from './learning/phrasings/nouns.ts';
import { type Replay, replay } from './learning/phrasings/replay.ts';
import { reviewPhrasing } from './learning/phrasings/review.ts';
import { mayReview, whoReviews } from './policy/may-review.ts';
import { type Company, companyNow } from './requests/company.ts';
import { becameSentence, seenSentence } from './story/phrasing.ts';

const steps: Record<string, PhrasingStep> = {
  accept: 'accept',
  reject: 'reject',
  'switch-off': 'switch off',
  restore: 'restore',
};

export async function phrasingsHere(given: Given): Promise<number> {
  const [verb, number] = [word(given, 0), word(given, 1)];
  const step = steps[verb];
  const wanted = text(given, 'words');
  if (verb !== '' && (!step || !/^\d{1,9}$/.test(number)))
    throw new UsedWrongly(
      `"${[verb, number].join(' ').trim()}" is nothing that can be done with a phrasing.`,
      {
        fix: 'Usage: steward phrasings [accept | reject | switch-off | restore <number>]',
      },
    );
  if (wanted !== undefined && step !== 'accept')
    throw new UsedWrongly('Other words are given where a phrasing is accepted.', {
      fix: 'Usage: steward phrasings accept <number> --words "<words>"',
    });
  return here(async (use) => {
    const by = await operator(use, text(given, 'as'));
    const reading = await companyNow(use);
    if (!step) {
      if (!mayReview(by)) throw new NotAllowed(`Reviewing phrasings needs ${whoReviews}.`);
      const [waiting, accepted] = [await waitingPhrasings(use.db), await acceptedPhrasings(use.db)];
      const shown = await Promise.all(
        [...waiting, ...accepted].map(async (one) =>
          shownAs(one, await replayOf(use.db, one, reading), reading),
        ),
      );
      print(given, shown, shown.length === 0 ? 'No phrasing was learned yet.' : shown.map(told).join('\n'));
      return 0;
    }
    const reviewed = await reviewPhrasing(
      { db: use.db, now: use.now, reading },
      { phrasingId: Number(number), step, by, template: wanted },
    );
    if (reviewed.say === 'not allowed' || reviewed.say === 'wrong')
      throw new NotAllowed(reviewed.because, { fix: 'Nothing was changed.' });
    const after = (await phrasingById(use.db, Number(number))) ?? reviewed.phrasing;
    const view = shownAs(after, null, reading);
    const late = reviewed.say === 'late' ? ' Nothing was changed.' : '';
    print(given, view, `${view.state}${late}`);
    return reviewed.say === 'late' ? 1 : 0;
  });
}

const replayOf = (
  db: Parameters<typeof replay>[0],
  phrasing: KnownPhrasing,
  reading: Company,
): Promise<Replay> | null => (phrasing.became.is === 'waiting' ? replay(db, phrasing, reading) : null);

const shownAs = (phrasing: KnownPhrasing, replayed: Replay | null, reading: Company) => ({
  id: phrasing.id,
  template: phrasing.template,
  understood: patternWords(phrasing.pattern, reading),
  is: phrasing.became.is,
  state: becameSentence(phrasing.became, reading.zone, reading.now),
  seen: phrasing.seen,
  people: phrasing.people,
  example: phrasing.example,
  replay: replayed,
});

function told(view: ReturnType<typeof shownAs>): string {
  const { replay: replayed } = view;
  const lines = [
    `${view.id}. "${view.template}"`,
    `   reads as: ${view.understood}`,
    `   ${view.state} ${view.is === 'waiting' ? seenSentence(view) : ''}`.trimEnd(),
  ];
  if (!replayed) return lines.join('\n');
  const read = `   Of the requests of ${replayed.days} days it would have read ${replayed.read}.`;
  const examples = replayed.examples.slice(0, 2).map((one) => `     "${one.text}" as: ${one.understood}`);
  const conflicts = replayed.conflicts.map(
    (one) => `   Read otherwise (${one.by}): "${one.text}" as: ${one.otherwise}`,
  );
  return [...lines, read, ...examples, ...conflicts].join('\n');
}
