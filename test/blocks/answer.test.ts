import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnswerView, answerCard } from '../../blocks/answer.ts';
import { limits } from '../../blocks/limits.ts';
import { drawings } from '../../blocks/table.ts';
import type { Answer } from '../../src/sales/answer.ts';
import { checkMessage } from '../../src/sandbox/validate/message.ts';
import type { Asked } from '../../src/story/asked.ts';
import {
  aLead,
  asked,
  askedMetric,
  byTeam,
  comparisonAnswer,
  everyKind,
  forecast,
  funnel,
  performance,
  pipeline,
  rowsAnswer,
  seriesAnswer,
  valueAnswer,
} from '../support/answers.ts';
import { anyCharacter } from '../support/characters.ts';
import { here, now } from './samples.ts';

const plainly = { ...here, clockSet: false };
const view = (
  found: AnswerView['found'],
  question: Asked = asked(),
  of: Partial<AnswerView> = {},
): AnswerView => ({
  requestId: '1',
  runId: '7F3K',
  understood: 'Open pipeline by stage',
  changed: null,
  assumptions: ['Scope: EMEA.'],
  confidence: 1,
  model: null,
  costUsd: 0,
  latencyMs: 400,
  asOf: now.toISOString(),
  sentence: 'Negotiation is largest.',
  found,
  about: [],
  sort: null,
  asked: question,
  next: [],
  audience: 'all',
  place: 'private',
  ...of,
});

type Drawn = {
  type: string;
  caption?: string;
  page_size?: number;
  rows?: { type: string; text: string; value?: number }[][];
  alt_text?: string;
  text?: { text: string };
};
const drawn = (of: AnswerView, drawing = drawings[0]): Drawn[] =>
  answerCard(of, plainly, drawing).blocks as Drawn[];
const tableOf = (of: AnswerView): string[] | undefined =>
  drawn(of)
    .find(({ type }) => type === 'data_table')
    ?.rows?.map((row) => row.map(({ text }) => text).join(' | '));
const withCharts = { charts: { own: true, picture: { slackFile: 'F0CHART01' } } };

