import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chartSvg, numberedNames } from '../../blocks/chart-svg.ts';
import type { Answer } from '../../src/sales/answer.ts';
import { chartPng } from '../../src/slack/picture.ts';
import type { Asked } from '../../src/story/asked.ts';
import { type Chart, chartOf } from '../../src/story/chart.ts';
import { asked, everyKind, pipeline, seriesAnswer } from '../support/answers.ts';

const charted = (answer: Answer, question: Asked = asked()): Chart => {
  const chart = chartOf(answer, question, 'Open pipeline');
  if (!chart) throw new Error('nothing to draw');
  return chart;
};

test('a picture is 1200 pixels wide and bears its own white ground', () => {
  const png = chartPng(charted(pipeline));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.readUInt32BE(16)).toBe(1200);
  expect(chartSvg(charted(pipeline))).toContain('fill="#FFFFFF" stroke="#D0D7DE"');
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

test('a long name is cut, and every figure is a finite place', () => {
  for (const [answer, question] of everyKind('Straßenbahn-Förderungsgesellschaft mbH & Co. KG')) {
    const chart = chartOf(answer, question, 'x');
    if (!chart) continue;
    expect(chartSvg(chart)).not.toMatch(/NaN|Infinity|undefined|gesellschaft/);
  }
});

test('any name gives a picture that can be drawn', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (name) => {
      for (const [answer, question] of everyKind(name)) {
        const chart = chartOf(answer, question, name);
        if (chart) chartPng(chart);
      }
    }),
    { numRuns: 8 },
  );
});
