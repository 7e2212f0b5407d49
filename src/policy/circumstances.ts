/** What policy looks at beside the proposal itself. Types only; what is left out does not apply. */
import type { HoldingMode, Role } from './nouns.ts';

export type Circumstances = {
  /** Pauses that hold over this proposal: everything, its agent, its customer. */
  pauses: PauseOn[];
  mode: HoldingMode;
  /** Names of the stages that leave a deal open; of any other one it is not known that it does. */
  openStages?: string[];
  /** Whether whoever acts may write this at all; missing where nobody's rights are in question. */
  permission?: { may: true } | { may: false; because: string; restsOn: string };
  /** Rules whose condition is true of the subject. */
  rules?: RuleOn[];
  /** Accounts, tags or kinds of action that always need a person. */
  checkpoints?: { name: string; version: number; whom?: Role; because: string }[];
  /** Here no agent does anything alone; `playbook`: the one that says so. */
  personDecides?: { version: number; playbook?: string };
  authority?: Authority;
  /** Below this share an agent does not act alone. */
  confidenceFloor?: { share: number; version: number };
  caps?: Cap[];
  /** What is wanted leaves the house, and cannot be taken back then. */
  outside?: Outside;
  /** Of many things at once a few go first: one of the others, while they wait. */
  batch?: { first: number; total: number; minutes: number; version: number };
  /**
   * Of what is news: how many days ago it came about, and beyond how many nothing is done alone about it. `brought`: an import
   * brought the record since then, so that it is old whatever its age.
   */
  news?: { daysAgo: number; limit: number; version: number; brought?: boolean };
  /** Decisions taken so far by people who hold these roles at this moment. */
  approvals: Approval[];
  /** What was asked when the card was opened: a threshold that was raised since asks for no less. */
  asked?: Role[];
  /** Whoever changed what was proposed, and so proposes it: never signs for it above a threshold. */
  proposedBy?: string | null;
};

/**
 * `until`: once somebody has said yes, until when it can be stopped and is not sent; ISO 8601. Missing before that, and after
 * it. `rest`: what of that time is the receiver's quiet hours.
 */
export type Outside = { minutes: number; version: number; until?: string; rest?: true };

export type PauseOn = {
  id: number;
  scope: 'everything' | 'agent' | 'customer';
  /** "Everything", "Pipeline agent", "Acme". */
  name: string;
  /** ISO 8601; null until somebody resumes it. */
  until: string | null;
};

export type RuleOn = {
  name: string;
  version: number;
  effect: 'flag' | 'skip' | 'notify' | 'ask' | 'block' | 'start';
  whom?: Role;
  because: string;
};

/** Money in its own currency. */
export type Amount = { value: number; currency: string };

/** A threshold beside the limit of the settings. `over`: money in `currency`, or percent. */
export type Tier = {
  id: number;
  of: 'amount' | 'discount';
  over: number;
  /** Of an amount; null for a discount. */
  currency: string | null;
  whom: Role[];
  inOrder: boolean;
  /** Whose deals it is about; without it everybody's. */
  place?: TierPlace;
};

export type TierPlace = { scope: 'territory' | 'team'; id: string; name: string };

/** What the matrix of authority is asked about; each part may be missing. */
export type Authority = {
  /** The largest amount that the change touches, and the setting above which an approver is needed. */
  amount?: { is: Amount; limit: Amount; version: number; tiers?: readonly Tier[] };
  /** What the deal would cost, beside the list price of its product. Percent. */
  discount?: { list: Amount; is: Amount; limit: number; version: number; tiers?: readonly Tier[] };
  /** Records changed at once. */
  bulk?: { is: number; limit: number; version: number };
  executiveReporting?: { touched: boolean; version: number };
};

export type Cap = {
  name: string;
  /** What is counted, and over which time: "changes an hour". */
  of: string;
  version: number;
  /** What was done in the window so far, this one not counted. */
  done: number;
  most: number;
  /** ISO 8601, when there is room again. */
  roomAt: string | null;
};

/** `id` tells people of one name apart. */
export type Approval = { id?: string; by: string; roles: Role[]; hash: string };
