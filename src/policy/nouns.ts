/** What policy speaks about: who acts, what is proposed, what may come of it. Types only. */

export type Role =
  | 'rep'
  | 'manager'
  | 'owner'
  | 'approver'
  | 'qa'
  | 'champion'
  | 'finance'
  | 'auditor'
  | 'admin';
export type AgentName = 'pipeline' | 'forecasting' | 'analytics' | 'intake' | 'quotes' | 'outreach';
/** What one agent tells another: deals were changed, the forecast moved, a figure is not as it should be. */
export type SignalKind = 'deals_changed' | 'forecast_moved' | 'figure_off';
export type Mode = 'shadow' | 'suggest' | 'auto';
/** How much an agent makes of what it sees. */
export type Aggressiveness = 'conservative' | 'balanced' | 'aggressive';
/** The mode that holds over a proposal; `where`, of a finer one: "for phone numbers in EMEA". */
export type HoldingMode = { is: Mode; version: number; where?: string };

/** Whoever does something, for the audit log. */
export type Actor =
  | { kind: 'person'; id: string }
  | { kind: 'agent'; id: AgentName; version: number }
  | { kind: 'system'; id: string };

/** Somebody known by a Slack id and an e-mail. `tz` is an IANA zone. */
export type Person = {
  id: string;
  name: string;
  email: string | null;
  slackId: string | null;
  tz: string | null;
  roles: Role[];
  teamId: string | null;
  territoryId: string | null;
  managerId: string | null;
  active: boolean;
};

/** What a person may see and decide. `everything` for admins; nobody outside it is shown a row. */
export type Scope =
  | { everything: true }
  | { nothing: true }
  | { territoryIds: string[]; personIds: string[] };

/** Before and after of one field, exactly as they are in the CRM. Days are YYYY-MM-DD; money is a number in `currency`. */
export type FieldValue = string | number | boolean | null;
export type FieldChange = { field: string; before: FieldValue; after: FieldValue };
export type Nudge = { to: string; text: string };

/** Which records are proposed about and changed. */
export type SubjectKind = 'deal' | 'lead' | 'contact' | 'account';

/**
 * Fields that are to be filled in, and who is asked for them first. `before` is what stands in those that are not empty,
 * `meant` what a form starts with.
 */
export type Form = {
  to: string;
  fields: string[];
  before?: Record<string, FieldValue>;
  meant?: Record<string, FieldValue>;
};

/** What can be done: a typed change to the CRM, or a message to one person. */
export type Deed = { kind: 'change'; fields: FieldChange[] } | { kind: 'nudge'; nudge: Nudge };
/** What an agent wants: that something is done, or to be told values that only a person knows. Whoever fills in a form makes it a change. */
export type Wanted = Deed | { kind: 'form'; form: Form };

/** Measured share, never a feeling: (accepted + 1) / (cases + 2), expiries left out. */
export type Confidence = { share: number; cases: number; accepted: number };

export type Proposal = {
  agent: AgentName;
  agentVersion: number;
  mode: Mode;
  /** The foremost that it rests on, and the others. */
  trigger: string;
  otherTriggers: string[];
  subject: { kind: SubjectKind; id: string };
  wants: Wanted;
  /** One sentence for people. */
  reason: string;
  /** Where the proposed value comes from, as a sentence; empty for a nudge. */
  basis: string | null;
  confidence: Confidence;
};

/** A sentence for people, with the setting, rule or matrix row it rests on. */
export type Reason = {
  sentence: string;
  restsOn: { kind: 'setting' | 'rule' | 'matrix' | 'pause' | 'mode'; name: string; version: number };
  /** The verdict comes of it; the others stand beside it. */
  decides?: true;
};

export type Verdict =
  | { say: 'allow'; because: Reason[] }
  /** A role that stands there twice needs two people. `inOrder`: those above a threshold sign one after the other. */
  | { say: 'ask'; whom: Role[]; inOrder?: true; because: Reason[] }
  | { say: 'hold'; until: string | null; because: Reason[] }
  | { say: 'shadow'; because: Reason[] }
  | { say: 'refuse'; because: Reason[] };