describe('under the sentence stands the table', () => {
  test('of a series, with a total where its values add up', () => {
    expect(tableOf(view(pipeline))).toEqual([
      'Stage | Amount (USD) | Deals',
      'Discovery | 1,200,000 | 4',
      'Proposal | 2,300,000 | 4',
      'Negotiation | 3,100,000 | 4',
      'Contract | 1,800,000 | 4',
      'Total | 8,400,000 | 16',
    ]);
  });

  test('of rows, captioned with their order, once', () => {
    const captionOf = (understood: string) =>
      drawn(view(rowsAnswer(['Acme', 'Globex']), asked(), { understood, sort: 'amount' })).find(
        ({ type }) => type === 'data_table',
      )?.caption;
    expect(captionOf('Open deals')).toBe('Open deals, sorted by amount');
    expect(captionOf('Open deals, sorted by amount descending')).toBe(
      'Open deals, sorted by amount descending',
    );
    expect(captionOf('Top 5 open deals by amount')).toBe('Top 5 open deals by amount');
  });

  test('of rates, without a total, and a dash where there is nothing to measure', () => {
    const rates = seriesAnswer(
      [
        ['Priya Nair', 0.27],
        ['Tom Reyes', null],
      ],
      { unit: 'share', by: ['owner'] },
    );
    expect(tableOf(view(rates, askedMetric('win_rate', 'Win rate')))).toEqual([
      'Owner | Win rate | Deals',
      'Priya Nair | 27% | 4',
      'Tom Reyes | – | 4',
    ]);
  });

  test('of amounts in two currencies, a column for each', () => {
    const mixed = seriesAnswer([
      ['West', 5],
      ['West', 7, { currency: 'CAD' }],
      ['East', 1, { currency: 'CAD' }],
    ]);
    expect(tableOf(view({ ...mixed, by: ['team'] }))).toEqual([
      'Team | Amount (USD) | Amount (CAD) | Deals',
      'West | 5 | 7 | 8',
      'East | – | 1 | 4',
      'Total | 5 | 8 | 12',
    ]);
  });

  test('of a comparison, with the difference of each group and of all', () => {
    expect(tableOf(view(byTeam))?.slice(0, 2)).toEqual([
      'Team | This quarter (USD) | Last quarter | Difference',
      'West | 520,000 | 610,000 | −90,000',
    ]);
    expect(tableOf(view(byTeam))?.at(-1)).toBe('All | 1,200,000 | 1,020,000 | 180,000');
    expect(tableOf(view(comparisonAnswer()))).toBeUndefined();
  });

  test('of one alone, a line for each figure, so that all of them are seen', () => {
    const all = performance();
    if (all.kind !== 'table') throw new Error(all.kind);
    const one = { ...all, rows: all.rows.slice(0, 1), whole: null };
    const rows = tableOf(view(one, askedMetric('performance', 'Performance')));
    expect(rows).toHaveLength(all.columns.length + 1);
    expect(rows?.slice(0, 3)).toEqual(['Measure | Priya Nair', 'Won (USD) | 840,000', 'Win rate | 34%']);
  });

  test('of performance, one row for each person and one for all', () => {
    const rows = tableOf(view(performance(), askedMetric('performance', 'Performance')));
    expect(rows?.[0]).toBe('Owner | Won (USD) | Win rate | Sales cycle | Coverage | Attainment | Activities');
    expect(rows?.[1]).toBe('Priya Nair | 840,000 | 34% | 47 days | 2.4× | 112% | 112');
    expect(rows?.at(-1)).toMatch(/^All \| 1,890,000/);
  });

  test('of a funnel and of a forecast', () => {
    expect(tableOf(view(funnel()))?.slice(1, 3)).toEqual(['Discovery | 120 | –', 'Proposal | 74 | 62%']);
    const drawn = tableOf(view(forecast()));
    expect(drawn).toContain('Expected | 1,240,000 | – | – | –');
    expect(drawn).toContain('In Negotiation | 700,000 | 9 | 350,000 | 50%');
    expect(drawn).toContain('Not opened yet | – | – | 21,000 | –');
  });

  test('of leads, paged by ten, saying how many of them are shown', () => {
    const leads: Answer = {
      kind: 'leads',
      leads: Array.from({ length: 40 }, (_, n) => aLead(`Lead ${n}`, n)),
      total: 400,
      leftOut: [],
    };
    const blocks = drawn(view(leads, asked({ of: 'lead' }), { place: 'channel' }));
    const table = blocks.find(({ type }) => type === 'data_table');
    expect(table?.page_size).toBe(10);
    expect(table?.rows?.[1]?.map(({ text }) => text)).toEqual(['Lead 0', 'Lead 0', '–', 'New']);
    expect(
      blocks.some(
        ({ text }) =>
          text?.text ===
          'The first 40 of 400 are shown. A table here holds no more: reply "numbers 41 to 400" for the rest.',
      ),
    ).toBe(true);
  });

  test('of so many as were asked for, without a word about others', () => {
    const leads: Answer = {
      kind: 'leads',
      leads: Array.from({ length: 10 }, (_, n) => aLead(`Lead ${n}`, n)),
      total: 400,
      leftOut: [],
    };
    const said = drawn(view(leads, asked({ of: 'lead', limit: 10 }))).map(({ text }) => text?.text);
    expect(said).toContain('The first 10 of 400 are shown.');
  });

  test('of many groups, cut, and still ending with the total of them all', () => {
    const owners = seriesAnswer(
      Array.from({ length: 250 }, (_, n) => [`Owner ${n}`, 1]),
      { by: ['owner'] },
    );
    const rows = tableOf(view(owners));
    expect(rows).toHaveLength(201);
    expect(rows?.at(-1)).toBe('Total | 250 | 1,000');
    const lines = drawn(view(owners), 'lines').map(({ text }) => text?.text);
    expect(lines).toContain(
      'The first 10 of 250 are shown. A table here holds no more: reply "numbers 11 to 250" for the rest.',
    );

    expect(lines[1]).toMatch(/\*Total\*, 250, 1,000$/);
  });

  test('and none under a value', () => {
    expect(tableOf(view(valueAnswer({ value: 0.24, unit: 'share' })))).toBeUndefined();
  });
});

test("a breakdown has Slack's own chart above its table; where Slack cannot draw it, the picture", () => {
  const kinds = (of: AnswerView, drawing = drawings[0]) => drawn(of, drawing).map(({ type }) => type);
  expect(kinds(view(pipeline, asked(), withCharts)).slice(0, 3)).toEqual([
    'section',
    'data_visualization',
    'data_table',
  ]);
  expect(kinds(view(funnel(), asked(), withCharts)).slice(0, 3)).toEqual(['section', 'image', 'data_table']);
  expect(kinds(view(pipeline, asked(), withCharts), 'lines')[1]).toBe('image');
  expect(kinds(view(pipeline, asked()))).not.toContain('data_visualization');
});

