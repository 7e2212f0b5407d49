/** Settings by which a playbook comes by itself, and what a playbook alone usually switches on. */
import type { Setting } from './setting.ts';

export const playbookSwitches: Setting[] = [
  {
    name: 'quarter_end_push',
    label: 'Quarter-end push by itself',
    meaning:
      'Whether the playbook Quarter-end push switches itself on for the last two weeks of each quarter. It is said in the channel for deals.',
    type: 'truth',
    default: true,
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
    zero: 'off',
    scopes: [],
  },
  rhythm(
    'hygiene_report',
    'Hygiene report',
    'How often it is reported which open deals are past their close date, without activity, stale or without a next step, and which could be closed.',
    ['territory', 'team'],
  ),
  rhythm(
    'exception_report',
    'Exception report',
    'How often it is reported what does not keep the data contracts, and what the audit log lacks.',
    ['territory'],
  ),
  {
    name: 'large_deal_report',
    label: 'Large deals reported',
    meaning:
      'Executives get a report of these deals each working morning, and a message of each change of their stage, amount, close date or owner.',
    type: 'truth',
    default: false,
    scopes: ['account'],
  },
  {
    name: 'executives',
    label: 'Executives are',
    meaning: 'Who reads the reports of large deals, by their role; each sees all deals.',
    type: 'choice',
    choices: ['approvers', 'finance', 'administrators'],
    default: 'approvers',
    scopes: [],
  },
  {
    name: 'person_decides',
    label: 'A person always decides',
    meaning: 'In whatever mode an agent is, it changes and sends nothing alone here: a person decides.',
    type: 'truth',
    default: false,
    scopes: ['territory', 'team', 'person', 'account'],
  },
  {
    name: 'training_hints',
    label: 'Training hints',
    meaning:
      'Whether a rep gets a hint from the company’s own deals each working morning, until all have come once.',
    type: 'truth',
    default: false,
    scopes: ['territory', 'team', 'person'],
  },
];

function rhythm(name: string, label: string, meaning: string, scopes: Setting['scopes']): Setting {
  const choices = ['off', 'daily', 'weekly'];
  return { name, label, meaning, type: 'choice', choices, default: 'off', scopes };
}
