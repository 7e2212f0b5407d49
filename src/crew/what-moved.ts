/** What moved in a day, a week, a month or a quarter: which reports of it are due, made, and posted once. */
import type { Agent } from '../agents/nouns.ts';
import { type MovedRow, movedBetween, notable, openByStage, wonIn } from '../crm/moved.ts';
import type { Db } from '../db/pool.ts';
import { wantCard } from '../jobs/cards.ts';
import { addDays, dayIn, instantAt } from '../sales/days.ts';
import { calendarOf } from '../sales/leaf.ts';
import { quarterLabel, resolvePeriod } from '../sales/periods.ts';
import { activePauses, pauseOn } from '../settings/pauses.ts';
import { currentSettings, settingValue, textSetting } from '../settings/settings.ts';
import {
  dailySummary,
  daysBefore,
  isWorkingMorning,
  type Moved,
  type MovedKind,
  monthSaid,
  type Report,
  review,
  type Span,
  type Talk,
  talkOfDeals,
} from '../story/report.ts';
import type { AgentRow } from './crew.ts';
import { isReportingHour, keepReport, type ReportUse } from './kept-reports.ts';
import type { LookUse } from './looking.ts';
import { playbookReportDue } from './playbook-reports.ts';
import { unusualTrigger } from './unusual.ts';

type On = ReportUse;

/** From its hour on, of a working morning: the daily summary; on the first one of a week, month or quarter its review, that of a week on each where it is wished for. */
function dueKinds(use: On): MovedKind[] {
  if (!isReportingHour(use)) return [];
  const on = (name: string): boolean => settingValue(use.settings, name).value === true;
  const first = (period: string): boolean => isFirstMorning(use, period);
  const due: MovedKind[] = [];
  if (on('daily_summary')) due.push('daily');
  if (on('daily_review') || (on('weekly_review') && first('this week'))) due.push('weekly');
  if (on('monthly_report') && first('this month')) due.push(first('this quarter') ? 'quarterly' : 'monthly');
  return due;
}

/** No working morning of the period has come before. */
function isFirstMorning(use: On, period: string): boolean {
  const from = periodOf(use, period).from;
  let day = from;
  while (day < use.today && !isWorkingMorning(day)) day = addDays(day, 1);
  return day === use.today;
}

function periodOf({ now, zone, settings }: On, period: string): Span {
  const found = resolvePeriod(period, { ...calendarOf({ settings }), now, zone });
  if (!found?.from || !found.to) throw new Error(`A period without an end: ${period}`);
  return { from: found.from, to: found.to };
}

async function unmade(db: Db, use: On): Promise<MovedKind[]> {
  const due = dueKinds(use);
  if (due.length === 0) return [];
  const made: string[] = await db('reports').where({ on_day: use.today }).whereIn('kind', due).pluck('kind');
  return due.filter((kind) => !made.includes(kind));
}

/** Whether the agent is to be woken for a report. A time of rest leaves out what nobody would read any more. */
export async function reportDue(
  db: Db,
  use: { now: Date; zone: string; agent: Agent['name'] },
): Promise<boolean> {
  const settings = await currentSettings(db, use.now);
  const on = { ...use, settings, today: dayIn(use.now, use.zone) };
  if ((await unmade(db, on)).length === 0 && !(await playbookReportDue(db, on))) return false;
  return pauseOn(await activePauses(db, use.now), { agent: use.agent }) === null;
}

/**
 * Makes what is due, each once for its morning, and posts it to the channel for insights; by hand the pipeline review too.
 * In shadow, and where no channel is set, nothing is made. Says how many were posted.
 */
export async function postWhatMoved(trx: Db, use: LookUse, agent: Agent, row: AgentRow): Promise<number> {
  const channel =
    textSetting(use.settings, 'analytics_channel') || textSetting(use.settings, 'deals_channel');
  if (row.mode === 'shadow' || channel === '') return 0;
  let posted = 0;
  const due = await unmade(trx, use);
  const byHand = use.wokenBy === 'hand' && !due.includes('weekly');
  for (const kind of byHand ? [...due, 'weekly' as const] : due) {
    const report = await made(trx, use, kind);
    const id = await keepReport(trx, use, agent, { kind, place: '', report });
    if (id === null) continue;
    await wantCard(trx, { key: `report:${id}`, channel });
    posted++;
  }
  return posted;
}

