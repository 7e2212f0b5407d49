/** What is measured: whether it is one figure, and in which unit it is counted. */
import { findField } from '../sales/fields.ts';
import { type MetricName, metricNamed } from '../sales/metrics.ts';
import type { Frame, Measured } from './request.ts';

export type MeasureUnit = 'share' | 'ratio' | 'days' | 'currency' | 'number';

const single = new Set<MetricName>([
  'win_rate',
  'cycle_time',
  'stage_time',
  'coverage',
  'attainment',
  'time_to_first_touch',
  'forecast',
]);

/** A table or a funnel is several figures. */
export const isFigure = (measure: Measured): boolean =>
  measure.kind !== 'metric' || single.has(measure.metric);

export function unitOf({ of, measure }: Pick<Frame, 'of' | 'measure'>): MeasureUnit {
  if (measure.kind === 'metric') return metricNamed(measure.metric).unit;
  if (measure.kind === 'share') return 'share';
  if (measure.kind === 'rows' || measure.kind === 'count') return 'number';
  const type = findField(of, measure.field)?.type;
  return type === 'money' ? 'currency' : type === 'days' ? 'days' : 'number';
}
