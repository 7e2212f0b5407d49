/** A chart as Slack's own block where that can say it, otherwise as a picture that was uploaded before. */
import type { Chart, Mark } from '../src/story/chart.ts';
import { numberedNames } from './chart-svg.ts';
import { type Block, context } from './kit.ts';
import { limits } from './limits.ts';
import { data, plain, plainOr } from './text.ts';

/** The picture's file in Slack, or its public address. */
export type Picture = { slackFile: string } | { url: string };

/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block; @slack/types does not know it yet. */
type Point = { label: string; value: number };
export type ChartBlock = {
  type: 'data_visualization';
  title: string;
  chart: {
    type: 'line' | 'bar';
    series: { name: string; data: Point[] }[];
    axis_config: { categories: string[]; y_label?: string };
  };
};

/** Slack's own chart, or the picture with the names that it could only number. Slack's own follows the reader's theme; the picture has its own ground. */
export function chartBlocks(chart: Chart, can: { own: boolean; picture: Picture | null }): Block[] {
  const own = can.own ? ownChart(chart) : null;
  const besides = chart.besides ? [context(data(chart.besides))] : [];
  if (own) return [asBlock(own), ...besides];
  if (!can.picture) return [];
  const numbered = numberedNames(chart);
  // One block for both: a card has room for nine.
  const notes = [
    chart.besides ? data(chart.besides) : null,
    numbered.length > 0 ? data(numbered.join(' · '), limits.context.text / 2) : null,
  ].filter((note) => note !== null);
  return [pictureBlock(chart, can.picture), ...(notes.length > 0 ? [context(...notes)] : [])];
}

/** Lines, bars and pairs of bars, if every label fits and every value is known: Slack has no gaps, bands, targets or rates. */
export function ownChart(chart: Chart): ChartBlock | null {
  if (chart.shape === 'line' || chart.shape === 'bars') {
    const name = chart.measure.length <= limits.chart.label ? chart.measure : 'Value';
    const limit = chart.shape === 'line' ? chart.limit : undefined;
    const series = [{ name, marks: chart.marks }, ...(limit ? [across(limit, chart.marks)] : [])];
    return drawn(chart, chart.shape === 'line' ? 'line' : 'bar', chart.marks, series);
  }
  if (chart.shape !== 'pairs' || chart.rows.length > 4) return null;
  const [now, before] = chart.names;
  return drawn(chart, 'bar', chart.rows, [
    { name: now, marks: chart.rows.map((row) => row.marks[0]) },
    { name: before, marks: chart.rows.map((row) => row.marks[1]) },
  ]);
}

/** A limit as a line of its own: Slack draws none across. */
const across = (limit: Mark, marks: Mark[]): { name: string; marks: Mark[] } => ({
  name: `${limit.label} ${limit.said}`,
  marks: marks.map(({ label }) => ({ ...limit, label })),
});

function drawn(
  chart: Chart,
  type: 'line' | 'bar',
  labelled: { label: string }[],
  series: { name: string; marks: Mark[] }[],
): ChartBlock | null {
  const { points, label, title } = limits.chart;
  const categories = labelled.map((one) => plain(one.label, label + 1));
  const names = series.map((one) => plain(one.name, label + 1));
  const fit = [...categories, ...names].every((text) => text !== '' && text.length <= label);
  const distinct = new Set(categories).size === categories.length && new Set(names).size === names.length;
  const known = series.every(({ marks }) => marks.every(({ value }) => Number.isFinite(value)));
  // Slack knows no percent: a share is drawn as its hundredths, under a "%".
  const shares = series.every(({ marks }) => marks.every(({ said }) => said.endsWith('%')));
  const shownAs = (value: number | null): number =>
    shares ? Math.round((value ?? 0) * 1_000) / 10 : (value ?? 0);
  if (!fit || !distinct || !known || categories.length === 0 || categories.length > points) return null;
  return {
    type: 'data_visualization',
    title: plainOr(chart.title, title, 'Chart'),
    chart: {
      type,
      series: series.map(({ marks }, n) => ({
        name: names[n] ?? '–',
        data: marks.map(({ value }, i) => ({ label: categories[i] ?? '–', value: shownAs(value) })),
      })),
      axis_config: { categories, ...(shares ? { y_label: '%' } : {}) },
    },
  };
}

// The one place where a block that the types lack is taken for one of theirs.
const asBlock = (block: ChartBlock): Block => block as unknown as Block;

const pictureBlock = (chart: Chart, picture: Picture): Block => {
  const alt_text = plainOr(chart.alt, limits.image.alt, 'Chart');
  return 'url' in picture
    ? { type: 'image', image_url: picture.url, alt_text }
    : { type: 'image', slack_file: { id: picture.slackFile }, alt_text };
};
