/**
 * A chart as SVG, to be turned into a picture. Slack shows one picture to those who read on white and those who read on
 * black, and no ink can be read on both: it stands on a card of its own, round at the corners and tinted like the head of a
 * table, so that it is one with a light page and softer than white on a dark one. Everything is labelled where it stands;
 * no meaning is carried by colour alone.
 */
import type { Chart, Mark } from '../src/story/chart.ts';
import { limits } from './limits.ts';
import {
  bar,
  baseline,
  columnsOf,
  drawable,
  framed,
  ink,
  longestLabel,
  namesInLines,
  namesOf,
  page,
  pitchOf,
  quiet,
  text,
  width,
} from './svg.ts';
import { cut, plain } from './text.ts';
import { waterfallSvg } from './waterfall-svg.ts';

type Of<Shape extends Chart['shape']> = Extract<Chart, { shape: Shape }>;

export function chartSvg(chart: Chart): string {
  switch (chart.shape) {
    case 'line':
      return lineSvg(chart);
    case 'bars':
      return barsSvg(chart);
    case 'pairs':
      return pairsSvg(chart);
    case 'bullets':
      return bulletsSvg(chart);
    case 'funnel':
      return funnelSvg(chart);
    case 'fan':
      return fanSvg(chart);
    case 'waterfall':
      return waterfallSvg(chart);
  }
}

/** What a second line of a name needs. */
const lineHeight = 16;

function barsSvg({ marks, others }: Of<'bars'>): string {
  const names = namesInLines(marks);
  const notes = [
    ...names.notes,
    ...(others > 0 && marks.length === 12 && !/^Others/.test(marks[11]?.label ?? '')
      ? [`${others} more are in the table.`]
      : []),
  ];
  const x = columnsOf(names.lines.flat(), marks);
  const top = Math.max(...marks.map(({ value }) => value ?? 0), 0);
  const pitch = pitchOf(marks.length, notes.length);
  const heights = names.lines.map((lines) => Math.max(pitch, lines.length * lineHeight + 6));
  const above = (n: number) => heights.slice(0, n).reduce((sum, height) => sum + height, 0);
  const whole = above(marks.length);
  const rows = marks.map((one, n) => {
    const lines = names.lines[n] ?? [];
    const middle = page.padding + above(n) + (heights[n] ?? pitch) / 2;
    const length = top > 0 ? ((one.value ?? 0) / top) * x.room : 0;
    const rest = others > 0 && n === marks.length - 1 && /^Others/.test(one.label);
    return [
      ...lines.map((line, at) =>
        text(x.labels, middle + (at - (lines.length - 1) / 2) * lineHeight, line, { anchor: 'end' }),
      ),
      one.value === null
        ? ''
        : bar(x.bars, middle, length, Math.min(22, pitch * 0.62), rest ? ink.past : ink.subject),
      text(
        x.bars + (one.value === null ? 0 : length) + 6,
        middle,
        one.said,
        one.value === null ? { fill: quiet.axis } : {},
      ),
    ].join('');
  });
  return framed(whole, [baseline(x.bars, whole), ...rows], notes);
}

function bulletsSvg({ marks, target }: Of<'bullets'>): string {
  const names = namesOf(marks);
  const x = columnsOf(names.labels, marks);
  const goal = target.value ?? 0;
  const top = Math.max(...marks.map(({ value }) => value ?? 0), goal * 1.05);
  const at = (value: number) => x.bars + (value / top) * x.room;
  const head = 22;
  const pitch = pitchOf(marks.length, names.notes.length, head);
  const thick = Math.min(16, pitch * 0.5);
  const rows = marks.map((one, n) => {
    const middle = page.padding + head + (n + 0.5) * pitch;
    const reach = thick / 2 + 4;
    return [
      text(x.labels, middle, names.labels[n] ?? '', { anchor: 'end' }),
      one.value === null ? '' : bar(x.bars, middle, Math.max(0, at(one.value) - x.bars), thick, ink.subject),
      `<line x1="${at(goal)}" x2="${at(goal)}" y1="${middle - reach}" y2="${middle + reach}" stroke="${ink.text}" stroke-width="2.5"/>`,
      bulletFigure(one, { from: x.bars, end: at(Math.max(one.value ?? 0, 0)), goal: at(goal), middle }),
    ].join('');
  });
  const said = `${target.label} ${target.said}`;
  const anchor = at(goal) + width(said) / 2 > page.width - page.padding ? 'end' : 'middle';
  const heading = text(anchor === 'end' ? page.width - page.padding : at(goal), page.padding + 8, said, {
    anchor,
    fill: quiet.axis,
  });
  return framed(head + marks.length * pitch, [heading, ...rows], names.notes);
}

