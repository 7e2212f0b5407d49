/** Whoever asks what closes before a day to come means what is ahead: how much of the answer is past its close date is said. */
import { answerQuestion } from '../crm/questions.ts';
import { questionOf } from '../language/question.ts';
import type { Frame } from '../language/request.ts';
import { dayIn } from '../sales/days.ts';
import { resolvePeriod } from '../sales/periods.ts';
import { number } from '../story/format.ts';
import { contextOf, type Use } from './asking.ts';

/** " 34 of them are past their close date." Empty where no day to come is asked about, or none is. */
export async function overdueSentence(use: Use, frame: Frame): Promise<string> {
  const { company } = use;
  const today = dayIn(company.now, company.zone);
  const ahead = frame.clauses.some((clause) => {
    if (clause.says !== 'period' || clause.field !== 'close_date') return false;
    const days = resolvePeriod(clause.period, { ...company.calendar, now: company.now, zone: company.zone });
    return days !== null && days.from === null && days.to !== null && days.to >= today;
  });
  const open = frame.clauses.some(
    (clause) => clause.says === 'status' && clause.is.length === 1 && clause.is[0] === 'open',
  );
  const whole =
    frame.by.length === 0 &&
    !frame.other &&
    (frame.measure.kind === 'rows' || frame.measure.kind === 'count');
  if (frame.of !== 'deal' || !ahead || !open || !whole || frame.limit !== null) return '';
  const past = {
    ...frame,
    measure: { kind: 'count' } as const,
    clauses: [...frame.clauses, { says: 'period', field: 'close_date', period: `before ${today}` } as const],
  };
  const { total } = await answerQuestion(use.db, questionOf(past, use.by), contextOf(use));
  return total === 0
    ? ''
    : ` ${number(total)} of ${total === 1 ? 'them is' : 'them are'} past ${total === 1 ? 'its' : 'their'} close date.`;
}
