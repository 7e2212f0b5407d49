/** One request in, one answer or confirmation out: stored with its run, read, carried out, and never thrown for what the outside did. */
import { limits } from '../../blocks/limits.ts';
import { longestList } from '../crm/list.ts';
import { shortCommandOf } from '../language/commands/commands.ts';
import { choiceIn, pressed } from './choosing.ts';
import { completed } from './completing.ts';
import { handle } from './handle.ts';
import { clean } from './kept-reply.ts';
import { type Outcome, outcome } from './outcome.ts';
import { goOn, late } from './press.ts';
import { type Asked, type Asker, type AskUse, keep, recorded } from './recorded.ts';
import type { Place } from './reply.ts';
import { answeredBefore, lastConfirmation, lastSaid, requestById } from './store.ts';
import { topicOf } from './topic.ts';

export type { Along, Asked } from './recorded.ts';

/**
 * Stores the request and its run, and answers within what the person may see. "Yes", "no", a number or a candidate's
 * name answer the question that waits in the same thread. Throws only where nothing could be stored.
 */
export async function ask(
  use: AskUse,
  input: Asker & { text: string; place: Place; rephrases?: number },
): Promise<Asked> {
  const before = input.cause?.again ? await answeredBefore(use.db, input.cause.key) : null;
  if (before) return keep(use.db, before, input.along);
  const now = use.now.now();
  const text = clean(input.text.slice(0, 4_000));
  const longest = longestAt(input.place);
  const { thread, among } = input.place;
  const talk = { thread, among, personId: input.by?.id ?? null, now };
  return recorded(use, { ...input, text, continues: null }, async (known, stored, meter) => {
    const [company, last] = await Promise.all([known, lastSaid(use.db, talk)]);
    const { waiting } = last;
    // What came after a plan and was not understood may have been meant to limit it: a yes shows the plan again.
    const doubtful = waiting?.reply?.kind === 'confirm' && last.unread;
    const choice = waiting && !doubtful ? choiceIn(waiting, text) : null;
    if (waiting && choice) {
      await stored;
      return goOn({ ...use, company, meter, by: input.by, longest, watch: input.watch }, waiting, choice);
    }
    const said = shortCommandOf(text)?.do;
    const asked = said === 'yes' || said === 'no' ? await lastConfirmation(use.db, talk) : null;
    if (asked) {
      await stored;
      return late({ ...use, company, meter, by: input.by, longest }, asked, said === 'yes');
    }
    const topic = await topicOf({ db: use.db, company }, input, last);
    return handle(
      { ...use, company, meter, by: input.by, longest, watch: input.watch },
      { text: completed(waiting, text, { ...company, ...topic }), choices: [], topic },
    );
  });
}

/** A table in Slack takes so many rows; what is printed is for programs, too. */
const longestAt = (place: Place): number => (place.kind === 'cli' ? longestList : limits.dataTable.rows);

/** Goes on from a reply: an option of a question back, "yes" / "no" to a confirmation, a suggestion. Only the asker may. */
export async function press(
  use: AskUse,
  input: Asker & { requestId: string; choice: string },
): Promise<Asked> {
  const before = input.cause?.again ? await answeredBefore(use.db, input.cause.key) : null;
  if (before) return keep(use.db, before, input.along);
  const row = await requestById(use.db, input.requestId);
  const text = clean(row ? pressed(row, input.choice) : input.choice.slice(0, 200));
  const place: Place = row?.place ?? { kind: 'dm' };
  return recorded(
    use,
    { ...input, text, place, continues: row?.id ?? null },
    async (known, stored, meter) => {
      const [company] = await Promise.all([known, stored]);
      if (!row) return said('That button is out of date. Ask again.');
      const same =
        row.personId !== null
          ? row.personId === input.by?.id
          : row.slackUser !== null && row.slackUser === input.slackUser;
      if (!same)
        return refusedTo(
          'Only the person who asked can press this. Ask it yourself in a message of your own.',
        );
      const { by, watch } = input;
      return goOn({ ...use, company, meter, by, longest: longestAt(place), watch }, row, input.choice);
    },
  );
}

const said = (sentence: string): Outcome => outcome({ kind: 'text', sentence, lines: [], next: [] }, 'help');
const refusedTo = (because: string): Outcome =>
  outcome({ kind: 'refused', because, next: [] }, 'refuse', { refused: 'not the asker' });
