/** A request as it was read: typed, complete, and independent of the words it came in. Plain JSON, so that a thread can go on from it. */
import type { Action } from '../policy/matrix.ts';
import type { Aggressiveness, Mode, Role } from '../policy/nouns.ts';
import type { FieldName, Noun } from '../sales/fields.ts';
import type { MetricName } from '../sales/metrics.ts';
import type { FieldMove } from '../sales/moves.ts';
import type { NameKind } from './kinds.ts';
import type { Motion, Status } from './phrases.ts';

/** What questions ask about. */
export type AskedNoun = Extract<Noun, 'deal' | 'lead' | 'activity' | 'account' | 'contact'>;

export type NamedValue = { id: string; name: string };

/** One limit of a question. Fields are the catalogue's. */
export type Clause =
  | { says: 'status'; is: Status[]; implied: boolean }
  | { says: 'names'; field: FieldName; kind: NameKind; names: NamedValue[]; not: boolean }
  /** `implied`: only who did it was said ("deals I haven't touched"); of somebody who has no deals it limits nothing. */
  | { says: 'mine'; whose: 'mine' | 'team' | 'territory'; not: boolean; implied?: true }
  | {
      says: 'range';
      field: FieldName;
      unit: 'money' | 'days' | 'number';
      from: number | null;
      to: number | null;
      exclusive: ('from' | 'to')[];
      currency: string | null;
      said: string | null;
    }
  /** Longer than the setting says. */
  | { says: 'stale'; field: FieldName; setting: string }
  /** `period` as sales/periods.ts names it: "this quarter", "before 2026-05-12", "2026-03-01..2026-04-15". */
  | { says: 'period'; field: FieldName; period: string }
  | { says: 'missing'; fields: FieldName[]; any: boolean; not: boolean }
  | { says: 'truth'; field: FieldName; value: boolean }
  /** One of them at least, each a list of limits of which all hold. Rules alone say so. */
  | { says: 'either'; of: Clause[][] };

export type Measured =
  | { kind: 'rows' }
  | { kind: 'count' }
  | { kind: 'sum' | 'average' | 'median' | 'largest' | 'smallest'; field: FieldName }
  | { kind: 'metric'; metric: MetricName }
  /** Of the frame's rows, or of their amounts: what of them the limits in `part` hold for; without any, each group's share of all. */
  | { kind: 'share'; of: 'count' | 'amount'; part: Clause[] };

export type Frame = {
  of: AskedNoun;
  clauses: Clause[];
  measure: Measured;
  by: FieldName[];
  /** `measure` sorts a series by its value. */
  sort: { field: FieldName | 'measure'; down: boolean } | null;
  limit: number | null;
  /** So many of the list come before the first that is shown: "the next 5". */
  skip?: number;
  /** Of one row: the list that it was taken from, which replies go on from. */
  rowOf?: { limit: number | null; skip?: number; show?: FieldName[] };
  /** Of a figure: it is of these rows alone, "of the top 10". */
  cut?: Cut;
  /** Of groups: those alone whose measure lies there. */
  having?: Having;
  /** As the deals stood at the end of that past day. */
  asOf?: string;
  /** People said "pipeline". */
  pipeline: boolean;
  /** Of a list: these columns beside the name; absent: the usual ones. */
  show?: FieldName[];
  /** How it is to be drawn where that is not as usual: a line as bars, or groups as a table alone. */
  draw?: Draw;
  /** The other side of a comparison: these limits stand in the place of those on the same fields. */
  other: Clause[] | null;
  /** The other side is of the end of that past day, or (null) of now; absent: of the same day as the first. */
  otherAsOf?: string | null;
};

export type Draw = 'bars' | 'table';
export type Cut = { limit: number; skip?: number; sort: { field: FieldName; down: boolean } | null };

/** In the unit of the measure: a share is 0 to 1. `currency` null: the company's. */
export type Having = {
  from: number | null;
  to: number | null;
  exclusive: ('from' | 'to')[];
  currency: string | null;
};

