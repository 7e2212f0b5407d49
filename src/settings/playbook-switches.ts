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
];
