import { type Drawn, html } from '../html.ts';
import type { Plotted } from './read-chart.ts';
import { cut, fullNumber, shortNumber, ticksFor, widthOf } from './scale.ts';

const plotHeight = 190;
const lean = (50 * Math.PI) / 180;
const leaningLetters = 14;

/** Where everything stands, in pixels. */
type Frame = {
  width: number;
  height: number;
  left: number;
  top: number;
  bottom: number;
  /** The width that each category has. */
  slot: number;
  ticks: number[];
  leaning: boolean;
  /** Each so many categories have a label. */
  every: number;
  y: (value: number) => number;
  /** The middle of a category. */
  x: (category: number) => number;
};

const frameOf = (chart: Plotted, width: number): Frame => {
  const values = chart.series.flatMap((one) => one.values);
  const ticks = ticksFor(values, { zero: chart.kind !== 'line' });
  const count = Math.max(1, chart.categories.length);
  const narrow = Math.max(...ticks.map((tick) => widthOf(shortNumber(tick)))) + 10;
  const widest = Math.max(0, ...chart.categories.map(widthOf));
  const leaning = widest + 8 > (width - narrow - 8) / count;
  const first = widthOf(cut(chart.categories[0] ?? '', leaningLetters));
  const overhang = first * Math.cos(lean) + 6 - (width - narrow - 8) / count / 2;
  const left = leaning ? Math.max(narrow, overhang) : narrow;
  const slot = (width - left - 8) / count;
  const longest = Math.max(0, ...chart.categories.map((one) => widthOf(cut(one, leaningLetters))));
  const labels = leaning ? longest * Math.sin(lean) + 16 : 20;
  const top = chart.yLabel ? 26 : 14;
  const bottom = top + plotHeight;
  const [low = 0] = ticks;
  const span = (ticks.at(-1) ?? 1) - low;
  return {
    width,
    height: bottom + labels + (chart.xLabel ? 20 : 4),
    left,
    top,
    bottom,
    slot,
    ticks,
    leaning,
    every: leaning ? Math.max(1, Math.ceil(16 / slot)) : 1,
    y: (value) => bottom - ((value - low) / span) * plotHeight,
    x: (category) => left + slot * (category + 0.5),
  };
};

/** Lines, bars or areas over categories. */
export const Plot = ({ chart, width, label }: { chart: Plotted; width: number; label: string }): Drawn => {
  const frame = frameOf(chart, width);
  const Marks = { bar: Bars, line: Lines, area: Areas }[chart.kind];
  return html`<svg class="plot" role="img" aria-label=${label} width=${width} height=${frame.height} viewBox=${`0 0 ${width} ${frame.height}`}>
    <${Axes} chart=${chart} frame=${frame} />
    <${Marks} chart=${chart} frame=${frame} />
  </svg>`;
};

type Part = { chart: Plotted; frame: Frame };

const Axes = ({ chart, frame }: Part): Drawn => html`
  ${frame.ticks.map((tick) => {
    const y = frame.y(tick);
    return html`<g key=${tick}>
      <line class=${tick === 0 ? 'zero' : 'grid'} x1=${frame.left} x2=${frame.width - 8} y1=${y} y2=${y} />
      <text class="tick" x=${frame.left - 6} y=${y + 4} text-anchor="end">${shortNumber(tick)}</text>
    </g>`;
  })}
  ${chart.yLabel && html`<text class="axis" x="0" y="12">${chart.yLabel}</text>`}
  ${chart.xLabel && html`<text class="axis" x=${(frame.left + frame.width - 8) / 2} y=${frame.height - 6} text-anchor="middle">${chart.xLabel}</text>`}
  ${chart.categories.map((category, i) => {
    if (i % frame.every > 0) return null;
    const [x, y] = [frame.x(i), frame.bottom + 15];
    return frame.leaning
      ? html`<text key=${i} class="tick" text-anchor="end" transform=${`translate(${x + 4} ${y - 3}) rotate(-50)`}>${cut(category, leaningLetters)}<title>${category}</title></text>`
      : html`<text key=${i} class="tick" x=${x} y=${y} text-anchor="middle">${category}</text>`;
  })}`;

const told = (chart: Plotted, series: number, category: number): string => {
  const { name = '', values = [] } = chart.series[series] ?? {};
  const what = chart.series.length > 1 ? `${name}, ` : '';
  return `${what}${chart.categories[category]}: ${fullNumber(values[category] ?? 0)}`;
};

const Bars = ({ chart, frame }: Part): Drawn => {
  const wide = (frame.slot * 0.76) / chart.series.length;
  const alone = chart.series.length === 1;
  return chart.series.map((one, s) =>
    one.values.map((value, c) => {
      const x = frame.x(c) - frame.slot * 0.38 + wide * s;
      const [from, to] = [frame.y(Math.max(0, value)), frame.y(Math.min(0, value))];
      const words = shortNumber(value);
      return html`<g key=${`${s}/${c}`} class=${`series-${s + 1}`}>
        <rect class="bar" x=${x} y=${from} width=${Math.max(1, wide - (wide > 6 ? 1 : 0))} height=${Math.max(value === 0 ? 0 : 1, to - from)}><title>${told(chart, s, c)}</title></rect>
        ${
          alone &&
          widthOf(words) < frame.slot - 2 &&
          html`<text class="value" x=${x + wide / 2} y=${value < 0 ? to + 13 : from - 4} text-anchor="middle">${words}</text>`
        }
      </g>`;
    }),
  );
};

const pathOf = (values: number[], frame: Frame): string =>
  values.map((value, c) => `${c === 0 ? 'M' : 'L'}${frame.x(c)} ${frame.y(value)}`).join('');

const Lines = ({ chart, frame }: Part): Drawn =>
  chart.series.map(
    (one, s) => html`<g key=${s} class=${`series-${s + 1} stroke-${s % 4}`}>
    <path class="line" d=${pathOf(one.values, frame)} />
    <${Points} chart=${chart} frame=${frame} series=${s} />
  </g>`,
  );

/** The first series is at the back. */
const Areas = ({ chart, frame }: Part): Drawn =>
  chart.series.map((one, s) => {
    const ground = frame.y(0);
    const [first, last] = [frame.x(0), frame.x(one.values.length - 1)];
    return html`<g key=${s} class=${`series-${s + 1} stroke-${s % 4}`}>
      <path class="area" d=${`${pathOf(one.values, frame)}L${last} ${ground}L${first} ${ground}Z`} />
      <path class="line" d=${pathOf(one.values, frame)} />
      <${Points} chart=${chart} frame=${frame} series=${s} />
    </g>`;
  });

const Points = ({ chart, frame, series }: Part & { series: number }): Drawn =>
  chart.series[series]?.values.map(
    (value, c) =>
      html`<circle key=${c} class="point" cx=${frame.x(c)} cy=${frame.y(value)} r="3"><title>${told(chart, series, c)}</title></circle>`,
  );