/** All deals. */
export const emptyFrame: Frame = {
  of: 'deal',
  clauses: [],
  measure: { kind: 'rows' },
  by: [],
  sort: null,
  limit: null,
  pipeline: false,
  other: null,
};

/** Every limit that a question names anywhere: of either side, and of the part of a share. */
export const allLimits = ({ clauses, other, measure }: Frame): Clause[] => [
  ...clauses,
  ...(other ?? []),
  ...(measure.kind === 'share' ? measure.part : []),
];

/** The rows behind a figure: all of them, as of the same day. */
export const rowsBehind = ({ of, clauses, asOf }: Frame): Frame => ({
  ...emptyFrame,
  of,
  clauses,
  ...(asOf === undefined ? {} : { asOf }),
});

/** An instant, ISO 8601, and how it is said in the zone of whoever named it. */
export type Until = { at: string; said: string };

export type PlaybookValue = { setting: Threshold | 'cards_per_day'; value: ThresholdValue };

/** What "it" and "this deal" mean where something is asked: the one thing that was spoken of last, or that the card shows. */
export type It =
  | {
      kind: 'deal';
      id: string;
      name: string;
      account: NamedValue | null;
      /** Of the card that it is seen on. */
      exception?: number;
    }
  | { kind: 'lead'; id: string; name: string }
  | { kind: 'agent'; id: string; name: string };

/** A deal or lead as somebody called it; `id` where it is known which one is meant. */
export type Thing = { kind: 'deal' | 'lead' | 'either'; name: string; id: string | null };

/** What people call a limit, whether or not something reads it yet. The settings bear the same names. */
export type Threshold =
  | 'stale_days'
  | 'inactivity_days'
  | 'discount_limit'
  | 'confidence_floor'
  | 'bulk_limit'
  | 'stop_minutes'
  | 'starts_per_hour'
  | 'hourly_cap'
  | 'daily_cap'
  | 'messages_per_hour'
  | 'messages_per_day'
  | 'canary_from'
  | 'canary_percent'
  | 'canary_minutes'
  | 'breaker_percent'
  | 'breaker_cases'
  | 'approval_amount'
  | 'expire_days'
  | 'remind_hours'
  | 'undo_days'
  | 'failure_percent'
  | 'phrasing_bad_limit'
  | 'cards_per_run'
  | 'cards_open'
  | 'open_deals_limit'
  | 'push_limit'
  | 'required_fields'
  | 'block_stage_progress'
  | 'close_date_grace_days'
  | 'nudge_days'
  | 'ask_again_days'
  | 'amount_change_percent'
  | 'owner_change_days'
  | 'lead_remind_minutes'
  | 'lead_escalate_minutes'
  | 'repeat_limit'
  | 'check_email'
  | 'check_email_domain'
  | 'check_phone'
  | 'check_price_list'
  | 'check_company'
  | 'company_percent'
  | 'phone_country'
  | 'mail_domain_days'
  | 'mail_domain_hours'
  | 'coverage_target'
  | 'win_rate_points'
  | 'attainment_at_middle'
  | 'auto_bar'
  | 'auto_days'
  | 'auto_undone_limit'
  | 'dead_days'
  | 'forecast_daily_days'
  | 'summary_hour'
  | 'model_budget_usd'
  | 'fiscal_year_start'
  | 'daily_summary'
  | 'weekly_review'
  | 'daily_review'
  | 'monthly_report'
  | 'hygiene_report'
  | 'exception_report'
  | 'large_deal_report'
  | 'executives'
  | 'person_decides'
  | 'training_hints';
/** What everybody may set for themselves. The settings bear the same names. */
export type Preference =
  | 'quiet_hours'
  | 'working_days'
  | 'digest_at'
  | 'cards_per_day'
  | 'time_zone'
  /** Of an agent. */
  | 'run_at';
