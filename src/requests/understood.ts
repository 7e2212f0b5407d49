/** The answer to a question that was wholly understood. */
import { BadInput } from '../errors.ts';
import type { ByPhrasing, Frame, It, Path } from '../language/request.ts';
import { partOf, typed, understanding } from '../language/understanding.ts';
import { type Answered, answerFrame, onlySeen } from './answering.ts';
import type { Company } from './company.ts';
import { itOf } from './dealing.ts';
import type { Known } from './known.ts';
import { meantBy } from './meant-by.ts';
import { type Outcome, outcome } from './outcome.ts';
import { beyondScope, whose } from './outside.ts';
import { readBy } from './phrasings.ts';
import { intentOf, slotsOf } from './question-slots.ts';
import type { Said } from './reply.ts';
import { sideSeen } from './sides-seen.ts';
import { watched } from './stopping.ts';
import { nothingKept } from './store.ts';
import { suggestion } from './suggest.ts';

export type Told = {
  path: Path;
  assumptions: string[];
  changed?: number[];
  by?: ByPhrasing;
  /** The words ask about the whole company. */
  wide?: boolean;
};

/** Answers a request that was wholly understood. */
export async function runFrame(use: Known, asked: Frame, told: Told): Promise<Outcome> {
  const { company } = use;
  const meant = meantBy(use.by, asked);
  const side = await sideSeen(use.db, meant, use.by, company);
  const frame = side?.frame ?? meant;
  const refused = whose(frame, use.by, company) ?? (await beyondScope(use.db, frame, use.by, company));
  if (refused) return refused;
  // A file is sent by itself, later.
  const seen = use.file ? { db: use.db } : use;
  const { said, assumptions } = await watched(
    seen,
    () => understanding(frame, company),
    (db) => answerFrame({ ...use, db }, frame).catch((error) => unknownThen(frame, error, company)),
  );
  const clauses = (told.changed ?? [])
    .map((at) => asked.clauses[at])
    .filter((clause) => clause !== undefined);
  const parts = clauses.map((clause) => partOf(frame, clause, company)).filter((part) => part !== '');
  const isFile = use.file && said.kind === 'answer' && said.answer.total > 0;
  const answered = isFile ? { ...said, file: 'csv' as const } : said;
  const read = told.by ? await readBy(use.db, told.by) : { assumptions: [] };
  return outcome(answered, intentOf(frame), {
    path: told.path,
    understood: `${understanding(frame, company)}${told.wide ? onlySeen(use.by, company) : ''}`,
    changed: parts.length === 1 ? (parts[0] ?? null) : null,
    slots: slotsOf(frame, company),
    ...read,
    assumptions: [...(side ? [side.note] : []), ...read.assumptions, ...told.assumptions, ...assumptions],
    kept: { ...nothingKept, frame, it: onlyOne(said) },
  });
}

/** Of a day that no history reaches, and of what has none: why, and the same as of today. */
function unknownThen(frame: Frame, error: unknown, company: Company): Answered {
  const { asOf, otherAsOf, ...rest } = frame;
  if ((asOf ?? otherAsOf ?? null) === null || !(error instanceof BadInput)) throw error;
  const now = otherAsOf === undefined ? rest : { ...rest, other: null };
  const sentence = `${error.message} ${error.fix}`.trim();
  const next = [{ ...suggestion(0, typed(now, company)), label: 'Ask as of today' }];
  return { said: { kind: 'text', sentence, lines: [], next }, assumptions: [] };
}

/** "It" after an answer that is one deal. */
const onlyOne = (said: Said): It | null => {
  const deal =
    said.kind === 'answer' && said.answer.kind === 'rows' && said.answer.total === 1
      ? said.answer.rows[0]
      : null;
  return deal ? itOf(deal) : null;
};
