import { expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import { cast } from './companies.ts';
import { on, readAs } from './say.ts';

const greeted = (text: string): string | null => {
  const reading = read(text, on(cast));
  return reading.say === 'command' && reading.command.do === 'greet' ? reading.command.as : null;
};

test.each([
  ['good morning', 'good morning'],
  ['Morning all!', 'good morning'],
  ["how's it going", 'hello'],
  ['hey there', 'hello'],
  ['hi', 'hello'],
  ['Hello Steward, how are you today?', 'hello'],
  ['thanks!', 'thanks'],
  ['thanks a lot, that helps', 'thanks'],
  ['perfect, thank you', 'thanks'],
  ['ok great', 'glad'],
  ['got it', 'glad'],
])('a greeting alone asks for nothing: %s', (text, as) => expect(greeted(text)).toBe(as));

test.each([
  ['good morning, show my open deals', 'Your open deals'],
  ['morning all, pipeline by stage', 'Open pipeline by stage'],
  ['hey, thanks for the help. pipeline by stage', 'Open pipeline by stage'],
  ['Good day. What did the agents cost us last month?', '> cost of all, last month'],
  ['great, pipeline by stage', 'Open pipeline by stage'],
  ["how's Priya doing", 'Performance of Priya Nair this quarter (1 Jan to 31 Mar 2026) by owner'],
])('with a request behind it, it is the request: %s', (text, expected) =>
  expect(readAs(text, cast)).toBe(expected),
);

test.each(['ok', 'no thanks', 'great deals', 'team', 'everybody', "what's new", 'good'.repeat(3)])(
  'it is none: %s',
  (text) => expect(greeted(text)).toBeNull(),
);
