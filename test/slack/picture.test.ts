import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chartSvg, numberedNames } from '../../blocks/chart-svg.ts';
import { width } from '../../blocks/svg.ts';
import type { Answer } from '../../src/sales/answer.ts';
import { chartPng } from '../../src/slack/picture.ts';
import type { Asked } from '../../src/story/asked.ts';
import { type Chart, chartOf } from '../../src/story/chart.ts';
import { asked, askedMetric, everyKind, pipeline, seriesAnswer } from '../support/answers.ts';
import { anyCharacter } from '../support/characters.ts';

const charted = (answer: Answer, question: Asked = asked()): Chart => {
  const chart = chartOf(answer, question, 'Open pipeline');
  if (!chart) throw new Error('nothing to draw');
  return chart;
};

test('a picture is 1200 pixels wide and opaque up to its round corners', () => {
  const png = chartPng(charted(pipeline));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.readUInt32BE(16)).toBe(1200);
  expect(chartSvg(charted(pipeline))).toMatch(/<rect [^>]*rx="8" fill="#/);
});

/** https://www.w3.org/TR/WCAG21/#dfn-relative-luminance */
const light = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (one: string, other: string): number => {
  const [dark = 0, bright = 0] = [light(one), light(other)].toSorted((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
};

test('a picture is one with a light page and softer than white on a dark one, and all on it can be seen and read', () => {
  for (const [answer, of] of everyKind('Kestrel')) {
    const chart = chartOf(answer, of, 'Open pipeline');
    if (!chart) continue;
    const svg = chartSvg(chart);
    const ground = /<rect x="0.5"[^>]* fill="(#\w{6})"/.exec(svg)?.[1] ?? '#000000';
    expect(contrast(ground, '#FFFFFF'), chart.shape).toBeLessThan(1.2);
    expect(contrast(ground, '#1A1D21'), chart.shape).toBeLessThan(contrast('#FFFFFF', '#1A1D21'));
    // Bars, dots and the lines that say something.
    for (const [, fill = ground] of svg.matchAll(/<(?:circle|rect x="(?!0\.5))[^>]* fill="(#\w{6})"/g))
      if (fill !== ground) expect(contrast(fill, ground), `${chart.shape} ${fill}`).toBeGreaterThanOrEqual(3);
    for (const [, stroke = ground] of svg.matchAll(/<(?:path|line)[^>]* stroke="(#\w{6})" stroke-width/g))
      expect(contrast(stroke, ground), `${chart.shape} ${stroke}`).toBeGreaterThanOrEqual(3);
    for (const [, fill = ground] of svg.matchAll(/<text [^>]* fill="(#\w{6})"/g))
      expect(contrast(fill, ground), `${chart.shape} ${fill}`).toBeGreaterThanOrEqual(4.5);
  }
});

test('a figure short of its target stands on the near side of it, in its bar where there is no room behind it', () => {
  const svg = chartSvg(
    charted(
      seriesAnswer(
        [
          ['Ahead', 2.95],
          ['Nearly', 0.99],
          ['Behind', 0.4],
        ],
        { by: ['owner'], unit: 'share' },
      ),
      askedMetric('attainment', 'Quota attainment'),
    ),
  );
  const target = Number(/<line x1="([\d.]+)"[^>]* stroke-width="2.5"/.exec(svg)?.[1]);
  const endOf = (said: string): number => {
    const [, x, anchor] =
      new RegExp(`<text x="([\\d.]+)"[^>]*text-anchor="(\\w+)"[^>]*>${said}<`).exec(svg) ?? [];
    return Number(x) + (anchor === 'start' ? width(said) : 0);
  };
  expect(endOf('99%')).toBeLessThan(target);
  expect(endOf('40%')).toBeLessThan(target);
  expect(endOf('295%')).toBeGreaterThan(target);
});

test('the words of a picture are drawn, without any font of the machine', () => {
  const blank = charted(
    seriesAnswer(
      [
        ['.', 1],
        ['..', 1],
      ],
      { by: ['owner'] },
    ),
  );
  const named = charted(
    seriesAnswer(
      [
        ['Kestrel', 1],
        ['Borealis', 1],
      ],
      { by: ['owner'] },
    ),
  );
  expect(chartPng(named).length).toBeGreaterThan(chartPng(blank).length + 500);
});

test('a name whose letters the font lacks is numbered, and named below the picture', () => {
  const chart = charted(
    seriesAnswer(
      [
        ['日本語', 2],
        ['Ярославль', 1],
        ['שלום בע״מ', 0.5],
      ],
      { by: ['account'] },
    ),
  );
  expect(chartSvg(chart)).toContain('>No. 1<');
  expect(chartSvg(chart)).toContain('>Ярославль<');
  expect(chartSvg(chart)).toContain('>שלום בע״מ<');
  expect(numberedNames(chart)).toEqual(['No. 1: 日本語']);
});

test('a name without room on one line stands on two, behind the arrow of a move, and lies on no other', () => {
  const chart = charted(
    seriesAnswer(
      [
        ['Discovery → Qualification', 41],
        ['Technical Qualification → Contract', 35],
        ['Proposal → Negotiation', 24],
        ['Northern Lights Trading of Norway', 3],
      ],
      { by: ['owner'] },
    ),
  );
  const drawn = [...chartSvg(chart).matchAll(/<text [^>]*y="([\d.]+)"[^>]*text-anchor="end"[^>]*>([^<]*)</g)];
  expect(drawn.map(([, , said]) => said)).toEqual([
    'Discovery →',
    'Qualification',
    'Technical Qualification',
    '→ Contract',
    'Proposal → Negotiation',
    'Northern Lights',
    'Trading of Norway',
  ]);
  const places = drawn.map(([, y]) => Number(y));
  for (const [n, place] of places.entries())
    if (n > 0) expect(place - (places[n - 1] ?? 0)).toBeGreaterThan(15);
});

test('a long name is cut, and every figure is a finite place', () => {
  for (const [answer, question] of everyKind('Straßenbahn-Förderungsgesellschaft mbH & Co. KG')) {
    const chart = chartOf(answer, question, 'x');
    if (!chart) continue;
    expect(chartSvg(chart)).not.toMatch(/NaN|Infinity|undefined|gesellschaft/);
  }
});

test('any name gives a picture that can be drawn', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, maxLength: 40 }), (name) => {
      for (const [answer, question] of everyKind(name)) {
        const chart = chartOf(answer, question, name);
        if (chart) chartPng(chart);
      }
    }),
    { numRuns: 8 },
  );
});
