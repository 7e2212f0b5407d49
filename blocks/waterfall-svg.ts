/** What led from one total to another: totals grey, up blue, down vermilion, each with its sign. */
import type { Chart } from '../src/story/chart.ts';
import { bar, columnsOf, framed, ink, pitchOf, quiet, text } from './svg.ts';

export function waterfallSvg({ from, steps, to }: Extract<Chart, { shape: 'waterfall' }>): string {
  const rows = [from, ...steps, to];
  const x = columnsOf(
    rows.map(({ label }) => label),
    rows,
  );
  const ends = endsOf(from.value ?? 0, steps, to.value ?? 0);
  const [least, greatest] = scaleOf(ends);
  const cut = least > 0;
  const at = (value: number): number =>
    x.bars + ((Math.max(value, least) - least) / (greatest - least || 1)) * x.room;
  const pitch = pitchOf(rows.length, 0);
  const thick = Math.min(22, pitch * 0.62);
  const drawn = rows.map((row, n) => {
    const middle = 16 + (n + 0.5) * pitch;
    const end = ends[n] ?? { start: 0, stop: 0, total: true };
    const [low, high] = [Math.min(end.start, end.stop), Math.max(end.start, end.stop)];
    const fill = end.total ? ink.past : end.stop >= end.start ? ink.subject : ink.limit;
    const next = ends[n + 1];
    return [
      text(x.labels, middle, row.label, { anchor: 'end' }),
      bar(at(low), middle, at(high) - at(low), thick, fill),
      cut && end.total ? torn(x.bars + 10, middle, thick) : '',
      next
        ? `<line x1="${at(end.stop)}" x2="${at(end.stop)}" y1="${middle + thick / 2}" y2="${middle + pitch - thick / 2}" stroke="${quiet.axis}" stroke-dasharray="2 3"/>`
        : '',
      text(at(high) + 6, middle, row.said),
    ].join('');
  });
  return framed(rows.length * pitch, drawn, cut ? [cutNote] : []);
}

/** Said under a picture whose axis does not begin at zero. */
export const cutNote = 'Axis cut: the totals are longer than drawn.';

/** Two slanting strokes through a bar whose beginning is not shown. */
const torn = (x: number, middle: number, thick: number): string =>
  [0, 5]
    .map(
      (by) =>
        `<line x1="${x + by - 2}" x2="${x + by + 2}" y1="${middle + thick / 2 + 2}" y2="${middle - thick / 2 - 2}" stroke="${quiet.ground}" stroke-width="2"/>`,
    )
    .join('');

type End = { start: number; stop: number; total: boolean };

/** Where each bar begins and ends: a step begins where the one before ended. */
function endsOf(from: number, steps: { value: number | null }[], to: number): End[] {
  const ends: End[] = [{ start: 0, stop: from, total: true }];
  let at = from;
  for (const { value } of steps) {
    ends.push({ start: at, stop: at + (value ?? 0), total: false });
    at += value ?? 0;
  }
  return [...ends, { start: 0, stop: to, total: true }];
}

/** Below this share of the largest total the steps are hard to see. */
const sliver = 0.4;

/** From zero, as all bars are, unless the steps would be slivers beside the totals: then from somewhat below them. */
function scaleOf(ends: End[]): [number, number] {
  const levels = ends.map(({ stop }) => stop);
  const [lowest, highest] = [Math.min(...levels), Math.max(...levels, 1)];
  const span = highest - lowest;
  if (lowest > 0 && span > 0 && span < highest * sliver) return [lowest - span * 0.35, highest];
  return [Math.min(0, lowest), highest];
}