async function made(trx: Db, use: LookUse, kind: MovedKind): Promise<Report | null> {
  const currency = textSetting(use.settings, 'company_currency');
  const over = { zone: use.zone, company: currency };
  if (kind === 'daily') {
    const span = daysBefore(use.today);
    const moved = wholeOf(await movedBetween(trx, { ...span, ...over }));
    const unusual = (await unusualNow(trx)).map(({ headline }) => headline);
    return dailySummary(moved, span, { unusual, currency });
  }
  const { span, before, spans } = spansOf(use, kind);
  const parts = await movedBetween(trx, { ...span, ...over });
  const won = await wonIn(
    trx,
    spans.map(({ from, to }) => ({ from, to })),
    currency,
  );
  return review({
    kind,
    span,
    now: wholeOf(parts),
    before: wholeOf(await movedBetween(trx, { ...before, ...over })),
    parts: parts.map(({ territory, ...one }) => ({ ...one, name: territory ?? 'No territory' })),
    stages: await openByStage(trx, currency),
    won: spans.map(({ label }, n) => ({ label, amount: won[n] ?? 0 })),
    talk: await talkOf(trx, use, span, currency),
    currency,
  });
}

function wholeOf(rows: MovedRow[]): Moved {
  const sum = (pick: (row: MovedRow) => number): number => rows.reduce((total, row) => total + pick(row), 0);
  return {
    name: 'All',
    won: sum(({ won }) => won),
    wonAmount: sum(({ wonAmount }) => wonAmount),
    lost: sum(({ lost }) => lost),
    created: sum(({ created }) => created),
    forward: sum(({ forward }) => forward),
    back: sum(({ back }) => back),
    pushed: sum(({ pushed }) => pushed),
    pushedAmount: sum(({ pushedAmount }) => pushedAmount),
    open: sum(({ open }) => open),
    openAmount: sum(({ openAmount }) => openAmount),
    foreign: sum(({ foreign }) => foreign),
  };
}

/** The period that is over, the one before it, and those that are drawn. A week by hand ends yesterday. */
function spansOf(use: LookUse, kind: 'weekly' | 'monthly' | 'quarterly') {
  if (kind === 'weekly') {
    const to = addDays(use.today, -1);
    return {
      span: { from: addDays(to, -6), to },
      before: { from: addDays(to, -13), to: addDays(to, -7) },
      spans: [] as (Span & { label: string })[],
    };
  }
  const unit = kind === 'monthly' ? 'month' : 'quarter';
  const spans: (Span & { label: string })[] = [];
  let from = periodOf(use, `this ${unit}`).from;
  for (let n = 0; n < 6; n++) {
    const to = addDays(from, -1);
    const at = instantAt(to, 12, 0, use.zone);
    from = periodOf({ ...use, now: at }, `this ${unit}`).from;
    spans.unshift({
      from,
      to,
      label: kind === 'monthly' ? monthSaid(from) : quarterLabel(from, calendarOf(use)),
    });
  }
  const [before, span] = spans.slice(-2);
  if (!span || !before) throw new Error('A review needs the period before.');
  return { span, before, spans };
}

type Live = { headline: string; asks: { label: string; text: string }[] };

/** What is out of the ordinary now, whoever was told: its headline names no person. */
async function unusualNow(trx: Db): Promise<Live[]> {
  const rows = await trx('findings')
    .where({ trigger: unusualTrigger })
    .whereNull('gone_at')
    .orderBy('id')
    .limit(3)
    .select<{ told: Live }[]>(trx.raw("evidence->'told' as told"));
  return rows.map(({ told }) => told);
}

async function talkOf(trx: Db, use: LookUse, span: Span, currency: string): Promise<Talk[]> {
  const unusual = (await unusualNow(trx)).flatMap(({ headline, asks: [ask] }): Talk[] =>
    ask ? [{ text: `${headline}.`, ask }] : [],
  );
  const rest = await notable(trx, { ...span, today: use.today, company: currency });
  return [...unusual, ...rest.map((one) => talkOfDeals(one, span, currency))].slice(0, 3);
}
