/** Answers a question within the scope of the person who asks: each kind of measure in a file of its own. */
import type { Db } from '../db/pool.ts';
import { BadInput } from '../errors.ts';
import type { Answer } from '../sales/answer.ts';
import type { Question } from '../sales/conditions.ts';
import type { AskContext } from './asker.ts';
import { comparisonOf } from './comparison.ts';
import { compiler } from './compiler.ts';
import { asOfInstant } from './history.ts';
import { listOf } from './list.ts';
import { measureOf } from './measure.ts';
import { metricOf } from './metrics.ts';
import { nouns } from './nouns.ts';
import { shareOf } from './share.ts';
import type { Sight } from './sight.ts';

/**
 * Throws BadInput for a question that cannot be answered (an unknown field, a sum of texts, a day before proven
 * history), with the reason and the fix. Sums never mix currencies: a list or a sum has one for each, a metric is in
 * the company's, or the one that the question states, and says how many it left out.
 */
export async function answerQuestion(db: Db, question: Question, use: AskContext): Promise<Answer> {
  const sightOf = async (asked: Question): Promise<Sight> => ({
    question: asked,
    at: compiler(asked.of, { ...use, me: use.me?.id ?? null }, await asOfOf(db, asked, use)),
    scope: use.scope,
  });
  const answer = async (asked: Question): Promise<Answer> => answerOne(db, await sightOf(asked), use.longest);
  return question.compare
    ? comparisonOf(await sightOf(question), question.compare, answer)
    : answer(question);
}

async function answerOne(db: Db, sight: Sight, longest?: number): Promise<Answer> {
  const { measure } = sight.question;
  if (measure === 'rows') return listOf(db, sight, longest);
  if ('share' in measure) return shareOf(db, sight, measure);
  return 'metric' in measure ? metricOf(db, sight, measure.metric) : measureOf(db, sight);
}

async function asOfOf(db: Db, question: Question, use: AskContext): Promise<Date | null> {
  if (question.asOf === undefined) return null;
  if (question.of !== 'deal') {
    throw new BadInput(`Only deals have a history; ${nouns[question.of]} have not.`, {
      fix: 'Ask about today.',
    });
  }
  return asOfInstant(db, question.asOf, use);
}
