/** What changed in the forecast, and what if: with the sight of whoever asks. Nothing is kept. */

import { reported } from '../crew/forecast-report.ts';
import type { Db } from '../db/pool.ts';
import { BadInput } from '../errors.ts';
import type { Command } from '../language/request.ts';
import type { Person } from '../policy/nouns.ts';
import { dayIn } from '../sales/days.ts';
import { shownCells } from '../story/answer-table.ts';
import {
  changeSentence,
  changesChart,
  changesTable,
  expectedSentence,
  type ForecastReport,
  largestChanges,
  methodSentences,
  quotaSentence,
  signed,
  whatIfSentence,
  whyLabels,
} from '../story/forecast-report.ts';
import { count, money } from '../story/format.ts';
import type { Company } from './company.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { Said } from './reply.ts';
import { type Supposed, whatIf } from './what-if.ts';

type Use = { db: Db; company: Company; by: Person };
type Asked = Extract<Command, { do: 'forecast' }>;

export async function forecastAsked(use: Use, { supposed }: Asked): Promise<Outcome> {
  const { now, zone } = use.company;
  const clock = { now: () => now, isSet: () => false };
  const made = await reported({ db: use.db, now: clock, zone }, { by: use.by, keep: false });
  if (supposed === null) return changed(made.report, zone);
  const understood = `Forecast ${made.report.period}, ${said(supposed, use.by)}`;
  try {
    const answer = whatIf(made, meant(supposed, use.by));
    const lines = methodSentences(made.report);
    return told(whatIfSentence(made.report, answer), lines, 'forecast_what_if', {
      understood,
      value: answer.expected,
    });
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return told(error.message, error.fix ? [error.fix] : [], 'forecast_what_if', { understood, value: null });
  }
}

function changed(report: ForecastReport, zone: string): Outcome {
  const understood = `What changed in the forecast ${report.period}`;
  const sentence = changeSentence(report, (at) => dayIn(at, zone));
  const now = `${expectedSentence(report)} ${quotaSentence(report)}`;
  const table = changesTable(report);
  if (sentence === null || table === null)
    return told(
      `There is no forecast of a week ago to compare with: the quarter had not begun, or its deals are not proven so far back. ${now}`,
      [],
      'forecast_changes',
      { understood, value: null },
    );
  const exactly = (amount: number): string =>
    money(Math.round(amount), report.currency, report.companyCurrency);
  const steps = table.rows.map(([label = '', amount, deals]) =>
    typeof deals === 'number'
      ? `${label}: ${signed(Number(amount), exactly)} (${count(deals, 'deal')})`
      : `${label}: ${label === whyLabels.later ? signed(Number(amount), exactly) : exactly(Number(amount))}`,
  );
  const value = (report.changes?.to ?? 0) - (report.changes?.from ?? 0);
  return told(`${sentence} ${now}`, [...steps, ...largestChanges(report)], 'forecast_changes', {
    understood,
    value: Math.round(value * 100) / 100,
    drawn: {
      table: {
        caption: understood,
        head: table.columns.map(({ head }) => head),
        rows: shownCells(table, report.companyCurrency),
      },
      saysLines: steps.length,
      chart: changesChart(report, (at) => dayIn(at, zone)),
    },
  });
}

const told = (
  sentence: string,
  lines: string[],
  intent: 'forecast_what_if' | 'forecast_changes',
  {
    understood,
    value,
    drawn,
  }: { understood: string; value: number | null; drawn?: Extract<Said, { kind: 'text' }>['drawn'] },
): Outcome =>
  outcome(
    {
      kind: 'text',
      sentence,
      lines,
      next: [],
      ...(value === null ? {} : { figures: { value, unit: 'currency', series: null } }),
      ...(drawn ? { drawn } : {}),
    },
    intent,
    { understood },
  );

const meant = (supposed: NonNullable<Asked['supposed']>, by: Person): Supposed => {
  if (supposed.is === 'win rate') return { winRate: supposed.to };
  if (supposed.is === 'without largest') return { withoutLargest: supposed.count };
  return { without: supposed.who.id === 'me' ? { id: by.id, name: by.name } : supposed.who };
};

const said = (supposed: NonNullable<Asked['supposed']>, by: Person): string => {
  if (supposed.is === 'win rate') return `with a win rate of ${Math.round(supposed.to * 1_000) / 10}%`;
  if (supposed.is === 'without largest')
    return supposed.count === 1 ? 'without the largest deal' : `without the ${supposed.count} largest deals`;
  return `without ${supposed.who.id === 'me' ? by.name : supposed.who.name}`;
};