test('a channel that may see totals only gets neither table nor chart nor names', () => {
  for (const [found, question] of everyKind('Kestrel')) {
    const card = answerCard(
      view(found, question, {
        ...withCharts,
        audience: 'totals',
        place: 'channel',
        sentence: 'Kestrel is first.',
      }),
      plainly,
    );
    expect(JSON.stringify(card)).not.toContain('Kestrel');
    expect(card.blocks.some(({ type }) => type === 'image' || type === 'data_table')).toBe(false);
  }
});

test('an answer of every kind stays within nine blocks and ends with the foot row', () => {
  for (const [found, question] of everyKind('Kestrel')) {
    const blocks = answerCard(view(found, question, withCharts), plainly).blocks;
    expect(blocks.length).toBeLessThanOrEqual(limits.cardBlocks);
    expect(JSON.stringify(blocks.at(-1))).toMatch(/Why.*Good.*Bad.*Needs Edit/);
  }
});

describe('no answer breaks a limit of Slack', () => {
  const name = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 80 }),
    fc.string({ unit: anyCharacter, maxLength: 300 }),
    fc.constantFrom('', '日本語の会社名'.repeat(12), 'שלום עולם', '<!channel>', '=1+1', '👨‍👩‍👧'.repeat(40)),
  );
  const value = fc.option(
    fc.oneof(fc.integer({ min: -1e9, max: 1e12 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
  );
  const unit = fc.constantFrom('deals', 'leads', 'currency', 'days', 'number', 'share', 'ratio');
  const currency = fc.constantFrom('USD', 'CAD', 'XXX', undefined);
  const side = fc.record({ value, count: fc.nat(), currency }).map((of) => of as never);
  const leftOut = fc.array(fc.record({ because: name, count: fc.nat(99) }), { maxLength: 3 });
  const base = { total: fc.nat(5000), leftOut };
  const answer: fc.Arbitrary<Answer> = fc.oneof(
    fc.array(name, { maxLength: 300 }).map((names) => rowsAnswer(names)),
    fc.record({
      kind: fc.constant('leads' as const),
      leads: fc.array(name, { maxLength: 300 }).map((all) => all.map((one, n) => aLead(one, n))),
      ...base,
    }),
    fc.record({
      kind: fc.constant('series' as const),
      by: fc.array(name, { maxLength: 3 }),
      unit,
      series: fc.array(
        fc.record({ key: name, label: name, value, count: fc.nat(), currency }).map((of) => of as never),
        { maxLength: 250 },
      ),
      ...base,
    }),
    fc.record({
      kind: fc.constant('comparison' as const),
      unit,
      sides: fc.tuple(side, side),
      by: fc.array(name, { maxLength: 2 }),
      rows: fc.array(
        fc.record({ key: name, label: name, sides: fc.tuple(fc.option(side), fc.option(side)) }),
        { maxLength: 60 },
      ),
      withinChance: fc.option(fc.boolean()),
      ...base,
    }),
    fc.record({
      kind: fc.constant('table' as const),
      by: name,
      columns: fc
        .array(fc.record({ name: fc.constantFrom('won', 'attainment'), label: name, unit }), {
          maxLength: 25,
        })
        .map((all) => all as never[]),
      rows: fc.array(
        fc.record({ id: fc.option(name), label: name, cells: fc.array(value, { maxLength: 25 }) }),
        { maxLength: 250 },
      ),
      whole: fc.option(fc.record({ id: fc.constant(null), label: name, cells: fc.array(value) })),
      ...base,
    }),
    fc.array(fc.tuple(name, fc.nat()), { maxLength: 40 }).map((steps) => funnel(steps)),
  );

  test('whatever its names and figures are', () => {
    fc.assert(
      fc.property(answer, name, fc.constantFrom(...drawings), fc.boolean(), (found, said, drawing, own) => {
        const question = asked({ measure: said, sides: { names: [said, `${said}2`], are: 'groups' } });
        const charts = { own, picture: { slackFile: 'F0CHART01' } };
        const card = answerCard(
          view(found, question, { charts, understood: said, sentence: said }),
          here,
          drawing,
        );
        checkMessage({ text: card.text, blocks: card.blocks });
        expect(card.blocks.length).toBeLessThanOrEqual(limits.cardBlocks);
      }),
      { numRuns: 120 },
    );
  });
});
