/**
 * An answer → the picture that shows it best: what is drawn, with every figure already worded, and the same said for those
 * who cannot see it. Pure: how it is drawn is for blocks/ to say.
 */
import type { Answer, SeriesItem, Unit } from '../sales/answer.ts';
import { biggestDrop } from './answer.ts';
import { type Asked, isWhole } from './asked.ts';
import { countOf, day, figure, headlineMoney, list, number, percent, share } from './format.ts';
import { type Total, totalsOf } from './totals.ts';

/** `said` is the value with its unit; null where there is nothing to measure, which is never drawn as 0. */
export type Mark = { label: string; value: number | null; said: string };

export type Drawn =
  /** `ticks`: round values for the grid, the lowest and the highest enclose the line; `limit`: drawn across it. */
  | { shape: 'line'; measure: string; marks: Mark[]; ticks: Mark[]; limit?: Mark }
  /** `others`: how many groups are not drawn, or are drawn as one. */
  | { shape: 'bars'; measure: string; marks: Mark[]; others: number }
  /** What is now beside what it is compared with. */
  | { shape: 'pairs'; names: [now: string, before: string]; rows: { label: string; marks: [Mark, Mark] }[] }
  /** A bar up to the value, a tick at the target. */
  | { shape: 'bullets'; marks: Mark[]; target: Mark }
  /** `went`: the share that went on to this step; null for the first. */
  | { shape: 'funnel'; steps: (Mark & { went: string | null; drop: boolean })[] }
  /** What led from one total to the other, each step with its sign. */
  | { shape: 'waterfall'; from: Mark; steps: Mark[]; to: Mark }
  | { shape: 'fan'; won: Mark; expected: Mark; low: Mark; high: Mark; quota: Mark | null };

export type Chart = Drawn & {
  /** "Pipeline by stage": for headings; the answer's sentence is the real title. */
  title: string;
  /** What the picture leaves to the table, as a sentence: "The chart shows USD. EUR 1.62M is in the table." */
  besides: string | null;
  alt: string;
};

const most = { bars: 12, points: 60, alt: 1000, named: 60, told: 12 };

/** Null where a picture would say no more than the sentence. Of sums in several currencies only one is drawn. */
export function chartOf(answer: Answer, asked: Asked, understood: string): Chart | null {
  const drawn = drawnOf(answer, asked);
  if (!drawn) return null;
  const { title, besides = null, ...rest } = drawn;
  return withAlt(rest, { title, besides, understood });
}

/** The same said for those who cannot see it. */
export const withAlt = (
  drawn: Drawn,
  { title, besides, understood }: { title: string; besides: string | null; understood: string },
): Chart => ({ ...drawn, title, besides, alt: altOf(drawn, besides, understood) });

/** A figure in time, oldest first, and the limit that it should keep to. Null where fewer than two values are known. */
export function lineChart(of: {
  title: string;
  measure: string;
  marks: Mark[];
  limit?: Mark;
  said: (value: number) => string;
}): Chart | null {
  const { title, measure, marks, limit, said } = of;
  if (marks.filter(({ value }) => value !== null).length < 2) return null;
  const ticks = ticksOf(limit ? [...marks, limit] : marks).map((value) => ({
    label: '',
    value,
    said: said(value),
  }));
  const drawn: Drawn = { shape: 'line', measure, marks, ticks, ...(limit ? { limit } : {}) };
  return withAlt(drawn, { title, besides: null, understood: title });
}

type Titled = Drawn & { title: string; besides?: string | null };

function drawnOf(answer: Answer, asked: Asked): Titled | null {
  if (asked.draw === 'table') return null;
  if (answer.kind === 'series') return ofSeries(answer, asked);
  if (answer.kind === 'comparison') return ofComparison(answer, asked);
  if (answer.kind === 'table') return ofTable(answer, asked);
  if (answer.kind === 'funnel') return ofFunnel(answer);
  return answer.kind === 'forecast' ? ofForecast(answer, asked) : null;
}

