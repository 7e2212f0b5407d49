import { type Drawn, html } from '../html.ts';
import type { Segment } from './read-chart.ts';
import { fullNumber, percent } from './scale.ts';

const radius = 84;
const size = 2 * radius + 4;

/** Slices from twelve o'clock on, clockwise. What each is stands in the legend. */
export const Pie = ({ segments, label }: { segments: Segment[]; label: string }): Drawn => {
  const whole = totalOf(segments);
  let turned = 0;
  return html`<svg class="pie" role="img" aria-label=${label} width=${size} height=${size} viewBox=${`${-size / 2} ${-size / 2} ${size} ${size}`}>
    ${segments.map(({ label: name, value }, i) => {
      const from = turned;
      turned += value / whole;
      const title = html`<title>${name}: ${fullNumber(value)}, ${percent(value / whole)}</title>`;
      return segments.length === 1
        ? html`<circle class="slice series-1" r=${radius}>${title}</circle>`
        : html`<path key=${i} class=${`slice series-${i + 1}`} d=${sliceOf(from, turned)}>${title}</path>`;
    })}
  </svg>`;
};

export const totalOf = (segments: Segment[]): number =>
  segments.reduce((sum, { value }) => sum + value, 0) || 1;

const sliceOf = (from: number, to: number): string => {
  const at = (turn: number): string =>
    `${radius * Math.sin(2 * Math.PI * turn)} ${-radius * Math.cos(2 * Math.PI * turn)}`;
  return `M0 0L${at(from)}A${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to)}Z`;
};
