import { describe, expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import { typed } from '../../src/language/understanding.ts';
import { cast } from './companies.ts';
import { last, on, readAs, say } from './say.ts';

describe('how it is to be drawn', () => {
  test.each([
    ['make a pie chart of pipeline by stage', 'Open pipeline by stage', /^Drawn as bars with their shares/],
    ['pipeline by stage, pie chart please', 'Open pipeline by stage', /^Drawn as bars with their shares/],
    ['line chart of open deals by owner', 'Number of open deals by owner', /^Drawn as bars: a line is for/],
    ['pie chart of the pipeline', 'Open pipeline', /^One figure makes no chart/],
    ['bar chart of open deals by owner', 'Number of open deals by owner', null],
    ['pipeline by stage as a table', 'Open pipeline by stage, as a table', null],
    ['bar chart of won revenue by month', 'Amount of won deals by close month, as a bar chart', null],
    ['draw me a graph of won deals by month', 'Number of won deals by close month', null],
    ['show me a table of open deals', 'Open deals', null],
  ])('%s', (text, understood, note) => {
    const reading = read(text, on(cast));
    expect(say(reading, cast)).toBe(understood);
    const said = reading.assumptions.filter((line) => /^(?:Drawn|One figure)/.test(line));
    expect(said).toEqual(note ? [expect.stringMatching(note)] : []);
    if (reading.say === 'question')
      expect(say(read(typed(reading.frame, on(cast)), on(cast)), cast)).toBe(understood);
  });

  test('a reply draws the same otherwise', () => {
    expect(last(cast, 'won deals by month', 'as a bar chart')).toBe(
      'Number of won deals by close month, as a bar chart',
    );
    expect(last(cast, 'open deals by stage', 'as a table')).toBe('Number of open deals by stage, as a table');
  });
});

describe('who is nearest to a quota, and who is furthest from it', () => {
  const quarter = 'quota attainment this quarter (1 Jan to 31 Mar 2026) by owner';
  test.each([
    ['which of my reps is furthest behind quota', `Your team's ${quarter}`],
    ['who is furthest behind quota', `Q${quarter.slice(1)}`],
    ['which rep is the furthest from target', `Q${quarter.slice(1)}`],
    ['who is closest to quota', `Q${quarter.slice(1)}, under 100%`],
    ['which of our reps is nearest to hitting their number', `Your team's ${quarter}, under 100%`],
  ])('%s', (text, understood) => {
    expect(readAs(text, cast)).toBe(understood);
  });
});

describe('where a figure is going', () => {
  test.each([
    ['is our win rate going up', 'Win rate by close month'],
    ['how is deal size trending', 'Average amount of won deals by close month'],
    ['are wins increasing?', 'Number of won deals by close month'],
    ['is our sales cycle getting longer', 'Sales cycle by close month'],
    ['trend of win rate in EMEA', 'Win rate in EMEA by close month'],
  ])('%s', (text, understood) => {
    expect(readAs(text, cast)).toBe(understood);
  });
});
