/** Above which a person is asked, and how long what goes out can be stopped. */
import type { Setting } from './setting.ts';

export const authorityEntries: Setting[] = [
  {
    name: 'approval_amount',
    label: 'Approver needed above',
    meaning:
      'What an agent changes of a deal above this amount, and what a person changes of its owner, stage or amount, needs an approver.',
    type: 'number',
    unit: 'currency',
    min: 0,
    max: 1_000_000_000_000,
    default: 100_000,
    scopes: ['territory', 'team'],
  },
  {
    name: 'discount_limit',
    label: 'Approver needed above a discount of',
    meaning:
      'A change of the amount or product that leaves a deal cheaper than the list price of its product by more than this needs an approver.',
    type: 'number',
    unit: 'percent',
    min: 0,
    max: 100,
    default: 8,
    scopes: ['territory', 'team'],
  },
  {
    name: 'confidence_floor',
    label: 'Confidence floor',
    meaning: 'An agent does not act alone where people accepted less than this share of what it proposed.',
    type: 'number',
    unit: 'percent',
    min: 0,
    max: 100,
    default: 50,
    scopes: ['agent'],
  },
  {
    name: 'bulk_limit',
    label: 'Deals at once without a second approval',
    meaning:
      'What changes more deals than this at once is approved by a second person, an approver or administrator.',
    type: 'whole number',
    min: 1,
    max: 500,
    default: 25,
    scopes: [],
  },
  {
    name: 'stop_minutes',
    label: 'Held before it goes out',
    meaning:
      'What cannot be taken back once it is sent (an e-mail, the start of a workflow outside) is held for this long first, and can be stopped.',
    type: 'whole number',
    unit: 'minutes',
    min: 1,
    max: 240,
    default: 5,
    scopes: [],
  },
];
