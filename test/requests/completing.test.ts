import { expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import { completed } from '../../src/requests/completing.ts';
import type { Stored } from '../../src/requests/store.ts';
import { cast } from '../language/companies.ts';
import { on, say } from '../language/say.ts';

const use = on(cast);

/** What is done when this is said to "Until when?". */
const after = (said: string): string => {
  const asked = read('pause outreach until the moon', use);
  const waiting = {
    reading: { completes: 'completes' in asked ? asked.completes : null },
    reply: { kind: 'clarify', question: 'Until when?', options: [] },
  } as unknown as Stored;
  return say(read(completed(waiting, said, use), use), cast);
};

test('an end completes a pause that asked for one, however it is said', () => {
  expect(after('monday 9:00')).toBe('> pause Outreach agent until Mon 23 Mar, 09:00 UTC');
  expect(after('until friday')).toBe('> pause Outreach agent until Fri 27 Mar, 00:00 UTC');
  expect(after('in 2 hours')).toBe('> pause Outreach agent until Fri 20 Mar, 12:00 UTC');
  expect(after('2 hours')).toBe('> pause Outreach agent until Fri 20 Mar, 12:00 UTC');
  expect(after('tomorow')).toBe('> pause Outreach agent until Sat 21 Mar, 00:00 UTC');
  expect(after('the moon')).toMatch(/^> \? Until when\?/);
});

test('a day that there is takes the place of one that there is not', () => {
  const asked = read('open deals over 10k closing 13/13/2026', use);
  const waiting = {
    reading: { completes: 'completes' in asked ? asked.completes : null },
    reply: { kind: 'clarify', question: 'Which day?', options: [] },
  } as unknown as Stored;
  expect(say(read(completed(waiting, 'on 13 December 2026', use), use), cast)).toBe(
    'Open deals over $10,000 closing on 13 Dec 2026',
  );
});

test('a request of its own is never taken for the end of a pause, though something of it is missing too', () => {
  expect(after('run the pipeline agent')).toBe('> run Pipeline agent');
  expect(after('set quiet hours')).toMatch(/^> \? From when to when\?/);
  expect(after('pause all agents')).toBe('> pause Pipeline agent, Forecasting agent');
  expect(after('my deals')).toBe('Your open deals');
});