/** Behind the bar, and never on the other side of the target than the bar's end: where it has no room before it, it stands in the bar. */
function bulletFigure(
  { value, said }: Mark,
  { from, end, goal, middle }: { from: number; end: number; goal: number; middle: number },
): string {
  if (value === null) return text(goal + 7, middle, said, { fill: quiet.axis });
  const room = width(said) + 14;
  if (end >= goal || goal - end > room) return text(end + 7, middle, said);
  if (end - from > room)
    return text(end - 7, middle, said, { anchor: 'end', fill: ink.within, halo: ink.subject });
  return text(goal + 7, middle, said);
}

function funnelSvg({ steps }: Of<'funnel'>): string {
  const names = namesOf(steps);
  const x = columnsOf(names.labels, steps);
  const top = Math.max(...steps.map(({ value }) => value ?? 0), 1);
  const [thick, gap] = steps.length > 6 ? [20, 18] : [24, 22];
  const rows = steps.map((step, n) => {
    const middle = page.padding + n * (thick + gap) + thick / 2;
    const length = ((step.value ?? 0) / top) * x.room;
    const went = step.went === null ? '' : step.drop ? `${step.went}, the biggest drop` : step.went;
    return [
      text(x.labels, middle, names.labels[n] ?? '', { anchor: 'end' }),
      bar(x.bars, middle, length, thick, ink.subject),
      text(x.bars + length + 6, middle, step.said),
      went === ''
        ? ''
        : text(x.bars + 8, middle - (thick + gap) / 2, went, {
            fill: step.drop ? ink.warned : quiet.axis,
            size: 13.4,
          }),
    ].join('');
  });
  return framed(steps.length * (thick + gap) - gap, rows, names.notes);
}

function pairsSvg({ names: [now, before], rows: all }: Of<'pairs'>): string {
  const names = namesOf(all);
  const labelWidth = Math.max(...names.labels.map((label) => width(label)));
  const said = Math.max(...all.flatMap(({ marks }) => marks.map((one) => width(one.said))));
  const left = page.padding + labelWidth + 10 + said + 12;
  const room = page.width - page.padding - said - 12 - left;
  const top = Math.max(...all.flatMap(({ marks }) => marks.map(({ value }) => value ?? 0)), 0) || 1;
  const at = (value: number) => left + (value / top) * room;
  const head = 24;
  const pitch = pitchOf(all.length, names.notes.length, head);
  const rows = all.map(({ marks: [mine, theirs] }, n) => {
    const middle = page.padding + head + (n + 0.5) * pitch;
    const dots = [theirs, mine].flatMap((one) => (one.value === null ? [] : [{ one, x: at(one.value) }]));
    const [low, high] = dots.toSorted((a, b) => a.x - b.x);
    const dot = ({ one, x }: { one: Mark; x: number }) =>
      one === mine
        ? `<circle cx="${x}" cy="${middle}" r="6" fill="${ink.subject}"/>`
        : `<circle cx="${x}" cy="${middle}" r="5" fill="${quiet.ground}" stroke="${ink.past}" stroke-width="2.5"/>`;
    return [
      text(page.padding + labelWidth, middle, names.labels[n] ?? '', { anchor: 'end' }),
      `<line x1="${left}" x2="${left + room}" y1="${middle}" y2="${middle}" stroke="${quiet.grid}"/>`,
      low && high
        ? `<line x1="${low.x}" x2="${high.x}" y1="${middle}" y2="${middle}" stroke="${ink.past}" stroke-width="3"/>`
        : '',
      ...dots.map(dot),
      low && high ? text(low.x - 11, middle, low.one.said, { anchor: 'end' }) : '',
      high
        ? text(high.x + 11, middle, high.one.said)
        : low
          ? text(low.x + 11, middle, `${low.one.said} (only ${low.one.label})`)
          : '',
    ].join('');
  });
  const x = page.padding + labelWidth + 16;
  const y = page.padding + 8;
  const nameOf = (name: string) => cut(drawable(name) ?? name, longestLabel);
  const key = [
    `<circle cx="${x}" cy="${y}" r="6" fill="${ink.subject}"/>`,
    text(x + 12, y, nameOf(now), { fill: quiet.axis }),
    `<circle cx="${x + 12 + width(nameOf(now)) + 22}" cy="${y}" r="5" fill="${quiet.ground}" stroke="${ink.past}" stroke-width="2.5"/>`,
    text(x + 12 + width(nameOf(now)) + 34, y, nameOf(before), { fill: quiet.axis }),
  ];
  return framed(head + all.length * pitch, [...key, ...rows], names.notes);
}

