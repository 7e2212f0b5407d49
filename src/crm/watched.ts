/** The value of a figure that is watched, as one person sees it. */
import type { Db } from '../db/pool.ts';
import { BadInput } from '../errors.ts';
import { unitOf } from '../language/measure-units.ts';
import { questionOf } from '../language/question.ts';
import type { Frame } from '../language/request.ts';
import type { Person } from '../policy/nouns.ts';
import type { Answer } from '../sales/answer.ts';
import type { Question } from '../sales/conditions.ts';
import { companyCurrency } from '../sales/leaf.ts';
import type { Measured } from '../story/kpi.ts';
import type { AskContext } from './asker.ts';
import { answerQuestion } from './questions.ts';

export type WatchedNow = Measured & { question: Question; answer: Answer | null };

/**
 * `asOf`: as it was on that day. Of a forecast its expected amount, of amounts in several currencies those in the company's.
 * No value: nothing to measure, or a question that cannot be asked any more.
 */
export async function watchedNow(
  db: Db,
  frame: Frame,
  context: AskContext & { me: Person },
  asOf?: string,
): Promise<WatchedNow> {
  const question = { ...questionOf(frame, context.me), ...(asOf === undefined ? {} : { asOf }) };
  try {
    const answer = await answerQuestion(db, question, context);
    return { question, answer, ...measuredIn(answer, frame, companyCurrency(context.settings)) };
  } catch (error) {
    // A field or a name that it asked for may be gone since.
    if (error instanceof BadInput)
      return { question, answer: null, value: null, unit: unitOf(frame), currency: null };
    throw error;
  }
}

function measuredIn(answer: Answer, frame: Frame, company: string): Measured {
  if (answer.kind === 'value') {
    const { value, unit, currency = null, sums = [] } = answer;
    const ours = value === null ? sums.find((sum) => sum.currency === company) : undefined;
    return ours ? { value: ours.amount, unit, currency: company } : { value, unit, currency };
  }
  if (answer.kind === 'forecast')
    return { value: answer.forecast.expected, unit: 'currency', currency: answer.forecast.currency };
  return { value: null, unit: unitOf(frame), currency: null };
}
