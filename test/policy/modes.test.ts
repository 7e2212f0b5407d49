import { describe, expect, test } from 'vitest';
import {
  type FinerMode,
  isWithinScope,
  type ModeFacts,
  type ModeScope,
  modeAround,
  modeOver,
  wholeAgent,
} from '../../src/policy/modes.ts';
import type { Mode, Wanted } from '../../src/policy/nouns.ts';

const usd = (value: number) => ({ value, currency: 'USD' });
const row = (mode: Mode, scope: Partial<ModeScope>, version = 1): FinerMode => ({
  ...wholeAgent,
  ...scope,
  mode,
  version,
  said: `for ${Object.values(scope).join(' ')}`,
});
const change = (...names: string[]): Wanted => ({
  kind: 'change',
  fields: names.map((field) => ({ field, before: null, after: 'x' })),
});
const facts: ModeFacts = {
  triggers: ['close_date_past'],
  of: 'deal',
  wants: change('close_date'),
  territoryId: 'T-emea',
  amount: usd(18_000),
};
const phone: ModeFacts = {
  triggers: ['contact_phone_wrong'],
  of: 'contact',
  wants: change('phone'),
  territoryId: 'T-emea',
  amount: null,
};
const nudge: ModeFacts = { ...facts, wants: { kind: 'nudge', nudge: { to: 'P', text: 'Next?' } } };

describe('the mode that holds over a proposal', () => {
  test.each<[string, Mode, FinerMode[], ModeFacts, Mode]>([
    ['nothing finer: the agent’s', 'suggest', [], facts, 'suggest'],
    ['its trigger', 'suggest', [row('auto', { trigger: 'close_date_past' })], facts, 'auto'],
    ['another trigger', 'suggest', [row('auto', { trigger: 'no_activity' })], facts, 'suggest'],
    [
      'one of several triggers',
      'auto',
      [row('shadow', { trigger: 'no_activity' })],
      { ...facts, triggers: ['close_date_past', 'no_activity'] },
      'shadow',
    ],
    [
      'the strictest of several triggers, in whatever order',
      'suggest',
      [row('shadow', { trigger: 'close_date_past' }), row('auto', { trigger: 'no_activity' })],
      { ...facts, triggers: ['no_activity', 'close_date_past'] },
      'shadow',
    ],
    ['its field', 'suggest', [row('auto', { kind: 'change', field: 'contact.phone' })], phone, 'auto'],
    ['the same name of another noun', 'suggest', [row('auto', { field: 'lead.phone' })], phone, 'suggest'],
    ['its kind', 'suggest', [row('auto', { kind: 'nudge' })], nudge, 'auto'],
    ['another kind', 'suggest', [row('auto', { kind: 'nudge' })], facts, 'suggest'],
    ['its territory', 'auto', [row('shadow', { territoryId: 'T-emea' })], facts, 'shadow'],
    ['another territory', 'auto', [row('shadow', { territoryId: 'T-amer' })], facts, 'auto'],
    ['an amount within', 'suggest', [row('auto', { upTo: usd(20_000) })], facts, 'auto'],
    ['exactly the amount', 'suggest', [row('auto', { upTo: usd(18_000) })], facts, 'auto'],
    ['a cent more', 'suggest', [row('auto', { upTo: usd(17_999.99) })], facts, 'suggest'],
    [
      'no amount: not small, so it does not go alone',
      'suggest',
      [row('auto', { upTo: usd(20_000) })],
      { ...facts, amount: null },
      'suggest',
    ],
    [
      'no amount: maybe small, so it is as strict as for small ones',
      'auto',
      [row('shadow', { upTo: usd(20_000) })],
      { ...facts, amount: null },
      'shadow',
    ],
    [
      'another currency is not compared',
      'suggest',
      [row('auto', { upTo: usd(20_000) })],
      { ...facts, amount: { value: 5, currency: 'CAD' } },
      'suggest',
    ],
    [
      'the narrower one wins, whichever is stricter',
      'suggest',
      [
        row('shadow', { trigger: 'close_date_past' }),
        row('auto', { trigger: 'close_date_past', territoryId: 'T-emea' }),
      ],
      facts,
      'auto',
    ],
    [
      'a field says more than its kind',
      'suggest',
      [row('auto', { kind: 'change' }), row('suggest', { kind: 'change', field: 'deal.close_date' })],
      facts,
      'suggest',
    ],
    [
      'as narrow: the stricter one wins',
      'suggest',
      [row('auto', { trigger: 'close_date_past' }), row('shadow', { territoryId: 'T-emea' })],
      facts,
      'shadow',
    ],
    [
      'of two amounts the smaller one says more',
      'suggest',
      [row('auto', { upTo: usd(50_000) }), row('suggest', { upTo: usd(20_000) })],
      facts,
      'suggest',
    ],
    [
      'of several fields the strictest',
      'suggest',
      [row('auto', { field: 'contact.phone' })],
      { ...phone, wants: change('phone', 'email') },
      'suggest',
    ],
  ])('%s', (_, mode, finer, of, expected) => {
    expect(modeOver(of, { mode, modeVersion: 4, finer }).is).toBe(expected);
    // Whoever wrote them first does not matter.
    expect(modeOver(of, { mode, modeVersion: 4, finer: finer.toReversed() }).is).toBe(expected);
  });

  test('it says which version of what holds', () => {
    const finer = [row('auto', { trigger: 'close_date_past' }, 3)];
    expect(modeOver(facts, { mode: 'suggest', modeVersion: 4, finer })).toEqual({
      is: 'auto',
      version: 3,
      where: 'for close_date_past',
    });
    expect(modeOver(phone, { mode: 'suggest', modeVersion: 4, finer })).toEqual({
      is: 'suggest',
      version: 4,
    });
  });

  test('around a part holds what is wider, and of amounts the larger one is wider', () => {
    const finer = [row('auto', { trigger: 'close_date_past', upTo: usd(20_000) })];
    const around = (scope: Partial<ModeScope>) =>
      modeAround({ ...wholeAgent, ...scope }, { mode: 'suggest', modeVersion: 1, finer }).is;
    expect(around({ trigger: 'close_date_past' })).toBe('suggest');
    expect(around({ trigger: 'close_date_past', upTo: usd(20_000) })).toBe('auto');
    expect(around({ trigger: 'close_date_past', upTo: usd(5_000), territoryId: 'T-emea' })).toBe('auto');
    expect(around({ trigger: 'close_date_past', upTo: usd(30_000) })).toBe('suggest');
    expect(isWithinScope(wholeAgent, { ...wholeAgent, trigger: 'close_date_past' })).toBe(false);
  });
});