const mark = (
  label: string,
  value: number | null,
  of: { unit: Unit; currency?: string | undefined; company: string },
): Mark => ({
  label: label || 'No value',
  value,
  said: value === null ? 'no data' : figure(value, of.unit, of.currency, of.company, headlineMoney),
});

const period = /^\d{4}(-(\d\d|Q[1-4]|W\d\d|H[12]))?(-\d\d)?$/;

function ofSeries(answer: Extract<Answer, { kind: 'series' }>, asked: Asked): Titled | null {
  const { unit, by } = answer;
  const [main, ...left] = totalsOf(answer.series.filter(({ value }) => value !== null));
  if (!main) return null;
  if (left.length > 0) {
    const series = answer.series.filter((item) => (item.currency ?? null) === main.currency);
    const one = ofSeries({ ...answer, series }, { ...asked, companyCurrency: '' });
    return one && { ...one, title: `${one.title}, ${main.currency}`, besides: inTable(main, left, asked) };
  }
  const { series } = answer;
  if (series.length < 2) return null;
  const of = { unit, currency: main.currency ?? undefined, company: asked.companyCurrency };
  const marked = (item: SeriesItem) => mark(item.label, item.value, of);
  const title = `${asked.measure} by ${list(by.map((field) => field.replaceAll('_', ' ').replaceAll('.', ' ')))}`;
  if (series.every(({ key }) => period.test(key))) {
    const inTime = series.toSorted((a, b) => a.key.localeCompare(b.key));
    if (asked.draw === 'bars' && series.every(({ value }) => (value ?? 0) >= 0)) {
      const marks = withShares(inTime.slice(-most.bars).map(marked), asked);
      return {
        shape: 'bars',
        title,
        measure: asked.measure,
        others: Math.max(0, series.length - most.bars),
        marks,
      };
    }
    const marks = inTime.slice(-most.points).map(marked);
    const ticks = ticksOf(marks).map((value) => mark('', value, of));
    return { shape: 'line', title, measure: asked.measure, marks, ticks };
  }
  const target = targetOf(asked);
  if (target) {
    const marks = series.map(marked).slice(0, most.bars);
    return { shape: 'bullets', title, target, marks };
  }
  // A negative sum has no place on a bar that begins at zero.
  if (series.some(({ value }) => (value ?? 0) < 0)) return null;
  // Stages stand in their own order, all else by size.
  const ordered = by.includes('stage')
    ? series
    : series.toSorted((a, b) => (b.value ?? -1) - (a.value ?? -1));
  const marks = ordered.map(marked);
  if (marks.length <= most.bars)
    return { shape: 'bars', title, measure: asked.measure, others: 0, marks: withShares(marks, asked) };
  const kept = marks.slice(0, asked.addsUp ? most.bars - 1 : most.bars);
  const rest = marks.slice(kept.length);
  const together = rest.reduce((sum, { value }) => sum + (value ?? 0), 0);
  const others = asked.addsUp ? [mark(`Others (${number(rest.length)})`, together, of)] : [];
  return {
    shape: 'bars',
    title,
    measure: asked.measure,
    others: rest.length,
    marks: withShares([...kept, ...others], asked),
  };
}

/** "The chart shows USD. EUR 1.62M is in the table.": averages and rates are not added up, so only their currency is named. */
function inTable(main: Total, rest: Total[], { addsUp }: Asked): string {
  const others = rest.map(({ currency, amount }) =>
    addsUp ? headlineMoney(amount, currency, '') : (currency ?? ''),
  );
  return `The chart shows ${main.currency}. ${list(others)} ${rest.length > 1 ? 'are' : 'is'} in the table.`;
}

