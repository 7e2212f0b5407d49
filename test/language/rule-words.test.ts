import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import type { Command } from '../../src/language/request.ts';
import { cast } from './companies.ts';
import { ruleOf } from './rule-said.ts';
import { type RuleSentence, ruleSentences } from './rule-sentences.ts';
import { moreRuleSentences } from './rule-sentences-more.ts';
import { thirdRuleSentences } from './rule-sentences-third.ts';
import { on } from './say.ts';

/** At each " & " that stands in no brackets. */
function partsOf(when: string): string[] {
  const parts: string[] = [];
  for (const piece of when.split(' & ')) {
    const last = parts.at(-1) ?? '';
    const isOpen = last.split('(').length > last.split(')').length;
    if (isOpen) parts[parts.length - 1] = `${last} & ${piece}`;
    else parts.push(piece);
  }
  return parts;
}

const inOrder = (when: string): string => {
  const [all = '', event] =
    when.split(', ').length > 1
      ? [when.slice(0, when.lastIndexOf(', ')), when.slice(when.lastIndexOf(', ') + 2)]
      : [when];
  return `${partsOf(all).sort().join(' & ')}${event ? `, ${event}` : ''}`;
};

describe('a rule in words is read as its condition and its effect', () => {
  test.each(ruleSentences)('%s', (text, when, then) => {
    expect(ruleOf(text)).toEqual([inOrder(when), then]);
  });
});

describe('further ways to say one', () => {
  test.each(moreRuleSentences)('%s', (text, when, then) => {
    expect(ruleOf(text)).toEqual([inOrder(when), then]);
  });
});

describe('a third set', () => {
  test.each(thirdRuleSentences)('%s', (text, when, then) => {
    expect(ruleOf(text)).toEqual([inOrder(when), then]);
  });
});

const linesOf = (file: string): RuleSentence[] =>
  readFileSync(new URL(`./corpus/${file}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const { text, when, then } = JSON.parse(line);
      return [text, when, then];
    });

describe('a fourth set', () => {
  test.each(linesOf('twentyfifth-rules'))('%s', (text, when, then) => {
    expect(ruleOf(text)).toEqual([inOrder(when), then]);
  });
});

describe('rules that there are', () => {
  const step = (text: string): Command | null => {
    const reading = read(text, on(cast));
    return reading.say === 'command' ? reading.command : null;
  };
  test.each([
    ['show rules', { do: 'rules' }],
    ['list my rules', { do: 'rules' }],
    ['what rules are there?', { do: 'rules' }],
    ['switch off rule 3', { do: 'rule_step', step: 'switch off', rule: 3 }],
    ['turn rule 3 off', { do: 'rule_step', step: 'switch off', rule: 3 }],
    ['switch on rule #12', { do: 'rule_step', step: 'switch on', rule: 12 }],
    ['delete rule 3', { do: 'rule_step', step: 'delete', rule: 3 }],
    ['please remove rule number 4', { do: 'rule_step', step: 'delete', rule: 4 }],
    ['restore rule 3', { do: 'rule_step', step: 'restore', rule: 3 }],
    ['put rule 3 in shadow', { do: 'rule_step', step: 'shadow', rule: 3 }],
    ['show rule 2', { do: 'rule_shown', rule: 2 }],
    ['why rule 2?', { do: 'rule_shown', rule: 2 }],
    ['what does rule 2 skip?', { do: 'rule_shown', rule: 2 }],
    ['who made rule 2', { do: 'rule_shown', rule: 2 }],
    ['how often did rule 2 fire?', { do: 'rule_shown', rule: 2 }],
    ['which deals does rule 2 skip now', { do: 'rule_shown', rule: 2 }],
    ['which deals are blocked by rule 2?', { do: 'rule_shown', rule: 2 }],
    ['what did rule 2 keep back?', { do: 'rule_shown', rule: 2 }],
    ['switch off all rules', { do: 'rules_step', step: 'switch off' }],
    ['turn all my rules off', { do: 'rules_step', step: 'switch off' }],
    ['switch on all rules again', { do: 'rules_step', step: 'switch on' }],
    ['delete all rules', { do: 'rules_step', step: 'delete' }],
    ['put all rules in shadow', { do: 'rules_step', step: 'shadow' }],
  ])('%s', (text, command) => {
    expect(step(text)).toEqual(command);
  });

  test('another wording takes the place of a rule', () => {
    expect(step('change rule 3 to: if a deal is over $50k and has no next step, alert me')).toMatchObject({
      do: 'rule',
      rule: 3,
      text: 'if a deal is over $50k and has no next step, alert me',
      read: { effect: { does: 'notify', to: { who: 'me' } } },
    });
  });

  test('a rule may begin in shadow', () => {
    expect(step('flag deals over $200,000 with no next step, in shadow first')).toMatchObject({
      do: 'rule',
      shadow: true,
      text: 'flag deals over $200,000 with no next step',
    });
  });
});
