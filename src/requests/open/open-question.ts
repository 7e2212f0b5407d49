/**
 * "Why did West fall behind?": a language model chooses which questions to ask, code answers them and counts, the model
 * words what they show, and code checks each number of the wording. At most six questions, one minute, and the budget.
 */
import type { Db } from '../../db/pool.ts';
import { typed } from '../../language/understanding.ts';
import type { Personal } from '../../models/masking.ts';
import type { Extraction, Models } from '../../models/models.ts';
import type { Metering } from '../metering.ts';
import { known, personalIn } from '../model-path.ts';
import { type Outcome, outcome } from '../outcome.ts';
import type { Suggestion } from '../reply.ts';
import { unlessStopped } from '../stopping.ts';
import { nothingKept } from '../store.ts';
import { suggestion } from '../suggest.ts';
import { checked } from './check.ts';
import { type LookUse, look, type Result, stepOf } from './look.ts';
import { stepSchema, type Worded } from './step.ts';

const mostQuestions = 6;
const wholeMs = 60_000;
const atOnceMs = 25_000;

type Use = LookUse & { models: Models; meter: Metering };
/** Why there is no answer; what was counted until then is said all the same. */
type Ended = Exclude<Extraction<unknown>, { ok: true }>['category'];
export type Opened = { outcome: Outcome } | { ended: Ended; sentence: string };

export async function answerOpenly(use: Use, text: string): Promise<Opened> {
  const { models } = use;
  if (!models.configured) throw new Error('No language model is set up.');
  const end = performance.now() + wholeMs;
  const title = titled(text);
  use.watch?.understood(title);
  const results: Result[] = [];
  let wrong: string[] = [];
  let retried = false;
  for (;;) {
    await unlessStopped(use);
    const step = await models.extract({
      prompt: 'answer-open-question',
      schema: stepSchema,
      text: told(text, results, wrong),
      fill: known(use.company),
      personal: [...personalIn(use.company), ...(await contactsOf(use.db, results))],
      deadlineMs: Math.max(1, Math.min(atOnceMs, end - performance.now())),
      maxTokens: 4_000,
      meter: use.meter,
    });
    if (!step.ok)
      return results.some(({ ok }) => ok)
        ? { outcome: explained(use, text, results, [], step.sentence.replace(' Nothing was run.', '')) }
        : { ended: step.category, sentence: step.sentence };
    const { ask, answer } = step.value;
    const left = mostQuestions - results.length;
    if (!retried && ask.length > 0 && left > 0) {
      for (const question of ask.slice(0, left)) {
        await unlessStopped(use);
        results.push(await look(use, results.length + 1, question, title));
      }
      continue;
    }
    const sentences = answer.slice(0, mostSentences).map((one) => checkedIn(one, results, text));
    wrong = sentences.flatMap(({ text: said, wrong: why }) => (why === null ? [] : [`"${said}": ${why}.`]));
    if (answer.length === 0) wrong = ['There is no answer yet, and no call is left.'];
    if (wrong.length === 0 || retried) {
      const right = sentences.filter((one) => one.wrong === null).map((one) => one.text);
      return { outcome: explained(use, text, results, right, null, sentences.length - right.length) };
    }
    retried = true;
  }
}

/** "Why did West fall behind" */
const titled = (text: string): string =>
  text
    .replace(/[?!.\s]+$/, '')
    .replace(/^./, (letter) => letter.toUpperCase())
    .slice(0, 200);

const mostSentences = 6;

function checkedIn(worded: Worded, results: Result[], text: string) {
  const found = results.filter((one) => one.ok);
  return checked(worded, {
    figures: found.flatMap(({ figures }) => figures),
    phrases: [
      ...found.flatMap(({ labels, understood }) => [...labels, ...datesIn(understood)]),
      ...datesIn(text),
    ],
  });
}

const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*';
const dates = new RegExp(
  `\\d{1,2} ${month} \\d{4}|\\d{1,2} ${month}|${month} \\d{4}|Q[1-4](?: FY)? ?\\d{2,4}|FY ?\\d{2,4}|\\b20\\d\\d\\b|\\d+ (?:days|weeks|months|quarters)`,
  'g',
);
/** Periods and limits that a question states: they may be said without being counted. */
const datesIn = (text: string): string[] => text.match(dates) ?? [];

/** Everything so far, as data. */
function told(text: string, results: Result[], wrong: string[]): string {
  const left = mostQuestions - results.length;
  return [
    `Question: ${JSON.stringify(text)}`,
    ...results.map((result) =>
      result.ok
        ? [
            `Result r${result.n}: ${JSON.stringify(result.understood)} - ${JSON.stringify(result.sentence)}`,
            ...result.figures.map(
              ({ id, label, text: shown }) => `  ${id} ${JSON.stringify(label.slice(0, 120))} = ${shown}`,
            ),
          ].join('\n')
        : `Result r${result.n}: not answered. ${result.because}`,
    ),
    left > 0 ? `Calls left: ${left}` : 'No calls are left: word the answer.',
    ...(wrong.length > 0
      ? ['Your last answer was refused. Word the whole answer again, without these faults:', ...wrong]
      : []),
  ].join('\n');
}

/** Names of contacts that a deal's name may hold. */
async function contactsOf(db: Db, results: Result[]): Promise<Personal[]> {
  const accounts = [...new Set(results.flatMap((one) => (one.ok ? one.accounts : [])))];
  if (accounts.length === 0) return [];
  const rows: { name: string | null }[] = await db('contacts').whereIn('account_id', accounts).select('name');
  return rows.flatMap(({ name }) => (name ? [{ kind: 'PERSON' as const, value: name }] : []));
}

function explained(
  { company }: Use,
  text: string,
  results: Result[],
  sentences: string[],
  broken: string | null,
  leftOut = 0,
): Outcome {
  const found = results.filter((one) => one.ok);
  const none = found.length === 0 ? 'Nothing could be counted for it.' : 'Counted was:';
  const why =
    broken ??
    (leftOut > 0 ? 'No sentence about it held when its numbers were checked.' : 'There is no wording of it.');
  return outcome(
    {
      kind: 'explained',
      sentences: sentences.length > 0 ? sentences : [`${why} ${none}`],
      worded: sentences.length > 0,
      leftOut,
      sources: found.map(({ n, understood, sentence }) => ({ n, understood, sentence })),
      next: found.map(
        (result, at): Suggestion => ({
          ...suggestion(at, `${result.n} ${typed(result.frame, company)}`),
          choice: `asked:${at}`,
          request: result.understood,
        }),
      ),
    },
    'explain',
    {
      path: 'model',
      understood: titled(text),
      kept: { ...nothingKept, asked: found.map(({ frame }) => frame) },
      steps: results.map((result) => stepOf(result, company)),
    },
  );
}
