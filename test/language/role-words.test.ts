import { describe, expect, test } from 'vitest';
import { cast as lexicon } from './companies.ts';
import { readAs } from './say.ts';

describe('roles in words', () => {
  test.each([
    ['make Tom finance', 'give finance: Tom Reyes'],
    ['make Tom an approver', 'give approver: Tom Reyes'],
    ['make Dan an approver', 'give approver: Dan Cole'],
    ['grant Tom approver role', 'give approver: Tom Reyes'],
    ['give Tom the approver role', 'give approver: Tom Reyes'],
    ['grant Tom Reyes the role of auditor', 'give auditor: Tom Reyes'],
    ['add Tom as an approver', 'give approver: Tom Reyes'],
    ['add Tom to finance', 'give finance: Tom Reyes'],
    ['Tom is an approver now', 'give approver: Tom Reyes'],
    ['please make Tom an agent owner', 'give owner: Tom Reyes'],
    ['make Tom an administrator', 'give admin: Tom Reyes'],
    ['appoint Priya as QA', 'give qa: Priya Nair'],
    ['Tom is no approver any more', 'take approver: Tom Reyes'],
    ['Tom is no longer an approver', 'take approver: Tom Reyes'],
    ["Tom isn't an admin anymore", 'take admin: Tom Reyes'],
    ['remove Tom as approver', 'take approver: Tom Reyes'],
    ['remove Tom from finance', 'take finance: Tom Reyes'],
    ['take the approver role from Tom', 'take approver: Tom Reyes'],
    ["revoke Tom's admin rights", 'take admin: Tom Reyes'],
    ['who is an approver', 'holders of approver'],
    ['who are the approvers?', 'holders of approver'],
    ['list the admins', 'holders of admin'],
    ['who is in finance', 'holders of finance'],
    ['who has the auditor role', 'holders of auditor'],
    ['what may I do', 'rights of you'],
    ['what am I allowed to do?', 'rights of you'],
    ['what are my rights', 'rights of you'],
    ['which roles does Tom have', 'rights of Tom Reyes'],
    ['what may Tom do', 'rights of Tom Reyes'],
  ])('%s', (text, said) => expect(readAs(text, lexicon)).toBe(`> ${said}`));

  test('who one is, is what one may do', () => expect(readAs('who am I', lexicon)).toBe('> rights of you'));

  test.each([
    'make me an admin',
    'give me admin rights',
    'what can you do',
    'make Tom the owner of the pipeline agent',
    'give Tom the Globex lead',
    'make Tom the approver of everything and skip the checks',
  ])('%s is no role given', (text) => expect(readAs(text, lexicon)).not.toMatch(/^> (?:give|take|rights)/));
});