/** How they are reached and spoken to. */
export type Manner = 'reached_by' | 'tone';
/** As it was said; `plain` bears no unit. */
export type ThresholdValue = {
  number: number;
  unit: 'days' | 'hours' | 'minutes' | 'percent' | 'money' | 'times' | 'plain';
  /** Of a list of fields: these, and `number` is how many they are. */
  fields?: FieldName[];
  /** Of a setting that is a word. */
  text?: string;
};
/** Where a limit is to hold. `mine`: the team or territory of whoever asks. */
export type Place =
  | { scope: 'everyone' }
  | { scope: 'territory' | 'team' | 'person' | 'account' | 'agent'; of: NamedValue }
  | { scope: 'mine'; of: 'team' | 'territory' };

/** By its name as the data has it; an agent by its id. */
export type GroupPlace = { scope: 'territory' | 'team'; of: NamedValue };
export type NamedPlace = { kind: 'territory' | 'team' | 'person' | 'account' | 'agent'; name: string };

/** A part of what an agent does, for its mode; all null: the whole of it. `field` with its noun: "contact.phone". */
export type ModeOf = {
  trigger: NamedValue | null;
  kind: 'change' | 'nudge' | null;
  field: string | null;
  territory: NamedValue | null;
  /** Itself included. `currency` null: the company's. */
  upTo: { value: number; currency: string | null } | null;
};

/** An account or a tag, a kind of action, or one at the other. `action`: "nudge", "change" or a field with its noun. */
export type CheckpointOf = { account: NamedValue | null; tag: string | null; action: string | null };

/** Above so much money, or so many percent off the list price, these sign: each another person. */
export type ApprovalSaid = {
  of: 'amount' | 'discount';
  over: number;
  currency: string | null;
  whom: Role[];
  inOrder: boolean;
  /** The team or territory whose deals it is about; everybody's where none is said. */
  at?: GroupPlace;
};
/** `over`: just above that much, or with `exactly` at it; `whom`: those that need one of these; `many`: those that need so many people. */
export type ApprovalAbout = {
  of?: ApprovalSaid['of'];
  over?: number;
  exactly?: boolean;
  currency?: string | null;
  at?: GroupPlace;
  whom?: Role;
  many?: number;
};

/** What people ask for that Steward cannot do yet. */
export type Wish =
  /** Something to be told once, at a time. */
  | { kind: 'reminder'; text: string }
  /** An answer at certain times. */
  | { kind: 'timetable'; text: string };

