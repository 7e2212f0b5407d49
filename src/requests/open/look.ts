/** The one tool of an open question: a typed question, answered within what its asker may see, with its numbers as figures. */
import type { Db } from '../../db/pool.ts';
import { BadInput } from '../../errors.ts';
import type { Frame } from '../../language/request.ts';
import { typed, understanding } from '../../language/understanding.ts';
import type { Person } from '../../policy/nouns.ts';
import { askedOf } from '../../story/asked.ts';
import { answerFrame } from '../answering.ts';
import type { Company } from '../company.ts';
import { frameInSight } from '../model-path.ts';
import type { TypedQuestion } from '../model-reply.ts';
import { beyondScope } from '../outside.ts';
import { slotsOf } from '../question-slots.ts';
import { type Watch, watched } from '../stopping.ts';
import { type Figure, figuresOf, labelsOf } from './figures.ts';

/** `n` names it; a question that could not be asked has a reason instead of an answer. */
export type Result = { n: number } & (
  | {
      ok: true;
      frame: Frame;
      understood: string;
      sentence: string;
      figures: Figure[];
      labels: string[];
      accounts: string[];
    }
  | { ok: false; because: string }
);

export type LookUse = { db: Db; company: Company; by: Person; watch?: Watch };

export async function look(use: LookUse, n: number, asked: TypedQuestion, title: string): Promise<Result> {
  const { company } = use;
  const found = await frameInSight(use, asked);
  if ('unknown' in found) return { n, ok: false, because: `"${found.unknown}" is not known here.` };
  if ('unsure' in found) return { n, ok: false, because: `"${found.unsure.said}" is no one name here.` };
  const { frame } = found;
  const beyond = await beyondScope(use.db, frame, use.by, company);
  if (beyond) return { n, ok: false, because: 'That is outside what this person may see.' };
  const understood = understanding(frame, company);
  try {
    const { said } = await watched(
      use,
      () => `${title}. Step ${n}: ${typed(frame, company)}`,
      (db) => answerFrame({ ...use, db, longest: mostRows }, frame),
    );
    if (said.kind !== 'answer') return { n, ok: false, because: 'It has no numbers.' };
    const { question, answer, sentence } = said;
    const of = askedOf(question, company.companyCurrency, said.sides);
    return {
      n,
      ok: true,
      frame,
      understood,
      sentence,
      figures: figuresOf(n, answer, of),
      labels: labelsOf(answer, of),
      accounts: answer.kind === 'rows' ? answer.rows.flatMap((row) => row.accountId ?? []) : [],
    };
  } catch (error) {
    if (error instanceof BadInput) return { n, ok: false, because: `${error.message} ${error.fix}`.trim() };
    throw error;
  }
}

const mostRows = 15;

/** For the run: what was asked and what came of it. */
export const stepOf = (result: Result, company: Company): Record<string, unknown> =>
  result.ok
    ? {
        tool: 'question',
        n: result.n,
        understood: result.understood,
        slots: slotsOf(result.frame, company),
        sentence: result.sentence,
      }
    : { tool: 'question', n: result.n, refused: result.because };
