/** What the days of a question do to its answer, said in short notes: periods of unequal length, or not over yet. */
import { answerQuestion } from '../crm/questions.ts';
import { quotasInPart } from '../crm/quota.ts';
import { questionOf } from '../language/question.ts';
import { type Clause, type Frame, rowsBehind } from '../language/request.ts';
import type { Answer } from '../sales/answer.ts';
import { dayIn, daysBetween } from '../sales/days.ts';
import { metricNamed } from '../sales/metrics.ts';
import { bucketOf, type Period, resolvePeriod } from '../sales/periods.ts';
import { countedAs } from '../story/asked.ts';
import { count, countOf, day, number, periodNamed } from '../story/format.ts';
import { contextOf, type Use } from './asking.ts';
import type { Company } from './company.ts';

export async function periodsTold(use: Use, frame: Frame, answer: Answer): Promise<string[]> {
  const { company } = use;
  if (answer.total === 0) return [];
  return [
    ...unequal(frame, company),
    ...lastOfSeries(frame, answer, company),
    ...(await stillOpen(use, frame, answer)),
    ...(await overdue(use, frame)),
    ...(await quotaByDays(use, frame)),
  ];
}

const todayOf = (company: Company): string => dayIn(company.now, company.zone);
const daysOf = (name: string, company: Company): Period | null =>
  resolvePeriod(name, { ...company.calendar, now: company.now, zone: company.zone });
const lengthOf = (from: string, to: string): number => daysBetween(from, to) + 1;

/** "Unequal periods: this month has 11 days left, its 20 days are compared with the 28 of last month." */
function unequal(frame: Frame, company: Company): string[] {
  const other = frame.other?.find((one) => one.says === 'period');
  if (other?.says !== 'period') return [];
  const own = frame.clauses.find((one) => one.says === 'period' && one.field === other.field);
  const mine = own?.says === 'period' ? own.period : periodOf(frame);
  const [here, there] = [mine === null ? null : daysOf(mine, company), daysOf(other.period, company)];
  const today = todayOf(company);
  if (!mine || !here?.from || !here.to || !there?.from || !there.to) return [];
  if (here.from > today || there.to > today) return [];
  const left = here.to > today ? daysBetween(today, here.to) : 0;
  const [days, against] = [lengthOf(here.from, left > 0 ? today : here.to), lengthOf(there.from, there.to)];
  if (days === against) return [];
  // Whole months and quarters differ by a day or three; nobody calls that unequal.
  if (left === 0 && Math.min(days, against) / Math.max(days, against) > 0.9) return [];
  const [named, before] = [periodNamed(mine), periodNamed(other.period)];
  const so = left > 0 ? `${named} has ${count(left, 'day')} left, ` : '';
  return [
    `Unequal periods: ${so}${count(days, 'day')} of ${left > 0 ? 'it' : named} against ${number(against)} of ${before}.`,
  ];
}

const periodOf = ({ measure }: Frame): string | null =>
  measure.kind === 'metric' ? metricNamed(measure.metric).period : null;

const units: [RegExp, 'week' | 'month' | 'quarter' | 'year'][] = [
  [/^\d{4}-\d\d-\d\d$/, 'week'],
  [/^\d{4}-\d\d$/, 'month'],
  [/^\d{4}-Q\d$/, 'quarter'],
  [/^\d{4}$/, 'year'],
];

/** "Under way: Q1 2026 has 11 days left." Of what is open all is ahead anyway. */
function lastOfSeries(frame: Frame, answer: Answer, company: Company): string[] {
  if (answer.kind !== 'series' || isOpen(frame)) return [];
  const today = todayOf(company);
  return answer.series.flatMap(({ key, label }) => {
    const unit = units.find(([form]) => form.test(key))?.[1];
    if (!unit || bucketOf(today, unit, company.calendar) !== key) return [];
    const ends = daysOf(`this ${unit}`, company)?.to;
    return ends && ends > today
      ? [`Under way: ${label} has ${count(daysBetween(today, ends), 'day')} left.`]
      : [];
  });
}

const isOpen = (frame: Frame): boolean => {
  const status = frame.clauses.find((one) => one.says === 'status');
  return frame.pipeline || (status?.says === 'status' && status.is.join() === 'open');
};

/** Who is open in a funnel has not been lost on the way. */
async function stillOpen(use: Use, frame: Frame, answer: Answer): Promise<string[]> {
  if (answer.kind !== 'funnel' || frame.clauses.some(({ says }) => says === 'status')) return [];
  const open = await howMany(use, frame, { says: 'status', is: ['open'], implied: false });
  return open === 0
    ? []
    : [`Under way: ${number(open)} of these deals ${open === 1 ? 'is' : 'are'} open and may still go on.`];
}

/** "By 12 May" has no beginning: what should have closed long ago is in it. */
async function overdue(use: Use, frame: Frame): Promise<string[]> {
  const today = todayOf(use.company);
  const until = frame.clauses.some((one) => {
    const period =
      one.says === 'period' && one.field === 'close_date' ? daysOf(one.period, use.company) : null;
    return period !== null && period.from === null && period.to !== null && period.to >= today;
  });
  if (!until || frame.of !== 'deal' || !isOpen(frame) || frame.limit !== null) return [];
  const late = await howMany(use, frame, { says: 'period', field: 'close_date', period: 'before today' });
  return late === 0 ? [] : [`Counted too: ${countOf(late, countedAs[frame.of])} past the close date.`];
}

async function howMany(use: Use, asked: Frame, also: Clause): Promise<number> {
  const all = rowsBehind(asked);
  const frame: Frame = { ...all, clauses: [...all.clauses, also], measure: { kind: 'count' } };
  return (await answerQuestion(use.db, questionOf(frame, use.by), contextOf(use))).total;
}

const ofQuota: string[] = ['attainment', 'coverage', 'quota_risk', 'performance', 'forecast'];

/** "Quota: of the one for 1 Jan to 31 Mar 2026 28 of 90 days count." */
async function quotaByDays(use: Use, frame: Frame): Promise<string[]> {
  const { measure } = frame;
  if (measure.kind !== 'metric' || !ofQuota.includes(measure.metric)) return [];
  const said = frame.clauses.find((one) => one.says === 'period');
  const span = said?.says === 'period' ? daysOf(said.period, use.company) : null;
  if (!span?.from || !span.to) return [];
  const { from, to } = span;
  const [cut] = await quotasInPart(use.db, { from, to });
  if (!cut) return [];
  const days = lengthOf(from > cut.from ? from : cut.from, to < cut.to ? to : cut.to);
  return [
    `Quota: that of ${day(cut.from)} to ${day(cut.to)} counts by days, ${number(days)} of ${number(lengthOf(cut.from, cut.to))}.`,
  ];
}
