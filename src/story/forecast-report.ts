/** The forecast of a quarter as a report: what is expected, what changed and why, and what is off. Pure. */
import { bestCaseFrom, commitFrom } from '../sales/answer.ts';
import type { Step, Waterfall, Why } from '../sales/waterfall.ts';
import { type Chart, type Mark, withAlt } from './chart.ts';
import { count, day, headlineMoney, money, number, percent } from './format.ts';
import type { AnswerTable, Value } from './table.ts';

/** Days are YYYY-MM-DD, amounts in `currency`. */
export type ForecastReport = {
  /** "Q1 FY26". */
  period: string;
  from: string;
  to: string;
  currency: string;
  companyCurrency: string;
  at: Date;
  figures: {
    won: number;
    expected: number;
    low: number;
    high: number;
    commit: number;
    bestCase: number;
    pipeline: number;
    later: number;
  };
  openDeals: number;
  leftOut: number;
  quota: number | null;
  chance: number | null;
  coverage: { is: number | null; target: number };
  /** Since the forecast before; null where there is none. */
  changes: (Waterfall & { since: Date }) | null;
  /** `personal`: of one person, and not for a channel. */
  alerts: { severity: string; why: string; evidence: string[]; proposes: string | null; personal: boolean }[];
  basis: { periods: number; trust: number; usual: number | null };
};

type Say = (amount: number) => string;
const sayIn =
  ({ currency, companyCurrency }: ForecastReport): Say =>
  (amount) =>
    headlineMoney(amount, currency, companyCurrency);

/** "$4.2M expected by 31 Mar 2026, 80% sure between $3.8M and $4.7M." */
export function expectedSentence(report: ForecastReport): string {
  const say = sayIn(report);
  const { expected, low, high } = report.figures;
  return `${say(expected)} expected by ${day(report.to)}, 80% sure between ${say(low)} and ${say(high)}.`;
}

/** "Quota $4.5M: 20% likely to reach it." */
export function quotaSentence(report: ForecastReport): string {
  const { quota, chance, figures } = report;
  if (quota === null) return 'No quota is set.';
  const say = sayIn(report);
  if (figures.won >= quota) return `The quota of ${say(quota)} is reached: ${say(figures.won)} is won.`;
  return `Quota ${say(quota)}: ${likely(chance ?? 0)} likely to reach it.`;
}

/** Never certain: what is counted from past quarters is no promise. */
const likely = (chance: number): string =>
  chance < 0.01 ? 'under 1%' : chance > 0.99 ? 'over 99%' : percent(chance);

/** "Commit $3.4M · Best case $5.1M · Open pipeline $9.8M · Coverage 2.4× (target 3×)" */
export function measures(report: ForecastReport): string[] {
  const say = sayIn(report);
  const { won, commit, bestCase, pipeline } = report.figures;
  const { is, target } = report.coverage;
  return [
    `Won ${say(won)}`,
    `Commit ${say(commit)}`,
    `Best case ${say(bestCase)}`,
    `Open pipeline ${say(pipeline)}`,
    ...(is === null ? [] : [`Coverage ${times(is)} (target ${times(target)})`]),
  ];
}

/** Rounded down: 2.96 times is not 3 times. */
const times = (of: number): string => `${number(Math.floor(of * 10 + 1e-9) / 10)}×`;

export const whyLabels: Record<Why, string> = {
  won: 'Won',
  lost: 'Lost',
  pushed: 'Pushed out',
  new: 'New',
  revalued: 'Re-valued',
  later: 'Still to come',
};

/** "Since 13 Mar 2026: down $200,000. Largest: Kestrel pushed out (−$120,000)." Null where nothing is compared. */
export function changeSentence(report: ForecastReport, dayOf: (at: Date) => string): string | null {
  const { changes } = report;
  if (!changes) return null;
  const say = sayIn(report);
  const by = Math.round((changes.to - changes.from) * 100) / 100;
  const way = by === 0 ? 'unchanged' : `${by > 0 ? 'up' : 'down'} ${say(Math.abs(by))}`;
  const largest = changes.steps
    .flatMap((step) => step.deals.slice(0, 1).map((deal) => ({ deal, step })))
    .sort((a, b) => Math.abs(b.deal.amount) - Math.abs(a.deal.amount))[0];
  const most = largest
    ? ` Largest: ${largest.deal.name}, ${whyLabels[largest.step.why].toLowerCase()} (${signed(largest.deal.amount, say)}).`
    : '';
  return `Since ${day(dayOf(changes.since))}: ${way}.${most}`;
}

export const signed = (amount: number, say: Say): string =>
  `${amount > 0 ? '+' : amount < 0 ? '−' : ''}${say(Math.abs(amount))}`;

/** Exact to the cent: the steps lead from the first row to the last. */
export function changesTable({ changes, currency }: ForecastReport): AnswerTable | null {
  if (!changes) return null;
  const rows: Value[][] = [
    ['Before', changes.from, null],
    ...changes.steps.map((step): Value[] => [
      whyLabels[step.why],
      step.amount,
      step.why === 'later' ? null : step.deals.length,
    ]),
    ['Now', changes.to, null],
  ];
  return {
    columns: [
      { head: 'Change', holds: 'text' },
      { head: 'Amount', holds: 'currency', currency },
      { head: 'Deals', holds: 'deals' },
    ],
    rows,
    totalled: false,
  };
}

