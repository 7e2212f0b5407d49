/**
 * What a request is answered with: everything a card, the command line and a redraw need, as plain JSON
 * (it is stored in requests.reply). Days are YYYY-MM-DD, instants ISO 8601. All text here is unescaped.
 */
import type { Answer, DealRow } from '../sales/answer.ts';
import type { Question } from '../sales/conditions.ts';
import type { Chart } from '../story/chart.ts';

/**
 * Where it was asked. `thread` is the root message (channel + ts for Slack, any word for the command line); narrowing
 * and "yes" work within it.
 */
export type Place = {
  kind: 'dm' | 'channel' | 'slash' | 'cli';
  channel?: string;
  thread?: string;
  /** The key of the card under which it is asked: its deal is "this deal" there. */
  card?: string;
  /** In a thread of Slack within a talk: the requests that were made there. What was said elsewhere in the talk is not meant. */
  among?: number[];
  /** Not under anything that was said before: a whole question begins anew there. */
  top?: boolean;
};

export type Intent =
  | 'explain'
  | 'list_deals'
  | 'count_deals'
  | 'sum_deals'
  | 'average_deals'
  | 'share_of_deals'
  | 'median_deals'
  | 'largest_deals'
  | 'smallest_deals'
  | 'list_leads'
  | 'count_leads'
  | 'list_accounts'
  | 'count_accounts'
  | 'list_contacts'
  | 'count_contacts'
  | 'count_activities'
  | 'win_rate'
  | 'cycle_time'
  | 'stage_time'
  | 'coverage'
  | 'attainment'
  | 'quota_risk'
  | 'time_to_first_touch'
  | 'rep_performance'
  | 'team_performance'
  | 'funnel'
  | 'forecast_run'
  | 'forecast_what_if'
  | 'forecast_changes'
  | 'pipeline_changes'
  | 'waiting'
  | 'stage_moves'
  | 'moved_deals'
  | 'stage_conversion'
  | 'stale_deals'
  | 'missing_fields'
  | 'show_deal'
  | 'agent_status'
  | 'help'
  | 'greeting'
  | 'pause_agent'
  | 'resume_agent'
  | 'force_run'
  | 'rollback'
  | 'rollback_status'
  | 'audit'
  | 'explain_run'
  | 'cost_report'
  | 'set_threshold'
  | 'reset_defaults'
  | 'show_limits'
  | 'assign'
  | 'claim_lead'
  | 'close_lead'
  | 'reopen_lead'
  | 'merge_lead'
  | 'create_rule'
  | 'list_rules'
  | 'change_rule'
  | 'list_workflows'
  | 'set_workflow'
  | 'start_again'
  | 'list_alerts'
  | 'stop_alert'
  | 'set_agent'
  | 'close_out'
  | 'remind_reps'
  | 'activate_playbook'
  | 'deactivate_playbook'
  | 'show_playbooks'
  | 'create_playbook'
  | 'change_playbook'
  | 'restore_playbook'
  | 'snapshot'
  | 'set_mode'
  | 'set_aggressiveness'
  | 'sign_mode'
  | 'set_checkpoint'
  | 'remove_checkpoint'
  | 'list_checkpoints'
  | 'set_role'
  | 'set_stand_in'
  | 'end_stand_in'
  | 'list_stand_ins'
  | 'set_approval'
  | 'remove_approval'
  | 'list_approvals'
  | 'role_holders'
  | 'rights'
  | 'review_phrasings'
  | 'clone_config'
  | 'clarify_needed'
  | 'refuse';

/** Plain names and values, as `ask --json` prints them. */
export type Slots = Record<string, unknown>;

/** A request typed out; a button carries it and runs only that. `choice` goes to press(). */
export type Suggestion = { choice: string; label: string; request: string };

/** `fact` tells two alike names apart: "12 open deals", "team West". */
export type ClarifyOption = { choice: string; label: string; fact: string | null };

