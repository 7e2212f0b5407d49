/** What became of the pipeline that came in: how much of it is won, lost and still open today. */
import { answerQuestion } from '../crm/questions.ts';
import { isPipelineCreated } from '../language/creation.ts';
import { questionOf } from '../language/question.ts';
import type { Frame } from '../language/request.ts';
import { headlineMoney, list, number } from '../story/format.ts';
import { totalsOf } from '../story/totals.ts';
import { contextOf, type Use } from './asking.ts';

const words = { won: 'won', lost: 'lost', open: 'still open' } as const;

/** " Of these, 110 are won ($9.76M), 148 lost ($14.7M) and 28 still open ($2.47M)." Empty where nothing of that is asked. */
export async function becameSentence(use: Use, frame: Frame): Promise<string> {
  if (!isPipelineCreated(frame) || frame.by.length > 0 || frame.other) return '';
  const answer = await answerQuestion(
    use.db,
    questionOf({ ...frame, by: ['status'] }, use.by),
    contextOf(use),
  );
  if (answer.kind !== 'series') return '';
  const all = totalsOf(answer.series).map(({ currency }) => currency);
  const { companyCurrency } = use.company;
  const parts = Object.entries(words).flatMap(([status, said]) => {
    const rows = answer.series.filter(({ key }) => key === status);
    const deals = rows.reduce((sum, row) => sum + row.count, 0);
    const money = rows
      .toSorted((a, b) => all.indexOf(a.currency ?? null) - all.indexOf(b.currency ?? null))
      .flatMap(({ value, currency }) =>
        value
          ? [headlineMoney(value, currency ?? companyCurrency, all.length > 1 ? '' : companyCurrency)]
          : [],
      );
    const amount = money.length > 0 ? ` (${list(money)})` : '';
    return deals > 0 ? [`${number(deals)} ${deals === 1 ? 'is' : 'are'} ${said}${amount}`] : [];
  });
  return parts.length > 0 ? ` Of these, ${list(parts)}.` : '';
}
