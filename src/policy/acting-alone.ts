/** What an agent may do alone, kind by kind, in one table. What does not stand in it never goes without a person. */
import type { SubjectKind, Wanted } from './nouns.ts';

/** `reversible`: what was there before comes back. `compensable`: it stays done, and a second word sets it right. */
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
const facts = 'A fact that follows from the data, and the old one comes back with one tap.';

/** By the name of a field with its noun, or of what else an agent does. */
export const actionKinds: Readonly<Record<string, ActionKind>> = {
  nudge: {
    said: 'nudges',
    back: 'compensable',
    alone: true,
    because: 'A question to a colleague; a second message sets it right.',
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
  'contact.email': { said: 'e-mail addresses', back: 'reversible', alone: true, because: facts },
  'contact.phone': { said: 'phone numbers', back: 'reversible', alone: true, because: facts },
  'account.industry': { said: 'industries', back: 'reversible', alone: true, because: facts },
  'account.country': { said: 'countries', back: 'reversible', alone: true, because: facts },
  'account.employees': { said: 'numbers of employees', back: 'reversible', alone: true, because: facts },
  'account.revenue': { said: 'revenues of accounts', back: 'reversible', alone: true, because: facts },
};

/** Those that auto mode is possible for. */
export const doneAlone: readonly string[] = Object.entries(actionKinds).flatMap(([name, { alone }]) =>
  alone ? [name] : [],
);

/** What is wanted, by the names of the table. A stage of which it is not known that it is an open one ends the deal. */
export function actionsIn(of: SubjectKind, wants: Wanted, openStages: readonly string[] = []): string[] {
  if (wants.kind !== 'change') return [wants.kind];
  return wants.fields.map(({ field, after }) =>
    of === 'deal' && field === 'stage' && !openStages.includes(String(after))
      ? 'deal.outcome'
      : `${of}.${field}`,
  );
}

/** Why it needs a person in auto mode, too, as a sentence; null where it may be done alone. */
export function neverAlone(of: SubjectKind, wants: Wanted, openStages?: readonly string[]): string | null {
  for (const action of actionsIn(of, wants, openStages)) {
    const kind = actionKinds[action];
    if (!kind) return 'No agent does this without a person.';
    if (!kind.alone) return `${capital(kind.said)} never go without a person. ${kind.because}`;
  }
  return null;
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
