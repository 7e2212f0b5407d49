import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Pie, totalOf } from '../charts/pie.ts';
import { Plot } from '../charts/plot.ts';
import { type Chart, type Plotted, readChart, type Segment } from '../charts/read-chart.ts';
import { fullNumber, percent } from '../charts/scale.ts';
import { type Drawn, html } from '../html.ts';
import { string } from '../read.ts';
import { CannotDraw } from './cannot-draw.ts';
import type { BlockProps } from './props.ts';

/** Slack's chart block as a drawing, whose words are its title and all its numbers. */
export const ChartBlock = ({ block }: BlockProps): Drawn => {
  const chart = readChart(block.chart);
  if (!chart) return html`<${CannotDraw} what=${string(block.type)} payload=${block} />`;
  const title = string(block.title);
  const label = `${title}: ${spoken(chart)}`;
  return html`<figure class=${`chart chart-${chart.kind}`}>
    <figcaption>${title}</figcaption>
    ${
      chart.kind === 'pie'
        ? html`<div class="pie-row"><${Pie} segments=${chart.segments} label=${label} /><${Shares} segments=${chart.segments} /></div>`
        : html`<${Sized} chart=${chart} label=${label} />${chart.series.length > 1 && html`<${Legend} chart=${chart} />`}`
    }
  </figure>`;
};

const spoken = (chart: Chart): string => {
  if (chart.kind === 'pie')
    return chart.segments.map(({ label, value }) => `${label} ${fullNumber(value)}`).join(', ');
  const { series, categories } = chart;
  const points = series.map(({ values }) =>
    categories.map((category, n) => `${category} ${fullNumber(values[n] ?? 0)}`).join(', '),
  );
  return series.length > 1
    ? series.map(({ name }, n) => `${name}: ${points[n]}`).join('; ')
    : (points[0] ?? '');
};

const widest = 560;

/** As wide as its message is, so that its letters keep their size. */
const Sized = ({ chart, label }: { chart: Plotted; label: string }): Drawn => {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = (): void => setWidth(Math.min(widest, Math.floor(element.clientWidth)));
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return html`<div class="plot-box" ref=${box}>${width > 0 && html`<${Plot} chart=${chart} width=${width} label=${label} />`}</div>`;
};

/** The colours by name; a screen reader has the words of the drawing. */
const Legend = ({ chart }: { chart: Plotted }): Drawn => html`<ul class="chart-legend" aria-hidden="true">
  ${chart.series.map(
    ({ name }, i) => html`<li key=${i} class=${`series-${i + 1} stroke-${i % 4}`}>
    <svg width="22" height="12" viewBox="0 0 22 12">${
      chart.kind === 'bar'
        ? html`<rect class="bar" x="5" y="0" width="12" height="12" rx="2" />`
        : html`<path class="line" d="M1 6H21" />`
    }</svg>${name}</li>`,
  )}
</ul>`;

const Shares = ({
  segments,
}: {
  segments: Segment[];
}): Drawn => html`<ul class="chart-legend shares" aria-hidden="true">
  ${segments.map(
    ({ label, value }, i) => html`<li key=${i} class=${`series-${i + 1}`}>
    <svg width="12" height="12" viewBox="0 0 12 12"><rect class="bar" width="12" height="12" rx="2" /></svg>
    <span class="share-name">${label}</span><span class="share">${fullNumber(value)} · ${percent(value / totalOf(segments))}</span></li>`,
  )}
</ul>`;
