/** A forecast report as lines for a terminal. */
import { dayIn } from './sales/days.ts';
import { obeyed } from './spoken.ts';
import { shownRows } from './story/answer-table.ts';
import {
  changeSentence,
  changesTable,
  expectedSentence,
  type ForecastReport,
  largestChanges,
  measures,
  methodSentences,
  quotaSentence,
  type WhatIf,
  whatIfSentence,
} from './story/forecast-report.ts';

export function forecastLines(report: ForecastReport, whatIf: WhatIf | null, zone: string): string {
  const dayOf = (at: Date): string => dayIn(at, zone);
  const lines = [
    `Forecast ${report.period}`,
    `${expectedSentence(report)} ${quotaSentence(report)}`,
    measures(report).join(' · '),
    ...(whatIf ? ['', whatIfSentence(report, whatIf)] : []),
    ...changes(report, dayOf),
    ...report.alerts.flatMap(({ why, evidence, proposes }) => [
      '',
      `${why}.`,
      ...evidence.map((line) => `  ${line}`),
      ...(proposes ? [`  ${proposes}`] : []),
    ]),
    '',
    ...methodSentences(report).map((line) => `(${line})`),
  ];
  return lines.join('\n').replace(obeyed, '');
}

function changes(report: ForecastReport, dayOf: (at: Date) => string): string[] {
  const [sentence, table] = [changeSentence(report, dayOf), changesTable(report)];
  if (sentence === null || table === null) return [];
  const rows = shownRows(table, report.companyCurrency).map((row) => row.map((cell) => cell ?? ''));
  const wide = table.columns.map((_, n) => Math.max(...rows.map((row) => row[n]?.length ?? 0)));
  return [
    '',
    sentence,
    ...rows.map((row) =>
      `  ${row.map((cell, n) => (n === 0 ? cell.padEnd(wide[n] ?? 0) : cell.padStart(wide[n] ?? 0))).join('  ')}`.trimEnd(),
    ),
    ...largestChanges(report).map((line) => `  ${line}`),
  ];
}
