/** Commands with what people tell around them: why, since when, and that they would be glad. What could limit one is never left out. */
import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

const all = 'Pipeline agent, Forecasting agent';

describe('why it is wanted is told before the command', () => {
  test.each([
    [
      'Thank you, the migration went well, so kindly let the pipeline and the quotes agents resume their work.',
      '> resume Pipeline agent, Quotes agent',
    ],
    [
      'Following our discussion with legal, I would ask you to lower the discount limit from ten to six percent.',
      '> discount_limit = 6 percent',
    ],
    [
      'The numbers have moved since this morning - please rerun the forecasting agent.',
      '> run Forecasting agent',
    ],
    [
      'As the auditors are closing the books, please pause all of the agents until Monday morning at eight.',
      `> pause ${all} until Mon 23 Mar, 08:00 UTC`,
    ],
    ['You may put the intake agent back to work.', '> resume Intake agent'],
  ])('%s', (text, expected) => expect(readAs(text, cast)).toBe(expected));
});

describe('what could limit the command is not taken for its reason', () => {
  test.each([
    'In EMEA, please pause the pipeline agent',
    'EMEA is closing its quarter, please pause the pipeline agent',
    'If Dan is out, please pause all agents',
    'Only when the import runs, please pause all agents',
    'After Friday, please pause all agents',
  ])('%s', (text) => expect(readAs(text, cast)).not.toMatch(/^> (?:pause|resume)/));
});

describe('how one would like it', () => {
  test.each([
    [
      'I should feel more comfortable if the outreach agent were paused until the second of April, so would you see to it, please?',
      '> pause Outreach agent until Thu 2 Apr, 00:00 UTC',
    ],
    [
      'Switch on Quarter-end push, if you would, until the 31st.',
      '> playbook Quarter-end push on until Tue 31 Mar, 23:59 UTC',
    ],
    [
      'Would you be kind enough to switch on the Quarter-end push playbook and leave it on until the 31st of March?',
      '> playbook Quarter-end push on until Tue 31 Mar, 23:59 UTC',
    ],
    [
      'Please create a rule for me: whenever a deal over 120,000 dollars goes 10 days without activity, notify the owner.',
      '> rule "whenever a deal over 120,000 dollars goes 10 days without activity, notify the owner"',
    ],
    ["Lift the discount limit to 25 per cent, there's a good chap.", '> discount_limit = 25 percent'],
    [
      'A deal in Negotiation ought to count as stale after 18 days; kindly set it so.',
      '> stale_days = 18 plain in Negotiation',
    ],
    ['hourly cap intake agent: set to 60', '> hourly_cap = 60 plain for agent Intake agent'],
    ['snapshot config, name: pre-q2', '> snapshot pre-q2'],
    ['snapshot the settings, call it pre-easter', '> snapshot pre-easter'],
    ['all settings: reset to defaults', '> reset_thresholds'],
    ['Put the lot back to factory settings, please.', '> reset_thresholds'],
    ['run pipeline agnt now', '> run Pipeline agent'],
  ])('%s', (text, expected) => expect(readAs(text, cast)).toBe(expected));
});

test('that somebody is away is why their deals go to another, and no question about it', () => {
  expect(
    readAs(
      'Tom is going on parental leave, for which we are all very happy, so I should like all of his open deals to be reassigned to Priya Nair, please.',
      cast,
    ),
  ).toMatch(/^> assign Open deals of Tom \S+ to Priya Nair/);
  expect(readAs('who is on parental leave', cast)).toBe('! private');
  expect(readAs('which reps took sick leave this year', cast)).toBe('! private');
});

test('a wish that begins with "when" or "if" is no rule', () => {
  expect(readAs('When you have a moment, tell me which deals in my team are open.', cast)).toBe(
    "Your team's open deals",
  );
  expect(readAs('if you could, show me my open deals', cast)).toBe('Your open deals');
  expect(
    readAs(
      'If I set this quarter against the same quarter a year ago, what does our win rate look like, please?',
      cast,
    ),
  ).toBe('Win rate this quarter (1 Jan to 31 Mar 2026) compared with Q1 2025 (1 Jan to 31 Mar 2025)');
  expect(readAs('when a deal goes quiet tell the owner', cast)).toBe(
    '> rule "when a deal goes quiet tell the owner"',
  );
});

test('deals that are to be passed to somebody are not listed without that word', () => {
  expect(
    readAs('can you pass all my deals in Discovery to Priya Nair? she will take care while I am away', cast),
  ).not.toMatch(/^Deals/);
});