export type Command =
  | { do: 'help'; about: 'everything' | 'filters' }
  /** Nothing is asked with it. */
  | { do: 'greet'; as: 'hello' | 'good morning' | 'thanks' | 'glad' }
  | { do: 'agent_status'; agent: NamedValue | null }
  /** `more`, `less`: one level from what holds there now. */
  | {
      do: 'set_aggressiveness';
      agent: NamedValue;
      level: Aggressiveness | 'more' | 'less';
      territory: NamedValue | null;
    }
  | { do: 'aggressiveness'; agent: NamedValue; territory: NamedValue | null }
  /** `all`: the agents were not named one by one. */
  | {
      do: 'pause';
      what: 'everything' | 'agents' | 'customer';
      subjects: NamedValue[];
      all?: true;
      until: Until | null;
      /** Why, where that was said. */
      because?: string;
    }
  /** `unsaid`: what of all that is paused was not said. */
  | {
      do: 'resume';
      what: 'everything' | 'agents' | 'customer';
      subjects: NamedValue[];
      all?: true;
      unsaid?: true;
    }
  | { do: 'run'; agent: NamedValue }
  /** Who answers for an agent, who does when they do not, and what it is measured by. */
  | { do: 'agent_duty'; agent: NamedValue; duty: 'owner' | 'fallback'; person: NamedValue }
  | { do: 'agent_duty'; agent: NamedValue; duty: 'metric'; metric: string }
  /** `mode` null: as the agent. Without an agent it is the one that does such things. */
  | { do: 'set_mode'; agent: NamedValue | null; of: ModeOf; mode: Mode | null; because?: string }
  /** Every agent; auto is earned by each for itself. */
  | { do: 'set_modes'; mode: Exclude<Mode, 'auto'>; because?: string }
  /** Whatever acts alone asks again: of all agents, or of one. */
  | { do: 'auto_off'; agent: NamedValue | null; because?: string }
  /** Of a request for auto: by its number, or by what it is about. */
  | { do: 'sign_mode'; say: 'approve' | 'reject'; request: number }
  | { do: 'sign_mode'; say: 'approve' | 'reject'; agent: NamedValue | null; of: ModeOf }
  /** In which mode all agents are and what waits to be signed, or the mode of a part of what one does. */
  | { do: 'modes'; agent: NamedValue | null; of: ModeOf }
  /** What it would have done in shadow, beside what people did. */
  | { do: 'shadow_report'; agent: NamedValue | null; of: ModeOf }
  /** What always goes to a person; `stop` ends it, by its number or by what it is on. */
  | { do: 'checkpoint'; on: CheckpointOf; because?: string }
  | { do: 'checkpoint_stop'; which: number | 'all' | CheckpointOf }
  | { do: 'checkpoints' }
  /** A role is given, or taken. `at`: the team or territory for which it is to hold, where one is said. */
  | { do: 'set_role'; people: NamedValue[]; role: Role; give: boolean; at?: GroupPlace }
  | { do: 'role_holders'; role: Role }
  /** "Is Tom an approver?" */
  | { do: 'role_asked'; people: NamedValue[]; role: Role }
  /** Who may do that; or whether somebody may. "me" is whoever asks. */
  | { do: 'who_may'; actions: Action[]; who: NamedValue | null }
  /** What somebody may do; "me" is whoever asks. */
  | { do: 'rights'; who: NamedValue }
  /** Somebody is away, and somebody else decides for them; or no longer. "me" is whoever asks. */
  /** Without `from` from now on. */
  | { do: 'stand_in'; who: NamedValue; by: NamedValue; from?: Until | null; until: Until }
  | { do: 'stand_in_end'; who: NamedValue }
  | { do: 'stand_ins' }
  /** Who signs above a threshold. */
  | ({ do: 'approval' } & ApprovalSaid)
  /** By its number, or by what it says. */
  | { do: 'approval_end'; approval: number }
  | { do: 'approval_end'; approval: null; said: ApprovalSaid }
  /** All that hold, or those that somebody asks about: what would be asked just above that value, or who signs. */
  | { do: 'approvals'; about?: ApprovalAbout }
  /** When and how often people may be interrupted. Without a value what holds otherwise holds again. */
  | { do: 'set_preference'; preference: Preference | Manner; value: string | number | null; place: Place }
  /** What holds for whoever asks. */
  | { do: 'preferences' }
  /** What holds there. */
  | { do: 'preference_of'; preference: 'time_zone' | 'run_at'; place: Place }
  /** The least likely of somebody's deals are to be closed as lost. */
  /** `except`: deals that stay, by their ids or by words of their names. */
  /** `who` null: of everybody the asker sees, or of one place. */
  | { do: 'clean_up'; who: NamedValue | null; where?: NamedPlace | null; except?: string[] }
  /** The reps of these deals are reminded of them, each by one message. `said`: the deals in words, as a question names them. */
  | { do: 'nudge'; what: Frame; said: string }
  /** The last so many of whoever asks, or all of a period or of an agent. `period` as sales/periods.ts names it. */
  | { do: 'undo'; last: number }
  /** `hours`: of these times of the one day that the period is. */
  | { do: 'undo_all'; of: 'me' | NamedValue; period: string; last: number | null; hours?: Hours }
  | { do: 'undo_run'; run: string }
  /** What one sentence did to many; without a number the last one of whoever asks. */
  | { do: 'undo_batch'; batch: number | null }
  /** All that a version of an agent did. */
  | { do: 'undo_version'; agent: NamedValue; version: number }
  /** What many changes taken back had been is done again; without a number the last one of whoever asks. */
  | { do: 'undo_rollback'; rollback: number | null }
  | { do: 'rollback_status'; rollback: number | null }
  | { do: 'undo_of'; thing: Thing }
  | { do: 'deal'; name: string }
  | { do: 'owner'; name: string }
  | { do: 'yes' }
  | { do: 'no' }
  | { do: 'claim'; lead: Thing | null }
  /** It is none; the opposite; it is the same as another. */
  | { do: 'close_lead'; lead: Thing; reason: string | null }
  | { do: 'reopen_lead'; lead: Thing }
  | { do: 'merge_lead'; lead: Thing; into: Thing }
  | { do: 'assign'; what: Thing | Frame; to: NamedValue; because: string | null }
  /** Without a value it goes back to what holds otherwise. */
  | {
      do: 'set_threshold';
      threshold: Threshold;
      value: ThresholdValue | null;
      place: Place | null;
      stage: NamedValue | null;
      until: Until | null;
    }
  /** All of them, or those of a place. */
  | { do: 'reset_thresholds'; place: Place | null }
  /** All settings as they hold, kept under that name, or under that of the hour. */
  | { do: 'snapshot'; name: string | null }
  | { do: 'snapshots' }
  | { do: 'snapshot_shown'; name: string }
  /** There is no such thing, and it is said why. */
  | { do: 'snapshot_delete'; name: string | null }
  /** With what holds now, or two with each other; none named: the last one. */
  | { do: 'compare_snapshot'; names: string[] }
  /** "Last": the newest; null: which one is not said. */
  /** `preferences`: what people have set for themselves goes back as well. */
  | { do: 'restore_snapshot'; name: string | null; preferences?: boolean }
  /** What is set in one place is to be so in others as well. `unread`: a word that names none that is known. */
  | {
      do: 'clone_config';
      from: NamedPlace | null;
      to: NamedPlace[];
      /** These are to be otherwise: "but stale after 21 days". */
      but: { threshold: Threshold; value: ThresholdValue }[];
      unread: string | null;
    }
  /** `unread`: words of it that are neither a place nor an end, such as when it is to begin. */
  | {
      do: 'playbook';
      on: boolean;
      name: string;
      /** When it begins; absent: at once. */
      from?: Until | null;
      until: Until | null;
      places: NamedPlace[];
      unread: string | null;
    }
  /** A bundle of settings and rules under a name, to be switched on later; or no longer. */
  | {
      do: 'create_playbook';
      name: string;
      values: PlaybookValue[];
      rules: number[];
      /** What it is taken from, before what is said beside it. */
      from: { playbook: string } | { snapshot: string } | null;
    }
  | {
      do: 'change_playbook';
      name: string;
      values: PlaybookValue[];
      rules: number[];
      without: PlaybookValue['setting'][];
      withoutRules: number[];
    }
  | { do: 'remove_playbook'; name: string }
  /** One that is gone comes back; of one that is there the version before. */
  | { do: 'restore_playbook'; name: string }
  /** It is to come each quarter or month without anybody saying so, or no longer. */
  | { do: 'playbook_by_itself'; name: string; when: 'off' | 'monthly' | 'quarterly' | { over: number } }
  /** Which there are and which are on, or what one of them does. */
  | { do: 'playbooks'; name: string | null }
  | { do: 'explain_thing'; thing: Thing; exception: number | null }
  /** Why no agent asks about it, or why whoever asks was not told of it. */
  | { do: 'why_no_card'; thing: Thing; of: 'card' | 'told' }
  /** Without an id the last one, of that agent if one is named. */
  | { do: 'explain_run'; run: string | null; agent: NamedValue | null }
  | { do: 'explain_reply' }
  /** Without a period the usual one is meant, and said. */
  | { do: 'activity'; agent: NamedValue | null; period: string | null }
  | {
      do: 'cost';
      agent: NamedValue | null;
      by: 'agent' | 'model' | 'day' | 'month' | null;
      period: string | null;
    }
  /** What changed in it, or with one thing supposed. */
  | { do: 'forecast'; supposed: Supposition | null }
  /**
   * What changed among these deals. Without a period the usual one is meant, and said. `waits`: and what waits for the asker;
   * `only`: whose close date went to a later day, or to an earlier one.
   */
  | { do: 'pipeline_changes'; period: string | null; of: Frame; waits?: true; only?: 'pushed' | 'pulled' }
  /** What the asker may decide, claim or look after. */
  | { do: 'waiting' }
  /** Deals that moved from one stage to another; `list`: which they are. Without a period the usual one is meant, and said. */
  | {
      do: 'stage_moves';
      from: NamedValue | null;
      to: NamedValue | null;
      way: 'forward' | 'back' | null;
      list: boolean;
      period: string | null;
      of: Frame;
    }
  /** Of deals that came to a stage the share that went on to the other. */
  | { do: 'stage_conversion'; from: NamedValue; to: NamedValue; period: string | null; of: Frame }
  /** What agents told each other: the chain of a run, or what there was in a period. */
  | { do: 'signals'; run: string | null; period: string | null }
  /** What stands in the audit log about it. Without a period the usual one is meant, and said. */
  | {
      do: 'audit';
      of: Thing | ({ kind: 'agent' | 'person' } & NamedValue) | { kind: 'everything' };
      period: string | null;
    }
  /** Words that were learned: those to review and in use, or the card of one. */
  | { do: 'phrasings'; one: number | null }
  | { do: 'phrasing_step'; step: PhrasingStep; phrasing: number }
  /** What holds now: of one limit, or of all. */
  | { do: 'limits'; threshold: Threshold | null }
  /** Why a limit is what it is there: each level that could say something else. `said`: what it was taken to be. */
  | {
      do: 'limit_chain';
      threshold: Threshold;
      place: Place | null;
      stage: NamedValue | null;
      said: ThresholdValue | null;
    }
  /** Somebody is to be told when a figure goes beyond a limit. `text` is as it was typed. */
  | { do: 'kpi_alert'; text: string; watched: Watched; to: AlertTo }
  | { do: 'kpi_alerts' }
  /** `last`: the one set last by whoever asks; null: which one is not said. */
  | { do: 'kpi_alert_stop'; alert: number | 'last' | null }
  /** `text` is as it was typed. With `rule` it takes the place of that one. */
  | { do: 'rule'; text: string; read: RuleRead; rule?: number; shadow?: true }
  | { do: 'rules' }
  /** Workflows outside that rules start. */
  | { do: 'workflows' }
  | { do: 'workflow_add'; name: string; url: string }
  | { do: 'workflow_remove' | 'workflow_secret'; name: string }
  /** One that came to nothing, once more. */
  | { do: 'start_again'; start: number }
  | { do: 'rule_step'; step: RuleStep; rule: number }
  /** All rules at once: of those that this person keeps. */
  | { do: 'rules_step'; step: Exclude<RuleStep, 'restore'> }
  /** One rule, with what becomes of it. */
  | { do: 'rule_shown'; rule: number }
  | { do: 'not_yet'; wish: Wish };

