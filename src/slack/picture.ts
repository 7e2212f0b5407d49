/** SVG → PNG, with our own font and nothing from the machine or the network. */
import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import { chartSvg } from '../../blocks/chart-svg.ts';
import { chartFont } from '../../blocks/svg.ts';
import type { Chart } from '../story/chart.ts';

// Without a font that is named here all text would vanish, without an error.
const font = fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf'));

/** 1200 pixels wide. */
export const chartPng = (chart: Chart): Buffer =>
  new Resvg(chartSvg(chart), {
    fitTo: { mode: 'zoom', value: 2.5 },
    font: { loadSystemFonts: false, fontFiles: [font], defaultFontFamily: chartFont },
  })
    .render()
    .asPng();