/** Null where nothing is compared, or nothing changed. */
export function changesChart(report: ForecastReport, dayOf: (at: Date) => string): Chart | null {
  const { changes } = report;
  const steps = changes?.steps.filter(({ amount }) => Math.round(amount) !== 0) ?? [];
  if (!changes || steps.length === 0) return null;
  // In whole units, each written out: so that a reader can add them up.
  const exactly: Say = (amount) => money(Math.round(amount), report.currency, report.companyCurrency);
  const mark = (label: string, value: number, said = exactly(value)): Mark => ({ label, value, said });
  const rounded = roundingIn(changes);
  const title = `Forecast ${report.period}, change since ${day(dayOf(changes.since))}`;
  return withAlt(
    {
      shape: 'waterfall',
      from: mark(day(dayOf(changes.since)), changes.from),
      steps: [
        ...steps.map((step: Step) => mark(whyLabels[step.why], step.amount, signed(step.amount, exactly))),
        ...(rounded === 0 ? [] : [mark('Rounding', rounded, signed(rounded, exactly))]),
      ],
      to: mark('Now', changes.to),
    },
    { title, besides: null, understood: title },
  );
}

/** What whole units leave between the steps and the new total. */
const roundingIn = ({ from, to, steps }: Waterfall): number =>
  steps.reduce((left, { amount }) => left - Math.round(amount), Math.round(to) - Math.round(from));

/** How it came about, for whoever asks: what it rests on, and what it leaves out. */
export function methodSentences(report: ForecastReport): string[] {
  const { basis, openDeals, leftOut, figures } = report;
  const say = sayIn(report);
  return [
    basis.periods === 0
      ? 'No past quarter is proven yet: every deal counts half, and the interval is the usual one.'
      : `From ${count(openDeals, 'open deal')} and ${count(basis.periods, 'past quarter')} seen from the same day: ${percent(basis.trust)} of it from how deals of this stage, age and segment were won, ${percent(1 - basis.trust)} from what came from this day on.`,
    ...(basis.usual === null
      ? []
      : [`From this day on past quarters brought ${say(basis.usual)} on average.`]),
    ...(figures.later === 0 ? [] : [`${say(figures.later)} is expected of deals that are not open yet.`]),
    `Commit counts deals won in ${percent(commitFrom)} of cases by the end of the quarter, best case those from ${percent(bestCaseFrom)}.`,
    ...(leftOut === 0
      ? []
      : [`${count(leftOut, 'open deal')} without an amount in ${report.currency} left out.`]),
  ];
}

/** The deal that changed most under each reason, exactly. */
export function largestChanges(report: ForecastReport, most = 5): string[] {
  const { changes, currency, companyCurrency } = report;
  const say: Say = (amount) => money(Math.round(amount), currency, companyCurrency);
  return (changes?.steps ?? [])
    .flatMap((step) => step.deals.map((deal) => ({ deal, step })))
    .sort((a, b) => Math.abs(b.deal.amount) - Math.abs(a.deal.amount))
    .slice(0, most)
    .map(
      ({ deal, step }) => `${deal.name}: ${whyLabels[step.why].toLowerCase()}, ${signed(deal.amount, say)}`,
    );
}

/** One answer to "what if": the same quarter with and without it. */
export type WhatIf = {
  /** "With a win rate of 20% instead of 31%". */
  given: string;
  expected: number;
  low: number;
  high: number;
  chance: number | null;
};

/** "Without Kestrel: $3.9M instead of $4.2M, 80% sure between $3.5M and $4.3M. The quota of $4.5M: 12% likely, not 20%." */
export function whatIfSentence(
  report: ForecastReport,
  { given, expected, low, high, chance }: WhatIf,
): string {
  const say = sayIn(report);
  const quota =
    report.quota === null || chance === null || report.figures.won >= report.quota
      ? ''
      : ` Quota ${say(report.quota)}: ${likely(chance)} likely to reach it, not ${likely(report.chance ?? 0)}.`;
  return `${given}: ${say(expected)} instead of ${say(report.figures.expected)}, 80% sure between ${say(low)} and ${say(high)}.${quota}`;
}

/** What became of a forecast that was made, as a clause without its subject: "posted the forecast of Q1 2026". */
export function forecastMade(period: string, made: 'posted' | 'noted' | 'without channel' | 'same'): string {
  switch (made) {
    case 'posted':
      return `posted the forecast of ${period}`;
    case 'noted':
      return `noted the forecast of ${period} in shadow`;
    case 'without channel':
      return `made the forecast of ${period}, for which no channel is set`;
    case 'same':
      return `made the forecast of ${period}, which says the same as the one posted today and is not posted again`;
  }
}

/** "the forecast of Q1 2026 moved from $4.4M to $4.2M", or by how much where that is less than a headline shows; null: not by a cent. */
export function forecastMoved(
  {
    period,
    figures: { expected },
    currency,
    companyCurrency,
  }: Pick<ForecastReport, 'period' | 'currency' | 'companyCurrency'> & { figures: { expected: number } },
  before: number,
): string | null {
  if (Math.abs(expected - before) < 0.005) return null;
  const said = (amount: number): string => headlineMoney(amount, currency, companyCurrency);
  if (said(before) !== said(expected))
    return `the forecast of ${period} moved from ${said(before)} to ${said(expected)}`;
  const by = money(Math.abs(expected - before), currency, companyCurrency);
  return `the forecast of ${period} is ${by} ${expected > before ? 'higher' : 'lower'}, at ${said(before)} still`;
}
