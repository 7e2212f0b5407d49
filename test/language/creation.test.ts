import { describe, expect, test } from 'vitest';
import { createdAssumed } from '../../src/language/creation.ts';
import { read } from '../../src/language/reader.ts';
import { typed } from '../../src/language/understanding.ts';
import { cast } from './companies.ts';
import { last, on, say } from './say.ts';

describe('pipeline that came in is all of it, whatever became of it, and that is said', () => {
  test.each([
    ['pipeline created last quarter', 'Pipeline created last quarter (1 Oct to 31 Dec 2025)'],
    ['how much pipeline did we create last month', 'Pipeline created last month (1 Feb to 28 Feb 2026)'],
    ['pipeline added by Tom last month', 'Pipeline of Tom Reyes created last month (1 Feb to 28 Feb 2026)'],
    ['new pipeline this month', 'Pipeline created this month (1 Mar to 31 Mar 2026)'],
    ['pipeline creation this month', 'Pipeline created this month (1 Mar to 31 Mar 2026)'],
    ['pipeline generation by rep in January', 'Pipeline created in January (1 Jan to 31 Jan 2026) by owner'],
    ['pipeline created by month', 'Pipeline by created month'],
    [
      'new pipeline this month vs last month',
      'Pipeline created this month (1 Mar to 31 Mar 2026) compared with last month (1 Feb to 28 Feb 2026)',
    ],
  ])('%s', (text, understood) => {
    const reading = read(text, on(cast));
    expect(say(reading, cast)).toBe(understood);
    expect(reading.assumptions).toContain(createdAssumed);
    if (reading.say === 'question')
      expect(say(read(typed(reading.frame, on(cast)), on(cast)), cast)).toBe(understood);
  });

  test.each([
    ['open pipeline created last month', 'Open pipeline created last month (1 Feb to 28 Feb 2026)'],
    [
      'pipeline created last month that is still open',
      'Open pipeline created last month (1 Feb to 28 Feb 2026)',
    ],
    ['pipeline created more than 90 days ago', 'Open pipeline created more than 90 days ago'],
    ['pipeline closing last month', 'Open pipeline closing last month (1 Feb to 28 Feb 2026)'],
  ])('%s is still of what is open', (text, understood) => {
    const reading = read(text, on(cast));
    expect(say(reading, cast)).toBe(understood);
    expect(reading.assumptions).not.toContain(createdAssumed);
  });

  test('a reply narrows it and keeps what was lost since', () => {
    expect(last(cast, 'pipeline created last month', 'only EMEA')).toBe(
      'Pipeline in EMEA created last month (1 Feb to 28 Feb 2026)',
    );
  });
});
