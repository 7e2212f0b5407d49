import { describe, expect, test } from 'vitest';
import { cast as lexicon } from './companies.ts';
import { readAs } from './say.ts';

describe('who signs above which threshold, in words', () => {
  test.each([
    ['deals over 250k need finance', 'approval amount > 250000USD: finance'],
    ['deals over $1m need finance', 'approval amount > 1000000USD: finance'],
    ['deals above 250k also need finance', 'approval amount > 250000USD: finance'],
    ['a discount over 10% needs two approvers', 'approval discount > 10%: approver + approver'],
    ['discounts above 15 percent need finance', 'approval discount > 15%: finance'],
    ['deals over 500k need an approver and finance', 'approval amount > 500000USD: approver + finance'],
    ['deals over 500k need an approver, then finance', 'approval amount > 500000USD: approver, then finance'],
    ['deals over 500k require approval by finance', 'approval amount > 500000USD: finance'],
    ['finance must sign deals over 500k', 'approval amount > 500000USD: finance'],
    ['finance approves discounts over 20%', 'approval discount > 20%: finance'],
    ['any deal over EUR 500k needs finance', 'approval amount > 500000EUR: finance'],
    ['for deals over 2m two approvers have to sign', 'approval amount > 2000000USD: approver + approver'],
    ['approval thresholds', '-'],
    ['show the approval thresholds', 'approvals'],
    ['who signs what', 'approvals'],
    ['what needs an approver', 'approvals'],
    ['remove approval 2', 'end approval 2'],
    ['deals over 50k in EMEA need finance', 'approval amount > 50000USD: finance at EMEA'],
    ['EMEA deals over 50k need finance', 'approval amount > 50000USD: finance at EMEA'],
    ['in AMER deals over 50k need two approvers', 'approval amount > 50000USD: approver + approver at AMER'],
    ['deals of team EMEA Sales over 50k need finance', 'approval amount > 50000USD: finance at EMEA Sales'],
    ['deals over 250k do not need finance any more', 'end approval amount > 250000USD: finance'],
    ['deals over 250k no longer need finance', 'end approval amount > 250000USD: finance'],
    ['EMEA deals over 50k need no finance', 'end approval amount > 50000USD: finance at EMEA'],
    ['who approves deals over 100k', 'approvals amount > 100000USD'],
    ['who has to sign a deal of 300k in EMEA', 'approvals amount > 300000USD at EMEA'],
    ['who signs discounts over 10%', 'approvals discount > 10%'],
    ['what needs two signatures', 'approvals of 2'],
    ['which deals need two approvers', 'approvals of 2 by approver'],
    ['what needs finance', 'approvals by finance'],
  ])('%s', (text, said) => expect(readAs(text, lexicon)).toBe(said === '-' ? said : `> ${said}`));

  test.each([
    'deals over 250k need an approver',
    'deals over 250k',
    'discounts above 18% need an approver',
    'deals over 250k need love',
    'deals over 250k without finance',
  ])('%s is none', (text) =>
    expect(readAs(text, lexicon)).not.toMatch(/^> (?:approval|approvals|end approval)\b/),
  );
});
