/** What the rules left over, in part or whole: a language model may read it, what is meant may be asked, or the nearest is offered. */
import { nearestTo } from '../language/nearest.ts';
import { asksOpenly } from '../language/open-question.ts';
import type { Frame, Path, Reading } from '../language/request.ts';
import { understanding } from '../language/understanding.ts';
import { list } from '../story/format.ts';
import { help } from './about-steward.ts';
import { askedBack } from './clarifying.ts';
import type { Asked, Known } from './known.ts';
import { spentSentence } from './metering.ts';
import { readByModel } from './model-path.ts';
import { answerOpenly } from './open/open-question.ts';
import { type Outcome, outcome } from './outcome.ts';
import { beyondScope } from './outside.ts';
import { mayGive } from './plans.ts';
import { slotsOf } from './question-slots.ts';
import { choices as words } from './reply.ts';
import { nothingKept } from './store.ts';
import { suggestions } from './suggest.ts';
import { runFrame, type Told } from './understood.ts';

/** Some words were not read: what is beyond the asker's scope is said, and the rest is gone on with only after a yes. */
export async function readInPart(
  use: Known,
  reading: Extract<Reading, { say: 'partly' }>,
  input: Asked,
): Promise<Outcome> {
  const beyond =
    reading.unread.join(' ').split(' ').length < 3
      ? await beyondScope(use.db, reading.frame, use.by, use.company)
      : null;
  if (beyond) return beyond;
  if (asksOpenly(input.text)) return openly(use, input.text, unreadOf(use, reading, input.text));
  return (
    (await byModelWhole(use, input)) ??
    (reading.asks ? askedBack(use, reading.asks, { ...reading, topic: input.topic }, input.text) : null) ??
    partly(use, reading.frame, reading.unread, { path: reading.path, assumptions: reading.assumptions })
  );
}

function partly(use: Known, frame: Frame, missed: string[], told: Told): Outcome {
  const understood = understanding(frame, use.company);
  const sentence = `Understood: ${understood.charAt(0).toLowerCase()}${understood.slice(1)}. Not understood: ${list(missed.map((one) => `"${one.slice(0, 60)}"`))}. Continue without it?`;
  return outcome(
    {
      kind: 'partly understood',
      sentence,
      unread: missed,
      next: [{ choice: words.without, label: 'Continue without', request: understood }],
    },
    'clarify_needed',
    {
      path: told.path,
      understood,
      slots: slotsOf(frame, use.company),
      assumptions: told.assumptions,
      kept: { ...nothingKept, frame },
    },
  );
}

/** Words that the rules left over: a language model's reading counts only if it leaves none. */
async function byModelWhole(use: Known, input: Asked): Promise<Outcome | null> {
  const byModel = await readByModel(use, input);
  if (byModel.say !== 'question' || byModel.unread.length > 0 || saysNothing(byModel.frame)) return null;
  return runFrame(use, byModel.frame, { path: 'model', assumptions: readByAModel });
}

const readByAModel = ['Read by a language model.'];
/** Every deal there is: that is what a model answers with that has understood nothing. */
const saysNothing = ({ clauses, by, measure }: Frame): boolean =>
  clauses.length === 0 && by.length === 0 && measure.kind !== 'metric';

/** What is said where nothing came of it: why, and the nearest that Steward can do. */
type NotUnderstood = (sentence: string, more?: Partial<Outcome> & { path?: Path }) => Outcome;

function unreadOf(
  use: Known,
  reading: Extract<Reading, { say: 'unread' | 'partly' }>,
  text: string,
): NotUnderstood {
  const hints = reading.say === 'unread' ? reading.hints : reading.frame;
  const read = reading.say === 'unread' ? reading.words : reading.text;
  // What the rules had put in other words is not what somebody typed.
  const words = plainly(text).includes(plainly(read)) ? read : text.trim();
  const next = suggestions(nearestTo(text, hints, use.company, (command) => mayGive(use.by, command)));
  return (sentence, more = {}) =>
    outcome({ kind: 'not understood', words: words.slice(0, 200), sentence, next }, 'clarify_needed', {
      path: reading.path,
      ...more,
    });
}

const plainly = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim();

const nearest = 'The nearest things Steward can do';

/** Beyond the rules: a language model may read it; otherwise the nearest that Steward can do. */
export async function unread(
  use: Known,
  reading: Extract<Reading, { say: 'unread' }>,
  input: Asked,
): Promise<Outcome> {
  if (reading.words === '') return outcome(help(use.company, use.by), 'help');
  const notUnderstood = unreadOf(use, reading, input.text);
  // A command of which a word was not read is no question that a model could answer.
  if (reading.ofCommand) return notUnderstood(`Nothing was changed. ${nearest}:`);
  if (asksOpenly(input.text)) return openly(use, input.text, notUnderstood);
  const found = await readByModel(use, input);
  const path = 'model';
  const { asks } = reading;
  // Of words that say nothing else of deals no name is asked: "what is the traffic in Berlin".
  const backed =
    asks && (asks.known || reading.hints)
      ? () =>
          askedBack(use, asks, { path: reading.path, choices: input.choices, topic: input.topic }, input.text)
      : null;
  switch (found.say) {
    case 'none':
      if (reading.either)
        return notUnderstood(
          `"Or" between different limits is not understood: ask for each by itself. ${nearest}:`,
        );
      return backed ? backed() : notUnderstood(`${nearest}:`);
    case 'open':
      return openly(use, input.text, notUnderstood);
    case 'spent':
      return notUnderstood(`${spentSentence(use.company, use.by)} ${nearest} without:`);
    case 'failed':
      return notUnderstood(`${found.sentence} ${nearest} without it:`, {
        path,
        failed: { category: found.category, error: found.sentence },
      });
    case 'unread':
      return backed ? backed() : notUnderstood(`${found.sentence} ${nearest}:`, { path });
    case 'which':
      return askedBack(use, found, { path, choices: input.choices, topic: input.topic }, input.text);
    case 'question':
      if (found.unread.length > 0)
        return partly(use, found.frame, found.unread, { path, assumptions: readByAModel });
      return saysNothing(found.frame)
        ? notUnderstood(`${nearest}:`, { path })
        : runFrame(use, found.frame, { path, assumptions: readByAModel });
  }
}

/** Reasons and advice: worded by a language model around numbers that were counted. */
async function openly(use: Known, text: string, notUnderstood: NotUnderstood): Promise<Outcome> {
  if (!use.models.configured)
    return notUnderstood(`This question needs a language model, and none is set up. ${nearest} without it:`);
  const opened = await answerOpenly(use, text);
  if ('outcome' in opened) return opened.outcome;
  if (opened.ended === 'budget')
    return notUnderstood(`${spentSentence(use.company, use.by)} ${nearest} without:`);
  return notUnderstood(`${opened.sentence} ${nearest} without it:`, {
    path: 'model',
    failed: { category: opened.ended, error: opened.sentence },
  });
}
