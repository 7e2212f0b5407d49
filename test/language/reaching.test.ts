import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

describe('how one is reached and spoken to, in words', () => {
  test.each([
    ['e-mail me instead', '> reached_by e-mail for you'],
    ['email me', '> reached_by e-mail for you'],
    ['please send me e-mails instead of Slack messages', '> reached_by e-mail for you'],
    ['only in the Home', '> reached_by Home for you'],
    ['show me things only in the Home', '> reached_by Home for you'],
    ['show me everything only in Home', '> reached_by Home for you'],
    ['message me in Slack', '> reached_by Slack for you'],
    ['no more e-mails', '> reached_by Slack for you'],
    ['be casual with me', '> tone casual for you'],
    ['my tone is formal', '> tone formal for you'],
    ['set the tone to casual for EMEA', '> tone casual for EMEA'],
    ['set the tone to formal', '> tone formal for everyone'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });

  test.each(['e-mail Tom', 'e-mail me the open deals', 'send the report by e-mail', 'deals without e-mail'])(
    '%s sets nothing',
    (text) => {
      expect(readAs(text, cast)).not.toMatch(/^> (?:reached_by|tone)/);
    },
  );
});
