/** What an exception's card shows, and what its proposal is called: in markup, in labels, aloud. */
import { list } from '../src/story/format.ts';
import { moveText, type ShownField, valueText } from './fields.ts';
import type { Here } from './kit.ts';
import { data, link, type Markup, md, name, nothing } from './text.ts';

export type Wants =
  | { kind: 'change'; fields: ShownField[] }
  | { kind: 'nudge'; to: string; text: string }
  /** Fields that are empty; whoever knows the deal fills them in. */
  | { kind: 'form'; to: string; fields: ShownField[] };

/** "amount and next step" */
export const fieldsNamed = (fields: ShownField[]): string =>
  list(fields.map(({ label }) => label.toLowerCase()));

export type ExceptionCard = {
  id: number;
  /** Of the change on the screen; a decision names it. */
  hash: string;
  deal: {
    id: string;
    name: string;
    url: string | null;
    amount: number | null;
    currency: string | null;
    owner: string | null;
    /** What it is where it is no deal: "contact of Borealis GmbH"; `account` is whose. */
    is?: string | null;
    account?: string | null;
  };
  wants: Wants;
  /** "In Negotiation for 47 days (limit 30)" */
  finding: string;
  evidence: string[];
  /** Where the proposed value comes from. */
  basis: string | null;
  waitsFor: { name: string; slackId: string | null } | null;
  /** Who is away and is decided for by whom it waits for. */
  inStead?: string | null;
  /** It leaves the house and cannot be taken back then: for how many minutes it can be stopped first. */
  outside?: { minutes: number } | null;
  /** "Needs an approver: deal over $100,000." */
  needs: string | null;
  /** Of several who sign: "1 of 2: Mara Lind approved; finance still to sign." */
  signed?: string | null;
  /** All who signed it, once it is approved by several. */
  signers?: string[];
  /** The person whose values these are, where somebody has changed what the agent proposed. */
  proposedBy?: string | null;
  severity: 'critical' | 'attention' | 'information';
  agent: { name: string; version: number; mode: string };
  confidence: { share: number; cases: number; accepted: number };
  foundAt: Date;
  state: ExceptionState;
  /** What was decided, which an edit may have made another than what was proposed. */
  decided?: { wants: Wants } | null;
};

export type ExceptionState =
  | { is: 'open' }
  | { is: 'applying'; by: string }
  | { is: 'snoozed'; by: string; until: Date }
  | {
      is: 'held';
      by: string;
      until: Date | null;
      because: string;
      changeId: number;
      /** Nobody was called yet, so that it can be taken back without a trace in the CRM. */
      undo: boolean;
      /** It cannot be taken back once it is sent, and can be stopped until then. */
      stop: boolean;
    }
  | {
      is: 'settled';
      /** "Mara moved the close date of Acme Platform from 3 Mar to 15 Apr 2026." */
      sentence: string;
      at: Date;
      readBackAt: Date | null;
      /** Missing once the way back is closed. */
      undo: { changeId: number; until?: Date } | null;
      /** A message that went out: the draft of a second one is all that is left. */
      correct?: { changeId: number; outside: boolean };
      /** What stood there stays; nothing was written. */
      left?: true;
    }
  | { is: 'rejected'; by: string; reason: string | null; at: Date; reopen: boolean }
  | { is: 'undone'; sentence: string; at: Date; again: { changeId: number } | null }
  | {
      is: 'conflict';
      sentence: string;
      at: Date | null;
      changeId: number;
      ours: string;
      theirs: string;
      live: boolean;
    }
  | { is: 'expired'; days: number; at: Date }
  | { is: 'withdrawn'; because: string; at: Date }
  | { is: 'failed'; by: string; because: string; nextTry: Date | null; changeId: number }
  | { is: 'unknown'; by: string; because: string; changeId: number };

export type Proposed = { deal: { name: string; url: string | null }; wants: Wants };

/** "Move close date of <Acme Platform>: 3 Mar → 15 Apr 2026" */
export const headline = (card: Proposed, here: Here): Markup => {
  const deal = link(card.deal.url, card.deal.name);
  if (card.wants.kind === 'nudge') return md`Nudge ${name(card.wants.to)} about ${deal}`;
  if (card.wants.kind === 'form') return md`Fill in ${data(fieldsNamed(card.wants.fields))} of ${deal}`;
  const { length, 0: first } = card.wants.fields;
  if (!first) return md`Look at ${deal}`;
  const more = length > 1 ? md` and ${length - 1} more` : nothing;
  return md`${verb(first)} ${deal}: ${data(moveText(first, here), 200)}${more}`;
};

const verb = (field: ShownField, small = false): string => {
  const word =
    field.type === 'day' || field.field === 'stage' ? 'Move' : field.before === null ? 'Set' : 'Change';
  return `${small ? word.toLowerCase() : word} ${field.label.toLowerCase()} of`;
};

/** For labels, where an arrow reads badly. */
export const plainHeadline = (card: Proposed, here: Here): string => {
  if (card.wants.kind === 'nudge') return `nudge ${card.wants.to} about ${card.deal.name}`;
  if (card.wants.kind === 'form') return `fill in ${fieldsNamed(card.wants.fields)} of ${card.deal.name}`;
  const [first] = card.wants.fields;
  return first
    ? `${verb(first, true)} ${card.deal.name} to ${valueText(first, 'after', here)}`
    : card.deal.name;
};

export const headlineText = (card: Proposed, here: Here): string => {
  if (card.wants.kind !== 'change') return plainHeadline(card, here);
  const [first] = card.wants.fields;
  if (!first) return `look at ${card.deal.name}`;
  const from = first.before === null ? '' : ` from ${moveText(first, here, 'to')}`;
  const to = first.before === null ? ` to ${valueText(first, 'after', here)}` : '';
  return `${verb(first, true)} ${card.deal.name}${from}${to}`;
};
