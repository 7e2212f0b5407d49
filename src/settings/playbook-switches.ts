/** Settings by which a playbook comes by itself. */
import type { Setting } from './setting.ts';

export const playbookSwitches: Setting[] = [
  {
    name: 'quarter_end_push',
    label: 'Quarter-end push by itself',
    meaning:
      'Whether the playbook Quarter-end push switches itself on for the last two weeks of each quarter.',
    type: 'truth',
    default: false,
    scopes: [],
  },
  {
    name: 'pipeline_cleanup',
    label: 'Pipeline cleanup by itself',
    meaning:
      'Whether the playbook Pipeline cleanup switches itself on for the first week of each month or quarter.',
    type: 'choice',
    choices: ['off', 'monthly', 'quarterly'],
    default: 'off',
    scopes: [],
  },
  {
    name: 'large_deal_over',
    label: 'Large deal by itself above',
    meaning:
      'The playbook Large deal switches itself on for a customer with an open deal above this amount, and off when there is none left. 0: it does not come by itself.',
    type: 'number',
    unit: 'currency',
    min: 0,
    max: 1_000_000_000_000,
    default: 0,
    scopes: [],
  },
];
