import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

describe('the audit log in words', () => {
  test.each([
    ['show the audit of Acme Platform this month', '> audit of either Acme Platform, this month'],
    ['show the audit log', '> audit of everything, lately'],
    ['show the audit log today', '> audit of everything, today'],
    ['show the audit of this month', '> audit of everything, this month'],
    ['audit log this week', '> audit of everything, this week'],
    ['who did what yesterday', '> audit of everything, yesterday'],
    ['show me the audit log of D-1042 today', '> audit of either D-1042, today'],
    ['show the audit of pipeline last week', '> audit of agent Pipeline agent, last week'],
    ['show the audit log of Priya Nair yesterday', '> audit of person Priya Nair, yesterday'],
    ['audit trail of Acme Platform this quarter', '> audit of either Acme Platform, this quarter'],
    ['audit trail of D-1042', '> why either D-1042'],
    ['turn off the audit log', '! bulk'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});
