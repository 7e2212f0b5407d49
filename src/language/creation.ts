/** "Pipeline created last quarter" is all that came in then, whatever became of it since. */
import type { Frame } from './request.ts';

/** Whether it is of when deals came in: limited to such a period, or split by it. */
export const isOfCreation = ({ clauses, by }: Frame): boolean =>
  clauses.some((one) => one.says === 'period' && one.field === 'created_on') ||
  by.some((field) => field.startsWith('created_'));

/** Pipeline that came in, won and lost included: nothing was said of what the deals are today. */
export const isPipelineCreated = (frame: Frame): boolean =>
  frame.pipeline &&
  frame.of === 'deal' &&
  frame.measure.kind === 'sum' &&
  frame.measure.field === 'amount' &&
  isOfCreation(frame) &&
  !frame.clauses.some(({ says }) => says === 'status' || says === 'stale');

export const createdAssumed =
  'All that was created in that time, whatever became of it; say "open pipeline created" for what is still open.';
