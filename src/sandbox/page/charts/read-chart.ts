import { dict, dicts, number, string, strings } from '../read.ts';

export type Segment = { label: string; value: number };
export type Series = { name: string; values: number[] };
export type Plotted = {
  kind: 'line' | 'bar' | 'area';
  categories: string[];
  series: Series[];
  xLabel: string;
  yLabel: string;
};
export type Chart = { kind: 'pie'; segments: Segment[] } | Plotted;

/** The chart of a data_visualization block; null where it is none that this page knows. */
export const readChart = (payload: unknown): Chart | null => {
  const chart = dict(payload);
  const kind = string(chart.type);
  if (kind === 'pie') return { kind, segments: dicts(chart.segments).map(segment) };
  if (kind !== 'line' && kind !== 'bar' && kind !== 'area') return null;
  const axes = dict(chart.axis_config);
  const categories = strings(axes.categories);
  const series = dicts(chart.series).map((one) => {
    const points = dicts(one.data).map(segment);
    const valueAt = (category: string): number => points.find(({ label }) => label === category)?.value ?? 0;
    return { name: string(one.name), values: categories.map(valueAt) };
  });
  return { kind, categories, series, xLabel: string(axes.x_label), yLabel: string(axes.y_label) };
};

const segment = (point: Record<string, unknown>): Segment => ({
  label: string(point.label),
  value: number(point.value, 0),
});
