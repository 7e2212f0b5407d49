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
  const at = (value: number): number => x.bars + ((value - least) / (greatest - least || 1)) * x.room;
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
      next
        ? `<line x1="${at(end.stop)}" x2="${at(end.stop)}" y1="${middle + thick / 2}" y2="${middle + pitch - thick / 2}" stroke="${quiet.axis}" stroke-dasharray="2 3"/>`
        : '',
      text(at(high) + 6, middle, row.said),
    ].join('');
  });
  return framed(rows.length * pitch, drawn);
}

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

/** From zero, as all bars are. */
function scaleOf(ends: End[]): [number, number] {
  const all = ends.flatMap(({ start, stop }) => [start, stop]);
  return [Math.min(0, ...all), Math.max(...all, 1)];
}
