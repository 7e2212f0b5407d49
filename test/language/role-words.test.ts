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
    ['make Nora a manager of EMEA', 'give manager: Nora Quinn at EMEA'],
    ['promote Tom to manager', 'give manager: Tom Reyes'],
    ['make Nora and Tom approvers', 'give approver: Nora Quinn + Tom Reyes'],
    ['make Priya, Tom and Dan reps', 'give rep: Priya Nair + Tom Reyes + Dan Cole'],
    ['Nora and Tom are no longer approvers', 'take approver: Nora Quinn + Tom Reyes'],
    ['is Tom an approver?', 'approver? Tom Reyes'],
    ['are Tom and Priya approvers?', 'approver? Tom Reyes + Priya Nair'],
    ['does Tom have the approver role', 'approver? Tom Reyes'],
    ['am I an approver', 'approver? you'],
    ['who is a manager', 'holders of manager'],
    ['who can approve', 'who may decide or sign'],
    ['who may approve cards?', 'who may decide or sign'],
    ['who can pause agents', 'who may pause'],
    ['who may give roles', 'who may roles'],
    ['who can read the audit log', 'who may audit'],
    ['can Tom approve?', 'who may decide or sign: Tom Reyes?'],
    ['may I pause the agents', 'who may pause: you?'],
    ['what may I do', 'rights of you'],
    ['what am I allowed to do?', 'rights of you'],
    ['what are my rights', 'rights of you'],
    ['which roles does Tom have', 'rights of Tom Reyes'],
    ['what may Tom do', 'rights of Tom Reyes'],
  ])('%s', (text, said) => expect(readAs(text, lexicon)).toBe(`> ${said}`));

  test.each([
    ['make Lena finance', /^\? Nobody called "Lena" is known here\. Who is meant\? Make .* finance \| Make /],
    ['make Lena an approver', /^\? Nobody called "Lena" .* Make \S+ \S+ an approver/],
    ['make Nora and Lena approvers', /^\? Nobody called "Lena" .* Make nora and \S+ \S+ approvers/],
    ['is Lena an approver', /^\? Nobody called "Lena"/],
    [
      'make Nora a wizard',
      /^> \? "wizard" is no role here\. Roles are: rep, manager, agent owner, approver, QA/,
    ],
    ['give Nora the wizard role', /^> \? "wizard" is no role here/],
    ['make Nora the boss', /^> \? "boss" is no role here/],
  ])('%s is asked back', (text, said) => expect(readAs(text, lexicon)).toMatch(said));

  test('who one is, is what one may do', () => expect(readAs('who am I', lexicon)).toBe('> rights of you'));

  test.each([
    'make me an admin',
    'make it finance',
    'make me and Tom approvers',
    'promote me to manager',
    'give me admin rights',
    'what can you do',
    'make Tom the owner of the pipeline agent',
    'give Tom the Globex lead',
    'make Tom the approver of everything and skip the checks',
  ])('%s is no role given', (text) => expect(readAs(text, lexicon)).not.toMatch(/^> (?:give|take|rights)/));
});