/** About five round values around the line; from zero unless the line runs far above it. */
function ticksOf(marks: Mark[]): number[] {
  const values = marks.flatMap(({ value }) => (value === null ? [] : [value]));
  const top = Math.max(...values, 0);
  const lowest = Math.min(...values);
  const bottom = lowest > 0 && lowest < top * 0.6 ? 0 : Math.min(lowest, top);
  const span = top - bottom || Math.abs(top) || 1;
  const size = 10 ** Math.floor(Math.log10(span / 5));
  const step = size * ([1, 2, 2.5, 5, 10].find((one) => one * size * 5 >= span) ?? 10);
  const first = Math.floor(bottom / step);
  const last = Math.max(Math.ceil(top / step), first + 1);
  return Array.from({ length: last - first + 1 }, (_, n) => Number(((first + n) * step).toPrecision(12)));
}

/** "$3.1M (37%)", where the bars are all the parts of one whole. */
function withShares(marks: Mark[], asked: Asked): Mark[] {
  const whole = marks.reduce((sum, { value }) => sum + (value ?? 0), 0);
  if (!asked.addsUp || !isWhole(asked) || whole <= 0) return marks;
  return marks.map((one) =>
    one.value === null ? one : { ...one, said: `${one.said} (${percent(one.value / whole)})` },
  );
}

const targetOf = (asked: Asked): Mark | null =>
  asked.metric === 'attainment'
    ? { label: 'quota', value: 1, said: '100%' }
    : asked.metric === 'coverage'
      ? { label: 'just covers the rest of the quota', value: 1, said: '1×' }
      : null;

function ofComparison(answer: Extract<Answer, { kind: 'comparison' }>, asked: Asked): Titled | null {
  const { rows, unit, by } = answer;
  const sides = rows
    .flatMap((row) => row.sides)
    .flatMap((side) => (side && side.value !== null ? [side] : []));
  const currencies = new Set(sides.map(({ currency }) => currency));
  if (rows.length < 2 || currencies.size !== 1 || sides.some(({ value }) => (value ?? 0) < 0)) return null;
  const [currency] = currencies;
  const of = { unit, currency, company: asked.companyCurrency };
  const [now, before] = asked.sides.names;
  return {
    shape: 'pairs',
    title: `${asked.measure} by ${list(by.map((field) => field.replaceAll('_', ' ').replaceAll('.', ' ')))}`,
    names: [now, before],
    rows: rows.slice(0, most.bars).map(({ label, sides: [mine, theirs] }) => ({
      label: label || 'No value',
      marks: [mark(now, mine?.value ?? null, of), mark(before, theirs?.value ?? null, of)],
    })),
  };
}

/** Attainment of each row against the quota, when the table has it. */
function ofTable({ columns, rows }: Extract<Answer, { kind: 'table' }>, asked: Asked): Titled | null {
  const at = columns.findIndex(({ name }) => name === 'attainment');
  const column = columns[at];
  if (
    !column ||
    rows.length < 2 ||
    rows.some(({ side }) => side !== undefined) ||
    rows.every(({ cells }) => cells[at] == null)
  )
    return null;
  const of = { unit: column.unit, company: asked.companyCurrency };
  return {
    shape: 'bullets',
    title: 'Quota attainment',
    target: { label: 'quota', value: 1, said: '100%' },
    marks: rows.slice(0, most.bars).map(({ label, cells }) => mark(label, cells[at] ?? null, of)),
  };
}

function ofFunnel({ steps }: Extract<Answer, { kind: 'funnel' }>): Titled | null {
  if (steps.length < 2 || !steps.some(({ count }) => count > 0)) return null;
  const drop = biggestDrop(steps);
  return {
    shape: 'funnel',
    title: 'Funnel',
    steps: steps.slice(0, most.bars).map((step, n) => ({
      label: step.label || 'No value',
      value: step.count,
      said: countOf(step.count, 'deals'),
      went: n === 0 || step.rate === null ? null : `${share(step.rate)} go on`,
      drop: step === drop?.to,
    })),
  };
}