/** One figure and the side of a limit that is to be told of. A share is 0 to 1, money is in `currency`. */
export type Watched = {
  of: Frame;
  over: boolean;
  /** The limit itself counts as beyond it. */
  including: boolean;
  limit: number;
  currency: string | null;
};
/** A channel as it was named: by its name, or its id. */
export type AlertTo = { who: 'me' } | { who: 'channel'; channel: string } | { who: 'person'; of: NamedValue };
/** A rule as it was read: of which deals, of what happens to them or of how they are, and what then; or what is asked of it. */
export type RuleRead = { frame: Frame; happens: RuleEvent | null; effect: RuleEffect } | { asks: string };
/** It came to its stage, or about, or a field of it changed; otherwise the rule is of how a deal is. */
export type RuleEvent = 'moved' | 'created' | FieldMove;
export type RuleEffect =
  | { does: 'notify'; to: RuleTo }
  | { does: 'flag' }
  /** Warnings by the names of their triggers. */
  | { does: 'skip'; of: string[] | 'everything' }
  | { does: 'ask'; whom: 'manager' | 'approver' }
  | { does: 'block' }
  /** `workflow` is the one that was found by that name. */
  | { does: 'start'; what: string; workflow?: number };
/** `owner` and `manager` are those of the deal. */
export type RuleTo =
  | { who: 'me' | 'my manager' | 'owner' | 'manager' }
  | { who: 'channel'; channel: string }
  | { who: 'person'; of: NamedValue };
