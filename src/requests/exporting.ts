/** An answer as a file for one person: asked again, now, with that person's eyes, and with all its rows. */
import type { Clock } from '../clock.ts';
import { longestList } from '../crm/list.ts';
import { answerQuestion } from '../crm/questions.ts';
import type { Db } from '../db/pool.ts';
import { questionOf } from '../language/question.ts';
import { emptyFrame } from '../language/request.ts';
import { typed, understanding } from '../language/understanding.ts';
import { personById } from '../people/people.ts';
import { may } from '../policy/authorize.ts';
import type { Person } from '../policy/nouns.ts';
import { dayIn } from '../sales/days.ts';
import { askedOf } from '../story/asked.ts';
import { type Exported, fileName } from '../story/export.ts';
import { sidesOf } from './answering.ts';
import { contextOf } from './asking.ts';
import { companyNow } from './company.ts';
import { answerFile } from './csv.ts';
import { beyondScope, outsider } from './outside.ts';
import { requestById } from './store.ts';

/** `ask`: the question as it can be typed again. */
export type ExportFile = Exported & { name: string; csv: string; ask: string };

/**
 * "My deals" stay those of the one who asked, whoever exports them; of these `by` gets what `by` may see. A string is why
 * there is no file; null where no answer of that id is known.
 */
export async function exportAnswer(
  use: { db: Db; now: Clock; zone: string },
  { requestId, by }: { requestId: string; by: Person | null },
): Promise<ExportFile | string | null> {
  const row = await requestById(use.db, requestId);
  if (row?.reply?.kind !== 'answer' || !row.reading.frame) return null;
  if (!by || !may(by, 'see')) return because(await outsider(use.db));
  // One that was kept by an earlier version lacks what came later.
  const frame = { ...emptyFrame, ...row.reading.frame };
  const company = await companyNow(use);
  const refused = await beyondScope(use.db, frame, by, company);
  if (refused) return because(refused);
  const asker = row.personId === null ? by : ((await personById(use.db, row.personId)) ?? by);
  const question = questionOf(frame, asker);
  const context = { ...contextOf({ db: use.db, company, by, longest: longestList }), me: asker };
  const answer = await answerQuestion(use.db, question, context);
  const { csv, rows } = answerFile(answer, askedOf(question, company.companyCurrency, sidesOf(frame)));
  const understood = understanding(frame, company);
  const listed = ['rows', 'leads', 'listed'].includes(answer.kind);
  return {
    name: fileName(understood, dayIn(company.now, company.zone)),
    csv,
    ask: typed(frame, company),
    understood,
    rows,
    total: listed
      ? Math.max(0, Math.min(answer.total - (question.skip ?? 0), question.limit ?? answer.total))
      : rows,
    askedBy: asker.id === by.id ? null : asker.name,
  };
}

const because = ({ said }: Awaited<ReturnType<typeof outsider>>): string =>
  said.kind === 'refused' ? said.because : '';
