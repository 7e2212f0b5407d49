import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs as readWith } from './say.ts';

const readAs = (text: string): string => readWith(text, cast);

describe('what a stage requires', () => {
  test.each([
    [
      'in Negotiation an amount, a close date and a next step are required',
      'amount, close_date, next_step in Negotiation',
    ],
    ['In negotiation, amount and next step are mandatory', 'amount, next_step in Negotiation'],
    ['a next step is required in Proposal', 'next_step in Proposal'],
    ['require a next step and a close date in Proposal', 'close_date, next_step in Proposal'],
    ['please require a product in Contract for EMEA', 'product for territory EMEA in Contract'],
    ['make close date and amount mandatory in Contract', 'amount, close_date in Contract'],
    ['Negotiation requires an amount and a next step', 'amount, next_step in Negotiation'],
    ['negotiation deals need a close date', 'close_date in Negotiation'],
    ['set the required fields for Proposal to amount and lead source', 'amount, lead_source in Proposal'],
    ['set the required fields in Proposal to none', 'none in Proposal'],
    ['nothing is required in Contract', 'none in Contract'],
    ['nothing is required in Contract any more', 'none in Contract'],
    ['an amount is required in every stage', 'amount'],
  ])('%s', (text, said) => {
    expect(readAs(text)).toBe(`> required_fields = ${said}`);
  });

  test.each([
    ['what are the required fields', '> limits required_fields'],
    ['which fields are required in Negotiation?', '> limits required_fields'],
    ['reset the required fields in Negotiation', '> required_fields back in Negotiation'],
  ])('%s', (text, said) => {
    expect(readAs(text)).toBe(said);
  });

  test.each([
    ['block stage progress until complete', '> block_stage_progress = 1 plain'],
    ['block stage progress until the required fields are filled in', '> block_stage_progress = 1 plain'],
    [
      'block stage progress in Contract for EMEA',
      '> block_stage_progress = 1 plain for territory EMEA in Contract',
    ],
    ['stop blocking stage progress', '> block_stage_progress = 0 plain'],
    ["don't block stage progress in Contract", '> block_stage_progress = 0 plain in Contract'],
  ])('%s', (text, said) => {
    expect(readAs(text)).toBe(said);
  });

  test('without a stage it is asked back', () => {
    expect(readAs('require a next step')).toBe('> ? In which stage?');
  });

  test.each([
    'which deals in negotiation need a next step',
    'deals in Negotiation that need a close date',
    'show deals in negotiation without a next step',
    'open deals missing an amount',
  ])('a question about deals stays one: %s', (text) => {
    expect(readAs(text)).not.toContain('required_fields');
  });
});