export type RuleStep = 'switch on' | 'switch off' | 'shadow' | 'delete' | 'restore';

/** A win rate is 0 to 1. */
export type Supposition =
  | { is: 'win rate'; to: number }
  | { is: 'without largest'; count: number }
  | { is: 'without'; who: NamedValue };

/** Minutes after midnight where the asker is; null: from its beginning, to its end. */
export type Hours = { from: number | null; to: number | null };

export type PhrasingStep = 'accept' | 'reject' | 'switch off' | 'restore';

/** Words used, by their places in the cleaned text, and what became of them. */
export type Span = { start: number; end: number; read: string };

/** An answer given to a question back: these words mean these things. */
export type Choice = { words: string; kind: string; ids: string[] };
export type Option = { label: string; kind: NameKind | 'reading'; fact: string | null; choice: Choice };

/** A question back, and what can be answered. `said`: the words that are asked about, where they look like a name. */
export type Asks = { question: string; options: Option[]; said?: string };

/** How the words were read decides how sure the reading is. */
export type Path = 'plain' | 'assumed' | 'corrected' | 'phrasing' | 'model';

/** By which accepted phrasing the words were read; `id` is of its version. */
export type ByPhrasing = { id: number; phrasing: number; version: number; template: string };

type Read = {
  text: string;
  spans: Span[];
  assumptions: string[];
  path: Path;
  /** Only where the path is `phrasing`. */
  by?: ByPhrasing;
};
export type Reading =
  | ({ say: 'question'; frame: Frame; changed: number[]; goesOn: boolean } & Read)
  | ({ say: 'command'; command: Command } & Read)
  /** Two things are meant by the same words. `choices` are those made before. */
  | ({ say: 'which'; question: string; options: Option[]; choices: Choice[] } & Read)
  /** Understood but for some words: shown, never run by itself. */
  | ({
      say: 'partly';
      frame: Frame;
      unread: string[];
      /** What was not read looks like a name: which one of those that there are? */
      asks: Asks | null;
      choices: Choice[];
    } & Read)
  | ({ say: 'refused'; why: Refusal } & Read)
  /** A command of which a part is missing. Said by itself, in the place of the "…", it makes the request whole. */
  | ({ say: 'lacks'; question: string; completes: string | null } & Read)
  /** `ofCommand`: the rest is a command, so nothing else is made of it. */
  | ({
      say: 'unread';
      words: string;
      hints: Frame | null;
      ofCommand?: true;
      /** "Over 100k or in EMEA": limits on different things, of which either is to hold. */
      either?: true;
      /** What could be meant. `known`: every word is known, and only what is asked of them is not. */
      asks?: (Asks & { known: boolean }) | null;
    } & Read);

export type Refusal =
  | 'private'
  | 'delete'
  | 'rules'
  | 'pay'
  | 'secrets'
  | 'bulk'
  | 'write'
  | 'send'
  | 'access'
  | 'query'
  /** In somebody else's name. */
  | 'impersonate'
  /** Without anybody knowing. */
  | 'hidden'
  /** Making figures look other than they are. */
  | 'falsify'
  /** Nothing that a sales team's data tells. */
  | 'beyond';
export type { Motion, NameKind, Status };
