import { describe, expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import { cast } from './companies.ts';
import { on, readAs, say } from './say.ts';

describe('a slip of the finger in a command is put right, and said', () => {
  test.each([
    ['set aggresive for pipeline agent', '> aggressive Pipeline agent', 'Read "aggresive" as aggressive.'],
    ['set pipeline agent to aggresive', '> aggressive Pipeline agent', 'Read "aggresive" as aggressive.'],
    [
      'make the pipeline agent conservtive',
      '> conservative Pipeline agent',
      'Read "conservtive" as conservative.',
    ],
    ['set my tone to freindly', '> tone casual for you', 'Read "freindly" as friendly.'],
  ])('%s', (text, command, note) => {
    const reading = read(text, on(cast));
    expect(say(reading, cast)).toBe(command);
    expect(reading.assumptions).toContain(note);
  });

  test.each(['set the amount of Acme Platform to 50000', 'set close date of acme platfrom to friday'])(
    '%s stays refused',
    (text) => {
      expect(readAs(text, cast)).toBe('! write');
    },
  );
});

describe('tones by other words', () => {
  test.each([
    ['be friendly with me', '> tone casual for you'],
    ['be more formal with me', '> tone formal for you'],
    ['set my tone to professional', '> tone formal for you'],
    ['be brief with me', '> ? There are two tones, formal and casual. Which one?'],
  ])('%s', (text, command) => {
    expect(readAs(text, cast)).toBe(command);
  });
});
