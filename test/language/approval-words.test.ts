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
