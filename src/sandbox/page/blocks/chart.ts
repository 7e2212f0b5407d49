import { type Drawn, html } from '../html.ts';
import { type Dict, dict, dicts, list, number, string } from '../read.ts';
import type { BlockProps } from './props.ts';

type Series = { name: string; values: number[] };

/** Slack's chart as a picture of lines, whose words are read out as one sentence. */
export const Chart = ({ block }: BlockProps): Drawn => {
  const chart = dict(block.chart);
  const type = string(chart.type);
  const title = string(block.title);
  const segments = dicts(chart.segments);
  const categories = list(dict(chart.axis_config).categories).map(string);
  const series = dicts(chart.series).map((one) => seriesOf(one, categories));
  const said =
    type === 'pie'
      ? segments.map((one) => `${string(one.label)} ${figure(number(one.value, 0))}`).join(', ')
      : series.map((one) => spoken(one, categories, series.length > 1)).join('; ');
  const legend = type === 'pie' ? segments.map((one) => string(one.label)) : series.map((one) => one.name);
  return html`<figure class="chart">
    <figcaption>${title}</figcaption>
    <svg role="img" aria-label=${`${title}: ${said}`} viewBox=${`0 0 ${width} ${height}`}>
      ${type === 'pie' ? html`<${Pie} segments=${segments} />` : html`<${Plot} type=${type} series=${series} categories=${categories} unit=${string(dict(chart.axis_config).y_label)} />`}
    </svg>
    ${
      legend.length > 1 &&
      html`<ul class="chart-legend" aria-hidden="true">
        ${legend.map((name, n) => html`<li><span class="chart-key" style=${`background:${colour(n)}`}></span>${name}</li>`)}
      </ul>`
    }
  </figure>`;
};

const width = 640;
const height = 260;
const box = { left: 56, right: 628, top: 14, bottom: 214 };
const colour = (n: number): string => `var(--chart-${(n % 6) + 1})`;

const seriesOf = (one: Dict, categories: string[]): Series => {
  const points = new Map(dicts(one.data).map((point) => [string(point.label), number(point.value, 0)]));
  return { name: string(one.name), values: categories.map((name) => points.get(name) ?? 0) };
};

const spoken = ({ name, values }: Series, categories: string[], several: boolean): string => {
  const points = categories.map((category, n) => `${category} ${figure(values[n] ?? 0)}`).join(', ');
  return several ? `${name}: ${points}` : points;
};

const full = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const figure = (value: number): string => full.format(value);

/** Four or five round numbers that hold all values, zero among them. */
export function ticksFor(values: number[]): number[] {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const rough = (high - low || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((one) => one * power >= rough) ?? 10) * power;
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.ceil(high / step));
  return Array.from({ length: last - first + 1 }, (_, n) => Number(((first + n) * step).toPrecision(12)));
}

const Plot = ({
  type,
  series,
  categories,
  unit,
}: {
  type: string;
  series: Series[];
  categories: string[];
  unit: string;
}): Drawn => {
  const ticks = ticksFor(series.flatMap((one) => one.values));
  const [low = 0, high = 1] = [ticks[0], ticks.at(-1)];
  const y = (value: number): number =>
    box.bottom - ((value - low) / (high - low || 1)) * (box.bottom - box.top);
  const slot = (box.right - box.left) / Math.max(1, categories.length);
  const x = (n: number): number => box.left + slot * (n + 0.5);
  // Where names would run into each other, every other one is left out; the picture's words have all.
  const each = Math.ceil((Math.max(...categories.map((name) => name.length), 1) * 7 + 10) / slot);
  return html`<g>
    ${ticks.map(
      (tick) => html`<g>
        <line class=${tick === 0 ? 'chart-zero' : 'chart-grid'} x1=${box.left} x2=${box.right} y1=${y(tick)} y2=${y(tick)} />
        <text class="chart-tick" x=${box.left - 8} y=${y(tick) + 4} text-anchor="end">${short.format(tick)}</text>
      </g>`,
    )}
    ${unit && html`<text class="chart-tick" x="4" y="10">${unit}</text>`}
    ${categories.map((name, n) => n % each === 0 && html`<text class="chart-tick" x=${x(n)} y=${box.bottom + 20} text-anchor="middle">${name}</text>`)}
    ${type === 'bar' ? html`<${Bars} ...${{ series, slot, x, y }} />` : html`<${Lines} ...${{ series, x, y }} area=${type === 'area'} />`}
  </g>`;
};

type Scale = { x: (n: number) => number; y: (value: number) => number };

const Bars = ({ series, slot, x, y }: Scale & { series: Series[]; slot: number }): Drawn => {
  const thick = Math.min(44, (slot * 0.72) / series.length);
  const whole = thick * series.length;
  return series.map(({ name, values }, s) =>
    values.map((value, n) => {
      const left = x(n) - whole / 2 + thick * s;
      const top = Math.min(y(value), y(0));
      return html`<rect x=${left + 1} y=${top} width=${Math.max(1, thick - 2)} height=${Math.abs(y(value) - y(0))} rx="2" fill=${colour(s)}>
        <title>${name}: ${figure(value)}</title>
      </rect>`;
    }),
  );
};

const Lines = ({ series, x, y, area }: Scale & { series: Series[]; area: boolean }): Drawn =>
  series.map(({ name, values }, s) => {
    const points = values.map((value, n) => `${x(n)},${y(value)}`);
    const ground = `${x(0)},${y(0)} ${points.join(' ')} ${x(values.length - 1)},${y(0)}`;
    return html`<g>
      ${area && html`<polygon points=${ground} fill=${colour(s)} fill-opacity="0.2" />`}
      <polyline points=${points.join(' ')} fill="none" stroke=${colour(s)} stroke-width="2.5" stroke-linejoin="round" />
      ${values.map(
        (value, n) =>
          html`<circle cx=${x(n)} cy=${y(value)} r="3.5" fill=${colour(s)}><title>${name}: ${figure(value)}</title></circle>`,
      )}
    </g>`;
  });

const Pie = ({ segments }: { segments: Dict[] }): Drawn => {
  const total = segments.reduce((sum, one) => sum + number(one.value, 0), 0) || 1;
  const [cx, cy, r] = [width / 2, height / 2, 105];
  let from = -Math.PI / 2;
  return segments.map((one, n) => {
    const share = number(one.value, 0) / total;
    const to = from + share * 2 * Math.PI;
    const at = (angle: number): string => `${cx + r * Math.cos(angle)} ${cy + r * Math.sin(angle)}`;
    const path =
      share > 0.9999
        ? `M ${cx - r} ${cy} a ${r} ${r} 0 1 0 ${2 * r} 0 a ${r} ${r} 0 1 0 ${-2 * r} 0`
        : `M ${cx} ${cy} L ${at(from)} A ${r} ${r} 0 ${share > 0.5 ? 1 : 0} 1 ${at(to)} Z`;
    from = to;
    return html`<path d=${path} fill=${colour(n)} class="chart-slice"><title>${string(one.label)}: ${figure(number(one.value, 0))}</title></path>`;
  });
};
