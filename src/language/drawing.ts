/** "Pie chart of", "as a table", "line chart": how the answer is to be drawn, and what is said where it is drawn otherwise. */
import type { Frame } from './request.ts';
import type { State } from './state.ts';

type Wish = 'pie' | 'bars' | 'line' | 'table' | 'chart';

/** What the words for a picture ask for. */
export const drawingIn = (said: string): Wish =>
  /\b(?:pie|donut|doughnut)\b/i.test(said)
    ? 'pie'
    : /\b(?:bar|column)\b/i.test(said)
      ? 'bars'
      : /\bline\b/i.test(said)
        ? 'line'
        : /\btab(?:le|ular)\b/i.test(said)
          ? 'table'
          : 'chart';

const wishOf = (asked: ReadonlySet<string>): Wish | null =>
  (['pie', 'bars', 'line', 'table', 'chart'] as const).find((wish) => asked.has(`draw ${wish}`)) ?? null;

const isInTime = ({ by }: Frame): boolean =>
  by.length === 1 && /_(?:week|month|quarter|year)$/.test(by[0] ?? '');
const isDrawn = ({ by, other, measure }: Frame): boolean =>
  by.length > 0 ||
  other !== null ||
  (measure.kind === 'metric' && /^(?:funnel|forecast|performance|quota_risk)$/.test(measure.metric));

/** Groups in time are drawn as a line unless bars are wished for, all others as bars; no pies are drawn, and it is said. */
export function finishDrawing(s: State): void {
  const { frame, assumptions } = s;
  const wish = wishOf(s.asked);
  if (wish === null || s.before !== null) return;
  if (!isDrawn(frame)) {
    if (wish !== 'table' && frame.measure.kind !== 'rows')
      assumptions.push('One figure makes no chart: add "by stage", "by rep" or "by month".');
    return;
  }
  if (wish === 'table') frame.draw = 'table';
  if (wish === 'pie') {
    assumptions.push(
      'Drawn as bars with their shares: Steward draws no pies, whose slices are hard to compare.',
    );
    if (isInTime(frame)) frame.draw = 'bars';
  }
  if (wish === 'bars' && isInTime(frame)) frame.draw = 'bars';
  if (wish === 'line' && frame.by.length > 0 && !isInTime(frame))
    assumptions.push('Drawn as bars: a line is for what follows in time. Add "by month" for one.');
}

/** The same drawn as a reply says. */
export function redrawn({ draw: _, ...frame }: Frame, said: string): Frame {
  const wish = drawingIn(said);
  if (wish === 'table') return { ...frame, draw: 'table' };
  return (wish === 'bars' || wish === 'pie') && isInTime(frame) ? { ...frame, draw: 'bars' } : frame;
}
