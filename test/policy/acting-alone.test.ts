import { describe, expect, test } from 'vitest';
import { columns } from '../../src/crm/write.ts';
import {
  type ActionKind,
  actionKinds,
  actionsIn,
  doneAlone,
  neverAlone,
} from '../../src/policy/acting-alone.ts';
import type { SubjectKind, Wanted } from '../../src/policy/nouns.ts';
import { fields } from '../../src/sales/fields.ts';
import { requirable } from '../../src/sales/required.ts';

const change = (field: string, after: string | number = 'x'): Wanted => ({
  kind: 'change',
  fields: [{ field, before: null, after }],
});
const open = ['Proposal', 'Negotiation'];

describe('what an agent may do alone', () => {
  test('every field that can be written stands in the table, and so does all that can be proposed', () => {
    const writable = (['deal', 'lead', 'contact', 'account'] as const).flatMap((noun) =>
      fields(noun)
        .filter((field) => field.writable)
        .map(({ name }) => `${noun}.${name}`),
    );
    const written = Object.entries(columns).flatMap(([noun, names]) =>
      Object.keys(names).map((name) => `${noun}.${name}`),
    );
    const proposed = [...requirable.map((name) => `deal.${name}`), 'deal.outcome', 'nudge', 'form'];
    const outside = ['nudge.outside', 'start'];
    expect(Object.keys(actionKinds).toSorted()).toEqual(
      [...new Set([...writable, ...written, ...proposed, ...outside])].toSorted(),
    );
  });

  test('these and no others: nothing of money, contracts or who has what', () => {
    expect(doneAlone.toSorted()).toEqual([
      'account.country',
      'account.employees',
      'account.industry',
      'account.revenue',
      'contact.email',
      'contact.phone',
      'deal.close_date',
      'deal.lead_source',
      'deal.next_step',
      'deal.stage',
      'nudge',
    ]);
  });

  test('what cannot be taken back nor set right never goes alone', () => {
    const kinds: { alone: boolean; back: string }[] = Object.values(actionKinds);
    expect(kinds.filter(({ alone, back }) => alone && back === 'irreversible')).toEqual([]);
  });

  test('and cannot even be written down so: the types refuse it', () => {
    // @ts-expect-error An irreversible kind that goes alone is no kind.
    const wrong: ActionKind = { said: 'mails to customers', back: 'irreversible', alone: true, because: '' };
    const right: ActionKind = { ...wrong, back: 'irreversible', alone: false };
    expect(right.alone).toBe(false);
  });

  test.each<[SubjectKind, Wanted, string | null]>([
    ['deal', change('close_date'), null],
    ['deal', change('stage', 'Proposal'), null],
    [
      'deal',
      change('stage', 'Won'),
      'Winning and losing never go without a person. Money and contracts are decided by people.',
    ],
    [
      'deal',
      change('amount', 5),
      'Amounts never go without a person. Money and contracts are decided by people.',
    ],
    [
      'deal',
      change('product'),
      'Products never go without a person. Money and contracts are decided by people.',
    ],
    [
      'deal',
      change('owner'),
      'Owners never go without a person. Who has a deal, and is paid for it, is decided by people.',
    ],
    ['deal', change('forecast_category'), 'No agent does this without a person.'],
    ['contact', change('phone'), null],
    ['contact', change('close_date'), 'No agent does this without a person.'],
    ['deal', { kind: 'nudge', nudge: { to: 'P', text: 'Next?' } }, null],
  ])('%s %j', (of, wants, because) => {
    expect(neverAlone(of, wants, { openStages: open })).toBe(because);
  });

  test('one field that needs a person holds the others back', () => {
    const both: Wanted = {
      kind: 'change',
      fields: [
        { field: 'close_date', before: null, after: '2026-04-15' },
        { field: 'amount', before: 1, after: 2 },
      ],
    };
    expect(actionsIn('deal', both)).toEqual(['deal.close_date', 'deal.amount']);
    expect(neverAlone('deal', both)).toContain('Amounts');
  });

  test('a stage of which nobody knows that it is open counts as the end of the deal', () => {
    expect(neverAlone('deal', change('stage', 'Proposal'))).toContain('Winning and losing');
  });
});
