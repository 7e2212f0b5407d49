import { describe, expect, test } from 'vitest';
import { plain } from '../../src/language/text.ts';
import { numberOf, words } from '../../src/language/words.ts';

describe('chat markup', () => {
  test.each([
    ['<@U0BOTBOT1|salesops> help', '@U0BOTBOT1 help'],
    ['show deals &gt; $50k &amp; owned by Darcel', 'show deals > $50k & owned by Darcel'],
    ['call <tel:+12125550123|+1 212 555 0123>', 'call +1 212 555 0123'],
    ['post it in <#C024BE7LR|>', 'post it in #C024BE7LR'],
    ['```forecast\nQ4```', 'forecast Q4'],
    ['&gt; show stale deals\nyes do that', 'yes do that'],
    ['&gt; 100k deals', '> 100k deals'],
    ['forecast 📈 pls', 'forecast pls'],
    ['*open* deals _now_ ~old~', 'open deals now old'],
    ['deals &amp;gt; 5', 'deals &gt; 5'],
    ['<!channel> open deals', 'open deals'],
    ['Acme\u0000Corp', 'AcmeCorp'],
  ])('%j', (typed, expected) => {
    expect(plain(typed)).toBe(expected);
  });
});

describe('numbers', () => {
  test.each([
    ['1,200.50', 1200.5],
    ['1.200,50', 1200.5],
    ['50.000', 50_000],
    ["50'000", 50_000],
    ['1,5', 1.5],
    ['1.25', 1.25],
    ['1.2.3', null],
    ['1,23,4', null],
  ])('%s', (typed, expected) => {
    expect(numberOf(typed)).toBe(expected);
  });

  test('a word keeps its place in the text', () => {
    const text = "Priya's deals > €50.000, 30+ days";
    expect(words(text).map((word) => text.slice(word.start, word.end))).toEqual(
      words(text).map((word) => word.text),
    );
    expect(words(text)[0]).toMatchObject({ norm: 'priya', possessive: true });
    expect(words('45d')[0]?.number).toMatchObject({ value: 45, suffix: 'd' });
    expect(words('2026-03-20')[0]).toMatchObject({ kind: 'day' });
  });
});