function ofForecast({ forecast: of }: Extract<Answer, { kind: 'forecast' }>, asked: Asked): Titled {
  const amount = (label: string, value: number): Mark =>
    mark(label, value, { unit: 'currency', currency: of.currency, company: asked.companyCurrency });
  return {
    shape: 'fan',
    title: `Forecast to ${day(of.to)}`,
    won: amount('Won so far', of.won),
    expected: amount(`Expected by ${day(of.to)}`, of.expected),
    low: amount('low', of.low),
    high: amount('high', of.high),
    quota: of.quota === null ? null : amount('Quota', of.quota),
  };
}

/** "‹Kind›: ‹measure›. ‹Main finding›. ‹values up to 12, else top 5, lowest, total›." At most 1,000 characters. */
function altOf(chart: Drawn, besides: string | null, understood: string): string {
  const parts = [
    `${kinds[chart.shape]}: ${short(understood, 200)}.`,
    ...(besides ? [besides] : []),
    ...found(chart),
    ...values(chart),
  ];
  return short(parts.join(' '), most.alt);
}

const kinds: Record<Drawn['shape'], string> = {
  line: 'Line chart',
  bars: 'Bar chart',
  pairs: 'Dot chart',
  bullets: 'Bullet chart',
  funnel: 'Funnel chart',
  fan: 'Fan chart',
  waterfall: 'Waterfall chart',
};

const byValue = (marks: Mark[]): Mark[] =>
  marks.filter(({ value }) => value !== null).toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0));
const told = ({ label, said }: Mark): string => `${short(label, most.named)} ${said}`;

const others = /^Others \(/;

function found(chart: Drawn): string[] {
  if (chart.shape === 'line' || chart.shape === 'bars') {
    const own =
      chart.shape === 'bars' && chart.others > 0
        ? chart.marks.filter(({ label }) => !others.test(label))
        : chart.marks;
    const [top] = byValue(own);
    const limit = chart.shape === 'line' && chart.limit ? [`${told(chart.limit)}.`] : [];
    return top
      ? [`${short(top.label, most.named)} is ${chart.shape === 'line' ? 'highest' : 'largest'}.`, ...limit]
      : limit;
  }
  if (chart.shape === 'bullets') {
    const measured = byValue(chart.marks);
    const reached = measured.filter(({ value }) => (value ?? 0) >= (chart.target.value ?? 0));
    return [`${number(reached.length)} of ${number(measured.length)} reach ${chart.target.said}.`];
  }
  if (chart.shape === 'funnel') {
    const drop = chart.steps.find((step) => step.drop);
    return drop ? [`The biggest drop is before ${short(drop.label, most.named)}.`] : [];
  }
  return [];
}

function values(chart: Drawn): string[] {
  switch (chart.shape) {
    case 'line':
    case 'bars':
    case 'bullets': {
      if (chart.marks.length <= most.told) return [`${chart.marks.map(told).join(', ')}.`];
      const sorted = byValue(chart.marks);
      const lowest = sorted.at(-1);
      const top = `Highest: ${sorted.slice(0, 5).map(told).join(', ')}.`;
      return lowest ? [top, `Lowest: ${told(lowest)}.`] : [top];
    }
    case 'pairs':
      return [
        `${chart.names[0]} against ${chart.names[1]}:`,
        `${chart.rows.map(({ label, marks }) => `${short(label, most.named)} ${marks[0].said} against ${marks[1].said}`).join(', ')}.`,
      ];
    case 'funnel':
      return [
        `${chart.steps.map((step) => (step.went ? `${told(step)} (${step.went})` : told(step))).join(', ')}.`,
      ];
    case 'waterfall':
      return [`${[chart.from, ...chart.steps, chart.to].map(told).join(', ')}.`];
    case 'fan':
      return [
        `${told(chart.won)}. ${told(chart.expected)}, between ${chart.low.said} and ${chart.high.said} in 80 of 100 cases.`,
        ...(chart.quota ? [`${told(chart.quota)}.`] : []),
      ];
  }
}

const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Cut with "…", never through the middle of a letter. */
function short(text: string, length: number): string {
  if (text.length <= length) return text;
  let kept = '';
  for (const { segment } of letters.segment(text.slice(0, length + 64))) {
    if (kept.length + segment.length > length - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}
