/** The playbooks that there are: settings that hold together for a while. What each sets may differ by the place it is for. */
import type { SettingScope, SettingValue } from './setting.ts';

export type Playbook = {
  name: string;
  label: string;
  /** One sentence for people. */
  meaning: string;
  values: Record<string, SettingValue>;
  /** Numbers of rules that are on while it is. */
  rules?: number[];
  /** Where it may be on; the first is meant where nothing is said, unless it needs to be named. */
  scopes: Exclude<SettingScope, 'agent' | 'channel'>[];
  /** When it ends where nothing is said; null: when somebody switches it off. */
  ends: 'with the quarter' | { days: number } | null;
};

const anywhere: Playbook['scopes'] = ['everyone', 'territory', 'team', 'person', 'account'];

export const playbooks: Playbook[] = [
  {
    name: 'quarter-end-push',
    label: 'Quarter-end push',
    meaning:
      'For the last weeks of a quarter: a forecast and a pipeline review each day, deals are stale sooner, and reps are asked sooner and again.',
    values: {
      forecast_daily_days: 92,
      daily_review: true,
      stale_days: 14,
      inactivity_days: 7,
      close_date_grace_days: 0,
      push_limit: 2,
      nudge_days: 1,
      remind_hours: 8,
      cards_per_day: 12,
    },
    scopes: anywhere,
    ends: 'with the quarter',
  },
  {
    name: 'new-rep-onboarding',
    label: 'New rep onboarding',
    meaning:
      'For a rep who is new: deals must be complete before they move on, they are asked about them sooner, a person decides each time, and a hint comes each morning.',
    values: {
      required_fields: 'amount,close_date,next_step,product',
      block_stage_progress: true,
      stale_days: 14,
      inactivity_days: 7,
      push_limit: 2,
      amount_change_percent: 10,
      nudge_days: 2,
      open_deals_limit: 25,
      training_hints: true,
      person_decides: true,
    },
    scopes: ['person'],
    ends: { days: 90 },
  },
  {
    name: 'large-deal',
    label: 'Large deal',
    meaning:
      'For a customer with a large deal: whatever moves or rests is asked about, no agent acts alone, and executives see each change and a report each morning.',
    values: {
      required_fields: 'amount,close_date,next_step,product',
      block_stage_progress: true,
      stale_days: 10,
      inactivity_days: 5,
      push_limit: 1,
      amount_change_percent: 1,
      owner_change_days: 365,
      person_decides: true,
      large_deal_report: true,
    },
    scopes: ['account'],
    ends: null,
  },
  {
    name: 'pipeline-cleanup',
    label: 'Pipeline cleanup',
    meaning:
      'For a week of tidying up: deals are stale early, old ones count as well, more cards come at once, and a report each morning says what could be closed.',
    values: {
      stale_days: 21,
      inactivity_days: 21,
      dead_days: 21,
      close_date_grace_days: 0,
      push_limit: 2,
      old_after_days: 36_500,
      cards_per_run: 25,
      cards_open: 100,
      cards_per_day: 20,
      hygiene_report: 'daily',
    },
    scopes: anywhere,
    ends: { days: 7 },
  },
  {
    name: 'audit-preparation',
    label: 'Audit preparation',
    meaning:
      'Before an audit: all that can be checked of deals, contacts and companies is, every gap is asked about, and a weekly report counts them and what the audit log lacks.',
    values: {
      required_fields: 'amount,close_date,next_step,product,lead_source',
      block_stage_progress: true,
      close_date_grace_days: 0,
      amount_change_percent: 5,
      owner_change_days: 90,
      check_email: true,
      check_email_domain: true,
      check_phone: true,
      check_price_list: true,
      check_company: true,
      company_percent: 5,
      exception_report: 'weekly',
    },
    scopes: anywhere,
    ends: null,
  },
];

/** As names are compared: "Quarter-End Push" and "quarter end push" are one. */
export const plainName = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

export const playbookNamed = (label: string): Playbook | null =>
  playbooks.find((one) => plainName(one.label) === plainName(label) || one.name === label) ?? null;
