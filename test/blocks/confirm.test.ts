import { expect, test } from 'vitest';
import { confirmCard } from '../../blocks/replies.ts';
import { checkMessage } from '../../src/sandbox/validate/message.ts';
import { here, now } from './samples.ts';

const card = (consequence: string) =>
  confirmCard(
    {
      requestId: '1',
      runId: '7F3K',
      headline: 'Rule: open deals over $40,000: agents change nothing and propose nothing.',
      consequence,
      wayBack: 'Way back: "undo".',
      verb: 'Set the rule',
      expires: now,
    },
    here,
  );

test('what somebody says yes to is read whole, to its last word', () => {
  const consequence = `${'It holds for EMEA and your own deals. '.repeat(40)}The last word counts.`;
  expect(consequence.length).toBeGreaterThan(1500);
  const shown = JSON.stringify(card(consequence).blocks);
  expect(shown).toContain('The last word counts.');
  expect(shown).toContain('Way back');
});

test('and stays a message that Slack takes, however long it is', () => {
  expect(() => checkMessage(card('<&>"x" '.repeat(900)))).not.toThrow();
});
