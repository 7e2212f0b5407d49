import { describe, expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import { cast } from './companies.ts';
import { on } from './say.ts';

const commandOf = (text: string) => {
  const reading = read(text, on(cast));
  return reading.say === 'command' ? reading.command : reading.say;
};
const url = 'https://hooks.example.com/catch/Start?Key=aB';

describe('workflows outside in words', () => {
  test.each([
    [
      `add the workflow Customer Onboarding at ${url}`,
      { do: 'workflow_add', name: 'Customer Onboarding', url },
    ],
    [
      `Register a workflow called "Legal review" with the address <${url}>`,
      { do: 'workflow_add', name: 'Legal review', url },
    ],
    [
      `please add the customer onboarding webhook at ${url}`,
      { do: 'workflow_add', name: 'customer onboarding', url },
    ],
    [`add ${url} as the workflow win-back`, { do: 'workflow_add', name: 'win-back', url }],
    ['remove the workflow customer onboarding', { do: 'workflow_remove', name: 'customer onboarding' }],
    ['delete the Customer Onboarding workflow', { do: 'workflow_remove', name: 'Customer Onboarding' }],
    ['new secret for the workflow win-back', { do: 'workflow_secret', name: 'win-back' }],
    [
      'rotate the secret of the customer onboarding workflow',
      { do: 'workflow_secret', name: 'customer onboarding' },
    ],
    ['show workflows', { do: 'workflows' }],
    ['which workflows are there?', { do: 'workflows' }],
    ['try start 12 again', { do: 'start_again', start: 12 }],
    ['retry start #3', { do: 'start_again', start: 3 }],
    ['show rule 3', { do: 'rule_shown', rule: 3 }],
    ['what does rule 3 do?', { do: 'rule_shown', rule: 3 }],
    ['explain rule 12', { do: 'rule_shown', rule: 12 }],
  ])('%s', (text, command) => {
    expect(commandOf(text)).toEqual(command);
  });
});
