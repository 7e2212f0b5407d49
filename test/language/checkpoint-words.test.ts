import { describe, expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import { cast } from './companies.ts';
import { on, readAs } from './say.ts';

const lexicon = { ...cast, tags: ['strategic', 'Key account'] };

describe('checkpoints in words', () => {
  test.each([
    ['always ask me before changing Globex', 'checkpoint Globex'],
    ['always ask before touching Initech', 'checkpoint Initech'],
    ['always ask about accounts tagged Strategic', 'checkpoint tag strategic'],
    ['deals tagged strategic always need approval', 'checkpoint tag strategic'],
    ['always ask a person about strategic accounts', 'checkpoint tag strategic'],
    ['always check with me before doing anything at Globex', 'checkpoint Globex'],
    ['nudges to Globex always go to a person', 'checkpoint nudge, Globex'],
    ['always ask me about nudges', 'checkpoint nudge'],
    ['close date changes always need a person', 'checkpoint deal.close_date'],
    ['always ask me before changing close dates of Globex', 'checkpoint deal.close_date, Globex'],
    ['changes of accounts tagged strategic always go to a person', 'checkpoint change, tag strategic'],
    ['Hooli Inc always goes to a person', 'checkpoint Hooli Inc'],
    ['add a checkpoint on Globex', 'checkpoint Globex'],
    ['make Globex a checkpoint', 'checkpoint Globex'],
    [
      'always ask me before changing Globex because their CFO is new',
      'checkpoint Globex because their CFO is new',
    ],
    ['list checkpoints', 'checkpoints'],
    ['show me the checkpoints', 'checkpoints'],
    ['which checkpoints are there?', 'checkpoints'],
    ['remove the checkpoint on Globex', 'end checkpoint Globex'],
    ['remove checkpoint 3', 'end checkpoint 3'],
    ['remove all checkpoints', 'end checkpoint all'],
    ['clear all of our checkpoints', 'end checkpoint all'],
    ['lift the checkpoint on nudges to Globex', 'end checkpoint nudge, Globex'],
  ])('%s', (text, expected) => {
    expect(readAs(text, lexicon)).toBe(`> ${expected}`);
  });

  test('of two accounts it is asked which', () => {
    expect(readAs('always ask me before changing Acme', lexicon)).toBe(
      '? Which acme? Acme Corp | Acme Logistics GmbH',
    );
  });

  test.each([
    ['always ask me before changing the weather'],
    ['always flag deals over 100k'],
    ['always ask before changing deals over 50k'],
    ['add a checkpoint on the big ones'],
    ['remove the checkpoint on Nobody Ltd'],
  ])('what is not known makes no checkpoint: %s', (text) => {
    const reading = read(text, on(lexicon));
    expect(reading.say === 'command' ? reading.command.do : '').not.toMatch(/checkpoint/);
  });
});
