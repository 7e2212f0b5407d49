/** What an agent may do alone, kind by kind, in one table. What does not stand in it never goes without a person. */
import type { SubjectKind, Wanted } from './nouns.ts';

/**
 * `reversible`: what was there before comes back. `compensable`: it stays done, and a second word sets it right. `irreversible`:
 * it is out of the house; a person says yes to it, it is held first, and at most a correction can be sent after it.
 */
export type Return = 'reversible' | 'compensable' | 'irreversible';

export type ActionKind = {
  /** As people call it: "close dates". */
  said: string;
  because: string;
} & (
  | {
      back: Exclude<Return, 'irreversible'>;
      /** Whether auto mode is possible for it at all. */
      alone: boolean;
    }
  // What cannot be taken back nor set right cannot be written down as going alone.
  | { back: 'irreversible'; alone: false }
);

const money = 'Money and contracts are decided by people.';
const leads = 'What becomes of a lead is said by people.';
const facts = 'A fact that follows from the data, and the old one comes back with one tap.';

/** By the name of a field with its noun, or of what else is done. What is not in it cannot be written down as done. */
export type ActionName =
  | 'nudge'
  | 'nudge.outside'
  | 'form'
  | 'start'
  | 'deal.outcome'
  | `deal.${'close_date' | 'next_step' | 'lead_source' | 'stage' | 'amount' | 'product' | 'owner'}`
  | `lead.${'owner' | 'status' | 'first_touch_on' | 'name' | 'email' | 'company' | 'title' | 'phone'}`
  | `contact.${'email' | 'phone'}`
  | `account.${'industry' | 'country' | 'employees' | 'revenue'}`;

export const actionKinds: Readonly<Record<ActionName, ActionKind>> = {
  nudge: {
    said: 'nudges',
    back: 'compensable',
    alone: true,
    because: 'A question to a colleague; a second message sets it right.',
  },
  'nudge.outside': {
    said: 'messages outside Slack',
    back: 'irreversible',
    alone: false,
    because: 'An e-mail that went out cannot be taken back.',
  },
  start: {
    said: 'starts of workflows outside',
    back: 'irreversible',
    alone: false,
    because:
      'What a workflow outside has begun is stopped there alone; it is started on the word of whoever made the rule.',
  },
  form: {
    said: 'forms',
    back: 'reversible',
    alone: false,
    because: 'Only somebody who knows can fill it in.',
  },
  'deal.close_date': { said: 'close dates', back: 'reversible', alone: true, because: facts },
  'deal.next_step': { said: 'next steps', back: 'reversible', alone: true, because: facts },
  'deal.lead_source': { said: 'lead sources', back: 'reversible', alone: true, because: facts },
  'deal.stage': { said: 'stages', back: 'reversible', alone: true, because: facts },
  'deal.outcome': { said: 'winning and losing', back: 'compensable', alone: false, because: money },
  'deal.amount': { said: 'amounts', back: 'compensable', alone: false, because: money },
  'deal.product': { said: 'products', back: 'compensable', alone: false, because: money },
  'deal.owner': {
    said: 'owners',
    back: 'compensable',
    alone: false,
    because: 'Who has a deal, and is paid for it, is decided by people.',
  },
  'lead.owner': {
    said: 'owners of leads',
    back: 'compensable',
    alone: false,
    because: 'Who has a lead is decided by people.',
  },
  'lead.status': { said: 'closing leads', back: 'reversible', alone: false, because: leads },
  'lead.first_touch_on': { said: 'first contacts', back: 'reversible', alone: false, because: leads },
  'lead.name': { said: 'names of leads', back: 'reversible', alone: false, because: leads },
  'lead.email': { said: 'e-mail addresses of leads', back: 'reversible', alone: false, because: leads },
  'lead.company': { said: 'companies of leads', back: 'reversible', alone: false, because: leads },
  'lead.title': { said: 'titles of leads', back: 'reversible', alone: false, because: leads },
  'lead.phone': { said: 'phone numbers of leads', back: 'reversible', alone: false, because: leads },
  'contact.email': { said: 'e-mail addresses', back: 'reversible', alone: true, because: facts },
  'contact.phone': { said: 'phone numbers', back: 'reversible', alone: true, because: facts },
  'account.industry': { said: 'industries', back: 'reversible', alone: true, because: facts },
  'account.country': { said: 'countries', back: 'reversible', alone: true, because: facts },
  'account.employees': { said: 'numbers of employees', back: 'reversible', alone: true, because: facts },
  'account.revenue': { said: 'revenues of accounts', back: 'reversible', alone: true, because: facts },
};

/** Null: no such thing is done. */
export const kindOf = (name: string): ActionKind | null =>
  Object.hasOwn(actionKinds, name) ? actionKinds[name as ActionName] : null;

/** Those that auto mode is possible for. */
export const doneAlone: readonly string[] = Object.entries(actionKinds).flatMap(([name, { alone }]) =>
  alone ? [name] : [],
);

type On = {
  /** A stage of which it is not known that it is an open one ends the deal. */
  openStages?: readonly string[] | undefined;
  /** Of a message: whether its reader is reached outside Slack. */
  outside?: boolean | undefined;
};

/** What is wanted, by the names of the table. */
export function actionsIn(
  of: SubjectKind,
  wants: Wanted,
  { openStages = [], outside = false }: On = {},
): string[] {
  if (wants.kind === 'nudge' && outside) return ['nudge.outside'];
  if (wants.kind !== 'change') return [wants.kind];
  return wants.fields.map(({ field, after }) =>
    of === 'deal' && field === 'stage' && !openStages.includes(String(after))
      ? 'deal.outcome'
      : `${of}.${field}`,
  );
}

/** Why it needs a person in auto mode, too, as a sentence; null where it may be done alone. */
export function neverAlone(of: SubjectKind, wants: Wanted, on?: On): string | null {
  for (const action of actionsIn(of, wants, on)) {
    const kind = kindOf(action);
    if (!kind) return 'No agent does this without a person.';
    if (!kind.alone) return `${capital(kind.said)} never go without a person. ${kind.because}`;
  }
  return null;
}

const strictest: readonly Return[] = ['irreversible', 'compensable', 'reversible'];

/** Of all that is wanted what is hardest to take back. What stands in no table counts as irreversible. */
export function returnOf(of: SubjectKind, wants: Wanted, on?: On): Return {
  const each = actionsIn(of, wants, on).map((action) => kindOf(action)?.back ?? 'irreversible');
  return strictest.find((back) => each.includes(back)) ?? 'reversible';
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
