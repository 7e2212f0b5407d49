import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cued, cuesOf } from '../../src/language/cues.ts';
import { refusalWords } from '../../src/language/refusal-words.ts';
import { fold } from '../../src/language/text.ts';
import { type Turn, turning } from '../../src/language/turns.ts';
import { linesOf } from './corpus/lines.ts';

/** A pattern together with a text that it matches, made side by side. */
type Made = { source: string; text: string };

const letters = fc.string({ unit: fc.constantFrom(...'abcd '), minLength: 1, maxLength: 5 });
const made = fc.letrec<{ choice: Made; sequence: Made; atom: Made }>((tie) => ({
  choice: fc
    .tuple(fc.array(tie('sequence'), { minLength: 1, maxLength: 2 }), fc.nat())
    .map(([ways, which]) => ({
      source: `(?:${ways.map(({ source }) => source).join('|')})`,
      text: ways[which % ways.length]?.text ?? '',
    })),
  sequence: fc.array(tie('atom'), { maxLength: 4 }).map((atoms) => ({
    source: atoms.map(({ source }) => source).join(''),
    text: atoms.map(({ text }) => text).join(''),
  })),
  atom: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    letters.map((text) => ({ source: text, text })),
    fc.constantFrom(
      { source: '\\d', text: '7' },
      { source: '[x)|]', text: ')' },
      { source: '\\p{L}', text: 'é' },
      { source: '\\.', text: '.' },
      { source: '(?!zzz)', text: '' },
      { source: '(?<!zzz )', text: '' },
      { source: 'gone?', text: 'gon' },
      { source: '(?:gone)??', text: '' },
      { source: 'twice{2,3}', text: 'twicee' },
      { source: '(?:never){0,2}', text: '' },
      { source: '(?=ahead)ahead', text: 'ahead' },
      { source: '[\\]x]', text: ']' },
    ),
    tie('choice'),
    fc.tuple(tie('choice'), fc.constantFrom('?', '*', '{0,1}')).map(([one, sign]) => ({
      source: `${one.source}${sign}`,
      text: '',
    })),
    fc
      .tuple(tie('choice'), fc.constantFrom('+', '+?', '{2}'))
      .map(([one, sign]) => ({ source: `${one.source}${sign}`, text: one.text + one.text })),
    tie('choice').map(({ source, text }) => ({ source: `${source}(?<=${source})`, text })),
  ),
}));

describe('what a pattern cannot be without', () => {
  test.each([
    [/\b(?:superior (?:to|than|of)|upper than) (?=[€$£]?\s?\d)/gi, ['superior ', 'upper than']],
    [/\bclose ?dates? (?:is|are) (?:gone|in the past)/i, ['close']],
    [/^(?:nah|nope),? (?=\S)/i, ['nah', 'nope']],
    [/(?:not )?(?!ever)(?<!at )most/, ['most']],
    [/(?=.*\bstale\b)days/, ['stale']],
    [/(?<word>over)due/, ['overdue']],
  ])('%s', (pattern, cues) => expect(cuesOf(pattern)).toEqual(cues));

  test.each([/\bu\b/, /\s+/g, /(?:abc)?/, /(?:abc|)/, /abc|\d/, /[abc]{3}/, /(?!abc)/, /a{3}/])(
    'of %s nothing is known',
    (pattern) => expect(cuesOf(pattern)).toBeNull(),
  );

  test('no pattern is left out of which a text is made', () => {
    fc.assert(
      fc.property(made.choice, letters, letters, ({ source, text }, before, after) => {
        const pattern = new RegExp(source, 'iu');
        const whole = `${before}${text.toUpperCase()}${after}`;
        fc.pre(pattern.test(whole));
        expect(cued([pattern])(whole)[0]).toBe(1);
      }),
      { numRuns: 500 },
    );
  });

  test('no refusal is left out, whatever is said', async () => {
    const marksOf = cued(refusalWords.map(([, pattern]) => pattern));
    let found = 0;
    for (const half of ['dev', 'more', 'fifth'] as const)
      for (const { turns } of await linesOf(half))
        for (const { text } of turns) {
          const said = fold(text);
          const marks = marksOf(said);
          for (const [at, [, pattern]] of refusalWords.entries())
            if (pattern.test(said)) {
              found += 1;
              expect(marks[at], said).toBe(1);
            }
        }
    expect(found).toBeGreaterThan(50);
  });

  test('what cannot match is left out', () => {
    const marks = cued([/\bclose dates?\b/i, /\bthe whole team\b/i])('deals by CLOSE DATE');
    expect([...marks]).toEqual([1, 0]);
  });
});

describe('turns of phrase', () => {
  const turns: Turn[] = [
    [/\blads\b/gi, 'reps'],
    [/\breps who lag\b/i, 'reps behind'],
    [/\bbehind (\d)/i, (_, figure) => `at risk ${figure}`],
    [/\blads\b/gi, 'never'],
  ];

  test('each is put in its turn, also where another made it', () => {
    expect(turning(turns)('Lads who lag 3')).toBe('reps at risk 3');
  });

  test('all that repeat are put', () => expect(turning(turns)('lads and lads')).toBe('reps and reps'));
});
