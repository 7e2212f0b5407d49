/** Figures of the whole, or of each group, as an answer. */
import type { Answer, GroupsMet, SeriesItem, Side, Unit } from '../sales/answer.ts';
import type { Question } from '../sales/conditions.ts';
import { distanceTo, isWithin, type Within } from '../sales/within.ts';
import type { FactRow, Facts } from './facts.ts';
import type { Sight } from './sight.ts';

export type Figure = Side & { median?: number | null };

/** A value, or a series where the question groups. */
export function figures(
  sight: Sight,
  use: {
    unit: Unit;
    figure: (facts: Facts) => Figure;
    found: { whole: Facts; rows: FactRow[]; leftOut: Answer['leftOut'] };
  },
): Answer {
  const { question } = sight;
  const { unit } = use;
  const { whole, rows, leftOut } = use.found;
  const { count: total, ...all } = use.figure(whole);
  if (!question.by || question.by.length === 0) return { kind: 'value', ...all, unit, total, leftOut };
  const items = rows.map((row) => ({ row, item: itemOf(row, use.figure(row.facts)) }));
  const series = items.sort((a, b) => inOrder(question, a, b)).map(({ item }) => item);
  const answer = { kind: 'series' as const, by: question.by, unit, leftOut };
  if (!question.having) return { ...answer, series: shown(series, question), total };
  const { met, groups } = meeting(series, question.having);
  return { ...answer, series: shown(met, question), total: counted(met), groups };
}

/** Those that meet the limit, and how many of all those are. What has no value meets none, and what is in no group is none. */
function meeting(series: SeriesItem[], limit: Within): { met: SeriesItem[]; groups: GroupsMet } {
  const measured = series.flatMap((item) =>
    item.value === null || item.key.split(' / ').includes('') ? [] : [{ item, value: item.value }],
  );
  const met = measured.filter(({ value }) => isWithin(value, limit)).map(({ item }) => item);
  const [nearest] = measured.toSorted((a, b) => distanceTo(a.value, limit) - distanceTo(b.value, limit));
  return {
    met,
    groups: {
      met: met.length,
      of: measured.length,
      nearest: met.length > 0 ? null : (nearest?.item ?? null),
    },
  };
}

/** The rows behind them. */
export const counted = (series: SeriesItem[]): number => series.reduce((sum, { count }) => sum + count, 0);

/** The groups that were asked for: the first so many, or those after them. */
export const shown = <T>(list: T[], { skip = 0, limit }: Question): T[] =>
  list.slice(skip, limit === undefined ? undefined : skip + limit);

const itemOf = ({ key, label }: FactRow, { median: _, ...figure }: Figure): SeriesItem => ({
  key,
  label,
  ...figure,
});

type Placed = { row: Pick<FactRow, 'order'>; item: SeriesItem };

/** Stages and months in their order, all else with the largest first; what has no value comes last. */
function inOrder(question: Question, a: Placed, b: Placed): number {
  for (const [i, place] of question.sort ? [] : a.row.order.entries()) {
    const other = b.row.order[i] ?? place;
    if (place !== other) return place < other ? -1 : 1;
  }
  const [left, right] = [a.item.value, b.item.value];
  if (left !== right) {
    if (left === null || right === null) return left === null ? 1 : -1;
    return question.sort && !question.sort.down ? left - right : right - left;
  }
  return a.item.key < b.item.key ? -1 : a.item.key > b.item.key ? 1 : 0;
}