function lineSvg({ marks, ticks, limit }: Of<'line'>): string {
  const [height, foot] = [220, 24];
  const axis = Math.max(...ticks.map(({ said }) => width(said, 13.4)));
  const last = marks.findLastIndex(({ value }) => value !== null);
  const end = width(marks[last]?.said ?? '');
  const left = page.padding + axis + 14;
  const right = page.width - page.padding - end - 10;
  const [bottom, top] = [page.padding + height - foot, page.padding + 18];
  const [low, high] = [ticks[0]?.value ?? 0, ticks.at(-1)?.value ?? 1];
  const x = (n: number) => left + (marks.length === 1 ? 0 : (n / (marks.length - 1)) * (right - left));
  const y = (value: number) => bottom - ((value - low) / (high - low || 1)) * (bottom - top);
  const grid = ticks.map(({ value, said }) =>
    [
      `<line x1="${left}" x2="${right}" y1="${y(value ?? 0)}" y2="${y(value ?? 0)}" stroke="${quiet.grid}"/>`,
      text(left - 8, y(value ?? 0), said, { anchor: 'end', fill: quiet.axis, size: 13.4 }),
    ].join(''),
  );
  let begun = false;
  const path = marks
    .map(({ value }, n) => {
      const step = value === null ? '' : `${begun ? 'L' : 'M'}${x(n)} ${y(value)}`;
      begun = value !== null;
      return step;
    })
    .join('');
  const dots = marks.map(({ value }, n) =>
    value === null
      ? text(x(n), bottom - 10, 'no data', { anchor: 'middle', fill: quiet.axis, size: 13.4 })
      : marks.length <= 24
        ? `<circle cx="${x(n)}" cy="${y(value)}" r="3.5" fill="${ink.subject}"/>`
        : '',
  );
  const labels = namesOf(marks).labels;
  const every = Math.ceil(
    (marks.length * (Math.max(...labels.map((one) => width(one, 13.4))) + 12)) / (right - left),
  );
  const under = labels.map((label, n) =>
    (marks.length - 1 - n) % every === 0
      ? text(x(n), bottom + 18, label, { anchor: 'middle', fill: quiet.axis, size: 13.4 })
      : '',
  );
  const best = marks.reduce(
    (at, { value }, n) => ((value ?? -Infinity) > (marks[at]?.value ?? -Infinity) ? n : at),
    0,
  );
  const said = [
    last >= 0 ? text(x(last) + 9, y(marks[last]?.value ?? 0), marks[last]?.said ?? '') : '',
    best !== last && last - best > 1
      ? text(x(best), y(marks[best]?.value ?? 0) - 14, marks[best]?.said ?? '', {
          anchor: best === 0 ? 'start' : 'middle',
        })
      : '',
  ];
  const across = limit ? limitLine(limit, { left, right, y: y(limit.value ?? 0) }) : [];
  return framed(height, [
    ...grid,
    ...across,
    `<path d="${path}" fill="none" stroke="${ink.subject}" stroke-width="2.5" stroke-linejoin="round" stroke-linecap="round"/>`,
    ...dots,
    ...under,
    ...said,
  ]);
}