/** What every reply says about itself. */
export type About = {
  requestId: string;
  runId: string;
  intent: Intent;
  /** Null where nothing was understood. */
  understood: string | null;
  /** The part of `understood` that a follow-up in a thread changed; drawn bold. */
  changed: string | null;
  slots: Slots;
  assumptions: string[];
  /** Measured share, 0 to 1. */
  confidence: number;
  via: 'rules' | 'model';
  model: string | null;
  tokens: number;
  costUsd: number;
  latencyMs: number;
  /** The instant the answer is true at. */
  asOf: string;
  clockSet: boolean;
  /** Zone of whoever asked, else of the company: for plain-text times. */
  zone: string;
};

/** The numbers of a sentence, for programs. */
export type Figures = { value: number; unit: string; series: { key: string; value: number }[] | null };

export type Said =
  | {
      kind: 'answer';
      /** The answer in one sentence with the number. */
      sentence: string;
      question: Question;
      answer: Answer;
      /** How the two sides of a comparison are called where they are no periods: "EMEA", "APAC". */
      sides?: [string, string];
      /** Nearest non-empty, or [Show deals] under a value. */
      next: Suggestion[];
      /** Money in this currency bears its symbol; every other one its ISO code. */
      companyCurrency: string;
      /** Wished for as a file. */
      file?: 'csv';
    }
  | { kind: 'deal'; deal: DealRow; version: number; editable: string[]; companyCurrency: string }
  | {
      kind: 'text';
      sentence: string;
      lines: string[];
      next: Suggestion[];
      figures?: Figures;
      /** The first so many of the lines as a table, and what is drawn beside it. */
      drawn?: { table: ThingsTable; saysLines: number; chart: Chart | null };
    }
  /** An open question: worded by a language model, "[2]" behind a number names the source that it is from. */
  | {
      kind: 'explained';
      sentences: string[];
      /** False: what stands there are our own words. */
      worded: boolean;
      /** Sentences whose numbers could not be checked. */
      leftOut: number;
      sources: { n: number; understood: string; sentence: string }[];
      /** Opens each source's own answer. */
      next: Suggestion[];
    }
  | { kind: 'help'; groups: { title: string; lines: string[]; next: Suggestion[] }[] }
  /** `next`: where there is nothing to choose from, the nearest that can be asked. */
  | { kind: 'clarify'; question: string; options: ClarifyOption[]; next?: Suggestion[] }
  | {
      kind: 'confirm';
      headline: string;
      consequence: string;
      /** What it would be done to; absent where the sentences say it. */
      table?: ThingsTable;
      /** Those of which single ones can be left out, by the button "Choose…". */
      choose?: { id: string; label: string; chosen: boolean }[];
      wayBack: string;
      count: number;
      /** The label of the button that does it; `choice` is always "yes", cancel is "no". */
      verb: string;
      expires: string;
    }
  | {
      kind: 'done';
      /** `done` bears ✅, `cancelled` and `expired` ⚪, `changed` ⚠️. */
      how: 'done' | 'cancelled' | 'expired' | 'changed';
      sentence: string;
      /** The verb's opposite, typed out ("resume all agents"). */
      next: Suggestion[];
    }
  | { kind: 'refused'; because: string; next: Suggestion[] }
  | { kind: 'not understood'; words: string; sentence: string; next: Suggestion[] }
  | { kind: 'partly understood'; sentence: string; unread: string[]; next: Suggestion[] }
  | { kind: 'error'; sentence: string; next: Suggestion[] };

/** A number is shown as `text` and sorted by `value`. */
export type ThingsTable = {
  caption: string;
  head: string[];
  rows: (string | { value: number; text: string })[][];
};

export type Reply = About & Said;
export type ReplyKind = Said['kind'];

/** Choices of press() that are not numbered options. */
export const choices = { yes: 'yes', no: 'no', without: 'without', again: 'again' } as const;
