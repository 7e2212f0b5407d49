import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerCsv, csv } from '../../src/requests/csv.ts';
import {
  asked,
  askedMetric,
  byTeam,
  everyKind,
  funnel,
  performance,
  pipeline,
  rowsAnswer,
} from '../support/answers.ts';

const lines = (text: string): string[] => text.replace('\uFEFF', '').split('\r\n');

test('a list of deals is exported with every column under a heading that people read', () => {
  const [head, first] = lines(answerCsv(rowsAnswer(['Acme, "the" Platform']), asked()));
  expect(head).toBe(
    'Deal,Deal id,Account,Owner,Team,Territory,Product,Stage,Status,Amount,Currency,Close date,Days in stage,In stage since,Last activity,Days since activity,Next step,Created',
  );
  expect(first).toBe(
    '"Acme, ""the"" Platform",D-1,"Acme, ""the"" Platform",Priya Nair,West,EMEA,Platform,Negotiation,Open,42000,USD,2026-04-15,47,2026-02-01,2026-02-12,36,Call on security review,2025-11-03',
  );
});

test('figures stay plain numbers, totals are left out, and what is missing is empty', () => {
  expect(lines(answerCsv(pipeline, asked()))).toEqual([
    'Stage,Amount (USD),Deals',
    'Discovery,1200000,4',
    'Proposal,2300000,4',
    'Negotiation,3100000,4',
    'Contract,1800000,4',
    '',
  ]);
  expect(lines(answerCsv(performance(), askedMetric('performance', 'Performance')))[3]).toMatch(
    /^Ana Ruiz,420000,0\.24,59\.5,1,,72$/,
  );
  expect(lines(answerCsv(byTeam, asked()))[1]).toBe('West,520000,610000,-90000');
  expect(
    lines(
      answerCsv(
        funnel([
          ['Discovery', 4],
          ['Won', 1],
        ]),
        asked(),
      ),
    )[2],
  ).toBe('Won,1,0.25');
});

test('it begins with a byte order mark and ends its lines as RFC 4180 says', () => {
  const text = answerCsv(pipeline, asked());
  expect(text.startsWith('\uFEFFStage')).toBe(true);
  expect(text.endsWith('\r\n')).toBe(true);
});

describe('a text that a spreadsheet would run', () => {
  test.each([
    '=1+1',
    '+49 30',
    '-5',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    ' =1',
    '＝1',
    '\uFEFF=1',
    '\u200B=1',
    '\n=1',
  ])('%j is made harmless', (text) => {
    expect(parse(csv([text], [[text]]), { bom: true })).toEqual([[`'${text}`], [`'${text}`]]);
  });

  test('never begins a cell, whatever the names are, and everything else comes back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.double({ noNaN: true }), (name, n) => {
        const [, [cell, number] = []] = parse(csv(['a', 'b'], [[name, n]]), { bom: true });
        expect(cell).not.toMatch(/^[=+\-@\t\r]/);
        expect([name, `'${name}`]).toContain(cell);
        expect(Number(number)).toBe(n === 0 ? 0 : n);
      }),
    );
  });

  test('never begins a cell in an answer of any kind', () => {
    for (const [answer, question] of everyKind('=HYPERLINK("https://evil.example")')) {
      const rows: string[][] = parse(answerCsv(answer, question), { bom: true });
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.flat().filter((cell) => /^[=+@\t\r]/.test(cell))).toEqual([]);
    }
  });
});
