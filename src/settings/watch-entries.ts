/** When an agent, its words or its models need somebody. */
import type { Setting } from './setting.ts';

export const watchEntries: Setting[] = [
  {
    name: 'failure_percent',
    label: 'Alert above',
    meaning: 'An agent’s owner is told when more than this share of its runs failed in the last hour.',
    type: 'number',
    unit: 'percent',
    min: 0,
    max: 100,
    default: 5,
    scopes: ['agent'],
  },
  {
    name: 'failure_runs',
    label: 'Alert from',
    meaning: 'No alert is raised on fewer runs than this in the last hour.',
    type: 'whole number',
    unit: 'runs',
    min: 1,
    max: 10_000,
    default: 20,
    scopes: ['agent'],
  },
  {
    name: 'fallback_minutes',
    label: 'Tell the fallback after',
    meaning: 'The fallback is told when nobody acknowledges an alert for this long.',
    type: 'whole number',
    unit: 'minutes',
    min: 1,
    max: 1_440,
    default: 15,
    scopes: ['agent'],
  },
  {
    name: 'phrasing_bad_limit',
    label: 'Phrasing off after',
    meaning:
      'A phrasing by which questions are read is switched off when this many of its answers are called wrong.',
    type: 'whole number',
    min: 1,
    max: 100,
    default: 3,
    scopes: [],
  },
  {
    name: 'model_budget_usd',
    label: 'Model budget per person and day',
    meaning:
      'A person’s questions use language models up to this many US dollars a day; then rules alone answer.',
    type: 'number',
    min: 0,
    max: 1_000,
    default: 0.5,
    scopes: ['territory', 'team', 'person'],
  },
  personalData('anthropic', 'Anthropic'),
  personalData('openai', 'the OpenAI-compatible provider'),
];

function personalData(provider: string, called: string): Setting {
  return {
    name: `model_personal_data_${provider}`,
    label: `Personal data to ${called}`,
    meaning: `Whether personal data may go to ${called} as it is; otherwise it is replaced by placeholders before.`,
    type: 'truth',
    default: false,
    scopes: [],
  };
}