/** Dashed, with its name and value on it. */
const limitLine = (limit: Mark, { left, right, y }: { left: number; right: number; y: number }): string[] => [
  `<line x1="${left}" x2="${right}" y1="${y}" y2="${y}" stroke="${ink.limit}" stroke-width="2" stroke-dasharray="7 5"/>`,
  text(left + 4, y - 10, `${limit.label} ${limit.said}`, { fill: ink.warned, size: 13.4 }),
];

/** From what is won to where it may end: the band holds 80 of 100 cases, what is expected is dashed. */
function fanSvg({ won, expected, low, high, quota }: Of<'fan'>): string {
  const height = 236;
  const ends = [
    { ...high, label: `High ${high.said}` },
    { ...expected, label: `Expected ${expected.said}` },
    { ...low, label: `Low ${low.said}` },
  ];
  const side = Math.max(...ends.map(({ label }) => width(label)));
  const [left, right] = [page.padding + 8, page.width - page.padding - side - 14];
  const [top, bottom] = [page.padding + 22, page.padding + height - 46];
  const all = [won, expected, low, high, ...(quota ? [quota] : [])].map(({ value }) => value ?? 0);
  const [least, greatest] = [Math.min(...all), Math.max(...all)];
  const y = (value: number | null) =>
    bottom - (((value ?? 0) - least) / (greatest - least || 1)) * (bottom - top);
  const places = apart(
    ends.map(({ value }) => y(value)),
    19,
  );
  // There the label of the quota would stand on the fan.
  const nearWon = quota !== null && Math.abs(y(quota.value) - y(won.value)) < 60;
  const goal =
    quota === null
      ? []
      : [
          `<line x1="${left}" x2="${right}" y1="${y(quota.value)}" y2="${y(quota.value)}" stroke="${ink.limit}" stroke-width="2" stroke-dasharray="7 5"/>`,
          text(nearWon ? right : left, y(quota.value) - 11, `Quota ${quota.said}`, {
            anchor: nearWon ? 'end' : 'start',
            fill: ink.warned,
          }),
        ];

  return framed(height, [
    `<path d="M${left} ${y(won.value)}L${right} ${y(high.value)}L${right} ${y(low.value)}Z" fill="${ink.band}"/>`,
    `<path d="M${right} ${y(high.value)}L${left} ${y(won.value)}L${right} ${y(low.value)}" fill="none" stroke="${ink.subject}" stroke-width="1"/>`,
    ...goal,
    `<line x1="${left}" y1="${y(won.value)}" x2="${right}" y2="${y(expected.value)}" stroke="${ink.subject}" stroke-width="2.5" stroke-dasharray="5 4"/>`,
    `<circle cx="${left}" cy="${y(won.value)}" r="5" fill="${ink.subject}"/>`,
    `<circle cx="${right}" cy="${y(expected.value)}" r="5" fill="${ink.subject}"/>`,
    text(left, nearWon ? bottom + 20 : Math.min(y(won.value) + 20, bottom + 20), `Won ${won.said}`),
    ...ends.map(({ label }, n) => text(right + 12, places[n] ?? 0, label)),
    text(left, page.padding + height - 6, 'so far', { fill: quiet.axis }),
    text(right, page.padding + height - 6, expected.label.replace('Expected ', ''), {
      anchor: 'middle',
      fill: quiet.axis,
    }),
  ]);
}

/** The same places, from top to bottom, moved until no two are nearer than `least`. */
function apart(places: number[], least: number): number[] {
  const moved = [...places];
  const middle = moved[1] ?? 0;
  if (moved[0] !== undefined) moved[0] = Math.min(moved[0], middle - least);
  if (moved[2] !== undefined) moved[2] = Math.max(moved[2], middle + least);
  return moved;
}

/** The names that a picture could only number, for the line below it: "No. 9: 日本語の会社名". */
export function numberedNames(chart: Chart): string[] {
  const of =
    chart.shape === 'funnel'
      ? chart.steps
      : chart.shape === 'pairs'
        ? chart.rows
        : chart.shape === 'bars' || chart.shape === 'bullets'
          ? chart.marks
          : [];
  return of.flatMap(({ label }, n) =>
    drawable(label) === null ? [`No. ${n + 1}: ${plain(label, limits.name)}`] : [],
  );
}
